/** Days as whole numbers since 1970-01-01, and what the calendar says of them. */

export type Day = number

/** The day of a date; `month` and `date` from 1. Beyond a month's end it goes on into the next. */
export const dayOf = (year: number, month = 1, date = 1): Day =>
  Math.round(Date.UTC(year, month - 1, date) / 86_400_000)

/** Days of a mean year. */
export const YEAR = 365.2425

/** The calendar year of a day. */
export const yearOf = (day: Day): number => Math.floor(dateNumber(day) / 10_000)

/** Months from 1. */
export const monthOf = (day: Day): number => Math.floor(dateNumber(day) / 100) % 100

/** Registers of events begin on this day; who lived in the country then or came later is in it. */
export const FIRST_DAY: Day = dayOf(2014, 1, 1)
/** The last day that any register knows of. */
export const LAST_DAY: Day = dayOf(2024, 12, 31)

/**
 * The date of a day as one number, 20240229 for 29 February 2024. Arithmetic only, for what is asked for every row.
 * After Hinnant, "chrono-compatible low-level date algorithms", 2014.
 */
export function dateNumber(day: Day): number {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const date = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0)) * 10_000 + month * 100 + date
}
