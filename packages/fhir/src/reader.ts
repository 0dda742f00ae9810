/**
 * Who asks, and what of everything they may see or change: the one gate of every way in and out. Whoever signs people in makes one (scopes, launch, consents);
 * whatever answers asks it. Apart from both, so that no way out can have rules of its own.
 */
import type { Resource } from './resource.js'

/** What is done to a resource, as SMART App Launch 2 names it: create, read, update, delete, search. */
export type Interaction = 'c' | 'r' | 'u' | 'd' | 's'

export interface Reader {
  /** Who: for the audit. */
  readonly subject: string
  /** The app they use, or null. */
  readonly client: string | null
  /** Why, a code of http://terminology.hl7.org/CodeSystem/v3-ActReason: TREAT, PATRQT, HRESCH, … */
  readonly purpose: string
  /** The patient whose compartment is all there is for this reader; null when that is everyone's. */
  readonly patient: string | null
  /**
   * Under which conditions a resource of this type may be dealt with so: queries of FHIR search (`category=laboratory`) of which one must hold; an empty
   * query always does, and with none of them it may not at all.
   */
  conditions(type: string, interaction: Interaction): readonly string[]
  /** What consents leave to see; null where no consent is asked (the patient themselves). */
  readonly consents: ConsentGate | null
}

/** What the consents of patients leave of their resources for one reader and purpose. */
export interface ConsentGate {
  /** Patients who say anything that bears on this reader. Resources of all others are as `otherwise` says. */
  readonly patients: ReadonlySet<string>
  /** Whether what nobody has said anything about may be seen. */
  readonly otherwise: boolean
  /** Whether a resource in the compartments of these patients may be seen. */
  allows(resource: Resource, patients: readonly string[]): boolean
}

/** Whoever answers for the store itself: imports, views, tests. Never made from a request. */
export const STORE_ITSELF: Reader = {
  subject: 'system',
  client: null,
  purpose: 'HSYSADMIN',
  patient: null,
  conditions: () => [''],
  consents: null,
}
