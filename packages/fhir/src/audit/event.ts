/** An entry of the audit as FHIR says it (R4, auditevent.html), whole or as much of it as is about one patient. */
import type { KeptResource } from '../resource.js'
import { type AuditEntry, patientsIn } from './entry.js'

/** `only`: the patient who reads it, who learns nothing of others that the same search showed. */
export function auditEvent(entry: AuditEntry, only: string | null = null): KeptResource {
  const { position, at, subject, client, purpose, action, interaction, outcome, query } = entry
  const touched = entry.touched.filter(({ patients }) => only === null || patients.includes(only))
  const patients = only === null ? patientsIn(entry) : [only]
  return {
    resourceType: 'AuditEvent',
    id: String(position),
    meta: { versionId: '1', lastUpdated: at },
    type: coding('http://terminology.hl7.org/CodeSystem/audit-event-type', 'rest'),
    subtype: [coding('http://hl7.org/fhir/restful-interaction', interaction)],
    action,
    recorded: at,
    outcome,
    purposeOfEvent: [{ coding: [coding('http://terminology.hl7.org/CodeSystem/v3-ActReason', purpose)] }],
    agent: [
      { who: whoIs(subject), requestor: true },
      ...(client === null
        ? []
        : [
            {
              type: { coding: [coding('http://dicom.nema.org/resources/ontology/DCM', '110150')] },
              who: whoIs(client),
              requestor: false,
            },
          ]),
    ],
    source: { observer: { display: 'Sund' } },
    entity: [
      ...patients.map((id) => ({
        what: { reference: `Patient/${id}` },
        role: coding('http://terminology.hl7.org/CodeSystem/object-role', '1'),
      })),
      ...touched
        .filter(({ reference }) => !reference.startsWith('Patient/'))
        .map(({ reference }) => ({ what: { reference } })),
      ...(query === null || only !== null
        ? []
        : [
            {
              query: Buffer.from(query, 'utf8').toString('base64'),
              role: coding('http://terminology.hl7.org/CodeSystem/object-role', '24'),
            },
          ]),
    ],
  }
}

const coding = (system: string, code: string) => ({ system, code })

/** Who is in the store by reference; others by the name that they sign in with. */
const whoIs = (name: string) =>
  /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/.test(name) ? { reference: name } : { identifier: { value: name } }
