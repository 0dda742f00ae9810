/**
 * The register of vaccinations: every dose with its vaccine and number. How programmes meet a life; what they are is in
 * `vaccinations/`.
 */
import { Agenda } from '../agenda.js'
import { workdayFrom } from '../calendar.js'
import { VACCINES, type Vaccine } from '../codes/vaccines.js'
import { countryRegister } from '../country-register.js'
import { type Day, dayOf, FIRST_DAY, LAST_DAY, yearOf } from '../days.js'
import { ageOn, FEMALE, isResident, type Person } from '../person.js'
import type { Random } from '../random.js'
import { words } from '../register.js'
import { MISSING, type Rows } from '../tables.js'
import {
  CHILDREN,
  COVID,
  COVID_AUTUMN,
  COVID_FOREIGN_ODDS,
  COVID_NATIVE_ODDS,
  COVID_RISK_DAYS,
  COVID_VECTOR,
  HPV_CATCH_UP,
  INFLUENZA,
  INFLUENZA_OTHERS,
  OTHERS,
  RISK,
  SCHOOL,
  UNVACCINATED,
} from './vaccinations/programmes.js'

/** Share of doses whose number is missing. */
const MISSING_SHARE = 0.012

const indexOf = (vaccine: Vaccine): number => VACCINES.findIndex(([code]) => code === vaccine)

// Tables of the programmes as rows see them: vaccines by their place in the list.
const CHILD_DOSES = CHILDREN.map((dose) => ({ ...dose, vaccine: indexOf(dose.vaccine) }))
const SCHOOL_DOSES = SCHOOL.map((dose) => ({ ...dose, vaccine: indexOf(dose.vaccine) }))
const OTHER_DOSES = OTHERS.map(([vaccine, doses, from, until, yearly]) => ({
  vaccine: indexOf(vaccine),
  doses,
  from,
  until,
  yearly: yearly / 1000,
}))
const CATCH_UP = indexOf(HPV_CATCH_UP.vaccine)
const [SHOT, SPRAY, RNA, VECTOR] = [
  indexOf('J07BB02'),
  indexOf('J07BB03'),
  indexOf('J07BN01'),
  indexOf('J07BN02'),
]
const SEASONS = Object.entries(INFLUENZA).map(([year, [old, risk]]) => ({
  october: dayOf(Number(year), 10, 1),
  old,
  risk,
}))
const COVID_AGES = dayOf(2021)

/** Scratch that serves one person after another. */
const agenda = new Agenda()
/** A note of the agenda: vaccine and number of the dose. */
const DOSE = 16

/** Notes a dose on the next workday if the person is there; says whether it was given. */
function give(person: Person, day: Day, vaccine: number, dose: number): boolean {
  const given = workdayFrom(Math.round(day))
  if (given < FIRST_DAY || given > LAST_DAY || !isResident(person, given)) return false
  agenda.add(given, vaccine * DOSE + dose)
  return true
}

/** First day with an illness of a risk group, infinite for those without. */
function riskFrom(person: Person): Day {
  let first = Number.POSITIVE_INFINITY
  if (person.illnesses.size > 0)
    for (const illness of RISK) first = Math.min(first, person.illnesses.get(illness) ?? first)
  return first
}

function vaccinateChild(person: Person, random: Random): void {
  if (random.chance(UNVACCINATED)) return
  let share = 1
  for (const { vaccine, dose, age, coverage, born, until } of CHILD_DOSES) {
    if (person.birth < (born ?? person.birth) || person.birth >= (until ?? LAST_DAY + 1)) continue
    // One draw for all doses of a vaccine.
    if (dose === 1) share = random.uniform() * (1 - UNVACCINATED)
    if (share < coverage) give(person, person.birth + age + random.wait(1 / 6), vaccine, dose)
  }
}

function vaccinateAtSchool(person: Person, born: number, random: Random): void {
  if (random.chance(UNVACCINATED)) return
  const woman = person.sex === FEMALE
  let share = 1
  let last = -1
  for (const { vaccine, dose, age, women, men, from, until, boysFrom, after } of SCHOOL_DOSES) {
    const year = born + age
    if (year < 2013 || year > 2024 || year < (from ?? year) || year > (until ?? year)) continue
    if (vaccine !== last) share = random.uniform() * (1 - UNVACCINATED)
    last = vaccine
    const coverage = woman ? women : year < (boysFrom ?? year) ? 0 : men
    if (share < coverage) give(person, dayOf(year, 9) + after + random.between(0, 100), vaccine, dose)
  }
}

function catchUp(person: Person, born: number, random: Random): void {
  const [first, last] = HPV_CATCH_UP.born
  if (person.sex !== FEMALE || born < first || born > last || !random.chance(HPV_CATCH_UP.coverage)) return
  const day = HPV_CATCH_UP.from + HPV_CATCH_UP.spread * random.uniform()
  for (const [i, after] of HPV_CATCH_UP.after.entries())
    if (i === 0 || random.chance(HPV_CATCH_UP.goesOn)) give(person, day + after, CATCH_UP, i + 1)
}

/** Most take it every autumn or never: three of four years rest on the person's own habit. */
function vaccinateAgainstInfluenza(person: Person, risky: Day, random: Random): void {
  const habit = random.uniform()
  for (const { october, old, risk } of SEASONS) {
    if (!isResident(person, october)) continue
    const age = ageOn(person, october)
    const coverage = age >= 65 ? old : risky < october ? risk : age >= 20 ? INFLUENZA_OTHERS : 0.01
    const share = random.chance(0.75) ? habit : random.uniform()
    if (share >= coverage) continue
    const day = october + 45 * (random.uniform() + random.uniform())
    give(person, day, age < 18 && age >= 2 ? SPRAY : SHOT, 1)
  }
}

const withOdds = (share: number, ratio: number): number => (share * ratio) / (1 - share + share * ratio)

function vaccinateAgainstCovid(person: Person, risky: Day, random: Random): void {
  const age = ageOn(person, COVID_AGES)
  const group = COVID.find((row) => age >= row.age)
  if (group === undefined) return
  const early = risky < COVID_AGES
  const ratio = person.bornIn === 'NO' ? COVID_NATIVE_ODDS : COVID_FOREIGN_ODDS
  // One draw for all doses: who takes the third has taken the second.
  const share = random.uniform()
  const takes = (dose: number, more = 1) => share < withOdds(group.coverage[dose] as number, ratio * more)
  if (!takes(0)) return
  const vector = age >= 18 && age < 65 && random.chance(COVID_VECTOR.share)
  const first = vector
    ? random.between(COVID_VECTOR.first, COVID_VECTOR.last)
    : group.first + group.spread * random.uniform() - (early && age >= 18 && age < 65 ? COVID_RISK_DAYS : 0)
  let dose = give(person, first, vector ? VECTOR : RNA, 1) ? 1 : 0
  if (
    takes(1) &&
    give(person, Math.max(first, person.entry) + group.second + random.wait(1 / 8), RNA, dose + 1)
  )
    dose++
  if (takes(2) && give(person, group.third + 45 * random.uniform(), RNA, dose + 1)) dose++
  if (
    takes(3, early && age < 65 ? 4 : 1) &&
    give(person, group.fourth + 75 * random.uniform(), RNA, dose + 1)
  )
    dose++
  const old = ageOn(person, COVID_AUTUMN.day) >= COVID_AUTUMN.age
  if (dose >= 3 && share < (old ? COVID_AUTUMN.coverage : early ? COVID_AUTUMN.risk : 0))
    give(person, COVID_AUTUMN.day + 60 * random.uniform(), RNA, dose + 1)
}

/** Courses of other vaccines: one draw over all years, since each is rare. */
function vaccinateOtherwise(person: Person, random: Random): void {
  for (const { vaccine, doses, from, until, yearly } of OTHER_DOSES) {
    const first = person.birth + 365.2425 * from
    const last = person.birth + 365.2425 * until
    const years = (Math.min(last, LAST_DAY) - Math.max(first, FIRST_DAY)) / 365.2425
    if (years <= 0 || !random.chance(yearly * years)) continue
    const day = Math.max(first, FIRST_DAY) + years * 365.2425 * random.uniform()
    for (let dose = 1; dose <= doses; dose++)
      if (dose === 1 || random.chance(0.75))
        give(person, day + (dose - 1) * random.between(28, 200), vaccine, dose)
  }
}

function write(person: Person, rows: Readonly<Record<string, Rows>>, random: Random): void {
  const doses = rows.VACCINATION as Rows
  const born = yearOf(person.birth)
  const risky = riskFrom(person)
  if (born >= 2012) vaccinateChild(person, random)
  if (born >= 1997 && born <= 2017) vaccinateAtSchool(person, born, random)
  catchUp(person, born, random)
  vaccinateAgainstInfluenza(person, risky, random)
  vaccinateAgainstCovid(person, risky, random)
  vaccinateOtherwise(person, random)
  agenda.read((day, noted) => {
    const number = random.chance(MISSING_SHARE) ? MISSING : noted % DOSE
    doses.push(person.identifier, day, Math.floor(noted / DOSE), number)
  })
}

export const vaccinations = countryRegister({
  sensitivity: 'PERSON_SPECIAL',
  stream: 110,
  name: 'vaccinations',
  title: words('Vaccinations', 'Vaksinasjoner', 'Vaccinationer'),
  description: words(
    'Vaccinations of the population: the childhood programme, influenza every autumn, covid-19 from 2021 to 2023, and vaccines for travel and other reasons.',
    'Befolkningens vaksinasjoner: barnevaksinasjonsprogrammet, influensa hver høst, covid-19 fra 2021 til 2023, og vaksiner til reiser og av andre grunner.',
    'Befolkningens vaccinationer: børnevaccinationsprogrammet, influenza hvert efterår, covid-19 fra 2021 til 2023 samt vacciner til rejser og af andre grunde.',
  ),
  holder: {
    name: 'vaccination-register',
    title: words('Vaccination register', 'Vaksinasjonsregisteret', 'Vaccinationsregistret'),
  },
  population: words(
    'Everyone who lived in the country from 2014 to 2024',
    'Alle som bodde i landet fra 2014 til 2024',
    'Alle, der boede i landet fra 2014 til 2024',
  ),
  tables: [
    {
      name: 'VACCINATION',
      title: words('Vaccinations', 'Vaksinasjoner', 'Vaccinationer'),
      description: words(
        'One row for each dose, on the day it was given in the country.',
        'Én rad for hver dose, på dagen den ble gitt i landet.',
        'Én række for hver dosis på den dag, den blev givet i landet.',
      ),
      about: {
        unit: 'VACCINATION',
        person: words('The person vaccinated', 'Personen som ble vaksinert', 'Den vaccinerede person'),
      },
      day: 'date',
      columns: [
        {
          name: 'VACCINE',
          title: words('Vaccine', 'Vaksine', 'Vaccine'),
          description: words(
            'The vaccine that was given.',
            'Vaksinen som ble gitt.',
            'Den vaccine, der blev givet.',
          ),
          codes: VACCINES,
          source: `ATC 2024, group J07; part: the ${VACCINES.length} commonest vaccines`,
        },
        {
          name: 'DOSE_NUMBER',
          title: words('Number of the dose', 'Dosenummer', 'Dosisnummer'),
          description: words(
            'Which dose of its course it is, from 1; 1 for each season of influenza. 1.2 % are missing.',
            'Hvilken dose i serien det er, fra 1; 1 for hver influensasesong. 1,2 % mangler.',
            'Hvilken dosis i serien det er, fra 1; 1 for hver influenzasæson. 1,2 % mangler.',
          ),
          kind: 'integer',
          unit: '1',
        },
      ],
    },
  ],
  write,
})
