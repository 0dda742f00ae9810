/** Small registers and files for the tests of this package. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { Failure, type Register, type SundError, type Table, type Variable } from '@sund/model'
import { afterAll } from 'vitest'

const text = (en: string) => ({ en })

export const variable = (
  name: string,
  dataType: Variable['dataType'],
  more: Partial<Variable> = {},
): Variable => ({
  name,
  title: text(name),
  description: text(name),
  temporality: 'FIXED',
  dataType,
  domain: {},
  sensitivity: 'PERSON_SPECIAL',
  ...more,
})

export const table = (name: string, variables: Variable[], more: Partial<Table> = {}): Table => ({
  name,
  title: text(name),
  description: text(name),
  unit: 'PERSON',
  unitColumn: 'id',
  links: [],
  variables,
  ...more,
})

export const register = (...tables: Table[]): Register => ({
  name: 'test.people',
  title: text('People'),
  description: text('People of the tests'),
  holder: { name: 'tester', title: text('Tester') },
  source: 'made up',
  licence: 'none',
  tables,
})

/** Persons with a sex and an age. */
export const people = register(
  table('PEOPLE', [
    variable('SEX', 'STRING', {
      column: 'sex',
      domain: {
        codes: [
          { code: 'f', title: text('Female') },
          { code: 'm', title: text('Male') },
        ],
      },
    }),
    variable('AGE', 'LONG', { column: 'age' }),
  ]),
)

/** A folder of its own for a test file, gone after its tests. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sund-registers-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export async function file(folder: string, name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

/** The rows of a Parquet file, and any other small question to DuckDB. */
export async function ask(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJS()
  connection.closeSync()
  instance.closeSync()
  return rows
}

/** The errors with which a promise fails; fails itself when it does not, or not with a `Failure`. */
export async function errorsFrom(work: Promise<unknown>): Promise<readonly [SundError, ...SundError[]]> {
  try {
    await work
  } catch (error) {
    if (error instanceof Failure) return error.errors
    throw error
  }
  throw new Error('expected a failure')
}
