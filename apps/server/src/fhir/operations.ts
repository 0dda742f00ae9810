/** Operations on resources (R4, operations.html): all of a patient, and whether a resource is valid. What is long is in `bulk.ts`. */
import { type KeptResource, RESOURCE_TYPES, type Resource, validationOutcome } from '@sund/fhir'
import { fail } from '@sund/model'
import { type Context, Hono } from 'hono'
import { answer, links } from './answers.js'
import { resourceIn } from './bodies.js'
import { badParameter, keyOf, typeOf } from './interactions.js'
import type { FhirEnv, FhirSite } from './site.js'

type Asked = Context<FhirEnv>

const PAGE = { usual: 100, most: 1000 }
const EVERYTHING = ['_type', '_since', '_count', '_after']
const VALIDATE = ['profile', 'mode']
const OWN = ['_format', '_pretty']

export function operationRoutes({ store, validator }: Pick<FhirSite, 'store' | 'validator'>, base: string) {
  async function everything(context: Asked): Promise<Response> {
    const { id } = keyOf(context)
    const { _type, _since, _count, _after } = only(context, EVERYTHING)
    const types = _type?.split(',')
    if (types?.some((type) => !RESOURCE_TYPES.has(type))) badParameter('_type')
    if (_since !== undefined && Number.isNaN(Date.parse(_since))) badParameter('_since')
    if (_count !== undefined && !/^\d{1,9}$/.test(_count)) badParameter('_count')
    const count = Math.min(Math.max(Number(_count ?? PAGE.usual), 1), PAGE.most)
    const { resources, next } = await store.everything(context.get('reader'), id, {
      count,
      ...(types === undefined ? {} : { types }),
      ...(_since === undefined ? {} : { since: new Date(_since).toISOString() }),
      ...(_after === undefined ? {} : { after: _after }),
    })
    const query = (after: string | undefined) =>
      new URLSearchParams({
        ...(_type === undefined ? {} : { _type }),
        ...(_since === undefined ? {} : { _since }),
        _count: String(count),
        ...(after === undefined ? {} : { _after: after }),
      }).toString()
    return answer(context, {
      resourceType: 'Bundle',
      type: 'searchset',
      link: links(base, `/Patient/${id}/$everything`, {
        self: query(_after),
        next: next === null ? null : query(next),
      }),
      entry: resources.map((resource: KeptResource) => ({
        fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
        resource,
        search: { mode: 'match' },
      })),
    })
  }

  async function validate(context: Asked): Promise<Response> {
    const type = typeOf(context)
    const sent = only(context, VALIDATE)
    const body = context.req.method === 'GET' ? await kept(context) : await resourceIn(context)
    const { resource, profile, mode } =
      body.resourceType === 'Parameters' ? within(body) : { ...sent, resource: body }
    if (mode !== undefined)
      fail('usage.request', 'Resources are validated as they are, by no mode.', 'Leave mode out.')
    if (resource === undefined || resource.resourceType !== type)
      return fail(
        'usage.request',
        `There is no resource of the type ${type} to validate.`,
        'Send one, or Parameters with one as resource.',
      )
    return answer(context, validationOutcome(validator.validate(resource, profile ?? sent['profile'])))
  }
  const kept = (context: Asked): Promise<Resource> => store.read(context.get('reader'), keyOf(context))

  return new Hono<FhirEnv>()
    .on(['GET', 'POST'], '/:type{Patient}/:id/$everything', everything)
    .post('/:type/$validate', validate)
    .on(['GET', 'POST'], '/:type/:id/$validate', validate)
}

/** The parameters of an operation; one that it does not have is refused, since without it the answer would be another. */
export function only(
  context: Context<FhirEnv>,
  names: readonly string[],
): Record<string, string | undefined> {
  const query = context.req.query()
  const unknown = Object.keys(query).find((name) => !names.includes(name) && !OWN.includes(name))
  if (unknown !== undefined)
    fail(
      'usage.request',
      'The operation does not have one of the parameters.',
      `It has ${names.filter((name) => name !== '_after').join(', ')}.`,
    )
  return query
}

/** What Parameters of $validate say (R4, resource-operation-validate.html). */
function within(parameters: Resource): { resource?: Resource; profile?: string; mode?: string } {
  const all = Array.isArray(parameters['parameter']) ? (parameters['parameter'] as Parameter[]) : []
  const named = (name: string) => all.find((one) => one.name === name)
  const resource = named('resource')?.resource
  const profile = named('profile')
  const mode = named('mode')?.valueCode
  const canonical = profile?.valueUri ?? profile?.valueCanonical
  return {
    ...(resource === undefined ? {} : { resource }),
    ...(canonical === undefined ? {} : { profile: canonical }),
    ...(mode === undefined ? {} : { mode }),
  }
}
interface Parameter {
  name?: string
  resource?: Resource
  valueUri?: string
  valueCanonical?: string
  valueCode?: string
}
