/** The databases that every test of the store runs on, and what such tests share. */
import { Failure } from '@sund/model'
import { countingIdentifiers, fixedClock } from '@sund/model/testing'
import { type Engine, findPostgres, folderEngine, postgresEngine } from '@sund/store/testing'
import { beforeAll, describe, test } from 'vitest'
import { type FhirStore, openFhirStore, type Reader, STORE_ITSELF } from '../../src/index.js'

const bin = await findPostgres()
export const ENGINES: [string, (() => Promise<Engine>) | undefined][] = [
  ['PGlite in a folder', folderEngine],
  [
    bin === undefined ? 'PostgreSQL (skipped: no initdb found; install postgresql)' : 'PostgreSQL',
    bin === undefined ? undefined : () => postgresEngine(bin),
  ],
]

/** Tests of a store of their own, the same on both databases. It is there once they run. */
export function onEachDatabase(tests: (at: { readonly store: FhirStore }) => void): void {
  describe.each(ENGINES)('%s', (_name, start) => {
    if (start === undefined) {
      test.skip('there is none on this machine', () => undefined)
      return
    }
    const at = {} as { store: FhirStore }
    beforeAll(async () => {
      const engine = await start()
      const ports = { clock: fixedClock(), identifiers: countingIdentifiers() }
      at.store = await openFhirStore({ place: await engine.fresh(), ...ports })
      return async () => {
        await at.store.close()
        await engine.stop()
      }
    })
    tests(at)
  })
}

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
