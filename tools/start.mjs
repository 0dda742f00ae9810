/**
 * `npm start`: makes the clone ready, then becomes `sund demo` (apps/cli/src/commands/demo.ts) in this process, so that one
 * Ctrl-C stops everything. Options after `--` are the demo's: `--once`, `--json`, `--port N`,
 * `--country N` for a country of made-up people.
 */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT, run, setup } from './setup.mjs'

await run(async () => {
  await setup({ portal: !process.argv.includes('--once') })
  const { main } = await import(pathToFileURL(path.join(ROOT, 'apps/cli/dist/index.js')).href)
  return main(['demo', ...process.argv.slice(2)])
})
