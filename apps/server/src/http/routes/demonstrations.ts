/** Attacks on made-up people, with the defences off and on: open to anyone, since whoever is protected may see how well. */
import { createRoute, z } from '@hono/zod-openapi'
import { createDemonstrations, DEMONSTRATIONS } from '../../demonstrations/index.js'
import { part, type Services } from '../context.js'
import { failures } from '../errors.js'
import { rate } from '../guards.js'
import { DemonstrationBody, DemonstrationList, DemonstrationView } from '../schemas.js'

const list = createRoute({
  method: 'get',
  path: '/api/demonstrations',
  tags: ['Policies'],
  summary: 'Attacks that one can watch',
  responses: {
    200: { description: 'The attacks', content: { 'application/json': { schema: DemonstrationList } } },
    ...failures,
  },
})
const show = createRoute({
  method: 'post',
  path: '/api/demonstrations/{id}',
  tags: ['Policies'],
  summary:
    'Plays an attack on a hundred of two thousand made-up people, with or without the rules that hold it',
  request: {
    params: z.object({ id: z.string().max(40) }),
    body: { required: true, content: { 'application/json': { schema: DemonstrationBody } } },
  },
  responses: {
    200: { description: 'How it went', content: { 'application/json': { schema: DemonstrationView } } },
    ...failures,
  },
})

export function demonstrationRoutes(services: Services, perMinute: number) {
  const demonstrations = createDemonstrations(services)
  const routes = part()
  routes.use('/api/demonstrations/:id', rate(perMinute))
  return routes
    .openapi(list, (context) =>
      context.json(
        {
          demonstrations: DEMONSTRATIONS.map(({ id, title, lead, unprotected }) => ({
            id,
            title,
            lead,
            unprotected,
          })),
        },
        200,
      ),
    )
    .openapi(show, async (context) =>
      context.json(
        await demonstrations.show(context.req.valid('param').id, context.req.valid('json').defences),
        200,
      ),
    )
}
