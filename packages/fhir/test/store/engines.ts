/** The databases that every test of the store runs on, and what such tests share. */
import { Failure } from '@sund/model'
import { type Engine, findPostgres, folderEngine, postgresEngine } from '@sund/store/testing'
import { type Reader, STORE_ITSELF } from '../../src/index.js'

const bin = await findPostgres()
export const ENGINES: [string, (() => Promise<Engine>) | undefined][] = [
  ['PGlite in a folder', folderEngine],
  [
    bin === undefined ? 'PostgreSQL (skipped: no initdb found; install postgresql)' : 'PostgreSQL',
    bin === undefined ? undefined : () => postgresEngine(bin),
  ],
]

/** The code of what a promise fails with. */
export const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error) => (error instanceof Failure ? error.errors[0].code : `not typed: ${String(error)}`),
  )

/** A reader who may do what `rights` says, by type and interaction, under conditions; everything else they may not. */
export function readerWith(
  rights: Readonly<Record<string, readonly string[]>>,
  rest: Partial<Reader> = {},
): Reader {
  return {
    ...STORE_ITSELF,
    subject: 'anna',
    conditions: (type, interaction) => rights[`${type}.${interaction}`] ?? rights[`*.${interaction}`] ?? [],
    ...rest,
  }
}
