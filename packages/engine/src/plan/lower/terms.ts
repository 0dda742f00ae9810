/** What lowering any model needs: its terms, its confidence level and how its uncertainty is stated. */
import { nearestName } from '@sund/model'
import { Mistake, quote } from '../../language/reader.js'
import type { ModelTerm, StatementHead, TermFactor } from '../../language/tree.js'
import { type Compilation, type Dataset, type Filled, list, shownVariable, variableOf } from '../state.js'
import type { Column, ModelSpec, Term } from '../types.js'
import { flag, names, number, oneName, option } from './options.js'

const MAX_TERMS = 200

/** `others` are terms that the model has beside those of its list. */
export function common(
  statement: StatementHead,
  dataset: Filled,
  terms: readonly ModelTerm[],
  compilation: Compilation,
  others: readonly Term[] = [],
): Pick<ModelSpec, 'show' | 'terms' | 'level' | 'robust' | 'cluster' | 'standardize' | 'margins'> {
  const cluster = oneName(statement, 'cluster')
  // Clusters may be units: nothing of them is shown.
  if (cluster) variableOf(dataset, cluster)
  const control = names(statement, 'control').map((variable): ModelTerm => {
    const { from, to } = variable
    return { factors: [{ variable, prefix: null, from, to }], full: false, from, to }
  })
  const all = [...terms, ...control]
  const extra = all[MAX_TERMS]
  if (extra)
    throw new Mistake('script.limit', `A model has at most ${MAX_TERMS} terms.`, 'Leave some out.', extra)
  const lowered = distinct(compilation.each(all, (term) => termsOf(term, dataset)).flat())
  return {
    show: 'model',
    terms: lowered,
    level: levelOf(statement),
    robust: flag(statement, 'robust'),
    cluster: cluster?.text ?? null,
    standardize: flag(statement, 'standardize'),
    margins: marginsOf(statement, [...others, ...lowered]),
  }
}

/** `a##b` is `a b a#b`: every product of some of the factors. In a product a plain name is a category, as in Stata. */
export function termsOf(term: ModelTerm, dataset: Dataset): Term[] {
  const product = term.factors.length > 1
  const factors = term.factors.map((factor) => factorOf(factor, product, dataset))
  if (!term.full) return [{ factors }]
  const subsets = Array.from({ length: 2 ** factors.length - 1 }, (_, i) =>
    factors.filter((_, bit) => ((i + 1) >> bit) & 1),
  )
  return subsets.sort((a, b) => a.length - b.length).map((some) => ({ factors: some }))
}

function factorOf(factor: TermFactor, product: boolean, dataset: Dataset): Term['factors'][number] {
  const { column } = shownVariable(dataset, factor.variable)
  const categorical = factor.prefix === 'i' || (factor.prefix === null && product && mayBeCategory(column))
  if (!categorical && column.type === 'text')
    throw new Mistake(
      'script.type',
      `${quote(column.name)} is text, so it can only be a category.`,
      `Write i.${column.name}.`,
      factor,
      `i.${column.name}`,
    )
  return { column: column.name, categorical }
}

function mayBeCategory(column: Column): boolean {
  return column.type === 'text' || column.whole === true
}

function distinct(terms: readonly Term[]): Term[] {
  const seen = new Set<string>()
  return terms.filter((term) => {
    const key = JSON.stringify(term.factors)
    return !seen.has(key) && seen.add(key)
  })
}

/** The variables whose average marginal effects are asked for: each of some term of the model. */
function marginsOf(statement: StatementHead, terms: readonly Term[]): ModelSpec['margins'] {
  if (!option(statement, 'margins')) return null
  const variables = terms.flatMap(({ factors }) => factors.map(({ column }) => column))
  const asked = names(statement, 'margins')
  for (const name of asked)
    if (!variables.includes(name.text))
      throw new Mistake(
        'script.unknown-name',
        `${quote(name.text)} is in no term of the model, so it has no marginal effect.`,
        `Name some of ${list([...new Set(variables)])}, or leave the parentheses empty for all.`,
        name,
        nearestName(name.text, variables),
      )
  return asked.map(({ text }) => text)
}

export function levelOf(statement: StatementHead): number {
  const level = number(statement, 'level')
  if (!level) return 95
  if (level.value > 0 && level.value < 100) return level.value
  throw new Mistake(
    'script.type',
    'A confidence level lies between 0 and 100.',
    'Write level(95).',
    level,
    '95',
  )
}
