/** Health through a life: which illnesses a person gets and when, what they do to mortality, and the visits they lead to. */
import { type Day, LAST_DAY } from '../days.js'
import type { Person } from '../person.js'
import type { Random } from '../random.js'
import { COVID_CODE, causeOf } from './cause.js'
import { followCourses } from './course.js'
import { catchCovid } from './covid.js'
import { drawVisits } from './visits.js'

export { mortalityRatio } from './mortality.js'

/** Settles when the person's illnesses are found, as if nobody died or left: fills `illnesses` up to `LAST_DAY`. */
export function fallIll(person: Person, random: Random): void {
  followCourses(person, random)
  catchCovid(person, random)
}

/**
 * What follows once death and emigration are settled: forgets illnesses found afterwards, fills `visits`, and gives a person
 * who died a `cause`.
 */
export function settleHealth(person: Person, random: Random): void {
  const until = lastDayOf(person)
  for (const [illness, found] of person.illnesses)
    if (found > until) {
      person.illnesses.delete(illness)
      person.tumours?.delete(illness)
    }
  if (person.tumours?.size === 0) delete person.tumours
  if (person.death === until) {
    person.cause = causeOf(person, until, random)
    if (person.cause === COVID_CODE) beInfected(person, until, random)
  }
  person.visits = drawVisits(person, until, random)
}

/** The last day that registers know the person on. */
function lastDayOf({ death, emigration }: Person): Day {
  return Math.min(LAST_DAY, death ?? LAST_DAY, emigration === null ? LAST_DAY : emigration - 1)
}

/** Who died of covid-19 had it found some days to weeks before. */
function beInfected(person: Person, death: Day, random: Random): void {
  const day = Math.max(person.entry, death - random.between(3, 25))
  const found = person.illnesses.get('covid-19')
  if (found === undefined || found > day) person.illnesses.set('covid-19', day)
}
