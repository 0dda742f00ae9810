/** Specifications of models with everything left as it is when nothing is said. */
import type { GlmSpec, SurvivalSpec, Term } from '../src/plan/types.js'

type Factor = Term['factors'][number]
export const c = (column: string): Factor => ({ column, categorical: false })
export const i = (column: string): Factor => ({ column, categorical: true })

const common = (outcome: string, terms: Factor[][]) => ({
  show: 'model' as const,
  outcome,
  terms: terms.map((factors) => ({ factors })),
  constant: true,
  level: 95,
  exponentiate: false,
  robust: false,
  cluster: null,
  standardize: false,
  margins: null,
})

export const glm = (
  model: GlmSpec['model'],
  outcome: string,
  terms: Factor[][],
  more: Partial<GlmSpec> = {},
): GlmSpec => ({ ...common(outcome, terms), model, exposure: null, ...more })

export const survival = (
  model: SurvivalSpec['model'],
  event: string,
  time: string,
  terms: Factor[][],
  more: Partial<SurvivalSpec> = {},
): SurvivalSpec => ({
  ...common(event, terms),
  model,
  constant: model !== 'cox',
  time,
  ties: 'efron',
  strata: [],
  entry: null,
  by: null,
  phtest: null,
  ...more,
})
