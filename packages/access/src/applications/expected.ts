/** How long an application will take: what such cases did take, and where there are too few to say, what the law allows. */
import type { Application, ApplicationKind, Country, ExpectedTime } from '@sund/model'
import { decisionLimit } from '../cases/tracks.js'
import type { AccessRules } from '../rules/rules.js'

/** A case that was decided, and how many working days that took. */
export interface DecidedCase {
  kind: ApplicationKind
  path: string
  country: Country
  workingDays: number
}

/** Of fewer cases than this a median says more about chance than about the bodies. */
const ENOUGH = 10

/** Median and 80th percentile of the working days that cases of the same country, kind and path took. */
export function expectedTime(
  application: Application,
  rules: AccessRules,
  history: readonly DecidedCase[],
): ExpectedTime {
  const days = history
    .filter(
      ({ kind, path, country }) =>
        kind === application.kind && path === application.path && country === application.country,
    )
    .map(({ workingDays }) => workingDays)
    .sort((a, b) => a - b)
  const enough = days.length >= ENOUGH
  return {
    days: enough ? Math.round(quantile(days, 0.5)) : null,
    mostly: enough ? Math.ceil(quantile(days, 0.8)) : null,
    from: days.length,
    law: decisionLimit(rules, application, application.answers.urgentPublicHealth === true),
  }
}

/** Between the two nearest, as R's type 7. */
function quantile(ascending: readonly number[], share: number): number {
  const at = (ascending.length - 1) * share
  const low = ascending[Math.floor(at)] ?? 0
  const high = ascending[Math.ceil(at)] ?? low
  return low + (high - low) * (at - Math.floor(at))
}
