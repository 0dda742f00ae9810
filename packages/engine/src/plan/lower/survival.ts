/** Survival. */
import { nearestName } from '@sund/model'
import { Mistake, quote } from '../../language/reader.js'
import type { StatementHead } from '../../language/tree.js'
import { list, numericVariable, shownVariable } from '../state.js'
import type { ShowSpec, SurvivalSpec } from '../types.js'
import { showOf } from './describing.js'
import { names, oneName } from './options.js'
import { fitOf } from './predict.js'
import { common, levelOf } from './terms.js'
import type { Lowering, LoweringOf } from './types.js'

export const cox: LoweringOf<'survival'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const { event, time, terms } = statement.arguments
  compilation.each([event, time], (name) => numericVariable(dataset, name, 'cox'))
  const entry = oneName(statement, 'entry')
  if (entry) numericVariable(dataset, entry, 'entry()')
  const strata = compilation.each(names(statement, 'strata'), (name) => {
    shownVariable(dataset, name)
    return name.text
  })
  const spec: SurvivalSpec = {
    ...common(statement, dataset, terms, compilation),
    model: 'cox',
    outcome: event.text,
    time: time.text,
    constant: false,
    exponentiate: true,
    ties: tiesOf(statement),
    strata,
    entry: entry?.text ?? null,
    by: null,
  }
  fitOf(statement, dataset, spec, compilation)
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

function tiesOf(statement: StatementHead): SurvivalSpec['ties'] {
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
