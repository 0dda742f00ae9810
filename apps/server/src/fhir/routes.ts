/**
 * The FHIR interface of one holder: guards around its interactions and operations. It answers every error with an OperationOutcome, asks who reads before anything
 * else but its own description, and takes no cookies, so that a page elsewhere can use it with a token and never with a session.
 */
import { capabilityStatement, outcomeOf, type Resource } from '@sund/fhir'
import { fail } from '@sund/model'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import type { Logger } from 'pino'
import { bugOf } from '../bugs.js'
import type { Services } from '../http/context.js'
import { isExpected } from '../http/errors.js'
import { rateBy } from '../http/guards.js'
import { answer } from './answers.js'
import { acceptable, bodySize } from './bodies.js'
import { bulkRoutes } from './bulk.js'
import { interactionRoutes, nothingThere } from './interactions.js'
import { operationRoutes } from './operations.js'
import type { FhirEnv, FhirSite, ReaderOf } from './site.js'

/** As OpenAPI says it too. */
const VERSION = '0.1.0'

export interface FhirSettings {
  readerOf: ReaderOf
  /** Requests a minute of one person with one app. */
  perMinute: number
  /** Told of a mistake of Sund's own, with the reference that the answer has. */
  onBug(reference: string, thrown: unknown): void
}

/** Routes of a site, to be mounted at the path of `base`, its address. */
export function fhirRoutes(site: FhirSite, base: string, settings: FhirSettings) {
  const { readerOf, perMinute, onBug } = settings
  const routes = new Hono<FhirEnv>()
  routes.onError((thrown, context) => {
    const reference = context.get('requestId') ?? 'none'
    if (!isExpected(thrown)) onBug(reference, thrown)
    const { status, outcome } = outcomeOf(thrown instanceof HTTPException ? unreadable() : thrown, reference)
    if (status === 401)
      context.header(
        'WWW-Authenticate',
        `Bearer realm="${base}"${context.req.header('authorization') === undefined ? '' : ', error="invalid_token"'}`,
      )
    if (status === 413) context.header('Connection', 'close')
    return answer(context, outcome, status)
  })
  routes.use(
    cors({
      origin: '*',
      allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      allowHeaders: [
        ...['Authorization', 'Accept', 'Content-Type', 'Content-Encoding', 'Prefer'],
        ...['If-Match', 'If-None-Match', 'If-None-Exist', 'If-Modified-Since'],
      ],
      exposeHeaders: ['ETag', 'Last-Modified', 'Location', 'Content-Location', 'Retry-After', 'X-Progress'],
      maxAge: 600,
    }),
    async (context, next) => {
      acceptable(context)
      await next()
      context.header('Cache-Control', 'no-store')
    },
  )
  let capabilities: Resource | undefined
  routes.get('/metadata', (context) => {
    capabilities ??= capabilityStatement({
      base,
      holder: site.holder,
      version: VERSION,
      date: site.openedAt,
      profiles: site.validator.profiles,
    })
    return answer(context, capabilities)
  })
  routes.use(async (context, next) => {
    const reader = await readerOf(context.req.raw, site)
    if (reader === null)
      return fail(
        'permission.sign-in',
        'This needs a token of someone who may.',
        `${base}/.well-known/smart-configuration says where to get one.`,
      )
    context.set('reader', reader)
    return next()
  })
  routes.use(
    rateBy<FhirEnv>(perMinute, (context) => {
      const { client, subject } = context.get('reader')
      return `${client} ${subject}`
    }),
  )
  routes.use(bodySize((context) => context.req.path === new URL(base).pathname))
  routes.route('/', bulkRoutes(site, base))
  routes.route('/', operationRoutes(site, base))
  routes.route('/', interactionRoutes(site, base))
  routes.all('/:type/:id?', () =>
    fail('usage.method', 'That is not done at this address.', '/metadata says what is done where.'),
  )
  routes.all('*', nothingThere)
  return routes
}

/** Every holder's store that is open, at `/{holder}` below where this is mounted. */
export function fhirSites(
  { fhir, readerOf, publicUrl }: Pick<Services, 'fhir' | 'readerOf' | 'publicUrl'>,
  { perMinute, logger }: { perMinute: number; logger: Logger },
) {
  const settings: FhirSettings = {
    readerOf,
    perMinute,
    onBug: (requestId, thrown) => logger.error({ requestId, ...bugOf(thrown) }, 'bug'),
  }
  const sites = new Hono<FhirEnv>()
  for (const [holder, site] of fhir)
    sites.route(`/${holder}`, fhirRoutes(site, `${publicUrl.origin}/fhir/${holder}`, settings))
  return sites
}

/** What the framework refuses by itself: a body that cannot be read. */
function unreadable(): unknown {
  try {
    return fail('usage.request', 'The request could not be read.', 'Send it again, whole.')
  } catch (thrown) {
    return thrown
  }
}
