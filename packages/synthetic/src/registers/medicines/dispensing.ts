/**
 * What a person collects from the pharmacy, one row of the table of treatments at a time: whether and when a treatment begins,
 * how long it lasts, and the days of collection with gaps, seasons and opening days.
 */
import { weekdayOf } from '../../calendar.js'
import type { Day } from '../../days.js'
import { dayOf, LAST_DAY } from '../../days.js'
import { ageOn, FEMALE, ILLNESSES, type Illness, type Person } from '../../person.js'
import type { Random } from '../../random.js'
import { Choice } from '../../random.js'
import type { ByAge, Medicine, Season, Treatment } from './treatments.js'
import { leanings, TREATMENTS } from './treatments.js'

/** The register's first day. */
export const DISPENSED_FROM: Day = dayOf(2023)
/** First days of the years within and after the register's, on which co-payments start anew. */
const NEW_YEARS: readonly Day[] = [DISPENSED_FROM, dayOf(2024), LAST_DAY + 1]
const YEARS = (LAST_DAY - DISPENSED_FROM + 1) / 365.2425

export interface Dispensation {
  day: Day
  atc: string
  /** Defined daily doses by the treatment's table, before what WHO has assigned none to is left out. */
  doses: number
  packages: number
  treatment: Treatment
}

/** Share of treatments of which only the first package is ever collected (Norwegian and Danish studies of statins and antidepressants: 5–25 %). */
const ONCE_ONLY = 0.08
/** Share of collections that come late by weeks, as in studies of the proportion of days covered (about 0.85). */
const GAP = 0.09
/** Share of Saturdays' collections that stay on the Saturday; pharmacies are closed on Sundays. */
const SATURDAY = 0.55
/** Share of repeated collections due in a year's first weeks that are made in the last of the old, before co-payments start anew. */
const BEFORE_NEW_YEAR = 0.4
const FIRST_WEEKS = 21

/**
 * Spread (standard deviation of the logarithm) of how readily people take to medicines: without it far more than the seven in
 * ten inhabitants whom the Norwegian registry has in a year would collect one.
 */
const INCLINATION = 0.9

/** Weights of the months from January. */
const MONTHS: Record<Season, readonly number[]> = {
  even: [10, 9, 10, 9.5, 10, 9.5, 8.5, 9.5, 10, 10.5, 10.5, 11],
  winter: [14, 12.5, 12, 9.5, 8, 6.5, 5.5, 7, 9, 10.5, 12, 14.5],
  spring: [6, 7, 12, 19, 22, 14, 8, 6, 5, 5, 5, 6],
  summer: [7, 7, 8, 8.5, 10, 12, 13, 13, 10, 9, 8, 7.5],
  autumn: [8.5, 8, 8, 8, 8, 8, 8, 11, 14, 12, 10, 8.5],
}

/** Illnesses as bits, by their places in `ILLNESSES`: most rows are passed over by one comparison. */
type IllnessSet = readonly [low: number, high: number]
const PLACES = new Map(ILLNESSES.map((illness, place) => [illness, place]))

function setOf(illnesses: Iterable<Illness>): IllnessSet {
  let low = 0
  let high = 0
  for (const illness of illnesses) {
    const place = PLACES.get(illness) ?? 0
    if (place < 32) low |= 1 << place
    else high |= 1 << (place - 32)
  }
  return [low, high]
}

const meet = (a: IllnessSet, b: IllnessSet): boolean => ((a[0] & b[0]) | (a[1] & b[1])) !== 0

/** Treatments as the draw needs them. */
interface Prepared {
  treatment: Treatment
  medicines: Choice<Medicine>
  /** Illnesses that lead to it. */
  of: IllnessSet
  women: ByAge | undefined
  men: ByAge | undefined
  /** For use now and then: events a year of one who is prone to it, and the share of users of a year among the prone. */
  rate: number
  seen: number
  season: Choice<number> | null
}

const prepared: readonly Prepared[] = TREATMENTS.map((treatment) => {
  const { use } = treatment
  const rate = 'often' in use ? rateOf(use.often) : 0
  return {
    treatment,
    medicines: new Choice(treatment.medicines.map((medicine) => [medicine, medicine[1]] as const)),
    of: setOf(treatment.of.map(([illness]) => illness)),
    women: treatment.women,
    men: treatment.men,
    rate,
    seen: 1 - Math.exp(-rate),
    season:
      'often' in use
        ? new Choice(MONTHS[use.season ?? 'even'].map((weight, month) => [month, weight] as const))
        : null,
  }
})

/** First days of the register's months, and the day after the last. */
const MONTH_STARTS = Array.from({ length: 25 }, (_, month) => dayOf(2023, month + 1))

/** The whole of what a person collects in the register's years, by day. */
export function dispensationsOf(person: Person, random: Random): Dispensation[] {
  const from = Math.max(DISPENSED_FROM, person.entry)
  const last = Math.min(LAST_DAY, person.death ?? LAST_DAY, (person.emigration ?? LAST_DAY + 1) - 1)
  const taken: Dispensation[] = []
  if (last < from) return taken
  const history = new History(person, from, last, random, taken)
  for (const row of prepared) history.follow(row)
  return taken.sort((a, b) => a.day - b.day)
}

/** One person's years in the register, treatment by treatment. */
class History {
  readonly #person: Person
  readonly #from: Day
  readonly #last: Day
  readonly #random: Random
  readonly #taken: Dispensation[]
  readonly #leanings: ReturnType<typeof leanings>
  readonly #illnesses: IllnessSet
  readonly #band: number
  /** How much more than others the person takes to medicines, whatever for. */
  readonly #inclination: number
  /** How much longer than meant a supply lasts with this person. */
  readonly #slowness: number

  constructor(person: Person, from: Day, last: Day, random: Random, taken: Dispensation[]) {
    this.#person = person
    this.#from = from
    this.#last = last
    this.#random = random
    this.#taken = taken
    this.#leanings = leanings(person.traits)
    this.#illnesses = setOf(person.illnesses.keys())
    this.#band = Math.min(9, Math.floor(ageOn(person, (from + last) / 2) / 10))
    this.#inclination = Math.exp(random.normal(-(INCLINATION ** 2) / 2, INCLINATION))
    this.#slowness = random.chance(0.2) ? 1 + 0.5 * random.uniform() : 1
  }

  follow(row: Prepared): void {
    const female = this.#person.sex === FEMALE
    const perThousand = (female ? row.women : row.men)?.[this.#band] ?? 0
    const ill = meet(row.of, this.#illnesses)
    if (!ill && perThousand === 0) return
    const { treatment } = row
    const { use } = treatment
    const random = this.#random
    if (treatment.sex !== undefined && (treatment.sex === 'women') !== female) return
    const start = ill ? this.#startAfterIllness(treatment) : Number.POSITIVE_INFINITY
    if (start <= this.#last) {
      if ('days' in use) this.#collect(row, start, start + 365.2425 * random.wait(1 / use.years))
      else this.#collectNowAndThen(row, start)
      return
    }
    if (perThousand === 0) return
    const users = (perThousand / 1000) * this.#inclination * this.#leanings[treatment.leans ?? 'attendance']
    if ('often' in use) {
      if (random.chance(users / row.seen)) this.#collectNowAndThen(row, this.#from)
      return
    }
    // Spells of exponential length in equilibrium: users of a year are those on its first day and those who begin in it.
    const onTheFirstDay = users / (1 + 1 / use.years)
    if (!random.chance(onTheFirstDay * (1 + YEARS / use.years))) return
    const began = random.chance(1 / (1 + YEARS / use.years))
      ? DISPENSED_FROM - 1
      : DISPENSED_FROM + random.uniform() * YEARS * 365.2425
    this.#collect(row, began, began + 365.2425 * random.wait(1 / use.years))
  }

  /** The earliest day on which one of its illnesses leads to the treatment; infinite where none does. */
  #startAfterIllness(treatment: Treatment): number {
    const random = this.#random
    let start = Number.POSITIVE_INFINITY
    let draw = -1
    for (const [illness, share, wait] of treatment.of) {
      const found = this.#found(illness)
      if (found === undefined || found > this.#last) continue
      if (draw < 0) draw = random.uniform()
      if (draw >= share) continue
      const since = Math.max(found, treatment.since ?? found)
      const begun =
        wait === undefined ? since + 30 * random.uniform() : since + 180 + 365.2425 * random.wait(1 / wait)
      if (begun < start && this.#isOfAge(treatment, begun)) start = begun
    }
    return start
  }

  #found(illness: Illness): Day | undefined {
    return this.#person.illnesses.get(illness)
  }

  #isOfAge({ ages }: Treatment, day: Day): boolean {
    if (ages === undefined) return true
    const age = ageOn(this.#person, day)
    return age >= ages[0] && age < ages[1]
  }

  /** A medicine taken daily from one day to another: one supply after the other. */
  #collect(row: Prepared, start: number, end: number): void {
    const { use } = row.treatment
    if (!('days' in use) || end < this.#from) return
    const random = this.#random
    let [atc, , doses] = random.pick(row.medicines)
    const strength = random.pick(STRENGTHS)
    const once = random.chance(ONCE_ONLY)
    let day = start
    if (start < this.#from) {
      if (once) return
      day = this.#from + use.days * random.uniform()
    }
    const until = Math.min(end, this.#last + FIRST_WEEKS)
    while (day <= until) {
      this.#take(
        row,
        day === start ? Math.floor(day) : this.#beforeNewYear(Math.floor(day)),
        atc,
        doses * strength * use.days,
        random.chance(0.85) ? 1 : 2,
      )
      if (once) return
      day += use.days * this.#slowness * (0.85 + 0.3 * random.uniform())
      if (random.chance(GAP)) {
        day += use.days * (0.3 + 1.5 * random.uniform())
        // After a gap the doctor sometimes tries another one.
        if (random.chance(0.2)) [atc, , doses] = random.pick(row.medicines)
      }
    }
  }

  #beforeNewYear(due: Day): Day {
    for (const year of NEW_YEARS)
      if (due >= year && due < year + FIRST_WEEKS && this.#random.chance(BEFORE_NEW_YEAR))
        return year - this.#random.between(1, 14)
    return due
  }

  /** A medicine taken when needed. */
  #collectNowAndThen(row: Prepared, start: Day): void {
    const random = this.#random
    if (row.season === null) return
    const times = random.poisson(row.rate * YEARS)
    for (let i = 0; i < times; i++) {
      const month = random.pick(row.season) + (random.chance(0.5) ? 12 : 0)
      const first = MONTH_STARTS[month] as Day
      const day = first + Math.floor(random.uniform() * ((MONTH_STARTS[month + 1] as Day) - first))
      const [atc, , doses] = random.pick(row.medicines)
      const packages = random.chance(0.8) ? 1 : random.between(2, 3)
      if (day >= start) this.#take(row, day, atc, doses * packages * (this.#band === 0 ? 0.5 : 1), packages)
    }
  }

  #take(row: Prepared, due: Day, atc: string, doses: number, packages: number): void {
    const random = this.#random
    let day = due
    const weekday = weekdayOf(day)
    if (weekday === 6) day++
    else if (weekday === 5 && !random.chance(SATURDAY)) day += 2
    if (day < this.#from || day > this.#last || (row.treatment.notPregnant && this.#isPregnant(day))) return
    this.#taken.push({ day, atc, doses: Math.round(doses * 10) / 10, packages, treatment: row.treatment })
  }

  #isPregnant(day: Day): boolean {
    return this.#person.deliveries.some(
      ({ child, gestation }) => day <= child.birth && day > child.birth - 7 * gestation + 14,
    )
  }
}

/** How much more or less than the usual dose. */
const STRENGTHS = new Choice<number>([
  [0.5, 0.25],
  [1, 0.5],
  [1.5, 0.1],
  [2, 0.15],
])

/**
 * Events a year, by a Poisson process, of persons who have `often` events in a year among those with any: solves
 * `rate / (1 − e^−rate) = often` by its fixed point. One event at most (`often` 1) is taken as a tenth more.
 */
function rateOf(often: number): number {
  const wanted = Math.max(often, 1.05)
  let rate = wanted
  for (let i = 0; i < 200; i++) rate = wanted * (1 - Math.exp(-rate))
  return rate
}
