/**
 * When people die: the published life table, falling a little every year, times what frailty and illness do to each person. A
 * table of calibration takes out what frailty and illness add on average, so that the country dies as the life table says.
 */
import { type Day, dayOf, FIRST_DAY, LAST_DAY } from '../days.js'
import { mortalityRatio } from '../health/index.js'
import { MALE, type Person, type Sex } from '../person.js'
import type { Random } from '../random.js'
import { DEATHS_BY_MONTH, FIRST_YEAR, interpolate, LAST_YEAR, LIFE_EXPECTANCY, MORTALITY } from './figures.js'

/** What a standard deviation of frailty does to the logarithm of mortality. */
export const FRAILTY_EFFECT = 0.4
/**
 * What a standard deviation of status takes from the logarithm of mortality, beside what it does through illness and smoking: the
 * mortality of the highly educated is about two thirds of others' (Statistics Norway and Norwegian Institute of Public Health).
 */
const STATUS_EFFECT = 0.15

/**
 * One divided by the mean, over those alive at an age, of exp(frailty effect × frailty) × `mortalityRatio`: by ages up to the
 * first number. It is near 1 for the young and grows with age, as the frail and the ill die. To find it
 * anew, divide each number by the deaths observed over those expected, which the test of mortality measures for these ages.
 */
export const CALIBRATION: readonly (readonly [until: number, men: number, women: number])[] = [
  [40, 1.16, 1.11],
  [50, 1.03, 1],
  [60, 1, 1.05],
  [70, 1, 1],
  [80, 1.01, 1.015],
  [85, 1.09, 1.03],
  [90, 1.22, 1.15],
  [95, 1.54, 1.34],
  [Number.POSITIVE_INFINITY, 1.91, 1.76],
]

const OLDEST = 115

/** Deaths per year lived at an exact age, before frailty and illness, by sex and whole years of age. */
const HAZARDS: Readonly<Record<Sex, Float64Array>> = { 1: hazards(1), 2: hazards(2) }

function hazards(sex: Sex): Float64Array {
  const rows = MORTALITY.map(([age, ...values]) => [age, Math.log(values[sex - 1] as number)])
  return Float64Array.from(
    { length: OLDEST + 1 },
    (_, age) => -Math.log(1 - Math.exp(interpolate(rows, age)) / 1000),
  )
}

/**
 * How the mortality of each year from 2014 compares with the life table's: by what moves its life expectancy to the published
 * one. Near the table a hundredth of mortality is worth a tenth of a year.
 */
const LEVELS: Readonly<Record<Sex, readonly number[]>> = { 1: levels(1, 81.1), 2: levels(2, 84.8) }

function levels(sex: Sex, ofTable: number): number[] {
  return LIFE_EXPECTANCY.map((years) => Math.exp((ofTable - years[sex === MALE ? 0 : 1]) / 10))
}

/** Deaths per year lived that the life table has for a sex at a whole age in a year, from 2014 on. */
export const hazardOf = (sex: Sex, age: number, year: number): number =>
  (HAZARDS[sex][Math.min(age, OLDEST)] as number) * (LEVELS[sex][year - FIRST_YEAR] ?? 1)

/** How much higher mortality was in the decades before the registers begin. */
const EARLIER = 1.35

/** Share of those alive at one age who are alive at another, as the life table has it. */
export function survival(sex: Sex, from: number, until: number): number {
  let sum = 0
  for (let age = Math.floor(from); age < until; age++)
    sum += EARLIER * (HAZARDS[sex][Math.min(age, OLDEST)] as number)
  return Math.exp(-sum)
}

/** First days of the months of the years covered, and the day after the last. */
const MONTHS: readonly Day[] = Array.from({ length: (LAST_YEAR + 1 - FIRST_YEAR) * 12 + 1 }, (_, i) =>
  dayOf(FIRST_YEAR, i + 1),
)

/** Months looked at together, by age: the years in which death is rare need no closer look. */
const stepAt = (age: number): number => (age >= 70 ? 1 : age >= 40 ? 3 : 12)

/** Of the deaths in the first year of life, the share of the first four weeks; Medical Birth Registry of Norway. */
const NEONATAL = 0.6
const NEONATAL_DAYS = 28

/**
 * The day on which the person dies, null for those who live on after `LAST_DAY`. `newbornRisk` is how many times as likely as
 * for others an early death is: for a child born while registers look on.
 */
export function dayOfDeath(person: Person, random: Random, newbornRisk = 1): Day | null {
  let left = random.wait(1)
  const frailty = Math.exp(FRAILTY_EFFECT * person.traits.frailty - STATUS_EFFECT * person.traits.status)
  const hazardsOfSex = HAZARDS[person.sex]
  let from = person.entry
  if (from === person.birth) {
    const early = NEONATAL * (hazardsOfSex[0] as number) * newbornRisk
    if (left < early) return Math.min(LAST_DAY, from + Math.floor(NEONATAL_DAYS * (left / early) ** 3))
    left -= early
    from += NEONATAL_DAYS
  }
  const start = Math.max(0, Math.floor(((from - FIRST_DAY) / 365.25) * 12) - 1)
  for (let month = start; month < MONTHS.length - 1; ) {
    const begin = Math.max(from, MONTHS[month] as Day)
    const years = (begin - person.birth) / 365.25
    const age = Math.floor(years)
    const step = Math.min(stepAt(age), 12 - (month % 12))
    const end = MONTHS[month + step] as Day
    month += step
    if (begin >= end) continue
    const year = FIRST_YEAR + Math.floor((month - step) / 12)
    const season = step === 12 ? 1 : seasonOf((month - step) % 12, step)
    const hazard =
      (hazardsOfSex[Math.min(age, OLDEST)] as number) *
      (age < 1 ? 1 - NEONATAL : 1) *
      (LEVELS[person.sex][year - FIRST_YEAR] as number) *
      frailty *
      calibration(person.sex, age) *
      mortalityRatio(person, begin) *
      season
    const risk = (hazard * (end - begin)) / 365.25
    if (left < risk) return begin + Math.floor(((end - begin) * left) / risk)
    left -= risk
  }
  return null
}

function seasonOf(month: number, months: number): number {
  let sum = 0
  for (let i = 0; i < months; i++) sum += DEATHS_BY_MONTH[month + i] as number
  return sum / months
}

function calibration(sex: Sex, age: number): number {
  for (const row of CALIBRATION) if (age < row[0]) return row[sex]
  return 1
}
