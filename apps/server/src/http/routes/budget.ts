/** What a person has spent of the budgets for differential privacy, and may still (rule D1). */
import { createRoute } from '@hono/zod-openapi'
import { part, type Services, signedIn } from '../context.js'
import { failures } from '../errors.js'
import { BudgetView } from '../schemas.js'

const budget = createRoute({
  method: 'get',
  path: '/api/budget',
  tags: ['Runs'],
  summary: 'What one has spent of the budget for differential privacy at each holder, and what is left',
  description:
    'Costs are ρ of zero-concentrated differential privacy and add up. The same question again has the same answer and costs nothing.',
  responses: {
    200: { description: 'The budgets', content: { 'application/json': { schema: BudgetView } } },
    ...failures,
  },
})

export function budgetRoutes({ hub }: Services) {
  return part().openapi(budget, async (context) =>
    context.json({ budgets: await hub.budget(signedIn(context).subject) }, 200),
  )
}
