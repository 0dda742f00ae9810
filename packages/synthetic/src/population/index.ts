/**
 * The lives of a part's people, in the order in which one thing hangs on another: who is there and in which families, traits,
 * illness, death; then year by year couples, emigration and births; homes and hospital visits at the end.
 */
import type { CountrySettings, Part } from '../country.js'
import { fallIll, settleHealth } from '../health/index.js'
import type { Person } from '../person.js'
import { Random } from '../random.js'
import { addBirths } from './births.js'
import { emigrate } from './emigration.js'
import { FIRST_YEAR } from './figures.js'
import { settleHomes } from './homes.js'
import { addImmigrants } from './immigrants.js'
import { dayOfDeath } from './mortality.js'
import { planOf } from './plan.js'
import { Society, yearBounds } from './society.js'
import { addStock } from './stock.js'
import { drawTraits } from './traits.js'
import { liveTogether } from './unions.js'

const ILLNESS_STREAM = 50
const VISITS_STREAM = 51
/** The age from which someone can be a partner, a parent or leave the country alone. */
const GROWING_UP_DAYS = 14 * 365

/** Everyone of a part, in order of `index`, with lives that are settled: families, homes, illnesses, visits, deaths. */
export function makePeople(settings: CountrySettings, part: Part): Person[] {
  const society = new Society(settings, part)
  const { people, random } = society
  const plan = planOf(part.persons, random.uniform())
  addStock(society, plan)
  for (const [i, count] of plan.immigrants.entries()) addImmigrants(society, FIRST_YEAR + i, count)
  for (const person of people) settleBody(society, person)
  for (const [i, count] of plan.births.entries()) {
    const year = FIRST_YEAR + i
    const { first, last } = yearBounds(year)
    const present = people.filter(
      ({ birth, entry, death, emigration }) =>
        birth < first - GROWING_UP_DAYS &&
        entry <= last &&
        (death === null || death >= first) &&
        (emigration === null || emigration > first),
    )
    liveTogether(society, present, year)
    emigrate(society, present, year)
    for (const { child, risk } of addBirths(society, present, year, count)) settleBody(society, child, risk)
  }
  settleHomes(society)
  for (const person of people) settleHealth(person, new Random(settings.seed, VISITS_STREAM, person.index))
  return people
}

/** Traits, illnesses and death, in this order; what would come after an emigration is not known. */
function settleBody({ settings, random }: Society, person: Person, newbornRisk?: number): void {
  person.traits = drawTraits(person, random)
  fallIll(person, new Random(settings.seed, ILLNESS_STREAM, person.index))
  const death = dayOfDeath(person, random, newbornRisk)
  // A newborn may be about to leave with the mother.
  if (death !== null && (person.emigration === null || death < person.emigration)) {
    person.death = death
    person.emigration = null
  }
}
