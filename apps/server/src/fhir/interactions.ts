/**
 * The interactions of R4's RESTful API (http.html), one route each, on whatever keeps the resources: what an address and its headers ask for, and nothing of who
 * may. What no route answers, no CapabilityStatement claims.
 */
import { RESOURCE_TYPES, type Reader, type ResourceKey } from '@sund/fhir'
import { Failure, fail } from '@sund/model'
import { type Context, Hono } from 'hono'
import {
  answer,
  done,
  historyBundle,
  ifMatch,
  preferenceOf,
  searchBundle,
  versionAnswer,
  writtenAnswer,
} from './answers.js'
import { patchIn, resourceIn } from './bodies.js'
import { badParameter, OWN, only } from './parameters.js'
import type { FhirEnv, FhirSite } from './site.js'

type Asked = Context<FhirEnv>

/** Versions of a page of history when nobody says, and at most. */
const PAGE = { usual: 50, most: 1000 }

export function interactionRoutes({ store }: Pick<FhirSite, 'store'>, base: string) {
  const reader = (context: Asked): Reader => context.get('reader')

  async function search(context: Asked, type: string | null, query: string): Promise<Response> {
    const page = await store.search(reader(context), type, query, preferenceOf(context))
    return answer(context, searchBundle(context, base, type === null ? '' : `/${type}`, page))
  }

  async function history(context: Asked, of: { type?: string; id?: string }): Promise<Response> {
    const { since, count, before } = historyPage(context)
    const { versions, next } = await store.history(reader(context), of, {
      count,
      ...(since === undefined ? {} : { since }),
      ...(before === undefined ? {} : { before }),
    })
    const query = (from: bigint | undefined) =>
      new URLSearchParams({
        _count: String(count),
        ...(since === undefined ? {} : { _since: since }),
        ...(from === undefined ? {} : { _before: String(from) }),
      }).toString()
    const path = [of.type, of.id, '_history'].filter((part) => part !== undefined).join('/')
    return answer(
      context,
      historyBundle(context, base, `/${path}`, versions, {
        self: query(before),
        next: next === null ? null : query(next),
      }),
    )
  }

  /** What is not found may have been deleted, which whoever could see it is told (R4, http.html § 3.1.0.1.2). */
  async function gone(context: Asked, key: ResourceKey, thrown: unknown): Promise<never> {
    if (!(thrown instanceof Failure && thrown.errors[0].code === 'usage.not-found')) throw thrown
    const history = await store.history(reader(context), key, { count: 1 }).catch(() => null)
    const last = history?.versions[0]
    if (last === undefined || last.resource !== null) throw thrown
    context.header('ETag', `W/"${last.version}"`)
    return fail('usage.gone', 'The resource was deleted.', 'Its _history has what it was.')
  }

  return new Hono<FhirEnv>()
    .get('/', (context) => search(context, null, queryOf(context)))
    .post('/', async (context) => {
      const bundle = await resourceIn(context, 'Bundle')
      return answer(context, await store.bundle(reader(context), bundle))
    })
    .post('/_search', async (context) => search(context, null, await formQuery(context)))
    .get('/_history', (context) => history(context, {}))
    .get('/:type', (context) => search(context, typeOf(context), queryOf(context)))
    .post('/:type', async (context) => {
      const resource = await resourceIn(context, typeOf(context))
      const ifNoneExist = context.req.header('if-none-exist')
      const written = await store.create(
        reader(context),
        resource,
        ifNoneExist === undefined ? {} : { ifNoneExist: ifNoneExist.replace(/^\?/, '') },
      )
      return writtenAnswer(context, base, written)
    })
    .put('/:type', async (context) => {
      const where = conditionOf(context)
      const resource = await resourceIn(context, typeOf(context))
      const written = await store.update(reader(context), resource, { where, ...ifMatch(context) })
      return writtenAnswer(context, base, written)
    })
    .delete('/:type', async (context) => {
      const removed = await store.removeWhere(reader(context), typeOf(context), conditionOf(context))
      return removedAnswer(context, removed.length)
    })
    .patch('/:type', async (context) => {
      const of = { type: typeOf(context), where: conditionOf(context) }
      const operations = await patchIn(context)
      return writtenAnswer(
        context,
        base,
        await store.patch(reader(context), of, operations, ifMatch(context)),
      )
    })
    .get('/:type/_history', (context) => history(context, { type: typeOf(context) }))
    .post('/:type/_search', async (context) => search(context, typeOf(context), await formQuery(context)))
    .get('/:type/:id', async (context) => {
      const key = keyOf(context)
      const found = store.read(reader(context), key).catch((thrown) => gone(context, key, thrown))
      return versionAnswer(context, await found)
    })
    .put('/:type/:id', async (context) => {
      const { type, id } = keyOf(context)
      const resource = await resourceIn(context, type)
      if (resource.id !== id)
        fail(
          'usage.request',
          'The identifier in the body is not the one in the address.',
          'Put the same id in both (R4, http.html § 3.1.0.6).',
        )
      return writtenAnswer(context, base, await store.update(reader(context), resource, ifMatch(context)))
    })
    .patch('/:type/:id', async (context) => {
      const key = keyOf(context)
      const operations = await patchIn(context)
      return writtenAnswer(
        context,
        base,
        await store.patch(reader(context), key, operations, ifMatch(context)),
      )
    })
    .delete('/:type/:id', async (context) => {
      await store.remove(reader(context), keyOf(context), ifMatch(context))
      return removedAnswer(context, 1)
    })
    .get('/:type/:id/_history', (context) => history(context, keyOf(context)))
    .get('/:type/:id/_history/:version', async (context) => {
      const version = context.req.param('version')
      if (!/^[1-9]\d{0,8}$/.test(version)) nothingThere()
      return versionAnswer(context, await store.vread(reader(context), keyOf(context), Number(version)))
    })
}

/** The type of an address; 404 for one that FHIR has not (R4, http.html § 3.1.0.1.9). */
export function typeOf(context: Asked): string {
  const type = context.req.param('type') ?? ''
  return RESOURCE_TYPES.has(type)
    ? type
    : fail(
        'usage.not-found',
        'There is no such type of resource.',
        '/metadata lists the types that are kept.',
      )
}

/** The resource that an address names. */
export function keyOf(context: Asked): ResourceKey {
  const type = typeOf(context)
  const id = context.req.param('id') ?? ''
  return /^[A-Za-z0-9.-]{1,64}$/.test(id) ? { type, id } : nothingThere()
}

export function nothingThere(): never {
  return fail('usage.not-found', 'There is nothing at this address.', '/metadata says what there is.')
}

/** The query of the address as it was written, without what is the interface's own. */
function queryOf(context: Asked): string {
  return withoutOwn(new URL(context.req.url).search.slice(1))
}

function withoutOwn(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '' && !OWN.includes(pair.split('=')[0] ?? ''))
    .join('&')
}

/** A search by POST: parameters of the address and of the form together (R4, http.html § 3.1.0.9). */
async function formQuery(context: Asked): Promise<string> {
  const type = (context.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  const form = await context.req.text()
  if (form !== '' && type !== 'application/x-www-form-urlencoded')
    fail(
      'usage.media-type',
      'A search by POST sends its parameters as a form.',
      'Send application/x-www-form-urlencoded.',
    )
  return [queryOf(context), withoutOwn(form)].filter((part) => part !== '').join('&')
}

/** The query of a conditional interaction, which must say something: without it would be everything. */
function conditionOf(context: Asked): string {
  return (
    queryOf(context) ||
    fail(
      'usage.request',
      'A conditional interaction says by a query which resource it means.',
      'Name one with ?identifier=…, or put its id in the address.',
    )
  )
}

function historyPage(context: Asked): { since?: string; count: number; before?: bigint } {
  const { _since, _count, _before } = only(context, ['_since', '_count', '_before'])
  if (_since !== undefined && Number.isNaN(Date.parse(_since))) badParameter('_since')
  if (_count !== undefined && !/^\d{1,9}$/.test(_count)) badParameter('_count')
  if (_before !== undefined && !/^\d{1,18}$/.test(_before)) badParameter('_before')
  return {
    count: Math.min(Math.max(Number(_count ?? PAGE.usual), 1), PAGE.most),
    ...(_since === undefined ? {} : { since: new Date(_since).toISOString() }),
    ...(_before === undefined ? {} : { before: BigInt(_before) }),
  }
}

function removedAnswer(context: Asked, removed: number): Response {
  if (preferenceOf(context).return !== 'OperationOutcome') return context.body(null, 204)
  return answer(context, done(removed === 1 ? 'It is deleted.' : `${removed} are deleted.`))
}
