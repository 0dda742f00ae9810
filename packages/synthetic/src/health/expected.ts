/**
 * What the tables of illnesses lead to in a whole population, worked out by year of age without any person: the share who
 * live with each illness, and the mortality of those with none. Both are what ratios are measured against, so that a
 * ratio moves cases between people and leaves their number alone.
 */
import { type Illness, MALE, type Sex } from '../person.js'
import { type IllnessRow, valueAt } from './illness.js'
import { CANCER_OF, ILLNESS_ROWS } from './illnesses/index.js'

/** Years of age that tables cover: 0 to 110. */
export const AGES = 111

/**
 * Deaths per 1,000 person-years at ages 0, 5, … 100 among men and women: Statistics Norway's life tables, mean of 2014–2019,
 * rounded. The first value is of the second year of life: deaths in the first are not of these illnesses.
 */
const MEN = [
  0.25, 0.1, 0.08, 0.2, 0.5, 0.6, 0.65, 0.8, 1.05, 1.6, 2.5, 4, 6.4, 10.2, 16.5, 27, 47, 86, 155, 270, 420,
]
const WOMEN = [
  0.2, 0.08, 0.07, 0.13, 0.22, 0.25, 0.32, 0.45, 0.7, 1.1, 1.8, 2.8, 4.4, 6.8, 11, 18.5, 33, 65, 125, 235,
  390,
]

export interface Expected {
  /** By year of age: the share of the living who have or have had the illness. */
  shareOf: ReadonlyMap<Illness, Float64Array>
  /** By year of age: deaths per person-year among people without any of the illnesses. */
  healthy: Float64Array
  /** By year of age: how many times theirs everybody's mortality is. */
  mean: Float64Array
}

/** Less is left of a mortality ratio at higher ages, where everybody's mortality is high. */
export const ratioWeight = (age: number): number => (age <= 60 ? 1 : Math.max(0.45, 1 - (age - 60) * 0.0165))

/** The least share of all deaths that is left to people without an illness. */
const LEAST_HEALTHY = 0.2

const known = new Map<Sex, Expected>()

export function expectedOf(sex: Sex): Expected {
  let expected = known.get(sex)
  if (!expected) {
    expected = workOut(sex)
    known.set(sex, expected)
  }
  return expected
}

/** New cases per person-year at an age, as the row's table has them. */
export const rateOf = (row: IllnessRow, sex: Sex, age: number): number =>
  valueAt(sex === MALE ? row.men : row.women, age) / 1000

/** Deaths per person-year at an age in the whole population. */
export function mortalityAt(sex: Sex, age: number): number {
  const values = sex === MALE ? MEN : WOMEN
  const place = Math.min(values.length - 1.001, age / 5)
  const below = Math.floor(place)
  const [from, to] = [values[below] as number, values[below + 1] as number]
  return (from * (to / from) ** (place - below)) / 1000
}

function workOut(sex: Sex): Expected {
  const shareOf = new Map(ILLNESS_ROWS.map((row) => [row.illness, new Float64Array(AGES)]))
  const healthy = new Float64Array(AGES)
  const mean = new Float64Array(AGES)
  const at = (illness: Illness, age: number) => shareOf.get(illness)?.[age] ?? 0
  for (let age = 0; age < AGES; age++) {
    const deaths = ILLNESS_ROWS.map((row) => deathsOf(row, sex, age, at(row.illness, age)))
    const ratios = ILLNESS_ROWS.map(
      (row) => at(row.illness, age) * ((row.mortality?.ratio ?? 1) - 1) * ratioWeight(age),
    )
    const all = mortalityAt(sex, age)
    const base = Math.max(LEAST_HEALTHY * all, (all - sum(deaths)) / (1 + sum(ratios)))
    healthy[age] = base
    mean[age] = 1 + sum(ratios) + sum(deaths) / base
    if (age + 1 === AGES) break
    for (const [i, row] of ILLNESS_ROWS.entries()) {
      const share = at(row.illness, age)
      const free = row.only
        ? Math.max(0, 1 - row.only.reduce((none, cause) => none * (1 - at(cause, age)), 1) - share)
        : 1 - share
      const lost = ((deaths[i] as number) + (ratios[i] as number) * base) * (1 - share)
      const next = share + rateOf(row, sex, age + 0.5) * free - lost
      ;(shareOf.get(row.illness) as Float64Array)[age + 1] = Math.min(0.98, Math.max(0, next))
    }
  }
  return { shareOf, healthy, mean }
}

/** Deaths per person of the population and year that an illness adds in numbers of its own. */
function deathsOf(row: IllnessRow, sex: Sex, age: number, share: number): number {
  const found = rateOf(row, sex, age + 0.5) * (row.only ? share : 1 - share)
  const cancer = CANCER_OF.get(row.illness)
  if (cancer)
    return cancer.stages.reduce((dead, part, i) => {
      const [first, later] = cancer.fatality[i] ?? [0, 0]
      return dead + found * part * (1 - Math.exp(-first - 4 * later))
    }, 0)
  const [first, later] = row.mortality?.excess ?? [0, 0]
  return share * later + found * Math.max(0, first - later)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
