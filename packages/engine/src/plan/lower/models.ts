/** Regressions: linear, binary, multinomial and of counts. */
import type { Statement } from '../../language/tree.js'
import { type Compilation, numericVariable } from '../state.js'
import type { GlmSpec } from '../types.js'
import { flag } from './options.js'
import { fitOf } from './predict.js'
import { common } from './terms.js'
import type { LoweringOf } from './types.js'

export const regress: LoweringOf<'model'> = (statement, compilation) => {
  linear('regress', statement, compilation)
}

export const logit: LoweringOf<'model'> = (statement, compilation) => {
  linear('logit', statement, compilation)
}

function linear(model: 'regress' | 'logit', statement: Statement<'model'>, compilation: Compilation): void {
  const dataset = compilation.filled(statement.command)
  const { outcome, terms } = statement.arguments
  numericVariable(dataset, outcome, model)
  const spec: GlmSpec = {
    ...common(statement, dataset, terms, compilation),
    model,
    outcome: outcome.text,
    constant: !flag(statement, 'noconstant'),
    exponentiate: flag(statement, 'or'),
    exposure: null,
  }
  fitOf(statement, dataset, spec, compilation)
}
