/**
 * The last day of a limit. Counted by Regulation (EEC, Euratom) No 1182/71 Art 3 in Denmark, and by domstolloven §§ 148–149 in Norway, which
 * forvaltningsloven § 30 applies to appeals and administrative practice to the rest: the Regulation is not part of the EEA Agreement but for procurement. Both
 * leave out the day of the event and let months end on its date or the month's last day; both move an end on a Saturday, Sunday or holiday
 * to the next working day.
 */
import type { Country } from '@sund/model'
import { Temporal } from 'temporal-polyfill'
import type { Limit } from '../rules/rules.js'
import { type Day, dayNumbered, isWorkingDay, numberOf } from './calendar.js'

/** Art 3(5): a period of two days or more holds so many working days at least. Norway's law has no such rule. */
const LEAST_WORKING_DAYS: Record<Country, number> = { NO: 0, DK: 2 }

/**
 * The last day, included, on which what must happen within a limit is in time. An extension runs from the last day of what it extends:
 * `dueDay(dueDay(start, limit, country), extension, country)`.
 */
export function dueDay(start: Day, limit: Limit, country: Country): Day {
  if (limit.unit === 'working-days') return stepWorkingDays(start, limit.amount, 1, country)
  const counted = shifted(start, limit, 1)
  const long = daysBetween(start, counted) >= 2
  let end = onWorkingDay(counted, country)
  while (long && workingDaysBetween(start, end, country) < LEAST_WORKING_DAYS[country])
    end = onWorkingDay(dayNumbered(numberOf(end) + 1), country)
  return end
}

/**
 * The last day that lies a whole limit before `end`: a renewal is asked for on it at the latest (Art 68(12)). Counted backwards a day is never moved
 * (Regulation 1182/71 Art 3(4), second sentence), so it may be a Sunday: nothing keeps an application from being sent then.
 */
export function lastDayBefore(end: Day, limit: Limit, country: Country): Day {
  return limit.unit === 'working-days'
    ? stepWorkingDays(end, limit.amount, -1, country)
    : shifted(end, limit, -1)
}

/** Days from one to another, negative where `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => numberOf(to) - numberOf(from)

/** Working days after `from` up to and with `to`; negative where `to` is earlier. */
export function workingDaysBetween(from: Day, to: Day, country: Country): number {
  if (to < from) return -workingDaysBetween(to, from, country)
  let count = 0
  for (let number = numberOf(from) + 1; number <= numberOf(to); number++)
    if (isWorkingDay(dayNumbered(number), country)) count++
  return count
}

/** A limit in days, weeks or months as the calendar has it; a date that its month lacks becomes the month's last. */
function shifted(day: Day, { amount, unit }: Limit, sign: 1 | -1): Day {
  if (unit === 'months')
    return Temporal.PlainDate.from(day)
      .add({ months: sign * amount })
      .toString()
  return dayNumbered(numberOf(day) + sign * amount * (unit === 'weeks' ? 7 : 1))
}

function onWorkingDay(day: Day, country: Country): Day {
  let number = numberOf(day)
  while (!isWorkingDay(dayNumbered(number), country)) number++
  return dayNumbered(number)
}

function stepWorkingDays(day: Day, amount: number, sign: 1 | -1, country: Country): Day {
  let number = numberOf(day)
  for (let left = amount; left > 0; ) {
    number += sign
    if (isWorkingDay(dayNumbered(number), country)) left--
  }
  return dayNumbered(number)
}
