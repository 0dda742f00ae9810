/**
 * Covid-19: infections that a test found, by month. It follows the calendar rather than age, so it has a table of its own.
 */
import { type Day, dayOf } from '../days.js'
import type { Person } from '../person.js'
import { ageOn } from '../person.js'
import type { Random } from '../random.js'

/** Positive persons in thousands, from March 2020: Norwegian Surveillance System for Communicable Diseases (MSIS), rounded. */
const THOUSANDS = [
  4.4, 3.3, 0.7, 0.5, 0.4, 1.6, 3.3, 6, 16, 13.5, 14.5, 8.7, 26, 17, 13, 6.5, 6, 21, 32, 18, 60, 125, 400,
  480, 150, 20, 6, 9, 14, 7, 4, 4, 5, 9, 2, 1.5, 1.5, 1, 0.6, 0.4, 0.6, 1, 1.5, 1.5, 2, 2.5, 1.5, 1, 0.6, 0.4,
  0.3, 0.4, 0.8, 1, 1, 0.9, 0.7, 0.8,
]
/** Inhabitants, in the same unit. */
const POPULATION = 5400
/** Ratio of the share found, at ages 0, 10, … : schools were tested most, the old were ill less often until 2022. */
const BY_AGE = [0.75, 1.55, 1.3, 1.45, 1.35, 1, 0.62, 0.42, 0.45, 0.6]

/** First day of each month of the waves, and of the one after. */
const MONTHS: readonly Day[] = Array.from({ length: THOUSANDS.length + 1 }, (_, i) => dayOf(2020, 3 + i))

/** Finds the person's first infection, if a test ever did. */
export function catchCovid(person: Person, random: Random): void {
  const age = ageOn(person, MONTHS[22] as Day)
  let left = random.wait((BY_AGE[Math.min(9, Math.max(0, Math.round(age / 10)))] as number) / POPULATION)
  for (const [i, thousands] of THOUSANDS.entries()) {
    if (left < thousands) {
      const from = MONTHS[i] as Day
      const day = from + Math.floor((left / thousands) * ((MONTHS[i + 1] as Day) - from))
      if (day >= person.birth) person.illnesses.set('covid-19', day)
      return
    }
    left -= thousands
  }
}
