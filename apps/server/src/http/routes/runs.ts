/** Running scripts: start, follow, look back, cancel, share. Everyone sees their own runs, and those that are shared with them. */
import { createRoute, z } from '@hono/zod-openapi'
import { streamSSE } from 'hono/streaming'
import { part, researcherOf, type Services, signedIn } from '../context.js'
import { failures } from '../errors.js'
import { rate } from '../guards.js'
import type { LiveRun } from '../live-runs.js'
import {
  RunAccepted,
  RunList,
  type RunSummary,
  RunView,
  ScriptBody,
  ShareBody,
  SharedRunList,
} from '../schemas.js'

/** Milliseconds between signs of life, so that nothing in between thinks a long run's stream dead. */
const STILL_HERE = 15_000

const id = z.object({ id: z.uuid() })
const start = createRoute({
  method: 'post',
  path: '/api/runs',
  tags: ['Runs'],
  summary: 'Start a run',
  request: { body: { required: true, content: { 'application/json': { schema: ScriptBody } } } },
  responses: {
    202: {
      description: 'Accepted; follow `events`',
      content: { 'application/json': { schema: RunAccepted } },
    },
    ...failures,
  },
})
const list = createRoute({
  method: 'get',
  path: '/api/runs',
  tags: ['Runs'],
  summary: 'One’s own runs, newest first',
  responses: {
    200: { description: 'The runs', content: { 'application/json': { schema: RunList } } },
    ...failures,
  },
})
const open = createRoute({
  method: 'get',
  path: '/api/runs/{id}',
  tags: ['Runs'],
  summary: 'A run: its document, or how far it is',
  request: { params: id },
  responses: {
    200: { description: 'The run', content: { 'application/json': { schema: RunView } } },
    ...failures,
  },
})
const cancel = createRoute({
  method: 'delete',
  path: '/api/runs/{id}',
  tags: ['Runs'],
  summary: 'Cancel a run; one that is over stays as it is',
  request: { params: id },
  responses: {
    200: { description: 'The run', content: { 'application/json': { schema: RunView } } },
    ...failures,
  },
})
const events = createRoute({
  method: 'get',
  path: '/api/runs/{id}/events',
  tags: ['Runs'],
  summary: 'Server-sent events: `progress`, `result`, and last `document`',
  request: { params: id },
  responses: {
    200: { description: 'The events', content: { 'text/event-stream': { schema: z.string() } } },
    ...failures,
  },
})

const share = createRoute({
  method: 'post',
  path: '/api/runs/{id}/share',
  tags: ['Runs'],
  summary: 'Let somebody open a run of one’s own, for good',
  description:
    'From then on the two of you count as one person when results are compared (rule L1): neither is told what the other’s results together with it would give away about few people. This holds for all that you were told before and cannot be undone; your quotas stay your own. The other must have signed in here at least once; their session shows their `subject`. The event log names both.',
  request: {
    params: id,
    body: { required: true, content: { 'application/json': { schema: ShareBody } } },
  },
  responses: {
    200: { description: 'It is shared', content: { 'application/json': { schema: ShareBody } } },
    ...failures,
  },
})
const shared = createRoute({
  method: 'get',
  path: '/api/shared-runs',
  tags: ['Runs'],
  summary: 'Runs of others that are shared with one, the latest shared first',
  responses: {
    200: { description: 'The runs', content: { 'application/json': { schema: SharedRunList } } },
    ...failures,
  },
})

export function runRoutes({ hub, live }: Services, runsPerMinute: number) {
  /** The run as a page shows it, whether it goes on or is long over. */
  async function view(subject: string, run: string): Promise<z.infer<typeof RunView>> {
    const going = live.find(subject, run)
    if (going) return { id: run, script: going.script, progress: going.progress, document: going.document }
    const { value: document } = await hub.runs.open(subject, run)
    const { state, script } = document
    return { id: run, script, progress: { state, place: null, step: state, share: 1 }, document }
  }

  const routes = part()
  routes.post('/api/runs', rate(runsPerMinute))
  return routes
    .openapi(start, (context) => {
      const run = live.start(researcherOf(signedIn(context)), context.req.valid('json').script)
      return context.json({ id: run.id, progress: run.progress, events: `/api/runs/${run.id}/events` }, 202)
    })
    .openapi(list, async (context) => {
      const { subject } = signedIn(context)
      const going = live.list(subject)
      const known = new Set(going.map((run) => run.id))
      const stored = (await hub.runs.list(subject)).filter(({ run }) => !known.has(run))
      const past = stored.map(({ run, ...rest }) => ({ id: run, ...rest }))
      return context.json({ runs: [...going.map(summary), ...past] }, 200)
    })
    .openapi(open, async (context) =>
      context.json(await view(signedIn(context).subject, context.req.valid('param').id), 200),
    )
    .openapi(share, async (context) => {
      const { subject } = signedIn(context)
      const { reader } = context.req.valid('json')
      await hub.runs.share(subject, context.req.valid('param').id, reader)
      return context.json({ reader }, 200)
    })
    .openapi(shared, async (context) => {
      const runs = await hub.runs.shared(signedIn(context).subject)
      return context.json({ runs: runs.map(({ run, ...rest }) => ({ id: run, ...rest })) }, 200)
    })
    .openapi(cancel, async (context) => {
      const { subject } = signedIn(context)
      const { id: run } = context.req.valid('param')
      const going = live.find(subject, run)
      if (going) live.cancel(going)
      return context.json(await view(subject, run), 200)
    })
    .openapi(events, async (context) => {
      const { subject } = signedIn(context)
      const { id: run } = context.req.valid('param')
      const going = live.find(subject, run)
      const past = going ? null : await view(subject, run)
      context.header('X-Accel-Buffering', 'no')
      return streamSSE(context, async (stream) => {
        const gone = new AbortController()
        stream.onAbort(() => gone.abort())
        const write = (event: string, data: unknown) => stream.writeSSE({ event, data: JSON.stringify(data) })
        const still = setInterval(() => void stream.write(': still here\n\n'), STILL_HERE)
        stream.onAbort(() => clearInterval(still))
        if (going)
          for await (const { event, data } of live.follow(going, gone.signal)) await write(event, data)
        else if (past?.document) {
          for (const result of past.document.results) await write('result', result)
          await write('document', past.document)
        }
        clearInterval(still)
      })
    })
}

function summary(run: LiveRun): RunSummary {
  return {
    id: run.id,
    state: run.progress.state,
    at: run.requestedAt.toISOString(),
    title: titleOf(run.script),
    results: run.results.length,
  }
}

/** As the store makes it: the first line that says something, a comment's words included. */
function titleOf(script: string): string {
  const lines = script.split('\n').map((line) => line.replace(/^[\s/]+/, '').trim())
  return (lines.find((line) => line !== '') ?? '').slice(0, 120)
}
