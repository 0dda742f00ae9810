/** Confidence intervals of means, correlations, analysis of variance and tests of normality. */
import { Mistake, quote } from '../../language/reader.js'
import type { Word } from '../../language/tree.js'
import { type Compilation, type Filled, numericVariable, shownVariable } from '../state.js'
import type { Term } from '../types.js'
import { type Spec, showOf } from './describing.js'
import { flag, oneName } from './options.js'
import { levelOf, termsOf } from './terms.js'
import type { Lowering } from './types.js'
import { some } from './variables.js'

/** The variables named, each once and a number. */
function numbers(dataset: Filled, words: readonly Word[], what: string, compilation: Compilation): string[] {
  const columns = compilation.each(words, (name) => {
    numericVariable(dataset, name, what)
    return name.text
  })
  return [...new Set(columns)]
}

export const ci: Lowering<'ci'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const words = some(statement.arguments.names, statement.command, statement.name)
  const columns = numbers(dataset, words, 'ci', compilation)
  const by = oneName(statement, 'by')
  if (by) shownVariable(dataset, by)
  const spec: Spec<'ci'> = { show: 'ci', columns, by: by?.text ?? null, level: levelOf(statement) }
  showOf(statement, dataset, spec, compilation)
}

const MOST_VARIABLES = 50

export const correlate: Lowering<'correlate'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const words = statement.arguments.names
  const columns = numbers(dataset, words, 'correlate', compilation)
  if (columns.length < 2)
    throw new Mistake(
      'script.statistics',
      'A correlation is between two variables.',
      'Name two variables or more.',
      words[0] ?? statement.command,
    )
  const extra = words[MOST_VARIABLES]
  if (extra)
    throw new Mistake(
      'script.limit',
      `correlate takes at most ${MOST_VARIABLES} variables.`,
      'Leave some out.',
      extra,
    )
  const spec: Spec<'correlate'> = {
    show: 'correlate',
    columns,
    covariance: flag(statement, 'covariance'),
    pairwise: flag(statement, 'pairwise'),
    units: flag(statement, 'obs'),
    p: flag(statement, 'sig'),
  }
  showOf(statement, dataset, spec, compilation)
}

/** A plain name is a category; `c.x` is a number, as in Stata. */
export const anova: Lowering<'anova'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const { outcome, terms: written } = statement.arguments
  numericVariable(dataset, outcome, 'anova')
  const [first] = written
  if (!first)
    throw new Mistake(
      'script.statistics',
      'anova compares groups, and none is named.',
      `Name what makes the groups: anova ${outcome.text} g.`,
      { from: statement.to, to: statement.to },
    )
  const categories = written.map((term) => ({
    ...term,
    factors: term.factors.map((factor) => ({ ...factor, prefix: factor.prefix ?? ('i' as const) })),
  }))
  const terms = new Map<string, Term>()
  for (const term of compilation.each(categories, (of) => termsOf(of, dataset)).flat())
    terms.set(JSON.stringify(term.factors), term)
  const own = written.flatMap(({ factors }) => factors).find(({ variable }) => variable.text === outcome.text)
  if (own)
    throw new Mistake(
      'script.statistics',
      `${quote(outcome.text)} cannot be compared over its own values.`,
      'Name another variable after it.',
      own,
    )
  showOf(
    statement,
    dataset,
    { show: 'anova', outcome: outcome.text, terms: [...terms.values()] },
    compilation,
  )
}

export const normaltest: Lowering<'normaltest'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const words = some(statement.arguments.names, statement.command, statement.name)
  const columns = numbers(dataset, words, 'normaltest', compilation)
  showOf(statement, dataset, { show: 'normaltest', columns }, compilation)
}
