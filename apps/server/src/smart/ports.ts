/** What the sign-in of apps asks of the rest: which holders have records, who somebody is there, and what consents leave. */
import type { ConsentGate, FhirStore } from '@sund/fhir'
import type { Citizen } from '../access/choices.js'

/** Somebody who is signed in to the hub. */
export interface SignedInPerson {
  subject: string
  name: string
  citizen?: Citizen | null
}

/** A record that a person may see: their own, or that of a child. */
export interface OwnRecord {
  /** `self`, or `child-1` and so on, as choices name them. */
  id: string
  /** A child's name as sign-in tells it; null for oneself. */
  name: string | null
  /** Identifier of the Patient. */
  patient: string
}

/** Who asks for records that are not their own. */
export interface Asker {
  holder: string
  subject: string
  /** Null where they look without an app. */
  client: string | null
  purpose: string
  /** What of the store is them, as `Practitioner/12`. */
  references: readonly string[]
}

export interface RecordsPort {
  /** Holders with a FHIR store. */
  holders(): readonly string[]
  /** A person's records at a holder; none where it has nothing of them. */
  recordsOf(person: SignedInPerson, holder: string): Promise<OwnRecord[]>
  /** A holder's records, with the audit of each look. `usage.not-found` where there are none. */
  storeOf(holder: string): Pick<FhirStore, 'read' | 'search'>
  /** Identifier of the Practitioner that a clinician is at a holder, or null. */
  practitionerOf(subject: string, holder: string): Promise<string | null>
  /** What consents leave to see for whoever asks now: for one answer. */
  consentsOf(asker: Asker): Promise<ConsentGate>
}
