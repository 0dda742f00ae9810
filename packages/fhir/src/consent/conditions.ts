/**
 * The conditions of a provision, a row for each element that has one (R4 Consent.provision). Of those that are there all must hold, and of the values of one some
 * must. Rows about who asks are decided once for a reader, rows about what is asked for with each resource.
 */
import type { Coding } from '../resource.js'
import {
  ACT_REASON,
  CONFIDENTIALITIES,
  CONFIDENTIALITY,
  CONSENT_ACTION,
  isA,
  RESOURCE_TYPES,
} from './codes.js'
import { codeKey, type Facts, isObject, withoutVersion } from './facts.js'
import { every, type Sure, some, surely } from './sure.js'
import { isDuring, isOf, type Period } from './times.js'

/** Whoever asks for data, as conditions know them. */
export interface Asked {
  /**
   * Everything by which a consent may mean them: references (`Practitioner/5`, the organisation and groups they are in, `Device/…` of their app) and
   * identifiers (`system|value`).
   */
  actors: ReadonlySet<string>
  /** Why: codes of v3-ActReason, and of other systems where a consent may name the very undertaking. */
  purposes: readonly Coding[]
  at: Date
}

export type Says = 'permit' | 'deny'

/** What a condition narrows: the more of these a provision says, the more it is about the matter at hand. */
export const NARROWS = { nothing: 0, actor: 1, purpose: 2, content: 4 } as const

export interface Row<About> {
  narrows: number
  holds(value: unknown, about: About, says: Says): Sure
}

/** Values that cannot be read are neither this nor that. */
const each = <T>(value: unknown, is: (one: T) => Sure): Sure =>
  Array.isArray(value) && value.length > 0
    ? some(value.map((one) => (isObject(one) ? is(one as T) : 'unsure')))
    : 'unsure'

/** Why: one who asks for more than a provision is about may ask for that, too. */
const isFor = ({ system = ACT_REASON, code = '' }: Coding, purposes: readonly Coding[]): Sure =>
  some(
    purposes.map(({ system: of = ACT_REASON, code: asked = '' }) => {
      if (of !== system) return 'no'
      if (isA(system, asked, code)) return 'yes'
      return isA(system, code, asked) ? 'unsure' : 'no'
    }),
  )

interface Reference {
  reference?: string
  identifier?: { system?: string; value?: string }
}

function isActor({ reference, identifier }: Reference, actors: ReadonlySet<string>): Sure {
  if (reference !== undefined) {
    if (actors.has(reference)) return 'yes'
    if (reference.startsWith('#')) return 'unsure'
    // An address of somewhere else: another server may mean the same, or somebody else of that number.
    const local = /([A-Za-z]+\/[A-Za-z0-9.-]+)$/.exec(reference)?.[1]
    return local !== undefined && local !== reference && actors.has(local) ? 'unsure' : 'no'
  }
  if (identifier?.value === undefined) return 'unsure'
  return surely(actors.has(`${identifier.system ?? ''}|${identifier.value}`))
}

/** Reading is access, use or disclosure; collecting and correcting are not (ConsentActionCodes). */
function isReading({ coding }: { coding?: Coding[] }): Sure {
  return each<Coding>(coding, ({ system, code }) => {
    if (system !== undefined && system !== CONSENT_ACTION) return 'unsure'
    if (code === 'access' || code === 'use' || code === 'disclose') return 'yes'
    return code === 'collect' || code === 'correct' ? 'no' : 'unsure'
  })
}

/** About who asks, why and when. */
export const REQUEST_ROWS = {
  period: {
    narrows: NARROWS.nothing,
    holds: (value: unknown, { at }: Asked) =>
      isObject(value) ? isDuring(value as Period, at.getTime()) : 'unsure',
  },
  actor: {
    narrows: NARROWS.actor,
    holds: (value: unknown, { actors }: Asked) =>
      each<{ reference?: Reference }>(value, ({ reference }) =>
        isObject(reference) ? isActor(reference as Reference, actors) : 'unsure',
      ),
  },
  action: { narrows: NARROWS.nothing, holds: (value) => each(value, isReading) },
  purpose: {
    narrows: NARROWS.purpose,
    holds: (value, { purposes }) => each<Coding>(value, (one) => isFor(one, purposes)),
  },
} satisfies Record<string, Row<Asked>>

function hasCode(coding: Coding, codes: ReadonlySet<string>): Sure {
  const { system, code } = coding
  if (code === undefined) return 'unsure'
  if (codes.has(codeKey(coding))) return 'yes'
  if (system === undefined) return [...codes].some((key) => key.endsWith(`|${code}`)) ? 'unsure' : 'no'
  return codes.has(codeKey({ code })) ? 'unsure' : 'no'
}

/** A type of resource, a profile, or a code that says what sort of document or observation it is. */
function isOfClass(coding: Coding, { type, profiles, codes }: Facts): Sure {
  const { system, code } = coding
  if (code === undefined) return 'unsure'
  if (system === RESOURCE_TYPES) return surely(type === code)
  if (profiles.includes(withoutVersion(code))) return 'yes'
  return system === undefined && type === code ? 'yes' : hasCode(coding, codes)
}

/**
 * Confidentiality is a high-water mark (R4 Consent.provision.securityLabel): leave to see up to it, or none from it on. Of other labels whoever has a narrower one
 * has it. A label is made of several fields, so of one that is met in part nobody can say.
 */
function isLabelled(value: unknown, { confidentiality, labels }: Facts, says: Says): Sure {
  if (!Array.isArray(value) || value.length === 0) return 'unsure'
  const met = value.map((one): Sure => {
    const { system, code = '' } = (isObject(one) ? one : {}) as Coding
    if (system === CONFIDENTIALITY) {
      const rank = CONFIDENTIALITIES.indexOf(code)
      if (rank < 0) return 'unsure'
      return surely(says === 'permit' ? confidentiality <= rank : confidentiality >= rank)
    }
    if (system === undefined) return 'unsure'
    return some(
      labels.map((label) => {
        if (label.system !== system || label.code === undefined) return 'no'
        if (isA(system, label.code, code)) return 'yes'
        return isA(system, code, label.code) ? 'unsure' : 'no'
      }),
    )
  })
  if (met.every((one) => one === 'no')) return 'no'
  return every(met) === 'yes' ? 'yes' : 'unsure'
}

interface Data {
  meaning?: string
  reference?: Reference
}

/** The very resource, or what belongs to it. What it refers to itself is in that resource, which is not at hand. */
function isAbout({ meaning, reference }: Data, { key, references, authors }: Facts): Sure {
  const named = reference?.reference
  if (named === undefined || named.startsWith('#')) return 'unsure'
  const itself = surely(key === named)
  if (meaning === 'instance') return itself
  if (meaning === 'authoredby') return surely(authors.has(named))
  if (meaning === 'dependents') return some([itself, surely(references.has(named))])
  return some([itself, 'unsure'])
}

/** About what is asked for. */
export const CONTENT_ROWS = {
  class: {
    narrows: NARROWS.content,
    holds: (value, facts) => each<Coding>(value, (one) => isOfClass(one, facts)),
  },
  code: {
    narrows: NARROWS.content,
    holds: (value, { codes }) =>
      each<{ coding?: Coding[] }>(value, ({ coding }) => each<Coding>(coding, (one) => hasCode(one, codes))),
  },
  securityLabel: { narrows: NARROWS.content, holds: isLabelled },
  dataPeriod: {
    narrows: NARROWS.content,
    holds: (value, { time }) => (isObject(value) ? isOf(value as Period, time) : 'unsure'),
  },
  data: {
    narrows: NARROWS.content,
    holds: (value, facts) => each<Data>(value, (one) => isAbout(one, facts)),
  },
} satisfies Record<string, Row<Facts>>
