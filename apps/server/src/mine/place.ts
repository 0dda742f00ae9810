/**
 * A holder's records as My page needs them: its FHIR store, who of its patients a mark is, which registers have rows about them, and who has looked. Everything
 * behind this is the holder's own: no answer goes over the network to the hub, and none is kept.
 */
import type { FhirStore, Reader } from '@sund/fhir'
import type { HeldKind, LocalisedText } from '@sund/model'
import type { PersonDesk } from '../roles/person-holder.js'

export interface RecordPlace {
  readonly holder: string
  readonly title: LocalisedText
  /** Null where the holder keeps registers and no records. */
  readonly records: {
    readonly store: FhirStore
    /** The identifier of the Patient whose national identifier has this mark; null where there is none. */
    patientOf(mark: string): Promise<string | null>
    /** Who looked at or changed what is in a patient's compartment, the latest first, from before a position of the holder's audit. */
    seen(patient: string, before?: number): Promise<Looked[]>
  } | null
  /** In which of the holder's registers somebody is, and whether they are among those of a permit. */
  readonly persons: PersonDesk
}

/** Somebody who looked, as the holder's audit has it. */
export interface Looked {
  /** In the holder's audit. */
  position: number
  at: string
  subject: string
  client: string | null
  purpose: string
  action: 'read' | 'search' | 'create' | 'update' | 'delete' | 'other'
  /** Of what of theirs. */
  what: HeldKind[]
}

/** For whom somebody reads and writes on their own page. */
export interface Whose {
  /** Who does it: for the audit. */
  subject: string
  mark: string
}

/** What people may write of themselves. */
const WRITTEN = new Set(['Observation', 'Task'])

/** A patient, or whoever acts for them, in the patient's own compartment: everything is theirs to see, and no consent is asked. */
export const patientReader = (subject: string, patient: string): Reader => ({
  subject,
  client: null,
  purpose: 'PATRQT',
  patient,
  conditions: (type, interaction) =>
    interaction === 'r' || interaction === 's' || WRITTEN.has(type) ? [''] : [],
  consents: null,
})

/** Those of a holder who answer requests for correction: these and what they are about. */
export const answeringReader = (subject: string): Reader => ({
  subject,
  client: null,
  purpose: 'HOPERAT',
  patient: null,
  conditions: (type, interaction) =>
    interaction === 'r' || interaction === 's' ? [''] : type === 'Task' && interaction === 'u' ? [''] : [],
  consents: null,
})
