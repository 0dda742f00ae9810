/**
 * People who look into the demonstration's records, so that its citizen has somebody to see: each reads as they would, through the store, what consents leave them, and the
 * holder's audit says the rest. Once for each record.
 */
import type { Reader } from '@sund/fhir'
import type { OpenSund } from './sund.js'

interface MadeUpReader {
  id: string
  name: string
  client: string | null
  purpose: string
  /** Types of what they read; nothing for all there is. */
  types: readonly string[]
}

const READERS: readonly MadeUpReader[] = [
  { id: 'quality', name: 'Marit Dahl', client: null, purpose: 'HQUALIMP', types: ['Observation'] },
  {
    id: 'ward',
    name: 'Henrik Aas',
    client: 'sample-app',
    purpose: 'TREAT',
    types: ['Condition', 'MedicationDispense', 'Observation'],
  },
  { id: 'gp', name: 'Ingrid Holm', client: null, purpose: 'TREAT', types: [] },
]
const AT_ONCE = 200

/** Lets them look at the records of these patients of a holder, each where they have not looked yet. */
export async function lookAtRecords(
  sund: Pick<OpenSund, 'fhir' | 'people'>,
  holder: string,
  patients: readonly string[],
): Promise<void> {
  const site = sund.fhir.get(holder)
  if (site === undefined) return
  const { store, consents } = site
  for (const { id, name, client, purpose, types } of READERS) {
    const subject = `made-up:${id}`
    await sund.people.signedIn(subject, { name, email: null, language: null })
    for (const patient of patients) {
      const looks = await store.audit.list({ any: [{ patient, subject }], limit: 1 })
      if (looks.length > 0) continue
      const reader: Reader = {
        ...{ subject, client, purpose, patient: null },
        conditions: (_type, interaction) => (interaction === 'r' || interaction === 's' ? [''] : []),
        consents: await consents.gate({
          actors: new Set([`urn:sund:subject|${subject}`]),
          purposes: [{ code: purpose }],
        }),
      }
      await store.everything(reader, patient, {
        count: AT_ONCE,
        ...(types.length === 0 ? {} : { types }),
      })
    }
  }
}
