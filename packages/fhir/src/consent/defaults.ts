/**
 * What holds where a person has said nothing, by why one asks: law, not consent. Whoever asks for what no row names sees nothing. That the provisions say
 * so is to be confirmed by a lawyer (docs/ehds.md).
 */
import type { ChoiceLevel } from '@sund/model'
import type { Coding } from '../resource.js'
import { ACT_REASON, isA } from './codes.js'

interface Default {
  /** A code of v3-ActReason, and all below it. */
  purpose: string
  because: string
}

export const PERMITTED_BY_LAW: readonly Default[] = [
  {
    purpose: 'TREAT',
    because:
      'Those who treat a patient are given what they need, unless the patient objects: helsepersonelloven §§ 25 and 45, pasientjournalloven § 19 (Norway); sundhedsloven §§ 41 and 42 a (Denmark).',
  },
  { purpose: 'PATRQT', because: 'One sees what is about oneself: Art 3 of Regulation (EU) 2025/327.' },
  {
    purpose: 'HRESCH',
    because: 'Research under a permit, unless one has opted out: Arts 53(1)(d) to (e) and 71.',
  },
  {
    purpose: 'PUBHLTH',
    because:
      'Public health, policy and statistics under a permit, unless one has opted out: Arts 53(1)(a) to (c) and 71.',
  },
  {
    purpose: 'HQUALIMP',
    because: 'Better care under a permit, unless one has opted out: Arts 53(1)(f) and 71.',
  },
  { purpose: 'HSYSADMIN', because: 'Whoever keeps the store moves what is in it, and reads none of it.' },
]

/** The purposes under which registers are used, by the level that a permit is of. */
export const PURPOSE_OF_LEVEL: Readonly<Record<ChoiceLevel, string>> = {
  research: 'HRESCH',
  policy: 'PUBHLTH',
  care: 'HQUALIMP',
}

/** Whether what nobody has said anything about may be seen: each purpose that is named must be permitted. */
export const permittedByLaw = (purposes: readonly Coding[]): boolean => {
  const reasons = purposes.filter(({ system = ACT_REASON }) => system === ACT_REASON)
  return (
    reasons.length > 0 &&
    reasons.every(({ code = '' }) => PERMITTED_BY_LAW.some(({ purpose }) => isA(ACT_REASON, code, purpose)))
  )
}
