/** One statistic for one `show` of the plan. */
import type { ModelName, ModelStatistic, Statistic } from '@sund/model'
import { groupingColumns } from '../plan/prune.js'
import type { ModelSpec, ShowSpec } from '../plan/types.js'
import { anova } from './anova.js'
import { correlate } from './correlate.js'
import { cox } from './cox.js'
import { regressPanelDiff } from './difference.js'
import { barchart, boxplot, histogram, piechart, sankey } from './figures.js'
import { glm } from './glm.js'
import { hexbin } from './hexbin.js'
import { ivregress } from './ivregress.js'
import { means } from './means.js'
import { regressMml } from './mixed.js'
import { normaltest } from './normaltest.js'
import { oaxaca } from './oaxaca.js'
import { hausman, regressPanel } from './panel.js'
import { rates } from './rates.js'
import { rdd } from './rdd.js'
import { regress } from './regress.js'
import { withoutFew } from './small-levels.js'
import { refuse, type Source } from './source.js'
import { summarize } from './summarize.js'
import { kaplanMeier } from './survival.js'
import { tabulate } from './table.js'
import { weibull } from './weibull.js'

type Of<S extends ShowSpec['show']> = Extract<ShowSpec, { show: S }>
/** What is not for differential privacy. */
export type PlainSpec = Exclude<ShowSpec, { show: 'bounded' }>
type Computations = {
  [S in PlainSpec['show']]: (source: Source, spec: Of<S>) => Promise<Statistic>
}
type Models = {
  [M in ModelName]?: (source: Source, spec: Extract<ModelSpec, { model: M }>) => Promise<ModelStatistic>
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

function fitted(source: Source, spec: ModelSpec): Promise<ModelStatistic> {
  const fit = MODELS[spec.model] as ((source: Source, spec: ModelSpec) => Promise<ModelStatistic>) | undefined
  return fit
    ? fit(source, spec)
    : refuse(source, `${spec.model} cannot be computed here.`, 'Use another model.')
}

const COMPUTATIONS: Computations = {
  tabulate,
  summarize,
  barchart,
  histogram,
  boxplot,
  piechart,
  hexbin,
  sankey,
  coefplot: async (source, spec) => ({
    kind: 'figure',
    figure: { type: 'coefplot', model: await fitted(source, spec.model) },
  }),
  ci: means,
  correlate,
  anova,
  normaltest,
  model: fitted,
  'kaplan-meier': kaplanMeier,
  rates,
}

/** The statistic that `spec` asks for. Where it does not exist for these rows it fails with `script.statistics`. */
export async function compute(source: Source, spec: PlainSpec): Promise<Statistic> {
  const computation = COMPUTATIONS[spec.show] as (source: Source, spec: PlainSpec) => Promise<Statistic>
  return computation(await withoutFew(source, groupingColumns(spec)), spec)
}
