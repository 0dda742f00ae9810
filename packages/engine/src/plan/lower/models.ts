/** Regressions: linear, binary, multinomial and of counts. */
import { nearestName } from '@sund/model'
import { Mistake, quote } from '../../language/reader.js'
import type { Statement, Word } from '../../language/tree.js'
import { type Compilation, type Filled, list, numericVariable, shownVariable } from '../state.js'
import { GlmSpec } from '../types.js'
import { flag, names, oneName, option } from './options.js'
import { fitOf } from './predict.js'
import { common } from './terms.js'
import type { LoweringOf } from './types.js'

/** Options that ask for exp(estimate). */
const RATIOS = ['or', 'rrr', 'irr']

const regression =
  (model: GlmSpec['model']) =>
  (statement: Statement<'model'>, compilation: Compilation): void => {
    const dataset = compilation.filled(statement.command)
    const { outcome, terms } = statement.arguments
    if (model === 'mlogit') levelled(dataset, outcome)
    else numericVariable(dataset, outcome, model)
    const exposure = oneName(statement, 'exposure')
    if (exposure) numericVariable(dataset, exposure, 'exposure()')
    const spec: GlmSpec = {
      ...common(statement, dataset, terms, compilation),
      model,
      outcome: outcome.text,
      constant: !flag(statement, 'noconstant'),
      exponentiate: RATIOS.some((name) => flag(statement, name)),
      exposure: exposure?.text ?? null,
      ...effectsAtMeans(statement),
    }
    fitOf(statement, dataset, spec, compilation)
  }

export const regress: LoweringOf<'model'> = regression('regress')
export const logit: LoweringOf<'model'> = regression('logit')
export const probit: LoweringOf<'model'> = regression('probit')
export const mlogit: LoweringOf<'model'> = regression('mlogit')
export const poisson: LoweringOf<'model'> = regression('poisson')
export const negativeBinomial: LoweringOf<'model'> = regression('negative-binomial')

/** An outcome of levels is text, or whole numbers that may be codes. */
function levelled(dataset: Filled, outcome: Word): void {
  const { column } = shownVariable(dataset, outcome)
  if (column.type !== 'number' || column.whole === true || column.labels) return
  throw new Mistake(
    'script.type',
    `${quote(outcome.text)} is a number with decimals, so it has no levels.`,
    `Make levels of it with recode, or whole numbers with generate x = int(${outcome.text}).`,
    outcome,
  )
}

/** Marginal effects at the means, of every term, in place of average ones. */
function effectsAtMeans(statement: Statement<'model'>): Partial<Pick<GlmSpec, 'margins' | 'mfx'>> {
  const [margins, mfx] = [option(statement, 'margins'), option(statement, 'mfx')]
  if (margins && mfx)
    throw new Mistake(
      'script.syntax',
      'margins() and mfx() are two ways to say where marginal effects are taken.',
      'Write margins() for the average over the rows, or mfx() for the effect at the means.',
      mfx.name,
    )
  if (!mfx) return {}
  const how = GlmSpec.shape.mfx.unwrap()
  const [asked, extra] = names(statement, 'mfx')
  const known = how.safeParse(asked?.text ?? 'dydx')
  if (known.success && !extra) return { margins: [], mfx: known.data }
  const wrong = extra ?? (asked as Word)
  throw new Mistake(
    'script.syntax',
    `${quote(wrong.text)} is no kind of marginal effect that can stand here.`,
    `Write one of ${list(how.options)}, such as mfx(dydx).`,
    wrong,
    nearestName(wrong.text, how.options),
  )
}
