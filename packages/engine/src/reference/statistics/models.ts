/** The reference of every model: estimates from their definitions, with numeric derivatives where a likelihood is climbed. */
import type { ModelStatistic } from '@sund/model'
import type { ModelSpec } from '../../plan/types.js'
import type { Population } from '../data.js'
import { glm } from './models/glm.js'
import { regress } from './models/linear.js'
import { cox, weibull } from './models/survival.js'

type Fit = (population: Population, spec: never) => ModelStatistic

const FITS: Partial<Record<ModelSpec['model'], Fit>> = {
  regress,
  logit: glm,
  probit: glm,
  mlogit: glm,
  poisson: glm,
  'negative-binomial': glm,
  cox,
  weibull,
}

export const hasModel = (spec: ModelSpec): boolean => spec.model in FITS

/** @throws Failure where the model does not exist for these rows. */
export function fitReference(population: Population, spec: ModelSpec): ModelStatistic {
  const fit = FITS[spec.model]
  if (!fit) throw new Error(`the reference has no ${spec.model}`)
  return fit(population, spec as never)
}
