/**
 * Options that ask for differential privacy (`rho`, `clamp`, `cells`, `grid`): what a command shows as a `bounded` one instead. Apart from the commands,
 * since the bounds are the same for all of them, and so are the mistakes.
 */
import type { BoundedForm, Measure } from '@sund/model'
import { Mistake } from '../../language/reader.js'
import type { Option, Span, StatementHead } from '../../language/tree.js'
import { binEdges } from '../../statistics/bins.js'
import { mixing } from '../stable.js'
import type { Compilation, Filled } from '../state.js'
import type { BoundedSpec, Relation, ShowSpec } from '../types.js'
import { count, number, option } from './options.js'

const COST = { least: 0.001, most: 10 }
const MOST_PEOPLE_CELLS = 100
const GRID = { usual: 256, most: 1024 }
const USUAL_BINS = 30
const PERCENTILES: ReadonlySet<string> = new Set(['median', 'p25', 'p75', 'iqr'])

/** The spec as the statement's options want it: as it is without `rho()`, and where all registers are public. */
export function asAsked(
  statement: StatementHead,
  { head }: Filled,
  spec: ShowSpec,
  compilation: Compilation,
): ShowSpec {
  const rho = number(statement, 'rho')
  if (!rho) {
    for (const name of ['clamp', 'cells', 'grid']) {
      const lone = option(statement, name)
      if (lone) throw wrong(`${name}() is for differential privacy.`, 'Add rho(0.05), or leave it out.', lone)
    }
    return spec
  }
  if (!(rho.value >= COST.least && rho.value <= COST.most))
    throw new Mistake(
      'script.type',
      `rho() takes a number from ${COST.least} to ${COST.most}.`,
      'Write such as rho(0.05); a smaller number costs less and gives more noise.',
      rho,
    )
  const relations = new Map<string, Relation>(
    compilation.steps.flatMap((step) =>
      step.do === 'relation' ? [[step.relation.id, step.relation] as const] : [],
    ),
  )
  const mixed = mixing(head.id, relations)
  if (mixed)
    throw wrong(
      'With rho() each row must rest on one person alone, and this dataset puts several people together.',
      `Leave out: ${mixed.command}`,
      rho,
    )
  const wanted = wantedOf(statement, spec)
  const given = option(statement, 'clamp')?.value
  const clamp = given?.kind === 'range' ? ([given.low, given.high] as [number, number]) : null
  const bounded: BoundedSpec = {
    show: 'bounded',
    rho: rho.value,
    most: cellsOf(statement, head, wanted, rho),
    dimensions: wanted.dimensions,
    labels: wanted.labels,
    columns: wanted.columns,
    clamp,
    parts: wanted.percentiles ? powerOfTwo(count(statement, 'grid', GRID.most) ?? GRID.usual) : 0,
    reduce: wanted.reduce,
    form: wanted.form(clamp),
  }
  if (wanted.columns.length > 0 && clamp === null) throw needsLimits(rho)
  return head.public ? spec : bounded
}

interface Wanted {
  dimensions: string[]
  columns: string[]
  labels: boolean
  percentiles: boolean
  reduce: BoundedSpec['reduce']
  form(clamp: [number, number] | null): BoundedForm
}

/** What of a command can be had with noise; the rest is refused by name. */
function wantedOf(statement: StatementHead, spec: ShowSpec): Wanted {
  const refuse = (names: readonly string[], why: string) => {
    for (const name of names) {
      const found = option(statement, name)
      if (found) throw wrong(`${name} cannot be had with rho(): ${why}`, `Leave out ${name}.`, found)
    }
  }
  refuse(['gini'], 'one person may change it by any amount.')
  refuse(['chi2'], 'it is a test of exact counts.')
  refuse(['rowsort', 'colsort', 'top', 'bottom'], 'an order of exact counts would tell of them.')
  refuse(['missing'], 'only people with a value are counted.')
  refuse(['normal'], 'it would need two more results.')
  const at = option(statement, 'rho') as Option
  switch (spec.show) {
    case 'tabulate': {
      const measures: Measure[] = spec.measure?.show ?? []
      if (measures.includes('sum') && measures.length > 1)
        throw wrong(
          'A sum is of the sums of each person, other measures are of their means.',
          'Make two tables.',
          option(statement, 'sum') ?? at,
        )
      return {
        dimensions: spec.dimensions,
        columns: spec.measure ? [spec.measure.column] : [],
        labels: spec.labels,
        percentiles: measures.some((name) => PERCENTILES.has(name)),
        reduce: measures.includes('sum') ? 'sum' : 'mean',
        form: () => ({ as: 'table', frequency: spec.frequency, shares: spec.shares, measures }),
      }
    }
    case 'summarize':
      if (spec.columns.length > 10)
        throw wrong('With rho() at most 10 variables share the cost.', 'Summarise fewer at a time.', at)
      return {
        dimensions: spec.by,
        columns: spec.columns,
        labels: true,
        percentiles: true,
        reduce: 'mean',
        form: () => ({ as: 'summary', iqr: spec.iqr }),
      }
    case 'barchart': {
      const { statistic, stacked, horizontal } = spec
      const counts = statistic === 'count' || statistic === 'percent'
      if (!counts && (spec.columns.length > 1 || spec.over.length === 0))
        throw wrong(
          'With rho() such bars are of one variable over groups.',
          'Name one variable and over(g).',
          at,
        )
      if (statistic === 'gini')
        throw wrong('gini cannot be had with rho(): one person may change it by any amount.', 'Use mean.', at)
      return {
        dimensions: counts ? [...spec.columns, ...spec.over] : spec.over,
        columns: counts ? [] : spec.columns,
        labels: true,
        percentiles: PERCENTILES.has(statistic),
        reduce: statistic === 'sum' ? 'sum' : 'mean',
        form: () => ({
          as: 'barchart',
          value: statistic === 'count' ? 'frequency' : statistic,
          stacked,
          horizontal,
        }),
      }
    }
    case 'histogram': {
      const discrete = option(statement, 'discrete')
      if (discrete)
        throw wrong('discrete cannot be had with rho().', 'Use barchart (count), or bins.', discrete)
      const { bins, width, value } = spec
      return {
        dimensions: spec.by === null ? [] : [spec.by],
        columns: [spec.column],
        labels: true,
        percentiles: false,
        reduce: 'mean',
        form(clamp) {
          if (clamp === null) throw needsLimits(at)
          const cut = { bins: bins ?? (width === null ? USUAL_BINS : null), width }
          return { as: 'histogram', value, edges: binEdges(...clamp, 0, cut) }
        },
      }
    }
    default:
      throw wrong(`${statement.name} has no answer with rho().`, 'Leave out rho().', at)
  }
}

/** A person with one row is in one cell, and so is everyone where there is only one. */
function cellsOf(statement: StatementHead, head: Relation, { dimensions }: Wanted, at: Span): number {
  const given = count(statement, 'cells', MOST_PEOPLE_CELLS)
  const histogram = statement.name === 'histogram'
  if (head.rowsPerSubject === 'one' || (dimensions.length === 0 && !histogram)) return 1
  if (given === null)
    throw wrong(
      'A person may have several rows here, so say in how many cells one person may count.',
      'Add cells(1), or more: then there is more noise, and less is left out of those with many rows.',
      at,
    )
  return given
}

const powerOfTwo = (least: number): number => 2 ** Math.ceil(Math.log2(Math.max(2, least)))

const needsLimits = (at: Span): Mistake =>
  wrong(
    'With rho() values need limits that do not depend on the data.',
    'Add clamp(LOW HIGH), such as clamp(0 120): what lies outside counts as the limit.',
    at,
  )

const wrong = (message: string, next: string, at: Span): Mistake =>
  new Mistake('script.statistics', message, next, at)
