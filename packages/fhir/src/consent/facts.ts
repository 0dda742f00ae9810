/** What conditions of consents ask of a resource, found once for all of them. */
import type { Coding, Resource } from '../resource.js'
import { CONFIDENTIALITIES, CONFIDENTIALITY } from './codes.js'
import { type Period, type Stretch, stretchOf, stretchOfPeriod } from './times.js'

export interface Facts {
  type: string
  /** `Observation/12`; null before it has an identifier. */
  key: string | null
  profiles: readonly string[]
  /** Every code in it, `system|code`, the system empty where it says none. */
  codes: ReadonlySet<string>
  /** The place of its confidentiality among `CONFIDENTIALITIES`: the highest that it is labelled with, normal where it says none. */
  confidentiality: number
  /** Its labels of other kinds. */
  labels: readonly Coding[]
  /** When what it tells of was; null where it does not say. */
  time: Stretch | null
  /** What it refers to, and which of that wrote it. */
  references: ReadonlySet<string>
  authors: ReadonlySet<string>
}

/** Elements that say when something was, and where a resource has none of them, when it was written down. Choices of types have a name each. */
const WHEN_IT_WAS = [
  'effectiveDateTime',
  'effectivePeriod',
  'effectiveInstant',
  'performedDateTime',
  'performedPeriod',
  'occurrenceDateTime',
  'occurrencePeriod',
  'onsetDateTime',
  'onsetPeriod',
  'servicedDate',
  'servicedPeriod',
  'billablePeriod',
  'period',
  'started',
  'start',
  'end',
  'whenHandedOver',
]
const WHEN_WRITTEN = [
  'authoredOn',
  'recordedDate',
  'dateAsserted',
  'assertedDate',
  'dateTime',
  'date',
  'issued',
  'created',
  'authored',
  'sent',
  'receivedTime',
  'recorded',
]
/** Elements that name who wrote a resource or says what is in it. */
const AUTHORS = ['author', 'recorder', 'asserter', 'performer', 'requester', 'informationSource', 'agent']

/** What conditions ask of a resource. Throws nothing, whatever is in it. */
export function factsOf(resource: Resource): Facts {
  const codes = new Set<string>()
  const references = new Set<string>()
  visit(resource, (one) => {
    if (typeof one['code'] === 'string') codes.add(codeKey(one as Coding))
    const reference = referenceOf(one)
    if (reference !== null) references.add(reference)
  })
  const authors = new Set<string>()
  for (const element of AUTHORS)
    visit(resource[element], (one) => {
      const reference = referenceOf(one)
      if (reference !== null) authors.add(reference)
    })
  const security = (resource.meta?.security ?? []).filter(isObject) as Coding[]
  const ranks = security.flatMap(({ system, code }) => {
    const rank = system === CONFIDENTIALITY ? CONFIDENTIALITIES.indexOf(code ?? '') : -1
    return rank < 0 ? [] : [rank]
  })
  return {
    type: resource.resourceType,
    key: resource.id === undefined ? null : `${resource.resourceType}/${resource.id}`,
    profiles: (resource.meta?.profile ?? []).map(withoutVersion),
    codes,
    confidentiality: ranks.length === 0 ? CONFIDENTIALITIES.indexOf('N') : Math.max(...ranks),
    labels: security.filter(({ system }) => system !== CONFIDENTIALITY),
    time: timeOf(resource, WHEN_IT_WAS) ?? timeOf(resource, WHEN_WRITTEN),
    references,
    authors,
  }
}

export const codeKey = ({ system, code }: Coding): string => `${system ?? ''}|${code ?? ''}`

export const withoutVersion = (canonical: string): string => String(canonical).split('|')[0] as string

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A reference as a resource is known by here, `Patient/12`, whatever version it names; null where there is none. */
const referenceOf = ({ reference }: Record<string, unknown>): string | null =>
  typeof reference === 'string' ? reference.replace(/\/_history\/.*$/, '') : null

function timeOf(resource: Resource, elements: readonly string[]): Stretch | null {
  const stretches = elements.flatMap((element) => {
    const value = resource[element]
    return (isObject(value) ? stretchOfPeriod(value as Period) : stretchOf(value)) ?? []
  })
  if (stretches.length === 0) return null
  return {
    from: Math.min(...stretches.map(({ from }) => from)),
    until: Math.max(...stretches.map(({ until }) => until)),
  }
}

function visit(value: unknown, see: (one: Record<string, unknown>) => void): void {
  const ahead: unknown[] = [value]
  while (ahead.length > 0) {
    const next = ahead.pop()
    if (Array.isArray(next)) ahead.push(...next)
    else if (isObject(next)) {
      see(next)
      ahead.push(...Object.values(next))
    }
  }
}
