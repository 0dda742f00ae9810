/** Questions to the rows that a statistic is computed from: whose they are, and their values. */
import {
  fail,
  type LocalisedText,
  MOST_OTHERS,
  type RecordSet,
  recordSetOfKeys,
  type Summed,
  type Winsorised,
} from '@sund/model'
import type { Column } from '../../plan/types.js'
import { grouped, numberOf, type Population, type Row, valueOf } from '../data.js'
import { percentileOf, sumOf } from '../order.js'
import { keySum } from '../relations.js'

/** People are counted, not rows. Those of public data have no slots. */
export function recordSet({ public: open }: Pick<Population, 'public'>, rows: readonly Row[]): RecordSet {
  if (open) return { units: peopleOf(rows).length, key: keySum(rows) }
  return recordSetOfKeys(peopleOf(rows).map(([row]) => (row as Row).key))
}

/** How many people rows are about. */
export const unitsOf = (rows: readonly Row[]): number => peopleOf(rows).length

/** The values of which fewer people have one than `leastLevel`. */
export function smallLevels<V extends string | number | bigint | boolean | null>(
  { public: open, leastLevel }: Pick<Population, 'public' | 'leastLevel'>,
  rows: readonly Row[],
  of: (row: Row) => V,
): ReadonlySet<V> {
  if (open) return new Set()
  const groups = grouped(rows, (row) => [of(row)])
  return new Set(groups.filter((own) => unitsOf(own) < leastLevel).map(([row]) => of(row as Row)))
}

/** The population without the rows of levels that few have, again and again until there are none; rows without a value stay. */
export function withoutFew(population: Population, columns: readonly string[]): Population {
  const few = columns.map((name) => {
    const of = (row: Row) => valueOf(row, name)
    return { of, levels: smallLevels(population, population.rows, of) }
  })
  const rows = population.rows.filter((row) =>
    few.every(({ of, levels }) => of(row) === null || !levels.has(of(row))),
  )
  return rows.length === population.rows.length ? population : withoutFew({ ...population, rows }, columns)
}

/** Rows by the person they are about. */
const peopleOf = (rows: readonly Row[]): Row[][] => grouped(rows, ({ subject }) => [subject])

/** What the sum of (winsorised) values rests on: a person's contribution is the sum of that person's rows. */
export function summed(
  { public: open }: Pick<Population, 'public'>,
  rows: readonly Row[],
  of: (row: Row) => number | null,
): Summed {
  const people = peopleOf(rows)
    .map((own) => valuesOf(own, of))
    .filter((values) => values.length > 0)
  if (open || people.length === 0) return {}
  const all = people.flat()
  const unlike = (end: number) =>
    people.filter((values) => values.some((value) => Math.abs(value - end) > 1e-12 * Math.abs(end))).length
  const [largest = 0, second = 0, ...rest] = people
    .map((values) => Math.abs(sumOf(values)))
    .sort((a, b) => b - a)
  return {
    contributions: { largest, second, total: largest + second + sumOf(rest) },
    others: Math.min(unlike(Math.min(...all)), unlike(Math.max(...all)), MOST_OTHERS),
  }
}

export function columnOf({ columns, position }: Population, name: string): Column {
  const column = columns.get(name)
  return (
    column ??
    fail('script.statistics', `There is no variable ${name}.`, 'Name a variable of the dataset.', {
      position,
    })
  )
}

/** A numeric column: its meaning, raw values by row, and the values that are drawn in where rule P3 asks for it. */
export interface Measured {
  column: Column
  raw(row: Row): number | null
  drawn(row: Row): number | null
  /** Values are drawn in. */
  moved: boolean
}

/** Bounds are quantiles of all rows; an indicator (only 0 and 1) has no extremes. */
export function measured(population: Population, name: string): Measured {
  const column = columnOf(population, name)
  if (column.type !== 'number' && column.type !== 'boolean')
    return fail('script.type', `${name} is not a number.`, 'Make it one with destring.', {
      position: population.position,
    })
  const raw = (row: Row) => numberOf(row, name)
  const values = population.rows.map(raw).filter((value) => value !== null)
  const open = population.public || values.every((value) => value === 0 || value === 1)
  if (open) return { column, raw, drawn: raw, moved: false }
  const [low, high] = population.winsorise.map((share) => percentileOf(values, share)) as [number, number]
  const drawn = (row: Row) => {
    const value = raw(row)
    return value === null ? null : Math.min(Math.max(value, low), high)
  }
  return { column, raw, drawn, moved: true }
}

export const valuesOf = (rows: readonly Row[], of: (row: Row) => number | null): number[] =>
  rows.map(of).filter((value) => value !== null)

/** A number of drawn values with its distance to the number of raw values. */
export function moved(drawn: number | null, raw: number | null): Winsorised | null {
  return drawn === null ? null : { value: drawn, moved: Math.abs(drawn - (raw ?? drawn)) }
}

/** The statistic does not exist for these rows. */
export function degenerate({ position }: Pick<Population, 'position'>, message: string): never {
  return fail('script.degenerate', message, 'Choose other rows or variables.', { position })
}
export function refuse({ position }: Pick<Population, 'position'>, message: string): never {
  return fail('script.statistics', message, 'Write the command in another way.', { position })
}

export const plain = (en: string): LocalisedText => ({ en })
