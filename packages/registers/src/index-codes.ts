/**
 * The index of a stored table: for each coded variable which persons have which code in which years, made at import so that counting
 * them later reads no rows. Rows are brought together for a range of persons at a time and sorted for a range of codes at
 * a time, so that memory stays bounded however long the table is.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  FROM_COLUMN,
  type IndexedAs,
  type IndexFile,
  indexedAs,
  LAST_YEAR_BIT,
  linkColumn,
  MOST_NUMBERS,
  subjectLinkOf,
  type Table,
  type TableQuality,
  UNIT_COLUMN,
  UNTIL_COLUMN,
  type Variable,
} from '@sund/model'
import { type Database, filesToRead, identifier, pathToRead, text } from './database.js'
import { isTimed } from './parse.js'
import { createPersonSets } from './person-sets.js'

/** Most different values of a coded variable: beyond, what is called a code is free text, and is not indexed. */
const MOST_CODES = 50_000
/** A pair of code and person that is remembered weighs as much as this many rows that are sorted. */
const ROWS_A_PAIR = 8
/** All bits of a mask. */
const ALWAYS = `${2n ** BigInt(LAST_YEAR_BIT + 1) - 1n}`
const CODES = 'codes_of_variable'

/** The value of a row as a code of the index. */
const AS_CODE: Record<IndexedAs, (value: string) => string> = {
  codes: (value) => `CAST(${value} AS VARCHAR)`,
  numbers: (value) => `CAST(${value} AS VARCHAR)`,
  years: (value) => `CAST(${yearOf(value)} AS VARCHAR)`,
}

/** Where a table lies, how many persons its register has, and where to write. */
export interface Indexing {
  file: string
  persons: number
  target: string
  work: string
}

/** Indexes every variable of a stored table that can be, into `target`. */
export async function indexTable(
  database: Database,
  table: Table,
  quality: TableQuality,
  indexing: Indexing,
): Promise<IndexFile[]> {
  const made: IndexFile[] = []
  for (const variable of table.variables) {
    const as = indexedAs(table, variable)
    const distinct = quality.variables.find((one) => one.variable === variable.name)?.distinct ?? 0
    const few = as === 'numbers' ? distinct <= MOST_NUMBERS : distinct <= MOST_CODES
    if (as !== null && few) made.push(await indexVariable(database, table, variable, as, indexing))
  }
  return made
}

async function indexVariable(
  database: Database,
  table: Table,
  variable: Variable,
  as: IndexedAs,
  { file: stored, persons, target, work }: Indexing,
): Promise<IndexFile> {
  const link = subjectLinkOf(table)
  const person = identifier(link === null ? UNIT_COLUMN : linkColumn(link))
  const from = `read_parquet(${pathToRead(stored)})`
  const { firstYear, truncated } = await yearsOf(database, table, variable, from)
  // A table's own columns may have any name.
  const rows = `(SELECT ${AS_CODE[as](identifier(variable.name))} AS code, ${person} AS person, ${maskOf(table, variable, firstYear)} AS years
    FROM ${from} WHERE ${identifier(variable.name)} IS NOT NULL AND ${person} IS NOT NULL)`
  await database.run(
    `CREATE OR REPLACE TABLE ${CODES} AS
     SELECT CAST(row_number() OVER (ORDER BY code) - 1 AS INTEGER) AS id, code, n
     FROM (SELECT code, count(*)::DOUBLE AS n FROM ${rows} WHERE code IS NOT NULL GROUP BY code)`,
  )
  const codes = await database.rows(`SELECT code, n FROM ${CODES} ORDER BY id`)
  const count = codes.reduce((sum, { n }) => sum + Number(n), 0)
  const file = `${table.name}.${variable.name}.index`
  const sets = await createPersonSets(
    join(target, file),
    codes.map(({ code }) => String(code)),
    persons,
  )
  // Pairs of code and person, with the years of all their rows. The database may remember a file by its name: each has its own.
  const passes = Math.max(1, Math.ceil((count * ROWS_A_PAIR) / database.rowsAPass))
  const parts = Array.from({ length: passes }, (_, pass) => join(work, `${file}-${pass}.parquet`))
  for (const [pass, part] of parts.entries()) {
    const bound = (of: number) => Math.round((of * persons) / passes)
    await database.run(
      `COPY (SELECT (c.id::BIGINT << 32) | person AS pair, bit_or(years) AS years
             FROM ${rows} AS r JOIN ${CODES} AS c ON c.code = r.code
             WHERE person >= ${bound(pass)} AND person < ${bound(pass + 1)} GROUP BY pair)
       TO ${text(part)} (FORMAT parquet, COMPRESSION snappy)`,
    )
  }
  for (const [first, last] of rangesOf(
    codes.map(({ n }) => Number(n)),
    database.rowsAPass,
  )) {
    const pairs = `(SELECT CAST(pair >> 32 AS INTEGER) AS id, years, CAST(pair & 4294967295 AS INTEGER) AS person
      FROM ${filesToRead(parts)} WHERE pair >= ${first}::BIGINT << 32 AND pair < ${last + 1}::BIGINT << 32)`
    const coming = await database.rows(
      `SELECT id, years, count(*)::DOUBLE AS n FROM ${pairs} GROUP BY ALL ORDER BY id DESC, years DESC`,
    )
    let left = 0
    for await (const [column] of database.batches(`SELECT person FROM ${pairs} ORDER BY id, years, person`)) {
      const numbers = column as number[]
      for (let at = 0; at < numbers.length; ) {
        if (left === 0) {
          const next = coming.pop()
          await sets.begin(Number(next?.id), next?.years as bigint)
          left = Number(next?.n)
        }
        const end = Math.min(numbers.length, at + left)
        sets.add(numbers, at, end)
        left -= end - at
        at = end
      }
    }
  }
  await sets.close()
  for (const part of parts) await rm(part)
  await database.run(`DROP TABLE ${CODES}`)
  return { table: table.name, variable: variable.name, file, persons, firstYear, truncated }
}

/** Neighbouring codes, of which as many as can be sorted in one pass. */
function rangesOf(rows: readonly number[], most: number): [number, number][] {
  const ranges: [number, number][] = []
  let held = Number.POSITIVE_INFINITY
  for (const [id, n] of rows.entries()) {
    const range = ranges.at(-1)
    if (range && held + n <= most) {
      range[1] = id
      held += n
    } else {
      ranges.push([id, id])
      held = n
    }
  }
  return ranges
}

const yearOf = (day: string): string => `year(DATE '1970-01-01' + ${day})`

/** The first year that is told apart: that of the first row, or of as many years before the last row's as a mask holds. */
async function yearsOf(
  database: Database,
  table: Table,
  variable: Variable,
  from: string,
): Promise<{ firstYear: number; truncated: boolean }> {
  if (!isTimed(table) || variable.temporality === 'FIXED') return { firstYear: 0, truncated: false }
  const [years] = await database.rows(
    `SELECT ${yearOf(`min(${FROM_COLUMN})`)}::INTEGER AS first, ${yearOf(`max(${FROM_COLUMN})`)}::INTEGER AS last FROM ${from}`,
  )
  const [first, last] = [Number(years?.first ?? 0), Number(years?.last ?? 0)]
  const firstYear = Math.max(first, last - LAST_YEAR_BIT + 1)
  return { firstYear, truncated: first < firstYear }
}

/** SQL of the years that a row touches, as a mask: an event its day's, a fixed value all, anything else from its first to its last. */
function maskOf(table: Table, variable: Variable, firstYear: number): string {
  if (!isTimed(table) || variable.temporality === 'FIXED') return `${ALWAYS}::BIGINT`
  const bit = (day: string) =>
    `CAST(least(${LAST_YEAR_BIT}, greatest(0, ${yearOf(day)} - ${firstYear})) AS INTEGER)`
  const first = bit(FROM_COLUMN)
  const last =
    variable.temporality === 'EVENT'
      ? first
      : `CASE WHEN ${UNTIL_COLUMN} IS NULL THEN ${LAST_YEAR_BIT} ELSE greatest(${first}, ${bit(UNTIL_COLUMN)}) END`
  return `CASE WHEN ${last} >= ${LAST_YEAR_BIT} THEN ${ALWAYS}::BIGINT ELSE (1::BIGINT << (${last} + 1)) - 1 END
    - ((1::BIGINT << ${first}) - 1)`
}
