/** The population survey: health and living as people tell it, with all that surveys suffer from: absence, gaps, flattery. */

import { COUNTRY_NAME } from '../country.js'
import { type Column, type CountryTable, countryRegister } from '../country-register.js'
import { type Day, dayOf } from '../days.js'
import { ageOn, FEMALE, type Illness, isResident, type Person } from '../person.js'
import { Choice, type Random } from '../random.js'
import { type CodeRow, words } from '../register.js'
import { MISSING, type Rows } from '../tables.js'

/** Invitations go out in September of these years. */
const WAVES = [2015, 2019, 2023].map((year) => dayOf(year, 9, 7))
/** Share of adults invited to a wave. */
const INVITED = 0.03
/** Share of answers to a single question that are missing; questions on weight and alcohol are left out twice as often. */
const UNANSWERED = 0.02

const OWN = 'Sundland: population survey'
const OUTCOMES: readonly CodeRow[] = [
  ['1', 'Answered', 'Svarte', 'Svarede'],
  ['2', 'Refused', 'Ønsket ikke å delta', 'Ønskede ikke at deltage'],
  ['3', 'Not reached', 'Ikke oppnådd kontakt', 'Ikke truffet'],
]
const HEALTH: readonly CodeRow[] = [
  ['1', 'Very good', 'Svært god', 'Virkelig godt'],
  ['2', 'Good', 'God', 'Godt'],
  ['3', 'Neither good nor bad', 'Verken god eller dårlig', 'Nogenlunde'],
  ['4', 'Bad', 'Dårlig', 'Dårligt'],
  ['5', 'Very bad', 'Svært dårlig', 'Meget dårligt'],
]
const SMOKING: readonly CodeRow[] = [
  ['1', 'Daily', 'Daglig', 'Dagligt'],
  ['2', 'Now and then', 'Av og til', 'Lejlighedsvis'],
  ['3', 'Formerly', 'Tidligere', 'Tidligere'],
  ['4', 'Never', 'Aldri', 'Aldrig'],
]
const OFTEN: readonly CodeRow[] = [
  ['1', 'Never', 'Aldri', 'Aldrig'],
  ['2', 'Seldom', 'Sjelden', 'Sjældent'],
  ['3', 'Now and then', 'Av og til', 'En gang imellem'],
  ['4', 'Often', 'Ofte', 'Ofte'],
  ['5', 'Very often', 'Svært ofte', 'Meget ofte'],
]
const CONSENT: readonly CodeRow[] = [
  ['1', 'Given', 'Gitt', 'Givet'],
  ['2', 'Not given', 'Ikke gitt', 'Ikke givet'],
  ['3', 'Given, later withdrawn', 'Gitt, senere trukket', 'Givet, senere trukket tilbage'],
]

type Words = ReturnType<typeof words>
const asked = (name: string, title: Words, description: Words, codes: readonly CodeRow[]): Column => ({
  name,
  title,
  description,
  codes,
  source: OWN,
})
const told = (
  name: string,
  title: Words,
  description: Words,
  kind: 'integer' | 'decimal',
  means: Words,
  unit?: string,
): Column => ({
  name,
  title,
  description,
  kind,
  means,
  ...(unit ? { unit } : {}),
})

const RESPONSE: CountryTable = {
  name: 'RESPONSE',
  title: words(
    'Invited persons and their answers',
    'Inviterte personer og svarene deres',
    'Inviterede personer og deres svar',
  ),
  description: words(
    'One row for each person invited to a wave (2015, 2019, 2023): 3% of residents aged 18 and over, drawn at random. About 55% answered. Answers are missing for those who did not, and for about 2% of single questions; 4% for weight and alcohol.',
    'Én rad for hver person som ble invitert til en runde (2015, 2019, 2023): 3 % av de bosatte på 18 år eller mer, trukket tilfeldig. Omtrent 55 % svarte. Svar mangler for dem som ikke gjorde det, og for omtrent 2 % av enkeltspørsmålene; 4 % for vekt og alkohol.',
    'Én række for hver person, der blev inviteret til en runde (2015, 2019, 2023): 3 % af indbyggerne på 18 år og derover, udtrukket tilfældigt. Omkring 55 % svarede. Svar mangler for dem, der ikke gjorde, og for omkring 2 % af enkeltspørgsmålene; 4 % for vægt og alkohol.',
  ),
  day: 'from_day',
  columns: [
    asked(
      'OUTCOME',
      words('Outcome', 'Utfall', 'Udfald'),
      words(
        'What came of the invitation.',
        'Hva det ble av invitasjonen.',
        'Hvad der kom ud af invitationen.',
      ),
      OUTCOMES,
    ),
    asked(
      'CONSENT_LINKAGE',
      words('Consent to linkage', 'Samtykke til kobling', 'Samtykke til samkøring'),
      words(
        'Whether the answers may be linked with registers: of those who answered.',
        'Om svarene kan kobles med registre, blant dem som svarte.',
        'Om svarene må samkøres med registre, blandt dem, der svarede.',
      ),
      CONSENT,
    ),
    asked(
      'SELF_RATED_HEALTH',
      words('Self-rated health', 'Egenvurdert helse', 'Selvvurderet helbred'),
      words(
        'How the person rates own health in general.',
        'Hvordan personen vurderer helsen sin i alminnelighet.',
        'Hvordan personen vurderer sit helbred alt i alt.',
      ),
      HEALTH,
    ),
    told(
      'HEIGHT',
      words('Height', 'Høyde', 'Højde'),
      words(
        'As stated; about a centimetre too much.',
        'Som oppgitt; omtrent en centimeter for mye.',
        'Som oplyst; omkring en centimeter for meget.',
      ),
      'integer',
      words('Centimetres', 'Centimeter', 'Centimeter'),
      'cm',
    ),
    told(
      'WEIGHT',
      words('Weight', 'Vekt', 'Vægt'),
      words(
        'As stated; below the truth, the more so the heavier.',
        'Som oppgitt; lavere enn sann vekt, mer jo tyngre personen er.',
        'Som oplyst; lavere end den sande vægt, mere jo tungere personen er.',
      ),
      'integer',
      words('Kilograms', 'Kilogram', 'Kilogram'),
      'kg',
    ),
    asked(
      'SMOKING',
      words('Smoking', 'Røyking', 'Rygning'),
      words('Whether the person smokes.', 'Om personen røyker.', 'Om personen ryger.'),
      SMOKING,
    ),
    told(
      'ALCOHOL',
      words('Alcohol (AUDIT-C)', 'Alkohol (AUDIT-C)', 'Alkohol (AUDIT-C)'),
      words(
        'Sum of the three questions of AUDIT-C on drinking.',
        'Summen av de tre spørsmålene om drikking i AUDIT-C.',
        'Summen af de tre spørgsmål om alkohol i AUDIT-C.',
      ),
      'integer',
      words('0–12 points', '0–12 poeng', '0–12 point'),
    ),
    told(
      'ACTIVITY',
      words('Days with physical activity', 'Dager med fysisk aktivitet', 'Dage med fysisk aktivitet'),
      words(
        'Days a week with at least 30 minutes of activity.',
        'Dager i uken med minst 30 minutters aktivitet.',
        'Dage om ugen med mindst 30 minutters aktivitet.',
      ),
      'integer',
      words('Days a week', 'Dager per uke', 'Dage om ugen'),
    ),
    told(
      'LIFE_SATISFACTION',
      words('Satisfaction with life', 'Tilfredshet med livet', 'Tilfredshed med livet'),
      words(
        'From 0, not at all satisfied, to 10, fully.',
        'Fra 0, ikke fornøyd i det hele tatt, til 10, svært fornøyd.',
        'Fra 0, slet ikke tilfreds, til 10, fuldt ud tilfreds.',
      ),
      'integer',
      words('0–10 points', '0–10 poeng', '0–10 point'),
    ),
    asked(
      'LONELINESS',
      words('Loneliness', 'Ensomhet', 'Ensomhed'),
      words(
        'How often the person feels lonely.',
        'Hvor ofte personen føler seg ensom.',
        'Hvor ofte personen føler sig ensom.',
      ),
      OFTEN,
    ),
    told(
      'SLEEP',
      words('Sleep', 'Søvn', 'Søvn'),
      words(
        'Usual sleep on a weekday night, in half hours.',
        'Vanlig søvn en natt på hverdager, i halve timer.',
        'Sædvanlig søvn en hverdagsnat, i halve timer.',
      ),
      'decimal',
      words('Hours a night', 'Timer per natt', 'Timer pr. nat'),
      'h',
    ),
  ],
}

/** How much an illness weighs on health as people feel it, in deviates. */
const BURDEN: Partial<Record<Illness, number>> = {
  copd: 0.9,
  'heart-failure': 0.9,
  stroke: 0.7,
  depression: 0.6,
  anxiety: 0.45,
  schizophrenia: 0.6,
  'bipolar-disorder': 0.5,
  'rheumatoid-arthritis': 0.7,
  osteoarthritis: 0.4,
  'multiple-sclerosis': 1,
  parkinson: 1,
  'diabetes-type-2': 0.3,
  'diabetes-type-1': 0.3,
  'ischaemic-heart-disease': 0.35,
  migraine: 0.2,
  'inflammatory-bowel-disease': 0.3,
  'chronic-kidney-disease': 0.3,
  'lung-cancer': 1.2,
  'colorectal-cancer': 0.5,
  'breast-cancer': 0.3,
  endometriosis: 0.3,
  'alcohol-use-disorder': 0.5,
  asthma: 0.15,
  osteoporosis: 0.15,
  dementia: 0.4,
  'other-cancer': 0.5,
}
/** How much it weighs on the mind. */
const GLOOM: Partial<Record<Illness, number>> = {
  depression: 0.8,
  anxiety: 0.6,
  schizophrenia: 0.9,
  'bipolar-disorder': 0.6,
  'alcohol-use-disorder': 0.6,
  adhd: 0.3,
  'multiple-sclerosis': 0.3,
  stroke: 0.3,
  copd: 0.2,
}

const MISSED = new Choice<number>([
  [1, 0.6],
  [2, 0.4],
])
const CONSENTS = new Choice<number>([
  [0, 0.84],
  [1, 0.13],
  [2, 0.03],
])
/** Deviates between answers: very good 27 %, good 47, neither 18, bad 6.5, very bad 1.5 (Statistics Norway, survey on living conditions, about 2019). */
const HEALTH_BOUNDS = [-0.45, 0.72, 1.5, 2.25]
/** Never 38 %, seldom 32, now and then 21, often 7, very often 2 (about, after the Norwegian Counties Public Health Survey). */
const LONELY_BOUNDS = [-0.25, 0.6, 1.4, 2.1]

const sumOver = (person: Person, day: Day, weights: Partial<Record<Illness, number>>): number => {
  let sum = 0
  for (const [illness, found] of person.illnesses) if (found <= day) sum += weights[illness] ?? 0
  return sum
}

/** The first answer whose bound the score stays below. */
const answer = (score: number, bounds: readonly number[]): number => {
  const place = bounds.findIndex((bound) => score < bound)
  return place < 0 ? bounds.length : place
}
const within = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.round(value)))

/** Share who answer: least among the young and the very old, more with status (non-response of Norwegian health surveys). */
function participation(person: Person, day: Day): number {
  const age = ageOn(person, day)
  const byAge = age < 25 ? 0.38 : age < 35 ? 0.45 : age < 50 ? 0.54 : age < 67 ? 0.64 : age < 80 ? 0.66 : 0.42
  const share = byAge + 0.06 * person.traits.status + (person.sex === FEMALE ? 0.06 : 0)
  return person.bornIn === 'NO' ? share : share - 0.15
}

export const survey = countryRegister({
  name: 'survey',
  sensitivity: 'PERSON_SPECIAL',
  title: words(
    'Population survey of health and living',
    'Befolkningsundersøkelsen om helse og levekår',
    'Befolkningsundersøgelsen om sundhed og levevilkår',
  ),
  description: words(
    `A survey of the adults of ${COUNTRY_NAME}, a made-up country, in three waves. Nobody in it exists.`,
    `En undersøkelse blant voksne i ${COUNTRY_NAME}, et oppdiktet land, i tre runder. Ingen i den finnes.`,
    `En undersøgelse blandt voksne i ${COUNTRY_NAME}, et opdigtet land, i tre runder. Ingen i den findes.`,
  ),
  holder: {
    name: 'population-survey',
    title: words('Population survey', 'Befolkningsundersøkelsen', 'Befolkningsundersøgelsen'),
  },
  population: words(
    'A random 3% of residents aged 18 and over in each wave',
    'Tilfeldige 3 % av bosatte på 18 år eller mer i hver runde',
    'Tilfældige 3 % af indbyggerne på 18 år og derover i hver runde',
  ),
  tables: [RESPONSE],
  stream: 114,
  write(person: Person, rows: Readonly<Record<string, Rows>>, random: Random) {
    for (const wave of WAVES) {
      if (!random.chance(INVITED)) continue
      const day = wave + random.between(0, 80)
      if (ageOn(person, day) < 18 || !isResident(person, day)) continue
      if (random.chance(participation(person, day)))
        rows['RESPONSE']?.push(person.identifier, day, ...answers(person, day, random))
      else
        rows['RESPONSE']?.push(
          person.identifier,
          day,
          random.pick(MISSED),
          ...Array.from({ length: RESPONSE.columns.length - 1 }, () => MISSING),
        )
    }
  },
})

/** A participant's answers, in the order of the table's variables. */
function answers(person: Person, day: Day, random: Random): number[] {
  const age = ageOn(person, day)
  const { status, frailty, vulnerability, smoking, bmi } = person.traits
  const women = person.sex === FEMALE
  const told = (value: number, unanswered = UNANSWERED): number =>
    random.chance(unanswered) ? MISSING : value
  const ill = sumOver(person, day, BURDEN)
  const felt =
    ill +
    0.25 * frailty +
    0.2 * vulnerability -
    0.25 * status +
    0.008 * (age - 50) -
    0.4 +
    random.normal(0, 0.85)
  const gloom =
    sumOver(person, day, GLOOM) + 0.5 * vulnerability - 0.15 * status - 0.25 + random.normal(0, 0.8)
  // Height of the cohort, 180 cm and 167 cm for the young, a tenth less a year for the old; the old have shrunk (Norwegian Institute of Public Health).
  const height = (women ? 167 : 180.3) - 0.09 * Math.max(0, age - 30) + random.normal(0, women ? 6.2 : 6.8)
  const weight = bmi * (height / 100) ** 2
  const understated = 0.5 + 0.05 * Math.max(0, weight - 70) * (women ? 1.3 : 1)
  return [
    0,
    random.pick(CONSENTS),
    told(answer(felt, HEALTH_BOUNDS)),
    told(Math.round(height + 0.9)),
    told(Math.round(weight - understated), 2 * UNANSWERED),
    told(smoking === 'current' ? (random.chance(0.5) ? 0 : 1) : smoking === 'former' ? 2 : 3),
    told(
      within(
        (women ? 3.1 : 4.3) -
          0.02 * (age - 40) +
          0.35 * status +
          (person.illnesses.has('alcohol-use-disorder') ? 3.5 : 0) +
          random.normal(0, 2),
        0,
        12,
      ),
      2 * UNANSWERED,
    ),
    told(within(2.9 + 0.35 * status - 0.5 * ill - (age > 75 ? 0.6 : 0) + random.normal(0, 1.8), 0, 7)),
    told(within(7.6 - 0.75 * gloom - 0.35 * ill + (age > 60 ? 0.3 : 0) + random.normal(0, 1.1), 0, 10)),
    told(answer(gloom + (age < 30 ? 0.35 : age > 80 ? 0.2 : 0), LONELY_BOUNDS)),
    told(Math.round(2 * (7 + (women ? 0.15 : 0) - 0.25 * gloom + random.normal(0, 0.8))) / 2),
  ]
}
