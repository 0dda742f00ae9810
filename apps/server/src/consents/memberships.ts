/** In which organisations, groups and teams a practitioner is, by the holder's own records: a consent that names one of these is about them too. */
import { type FhirStore, STORE_ITSELF } from '@sund/fhir'

/** Where memberships are written down: by which parameter they are found, and which element names what one is in beside the resource itself. */
const MEMBERSHIPS = [
  { type: 'PractitionerRole', parameter: 'practitioner', element: 'organization' },
  { type: 'Group', parameter: 'member', element: null },
  { type: 'CareTeam', parameter: 'participant', element: null },
] as const

/** Milliseconds for which they are not asked for again. */
const FRESH = 2000
const MOST_KEPT = 1000

export type Memberships = (practitioner: string) => Promise<readonly string[]>

/** References of all that a practitioner (`Practitioner/12`) is in. */
export function createMemberships(store: Pick<FhirStore, 'search'>): Memberships {
  const kept = new Map<string, { until: number; found: Promise<readonly string[]> }>()
  return (practitioner) => {
    const known = kept.get(practitioner)
    if (known !== undefined && Date.now() < known.until) return known.found
    const found = membershipsIn(store, practitioner)
    kept.delete(practitioner)
    kept.set(practitioner, { until: Date.now() + FRESH, found })
    found.catch(() => kept.delete(practitioner))
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string)
    return found
  }
}

async function membershipsIn(store: Pick<FhirStore, 'search'>, practitioner: string): Promise<string[]> {
  const found = await Promise.all(
    MEMBERSHIPS.map(async ({ type, parameter, element }) => {
      const query = `${parameter}=${practitioner}&_count=100`
      const { matches } = await store.search(STORE_ITSELF, type, query, { handling: 'strict' })
      return matches.flatMap((one) => {
        const { reference } = ((element === null ? null : one[element]) ?? {}) as { reference?: unknown }
        return [`${type}/${one.id}`, ...(typeof reference === 'string' ? [reference] : [])]
      })
    }),
  )
  return found.flat()
}
