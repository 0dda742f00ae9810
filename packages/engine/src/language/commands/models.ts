/** Regressions and survival. */
import { type CommandDoc, later, notYet, type OptionDoc, option, text } from './types.js'

const EDIT = {
  name: 'if condition',
  summary: text(
    'Only rows for which the condition is true, in this model.',
    'Bare rader der betingelsen er sann, i denne modellen.',
    'Kun rækker, hvor betingelsen er sand, i denne model.',
  ),
}
const TERMS = {
  name: 'x …',
  summary: text(
    'x or c.x as a number, i.x by category (lowest is the base), a#b their product, a##b both and their product.',
    'x eller c.x som tall, i.x etter kategori (laveste er basis), a#b produktet, a##b begge og produktet.',
    'x eller c.x som tal, i.x efter kategori (laveste er basis), a#b produktet, a##b begge og produktet.',
  ),
}
const LEVEL = option(
  'level',
  'number',
  text(
    'Confidence level in percent; 95 when left out.',
    'Konfidensnivå i prosent; 95 hvis utelatt.',
    'Konfidensniveau i procent; 95, hvis det udelades.',
  ),
)
const flag = (name: string, en: string, nb: string, da: string): OptionDoc =>
  option(name, 'flag', text(en, nb, da))

const COMMON = [
  LEVEL,
  flag(
    'robust',
    'Standard errors that hold under unequal variance.',
    'Standardfeil som tåler ulik varians.',
    'Standardfejl, der tåler ulige varians.',
  ),
  option(
    'cluster',
    'name',
    text(
      'Standard errors for groups that belong together.',
      'Standardfeil for grupper som hører sammen.',
      'Standardfejl for grupper, der hører sammen.',
    ),
  ),
  flag(
    'standardize',
    'Standardised coefficients.',
    'Standardiserte koeffisienter.',
    'Standardiserede koefficienter.',
  ),
  option('control', 'names', text('More terms, as numbers.', 'Flere ledd, som tall.', 'Flere led, som tal.')),
  later('margins', text('Marginal effects.', 'Marginale effekter.', 'Marginale effekter.')),
] as const
const NO_CONSTANT = flag('noconstant', 'No intercept.', 'Uten konstantledd.', 'Uden konstantled.')

const predict = (syntax: string) =>
  notYet(
    'models',
    `${syntax} [, predicted() residuals() probabilities()]`,
    text('Predictions as variables.', 'Prediksjoner som variabler.', 'Prædiktioner som variable.'),
  )

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
  cox: {
    category: 'models',
    status: 'available',
    shape: 'survival',
    condition: true,
    syntax: 'cox event time [x …] [if condition] [, options]',
    summary: text(
      'Proportional hazards: how terms change the rate of an event that is 0 or 1.',
      'Proporsjonale hasarder: hvordan ledd endrer raten av en hendelse som er 0 eller 1.',
      'Proportionale hasarder: hvordan led ændrer raten af en hændelse, der er 0 eller 1.',
    ),
    arguments: [TERMS, EDIT],
    options: [
      ...COMMON,
      flag(
        'hazard',
        'Hazard ratios (shown in any case).',
        'Hasardrater (vises uansett).',
        'Hasardratioer (vises under alle omstændigheder).',
      ),
      option(
        'ties',
        'name',
        text(
          'efron (the default) or breslow.',
          'efron (standard) eller breslow.',
          'efron (standard) eller breslow.',
        ),
      ),
      option(
        'strata',
        'names',
        text('A baseline for each stratum.', 'En basis for hvert stratum.', 'En basis for hvert stratum.'),
      ),
      option(
        'entry',
        'name',
        text(
          'When each came under observation.',
          'Når hver kom under observasjon.',
          'Hvornår hver kom under observation.',
        ),
      ),
      later('by', text('A model for each group.', 'En modell for hver gruppe.', 'En model for hver gruppe.')),
    ],
    example: 'cox death years age male bmi diabetes',
  },
  'kaplan-meier': {
    category: 'models',
    status: 'available',
    shape: 'survival',
    condition: true,
    syntax: 'kaplan-meier event time [if condition] [, by(g) level(95)]',
    summary: text(
      'The share still without the event over time, with the log-rank test between groups.',
      'Andelen uten hendelsen over tid, med log-rank-test mellom grupper.',
      'Andelen uden hændelsen over tid, med log-rank-test mellem grupper.',
    ),
    arguments: [EDIT],
    options: [
      option(
        'by',
        'name',
        text('A curve for each group.', 'En kurve for hver gruppe.', 'En kurve for hver gruppe.'),
      ),
      LEVEL,
    ],
    example: 'kaplan-meier death years, by(diabetes)',
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
  ivregress: notYet(
    'models',
    'ivregress y x (endog = instruments)',
    text('Instrumental variables.', 'Instrumentvariabler.', 'Instrumentvariabler.'),
  ),
  'regress-panel': notYet(
    'models',
    'regress-panel y x [, fe re be pooled]',
    text('Panel regression.', 'Panelregresjon.', 'Panelregression.'),
  ),
  'regress-panel-diff': notYet(
    'models',
    'regress-panel-diff y group treated x',
    text('Difference in differences.', 'Forskjell i forskjeller.', 'Forskel i forskelle.'),
  ),
  hausman: notYet('models', 'hausman y x', text('Hausman’s test.', 'Hausmans test.', 'Hausmans test.')),
  'regress-mml': notYet(
    'models',
    'regress-mml y x by g1 [g2]',
    text('Linear mixed models.', 'Lineære blandede modeller.', 'Lineære blandede modeller.'),
  ),
  oaxaca: notYet(
    'models',
    'oaxaca y x by g',
    text('Oaxaca–Blinder decomposition.', 'Oaxaca–Blinder-dekomponering.', 'Oaxaca–Blinder-dekomponering.'),
  ),
  rdd: notYet(
    'models',
    'rdd y running x',
    text('Regression discontinuity.', 'Regresjonsdiskontinuitet.', 'Regressionsdiskontinuitet.'),
  ),
  weibull: notYet(
    'models',
    'weibull event time [x …]',
    text('Weibull survival model.', 'Weibull-modell for overlevelse.', 'Weibull-model for overlevelse.'),
  ),
  'regress-predict': predict('regress-predict y x …'),
  'logit-predict': predict('logit-predict y x …'),
  'probit-predict': predict('probit-predict y x …'),
  'mlogit-predict': predict('mlogit-predict y x …'),
  'poisson-predict': predict('poisson-predict y x …'),
  'negative-binomial-predict': predict('negative-binomial-predict y x …'),
  'ivregress-predict': predict('ivregress-predict y x …'),
  'regress-panel-predict': predict('regress-panel-predict y x …'),
  'regress-mml-predict': predict('regress-mml-predict y x by g1'),
  'rdd-predict': predict('rdd-predict y running x'),
  'cox-predict': predict('cox-predict event time x …'),
  'weibull-predict': predict('weibull-predict event time x …'),
} as const satisfies Record<string, CommandDoc>
