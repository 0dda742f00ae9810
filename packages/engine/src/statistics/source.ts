/**
 * What a statistic is computed from: rows that lie in a database and a way to ask for sums over them. Statistics know
 * no driver; they send SQL and get few rows back.
 */
import { fail, type LocalisedText, type Measure, type Position, type RecordSet } from '@sund/model'
import { aggregateSql, type Dialect, type Operand } from '../dialects/dialect.js'
import { keyOf, recordKeys } from '../dialects/relations.js'
import { id, type Sql, sql, value } from '../dialects/sql.js'
import type { Column } from '../plan/types.js'

export type Answer = Record<string, unknown>

/** How the people behind rows are counted. */
export interface Counting {
  /** Several rows may stand for one person. */
  manyRows: boolean
  /** The record key follows from the subject: it can be looked up after rows are reduced to people. */
  keyed?: boolean
  /** Subjects are numbers from `first` on, at most `count` of them. */
  range?: { first: bigint; count: number } | null
}

export interface Source extends Counting {
  dialect: Dialect
  /** Rows after the command's own condition. */
  rows: Sql
  /** The cells and margins of a table of its dimensions, where they are told without its rows: as `peopleInCells` answers. */
  cells?: readonly Answer[]
  columns: readonly Column[]
  /** No rule applies: raw values. */
  public: boolean
  /** Quantiles at which values are winsorised unless public. */
  winsorise: readonly [number, number]
  position: Position
  ask(statement: Sql): Promise<Answer[]>
  /** Keeps the rows of a SELECT until the statistic is done. */
  keep(select: Sql): Promise<Sql>
}

export function columnOf(source: Source, name: string): Column {
  const column = source.columns.find((candidate) => candidate.name === name)
  return column ?? refuse(source, `There is no variable ${name}.`, 'Name a variable of the dataset.')
}

/** A numeric column; a boolean counts as 0 and 1. */
export function numberColumn(source: Source, name: string): { column: Column; of: Sql } {
  const column = columnOf(source, name)
  if (column.type === 'number') return { column, of: id(name) }
  if (column.type === 'boolean') return { column, of: sql`CAST(${id(name)} AS DOUBLE)` }
  return fail(
    'script.type',
    `${name} is not a number.`,
    `Make it one with destring, or describe it with tabulate ${name}.`,
    { position: source.position },
  )
}

/** Refuses a statistic that does not exist for these data. */
export function refuse(source: Source, message: string, next: string): never {
  return fail('script.statistics', message, next, { position: source.position })
}

/**
 * The statistic does not exist for these rows: nobody has the event, all are alike. That says something of the people, so
 * whoever protects results decides who may hear it.
 */
export function degenerate(source: Source, message: string, next: string): never {
  return fail('script.degenerate', message, next, { position: source.position })
}

/** SQL of a record set as the columns `NAME_units` and `NAME_key`, of the rows that meet `where`. */
export function recordSetSql(source: Pick<Source, 'manyRows'>, name: string, where?: Sql): Sql {
  const filter = where ? sql` FILTER (WHERE ${where})` : sql``
  if (!source.manyRows)
    return sql`count(*)${filter} AS ${id(`${name}_units`)}, CAST(COALESCE(sum(__key)${filter}, 0) % 65536 AS INTEGER) AS ${id(`${name}_key`)}`
  return sql`count(DISTINCT __subject)${filter} AS ${id(`${name}_units`)}, COALESCE(${recordKeys(where)}, 0) AS ${id(`${name}_key`)}`
}

/** A statement for the record set of all rows: they are reduced to people before anything is added up. */
export function everyoneSql(dialect: Dialect, rows: Sql, counting: Counting, name: string): Sql {
  const { manyRows, keyed, range } = counting
  if (!manyRows) return sql`SELECT ${recordSetSql(counting, name)} FROM ${rows}`
  const set = (units: Sql, key: Sql) =>
    sql`${units} AS ${id(`${name}_units`)}, ${key} AS ${id(`${name}_key`)}`
  if (keyed && range) {
    const { members } = dialect
    const everyone = members.of(
      sql`(__subject - ${value(range.first)})`,
      32 * Math.ceil(range.count / 32) || 32,
    )
    const [units, key] = [members.count(sql`people`), members.keys(sql`people`, range.first)]
    return sql`SELECT ${set(sql`COALESCE(${units}, 0)`, sql`COALESCE(${key}, 0)`)} FROM (SELECT ${everyone} AS people FROM ${rows})`
  }
  return keyed
    ? sql`SELECT ${set(sql`count(*)`, recordKeysIn(keyOf(sql`__subject`)))} FROM (SELECT DISTINCT __subject FROM ${rows})`
    : sql`SELECT ${set(sql`count(DISTINCT __subject)`, recordKeysIn(sql`__key`))} FROM (SELECT DISTINCT __subject, __key FROM ${rows})`
}

/** The sum of record keys of rows that are people, each once. */
export const recordKeysIn = (key: Sql): Sql => sql`CAST(COALESCE(sum(${key}), 0) % 65536 AS INTEGER)`

export function recordSetOf(answer: Answer | undefined, name: string): RecordSet {
  return { units: Number(answer?.[`${name}_units`] ?? 0), key: Number(answer?.[`${name}_key`] ?? 0) }
}

/** Record sets of parts that share nobody, put together. */
export function addRecordSets(a: RecordSet, b: RecordSet): RecordSet {
  return { units: a.units + b.units, key: (a.key + b.key) % 65_536 }
}

export const numberOf = (of: unknown): number | null =>
  of === null || of === undefined || !Number.isFinite(Number(of)) ? null : Number(of)

/**
 * The column with its extremes drawn in to the quantiles of the source (rule P3). Raw where the source is public, and
 * for an indicator (only 0 and 1), which has no extremes.
 */
export async function winsorised(source: Source, of: Sql): Promise<{ of: Sql; moved: boolean }> {
  if (source.public) return { of, moved: false }
  const [answer] = await source.ask(
    sql`SELECT ${source.dialect.percentiles(of, source.winsorise)} AS bounds, bool_and(${of} IN (0, 1)) AS indicator FROM ${source.rows}`,
  )
  const bounds = answer?.['bounds'] as [number, number] | null
  if (!bounds || answer?.['indicator'] === true) return { of, moved: false }
  const [low, high] = bounds
  return {
    of: sql`CASE WHEN ${of} < ${value(low)} THEN ${value(low)} WHEN ${of} > ${value(high)} THEN ${value(high)} ELSE ${of} END`,
    moved: true,
  }
}

/** SQL of a measure that is not a percentile. */
export function measureSql(source: Source, measure: Measure, of: Sql): Sql {
  const operand: Operand = { sql: of, type: 'number', simple: true }
  return aggregateSql(
    source.dialect,
    measure === 'std' ? 'sd' : measure,
    operand,
    { order: null },
    source.position,
  )
}

/** The same text in every language. */
export const plainText = (text: string): LocalisedText => ({ en: text })
