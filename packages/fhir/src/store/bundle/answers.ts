/** What an entry of a response holds: of what was written, of what was read, and Bundles of what was searched. */
import { fail } from '@sund/model'
import type { Written } from '../../ports.js'
import type { Reader } from '../../reader.js'
import type { KeptResource, Resource } from '../../resource.js'
import { search } from '../../search/search.js'
import { keyOf, type Planned } from '../change.js'
import { checkType, nameOf } from '../content.js'
import { history, read, vread } from '../read.js'
import type { Session } from '../session.js'
import type { Asked } from './entries.js'

/** An entry of the response. */
export interface Response {
  resource?: Resource
  response: { status: string; location?: string; etag?: string; lastModified?: string; outcome?: Resource }
}

/** Versions of a page of history in a bundle, and what `_count` asks for at most. */
const PAGE = 100

export async function answer(
  session: Session,
  reader: Reader,
  { target, request, method }: Asked,
): Promise<Response> {
  const { type, id, version, query } = target
  if (type !== null && id !== undefined && !target.history) {
    const key = keyOf(type, id)
    const found =
      version === undefined ? await read(session, reader, key) : await vread(session, reader, key, version)
    const response = { status: '200 OK', ...versionTags(found) }
    if (request.ifNoneMatch === response.etag)
      return { response: { ...response, status: '304 Not Modified' } }
    return { ...(method === 'HEAD' ? {} : { resource: found }), response }
  }
  const resource = target.history
    ? await historyBundle(session, reader, target)
    : await searchBundle(session, reader, type, query)
  return { ...(method === 'HEAD' ? {} : { resource }), response: { status: '200 OK' } }
}

async function searchBundle(
  { database }: Session,
  reader: Reader,
  type: string | null,
  query: string,
): Promise<Resource> {
  if (type !== null) checkType(type)
  const page = await search(database, reader, type, query, { handling: 'strict' })
  const entry = (mode: string) => (resource: KeptResource) => ({ resource, search: { mode } })
  const url = (of: string) => `${type ?? ''}?${of}`
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(page.total === null ? {} : { total: page.total }),
    link: [
      { relation: 'self', url: url(page.self) },
      ...(page.next === null ? [] : [{ relation: 'next', url: url(page.next) }]),
    ],
    entry: [...page.matches.map(entry('match')), ...page.included.map(entry('include'))],
  }
}

async function historyBundle(
  session: Session,
  reader: Reader,
  { type, id, query }: Asked['target'],
): Promise<Resource> {
  const asked = new URLSearchParams(query)
  for (const name of asked.keys())
    if (name !== '_since' && name !== '_count')
      fail(
        'usage.request',
        'The history in a bundle knows “_since” and “_count” alone.',
        'Ask for it on its own.',
      )
  const since = asked.get('_since')
  const { versions } = await history(
    session,
    reader,
    { ...(type === null ? {} : { type }), ...(id === undefined ? {} : { id }) },
    {
      count: Math.min(Number(/^\d{1,6}$/.exec(asked.get('_count') ?? '')?.[0] ?? PAGE), PAGE),
      ...(since === null ? {} : { since }),
    },
  )
  return {
    resourceType: 'Bundle',
    type: 'history',
    entry: versions.map(({ resource, method, at, version, ...key }) => ({
      ...(resource === null ? {} : { resource }),
      request: { method, url: method === 'POST' ? key.type : nameOf(key) },
      response: {
        status: method === 'DELETE' ? '204' : version === 1 ? '201' : '200',
        etag: `W/"${version}"`,
        lastModified: at,
      },
    })),
  }
}

/** What came of an interaction that writes. */
export function responseOf(plans: readonly Planned[], written: readonly (Written | null)[]): Response {
  const [came] = written
  if (came === undefined || came === null || plans.length !== 1)
    return { response: { status: '204 No Content' } }
  const { resource, created } = came
  const { etag, lastModified } = versionTags(resource)
  return {
    response: {
      status: created ? '201 Created' : '200 OK',
      location: `${resource.resourceType}/${resource.id}/_history/${resource.meta.versionId}`,
      etag,
      lastModified,
    },
  }
}

function versionTags({ meta }: KeptResource): { etag: string; lastModified: string } {
  return { etag: `W/"${meta.versionId}"`, lastModified: meta.lastUpdated }
}
