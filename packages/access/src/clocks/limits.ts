/**
 * The last day of a limit. Counted by Regulation (EEC, Euratom) No 1182/71 Art 3 in Denmark, and by domstolloven §§ 148–149 in Norway, which
 * forvaltningsloven § 30 points to for appeals and offices follow for the rest: the Regulation is in the EEA Agreement for procurement only.
 * Both leave out the day of the event and let months end on its date or the month's last day; both move an end on a Saturday, Sunday or
 * holiday to the next working day. That these provisions say so is to be confirmed by a lawyer (docs/ehds.md).
 */
import type { Country } from '@sund/model'
import { Temporal } from 'temporal-polyfill'
import type { Limit, Span } from '../rules/rules.js'
import { type Day, dayNumbered, isWorkingNumber, numberOf } from './calendar.js'

/** Art 3(5): a period of two days or more holds so many working days at least. Norway's law has no such rule. */
const LEAST_WORKING_DAYS: Record<Country, number> = { NO: 0, DK: 2 }

/**
 * The last day, included, on which what must happen within a limit is in time. An extension runs from the last day of what it extends:
 * `dueDay(dueDay(start, limit, country), extension, country)`.
 */
export function dueDay(start: Day, limit: Limit, country: Country): Day {
  const from = numberOf(start)
  if (limit.unit === 'working-days') return dayNumbered(workingDay(from, limit.amount, country))
  const shortest = limit.unit === 'days' && limit.amount < 2 ? 0 : LEAST_WORKING_DAYS[country]
  return dayNumbered(
    Math.max(
      workingDay(numberOf(shifted(start, limit, 1)) - 1, 1, country),
      workingDay(from, shortest, country),
    ),
  )
}

/**
 * The last day that lies a whole limit before `end`: a renewal is asked for on it at the latest (Art 68(12)). Counted backwards a day is never
 * moved (Regulation 1182/71 Art 3(4), second sentence), so it may be a Sunday: nothing keeps an application from being sent then.
 */
export function lastDayBefore(end: Day, limit: Limit, country: Country): Day {
  return limit.unit === 'working-days'
    ? dayNumbered(workingDay(numberOf(end), -limit.amount, country))
    : shifted(end, limit, -1)
}

/** The day that lies a whole limit later, never moved: of what lasts at most so long, such as a permit. Not for limits in working days. */
export const addLimit = (day: Day, limit: Span): Day => shifted(day, limit, 1)

/** The last day of what begins on a day and lasts at most so long: both are included, so ten years from 1 March end on the last of February. */
export const lastDayOf = (first: Day, span: Span): Day => addDays(addLimit(first, span), -1)

/** The day so many days later, or earlier. */
export const addDays = (day: Day, days: number): Day => dayNumbered(numberOf(day) + days)

/** Days from one to another, negative where `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => numberOf(to) - numberOf(from)

/** Working days after `from` up to and with `to`; negative where `to` is earlier. */
export function workingDaysBetween(from: Day, to: Day, country: Country): number {
  if (to < from) return -workingDaysBetween(to, from, country)
  let count = 0
  for (let number = numberOf(from) + 1; number <= numberOf(to); number++)
    if (isWorkingNumber(number, country)) count++
  return count
}

/** A limit in days, weeks or months as the calendar has it; a date that its month lacks becomes the month's last. */
function shifted(day: Day, { amount, unit }: Limit, sign: 1 | -1): Day {
  if (unit !== 'months') return addDays(day, sign * amount * (unit === 'weeks' ? 7 : 1))
  return Temporal.PlainDate.from(day)
    .add({ months: sign * amount })
    .toString()
}

/** The day itself, or the so manieth working day after it, or before it where `which` is negative. */
function workingDay(from: number, which: number, country: Country): number {
  let number = from
  for (let left = Math.abs(which); left > 0; ) {
    number += Math.sign(which)
    if (isWorkingNumber(number, country)) left--
  }
  return number
}
