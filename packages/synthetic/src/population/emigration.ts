/** Who leaves the country for good, and who goes with them. */
import { type Day, FIRST_DAY } from '../days.js'
import type { Person } from '../person.js'
import { EMIGRATIONS, FIRST_YEAR, interpolate } from './figures.js'
import { type Reason, reasonOf } from './origins.js'
import { arrival, currentUnion, isAround, isWoman, type Society, separate, yearBounds } from './society.js'

const YEAR = 365.2425

/** Chance of leaving within a year for those born abroad, by years since they came, for someone of mean inclination. */
const BY_STAY: readonly (readonly [years: number, chance: number])[] = [
  [0, 0.07],
  [2, 0.075],
  [4, 0.055],
  [8, 0.025],
  [15, 0.01],
  [30, 0.004],
]
/** How much more or less people leave, by why they came. */
const BY_REASON: Readonly<Record<Reason, number>> = {
  nordic: 1.8,
  labour: 1.15,
  refuge: 0.18,
  family: 0.6,
  war: 0.5,
}
/** Chance of leaving within a year for those born in the country, by age. */
const BORN_HERE: readonly (readonly [age: number, chance: number])[] = [
  [18, 0.0015],
  [22, 0.006],
  [28, 0.008],
  [35, 0.0045],
  [45, 0.0018],
  [60, 0.0013],
  [75, 0.0003],
]
/** How much more or less those born abroad leave by age. */
const BY_AGE: readonly (readonly [age: number, factor: number])[] = [
  [18, 0.6],
  [24, 1],
  [30, 1.25],
  [38, 1.05],
  [50, 0.7],
  [65, 0.5],
]
const OLDEST_CHILD = 18

/** Emigrations among those present in a year. */
export function emigrate(society: Society, present: readonly Person[], year: number): void {
  const { random } = society
  const { first, last } = yearBounds(year)
  // Levels above were set to the mean of the years; this gives each its own.
  const level = (EMIGRATIONS[year - FIRST_YEAR] as number) / MEAN_EMIGRATIONS
  for (const person of present) {
    const age = (first - person.birth) / YEAR
    if (age < OLDEST_CHILD || person.emigration !== null) continue
    let chance =
      person.bornIn === 'NO'
        ? interpolate(BORN_HERE, age)
        : interpolate(BY_STAY, Math.max(0, first - arrival(person)) / YEAR) *
          BY_REASON[reasonOf(person.bornIn)]
    if (person.bornIn !== 'NO') chance *= interpolate(BY_AGE, age)
    const union = currentUnion(person)
    // Couples leave together, so that each half brings half of their chance.
    if (!random.chance(chance * level * (union === null ? 1.12 : 0.56))) continue
    const day = first + Math.floor(random.uniform() * (last + 1 - first))
    if (!mayLeave(person, day)) continue
    leave(person, day)
    if (union !== null) {
      if (mayLeave(union.partner, day) && random.chance(0.85)) leave(union.partner, day)
      else if (union.from < day) separate(person, day)
    }
    for (const child of childrenAtHome(person, day)) {
      const keeper = isWoman(person) ? null : child.mother
      if (keeper !== null && isAround(keeper, day) && keeper.emigration !== day) continue
      if (mayLeave(child, day)) leave(child, day)
    }
    if (union !== null && union.partner.emigration === day)
      for (const child of childrenAtHome(union.partner, day))
        if ((isWoman(union.partner) || child.mother?.emigration === day) && mayLeave(child, day))
          leave(child, day)
  }
}

const MEAN_EMIGRATIONS = EMIGRATIONS.reduce((a, b) => a + b, 0) / EMIGRATIONS.length

function childrenAtHome(parent: Person, day: Day): Person[] {
  return parent.children.filter(
    (child) => day - child.birth < OLDEST_CHILD * YEAR && child.birth < day && currentUnion(child) === null,
  )
}

/** Someone who has lived here a while, is alive, and has not just begun a partnership. */
function mayLeave(person: Person, day: Day): boolean {
  return (
    person.emigration === null &&
    isAround(person, day) &&
    day > person.entry + 30 &&
    day > FIRST_DAY &&
    person.partnerships.every(({ from, until }) => from < day && (until ?? 0) < day)
  )
}

/** What happens to someone abroad is not known here. */
function leave(person: Person, day: Day): void {
  person.emigration = day
  person.death = null
}
