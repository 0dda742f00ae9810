/** Figures as the tables and summaries that they are made of, with the way to draw them. */
import type { AxisEnd, FigureStatistic, Measure, TableStatistic } from '@sund/model'
import type { ShowSpec } from '../../plan/types.js'
import type { Population, Row } from '../data.js'
import { percentileOf } from '../order.js'
import { type Axis, axisOf, different, levelsOf, writtenAs } from './axes.js'
import { columnOf, degenerate, measured, plain, unitsOf, valuesOf } from './population.js'
import { summarize } from './summarize.js'
import { tableOf } from './table.js'

const COUNTS = { frequency: true, shares: [] }

export function barchart(
  population: Population,
  spec: Extract<ShowSpec, { show: 'barchart' }>,
): FigureStatistic {
  const { statistic, columns, over, stacked, horizontal } = spec
  const counts = statistic === 'count' || statistic === 'percent'
  const axes = [...(counts ? columns : []), ...over].map((name) => axisOf(population, name))
  const table = counts
    ? tableOf(population, { axes, missing: false, measure: null, show: COUNTS })
    : bars(population, columns, axes, statistic)
  const value = statistic === 'count' ? 'frequency' : statistic
  return { kind: 'figure', figure: { type: 'barchart', table, value, stacked, horizontal } }
}

/** A bar for each variable, in each level of `axes`; one variable needs no axis of its own where there is another. */
function bars(
  population: Population,
  columns: readonly string[],
  axes: readonly Axis[],
  statistic: Measure,
): TableStatistic {
  const several = columns.length > 1 || axes.length === 0
  const tables = columns.map((column) =>
    tableOf(population, {
      axes: several ? [variableAxis(population, column), ...axes] : axes,
      missing: false,
      measure: { column, show: [statistic] },
      show: { frequency: false, shares: [] },
    }),
  )
  const [first] = tables as [TableStatistic, ...TableStatistic[]]
  if (tables.length === 1) return first
  const [variables, ...others] = first.dimensions
  return {
    ...first,
    dimensions: [
      {
        ...(variables as NonNullable<typeof variables>),
        levels: tables.flatMap(({ dimensions }) => dimensions[0]?.levels ?? []),
      },
      ...others,
    ],
    measure: { variable: columns.join(' '), title: plain(columns.join(', ')), show: [statistic] },
    // A sum over different variables means nothing.
    cells: tables.flatMap(({ cells }, i) =>
      cells.filter(({ at }) => at[0] !== null).map((cell) => ({ ...cell, at: [i, ...cell.at.slice(1)] })),
    ),
  }
}

function variableAxis(population: Population, name: string): Axis {
  return {
    variable: name,
    title: { en: 'Variable', nb: 'Variabel', da: 'Variabel' },
    of: () => 0,
    levels: () => [{ value: 0, code: name, label: columnOf(population, name).title }],
  }
}

export function histogram(
  population: Population,
  spec: Extract<ShowSpec, { show: 'histogram' }>,
): FigureStatistic {
  const of = measured(population, spec.column)
  const by = spec.by === null ? [] : [axisOf(population, spec.by)]
  const measure = spec.normal ? { column: spec.column, show: ['mean', 'sd'] as Measure[] } : null
  const figure = {
    type: 'histogram' as const,
    value: spec.value,
    stacked: false,
    horizontal: false,
    ...(spec.normal ? { normal: true } : {}),
  }
  const table = (axis: Omit<Axis, 'variable' | 'title'>) =>
    tableOf(population, {
      axes: [{ variable: spec.column, title: of.column.title, ...axis }, ...by],
      missing: false,
      measure,
      show: COUNTS,
    })
  if (spec.discrete) {
    const levels: Axis['levels'] = (rows) => levelsOf(of.column, different(rows, of.drawn), true)
    return {
      kind: 'figure',
      figure: {
        ...figure,
        table: table({ of: of.drawn, levels, ...writtenAs({ ...of.column, type: 'number' }) }),
      },
    }
  }
  const values = valuesOf(population.rows, of.raw)
  if (values.length === 0) return degenerate(population, `${spec.column} has no values.`)
  const ends = axisEnds(population, population.rows, of.raw)
  const edges = edgesOf(values, spec, ends)
  const width = (edges[1] as number) - (edges[0] as number)
  const bin: Axis['of'] = (row) => {
    const value = of.raw(row)
    if (value === null) return null
    return Math.max(0, Math.min(edges.length - 2, Math.floor((value - (edges[0] as number)) / width)))
  }
  const levels = () =>
    edges.slice(0, -1).map((edge, i) => ({
      value: i,
      code: String(edge),
      label: plain(binLabel(edges, i, ends !== null)),
    }))
  return {
    kind: 'figure',
    figure: { ...figure, ...(ends ? { open: true } : {}), table: table({ of: bin, levels }), edges },
    ...(ends ? { ends } : {}),
  }
}

/** Bins between the ends, else from the least to the greatest value: as asked for, else min(√n, 10 log₁₀ n) (Stata). */
function edgesOf(
  values: readonly number[],
  { bins, width }: { bins: number | null; width: number | null },
  ends: readonly [AxisEnd, AxisEnd] | null,
): number[] {
  const start = ends ? ends[0].value : values.reduce((a, b) => Math.min(a, b))
  const end = ends ? ends[1].value : values.reduce((a, b) => Math.max(a, b))
  const span = end - start > 1e-8 * Math.abs(end) ? end - start : 1
  const usual = Math.max(1, Math.round(Math.min(Math.sqrt(values.length), 10 * Math.log10(values.length))))
  const wanted = bins ?? (width === null ? usual : Math.max(1, Math.ceil(span / width - 1e-9)))
  const count = Math.min(1000, wanted)
  const step = bins === null && width !== null ? width : span / count
  return Array.from({ length: count + 1 }, (_, i) => Number((start + i * step).toPrecision(12)))
}

function binLabel(edges: readonly number[], bin: number, open: boolean): string {
  if (open && edges.length > 2) {
    if (bin === 0) return `≤ ${edges[1]}`
    if (bin === edges.length - 2) return `≥ ${edges[bin]}`
  }
  return `${edges[bin]}–${edges[bin + 1]}`
}

/** Quantiles from the outermost inwards, and how many people are looked for at or beyond one. */
const SHARES = [0.01, 0.02, 0.05, 0.1, 0.25]
const BEYOND = 11

/** Where an axis of values that are not public begins and ends; null where it runs from the least to the greatest. There must be values. */
export function axisEnds(
  { public: open, axisEnds: rule }: Pick<Population, 'public' | 'axisEnds'>,
  rows: readonly Row[],
  of: (row: Row) => number | null,
): [AxisEnd, AxisEnd] | null {
  if (open || rule === 'extremes') return null
  const values = valuesOf(rows, of)
  const end = (
    shares: readonly number[],
    round: (x: number) => number,
    past: (a: number, b: number) => boolean,
  ) => {
    const candidates = shares.map((share) => {
      const at = percentileOf(values, share) as number
      const beyond = rows.filter((row) => {
        const own = of(row)
        return own !== null && past(own, at)
      })
      return { value: threeDigits(at, round), beyond: unitsOf(beyond) }
    })
    return (candidates.find(({ beyond }) => beyond >= BEYOND) ?? candidates.at(-1)) as AxisEnd
  }
  return [
    end(SHARES, Math.floor, (own, at) => own <= at),
    end(
      SHARES.map((share) => 1 - share),
      Math.ceil,
      (own, at) => own >= at,
    ),
  ]
}

function threeDigits(of: number, round: (x: number) => number): number {
  if (of === 0) return 0
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(of))) - 2)
  return Number((round(of / unit) * unit).toPrecision(3))
}

/** From which a box is drawn, whiskers included. */
const BOX = [1, 5, 10, 25, 50, 75, 90, 95, 99]

export function boxplot(
  population: Population,
  { columns, over }: Extract<ShowSpec, { show: 'boxplot' }>,
): FigureStatistic {
  const summary = summarize(population, { columns, by: over, gini: false, iqr: false }, BOX)
  return { kind: 'figure', figure: { type: 'boxplot', summary } }
}

export function piechart(
  population: Population,
  { column }: Extract<ShowSpec, { show: 'piechart' }>,
): FigureStatistic {
  const axes = [axisOf(population, column)]
  const show = { frequency: true, shares: ['cellpct' as const] }
  return {
    kind: 'figure',
    figure: { type: 'piechart', table: tableOf(population, { axes, missing: false, measure: null, show }) },
  }
}

/** Each variable by the next, over the rows that have them all. */
export function sankey(
  population: Population,
  { columns }: Extract<ShowSpec, { show: 'sankey' }>,
): FigureStatistic {
  const axes = columns.map((name) => axisOf(population, name))
  const rows = population.rows.filter((row) => axes.every((axis) => axis.of(row) !== null))
  const tables = axes
    .slice(1)
    .map((axis, i) =>
      tableOf(
        { ...population, rows },
        { axes: [axes[i] as Axis, axis], missing: false, measure: null, show: COUNTS },
      ),
    )
  return { kind: 'figure', figure: { type: 'sankey', tables } }
}
