/** Letters and webhooks: what is promised of each, whatever happens on the way. */
import { createHmac } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure, LANGUAGES } from '@sund/model'
import { countingIdentifiers, fixedClock } from '@sund/model/testing'
import { type Engine, findPostgres, folderEngine, postgresEngine } from '@sund/store/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { LETTERS, type LetterTemplate } from '../src/cases/letters.js'
import { eventLog } from '../src/log.js'
import { remindHolders } from '../src/outbox/descriptions.js'
import { HOLES, wording } from '../src/outbox/holes.js'
import { bytesOf, messageOf } from '../src/outbox/message.js'
import { openLetters, openOutbox } from '../src/outbox/outbox.js'
import { folderSink, NotSent, type Sink, smtpSink } from '../src/outbox/sinks.js'
import { askOutside, targetOf } from '../src/outbox/targets.js'
import { laterBy } from '../src/outbox/waits.js'
import { openWebhooks } from '../src/outbox/webhooks.js'
import { openStore, type Store } from '../src/store.js'
import { entry, SEX } from './catalogue/made.js'
import { startMailServer } from './mail-server.mjs'

const bin = await findPostgres()
const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error) => (error instanceof Failure ? error.errors[0].code : `not typed: ${String(error)}`),
  )

const VALUES = {
  text: '2026-0001',
  title: JSON.stringify({ en: 'Births' }),
  day: '2026-05-17',
  clock: 'delivery',
  outcome: 'granted',
}
const holesOf = (template: LetterTemplate) =>
  Object.fromEntries(Object.entries(HOLES[template]).map(([name, kind]) => [name, VALUES[kind]]))
const written = (template: LetterTemplate, language: (typeof LANGUAGES)[number]) =>
  messageOf({
    key: `case:1:2:${template}:anna`,
    template,
    holes: holesOf(template),
    madeAt: '2026-01-10T12:00:00.000Z',
    language,
    to: 'anna@example.org',
    from: 'Sund <sund@example.org>',
    link: 'https://sund.example/cases/1',
  })

describe('words', () => {
  test.each(LANGUAGES)('every letter reads in %s, with all that it has to say', (language) => {
    const seen = new Set<string>()
    for (const template of Object.keys(LETTERS) as LetterTemplate[]) {
      const { mail } = written(template, language)
      const text = `${mail.subject}\n${mail.text}`
      expect(text).not.toMatch(/[{}]|undefined|Invalid/)
      expect(text).toContain('2026-0001')
      expect(text).toContain('https://sund.example/cases/1')
      if ('due' in HOLES[template]) expect(text).toMatch(/17\.? (May|mai|maj) 2026/)
      seen.add(String(mail.text))
    }
    expect(seen.size).toBe(Object.keys(LETTERS).length)
  })

  test('a hole that a letter has not does not compile, and a letter that lacks one is not sent', () => {
    // @ts-expect-error: `assigned` has no day.
    const wrong = () => wording({ letters: { assigned: { subject: '{reference}', text: 'by {due}' } } })
    expect(wrong).toBeTypeOf('function')
    expect(() => messageOf({ ...base, template: 'received', holes: { reference: 'x' } })).toThrow(
      /says no due/,
    )
  })
  const base = {
    key: 'k',
    madeAt: '2026-01-10T12:00:00.000Z',
    language: 'en' as const,
    to: 'a@example.org',
    from: 'sund@example.org',
    link: 'x',
  }

  test('the same letter is the same bytes, and an address is one address', async () => {
    const message = written('decision-issued', 'nb')
    expect(await bytesOf(message)).toEqual(await bytesOf(written('decision-issued', 'nb')))
    expect(message.name).toMatch(/^2026-0001-decision-issued-[0-9a-f]{32}$/)
    const two = messageOf({
      ...base,
      template: 'assigned',
      holes: { reference: 'x' },
      to: 'a@example.org, b@example.org',
    })
    expect(String(await bytesOf(two))).not.toMatch(/^To: a@example\.org, b@example\.org/m)
  })
})

test('waits grow from a minute to six hours, spread by a quarter to either side', () => {
  expect([1, 2, 3, 9, 40].map((attempts) => laterBy(attempts, () => 0.5) / 60_000)).toEqual([
    1, 3, 9, 360, 360,
  ])
  expect([laterBy(1, () => 0), laterBy(1, () => 1)]).toEqual([45_000, 75_000])
})

test.each([
  ['https://example.org/hook', true],
  ['https://93.184.216.34/', true],
  ['https://[2606:4700::1111]/', true],
  ['http://example.org/', false],
  ['https://user:secret@example.org/', false],
  ['https://127.0.0.1/', false],
  ['http://localhost:8080/', false],
  ['https://2130706433/', false],
  ['https://0x7f.1/', false],
  ['https://10.1.2.3/', false],
  ['https://169.254.169.254/latest', false],
  ['https://[::1]/', false],
  ['https://[::ffff:10.0.0.1]/', false],
  ['https://[64:ff9b::a00:1]/', false],
  ['https://[fe80::1]/', false],
  ['https://[fd00::1]/', false],
  ['https://[2002:a00:1::]/', false],
  ['file:///etc/passwd', false],
  ['nonsense', false],
])('%s may be called: %s', (url, allowed) => {
  const judged = () => targetOf(url, { loopback: false })
  if (allowed) expect(judged().href).toBeTruthy()
  else expect(judged).toThrow(Failure)
})

test.each([
  ['is silent', () => {}, { within: 30 }, /aborted|timeout/],
  ['says too much', (response: ServerResponse) => response.end('x'.repeat(11)), {}, /too long/],
  ['is inside', () => {}, { loopback: false }, /cannot be called/],
] as const)(
  'of one that %s nothing is heard',
  async (_how, answer, { within, loopback = true }: { within?: number; loopback?: boolean }, why) => {
    const server = createServer((_request, response) => void answer(response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const asked = askOutside(
      url,
      { method: 'GET', headers: {}, most: 10, ...(within ? { within } : {}) },
      { loopback },
    )
    await expect(asked).rejects.toThrow(why)
    server.closeAllConnections()
    server.close()
  },
)

describe('on their way', () => {
  let engine: Engine
  let store: Store
  let folder: string
  const clock = fixedClock('2026-01-10T12:00:00.000Z')
  const later = (minutes: number) =>
    clock.set(new Date(clock.now().getTime() + minutes * 60_000).toISOString())
  beforeAll(async () => {
    engine = bin === undefined ? await folderEngine() : await postgresEngine(bin)
    store = await openStore(await engine.fresh())
    folder = await mkdtemp(join(tmpdir(), 'sund-letters-'))
  })
  afterAll(async () => {
    await store.close()
    await engine.stop()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    clock.set('2026-01-10T12:00:00.000Z')
    await rm(folder, { recursive: true, force: true })
    await store.use((database) => sql`truncate letter, webhook, webhook_delivery, party`.execute(database))
  })

  let count = 0
  const put = (template: LetterTemplate, to: object = { subject: 'anna', email: 'anna@example.org' }) =>
    store.use((database) =>
      database
        .insertInto('letter')
        .values({
          key: `case:1:${++count}:${template}:anna`,
          kind: 'case',
          id: '1',
          number: count,
          template,
          recipient: JSON.stringify(to),
          holes: JSON.stringify(holesOf(template)),
          state: 'waiting',
          made_at: clock.now().toISOString(),
          next_at: clock.now().toISOString(),
        })
        .execute(),
    )
  const outbox = (sink: Sink) =>
    openOutbox({
      store,
      clock,
      sink,
      from: 'sund@example.org',
      link: (kind, id) => `https://sund.example/${kind}s/${id}`,
      addressee: async (to) =>
        'subject' in to && to.email !== null ? { address: to.email, language: 'nb' } : null,
      random: () => 0.5,
    })
  const letters = () => openLetters({ store, clock })
  const logged = async (type: 'letter-sent-again' | 'webhook-changed') =>
    (await eventLog(store, clock).list({ type })).map(({ actor, payload }) => ({ actor, payload }))
  const failing = (again: NotSent['again']): Sink => ({
    send: async () => {
      throw new NotSent('out of order', again)
    },
    close: async () => undefined,
  })
  const NOTHING = { sent: 0, failed: 0, uncertain: 0, later: 0 }

  test('row 4: a holder is told once that a description is soon due, once that it is overdue, and again a year after it stood by it', async () => {
    const register = { ...entry('test.births', [SEX]).register, title: { en: 'Births', nb: 'Fødsler' } }
    const catalogue = [{ ...entry('test.births', [SEX]), register, importedAt: '2025-02-01T00:00:00.000Z' }]
    const log = eventLog(store, clock)
    const told = async (day: string): Promise<string[]> => {
      clock.set(`${day}T12:00:00.000Z`)
      const remind = () => remindHolders({ store, clock, log }, catalogue)
      await Promise.all([remind(), remind()])
      await remind()
      const rows = await store.use((database) =>
        database.selectFrom('letter').selectAll().where('kind', '=', 'register').orderBy('made_at').execute(),
      )
      expect(rows.map(({ id, recipient }) => [id, recipient])).toEqual(
        rows.map(() => ['test.births', JSON.stringify({ organisation: register.holder.name })]),
      )
      return rows.map(({ template, holes }) => `${template} ${JSON.parse(holes).due}`)
    }
    expect(await told('2026-01-01')).toEqual([])
    const soon = 'description-due 2026-02-01'
    expect(await told('2026-01-02')).toEqual([soon])
    const overdue = 'description-overdue 2026-02-01'
    expect(await told('2026-02-02')).toEqual([soon, overdue])
    expect(await told('2026-06-01')).toEqual([soon, overdue])
    await log.append({
      type: 'description-verified',
      actor: 'anna',
      payload: {
        register: { name: 'test.births', version: '1.0.0', contentHash: 'a'.repeat(64) },
        holder: register.holder.name,
      },
    })
    expect(await told('2027-05-01')).toEqual([soon, overdue])
    expect(await told('2027-05-03')).toEqual([soon, overdue, 'description-due 2027-06-01'])
    const sent: string[] = []
    const sink: Sink = {
      send: async ({ mail }) => void sent.push(String(mail.subject)),
      close: async () => {},
    }
    await openOutbox({
      store,
      clock,
      sink,
      from: 'sund@example.org',
      link: () => 'https://sund.example/inbox',
      addressee: async () => ({ address: 'post@north.example', language: 'nb' }),
    }).deliver()
    expect(sent).toContain('Se gjennom beskrivelsen av Fødsler')
  })

  test('letters become files, each once, whoever sends them', async () => {
    for (const template of Object.keys(LETTERS) as LetterTemplate[]) await put(template)
    const counts = await Promise.all([
      outbox(folderSink(folder)).deliver(),
      outbox(folderSink(folder)).deliver(),
    ])
    const all = Object.keys(LETTERS).length
    expect(counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(all)
    const files = await readdir(folder)
    expect(files).toHaveLength(all)
    const decision = files.find((file) => file.includes('decision-issued')) as string
    expect(await readFile(join(folder, decision), 'utf8')).toMatch(/^Subject: =\?UTF-8\?Q\?Vedtak_om/m)
    expect(await outbox(folderSink(folder)).deliver()).toEqual(NOTHING)
  })

  test('what is not taken is tried again with growing waits, and given up loudly after days', async () => {
    await put('decision-issued')
    const mine = outbox(failing('later'))
    let attempts = 0
    for (let hour = 0; hour < 24 * 6; hour++) {
      attempts += (await mine.deliver()).later
      later(60)
    }
    // A minute, 3, 9, 27, 81, 243 minutes and then every six hours, seen every hour.
    expect(attempts).toBeGreaterThan(18)
    expect(attempts).toBeLessThan(28)
    expect(await letters().troubles()).toMatchObject([
      { template: 'decision-issued', state: 'failed', problem: 'out of order', to: { subject: 'anna' } },
    ])
    const key = (await letters().troubles())[0]?.key ?? ''
    await letters().again(key, 'frida')
    expect(await outbox(folderSink(folder)).deliver()).toEqual({ ...NOTHING, sent: 1 })
    expect(await codeOf(letters().again(key, 'frida'))).toBe('usage.not-found')
    // Who sent it again is in the log, once.
    expect(await logged('letter-sent-again')).toEqual([
      { actor: 'frida', payload: { template: 'decision-issued', of: 'case', id: expect.any(String) } },
    ])
  })

  test('without an address, or when it is refused for good, it is listed at once', async () => {
    await put('assigned', { subject: 'nobody', email: null })
    await put('decision-issued')
    expect(await outbox(failing('never')).deliver()).toEqual({ ...NOTHING, failed: 2 })
    expect((await letters().troubles()).map(({ problem }) => problem).sort()).toEqual([
      'no address',
      'out of order',
    ])
  })

  test('a reminder that may have gone is not sent again; a decision is', async () => {
    await put('reminder')
    await put('decision-issued')
    expect(await outbox(failing('unknown')).deliver()).toEqual({ ...NOTHING, uncertain: 1, later: 1 })
    later(2)
    expect(await outbox(folderSink(folder)).deliver()).toEqual({ ...NOTHING, sent: 1 })
    expect((await readdir(folder)).join()).toMatch(/^[^,]*decision-issued[^,]*$/)
  })

  test('when a sender dies, reminders are listed as uncertain and decisions sent again', async () => {
    await put('reminder')
    await put('decision-issued')
    // A sender that never comes back.
    void outbox({ send: () => new Promise(() => undefined), close: async () => undefined }).deliver()
    await expect
      .poll(
        async () =>
          (await store.use((database) => sql`select from letter where state = 'sending'`.execute(database)))
            .rows.length,
      )
      .toBe(2)
    expect(await outbox(folderSink(folder)).deliver()).toEqual(NOTHING)
    later(11)
    expect(await outbox(folderSink(folder)).deliver()).toEqual({ ...NOTHING, uncertain: 1, sent: 1 })
    expect(await letters().troubles()).toMatchObject([{ template: 'reminder', problem: 'interrupted' }])
  })

  test('a mail server gets a letter with an identifier of its own; what it refuses is told apart', async () => {
    const server = await startMailServer()
    const { port, taken: heard } = server
    const sink = smtpSink(`smtp://127.0.0.1:${port}`)
    try {
      await put('decision-issued')
      server.refuse = 451
      expect(await outbox(sink).deliver()).toEqual({ ...NOTHING, later: 1 })
      later(2)
      server.refuse = null
      expect(await outbox(sink).deliver()).toEqual({ ...NOTHING, sent: 1 })
      expect(heard[0]).toMatch(/^Message-ID: <[0-9a-f]{32}@example\.org>/m)
      expect(heard[0]).toMatch(/^Auto-Submitted: auto-generated/m)
      server.refuse = 550
      await put('reminder')
      expect(await outbox(sink).deliver()).toEqual({ ...NOTHING, failed: 1 })
      expect(await letters().troubles()).toMatchObject([{ problem: 'smtp 550' }])
    } finally {
      await sink.close()
      await server.close()
    }
    await put('decision-issued')
    const closed = smtpSink(`smtp://127.0.0.1:${port}`)
    expect(await outbox(closed).deliver()).toEqual({ ...NOTHING, later: 1 })
    await closed.close()
    expect(() => smtpSink('http://example.org')).toThrow(Failure)
  })

  test('a folder that cannot be written keeps letters waiting', async () => {
    await writeFile(folder, '')
    await put('decision-issued')
    expect(await outbox(folderSink(folder)).deliver()).toEqual({ ...NOTHING, later: 1 })
  })

  test('a webhook is told which event and nothing of it, signed, and given up after days of silence', async () => {
    const calls: { request: IncomingMessage; body: string }[] = []
    let status = 204
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        calls.push({ request, body })
        response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
    const identifiers = countingIdentifiers()
    const webhooks = openWebhooks({ store, clock, identifiers, reach: { loopback: true }, random: () => 0.5 })
    const tell = (id: string, webhook: string) =>
      store.use((database) =>
        database
          .insertInto('webhook_delivery')
          .values({
            webhook,
            kind: 'case',
            id,
            number: 3,
            type: 'decided',
            state: 'waiting',
            next_at: clock.now().toISOString(),
          })
          .execute(),
      )
    try {
      expect(await codeOf(openWebhooks({ store, clock, identifiers }).add('hdab', url, 'frida'))).toBe(
        'usage.request',
      )
      const { id, secret } = await webhooks.add('hdab', url, 'frida')
      await tell('1', id)
      expect(await webhooks.deliver()).toEqual({ sent: 1, later: 0, disabled: 0 })
      const [{ request, body }] = calls as [(typeof calls)[0]]
      expect(JSON.parse(body)).toEqual({ stream: 'case', id: '1', type: 'decided', number: 3 })
      const [, seconds, signature] =
        /^t=(\d+),v1=(\w+)$/.exec(String(request.headers['sund-signature'])) ?? []
      expect(signature).toBe(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'))
      // A redirect is no answer, and is not followed.
      status = 302
      await tell('2', id)
      expect(await webhooks.deliver()).toEqual({ sent: 0, later: 1, disabled: 0 })
      expect((await webhooks.list('hdab'))[0]?.failingSince).not.toBeNull()
      for (let day = 0; day < 4; day++) {
        later(24 * 60)
        await webhooks.deliver()
      }
      expect((await webhooks.list('hdab'))[0]?.disabledAt).not.toBeNull()
      const before = calls.length
      later(24 * 60)
      await webhooks.deliver()
      expect(calls).toHaveLength(before)
      // A test says what came back, also of one that is not called; enabled again it is no longer failing.
      expect(await webhooks.test('hdab', id)).toBe(302)
      expect(JSON.parse(calls.at(-1)?.body ?? '')).toEqual({ type: 'test' })
      expect(await codeOf(webhooks.test('other', id))).toBe('usage.not-found')
      expect(await openWebhooks({ store, clock, identifiers }).test('hdab', id)).toBeNull()
      await webhooks.enable('hdab', id, true, 'frida')
      expect(await webhooks.list('hdab')).toMatchObject([{ failingSince: null, disabledAt: null }])
      expect(await codeOf(webhooks.enable('other', id, false, 'frida'))).toBe('usage.not-found')
      // What resolves to this machine is not called by who may not.
      calls.length = before
      await tell('3', id)
      expect(await openWebhooks({ store, clock, identifiers }).deliver()).toMatchObject({ sent: 0 })
      expect(calls).toHaveLength(before)
      expect(await codeOf(webhooks.remove('other', id, 'frida'))).toBe('usage.not-found')
      await webhooks.remove('hdab', id, 'frida')
      expect(await webhooks.list('hdab')).toEqual([])
      expect((await logged('webhook-changed')).map(({ payload }) => payload)).toEqual(
        ['added', 'enabled', 'removed'].map((change) => ({ organisation: 'hdab', webhook: id, change })),
      )
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
  })
})
