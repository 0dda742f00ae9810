/** Regressions: linear, binary, multinomial and of counts. */
import { COMMON, CONTROL, EDIT, flag, NO_CONSTANT, predict, TERMS } from './common.js'
import { type CommandDoc, later, notYet, text } from './types.js'

export const MODELS = {
  regress: {
    category: 'models',
    status: 'available',
    shape: 'model',
    condition: true,
    syntax: 'regress y x … [if condition] [, options]',
    summary: text(
      'Linear regression by least squares.',
      'Lineær regresjon med minste kvadrater.',
      'Lineær regression med mindste kvadrater.',
    ),
    arguments: [TERMS, EDIT],
    options: [...COMMON, NO_CONSTANT],
    example: 'regress bmi age i.sex',
  },
  logit: {
    category: 'models',
    status: 'available',
    shape: 'model',
    condition: true,
    syntax: 'logit y x … [if condition] [, or options]',
    summary: text(
      'Logistic regression of 0 or 1.',
      'Logistisk regresjon av 0 eller 1.',
      'Logistisk regression af 0 eller 1.',
    ),
    arguments: [TERMS, EDIT],
    options: [
      ...COMMON,
      NO_CONSTANT,
      flag('or', 'Odds ratios.', 'Oddsrater.', 'Oddsratioer.'),
      later('mfx', text('Marginal effects.', 'Marginale effekter.', 'Marginale effekter.')),
    ],
    example: 'logit death age i.sex, or',
  },
  probit: notYet(
    'models',
    'probit y x …',
    text('Probit regression.', 'Probitregresjon.', 'Probitregression.'),
  ),
  mlogit: notYet(
    'models',
    'mlogit y x …',
    text(
      'Multinomial logistic regression.',
      'Multinomisk logistisk regresjon.',
      'Multinomial logistisk regression.',
    ),
  ),
  poisson: notYet(
    'models',
    'poisson y x … [, irr exposure()]',
    text('Poisson regression.', 'Poissonregresjon.', 'Poissonregression.'),
  ),
  'negative-binomial': notYet(
    'models',
    'negative-binomial y x …',
    text('Negative binomial regression.', 'Negativ binomisk regresjon.', 'Negativ binomial regression.'),
  ),
  'regress-predict': predict(
    'models',
    'model',
    'regress-predict y x …',
    'regress-predict bmi age, predicted(expected) residuals(rest)',
    ['predicted', 'residuals', 'cooksd'],
    [CONTROL, NO_CONSTANT],
  ),
  'logit-predict': predict(
    'models',
    'model',
    'logit-predict y x …',
    'logit-predict death age i.sex, probabilities(risk)',
    ['probabilities', 'predicted', 'residuals'],
    [CONTROL, NO_CONSTANT],
  ),
  'probit-predict': notYet(
    'models',
    'probit-predict y x …',
    text('Predictions as variables.', 'Prediksjoner som variabler.', 'Prædiktioner som variable.'),
  ),
  'mlogit-predict': notYet(
    'models',
    'mlogit-predict y x …',
    text('Predictions as variables.', 'Prediksjoner som variabler.', 'Prædiktioner som variable.'),
  ),
  'poisson-predict': notYet(
    'models',
    'poisson-predict y x …',
    text('Predictions as variables.', 'Prediksjoner som variabler.', 'Prædiktioner som variable.'),
  ),
  'negative-binomial-predict': notYet(
    'models',
    'negative-binomial-predict y x …',
    text('Predictions as variables.', 'Prediksjoner som variabler.', 'Prædiktioner som variable.'),
  ),
} as const satisfies Record<string, CommandDoc>
