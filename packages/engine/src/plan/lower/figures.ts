/** Figures. */
import { Mistake, quote } from '../../language/reader.js'
import { numericVariable, shownVariable } from '../state.js'
import { type Spec, shown, showOf } from './describing.js'
import { count, flag, names, number, oneName, option } from './options.js'
import type { Lowering } from './types.js'

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
