/** What every available command does to the plan. A command documented as available and missing here does not compile. */
import type { LoweredCommand } from '../../language/commands/index.js'
import { match, survivalData } from './cohorts.js'
import {
  cloneDataset,
  cloneUnits,
  createDataset,
  deleteDataset,
  renameDataset,
  require,
  use,
} from './datasets.js'
import { summarize, tabulate } from './describing.js'
import {
  hausman,
  ivregress,
  oaxaca,
  rdd,
  regressMml,
  regressPanel,
  regressPanelDiff,
} from './econometrics.js'
import { barchart, histogram } from './figures.js'
import { boxplot, coefplot, hexbin, piechart, sankey } from './figures-of-values.js'
import { importEvent, importValue } from './imports.js'
import { merge } from './merge.js'
import { logit, mlogit, negativeBinomial, poisson, probit, regress } from './models.js'
import { clear, configure, help, helpFunction, history, variables } from './notes.js'
import {
  importPanel,
  reshapeFromPanel,
  reshapeToPanel,
  summarizePanel,
  tabulatePanel,
  transitionsPanel,
} from './panels.js'
import { permit } from './permit.js'
import { standardizeRate } from './rates.js'
import { recode } from './recode.js'
import { sample } from './sample.js'
import { aggregate, collapse } from './statistics.js'
import { cox, kaplanMeier, weibull } from './survival.js'
import { anova, ci, correlate, normaltest } from './tests.js'
import type { Lowering } from './types.js'
import {
  assignLabels,
  cloneVariables,
  defineLabels,
  destring,
  drop,
  dropLabels,
  generate,
  keep,
  listLabels,
  rename,
  replace,
} from './variables.js'

const textblock: Lowering<'textblock'> = (statement, compilation) => {
  compilation.show(statement, null, { kind: 'text', markdown: statement.arguments.markdown })
}

export const LOWERINGS: { readonly [N in LoweredCommand]: Lowering<N> } = {
  require,
  'create-dataset': createDataset,
  use,
  'delete-dataset': deleteDataset,
  'rename-dataset': renameDataset,
  'clone-dataset': cloneDataset,
  'clone-units': cloneUnits,
  import: importValue,
  'import-event': importEvent,
  merge,
  sample,
  'import-panel': importPanel,
  'reshape-to-panel': reshapeToPanel,
  'reshape-from-panel': reshapeFromPanel,
  'tabulate-panel': tabulatePanel,
  'summarize-panel': summarizePanel,
  'transitions-panel': transitionsPanel,
  collapse,
  aggregate,
  generate,
  replace,
  recode,
  destring,
  keep,
  drop,
  rename,
  'clone-variables': cloneVariables,
  'define-labels': defineLabels,
  'assign-labels': assignLabels,
  'list-labels': listLabels,
  'drop-labels': dropLabels,
  tabulate,
  summarize,
  ci,
  correlate,
  anova,
  normaltest,
  barchart,
  histogram,
  boxplot,
  piechart,
  hexbin,
  sankey,
  coefplot,
  regress,
  logit,
  ivregress,
  'regress-panel': regressPanel,
  'regress-panel-diff': regressPanelDiff,
  hausman,
  'regress-mml': regressMml,
  oaxaca,
  rdd,
  probit,
  mlogit,
  poisson,
  'negative-binomial': negativeBinomial,
  'probit-predict': probit,
  'mlogit-predict': mlogit,
  'poisson-predict': poisson,
  'negative-binomial-predict': negativeBinomial,
  cox,
  'kaplan-meier': kaplanMeier,
  'regress-predict': regress,
  'logit-predict': logit,
  'cox-predict': cox,
  weibull,
  'weibull-predict': weibull,
  'ivregress-predict': ivregress,
  'regress-panel-predict': regressPanel,
  'regress-mml-predict': regressMml,
  'rdd-predict': rdd,
  match,
  'survival-data': survivalData,
  'standardize-rate': standardizeRate,
  textblock,
  permit,
  configure,
  history,
  help,
  'help-function': helpFunction,
  variables,
  clear,
}
