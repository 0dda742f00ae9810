/**
 * The register of home monitoring: what people with a long-lasting illness measure at home and send to a service that follows
 * them for some months. Measurements turn for the worse before a stay in hospital, as the illness does.
 */
import { weekdayOf } from '../calendar.js'
import { countryRegister } from '../country-register.js'
import type { Day } from '../days.js'
import { dayOf, LAST_DAY, monthOf } from '../days.js'
import type { Illness, Person } from '../person.js'
import { ageOn, FEMALE } from '../person.js'
import type { Random } from '../random.js'
import { Choice } from '../random.js'
import type { CodeRow } from '../register.js'
import { words } from '../register.js'
import type { Rows } from '../tables.js'
import { MISSING } from '../tables.js'

/** The service's first day. */
export const MONITORED_FROM: Day = dayOf(2021)
/** Nobody is taken on after this day: three months are the least that follow-up is meant to last. */
const LAST_START: Day = dayOf(2024, 10, 1)

/** Codes of ISO/IEEE 11073-10101 with their reference identifiers and the term of LOINC. */
const MEASURES: readonly CodeRow[] = [
  [
    '149546',
    'Pulse rate (MDC_PULS_RATE_NON_INV, LOINC 8867-4)',
    'Puls (MDC_PULS_RATE_NON_INV, LOINC 8867-4)',
    'Puls (MDC_PULS_RATE_NON_INV, LOINC 8867-4)',
  ],
  [
    '150021',
    'Systolic blood pressure (MDC_PRESS_BLD_NONINV_SYS, LOINC 8480-6)',
    'Systolisk blodtrykk (MDC_PRESS_BLD_NONINV_SYS, LOINC 8480-6)',
    'Systolisk blodtryk (MDC_PRESS_BLD_NONINV_SYS, LOINC 8480-6)',
  ],
  [
    '150022',
    'Diastolic blood pressure (MDC_PRESS_BLD_NONINV_DIA, LOINC 8462-4)',
    'Diastolisk blodtrykk (MDC_PRESS_BLD_NONINV_DIA, LOINC 8462-4)',
    'Diastolisk blodtryk (MDC_PRESS_BLD_NONINV_DIA, LOINC 8462-4)',
  ],
  [
    '150456',
    'Oxygen saturation (MDC_PULS_OXIM_SAT_O2, LOINC 59408-5)',
    'Oksygenmetning (MDC_PULS_OXIM_SAT_O2, LOINC 59408-5)',
    'Iltmætning (MDC_PULS_OXIM_SAT_O2, LOINC 59408-5)',
  ],
  [
    '152584',
    'Peak expiratory flow (MDC_FLOW_AWAY_EXP_FORCED_PEAK, LOINC 33452-4)',
    'Toppstrøm ved utpust, PEF (MDC_FLOW_AWAY_EXP_FORCED_PEAK, LOINC 33452-4)',
    'Peakflow, PEF (MDC_FLOW_AWAY_EXP_FORCED_PEAK, LOINC 33452-4)',
  ],
  [
    '160184',
    'Glucose in capillary blood (MDC_CONC_GLU_CAPILLARY_WHOLEBLOOD, LOINC 14743-9)',
    'Glukose i kapillærblod (MDC_CONC_GLU_CAPILLARY_WHOLEBLOOD, LOINC 14743-9)',
    'Glukose i kapillærblod (MDC_CONC_GLU_CAPILLARY_WHOLEBLOOD, LOINC 14743-9)',
  ],
  [
    '188736',
    'Body weight (MDC_MASS_BODY_ACTUAL, LOINC 29463-7)',
    'Kroppsvekt (MDC_MASS_BODY_ACTUAL, LOINC 29463-7)',
    'Kropsvægt (MDC_MASS_BODY_ACTUAL, LOINC 29463-7)',
  ],
]

/** Places in `MEASURES`. */
const [PULSE, SYSTOLIC, DIASTOLIC, SATURATION, PEAK_FLOW, GLUCOSE, WEIGHT] = [0, 1, 2, 3, 4, 5, 6]

const UNITS: readonly CodeRow[] = [
  ['%', 'per cent', 'prosent', 'procent'],
  ['/min', 'per minute', 'per minutt', 'pr. minut'],
  ['L/min', 'litres per minute', 'liter per minutt', 'liter pr. minut'],
  ['kg', 'kilograms', 'kilogram', 'kilogram'],
  ['mm[Hg]', 'millimetres of mercury', 'millimeter kvikksølv', 'millimeter kviksølv'],
  ['mmol/L', 'millimoles per litre', 'millimol per liter', 'millimol pr. liter'],
]

/**
 * For each measure: place in `UNITS`, steps of a unit that devices show, deviation from day to day, and what the days before
 * a stay in hospital add at most.
 */
const SCALES: readonly { unit: number; steps: number; daily: number; worse: number }[] = [
  { unit: 1, steps: 1, daily: 5, worse: 14 },
  { unit: 4, steps: 1, daily: 9, worse: -4 },
  { unit: 4, steps: 1, daily: 6, worse: -2 },
  { unit: 0, steps: 1, daily: 1.2, worse: -6 },
  { unit: 2, steps: 0.1, daily: 18, worse: -60 },
  { unit: 5, steps: 10, daily: 1.4, worse: 1.5 },
  { unit: 3, steps: 10, daily: 0.5, worse: 3 },
]

const STATUS: readonly CodeRow[] = [
  ['error', 'Device error: no value', 'Feil ved utstyret: ingen verdi', 'Fejl på udstyret: ingen værdi'],
  ['low-battery', 'Low battery', 'Lavt batterinivå', 'Lavt batteriniveau'],
  ['manual', 'Typed in by hand', 'Tastet inn for hånd', 'Indtastet manuelt'],
  ['ok', 'Measured without remark', 'Målt uten merknad', 'Målt uden bemærkning'],
  [
    'poor-signal',
    'Poor signal: the value may be wrong',
    'Dårlig signal: verdien kan være feil',
    'Dårligt signal: værdien kan være forkert',
  ],
]
/** Places in `STATUS`. */
const [ERROR, LOW_BATTERY, MANUAL, OK, POOR_SIGNAL] = [0, 1, 2, 3, 4]
const STATUSES = new Choice<number>([
  [OK, 0.945],
  [MANUAL, 0.02],
  [LOW_BATTERY, 0.015],
  [POOR_SIGNAL, 0.01],
  [ERROR, 0.01],
])
/** Share of values with a poor signal that are far from the truth. */
const WRONG_VALUE = 0.4

/** Who is followed for what: the share of those with the illness who are taken on at some time, what they measure, and how often. */
interface Programme {
  illness: Illness
  share: number
  measures: readonly number[]
  /** Days of a week, Monday 0, on which measurements are asked for. */
  week: readonly boolean[]
  /** Begins the ICD-10 codes of stays that the measurements warn of. */
  warnsOf: string
}

const EVERY_DAY = [true, true, true, true, true, true, true]
const TWICE_A_WEEK = [true, false, false, true, false, false, false]
const WORKDAYS = [true, true, true, true, true, false, false]

/**
 * Shares chosen so that about one adult in a hundred has been followed: Norwegian municipalities and the Danish programmes
 * for COPD (TeleKOL) and heart failure reach a few per cent of those with the illness.
 */
const PROGRAMMES: readonly Programme[] = [
  {
    illness: 'heart-failure',
    share: 0.075,
    measures: [WEIGHT, SYSTOLIC, DIASTOLIC, PULSE],
    week: EVERY_DAY,
    warnsOf: 'I50',
  },
  { illness: 'copd', share: 0.075, measures: [SATURATION, PULSE, PEAK_FLOW], week: WORKDAYS, warnsOf: 'J44' },
  { illness: 'diabetes-type-1', share: 0.06, measures: [GLUCOSE], week: EVERY_DAY, warnsOf: 'E10' },
  { illness: 'diabetes-type-2', share: 0.04, measures: [GLUCOSE, WEIGHT], week: WORKDAYS, warnsOf: 'E11' },
  {
    illness: 'hypertension',
    share: 0.011,
    measures: [SYSTOLIC, DIASTOLIC, PULSE],
    week: TWICE_A_WEEK,
    warnsOf: 'I1',
  },
]

/** Days over which measurements turn for the worse before a stay. */
const WARNING_DAYS = 14

interface Enrolment {
  programme: Programme
  from: Day
  /** The last day. */
  until: Day
}

/** The time in which a person is followed, null for nearly all. */
function enrolmentOf(person: Person, random: Random): Enrolment | null {
  for (const programme of PROGRAMMES) {
    const found = person.illnesses.get(programme.illness)
    if (found === undefined || !random.chance(programme.share)) continue
    const earliest = Math.max(MONITORED_FROM, found + 30, person.entry)
    if (earliest > LAST_START) return null
    // More are taken on as years go.
    const from = Math.floor(earliest + (LAST_START - earliest) * Math.sqrt(random.uniform()))
    if (ageOn(person, from) < 18) return null
    const meant = random.between(90, 365)
    const droppedOut = random.wait(1 / 600)
    const until = Math.min(
      from + Math.floor(Math.min(meant, droppedOut)),
      LAST_DAY,
      person.death ?? LAST_DAY,
      (person.emigration ?? LAST_DAY + 1) - 1,
    )
    return until < from ? null : { programme, from, until }
  }
  return null
}

/** A person's usual value of each measure, by place in `MEASURES`. */
function usualValues(person: Person, day: Day, random: Random): number[] {
  const age = ageOn(person, day)
  const { bmi, frailty } = person.traits
  const female = person.sex === FEMALE
  const height = random.normal(female ? 1.66 : 1.79, 0.065)
  const systolic = 118 + 0.25 * age + 0.5 * (bmi - 26) + random.normal(0, 9)
  const lungs = person.illnesses.has('copd')
  return [
    random.normal(74, 8) + 2 * frailty,
    systolic,
    0.42 * systolic + 22 + random.normal(0, 5),
    lungs ? Math.min(96, random.normal(92.5, 2)) : random.normal(96.5, 0.8),
    lungs ? random.normal(female ? 190 : 240, 45) : random.normal(female ? 360 : 480, 50),
    person.illnesses.has('diabetes-type-1') ? random.normal(9, 1.4) : random.normal(8.2, 1.3),
    Math.max(17, bmi) * height * height,
  ]
}

/** How near an acute stay that the programme warns of is, from 0 (a fortnight or more away) to 1 (the day before). */
function nearness(person: Person, { warnsOf }: Programme, day: Day): number {
  let near = 0
  for (const visit of person.visits) {
    const days = visit.day - day
    if (visit.acute && days > 0 && days <= WARNING_DAYS && visit.diagnoses[0]?.startsWith(warnsOf))
      near = Math.max(near, 1 - (days - 1) / WARNING_DAYS)
  }
  return near
}

const inHospital = (person: Person, day: Day): boolean =>
  person.visits.some((visit) => day >= visit.day && day < visit.day + visit.nights)

const clamp = (measure: number, value: number): number =>
  Math.max(0, measure === SATURATION ? Math.min(100, value) : value)

function write(person: Person, rows: Readonly<Record<string, Rows>>, random: Random): void {
  const enrolment = enrolmentOf(person, random)
  if (enrolment === null) return
  const table = rows.MEASUREMENT as Rows
  const { programme, from, until } = enrolment
  const usual = usualValues(person, from, random)
  const diligence = Math.min(0.98, 0.72 + 0.12 * random.normal())
  /** Slow drift away from the usual, shared by all measures, in days' deviations. */
  let drift = 0
  for (let day = from; day <= until; day++) {
    drift = 0.9 * drift + 0.3 * random.normal()
    const weekday = weekdayOf(day)
    if (!programme.week[weekday] || inHospital(person, day)) continue
    const tired = Math.exp(-(day - from) / 900)
    const away = monthOf(day) === 7 ? 0.75 : 1
    if (!random.chance(diligence * tired * away * (weekday >= 5 ? 0.85 : 1))) continue
    const near = nearness(person, programme, day)
    for (const measure of programme.measures) {
      const { unit, steps, daily, worse } = SCALES[measure] as (typeof SCALES)[number]
      const status = random.pick(STATUSES)
      let value = (usual[measure] as number) + daily * (random.normal(0, 0.9) + 0.5 * drift) + worse * near
      if (status === POOR_SIGNAL && random.chance(WRONG_VALUE)) value *= 0.5 + 0.3 * random.uniform()
      value = Math.round(clamp(measure, value) * steps) / steps
      table.push(person.identifier, day, measure, status === ERROR ? MISSING : value, unit, status)
    }
  }
}

export const homeMonitoring = countryRegister({
  name: 'home-monitoring',
  sensitivity: 'PERSON_SPECIAL',
  stream: 113,
  title: words('Home monitoring', 'Digital hjemmeoppfølging', 'Telemedicinsk hjemmemonitorering'),
  description: words(
    'Measurements that people with heart failure, COPD, diabetes or high blood pressure made at home and sent to the service that followed them, 2021–2024. Each was followed for three to twelve months; some stopped before.',
    'Målinger som personer med hjertesvikt, kols, diabetes eller høyt blodtrykk gjorde hjemme og sendte til tjenesten som fulgte dem opp, 2021–2024. Hver ble fulgt i tre til tolv måneder; noen sluttet før.',
    'Målinger, som personer med hjertesvigt, KOL, diabetes eller forhøjet blodtryk foretog hjemme og sendte til den tjeneste, der fulgte dem, 2021–2024. Hver blev fulgt i tre til tolv måneder; nogle stoppede før.',
  ),
  holder: {
    name: 'home-monitoring-service',
    title: words(
      'Home monitoring service',
      'Tjenesten for digital hjemmeoppfølging',
      'Telemedicinsk service',
    ),
  },
  population: words(
    'About one in a hundred adults of Sundland: those who were followed at home at some time in 2021–2024',
    'Omtrent én av hundre voksne i Sundland: de som ble fulgt opp hjemme en gang i 2021–2024',
    'Omkring én ud af hundrede voksne i Sundland: dem, der blev fulgt hjemme på et tidspunkt i 2021–2024',
  ),
  tables: [
    {
      name: 'MEASUREMENT',
      title: words('Measurements', 'Målinger', 'Målinger'),
      description: words(
        'One row for each value that a device sent or a person typed in, on its day.',
        'Én rad for hver verdi et apparat sendte eller en person tastet inn, på sin dag.',
        'Én række for hver værdi, som et apparat sendte, eller en person tastede ind, på sin dag.',
      ),
      about: {
        unit: 'MEASUREMENT',
        person: words('The person who was measured', 'Personen som ble målt', 'Den person, der blev målt'),
      },
      day: 'measured',
      columns: [
        {
          name: 'MEASURE',
          title: words('What was measured', 'Hva som ble målt', 'Hvad der blev målt'),
          description: words(
            'The kind of measurement, by the nomenclature of personal health devices.',
            'Målingens art, etter nomenklaturen for personlig helseutstyr.',
            'Målingens art efter nomenklaturen for personligt sundhedsudstyr.',
          ),
          codes: MEASURES,
          source: `ISO/IEEE 11073-10101; part: ${MEASURES.length} measures; terms of LOINC in the titles`,
        },
        {
          name: 'VALUE',
          title: words('Value', 'Verdi', 'Værdi'),
          description: words(
            'The value in the unit that MEASURE_UNIT names. Missing in 1 % of rows, where the device failed; some four in a thousand are wrong, all with a poor signal.',
            'Verdien i enheten som MEASURE_UNIT oppgir. Mangler i 1 % av radene, der utstyret sviktet; omtrent fire av tusen er feil, alle med dårlig signal.',
            'Værdien i den enhed, som MEASURE_UNIT angiver. Mangler i 1 % af rækkerne, hvor udstyret svigtede; omkring fire ud af tusind er forkerte, alle med dårligt signal.',
          ),
          kind: 'decimal',
          means: words('In the unit of each measure.', 'I enheten til hver måling.', 'I hver målings enhed.'),
        },
        {
          name: 'MEASURE_UNIT',
          title: words('Unit', 'Enhet', 'Enhed'),
          description: words('Unit of the value.', 'Verdiens enhet.', 'Værdiens enhed.'),
          codes: UNITS,
          source: 'UCUM',
        },
        {
          name: 'DEVICE_STATUS',
          title: words('Device status', 'Utstyrets tilstand', 'Udstyrets tilstand'),
          description: words(
            'What the device said of the measurement.',
            'Hva utstyret meldte om målingen.',
            'Hvad udstyret meldte om målingen.',
          ),
          codes: STATUS,
        },
      ],
    },
  ],
  write,
})
