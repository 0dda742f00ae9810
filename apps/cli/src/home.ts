/**
 * Where a party's holdings, keys and log lie. The least surprising of: `--home DIR`; the folder in `SUND_HOME`; the demo's
 * `.sund/demo` in the current folder or the nearest one above that has it (so that inside the project every command sees what
 * `npm start` made); `.sund` in the user's own folder.
 */
import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fail } from '@sund/model'

export interface HomeSettings {
  given: string | undefined
  environment: string | undefined
  workingFolder: string
  userFolder: string
  /** The demo's own home: where it goes when nobody wishes for another. */
  demo?: string
}

const DEMO_HOME = join('.sund', 'demo')

export function chooseHome({ given, environment, workingFolder, userFolder, demo }: HomeSettings): string {
  const chosen = given ?? (environment || undefined)
  if (chosen !== undefined) return checked(resolve(workingFolder, chosen))
  if (demo !== undefined) return checked(demo)
  for (let folder = workingFolder; ; folder = dirname(folder)) {
    if (existsSync(join(folder, DEMO_HOME))) return join(folder, DEMO_HOME)
    if (dirname(folder) === folder) return checked(join(userFolder, '.sund'))
  }
}

/** The home for this process. */
export const currentHome = (given: string | undefined, demo?: string): string =>
  chooseHome({
    given,
    environment: process.env['SUND_HOME'],
    workingFolder: process.cwd(),
    userFolder: homedir(),
    ...(demo === undefined ? {} : { demo }),
  })

function checked(home: string): string {
  const there = existsSync(home) ? statSync(home) : undefined
  if (there !== undefined && !there.isDirectory())
    fail('usage.arguments', `The home ${home} is a file.`, 'Give a folder with --home DIR.')
  return home
}
