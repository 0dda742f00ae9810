/** Couples from 2014 on: who finds whom, who marries, who parts, and the end that death makes. */
import type { Day } from '../days.js'
import type { Person } from '../person.js'
import { interpolate, WEDDINGS_BY_MONTH } from './figures.js'
import {
  birthYear,
  currentUnion,
  isAround,
  isWoman,
  monthWeights,
  Pool,
  type Society,
  separate,
  unite,
  yearBounds,
} from './society.js'
import { AGE_GAP, SAME_SEX } from './stock.js'

const MONTHS_OF_WEDDING = monthWeights(WEDDINGS_BY_MONTH)
const YEAR = 365.2425

/** Chance that a single woman finds a partner within a year, by age; chosen so that the share who live with one stays as it is. */
const FINDING: readonly (readonly [age: number, chance: number])[] = [
  [17, 0],
  [18, 0.04],
  [20, 0.08],
  [23, 0.135],
  [28, 0.155],
  [33, 0.11],
  [40, 0.07],
  [50, 0.045],
  [60, 0.025],
  [75, 0.004],
  [85, 0],
]
/** Chance of parting within a year for couples who live together unmarried, and married; divorces of table 05707. */
const PARTING = { together: 0.045, married: 0.0145 }
/** Chance that a couple marries within a year, by the woman's age; weddings of table 05742, mean age at the first 32–34. */
const MARRYING: readonly (readonly [age: number, chance: number])[] = [
  [18, 0.015],
  [22, 0.035],
  [26, 0.08],
  [30, 0.098],
  [35, 0.066],
  [42, 0.034],
  [55, 0.025],
  [70, 0.02],
]
/** Days after the end of a marriage before another: a year of separation and the papers. */
const BETWEEN_MARRIAGES = 420

/** Brings the couples among those present through a year. */
export function liveTogether(society: Society, present: readonly Person[], year: number): void {
  const bounds = yearBounds(year)
  const ages = (person: Person) => (bounds.first - person.birth) / YEAR
  for (const person of present) {
    const union = currentUnion(person)
    if (union === null) continue
    const death = Math.min(person.death ?? bounds.last + 1, union.partner.death ?? bounds.last + 1)
    if (death <= bounds.last) separate(person, death)
    else if (union.partner.index > person.index) continueUnion(society, person, union.partner, year, ages)
  }
  const single = present.filter((person) => {
    const age = ages(person)
    return (
      age >= 18 &&
      age < 85 &&
      currentUnion(person) === null &&
      (person.death === null || person.death > bounds.last)
    )
  })
  findPartners(society, single, year, ages)
}

function continueUnion(
  { random }: Society,
  person: Person,
  partner: Person,
  year: number,
  ages: (person: Person) => number,
): void {
  const union = currentUnion(person)
  if (union === null) return
  const { first, last } = yearBounds(year)
  const age = ages(isWoman(person) ? person : partner)
  const slower = age > 55 ? 0.35 : 1
  if (random.chance((union.married ? PARTING.married : PARTING.together) * slower)) {
    const day = first + Math.floor(random.uniform() * (last + 1 - first))
    if (day > union.from + 60) separate(person, day)
    return
  }
  if (union.married || !random.chance(interpolate(MARRYING, age))) return
  const month = random.pick(MONTHS_OF_WEDDING)
  const wedding = Math.min(last, first + Math.floor((month - 1 + random.uniform()) * 30.4))
  const earliest = Math.max(union.from + 90, ...[person, partner].map(freeToMarry))
  if (wedding < earliest) return
  separate(person, wedding - 1)
  unite(person, partner, wedding, true)
}

/** The first day on which someone may marry, after an earlier marriage that did not end by death. */
function freeToMarry(person: Person): Day {
  let day = Number.NEGATIVE_INFINITY
  for (const { married, until } of person.partnerships)
    if (married && until !== null) day = Math.max(day, until + BETWEEN_MARRIAGES)
  return day
}

function findPartners(
  { random }: Society,
  single: readonly Person[],
  year: number,
  ages: (person: Person) => number,
): void {
  const { first, last } = yearBounds(year)
  const men = new Pool(single.filter((person) => !isWoman(person)))
  const women = new Pool(single.filter(isWoman))
  for (const person of single) {
    if (currentUnion(person) !== null) continue
    const chance = interpolate(FINDING, ages(person))
    const sameSex = random.chance(chance * SAME_SEX)
    if (!sameSex && (!isWoman(person) || !random.chance(chance))) continue
    const day = first + Math.floor(random.uniform() * (last + 1 - first))
    const ready = (one: Person) =>
      isAround(one, day) && currentUnion(one) === null && (one.partnerships.at(-1)?.until ?? 0) < day - 60
    if (!ready(person)) continue
    const gap = sameSex ? random.normal(0, 5) : random.normal(AGE_GAP.mean, AGE_GAP.deviation + 0.4)
    const pool = sameSex === isWoman(person) ? women : men
    const partner = pool.find(random, Math.round(birthYear(person) - gap), 6, 3, (one) =>
      one !== person && ready(one) && !akin(person, one)
        ? likeness(person, one) * (0.3 + random.uniform())
        : 0,
    )
    if (partner !== null) unite(person, partner, day, false)
  }
}

const akin = (one: Person, other: Person): boolean =>
  (one.mother !== null && one.mother === other.mother) ||
  (one.father !== null && one.father === other.father) ||
  one.mother === other ||
  one.father === other ||
  other.mother === one ||
  other.father === one

/** Like finds like: by status and country of birth. */
const likeness = (one: Person, other: Person): number =>
  Math.exp(-0.3 * (one.traits.status - other.traits.status) ** 2) * (one.bornIn === other.bornIn ? 1 : 0.3)

/** Whether two persons were a couple on a day. */
export function partnerOn(person: Person, day: Day): Person | null {
  for (const { partner, from, until } of person.partnerships)
    if (from <= day && (until === null || until >= day)) return partner
  return null
}
