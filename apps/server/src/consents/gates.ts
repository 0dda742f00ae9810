/**
 * What consents leave to whoever asks for records at a holder: people and services are known to a consent by themselves, by their app, and by every organisation, group and
 * team that the holder's own records say they are in.
 */
import { type ConsentGate, STORE_ITSELF } from '@sund/fhir'
import type { FhirSite } from '../fhir/site.js'
import { ACTOR_SYSTEMS, askedBy } from './asked.js'

/** Who asks for records that are not their own. */
interface Asker {
  holder: string
  subject: string
  client: string | null
  purpose: string
}

/** Gates over the stores that are open. One for a holder whose store is not open lets nothing through. */
export const consentGates =
  (fhir: ReadonlyMap<string, FhirSite>) =>
  async ({ holder, ...asker }: Asker): Promise<ConsentGate> => {
    const site = fhir.get(holder)
    if (site === undefined) return { patients: new Set(), otherwise: false, allows: () => false }
    const references = await referencesOf(site, asker.subject)
    return site.consents.gate(askedBy({ ...asker, references }))
  }

const ofIdentifier = (value: string): string =>
  `identifier=${encodeURIComponent(`${ACTOR_SYSTEMS.subject}|${value.replace(/[\\,|$]/g, (sign) => `\\${sign}`)}`)}`

/** Where a practitioner is a member: by which parameter, and which element names what they are in. */
const MEMBERSHIPS = [
  { type: 'PractitionerRole', parameter: 'practitioner', element: 'organization' },
  { type: 'Group', parameter: 'member', element: null },
  { type: 'CareTeam', parameter: 'participant', element: null },
] as const

async function referencesOf({ store }: FhirSite, subject: string): Promise<string[]> {
  const find = async (type: string, query: string) =>
    (await store.search(STORE_ITSELF, type, `${query}&_count=100`, { handling: 'strict' })).matches
  const practitioners = await find('Practitioner', ofIdentifier(subject))
  const found = await Promise.all(
    practitioners.map(async ({ id }) => {
      const self = `Practitioner/${id}`
      const memberships = await Promise.all(
        MEMBERSHIPS.map(async ({ type, parameter, element }) =>
          (await find(type, `${parameter}=${self}`)).flatMap((one) => [
            `${type}/${one.id}`,
            ...(element === null ? [] : referenceIn(one[element])),
          ]),
        ),
      )
      return [self, ...memberships.flat()]
    }),
  )
  return found.flat()
}

function referenceIn(value: unknown): string[] {
  const { reference } = (value ?? {}) as { reference?: unknown }
  return typeof reference === 'string' ? [reference] : []
}
