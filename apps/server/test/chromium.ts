/** A real browser and the portal as it is built, for the tests of pages over this server. */
import { existsSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { build } from 'vite'

const PORTAL = new URL('../../portal/', import.meta.url).pathname

/** The Chromium on PATH; tests that need one say that they skip without. */
export const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path))

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM as string,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  })

/** Puts the portal into a folder of the test's own: the one that `npm test` has just built, or one that is built now. */
export async function buildPortal(outDir: string): Promise<void> {
  const built = process.env['SUND_PORTAL']
  if (built) return cp(built, outDir, { recursive: true })
  await build({
    root: PORTAL,
    configFile: join(PORTAL, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir },
  })
}
