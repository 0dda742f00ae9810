/**
 * The entries of a bundle as they are asked: read, ordered, and named where something of them goes wrong. Apart from what is done with them, which never sees an entry
 * that says nothing.
 */
import { Failure, fail } from '@sund/model'
import { z } from 'zod'
import { parseJson } from '../../json.js'
import type { Resource } from '../../resource.js'
import { isObject } from '../content.js'

/** In the order in which a transaction does them. */
const METHODS = ['DELETE', 'POST', 'PUT', 'PATCH', 'GET', 'HEAD'] as const
type Method = (typeof METHODS)[number]

const Entry = z.object({
  fullUrl: z.string().optional(),
  resource: z.custom<Resource>(isObject).optional(),
  request: z.object({
    method: z.enum(METHODS),
    url: z.string(),
    ifMatch: z.string().optional(),
    ifNoneMatch: z.string().optional(),
    ifNoneExist: z.string().optional(),
  }),
})
/** What an address in a bundle names, relative to the store. */
interface Target {
  type: string | null
  id?: string
  version?: number
  history: boolean
  query: string
}

export interface Asked extends z.infer<typeof Entry> {
  /** Its place in the bundle, from 0. */
  place: number
  method: Method
  target: Target
}

/** A JSON Patch comes as a Binary (R4, http.html § 3.1.0.11.1). */
export function patchIn(resource: Resource | undefined): unknown {
  try {
    if (resource?.resourceType === 'Binary' && resource['contentType'] === 'application/json-patch+json')
      return parseJson(Buffer.from(String(resource['data']), 'base64').toString())
  } catch {
    // Said below.
  }
  return fail(
    'usage.request',
    'It holds no JSON Patch.',
    'Put it into a Binary with the content type application/json-patch+json.',
  )
}

export function entryOf(entry: unknown, place: number): Asked {
  const parsed = Entry.safeParse(entry)
  if (!parsed.success)
    fail('usage.request', 'It has no request with a method and an address.', 'Mend the entry.')
  const { data } = parsed
  return { ...data, place, method: data.request.method, target: targetOf(data.request.url) }
}

const TARGET =
  /^\/?(?:([A-Za-z]+)(?:\/([^/?$_][^/?]*))?)?(\/?_history(?:\/(\d{1,9}))?|\/?_search)?(?:\?(.*))?$/

function targetOf(url: string): Target {
  const [all, type, id, tail, version, query = ''] = TARGET.exec(url) ?? []
  if (all === undefined) return unreadable()
  return {
    type: type ?? null,
    ...(id === undefined ? {} : { id }),
    ...(version === undefined ? {} : { version: Number(version) }),
    history: tail?.includes('_history') === true && version === undefined,
    query,
  }
}

export function unreadable(): never {
  return fail(
    'usage.request',
    'Its address is not one that an interaction of this kind has in a bundle.',
    'Write it relative to the store, as Type, Type/id or Type?query; ask for operations on their own.',
  )
}

export function versionOf(etag: string | undefined): { ifMatch?: number } {
  if (etag === undefined) return {}
  const [, version] = /^(?:W\/)?"(\d{1,9})"$/.exec(etag.trim()) ?? []
  if (version === undefined) fail('usage.request', 'Its “ifMatch” is no version.', 'Write it as W/"3".')
  return { ifMatch: Number(version) }
}

export const isDeletion = ({ method }: Asked) => method === 'DELETE'
export const isWrite = ({ method }: Asked) => method !== 'GET' && method !== 'HEAD'

export function inOrder(asked: readonly Asked[]): Asked[] {
  return [...asked].sort((a, b) => METHODS.indexOf(a.method) - METHODS.indexOf(b.method) || a.place - b.place)
}

/** Throws where two entries have one name. */
export function checkNames(asked: readonly Asked[]): void {
  const names = new Map<string, number>()
  for (const { fullUrl, place, method } of asked) {
    if (fullUrl === undefined || method === 'GET' || method === 'HEAD') continue
    const other = names.get(fullUrl)
    if (other !== undefined)
      blaming(place, method, () =>
        fail('usage.request', `It has the same “fullUrl” as entry ${other + 1}.`, 'Give each its own.'),
      )
    names.set(fullUrl, place)
  }
}

/** Does it for an entry, whose place is put into what goes wrong. Its address is not: it may hold an identifier of a person. */
export function blaming<T>(place: number, method: string | undefined, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    throw blame(place, method, thrown)
  }
}

export async function blamed<T>({ place, method }: Asked, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    throw blame(place, method, thrown)
  }
}

function blame(place: number, method: string | undefined, thrown: unknown): unknown {
  if (!(thrown instanceof Failure)) return thrown
  const entry = `Entry ${place + 1}${method === undefined ? '' : ` (${method})`}`
  const file = { file: 'Bundle', field: `Bundle.entry[${place}]` }
  const [first, ...more] = thrown.errors.map((error) => ({
    ...error,
    message: `${entry}: ${error.message}`,
    file,
  }))
  return new Failure(first as (typeof thrown.errors)[0], ...more)
}
