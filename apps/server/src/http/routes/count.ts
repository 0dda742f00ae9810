/** Feasibility counts: how many persons meet criteria, protected, at once. */
import { createRoute } from '@hono/zod-openapi'
import { CountDocument } from '@sund/model'
import { part, researcherOf, type Services, signedIn } from '../context.js'
import { failures } from '../errors.js'
import { rate } from '../guards.js'
import { CountBody } from '../schemas.js'

const count = createRoute({
  method: 'post',
  path: '/api/count',
  tags: ['Counts'],
  summary: 'How many persons meet criteria; logged',
  description:
    'The number is protected as a cell of a table is, and is the same however the same persons are described. A number that is too small is withheld, which is an answer and no failure.',
  request: { body: { required: true, content: { 'application/json': { schema: CountBody } } } },
  responses: {
    200: { description: 'The number', content: { 'application/json': { schema: CountDocument } } },
    ...failures,
  },
})

/** Milliseconds that a count may take: it is waited for. */
const COUNT_LIMIT = 25_000

export function countRoutes({ hub }: Services, countsPerMinute: number) {
  const routes = part()
  routes.use('/api/count', rate(countsPerMinute))
  return routes.openapi(count, async (context) => {
    const researcher = researcherOf(signedIn(context))
    const body = context.req.valid('json')
    const signal = AbortSignal.any([context.req.raw.signal, AbortSignal.timeout(COUNT_LIMIT)])
    const answer = await hub.count('text' in body ? body.text : body.criteria, researcher, signal)
    return context.json(answer.value, 200)
  })
}
