/**
 * What goes out: a resource with the headers of its version, as much of it as was preferred, and pages as Bundles. One place, so that every interaction tells
 * versions and addresses alike (R4, http.html § 3.1.0.5 to 3.1.0.7).
 */
import type { KeptResource, Resource, SearchPage, Version, Written } from '@sund/fhir'
import { jsonOf, outcome, toXml } from '@sund/fhir'
import { fail } from '@sund/model'
import type { Context } from 'hono'
import { formatOf } from './bodies.js'
import type { FhirEnv } from './site.js'

/** How a resource is written, by format. */
const FORMATS = {
  json: { write: jsonOf, type: 'application/fhir+json; charset=utf-8' },
  xml: { write: toXml, type: 'application/fhir+xml; charset=utf-8' },
}

/** What a client prefers of the answer to a write, and how strictly its searches are read (`Prefer`, RFC 7240). */
export interface Preference {
  return: 'minimal' | 'representation' | 'OperationOutcome'
  handling: 'strict' | 'lenient'
  async: boolean
}

export function preferenceOf(context: Context<FhirEnv>): Preference {
  const said = (context.req.header('prefer') ?? '').split(/[,;]/).map((one) => one.trim())
  const value = (name: string) => said.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1)
  const wanted = value('return')
  return {
    return: wanted === 'minimal' || wanted === 'OperationOutcome' ? wanted : 'representation',
    handling: value('handling') === 'strict' ? 'strict' : 'lenient',
    async: said.includes('respond-async'),
  }
}

/** A resource or Bundle in the format that is asked for. */
export function answer(context: Context<FhirEnv>, resource: Resource, status = 200): Response {
  const { write, type } = FORMATS[formatOf(context) ?? 'json']
  return context.body(write(resource), status as 200, { 'Content-Type': type })
}

/** One version of a resource; 304 where the client has it already (`If-None-Match`, `If-Modified-Since`). */
export function versionAnswer(context: Context<FhirEnv>, resource: KeptResource): Response {
  tellVersion(context, resource)
  const known = context.req.header('if-none-match')
  const since = context.req.header('if-modified-since')
  const unchanged =
    known === undefined
      ? since !== undefined && seconds(resource.meta.lastUpdated) <= Date.parse(since)
      : known.split(',').some((tag) => tag.trim() === '*' || versionIn(tag) === resource.meta.versionId)
  return unchanged ? context.body(null, 304) : answer(context, resource)
}

/** What came of a write: 201 with where it is, or 200. */
export function writtenAnswer(
  context: Context<FhirEnv>,
  base: string,
  { resource, created }: Written,
): Response {
  tellVersion(context, resource)
  const { resourceType, id, meta } = resource
  if (created) context.header('Location', `${base}/${resourceType}/${id}/_history/${meta.versionId}`)
  const status = created ? 201 : 200
  const bodies: Record<Preference['return'], () => Response> = {
    minimal: () => context.body(null, status),
    OperationOutcome: () => answer(context, done('It is written.'), status),
    representation: () => answer(context, resource, status),
  }
  return bodies[preferenceOf(context).return]()
}

/** An outcome without a mistake. */
export function done(diagnostics: string): Resource {
  return outcome([{ severity: 'information', code: 'informational', diagnostics }])
}

function tellVersion(context: Context<FhirEnv>, { meta }: KeptResource): void {
  context.header('ETag', `W/"${meta.versionId}"`)
  context.header('Last-Modified', new Date(meta.lastUpdated).toUTCString())
}

/** HTTP dates have no fractions. */
const seconds = (at: string): number => Math.floor(Date.parse(at) / 1000) * 1000

const versionIn = (tag: string): string | undefined => /^(?:W\/)?"([^"]*)"$/.exec(tag.trim())?.[1]

/** The version that a writer has seen; undefined where they do not say. */
export function ifMatch(context: Context<FhirEnv>): { ifMatch?: number } {
  const said = context.req.header('if-match')
  if (said === undefined) return {}
  const version = versionIn(said)
  return version !== undefined && /^[1-9]\d{0,8}$/.test(version)
    ? { ifMatch: Number(version) }
    : fail(
        'usage.request',
        'If-Match does not name a version.',
        'Send the ETag that came with the resource, such as W/"3".',
      )
}

/** A page of a search; what was ignored is told in an entry of its own. */
export function searchBundle(
  context: Context<FhirEnv>,
  base: string,
  path: string,
  page: SearchPage,
): Resource {
  const entry = (mode: string) => (resource: KeptResource) => ({
    fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
    resource,
    search: { mode },
  })
  const ignored = page.ignored.map(({ parameter, why }) => ({
    severity: 'warning' as const,
    code: 'not-supported',
    diagnostics: `The parameter ${parameter} was ignored: ${why}`,
  }))
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(page.total === null ? {} : { total: page.total }),
    link: links(context, base, path, { self: page.self, next: page.next }),
    entry: [
      ...page.matches.map(entry('match')),
      ...page.included.map(entry('include')),
      ...(ignored.length === 0 ? [] : [{ resource: outcome(ignored), search: { mode: 'outcome' } }]),
    ],
  }
}

/** The queries of a page and its neighbours, as addresses; the next page is in the format of this one. */
export function links(
  context: Context<FhirEnv>,
  base: string,
  path: string,
  queries: { self: string; next: string | null },
) {
  const format = context.req.query('_format')
  const own = format === undefined ? '' : new URLSearchParams({ _format: format }).toString()
  const url = (query: string) => {
    const whole = [query, own].filter((part) => part !== '').join('&')
    return `${base}${path}${whole === '' ? '' : `?${whole}`}`
  }
  return [
    { relation: 'self', url: url(queries.self) },
    ...(queries.next === null ? [] : [{ relation: 'next', url: url(queries.next) }]),
  ]
}

/** Versions, the latest first. */
export function historyBundle(
  context: Context<FhirEnv>,
  base: string,
  path: string,
  versions: readonly Version[],
  queries: { self: string; next: string | null },
): Resource {
  return {
    resourceType: 'Bundle',
    type: 'history',
    link: links(context, base, path, queries),
    entry: versions.map(({ type, id, version, at, method, resource }) => ({
      fullUrl: `${base}/${type}/${id}`,
      ...(resource === null ? {} : { resource }),
      request: { method, url: method === 'POST' ? type : `${type}/${id}` },
      response: {
        status: resource === null ? '204' : version === 1 ? '201' : '200',
        etag: `W/"${version}"`,
        lastModified: at,
      },
    })),
  }
}
