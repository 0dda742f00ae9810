/** A citizen's own page: what is held about them, who looked, what they measured and what they want put right; for themselves or for somebody whom they may act for. */
import { Readable } from 'node:stream'
import { createRoute, z } from '@hono/zod-openapi'
import {
  ActingKind,
  Correction,
  fail,
  HeldItem,
  HeldKind,
  Language,
  LocalisedText,
  OrganisationId,
  OwnMeasurement,
  SeenEntry,
} from '@sund/model'
import { pdfOf } from '../../documents/index.js'
import { mineLetter } from '../../documents/mine.js'
import { actingOf, whoseOf } from '../acting.js'
import { actorOf, part, type Services, signedIn } from '../context.js'
import { failures } from '../errors.js'
import { type Guard, rate } from '../guards.js'
import type { Session } from '../sessions.js'
import { PossiblePermit } from './choices.js'

const PAGE = 50
const json = <T extends z.ZodType>(description: string, schema: T) => ({
  200: { description, content: { 'application/json': { schema } } },
  ...failures,
})
const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})
const holder = z.string().min(1).max(100)
const Key = z.string().regex(/^[A-Z][A-Za-z]{1,63}\/[A-Za-z0-9.-]{1,64}$/)
const keyOf = (key: string) => {
  const [type = '', id = ''] = key.split('/')
  return { type, id }
}
const Done = z.object({ done: z.literal(true) })

const Places = z
  .object({
    places: z.array(
      z.object({
        holder,
        title: LocalisedText,
        registers: z.array(z.string()),
        kinds: z.partialRecord(HeldKind, z.int()).nullable(),
        silent: z.boolean(),
      }),
    ),
  })
  .openapi('MyPlaces')
const places = createRoute({
  method: 'get',
  path: '/api/mine',
  tags: ['My page'],
  summary: 'What each holder has about one, in numbers by kind, and which of its registers one is in',
  responses: json('The holders', Places),
})
const held = createRoute({
  method: 'get',
  path: '/api/mine/held',
  tags: ['My page'],
  summary: 'What is held about one, the latest first',
  request: {
    query: z.object({
      kind: HeldKind.optional(),
      holder: holder.optional(),
      offset: z.coerce.number().int().nonnegative().max(1_000_000).default(0),
    }),
  },
  responses: json(
    'A page of it; `next` begins the next one',
    z.object({ items: z.array(HeldItem), next: z.int().nullable() }).openapi('Held'),
  ),
})
const seen = createRoute({
  method: 'get',
  path: '/api/mine/seen',
  tags: ['My page'],
  summary: 'Who looked at what is held about one, or changed it, the latest first',
  request: {
    query: z.object({
      holder: holder.optional(),
      /** Without what one did oneself. */
      others: z.stringbool().default(false),
      after: z.string().max(4000).optional(),
    }),
  },
  responses: json(
    'A page of it; `next` is given as `after` for the next one',
    z.object({ seen: z.array(SeenEntry), next: z.string().nullable() }).openapi('Seen'),
  ),
})
const Concerning = PossiblePermit.extend({
  /** Its registers with rows about one, or that may have some. */
  mine: z.array(z.string()),
  /** By what the holders have, one is among those whom the permit names. */
  named: z.boolean(),
}).openapi('ConcerningPermit')
const permits = createRoute({
  method: 'get',
  path: '/api/mine/permits',
  tags: ['My page'],
  summary:
    'Permits in force under which one’s own data can be used, by their registers and by whom they are about',
  request: {
    query: z.object({ offset: z.coerce.number().int().nonnegative().max(1_000_000).default(0) }),
  },
  responses: json(
    'Of a page of the permits in force those that could be about one; `next` begins the next one',
    z.object({ permits: z.array(Concerning), next: z.int().nullable() }).openapi('MyConcerns'),
  ),
})
const Others = z
  .object({
    acting: z.string(),
    people: z.array(z.object({ id: z.string(), kind: ActingKind, name: z.string().nullable() })),
  })
  .openapi('ActingFor')
const others = createRoute({
  method: 'get',
  path: '/api/mine/acting',
  tags: ['My page'],
  summary: 'For whom one may act, and for whom one does',
  responses: json('Oneself first', Others),
})
const act = createRoute({
  method: 'put',
  path: '/api/mine/acting',
  tags: ['My page'],
  summary: 'Acts for a child, a grown person who gave one authority, or oneself from now on',
  request: body(z.object({ for: z.string().max(20) }).openapi('Act')),
  responses: json('Done', Done),
})
const measure = createRoute({
  method: 'post',
  path: '/api/mine/measurements',
  tags: ['My page'],
  summary: 'Keeps something that one measured oneself',
  request: body(OwnMeasurement),
  responses: json('What was kept', HeldItem),
})
const undo = createRoute({
  method: 'delete',
  path: '/api/mine/measurements',
  tags: ['My page'],
  summary: 'Takes back what one wrote oneself',
  request: { query: z.object({ holder, key: Key }) },
  responses: json('Done', Done),
})
const corrections = createRoute({
  method: 'get',
  path: '/api/mine/corrections',
  tags: ['My page'],
  summary: 'What one has asked to be put right, and what was answered',
  responses: json('The latest first', z.object({ corrections: z.array(Correction) }).openapi('Corrections')),
})
const Words = z.string().trim().min(1).max(4000)
const ask = createRoute({
  method: 'post',
  path: '/api/mine/corrections',
  tags: ['My page'],
  summary: 'Asks a holder to put something right',
  request: body(z.object({ holder, about: Key, text: Words }).openapi('AskCorrection')),
  responses: json('The request', Correction),
})
const Asked = Correction.extend({ patient: LocalisedText.nullable() })
const asked = createRoute({
  method: 'get',
  path: '/api/corrections',
  tags: ['My page'],
  summary: 'Requests for correction that wait at the holders one decides for',
  responses: json('The oldest first', z.object({ corrections: z.array(Asked) }).openapi('AskedCorrections')),
})
const answer = createRoute({
  method: 'post',
  path: '/api/corrections/{holder}/{id}',
  tags: ['My page'],
  summary: 'Answers a request for correction',
  request: {
    params: z.object({ holder: OrganisationId, id: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/) }),
    ...body(
      z.object({ verdict: z.enum(['corrected', 'declined']), text: Words }).openapi('AnswerCorrection'),
    ),
  },
  responses: json('Done', Done),
})

export function mineRoutes(services: Services, changesPerMinute: number) {
  const { mine, choices, sessions, hub } = services
  const routes = part()
  for (const path of ['/api/mine/measurements', '/api/mine/corrections', '/api/mine/acting'])
    routes.use(path, rate(changesPerMinute))
  for (const path of ['/api/mine/measurements', '/api/mine/corrections']) routes.use(path, writtenForWhom)
  routes.get('/api/mine/everything.json', async (context) => {
    const whose = whoseOf(signedIn(context))
    context.header('Content-Type', 'application/fhir+json')
    context.header('Content-Disposition', 'attachment; filename="my-health-data.json"')
    context.header('Cache-Control', 'no-store')
    const pieces = Readable.from(mine.bundle(whose), { objectMode: false })
    return context.body(Readable.toWeb(pieces) as ReadableStream<Uint8Array>)
  })
  routes.get('/api/mine/everything.pdf', async (context) => {
    const session = signedIn(context)
    const whose = whoseOf(session)
    const language = Language.catch('en').parse(context.req.query('language'))
    const titles = new Map((await mine.places(whose)).map((place) => [place.holder, place.title]))
    const { items } = await mine.held(whose, { offset: 0, limit: Number.MAX_SAFE_INTEGER })
    const name = nameOf(session)
    const bytes = await pdfOf(
      mineLetter({ name, items, titles, at: services.clock.now().toISOString() }, language),
    )
    context.header('Content-Type', 'application/pdf')
    context.header('Content-Disposition', 'attachment; filename="my-health-data.pdf"')
    context.header('Cache-Control', 'no-store')
    return context.body(new Uint8Array(bytes))
  })

  return routes
    .openapi(places, async (context) =>
      context.json({ places: await mine.places(whoseOf(signedIn(context))) }, 200),
    )
    .openapi(held, async (context) => {
      const { kind, holder, offset } = context.req.valid('query')
      const page = {
        offset,
        limit: PAGE,
        ...(kind === undefined ? {} : { kind }),
        ...(holder === undefined ? {} : { holder }),
      }
      return context.json(await mine.held(whoseOf(signedIn(context)), page), 200)
    })
    .openapi(seen, async (context) => {
      const { holder, others, after } = context.req.valid('query')
      const page = {
        others,
        limit: PAGE,
        ...(holder === undefined ? {} : { holder }),
        ...(after === undefined ? {} : { after }),
      }
      return context.json(await mine.seen(whoseOf(signedIn(context)), page), 200)
    })
    .openapi(permits, async (context) => {
      const whose = whoseOf(signedIn(context))
      const page = await choices.permits(whose, context.req.valid('query').offset)
      const concerns = await mine.concerns(
        whose,
        page.permits.map(({ permit }) => permit),
      )
      const found = page.permits.flatMap(({ told }, i) => {
        const concern = concerns[i]
        return concern ? [{ ...told, mine: concern.registers, named: concern.isNamed }] : []
      })
      return context.json({ permits: found, next: page.next }, 200)
    })
    .openapi(others, async (context) => {
      const { citizen, acting = 'self' } = signedIn(context)
      const people = citizen ? actingOf(citizen).map(({ id, kind, name }) => ({ id, kind, name })) : []
      return context.json({ acting, people }, 200)
    })
    .openapi(act, async (context) => {
      const session = signedIn(context)
      const { for: whom } = context.req.valid('json')
      const found = session.citizen && actingOf(session.citizen).find(({ id }) => id === whom)
      if (!found)
        return fail(
          'usage.not-found',
          'You have no such person to act for.',
          'Sign in again; those you may act for are told there.',
        )
      // Told before it holds: an act that is not in the log is none.
      await hub.actedFor(session.subject, found.kind)
      sessions.act(session, found.id)
      return context.json({ done: true } as const, 200)
    })
    .openapi(measure, async (context) =>
      context.json(await mine.measure(whoseOf(signedIn(context)), context.req.valid('json')), 200),
    )
    .openapi(undo, async (context) => {
      const { holder, key } = context.req.valid('query')
      await mine.undo(whoseOf(signedIn(context)), holder, keyOf(key))
      return context.json({ done: true } as const, 200)
    })
    .openapi(corrections, async (context) =>
      context.json({ corrections: await mine.corrections(whoseOf(signedIn(context))) }, 200),
    )
    .openapi(ask, async (context) => {
      const { holder, about, text } = context.req.valid('json')
      const whose = whoseOf(signedIn(context))
      return context.json(await mine.ask(whose, holder, keyOf(about), text), 200)
    })
    .openapi(asked, async (context) => {
      const session = signedIn(context)
      const holders = await holdersOf(session, services)
      const found = await Promise.all(holders.map((one) => mine.asked(session.subject, one)))
      return context.json({ corrections: found.flat() }, 200)
    })
    .openapi(answer, async (context) => {
      const session = signedIn(context)
      const { holder, id } = context.req.valid('param')
      if (!(await holdersOf(session, services)).includes(holder))
        fail(
          'permission.denied',
          'Requests for correction are answered by those who decide for the holder.',
          'Ask an administrator of the holder.',
        )
      const { verdict, text } = context.req.valid('json')
      await mine.answer(session.subject, holder, id, verdict, text)
      return context.json({ done: true } as const, 200)
    })
}

/** Organisations for which somebody handles and decides: of these, holders have requests. */
async function holdersOf(session: Session, services: Services): Promise<string[]> {
  const { memberships } = await actorOf(session, services)
  return memberships
    .filter(({ roles }) => roles.includes('handler') || roles.includes('decider'))
    .map(({ organisation }) => organisation)
}

/** What is written on a page that shows one person is not kept of another, for whom one acts by now: `conflict.revision`. */
const writtenForWhom: Guard = async (context, next) => {
  const whom = context.req.header('Sund-Acting')
  if (whom !== undefined && context.req.method !== 'GET' && whom !== (signedIn(context).acting ?? 'self'))
    fail(
      'conflict.revision',
      'You act for somebody else now than when you opened the page.',
      'Load the page again, and see for whom it is.',
    )
  await next()
}

const nameOf = ({ name, citizen, acting }: Session): string =>
  (citizen && actingOf(citizen).find(({ id }) => id === acting)?.name) ?? name
