/** Days and moments of FHIR as the stretches of time that they mean: `2024` is all of that year. Without a zone they are read in UTC. */
import { type Sure, surely } from './sure.js'

/** Milliseconds: from the first until before the last. */
export interface Stretch {
  from: number
  until: number
}

export interface Period {
  start?: unknown
  end?: unknown
}

const PARTIAL = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/

/** The time that a `date`, `dateTime` or `instant` means; null where it is none. */
export function stretchOf(value: unknown): Stretch | null {
  if (typeof value !== 'string') return null
  const partial = PARTIAL.exec(value)
  if (partial === null) {
    const at = value.includes('T') ? Date.parse(value) : Number.NaN
    return Number.isNaN(at) ? null : { from: at, until: at + 1 }
  }
  const [year, month, day] = partial.slice(1).map((part) => (part === undefined ? null : Number(part))) as [
    number,
    number | null,
    number | null,
  ]
  const from = Date.UTC(year, (month ?? 1) - 1, day ?? 1)
  if (month === null) return { from, until: Date.UTC(year + 1, 0, 1) }
  if (day === null) return { from, until: Date.UTC(year, month, 1) }
  return { from, until: Date.UTC(year, month - 1, day + 1) }
}

/** The time that a period means, both ends included and open where they are left out; null where one cannot be read. */
export function stretchOfPeriod({ start, end }: Period): Stretch | null {
  const from = start === undefined ? Number.NEGATIVE_INFINITY : stretchOf(start)?.from
  const until = end === undefined ? Number.POSITIVE_INFINITY : stretchOf(end)?.until
  return from === undefined || until === undefined ? null : { from, until }
}

/** Whether a period holds at a moment. */
export function isDuring(period: Period, at: number): Sure {
  const stretch = stretchOfPeriod(period)
  return stretch === null ? 'unsure' : surely(stretch.from <= at && at < stretch.until)
}

/** Whether something is of a period: unsure where it is partly, or nobody knows of when it is. */
export function isOf(period: Period, stretch: Stretch | null): Sure {
  const whole = stretchOfPeriod(period)
  if (whole === null || stretch === null) return 'unsure'
  if (stretch.until <= whole.from || whole.until <= stretch.from) return 'no'
  return whole.from <= stretch.from && stretch.until <= whole.until ? 'yes' : 'unsure'
}
