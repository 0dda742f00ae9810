/**
 * Limits of Regulation (EU) 2025/327, on the European Health Data Space, which its Chapter IV sets from 26 March 2029 (Art 105). Apart from the
 * countries, which all have them from that day, and whose own law leaves most of them open until then.
 */
import type { AccessRules, Limit, Limits, Source, Span } from './rules.js'

const months = (amount: number): Span => ({ amount, unit: 'months' })
export const weeks = (amount: number): Limit => ({ amount, unit: 'weeks' })
export const workingDays = (amount: number): Limit => ({ amount, unit: 'working-days' })

/** The first day of Chapter IV. */
export const EHDS_FROM = '2029-03-26'
export const DAY_BEFORE_EHDS = '2029-03-25'

/** What no law sets. */
export const OWN: Source = "Sund's own; no law sets it"
const article = (where: string): Source => `Regulation (EU) 2025/327 Art ${where}`
/** A provision that nobody with a law degree has confirmed to say what stands here; docs/ehds.md lists them all. */
export const unconfirmed = (where: string): Source => `${where} (to be confirmed by a lawyer)`

export const EHDS_LIMITS: Limits = {
  screening: workingDays(10),
  completion: weeks(4),
  decision: months(3),
  linkedDecision: null,
  extension: months(3),
  urgentDecision: months(2),
  urgentExtension: months(1),
  requestDecision: months(3),
  requestAnswer: months(3),
  proposal: months(2),
  confirmation: months(2),
  appeal: weeks(4),
  publication: workingDays(30),
  delivery: months(3),
  deliveryExtension: months(3),
  breachReply: weeks(4),
  exclusion: months(60),
  permit: months(120),
  renewal: months(120),
  renewalAskedBefore: months(1),
  deletion: months(6),
  results: months(18),
  verification: months(12),
}

export const EHDS_SOURCES: AccessRules['sources'] = {
  screening: OWN,
  completion: article('68(4)'),
  decision: article('68(4)'),
  linkedDecision: `${article('68(4)')}: one limit, whether registers are linked or not`,
  extension: article('68(4)'),
  urgentDecision: article('68(4)'),
  urgentExtension: article('68(4)'),
  requestDecision: article('69'),
  requestAnswer: article('69'),
  proposal: article('72'),
  confirmation: article('72'),
  appeal: OWN,
  publication: article('57'),
  delivery: article('60'),
  deliveryExtension: article('60'),
  breachReply: article('63'),
  exclusion: article('63'),
  permit: article('68(12)'),
  renewal: article('68(12)'),
  renewalAskedBefore: article('68(12)'),
  deletion: article('68(12)'),
  results: article('61(4)'),
  verification: article('60(3)'),
  ethics: unconfirmed(`${article('67')}: as national law says`),
  dispensation: unconfirmed(`${article('68')}: the permit is the ground for making data available`),
  silence: unconfirmed(`${article('68')}: no permit comes of silence`),
  optOutException: `${article('71(4)')}: as national law provides, and none that Sund knows does`,
  fees: `${article('62')}; the amounts are Sund's own until those of the body are entered`,
}

/** The Regulation's figures where a country's law has none yet, and said to be so. */
export const EHDS_SOURCES_EARLY = Object.fromEntries(
  Object.entries(EHDS_SOURCES).map(([name, source]) => [
    name,
    source === OWN ? OWN : `Sund's own until ${EHDS_FROM}, after ${source}`,
  ]),
) as AccessRules['sources']

/** What Sund does wherever no law says otherwise. */
export const COMMON = {
  remindBefore: [14, 3, 0],
  escalateAfter: 5,
  silence: { after: workingDays(30), decides: 'none' },
  publicBodiesOnly: ['public-interest', 'policy', 'statistics'],
  optOutException: null,
} as const satisfies Partial<AccessRules>

/** Reduced classes (Art 62). */
export const SHARES = {
  reductions: { 'public-body': 0.25, university: 0.25, hospital: 0.25, 'non-profit': 0.5 },
} as const
