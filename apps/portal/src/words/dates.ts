/**
 * Days in words, and how far they are apart. Days of a case are calendar days without a time or a zone, moments are shown in the
 * reader's own zone.
 */

const MS_PER_DAY = 86_400_000
const at = (day: string): number => Date.parse(`${day.slice(0, 10)}T00:00:00Z`)

/** Days from one day to another; negative when the other is before. */
export const daysBetween = (from: string, until: string): number =>
  Math.round((at(until) - at(from)) / MS_PER_DAY)

/** The reader's own today. */
export function today(now = new Date()): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** `28 March`, and the year where it is not this year. */
export function dayWords(day: string, locale: string, now = today()): string {
  const year = day.slice(0, 4) === now.slice(0, 4) ? undefined : 'numeric'
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year, timeZone: 'UTC' }).format(
    at(day),
  )
}

/** `28 March 2027`. */
export const fullDay = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(at(day))

/** `28 March 2027 at 14:05`, in the reader's zone. */
export const momentWords = (moment: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(moment))

/** `Ada, Bo and Cy`. */
export const listWords = (items: readonly string[], locale: string): string =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(items)
