/**
 * Rows that are made rather than read become Parquet files: columns of numbers go in, dates, codes and identifiers come out. The
 * same rows give the same bytes, on every machine: one thread, rows in the order in which they came, nothing that varies.
 */
import { open } from 'node:fs/promises'
import {
  DOUBLE,
  type DuckDBAppender,
  DuckDBDataChunk,
  DuckDBDoubleVector,
  DuckDBIntegerVector,
  INTEGER,
} from '@duckdb/node-api'
import {
  type ColumnKind,
  type ColumnShape,
  type ColumnValues,
  Failure,
  MISSING_INTEGER,
  type TableShape,
} from '@sund/model'
import { type Database, identifier, openDatabase, text } from './database.js'
import { withDiskErrors } from './folder.js'

export interface TableFiles {
  /** Adds rows to a table, which its shape stands for: the numbers of each column, as many in each. */
  append(shape: TableShape, columns: readonly ColumnValues[]): Promise<void>
  /** Writes the table's rows to a file, replaced when it is there, safely on disk; forgets them. Answers how many rows. */
  write(shape: TableShape, path: string): Promise<number>
  close(): void
}

/** Rows of a chunk that DuckDB takes at once. */
const CHUNK_ROWS = 2048
const ROW_GROUP_ROWS = 122_880

/** How a kind of column is held before it is written, and the SQL of what is written. */
const KINDS: Record<
  ColumnKind,
  { type: 'INTEGER' | 'DOUBLE'; written(column: string, codes: string): string }
> = {
  identifier: {
    type: 'DOUBLE',
    written: (column) => `lpad(CAST(CAST(${present(column)} AS BIGINT) AS VARCHAR), 11, '0')`,
  },
  day: { type: 'INTEGER', written: (column) => `DATE '1970-01-01' + ${given(column)}` },
  integer: { type: 'INTEGER', written: given },
  decimal: { type: 'DOUBLE', written: present },
  code: { type: 'INTEGER', written: (column, codes) => `[${codes}][${given(column)} + 1]` },
}

/** Opens a place to gather rows in; beyond `memoryMiB` they spill to `folder`, which must exist. */
export async function openTableFiles(settings: { folder: string; memoryMiB: number }): Promise<TableFiles> {
  const database = await openDatabase({ ...settings, threads: 1 })
  await database.run('SET preserve_insertion_order = true')
  const tables = new Map<TableShape, { name: string; appender: DuckDBAppender; rows: number }>()
  let made = 0

  async function tableOf(shape: TableShape) {
    const there = tables.get(shape)
    if (there !== undefined) return there
    const name = `rows_${made++}`
    const columns = shape.columns.map((column) => `${identifier(column.name)} ${KINDS[column.kind].type}`)
    await database.run(`CREATE TABLE ${name} (${columns.join(', ')})`)
    const table = { name, appender: await database.appender(name), rows: 0 }
    tables.set(shape, table)
    return table
  }
  return {
    async append(shape, columns) {
      const rows = checkedRows(shape, columns)
      const table = await tableOf(shape)
      const types = shape.columns.map(({ kind }) => (KINDS[kind].type === 'INTEGER' ? INTEGER : DOUBLE))
      for (let from = 0; from < rows; from += CHUNK_ROWS) {
        const chunk = DuckDBDataChunk.create(types, Math.min(CHUNK_ROWS, rows - from))
        for (const [i, values] of columns.entries()) fill(chunk, i, values, from)
        table.appender.appendDataChunk(chunk)
      }
      table.rows += rows
    },
    async write(shape, path) {
      const { name, appender, rows } = await tableOf(shape)
      appender.closeSync()
      tables.delete(shape)
      await writeFile(database, name, shape, path)
      await database.run(`DROP TABLE ${name}`)
      return rows
    },
    close() {
      for (const { appender } of tables.values()) appender.closeSync()
      database.close()
    },
  }
}

async function writeFile(database: Database, from: string, { columns }: TableShape, path: string) {
  const written = columns.map(({ name: column, kind, codes = [] }) => {
    const quoted = identifier(column)
    return `${KINDS[kind].written(quoted, codes.map(text).join(', '))} AS ${quoted}`
  })
  await database
    .run(
      `COPY (SELECT ${written.join(', ')} FROM ${from})
       TO ${text(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP_ROWS})`,
    )
    .catch(inOwnWords)
  await withDiskErrors(async () => {
    const file = await open(path, 'r')
    await file.sync().finally(() => file.close())
  }).catch(inOwnWords)
}

/** Rows of the columns. Throws for what can only be a mistake of whoever made them. */
function checkedRows({ name, columns: shapes }: TableShape, columns: readonly ColumnValues[]): number {
  const rows = columns[0]?.length ?? 0
  if (columns.length !== shapes.length || columns.some(({ length }) => length !== rows))
    throw new Error(`the columns of ${name} do not have its shape`)
  for (const [i, shape] of shapes.entries()) checkColumn(name, shape, columns[i] as ColumnValues)
  return rows
}

function checkColumn(table: string, { name, kind, codes = [] }: ColumnShape, values: ColumnValues): void {
  if (values instanceof Int32Array !== (KINDS[kind].type === 'INTEGER'))
    throw new Error(`${table}.${name} holds the wrong kind of numbers`)
  if (kind !== 'code') return
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (value !== MISSING_INTEGER && (value < 0 || value >= codes.length))
      throw new Error(`${table}.${name} has no code ${value}`)
  }
}

function fill(chunk: DuckDBDataChunk, index: number, values: ColumnValues, from: number): void {
  const vector = chunk.getColumnVector(index)
  if (!(vector instanceof DuckDBIntegerVector || vector instanceof DuckDBDoubleVector))
    throw new Error('columns are held as integers and doubles')
  for (let i = 0; i < vector.itemCount; i++) vector.setItem(i, values[from + i] as number)
  vector.flush()
}

/** SQL of a whole number, null where it is missing. */
function given(column: string): string {
  return `nullif(${column}, ${MISSING_INTEGER})`
}

/** SQL of a fraction, null where it is missing. */
function present(column: string): string {
  return `CASE WHEN isnan(${column}) THEN NULL ELSE ${column} END`
}

/** Errors of a database that speaks of imports, in the words of who writes files. */
function inOwnWords(thrown: unknown): never {
  const code = thrown instanceof Failure ? thrown.errors[0].code : undefined
  if (code === 'environment.disk')
    throw new Failure({ code, message: 'The disk is full.', next: 'Make room, or write to another folder.' })
  if (code === 'environment.permission')
    throw new Failure({ code, message: 'The folder cannot be written.', next: 'Choose another folder.' })
  if (code === 'unavailable.memory')
    throw new Failure({
      code,
      message: 'There is too little memory to write the files.',
      next: 'End other programs and start again.',
    })
  throw thrown
}
