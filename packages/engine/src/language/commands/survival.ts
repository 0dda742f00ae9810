/** Survival, and what event histories need: matched cohorts, time-dependent rows, standardised rates. */
import { COMMON_OF_HAZARDS, CONTROL, EDIT, flag, LEVEL, NO_CONSTANT, predict, TERMS } from './common.js'
import { type CommandDoc, option, text } from './types.js'

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
      ...COMMON_OF_HAZARDS,
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
    options: [...COMMON_OF_HAZARDS, HAZARD, NO_CONSTANT, ENTRY],
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
  match: {
    category: 'survival',
    status: 'available',
    shape: 'match',
    condition: false,
    syntax: 'match cases into dataset on age sex [, ratio(4) caliper(age 2) replace seed(1)]',
    summary: text(
      'Draws matches for the units of the dataset cases from the active dataset, as a new dataset that becomes active: the cases and their matches, the variables that both have, match_set (the number of the set) and match_case (1 for cases). Cases themselves are never drawn; a case without matches stays, alone in its set.',
      'Trekker kontroller til enhetene i datasettet cases fra det aktive datasettet, som et nytt datasett som blir aktivt: kasusene og kontrollene deres, variablene som begge har, match_set (settets nummer) og match_case (1 for kasus). Kasus trekkes aldri selv; et kasus uten kontroller blir stående alene i settet sitt.',
      'Trækker kontroller til enhederne i datasættet cases fra det aktive datasæt, som et nyt datasæt, der bliver aktivt: casene og deres kontroller, variablerne, som begge har, match_set (sættets nummer) og match_case (1 for cases). Cases trækkes aldrig selv; en case uden kontroller bliver stående alene i sit sæt.',
    ),
    arguments: [
      {
        name: 'cases',
        summary: text(
          'A dataset with one row for each unit that is to have matches.',
          'Et datasett med én rad for hver enhet som skal ha kontroller.',
          'Et datasæt med én række for hver enhed, der skal have kontroller.',
        ),
      },
      {
        name: 'on x …',
        summary: text(
          'Variables in which a match equals its case. Who misses one is not matched.',
          'Variabler der en kontroll er lik sitt kasus. Den som mangler en verdi, får ingen.',
          'Variabler, hvor en kontrol er lig sin case. Den, der mangler en værdi, får ingen.',
        ),
      },
    ],
    options: [
      option(
        'ratio',
        'number',
        text(
          'How many matches each case gets at most; 1 when left out.',
          'Hvor mange kontroller hvert kasus høyst får; 1 hvis utelatt.',
          'Hvor mange kontroller hver case højst får; 1, hvis det udelades.',
        ),
      ),
      option(
        'caliper',
        'text',
        text(
          'How far a match may lie from its case instead of equal: age 2 is up to two years on either side.',
          'Hvor langt en kontroll kan ligge fra sitt kasus i stedet for likt: age 2 er inntil to år til hver side.',
          'Hvor langt en kontrol må ligge fra sin case i stedet for ens: age 2 er op til to år til hver side.',
        ),
      ),
      flag(
        'replace',
        'A unit may be a match of several cases.',
        'En enhet kan være kontroll for flere kasus.',
        'En enhed kan være kontrol for flere cases.',
      ),
      option(
        'seed',
        'number',
        text(
          'Another number draws other matches; 1 when left out.',
          'Et annet tall trekker andre kontroller; 1 hvis utelatt.',
          'Et andet tal trækker andre kontroller; 1, hvis det udelades.',
        ),
      ),
    ],
    example: 'match cases into matched on age male, ratio(4) caliper(age 2)',
  },
  'survival-data': {
    category: 'survival',
    status: 'available',
    shape: 'name',
    condition: false,
    syntax: 'survival-data dataset, index(x) exit(y) event(z) time-varying(a b)',
    summary: text(
      'A new dataset, which becomes active, with a row for each stretch of a unit’s time at risk in which the variables over time are constant: entry and time in days since the index date, and the event 1 on the last row only. A value holds from its START@ until another begins, a period no longer than to its STOP@; else the variable is missing. Then cox z time a b, entry(entry).',
      'Et nytt datasett, som blir aktivt, med en rad for hver del av en enhets tid under risiko der variablene over tid er konstante: entry og time i dager siden indeksdatoen, og hendelsen 1 bare på siste rad. En verdi gjelder fra sin START@ til en annen begynner, en periode ikke lenger enn til sin STOP@; ellers mangler variabelen. Deretter cox z time a b, entry(entry).',
      'Et nyt datasæt, som bliver aktivt, med en række for hver del af en enheds tid under risiko, hvor variablerne over tid er konstante: entry og time i dage siden indeksdatoen, og hændelsen 1 kun på sidste række. En værdi gælder fra sin START@, til en anden begynder, en periode ikke længere end til sin STOP@; ellers mangler variablen. Derefter cox z time a b, entry(entry).',
    ),
    arguments: [
      { name: 'dataset', summary: text('A name of your own.', 'Et navn du velger.', 'Et navn, du vælger.') },
    ],
    options: [
      option(
        'index',
        'name',
        text('The date at which time starts.', 'Datoen tiden starter.', 'Datoen, hvor tiden starter.'),
      ),
      option(
        'exit',
        'name',
        text('The date at which time ends.', 'Datoen tiden slutter.', 'Datoen, hvor tiden slutter.'),
      ),
      option(
        'event',
        'name',
        text(
          'Whether time ended with the event: any value but 0.',
          'Om tiden sluttet med hendelsen: enhver verdi utenom 0.',
          'Om tiden sluttede med hændelsen: enhver værdi undtagen 0.',
        ),
      ),
      option(
        'time-varying',
        'names',
        text(
          'Variables brought by import-event.',
          'Variabler hentet med import-event.',
          'Variabler hentet med import-event.',
        ),
      ),
    ],
    example: 'survival-data spells, index(born) exit(last) event(death) time-varying(diagnosis)',
  },
  'standardize-rate': {
    category: 'survival',
    status: 'available',
    shape: 'survival',
    condition: true,
    syntax:
      'standardize-rate event time [if condition], by(age sex) to(dataset) [over(g) per(100000) level(95)]',
    summary: text(
      'Rates of an event per person-time, as they are and directly standardised: as they would be if people were spread over the strata as in another dataset. Intervals after Fay and Feuer.',
      'Rater av en hendelse per persontid, som de er og direkte standardisert: slik de ville vært om personene var fordelt på strataene som i et annet datasett. Intervaller etter Fay og Feuer.',
      'Rater af en hændelse per persontid, som de er og direkte standardiseret: som de ville være, hvis personerne var fordelt på strataene som i et andet datasæt. Intervaller efter Fay og Feuer.',
    ),
    arguments: [
      {
        name: 'event',
        summary: text(
          '0 or 1, or how many events.',
          '0 eller 1, eller antall hendelser.',
          '0 eller 1, eller antal hændelser.',
        ),
      },
      {
        name: 'time',
        summary: text(
          'Person-time; rows where it is not above 0 are left out.',
          'Persontid; rader der den ikke er over 0, tas ut.',
          'Persontid; rækker, hvor den ikke er over 0, udelades.',
        ),
      },
      EDIT,
    ],
    options: [
      option(
        'by',
        'names',
        text(
          'The strata, variables that both datasets have.',
          'Strataene, variabler som begge datasett har.',
          'Strataene, variable, som begge datasæt har.',
        ),
      ),
      option(
        'to',
        'name',
        text(
          'The dataset whose people are the standard, one row each. When it is not public, its people in a stratum count rounded to tens.',
          'Datasettet der personene er standarden, én rad hver. Når det ikke er åpent, teller personene i et stratum avrundet til tiere.',
          'Datasættet, hvor personerne er standarden, én række hver. Når det ikke er åbent, tæller personerne i et stratum afrundet til tiere.',
        ),
      ),
      option(
        'over',
        'name',
        text('Rates for each group.', 'Rater for hver gruppe.', 'Rater for hver gruppe.'),
      ),
      option(
        'per',
        'number',
        text(
          'Person-time that rates are per; 100000 when left out.',
          'Persontiden ratene gjelder; 100000 hvis utelatt.',
          'Persontiden, som raterne gælder; 100000, hvis det udelades.',
        ),
      ),
      LEVEL,
    ],
    example: 'standardize-rate death years, by(male) to(everyone)',
  },
} as const satisfies Record<string, CommandDoc>
