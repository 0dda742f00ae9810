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

// biome-ignore format: a month a column
const MONTHS = {
  /** What comes evenly, but for July and Christmas when people are away. */
  even:      [1.10, 1.05, 1.05, 1.00, 1.02, 0.98, 0.62, 0.95, 1.08, 1.10, 1.10, 0.90],
  /** Airway infections. */
  cold:      [1.45, 1.40, 1.30, 1.00, 0.85, 0.60, 0.35, 0.60, 1.05, 1.10, 1.20, 1.35],
  influenza: [3.60, 3.40, 1.70, 0.50, 0.10, 0.03, 0.02, 0.03, 0.05, 0.15, 0.50, 2.00],
  /** Birch in April and May, grass in June and July. */
  pollen:    [0.25, 0.40, 0.90, 2.20, 3.20, 2.40, 1.10, 0.60, 0.35, 0.25, 0.20, 0.20],
  /** Bites, stings, sun, swimmers' ears. */
  summer:    [0.30, 0.30, 0.40, 0.60, 1.20, 2.00, 2.40, 2.40, 1.20, 0.60, 0.40, 0.30],
  /** Injuries: ice in winter, sport in spring and autumn. */
  injury:    [1.15, 1.10, 1.05, 0.95, 1.10, 1.10, 0.85, 1.00, 1.05, 0.95, 0.90, 0.95],
  covid:     [1.40, 1.20, 1.60, 0.90, 0.60, 0.40, 0.40, 0.80, 1.00, 1.10, 1.40, 1.40],
} satisfies Record<string, Months>
export type SeasonName = keyof typeof MONTHS

/** Days in office hours. */
export const OFFICE = seasons(0)
/** Days of out-of-hours services: a day off has the visits of two and a half workdays. */
export const OUT_OF_HOURS = seasons(2.5)

function seasons(weekend: number): Readonly<Record<SeasonName, Season>> {
  return Object.fromEntries(
    Object.entries(MONTHS).map(([name, months]) => [name, new Season(months, weekend)]),
  ) as Record<SeasonName, Season>
}
