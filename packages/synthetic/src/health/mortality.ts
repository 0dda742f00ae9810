/**
 * What illnesses do to survival. Each adds its own part to a person's mortality, so that a death can be laid at the door of
 * one of them in the same proportions.
 */
import type { Day } from '../days.js'
import { ageOn, type Illness, MALE, type Person, type Sex, STAGES } from '../person.js'
import { AGES, expectedOf, ratioWeight } from './expected.js'
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

let healthy: readonly [men: Float64Array, women: Float64Array] | undefined

/** Deaths per person-year at an age among people without any of the illnesses. */
export function healthyMortality(sex: Sex, age: number): number {
  healthy ??= [expectedOf(1).healthy, expectedOf(2).healthy]
  const years = age < 0 ? 0 : age >= AGES ? AGES - 1 : Math.floor(age)
  return healthy[sex === MALE ? 0 : 1][years] as number
}

/** How many times as likely as for people of the same age and sex without any of the illnesses death is on a day. */
export function mortalityRatio(person: Person, day: Day): number {
  if (person.illnesses.size === 0) return 1
  const age = ageOn(person, day)
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
  return excess === 0 ? ratio : ratio + excess / healthyMortality(person.sex, age)
}

/** Each illness that adds to the person's mortality on a day, with what it adds to the ratio of `mortalityRatio`. */
export function addedOn(person: Person, day: Day): [illness: Illness, added: number][] {
  const age = ageOn(person, day)
  const weight = ratioWeight(age)
  const base = healthyMortality(person.sex, age)
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
      hazard += burden.added * ratioWeight(middle) * healthyMortality(person.sex, middle) * (next - age)
    }
  return Math.exp(-hazard)
}
