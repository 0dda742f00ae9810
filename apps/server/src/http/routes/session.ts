/** Signing in and out, and who is signed in. */

import type { HttpBindings } from '@hono/node-server'
import { createRoute, z } from '@hono/zod-openapi'
import { fail, Language } from '@sund/model'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { actingFor } from '../acting.js'
import { syntheticShare } from '../catalogue-search.js'
import { type Env, part, type Services } from '../context.js'
import { DEMO_PAGE, type DemoProvider } from '../demo-provider.js'
import { failures } from '../errors.js'
import { rate, sessionCookie } from '../guards.js'
import { SessionView } from '../schemas.js'

const SIGN_IN = '/auth/sign-in'
const SIGN_OUT = '/auth/sign-out'
const PENDING_COOKIE = 'sund_sign_in'

const view = createRoute({
  method: 'get',
  path: '/api/session',
  tags: ['Session'],
  summary: 'Who is signed in',
  responses: {
    200: { description: 'The session', content: { 'application/json': { schema: SessionView } } },
  },
})
const signOut = createRoute({
  method: 'post',
  path: SIGN_OUT,
  tags: ['Session'],
  summary: 'Sign out',
  responses: {
    200: {
      description: 'The session, now nobody’s',
      content: { 'application/json': { schema: SessionView } },
    },
    ...failures,
  },
})
const signIn = createRoute({
  method: 'get',
  path: SIGN_IN,
  tags: ['Session'],
  summary: 'Begin sign-in; the browser is sent to the provider and comes back to `returnTo`',
  request: {
    query: z.object({ returnTo: z.string().max(2000).optional(), language: z.string().max(5).optional() }),
  },
  responses: { 302: { description: 'To the provider' }, ...failures },
})

export function sessionRoutes(services: Services, demo: DemoProvider | null, signInsPerMinute: number) {
  const { sessions, publicUrl } = services
  const cookie = sessionCookie(publicUrl)
  const secure = publicUrl.protocol === 'https:'
  const common = { httpOnly: true, sameSite: 'Lax', secure } as const
  const show = async (context: Context<Env>): Promise<SessionView> => {
    const session = context.get('session')
    const actor = session && (await services.organisations.actorOf(session))
    return {
      citizen: (session?.citizen ?? null) !== null,
      acting: session && actingFor(session),
      memberships: actor?.memberships ?? [],
      organisations: session === null ? [] : await services.organisations.of(session),
      researcher: session && { subject: session.subject, name: session.name },
      expiresAt: session && sessions.expiresAt(session).toISOString(),
      demo: services.signIn.demo,
      synthetic: syntheticShare(await services.hub.catalogue()),
      signIn: SIGN_IN,
      signOut: SIGN_OUT,
    }
  }

  const routes = part()
  routes.use(SIGN_IN, rate(signInsPerMinute))
  routes.get('/auth/callback', async (context) => {
    const pending = sessions.take(getCookie(context, PENDING_COOKIE))
    deleteCookie(context, PENDING_COOKIE, { path: '/auth' })
    if (pending === null)
      fail('permission.sign-in', 'There is no sign-in under way in this browser.', 'Start again.')
    // The address as the provider sent it, whatever a proxy in between made of it.
    const callback = new URL(new URL(context.req.url).search, `${publicUrl.origin}/auth/callback`)
    const { person, roles, email } = await services.signIn.finish(callback, pending)
    await services.organisations.signedIn(person, roles)
    await services.people.signedIn(person.subject, { name: person.name, email, language: pending.language })
    const id = sessions.begin(person, getCookie(context, cookie))
    await services.hub.signedIn(person)
    setCookie(context, cookie, id, { ...common, path: '/' })
    return context.redirect(pending.returnTo)
  })
  if (demo !== null) {
    routes.get(`${DEMO_PAGE}/:interaction`, async (context) => {
      const { incoming, outgoing } = context.env as HttpBindings
      context.header('Cache-Control', 'no-store')
      return context.html(await demo.page(incoming, outgoing, context.req.query('language')))
    })
    routes.post(`${DEMO_PAGE}/:interaction`, async (context) => {
      const { incoming, outgoing } = context.env as HttpBindings
      const { user } = await context.req.parseBody()
      return context.redirect(await demo.choose(incoming, outgoing, String(user)), 303)
    })
  }

  return routes
    .openapi(view, async (context) => context.json(await show(context), 200, { 'Cache-Control': 'no-store' }))
    .openapi(signOut, async (context) => {
      sessions.end(getCookie(context, cookie))
      deleteCookie(context, cookie, { path: '/', secure })
      context.set('session', null)
      return context.json(await show(context), 200)
    })
    .openapi(signIn, async (context) => {
      const { returnTo, language } = context.req.valid('query')
      // Cookies belong to a name: begin under the name that the provider will send the browser back to.
      if (context.req.header('host') !== publicUrl.host)
        return context.redirect(
          new URL(context.req.url).href.replace(/^https?:\/\/[^/]+/, publicUrl.origin),
          302,
        )
      const { url, ...pending } = await services.signIn.start(language)
      const id = sessions.pend({
        ...pending,
        returnTo: ownPath(returnTo),
        language: Language.safeParse(language).data ?? null,
      })
      setCookie(context, PENDING_COOKIE, id, { ...common, path: '/auth', maxAge: 600 })
      return context.redirect(url.href, 302)
    })
}

/** A path of this server, never an address elsewhere. */
function ownPath(wanted: string | undefined): string {
  const base = 'http://own.invalid'
  if (wanted === undefined || !wanted.startsWith('/') || !URL.canParse(wanted, base)) return '/'
  const url = new URL(wanted, base)
  return url.origin === base ? `${url.pathname}${url.search}${url.hash}` : '/'
}
