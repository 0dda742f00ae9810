/** How each public figure is computed from the registers of a country: one function a figure, its groups in the published order. */
import { MISSING_INTEGER } from '@sund/model'
import { type Day, dayOf, FIRST_DAY, LAST_DAY } from '../src/days.js'
import { ageOf, type Columns, type Country, lived, type Resident } from './country.js'

/** A value of the country, and its standard error by chance: another seed gives another value. */
export interface Measured {
  value: number
  error: number
}

/** Values by group; the group of a figure without any is ''. */
type Measure = (country: Country) => ReadonlyMap<string, Measured>

const NEW_YEAR = dayOf(2024, 1, 1)
const NOVEMBER = dayOf(2023, 11, 15)
const YEAR_END = dayOf(2023, 12, 31)

const single = (measured: Measured): ReadonlyMap<string, Measured> => new Map([['', measured]])
/** A share of persons or rows, in per cent; its error is that of a binomial count. */
const percent = (part: number, whole: number): Measured => ({
  value: (100 * part) / whole,
  error: (100 * Math.sqrt(part * (1 - part / whole))) / whole,
})
/** A count by time lived, times a factor; its error is that of a Poisson count. */
const rate = (count: number, whole: number, factor: number): Measured => ({
  value: (factor * count) / whole,
  error: (factor * Math.sqrt(count)) / whole,
})
/** A mean, with its standard error. */
function mean(values: readonly number[]): Measured {
  const value = sum(values) / values.length
  const squares = sum(values.map((each) => (each - value) ** 2))
  return { value, error: Math.sqrt(squares) / values.length }
}
const sum = (values: Iterable<number>): number => {
  let total = 0
  for (const value of values) total += value
  return total
}

/** Adds up by group. */
class Tally {
  readonly #sums = new Map<string, number>()

  add(group: string, value = 1): void {
    this.#sums.set(group, this.of(group) + value)
  }

  of(group: string): number {
    return this.#sums.get(group) ?? 0
  }

  /** Each group's count by another's sum. */
  by(
    other: Tally,
    measure: (count: number, whole: number) => Measured = percent,
  ): ReadonlyMap<string, Measured> {
    return new Map([...other.#sums].map(([group, whole]) => [group, measure(this.of(group), whole)]))
  }
}

/** Persons of a table's rows that pass. */
function personsOf(table: Columns, passes: (row: number) => boolean): Set<number> {
  const persons = new Set<number>()
  const person = table.of('person')
  for (let i = 0; i < table.rows; i++) if (passes(i)) persons.add(person[i] ?? 0)
  return persons
}

/** Whether a row's period covers a day. */
function lasting(table: Columns, day: Day): (row: number) => boolean {
  const [from, until] = [table.of('from_day'), table.of('until_day')]
  return (row) => (from[row] ?? 0) <= day && (until[row] === MISSING_INTEGER || (until[row] ?? 0) >= day)
}

const decade = (age: number, last: number): string => {
  const from = Math.min(last, Math.floor(age / 10) * 10)
  return from === last ? `${from} and over` : `${from}–${from + 9}`
}

const agePyramid: Measure = (country) => {
  const residents = country.on(NEW_YEAR)
  const tally = new Tally()
  const all = new Tally()
  for (const resident of residents) tally.add(`${resident.sex} ${decade(ageOf(resident, NEW_YEAR), 80)}`)
  for (const sex of ['men', 'women'])
    for (let age = 0; age <= 80; age += 10) all.add(`${sex} ${decade(age, 80)}`, residents.length)
  return tally.by(all)
}

const mortality: Measure = ({ residents }) => {
  const group = ({ sex }: Resident, age: number) =>
    age < 40 ? null : age < 60 ? `${sex} 40–59` : `${sex} ${decade(age, 90)}`
  const [deaths, years] = [new Tally(), new Tally()]
  for (const { resident, age, years: spent } of lived(residents)) {
    const of = group(resident, age)
    if (of) years.add(of, spent)
  }
  for (const resident of residents) {
    const { death, until } = resident
    const of =
      death !== null && death >= FIRST_DAY && death === until ? group(resident, ageOf(resident, death)) : null
    if (of) deaths.add(of)
  }
  return deaths.by(years, (count, whole) => rate(count, whole, 1000))
}

const fertility: Measure = ({ residents, byIdentifier }) => {
  const first = dayOf(2022)
  const [births, years] = [new Tally(), new Tally()]
  const band = (age: number) => String(Math.floor(age / 5))
  for (const { resident, age, years: spent } of lived(residents, first, LAST_DAY))
    if (resident.sex === 'women' && age >= 15 && age < 50) years.add(band(age), spent)
  for (const { birth, mother } of residents) {
    const by = mother === null ? undefined : byIdentifier.get(mother)
    if (by && birth >= first && by.from <= birth) births.add(band(ageOf(by, birth)))
  }
  const bands = [...births.by(years, (count, whole) => rate(count, whole, 5)).values()]
  return single({
    value: sum(bands.map(({ value }) => value)),
    error: Math.hypot(...bands.map(({ error }) => error)),
  })
}

const immigrants: Measure = (country) => {
  const residents = country.on(NEW_YEAR)
  return single(percent(residents.filter(({ bornIn }) => bornIn !== 'NO').length, residents.length))
}

const caesarean: Measure = (country) => {
  const births = country.table('sundland.births/BIRTH')
  const yes = births.passing('caesarean', (code) => code === '1')
  return single(
    percent(sum(Array.from(births.of('caesarean'), (code) => Number(yes[code] ?? false))), births.rows),
  )
}

const birthWeight: Measure = (country) => {
  const weights = [...country.table('sundland.births/BIRTH').of('birth_weight')].filter(
    (weight) => weight > 0,
  )
  return single(mean(weights))
}

const education: Measure = (country) => {
  const table = country.table('sundland.education/EDUCATION')
  const levels = table.of('education_level')
  const person = table.of('person')
  const holds = lasting(table, YEAR_END)
  const adults = new Set(
    country.on(YEAR_END).flatMap((resident) => (ageOf(resident, YEAR_END) > 15 ? [resident.identifier] : [])),
  )
  const bands = [
    'lower secondary or less',
    'lower secondary or less',
    'lower secondary or less',
    'upper secondary',
    'upper secondary',
    'vocational college',
    'higher, first degree',
    'higher, second degree or doctorate',
    'higher, second degree or doctorate',
  ]
  const [tally, all] = [new Tally(), new Tally()]
  for (let i = 0; i < table.rows; i++) {
    const band = bands[levels[i] ?? 9]
    if (!band || !holds(i) || !adults.has(person[i] ?? 0)) continue
    tally.add(band)
    for (const each of new Set(bands)) all.add(each)
  }
  return tally.by(all)
}

const employed: Measure = (country) => {
  const table = country.table('sundland.employment/EMPLOYMENT')
  const working = personsOf(table, lasting(table, NOVEMBER))
  const [tally, all] = [new Tally(), new Tally()]
  for (const resident of country.on(NOVEMBER)) {
    const age = ageOf(resident, NOVEMBER)
    const groups = [
      ...(age >= 15 && age < 75 ? ['15–74', `${resident.sex} 15–74`] : []),
      ...(age >= 25 && age < 55 ? ['25–54'] : []),
      ...(age >= 55 && age < 65 ? ['55–64'] : []),
    ]
    for (const group of groups) {
      all.add(group)
      if (working.has(resident.identifier)) tally.add(group)
    }
  }
  return tally.by(all)
}

/** Who has a benefit on a day. */
function receiving(country: Country, benefit: string, day: Day): Set<number> {
  const table = country.table('sundland.employment/BENEFIT')
  const [kind, holds] = [table.of('benefit_type'), lasting(table, day)]
  const passes = table.passing('benefit_type', (code) => code === benefit)
  return personsOf(table, (row) => (passes[kind[row] ?? -1] ?? false) && holds(row))
}

const disabilityPension: Measure = (country) => {
  const pensioned = receiving(country, 'disability', YEAR_END)
  const residents = country
    .on(YEAR_END)
    .filter((resident) => ageOf(resident, YEAR_END) >= 18 && ageOf(resident, YEAR_END) < 67)
  return single(
    percent(residents.filter(({ identifier }) => pensioned.has(identifier)).length, residents.length),
  )
}

const sickPay: Measure = (country) => {
  const jobs = country.table('sundland.employment/EMPLOYMENT')
  const sick = receiving(country, 'sick-pay', NOVEMBER)
  const working = [...personsOf(jobs, lasting(jobs, NOVEMBER))].filter((identifier) => {
    const resident = country.byIdentifier.get(identifier)
    return resident && ageOf(resident, NOVEMBER) >= 20 && ageOf(resident, NOVEMBER) < 67
  })
  return single(percent(working.filter((identifier) => sick.has(identifier)).length, working.length))
}

const income: Measure = (country) => {
  const table = country.table('sundland.income/INCOME')
  const [from, after] = [table.of('from_day'), table.of('income_after_tax')]
  const values: number[] = []
  for (let i = 0; i < table.rows; i++) if (from[i] === dayOf(2023)) values.push(after[i] ?? 0)
  values.sort((a, b) => a - b)
  return new Map([
    // The error of a median is about a quarter larger than that of a mean, for values spread like these.
    [
      'median',
      { value: values[Math.floor(values.length / 2)] ?? Number.NaN, error: 1.25 * mean(values).error },
    ],
    ['mean', mean(values)],
  ])
}

/** Share of residents at the middle of 2023 with a row of the year whose code begins with one of a group's beginnings. */
function usersOf(
  table: string,
  column: string,
  day: string,
  groups: Readonly<Record<string, readonly string[]>>,
): Measure {
  return (country) => {
    const rows = country.table(table)
    const [codes, days] = [rows.of(column), rows.of(day)]
    const residents = new Set(country.on(dayOf(2023, 7, 1)).map(({ identifier }) => identifier))
    return new Map(
      Object.entries(groups).map(([group, beginnings]) => {
        const passes = rows.passing(column, (code) =>
          beginnings.some((beginning) => code.startsWith(beginning)),
        )
        const users = personsOf(
          rows,
          (row) =>
            (passes[codes[row] ?? -1] ?? false) &&
            (days[row] ?? 0) >= dayOf(2023) &&
            (days[row] ?? 0) <= YEAR_END,
        )
        return [group, percent([...users].filter((user) => residents.has(user)).length, residents.size)]
      }),
    )
  }
}

const selfRatedHealth: Measure = (country) => {
  const table = country.table('sundland.survey/RESPONSE')
  const good = table.passing('self_rated_health', (code) => code < '3')
  const answers = [...table.of('self_rated_health')].filter((answer) => answer !== MISSING_INTEGER)
  return single(percent(answers.filter((answer) => good[answer]).length, answers.length))
}

/** Share of residents of an age on a day who have had a vaccine, between two days. */
function vaccinated(
  country: Country,
  vaccines: readonly string[],
  [first, last]: readonly [Day, Day],
  who: (resident: Resident, age: number) => boolean,
): Measured {
  const table = country.table('sundland.vaccinations/VACCINATION')
  const [vaccine, date] = [table.of('vaccine'), table.of('date')]
  const passes = table.passing('vaccine', (code) => vaccines.some((beginning) => code.startsWith(beginning)))
  const given = personsOf(
    table,
    (row) => (passes[vaccine[row] ?? -1] ?? false) && (date[row] ?? 0) >= first && (date[row] ?? 0) <= last,
  )
  const residents = country.on(last).filter((resident) => who(resident, ageOf(resident, last)))
  return percent(residents.filter(({ identifier }) => given.has(identifier)).length, residents.length)
}

const vaccinations: Measure = (country) =>
  new Map([
    [
      'measles, mumps and rubella, aged 2–4',
      vaccinated(
        country,
        ['J07BD52'],
        [FIRST_DAY, YEAR_END],
        ({ birth, from }, age) => age >= 2 && age < 5 && birth === from,
      ),
    ],
    [
      'papillomavirus, girls aged 14–16',
      vaccinated(
        country,
        ['J07BM'],
        [FIRST_DAY, YEAR_END],
        ({ sex }, age) => sex === 'women' && age >= 14 && age < 17,
      ),
    ],
    [
      'covid-19 by the end of 2021, aged 18 and over',
      vaccinated(country, ['J07BN'], [FIRST_DAY, dayOf(2021, 12, 31)], (_, age) => age >= 18),
    ],
    [
      'influenza in the winter of 2022–23, aged 65 and over',
      vaccinated(country, ['J07BB'], [dayOf(2022, 9, 1), dayOf(2023, 4, 30)], (_, age) => age >= 65),
    ],
  ])

/** Rows of a table whose code begins with one of a group's beginnings, by group. */
function rowsBy(
  table: Columns,
  column: string,
  groups: Readonly<Record<string, readonly string[]>>,
): Map<string, number> {
  const codes = table.of(column)
  return new Map(
    Object.entries(groups).map(([group, beginnings]) => {
      const passes = table.passing(column, (code) =>
        beginnings.some((beginning) => code.startsWith(beginning)),
      )
      return [group, sum(Array.from(codes, (code) => Number(passes[code] ?? false)))]
    }),
  )
}

const yearsLived = ({ residents }: Country): number => {
  let total = 0
  for (const { years } of lived(residents)) total += years
  return total
}

const cancer: Measure = (country) => {
  const cases = rowsBy(country.table('sundland.cancer/TUMOUR'), 'site', {
    prostate: ['C61'],
    breast: ['C50'],
    'colon and rectum': ['C18', 'C19', 'C20'],
    lung: ['C33', 'C34'],
    'melanoma of the skin': ['C43'],
  })
  const years = yearsLived(country)
  return new Map([...cases].map(([group, count]) => [group, rate(count, years, 100_000)]))
}

const causesOfDeath: Measure = (country) => {
  const deaths = country.table('sundland.causes-of-death/DEATH')
  const groups = rowsBy(deaths, 'underlying_cause', {
    'cancer (C00–C97)': ['C'],
    'heart and vessels (I00–I99)': ['I'],
    'dementia (F00–F03, G30)': ['F00', 'F01', 'F02', 'F03', 'G30'],
    'lungs and airways (J00–J99)': ['J'],
    'injury and poisoning (V01–Y98)': ['V', 'W', 'X', 'Y'],
  })
  return new Map([...groups].map(([group, count]) => [group, percent(count, deaths.rows)]))
}

const hospitalStays: Measure = (country) => {
  const nights = country.table('sundland.hospital/EPISODE').of('nights')
  return single(rate(sum(Array.from(nights, (stayed) => Number(stayed > 0))), yearsLived(country), 1000))
}

/** By the identifiers of `PUBLIC_FIGURES`. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  'age-pyramid': agePyramid,
  mortality,
  fertility,
  immigrants,
  caesarean,
  'birth-weight': birthWeight,
  education,
  employed,
  'disability-pension': disabilityPension,
  'sick-pay': sickPay,
  income,
  'self-rated-health': selfRatedHealth,
  vaccinations,
  cancer,
  'causes-of-death': causesOfDeath,
  'hospital-stays': hospitalStays,
  'primary-care': usersOf('sundland.primary-care/CONTACT', 'icpc2', 'date', {
    'any contact': [''],
    'hypertension (K86, K87)': ['K86', 'K87'],
    'depression (P76)': ['P76'],
    'diabetes, type 2 (T90)': ['T90'],
    'COPD (R95)': ['R95'],
  }),
  medicines: usersOf('sundland.medicines/DISPENSATION', 'atc', 'dispensed', {
    'any medicine': [''],
    'antibacterials (J01)': ['J01'],
    'lipid-modifying agents (C10)': ['C10'],
    'drugs for acid disorders (A02B)': ['A02B'],
    'antihypertensives (C09)': ['C09'],
    'obstructive airway diseases (R03)': ['R03'],
    'antidepressants (N06A)': ['N06A'],
    'opioids (N02A)': ['N02A'],
    'diabetes (A10)': ['A10'],
    'thyroid hormones (H03A)': ['H03A'],
  }),
}
