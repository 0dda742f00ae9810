/**
 * What a store says that it does (R4, capabilitystatement.html): made of what there is, the types of the store, the parameters of search and of the audit, so that
 * it cannot say what is not so. Which interactions the interface answers is one table here, held against the interface by a test.
 */
import { AUDIT_PARAMETERS } from '../audit/search.js'
import { RESOURCE_TYPES } from '../definitions/types.js'
import type { Resource } from '../resource.js'
import { type Parameter, parametersOf } from '../search/definitions.js'
import { isFollowed } from '../search/reading.js'

export interface ServedAs {
  /** The address of the store. */
  base: string
  /** Whose it is, for people. */
  holder: string
  version: string
  /** Since when it is as it says. */
  date: string
  /** Profiles of packages that resources can be validated by. */
  profiles: readonly { url: string; type: string }[]
}

const READ = ['read', 'vread', 'search-type']
const ALL = [...READ, 'create', 'update', 'patch', 'delete', 'history-instance', 'history-type']

/** Types with an interface of their own; all others are kept as they are written. */
const NARROWER: Readonly<Record<string, readonly string[]>> = { AuditEvent: READ }

/** Operations by the type that they are called on; of every type under `Resource`, of the store under `System`. */
const OPERATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  System: {
    export: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export',
    import: 'urn:sund:fhir:operation:import',
  },
  Resource: { validate: 'http://hl7.org/fhir/OperationDefinition/Resource-validate' },
  Patient: {
    everything: 'http://hl7.org/fhir/OperationDefinition/Patient-everything',
    export: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/patient-export',
  },
  Group: { export: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export' },
}

/** Parameters of search that every type has, by their types. */
const EVERYWHERE: Readonly<Record<string, string>> = { _id: 'token', _lastUpdated: 'date' }

export function capabilityStatement({ base, holder, version, date, profiles }: ServedAs): Resource {
  return {
    resourceType: 'CapabilityStatement',
    url: `${base}/metadata`,
    status: 'active',
    date,
    kind: 'instance',
    software: { name: 'Sund', version },
    implementation: { description: `The FHIR store of ${holder}`, url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'application/fhir+xml'],
    patchFormat: ['application/json-patch+json'],
    rest: [
      {
        mode: 'server',
        security: {
          cors: true,
          service: [
            {
              coding: [
                {
                  system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                  code: 'SMART-on-FHIR',
                },
              ],
            },
          ],
          description: `Tokens as ${base}/.well-known/smart-configuration says (SMART App Launch 2).`,
        },
        resource: [...RESOURCE_TYPES].sort().map((type) => resource(type, profiles)),
        interaction: ['transaction', 'batch', 'search-system', 'history-system'].map((code) => ({ code })),
        searchParam: searchParams(EVERYWHERE),
        operation: operations('System'),
      },
    ],
  }
}

function resource(type: string, profiles: ServedAs['profiles']) {
  const supported = profiles.filter((profile) => profile.type === type).map(({ url }) => url)
  const interactions = NARROWER[type] ?? ALL
  const writes = interactions.includes('update')
  const own = type === 'AuditEvent' ? auditParams() : paramsOf(type)
  const references = [...parametersOf(type).values()].filter(isIncluded)
  return filled({
    type,
    supportedProfile: supported,
    interaction: interactions.map((code) => ({ code })),
    versioning: 'versioned-update',
    readHistory: true,
    updateCreate: writes,
    conditionalCreate: writes,
    conditionalRead: 'full-support',
    conditionalUpdate: writes,
    conditionalDelete: writes ? 'multiple' : 'not-supported',
    ...(writes ? { searchInclude: references.map(({ code }) => `${type}:${code}`).sort() } : {}),
    ...(writes ? { searchRevInclude: referringTo(type) } : {}),
    searchParam: own,
    operation: [...(writes ? operations('Resource') : []), ...operations(type)],
  })
}

/** Without lists that have nothing in them, which FHIR does not have. */
const filled = (element: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(element).filter(([, value]) => !(Array.isArray(value) && value.length === 0)),
  )

function paramsOf(type: string) {
  return [
    ...searchParams(EVERYWHERE),
    ...[...parametersOf(type).values()]
      .sort((a, b) => (a.code < b.code ? -1 : 1))
      .map(({ code, kind, url }) => ({ name: code, definition: url, type: kind })),
  ]
}

const AUDIT_TYPES: Readonly<Record<string, string>> = {
  date: 'date',
  patient: 'reference',
  agent: 'reference',
}

const auditParams = () =>
  Object.keys(AUDIT_PARAMETERS)
    .filter((name) => !name.includes(':'))
    .map((name) => ({ name, type: AUDIT_TYPES[name] ?? 'token' }))

const searchParams = (all: Readonly<Record<string, string>>) =>
  Object.entries(all).map(([name, type]) => ({ name, type }))

const operations = (on: string) =>
  Object.entries(OPERATIONS[on] ?? {}).map(([name, definition]) => ({ name, definition }))

const isIncluded = ({ kind, sources }: Parameter) => kind === 'reference' && isFollowed(sources)

/** `Observation:subject` and all others by which a resource of the type is referred to. */
function referringTo(type: string): string[] {
  referring ??= referrers()
  return referring.get(type) ?? []
}
let referring: ReadonlyMap<string, string[]> | undefined

function referrers(): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const from of [...RESOURCE_TYPES].sort())
    for (const parameter of from in NARROWER ? [] : parametersOf(from).values())
      if (isIncluded(parameter))
        for (const to of parameter.targets)
          found.set(to, [...(found.get(to) ?? []), `${from}:${parameter.code}`])
  return found
}
