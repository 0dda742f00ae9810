/**
 * What illnesses do to survival. Each adds its own part to a person's mortality, so that a death can be laid at the door of
 * one of them in the same proportions.
 */
import type { Day } from '../days.js'
import { ageOn, type Illness, MALE, type Person, type Sex, STAGES } from '../person.js'
import { AGES, type Expected, expectedOf, ratioWeight } from './expected.js'
import { CANCER_OF, ILLNESS_ROWS } from './illnesses/index.js'

/** Years after which a cancer no longer adds to mortality. */
const CURED_AFTER = 5
const YEAR = 365.2425

/** What an illness adds, as its row says: a cancer by the place of its stage among `STAGES`, others once. */
interface Burden {
  /** Ratio less 1. */
  added: number
  /** Deaths per person-year in the first year and later. */
  excess: readonly (readonly [first: number, later: number])[]
  cancer: boolean
}

const BURDENS: ReadonlyMap<Illness, Burden> = new Map(
  ILLNESS_ROWS.flatMap(({ illness, mortality }): [Illness, Burden][] => {
    const fatality = CANCER_OF.get(illness)?.fatality
    const excess = fatality ?? [mortality?.excess ?? ([0, 0] as const)]
    const burden = { added: (mortality?.ratio ?? 1) - 1, excess, cancer: fatality !== undefined }
    return fatality || mortality ? [[illness, burden]] : []
  }),
)

let men: Expected | undefined
let women: Expected | undefined

function expectedFor(sex: Sex): Expected {
  if (sex === MALE) {
    men ??= expectedOf(sex)
    return men
  }
  women ??= expectedOf(sex)
  return women
}

/** A table's value by year of age. */
const at = (table: Float64Array, age: number): number =>
  table[age < 0 ? 0 : age >= AGES ? AGES - 1 : Math.floor(age)] as number

/**
 * How many times as likely as for people of the same age and sex on average death is on a day. The mean over those alive is
 * near 1 as far as prevalences are as expected; it is below 1 for people without any of the illnesses.
 */
export function mortalityRatio(person: Person, day: Day): number {
  const age = ageOn(person, day)
  const { healthy, mean } = expectedFor(person.sex)
  const weight = ratioWeight(age)
  let ratio = 1
  let excess = 0
  for (const [illness, found] of person.illnesses) {
    if (found > day) continue
    const burden = BURDENS.get(illness)
    if (!burden) continue
    ratio += burden.added * weight
    excess += excessOf(person, illness, burden, (day - found) / YEAR)
  }
  if (excess > 0) ratio += excess / at(healthy, age)
  return ratio / at(mean, age)
}

/** Each illness that adds to the person's mortality on a day, with what it adds to 1, the mortality without any. */
export function addedOn(person: Person, day: Day): [illness: Illness, added: number][] {
  const age = ageOn(person, day)
  const weight = ratioWeight(age)
  const base = at(expectedFor(person.sex).healthy, age)
  const parts: [Illness, number][] = []
  for (const [illness, found] of person.illnesses) {
    const burden = BURDENS.get(illness)
    if (found > day || !burden) continue
    const part = burden.added * weight + excessOf(person, illness, burden, (day - found) / YEAR) / base
    if (part > 0) parts.push([illness, part])
  }
  return parts
}

function excessOf(person: Person, illness: Illness, burden: Burden, years: number): number {
  if (burden.cancer && years > CURED_AFTER) return 0
  const [first, later] = excessRates(person, illness, burden)
  return years < 1 ? first : later
}

const NO_EXCESS = [0, 0] as const

function excessRates(
  person: Person,
  illness: Illness,
  burden: Burden,
): readonly [first: number, later: number] {
  const stage = burden.cancer ? STAGES.indexOf(person.tumours?.get(illness)?.stage ?? 'unknown') : 0
  return burden.excess[stage] ?? NO_EXCESS
}

/** The chance that a person who fell ill at one age is not dead of it at another. */
export function survivalOf(person: Person, illness: Illness, from: number, until: number): number {
  const burden = BURDENS.get(illness)
  if (!burden) return 1
  const [first, later] = excessRates(person, illness, burden)
  const years = until - from
  const end = burden.cancer ? Math.min(years, CURED_AFTER) : years
  let hazard = first * Math.min(1, years) + later * Math.max(0, end - 1)
  if (burden.added !== 0)
    for (let age = from; age < until; age += 5) {
      const next = Math.min(until, age + 5)
      const middle = (age + next) / 2
      hazard +=
        burden.added * ratioWeight(middle) * at(expectedFor(person.sex).healthy, middle) * (next - age)
    }
  return Math.exp(-hazard)
}
