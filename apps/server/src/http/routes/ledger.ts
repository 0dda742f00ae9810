/** What is left of one's quota, and the release ledger for those who audit it. */
import { createRoute } from '@hono/zod-openapi'
import { fail, Language } from '@sund/model'
import { stream } from 'hono/streaming'
import { LEDGER_FORMS, ledgerExport } from '../../ledger-export.js'
import { part, type Services, signedIn } from '../context.js'
import { failures } from '../errors.js'
import { rate } from '../guards.js'
import { LedgerQuery, LedgerView, QuotaView } from '../schemas.js'

const quota = createRoute({
  method: 'get',
  path: '/api/quota',
  tags: ['Runs'],
  summary: 'What one may still be told',
  description:
    'Different results in 24 hours are counted, and those that use one sensitive variable; and, for good and together with those one shares results with, the groups of people of populations of a size that numbers were told of (rule L2). Waiting opens the former, not the latter: fewer and larger groups, or noise (D1), cost less. What one has been told before costs nothing.',
  responses: {
    200: { description: 'The quota', content: { 'application/json': { schema: QuotaView } } },
    ...failures,
  },
})
const list = createRoute({
  method: 'get',
  path: '/api/ledger',
  tags: ['Log'],
  summary: 'The release ledger, for auditors: who was told results of what kind and how they were judged',
  request: { query: LedgerQuery },
  responses: {
    200: { description: 'A page of it', content: { 'application/json': { schema: LedgerView } } },
    ...failures,
  },
})
const download = createRoute({
  method: 'get',
  path: '/api/ledger/export',
  tags: ['Log'],
  summary: 'All of the release ledger that the query finds, as CSV or JSON lines',
  request: {
    query: LedgerQuery.omit({ limit: true, newestFirst: true }).extend({
      form: LEDGER_FORMS,
      /** Of titles in CSV. */
      language: Language.default('en'),
    }),
  },
  responses: {
    200: {
      description: 'The rows, oldest first',
      content: {
        'text/csv': { schema: { type: 'string' } },
        'application/jsonl': { schema: { type: 'string' } },
      },
    },
    ...failures,
  },
})

export function ledgerRoutes({ hub, auditors }: Services, exportsPerMinute: number) {
  const routes = part()
  const mayAudit = (subject: string) => {
    if (auditors !== 'everyone' && !auditors.has(subject))
      fail(
        'permission.denied',
        'The release ledger is for auditors.',
        'Ask whoever runs this hub; SUND_AUDITORS names them.',
      )
  }
  routes.use('/api/ledger/export', rate(exportsPerMinute))
  return routes
    .openapi(quota, async (context) => context.json(await hub.quota(signedIn(context)), 200))
    .openapi(list, async (context) => {
      mayAudit(signedIn(context).subject)
      const filter = Object.fromEntries(
        Object.entries(context.req.valid('query')).filter(([, value]) => value !== undefined),
      )
      return context.json({ rows: await hub.ledger(filter) }, 200)
    })
    .openapi(download, async (context) => {
      mayAudit(signedIn(context).subject)
      const { form, language, ...query } = context.req.valid('query')
      const filter = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
      context.header('Content-Type', form === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl')
      context.header('Content-Disposition', `attachment; filename="ledger.${form}"`)
      return stream(context, async (out) => {
        for await (const piece of ledgerExport(hub.ledger, form, filter, language)) await out.write(piece)
      }) as never
    })
}
