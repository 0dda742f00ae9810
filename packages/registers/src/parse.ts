/**
 * From text to values, as SQL: how each declared type is read, and what makes a row bad. One list of checks serves the
 * reading pass (which rows are left out) and the listing pass (which row, which field, why).
 */
import type { DataType, Table, Variable } from '@sund/model'
import { identifier } from './database.js'
import type { Source } from './source.js'

/** Longest identifier of a unit, in characters. */
const IDENTIFIER_LENGTH = 200

/** What stands for a missing number or date besides nothing: R, spreadsheets, SAS. No number reads like these. */
export const MISSING_WORDS: readonly string[] = ['NA', 'N/A', 'NaN', 'NULL', '.']

/** One column to be read: where from, under which name it is staged, and how. */
interface Field {
  column: string
  /** Name in the staged rows. */
  name: string
  kind: 'identifier' | DataType
  required: boolean
  missing: readonly string[]
}

/** A reason for which a row is left out. */
export interface Check {
  field: string
  reason: string
  /** SQL that is true for a bad row. */
  sql: string
}

/** How the rows of a table are read from a source. */
export interface Reading {
  /** SQL of all rows: staged columns, and `bad`: the number of the first failing check, null for a good row. */
  sql: string
  checks: readonly Check[]
}

/** Names of staged columns. */
export const staged = {
  unit: 'unit_id',
  link: (i: number): string => `link_id_${i}`,
  from: 'from_day',
  until: 'until_day',
  variable: (i: number): string => `v${i}`,
} as const

/** Source columns that a table needs. */
export function neededColumns(table: Table): string[] {
  return [...new Set(fieldsOf(table).map(({ column }) => column))]
}

/** True when rows of the table hold for a time: some variable is not FIXED. */
export const isTimed = (table: Table): boolean =>
  table.variables.some(({ temporality }) => temporality !== 'FIXED')

export function readingOf(table: Table, source: Source): Reading {
  const fields = fieldsOf(table)
  const checks: Check[] = []
  const held = (field: Field) => source.holds(field.column) === field.kind
  for (const field of fields) {
    const { name, column, kind, required } = field
    if (required) checks.push({ field: column, reason: 'is empty', sql: `raw_${name} IS NULL` })
    const reason = REASONS[kind]
    const sql = held(field) ? BAD_HELD[kind]?.(name) : BAD[kind](name)
    if (reason && sql) checks.push({ field: column, reason, sql })
  }
  const until = fields.find(({ name }) => name === staged.until)
  if (until)
    checks.push({
      field: until.column,
      reason: 'is before the start',
      sql: `${staged.until} < ${staged.from}`,
    })
  const raw = fields.map((field) => {
    const { name, column, missing } = field
    return `${held(field) ? identifier(column) : rawText(source, column, missing)} AS raw_${name}`
  })
  const values = fields.map((field) => {
    const { name, kind } = field
    return `${held(field) ? VALUE_HELD[kind]?.(`raw_${name}`) : VALUE[kind](`raw_${name}`, source)} AS ${name}`
  })
  const bad =
    checks.length === 0
      ? 'NULL'
      : `CASE ${checks.map(({ sql }, i) => `WHEN ${sql} THEN ${i}`).join('\n')} END`
  return {
    checks,
    sql: `SELECT ${fields.map(({ name }) => name).join(', ')}, CAST(${bad} AS SMALLINT) AS bad
      FROM (SELECT *, ${values.join(',\n')} FROM (SELECT ${raw.join(',\n')} FROM ${source.relation}))`,
  }
}

function fieldsOf(table: Table): Field[] {
  const fields: Field[] = []
  const identifierField = { kind: 'identifier', missing: [] } as const
  if (table.unitColumn)
    fields.push({ column: table.unitColumn, name: staged.unit, required: true, ...identifierField })
  for (const [i, link] of table.links.entries())
    fields.push({
      column: link.column ?? link.name,
      name: staged.link(i),
      required: false,
      ...identifierField,
    })
  if (isTimed(table)) {
    const day = { kind: 'DATE', missing: MISSING_WORDS } as const
    if (table.fromColumn) fields.push({ column: table.fromColumn, name: staged.from, required: true, ...day })
    if (table.untilColumn)
      fields.push({ column: table.untilColumn, name: staged.until, required: false, ...day })
  }
  for (const [i, variable] of table.variables.entries())
    fields.push({
      column: variable.column ?? variable.name,
      name: staged.variable(i),
      kind: variable.dataType,
      required: false,
      missing: missingWords(variable),
    })
  return fields
}

/** Text may well be `NA` (Namibia), unless a code list says that it is no code. */
function missingWords(variable: Variable): readonly string[] {
  if (variable.dataType !== 'STRING') return MISSING_WORDS
  if (!('codes' in variable.domain)) return []
  const { codes } = variable.domain
  return codes.some(({ code }) => code === 'NA') ? [] : ['NA']
}

/** SQL of a column's text; null when empty or one of the words that stand for missing. */
export function rawText(source: Source, column: string, missing: readonly string[]): string {
  const field = source.field(column)
  const words = missing.map((word) => `'${word}'`).join(', ')
  return words ? `CASE WHEN ${field} NOT IN (${words}) THEN ${field} END` : field
}

const number = (raw: string, source: Source) =>
  `TRY_CAST(${source.decimalComma ? `CASE WHEN contains(${raw}, '.') THEN ${raw} ELSE replace(${raw}, ',', '.') END` : raw} AS DOUBLE)`

/** SQL of a value from its text; null when it is not one. Dates become days since 1970-01-01. */
export const VALUE: Record<Field['kind'], (raw: string, source: Source) => string> = {
  identifier: (raw) => raw,
  STRING: (raw) => raw,
  // Through DOUBLE too, since casting 1.7 to a whole number would round it.
  LONG: (raw) =>
    `CASE WHEN TRY_CAST(${raw} AS DOUBLE) = CAST(TRY_CAST(${raw} AS BIGINT) AS DOUBLE) THEN TRY_CAST(${raw} AS BIGINT) END`,
  DOUBLE: (raw, source) => `CASE WHEN isfinite(${number(raw, source)}) THEN ${number(raw, source)} END`,
  DATE: (raw) => `CAST(CASE
      WHEN length(${raw}) = 8 THEN CAST(try_strptime(${raw}, '%Y%m%d') AS DATE)
      WHEN ${raw}[3] = '.' THEN CAST(try_strptime(${raw}, '%d.%m.%Y') AS DATE)
      WHEN ${raw}[5] = '-' AND length(${raw}) >= 10 THEN TRY_CAST(${raw} AS DATE)
    END - DATE '1970-01-01' AS INTEGER)`,
}

/** SQL of a value that the source holds as such. Text costs a megabyte of memory a column, and most of an import's time. */
const VALUE_HELD: Partial<Record<Field['kind'], (raw: string) => string>> = {
  LONG: (raw) => `CAST(${raw} AS BIGINT)`,
  DOUBLE: (raw) => `CASE WHEN isfinite(${raw}) THEN CAST(${raw} AS DOUBLE) END`,
  DATE: (raw) => `CASE WHEN isfinite(${raw}) THEN CAST(${raw} - DATE '1970-01-01' AS INTEGER) END`,
}
/** What is no value though it has the type: NaN is missing, as the word is in text. */
const BAD_HELD: Partial<Record<Field['kind'], (name: string) => string>> = {
  DOUBLE: (name) => `isinf(raw_${name})`,
  DATE: (name) => `isinf(raw_${name})`,
}

const notRead = (name: string) => `raw_${name} IS NOT NULL AND ${name} IS NULL`
const BAD: Record<Field['kind'], (name: string) => string> = {
  identifier: (name) => `length(${name}) > ${IDENTIFIER_LENGTH} OR contains(${name}, chr(10))`,
  STRING: notRead,
  LONG: notRead,
  DOUBLE: notRead,
  DATE: notRead,
}
const REASONS: Record<Field['kind'], string | null> = {
  identifier: `is longer than ${IDENTIFIER_LENGTH} characters or holds a line break`,
  STRING: null,
  LONG: 'is not a whole number',
  DOUBLE: 'is not a number',
  DATE: 'is not a date (write YYYY-MM-DD)',
}
