/**
 * A Consent as rules, and what they come to. R4 says what a provision is about and that nested ones are exceptions, and leaves open what conflicts mean. Here:
 *
 * - The base is the root provision's type, or where it has none what `policyRule` says by code (OPTIN, OPTOUT). A root with a type is itself an exception from a
 *   `policyRule`. A root permit that is about some content leaves out the rest, for those whom it is about (IHE Privacy Consent on FHIR reads it so); that gives way to any
 *   other permit.
 * - A nested provision decides where it and all above it apply. Of several beside each other that apply, deny wins, as in XACML's deny-overrides and LEAP's
 *   consent decision service.
 * - A nested provision without a type denies. A consent with what may change its meaning unseen (`modifierExtension`, `implicitRules`) denies all.
 * - Where it cannot be known whether a provision applies, the more careful of the two answers holds.
 *
 * Between consents of one person (`decided`): no is no, until a permit at the same time or later that is about it more narrowly: about an actor, a purpose or a content that the
 * deny does not name, and all that it names. R4 has no rule, and both that are in use fail people: the latest alone lets a form of today undo what one shut off last year, and deny
 * alone would never let one make an exception. What was agreed and is withdrawn is `inactive` or has ended, and counts no more.
 */
import type { Coding, Resource } from '../resource.js'
import { ACT_CODE, ACT_REASON, CONSENT_SCOPE } from './codes.js'
import { type Asked, CONTENT_ROWS, NARROWS, REQUEST_ROWS, type Says } from './conditions.js'
import { type Facts, isObject } from './facts.js'
import { every, type Sure } from './sure.js'
import { stretchOf, stretchOfPeriod } from './times.js'

/** What a rule comes to for one resource. `not-named`: beside what a root permits. */
export interface Verdict {
  says: Says | 'not-named'
  /** A sum of `NARROWS`. */
  narrows: number
  /** Milliseconds: when the consent was given. */
  at: number
  /** The identifier of the Consent. */
  consent: string
}

/** A provision as it was read. */
interface Rule {
  /** Null: it has no word of its own, and what is nested has. */
  says: Says | null
  request: (asked: Asked) => Sure
  content: (facts: Facts) => Sure
  narrows: number
  /** Whether what it leaves out is not permitted: a root permit beside which no policy holds. */
  isAll: boolean
  nested: readonly Rule[]
}

/** A Consent that is in force now or at some time. */
export interface ReadConsent {
  consent: string
  /** The identifier of the Patient. */
  patient: string
  at: number
  /** What its scope narrows of all of it. */
  narrows: number
  root: Rule
  /** What `policyRule` says where the root does not apply at all. */
  base: Says | null
  inForce: (asked: Asked) => Sure
  /** Moments at which something of it begins or ends to hold. */
  turns: readonly number[]
}

/** What is left of a consent for one who asks: the content of rules is still to be decided. */
export interface Bearing extends Pick<ReadConsent, 'consent' | 'at' | 'narrows'> {
  rule: BearingRule | null
  base: Verdict | null
  /** Whether the consent as a whole is surely in force for them. */
  isSure: boolean
}

interface BearingRule extends Pick<Rule, 'says' | 'content' | 'narrows' | 'isAll'> {
  isSure: boolean
  nested: readonly BearingRule[]
}

/** Base policies that say by their code which way they go (v3-ActCode, _ActConsentDirective). */
const POLICIES: Readonly<Record<string, Says>> = {
  OPTIN: 'permit',
  OPTINR: 'permit',
  OPTOUT: 'deny',
  OPTOUTE: 'deny',
}

/** Scopes of agreements about treatment itself, which say nothing about data (ConsentScopeCodes). */
const NOT_ABOUT_DATA = new Set(['adr', 'treatment'])
const RESEARCH = [{ system: ACT_REASON, code: 'HRESCH' }]

/** Reads a Consent; null for one that can bear on nothing: not active, about treatment, or about nobody. Throws nothing, whatever is in it. */
export function readConsent(resource: Resource): ReadConsent | null {
  const patient = patientOf(resource['patient'])
  if (resource.resourceType !== 'Consent' || resource['status'] !== 'active' || patient === null) return null
  const scopes = codingsOf(resource['scope']).filter(({ system }) => system === CONSENT_SCOPE)
  if (scopes.length > 0 && scopes.every(({ code = '' }) => NOT_ABOUT_DATA.has(code))) return null
  const isResearch = scopes.length > 0 && scopes.every(({ code }) => code === 'research')
  const provision = isObject(resource['provision']) ? resource['provision'] : {}
  const policies = codingsOf(resource['policyRule']).flatMap(({ system, code = '' }) =>
    system === ACT_CODE ? (POLICIES[code] ?? []) : [],
  )
  const policy = policies.includes('deny') ? 'deny' : (policies[0] ?? null)
  const base = typeOf(provision) === null ? null : policy
  const consent = resource.id ?? ''
  const given = stretchOf(resource['dateTime']) ?? stretchOf(resource.meta?.lastUpdated)
  const at = given?.from ?? Number.NEGATIVE_INFINITY
  const isDark = hidesMeaning(resource)
  const says = typeOf(provision) ?? policy
  const root = isDark
    ? DENY_ALL
    : ruleOf({ ...provision, period: undefined }, says, says === 'permit' && base === null)
  const period = provision['period']
  return {
    consent,
    patient,
    at,
    narrows: isResearch && !isDark ? NARROWS.purpose : NARROWS.nothing,
    root,
    base: isDark ? null : base,
    inForce: (asked) =>
      isDark
        ? 'yes'
        : every([
            period === undefined ? 'yes' : REQUEST_ROWS.period.holds(period, asked),
            isResearch ? REQUEST_ROWS.purpose.holds(RESEARCH, asked) : 'yes',
          ]),
    turns: turnsOf(provision).filter(Number.isFinite),
  }
}

const typeOf = ({ type }: Record<string, unknown>): Says | null =>
  type === 'permit' || type === 'deny' ? type : null

const DENY_ALL: Rule = {
  says: 'deny',
  request: () => 'yes',
  content: () => 'yes',
  narrows: NARROWS.nothing,
  isAll: false,
  nested: [],
}

function ruleOf(provision: Record<string, unknown>, says: Says | null, isAll: boolean): Rule {
  const read = <About>(
    rows: Readonly<Record<string, { holds: (v: unknown, about: About, says: Says) => Sure }>>,
  ) => {
    const there = Object.entries(rows).filter(([element]) => provision[element] !== undefined)
    return (about: About): Sure =>
      every(there.map(([element, { holds }]) => holds(provision[element], about, says ?? 'deny')))
  }
  const narrows = Object.entries({ ...REQUEST_ROWS, ...CONTENT_ROWS }).reduce(
    (sum, [element, row]) => (provision[element] === undefined ? sum : sum | row.narrows),
    0,
  )
  return {
    says,
    request: read(REQUEST_ROWS),
    content: read(CONTENT_ROWS),
    narrows,
    isAll,
    nested: provisionsIn(provision).map((one) => ruleOf(one, typeOf(one) ?? 'deny', false)),
  }
}

const provisionsIn = ({ provision }: Record<string, unknown>): Record<string, unknown>[] =>
  Array.isArray(provision) ? provision.filter(isObject) : []

/** What is left of a consent for one who asks now; null where it has nothing to say to them. */
export function bearingOn(read: ReadConsent, asked: Asked): Bearing | null {
  const { consent, at, narrows } = read
  const force = read.inForce(asked)
  if (force === 'no') return null
  const rule = narrowed(read.root, asked)
  const base: Verdict | null = read.base && { says: read.base, narrows, at, consent }
  return rule === null && base === null ? null : { consent, at, narrows, rule, base, isSure: force === 'yes' }
}

function narrowed(rule: Rule, asked: Asked): BearingRule | null {
  const applies = rule.request(asked)
  if (applies === 'no') return null
  const nested = rule.nested.flatMap((one) => narrowed(one, asked) ?? [])
  if (rule.says === null && nested.length === 0) return null
  const { says, content, narrows, isAll } = rule
  return { says, content, narrows, isAll, isSure: applies === 'yes', nested }
}

/** What one consent says of a resource: nothing, or verdicts of one kind. */
export function verdictsOf(bearing: Bearing, facts: Facts): readonly Verdict[] {
  const { rule, base, narrows, consent, at, isSure } = bearing
  const found = (rule && verdictsIn(rule, facts, narrows, { consent, at })) ?? (base === null ? [] : [base])
  return isSure ? found : found.filter(({ says }) => says !== 'permit')
}

/** Whether what a consent says of one resource may be otherwise for another. */
export const dependsOnContent = ({ rule }: Bearing): boolean => rule !== null && asksForContent(rule)

const asksForContent = ({ narrows, nested }: BearingRule): boolean =>
  (narrows & NARROWS.content) !== 0 || nested.some(asksForContent)

/** Null where the rule does not apply; where that is not known, its deny and nothing else. */
function verdictsIn(
  rule: BearingRule,
  facts: Facts,
  above: number,
  of: Pick<Verdict, 'consent' | 'at'>,
): readonly Verdict[] | null {
  const applies = rule.content(facts)
  const leftOut: Verdict[] | null = rule.isAll
    ? [{ says: 'not-named', narrows: above | (rule.narrows & ~NARROWS.content), ...of }]
    : null
  if (applies === 'no') return leftOut
  const narrows = above | rule.narrows
  const nested = rule.nested.flatMap((one) => verdictsIn(one, facts, narrows, of) ?? [])
  const denies = nested.filter(({ says }) => says === 'deny')
  if (denies.length > 0) return denies
  const own: Verdict[] = rule.says === null ? [] : [{ says: rule.says, narrows, ...of }]
  const found = nested.length > 0 ? nested : own
  const isSure = applies === 'yes' && rule.isSure
  if (found.length > 0 && (isSure || found.some(({ says }) => says === 'deny'))) return found
  return applies === 'unsure' ? leftOut : null
}

/** What several consents of one person come to; null where they say nothing. The verdict that decides is given, so that one can be told which it was. */
export function decided(verdicts: readonly Verdict[]): Verdict | null {
  const permits = verdicts.filter(({ says }) => says === 'permit')
  const isException = (permit: Verdict, deny: Verdict) =>
    permit.at >= deny.at &&
    permit.narrows !== deny.narrows &&
    (permit.narrows & deny.narrows) === deny.narrows
  const deny = verdicts.find(
    (one) => one.says === 'deny' && !permits.some((permit) => isException(permit, one)),
  )
  return deny ?? permits[0] ?? verdicts[0] ?? null
}

const codingsOf = (concept: unknown): Coding[] =>
  isObject(concept) && Array.isArray(concept['coding']) ? concept['coding'].filter(isObject) : []

/** The identifier of a Patient of this store from a reference, as compartments read them; null for one that names none. */
function patientOf(reference: unknown): string | null {
  const named = isObject(reference) ? reference['reference'] : undefined
  if (typeof named !== 'string') return null
  return /^Patient\/([A-Za-z0-9.-]{1,64})(?:\/_history\/.*)?$/.exec(named)?.[1] ?? null
}

/** Whether somewhere in what is evaluated there is what must not be read past (R4 extensibility). */
function hidesMeaning(resource: Resource): boolean {
  const hides = (provision: Record<string, unknown>): boolean =>
    provision['modifierExtension'] !== undefined ||
    ['actor', 'data'].some((element) => {
      const values = provision[element]
      return (
        Array.isArray(values) && values.some((one) => isObject(one) && one['modifierExtension'] !== undefined)
      )
    }) ||
    provisionsIn(provision).some(hides)
  return (
    resource['implicitRules'] !== undefined ||
    resource['modifierExtension'] !== undefined ||
    (isObject(resource['provision']) && hides(resource['provision']))
  )
}

function turnsOf(provision: Record<string, unknown>): number[] {
  const own = isObject(provision['period']) ? stretchOfPeriod(provision['period']) : null
  return [...(own === null ? [] : [own.from, own.until]), ...provisionsIn(provision).flatMap(turnsOf)]
}
