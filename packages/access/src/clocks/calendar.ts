/**
 * Which day it is in a country, and on which days its offices work. Apart from limits, which count in these days. Holidays are computed
 * by `date-holidays`; what a country's law treats as a holiday beside them, when a limit is counted, stands in the table here.
 */
import { createRequire } from 'node:module'
import type { Country } from '@sund/model'
import type Holidays from 'date-holidays'
import { Temporal } from 'temporal-polyfill'

/** A calendar date, ISO 8601, as `IsoDate` of the model has checked it. */
export type Day = string

interface Calendar {
  zone: string
  /**
   * Days, `month-day`, that are no public holidays and yet end no limit. Norway has none: 24 and 31 December are working days
   * (helligdagsfredloven § 2, lov 26. april 1947 nr. 1, and the lists of holidays that EEA states send, OJ C 455, 18.12.2014, p. 9).
   * Denmark's Constitution Day, 24 and 31 December are (retsplejeloven § 148 a); 1 May and the day after Ascension are not. To be confirmed
   * by a lawyer (docs/ehds.md).
   */
  alsoClosed: readonly string[]
}

const CALENDARS: Record<Country, Calendar> = {
  NO: { zone: 'Europe/Oslo', alsoClosed: [] },
  DK: { zone: 'Europe/Copenhagen', alsoClosed: ['06-05', '12-24', '12-31'] },
}

const DAY = 86_400_000

/** Days since 1 January 1970: plain numbers, since a limit in working days looks at every day on its way. */
export const numberOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / DAY
export const dayNumbered = (number: number): Day => new Date(number * DAY).toISOString().slice(0, 10)

/** Offsets from UTC have been whole quarters of an hour since then. */
const QUARTERS_SINCE = Date.UTC(1980)
const QUARTER = 900_000
const MOST_KNOWN = 20_000
const known = new Map<string, Day>()

/** The calendar day that a clock on a wall in the country shows at an instant. Remembered, since streams ask it of every event. */
export function dayOf(instant: Date, country: Country): Day {
  const time = instant.getTime()
  if (!(time >= QUARTERS_SINCE)) return dayAt(instant, country)
  const quarter = `${country} ${Math.floor(time / QUARTER)}`
  const found = known.get(quarter)
  if (found !== undefined) return found
  if (known.size >= MOST_KNOWN) known.clear()
  const day = dayAt(instant, country)
  known.set(quarter, day)
  return day
}

function dayAt(instant: Date, country: Country): Day {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(CALENDARS[country].zone)
    .toPlainDate()
    .toString()
}

/** The holidays of all countries take a seventh of a second to load, which whoever computes no limit is spared. */
const require = createRequire(import.meta.url)
const loadHolidays = (): typeof Holidays => require('date-holidays')

const years = new Map<string, ReadonlySet<number>>()

/** Every day of a year that is closed, whatever its weekday: computed once for a country and year. */
function closedDays(country: Country, year: number): ReadonlySet<number> {
  const key = `${country}-${year}`
  const computed = years.get(key)
  if (computed) return computed
  const Computed = loadHolidays()
  const holidays = new Computed(country, { types: ['public'] }).getHolidays(year)
  const days = new Set(
    [
      ...holidays.map(({ date }) => date.slice(0, 10)),
      ...CALENDARS[country].alsoClosed.map((day) => `${year}-${day}`),
    ].map(numberOf),
  )
  years.set(key, days)
  return days
}

/** True from Monday to Friday on a day that is no holiday where the limit runs (Regulation 1182/71 Art 2; domstolloven § 149). */
export function isWorkingNumber(number: number, country: Country): boolean {
  const date = new Date(number * DAY)
  const weekday = date.getUTCDay()
  return weekday !== 0 && weekday !== 6 && !closedDays(country, date.getUTCFullYear()).has(number)
}

export const isWorkingDay = (day: Day, country: Country): boolean => isWorkingNumber(numberOf(day), country)
