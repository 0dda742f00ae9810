/** Children born while the registers look on: by whom, with whom, and how birth goes. */
import { type Day, LAST_DAY } from '../days.js'
import { FEMALE, MALE, type Person, type Sex } from '../person.js'
import type { Random } from '../random.js'
import { BIRTHS_BY_MONTH, FERTILITY, FIRST_YEAR, interpolate, LAST_YEAR } from './figures.js'
import { arrival, isAround, isWoman, monthWeights, Pool, type Society, yearBounds } from './society.js'
import { AGE_GAP, SPACING, TWIN_SHARE } from './stock.js'
import { partnerOn } from './unions.js'

const MONTHS_OF_BIRTH = monthWeights(BIRTHS_BY_MONTH)
const YEAR = 365.2425
const BOYS = 0.513
const YOUNGEST_MOTHER = 15
const OLDEST_MOTHER = 50
/** Fewer children are born at weekends: births that are planned are planned for weekdays; Medical Birth Registry of Norway. */
const WEEKEND_SKIPPED = 0.17
/** How much more likely a woman who lives with a partner gives birth than another. */
const WITHOUT_PARTNER = 0.09
/** How likely another child is after so many, compared with others of the age. */
const PARITY_FACTOR = [0.52, 1, 0.38, 0.26, 0.22]
/** Days of a pregnancy at term, and how many before birth a couple must have been one. */
const CONCEPTION = 266

/** A child just born, with what its first weeks are like; death, illness and traits are settled by the caller. */
export interface Newborn {
  child: Person
  /** How many times as likely as for other children an early death is. */
  risk: number
}

/** Adds exactly `count` children born in a year. */
export function addBirths(
  society: Society,
  present: readonly Person[],
  year: number,
  count: number,
): Newborn[] {
  const { random } = society
  const { first, last } = yearBounds(year)
  const newborns: Newborn[] = []
  const mothers = mothersByAge(present, first)
  const men = new Pool(
    present.filter(
      (person) => !isWoman(person) && person.birth < first - 18 * YEAR && person.partnerships.length === 0,
    ),
  )
  while (newborns.length < count) {
    let day = society.dayIn(year, MONTHS_OF_BIRTH)
    if (isWeekend(day) && random.chance(WEEKEND_SKIPPED)) day = Math.min(last, day + random.between(2, 4))
    const left = count - newborns.length
    const sex = drawSex(random)
    const child = society.add({ sex, wanted: day, earliest: first, latest: last }, 'NO', null)
    if (child === null) throw new Error('a part has no identifier left for a birth')
    const mother = mothers.draw(random, child.birth, year)
    if (mother === null) {
      newborns.push({ child, risk: 1 })
      continue
    }
    const father = fatherOf(mother, child.birth, men, random)
    const children = [child]
    const twinShare = TWIN_SHARE * (child.birth - mother.birth > 33 * YEAR ? 1.3 : 0.85)
    if (left > 1 && random.chance(twinShare)) {
      const at = child.birth
      const latest = at < last && isAround(mother, at + 1) ? at + 1 : at
      const other = society.add({ sex: drawSex(random), wanted: at, earliest: at, latest }, 'NO', null)
      if (other !== null) children.push(other)
    }
    newborns.push(...deliver(mother, father, children, random))
  }
  return newborns
}

const drawSex = (random: Random): Sex => (random.chance(BOYS) ? MALE : FEMALE)

/** 1 January 1970 was a Thursday. */
const isWeekend = (day: Day): boolean => (day + 3) % 7 >= 5

/** Women who can give birth in a year, to be drawn by the fertility of their age. */
function mothersByAge(present: readonly Person[], first: Day) {
  const ages: Person[][] = []
  for (const person of present) {
    if (!isWoman(person)) continue
    const age = Math.floor((first + 183 - person.birth) / YEAR)
    if (age < YOUNGEST_MOTHER || age >= OLDEST_MOTHER) continue
    ages[age] ??= []
    ages[age].push(person)
  }
  const until = (year: number) => {
    let sum = 0
    const share = (year - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR)
    return Array.from({ length: OLDEST_MOTHER }, (_, age) => {
      const rate =
        interpolate(FERTILITY, age + 0.5, 1) * (1 - share) + interpolate(FERTILITY, age + 0.5, 2) * share
      sum += rate * (ages[age]?.length ?? 0)
      return sum
    })
  }
  let limits: number[] | null = null
  return {
    /** A woman who gives birth on a day; null if the country has none. */
    draw(random: Random, day: Day, year: number): Person | null {
      limits ??= until(year)
      const sum = limits.at(-1) as number
      let spare: Person | null = null
      for (let attempt = 0; attempt < 400 && sum > 0; attempt++) {
        const place = random.uniform() * sum
        const women = ages[limits.findIndex((limit) => place < limit)]
        // Within an age: by partner, children and time since the last.
        for (let draw = 0; women !== undefined && draw < 40; draw++) {
          const woman = women[Math.floor(random.uniform() * women.length)] as Person
          const readiness = readinessOf(woman, day)
          if (readiness > 0) spare ??= woman
          if (random.uniform() < readiness) return woman
        }
      }
      return spare
    },
  }
}

function readinessOf(woman: Person, day: Day): number {
  if (!isAround(woman, day) || arrival(woman) > day - 30) return 0
  const age = (day - woman.birth) / YEAR
  if (age < YOUNGEST_MOTHER || age >= OLDEST_MOTHER) return 0
  let readiness = partnerOn(woman, day - CONCEPTION) === null ? WITHOUT_PARTNER : 1
  readiness *= PARITY_FACTOR[Math.min(woman.children.length, PARITY_FACTOR.length - 1)] as number
  const last = woman.children.at(-1)
  if (last === undefined) return readiness
  const since = (day - last.birth) / YEAR
  if (day - last.birth < SPACING) return 0
  return readiness * (since < 1.5 ? 0.35 : since < 4.5 ? 1 : since < 7 ? 0.5 : 0.2)
}

/** The partner when the child was conceived; else, as a rule, a man who lives alone. Null where none is known. */
function fatherOf(mother: Person, day: Day, men: Pool, random: Random): Person | null {
  const partner = partnerOn(mother, day - CONCEPTION)
  if (partner !== null) return isWoman(partner) ? null : partner
  if (random.chance(0.2)) return null
  const year = Math.round(1970 + (mother.birth - random.normal(AGE_GAP.mean, 5) * YEAR) / YEAR)
  return men.find(random, year, 5, 3, (man) =>
    isAround(man, day - CONCEPTION) &&
    man !== mother.father &&
    day - man.birth > 17 * YEAR &&
    (man.mother === null || man.mother !== mother.mother)
      ? random.uniform()
      : 0,
  )
}

/** Median weight at birth of girls by completed weeks, grams; after Skjærven, Gjessing and Bakketeig, Acta Obstet. Gynecol. Scand. 2000. */
const WEIGHT: readonly (readonly [weeks: number, grams: number])[] = [
  [23, 560],
  [25, 760],
  [28, 1120],
  [31, 1620],
  [34, 2290],
  [37, 3020],
  [39, 3400],
  [40, 3540],
  [42, 3760],
]
const BOYS_HEAVIER = 1.035
/** Early deaths compared with all births, by completed weeks; Medical Birth Registry of Norway. */
const EARLY_RISK: readonly (readonly [weeks: number, risk: number])[] = [
  [22, 200],
  [25, 90],
  [28, 25],
  [32, 6],
  [36, 2],
  [38, 0.6],
  [42, 0.5],
]

/** Settles a delivery: gestation, weights, complications; shares of the Medical Birth Registry of Norway, 2014–2023. */
function deliver(mother: Person, father: Person | null, children: Person[], random: Random): Newborn[] {
  const plural = children.length > 1
  const parity = mother.children.length
  const { bmi, smoking } = mother.traits
  const age = ((children[0] as Person).birth - mother.birth) / YEAR
  const preeclampsia = random.chance(
    0.021 *
      (parity === 0 ? 1.6 : 0.65) *
      Math.exp(0.07 * (bmi - 25)) *
      (age > 38 ? 1.4 : 1) *
      (plural ? 3 : 1),
  )
  const gestation = drawGestation(random, plural, preeclampsia, smoking === 'current')
  const before = mother.deliveries.at(-1)?.caesarean
  const caesarean = random.chance(
    Math.min(
      0.9,
      (before === true ? 0.55 : before === false ? 0.06 : parity > 0 ? 0.125 : 0.165) *
        Math.exp(0.045 * (age - 31) + 0.03 * (bmi - 25)) *
        (plural || gestation < 34 ? 2.6 : 1) *
        (preeclampsia ? 1.7 : 1),
    ),
  )
  return children.map((child) => {
    child.mother = mother
    mother.children.push(child)
    if (father !== null) {
      child.father = father
      father.children.push(child)
    }
    const middle =
      interpolate(WEIGHT, gestation + 0.3) *
      (child.sex === MALE ? BOYS_HEAVIER : 1) *
      (parity === 0 ? 0.97 : 1.01) *
      (smoking === 'current' ? 0.95 : 1) *
      (plural ? 0.92 : 1) *
      (preeclampsia ? 0.93 : 1) *
      (1.012 + 0.004 * (bmi - 25))
    const weight = Math.round(middle * Math.exp(random.normal(0, 0.119)))
    mother.deliveries.push({
      child,
      gestation,
      weight: Math.min(weight, 6200),
      plural,
      caesarean,
      preeclampsia,
    })
    // A child whose mother leaves in the year of birth leaves with her.
    child.emigration = mother.emigration !== null && mother.emigration <= LAST_DAY ? mother.emigration : null
    return { child, risk: interpolate(EARLY_RISK, gestation) }
  })
}

/** Completed weeks: most at term, some 6 % before 37. */
function drawGestation(random: Random, plural: boolean, preeclampsia: boolean, smoker: boolean): number {
  const early = plural ? 0.2 : 0.033 * (smoker ? 1.3 : 1) * (preeclampsia ? 6 : 1)
  const weeks = random.chance(early)
    ? (plural ? 36 : 36.8) - random.wait(plural ? 0.3 : 0.4)
    : plural
      ? random.normal(37.1, 1.1)
      : random.normal(preeclampsia ? 38.8 : 40.1, 1.25)
  return Math.floor(Math.min(Math.max(weeks, 22), 42.6))
}
