/** Regressions and survival. */
import { nearestName } from '@sund/model'
import { Mistake, quote } from '../../language/reader.js'
import type { ModelTerm, Statement, StatementHead, TermFactor } from '../../language/tree.js'
import {
  type Compilation,
  type Dataset,
  type Filled,
  list,
  numericVariable,
  shownVariable,
} from '../state.js'
import type { Column, ShowSpec, Term } from '../types.js'
import { showOf } from './describing.js'
import { flag, names, number, oneName } from './options.js'
import type { Lowering } from './types.js'

type ModelSpec = Extract<ShowSpec, { show: 'model' }>

const MAX_TERMS = 200

export const regress: Lowering<'regress'> = (statement, compilation) => {
  linear('regress', statement, compilation)
}

export const logit: Lowering<'logit'> = (statement, compilation) => {
  linear('logit', statement, compilation)
}

export const cox: Lowering<'cox'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const { event, time, terms } = statement.arguments
  compilation.each([event, time], (name) => numericVariable(dataset, name, 'cox'))
  const entry = oneName(statement, 'entry')
  if (entry) numericVariable(dataset, entry, 'entry()')
  const strata = compilation.each(names(statement, 'strata'), (name) => {
    shownVariable(dataset, name)
    return name.text
  })
  const spec: ModelSpec = {
    ...common(statement, dataset, terms, compilation),
    model: 'cox',
    outcome: event.text,
    time: time.text,
    constant: false,
    exponentiate: true,
    ties: tiesOf(statement),
    strata,
    entry: entry?.text ?? null,
  }
  showOf(statement, dataset, spec, compilation)
}

export const kaplanMeier: Lowering<'kaplan-meier'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const { event, time, terms } = statement.arguments
  const extra = terms[0]
  if (extra)
    throw new Mistake(
      'script.syntax',
      `kaplan-meier takes an event and a time, and here stands ${quote(compilation.textOf(extra))} too.`,
      'Group with by(g), or use cox for terms.',
      extra,
    )
  compilation.each([event, time], (name) => numericVariable(dataset, name, 'kaplan-meier'))
  const by = oneName(statement, 'by')
  if (by) shownVariable(dataset, by)
  const spec: ShowSpec = {
    show: 'kaplan-meier',
    event: event.text,
    time: time.text,
    by: by?.text ?? null,
    level: levelOf(statement),
  }
  showOf(statement, dataset, spec, compilation)
}

function linear(model: 'regress' | 'logit', statement: Statement<'model'>, compilation: Compilation): void {
  const dataset = compilation.filled(statement.command)
  const { outcome, terms } = statement.arguments
  numericVariable(dataset, outcome, model)
  const spec: ModelSpec = {
    ...common(statement, dataset, terms, compilation),
    model,
    outcome: outcome.text,
    time: null,
    constant: !flag(statement, 'noconstant'),
    exponentiate: flag(statement, 'or'),
    ties: 'efron',
    strata: [],
    entry: null,
  }
  showOf(statement, dataset, spec, compilation)
}

function common(
  statement: StatementHead,
  dataset: Filled,
  terms: readonly ModelTerm[],
  compilation: Compilation,
): Pick<ModelSpec, 'show' | 'terms' | 'level' | 'robust' | 'cluster' | 'standardize'> {
  const cluster = oneName(statement, 'cluster')
  if (cluster) shownVariable(dataset, cluster)
  const control = names(statement, 'control').map((variable): ModelTerm => {
    const { from, to } = variable
    return { factors: [{ variable, prefix: null, from, to }], full: false, from, to }
  })
  const all = [...terms, ...control]
  const extra = all[MAX_TERMS]
  if (extra)
    throw new Mistake('script.limit', `A model has at most ${MAX_TERMS} terms.`, 'Leave some out.', extra)
  return {
    show: 'model',
    terms: distinct(compilation.each(all, (term) => termsOf(term, dataset)).flat()),
    level: levelOf(statement),
    robust: flag(statement, 'robust'),
    cluster: cluster?.text ?? null,
    standardize: flag(statement, 'standardize'),
  }
}

/** `a##b` is `a b a#b`: every product of some of the factors. In a product a plain name is a category, as in Stata. */
function termsOf(term: ModelTerm, dataset: Dataset): Term[] {
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

function levelOf(statement: StatementHead): number {
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

const TIES = ['efron', 'breslow'] as const

function tiesOf(statement: StatementHead): ModelSpec['ties'] {
  const word = oneName(statement, 'ties')
  if (!word) return 'efron'
  const known = TIES.find((name) => name === word.text)
  if (known) return known
  throw new Mistake(
    'script.unknown-option',
    `There is no way ${quote(word.text)} to handle ties.`,
    `Write one of ${list(TIES)}.`,
    word,
    nearestName(word.text, TIES),
  )
}
