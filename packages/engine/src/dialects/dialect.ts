/**
 * What a dialect must say: for each operator, function and aggregate of the plan, the SQL that computes it. A dialect
 * is a table of entries; another one is made by overriding a few. What a table lacks fails by name, before anything runs.
 */
import { fail, type Position } from '@sund/model'
import type { AggregateName, Call, Expression, ValueType } from '../plan/types.js'
import { id, type Sql, sql, value } from './sql.js'

/** An argument of a call. A `simple` one (column, literal) may be written twice; others go through `once`. */
export interface Operand {
  sql: Sql
  type: ValueType
  simple: boolean
  /** What orders equal rows in its place, where its own value would not do so in the same way elsewhere. */
  rank?: Sql
  literal?: number | string | boolean | null
}

/** What the entries of a table need beside their operands. */
export interface Scope {
  /** Evaluates `of` once and uses it in `body` as often as it likes. */
  once(of: Operand | Sql, body: (name: Sql) => Sql): Sql
  /** The text of an error that a statement raises on purpose; `execute` turns it into a `Failure`. */
  mistake(kind: Mistake): string
}

/** What a statement may refuse while it runs. */
type Mistake = 'not-a-number'
export const MISTAKE = /sund:(not-a-number)(?::(\d+):(\d+):(\d+):(\d+))?/

export type CallRule = (operands: readonly Operand[], scope: Scope) => Sql
/** What an aggregate needs beside its column: what orders the rows, what `nearest` is near to, which row `nth` takes. */
export interface Choice {
  order: Sql | null
  /** A number that orders as the pair of order and value does, where both are there. */
  place?: Sql
  to?: Sql | undefined
  n?: number | undefined
}
export type AggregateRule = (column: Operand, choice: Choice, scope: Scope) => Sql

/** Sets of whole numbers from 0 to `size` − 1, a multiple of 32. */
export interface Members {
  /** The numbers of a group, as an aggregate. */
  of(number: Sql, size: number): Sql
  /** The sets of a group in one, as an aggregate. */
  union(set: Sql): Sql
  /**
   * The record set of the units whose number is `first` more than one of the set, as a text: for each slot with some of them the slot, how many they
   * are and the sum of their record keys (`slot,units,keys;…`).
   */
  recordSet(set: Sql, first: bigint): Sql
}

export interface Dialect {
  name: string
  types: Record<ValueType, Sql>
  calls: Partial<Record<Call, CallRule>>
  aggregates: Partial<Record<AggregateName, AggregateRule>>
  /** `body` of the value of `of`, computed once under the name `name`. */
  let(name: Sql, of: Sql, body: Sql): Sql
  /** Percentiles (0 to 1) by linear interpolation, Hyndman and Fan's type 7, as a list. */
  percentiles(of: Sql, shares: readonly number[]): Sql
  /** A uniform integer of 63 bits from text, not reversible. */
  digest(text: Sql): Sql
  /** The first 52 bits of the MD5 of a text, as a whole number: the lot of a unit. */
  lot(text: Sql): Sql
  /** The cut points between `groups` groups of equal size, ascending, as a list: an aggregate (Stata's xtile). */
  cutPoints(of: Sql, groups: number): Sql
  /** How many items of a list are less than a value. */
  countBelow(items: Sql, of: Sql): Sql
  countAbove(items: Sql, of: Sql): Sql
  /** So many of the greatest values of a group (the least ones), the greatest (least) first, as a list; missing ones are left out: an aggregate. */
  greatest(of: Sql, count: number): Sql
  least(of: Sql, count: number): Sql
  /** A row for each item of a list. Of several lists beside one another the first items share a row, and so on; shorter ones end with missing. */
  each(items: Sql): Sql
  /** The rows of `rows` repeated `count` times, numbered from 0 in the column `i`: an item of FROM. */
  repeated(rows: Sql, count: Sql): Sql
  /** Sets of numbers, one bit a number. */
  members: Members
  /** About how many different combinations of the columns there are: an aggregate. */
  roughlyDistinct(columns: readonly Sql[]): Sql
}

/** SQL of an expression over the columns of its input. */
export function expressionSql(dialect: Dialect, expression: Expression, position?: Position): Sql {
  return operandOf(dialect, expression, scopeOf(dialect, position), position).sql
}

/** A condition: missing is false. */
export function conditionSql(dialect: Dialect, condition: Expression, position?: Position): Sql {
  const operand = operandOf(dialect, condition, scopeOf(dialect, position), position)
  return sql`COALESCE(${asBoolean(operand)}, FALSE)`
}

/** A condition of WHERE, which takes what is missing for false by itself, so that it can be told to the scan. */
export function whereSql(dialect: Dialect, condition: Expression, position?: Position): Sql {
  return asBoolean(operandOf(dialect, condition, scopeOf(dialect, position), position))
}

/** SQL of an aggregate of `collapse`. */
export function aggregateSql(
  dialect: Dialect,
  statistic: AggregateName,
  column: Operand,
  choice: Choice,
  position?: Position,
): Sql {
  const rule = dialect.aggregates[statistic]
  if (!rule) return lacking(dialect, `The statistic ${statistic}`, position)
  return rule(column, choice, scopeOf(dialect, position))
}

export const asNumber = (operand: Operand): Sql =>
  operand.type === 'boolean' ? sql`CAST(${operand.sql} AS DOUBLE)` : operand.sql
export const asBoolean = (operand: Operand): Sql =>
  operand.type === 'number' ? sql`(${operand.sql} <> 0)` : operand.sql

function operandOf(dialect: Dialect, expression: Expression, scope: Scope, position?: Position): Operand {
  const { type } = expression
  if (expression.kind === 'column') return { sql: id(expression.name), type, simple: true }
  if (expression.kind === 'literal') {
    const literal = sql`CAST(${value(expression.value)} AS ${dialect.types[type]})`
    return { sql: literal, type, simple: true, literal: expression.value }
  }
  const rule = dialect.calls[expression.call]
  if (!rule) return lacking(dialect, `The function ${expression.call}`, position)
  const operands = expression.arguments.map((argument) => operandOf(dialect, argument, scope, position))
  return { sql: rule(operands, scope), type, simple: false }
}

function scopeOf(dialect: Dialect, position?: Position): Scope {
  let names = 0
  return {
    mistake: (kind) =>
      [
        `sund:${kind}`,
        ...(position ? [position.line, position.column, position.endLine, position.endColumn] : []),
      ].join(':'),
    once(of, body) {
      if ('simple' in of && of.simple) return body(of.sql)
      const name = id(`v${names++}`)
      return dialect.let(name, 'simple' in of ? of.sql : of, body(name))
    },
  }
}

function lacking(dialect: Dialect, what: string, position?: Position): never {
  return fail(
    'script.not-yet',
    `${what} cannot be computed by ${dialect.name}.`,
    'Write the command without it, or run the script where the analysis runs on DuckDB.',
    position ? { position } : {},
  )
}
