/**
 * The register of primary care: contacts with general practitioners and out-of-hours services, each with its main reason. How
 * contacts follow from a life; what people come with is in `primary-care/`.
 */
import { Agenda } from '../agenda.js'
import { OFFICE, OUT_OF_HOURS, workdayFrom } from '../calendar.js'
import { ICPC2, ICPC2_SOURCE } from '../codes/icpc2.js'
import { countryRegister } from '../country-register.js'
import { type Day, dayOf } from '../days.js'
import { ageOn, FEMALE, isResident, MALE, type Person } from '../person.js'
import { Choice, type Random } from '../random.js'
import { type CodeRow, words } from '../register.js'
import { MISSING, type Rows } from '../tables.js'
import { COMPLICATED_HYPERTENSION, COURSES, type Course } from './primary-care/courses.js'
import { AGES, REASONS, YEARS } from './primary-care/reasons.js'

/**
 * The register begins here. Norway's own register of municipal care (KPR) has contacts from 2017; with rates as published,
 * seven years give some eighteen contacts for each person that the country knows.
 */
const PRIMARY_CARE_FROM = 2018
const PRIMARY_CARE_UNTIL = 2024

/** Ways of contact; the index is what rows hold. */
const KINDS: readonly CodeRow[] = [
  ['1', 'Consultation', 'Konsultasjon', 'Konsultation'],
  ['2', 'Video consultation', 'Videokonsultasjon', 'Videokonsultation'],
  ['3', 'Home visit', 'Sykebesøk', 'Sygebesøg'],
  ['4', 'E-consultation in writing', 'E-konsultasjon med tekst', 'E-konsultation'],
  ['5', 'Out-of-hours contact', 'Legevaktkontakt', 'Lægevagtskontakt'],
]
const [CONSULTATION, VIDEO, HOME_VISIT, WRITTEN, EVENING] = [0, 1, 2, 3, 4]

/**
 * Contacts a year without a known illness behind them, by age group, women and men. With those of illnesses and pregnancies the
 * sums come near the consultations that Statistics Norway publishes for 2019 and 2023 (general practice and out-of-hours
 * services together): 2.3 a year at ages 0–5, 1.5 at 6–15, 2.7 in the twenties, 3.1 at 30–49, 3.5 at 50–66, 4.4 from 67.
 */
const YEARLY: readonly (readonly [women: number, men: number])[] = [
  [2.2, 2.3],
  [1.4, 1.35],
  [3.1, 1.7],
  [3.3, 2.0],
  [2.85, 1.95],
  [2.2, 1.8],
]

/** Of these contacts, the share with out-of-hours services by age group: 0.23 contacts a year over all ages, 0.46 at 0–5. */
const EVENING_SHARE = [0.2, 0.13, 0.11, 0.075, 0.07, 0.1]
/** The same from 80 years on: 0.35 contacts a year. */
const EVENING_SHARE_OLD = 0.16

/** Contacts of a year beside the mean of 2019 and 2023; they grow with consultations by text and video. */
const GROWTH: Readonly<Record<number, number>> = {
  2018: 1.03,
  2019: 1.04,
  2020: 0.98,
  2021: 1.02,
  2022: 1.03,
  2023: 1.05,
  2024: 1.06,
}

/**
 * Shares of contacts in office hours by text and by video: below 3 % before 12 March 2020, about a quarter in 2021, falling to
 * some 15 % (Norwegian Directorate of Health, statistics of electronic consultations).
 */
const ELECTRONIC: Readonly<Record<number, readonly [written: number, video: number]>> = {
  2018: [0.012, 0],
  2019: [0.025, 0.001],
  2020: [0.23, 0.03],
  2021: [0.22, 0.025],
  2022: [0.17, 0.015],
  2023: [0.15, 0.01],
  2024: [0.145, 0.008],
}
const LOCKDOWN = dayOf(2020, 3, 12)

/** Shares of codes that are missing, and that are of another reason. */
const MISSING_SHARE = 0.006
const WRONG_SHARE = 0.004

const codeIndex = new Map(ICPC2.map(([code], i) => [code, i]))

/** Place of a code in the list. Throws for one that is not there. */
function indexOf(code: string): number {
  const index = codeIndex.get(code)
  if (index === undefined) throw new Error(`ICPC-2 list lacks ${code}`)
  return index
}

const REASON_CODES = REASONS.map(([code]) => indexOf(code))

/** Reasons (places in `REASONS`) by sex and age group. */
const CHOICES = [FEMALE, MALE].map((sex) =>
  AGES.map(
    (_, group) =>
      new Choice(
        REASONS.map(([, , weights, women, men], i) => [
          i,
          (weights[group] as number) * (sex === FEMALE ? women : men),
        ]),
      ),
  ),
)

/** Weeks of pregnancy with a control at the general practitioner, and the share who come: the midwife has the others. */
const CONTROLS: readonly (readonly [week: number, share: number])[] = [
  [9, 0.9],
  [18, 0.3],
  [24, 0.6],
  [28, 0.6],
  [32, 0.6],
  [36, 0.6],
  [38, 0.45],
  [40, 0.4],
]
const [NORMAL_PREGNANCY, RISK_PREGNANCY, NAUSEA, AFTER_BIRTH] = ['W78', 'W84', 'W05', 'W18'].map(indexOf) as [
  number,
  number,
  number,
  number,
]
/** Share of single pregnancies that are followed as of high risk. */
const RISK_SHARE = 0.07

const COMPLICATED = indexOf(COMPLICATED_HYPERTENSION.code)

/** A note of the agenda: code and kind. */
const KIND = 512
/** Scratch that serves one person after another. */
const agenda = new Agenda()

/** A course as it runs in one person. From the day `worse` its contacts have another code. */
interface Running {
  course: Course
  code: number
  found: Day
  worse: Day
}

function runningOf(person: Person): Running[] {
  const running: Running[] = []
  for (const [illness, found] of person.illnesses) {
    const course = COURSES[illness]
    let worse = Number.POSITIVE_INFINITY
    if (illness === 'hypertension')
      for (const by of COMPLICATED_HYPERTENSION.by) worse = Math.min(worse, person.illnesses.get(by) ?? worse)
    running.push({ course, code: indexOf(course.code), found, worse })
  }
  return running
}

/** Notes a contact if the person is there, in office hours unless said otherwise. */
function note(person: Person, day: Day, code: number, evening: boolean, random: Random): void {
  if (day < FIRST || day > LAST || !isResident(person, day)) return
  agenda.add(day, code + KIND * (evening ? EVENING : kindOf(person, day, random)))
}

function kindOf(person: Person, day: Day, random: Random): number {
  const age = ageOn(person, day)
  const year = yearIn(day)
  const [written, video] = ELECTRONIC[day < LOCKDOWN ? Math.min(year, 2019) : year] as readonly [
    number,
    number,
  ]
  const taken = age < 16 || age >= 67 ? 0.7 : 1.12
  const share = random.uniform()
  if (share < written * taken) return WRITTEN
  if (share < (written + video) * taken) return VIDEO
  return share > (age >= 80 ? 0.95 : 0.997) ? HOME_VISIT : CONSULTATION
}

const STARTS = Array.from({ length: PRIMARY_CARE_UNTIL - PRIMARY_CARE_FROM + 2 }, (_, i) =>
  dayOf(PRIMARY_CARE_FROM + i),
)
const FIRST = STARTS[0] as Day
const LAST = (STARTS.at(-1) as Day) - 1
const yearIn = (day: Day): number => {
  let i = 0
  while (day >= (STARTS[i + 1] as Day)) i++
  return PRIMARY_CARE_FROM + i
}

const groupOf = (age: number): number => {
  let group = AGES.length - 1
  while (group > 0 && age < (AGES[group] as number)) group--
  return group
}

/** Contacts of a calendar year: with passing reasons, and controls of illnesses that have been found. */
function noteYear(
  person: Person,
  year: number,
  start: Day,
  running: readonly Running[],
  random: Random,
): void {
  const age = Math.max(0, ageOn(person, start + 182))
  const group = groupOf(age)
  const women = person.sex === FEMALE
  const { attendance } = person.traits
  // Nursing homes have doctors of their own, whom the register does not know.
  const scale = (GROWTH[year] as number) * (age >= 90 ? 0.68 : 1)
  const base = (YEARLY[group] as readonly [number, number])[women ? 0 : 1] * attendance * scale
  const followed = Math.sqrt(attendance) * scale
  let total = base
  for (const { course, found } of running) if (found < start + 366) total += course.yearly * followed
  for (let left = random.poisson(total); left > 0; left--) {
    let share = random.uniform() * total - base
    if (share < 0) {
      noteReason(person, year, group, age >= 80, random)
      continue
    }
    for (const { course, code, found, worse } of running) {
      if (found >= start + 366) continue
      share -= course.yearly * followed
      if (share >= 0) continue
      const day = OFFICE[course.season ?? 'even'].dayIn(year, random)
      const over = day > found + 365 * (course.lasts ?? 100)
      if (day > found && !(over && random.chance(0.75)))
        note(person, day, day < worse ? code : COMPLICATED, false, random)
      break
    }
  }
}

function noteReason(person: Person, year: number, group: number, old: boolean, random: Random): void {
  const reason = random.pick(CHOICES[person.sex === FEMALE ? 0 : 1]?.[group] as Choice<number>)
  const [, season] = REASONS[reason] as (typeof REASONS)[number]
  const common = YEARS[season]?.[year] ?? 1
  if (common < 1 && !random.chance(common)) return
  const evening = random.chance(old ? EVENING_SHARE_OLD : (EVENING_SHARE[group] as number))
  const day = (evening ? OUT_OF_HOURS : OFFICE)[season].dayIn(year, random)
  note(person, day, REASON_CODES[reason] as number, evening, random)
}

/** Symptoms before an illness is found, and the busy months after. */
function noteOnset(person: Person, { course, code, found }: Running, random: Random): void {
  if (found < FIRST - 400 || found > LAST) return
  for (const [symptom, mean] of course.before ?? [])
    for (let left = random.poisson(mean); left > 0; left--)
      note(
        person,
        workdayFrom(found - 3 - Math.floor(180 * random.uniform() ** 2)),
        indexOf(symptom),
        false,
        random,
      )
  for (let left = random.poisson(course.early ?? 0); left > 0; left--)
    note(person, workdayFrom(found + Math.floor(random.wait(1 / 50))), code, false, random)
}

function notePregnancies(person: Person, random: Random): void {
  let last = 0
  for (const { child, gestation, plural, preeclampsia } of person.deliveries) {
    if (child.birth === last || child.birth < FIRST || child.birth > LAST + 200) continue
    last = child.birth
    const begun = child.birth - 7 * gestation
    const code = plural || preeclampsia || random.chance(RISK_SHARE) ? RISK_PREGNANCY : NORMAL_PREGNANCY
    for (const [week, share] of CONTROLS)
      if (week < gestation && random.chance(share))
        note(person, workdayFrom(begun + 7 * week + random.between(-4, 4)), code, false, random)
    if (random.chance(0.15)) note(person, workdayFrom(begun + random.between(40, 90)), NAUSEA, false, random)
    if (random.chance(0.6))
      note(person, workdayFrom(child.birth + random.between(38, 60)), AFTER_BIRTH, false, random)
  }
}

function write(person: Person, rows: Readonly<Record<string, Rows>>, random: Random): void {
  const contacts = rows.CONTACT as Rows
  const running = runningOf(person)
  const gone = Math.min(person.death ?? LAST, person.emigration ?? LAST)
  for (let i = 0; i + 1 < STARTS.length; i++) {
    const start = STARTS[i] as Day
    if (person.entry < (STARTS[i + 1] as Day) && gone >= start)
      noteYear(person, PRIMARY_CARE_FROM + i, start, running, random)
  }
  for (const course of running) noteOnset(person, course, random)
  notePregnancies(person, random)
  agenda.read((day, noted) => {
    const quality = random.uniform()
    const code =
      quality < MISSING_SHARE
        ? MISSING
        : quality < MISSING_SHARE + WRONG_SHARE
          ? (REASON_CODES[random.between(0, REASON_CODES.length - 1)] as number)
          : noted % KIND
    contacts.push(person.identifier, day, code, Math.floor(noted / KIND))
  })
}

export const primaryCare = countryRegister({
  sensitivity: 'PERSON_SPECIAL',
  stream: 106,
  name: 'primary-care',
  patients: true,
  title: words('Primary care', 'Primærhelsetjenesten', 'Almen praksis og lægevagt'),
  description: words(
    'Contacts of the population with general practitioners and out-of-hours services from 2018, each with its main reason or diagnosis. Illnesses, symptoms before them and pregnancies agree with the other health registers.',
    'Befolkningens kontakter med fastleger og legevakt fra 2018, hver med sin viktigste kontaktårsak eller diagnose. Sykdommer, symptomer før dem og svangerskap stemmer med de andre helseregistrene.',
    'Befolkningens kontakter med praktiserende læger og lægevagt fra 2018, hver med sin vigtigste henvendelsesårsag eller diagnose. Sygdomme, symptomer forud for dem og graviditeter stemmer med de øvrige sundhedsregistre.',
  ),
  holder: {
    name: 'primary-care-register',
    title: words('Primary care register', 'Primærhelseregisteret', 'Primærsundhedsregistret'),
  },
  population: words(
    'Everyone who lived in the country from 2018 to 2024',
    'Alle som bodde i landet fra 2018 til 2024',
    'Alle, der boede i landet fra 2018 til 2024',
  ),
  tables: [
    {
      name: 'CONTACT',
      title: words('Contacts', 'Kontakter', 'Kontakter'),
      description: words(
        'One row for each contact, on its day. General practice is closed at weekends and on public holidays; out-of-hours services are not.',
        'Én rad for hver kontakt, på dagen for den. Fastlegene har stengt i helger og på helligdager; legevakten har ikke det.',
        'Én række for hver kontakt på dagen for den. Almen praksis holder lukket i weekender og på helligdage; det gør lægevagten ikke.',
      ),
      about: { unit: 'CONTACT', person: words('The patient', 'Pasienten', 'Patienten') },
      day: 'date',
      columns: [
        {
          name: 'ICPC2',
          title: words(
            'Reason or diagnosis',
            'Kontaktårsak eller diagnose',
            'Henvendelsesårsag eller diagnose',
          ),
          description: words(
            'The main reason for the contact: a symptom, a diagnosis or an errand. 0.6 % are missing, and 0.4 % are of another reason by mistake.',
            'Den viktigste grunnen til kontakten: et symptom, en diagnose eller et ærend. 0,6 % mangler, og 0,4 % er feilkodet.',
            'Den vigtigste grund til kontakten: et symptom, en diagnose eller et ærinde. 0,6 % mangler, og 0,4 % er fejlkodet.',
          ),
          codes: ICPC2,
          source: ICPC2_SOURCE,
        },
        {
          name: 'CONTACT_KIND',
          title: words('Kind of contact', 'Kontaktform', 'Kontaktform'),
          description: words(
            'How patient and doctor met. Contacts by text and video were rare before March 2020.',
            'Hvordan pasient og lege møttes. Kontakter med tekst og video var sjeldne før mars 2020.',
            'Hvordan patient og læge mødtes. Kontakter på skrift og video var sjældne før marts 2020.',
          ),
          codes: KINDS,
          source: 'Primary care register',
        },
      ],
    },
  ],
  write,
})
