/** Cross-tables with every margin: each cell from the rows that are in it. */
import { inLanguage, type Measure, type Percentile, type TableCell, type TableStatistic } from '@sund/model'
import type { ShowSpec } from '../../plan/types.js'
import { grouped, type Population, type Row } from '../data.js'
import { MEASURES, percentileOf, sumOf } from '../order.js'
import { type Axis, axisOf, dimensionOf } from './axes.js'
import { chiSquared } from './distributions.js'
import {
  degenerate,
  type Measured,
  measured,
  moved,
  recordSet,
  refuse,
  smallLevels,
  summed,
  unitsOf,
  valuesOf,
} from './population.js'

type Tabulate = Extract<ShowSpec, { show: 'tabulate' }>
type At = (number | null)[]

export interface Request {
  axes: readonly Axis[]
  missing: boolean
  measure: { column: string; show: readonly Measure[] } | null
  show: TableStatistic['show']
}

export function tabulate(population: Population, spec: Tabulate): TableStatistic {
  const request: Request = {
    axes: spec.dimensions.map((name) => axisOf(population, name, { labels: spec.labels })),
    missing: spec.missing,
    measure: spec.measure,
    show: { frequency: spec.frequency, shares: spec.shares },
  }
  const { rowsort, colsort, top, bottom } = spec.order
  let table = tableOf(population, request)
  if (rowsort !== null) table = sorted(population, table, 0, rowsort)
  if (top !== null || bottom !== null) table = extremes(population, request, table, top, bottom)
  if (colsort !== null) table = sorted(population, table, 1, colsort)
  if (!spec.chi2) return table
  if (table.dimensions.length !== 2) return refuse(population, 'chi2 needs a table of two variables.')
  return { ...table, test: pearson(population, table) }
}

/** Every cell and every margin. A row with a missing level is left out unless missing is a level. */
export function tableOf(population: Population, { axes, missing, measure, show }: Request): TableStatistic {
  const of = measure && measured(population, measure.column)
  const rows = population.rows.filter((row) => missing || axes.every((axis) => axis.of(row) !== null))
  const few = axes.map((axis) => smallLevels(population, rows, axis.of))
  const isFew = (row: Row, axis: number) => few[axis]?.has(axes[axis]?.of(row) ?? null) === true
  const levels = axes.map((axis, i) => axis.levels(rows.filter((row) => !isFew(row, i))))
  const place = (row: Row): number[] =>
    axes.map((axis, i) => (levels[i] ?? []).findIndex(({ value }) => value === axis.of(row)))
  const cells: TableCell[] = []
  for (const shown of choices(axes.length)) {
    const counted = rows.filter((row) => !shown.some((is, i) => is && isFew(row, i)))
    const groups = shown.includes(true)
      ? grouped(counted, (row) => place(row).map((level, i) => (shown[i] ? level : null)))
      : [rows]
    for (const group of groups) {
      const at = shown.map((is, i) => (is ? (place(group[0] as Row)[i] as number) : null))
      cells.push(cellOf(population, at, group, rows, of, measure?.show ?? []))
    }
  }
  return {
    kind: 'table',
    dimensions: axes.map((axis, i) => dimensionOf(axis, levels[i] ?? [])),
    measure: of && {
      variable: of.column.name,
      title: of.column.title,
      ...(of.column.unitOfMeasure ? { unitOfMeasure: of.column.unitOfMeasure } : {}),
      show: [...(measure?.show ?? [])],
    },
    show,
    cells: inOrder(cells),
    test: null,
  }
}

/** All ways to show or sum over each axis. */
function choices(axes: number): boolean[][] {
  return axes === 0
    ? [[]]
    : choices(axes - 1).flatMap((rest) => [
        [...rest, true],
        [...rest, false],
      ])
}

const SHARES = { p25: 25, median: 50, p75: 75 } as const
const isPercentile = (name: Measure): name is keyof typeof SHARES => name in SHARES

function cellOf(
  population: Population,
  at: At,
  rows: readonly Row[],
  all: readonly Row[],
  of: Measured | null,
  show: readonly Measure[],
): TableCell {
  const cell: TableCell = { at, set: recordSet(population, rows), measures: {}, percentiles: {} }
  if (of === null) return cell
  const have = (some: readonly Row[]) =>
    recordSet(
      population,
      some.filter((row) => of.raw(row) !== null),
    )
  const present = have(rows)
  if (present.units !== cell.set.units) cell.present = present
  for (const name of withSpread(show)) {
    if (isPercentile(name)) continue
    if (name === 'percent')
      cell.measures.percent = { value: (100 * present.units) / Math.max(1, have(all).units), moved: 0 }
    else if (present.units === 0 && name !== 'count') cell.measures[name] = null
    else
      cell.measures[name] = moved(
        MEASURES[name](valuesOf(rows, of.drawn)),
        MEASURES[name](valuesOf(rows, of.raw)),
      )
  }
  Object.assign(cell, summed(population, rows, of.drawn))
  // The interquartile range is released from its percentiles.
  for (const name of ['p25', 'median', 'p75'] as const)
    if (show.includes(name) || (show.includes('iqr') && name !== 'median'))
      cell.percentiles[name] = percentile(rows, of, SHARES[name])
  return cell
}

/** A mean or sum goes with a standard deviation, which says on what scale it was moved. */
function withSpread(show: readonly Measure[]): readonly Measure[] {
  const needed = show.includes('mean') || show.includes('sum')
  return needed && !show.includes('sd') && !show.includes('std') ? [...show, 'sd'] : show
}

/** A percentile of raw values, with the people who have some value below it and above it. */
export function percentile(rows: readonly Row[], of: Pick<Measured, 'raw'>, p: number): Percentile | null {
  const value = percentileOf(valuesOf(rows, of.raw), p / 100)
  if (value === null) return null
  const people = (meets: (x: number) => boolean) =>
    unitsOf(rows.filter((row) => of.raw(row) !== null && meets(of.raw(row) as number)))
  return { p, value, below: people((x) => x < value), above: people((x) => x > value) }
}

/** Reading order, margins last. */
function inOrder(cells: readonly TableCell[]): TableCell[] {
  const rank = (index: number | null | undefined) => index ?? Number.MAX_SAFE_INTEGER
  return [...cells].sort((a, b) => {
    const i = a.at.findIndex((index, axis) => index !== b.at[axis])
    return i < 0 ? 0 : rank(a.at[i]) - rank(b.at[i])
  })
}

const cellAt = (table: TableStatistic, at: At): TableCell | undefined =>
  table.cells.find((cell) => cell.at.every((index, i) => index === at[i]))

/** What a level is sorted by: its first measure, else its people. */
function size(table: TableStatistic, at: At): number {
  const cell = cellAt(table, at)
  const shown = table.measure?.show[0]
  if (!shown) return cell?.set.units ?? 0
  return cell?.measures[shown]?.value ?? cell?.percentiles[shown]?.value ?? Number.NEGATIVE_INFINITY
}

/** Levels of an axis from large to small in the level of the other that is called `by`, or in the margin. */
function sorted(population: Population, table: TableStatistic, axis: 0 | 1, by: string): TableStatistic {
  const dimension = table.dimensions[axis]
  if (!dimension) return refuse(population, 'colsort needs a table of two variables.')
  const other = table.dimensions[1 - axis]
  const margin = other === undefined || by === '' || by === 'total'
  const along = margin
    ? null
    : other.levels.findIndex(({ code, label }) => code === by || inLanguage(label, 'en') === by)
  if (along === -1) return refuse(population, `${other?.variable} has no level ${by}.`)
  const at = (level: number): At =>
    table.dimensions.map((_, i) => (i === axis ? level : i === 1 - axis ? along : null))
  const sizes = dimension.levels.map((_, level) => size(table, at(level)))
  const order = sizes
    .map((_, level) => level)
    .sort((a, b) => (sizes[a] === sizes[b] ? a - b : (sizes[b] as number) - (sizes[a] as number)))
  return reordered(table, axis, order)
}

function reordered(table: TableStatistic, axis: number, order: readonly number[]): TableStatistic {
  const place = (index: number | null | undefined) =>
    index === null || index === undefined ? null : order.indexOf(index)
  return {
    ...table,
    dimensions: table.dimensions.map((dimension, i) =>
      i === axis
        ? { ...dimension, levels: order.flatMap((level) => dimension.levels[level] ?? []) }
        : dimension,
    ),
    cells: inOrder(
      table.cells.map((cell) => ({
        ...cell,
        at: cell.at.map((index, i) => (i === axis ? place(index) : index)),
      })),
    ),
  }
}

/** The table of the rows at the levels with most people (`top`) or fewest (`bottom`), the extreme first. */
function extremes(
  population: Population,
  request: Request,
  table: TableStatistic,
  top: number | null,
  bottom: number | null,
): TableStatistic {
  const levels = sorted(population, table, 0, 'total').dimensions[0]?.levels ?? []
  const kept = top === null ? levels.slice(-Math.max(1, bottom ?? 1)) : levels.slice(0, Math.max(1, top))
  const codes = new Set(kept.map(({ code }) => code))
  const axis = request.axes[0] as Axis
  const named = new Map(axis.levels(population.rows).map(({ value, code }) => [value, code]))
  const rows = population.rows.filter((row) => {
    const value = axis.of(row)
    return codes.has(named.get(value === 0 ? 0 : value) ?? null)
  })
  const narrowed = sorted(population, tableOf({ ...population, rows }, request), 0, 'total')
  if (top !== null) return narrowed
  const last = narrowed.dimensions[0]?.levels.length ?? 0
  return reordered(
    narrowed,
    0,
    Array.from({ length: last }, (_, i) => last - 1 - i),
  )
}

/** Pearson's chi-squared over the people of the cells, without continuity correction. */
function pearson(population: Population, table: TableStatistic): TableStatistic['test'] {
  const [rows, columns] = table.dimensions.map(({ levels }) => levels.length) as [number, number]
  if (rows < 2 || columns < 2)
    return degenerate(population, 'chi2 needs at least two levels of each variable.')
  const units = (row: number, column: number) => cellAt(table, [row, column])?.set.units ?? 0
  const ofRow = (row: number) => sumOf(Array.from({ length: columns }, (_, column) => units(row, column)))
  const ofColumn = (column: number) => sumOf(Array.from({ length: rows }, (_, row) => units(row, column)))
  const total = sumOf(Array.from({ length: rows }, (_, row) => ofRow(row)))
  let statistic = 0
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const expected = (ofRow(row) * ofColumn(column)) / total
      if (expected > 0) statistic += (units(row, column) - expected) ** 2 / expected
    }
  return chiSquared('chi-squared', statistic, (rows - 1) * (columns - 1))
}
