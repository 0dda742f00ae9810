/** The statistics of `collapse` and `aggregate`, each from the values of one group. */
import type { Aggregate } from '../plan/types.js'
import { compare, numberOf, type Row, type Value, valueOf } from './data.js'
import { finite, MEASURES, type PlainMeasure } from './order.js'

/** A group of rows, within all rows that are in some group. */
interface Group {
  rows: readonly Row[]
  all: readonly Row[]
}
/** What `nearest` is near to, and which row `nth` takes, from 1 up or from −1 down. */
interface Choice {
  to?: { kind: 'day'; day: number } | { kind: 'column'; name: string } | undefined
  n?: number | undefined
}
type Rule = (group: Group, aggregate: Aggregate & Choice) => Value

const present = (rows: readonly Row[], column: string): Value[] =>
  rows.map((row) => valueOf(row, column)).filter((value) => value !== null)
const numbers = (rows: readonly Row[], column: string): number[] =>
  rows.map((row) => numberOf(row, column)).filter((value) => value !== null)
const numeric =
  (of: (values: number[]) => number | null): Rule =>
  ({ rows }, { column }) =>
    finite(of(numbers(rows, column)))
const least = (values: readonly Value[], direction: 1 | -1): Value =>
  values.reduce((best, value) => (best === null || direction * compare(value, best) < 0 ? value : best), null)

/** The value at the least (greatest) order; among several rows there, the least (greatest) value. */
const atEnd =
  (direction: 1 | -1): Rule =>
  ({ rows }, { column, order }) => {
    const ordered = rows.filter(
      (row) => valueOf(row, column) !== null && valueOf(row, order as string) !== null,
    )
    const end = least(
      ordered.map((row) => valueOf(row, order as string)),
      direction,
    )
    const there = ordered.filter((row) => compare(valueOf(row, order as string), end) === 0)
    return least(
      there.map((row) => valueOf(row, column)),
      direction,
    )
  }

/** Rows with a value and an order, by order and then by value. */
function inOrder(rows: readonly Row[], { column, order }: Aggregate): Row[] {
  return rows
    .filter((row) => valueOf(row, column) !== null && valueOf(row, order as string) !== null)
    .sort(
      (a, b) =>
        compare(valueOf(a, order as string), valueOf(b, order as string)) ||
        compare(valueOf(a, column), valueOf(b, column)),
    )
}

/** The value closest in order to `to`; the earlier of two as close, and the least value there. */
const nearest: Rule = ({ rows }, aggregate) => {
  const { to, column, order } = aggregate
  let best: { distance: number; value: Value } | null = null
  for (const row of inOrder(rows, aggregate)) {
    const aim = to?.kind === 'column' ? numberOf(row, to.name) : (to?.day ?? null)
    if (aim === null) continue
    const distance = Math.abs((numberOf(row, order as string) as number) - aim)
    if (best === null || distance < best.distance) best = { distance, value: valueOf(row, column) }
  }
  return best?.value ?? null
}

const nth: Rule = ({ rows }, aggregate) => {
  const ordered = inOrder(rows, aggregate)
  const n = aggregate.n ?? 1
  const row = ordered[n > 0 ? n - 1 : ordered.length + n]
  return row ? valueOf(row, aggregate.column) : null
}

const number = (name: PlainMeasure): Rule => numeric((values) => MEASURES[name](values))

export const AGGREGATES: Readonly<Record<string, Rule>> = {
  count: ({ rows }, { column }) => present(rows, column).length,
  sum: number('sum'),
  mean: number('mean'),
  sd: number('sd'),
  median: number('median'),
  min: ({ rows }, { column }) => least(present(rows, column), 1),
  max: ({ rows }, { column }) => least(present(rows, column), -1),
  p25: number('p25'),
  p75: number('p75'),
  iqr: number('iqr'),
  gini: number('gini'),
  percent: ({ rows, all }, { column }) => {
    const total = present(all, column).length
    return total === 0 ? null : (100 * present(rows, column).length) / total
  },
  first: atEnd(1),
  last: atEnd(-1),
  nearest,
  nth,
  any: ({ rows }, { column }) =>
    Number(present(rows, column).some((value) => typeof value === 'string' || Number(value) !== 0)),
}
