/** Operations on resources (R4, operations.html): all of a patient, and whether a resource is valid. What is long is in `bulk.ts`. */
import { type KeptResource, RESOURCE_TYPES, type Resource, validationOutcome } from '@sund/fhir'
import { fail } from '@sund/model'
import { type Context, Hono } from 'hono'
import { answer, links } from './answers.js'
import { resourceIn } from './bodies.js'
import { keyOf, typeOf } from './interactions.js'
import { badParameter, only, partsOf, sent } from './parameters.js'
import type { FhirEnv, FhirSite } from './site.js'

type Asked = Context<FhirEnv>

const PAGE = { usual: 100, most: 1000 }
const EVERYTHING = ['start', 'end', '_type', '_since', '_count', '_after']
/** A date of FHIR: a day, a month or a year. */
const DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/
const VALIDATE = ['profile', 'mode']

export function operationRoutes({ store, validator }: Pick<FhirSite, 'store' | 'validator'>, base: string) {
  async function everything(context: Asked): Promise<Response> {
    const { id } = keyOf(context)
    const { start, end, _type, _since, _count, _after } = await sent(context, EVERYTHING)
    const types = _type?.split(',')
    if (types?.some((type) => !RESOURCE_TYPES.has(type))) badParameter('_type')
    if (_since !== undefined && Number.isNaN(Date.parse(_since))) badParameter('_since')
    if (_count !== undefined && !/^\d{1,9}$/.test(_count)) badParameter('_count')
    for (const [name, date] of Object.entries({ start, end }))
      if (date !== undefined && !DATE.test(date)) badParameter(name)
    const count = Math.min(Math.max(Number(_count ?? PAGE.usual), 1), PAGE.most)
    const period = { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) }
    const { resources, next } = await store.everything(context.get('reader'), id, {
      count,
      ...period,
      ...(types === undefined ? {} : { types }),
      ...(_since === undefined ? {} : { since: new Date(_since).toISOString() }),
      ...(_after === undefined ? {} : { after: _after }),
    })
    const query = (after: string | undefined) =>
      new URLSearchParams({
        ...period,
        ...(_type === undefined ? {} : { _type }),
        ...(_since === undefined ? {} : { _since }),
        _count: String(count),
        ...(after === undefined ? {} : { _after: after }),
      }).toString()
    return answer(context, {
      resourceType: 'Bundle',
      type: 'searchset',
      link: links(context, base, `/Patient/${id}/$everything`, {
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
    const named = only(context, VALIDATE)
    const body = context.req.method === 'GET' ? await kept(context) : await resourceIn(context)
    const { resource, profile, mode } =
      body.resourceType === 'Parameters' ? within(body) : { ...named, resource: body }
    if (mode !== undefined)
      fail('usage.request', 'Resources are validated as they are, by no mode.', 'Leave mode out.')
    if (resource === undefined || resource.resourceType !== type)
      return fail(
        'usage.request',
        `There is no resource of the type ${type} to validate.`,
        'Send one, or Parameters with one as resource.',
      )
    return answer(context, validationOutcome(validator.validate(resource, profile ?? named['profile'])))
  }
  const kept = (context: Asked): Promise<Resource> => store.read(context.get('reader'), keyOf(context))

  return new Hono<FhirEnv>()
    .on(['GET', 'POST'], '/:type{Patient}/:id/$everything', everything)
    .post('/:type/$validate', validate)
    .on(['GET', 'POST'], '/:type/:id/$validate', validate)
}

/** What Parameters of $validate say (R4, resource-operation-validate.html). */
function within(parameters: Resource): { resource?: Resource; profile?: string; mode?: string } {
  const all: readonly Parameter[] = partsOf(parameters)
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
