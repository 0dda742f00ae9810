/** Figures made of tables and summaries, and the way to draw them. What is drawn is protected as what it is made of. */
import type { FigureStatistic, LocalisedText, Measure, TableStatistic } from '@sund/model'
import { list, type Sql, sql, value } from '../dialects/sql.js'
import type { Column, ShowSpec } from '../plan/types.js'
import { type Axis, columnAxis } from './axes.js'
import { binEdges } from './bins.js'
import { axisEnds } from './ends.js'
import { columnOf, degenerate, numberColumn, plainText, type Source, winsorised } from './source.js'
import { summarize } from './summarize.js'
import { tableOf } from './table.js'

const COUNTS = { frequency: true, shares: [] }

/** Counts of the levels of the columns, or a measure of each column, over the levels of `over`. */
export async function barchart(
  source: Source,
  spec: Extract<ShowSpec, { show: 'barchart' }>,
): Promise<FigureStatistic> {
  const { statistic, columns, over, stacked, horizontal } = spec
  const counts = statistic === 'count' || statistic === 'percent'
  const axes = [...(counts ? columns : []), ...over].map((name) => columnAxis(source, columnOf(source, name)))
  const table = counts
    ? await tableOf(source, { axes, missing: false, measure: null, show: COUNTS })
    : await measuredBars(source, columns, axes, statistic)
  const drawn = statistic === 'count' ? 'frequency' : statistic
  return { kind: 'figure', figure: { type: 'barchart', table, value: drawn, stacked, horizontal } }
}

/** One bar a column when there are several or nothing to spread it over: the columns are then an axis. */
async function measuredBars(
  source: Source,
  columns: readonly string[],
  axes: readonly Axis[],
  statistic: Measure,
): Promise<TableStatistic> {
  const tables: TableStatistic[] = []
  for (const column of columns) {
    const named = columnAxisOf(columnOf(source, column))
    const several = columns.length > 1 || axes.length === 0
    const measure = { column, show: [statistic] }
    tables.push(
      await tableOf(source, {
        axes: several ? [named, ...axes] : axes,
        missing: false,
        measure,
        show: { frequency: false, shares: [] },
      }),
    )
  }
  const [first, ...others] = tables as [TableStatistic, ...TableStatistic[]]
  if (others.length === 0) return first
  const parts = [first, ...others]
  const dimensions = first.dimensions.map((dimension, i) => {
    if (i > 0) return dimension
    return { ...dimension, levels: parts.flatMap((table) => table.dimensions[0]?.levels ?? []) }
  })
  return {
    ...first,
    dimensions,
    measure: first.measure && {
      variable: columns.join(' '),
      title: plainText(columns.join(', ')),
      show: first.measure.show,
    },
    // The margin over different variables means nothing.
    cells: parts.flatMap((table, i) =>
      table.cells
        .filter(({ at }) => at[0] !== null)
        .map((cell) => ({ ...cell, at: [i, ...cell.at.slice(1)] })),
    ),
  }
}

/** An axis with one level: the column itself. */
function columnAxisOf(column: Column): Axis {
  const title: LocalisedText = { en: 'Variable', nb: 'Variabel', da: 'Variabel' }
  return {
    variable: column.name,
    title,
    sql: sql`CAST(0 AS DOUBLE)`,
    levels: () => [{ value: 0, code: column.name, label: column.title }],
  }
}

/**
 * Bins of equal width from the least to the greatest value. Of values that are not public they lie between the ends of `axisEnds`, and the outer bins
 * are open. Without `bin()` and `width()` there are min(√n, 10 log₁₀ n) bins, as in Stata.
 */
export async function histogram(
  source: Source,
  spec: Extract<ShowSpec, { show: 'histogram' }>,
): Promise<FigureStatistic> {
  const { column, of } = numberColumn(source, spec.column)
  const by = spec.by === null ? [] : [columnAxis(source, columnOf(source, spec.by))]
  const measure = spec.normal ? { column: spec.column, show: ['mean', 'sd'] as Measure[] } : null
  const form = {
    type: 'histogram' as const,
    value: spec.value,
    stacked: false,
    horizontal: false,
    ...(spec.normal ? { normal: true } : {}),
  }
  const request = { missing: false, measure, show: COUNTS }
  if (spec.discrete) {
    const drawn = await winsorised(source, of)
    const axis = { ...columnAxis(source, { ...column, type: 'number' }), sql: drawn.of }
    return {
      kind: 'figure',
      figure: { ...form, table: await tableOf(source, { ...request, axes: [axis, ...by] }) },
    }
  }
  const [range] = await source.ask(
    sql`SELECT count(x) AS n, min(x) AS low, max(x) AS high FROM (SELECT ${of} AS x FROM ${source.rows})`,
  )
  const n = Number(range?.['n'] ?? 0)
  if (n === 0)
    return degenerate(
      source,
      `${spec.column} has no values.`,
      'Choose another variable or widen the condition.',
    )
  const ends = await axisEnds(source, of)
  const edges = ends
    ? binEdges(ends[0].value, ends[1].value, n, spec)
    : binEdges(Number(range?.['low']), Number(range?.['high']), n, spec)
  const axis = binAxis(column, of, edges, ends !== null)
  const table = await tableOf(source, { ...request, axes: [axis, ...by] })
  return {
    kind: 'figure',
    figure: { ...form, edges, ...(ends ? { open: true } : {}), table },
    ...(ends ? { ends } : {}),
  }
}

/** Percentiles of a box and its whiskers: where the outer ones rest on too few, those within are drawn. */
const BOX_PERCENTILES = [1, 5, 10, 25, 50, 75, 90, 95, 99]

/** Summaries of the variables, whole or over groups, with the percentiles that a box is drawn from. Never an extreme value. */
export async function boxplot(
  source: Source,
  { columns, over }: Extract<ShowSpec, { show: 'boxplot' }>,
): Promise<FigureStatistic> {
  const summary = await summarize(source, { columns, by: over, gini: false, iqr: false }, BOX_PERCENTILES)
  return { kind: 'figure', figure: { type: 'boxplot', summary } }
}

/** Counts of the levels of a variable and their shares of all who have one. */
export async function piechart(
  source: Source,
  { column }: Extract<ShowSpec, { show: 'piechart' }>,
): Promise<FigureStatistic> {
  const table = await tableOf(source, {
    axes: [columnAxis(source, columnOf(source, column))],
    missing: false,
    measure: null,
    show: { frequency: true, shares: ['cellpct'] },
  })
  return { kind: 'figure', figure: { type: 'piechart', table } }
}

/** Two-way tables of each variable and the next, over the rows that have them all: what flows into a state flows out of it. */
export async function sankey(
  source: Source,
  { columns }: Extract<ShowSpec, { show: 'sankey' }>,
): Promise<FigureStatistic> {
  const axes = columns.map((name) => columnAxis(source, columnOf(source, name)))
  const whole = list(
    axes.map((axis) => sql`${axis.sql} IS NOT NULL`),
    sql` AND `,
  )
  const rows = await source.keep(sql`SELECT * FROM ${source.rows} WHERE ${whole}`)
  const tables: TableStatistic[] = []
  for (const [i, axis] of axes.slice(1).entries())
    tables.push(
      await tableOf(
        { ...source, rows },
        { axes: [axes[i] as Axis, axis], missing: false, measure: null, show: COUNTS },
      ),
    )
  return { kind: 'figure', figure: { type: 'sankey', tables } }
}

/** A bin by its edges; an open one by the edge that it has. */
function binLabel(edges: readonly number[], bin: number, open: boolean): string {
  const last = edges.length - 2
  if (open && last > 0 && bin === 0) return `≤ ${edges[1]}`
  if (open && last > 0 && bin === last) return `≥ ${edges[last]}`
  return `${edges[bin]}–${edges[bin + 1]}`
}

export function binAxis(column: Column, of: Sql, edges: readonly number[], open = false): Axis {
  const low = edges[0] as number
  const width = (edges[1] as number) - low
  const last = edges.length - 2
  return {
    variable: column.name,
    title: column.title,
    sql: sql`CASE WHEN ${of} IS NOT NULL THEN greatest(0, least(${value(last)}, floor((${of} - ${value(low)}) / ${value(width)}))) END`,
    levels: () =>
      edges.slice(0, -1).map((edge, i) => ({
        value: i,
        code: String(edge),
        label: plainText(binLabel(edges, i, open)),
      })),
  }
}
