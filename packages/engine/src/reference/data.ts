/**
 * What the reference interpreter reads and makes: rows as plain objects, all in memory. It exists to be read and believed,
 * never to be fast, and shares nothing with the SQL path but the types of the plan: where the two differ, one is wrong.
 */
import type { Position, ValueRules } from '@sund/model'
import type { Column } from '../plan/types.js'

/** A value of a row; a key is a bigint, missing is null. */
export type Value = number | string | boolean | bigint | null

/** A unit: its number in this run, and its permanent record key (0–65535). */
export interface Unit {
  id: bigint
  key: number
}

/** A row of a stored table. `from` and `until` are whole days since 1970-01-01. */
export interface StoredRow {
  unit: Unit
  /** Left out where the table knows no time. */
  from?: number | null
  /** Null is open; left out where rows hold for a moment. */
  until?: number | null
  values: Readonly<Record<string, Value>>
  links: Readonly<Record<string, Unit | null>>
}
export interface StoredTable {
  register: string
  version: string
  table: string
  rows: readonly StoredRow[]
}

/** A row of a relation: its unit, the person behind it with the record key, and its columns. */
export interface Row {
  unit: bigint
  subject: bigint
  key: number
  values: Readonly<Record<string, Value>>
}

export interface Dataset {
  rows: readonly Row[]
  /** What is known of each column. */
  columns: ReadonlyMap<string, Column>
}

/** Rows that a statistic is computed from, after the command's own condition, and how. */
export interface Population extends Dataset, ValueRules {
  /** No rule applies: raw values, and axes from the least to the greatest. */
  public: boolean
  position: Position
}

export const valueOf = (row: Row, column: string): Value => row.values[column] ?? null

/** A number, a boolean as 1 or 0, else missing. */
export function numberOf(row: Row, column: string): number | null {
  const value = valueOf(row, column)
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'number' ? value : null
}

/** Negative, zero or positive as `a` stands before, with or after `b`: text by code points, false before true. */
export function compare(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  const [x, y] = [a as number, b as number]
  return x < y ? -1 : x > y ? 1 : 0
}

function compareTexts(a: string, b: string): number {
  const [x, y] = [[...a], [...b]]
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const difference = (x[i] as string).codePointAt(0)! - (y[i] as string).codePointAt(0)!
    if (difference !== 0) return difference
  }
  return x.length - y.length
}

/** Members by what they have in common, in the order in which groups occur; equal values make equal groups. */
export function grouped<T>(members: Iterable<T>, of: (member: T) => readonly Value[]): T[][] {
  const groups = new Map<string, T[]>()
  for (const member of members) {
    const name = sameness(of(member))
    const group = groups.get(name)
    if (group) group.push(member)
    else groups.set(name, [member])
  }
  return [...groups.values()]
}

/** A text that equal values have in common, and no others. */
export const sameness = (values: readonly Value[]): string =>
  JSON.stringify(values.map((value) => `${typeof value}:${value === 0 ? 0 : value}`))
