/** One statistic for one `show` of the plan. */
import type { ModelName, Statistic } from '@sund/model'
import type { ModelSpec, ShowSpec } from '../plan/types.js'
import { cox } from './cox.js'
import { regressPanelDiff } from './difference.js'
import { barchart, histogram } from './figures.js'
import { glm } from './glm.js'
import { ivregress } from './ivregress.js'
import { regressMml } from './mixed.js'
import { oaxaca } from './oaxaca.js'
import { hausman, regressPanel } from './panel.js'
import { rates } from './rates.js'
import { rdd } from './rdd.js'
import { regress } from './regress.js'
import { refuse, type Source } from './source.js'
import { summarize } from './summarize.js'
import { kaplanMeier } from './survival.js'
import { tabulate } from './table.js'
import { weibull } from './weibull.js'

type Of<S extends ShowSpec['show']> = Extract<ShowSpec, { show: S }>
type Computations = {
  [S in ShowSpec['show']]: (source: Source, spec: Of<S>) => Promise<Statistic>
}
type Models = {
  [M in ModelName]?: (source: Source, spec: Extract<ModelSpec, { model: M }>) => Promise<Statistic>
}

const MODELS: Models = {
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
  'regress-panel-diff': regressPanelDiff,
  hausman,
  'regress-mml': regressMml,
  oaxaca,
  rdd,
}

const COMPUTATIONS: Computations = {
  tabulate,
  summarize,
  barchart,
  histogram,
  model: (source, spec) => {
    const fit = MODELS[spec.model] as ((source: Source, spec: ModelSpec) => Promise<Statistic>) | undefined
    return fit
      ? fit(source, spec)
      : refuse(source, `${spec.model} cannot be computed here.`, 'Use another model.')
  },
  'kaplan-meier': kaplanMeier,
  rates,
}

/** The statistic that `spec` asks for. Where it does not exist for these rows it fails with `script.statistics`. */
export function compute(source: Source, spec: ShowSpec): Promise<Statistic> {
  const computation = COMPUTATIONS[spec.show] as (source: Source, spec: ShowSpec) => Promise<Statistic>
  return computation(source, spec)
}
