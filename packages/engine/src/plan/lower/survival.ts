/** Survival. */
import { nearestName } from '@sund/model'
import { Mistake, quote } from '../../language/reader.js'
import type { Statement, StatementHead } from '../../language/tree.js'
import { type Compilation, type Filled, list, numericVariable, shownVariable } from '../state.js'
import type { ShowSpec, SurvivalSpec } from '../types.js'
import { shown, showOf } from './describing.js'
import { flag, names, oneName } from './options.js'
import { fitOf } from './predict.js'
import { common, levelOf } from './terms.js'
import type { Lowering, LoweringOf } from './types.js'

export const cox: LoweringOf<'survival'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const strata = shown(dataset, names(statement, 'strata'), compilation)
  const by = oneName(statement, 'by')
  if (by) shownVariable(dataset, by)
  const spec: SurvivalSpec = {
    ...timed(statement, dataset, compilation),
    model: 'cox',
    constant: false,
    ties: oneOf(statement, 'ties', TIES, 'way to handle ties') ?? 'efron',
    strata,
    by: by?.text ?? null,
    phtest: oneOf(statement, 'phtest', PHTESTS, 'function of time'),
  }
  fitOf(statement, dataset, spec, compilation)
}

export const weibull: LoweringOf<'survival'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const spec: SurvivalSpec = {
    ...timed(statement, dataset, compilation),
    model: 'weibull',
    constant: !flag(statement, 'noconstant'),
    ties: 'efron',
    strata: [],
    by: null,
    phtest: null,
  }
  fitOf(statement, dataset, spec, compilation)
}

/** What every model of a time to an event says. */
function timed(statement: Statement<'survival'>, dataset: Filled, compilation: Compilation) {
  const { event, time, terms } = statement.arguments
  compilation.each([event, time], (name) => numericVariable(dataset, name, statement.name))
  const entry = oneName(statement, 'entry')
  if (entry) numericVariable(dataset, entry, 'entry()')
  return {
    ...common(statement, dataset, terms, compilation),
    outcome: event.text,
    time: time.text,
    entry: entry?.text ?? null,
    exponentiate: true,
  }
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

const TIES = ['efron', 'breslow'] as const
const PHTESTS = ['km', 'identity', 'log'] as const

/** The word in an option that takes one of a few, null when the option is not there. */
function oneOf<W extends string>(
  statement: StatementHead,
  option: string,
  words: readonly W[],
  what: string,
): W | null {
  const word = oneName(statement, option)
  if (!word) return null
  const known = words.find((name) => name === word.text)
  if (known) return known
  throw new Mistake(
    'script.unknown-option',
    `There is no ${what} named ${quote(word.text)}.`,
    `Write one of ${list(words)}.`,
    word,
    nearestName(word.text, words),
  )
}
