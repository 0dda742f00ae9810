/** Which version of a country's rules holds: the one of the day, or the one that a case keeps. */
import { type Country, fail, MAY_BE_EXCEPTED, type OrganisationKind, type Purpose } from '@sund/model'
import { DENMARK } from './denmark.js'
import { NORWAY } from './norway.js'
import type { AccessRules, OptOutLaw } from './rules.js'

/** Every version of every country, the oldest first. */
export const RULES: Record<Country, readonly AccessRules[]> = { NO: NORWAY, DK: DENMARK }

/** The rules for what is submitted on a day. Fails `usage.not-found` for a day before the first of them. */
export function rulesOf(country: Country, day: string): AccessRules {
  const found = RULES[country].find(({ from, until }) => from <= day && (until === null || day <= until))
  return (
    found ??
    fail(
      'usage.not-found',
      `No rules of access are known for ${country} on ${day}.`,
      `Choose a day from ${RULES[country][0]?.from} on.`,
    )
  )
}

/** Whether a law makes an exception from opting out for such an applicant and purpose: it can for no others than Art 71(4)(a) names, whatever it says. */
export const isExcepted = (
  { organisations, purposes }: OptOutLaw,
  purpose: Purpose | undefined,
  kind: OrganisationKind | undefined,
): boolean =>
  purpose !== undefined &&
  kind !== undefined &&
  MAY_BE_EXCEPTED.includes(purpose) &&
  purposes.includes(purpose) &&
  organisations.includes(kind)

/** The rules that a case keeps to, by the name it has written down. Fails `usage.not-found`. */
export function rulesById(id: string): AccessRules {
  const found = Object.values(RULES)
    .flat()
    .find((rules) => rules.id === id)
  return (
    found ??
    fail(
      'usage.not-found',
      `There are no rules of access called ${id}.`,
      'Name them as country and version, such as NO-2.',
    )
  )
}
