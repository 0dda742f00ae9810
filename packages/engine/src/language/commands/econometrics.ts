/** Regressions with instruments, panels, levels, groups and thresholds. */
import { type CommandDoc, notYet, text } from './types.js'

export const ECONOMETRICS = {
  ivregress: notYet(
    'econometrics',
    'ivregress y x (endog = instruments)',
    text('Instrumental variables.', 'Instrumentvariabler.', 'Instrumentvariabler.'),
  ),
  'regress-panel': notYet(
    'econometrics',
    'regress-panel y x [, fe re be pooled]',
    text('Panel regression.', 'Panelregresjon.', 'Panelregression.'),
  ),
  'regress-panel-diff': notYet(
    'econometrics',
    'regress-panel-diff y group treated x',
    text('Difference in differences.', 'Forskjell i forskjeller.', 'Forskel i forskelle.'),
  ),
  hausman: notYet('econometrics', 'hausman y x', text('Hausman’s test.', 'Hausmans test.', 'Hausmans test.')),
  'regress-mml': notYet(
    'econometrics',
    'regress-mml y x by g1 [g2]',
    text('Linear mixed models.', 'Lineære blandede modeller.', 'Lineære blandede modeller.'),
  ),
  oaxaca: notYet(
    'econometrics',
    'oaxaca y x by g',
    text('Oaxaca–Blinder decomposition.', 'Oaxaca–Blinder-dekomponering.', 'Oaxaca–Blinder-dekomponering.'),
  ),
  rdd: notYet(
    'econometrics',
    'rdd y running x',
    text('Regression discontinuity.', 'Regresjonsdiskontinuitet.', 'Regressionsdiskontinuitet.'),
  ),
  'ivregress-predict': notYet(
    'econometrics',
    'ivregress-predict y x …',
    text('Predictions as variables.', 'Prediksjoner som variabler.', 'Prædiktioner som variable.'),
  ),
  'regress-panel-predict': notYet(
    'econometrics',
    'regress-panel-predict y x …',
    text('Predictions as variables.', 'Prediksjoner som variabler.', 'Prædiktioner som variable.'),
  ),
  'regress-mml-predict': notYet(
    'econometrics',
    'regress-mml-predict y x by g1',
    text('Predictions as variables.', 'Prediksjoner som variabler.', 'Prædiktioner som variable.'),
  ),
  'rdd-predict': notYet(
    'econometrics',
    'rdd-predict y running x',
    text('Predictions as variables.', 'Prediksjoner som variabler.', 'Prædiktioner som variable.'),
  ),
} as const satisfies Record<string, CommandDoc>
