/** Who people are in the FHIR stores of a home's holders: by the mark of sign-in, which a holder turns into one of its patients; clinicians by their subject. */
import { STORE_ITSELF } from '@sund/fhir'
import { fail } from '@sund/model'
import { ACTOR_SYSTEMS, askedBy } from '../consents/asked.js'
import { createMemberships, type Memberships } from '../consents/memberships.js'
import type { FhirSite } from '../fhir/site.js'
import type { Sund } from '../sund.js'
import type { OwnRecord, RecordsPort } from './ports.js'

export function recordsOf({ fhir, patients }: Pick<Sund, 'fhir' | 'patients'>): RecordsPort {
  const members = new WeakMap<FhirSite, Memberships>()
  const siteOf = (holder: string): FhirSite =>
    fhir.get(holder) ??
    fail('usage.not-found', 'There is no such FHIR server.', 'Ask the holder for its address.')
  return {
    holders: () => [...fhir.keys()],
    storeOf: (holder) => siteOf(holder).store,
    async recordsOf({ citizen }, holder) {
      const patientOf = patients.get(holder)
      if (!citizen || patientOf === undefined) return []
      const whom = [
        { id: 'self', name: null, mark: citizen.mark },
        ...citizen.children.map((child, i) => ({ id: `child-${i + 1}`, ...child })),
        ...(citizen.adults ?? []).map((adult, i) => ({ id: `adult-${i + 1}`, ...adult })),
      ]
      const found = await Promise.all(
        whom.map(async ({ id, name, mark }): Promise<OwnRecord[]> => {
          const patient = await patientOf(mark)
          return patient === null ? [] : [{ id, name, patient }]
        }),
      )
      return found.flat()
    },
    async practitionerOf(subject, holder) {
      const site = fhir.get(holder)
      const query = new URLSearchParams({
        identifier: `${ACTOR_SYSTEMS.subject}|${escaped(subject)}`,
        _count: '1',
      })
      const page = await site?.store.search(STORE_ITSELF, 'Practitioner', query.toString(), {
        handling: 'strict',
      })
      return page?.matches[0]?.id ?? null
    },
    async consentsOf({ holder, ...asker }) {
      const site = siteOf(holder)
      const memberships = members.get(site) ?? createMemberships(site.store)
      members.set(site, memberships)
      const practitioners = asker.references.filter((one) => one.startsWith('Practitioner/'))
      const within = await Promise.all(practitioners.map(memberships))
      return site.consents.gate(askedBy({ ...asker, references: [...asker.references, ...within.flat()] }))
    },
  }
}

/** Signs that separate values in a search are escaped (FHIR R4, Search § 3.1.1.4). */
const escaped = (value: string): string => value.replace(/[\\,|$]/g, (sign) => `\\${sign}`)
