/** Where things lie in the project that this program was built in. */
import { join } from 'node:path'

const PROJECT = join(import.meta.dirname, '..', '..', '..')

export const PORTAL = join(PROJECT, 'apps', 'portal', 'dist')
export const EXAMPLE_REGISTERS = join(PROJECT, 'examples', 'registers')
export const FIRST_STUDY = join(PROJECT, 'examples', 'first-study', 'study.sund')
export const COUNTRY_STUDY = join(PROJECT, 'examples', 'country', 'study.sund')
/** The demo's home when no other is wished for. */
export const DEMO = join(PROJECT, '.sund', 'demo')
/** The home of a sandbox: each size and seed has its own. */
export const sandboxHome = (persons: number, seed: number): string =>
  join(PROJECT, '.sund', `country-${persons}-${seed}`)
