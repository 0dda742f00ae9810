/**
 * Scopes of SMART App Launch 2 (§ "Scopes for requesting FHIR Resources"; those of version 1 are read as § "SMART's scopes are used to delegate
 * access" maps them): parsed, met with one another, and turned into what a `Reader` may do. Pure, and apart from the server that hands them out, so that
 * "never more than was asked" is a property of functions.
 *
 * A set of scopes says yes to a request where one of them does: of the same level, for the type, with the interaction, and all of whose constraints hold
 * for the resource. Whatever is done to scopes here keeps that reading exact.
 */

import { RESOURCE_TYPES } from '../definitions/types.js'
import type { Interaction, Reader } from '../reader.js'
import { isSearchParameter } from './vocabulary.js'

/** Whose data: of the patient in context, all that the user may see, or all that a service may. */
export type ScopeLevel = 'patient' | 'user' | 'system'

/** `patient/Observation.rs?category=laboratory`. */
export interface DataScope {
  level: ScopeLevel
  /** A type of resource, or `*` for every one. */
  type: string
  /** In the order of `cruds`, at least one. */
  interactions: readonly Interaction[]
  /** Constraints of search, `name=value`, encoded and sorted: all of them hold. */
  filters: readonly string[]
}

/** Scopes that are no access to resources: who signs in, the context of a launch, and for how long. */
export const OTHER_SCOPES = [
  'openid',
  'fhirUser',
  'launch',
  'launch/patient',
  'launch/encounter',
  'offline_access',
  'online_access',
] as const
export type OtherScope = (typeof OTHER_SCOPES)[number]

const INTERACTIONS: readonly Interaction[] = ['c', 'r', 'u', 'd', 's']
/** What the three words of version 1 mean in version 2. */
const VERSION_1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' }
const FORM = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]*)\.(read|write|\*|c?r?u?d?s?)(?:\?(.*))?$/
const FILTER_NAME =
  /^(_?[a-z][A-Za-z0-9-]*)(?::(?:not|in|not-in|exact|contains|above|below|missing|identifier|of-type))?$/

/** A scope for resources, or null for what is none: another form, an unknown type, a constraint that is no search parameter of it. */
export function parseScope(text: string): DataScope | null {
  const [, level, type = '', said = '', query] = FORM.exec(text) ?? []
  if (level === undefined || said === '' || (type !== '*' && !RESOURCE_TYPES.has(type))) return null
  const version1 = VERSION_1[said]
  if (version1 !== undefined && query !== undefined) return null
  const filters = query === undefined ? [] : filtersOf(type, query)
  if (filters === null) return null
  return {
    level: level as ScopeLevel,
    type,
    interactions: [...(version1 ?? said)] as Interaction[],
    filters,
  }
}

/** The scope as version 2 writes it. */
export function formatScope({ level, type, interactions, filters }: DataScope): string {
  const query = filters.length === 0 ? '' : `?${filters.join('&')}`
  return `${level}/${type}.${interactions.join('')}${query}`
}

/** Whether all that `narrow` gives is given by `wide`. */
export function covers(wide: DataScope, narrow: DataScope): boolean {
  return (
    wide.level === narrow.level &&
    (wide.type === '*' || wide.type === narrow.type) &&
    narrow.interactions.every((one) => wide.interactions.includes(one)) &&
    wide.filters.every((one) => narrow.filters.includes(one))
  )
}

/** What both give and nothing else, without repetition. */
export function intersect(one: readonly DataScope[], other: readonly DataScope[]): DataScope[] {
  return normal(one.flatMap((a) => other.flatMap((b) => meet(a, b) ?? [])))
}

/**
 * What of the scopes that are asked for is allowed, in the order they were asked in. One that is allowed whole stays as it was written, so that an app that
 * speaks version 1 is answered in it; of others the allowed part is written out; what is not understood or not allowed is left out.
 */
export function allowedOf(asked: readonly string[], allowed: readonly string[]): string[] {
  const bounds = dataScopes(allowed)
  const answered = asked.flatMap((text) => {
    if (isOther(text)) return allowed.includes(text) ? [text] : []
    const scope = parseScope(text)
    if (scope === null) return []
    return bounds.some((bound) => covers(bound, scope)) ? [text] : intersect([scope], bounds).map(formatScope)
  })
  return [...new Set(answered)]
}

/** The scopes for resources among these. */
export function dataScopes(texts: readonly string[]): DataScope[] {
  return texts.flatMap((text) => parseScope(text) ?? [])
}

export const isOther = (text: string): text is OtherScope =>
  (OTHER_SCOPES as readonly string[]).includes(text)

/** What scopes let a reader do: `Reader.conditions`. */
export function conditionsOf(scopes: readonly DataScope[]): Reader['conditions'] {
  return (type, interaction) => {
    const queries = scopes
      .filter(
        (scope) => (scope.type === '*' || scope.type === type) && scope.interactions.includes(interaction),
      )
      .map(({ filters }) => filters.join('&'))
    return queries.includes('') ? [''] : [...new Set(queries)]
  }
}

/** What one scope and another both give, or null for nothing. */
function meet(one: DataScope, other: DataScope): DataScope | null {
  if (one.level !== other.level) return null
  if (one.type !== other.type && one.type !== '*' && other.type !== '*') return null
  const interactions = one.interactions.filter((interaction) => other.interactions.includes(interaction))
  if (interactions.length === 0) return null
  return {
    level: one.level,
    type: one.type === '*' ? other.type : one.type,
    interactions,
    filters: sorted([...one.filters, ...other.filters]),
  }
}

/** The same access in the fewest scopes: equal but for interactions are one, and what another covers is left out. */
function normal(scopes: readonly DataScope[]): DataScope[] {
  const together = new Map<string, DataScope>()
  for (const scope of scopes) {
    const key = formatScope({ ...scope, interactions: [] })
    const before = together.get(key)?.interactions ?? []
    const interactions = INTERACTIONS.filter(
      (one) => before.includes(one) || scope.interactions.includes(one),
    )
    together.set(key, { ...scope, interactions })
  }
  const all = [...together.values()]
  return all.filter((scope) => !all.some((other) => other !== scope && covers(other, scope)))
}

/** The constraints of a scope, or null where one cannot be: an unknown parameter would otherwise constrain nothing. */
function filtersOf(type: string, query: string): string[] | null {
  const filters: string[] = []
  for (const [name, value] of new URLSearchParams(query)) {
    const parameter = FILTER_NAME.exec(name)?.[1]
    if (parameter === undefined || value === '' || !isSearchParameter(type, parameter)) return null
    filters.push(`${name}=${encoded(value)}`)
  }
  return filters.length === 0 ? null : sorted(filters)
}

const sorted = (filters: readonly string[]): string[] => [...new Set(filters)].sort()

/** As a query has it, with signs that both a query and a scope may have (RFC 6749 § 3.3) left readable. */
const encoded = (value: string): string =>
  encodeURIComponent(value).replace(/%(3A|2F|7C|2C|24|40)/g, (code) => decodeURIComponent(code))
