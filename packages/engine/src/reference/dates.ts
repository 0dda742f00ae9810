/**
 * The proleptic Gregorian calendar as plain arithmetic on whole days since 1970-01-01 (algorithms of Howard Hinnant,
 * “chrono-compatible low-level date algorithms”, 2013). Weeks are those of ISO 8601.
 */

export interface Civil {
  year: number
  month: number
  day: number
}

export function daysOf({ year, month, day }: Civil): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

export function civilOf(days: number): Civil {
  const shifted = days + 719_468
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
  const m = Math.floor((5 * dayOfYear + 2) / 153)
  const month = m < 10 ? m + 3 : m - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * m + 2) / 5) + 1,
  }
}

/** The day, null where the calendar has no such day. */
export function dayOrNone(civil: Civil): number | null {
  const days = daysOf(civil)
  const back = civilOf(days)
  return back.year === civil.year && back.month === civil.month && back.day === civil.day ? days : null
}

/** Monday is 1, Sunday 7. */
export const isoWeekday = (days: number): number => ((((days + 3) % 7) + 7) % 7) + 1

export function dayOfYear(days: number): number {
  return days - daysOf({ year: civilOf(days).year, month: 1, day: 1 }) + 1
}

/** The week that a day's Thursday lies in, and that week's year. */
export function isoWeek(days: number): { year: number; week: number } {
  const thursday = days - isoWeekday(days) + 4
  return { year: civilOf(thursday).year, week: Math.ceil(dayOfYear(thursday) / 7) }
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)
const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
const padded = (of: number, width: number): string => (of < 0 ? String(of) : String(of).padStart(width, '0'))

/** A date by the directives %Y %y %m %d %j %b %B %a %A %V %G %u %w. */
export function formatted(days: number, format: string): string {
  const { year, month, day } = civilOf(days)
  const weekday = isoWeekday(days)
  const parts: Record<string, string> = {
    Y: padded(year, 4),
    y: padded(((year % 100) + 100) % 100, 2),
    m: padded(month, 2),
    d: padded(day, 2),
    j: padded(dayOfYear(days), 3),
    B: MONTHS[month - 1] as string,
    b: (MONTHS[month - 1] as string).slice(0, 3),
    A: WEEKDAYS[weekday - 1] as string,
    a: (WEEKDAYS[weekday - 1] as string).slice(0, 3),
    V: padded(isoWeek(days).week, 2),
    G: padded(isoWeek(days).year, 4),
    u: String(weekday),
    w: String(weekday % 7),
    '%': '%',
  }
  return format.replace(/%(.)/g, (_, directive: string) => parts[directive] ?? '')
}
