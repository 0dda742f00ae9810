/** My page over the holders of a home: what of each it may ask. */
import type { AppRegistry, PeopleStore } from '@sund/access'
import type { AuditEntry } from '@sund/fhir'
import type { Clock, LocalisedText } from '@sund/model'
import type { FhirSite } from '../fhir/site.js'
import type { Holder } from '../roles/holder.js'
import { createMineDesk, type MineDesk } from './desk.js'
import { kindsOfTypes } from './held.js'
import { createPatientIndex } from './persons.js'
import type { Looked, RecordPlace } from './place.js'

/** What the audit calls an action (HL7 AuditEventAction), as it is said to people. */
const ACTIONS: Readonly<Record<string, Looked['action']>> = {
  C: 'create',
  R: 'read',
  U: 'update',
  D: 'delete',
  E: 'search',
}

const lookedOf = (
  { position, at, subject, client, purpose, action, touched }: AuditEntry,
  patient: string,
): Looked => ({
  position,
  at,
  subject,
  client,
  purpose,
  action: ACTIONS[action] ?? 'other',
  what: kindsOfTypes(
    touched.flatMap(({ reference, patients }) =>
      patients.includes(patient) ? [reference.split('/')[0] ?? ''] : [],
    ),
  ),
})

interface Home {
  holders: ReadonlyMap<string, Holder>
  titleOf(holder: string): LocalisedText
  fhir: ReadonlyMap<string, FhirSite>
  /** The secret that holders share: each finds a person by it among its own patients. */
  linkageSecret: Uint8Array
  people: Pick<PeopleStore, 'find'>
  apps: Pick<AppRegistry, 'revisions'>
  clock: Clock
}

export function openMine({ holders, titleOf, fhir, linkageSecret, people, apps, clock }: Home): MineDesk {
  const records = new Map<FhirSite, RecordPlace['records']>()

  function recordsOf(site: FhirSite): RecordPlace['records'] {
    const known = records.get(site)
    if (known) return known
    const made = {
      store: site.store,
      patientOf: createPatientIndex(site.store, linkageSecret),
      seen: async (patient: string, before?: number) =>
        (await site.store.audit.seen({ patient, ...(before === undefined ? {} : { before }) })).map((entry) =>
          lookedOf(entry, patient),
        ),
    }
    records.set(site, made)
    return made
  }

  return createMineDesk({
    places: () =>
      [...holders.values()].map(({ name: holder, persons }): RecordPlace => {
        const site = fhir.get(holder)
        return {
          holder,
          title: titleOf(holder),
          records: site === undefined ? null : recordsOf(site),
          persons,
        }
      }),
    nameOf: async (subject) => (await people.find(subject))?.name ?? null,
    appTitle: async (client) => (await apps.revisions(client))[0]?.details.title ?? null,
    clock,
  })
}
