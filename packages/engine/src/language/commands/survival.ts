/** Survival, and what event histories need: matched cohorts, time-dependent rows, standardised rates. */
import { COMMON, CONTROL, EDIT, flag, LEVEL, NO_CONSTANT, predict, TERMS } from './common.js'
import { type CommandDoc, later, notYet, option, text } from './types.js'

const HAZARD = flag(
  'hazard',
  'Hazard ratios (shown in any case).',
  'Hasardrater (vises uansett).',
  'Hasardratioer (vises under alle omstændigheder).',
)
const ENTRY = option(
  'entry',
  'name',
  text(
    'When each came under observation.',
    'Når hver kom under observasjon.',
    'Hvornår hver kom under observation.',
  ),
)

export const SURVIVAL = {
  cox: {
    category: 'survival',
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
      HAZARD,
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
      ENTRY,
      option(
        'by',
        'name',
        text('A model for each group.', 'En modell for hver gruppe.', 'En model for hver gruppe.'),
      ),
      option(
        'phtest',
        'name',
        text(
          'Tests proportional hazards against effects that change with km (1 − the Kaplan–Meier curve), identity (time) or log of time.',
          'Tester proporsjonale hasarder mot effekter som endrer seg med km (1 − Kaplan–Meier-kurven), identity (tid) eller log av tid.',
          'Tester proportionale hasarder mod effekter, der ændrer sig med km (1 − Kaplan–Meier-kurven), identity (tid) eller log af tid.',
        ),
      ),
    ],
    example: 'cox death years age male bmi diabetes',
  },
  'kaplan-meier': {
    category: 'survival',
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
  weibull: {
    category: 'survival',
    status: 'available',
    shape: 'survival',
    condition: true,
    syntax: 'weibull event time [x …] [if condition] [, options]',
    summary: text(
      'Proportional hazards with a hazard that rises or falls as a power of time: hazard ratios, and the shape, above 1 where it rises.',
      'Proporsjonale hasarder der hasarden stiger eller faller som en potens av tid: hasardrater, og formen, over 1 der den stiger.',
      'Proportionale hasarder, hvor hasarden stiger eller falder som en potens af tid: hasardratioer, og formen, over 1 hvor den stiger.',
    ),
    arguments: [TERMS, EDIT],
    options: [...COMMON, HAZARD, NO_CONSTANT, ENTRY],
    example: 'weibull death years age male',
  },
  'cox-predict': predict(
    'survival',
    'survival',
    'cox-predict event time x …',
    'cox-predict death years age male, predicted(hazard)',
    ['predicted'],
    [CONTROL],
  ),
  'weibull-predict': predict(
    'survival',
    'survival',
    'weibull-predict event time x …',
    'weibull-predict death years age male, predicted(median)',
    ['predicted', 'probabilities'],
    [CONTROL, NO_CONSTANT, ENTRY],
  ),
  match: notYet(
    'survival',
    'match cases into dataset on age sex [, ratio(4) caliper(age 2) replace seed()]',
    text(
      'Matched cohorts and case–control.',
      'Matchede kohorter og kasus–kontroll.',
      'Matchede kohorter og case–kontrol.',
    ),
  ),
  'survival-data': notYet(
    'survival',
    'survival-data dataset, index(x) exit(y) event(z) time-varying(a b)',
    text(
      'Rows for covariates that change over time.',
      'Rader for kovariater som endrer seg over tid.',
      'Rækker for kovariater, der ændrer sig over tid.',
    ),
  ),
  'standardize-rate': {
    ...notYet(
      'survival',
      'standardize-rate event time by(age sex) to(population)',
      text('Age-standardised rates.', 'Aldersstandardiserte rater.', 'Aldersstandardiserede rater.'),
    ),
    options: [later('by', text('Groups.', 'Grupper.', 'Grupper.'))],
  },
} as const satisfies Record<string, CommandDoc>
