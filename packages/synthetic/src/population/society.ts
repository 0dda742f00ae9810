/**
 * A part's people while their lives are being made: who is there, the chance they share, and what families ask of one another.
 * Everything that makes lives adds persons here and nowhere else.
 */
import { type CountrySettings, type Part, partsOf } from '../country.js'
import { type Day, dateNumber, dayOf, FIRST_DAY, LAST_DAY } from '../days.js'
import { FEMALE, isResident, type Partnership, type Person, type Sex, UNMARRIED } from '../person.js'
import { Choice, Random } from '../random.js'
import { Identifiers } from './identifiers.js'

/** The stream of a part's own chance; those of persons' health are 50 and 51. */
const PART_STREAM = 1

export class Society {
  readonly settings: CountrySettings
  readonly part: Part
  readonly random: Random
  /** Everyone so far, in order of `index`. */
  readonly people: Person[] = []
  readonly #identifiers: Identifiers

  constructor(settings: CountrySettings, part: Part) {
    this.settings = settings
    this.part = part
    this.random = new Random(settings.seed, PART_STREAM, part.index)
    this.#identifiers = new Identifiers(partsOf(settings).length, part.index)
  }

  /**
   * Adds someone born as near to `wanted` as identifiers allow, within the days given; null when there is none left there.
   * `arrived` is null for those born in the country. Homes, family and traits are to be filled in.
   */
  add(
    { sex, wanted, earliest, latest }: { sex: Sex; wanted: Day; earliest: Day; latest: Day },
    bornIn: string,
    arrived: Day | null,
  ): Person | null {
    const taken = this.#identifiers.take(sex, wanted, earliest, latest)
    if (taken === null) return null
    const person: Person = {
      index: this.part.first + this.people.length,
      identifier: taken.identifier,
      sex,
      birth: taken.birth,
      bornIn,
      mother: null,
      father: null,
      children: [],
      entry: Math.max(FIRST_DAY, arrived ?? taken.birth),
      emigration: null,
      death: null,
      cause: null,
      homes: [{ from: arrived ?? taken.birth, municipality: 0 }],
      partnerships: [],
      civil: { status: UNMARRIED, from: taken.birth },
      traits: { status: 0, frailty: 0, vulnerability: 0, smoking: 'never', bmi: 25, attendance: 1 },
      illnesses: new Map(),
      visits: [],
      deliveries: [],
    }
    this.people.push(person)
    return person
  }

  /** A day of a year; months by their weights. */
  dayIn(year: number, months: MonthWeights): Day {
    const month = this.random.pick(months)
    const first = dayOf(year, month, 1)
    return first + Math.floor(this.random.uniform() * (dayOf(year, month + 1, 1) - first))
  }
}

/** A person of whom more than the registers ever change is still open. */
export type Unsettled = { -readonly [Key in keyof Person]: Person[Key] }

export type MonthWeights = Choice<number>

/** Months from 1, each as likely as its mean day is and as long as it is. */
export function monthWeights(daily: readonly number[]): MonthWeights {
  const lengths = [31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return new Choice(daily.map((weight, i) => [i + 1, weight * (lengths[i] as number)] as const))
}

/** The year of birth. */
export const birthYear = (person: Person): number => Math.floor(dateNumber(person.birth) / 10_000)

/** When the person came to live in the country: a birth, or an immigration that may be older than the registers. */
export const arrival = (person: Person): Day => person.homes[0]?.from ?? person.birth

/** The partnership that has not ended, if any. */
export function currentUnion(person: Person): Partnership | null {
  const last = person.partnerships.at(-1)
  return last !== undefined && last.until === null ? last : null
}

/** Begins a partnership on both sides. */
export function unite(one: Person, other: Person, from: Day, married: boolean): void {
  one.partnerships.push({ partner: other, married, from, until: null })
  other.partnerships.push({ partner: one, married, from, until: null })
}

/** Ends the current partnership on both sides; `until` is its last day. */
export function separate(person: Person, until: Day): void {
  const union = currentUnion(person)
  if (union === null) return
  const other = currentUnion(union.partner)
  union.until = until
  if (other !== null && other.partner === person) other.until = until
}

/** Whether someone could be approached on a day: resident then and not dead on it. */
export const isAround = (person: Person, day: Day): boolean => isResident(person, day) && person.death !== day

export const isWoman = (person: Person): boolean => person.sex === FEMALE

/** First and last day of a year that registers cover, both included. */
export const yearBounds = (year: number): { first: Day; last: Day } => ({
  first: Math.max(FIRST_DAY, dayOf(year)),
  last: Math.min(LAST_DAY, dayOf(year + 1) - 1),
})

/**
 * People who may be met, by year of birth. What is taken is gone; who is taken first within a year is a matter of chance.
 */
export class Pool {
  readonly #years = new Map<number, Person[]>()

  constructor(people: Iterable<Person> = []) {
    for (const person of people) this.add(person)
  }

  add(person: Person): void {
    const year = birthYear(person)
    const same = this.#years.get(year)
    if (same === undefined) this.#years.set(year, [person])
    else same.push(person)
  }

  /**
   * The best of a few drawn from the years around `year`, nearest first: the first drawn whose `merit` is highest of `draws`.
   * A merit of 0 is no candidate. Null when nobody within `reach` years is one.
   */
  find(
    random: Random,
    year: number,
    reach: number,
    draws: number,
    merit: (person: Person) => number,
  ): Person | null {
    for (let step = 0; step <= 2 * reach; step++) {
      const same = this.#years.get(year + (step % 2 === 0 ? step / 2 : -(step + 1) / 2))
      if (same === undefined || same.length === 0) continue
      let best: Person | null = null
      let most = 0
      for (let draw = 0; draw < draws; draw++) {
        const person = same[Math.floor(random.uniform() * same.length)] as Person
        const value = merit(person)
        if (value > most) [best, most] = [person, value]
      }
      if (best !== null) return best
    }
    return null
  }

  remove(person: Person): void {
    const same = this.#years.get(birthYear(person))
    const at = same?.indexOf(person) ?? -1
    if (same === undefined || at < 0) return
    const last = same.pop()
    if (last !== undefined && at < same.length) same[at] = last
  }
}
