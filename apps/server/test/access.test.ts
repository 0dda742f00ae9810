/** Who may see and do what of cases, permits, the register and organisations over HTTP: the whole server, with people of the demo. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  CaseStatus,
  type CaseView,
  type Draft,
  PERMIT,
  Permit,
  type PermitView,
  type PublicEntry,
} from '@sund/model'
import { verified } from '@sund/network'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Serving, serve } from '../src/http/serve.js'
import { rolesIn } from '../src/http/sign-in.js'
import { act, apply, decideTrack, fillIn, people, SECRET, viewOf } from './applying.js'
import { Browser } from './browser.js'
import { openTestDatabase, type TestDatabase } from './database.js'
import { readPdf } from './pdf.js'
import { openTestSund } from './registers.js'

const PEOPLE = [
  'kari',
  'mads',
  'astrid',
  'ingrid',
  'signe',
  'ragna',
  'frida',
  'at-north',
  'at-south',
] as const
const log: string[] = []
let database: TestDatabase
let opened: Awaited<ReturnType<typeof openTestSund>>
let serving: Serving
let by: Record<(typeof PEOPLE)[number], Browser>

beforeAll(async () => {
  database = await openTestDatabase()
  const logger = pino({}, { write: (line: string) => void log.push(line) })
  opened = await openTestSund({ logger, ...database.settings }, 40)
  const { organisations } = opened.sund
  await organisations.put({ ...(await organisations.find('north')), anonymousHandlers: true })
  const rateLimits = { any: 100_000, check: 100_000, run: 100_000 }
  serving = await serve(opened.sund, { host: '127.0.0.1', port: 0, environment: {}, rateLimits })
  by = await people(serving.url, ...PEOPLE)
}, 60_000)
afterAll(async () => {
  await serving.close()
  await opened.dispose()
  await database.stop()
})

/** A case that every body has decided, its permit, and every status on the way. */
let decided: Promise<{ id: string; permit: string; statuses: string[] }> | undefined
const decidedCase = () => {
  decided ??= (async () => {
    const id = await apply(by.kari)
    const statuses = [(await viewOf(by.kari, id)).status]
    const see = ({ status, ...view }: CaseView) => {
      if (statuses.at(-1) !== status) statuses.push(status)
      return view
    }
    see(await act(by.astrid, id, { do: 'take', track: null }))
    const { tracks } = see(await act(by.astrid, id, { do: 'find-complete' }))
    const who = { 'access-body': by.ingrid, north: by['at-north'], south: by['at-south'] }
    for (const { id: track, body } of tracks) see(await decideTrack(who[body as keyof typeof who], id, track))
    return { id, permit: (await viewOf(by.kari, id)).permit as string, statuses }
  })()
  return decided
}
const nobody = () => new Browser(serving.url)
const codeOf = ({ body }: { body: unknown }) =>
  (body as { errors?: { code: string }[] }).errors?.[0]?.code ?? 'none'

describe('from application to permit', () => {
  test('row 10: one application goes to every holder, and each decides side by side with the access body', async () => {
    const { tracks } = await viewOf(by.kari, (await decidedCase()).id)
    expect(tracks.map(({ body, state }) => `${body} ${state}`).sort()).toEqual([
      'access-body decided',
      'north decided',
      'south decided',
    ])
  })

  test('row 18: a case goes through the states that countries tell each other', async () => {
    const { statuses, permit } = await decidedCase()
    expect(statuses[0]).toBe('SUBMITTED')
    expect(statuses.at(-1)).toBe('DECISION_ISSUED')
    for (const status of statuses) expect(CaseStatus.options).toContain(status)
    const { body } = await by.kari.json('GET', `/api/permits/${permit}`)
    expect(body).toMatchObject({ status: 'GRANTED' })
  })

  test('row 17: the permit names who may use it, is signed by the hub, and anybody can verify that', async () => {
    const { permit: id } = await decidedCase()
    const view: PermitView = (await by.kari.json('GET', `/api/permits/${id}`)).body
    const jws = await (await by.kari.request(`/api/permits/${id}/permit.jws`)).text()
    const { key } = (await nobody().json('GET', '/api/log/verify')).body as { key: never }
    const { value } = await verified(jws, PERMIT, () => key)
    expect(Permit.parse(value)).toEqual(view.permit)
    expect(view.permit.persons.map(({ subject }) => subject)).toEqual(['demo:kari'])
  })

  test('its letters arrive at whom they concern, and say nothing of what was applied for', async () => {
    await decidedCase()
    const post = opened.sund.post({ publicUrl: new URL(serving.url), environment: {} })
    await post.round()
    await post.close()
    const folder = join(opened.home, 'hub', 'letters')
    const letters = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
    )
    expect(letters.filter((letter) => letter.includes('kari@fjord.example')).length).toBeGreaterThan(1)
    expect(letters.some((letter) => letter.includes('post@north.example'))).toBe(true)
    expect(letters.join('')).not.toContain(SECRET)
  })

  test('the application, the decision and the permit are PDF documents of their readers’ language', async () => {
    const { id, permit } = await decidedCase()
    for (const [address, title] of [
      [`/api/cases/${id}/documents/application.pdf?language=nb`, 'Søknad om helsedata'],
      [`/api/cases/${id}/documents/decision.pdf?language=da`, 'Afgørelse om adgang til sundhedsdata'],
      [`/api/permits/${permit}/permit.pdf`, 'Data permit'],
    ] as const) {
      const answer = await by.kari.request(address)
      expect(answer.headers.get('content-type')).toBe('application/pdf')
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect(readPdf(bytes).text).toContain(title)
      const again = { headers: { 'if-none-match': answer.headers.get('etag') as string } }
      expect((await by.kari.request(address, again)).status).toBe(304)
    }
  })
})

/** What each person gets of a case that concerns neither Mads nor the ethics committee: the status of every route. */
const ANY = {
  kari: 200,
  astrid: 200,
  'at-north': 200,
  ragna: 200,
  mads: 404,
  signe: 404,
  frida: 404,
} as const
/** What is nobody's turn: a refusal for those who may see the case, and for the others there is none. */
const REFUSED = { ...ANY, kari: 403, astrid: 403, 'at-north': 403, ragna: 403 } as const
const ROUTES: Record<string, { body?: unknown; expected: Partial<Record<(typeof PEOPLE)[number], number>> }> =
  {
    'GET /api/cases/{id}': { expected: ANY },
    'GET /api/cases/{id}/documents/{file}': { expected: ANY },
    'GET /api/cases/{id}/proof': { expected: ANY },
    'GET /api/cases/{id}/events': { expected: { mads: 404, signe: 404, frida: 404 } },
    'POST /api/cases/{id}/commands': {
      body: { command: { do: 'appeal', reason: 'I disagree.' } },
      expected: REFUSED,
    },
    'GET /api/permits/{id}': { expected: ANY },
    'GET /api/permits/{id}/permit.pdf': { expected: ANY },
    'GET /api/permits/{id}/permit.jws': { expected: ANY },
    'POST /api/permits/{id}/commands': {
      body: { command: { do: 'reply-to-breach', text: 'x' } },
      expected: REFUSED,
    },
    'GET /api/organisations/{id}/people': {
      expected: { kari: 403, mads: 403, signe: 403, frida: 200, astrid: 200, ragna: 200 },
    },
    'PUT /api/organisations/{id}/people/{subject}': {
      body: { name: 'Mads', roles: ['auditor'] },
      expected: { kari: 403, mads: 403, astrid: 403, ragna: 403, 'at-north': 403 },
    },
    'GET /api/letters': { expected: { kari: 200, frida: 200 } },
    'POST /api/letters/again': {
      body: { key: 'case:1:1:assigned:nobody' },
      expected: { kari: 404, ragna: 404, frida: 404 },
    },
    'GET /api/organisations/{id}/webhooks': {
      expected: { kari: 403, astrid: 403, ragna: 403, 'at-north': 403, frida: 200 },
    },
    'POST /api/organisations/{id}/webhooks': {
      body: { url: 'https://127.0.0.1/' },
      expected: { kari: 403, astrid: 403, ragna: 403, 'at-north': 403, frida: 400 },
    },
    'PUT /api/organisations/{id}/webhooks/{webhook}': {
      body: { enabled: false },
      expected: { kari: 403, astrid: 403, ragna: 403, 'at-north': 403 },
    },
    'DELETE /api/organisations/{id}/webhooks/{webhook}': {
      expected: { kari: 403, astrid: 403, ragna: 403, 'at-north': 403 },
    },
    'POST /api/organisations/{id}/webhooks/{webhook}/test': {
      expected: { kari: 403, astrid: 403, ragna: 403, 'at-north': 403 },
    },
    'POST /api/catalogue/{register}/verification': {
      expected: { kari: 403, ragna: 403, frida: 403, 'at-south': 403, 'at-north': 200 },
    },
    'GET /api/inbox': { expected: { kari: 200, mads: 200 } },
    'GET /api/cases': { expected: { kari: 200, mads: 200 } },
    'GET /api/permits': { expected: { kari: 200, mads: 200 } },
  }
/** Open to anyone. */
const OPEN = ['GET /api/organisations', 'GET /api/register', 'GET /api/elsewhere']

describe('denied by default', () => {
  test('every route of cases, permits, the register and organisations is in the table', async () => {
    const { paths } = (await nobody().json('GET', '/openapi.json')).body as {
      paths: Record<string, Record<string, { tags?: string[] }>>
    }
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { tags }]) =>
          tags?.some((tag) => /Cases|Permits|Register|Organisations|Upkeep/.test(tag)),
        )
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    )
    expect(routes.sort()).toEqual([...Object.keys(ROUTES), ...OPEN].sort())
  })

  test.each(Object.entries(ROUTES))('%s', async (route, { body, expected }) => {
    const { id, permit } = await decidedCase()
    const [method = '', path = ''] = route.split(' ')
    const real = path.includes('/permits/') ? permit : path.includes('organisations') ? 'access-body' : id
    const none = path.includes('/permits/') ? 'P-ZZZZZZZZZZ' : '00000000-0000-4000-8000-000000000000'
    const at = (which: string) =>
      path
        .replace('{id}', which)
        .replace('{file}', 'application.pdf')
        .replace('{subject}', 'demo:mads')
        .replace('{webhook}', '00000000-0000-4000-8000-000000000000')
        .replace('{register}', 'test.population')
    const ask = (browser: Browser, address: string) =>
      browser.request(address, {
        method,
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      })
    const stranger = await ask(nobody(), at(real))
    expect(stranger.status).toBe(401)
    for (const [name, status] of Object.entries(expected)) {
      const answer = await ask(by[name as keyof typeof by], at(real))
      const text = answer.status === 200 ? '' : await answer.text()
      expect(answer.status, `${name}: ${text}`).toBe(status)
      // One that one may not see is told of as one that is not there.
      if (status === 404) expect(text).toBe(await (await ask(by[name as keyof typeof by], at(none))).text())
    }
  })

  test.each([
    ['an application, which comes from its draft', { do: 'submit', application: {} }],
    ['a clock', { do: 'tick' }],
    ['nothing that there is', { do: 'become-king' }],
    ['too much', { do: 'withdraw', reason: 'x', more: 1 }],
    ['nothing', {}],
  ])('nobody commands %s', async (_what, command) => {
    const { id } = await decidedCase()
    const answer = await by.astrid.json('POST', `/api/cases/${id}/commands`, { command })
    expect([answer.status, codeOf(answer)]).toEqual([400, 'usage.request'])
  })

  test('another page commands nothing, what is no JSON is refused, and what is too large as well', async () => {
    const { id } = await decidedCase()
    const address = `/api/cases/${id}/commands`
    const command = JSON.stringify({ command: { do: 'withdraw', reason: 'x' } })
    const send = (headers: Record<string, string>, body: string) =>
      by.kari.request(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      })
    expect((await send({ origin: 'https://elsewhere.example' }, command)).status).toBe(403)
    expect((await send({}, '{"command":')).status).toBe(400)
    expect((await send({ 'content-type': 'text/plain' }, command)).status).toBe(400)
    expect(
      (await send({}, JSON.stringify({ command: { do: 'withdraw', reason: 'x'.repeat(2e6) } }))).status,
    ).toBe(413)
    expect((await viewOf(by.kari, id)).status).toBe('DECISION_ISSUED')
  })

  test('a command on what has gone on since is refused', async () => {
    const { id } = await decidedCase()
    const answer = await by['at-south'].json('POST', `/api/cases/${id}/commands`, {
      revision: 1,
      command: { do: 'note', track: 'south', text: 'x' },
    })
    expect(codeOf(answer)).toBe('conflict.revision')
  })
})

/** What no address and no body is to do harm with. */
const HOSTILE = [
  '../../../etc/passwd',
  '\u0000',
  '<img src=x onerror=alert(1)>',
  "' or 1=1 --",
  '-1e999',
  'ø'.repeat(250),
  '\u{1f9ec}\u202e%s%n${7*7}',
]
const BODIES = [
  '',
  'null',
  '[]',
  '"x"',
  '{}',
  '{"__proto__":{"admin":true},"command":null,"application":1,"url":[],"name":"\\u0000"}',
  '['.repeat(50_000),
]

describe('whatever is sent', () => {
  type Operation = { tags?: string[]; parameters?: { name: string; in: string }[]; requestBody?: object }

  test('addresses and bodies that are not meant are refused by name: nothing breaks, nothing is told of the machine', {
    timeout: 60_000,
  }, async () => {
    const { paths } = (await nobody().json('GET', '/openapi.json')).body as {
      paths: Record<string, Record<string, Operation>>
    }
    const sent: (() => Promise<void>)[] = []
    const wrong: string[] = []
    for (const [path, methods] of Object.entries(paths))
      for (const [name, { tags = [], parameters = [], requestBody }] of Object.entries(methods)) {
        if (
          !tags.some((tag) => /Cases|Permits|Register|Organisations|Upkeep|Appl|Catalog|Collec|Log/.test(tag))
        )
          continue
        const method = name.toUpperCase()
        const send = (value: string, body?: string) => async () => {
          const who = tags.some((tag) => /Organisations|Upkeep/.test(tag)) ? by.frida : by.kari
          const at = path.replaceAll(/\{(\w+)\}/g, () => encodeURIComponent(value))
          const query = parameters
            .filter((one) => one.in === 'query')
            .map((one) => `${one.name}=${encodeURIComponent(value)}`)
          const answer = await who.request(query.length > 0 ? `${at}?${query.join('&')}` : at, {
            method,
            ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body }),
          })
          const text = await answer.text()
          const said = `${method} ${path} ${JSON.stringify(value).slice(0, 40)} ${body?.slice(0, 40)}: ${answer.status} ${text.slice(0, 300)}`
          const errors = /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text).errors : []
          // 431: addresses that are too long reach nobody.
          const typed =
            answer.status < 400 || answer.status === 431 || /^[a-z]+\.[a-z-]+$/.test(errors[0]?.code)
          const told = /at .*\.ts:|node_modules|select |syntax error|\/(tmp|home|etc)\//.test(text)
          if (answer.status >= 500 || !typed || (answer.status >= 400 && told)) wrong.push(said)
        }
        const asks = parameters.some((one) => one.in === 'query' || one.in === 'path')
        if (asks) sent.push(...HOSTILE.map((value) => send(value, requestBody ? '{}' : undefined)))
        if (requestBody) sent.push(...BODIES.map((body) => send('access-body', body)))
      }
    expect(sent.length).toBeGreaterThan(150)
    // Side by side as from many at once, and what fails is told by name.
    for (let at = 0; at < sent.length; at += 10)
      await Promise.all(sent.slice(at, at + 10).map((one) => one()))
    expect(wrong).toEqual([])
    expect((await nobody().request('/api/organisations')).status).toBe(200)
  })

  test('what is text stays text, in lists, feeds and letters; and one that leaves in the middle harms nobody', async () => {
    const draft = await fillIn(by.mads)
    const open = async () =>
      (await by.mads.json('GET', `/api/applications/${draft}`)).body as unknown as { draft: Draft }
    const { draft: kept } = await open()
    const title = '</title><script>alert(1)</script>\u0000\u202e'
    const put = (revision: number) =>
      by.mads.json('PUT', `/api/applications/${draft}`, {
        revision,
        application: { ...kept.application, answers: { ...kept.application.answers, title } },
      })
    // Of two at once one is kept, and the other told.
    const both = await Promise.all([put(kept.revision), put(kept.revision)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const leaving = new AbortController()
    const left = by.mads
      .request(`/api/applications/${draft}/submit`, { method: 'POST', signal: leaving.signal })
      .catch(() => undefined)
    leaving.abort()
    await left
    const submitted = await by.mads.json('POST', `/api/applications/${draft}/submit`)
    expect([200, 409]).toContain(submitted.status)
    const feed = await nobody().request('/register.atom')
    expect(feed.headers.get('content-type')).toMatch(/atom/)
    const text = await feed.text()
    expect(text).toContain('alert(1)')
    expect(text).not.toContain('<script>')
    expect(text).not.toContain('\u0000')
    for (const name of ['../../x.pdf', 'a\u0000b.pdf', 'CON', 'x'.repeat(5000), '"; filename=x']) {
      const answer = await by.kari.request(
        `/api/applications/${await fillIn(by.kari)}/attachments?name=${encodeURIComponent(name)}&kind=protocol`,
        { method: 'POST', body: '%PDF-1.7\n' },
      )
      expect(answer.status, `${name.slice(0, 20)}: ${await answer.text()}`).toBeLessThan(500)
    }
  })
})

test('who has anonymous handlers is named as an organisation in all that an applicant gets', async () => {
  const { id, permit } = await decidedCase()
  for (const address of [
    '/api/session',
    '/api/inbox',
    '/api/cases',
    `/api/cases/${id}`,
    `/api/permits/${permit}`,
    '/api/permits',
    '/api/organisations',
    '/api/register',
  ])
    await by.kari.request(address)
  const { text } = readPdf(
    Buffer.from(await (await by.kari.request(`/api/cases/${id}/documents/decision.pdf`)).arrayBuffer()),
  )
  const { people: there } = (await by['at-north'].json('GET', '/api/organisations/north/people')).body as {
    people: { name: string }[]
  }
  const [{ name } = { name: '' }] = there
  expect(name).toMatch(/\w+ \w+/)
  expect([...by.kari.seen.filter((page) => !page.includes('<!doctype')), text].join('\n')).not.toContain(name)
  expect(JSON.stringify(await viewOf(by.ragna, id))).toContain(name)
})

describe('the public register', () => {
  const entries = async (search = '') =>
    (await nobody().json('GET', `/api/register${search}`)).body as { entries: PublicEntry[]; total: number }

  test('row 3: anyone sees an application from the moment it is received, before anybody has looked at it', async () => {
    const id = await apply(by.kari)
    const { reference, status } = await viewOf(by.kari, id)
    expect(status).toBe('SUBMITTED')
    const found = await entries(`?query=${encodeURIComponent('levels child')}&status=SUBMITTED`)
    expect(found.entries.map((entry) => entry.reference)).toContain(reference)
    expect(found.total).toBeGreaterThan(0)
    expect((await entries('?query=nothing-of-the-kind')).total).toBe(0)
    expect(JSON.stringify(found)).not.toMatch(/Kari|demo:/)
    await act(by.kari, id, { do: 'withdraw', reason: 'Not now.' })
  })

  test('row 3: the decision with its reasons, and the permit, stand there at once, and not only within 30 working days', async () => {
    const { permit } = await decidedCase()
    const { entries: found } = await entries('?status=DECISION_ISSUED')
    const entry = found.find((one) => one.permit?.id === permit)
    expect(entry?.decision?.outcome).toBe('granted')
    expect(entry?.decision?.reasons.length).toBeGreaterThan(0)
  })

  test('is a feed in two forms, kept for a minute and told by its tag', async () => {
    await decidedCase()
    for (const [address, type, words] of [
      ['/register.atom', 'application/atom+xml', '<entry>'],
      ['/register.json', 'application/feed+json', '"items"'],
    ] as const) {
      const answer = await nobody().request(address)
      expect(answer.headers.get('content-type')).toContain(type)
      expect(answer.headers.get('cache-control')).toBe('public, max-age=60')
      expect(await answer.text()).toContain(words)
      const again = { headers: { 'if-none-match': answer.headers.get('etag') as string } }
      expect((await nobody().request(address, again)).status).toBe(304)
    }
  })
})

describe('whoever follows a case', () => {
  const follow = async (browser: Browser, id: string) => {
    const { body } = await fetch(new URL(`/api/cases/${id}/events`, serving.url), {
      headers: { cookie: `sund_session=${browser.cookie('sund_session')}` },
    })
    const reader = (body as ReadableStream<Uint8Array>).getReader()
    return async () => {
      const { value, done } = await reader.read()
      return done ? null : new TextDecoder().decode(value)
    }
  }

  test('hears when it goes on, and nothing more after signing out', async () => {
    const id = await apply(by.kari)
    const { astrid: own } = await people(serving.url, 'astrid')
    const next = await follow(own, id)
    expect(await next()).toContain('event: changed')
    await act(by.astrid, id, { do: 'take', track: null })
    expect(await next()).toContain('"revision":2')
    await own.json('POST', '/auth/sign-out')
    expect(await next()).toBeNull()
    await act(by.kari, id, { do: 'withdraw', reason: 'Not now.' })
  })
})

describe('roles', () => {
  const roles = (browser: Browser, organisation: string, subject: string, wanted: string[]) =>
    browser.json('PUT', `/api/organisations/${organisation}/people/${subject}`, {
      name: 'Mads Forsker',
      roles: wanted,
    })

  test('are given and taken by the organisation’s own administrator, at once, and logged', async () => {
    const { id } = await decidedCase()
    expect((await by.mads.json('GET', `/api/cases/${id}`)).status).toBe(404)
    expect((await roles(by.frida, 'access-body', 'demo:mads', ['auditor'])).status).toBe(200)
    expect((await by.mads.json('GET', `/api/cases/${id}`)).status).toBe(200)
    expect((await by.mads.json('GET', '/api/session')).body).toMatchObject({
      memberships: [{ organisation: 'access-body', roles: ['auditor'] }],
    })
    expect((await roles(by.frida, 'access-body', 'demo:mads', [])).status).toBe(200)
    expect((await by.mads.json('GET', `/api/cases/${id}`)).status).toBe(404)
  })

  test('are refused where an organisation has none such, and where it would be without an administrator', async () => {
    const own = await roles(by['at-north'], 'north', 'demo:mads', ['auditor'])
    expect(codeOf(own)).toBe('usage.request')
    const last = await roles(by.frida, 'access-body', 'demo:frida', ['handler'])
    expect(codeOf(last)).toBe('usage.request')
    expect((await roles(by.frida, 'north', 'demo:mads', ['handler'])).status).toBe(403)
  })

  test.each([
    ['a list', { roles: ['north:handler', 'north:decider'] }, [], [['north', 'handler', 'decider']]],
    [
      'one text',
      { roles: 'north:handler south:reviewer' },
      [],
      [
        ['north', 'handler'],
        ['south', 'reviewer'],
      ],
    ],
    ['an administrator of another organisation', { roles: ['north:administrator'] }, ['south'], []],
    [
      'an administrator of the own one',
      { roles: ['north:administrator'] },
      ['north'],
      [['north', 'administrator']],
    ],
    ['what is none', { roles: ['north', 'north:king', 'North:handler', 'a:handler:x', 7, null] }, [], []],
    ['another claim', { groups: ['north:handler'] }, [], []],
  ] as const)('of claims: %s', (_what, claims, affiliations, expected) => {
    expect(rolesIn(claims, affiliations).map(({ organisation, roles: of }) => [organisation, ...of])).toEqual(
      expected,
    )
  })

  test('of claims hold until the next sign-in, and never for an organisation that cannot have them', async () => {
    const { organisations } = opened.sund
    const person = { subject: 'demo:zoe', name: 'Zoe' }
    await organisations.signedIn(person, [
      { organisation: 'north', roles: ['decider'] },
      { organisation: 'fjord', roles: ['auditor'] },
      { organisation: 'nowhere', roles: ['decider'] },
    ])
    expect((await organisations.actorOf(person)).memberships).toEqual([
      { organisation: 'north', roles: ['decider'] },
    ])
    await organisations.signedIn(person, [])
    expect((await organisations.actorOf(person)).memberships).toEqual([])
  })
})

test('an auditor pages through all cases and finds one by a word or its number', async () => {
  const { id } = await decidedCase()
  const { reference } = await viewOf(by.kari, id)
  const list = async (browser: Browser, query: string) =>
    (await browser.json('GET', `/api/cases?${query}`)).body as { cases: { id: string }[]; total: number }
  const all = await list(by.ragna, 'limit=1')
  expect([all.cases.length, all.total >= 1]).toEqual([1, true])
  expect((await list(by.ragna, `offset=${all.total}`)).cases).toEqual([])
  for (const query of ['child', reference])
    expect((await list(by.ragna, `query=${query}`)).cases.map((one) => one.id)).toContain(id)
  expect(await list(by.ragna, 'query=zanzibar-nothing')).toEqual({ cases: [], total: 0 })
  expect(await list(by.mads, 'query=child')).toEqual({ cases: [], total: 0 })
})

test('no word of an application, no person and no case stand in the log', async () => {
  await decidedCase()
  expect(log.length).toBeGreaterThan(20)
  expect(log.join('')).not.toMatch(new RegExp(`${SECRET}|kari|Forsker|Levels|P-[0-9A-Z]{10}|demo:`))
})
