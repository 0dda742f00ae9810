/**
 * What illnesses do to survival. Each adds its own part to a person's mortality, so that a death can be laid at the door of
 * one of them in the same proportions.
 */
import type { Day } from '../days.js'
import { ageOn, type Illness, type Person, type Sex, STAGES } from '../person.js'
import { AGES, expectedOf, ratioWeight } from './expected.js'
import { CANCER_OF, ROW_OF } from './illnesses/index.js'

/** Years after which a cancer no longer adds to mortality. */
const CURED_AFTER = 5

/** Deaths per person-year at an age among people without any of the illnesses. */
export function healthyMortality(sex: Sex, age: number): number {
  const { healthy } = expectedOf(sex)
  return healthy[Math.min(AGES - 1, Math.max(0, Math.floor(age)))] as number
}

/** How many times as likely as for people of the same age and sex without any of the illnesses death is on a day. */
export function mortalityRatio(person: Person, day: Day): number {
  if (person.illnesses.size === 0) return 1
  const age = ageOn(person, day)
  const weight = ratioWeight(age)
  const healthy = healthyMortality(person.sex, age)
  let ratio = 1
  for (const [illness, found] of person.illnesses)
    if (found <= day) ratio += addedBy(person, illness, (day - found) / 365.2425, weight, healthy)
  return ratio
}

/** Each illness that adds to the person's mortality on a day, with what it adds to the ratio of `mortalityRatio`. */
export function addedOn(person: Person, day: Day): [illness: Illness, added: number][] {
  const age = ageOn(person, day)
  const weight = ratioWeight(age)
  const healthy = healthyMortality(person.sex, age)
  const added: [Illness, number][] = []
  for (const [illness, found] of person.illnesses) {
    if (found > day) continue
    const part = addedBy(person, illness, (day - found) / 365.2425, weight, healthy)
    if (part > 0) added.push([illness, part])
  }
  return added
}

function addedBy(person: Person, illness: Illness, years: number, weight: number, healthy: number): number {
  const [first, later] = excessOf(person, illness)
  const excess =
    years < 1 ? first : later === 0 || (years > CURED_AFTER && CANCER_OF.has(illness)) ? 0 : later
  return ((ROW_OF.get(illness)?.mortality?.ratio ?? 1) - 1) * weight + excess / healthy
}

const NO_EXCESS = [0, 0] as const

function excessOf(person: Person, illness: Illness): readonly [first: number, later: number] {
  const cancer = CANCER_OF.get(illness)
  if (!cancer) return ROW_OF.get(illness)?.mortality?.excess ?? NO_EXCESS
  const stage = person.tumours?.get(illness)?.stage ?? 'unknown'
  return cancer.fatality[STAGES.indexOf(stage)] ?? NO_EXCESS
}

/** The chance that a person who fell ill at one age is not dead of it at another. */
export function survivalOf(person: Person, illness: Illness, from: number, until: number): number {
  const [first, later] = excessOf(person, illness)
  const years = until - from
  const end = CANCER_OF.has(illness) ? Math.min(years, CURED_AFTER) : years
  let hazard = first * Math.min(1, years) + later * Math.max(0, end - 1)
  const ratio = ROW_OF.get(illness)?.mortality?.ratio ?? 1
  if (ratio !== 1)
    for (let age = from; age < until; age += 5) {
      const middle = Math.min(until, age + 5)
      const at = (age + middle) / 2
      hazard += (ratio - 1) * ratioWeight(at) * healthyMortality(person.sex, at) * (middle - age)
    }
  return Math.exp(-hazard)
}
