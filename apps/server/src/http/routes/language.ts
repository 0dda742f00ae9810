/** Help with writing: the language's documentation, completion, and what is wrong with a script. */
import { createRoute } from '@hono/zod-openapi'
import { complete as completions, documentation, explain as explained, knownAt } from '@sund/engine'
import type { Checked } from '../../roles/check.js'
import { part, type Services, signedIn } from '../context.js'
import { failures } from '../errors.js'
import { rate } from '../guards.js'
import {
  CheckView,
  CommandsView,
  CompleteBody,
  CompleteView,
  ExplainView,
  KnownView,
  ScriptBody,
} from '../schemas.js'

const commands = createRoute({
  method: 'get',
  path: '/api/commands',
  tags: ['Language'],
  summary: 'Every command and function',
  responses: {
    200: { description: 'The documentation', content: { 'application/json': { schema: CommandsView } } },
    ...failures,
  },
})
const complete = createRoute({
  method: 'post',
  path: '/api/complete',
  tags: ['Language'],
  summary: 'What could stand at the cursor',
  request: { body: { required: true, content: { 'application/json': { schema: CompleteBody } } } },
  responses: {
    200: {
      description: 'Completions, likeliest first',
      content: { 'application/json': { schema: CompleteView } },
    },
    ...failures,
  },
})
const explain = createRoute({
  method: 'post',
  path: '/api/explain',
  tags: ['Language'],
  summary: 'What the word at a place of a script means',
  description:
    'To anyone the words of the language; to those who are signed in also variables, by their metadata. Never a value from data.',
  request: { body: { required: true, content: { 'application/json': { schema: CompleteBody } } } },
  responses: {
    200: {
      description: 'What it means; null where there is nothing to say',
      content: { 'application/json': { schema: ExplainView } },
    },
    ...failures,
  },
})
const known = createRoute({
  method: 'post',
  path: '/api/known',
  tags: ['Language'],
  summary: 'What the script has made at a place: datasets, variables and their codes',
  request: { body: { required: true, content: { 'application/json': { schema: CompleteBody } } } },
  responses: {
    200: { description: 'What is known', content: { 'application/json': { schema: KnownView } } },
    ...failures,
  },
})
const check = createRoute({
  method: 'post',
  path: '/api/check',
  tags: ['Language'],
  summary: 'What is wrong with a script and which variables it uses; nothing runs',
  request: { body: { required: true, content: { 'application/json': { schema: ScriptBody } } } },
  responses: {
    200: { description: 'What was found', content: { 'application/json': { schema: CheckView } } },
    ...failures,
  },
})

const foresee = createRoute({
  method: 'post',
  path: '/api/check/forecast',
  tags: ['Language'],
  summary: 'The same, with the class of each population and what would be withheld; logged',
  request: { body: { required: true, content: { 'application/json': { schema: ScriptBody } } } },
  responses: {
    200: { description: 'What was found', content: { 'application/json': { schema: CheckView } } },
    ...failures,
  },
})

/** Milliseconds that a forecast may take: it is waited for. */
const FORECAST_LIMIT = 25_000

export function languageRoutes({ hub }: Services, checksPerMinute: number, runsPerMinute: number) {
  const routes = part()
  routes.use('/api/check', rate(checksPerMinute))
  routes.use('/api/check/forecast', rate(runsPerMinute))
  routes.use('/api/complete', rate(checksPerMinute))
  for (const path of ['/api/explain', '/api/known']) routes.use(path, rate(checksPerMinute))
  return (
    routes
      .openapi(commands, (context) => context.json(documentation(), 200, { 'Cache-Control': 'no-cache' }))
      .openapi(complete, async (context) => {
        signedIn(context)
        const { script, offset, language } = context.req.valid('json')
        return context.json(completions(script, offset, await hub.catalogue(), language), 200)
      })
      // The language is told to anyone; what the catalogue says of a variable takes a compilation, so only who is signed in.
      .openapi(explain, async (context) => {
        const { script, offset } = context.req.valid('json')
        const catalogue = context.get('session') ? await hub.catalogue() : null
        return context.json({ explanation: explained(script, offset, catalogue) }, 200)
      })
      .openapi(known, async (context) => {
        signedIn(context)
        const { script, offset } = context.req.valid('json')
        return context.json(knownAt(script, offset, await hub.catalogue()), 200)
      })
      .openapi(check, async (context) => {
        const { subject, name } = signedIn(context)
        const checked = await hub.check(context.req.valid('json').script, { subject, name })
        return context.json(viewOf(checked), 200)
      })
      .openapi(foresee, async (context) => {
        const { subject, name } = signedIn(context)
        const signal = AbortSignal.any([context.req.raw.signal, AbortSignal.timeout(FORECAST_LIMIT)])
        const checked = await hub.foresee(context.req.valid('json').script, { subject, name }, signal)
        return context.json(viewOf(checked), 200)
      })
  )
}

const viewOf = (checked: Checked): CheckView => ({
  ...checked,
  runnable: checked.errors.length === 0 && checked.terms !== null,
})
