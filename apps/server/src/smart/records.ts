/** Who people are in the FHIR stores of a home's holders: by the mark of sign-in, which a holder turns into one of its patients; clinicians by their subject. */
import { STORE_ITSELF } from '@sund/fhir'
import type { Sund } from '../sund.js'
import type { OwnRecord, RecordsPort } from './ports.js'

/** System of the identifier by which a holder knows a clinician who signs in. */
export const SUBJECT_SYSTEM = 'urn:sund:subject'

/** Nothing, as long as nobody evaluates consents: what is not allowed is denied. */
const nothing: RecordsPort['consentsOf'] = async () => ({
  patients: new Set(),
  otherwise: false,
  allows: () => false,
})

export function recordsOf(
  { fhir, patients }: Pick<Sund, 'fhir' | 'patients'>,
  consentsOf: RecordsPort['consentsOf'] = nothing,
): RecordsPort {
  return {
    holders: () => [...fhir.keys()],
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
      const query = new URLSearchParams({ identifier: `${SUBJECT_SYSTEM}|${escaped(subject)}`, _count: '1' })
      const page = await site?.store.search(STORE_ITSELF, 'Practitioner', query.toString(), {
        handling: 'strict',
      })
      return page?.matches[0]?.id ?? null
    },
    consentsOf,
  }
}

/** Signs that separate values in a search are escaped (FHIR R4, Search § 3.1.1.4). */
const escaped = (value: string): string => value.replace(/[\\,|$]/g, (sign) => `\\${sign}`)
