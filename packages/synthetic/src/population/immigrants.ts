/** Those who come while the registers look on: alone, as couples or as families, until a year's quota is filled. */
import type { Day } from '../days.js'
import { FEMALE, MALE, type Person, type Sex } from '../person.js'
import type { Random } from '../random.js'
import { COMPANY, originsOf } from './origins.js'
import { monthWeights, type Society, unite, yearBounds } from './society.js'
import { AGE_GAP, addSomewhere, SPACING, TWIN_SHARE } from './stock.js'

/** Immigrations by month: most with the start of school and studies; Statistics Norway's quarterly figures, table 01222. */
const MONTHS_OF_ENTRY = monthWeights([1.1, 0.95, 0.95, 0.9, 0.85, 0.9, 0.95, 1.5, 1.25, 1.0, 0.85, 0.8])
const YEAR = 365.2425
/** Of grown-up immigrants' families, the chance of each further child. */
const ANOTHER_CHILD = 0.6

/** Age of a mother at her last birth, at most. */
const OLDEST_MOTHER = 45

/** Adds exactly `count` immigrants of a year. */
export function addImmigrants(society: Society, year: number, count: number): void {
  const { random } = society
  const origins = originsOf(year)
  const { last } = yearBounds(year)
  for (let left = count; left > 0; ) {
    const { country, reason, men } = random.pick(origins)
    const day = Math.min(last, society.dayIn(year, MONTHS_OF_ENTRY))
    const come = (sex: Sex, age: number): Person => {
      left--
      const wanted = day - Math.floor(age * YEAR)
      return addSomewhere(society, sex, wanted, wanted - 183, Math.min(wanted + 182, day - 15), country, day)
    }
    const company = left === 1 ? 'alone' : random.pick(COMPANY[reason])
    if (company === 'alone') {
      come(random.chance(men) ? MALE : FEMALE, ageAlone(random, reason === 'war' ? 33 : 25.5))
      continue
    }
    const mothersAge = Math.min(Math.max(random.normal(32, 6.5), 19), 60)
    const mother = come(FEMALE, mothersAge)
    let father: Person | null = null
    if (company !== 'with children') {
      const gap = random.normal(AGE_GAP.mean, AGE_GAP.deviation)
      father = come(MALE, Math.max(19, mothersAge + gap))
      const since = Math.floor(Math.min((mothersAge - 18) * YEAR, random.wait(1 / 2500)))
      unite(mother, father, day - 30 - since, random.chance(0.75))
    }
    if (company !== 'couple') addChildren(society, mother, father, day, () => left > 0, come)
  }
}

/** Ages of those who come alone: young, with a long tail. */
const ageAlone = (random: Random, middle: number): number =>
  Math.min(18 + (middle - 18) * Math.exp(0.85 * random.normal()), 78)

/** A mother's children, each a few years younger than the one before; the youngest is often small. */
function addChildren(
  { random }: Society,
  mother: Person,
  father: Person | null,
  day: Day,
  room: () => boolean,
  come: (sex: Sex, age: number) => Person,
): void {
  const mothersAge = (day - mother.birth) / YEAR
  const eldest = Math.min(mothersAge - 18, 17.5)
  const youngest = Math.max(0, mothersAge - OLDEST_MOTHER)
  for (let age = youngest + random.uniform() * Math.min(eldest - youngest, 13); age < eldest && room(); ) {
    const child = come(random.chance(0.513) ? MALE : FEMALE, Math.max(age, 0.2))
    const apart = mother.children.every((sibling) => Math.abs(sibling.birth - child.birth) >= SPACING)
    const ofAge = child.birth - mother.birth > 15 * YEAR
    if (apart && ofAge) {
      child.mother = mother
      mother.children.push(child)
      if (father !== null && child.birth - father.birth > 15 * YEAR) {
        child.father = father
        father.children.push(child)
      }
    }
    if (!random.chance(ANOTHER_CHILD)) break
    age += random.chance(TWIN_SHARE) ? 1 : 1.2 + random.wait(0.5)
  }
  for (const parent of [mother, father]) parent?.children.sort((a, b) => a.birth - b.birth)
}
