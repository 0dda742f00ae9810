/**
 * The HTTP shell around a hub that answers nothing much: sign-in, sessions, guards, headers. Whole runs are
 * in run.test.ts.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, type Organisation } from '@sund/model'
import { fixedClock, seededRandomness } from '@sund/model/testing'
import { releaseRun } from '@sund/privacy'
import fc from 'fast-check'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createOrganisationDesk, type OrganisationDesk } from '../src/access/organisations.js'
import { sessionCookie } from '../src/http/guards.js'
import { type ServeSettings, type Serving, serve } from '../src/http/serve.js'
import { createSessions } from '../src/http/sessions.js'
import type { Hub } from '../src/roles/hub.js'
import type { Sund } from '../src/sund.js'
import { Browser } from './browser.js'

const signedIn: string[] = []
const hub: Hub = {
  catalogue: async () => [],
  policies: async () => ({ version: 'open-2', rules: [], numbers: [], versions: [], holders: [] }),
  check: async () => ({ errors: [], uses: [], terms: 'open', permit: null, commands: [] }),
  foresee: async () => ({ errors: [], uses: [], terms: 'open', permit: null, commands: [] }),
  count: async () => {
    throw new Error('secret 19127000001')
  },
  run: async () => {
    throw new Error('secret 19127000001')
  },
  runs: {
    list: async () => [],
    open: async () => fail('usage.not-found', 'You have no such run.', 'List your runs and pick one.'),
    share: async () => {},
    shared: async () => [],
  },
  quota: async () => ({
    results: { most: 100, spent: 0 },
    sensitive: { most: 30, spent: {} },
    opens: null,
    share: 0.05,
    populations: [{ people: 1000, told: 0, most: 50 }],
  }),
  ledger: async () => [],
  budget: async () => [],
  verifications: async () => new Map(),
  elsewhere: async () => ({ datasets: [], total: 0 }),
  harvest: async () => ({ taken: 0, leftOut: 0 }),
  harvestDue: async () => ({ taken: 0, failed: 0 }),
  harvested: async () => [],
  collections: {
    open: async () => ({ revision: 0, variables: [] }),
    save: async () => ({ revision: 1, variables: [] }),
  },
  permitChanged: async () => {},
  signedIn: async ({ subject }) => void signedIn.push(subject),
  actedFor: async () => {},
  proof: async () => ({ verified: true, events: 0, head: null, key: {} }),
  ready: async () => [{ name: 'store', ready: true }],
}
const kept = new Map<string, Organisation>()
const organisations: OrganisationDesk = createOrganisationDesk({
  store: {
    list: async () => [...kept.values()],
    put: async (one) => kept.size < kept.set(one.id, one).size,
    people: async () => [],
    memberships: async () => [],
    change: async () => {},
    claim: async () => {},
  },
  holders: () => [],
  catalogue: hub.catalogue,
})
/** What these tests do not ask: access.test.ts does. */
const notHere = <T extends object>(): T =>
  new Proxy({} as T, { get: () => () => Promise.reject(new Error('not here')) })
const home = await mkdtemp(join(tmpdir(), 'sund-http-'))
afterAll(() => rm(home, { recursive: true, force: true }))
const log: string[] = []
const sund: Sund = {
  hub,
  holders: new Map(),
  organisations,
  applications: notHere(),
  cases: notHere(),
  choices: notHere(),
  mine: notHere(),
  // The demo finds its sample app registered already.
  apps: {
    registry: { ...notHere<Sund['apps']['registry']>(), revisions: async () => [{} as never] },
    grants: notHere(),
    tokens: notHere(),
  },
  home,
  fhir: new Map(),
  patients: new Map(),
  derivations: new Map(),
  registersOfViews: new Map(),
  keyOf: () => undefined,
  openFhir: () => Promise.reject(new Error('none')),
  upkeep: notHere(),
  people: { signedIn: async () => {}, find: async () => null, names: async () => new Map() },
  post: () => ({ round: async () => {}, start: () => {}, close: async () => {} }),
  logger: pino({}, { write: (line: string) => void log.push(line) }),
  tap: () => () => {},
  addHolder: () => Promise.reject(new Error('none')),
  close: async () => {},
}
const settings: ServeSettings = { host: '127.0.0.1', port: 0, environment: {} }

let serving: Serving
const extra: Serving[] = []
beforeAll(async () => {
  serving = await serve(sund, settings)
})
afterEach(async () => {
  for (const one of extra.splice(0)) await one.close()
})
afterAll(() => serving.close())
const another = async (more: Partial<ServeSettings>, of = sund) => {
  const one = await serve(of, { ...settings, ...more })
  extra.push(one)
  return one
}

describe('sign-in', () => {
  test('through the provider, with the cookie of a session that only the server understands', async () => {
    const browser = new Browser(serving.url)
    const before = await browser.json('GET', '/api/session')
    expect(before.body).toMatchObject({ researcher: null, demo: true, signIn: '/auth/sign-in' })
    const back = await browser.signIn('kari', '/runs?x=1')
    expect(back.at).toBe(`${serving.url}/runs?x=1`)
    const { body } = await browser.json('GET', '/api/session')
    expect(body).toMatchObject({ researcher: { name: 'Kari Forsker' } })
    expect(browser.cookie('sund_session')).toMatch(/^[\w-]{43}$/)
    expect(signedIn.at(-1)).toBe('demo:kari')
  })

  test('the two researchers are two subjects, and signing in again gives a new cookie and ends the old', async () => {
    const browser = new Browser(serving.url)
    await browser.signIn('kari')
    const first = browser.cookie('sund_session') as string
    await browser.signIn('mads')
    expect(browser.cookie('sund_session')).not.toBe(first)
    expect((await browser.json('GET', '/api/session')).body).toMatchObject({
      researcher: { name: 'Mads Forsker' },
    })
    const stolen = new Browser(serving.url)
    stolen.setCookie('sund_session', first)
    expect((await stolen.json('GET', '/api/session')).body).toMatchObject({ researcher: null })
  })

  test('sign-out ends the session on the server', async () => {
    const browser = new Browser(serving.url)
    await browser.signIn()
    const cookie = browser.cookie('sund_session') as string
    expect((await browser.json('POST', '/auth/sign-out')).body).toMatchObject({ researcher: null })
    expect(browser.cookie('sund_session')).toBeUndefined()
    browser.setCookie('sund_session', cookie)
    expect((await browser.json('GET', '/api/runs')).status).toBe(401)
  })

  test('the page speaks three languages and says that it is a demo', async () => {
    for (const [language, words] of [
      ['en', 'Continue as'],
      ['nb', 'Fortsett som'],
      ['da', 'Fortsæt som'],
    ] as const) {
      const page = await new Browser(serving.url).visit(`/auth/sign-in?language=${language}`)
      const html = await page.text()
      expect(html).toContain(`<html lang="${language}">`)
      expect(html).toContain(words)
      expect(html).toContain('Demo')
      expect(html).not.toContain('<script')
    }
    const page = await new Browser(serving.url).visit('/auth/sign-in', {})
    expect(await page.text()).toContain('lang="en"')
  })

  test.each([
    ['https://elsewhere.example/', '/'],
    ['//elsewhere.example/x', '/'],
    ['/\\elsewhere.example/x', '/'],
    ['javascript:alert(1)', '/'],
    ['/catalogue#x', '/catalogue#x'],
  ])('comes back to an own path only: %s', async (returnTo, path) => {
    const back = await new Browser(serving.url).signIn('kari', returnTo)
    expect(back.at).toBe(serving.url + path)
  })

  test('an answer that was not asked for, or is used twice, signs nobody in', async () => {
    const browser = new Browser(serving.url)
    const stray = await browser.json('GET', '/auth/callback?code=x&state=y')
    expect(stray).toMatchObject({ status: 401, body: { errors: [{ code: 'permission.sign-in' }] } })
    const page = await browser.visit('/auth/sign-in')
    const forged = await browser.json('GET', '/auth/callback?code=x&state=y')
    expect(forged.status).toBe(401)
    // The pending sign-in is used up by the forgery, so what the provider answers now is refused.
    const back = await browser.visit(page.at, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'user=kari',
    })
    expect(back.status).toBe(401)
    expect((await browser.json('GET', '/api/session')).body).toMatchObject({ researcher: null })
  })

  test('a user who is not in the demo is nobody', async () => {
    const browser = new Browser(serving.url)
    const page = await browser.visit('/auth/sign-in')
    const back = await browser.visit(page.at, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'user=admin',
    })
    expect(back.status).toBe(401)
  })
})

describe('sessions', () => {
  const who = { subject: 's', name: 'n' }
  const make = () => {
    const clock = fixedClock('2026-01-01T00:00:00.000Z')
    return { clock, sessions: createSessions({ clock, randomness: seededRandomness() }) }
  }

  test('end when idle, and at the latest after the absolute limit', () => {
    const { clock, sessions } = make()
    const id = sessions.begin(who, undefined)
    clock.set('2026-01-01T00:30:00.000Z')
    expect(sessions.find(id)).toMatchObject(who)
    clock.set('2026-01-01T01:00:00.001Z')
    expect(sessions.find(id)).toBeNull()
    const long = sessions.begin(who, undefined)
    for (let minutes = 20; minutes <= 480; minutes += 20) {
      clock.set(new Date(Date.parse('2026-01-01T01:00:00.001Z') + minutes * 60_000).toISOString())
      expect(sessions.find(long)).not.toBeNull()
    }
    clock.set('2026-01-01T09:00:01.000Z')
    expect(sessions.find(long)).toBeNull()
  })

  test('a pending sign-in is good once and for ten minutes', () => {
    const { clock, sessions } = make()
    const pending = { state: 'a', nonce: 'b', codeVerifier: 'c', returnTo: '/', language: null }
    const id = sessions.pend(pending)
    expect(sessions.take(id)).toMatchObject(pending)
    expect(sessions.take(id)).toBeNull()
    const late = sessions.pend(pending)
    clock.set('2026-01-01T00:10:00.001Z')
    expect(sessions.take(late)).toBeNull()
  })
})

describe('guards', () => {
  test('headers forbid scripts from elsewhere, frames, and guessing', async () => {
    for (const path of [
      '/',
      '/api/session',
      '/health',
      '/nowhere',
      '/oidc/.well-known/openid-configuration',
    ]) {
      const response = await fetch(serving.url + path)
      const csp = response.headers.get('content-security-policy') ?? ''
      expect(csp, path).toContain("default-src 'none'")
      expect(csp).toContain("frame-ancestors 'none'")
      expect(csp).not.toContain('unsafe')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('referrer-policy')).toBe('same-origin')
      expect(response.headers.get('x-powered-by')).toBeNull()
    }
  })

  test('the session cookie is out of reach of scripts and other sites', async () => {
    const browser = new Browser(serving.url)
    await browser.signIn()
    const line = browser.seen.find((text) => text.includes('sund_session=')) ?? ''
    expect(line).toMatch(/sund_session=[^\n]*HttpOnly/)
    expect(line).toMatch(/sund_session=[^\n]*SameSite=Lax/)
  })

  test('a change must come from its own pages', async () => {
    const browser = new Browser(serving.url)
    await browser.signIn()
    const body = JSON.stringify({ script: '' })
    const from = (headers: Record<string, string>) =>
      browser.request('/api/check', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      })
    expect((await from({})).status).toBe(200)
    expect((await from({ origin: 'https://elsewhere.example' })).status).toBe(403)
    expect((await from({ origin: 'null' })).status).toBe(403)
    const bare = await fetch(`${serving.url}/api/check`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(bare.status).toBe(403)
  })

  test('answers to its own name only, but to probes under any', async () => {
    const { request } = await import('node:http')
    const ask = (path: string, host: string) =>
      new Promise<number>((resolve) =>
        request(
          new URL(path, serving.url.replace('localhost', '127.0.0.1')),
          { headers: { host } },
          (response) => {
            response.resume()
            resolve(response.statusCode ?? 0)
          },
        ).end(),
      )
    expect(await ask('/api/session', 'rebound.example')).toBe(400)
    expect(await ask('/health', '10.0.0.7:8080')).toBe(200)
    expect(await ask('/api/session', new URL(serving.url).host)).toBe(200)
  })

  test('over https the cookie is bound to host and encryption, and browsers are told to insist on it', async () => {
    const { request } = await import('node:http')
    const one = await serve(sund, {
      ...settings,
      port: 0,
      environment: { SUND_PUBLIC_URL: 'https://sund.example' },
    })
    extra.push(one)
    expect(one.url).toBe('https://sund.example')
    expect(sessionCookie(new URL(one.url))).toBe('__Host-sund_session')
    const { port } = one
    const answer = await new Promise<import('node:http').IncomingMessage>((resolve) =>
      request(
        { port, host: '127.0.0.1', path: '/auth/sign-in', headers: { host: 'sund.example' } },
        resolve,
      ).end(),
    )
    answer.resume()
    expect(answer.statusCode).toBe(302)
    expect(answer.headers.location).toMatch(/^https:\/\/sund\.example\/oidc\/auth\?.*code_challenge=/)
    expect(answer.headers['set-cookie']?.[0]).toMatch(/; Secure/)
    expect(answer.headers['strict-transport-security']).toContain('max-age=')
  })

  test('too many requests in a minute are refused and told when to come back', async () => {
    const { url } = await another({ rateLimits: { any: 1000, check: 3, run: 100 } })
    const browser = new Browser(url)
    await browser.signIn()
    const statuses = []
    for (let i = 0; i < 5; i++)
      statuses.push((await browser.json('POST', '/api/check', { script: '' })).status)
    expect(statuses).toEqual([200, 200, 200, 429, 429])
    const last = await browser.request('/api/check', { method: 'POST', body: '{}' })
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
    // Someone else is not held up.
    const other = new Browser(url)
    await other.signIn('mads')
    expect((await other.json('POST', '/api/check', { script: '' })).status).toBe(200)
  })

  test('a forecast, which looks at rows, is as scarce as a run', async () => {
    const { url } = await another({ rateLimits: { any: 100, check: 100, run: 2 } })
    const browser = new Browser(url)
    await browser.signIn()
    const statuses = []
    for (let i = 0; i < 3; i++)
      statuses.push((await browser.json('POST', '/api/check/forecast', { script: '' })).status)
    expect(statuses.at(-1)).toBe(429)
    expect((await browser.json('POST', '/api/check', { script: '' })).status).toBe(200)
  })

  test('what needs a researcher says so', async () => {
    const browser = new Browser(serving.url)
    for (const [method, path, body] of [
      ['GET', '/api/runs', undefined],
      ['POST', '/api/runs', { script: '' }],
      ['POST', '/api/check', { script: '' }],
      ['POST', '/api/check/forecast', { script: '' }],
      ['GET', '/api/runs/00000000-0000-4000-8000-000000000001', undefined],
      ['DELETE', '/api/runs/00000000-0000-4000-8000-000000000001', undefined],
    ] as const)
      expect(await browser.json(method, path, body)).toMatchObject({
        status: 401,
        body: { errors: [{ code: 'permission.sign-in' }] },
      })
  })

  test('bodies over a megabyte are refused', async () => {
    const browser = new Browser(serving.url)
    await browser.signIn()
    const { status, body } = await browser.json('POST', '/api/check', { script: 'x'.repeat(1_200_000) })
    expect(status).toBe(413)
    expect(body).toMatchObject({ errors: [{ code: 'usage.too-large' }] })
  })

  test('any JSON or bytes at all are answered, and never as a mistake of the server', async () => {
    const { url } = await another({ rateLimits: { any: 1e6, check: 1e6, run: 1e6 } })
    const browser = new Browser(url)
    await browser.signIn()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/api/check', '/api/complete', '/api/runs'),
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.record({ script: fc.oneof(fc.string(), fc.json()), offset: fc.anything() }).map((one) => {
            try {
              return JSON.stringify(one) ?? ''
            } catch {
              return ''
            }
          }),
        ),
        async (path, body) => {
          const response = await browser.request(path, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body,
          })
          expect([200, 202, 400, 409, 413, 422]).toContain(response.status)
          if (response.status > 202) expect(await response.json()).toHaveProperty('errors.0.next')
        },
      ),
      { numRuns: 100 },
    )
  })

  test('an unexpected exception is a reference, and its words stay out of answer and log', async () => {
    const browser = new Browser(serving.url)
    await browser.signIn()
    const { status, body } = await browser.json('POST', '/api/runs', { script: 'textblock 19127000002' })
    expect(status).toBe(202)
    const { id } = body as { id: string }
    const events = await (await browser.request(`/api/runs/${id}/events`)).text()
    expect(events).toContain('event: document')
    expect(events).toContain('internal.bug')
    expect(events).not.toContain('secret')
    expect(log.join('')).not.toMatch(/19127|kari|textblock|secret|returnTo|code=/)
    expect(log.join('')).toContain('"route":"/api/runs/:id/events"')
  })
})

describe('runs', () => {
  test('are followed, listed and cancelled by their owner, whom nobody else can ask for them', async () => {
    let began = () => {}
    const running = new Promise<void>((resolve) => {
      began = resolve
    })
    const run: Hub['run'] = ({ id = '', script, signal, onProgress }) =>
      new Promise((resolve) => {
        onProgress?.({ state: 'running', place: null, step: 'computing', share: 0.5 })
        began()
        signal?.addEventListener('abort', () =>
          resolve(
            releaseRun({
              run: id,
              state: 'cancelled',
              script,
              results: [],
              errors: [],
              seconds: 1,
              receipt: null,
            }),
          ),
        )
      })
    const { url } = await another({}, { ...sund, hub: { ...hub, run } })
    const [kari, mads] = [new Browser(url), new Browser(url)]
    await kari.signIn('kari')
    await mads.signIn('mads')
    const start = () => kari.json('POST', '/api/runs', { script: '// A long one' })
    const { id } = (await start()).body as { id: string }
    await running
    expect((await kari.json('GET', `/api/runs/${id}`)).body).toMatchObject({
      progress: { state: 'running', step: 'computing' },
      document: null,
    })
    expect((await kari.json('GET', '/api/runs')).body).toMatchObject({ runs: [{ id, title: 'A long one' }] })
    expect((await mads.json('GET', '/api/runs')).body).toEqual({ runs: [] })
    for (const [method, path] of [
      ['GET', `/api/runs/${id}`],
      ['GET', `/api/runs/${id}/events`],
      ['DELETE', `/api/runs/${id}`],
    ] as const)
      expect(await mads.json(method, path)).toMatchObject({
        status: 404,
        body: { errors: [{ code: 'usage.not-found' }] },
      })
    const following = kari.request(`/api/runs/${id}/events`).then((response) => response.text())
    expect((await kari.json('DELETE', `/api/runs/${id}`)).status).toBe(200)
    const events = await following
    expect(events).toContain('event: progress')
    expect(events).toMatch(/event: document\ndata: \{[^\n]*"state":"cancelled"[^\n]*\}\n\n$/)

    for (let open = 0; open < 5; open++) expect((await start()).status).toBe(202)
    expect(await start()).toMatchObject({ status: 409, body: { errors: [{ code: 'conflict.busy' }] } })
  })
})

describe('serving', () => {
  test('a port in use is an error with what to do', async () => {
    const port = Number(new URL(serving.url).port)
    await expect(serve(sund, { ...settings, port })).rejects.toMatchObject({
      errors: [{ code: 'environment.port', next: expect.stringContaining('--port') }],
    })
  })

  test('the demo without passwords is not offered to a network unless one says so', async () => {
    await expect(serve(sund, { ...settings, host: '0.0.0.0' })).rejects.toMatchObject({
      errors: [{ code: 'usage.arguments' }],
    })
    await expect(
      serve(sund, { ...settings, environment: { SUND_OIDC_ISSUER: 'https://id.example' } }),
    ).rejects.toMatchObject({ errors: [{ code: 'usage.arguments' }] })
  })

  test('a provider that does not answer is said to be unavailable, and the rest works', async () => {
    const { url } = await another({
      environment: {
        SUND_OIDC_ISSUER: 'http://127.0.0.1:1',
        SUND_OIDC_CLIENT_ID: 'a',
        SUND_OIDC_CLIENT_SECRET: 'b',
      },
    })
    const browser = new Browser(url)
    expect((await browser.json('GET', '/auth/sign-in')).status).toBe(503)
    expect((await browser.json('GET', '/api/session')).body).toMatchObject({ demo: false })
    expect((await browser.json('GET', '/ready')).status).toBe(200)
  })

  test('the portal: files with caching by kind, and its start page at any page address', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portal-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<title>Sund</title>')
    await writeFile(join(folder, 'assets', 'a-1.js'), 'export {}')
    const { url } = await another({ portal: folder })
    const get = async (path: string) => {
      const response = await fetch(url + path)
      return [response.status, response.headers.get('cache-control'), await response.text()] as const
    }
    expect(await get('/')).toEqual([200, 'no-cache', '<title>Sund</title>'])
    expect(await get('/runs/17')).toEqual([200, 'no-cache', '<title>Sund</title>'])
    expect(await get('/catalogue/no.example.person')).toEqual([200, 'no-cache', '<title>Sund</title>'])
    expect(await get('/assets/a-1.js')).toEqual([200, 'public, max-age=31536000, immutable', 'export {}'])
    for (const path of ['/assets/none.js', '/api/none', '/assets/..%2f..%2fetc/passwd'])
      expect((await get(path))[0], path).toBe(404)
    await rm(folder, { recursive: true })
  })

  test('/openapi.json describes every route with named schemas', async () => {
    const document = (await (await fetch(`${serving.url}/openapi.json`)).json()) as {
      paths: Record<string, unknown>
      components: { schemas: Record<string, unknown> }
    }
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/applications',
      '/api/applications/{id}',
      '/api/applications/{id}/attachments',
      '/api/applications/{id}/restore',
      '/api/applications/{id}/revisions',
      '/api/applications/{id}/revisions/{revision}',
      '/api/applications/{id}/submit',
      '/api/apps',
      '/api/apps/authorizations/{id}',
      '/api/apps/authorizations/{id}/answer',
      '/api/apps/authorizations/{id}/request',
      '/api/apps/encounters',
      '/api/apps/grants',
      '/api/apps/grants/{id}',
      '/api/apps/patients',
      '/api/apps/registrations',
      '/api/apps/registrations/{app}',
      '/api/apps/registrations/{app}/{revision}/decision',
      '/api/apps/servers',
      '/api/apps/{app}/launches',
      '/api/attachments/{hash}',
      '/api/budget',
      '/api/cases',
      '/api/cases/{id}',
      '/api/cases/{id}/commands',
      '/api/cases/{id}/documents/{file}',
      '/api/cases/{id}/events',
      '/api/cases/{id}/proof',
      '/api/catalogue',
      '/api/catalogue/{register}',
      '/api/catalogue/{register}/verification',
      '/api/catalogue/{register}/{variable}',
      '/api/check',
      '/api/check/forecast',
      '/api/choices',
      '/api/choices/paper',
      '/api/collection',
      '/api/commands',
      '/api/complete',
      '/api/corrections',
      '/api/corrections/{holder}/{id}',
      '/api/count',
      '/api/criteria',
      '/api/demonstrations',
      '/api/demonstrations/{id}',
      '/api/elsewhere',
      '/api/explain',
      '/api/inbox',
      '/api/known',
      '/api/ledger',
      '/api/ledger/export',
      '/api/letters',
      '/api/letters/again',
      '/api/log/verify',
      '/api/mine',
      '/api/mine/acting',
      '/api/mine/corrections',
      '/api/mine/held',
      '/api/mine/measurements',
      '/api/mine/permits',
      '/api/mine/seen',
      '/api/my-permits',
      '/api/my-withdrawals',
      '/api/organisations',
      '/api/organisations/{id}/people',
      '/api/organisations/{id}/people/{subject}',
      '/api/organisations/{id}/webhooks',
      '/api/organisations/{id}/webhooks/{webhook}',
      '/api/organisations/{id}/webhooks/{webhook}/test',
      '/api/permits',
      '/api/permits/{id}',
      '/api/permits/{id}/commands',
      '/api/permits/{id}/permit.jws',
      '/api/permits/{id}/permit.pdf',
      '/api/policies',
      '/api/quota',
      '/api/register',
      '/api/runs',
      '/api/runs/{id}',
      '/api/runs/{id}/events',
      '/api/runs/{id}/share',
      '/api/session',
      '/api/shared-runs',
      '/auth/sign-in',
      '/auth/sign-out',
      '/health',
      '/ready',
    ])
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Errors', 'Run', 'Session']),
    )
  })
})
