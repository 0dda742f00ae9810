/** What every available command does to the plan. A command documented as available and missing here does not compile. */
import type { LoweredCommand } from '../../language/commands/index.js'
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
import { barchart, histogram } from './figures.js'
import { boxplot, coefplot, hexbin, piechart, sankey } from './figures-of-values.js'
import { importEvent, importValue } from './imports.js'
import { merge } from './merge.js'
import { logit, regress } from './models.js'
import { recode } from './recode.js'
import { aggregate, collapse } from './statistics.js'
import { cox, kaplanMeier } from './survival.js'
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
  cox,
  'kaplan-meier': kaplanMeier,
  textblock,
}
