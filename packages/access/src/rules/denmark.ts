/** What Danish law says of access to health registers, by date. */
import {
  COMMON,
  DAY_BEFORE_EHDS,
  EHDS_FROM,
  EHDS_LIMITS,
  EHDS_SOURCES,
  EHDS_SOURCES_EARLY,
  SHARES,
  unconfirmed,
} from './ehds.js'
import type { AccessRules } from './rules.js'

const OF_DENMARK = {
  ...COMMON,
  country: 'DK',
  limits: EHDS_LIMITS,
  parallel: [],
  fees: { currency: 'DKK', accessBody: 1_000_000, holder: 600_000, variable: 8_000, ...SHARES },
} as const satisfies Omit<AccessRules, 'id' | 'from' | 'until' | 'sources'>

const OF_ANY_DATE = {
  ethics: unconfirmed('komitéloven § 14(2): not for registers without human biological material'),
  dispensation: unconfirmed(
    'databeskyttelsesloven § 10: registers are given for research without a dispensation of its own',
  ),
  silence: unconfirmed('No Danish law makes a decision of silence'),
}

export const DENMARK: readonly AccessRules[] = [
  {
    ...OF_DENMARK,
    id: 'DK-1',
    // The day on which databeskyttelsesloven began to apply.
    from: '2018-05-25',
    until: DAY_BEFORE_EHDS,
    sources: { ...EHDS_SOURCES_EARLY, ...OF_ANY_DATE },
  },
  {
    ...OF_DENMARK,
    id: 'DK-2',
    from: EHDS_FROM,
    until: null,
    sources: { ...EHDS_SOURCES, ethics: OF_ANY_DATE.ethics },
  },
]
