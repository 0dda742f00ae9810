/** The public register of applications, decisions, permits and results (Art 57): open to anyone, with feeds. */
import { createHash } from 'node:crypto'
import { createRoute, z } from '@hono/zod-openapi'
import { CaseStatus, PublicEntry } from '@sund/model'
import { Feed } from 'feed'
import type { Context } from 'hono'
import { type Env, part, type Services } from '../context.js'
import { failures } from '../errors.js'
import { rate } from '../guards.js'

const Query = z.object({
  /** Words, each of which must be there or begin one that is. */
  query: z.string().max(200).default(''),
  status: CaseStatus.optional(),
  offset: z.coerce.number().int().nonnegative().max(1_000_000).default(0),
  limit: z.coerce.number().int().positive().max(200).default(50),
})
const View = z
  .object({ entries: z.array(PublicEntry), total: z.int().nonnegative() })
  .openapi('PublicRegister')
const list = createRoute({
  method: 'get',
  path: '/api/register',
  tags: ['Register'],
  summary: 'Applications from the moment they are received, what became of them, permits and results',
  request: { query: Query },
  responses: {
    200: { description: 'A page of it', content: { 'application/json': { schema: View } } },
    ...failures,
  },
})
/** In Atom, titles are read as HTML as well; in JSON Feed only what an entry contains is. */
const FORMS = {
  '/register.atom': {
    type: 'application/atom+xml; charset=utf-8',
    title: markedUp,
    write: (feed: Feed) => feed.atom1(),
  },
  '/register.json': {
    type: 'application/feed+json; charset=utf-8',
    title: printable,
    write: (feed: Feed) => feed.json1(),
  },
} as const
/** Entries of a feed: whoever reads it looks in now and then. */
const FEED_ENTRIES = 50
/** Seconds for which what is public may be shown again without asking. */
const FRESH = 60

export function registerRoutes({ cases, publicUrl }: Services, perMinute: number) {
  const routes = part()
  for (const path of ['/api/register', ...Object.keys(FORMS)]) routes.use(path, rate(perMinute))
  for (const [path, { type, title, write }] of Object.entries(FORMS))
    routes.get(path, async (context) => {
      const { entries } = await cases.register({ limit: FEED_ENTRIES })
      return open(context, type, write(feedOf(entries, publicUrl, title)))
    })
  return routes.openapi(list, async (context) => {
    const { status, ...filter } = context.req.valid('query')
    const found = await cases.register({ ...filter, ...(status === undefined ? {} : { status }) })
    return open(context, 'application/json', JSON.stringify(found)) as never
  })
}

/** An answer that is everybody's: kept for a minute, and told by its tag when it is the same afterwards. */
function open(context: Context<Env>, type: string, text: string): Response {
  const tag = `"${createHash('sha256').update(text).digest('base64url')}"`
  context.header('ETag', tag)
  context.header('Cache-Control', `public, max-age=${FRESH}`)
  if (context.req.header('if-none-match') === tag) return context.body(null, 304)
  context.header('Content-Type', type)
  return context.body(text, 200)
}

function feedOf(entries: readonly PublicEntry[], { origin }: URL, titled: (text: string) => string): Feed {
  const feed = new Feed({
    id: `${origin}/register`,
    title: 'Sund: applications, permits and results',
    link: `${origin}/register`,
    feedLinks: { atom: `${origin}/register.atom`, json: `${origin}/register.json` },
    copyright: '',
    // An empty register has changed at no moment at all.
    updated: new Date(entries[0]?.updatedAt ?? 0),
  })
  for (const {
    reference,
    title,
    summary,
    organisation,
    receivedOn,
    updatedAt,
    status,
    ...entry
  } of entries) {
    const link = `${origin}/register/${encodeURIComponent(reference)}`
    const outcome = entry.decision ? `, ${entry.decision.outcome}` : ''
    const permit = entry.permit ? `, permit ${entry.permit.id} ${entry.permit.status}` : ''
    feed.addItem({
      id: link,
      link,
      title: titled(`${reference}: ${title}`),
      description: titled(`${organisation}: ${status}${outcome}${permit}`),
      content: markedUp(`${summary}\n\n${status}${outcome}${permit}`),
      published: new Date(receivedOn),
      date: new Date(updatedAt),
    })
  }
  return feed
}

/** Without the characters that XML has no place for. */
function printable(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
}

/** The same with what could be markup as text. */
function markedUp(text: string): string {
  return printable(text).replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
