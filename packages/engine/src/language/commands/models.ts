/** Regressions: linear, binary, multinomial and of counts. */
import { COMMON, CONTROL, EDIT, flag, NO_CONSTANT, predict, TERMS } from './common.js'
import { type CommandDoc, option, text } from './types.js'

/** What all of them say alike. */
const MODEL = {
  category: 'models',
  status: 'available',
  shape: 'model',
  condition: true,
  arguments: [TERMS, EDIT],
} as const
const OPTIONS = [...COMMON, NO_CONSTANT] as const
const ODDS_RATIOS = flag('or', 'Odds ratios.', 'Oddsrater.', 'Oddsratioer.')
const EXPOSURE = option(
  'exposure',
  'name',
  text(
    'Time or size at risk, above 0: its logarithm enters with coefficient 1.',
    'Tid eller størrelse under risiko, over 0: logaritmen inngår med koeffisient 1.',
    'Tid eller størrelse under risiko, over 0: logaritmen indgår med koefficient 1.',
  ),
)
const COUNT_OPTIONS = [
  ...OPTIONS,
  flag('irr', 'Incidence rate ratios.', 'Insidensrateratioer.', 'Incidensrateratioer.'),
  EXPOSURE,
] as const

export const MODELS = {
  regress: {
    ...MODEL,
    syntax: 'regress y x … [if condition] [, options]',
    summary: text(
      'Linear regression by least squares.',
      'Lineær regresjon med minste kvadrater.',
      'Lineær regression med mindste kvadrater.',
    ),
    options: OPTIONS,
    example: 'regress bmi age i.sex',
  },
  logit: {
    ...MODEL,
    syntax: 'logit y x … [if condition] [, or mfx() options]',
    summary: text(
      'Logistic regression of 0 or 1.',
      'Logistisk regresjon av 0 eller 1.',
      'Logistisk regression af 0 eller 1.',
    ),
    options: [
      ...OPTIONS,
      ODDS_RATIOS,
      option(
        'mfx',
        'some-names',
        text(
          'Marginal effects at the means: dydx (change of the probability, also mfx()), eyex (elasticity), dyex (change by a relative change of x), eydx (relative change by x).',
          'Marginale effekter i gjennomsnittet: dydx (endring av sannsynligheten, også mfx()), eyex (elastisitet), dyex (endring ved relativ endring av x), eydx (relativ endring ved x).',
          'Marginale effekter i gennemsnittet: dydx (ændring af sandsynligheden, også mfx()), eyex (elasticitet), dyex (ændring ved relativ ændring af x), eydx (relativ ændring ved x).',
        ),
      ),
    ],
    example: 'logit death age i.sex, or',
  },
  probit: {
    ...MODEL,
    syntax: 'probit y x … [if condition] [, options]',
    summary: text(
      'Probit regression of 0 or 1.',
      'Probitregresjon av 0 eller 1.',
      'Probitregression af 0 eller 1.',
    ),
    options: OPTIONS,
    example: 'probit death age i.sex',
  },
  mlogit: {
    ...MODEL,
    syntax: 'mlogit y x … [if condition] [, rrr options]',
    summary: text(
      'Multinomial logistic regression: each level of the outcome against the lowest.',
      'Multinomisk logistisk regresjon: hvert nivå av utfallet mot det laveste.',
      'Multinomial logistisk regression: hvert niveau af udfaldet mod det laveste.',
    ),
    options: [
      ...OPTIONS,
      flag('rrr', 'Relative risk ratios.', 'Relative risikoratioer.', 'Relative risikoratioer.'),
      flag('or', 'The same as rrr.', 'Det samme som rrr.', 'Det samme som rrr.'),
    ],
    example: 'mlogit region age i.sex',
  },
  poisson: {
    ...MODEL,
    syntax: 'poisson y x … [if condition] [, irr exposure() options]',
    summary: text(
      'Poisson regression of a count.',
      'Poissonregresjon av et antall.',
      'Poissonregression af et antal.',
    ),
    options: COUNT_OPTIONS,
    example: 'poisson visits age i.sex, irr',
  },
  'negative-binomial': {
    ...MODEL,
    syntax: 'negative-binomial y x … [if condition] [, irr exposure() options]',
    summary: text(
      'Negative binomial regression of a count that varies more than Poisson’s.',
      'Negativ binomisk regresjon av et antall som varierer mer enn Poissons.',
      'Negativ binomial regression af et antal, der varierer mere end Poissons.',
    ),
    options: COUNT_OPTIONS,
    example: 'negative-binomial visits age i.sex, irr',
  },
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
  'probit-predict': predict(
    'models',
    'model',
    'probit-predict y x …',
    'probit-predict death age i.sex, probabilities(risk)',
    ['probabilities', 'predicted', 'residuals'],
    [CONTROL, NO_CONSTANT],
  ),
  'mlogit-predict': predict(
    'models',
    'model',
    'mlogit-predict y x …',
    "mlogit-predict stage age, probabilities(late) outcome('3')",
    ['predicted', 'probabilities'],
    [
      option(
        'outcome',
        'text',
        text(
          'The level whose probability it is; of each in the code list when left out, as name_code.',
          'Nivået sannsynligheten gjelder; for hvert i kodelisten hvis utelatt, som navn_kode.',
          'Niveauet, sandsynligheden gælder; for hvert i kodelisten, hvis det udelades, som navn_kode.',
        ),
      ),
      CONTROL,
      NO_CONSTANT,
    ],
  ),
  'poisson-predict': predict(
    'models',
    'model',
    'poisson-predict y x …',
    'poisson-predict visits age, predicted(expected) exposure(years)',
    ['predicted', 'residuals'],
    [EXPOSURE, CONTROL, NO_CONSTANT],
  ),
  'negative-binomial-predict': predict(
    'models',
    'model',
    'negative-binomial-predict y x …',
    'negative-binomial-predict visits age, residuals(rest)',
    ['predicted', 'residuals'],
    [EXPOSURE, CONTROL, NO_CONSTANT],
  ),
} as const satisfies Record<string, CommandDoc>
