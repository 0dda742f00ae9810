/**
 * What a source file is, before any row is read: CSV or Parquet, its encoding, delimiter and columns. The delimiter is
 * chosen by which one makes the expected columns appear, so nothing has to be declared; what cannot be read is said
 * here, with the nearest column name, and not as the failure of every row.
 */
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Failure, fail, nearestName, STATISTICS_NORWAY_COLUMNS, type SundError } from '@sund/model'
import { type Database, identifier, pathToRead, text } from './database.js'

/** A file that can be read: how to ask DuckDB for its rows, each field as text. */
export interface Source {
  path: string
  /** Name without folders, as it stands in reports. */
  name: string
  format: 'csv' | 'parquet'
  columns: readonly string[]
  /** True when the file's first record is a header. */
  header: boolean
  /** True when `12,5` is a number: the delimiter is not a comma. */
  decimalComma: boolean
  /** SQL of the relation. */
  relation: string
  /** SQL of one column as VARCHAR, null when empty. */
  field(column: string): string
  /** What a column holds as such, so that it need not be read from text; null for text and what is no type of a variable. */
  holds(column: string): 'LONG' | 'DOUBLE' | 'DATE' | null
}

/** Name of the temporary table in which DuckDB keeps the records that are not CSV. */
export const REJECTS = 'rejects'

const DELIMITERS = [',', ';', '\t', '|'] as const
const SAMPLE_BYTES = 1 << 20
/** A record longer than this is a bad row. */
const MAXIMUM_RECORD_BYTES = 2_000_000

/**
 * Looks at a file. `needed` are the columns that must be there; without it (a file that is being described) the
 * delimiter that gives most columns is taken.
 */
export async function inspectSource(
  database: Database,
  path: string,
  needed: readonly string[] = [],
): Promise<Source> {
  const name = basename(path)
  const { sample, whole } = await readSample(path, name)
  const source = isParquet(sample)
    ? await parquetSource(database, path, name)
    : csvSource(path, name, sample, whole, needed)
  const missing = needed.filter((column) => !source.columns.includes(column))
  if (missing.length > 0) throw missingColumns(missing, source)
  return source
}

/** DuckDB's types that are types of variables. */
const HELD: Record<string, 'LONG' | 'DOUBLE' | 'DATE'> = {
  TINYINT: 'LONG',
  SMALLINT: 'LONG',
  INTEGER: 'LONG',
  BIGINT: 'LONG',
  FLOAT: 'DOUBLE',
  DOUBLE: 'DOUBLE',
  DATE: 'DATE',
}

async function parquetSource(database: Database, path: string, name: string): Promise<Source> {
  const relation = `read_parquet(${pathToRead(path)})`
  const described = await database.rows(`DESCRIBE SELECT * FROM ${relation}`).catch((error: unknown) => {
    if (error instanceof Failure) throw error
    return fail('data.file', `${name} is not a Parquet file that can be read.`, 'Write it again.', {
      file: { file: name },
    })
  })
  const types = new Map(described.map((row) => [String(row.column_name), String(row.column_type)]))
  return {
    path,
    name,
    format: 'parquet',
    columns: [...types.keys()],
    header: false,
    decimalComma: false,
    relation,
    holds: (column) => HELD[types.get(column) ?? ''] ?? null,
    field(column) {
      const quoted = identifier(column)
      const type = types.get(column) ?? 'VARCHAR'
      // A whole number stored as a fraction (an identifier 17.0) reads as the whole number it is.
      if (/^(FLOAT|DOUBLE|DECIMAL)/.test(type))
        return `CASE WHEN ${quoted} = trunc(${quoted}) AND abs(${quoted}) < 9e15
          THEN CAST(CAST(${quoted} AS BIGINT) AS VARCHAR) ELSE CAST(${quoted} AS VARCHAR) END`
      if (type === 'BOOLEAN') return `CAST(CAST(${quoted} AS INTEGER) AS VARCHAR)`
      return `nullif(trim(CAST(${quoted} AS VARCHAR)), '')`
    },
  }
}

function csvSource(
  path: string,
  name: string,
  sample: Buffer,
  whole: boolean,
  needed: readonly string[],
): Source {
  const { encoding, decoded } = decode(sample, whole, name)
  const candidates = DELIMITERS.map((delimiter) => ({ delimiter, ...firstRecord(decoded, delimiter) }))
  const score = ({ names }: { names: string[] }) =>
    needed.filter((column) => names.includes(column)).length * 10_000 + names.length
  let best = candidates.reduce((a, b) => (score(b) > score(a) ? b : a))
  let header = true
  const headerless = candidates[1] as (typeof candidates)[number]
  if (
    needed.length > 0 &&
    !needed.every((column) => best.names.includes(column)) &&
    needed.every((column) => (STATISTICS_NORWAY_COLUMNS as readonly string[]).includes(column)) &&
    headerless.names.length === STATISTICS_NORWAY_COLUMNS.length
  ) {
    header = false
    best = { ...headerless, names: [...STATISTICS_NORWAY_COLUMNS] }
  }
  const { delimiter, names, lineEnd } = best
  const twice = needed.find((column) => names.indexOf(column) !== names.lastIndexOf(column))
  if (twice !== undefined)
    fail('data.file', `${name} has two columns named ${twice}.`, 'Rename one of them.', {
      file: { file: name, field: twice },
    })
  // Columns are known by position, so no name of the file ever becomes SQL.
  const columns = names.map((_, i) => `c${i}: 'VARCHAR'`).join(', ')
  return {
    path,
    name,
    format: 'csv',
    columns: names,
    header,
    decimalComma: delimiter !== ',',
    relation: `read_csv(${pathToRead(path)}, auto_detect = false, columns = {${columns}}, header = ${header},
      delim = ${text(delimiter)}, quote = '"', escape = '"', new_line = ${text(lineEnd)}, encoding = ${text(encoding)},
      store_rejects = true, rejects_table = '${REJECTS}', rejects_scan = '${REJECTS}_scan', rejects_limit = 0,
      max_line_size = ${MAXIMUM_RECORD_BYTES})`,
    field: (column) => `nullif(trim(c${names.indexOf(column)}), '')`,
    holds: () => null,
  }
}

async function readSample(path: string, name: string): Promise<{ sample: Buffer; whole: boolean }> {
  const file = { file: { file: name } }
  try {
    if (!(await stat(path)).isFile())
      fail('data.file', `${name} is not a file.`, 'Name a CSV or Parquet file.', file)
    const handle = await open(path)
    try {
      const buffer = Buffer.alloc(SAMPLE_BYTES)
      const { bytesRead } = await handle.read(buffer, 0, SAMPLE_BYTES, 0)
      if (bytesRead === 0)
        fail('data.file', `${name} is empty.`, 'Check that it was written to the end.', file)
      return { sample: buffer.subarray(0, bytesRead), whole: bytesRead < SAMPLE_BYTES }
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof Failure) throw error
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return fail(
      'data.file',
      missing ? `${name} does not exist.` : `${name} cannot be read.`,
      missing ? 'Check the path.' : 'Check who may read it.',
      file,
    )
  }
}

const isParquet = (sample: Buffer) => sample.subarray(0, 4).toString('latin1') === 'PAR1'

function decode(sample: Buffer, whole: boolean, name: string): { encoding: string; decoded: string } {
  const file = { file: { file: name } }
  if (sample[0] === 0xff && sample[1] === 0xfe)
    return { encoding: 'utf-16', decoded: new TextDecoder('utf-16le').decode(sample) }
  if (sample.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004')
    fail('data.file', `${name} is a spreadsheet or ZIP archive, not text.`, 'Save it as CSV (UTF-8).', file)
  if (sample[0] === 0x1f && sample[1] === 0x8b)
    fail('data.file', `${name} is compressed with gzip.`, 'Unpack it first (gunzip), or write Parquet.', file)
  if (sample.includes(0))
    fail('data.file', `${name} is binary: neither text nor Parquet.`, 'Give a CSV or Parquet file.', file)
  try {
    // `stream` leaves a character cut by the sample's end alone.
    return {
      encoding: 'utf-8',
      decoded: new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: !whole }),
    }
  } catch {
    return { encoding: 'latin-1', decoded: sample.toString('latin1') }
  }
}

/** Fields of the first record of a CSV text (RFC 4180), trimmed, and how it ends, as DuckDB writes that. */
function firstRecord(csv: string, delimiter: string): { names: string[]; lineEnd: string } {
  const fields: string[] = []
  let field = ''
  let quoted = false
  let i = 0
  for (; i < csv.length; i++) {
    const character = csv[i] as string
    if (quoted) {
      if (character !== '"') field += character
      else if (csv[i + 1] === '"') field += csv[i++]
      else quoted = false
    } else if (character === '"' && field.trim() === '') {
      quoted = true
      field = ''
    } else if (character === delimiter) {
      fields.push(field.trim())
      field = ''
    } else if (character === '\n' || character === '\r') break
    else field += character
  }
  const lineEnd = csv[i] === '\r' ? (csv[i + 1] === '\n' ? '\\r\\n' : '\\r') : '\\n'
  return { names: [...fields, field.trim()], lineEnd }
}

/**
 * Numbers of the blank records (from 1 with the header) among the first `enough` records that are not blank. DuckDB passes
 * over them without counting; whoever looks for a row in an editor counts them.
 */
export async function blankRecords(source: Source, enough: number): Promise<number[]> {
  const blank: number[] = []
  if (source.format !== 'csv' || source.columns.length < 2) return blank
  let [record, bytes, quoted] = [1, 0, false]
  for await (const chunk of createReadStream(source.path, { highWaterMark: SAMPLE_BYTES })) {
    for (const byte of chunk as Buffer) {
      if (byte === LINE_FEED && !quoted) {
        if (bytes === 0) blank.push(record)
        else if (record - blank.length >= enough) return blank
        record++
        bytes = 0
      } else if (byte !== CARRIAGE_RETURN || quoted) {
        if (byte === QUOTE) quoted = !quoted
        bytes++
      }
    }
  }
  return blank
}
const [LINE_FEED, CARRIAGE_RETURN, QUOTE] = [10, 13, 34]

function missingColumns(missing: readonly string[], source: Source): Failure {
  const errors = missing.map((column): SundError => {
    const near = nearestName(column, source.columns)
    return {
      code: 'data.file',
      message: `${source.name} has no column ${column}.`,
      next: near
        ? `Did you mean ${near}? Write it as the column in the metadata, or rename it in the file.`
        : 'Name the right column in the metadata; the first line of the file must hold the column names.',
      file: { file: source.name, field: column },
      ...(near ? { fix: near } : {}),
    }
  })
  const [first, ...rest] = errors
  return new Failure(first as SundError, ...rest.slice(0, 19))
}
