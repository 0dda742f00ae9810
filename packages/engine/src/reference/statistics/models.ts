/** The reference of every model: estimates from their definitions, with numeric derivatives where a likelihood is climbed. */
import type { ModelStatistic } from '@sund/model'
import type { ModelSpec } from '../../plan/types.js'
import type { Population } from '../data.js'
import { oaxaca } from './models/decomposition.js'
import { regressPanelDiff } from './models/difference.js'
import { rdd } from './models/discontinuity.js'
import { glm } from './models/glm.js'
import { ivregress } from './models/instruments.js'
import { regress } from './models/linear.js'
import { regressMml } from './models/mixed.js'
import { hausman, regressPanel } from './models/panel.js'
import { cox, weibull } from './models/survival.js'

type Fit = (population: Population, spec: never) => ModelStatistic

const FITS: Record<ModelSpec['model'], Fit> = {
  regress,
  logit: glm,
  probit: glm,
  mlogit: glm,
  poisson: glm,
  'negative-binomial': glm,
  cox,
  weibull,
  ivregress,
  'regress-panel': regressPanel,
  hausman,
  'regress-panel-diff': regressPanelDiff,
  'regress-mml': regressMml,
  oaxaca,
  rdd,
}

/** @throws Failure where the model does not exist for these rows. */
export function fitReference(population: Population, spec: ModelSpec): ModelStatistic {
  return FITS[spec.model](population, spec as never)
}
