/**
 * Those who live in the country when the registers begin, with the families they are in: couples first, then each child's
 * mother, fathers from the couples, and where everyone was born.
 */
import { type Day, dayOf, FIRST_DAY } from '../days.js'
import { DIVORCED, FEMALE, MALE, type Person, UNMARRIED, WIDOWED } from '../person.js'
import { BIRTHS_BY_MONTH, interpolate } from './figures.js'
import { survival } from './mortality.js'
import { ORIGIN_OF_RESIDENTS } from './origins.js'
import type { Plan } from './plan.js'
import {
  arrival,
  birthYear,
  currentUnion,
  isWoman,
  monthWeights,
  Pool,
  type Society,
  type Unsettled,
  unite,
} from './society.js'

const MONTHS_OF_BIRTH = monthWeights(BIRTHS_BY_MONTH)
/** The first year of birth for which registers know parents as a rule. */
const PARENTS_KNOWN_FROM = 1953
/** Of deliveries, how many bring twins. */
export const TWIN_SHARE = 0.016
/** Years between partners: men are older as a rule. */
export const AGE_GAP = { mean: 2.6, deviation: 3.8 }
/** Days between deliveries of a woman, at least. */
export const SPACING = 310
const YEAR = 365.2425

/** Share of women who live with a partner, by age; families and households of 2014, Statistics Norway's table 06081. */
const LIVING_WITH_PARTNER: readonly (readonly [age: number, share: number])[] = [
  [17, 0],
  [18, 0.03],
  [20, 0.13],
  [22, 0.26],
  [25, 0.46],
  [28, 0.61],
  [31, 0.69],
  [37, 0.73],
  [50, 0.71],
  [60, 0.7],
  [67, 0.66],
  [72, 0.58],
  [77, 0.45],
  [82, 0.28],
  [87, 0.13],
  [92, 0.04],
  [97, 0.01],
]
/** Share of couples of one sex. */
export const SAME_SEX = 0.008

/** Share of couples who are married, by the woman's age; same table. */
const MARRIED_SHARE: readonly (readonly [age: number, share: number])[] = [
  [20, 0.12],
  [25, 0.27],
  [30, 0.5],
  [35, 0.64],
  [40, 0.71],
  [50, 0.79],
  [60, 0.88],
  [70, 0.94],
  [80, 0.97],
]

/** Of those who are not married, how many are widowed and how many divorced, by age; table 05813. */
const WIDOWED_SHARE: readonly (readonly [age: number, men: number, women: number])[] = [
  [40, 0, 0.005],
  [55, 0.03, 0.08],
  [65, 0.12, 0.32],
  [75, 0.38, 0.68],
  [85, 0.7, 0.85],
  [95, 0.82, 0.88],
]
const DIVORCED_SHARE: readonly (readonly [age: number, men: number, women: number])[] = [
  [24, 0, 0.005],
  [32, 0.03, 0.07],
  [42, 0.18, 0.3],
  [52, 0.38, 0.5],
  [62, 0.5, 0.48],
  [72, 0.4, 0.24],
  [85, 0.16, 0.08],
]

/** Share born abroad of those aged 18 and over, by age in 2014; table 05196. */
const BORN_ABROAD: readonly (readonly [age: number, share: number])[] = [
  [18, 0.08],
  [22, 0.13],
  [27, 0.22],
  [33, 0.27],
  [40, 0.2],
  [50, 0.12],
  [60, 0.075],
  [70, 0.045],
  [85, 0.035],
]

/** Mother's age at a birth by the child's year of birth, mean; table 07872 and earlier yearbooks. */
const MOTHERS_AGE: readonly (readonly [birth: number, mean: number])[] = [
  [1953, 27.8],
  [1965, 26.6],
  [1975, 26.2],
  [1985, 27.8],
  [1995, 29.2],
  [2005, 30.3],
  [2013, 30.6],
]
const MOTHERS_AGE_DEVIATION = 5

/** How readily a woman with so many children gets another, compared with others. */
const PARITY_MERIT = [1.05, 1.3, 0.62, 0.42, 0.35, 0.25]

/** Adds the residents of the plan and their families; traits are drawn afterwards. */
export function addStock(society: Society, plan: Plan): void {
  const twins = addResidents(society, plan)
  formCouples(society)
  settleOrigins(society)
  findMothers(society, twins)
  settleUnions(society)
  settleCivilStatus(society)
}

/** Adds the residents, oldest first; returns the second-born of twins with the first. */
function addResidents(society: Society, { stock }: Plan): Map<Person, Person> {
  const twins = new Map<Person, Person>()
  let before: Person | null = null
  for (const { age, sex } of stock) {
    const year = 2013 - age
    const [earliest, latest] = [dayOf(year), dayOf(year + 1) - 1]
    if (
      before !== null &&
      !twins.has(before) &&
      birthYear(before) === year &&
      society.random.chance(TWIN_SHARE)
    ) {
      const twin = society.add(
        { sex, wanted: before.birth, earliest: before.birth, latest: before.birth },
        'NO',
        null,
      )
      if (twin !== null) {
        twins.set(twin, before)
        before = twin
        continue
      }
    }
    const wanted = society.dayIn(year, MONTHS_OF_BIRTH)
    before = addSomewhere(society, sex, wanted, earliest, latest, 'NO', null)
  }
  return twins
}

/** Adds someone even when a year's identifiers are used up: then born in a year beside it. */
export function addSomewhere(
  society: Society,
  sex: Person['sex'],
  wanted: Day,
  earliest: Day,
  latest: Day,
  bornIn: string,
  arrived: Day | null,
): Person {
  for (let years = 0; years < 5; years++) {
    const person = society.add(
      {
        sex,
        wanted,
        earliest: earliest - 366 * years,
        latest: years < 2 ? latest : Math.min(latest + 366, arrived ?? FIRST_DAY - 1),
      },
      bornIn,
      arrived,
    )
    if (person !== null) return person
  }
  throw new Error('a part has no identifier left within years of a birth')
}

const ageAtStart = (person: Person): number => (FIRST_DAY - person.birth) / YEAR

function formCouples(society: Society): void {
  const { people, random } = society
  const grown = people.filter((person) => ageAtStart(person) >= 18)
  const men = new Pool(grown.filter((person) => !isWoman(person)))
  const women = new Pool(grown.filter(isWoman))
  const free = (person: Person) => (person.partnerships.length === 0 ? 1 : 0)
  for (const person of grown) {
    if (person.partnerships.length > 0) continue
    const inCouple = interpolate(LIVING_WITH_PARTNER, ageAtStart(person))
    const sameSex = random.chance(inCouple * SAME_SEX)
    if (!sameSex && (person.sex === MALE || !random.chance(inCouple))) continue
    const pool = sameSex === isWoman(person) ? women : men
    pool.remove(person)
    const gap = random.normal(sameSex ? 0 : AGE_GAP.mean, AGE_GAP.deviation)
    const partner = pool.find(random, Math.round(birthYear(person) - gap), 7, 1, free)
    if (partner === null) continue
    pool.remove(partner)
    unite(person, partner, FIRST_DAY, false)
  }
}

/** Where those who are grown up were born, and since when they have been here; partners are often from the same country. */
function settleOrigins(society: Society): void {
  const { people, random } = society
  for (const person of people) {
    const age = ageAtStart(person)
    if (age < 18) continue
    const partner = person.partnerships[0]?.partner
    const known = partner !== undefined && partner.index < person.index ? partner.bornIn : null
    const abroad = interpolate(BORN_ABROAD, age)
    let country = 'NO'
    if (known === null || known === 'NO') {
      if (random.chance(known === 'NO' ? abroad * 0.4 : abroad)) country = random.pick(ORIGIN_OF_RESIDENTS)
    } else if (random.chance(0.62)) country = known
    if (country !== 'NO') comeFrom(person, country, random.wait(1 / 11) * YEAR)
  }
}

/** Makes someone an immigrant who came so many days before the registers began. */
function comeFrom(person: Person, country: string, days: number): void {
  const open: Unsettled = person
  open.bornIn = country
  const latest = FIRST_DAY - person.birth
  person.homes[0] = { from: FIRST_DAY - Math.max(1, Math.floor(Math.min(days, latest - 1))), municipality: 0 }
}

function findMothers(society: Society, twins: ReadonlyMap<Person, Person>): void {
  const { people, random } = society
  const women = new Pool(people.filter((person) => isWoman(person) && ageAtStart(person) >= 16))
  for (const child of people) {
    const year = birthYear(child)
    const age = ageAtStart(child)
    if (age >= 18 && (year < PARENTS_KNOWN_FROM || child.bornIn !== 'NO')) continue
    const first = twins.get(child)
    if (first !== undefined) {
      if (first.mother !== null && (age < 18 || first.bornIn === child.bornIn)) adopt(child, first.mother)
      continue
    }
    const mothersAge = random.normal(interpolate(MOTHERS_AGE, year), MOTHERS_AGE_DEVIATION)
    const aroundUntilNow = 0.985 * survival(FEMALE, mothersAge, mothersAge + age)
    if (!random.chance(aroundUntilNow)) continue
    const mother = women.find(
      random,
      Math.round(year - Math.min(Math.max(mothersAge, 17), 45)),
      3,
      5,
      (woman) => {
        const at = (child.birth - woman.birth) / YEAR
        if (at < 15 || at > 47 || (age >= 18 && arrival(woman) > child.birth)) return 0
        for (const sibling of woman.children) if (Math.abs(sibling.birth - child.birth) < SPACING) return 0
        const parity = PARITY_MERIT[Math.min(woman.children.length, PARITY_MERIT.length - 1)] as number
        return parity * (woman.partnerships.length > 0 ? 1 : 0.6) * (0.35 + random.uniform())
      },
    )
    if (mother !== null) adopt(child, mother)
  }
  for (const person of people) person.children.sort((a, b) => a.birth - b.birth)
}

/** Makes someone the child of a mother; born abroad when she came later. */
function adopt(child: Person, mother: Person): void {
  child.mother = mother
  mother.children.push(child)
  if (arrival(mother) > child.birth) comeFrom(child, mother.bornIn, FIRST_DAY - arrival(mother))
}

/** When couples began and married, and with it who the fathers are. */
function settleUnions(society: Society): void {
  const { people } = society
  const men = new Pool(people.filter((person) => person.sex === MALE && ageAtStart(person) >= 16))
  for (const person of people) {
    const union = currentUnion(person)
    if (union !== null && (isWoman(person) || !isWoman(union.partner)) && union.from === FIRST_DAY)
      settleUnion(society, person, union.partner)
    if (isWoman(person) && person.children.length > 0) findFathers(person, men, society)
  }
  for (const person of people) person.children.sort((a, b) => a.birth - b.birth)
}

function settleUnion({ random }: Society, person: Person, partner: Person): void {
  const grownUp = Math.max(person.birth, partner.birth) + Math.floor(18 * YEAR)
  const last = FIRST_DAY - 30
  const children = isWoman(person) ? person.children : []
  const [first, youngest] = [children[0], children.at(-1)]
  let from: Day
  if (first !== undefined && random.chance(0.82)) from = first.birth - 300 - Math.floor(random.wait(1 / 900))
  else if (youngest !== undefined)
    from = youngest.birth + Math.floor(random.uniform() * (last - youngest.birth))
  else from = last - Math.floor(random.uniform() ** 1.5 * Math.max(0, last - grownUp))
  from = Math.min(last, Math.max(from, grownUp))
  const married = random.chance(interpolate(MARRIED_SHARE, ageAtStart(person)))
  const wedding = birthYear(person) < 1950 ? from : from + Math.floor(random.wait(1 / 1200))
  person.partnerships.length = 0
  partner.partnerships.length = 0
  if (!married) return unite(person, partner, from, false)
  const day = wedding < last ? wedding : from + Math.floor(random.uniform() * (last - from))
  if (day > from) {
    unite(person, partner, from, false)
    for (const one of [person, partner])
      (one.partnerships[0] as Person['partnerships'][number]).until = day - 1
  }
  unite(person, partner, day, true)
}

/** The partner for children born in the union; for others a man of the right age who was not in another. */
function findFathers(mother: Person, men: Pool, { random }: Society): void {
  let other: Person | null = null
  for (const child of mother.children) {
    const union = mother.partnerships[0]
    let father: Person | null = null
    if (union !== undefined && union.partner.sex === MALE && union.from <= child.birth - 240)
      father = union.partner
    else if (other !== null && random.chance(0.85)) father = other
    else {
      const age = (FIRST_DAY - child.birth) / YEAR
      const mothersAge = (child.birth - mother.birth) / YEAR
      if (random.chance(0.95 * survival(MALE, mothersAge + 3, mothersAge + 3 + age)))
        other = men.find(
          random,
          Math.round(birthYear(mother) - random.normal(AGE_GAP.mean, AGE_GAP.deviation)),
          4,
          3,
          (man) =>
            (child.birth - man.birth) / YEAR >= 16 &&
            (man.partnerships[0]?.from ?? FIRST_DAY) > child.birth &&
            man !== mother.father &&
            (arrival(man) < child.birth || child.bornIn !== 'NO')
              ? random.uniform()
              : 0,
        )
      father = other
    }
    if (father === null) continue
    child.father = father
    father.children.push(child)
  }
}

/** Whether those who are not married have been. */
function settleCivilStatus({ people, random }: Society): void {
  for (const person of people) {
    const age = ageAtStart(person)
    if (age < 20 || person.partnerships.at(-1)?.married === true) continue
    const inCouple = person.partnerships.length > 0
    const widowed = interpolate(WIDOWED_SHARE, age, person.sex) * (inCouple ? 0.15 : 1)
    const divorced = interpolate(DIVORCED_SHARE, age, person.sex)
    const uniform = random.uniform()
    const status = uniform < widowed ? WIDOWED : uniform < widowed + divorced ? DIVORCED : UNMARRIED
    if (status === UNMARRIED) continue
    const latest = Math.min(FIRST_DAY, person.partnerships[0]?.from ?? FIRST_DAY)
    const earliest = Math.min(latest - 1, person.birth + Math.floor(22 * YEAR))
    person.civil = { status, from: Math.floor(latest - random.uniform() ** 1.5 * (latest - earliest)) - 1 }
  }
}
