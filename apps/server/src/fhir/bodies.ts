/**
 * What comes in: which formats are understood and wanted, how large and how deep a body may be, and the one resource in it. Everything after sees a resource with a
 * type that there is.
 */
import { isUtf8 } from 'node:buffer'
import { fromXml, isDeeperThan, MAX_DEPTH, parseJson, RESOURCE_TYPES, type Resource } from '@sund/fhir'
import { fail } from '@sund/model'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { FhirEnv } from './site.js'

/** Bytes of one resource, and of a Bundle of many. */
const LIMITS = { resource: 8 * 2 ** 20, bundle: 64 * 2 ** 20 }

const limit = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () =>
      fail(
        'usage.too-large',
        `The body is larger than ${maxSize / 2 ** 20} MiB.`,
        'Send less at once; $import takes files of any size.',
      ),
  }) as MiddlewareHandler<FhirEnv>
const limits = { resource: limit(LIMITS.resource), bundle: limit(LIMITS.bundle) }

/** Bodies over the limit are refused before they are read. */
export const bodySize =
  (isBundle: (context: Context<FhirEnv>) => boolean): MiddlewareHandler<FhirEnv> =>
  (context, next) =>
    WITHOUT_BODY.has(context.req.method) || isFile(context)
      ? next()
      : limits[isBundle(context) ? 'bundle' : 'resource'](context, next)

/** Theirs is never read, and to look whether there is one costs a fifth of a read. */
const WITHOUT_BODY = new Set(['GET', 'HEAD'])

const JSON_TYPES = new Set(['application/fhir+json', 'application/json', 'text/json', 'json'])
const XML_TYPES = new Set(['application/fhir+xml', 'application/xml', 'text/xml', 'xml'])

const mediaType = (said: string): string => said.split(';')[0]?.trim().toLowerCase() ?? ''

/** Files, which are sent and fetched as streams in formats of their own. */
const isFile = ({ req: { path } }: Context<FhirEnv>): boolean =>
  /\/(\$import|_export\/[^/]+\/[^/]+)$/.test(path)

/** What is told of work that takes long is JSON alone (Bulk Data Access 2.0). */
const isManifest = ({ req: { path } }: Context<FhirEnv>): boolean => /\/_(export|import)\/[^/]+$/.test(path)

/** The format that is asked for, by `_format` or else by Accept, what is liked best first; null where there is none of them, and for another FHIR than 4.0. */
export function formatOf(context: Context<FhirEnv>): 'json' | 'xml' | null {
  const asked = context.req.query('_format')?.replaceAll(' ', '+')
  const wanted = (asked ?? context.req.header('accept') ?? '*/*').split(',').map((one) => ({
    type: mediaType(one),
    version: /fhirversion=([^;,\s]+)/i.exec(one)?.[1] ?? '4.0',
    liked: Number(/;\s*q=([\d.]+)/i.exec(one)?.[1] ?? 1),
  }))
  for (const { type, version, liked } of wanted.sort((a, b) => b.liked - a.liked)) {
    if (!/^4\.0(\.1)?$/.test(version) || !(liked > 0)) continue
    if (JSON_TYPES.has(type) || /^(\*|application)\/\*$/.test(type)) return 'json'
    if (XML_TYPES.has(type) && !isManifest(context)) return 'xml'
  }
  return null
}

/** Refuses what cannot be answered in the format that is asked for. */
export function acceptable(context: Context<FhirEnv>): void {
  if (!isFile(context) && formatOf(context) === null)
    fail(
      'usage.not-acceptable',
      `Answers are in JSON${isManifest(context) ? '' : ' or XML'}, of FHIR 4.0.`,
      'Ask for application/fhir+json or application/fhir+xml by Accept or _format.',
    )
}

/** The resource in a body, of JSON or XML; `type` is the one that the address names. */
export async function resourceIn(context: Context<FhirEnv>, type?: string): Promise<Resource> {
  const resource = await parsed(context)
  if (typeof resource !== 'object' || resource === null || Array.isArray(resource))
    return fail('usage.request', 'The body is not a resource.', 'Send one resource with its resourceType.')
  const { resourceType } = resource as Partial<Resource>
  if (
    typeof resourceType !== 'string' ||
    !(RESOURCE_TYPES.has(resourceType) || resourceType === 'Parameters')
  )
    return fail(
      'usage.request',
      'The body says no resourceType of FHIR R4.',
      '/metadata lists the types that are kept.',
    )
  if (type !== undefined && resourceType !== type)
    return fail(
      'usage.request',
      `The address is for ${type}, and the body is another type.`,
      'Send it to the address of its own type.',
    )
  if (isDeeperThan(resource, MAX_DEPTH))
    return fail('usage.request', `The body is nested deeper than ${MAX_DEPTH}.`, 'Send a flatter resource.')
  return resource as Resource
}

async function parsed(context: Context<FhirEnv>): Promise<unknown> {
  const said = mediaType(context.req.header('content-type') ?? '')
  const text = await textIn(context)
  if (JSON_TYPES.has(said)) return fromJson(text)
  if (XML_TYPES.has(said)) return fromXml(text)
  return fail(
    'usage.media-type',
    'The body is in a format that is not understood here.',
    'Send application/fhir+json or application/fhir+xml.',
  )
}

/** A JSON Patch (RFC 6902). */
export async function patchIn(context: Context<FhirEnv>): Promise<unknown> {
  const said = mediaType(context.req.header('content-type') ?? '')
  if (said !== 'application/json-patch+json')
    fail('usage.media-type', 'A patch is a JSON Patch.', 'Send application/json-patch+json (RFC 6902).')
  return fromJson(await textIn(context))
}

/** The text of a body. What is no UTF-8 is refused: read as it were, it would become another text. */
async function textIn(context: Context<FhirEnv>): Promise<string> {
  const bytes = await context.req.arrayBuffer()
  return isUtf8(bytes)
    ? new TextDecoder().decode(bytes)
    : fail('usage.request', 'The body is not UTF-8.', 'Send it as UTF-8 (R4, json.html, xml.html).')
}

function fromJson(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    // What the parser says quotes the body.
    return fail('usage.request', 'The body is not JSON.', 'Send one resource as JSON.')
  }
}
