/** Tables, summaries and figures. */
import { Mistake, quote } from '../../language/reader.js'
import type { StatementHead, Word } from '../../language/tree.js'
import { conditionOf } from '../expressions.js'
import { type Compilation, type Dataset, type Filled, numericVariable, shownVariable } from '../state.js'
import type { ShowSpec } from '../types.js'
import { flag, names, number, oneName, option, textOf } from './options.js'
import type { Lowering } from './types.js'
import { some } from './variables.js'

type Spec<S extends ShowSpec['show']> = Extract<ShowSpec, { show: S }>

/** Shows `spec` of the active dataset, under the statement's own condition. */
export function showOf(
  statement: StatementHead,
  dataset: Filled,
  spec: ShowSpec,
  compilation: Compilation,
): void {
  const condition = statement.condition && conditionOf(statement.condition, dataset, compilation)
  compilation.show(statement, dataset, {
    kind: 'statistic',
    relation: dataset.head.id,
    condition: condition?.expression ?? null,
    spec,
  })
}

const shown = (dataset: Dataset, words: readonly Word[], compilation: Compilation): string[] =>
  compilation.each(words, (name) => {
    shownVariable(dataset, name)
    return name.text
  })

const MEASURES = ['mean', 'std', 'sum', 'median', 'p25', 'p75', 'gini', 'iqr'] as const
const SHARES = ['rowpct', 'colpct', 'cellpct'] as const
const MAX_DIMENSIONS = 6

export const tabulate: Lowering<'tabulate'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const words = some(statement.arguments.names, statement.command, statement.name)
  const extra = words[MAX_DIMENSIONS]
  if (extra)
    throw new Mistake(
      'script.limit',
      `A table has at most ${MAX_DIMENSIONS} dimensions.`,
      'Leave some variables out.',
      extra,
    )
  const dimensions = shown(dataset, words, compilation)
  const twice = words.find((word, i) => dimensions.indexOf(word.text) < i)
  if (twice)
    throw new Mistake(
      'script.duplicate-name',
      `${quote(twice.text)} stands twice in the table.`,
      'Name each once.',
      twice,
    )
  const summarised = oneName(statement, 'summarize')
  if (summarised) numericVariable(dataset, summarised, 'summarize()')
  const measures = MEASURES.filter((name) => flag(statement, name))
  const lone = measures[0] && option(statement, measures[0])
  if (!summarised && lone)
    throw new Mistake(
      'script.statistics',
      `${lone.name.text} needs a variable to summarise.`,
      `Write summarize(x) ${lone.name.text}.`,
      lone,
    )
  const shares = SHARES.filter((name) => flag(statement, name))
  const chi2 = option(statement, 'chi2')
  if (chi2 && dimensions.length !== 2)
    throw new Mistake(
      'script.statistics',
      'The chi-squared test is of a table of two variables.',
      'Name two variables.',
      chi2,
    )
  const spec: Spec<'tabulate'> = {
    show: 'tabulate',
    dimensions,
    missing: flag(statement, 'missing'),
    frequency: flag(statement, 'freq') || (shares.length === 0 && !summarised),
    shares,
    measure: summarised ? { column: summarised.text, show: measures.length > 0 ? measures : ['mean'] } : null,
    chi2: chi2 !== undefined,
    labels: !flag(statement, 'nolabels'),
    order: {
      rowsort: textOf(statement, 'rowsort'),
      colsort: textOf(statement, 'colsort'),
      top: count(statement, 'top'),
      bottom: count(statement, 'bottom'),
    },
  }
  showOf(statement, dataset, spec, compilation)
}

export const summarize: Lowering<'summarize'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const words = some(statement.arguments.names, statement.command, statement.name)
  const columns = compilation.each(words, (name) => {
    numericVariable(dataset, name, 'summarize')
    return name.text
  })
  const by = shown(dataset, names(statement, 'by'), compilation)
  const spec: Spec<'summarize'> = {
    show: 'summarize',
    columns: [...new Set(columns)],
    by: [...new Set(by)],
    gini: flag(statement, 'gini'),
    iqr: flag(statement, 'iqr'),
  }
  showOf(statement, dataset, spec, compilation)
}

const BAR_STATISTICS = [
  'count',
  'percent',
  'mean',
  'sum',
  'median',
  'sd',
  'std',
  'p25',
  'p75',
  'gini',
  'iqr',
] as const

export const barchart: Lowering<'barchart'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const { statistic: word, names: words } = statement.arguments
  const wanted = word?.text ?? 'count'
  const statistic = BAR_STATISTICS.find((name) => name === wanted)
  if (!statistic)
    throw new Mistake(
      'script.statistics',
      wanted === 'min' || wanted === 'max'
        ? 'The least and greatest values are never shown: they belong to one person.'
        : `There is no statistic ${quote(wanted)} for bars.`,
      `Use one of ${BAR_STATISTICS.join(', ')}.`,
      word ?? statement.command,
    )
  const counts = statistic === 'count' || statistic === 'percent'
  const columns = compilation.each(words, (name) => {
    if (counts) shownVariable(dataset, name)
    else numericVariable(dataset, name, `barchart (${statistic})`)
    return name.text
  })
  const spec: Spec<'barchart'> = {
    show: 'barchart',
    statistic,
    columns,
    over: shown(dataset, names(statement, 'over'), compilation),
    stacked: flag(statement, 'stack'),
    horizontal: flag(statement, 'horizontal'),
  }
  showOf(statement, dataset, spec, compilation)
}

export const histogram: Lowering<'histogram'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const { name } = statement.arguments
  numericVariable(dataset, name, 'histogram')
  const by = oneName(statement, 'by')
  if (by) shownVariable(dataset, by)
  const heights = (['freq', 'percent', 'density'] as const).filter((height) => flag(statement, height))
  const second = heights[1] && option(statement, heights[1])
  if (second)
    throw new Mistake(
      'script.statistics',
      'A histogram has one kind of height.',
      'Choose freq, percent or density.',
      second,
    )
  const width = number(statement, 'width')
  const bins = number(statement, 'bin')
  if (width && bins)
    throw new Mistake('script.statistics', 'Give bin() or width(), not both.', 'Leave one out.', width)
  if (width && width.value <= 0)
    throw new Mistake('script.type', 'A width is greater than 0.', 'Write a greater number.', width)
  const spec: Spec<'histogram'> = {
    show: 'histogram',
    column: name.text,
    discrete: flag(statement, 'discrete'),
    value: heights[0] === 'freq' ? 'frequency' : (heights[0] ?? 'density'),
    bins: count(statement, 'bin', 1000),
    width: width?.value ?? null,
    by: by?.text ?? null,
    normal: flag(statement, 'normal'),
  }
  showOf(statement, dataset, spec, compilation)
}

/** A whole number greater than 0 from an option. */
function count(statement: StatementHead, name: string, most = 10_000): number | null {
  const given = number(statement, name)
  if (!given) return null
  if (Number.isInteger(given.value) && given.value > 0 && given.value <= most) return given.value
  throw new Mistake(
    'script.type',
    `${name}() takes a whole number from 1 to ${most}.`,
    'Write such a number.',
    given,
  )
}
