/**
 * What every request passes before a route sees it: headers, host and origin, size, rate, time, session, and
 * one line in the log without a word about the person.
 */

import { getConnInfo } from '@hono/node-server/conninfo'
import { FILE_LIMITS } from '@sund/access'
import { fail } from '@sund/model'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import { routePath } from 'hono/route'
import { secureHeaders } from 'hono/secure-headers'
import { rateLimiter } from 'hono-rate-limiter'
import type { Logger } from 'pino'
import type { Env, Services } from './context.js'
import { DEMO_STYLE_HASH } from './demo-provider.js'
import { MAX_BODY } from './schemas.js'

export type Guard = MiddlewareHandler<Env>

/** Requests a minute: for anyone, for checking and completing, for starting runs and signing in, and for one person with one app at a FHIR store. */
export interface RateLimits {
  any: number
  check: number
  run: number
  fhir: number
}
export const RATE_LIMITS: RateLimits = { any: 600, check: 240, run: 30, fhir: 12_000 }

/** The session's cookie; the prefix makes browsers insist on https and this host. */
export const sessionCookie = (publicUrl: URL): string =>
  publicUrl.protocol === 'https:' ? '__Host-sund_session' : 'sund_session'

/**
 * One line a request: method, route pattern, status, milliseconds, identifier. Never a path, query, body or
 * subject.
 */
export function accessLog(logger: Logger, services: Pick<Services, 'identifiers' | 'clock'>): Guard {
  return async (context, next) => {
    const started = services.clock.now().getTime()
    const requestId = services.identifiers.next()
    context.set('requestId', requestId)
    context.set('session', null)
    await next()
    context.header('X-Request-Id', requestId)
    logger.info(
      {
        requestId,
        method: METHODS.has(context.req.method) ? context.req.method : 'other',
        route: routePath(context, -1),
        status: context.res.status,
        ms: services.clock.now().getTime() - started,
      },
      'request',
    )
  }
}
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * No script but the page's own files, no frame around it, no guessing of types, no address told to others.
 */
export function headers(publicUrl: URL): Guard {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", DEMO_STYLE_HASH],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      objectSrc: ["'none'"],
    },
    xFrameOptions: 'DENY',
    // Not `no-referrer`, under which forms of our own pages would send `Origin: null`.
    referrerPolicy: 'same-origin',
    strictTransportSecurity: publicUrl.protocol === 'https:' ? 'max-age=31536000; includeSubDomains' : false,
    permissionsPolicy: { camera: [], geolocation: [], microphone: [] },
  })
}

/**
 * Answers only to its own name, so that a page elsewhere cannot reach it by pointing its own name here (DNS
 * rebinding), and lets only its own pages change anything (cross-site request forgery): an unsafe request
 * must say by `Origin` or `Sec-Fetch-Site` that it comes from here.
 */
export function ownName(publicUrl: URL): Guard {
  const loopback = ['localhost', '127.0.0.1', '[::1]']
  const names = new Set(
    loopback.includes(publicUrl.hostname)
      ? loopback.map((name) => new URL(`${publicUrl.protocol}//${name}:${publicUrl.port}`).host)
      : [publicUrl.host],
  )
  return async (context, next) => {
    const host = (context.req.header('host') ?? '').toLowerCase()
    if (!names.has(host))
      fail(
        'usage.request',
        'This server does not answer to that name.',
        `Use ${publicUrl.origin}, or set SUND_PUBLIC_URL to the address that people use.`,
      )
    if (!SAFE.has(context.req.method)) {
      const origin = context.req.header('origin')
      const own =
        origin === undefined
          ? context.req.header('sec-fetch-site') === 'same-origin'
          : origin === `${publicUrl.protocol}//${host}`
      if (!own)
        fail(
          'permission.denied',
          'A change must come from the pages of this server.',
          `Send the header "Origin: ${publicUrl.protocol}//${host}".`,
        )
    }
    await next()
  }
}
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The session of the request's cookie, if it has one. */
export function session({ sessions, publicUrl }: Pick<Services, 'sessions' | 'publicUrl'>): Guard {
  const cookie = sessionCookie(publicUrl)
  return async (context, next) => {
    context.set('session', sessions.find(getCookie(context, cookie)))
    await next()
  }
}

/** At most `limit` requests a minute from one session, or one address without a session. */
export const rate = (limit: number): Guard => rateBy(limit, caller)

/** At most `limit` requests a minute from each whom `who` tells apart. */
export function rateBy<E extends Pick<Env, 'Bindings'>>(
  limit: number,
  who: (context: Context<E>) => string,
): MiddlewareHandler<E> {
  return rateLimiter<E>({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-7',
    keyGenerator: who,
    handler: () =>
      fail(
        'permission.rate',
        'There were too many requests in a minute.',
        'Wait a minute; the Retry-After header says how many seconds.',
      ),
  }) as MiddlewareHandler<E>
}

/** Bodies over the limit are refused before they are read; only where files are sent may they be larger. */
export function size(): Guard {
  const ordinary = limit(
    MAX_BODY,
    'The request is larger than one megabyte.',
    'Split the script into smaller ones.',
  )
  const file = limit(FILE_LIMITS.one, 'The file is larger than 10 MB.', 'Attach a smaller one.')
  return (context, next) => (isFile(context) ? file(context, next) : ordinary(context, next))
}
const limit = (maxSize: number, message: string, next: string) =>
  bodyLimit({ maxSize, onError: () => fail('usage.too-large', message, next) })

/** A request whose body is a file that is attached to an application. */
export const isFile = ({ req: { method, path } }: Context): boolean =>
  method === 'POST' && /^\/api\/applications\/[^/]+\/attachments$/.test(path)

function caller(context: Context<Env>): string {
  const session = context.get('session')
  if (session) return session.key
  return context.env.incoming === undefined ? 'local' : (getConnInfo(context).remote.address ?? 'unknown')
}
