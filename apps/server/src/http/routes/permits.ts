/** Permits: those that name one or that one watches over, what is asked of them, and their signature. */
import { createRoute, z } from '@hono/zod-openapi'
import { Language, PERMIT_COMMANDS, PermitId, type PermitView } from '@sund/model'
import { seen, seenStill } from '../../access/cases.js'
import { permitLetter } from '../../documents/index.js'
import { actorOf, part, type Services, signedIn } from '../context.js'
import { pdfAnswer } from '../documents.js'
import { failures } from '../errors.js'
import { rate } from '../guards.js'
import { commandBody, json, page, told } from '../shapes.js'

const id = z.object({ id: PermitId })
const ViewOfPermit = told<PermitView | null>('The permit as its reader may see it, with what they may do')
const asked = { tags: ['Permits'] }

const list = createRoute({
  ...asked,
  method: 'get',
  path: '/api/permits',
  summary: 'Permits that one takes part in, the latest changed first',
  request: { query: page },
  responses: {
    200: json(
      'The permits',
      z.object({ permits: z.custom<PermitView[]>().openapi({ type: 'array', items: { type: 'object' } }) }),
    ),
    ...failures,
  },
})
const open = createRoute({
  ...asked,
  method: 'get',
  path: '/api/permits/{id}',
  summary: 'A permit',
  request: { params: id },
  responses: { 200: json('The permit', ViewOfPermit), ...failures },
})
/** Permits are issued by decisions; and nobody is a clock. */
const { issue: _issue, tick: _tick, ...COMMANDS } = PERMIT_COMMANDS
const command = createRoute({
  ...asked,
  method: 'post',
  path: '/api/permits/{id}/commands',
  summary: 'Do something with a permit: one of the actions that it lists',
  description:
    'With `revision`, what was overtaken is refused. What runs under the permit and may not any more is stopped at once. The answer is null where one may not see the permit any more.',
  request: {
    params: id,
    body: { required: true, ...json('What to do', commandBody(COMMANDS).openapi('PermitCommand')) },
  },
  responses: { 200: json('The permit as it is then', ViewOfPermit), ...failures },
})
const pdf = createRoute({
  ...asked,
  method: 'get',
  path: '/api/permits/{id}/permit.pdf',
  summary: 'The permit as a letter that one can show',
  request: { params: id, query: z.object({ language: Language.default('en') }) },
  responses: {
    200: { description: 'The document', content: { 'application/pdf': { schema: z.string() } } },
    ...failures,
  },
})
const jws = createRoute({
  ...asked,
  method: 'get',
  path: '/api/permits/{id}/permit.jws',
  summary:
    'The permit as it was signed: a compact JWS, which anybody can verify with the key of /api/log/verify',
  request: { params: id },
  responses: {
    200: { description: 'The signature', content: { 'application/jose': { schema: z.string() } } },
    ...failures,
  },
})

export function permitRoutes(services: Services, commandsPerMinute: number, documentsPerMinute: number) {
  const { cases, hub } = services
  const routes = part()
  routes.use('/api/permits/:id/commands', rate(commandsPerMinute))
  routes.use('/api/permits/:id/permit.pdf', rate(documentsPerMinute))
  return routes
    .openapi(list, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      const { views } = await cases.list('permit', actor, context.req.valid('query'))
      return context.json({ permits: views }, 200)
    })
    .openapi(open, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      return context.json(await seen(cases.view('permit', context.req.valid('param').id, actor)), 200)
    })
    .openapi(command, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      const { id } = context.req.valid('param')
      const { revision, command: said } = context.req.valid('json')
      await seen(cases.view('permit', id, actor))
      const done = await cases.execute('permit', id, said, actor, revision)
      await hub.permitChanged(id)
      return context.json(await seenStill(done.view()), 200)
    })
    .openapi(pdf, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      const view = await seen(cases.view('permit', context.req.valid('param').id, actor))
      return pdfAnswer(context, services, `${view.permit.id}.pdf`, (titles) =>
        permitLetter(view, titles, context.req.valid('query').language),
      )
    })
    .openapi(jws, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      const view = await seen(cases.view('permit', context.req.valid('param').id, actor))
      context.header('Content-Type', 'application/jose')
      context.header('Cache-Control', 'private, no-cache')
      return context.body(view.jws, 200) as never
    })
}
