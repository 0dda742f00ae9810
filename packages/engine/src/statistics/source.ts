/**
 * What a statistic is computed from: rows that lie in a database and a way to ask for sums over them. Statistics know
 * no driver; they send SQL and get few rows back.
 */
import {
  fail,
  type LocalisedText,
  type Measure,
  type Position,
  type RecordSet,
  type ValueRules,
} from '@sund/model'
import { aggregateSql, type Dialect, type Operand } from '../dialects/dialect.js'
import { id, type Sql, sql, value } from '../dialects/sql.js'
import type { Column } from '../plan/types.js'

export type Answer = Record<string, unknown>

/** A cell of a table or a margin of cells. */
export interface PeopleInCell {
  /** SQL's `grouping` of the axes: a bit for each axis that is summed over, the last axis the lowest. */
  mask: number
  /** What is in the cell on each axis; null also where it is summed over. */
  levels: readonly (string | number | null)[]
  set: RecordSet
}

/** How the people behind rows are counted. */
export interface Counting {
  /** Several rows may stand for one person. */
  manyRows: boolean
  /** The record key follows from the subject: it can be looked up after rows are reduced to people. */
  keyed?: boolean
  /** Subjects are numbers from `first` on, at most `count` of them. */
  range?: { first: bigint; count: number } | null
}

export interface Source extends Counting, ValueRules {
  dialect: Dialect
  /** Rows after the command's own condition. */
  rows: Sql
  /** The cells and margins of a table of its dimensions, where they are told without its rows: as `peopleInCells` gives them. */
  cells?: readonly PeopleInCell[]
  columns: readonly Column[]
  /** No rule applies: raw values, and axes from the least to the greatest. */
  public: boolean
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
