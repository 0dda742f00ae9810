/**
 * Which days people see a doctor or a nurse: workdays, holidays, and the seasons of what they come with. Kept apart from
 * registers so that all of them close on the same days.
 */
import { type Day, dayOf, monthOf } from './days.js'
import { Choice, type Random } from './random.js'

/** 0 is Monday, 6 is Sunday. */
export const weekdayOf = (day: Day): number => (day + 3) % 7

/** Easter Sundays of 2014 to 2024. */
const EASTERS: readonly Day[] = [
  [2014, 4, 20],
  [2015, 4, 5],
  [2016, 3, 27],
  [2017, 4, 16],
  [2018, 4, 1],
  [2019, 4, 21],
  [2020, 4, 12],
  [2021, 4, 4],
  [2022, 4, 17],
  [2023, 4, 9],
  [2024, 3, 31],
].map(([year, month, date]) => dayOf(year as number, month, date))

/** Maundy Thursday, Good Friday, Easter Monday, Ascension Day and Whit Monday, in days from Easter Sunday. */
const MOVABLE = [-3, -2, 1, 39, 50]
/** New Year, 1 May, 17 May and Christmas, as month and date. */
const FIXED = [
  [1, 1],
  [5, 1],
  [5, 17],
  [12, 25],
  [12, 26],
]

/** Public holidays of Norway that can fall on a weekday, 2014 to 2024. */
const HOLIDAYS: ReadonlySet<Day> = new Set(
  EASTERS.flatMap((easter, i) => [
    ...MOVABLE.map((days) => easter + days),
    ...FIXED.map(([month, date]) => dayOf(2014 + i, month, date)),
  ]),
)

/** Neither weekend nor public holiday. */
export const isWorkday = (day: Day): boolean => weekdayOf(day) < 5 && !HOLIDAYS.has(day)

/** The day itself if it is a workday, else the next that is. */
export function workdayFrom(day: Day): Day {
  let next = day
  while (!isWorkday(next)) next++
  return next
}

/** Twelve weights, January first: how common something is in each month. */
// biome-ignore format: twelve in a row
export type Months = readonly [number, number, number, number, number, number, number, number, number, number, number, number]

/** How contacts spread over a week, Monday first: Monday is the busiest day of general practice. */
const WEEK = [1.15, 1.05, 1, 0.98, 0.92]

/** Draws days of a year by its months, on workdays only unless `weekend` gives other days a weight beside a workday's 1. */
export class Season {
  readonly #months: Months
  readonly #weekend: number
  /** Tables of the years that were asked for. */
  readonly #years: Choice<Day>[] = []

  constructor(months: Months, weekend = 0) {
    this.#months = months
    this.#weekend = weekend
  }

  dayIn(year: number, random: Random): Day {
    let days = this.#years[year - 2014]
    if (days === undefined) {
      days = this.#table(year)
      this.#years[year - 2014] = days
    }
    return random.pick(days)
  }

  #table(year: number): Choice<Day> {
    const first = dayOf(year)
    const days = Array.from({ length: dayOf(year + 1) - first }, (_, i) => first + i)
    return new Choice(
      days.map((day) => [
        day,
        (this.#months[monthOf(day) - 1] as number) *
          (isWorkday(day) ? (WEEK[weekdayOf(day)] as number) : this.#weekend),
      ]),
    )
  }
}
