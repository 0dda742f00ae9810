/** Tables, summaries and figures. */
import { Mistake, quote } from '../../language/reader.js'
import type { StatementHead, Word } from '../../language/tree.js'
import { conditionOf } from '../expressions.js'
import { type Compilation, type Dataset, type Filled, numericVariable, shownVariable } from '../state.js'
import type { ShowSpec } from '../types.js'
import { asAsked } from './differential.js'
import { count, flag, names, oneName, option, textOf } from './options.js'
import type { Lowering } from './types.js'
import { some } from './variables.js'

export type Spec<S extends ShowSpec['show']> = Extract<ShowSpec, { show: S }>

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
    spec: asAsked(statement, dataset, spec, compilation),
  })
}

export const shown = (dataset: Dataset, words: readonly Word[], compilation: Compilation): string[] =>
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
  showOf(statement, dataset, tabulateSpec(statement, dataset, words, compilation), compilation)
}

/** A table of `words` as the statement's options say. */
export function tabulateSpec(
  statement: StatementHead,
  dataset: Filled,
  words: readonly Word[],
  compilation: Compilation,
): Spec<'tabulate'> {
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
  return {
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
}

export const summarize: Lowering<'summarize'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const words = some(statement.arguments.names, statement.command, statement.name)
  showOf(statement, dataset, summarizeSpec(statement, dataset, words, [], compilation), compilation)
}

/** A summary of `words` as the statement's options say, for each of its groups within those of `first`. */
export function summarizeSpec(
  statement: StatementHead,
  dataset: Filled,
  words: readonly Word[],
  first: readonly string[],
  compilation: Compilation,
): Spec<'summarize'> {
  const columns = compilation.each(words, (name) => {
    numericVariable(dataset, name, 'summarize')
    return name.text
  })
  const by = shown(dataset, names(statement, 'by'), compilation)
  return {
    show: 'summarize',
    columns: [...new Set(columns)],
    by: [...new Set([...first, ...by])],
    gini: flag(statement, 'gini'),
    iqr: flag(statement, 'iqr'),
  }
}
