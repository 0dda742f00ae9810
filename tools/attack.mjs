/**
 * `npm run attack`: plays every known attack against Sund with its defences off and on. Words after `--` go to the attacks
 * (`--targets 60`, `--write`). The last line is `N attacks held of M`; the exit code is 0 only when all did.
 */
import { createViteServer } from 'vitest/node'
import { ROOT } from './setup.mjs'

const server = await createViteServer({
  root: ROOT,
  configFile: false,
  appType: 'custom',
  logLevel: 'warn',
  server: { middlewareMode: true, watch: null, hmr: false, ws: false },
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] }, noExternal: [/^@sund\//] },
  optimizeDeps: { noDiscovery: true, include: [] },
})
try {
  const { main } = await server.ssrLoadModule('/apps/server/test/attacks/main.ts')
  process.exitCode = await main(process.argv.slice(2))
} finally {
  await server.close()
}
