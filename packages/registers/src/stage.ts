/**
 * The reading pass: each source file becomes typed rows in the import's working folder, good rows marked apart from bad
 * ones. Bad rows are counted always and listed (a second, ordered pass that stops at the limit) only when there are any.
 */
import { join } from 'node:path'
import { type BadRow, Failure, fail, type SundError, type Table } from '@sund/model'
import { type Database, filesToRead, text, UnreadableError } from './database.js'
import { type Reading, readingOf } from './parse.js'
import { blankRecords, REJECTS, type Source } from './source.js'

/** Rows of one table, read. */
export interface Stage {
  table: Table
  /** Staged Parquet files, one a source. */
  parts: readonly string[]
  bad: readonly BadRow[]
  badCount: number
}

/** At most this many bad rows are listed, in all. */
export const LISTED_BAD_ROWS = 1000

/** Records that are not CSV: the reasons by DuckDB's names for them. Its own messages may quote the row. */
const REJECTED: Record<string, string> = {
  'MISSING COLUMNS': 'has fewer fields than the first line',
  'TOO MANY COLUMNS': 'has more fields than the first line',
  'UNQUOTED VALUE': 'has a quotation mark that is not closed or not doubled',
  'LINE SIZE OVER MAXIMUM': 'is longer than two million bytes',
  'INVALID ENCODING': 'is not UTF-8 text',
}

/** How many passes bounded memory takes over all rows of `stages`, one at least. */
export async function passesOver(database: Database, stages: readonly Stage[]): Promise<number> {
  const files = stages.flatMap(({ parts }) => parts)
  const [counted] = await database.rows(`SELECT count(*)::DOUBLE AS n FROM ${filesToRead(files)}`)
  return Math.max(1, Math.ceil(Number(counted?.n) / database.rowsAPass))
}

/** SQL of the good rows of a stage. */
export const goodRows = ({ parts }: Stage): string =>
  `(SELECT * EXCLUDE (bad) FROM ${filesToRead(parts)} WHERE bad IS NULL)`

/**
 * Reads the sources of one table into `folder`. Throws `data.rows` when more than half of a file's rows are bad, and
 * `data.file` when a CSV file has no rows.
 */
export async function stageTable(
  database: Database,
  table: Table,
  sources: readonly Source[],
  folder: string,
  listed: number,
  onShare: (share: number) => void,
): Promise<Stage> {
  const parts: string[] = []
  const bad: BadRow[] = []
  let badCount = 0
  for (const [i, source] of sources.entries()) {
    const reading = readingOf(table, source)
    const part = join(folder, `stage-${table.name}-${i}.parquet`)
    await database
      .run(
        `COPY (${reading.sql}) TO ${text(part)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 61440)`,
        (share) => onShare((i + share) / sources.length),
      )
      .catch((error: unknown) => rethrowUnreadable(error, source))
    const rejected = source.format === 'csv' ? await takeRejected(database) : []
    const [counts] = await database.rows(
      `SELECT count(*)::INTEGER AS rows, count(bad)::INTEGER AS bad FROM ${filesToRead([part])}`,
    )
    const failed = Number(counts?.bad)
    const rows = Number(counts?.rows) + rejected.length
    // A Parquet file without rows was written to its end; a CSV file may have been cut.
    if (rows === 0 && source.format === 'csv')
      throw new Failure({
        code: 'data.file',
        message: `${source.name} has no rows.`,
        next: 'Check that it was written to the end; the first line of a CSV file holds the column names.',
        file: { file: source.name },
      })
    const list = await listBadRows(database, source, reading, rejected, failed, listed - bad.length)
    if ((failed + rejected.length) * 2 > rows)
      throw tooManyBadRows(source, failed + rejected.length, rows, list)
    bad.push(...list)
    badCount += failed + rejected.length
    parts.push(part)
  }
  return { table, parts, bad, badCount }
}

/** Says which file could not be read. */
export function rethrowUnreadable(error: unknown, { name, format }: Source): never {
  if (!(error instanceof UnreadableError)) throw error
  return fail(
    'data.file',
    `${name} cannot be read to its end as ${format === 'csv' ? 'CSV' : 'Parquet'}.`,
    'Check that it is whole, and that its first line holds the column names; then write it again.',
    { file: { file: name } },
  )
}

/** Record numbers (from 1 with the header) and reasons of records that are not CSV; clears DuckDB's list. */
async function takeRejected(database: Database): Promise<{ row: number; reason: string }[]> {
  const rows = await database.rows(
    `SELECT line::DOUBLE AS row, min(error_type::VARCHAR) AS type FROM ${REJECTS} GROUP BY line ORDER BY line`,
  )
  await database.run(`DROP TABLE IF EXISTS ${REJECTS}; DROP TABLE IF EXISTS ${REJECTS}_scan`)
  return rows.map(({ row, type }) => ({
    row: Number(row),
    reason: REJECTED[String(type)] ?? 'is not a record of a CSV file',
  }))
}

async function listBadRows(
  database: Database,
  source: Source,
  reading: Reading,
  rejected: readonly { row: number; reason: string }[],
  failed: number,
  limit: number,
): Promise<BadRow[]> {
  const list: BadRow[] = rejected
    .slice(0, limit)
    .map(({ row, reason }) => ({ file: source.name, row, field: 'the row', reason }))
  if (failed > 0 && limit > 0) {
    await database.run('SET preserve_insertion_order = true')
    const found = await database.rows(
      `SELECT row::DOUBLE AS row, bad FROM (SELECT row_number() OVER () AS row, bad FROM (${reading.sql}))
       WHERE bad IS NOT NULL LIMIT ${limit}`,
    )
    await database.run('SET preserve_insertion_order = false')
    if (source.format === 'csv') await takeRejected(database)
    // DuckDB numbers the rows that it could read; rejected records and blank ones stand between them.
    const header = source.header ? 1 : 0
    const last = Number(found.at(-1)?.row ?? 0) + header
    const between = [
      ...rejected.map(({ row }) => row),
      ...(await blankRecords(source, last + rejected.length)),
    ].sort((a, b) => a - b)
    let skipped = 0
    for (const { row, bad } of found) {
      while (skipped < between.length && (between[skipped] as number) <= Number(row) + header + skipped)
        skipped++
      const check = reading.checks[Number(bad)]
      if (check)
        list.push({
          file: source.name,
          row: Number(row) + header + skipped,
          field: check.field,
          reason: check.reason,
        })
    }
  }
  return list.sort((a, b) => a.row - b.row).slice(0, limit)
}

function tooManyBadRows(source: Source, bad: number, rows: number, list: readonly BadRow[]): Failure {
  const [first] = list
  const summary: SundError = {
    code: 'data.rows',
    message: `${bad} of the ${rows} rows of ${source.name} cannot be read${first ? `; in row ${first.row}, ${first.field} ${first.reason}` : ''}.`,
    next: 'Check types, columns and date formats in the metadata, or mend the file, and import again.',
    file: { file: source.name, ...(first ? { row: first.row, field: first.field } : {}) },
  }
  return new Failure(
    summary,
    ...list.slice(0, 19).map(
      ({ file, row, field, reason }): SundError => ({
        code: 'data.rows',
        message: `Row ${row} of ${file}: ${field} ${reason}.`,
        next: 'Mend the row or the metadata.',
        file: { file, row, field },
      }),
    ),
  )
}
