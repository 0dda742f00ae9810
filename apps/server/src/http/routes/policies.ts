/** The rules that protect results, as they stand: open to anyone, since whoever is protected may know how. */
import { createRoute } from '@hono/zod-openapi'
import { PoliciesDocument } from '@sund/model'
import { part, type Services } from '../context.js'
import { failures } from '../errors.js'

const policies = createRoute({
  method: 'get',
  path: '/api/policies',
  tags: ['Policies'],
  summary: 'Every rule with its numbers, the versions of open terms, and what each holder makes stricter',
  responses: {
    200: { description: 'The rules', content: { 'application/json': { schema: PoliciesDocument } } },
    ...failures,
  },
})

export const policyRoutes = ({ hub }: Services) =>
  part().openapi(policies, async (context) => context.json(await hub.policies(), 200))
