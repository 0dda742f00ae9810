/** Noisy sums in the form of a table, a summary or a figure. Margins are sums of what they are margins of, so that rows add up to their totals. */
import type {
  BoundedVariable,
  Dimension,
  Measure,
  ReleasedNumber,
  ReleasedSummary,
  ReleasedTable,
  ResultBody,
  TableShare,
} from '@sund/model'
import { tidy } from '../../grid.js'
import { countOf, deviationOf, meanOf, type Pool, pooled, quantileOf, shareOf, sumOf } from './estimates.js'
import type { Needs, NoisyCell, NoisyStatistic } from './noisy.js'

const NOT_TOLD: ReleasedNumber = { withheld: 'D1' }
const QUANTILES: Partial<Record<Measure, number>> = { p25: 0.25, median: 0.5, p75: 0.75 }
const SUMMARISED = [1, 25, 50, 75, 99]

/** What a form needs besides counts. */
export function needsOf({ form, variables }: Pick<NoisyStatistic, 'form' | 'variables'>): Needs {
  if (form.as === 'summary') return { sum: true, squares: true }
  const measures: readonly string[] =
    form.as === 'table' ? form.measures : form.as === 'barchart' && variables.length > 0 ? [form.value] : []
  const deviation = measures.includes('sd') || measures.includes('std')
  return { sum: deviation || measures.includes('mean') || measures.includes('sum'), squares: deviation }
}

/** What is shown of a noisy statistic. */
export function bodyOf(statistic: NoisyStatistic): ResultBody {
  const { form } = statistic
  switch (form.as) {
    case 'table':
      return tableOf(statistic, form, form.measures)
    case 'summary':
      return summaryOf(statistic, form.iqr)
    case 'barchart': {
      const { value, stacked, horizontal } = form
      const measures = statistic.variables.length > 0 ? [value as Measure] : []
      const show = { frequency: measures.length === 0, shares: [] }
      return {
        kind: 'figure',
        figure: { type: 'barchart', table: tableOf(statistic, show, measures), value, stacked, horizontal },
      }
    }
    case 'histogram': {
      const table = tableOf(statistic, { frequency: true, shares: [] }, [])
      const { value, edges } = form
      return {
        kind: 'figure',
        figure: { type: 'histogram', table, value, stacked: false, horizontal: false, edges },
      }
    }
  }
}

/** The dimensions without levels that no cell is told of, and the cells as places among the rest. */
function named({ dimensions, cells }: NoisyStatistic): { dimensions: Dimension[]; cells: NoisyCell[] } {
  const kept = dimensions.map((_, axis) =>
    [...new Set(cells.map(({ at }) => at[axis] as number))].sort((a, b) => a - b),
  )
  const places = kept.map((levels) => new Map(levels.map((level, place) => [level, place])))
  return {
    dimensions: dimensions.map((dimension, axis) => ({
      ...dimension,
      levels: (kept[axis] ?? []).flatMap((level) => dimension.levels[level] ?? []),
    })),
    cells: cells.map((cell) => ({
      ...cell,
      at: cell.at.map((level, axis) => places[axis]?.get(level) ?? 0),
    })),
  }
}

function tableOf(
  statistic: NoisyStatistic,
  show: { frequency: boolean; shares: TableShare[] },
  measures: readonly Measure[],
): ReleasedTable {
  const { noises, variables } = statistic
  const { dimensions, cells } = named(statistic)
  const [variable] = variables
  const groups = new Map<string, { at: (number | null)[]; cells: NoisyCell[] }>()
  for (const cell of cells)
    for (let mask = 0; mask < 2 ** dimensions.length; mask++) {
      const at = cell.at.map((level, axis) => ((mask >> axis) & 1 ? null : level))
      const group = groups.get(String(at)) ?? { at, cells: [] }
      group.cells.push(cell)
      groups.set(String(at), group)
    }
  const size = (at: readonly (number | null)[]) => {
    const own = groups.get(String(at))?.cells ?? []
    return {
      cells: own.length,
      count: own.reduce((all, { units, sums: [first] }) => all + (first?.present ?? units), 0),
    }
  }
  const told = [...groups.values()].map(({ at, cells: own }) => {
    const { count, cells: number } = size(at)
    const pool = pooled(own.flatMap(({ sums: [first] }) => first ?? []))
    return {
      at,
      count: countOf(count, number, noises.count),
      shares: Object.fromEntries(
        show.shares.map((share) => [share, shareOf(size(at), size(WHOLE[share](at)), noises.count)]),
      ),
      measures: variable
        ? Object.fromEntries(
            measures.map((measure) => [measure, measureOf(pool, measure, size, variable, statistic)]),
          )
        : {},
    }
  })
  return {
    kind: 'table',
    dimensions,
    measure: variable && measures.length > 0 ? { ...describedOf(variable), show: [...measures] } : null,
    show,
    cells: [...told, ...untold(dimensions, groups, show.shares, measures)],
    test: null,
  }
}

/** Cells between named levels of which nothing is told: nobody may be there, or few. */
function untold(
  dimensions: readonly Dimension[],
  groups: ReadonlyMap<string, unknown>,
  shares: readonly TableShare[],
  measures: readonly Measure[],
): ReleasedTable['cells'] {
  const every = dimensions.reduce<number[][]>(
    (places, { levels }) => places.flatMap((place) => levels.map((_, level) => [...place, level])),
    [[]],
  )
  return every
    .filter((at) => !groups.has(String(at)))
    .map((at) => ({
      at,
      count: NOT_TOLD,
      shares: Object.fromEntries(shares.map((share) => [share, NOT_TOLD])),
      measures: Object.fromEntries(measures.map((measure) => [measure, NOT_TOLD])),
    }))
}

/** As in any table: the first dimension makes the rows, all others the columns. */
const WHOLE: Record<TableShare, (at: readonly (number | null)[]) => (number | null)[]> = {
  rowpct: (at) => at.map((level, axis) => (axis === 0 ? level : null)),
  colpct: (at) => at.map((level, axis) => (axis === 0 ? null : level)),
  cellpct: (at) => at.map(() => null),
}

function measureOf(
  pool: Pool,
  measure: Measure,
  size: (at: readonly (number | null)[]) => { count: number; cells: number },
  variable: BoundedVariable,
  { noises, dimensions }: NoisyStatistic,
): ReleasedNumber {
  const q = QUANTILES[measure]
  if (q !== undefined) return quantileOf(pool, q, variable, noises)
  switch (measure) {
    case 'mean':
      return meanOf(pool, variable, noises)
    case 'sum':
      return sumOf(pool, variable, noises)
    case 'sd':
    case 'std':
      return deviationOf(pool, variable, noises)
    case 'iqr':
      return between(quantileOf(pool, 0.25, variable, noises), quantileOf(pool, 0.75, variable, noises))
    case 'count':
      return countOf(pool.present, pool.cells, noises.count)
    case 'percent':
      return shareOf(
        { count: pool.present, cells: pool.cells },
        size(dimensions.map(() => null)),
        noises.count,
      )
    default:
      return NOT_TOLD
  }
}

/** The distance of two quantiles; where both hold with some confidence both hold with less, so their half-widths are added. */
function between(lower: ReleasedNumber, upper: ReleasedNumber): ReleasedNumber {
  if ('withheld' in lower || 'withheld' in upper || lower.value === null || upper.value === null) return lower
  return { ...upper, value: tidy(upper.value - lower.value), error: tidy(upper.error + lower.error) }
}

const describedOf = ({ variable, title, unitOfMeasure }: BoundedVariable) => ({
  variable,
  title,
  ...(unitOfMeasure === undefined ? {} : { unitOfMeasure }),
})

function summaryOf(statistic: NoisyStatistic, iqr: boolean): ReleasedSummary {
  const { noises, variables } = statistic
  const { dimensions, cells } = named(statistic)
  return {
    kind: 'summary',
    by: dimensions,
    rows: variables.flatMap((variable, i) =>
      cells.map(({ at, sums }) => {
        const pool = pooled([sums[i]].filter((own) => own !== undefined))
        const quantile = (p: number) => quantileOf(pool, p / 100, variable, noises)
        return {
          ...describedOf(variable),
          at,
          n: countOf(pool.present, 1, noises.count),
          missing: countOf(pool.missing, 1, noises.count),
          mean: meanOf(pool, variable, noises),
          sd: deviationOf(pool, variable, noises),
          ...(iqr ? { iqr: between(quantile(25), quantile(75)) } : {}),
          percentiles: SUMMARISED.map((p) => ({ p, value: quantile(p) })),
        }
      }),
    ),
  }
}
