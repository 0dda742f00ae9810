/**
 * A resource as it is kept and served: what the store itself says of it (type, identifier, version, time) put where FHIR has it, the rest as it came.
 * Apart from writing, since imports and bundles make contents as well.
 */
import { fail } from '@sund/model'
import { RESOURCE_TYPES } from '../definitions/types.js'
import { parseJson } from '../json.js'
import type { KeptResource, Resource, ResourceKey } from '../resource.js'

/** Identifiers of R4, § 2.24.0.1 (`id`). */
const ID = /^[A-Za-z0-9\-.]{1,64}$/

/** Throws `usage.not-found` for a type that R4 does not have. */
export function checkType(type: string): void {
  if (!RESOURCE_TYPES.has(type))
    fail(
      'usage.not-found',
      'FHIR R4 has no resources of such a type that could be kept.',
      'Use the name of a resource type, with its capital letters.',
    )
}

/** Deeper than any resource that says something; what goes through it may go down with it. */
export const MAX_DEPTH = 60

/** Whether objects and lists are within one another more than `most` times. */
export function isDeeperThan(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (most === 0) return true
  for (const name in value) if (isDeeperThan((value as Record<string, unknown>)[name], most - 1)) return true
  return false
}

/** What can be kept: an object with a type of R4, not too deep and, where it has one, with an identifier of the right form. Throws `usage.request`. */
export function checkResource(resource: unknown): asserts resource is Resource {
  if (!isObject(resource) || typeof resource['resourceType'] !== 'string')
    fail('usage.request', 'This is no resource: it has no “resourceType”.', 'Send a resource of FHIR R4.')
  checkType(resource['resourceType'])
  const { id, meta } = resource as Resource
  if (id !== undefined) checkId(id)
  if (meta !== undefined && !isObject(meta))
    fail('usage.request', 'The element “meta” of the resource is no object.', 'Leave it out, or mend it.')
  if (isDeeperThan(resource, MAX_DEPTH))
    fail('usage.request', `The resource is nested deeper than ${MAX_DEPTH}.`, 'Send a flatter one.')
}

export const isId = (id: unknown): id is string => typeof id === 'string' && ID.test(id)

export function checkId(id: unknown): asserts id is string {
  if (!isId(id))
    fail(
      'usage.request',
      'The identifier of a resource is not one of FHIR.',
      'Use 1 to 64 letters, digits, hyphens and full stops.',
    )
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The resource with what the store says of it, in the order in which it is served. */
export function kept(resource: Resource, id: string, version: number, at: string): KeptResource {
  const { resourceType, id: _id, meta, ...elements } = resource
  return {
    resourceType,
    id,
    meta: { ...meta, versionId: String(version), lastUpdated: at },
    ...elements,
  }
}

/** A resource out of the content of a row. */
export function parsed(content: string): KeptResource {
  return parseJson(content) as KeptResource
}

/** `Patient/12`. */
export function nameOf({ type, id }: ResourceKey): string {
  return `${type}/${id}`
}
