/** What Norwegian law says of access to health registers, by date. */
import { PURPOSES } from '@sund/model'
import {
  COMMON,
  DAY_BEFORE_EHDS,
  EHDS_FROM,
  EHDS_LIMITS,
  EHDS_SOURCES,
  EHDS_SOURCES_EARLY,
  SHARES,
  unconfirmed,
  weeks,
  workingDays,
} from './ehds.js'
import type { AccessRules } from './rules.js'

const FEES: AccessRules['fees'] = {
  currency: 'NOK',
  accessBody: 1_200_000,
  holder: 800_000,
  variable: 10_000,
  ...SHARES,
}

const APPEAL = unconfirmed('forvaltningsloven § 29')
const AVAILABLE =
  'helseregisterloven § 19 (lov 20. juni 2014 nr. 43), whose days run until the data are there: Sund gives them to the decision, and counts delivery by itself'

/** Until Chapter IV of the Regulation: 30 working days for one register, 60 where registers are linked. */
const NATIONAL = {
  country: 'NO',
  limits: {
    ...EHDS_LIMITS,
    decision: workingDays(30),
    linkedDecision: workingDays(60),
    extension: workingDays(30),
    urgentDecision: workingDays(15),
    urgentExtension: workingDays(15),
    requestDecision: workingDays(30),
    requestAnswer: workingDays(30),
    proposal: workingDays(15),
    confirmation: workingDays(15),
    appeal: weeks(3),
    delivery: workingDays(30),
    deliveryExtension: workingDays(30),
  },
  sources: {
    ...EHDS_SOURCES_EARLY,
    decision: AVAILABLE,
    linkedDecision: AVAILABLE,
    extension:
      "Sund's own: the law lets a limit be put off where special circumstances require it, without a figure",
    urgentDecision: "Sund's own: half of the ordinary limit",
    urgentExtension: "Sund's own: half of the ordinary limit",
    requestDecision: AVAILABLE,
    requestAnswer: "Sund's own: as long as the decision",
    proposal: "Sund's own: half of the ordinary limit",
    confirmation: "Sund's own: half of the ordinary limit",
    appeal: APPEAL,
    delivery: "Sund's own: as long as the decision",
    deliveryExtension: "Sund's own: as long as the decision",
    dispensation: unconfirmed(
      'helseregisterloven § 19 e and forskrift om nasjonal løsning for tilgjengeliggjøring av helsedata § 7: one decision for all registers',
    ),
    silence: unconfirmed('forvaltningsloven § 11 a: no decision comes of silence'),
    fees: "helseregisterloven § 19 and following; the amounts are Sund's own until those of the body are entered",
  },
  ...COMMON,
  fees: FEES,
} as const satisfies Omit<AccessRules, 'id' | 'from' | 'until' | 'parallel' | 'sources'> & {
  sources: Partial<AccessRules['sources']>
}

const DISPENSATION: AccessRules['parallel'][number] = {
  kind: 'dispensation',
  purposes: PURPOSES,
  identifiability: ['pseudonymised'],
}

export const NORWAY: readonly AccessRules[] = [
  {
    ...NATIONAL,
    id: 'NO-1',
    // The day on which one body began to decide for the central registers.
    from: '2023-03-15',
    until: '2026-12-31',
    parallel: [DISPENSATION, { kind: 'ethics', purposes: ['research'], identifiability: ['pseudonymised'] }],
    sources: { ...NATIONAL.sources, ethics: unconfirmed('helseforskningsloven §§ 9 and 33') },
  },
  {
    ...NATIONAL,
    id: 'NO-2',
    // Adopted in June 2025 and in force when the King decides. Sund does not know that day: it asks for an approval too long rather than
    // too short, until the day is entered here.
    from: '2027-01-01',
    until: DAY_BEFORE_EHDS,
    parallel: [DISPENSATION],
    sources: {
      ...NATIONAL.sources,
      ethics: unconfirmed(
        "helseforskningsloven § 9, second paragraph (Prop. 109 L (2024–2025), Innst. 400 L): not for studies of registers alone; the first day is Sund's own",
      ),
    },
  },
  {
    ...COMMON,
    id: 'NO-3',
    country: 'NO',
    from: EHDS_FROM,
    until: null,
    limits: { ...EHDS_LIMITS, appeal: weeks(3) },
    sources: {
      ...EHDS_SOURCES,
      appeal: APPEAL,
      ethics: unconfirmed('helseforskningsloven § 9, second paragraph: not for studies of registers alone'),
    },
    parallel: [],
    fees: FEES,
  },
]
