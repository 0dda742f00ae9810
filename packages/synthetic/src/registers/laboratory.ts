/**
 * The register of laboratory results: panels that doctors order, and one row for each test in them. When panels are taken is
 * here; what they hold and what they show is in `laboratory/`.
 */
import { Agenda } from '../agenda.js'
import { OFFICE, workdayFrom } from '../calendar.js'
import { LABORATORY_TESTS, NPU, UCUM } from '../codes/laboratory.js'
import { countryRegister } from '../country-register.js'
import { type Day, dayOf, LAST_DAY } from '../days.js'
import { ageOn, FEMALE, isResident, type Person } from '../person.js'
import type { Random } from '../random.js'
import { type CodeRow, words } from '../register.js'
import { MISSING, type Rows } from '../tables.js'
import { ANALYTES } from './laboratory/analytes.js'
import { Blood, testIndex } from './laboratory/blood.js'
import { CONTROLS, EVERYONE, PANELS, type Panel, type PanelName, WARFARIN } from './laboratory/panels.js'

/** The register's first year. */
const LABORATORY_FROM = 2020
const YEARS = [0, 1, 2, 3, 4].map((i) => ({ year: LABORATORY_FROM + i, start: dayOf(LABORATORY_FROM + i) }))
const FIRST = dayOf(LABORATORY_FROM)
/** First years of the age groups of `EVERYONE`. */
const AGES = [0, 6, 16, 30, 50, 67]

const COMPARATORS: readonly CodeRow[] = [['<', 'Less than', 'Mindre enn', 'Mindre end']]

/** Why there is no value. */
const COMMENTS: readonly CodeRow[] = [
  ['1', 'Haemolysed sample', 'Hemolysert prøve', 'Hæmolyseret prøve'],
  ['2', 'Too little material', 'For lite materiale', 'For lidt materiale'],
  ['3', 'Sample not received', 'Prøve ikke mottatt', 'Prøve ikke modtaget'],
  ['4', 'Technical fault', 'Teknisk feil', 'Teknisk fejl'],
]
/** Shares of results without a value, and of those ten times too large or too small. */
const MISSING_SHARE = 0.01
const ERROR_SHARE = 0.003

/** Panels as rows see them: places of tests, with the share of orders that have them. */
const ORDERS = Object.entries<Panel>(PANELS).map(([name, { season, tests, ill = false }]) => ({
  name: name as PanelName,
  season: OFFICE[season],
  ill,
  tests: tests.map(([npu, share]) => [testIndex(npu), share] as const),
}))
const orderIndex = (panel: PanelName): number => ORDERS.findIndex(({ name }) => name === panel)

const ROUTINE = EVERYONE.map(([panel, yearly, women, men]) => ({
  order: orderIndex(panel),
  yearly,
  women,
  men,
}))
const FOLLOWED = new Map(
  Object.entries(CONTROLS).map(([illness, controls]) => [
    illness,
    controls.map(({ panel, yearly, found = false }) => ({ order: orderIndex(panel), yearly, found })),
  ]),
)
const WARFARIN_ORDER = orderIndex('warfarin')
const PREGNANCY_ORDER = orderIndex('pregnancy')

const UNITS = LABORATORY_TESTS.map(([, , unit]) => UCUM.findIndex(([code]) => code === unit))
const LEAST = LABORATORY_TESTS.map(([npu]) => ANALYTES[npu].least ?? Number.NEGATIVE_INFINITY)

/** Scratch that serves one person after another. */
const agenda = new Agenda()
let blood: Blood | null = null

function order(person: Person, day: Day, panel: number): void {
  if (day >= FIRST && day <= LAST_DAY && isResident(person, day)) agenda.add(day, panel)
}

/** Panels on workdays of the register's years at a yearly rate, those before `from` left out. */
function orderYearly(person: Person, panel: number, yearly: number, from: Day, random: Random): void {
  const season = ORDERS[panel]?.season ?? OFFICE.even
  for (let left = random.poisson(yearly * YEARS.length); left > 0; left--) {
    const day = season.dayIn(random.between(LABORATORY_FROM, LABORATORY_FROM + YEARS.length - 1), random)
    if (day > from) order(person, day, panel)
  }
}

function orderRoutine(person: Person, random: Random): void {
  const { attendance } = person.traits
  for (const { year, start } of YEARS) {
    if (
      person.entry > start + 366 ||
      (person.death ?? LAST_DAY) < start ||
      (person.emigration ?? LAST_DAY) < start
    )
      continue
    const age = ageOn(person, start + 182)
    let group = AGES.length - 1
    while (group > 0 && age < (AGES[group] as number)) group--
    for (const { order: panel, yearly, women, men } of ROUTINE) {
      const rate = (yearly[group] as number) * (person.sex === FEMALE ? women : men) * attendance
      // One draw decides for nearly all: two panels of a kind in a year are left to controls.
      if (random.chance(rate))
        order(person, (ORDERS[panel]?.season ?? OFFICE.even).dayIn(year, random), panel)
    }
  }
}

function write(person: Person, rows: Readonly<Record<string, Rows>>, random: Random): void {
  if ((person.death ?? LAST_DAY) < FIRST || (person.emigration ?? LAST_DAY) < FIRST) return
  orderRoutine(person, random)
  for (const [illness, found] of person.illnesses)
    for (const control of FOLLOWED.get(illness) ?? []) {
      orderYearly(person, control.order, control.yearly, found, random)
      // The sample that led to the diagnosis.
      if (control.found) order(person, workdayFrom(found - random.between(1, 14)), control.order)
    }
  const flutter = person.illnesses.get('atrial-fibrillation')
  if (flutter !== undefined && random.chance(WARFARIN.share))
    orderYearly(person, WARFARIN_ORDER, WARFARIN.yearly, flutter, random)
  for (const { child, gestation } of person.deliveries)
    order(person, workdayFrom(child.birth - 7 * gestation + 7 * random.between(8, 12)), PREGNANCY_ORDER)

  const results = rows.RESULT as Rows
  if (blood === null) blood = new Blood(person, random)
  else blood.of(person, random)
  const sample = blood
  agenda.read((day, panel) => {
    const { ill, tests } = ORDERS[panel] as (typeof ORDERS)[number]
    sample.draw(day, ill)
    for (const [test, share] of tests) {
      if (share < 1 && !random.chance(share)) continue
      const unit = UNITS[test] as number
      const quality = random.uniform()
      if (quality < MISSING_SHARE) {
        results.push(
          person.identifier,
          day,
          test,
          MISSING,
          MISSING,
          unit,
          random.between(0, COMMENTS.length - 1),
        )
        continue
      }
      let value = sample.valueAt(test)
      const least = LEAST[test] as number
      const below = value < least
      if (below) value = least
      if (quality > 1 - ERROR_SHARE) value = quality > 1 - ERROR_SHARE / 2 ? value * 10 : value / 10
      results.push(person.identifier, day, test, value, below ? 0 : MISSING, unit, MISSING)
    }
  })
}

export const laboratory = countryRegister({
  sensitivity: 'PERSON_SPECIAL',
  stream: 109,
  name: 'laboratory',
  title: words('Laboratory results', 'Laboratorieresultater', 'Laboratoriesvar'),
  description: words(
    'Results of tests that general practice and outpatient clinics ordered from 2020 on: a part of all tests, most of them for the control of illness. Results of a person hang together over time and with the illnesses of the other health registers.',
    'Svar på prøver som fastleger og poliklinikker har rekvirert fra 2020: en del av alle prøver, de fleste for kontroll av sykdom. En persons svar henger sammen over tid og med sykdommene i de andre helseregistrene.',
    'Svar på prøver, som almen praksis og ambulatorier har rekvireret fra 2020: en del af alle prøver, de fleste til kontrol af sygdom. En persons svar hænger sammen over tid og med sygdommene i de øvrige sundhedsregistre.',
  ),
  holder: {
    name: 'laboratory-service',
    title: words('Laboratory service', 'Laboratorietjenesten', 'Laboratorietjenesten'),
  },
  population: words(
    'Everyone who lived in the country from 2020 to 2024',
    'Alle som bodde i landet fra 2020 til 2024',
    'Alle, der boede i landet fra 2020 til 2024',
  ),
  tables: [
    {
      name: 'RESULT',
      title: words('Results', 'Prøvesvar', 'Prøvesvar'),
      description: words(
        'One row for each test of a sample, on the day the sample was taken.',
        'Én rad for hver analyse av en prøve, på dagen prøven ble tatt.',
        'Én række for hver analyse af en prøve på den dag, prøven blev taget.',
      ),
      about: {
        unit: 'RESULT',
        person: words('The person tested', 'Personen prøven gjelder', 'Den person, prøven vedrører'),
      },
      day: 'date',
      columns: [
        {
          name: 'NPU',
          title: words('Test', 'Analyse', 'Analyse'),
          description: words(
            'What was measured, with the LOINC code that means the same in the title.',
            'Hva som ble målt, med LOINC-koden som betyr det samme i tittelen.',
            'Hvad der blev målt, med den LOINC-kode, der betyder det samme, i titlen.',
          ),
          codes: NPU,
          source: `NPU terminology (IFCC and IUPAC), 2024; part: ${NPU.length} common tests`,
        },
        {
          name: 'VALUE',
          title: words('Value', 'Verdi', 'Værdi'),
          description: words(
            'The value in the unit of the row. 1 % are missing; 0.3 % are ten times too large or too small, from a slipped decimal or another unit.',
            'Verdien i radens enhet. 1 % mangler; 0,3 % er ti ganger for store eller for små, etter feil desimal eller annen enhet.',
            'Værdien i rækkens enhed. 1 % mangler; 0,3 % er ti gange for store eller for små på grund af forkert decimal eller en anden enhed.',
          ),
          kind: 'decimal',
          means: words(
            'A number in the unit of the variable UCUM_UNIT',
            'Et tall i enheten som variabelen UCUM_UNIT sier',
            'Et tal i den enhed, som variablen UCUM_UNIT angiver',
          ),
        },
        {
          name: 'COMPARATOR',
          title: words('Comparator', 'Komparator', 'Komparator'),
          description: words(
            'Says that the value is below what the laboratory can measure; missing for other values.',
            'Sier at verdien er under det laboratoriet kan måle; mangler for andre verdier.',
            'Angiver, at værdien er under det, laboratoriet kan måle; mangler for andre værdier.',
          ),
          codes: COMPARATORS,
          source: 'HL7 FHIR QuantityComparator; part',
        },
        {
          name: 'UCUM_UNIT',
          title: words('Unit of measure', 'Måleenhet', 'Måleenhed'),
          description: words(
            'The unit of the value.',
            'Enheten verdien er oppgitt i.',
            'Den enhed, værdien er angivet i.',
          ),
          codes: UCUM,
          source: 'UCUM 2.1; part: the units of these tests',
        },
        {
          name: 'COMMENT',
          title: words('Comment', 'Kommentar', 'Kommentar'),
          description: words(
            'Why there is no value; missing where there is one.',
            'Hvorfor det ikke er noen verdi; mangler der det er en.',
            'Hvorfor der ikke er nogen værdi; mangler, hvor der er en.',
          ),
          codes: COMMENTS,
          source: 'Laboratory service',
        },
      ],
    },
  ],
  write,
})
