/**
 * An oracle of calendars and limits that shares nothing with the code it judges: day numbers by arithmetic instead of `Date` and `Temporal`, Easter
 * by Meeus' rule, holidays by hand from the laws, working days by looking them up in one long list.
 */
import type { Country } from '@sund/model'

export interface OracleLimit {
  amount: number
  unit: 'working-days' | 'days' | 'weeks' | 'months'
}

const CALENDAR = { first: 1998, last: 2135 }

/** Days since 1 March of the year 0: years begin in March, so that a leap day is the last of its year. */
export function serial(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1
  const m = (month + 9) % 12
  return (
    365 * y +
    Math.floor(y / 4) -
    Math.floor(y / 100) +
    Math.floor(y / 400) +
    Math.floor((153 * m + 2) / 5) +
    day -
    1
  )
}

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const lengthOf = (year: number, month: number) =>
  [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] as number

interface Date3 {
  year: number
  month: number
  day: number
}

/** Every day of the calendar, by its number less that of the first. */
const DAYS: readonly Date3[] = Array.from(
  { length: CALENDAR.last - CALENDAR.first + 1 },
  (_, n) => CALENDAR.first + n,
).flatMap((year) =>
  Array.from({ length: 12 }, (_, m) => m + 1).flatMap((month) =>
    Array.from({ length: lengthOf(year, month) }, (_, d) => ({ year, month, day: d + 1 })),
  ),
)
const FIRST = serial(CALENDAR.first, 1, 1)
const dateOf = (number: number): Date3 => DAYS[number - FIRST] as Date3

const two = (number: number) => `${number}`.padStart(2, '0')
export const iso = (number: number): string => {
  const { year, month, day } = dateOf(number)
  return `${year}-${two(month)}-${two(day)}`
}

/** 22 November 2026 was a Sunday. */
const weekdayOf = (number: number) => (((number - serial(2026, 11, 22)) % 7) + 7) % 7

/** Easter Sunday (Jean Meeus, Astronomical Algorithms, ch. 8). */
export function easter(year: number): number {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return serial(year, Math.floor(n / 31), (n % 31) + 1)
}

/** Maundy Thursday, Good Friday, Easter Monday, Ascension, Whit Monday: the days of both countries that move with Easter and are no Sundays. */
const MOVING = [-3, -2, 1, 39, 50]
const FIXED: Record<Country, readonly [number, number][]> = {
  NO: [
    [1, 1],
    [5, 1],
    [5, 17],
    [12, 25],
    [12, 26],
  ],
  DK: [
    [1, 1],
    [6, 5],
    [12, 24],
    [12, 25],
    [12, 26],
    [12, 31],
  ],
}

function holidays(country: Country): Set<number> {
  const days = new Set<number>()
  for (let year = CALENDAR.first; year <= CALENDAR.last; year++) {
    for (const [month, day] of FIXED[country]) days.add(serial(year, month, day))
    for (const after of MOVING) days.add(easter(year) + after)
    // Store bededag, the fourth Friday after Easter, until it was abolished (lov nr. 214 af 6. marts 2023).
    if (country === 'DK' && year <= 2023) days.add(easter(year) + 26)
  }
  return days
}

function workingDays(country: Country): number[] {
  const closed = holidays(country)
  return DAYS.map((_, index) => FIRST + index).filter(
    (number) => weekdayOf(number) !== 0 && weekdayOf(number) !== 6 && !closed.has(number),
  )
}
const WORKING: Record<Country, number[]> = { NO: workingDays('NO'), DK: workingDays('DK') }
const WORKS: Record<Country, Set<number>> = { NO: new Set(WORKING.NO), DK: new Set(WORKING.DK) }

export const works = (number: number, country: Country): boolean => WORKS[country].has(number)

/** Index of the first working day on or after a day. */
function from(number: number, country: Country): number {
  const days = WORKING[country]
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((days[middle] as number) < number) low = middle + 1
    else high = middle
  }
  return low
}

/** The same date some months on, or the last of its month. */
export function months(number: number, amount: number): number {
  const { year, month, day } = dateOf(number)
  const index = year * 12 + month - 1 + amount
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1]
  return serial(y, m, Math.min(day, lengthOf(y, m)))
}

/** The last day of a limit that began with an event on a day. */
export function due(start: number, { amount, unit }: OracleLimit, country: Country): number {
  const days = WORKING[country]
  const after = from(start + 1, country)
  if (unit === 'working-days') return amount === 0 ? start : (days[after + amount - 1] as number)
  const counted = {
    days: start + amount,
    weeks: start + 7 * amount,
    months: unit === 'months' ? months(start, amount) : 0,
  }[unit]
  const end = days[from(counted, country)] as number
  const twoOrMore = country === 'DK' && counted - start >= 2
  return twoOrMore ? Math.max(end, days[after + 1] as number) : end
}

const EPOCH = serial(1970, 1, 1)

/** Summer time of a year (Directive 2000/84/EC): from 1:00 UTC on the last Sunday of March to that of October, in milliseconds. */
function summerOf(year: number): readonly [number, number] {
  const [begins, ends] = [3, 10].map((month) => {
    const last = serial(year, month, 31)
    return (last - weekdayOf(last) - EPOCH) * 86_400_000 + 3_600_000
  })
  return [begins as number, ends as number]
}

/** The instant that is so many seconds into a day in UTC, and the day that Oslo and Copenhagen have then. */
export function moment(number: number, second: number): { instant: Date; local: number } {
  const instant = (number - EPOCH) * 86_400_000 + second * 1000
  const [begins, ends] = summerOf(dateOf(number).year)
  const ahead = instant >= begins && instant < ends ? 7200 : 3600
  return { instant: new Date(instant), local: second + ahead >= 86_400 ? number + 1 : number }
}
