/**
 * Dates as searches see them: each is a stretch of time, from the first millisecond it could mean to the one after the last. Where no time zone is said it
 * is UTC; what is finer than a millisecond is not told apart.
 */

/** From `low` to `high`, not included, in milliseconds since 1970. */
export interface Stretch {
  low: number
  high: number
}

/** The ends of a stretch that has none: before and after whatever FHIR can write. */
export const ALWAYS: Stretch = { low: -9e14, high: 9e14 }

// In an address an unescaped plus has become a space.
const DATE =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+\- ]\d\d:\d\d)?)?)?)?$/

/** The stretch of a date, dateTime or instant at the precision it is written with; undefined where it is none. */
export function readDate(text: string): Stretch | undefined {
  const found = DATE.exec(text)
  if (found === null) return undefined
  const [, year, month, day, hour, minute, second, fraction, zone] = found
  const [y, m, d] = [Number(year), Number(month ?? 1), Number(day ?? 1)]
  if (m < 1 || m > 12 || d < 1 || d > new Date(Date.UTC(2000 + (y % 400), m, 0)).getUTCDate())
    return undefined
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 60) return undefined
  if (month === undefined) return { low: at(y, 1, 1), high: at(y + 1, 1, 1) }
  if (day === undefined) return { low: at(y, m, 1), high: at(y, m + 1, 1) }
  if (hour === undefined) return { low: at(y, m, d), high: at(y, m, d + 1) }
  const offset = zoneOf(zone)
  if (offset === undefined) return undefined
  const milliseconds = Number((fraction ?? '').slice(0, 3).padEnd(3, '0'))
  const low =
    at(y, m, d) +
    Number(hour) * 3_600_000 +
    (Number(minute) - offset) * 60_000 +
    Number(second ?? 0) * 1000 +
    milliseconds
  const digits = Math.min(3, (fraction ?? '').length)
  return { low, high: low + (second === undefined ? 60_000 : 10 ** (3 - digits)) }
}

/** Minutes east of UTC; undefined where there is no such zone. */
function zoneOf(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z') return 0
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4))]
  if (hours > 14 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

function at(year: number, month: number, day: number): number {
  const date = new Date(0)
  return date.setUTCFullYear(year, month - 1, day)
}
