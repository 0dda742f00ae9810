/** Events and runs, the same on both databases. */
import { createHash } from 'node:crypto'
import { canonicalJson, Failure, type NewEvent, type RunDocument } from '@sund/model'
import { fixedClock } from '@sund/model/testing'
import { migrate } from '@sund/store'
import { type Engine, findPostgres, folderEngine, postgresEngine } from '@sund/store/testing'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { collectionStore } from '../src/catalogue/collections.js'
import { harvestStore } from '../src/catalogue/harvest/store.js'
import { type EventLog, openAccess, type RunStore, type StorePlace } from '../src/index.js'
import { eventLog } from '../src/log.js'
import { MIGRATIONS } from '../src/migrations.js'
import { runStore } from '../src/runs.js'
import { openStore, type Store } from '../src/store.js'
import { collectionTests } from './catalogue/collections.js'
import { followedTests } from './catalogue/followed.js'

const bin = await findPostgres()
const engines: [string, (() => Promise<Engine>) | undefined][] = [
  ['PGlite in a folder', folderEngine],
  [
    bin === undefined ? 'PostgreSQL (skipped: no initdb found; install postgresql)' : 'PostgreSQL',
    bin === undefined ? undefined : () => postgresEngine(bin),
  ],
]

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const signedIn = (actor: string): NewEvent => ({ type: 'signed-in', actor, payload: {} })
const requested = (n: number): NewEvent<'run-requested'> => ({
  type: 'run-requested',
  actor: 'anna',
  payload: { run: uuid(n), scriptHash: 'ab', terms: 'open' },
})
const document = (n: number, script = 'require a'): RunDocument => ({
  run: uuid(n),
  state: 'released',
  script,
  results: [],
  errors: [],
  seconds: 1.5,
  receipt: null,
})
const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error) => (error instanceof Failure ? error.errors[0].code : `not typed: ${String(error)}`),
  )

describe.each(engines)('%s', (_name, start) => {
  if (start === undefined) {
    test.skip('there is none on this machine', () => undefined)
    return
  }
  let engine: Engine
  let place: StorePlace
  let store: Store
  let log: EventLog
  let runs: RunStore
  const clock = fixedClock()
  const open = async () => {
    store = await openStore(place)
    log = eventLog(store, clock)
    runs = runStore(store, clock)
  }
  /** Does in the database what its superuser, or somebody with its files, could. */
  const behindOurBack = (...statements: string[]) =>
    store.use(async (database) => {
      for (const statement of statements) await sql.raw(statement).execute(database)
    })
  const tamper = (...statements: string[]) =>
    behindOurBack('alter table event disable trigger event_is_kept', ...statements)
  beforeAll(async () => {
    engine = await start()
    place = await engine.fresh()
    await open()
  })
  afterAll(async () => {
    await store.close()
    await engine.stop()
  })

  describe('a collection of variables', () => collectionTests(() => collectionStore(store, clock)))
  describe('a catalogue elsewhere', () => followedTests(() => harvestStore(store, clock), clock.now))
  beforeEach(async () => {
    await tamper('truncate event', 'truncate run', 'alter table event enable trigger event_is_kept')
  })

  test('an empty log verifies, and its head is nothing', async () => {
    const head = { position: 0, hash: '0'.repeat(64) }
    expect(await log.head()).toEqual(head)
    expect(await log.verify()).toEqual({ events: 0, head })
    expect(await log.list()).toEqual([])
  })

  test('events are chained as documented, and are there after reopening', async () => {
    const first = await log.append(requested(1))
    clock.set('2026-01-02T00:00:00.000Z')
    const second = await log.append(signedIn('bo'))
    const hash = (previous: string, said: object) =>
      createHash('sha256')
        .update(previous + canonicalJson(said))
        .digest('hex')
    const at = '2026-01-01T00:00:00.000Z'
    expect(first).toEqual({
      ...requested(1),
      position: 1,
      at,
      previousHash: '0'.repeat(64),
      hash: hash('0'.repeat(64), { position: 1, at, ...requested(1) }),
    })
    expect(second.previousHash).toBe(first.hash)
    clock.set(at)
    await store.close()
    await store.close()
    await open()
    expect(await log.list()).toEqual([first, second])
    expect(await log.verify()).toEqual({ events: 2, head: { position: 2, hash: second.hash } })
  })

  test('events are listed by type, actor and position', async () => {
    for (const n of [1, 2, 3, 4]) await log.append(n % 2 === 0 ? requested(n) : signedIn('bo'))
    const positions = async (filter: Parameters<EventLog['list']>[0]) =>
      (await log.list(filter)).map(({ position }) => position)
    expect(await positions({ type: 'run-requested' })).toEqual([2, 4])
    expect(await positions({ actor: 'bo' })).toEqual([1, 3])
    expect(await positions({ after: 1, before: 4 })).toEqual([2, 3])
    expect(await positions({ after: 1, limit: 2 })).toEqual([2, 3])
    expect(await positions({ newestFirst: true, limit: 3 })).toEqual([4, 3, 2])
    expect(await positions({ limit: 0 })).toEqual([])
  })

  test('many appends at once make one chain', async () => {
    const appended = await Promise.all(Array.from({ length: 40 }, (_, n) => log.append(requested(n))))
    expect(appended.map(({ position }) => position).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, n) => n + 1),
    )
    expect((await log.verify()).events).toBe(40)
  })

  test('whatever text the payloads hold, the chain verifies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (scriptHash) => {
        const event = requested(1)
        const { position } = await log.append({ ...event, payload: { ...event.payload, scriptHash } })
        const [read] = await log.list({ after: position - 1 })
        expect(read?.payload).toEqual({ ...event.payload, scriptHash })
      }),
      { numRuns: 40 },
    )
    await log.verify()
  })

  test('what is no event is not appended', async () => {
    await expect(log.append({ type: 'signed-in', actor: 'a b', payload: {} })).rejects.toThrow(Failure)
    await expect(log.append({ ...requested(1), payload: { run: 'x' } as never })).rejects.toThrow()
    expect((await log.head()).position).toBe(0)
  })

  test('a chain longer than a batch verifies', async () => {
    await behindOurBack('set synchronous_commit to off')
    await Promise.all(Array.from({ length: 501 }, () => log.append(signedIn('bo'))))
    expect((await log.verify()).events).toBe(501)
  })

  test('row 17 (log): what persons did is there years later, since no event can be changed or deleted', async () => {
    const early = fixedClock('2024-01-01T00:00:00.000Z')
    await eventLog(store, early).append(requested(1))
    await log.append(requested(2))
    for (const statement of [
      "delete from event where at < '2025-01-01'",
      "update event set actor = 'eve' where position = 1",
      'truncate event',
    ])
      await expect(behindOurBack(statement)).rejects.toThrow(/appended, never changed/)
    expect((await log.list({ actor: 'anna' })).map(({ at }) => at.slice(0, 4))).toEqual(['2024', '2026'])
  })

  test('the database itself refuses to change events', async () => {
    await log.append(signedIn('bo'))
    for (const statement of ["update event set actor = 'x'", 'delete from event', 'truncate event'])
      await expect(behindOurBack(statement)).rejects.toThrow(/appended, never changed/)
    expect((await log.verify()).events).toBe(1)
  })

  test.each([
    ["update event set actor = 'eve' where position = 3", 3],
    ["update event set at = '2025-01-01T00:00:00.000Z' where position = 1", 1],
    ["update event set type = 'run-cancelled' where position = 2", 2],
    [`update event set payload = replace(payload, 'ab', 'ac') where position = 4`, 4],
    [`update event set payload = ' ' || payload where position = 4`, 4],
    ["update event set payload = 'not json' where position = 4", 4],
    [`update event set hash = repeat('a', 64) where position = 2`, 2],
    [`update event set previous_hash = repeat('a', 64) where position = 3`, 3],
    ['delete from event where position = 3', 3],
    ['delete from event where position = 1', 1],
    ['update event set position = 9 where position = 5', 5],
    [
      `insert into event select 6, at, type, actor, payload, repeat('b', 64), hash from event where position = 5`,
      6,
    ],
  ])('tampering is found: %s', async (statement, position) => {
    for (const n of [1, 2, 3, 4, 5]) await log.append(requested(n))
    await tamper(statement)
    const failure = await log.verify().catch((error: Failure) => error)
    expect(failure).toMatchObject({ errors: [{ code: 'conflict.chain' }] })
    expect((failure as Failure).message).toContain(`event ${position} `)
  })

  test('an end that was cut off is found by who remembers it', async () => {
    for (const n of [1, 2, 3]) await log.append(requested(n))
    const head = await log.head()
    await log.verify([head, { position: 0, hash: '0'.repeat(64) }])
    await tamper('delete from event where position = 3')
    expect(await codeOf(log.verify())).toBe('no error')
    expect(await codeOf(log.verify([head]))).toBe('conflict.chain')
    await log.append(requested(4))
    expect(await codeOf(log.verify())).toBe('no error')
    expect(await codeOf(log.verify([head]))).toBe('conflict.chain')
  })

  test('runs are their owners’ alone', async () => {
    await runs.save('anna', document(1, '// Diabetes and death\nrequire a'))
    await runs.save('bo', document(2))
    expect(await runs.open('anna', uuid(1))).toEqual(document(1, '// Diabetes and death\nrequire a'))
    for (const run of [uuid(2), uuid(3), 'no run'])
      expect(await codeOf(runs.open('anna', run))).toBe('usage.not-found')
    expect(await runs.list('anna')).toEqual([
      {
        run: uuid(1),
        at: '2026-01-01T00:00:00.000Z',
        state: 'released',
        title: 'Diabetes and death',
        results: 0,
      },
    ])
    expect(await runs.list('eve')).toEqual([])
    expect(await codeOf(runs.save('eve', document(1)))).toBe('conflict.exists')
    expect((await runs.open('bo', uuid(2))).script).toBe('require a')
  })

  test('runs are listed newest first, page by page', async () => {
    for (const n of [1, 2, 3, 4, 5])
      await runs.save('anna', document(n, `\n\n  line ${n} ${'ø'.repeat(200)}`))
    const page = await runs.list('anna', { limit: 2 })
    expect(page.map(({ run }) => run)).toEqual([uuid(5), uuid(4)])
    expect(page[0]?.title).toMatch(/^line 5 ø+…$/)
    expect(page[0]?.title).toHaveLength(120)
    expect((await runs.list('anna', { before: uuid(4) })).map(({ run }) => run)).toEqual([3, 2, 1].map(uuid))
    expect(await runs.list('bo', { before: uuid(4) })).toEqual([])
  })

  test('what cannot be stored is refused, typed', async () => {
    expect(await codeOf(runs.open('anna', 'a\0b'))).toBe('usage.request')
    await runs.save('anna', document(1, 'a\0b \ud800'))
    expect((await runs.open('anna', uuid(1))).script).toBe('a\0b \ud800')
  })

  test('a store of a newer version is left alone', async () => {
    await behindOurBack("insert into kysely_migration values ('9999-later', '2030-01-01')")
    expect(await codeOf(migrate(store, MIGRATIONS))).toBe('environment.install')
    await behindOurBack("delete from kysely_migration where name = '9999-later'")
    expect(await codeOf(migrate(store, MIGRATIONS))).toBe('no error')
  })
})

describe.skipIf(bin === undefined)('PostgreSQL with several processes', () => {
  let engine: Engine
  beforeAll(async () => {
    engine = await postgresEngine(bin as string)
  })
  afterAll(() => engine.stop())

  test('opens once for all, and appends of all make one chain', async () => {
    const place = await engine.fresh()
    const opened = await Promise.all(Array.from({ length: 4 }, () => openAccess(place, fixedClock())))
    await Promise.all(
      opened.flatMap(({ log }, who) =>
        Array.from({ length: 25 }, () => log.append(signedIn(`process-${who}`))),
      ),
    )
    for (const { log } of opened) expect((await log.verify()).events).toBe(100)
    await Promise.all(opened.map((each) => each.close()))
  })

  test('says what is wrong when it cannot be reached, and goes on when it is back', async () => {
    const place = (await engine.fresh()) as { url: string }
    const access = await openAccess(place, fixedClock())
    const name = new URL(place.url).pathname.slice(1)
    const other = await openStore(await engine.fresh())
    await other.use((database) =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`.execute(database),
    )
    await other.close()
    // The pool may hold several broken connections, and learns of each as it uses it.
    const codes: string[] = []
    do codes.push(await codeOf(access.log.append(signedIn('bo'))))
    while (codes.at(-1) === 'unavailable.store' && codes.length < 20)
    expect(codes.at(-1)).toBe('no error')
    expect((await access.log.verify()).events).toBe(1)
    await access.close()
    expect(await codeOf(openAccess({ url: place.url.replace(name, 'nothing') }, fixedClock()))).toBe(
      'unavailable.store',
    )
  })
})

test.each(['postgres://sund@127.0.0.1:1/sund', 'postgres://[', 'postgres://sund@127.0.0.1:99999/x'])(
  'a database that is not there is unavailable: %s',
  async (url) => {
    expect(await codeOf(openAccess({ url }, fixedClock()))).toBe('unavailable.store')
  },
)
