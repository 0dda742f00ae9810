/** Columns of numbers become Parquet: the values that were meant, the same bytes for the same rows, whatever came before. */
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { type ColumnValues, MISSING_INTEGER, type TableShape } from '@sund/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHoldings, openTableFiles, type TableFiles } from '../src/index.js'
import { testPorts } from '../src/testing.js'

const SHAPE: TableShape = {
  name: 'ROWS',
  columns: [
    { name: 'person', kind: 'identifier' },
    { name: 'day', kind: 'day' },
    { name: 'kind', kind: 'code', codes: ['A', "B'b", 'Æ'] },
    { name: 'value', kind: 'decimal' },
    { name: 'n"1', kind: 'integer' },
  ],
}
/** More rows than a chunk takes, so that what lies at its edge is seen. */
const ROWS = 5000
const columns = (): ColumnValues[] => [
  Float64Array.from({ length: ROWS }, (_, i) => 10_112_345 + i),
  Int32Array.from({ length: ROWS }, (_, i) => (i === 2047 ? MISSING_INTEGER : 16_000 + i)),
  Int32Array.from({ length: ROWS }, (_, i) => (i === 2048 ? MISSING_INTEGER : i % 3)),
  Float64Array.from({ length: ROWS }, (_, i) => (i === 4999 ? Number.NaN : i / 8)),
  Int32Array.from({ length: ROWS }, (_, i) => (i === 0 ? MISSING_INTEGER : -i)),
]

let folder: string
let files: TableFiles
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sund-table-files-'))
  files = await openTableFiles({ folder, memoryMiB: 64 })
})
afterAll(async () => {
  files.close()
  await rm(folder, { recursive: true, force: true })
})

async function read(path: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  const result = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`)
  connection.closeSync()
  instance.closeSync()
  return result.getRowObjectsJson() as Record<string, unknown>[]
}
const hash = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')

test('each kind of column is written as what it stands for, in order', async () => {
  const path = join(folder, "it's.parquet")
  await files.append(SHAPE, columns())
  expect(await files.write(SHAPE, path)).toBe(ROWS)
  const rows = await read(path.replace("'", "''"))
  expect(rows).toHaveLength(ROWS)
  expect(rows[0]).toEqual({ person: '00010112345', day: '2013-10-22', kind: 'A', value: 0, 'n"1': null })
  expect(rows[1]).toMatchObject({
    person: '00010112346',
    day: '2013-10-23',
    kind: "B'b",
    value: 0.125,
    'n"1': -1,
  })
  expect(rows[2047]).toMatchObject({ day: null, kind: "B'b" })
  expect(rows[2048]).toMatchObject({ day: '2019-06-01', kind: null })
  expect(rows[4999]).toMatchObject({ kind: "B'b", value: null })
  expect(rows.map(({ person }) => Number(person))).toEqual([...(columns()[0] as Float64Array)])
})

test('the same rows give the same bytes, in one piece or several, and nothing of an earlier table stays', async () => {
  const whole = join(folder, 'whole.parquet')
  const pieces = join(folder, 'pieces.parquet')
  await files.append(SHAPE, columns())
  await files.write(SHAPE, whole)
  for (const [from, until] of [
    [0, 1],
    [1, 2500],
    [2500, ROWS],
  ])
    await files.append(
      SHAPE,
      columns().map((column) => column.slice(from, until)),
    )
  await files.write(SHAPE, pieces)
  expect(await hash(pieces)).toBe(await hash(whole))
  const other = columns()
  ;(other[1] as Int32Array)[7] = 1
  await files.append(SHAPE, other)
  await files.write(SHAPE, pieces)
  expect(await hash(pieces)).not.toBe(await hash(whole))
})

test('two tables of one name gather apart, and a table without rows is a file without rows', async () => {
  const twin = { ...SHAPE }
  await files.append(SHAPE, columns())
  expect(await files.write(twin, join(folder, 'twin.parquet'))).toBe(0)
  expect(await read(join(folder, 'twin.parquet'))).toEqual([])
  expect(await files.write(SHAPE, join(folder, 'first.parquet'))).toBe(ROWS)
})

test('the files are imported as they are, one without rows too', async () => {
  const shape: TableShape = {
    name: 'ROWS',
    columns: [
      { name: 'person', kind: 'identifier' },
      { name: 'kind', kind: 'code', codes: ['A', 'B'] },
      { name: 'times', kind: 'integer' },
    ],
  }
  const paths = ['ROWS-0001.parquet', 'ROWS-0002.parquet'].map((name) => join(folder, name))
  await files.append(shape, [
    new Float64Array([1, 2, 3]),
    new Int32Array([0, 1, MISSING_INTEGER]),
    new Int32Array(3),
  ])
  for (const path of paths) await files.write(shape, path)
  const holdings = await openHoldings(join(folder, 'holdings'), testPorts())
  const text = { en: 'Rows' }
  const common = {
    title: text,
    description: text,
    temporality: 'FIXED',
    sensitivity: 'PERSON_SPECIAL',
  } as const
  const { quality } = await holdings.import({
    files: paths.map((path) => ({ path })),
    metadata: {
      name: 'my.rows',
      title: text,
      description: text,
      holder: { name: 'me', title: text },
      source: 'a test',
      licence: 'CC0-1.0',
      tables: [
        {
          name: 'ROWS',
          title: text,
          description: text,
          unit: 'PERSON',
          unitColumn: 'person',
          links: [],
          variables: [
            {
              ...common,
              name: 'KIND',
              dataType: 'STRING',
              domain: {
                codes: [
                  { code: 'A', title: text },
                  { code: 'B', title: text },
                ],
              },
              column: 'kind',
            },
            { ...common, name: 'TIMES', dataType: 'LONG', domain: {}, column: 'times' },
          ],
        },
      ],
    },
  })
  expect(quality).toMatchObject({ badRowCount: 0, tables: [{ rows: 3, units: 3, duplicates: 0 }] })
  expect(quality.tables[0]?.variables.map(({ missing, outOfCodeList }) => [missing, outOfCodeList])).toEqual([
    [1, 0],
    [0, 0],
  ])
})

test('hundreds of columns need no more memory than others; what is endless is no value', async () => {
  const columns = Array.from({ length: 400 }, (_, i) => ({ name: `v${i}`, kind: 'integer' as const }))
  const shape: TableShape = {
    name: 'WIDE',
    columns: [{ name: 'person', kind: 'identifier' }, { name: 'share', kind: 'decimal' }, ...columns],
  }
  const path = join(folder, 'WIDE.parquet')
  await files.append(shape, [
    new Float64Array([1, 2, 3]),
    new Float64Array([0.5, Number.NaN, Number.POSITIVE_INFINITY]),
    ...columns.map((_, i) => new Int32Array([i, -i, 0])),
  ])
  await files.write(shape, path)
  const holdings = await openHoldings(join(folder, 'holdings'), testPorts())
  const text = { en: 'Wide' }
  const common = {
    title: text,
    description: text,
    temporality: 'FIXED',
    sensitivity: 'PERSON_SPECIAL',
    domain: {},
  } as const
  const { quality } = await holdings.import({
    files: [{ path }],
    metadata: {
      name: 'my.wide',
      title: text,
      description: text,
      holder: { name: 'me', title: text },
      source: 'a test',
      licence: 'CC0-1.0',
      tables: [
        {
          name: 'WIDE',
          title: text,
          description: text,
          unit: 'PERSON',
          unitColumn: 'person',
          links: [],
          variables: [
            { ...common, name: 'SHARE', dataType: 'DOUBLE', column: 'share' },
            ...columns.map(({ name }) => ({
              ...common,
              name: name.toUpperCase(),
              dataType: 'LONG' as const,
              column: name,
            })),
          ],
        },
      ],
    },
  })
  expect(quality.badRows).toEqual([
    { file: 'WIDE.parquet', row: 3, field: 'share', reason: 'is not a number' },
  ])
  expect(quality.tables[0]).toMatchObject({ rows: 2, units: 2 })
  expect(quality.tables[0]?.variables[0]).toMatchObject({ missing: 1 })
}, 120_000)

test.each<[string, (all: ColumnValues[]) => ColumnValues[]]>([
  ['a code that the list lacks', (all) => all.with(2, new Int32Array(ROWS).fill(3))],
  ['columns of unlike lengths', (all) => all.with(2, new Int32Array(1))],
  ['a column too few', (all) => all.slice(1)],
  ['fractions where whole numbers belong', (all) => all.with(4, new Float64Array(ROWS))],
])('%s is refused', async (_, spoil) => {
  await expect(files.append(SHAPE, spoil(columns()))).rejects.toThrow(/ROWS/)
})

test('a folder that is not there is an error that says what to do', async () => {
  await files.append(SHAPE, columns())
  await expect(files.write(SHAPE, join(folder, 'none', 'x.parquet'))).rejects.toThrow()
})
