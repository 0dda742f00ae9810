/** Organisations, and the roles of their people. Which organisations there are is public; who works there is told to those who do. */
import { createRoute, z } from '@hono/zod-openapi'
import { OrganisationId } from '@sund/model'
import { actorOf, part, type Services, signedIn } from '../context.js'
import { failures } from '../errors.js'
import { rate } from '../guards.js'
import { OrganisationList, PeopleView, RolesBody } from '../schemas.js'

const list = createRoute({
  method: 'get',
  path: '/api/organisations',
  tags: ['Organisations'],
  summary: 'Who takes part in deciding, and organisations that apply',
  responses: {
    200: {
      description: 'The organisations',
      content: { 'application/json': { schema: OrganisationList } },
    },
    ...failures,
  },
})
const people = createRoute({
  method: 'get',
  path: '/api/organisations/{id}/people',
  tags: ['Organisations'],
  summary: 'Everyone with a role in one’s own organisation',
  request: { params: z.object({ id: OrganisationId }) },
  responses: {
    200: { description: 'The people', content: { 'application/json': { schema: PeopleView } } },
    ...failures,
  },
})
const change = createRoute({
  method: 'put',
  path: '/api/organisations/{id}/people/{subject}',
  tags: ['Organisations'],
  summary: 'Give and take roles, as the organisation’s administrator; logged',
  description:
    'The roles are all that the person has from then on. Roles that sign-in gives are not among them.',
  request: {
    params: z.object({ id: OrganisationId, subject: z.string().regex(/^[\x21-\x7e]{1,255}$/) }),
    body: { required: true, content: { 'application/json': { schema: RolesBody } } },
  },
  responses: {
    200: { description: 'The people', content: { 'application/json': { schema: PeopleView } } },
    ...failures,
  },
})

export function organisationRoutes(services: Services, changesPerMinute: number) {
  const { organisations } = services
  const routes = part()
  routes.use('/api/organisations/*', rate(changesPerMinute))
  return routes
    .openapi(list, async (context) => context.json({ organisations: await organisations.list() }, 200))
    .openapi(people, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      return context.json({ people: await organisations.people(actor, context.req.valid('param').id) }, 200)
    })
    .openapi(change, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      const { id, subject } = context.req.valid('param')
      const { name, roles } = context.req.valid('json')
      await organisations.change(actor, id, { subject, name }, roles)
      // Whoever has just taken all their own roles may not read the list any more.
      return context.json({ people: await organisations.peopleOf(id) }, 200)
    })
}
