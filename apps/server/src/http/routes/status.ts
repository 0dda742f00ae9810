/** Whether the server lives and its parts answer, and the public proof of the event log. */
import { createRoute } from '@hono/zod-openapi'
import { part, type Services } from '../context.js'
import { failures } from '../errors.js'
import { rate } from '../guards.js'
import { Health, LogProof, Readiness } from '../schemas.js'

const health = createRoute({
  method: 'get',
  path: '/health',
  tags: ['Status'],
  summary: 'The process lives',
  responses: { 200: { description: 'It does', content: { 'application/json': { schema: Health } } } },
})
const ready = createRoute({
  method: 'get',
  path: '/ready',
  tags: ['Status'],
  summary: 'The store, the room and every holder answer',
  responses: {
    200: { description: 'They do', content: { 'application/json': { schema: Readiness } } },
    503: { description: 'Some do not', content: { 'application/json': { schema: Readiness } } },
  },
})
const proof = createRoute({
  method: 'get',
  path: '/api/log/verify',
  tags: ['Log'],
  summary:
    'Recomputes the chain of the event log; whoever noted an earlier head can see that nothing was rewritten',
  responses: {
    200: { description: 'The proof', content: { 'application/json': { schema: LogProof } } },
    ...failures,
  },
})

/** Answered whatever name the server is asked under: an operator's probe knows only the address. */
export function probeRoutes({ hub }: Services, readiesPerMinute: number) {
  const routes = part()
  routes.use('/ready', rate(readiesPerMinute))
  return routes
    .openapi(health, (context) => context.json({ status: 'live' as const }, 200))
    .openapi(ready, async (context) => {
      const parts = await hub.ready()
      const all = parts.every((one) => one.ready)
      return context.json({ ready: all, parts }, all ? 200 : 503)
    })
}

export function proofRoutes({ hub, clock }: Services, proofsPerMinute: number) {
  const routes = part()
  routes.use('/api/log/verify', rate(proofsPerMinute))
  return routes.openapi(proof, async (context) => {
    return context.json({ ...(await hub.proof()), checkedAt: clock.now().toISOString() }, 200)
  })
}
