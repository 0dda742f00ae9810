/** What organisations see to beside cases: letters that did not arrive, webhooks, descriptions of registers, and catalogues elsewhere. */
import { createRoute, z } from '@hono/zod-openapi'
import { LocalisedText, OrganisationId } from '@sund/model'
import { actorOf, part, type Services, signedIn } from '../context.js'
import { failures } from '../errors.js'
import { rate } from '../guards.js'
import { json } from '../shapes.js'

const Letter = z
  .object({
    key: z.string(),
    template: z.string(),
    of: z.enum(['case', 'permit', 'register']),
    id: z.string(),
    reference: z.string(),
    to: z.union([z.object({ organisation: LocalisedText }), z.object({ person: z.string().nullable() })]),
    madeAt: z.string(),
    state: z.enum(['failed', 'uncertain']),
    problem: z.string(),
    yours: z.boolean(),
  })
  .openapi('LetterInTrouble')
export type LetterInTrouble = z.infer<typeof Letter>
const Letters = json('The letters', z.object({ letters: z.array(Letter) }))
const Webhook = z
  .object({
    id: z.string(),
    url: z.string(),
    madeAt: z.string(),
    failingSince: z.string().nullable(),
    disabledAt: z.string().nullable(),
  })
  .openapi('Webhook')
export type Webhook = z.infer<typeof Webhook>
const Webhooks = json('The organisation’s webhooks', z.object({ webhooks: z.array(Webhook) }))

const Harvested = z
  .object({
    name: z.string(),
    url: z.string().nullable(),
    datasets: z.int(),
    takenAt: z.string().nullable(),
    triedAt: z.string().nullable(),
    problem: z.string().nullable(),
  })
  .openapi('HarvestedCatalogue')
export type HarvestedCatalogue = z.infer<typeof Harvested>

const organisation = z.object({ id: OrganisationId })
const one = organisation.extend({ webhook: z.uuid() })
const asked = { tags: ['Upkeep'] }
const HOOKS = '/api/organisations/{id}/webhooks'

const letters = createRoute({
  ...asked,
  method: 'get',
  path: '/api/letters',
  summary: 'Letters that did not arrive, or of which nobody knows whether they did',
  description: 'For administrators and auditors; empty for everyone else.',
  responses: { 200: Letters, ...failures },
})
const again = createRoute({
  ...asked,
  method: 'post',
  path: '/api/letters/again',
  summary: 'Send one of them again, as administrator; logged',
  request: { body: { required: true, ...json('Which', z.strictObject({ key: z.string().max(1000) })) } },
  responses: { 200: Letters, ...failures },
})
const hooks = createRoute({
  ...asked,
  method: 'get',
  path: HOOKS,
  summary: 'Webhooks of one’s organisation, as its administrator',
  request: { params: organisation },
  responses: { 200: Webhooks, ...failures },
})
const add = createRoute({
  ...asked,
  method: 'post',
  path: HOOKS,
  summary: 'Have an address told whenever a case or permit goes on; logged',
  description: 'The secret, under which each call is signed, is told here and never again.',
  request: {
    params: organisation,
    body: { required: true, ...json('Where to', z.strictObject({ url: z.string().max(2000) })) },
  },
  responses: {
    200: json('Its secret', z.object({ id: z.string(), secret: z.string() })),
    ...failures,
  },
})
const change = createRoute({
  ...asked,
  method: 'put',
  path: `${HOOKS}/{webhook}`,
  summary: 'Call it no more, or again; logged',
  request: {
    params: one,
    body: { required: true, ...json('Whether it is called', z.strictObject({ enabled: z.boolean() })) },
  },
  responses: { 200: Webhooks, ...failures },
})
const remove = createRoute({
  ...asked,
  method: 'delete',
  path: `${HOOKS}/{webhook}`,
  summary: 'Remove it; logged',
  request: { params: one },
  responses: { 200: Webhooks, ...failures },
})
const test = createRoute({
  ...asked,
  method: 'post',
  path: `${HOOKS}/{webhook}/test`,
  summary: 'Call it now, of type `test`',
  request: { params: one },
  responses: {
    200: json(
      'The status of its answer; null where nothing answered',
      z.object({ status: z.int().nullable() }),
    ),
    ...failures,
  },
})
const verify = createRoute({
  ...asked,
  method: 'post',
  path: '/api/catalogue/{register}/verification',
  summary: 'Stand by the description of a register, for its holder; logged',
  request: { params: z.object({ register: z.string().max(200) }) },
  responses: { 200: json('It is kept', z.object({ register: z.string() })), ...failures },
})
const elsewhere = createRoute({
  ...asked,
  method: 'get',
  path: '/api/elsewhere',
  summary: 'Catalogues elsewhere whose data sets are found here, and what came of the last harvest of each',
  responses: {
    200: json(
      'The catalogues',
      z.object({
        catalogues: z.array(Harvested),
      }),
    ),
    ...failures,
  },
})

export function upkeepRoutes(services: Services, changesPerMinute: number, callsPerMinute: number) {
  const { upkeep, hub } = services
  const routes = part()
  routes.use('/api/letters/again', rate(changesPerMinute))
  routes.use('/api/catalogue/:register/verification', rate(changesPerMinute))
  routes.use('/api/organisations/:id/webhooks/:webhook/test', rate(callsPerMinute))
  return routes
    .openapi(letters, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      return context.json({ letters: await upkeep.letters(actor) }, 200)
    })
    .openapi(again, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      await upkeep.sendAgain(actor, context.req.valid('json').key)
      return context.json({ letters: await upkeep.letters(actor) }, 200)
    })
    .openapi(hooks, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      return context.json({ webhooks: await upkeep.webhooks(actor, context.req.valid('param').id) }, 200)
    })
    .openapi(add, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      const { id } = context.req.valid('param')
      return context.json(await upkeep.addWebhook(actor, id, context.req.valid('json').url), 200)
    })
    .openapi(change, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      const { id, webhook } = context.req.valid('param')
      await upkeep.enableWebhook(actor, id, webhook, context.req.valid('json').enabled)
      return context.json({ webhooks: await upkeep.webhooks(actor, id) }, 200)
    })
    .openapi(remove, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      const { id, webhook } = context.req.valid('param')
      await upkeep.removeWebhook(actor, id, webhook)
      return context.json({ webhooks: await upkeep.webhooks(actor, id) }, 200)
    })
    .openapi(test, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      const { id, webhook } = context.req.valid('param')
      return context.json({ status: await upkeep.testWebhook(actor, id, webhook) }, 200)
    })
    .openapi(verify, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      const { register } = context.req.valid('param')
      await upkeep.verify(actor, register)
      return context.json({ register }, 200)
    })
    .openapi(elsewhere, async (context) => context.json({ catalogues: await hub.harvested() }, 200))
}
