/**
 * The HTTP application: guards around routes, and the OpenAPI document from the same schemas. Knows nothing
 * of ports, files or processes (serve.ts does), so that tests call it as a function.
 */
import { fail } from '@sund/model'
import { timeout } from 'hono/timeout'
import type { Logger } from 'pino'
import { bugOf } from '../bugs.js'
import { fhirSites } from '../fhir/routes.js'
import { part, type Services } from './context.js'
import type { DemoProvider } from './demo-provider.js'
import { errorAnswer, isExpected } from './errors.js'
import {
  accessLog,
  headers,
  isFile,
  ownName,
  RATE_LIMITS,
  type RateLimits,
  rate,
  session,
  size,
} from './guards.js'
import { applicationRoutes } from './routes/applications.js'
import { appRoutes, smartDiscoveryRoutes } from './routes/apps.js'
import { budgetRoutes } from './routes/budget.js'
import { caseRoutes } from './routes/cases.js'
import { catalogueRoutes } from './routes/catalogue.js'
import { choiceRoutes } from './routes/choices.js'
import { collectionRoutes } from './routes/collection.js'
import { countRoutes } from './routes/count.js'
import { dcatRoutes } from './routes/dcat.js'
import { demonstrationRoutes } from './routes/demonstrations.js'
import { languageRoutes } from './routes/language.js'
import { ledgerRoutes } from './routes/ledger.js'
import { mineRoutes } from './routes/mine.js'
import { organisationRoutes } from './routes/organisations.js'
import { permitRoutes } from './routes/permits.js'
import { policyRoutes } from './routes/policies.js'
import { registerRoutes } from './routes/register.js'
import { runRoutes } from './routes/runs.js'
import { sessionRoutes } from './routes/session.js'
import { probeRoutes, proofRoutes } from './routes/status.js'
import { upkeepRoutes } from './routes/upkeep.js'

export interface AppSettings {
  logger: Logger
  demo: DemoProvider | null
  rateLimits?: Partial<RateLimits>
}

/** Milliseconds that a request may take; a run is followed for longer, and answers in events. */
const TIME_LIMIT = 30_000

export function createApp(services: Services, { logger, demo, rateLimits: limits }: AppSettings) {
  const rateLimits = { ...RATE_LIMITS, ...limits }
  const app = part()
  app.onError((thrown, context) => {
    const reference = context.get('requestId')
    if (!isExpected(thrown)) logger.error({ requestId: reference, ...bugOf(thrown) }, 'bug')
    return errorAnswer(context, thrown, reference)
  })
  app.notFound((context) => {
    try {
      return fail(
        'usage.not-found',
        'There is nothing at this address.',
        '/openapi.json lists what there is.',
      )
    } catch (thrown) {
      return errorAnswer(context, thrown, context.get('requestId'))
    }
  })
  app.use(accessLog(logger, services), headers(services.publicUrl))
  const probed = app
    .route('/', probeRoutes(services, rateLimits.any))
    .route('/', smartDiscoveryRoutes(services))
  // Before the guards of pages: it takes tokens and no cookies, from anywhere, and has its own limits.
  app.route('/fhir', fhirSites(services, { perMinute: rateLimits.fhir, logger }))
  app.use(ownName(services.publicUrl), session(services), rate(rateLimits.any), size())
  app.use('/api/*', async (context, next) => {
    await next()
    if (!context.res.headers.has('Cache-Control')) context.header('Cache-Control', 'no-store')
  })
  const limited = timeout(TIME_LIMIT)
  app.use('/api/*', (context, next) =>
    context.req.path.endsWith('/events') || isFile(context) ? next() : limited(context, next),
  )
  const api = probed
    .route('/', sessionRoutes(services, demo, rateLimits.run))
    .route('/', organisationRoutes(services, rateLimits.check))
    .route('/', catalogueRoutes(services))
    .route('/', collectionRoutes(services))
    .route('/', dcatRoutes(services))
    .route('/', policyRoutes(services))
    .route('/', demonstrationRoutes(services, rateLimits.run))
    .route('/', languageRoutes(services, rateLimits.check, rateLimits.run))
    .route('/', countRoutes(services, rateLimits.run))
    .route('/', runRoutes(services, rateLimits.run))
    .route('/', ledgerRoutes(services, rateLimits.run))
    .route('/', budgetRoutes(services))
    .route('/', applicationRoutes(services))
    .route('/', caseRoutes(services, rateLimits.check, rateLimits.run))
    .route('/', permitRoutes(services, rateLimits.check, rateLimits.run))
    .route('/', choiceRoutes(services, rateLimits.run))
    .route('/', mineRoutes(services, rateLimits.check))
    .route('/', registerRoutes(services, rateLimits.check))
    .route('/', proofRoutes(services, rateLimits.run))
  // These have a typed client of their own: both in one type are longer than the compiler writes types.
  api.route('/', upkeepRoutes(services, rateLimits.check, rateLimits.run))
  // Apart from the typed client, whose type would be longer than the compiler writes types.
  app.route('/', appRoutes(services, rateLimits.check))
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Sund',
      version: '0.1.0',
      description: 'Find variables, check and run scripts, and get protected answers.',
    },
  })
  return api
}

/** What the typed client is made from. */
export type Api = ReturnType<typeof createApp>
