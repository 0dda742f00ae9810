/** The store of cases, the same on both databases: what is acknowledged is kept, whole, in one order, and what is shown follows from it. */
import { type AddressInfo, connect, createServer } from 'node:net'
import type { Actor, CaseCommand } from '@sund/model'
import { Failure } from '@sund/model'
import { countingIdentifiers, fixedClock } from '@sund/model/testing'
import { type Engine, findPostgres, folderEngine, postgresEngine } from '@sund/store/testing'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, openCases } from '../src/cases/store/index.js'
import type { StorePlace } from '../src/index.js'
import { eventLog } from '../src/log.js'
import { openStore, type Store } from '../src/store.js'
import { TINY, type TinyCommand, tinyPorts } from './tiny-streams.js'

const bin = await findPostgres()
const engines: [string, (() => Promise<Engine>) | undefined][] = [
  ['PGlite in a folder', folderEngine],
  [
    bin === undefined ? 'PostgreSQL (skipped: no initdb found; install postgresql)' : 'PostgreSQL',
    bin === undefined ? undefined : () => postgresEngine(bin),
  ],
]

const anna: Actor = { subject: 'anna', name: 'Anna', memberships: [] }
const handler: Actor = {
  subject: 'hans',
  name: 'Hans',
  memberships: [{ organisation: 'hdab', roles: ['handler'] }],
}
const command = (tiny: TinyCommand) => tiny as CaseCommand
const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error) => (error instanceof Failure ? error.errors[0].code : `not typed: ${String(error)}`),
  )
/** Stands between a store and its database. Once armed, it passes on the next commit and breaks the connection instead of the answer. */
async function cutAfterCommit(url: string) {
  const target = new URL(url)
  const { hostname, port } = target
  let armed = false
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    let cut = false
    for (const socket of [client, upstream]) socket.on('error', () => undefined)
    client.on('data', (bytes) => {
      cut ||= armed && bytes.includes('commit')
      upstream.write(bytes)
    })
    upstream.on('data', (bytes) => {
      if (!cut) return client.write(bytes)
      armed = false
      client.destroy()
    })
    client.on('close', () => upstream.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  target.port = String((server.address() as AddressInfo).port)
  return {
    url: target.href,
    arm: () => {
      armed = true
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
const SHOWN = ['inbox_item', 'party', 'exclusion', 'public_part'] as const

describe.each(engines)('%s', (_name, start) => {
  if (start === undefined) {
    test.skip('there is none on this machine', () => undefined)
    return
  }
  let engine: Engine
  let place: StorePlace
  let store: Store
  let other: Store
  const clock = fixedClock('2026-01-10T12:00:00.000Z')
  const identifiers = countingIdentifiers()
  const troubles: string[] = []
  const open = (of: Store): Cases =>
    openCases({ store: of, clock, identifiers, kinds: TINY, ports: tinyPorts((what) => troubles.push(what)) })
  let cases: Cases
  /** As another process has them, where the database can be shared. */
  let theirs: Cases

  beforeAll(async () => {
    engine = await start()
    place = await engine.fresh()
    store = await openStore(place)
    other = 'url' in place ? await openStore(place) : store
  })
  afterAll(async () => {
    await store.close()
    await other.close()
    await engine.stop()
  })
  const tables = [...SHOWN, 'stream', 'anchored_head', 'reference', 'letter', 'stream_event', 'event']
  /** In one transaction, since each is flushed to the disk. */
  const behindOurBack = (...statements: string[]) =>
    store.use((database) =>
      database.transaction().execute(async (transaction) => {
        for (const statement of statements) await sql.raw(statement).execute(transaction)
      }),
    )
  const unguarded = (...statements: string[]) =>
    behindOurBack(
      'alter table stream_event disable trigger stream_event_is_kept',
      'alter table event disable trigger event_is_kept',
      ...statements,
      'alter table stream_event enable trigger stream_event_is_kept',
      'alter table event enable trigger event_is_kept',
    )
  beforeEach(async () => {
    troubles.length = 0
    await unguarded(...tables.map((table) => `delete from ${table}`))
    cases = open(store)
    theirs = open(other)
  })
  const id = () => identifiers.next()
  const submit = async (due?: string) => {
    const one = id()
    await cases.execute('case', one, command({ do: 'submit', ...(due === undefined ? {} : { due }) }), anna)
    return one
  }
  const rows = async (table: string) => {
    const found = await store.use((database) =>
      sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(database),
    )
    return found.rows.map((row) => JSON.stringify(row)).sort()
  }
  const lettersOf = async (one: string) =>
    ((await cases.view('case', one, anna)) as unknown as { letters: string }).letters

  test('a command is kept with what is shown of it, and one that was overtaken is refused', async () => {
    const one = await submit()
    const done = await cases.execute('case', one, command({ do: 'add', letter: 'a' }), anna, 1)
    expect(done.revision).toBe(2)
    expect(await done.view()).toMatchObject({ letters: 'a', reference: '2026-0001' })
    expect(await codeOf(cases.execute('case', one, command({ do: 'add', letter: 'b' }), anna, 1))).toBe(
      'conflict.revision',
    )
    expect(await lettersOf(one)).toBe('a')
    expect(await codeOf(cases.view('case', one, { ...anna, subject: 'stranger' }))).toBe('usage.not-found')
    expect(await codeOf(cases.view('case', id(), anna))).toBe('usage.not-found')
  })

  test('what is refused leaves nothing behind', async () => {
    const one = await submit()
    expect(await codeOf(cases.execute('case', one, command({ do: 'submit' }), anna))).toBe('conflict.exists')
    expect(await codeOf(cases.execute('case', id(), command({ do: 'add', letter: 'a' }), anna))).toBe(
      'usage.not-found',
    )
    expect(await rows('stream')).toHaveLength(1)
    expect(await rows('stream_event')).toHaveLength(1)
    // A number that was not used is given to the next.
    const two = await submit()
    expect(await cases.view('case', two, anna)).toMatchObject({ reference: '2026-0002' })
  })

  test('an answer that is lost after the commit loses nothing, and asking again is noticed', async ({
    skip,
  }) => {
    if (!('url' in place))
      return skip('a folder has no connection that could break; its kill test is in folder.test.ts')
    const one = await submit()
    const proxy = await cutAfterCommit(place.url)
    const cut = await openStore({ url: proxy.url })
    try {
      const far = open(cut)
      proxy.arm()
      const add = command({ do: 'add', letter: 'a' })
      expect(await codeOf(far.execute('case', one, add, anna, 1))).toBe('unavailable.store')
      expect(await lettersOf(one)).toBe('a')
      expect(await codeOf(far.execute('case', one, add, anna, 1))).toBe('conflict.revision')
      expect(await lettersOf(one)).toBe('a')
    } finally {
      await cut.close()
      await proxy.stop()
    }
  })

  test('what follows in another stream is kept with the command or not at all', async () => {
    const one = await submit()
    const permit = 'P-0000000001'
    await cases.execute('case', one, command({ do: 'grant', permit }), anna)
    expect(await cases.permit(permit)).toEqual({ id: permit, case: one, jws: `signed ${permit}` })
    const { entries } = await cases.register({ query: 'P-0000000001' })
    expect(entries).toMatchObject([{ reference: '2026-0001', permit: { id: permit, status: 'GRANTED' } }])
    expect(await codeOf(cases.execute('case', one, command({ do: 'grant', permit }), anna))).toBe(
      'conflict.exists',
    )
    const before = await Promise.all(tables.map(rows))
    expect(
      await codeOf(cases.execute('case', one, command({ do: 'grant', permit: 'P-REFUSED000' }), anna)),
    ).toBe('permission.denied')
    expect(await Promise.all(tables.map(rows))).toEqual(before)
  })

  test('any interleaving of commands on one stream is one after another', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.boolean(), fc.nat(3)), { minLength: 2, maxLength: 8 }),
        fc.boolean(),
        async (schedule, granting) => {
          const one = await submit()
          const lanes = [cases, theirs].map(async (process, lane) => {
            const mine = schedule.filter(([whose]) => whose === (lane === 1))
            for (const [index, [, wait]] of mine.entries()) {
              for (let turn = 0; turn < wait; turn++) await new Promise(setImmediate)
              await process.execute('case', one, command({ do: 'add', letter: `${lane}${index}` }), anna)
            }
            if (granting)
              await process.execute('case', one, command({ do: 'grant', permit: `P-${one}-${lane}` }), anna)
          })
          await Promise.all(lanes)
          const letters = (await lettersOf(one)).match(/../g) ?? []
          expect(letters).toHaveLength(schedule.length)
          for (const lane of ['0', '1']) {
            const order = letters.filter((letter) => letter.startsWith(lane)).map((letter) => letter[1])
            expect(order).toEqual([...order].sort())
          }
        },
      ),
      // In a folder there is one process, and its commands wait for each other anyhow.
      { numRuns: 'url' in place ? 12 : 4 },
    )
    await cases.verify()
  })

  test('of two who saw the same, one is told that it was overtaken', async () => {
    const one = await submit()
    const outcomes = await Promise.all(
      [cases, theirs].map((process, lane) =>
        codeOf(process.execute('case', one, command({ do: 'add', letter: `${lane}` }), anna, 1)),
      ),
    )
    expect(outcomes.sort()).toEqual(['conflict.revision', 'no error'])
    const same = id()
    const begun = await Promise.all(
      [cases, theirs].map((process) =>
        codeOf(process.execute('case', same, command({ do: 'submit' }), anna)),
      ),
    )
    expect(begun.sort()).toEqual(['conflict.exists', 'no error'])
  })

  test('all that is shown can be made anew and is the same', async () => {
    for (let n = 0; n < 5; n++) {
      const one = await submit(n % 2 === 0 ? '2026-01-0'.concat(String(n + 1)) : undefined)
      for (const letter of ['a', 'b', n === 3 ? '!' : 'c', 'd'].slice(0, n + 1)) {
        clock.set(`2026-01-1${n}T12:00:0${n}.000Z`)
        await cases.execute('case', one, command({ do: 'add', letter }), anna)
      }
      if (n === 4) await cases.execute('case', one, command({ do: 'grant', permit: 'P-0000000009' }), anna)
    }
    const shown = [...SHOWN, 'stream'] as const
    const before = await Promise.all(shown.map(rows))
    expect(before.map(({ length }) => length)).toEqual([expect.any(Number), 12, 1, 6, 6])
    await behindOurBack(
      'delete from party where id < (select max(id) from party)',
      `insert into inbox_item select 'case', id, 99, 'organisation:hdab', '2020-01-01', null, '{}' from stream`,
      `insert into inbox_item values ('case', 'gone', 0, 'organisation:hdab', '2020-01-01', null, '{}')`,
      `update public_part set words = '', updated_at = ''`,
      'delete from exclusion',
      'update stream set wakes = null',
    )
    expect(await cases.rebuild()).toEqual({ streams: 6, events: 21 })
    expect(await Promise.all(shown.map(rows))).toEqual(before)
    clock.set('2026-01-10T12:00:00.000Z')
  })

  test('who is excluded anywhere is excluded everywhere', async () => {
    const one = await submit()
    const bad = { ...anna, subject: 'bad' }
    await cases.execute('case', one, command({ do: 'add', letter: 'a' }), bad)
    await cases.execute('case', one, command({ do: 'add', letter: '!' }), anna)
    const two = await submit()
    expect(await codeOf(cases.execute('case', two, command({ do: 'add', letter: 'b' }), bad))).toBe(
      'permission.denied',
    )
  })

  test('a clock is heeded once, however many processes do it, and one that cannot go on holds up none', async () => {
    const due = await Promise.all(Array.from({ length: 6 }, () => submit('2026-01-09')))
    const later = await submit('2026-01-11')
    const stuck = await submit('never')
    const counts = await Promise.all([cases.tick(), theirs.tick()])
    expect(counts.map(({ ticked }) => ticked).reduce((sum, n) => sum + n)).toBe(6)
    expect(counts.map(({ failed }) => failed).reduce((sum, n) => sum + n)).toBe(1)
    expect(troubles).toEqual([`the clock of case ${stuck}`])
    expect(await cases.tick()).toEqual({ ticked: 0, failed: 0 })
    for (const one of due) expect(await cases.view('case', one, anna)).toMatchObject({ reminded: 1 })
    expect(await cases.view('case', later, anna)).toMatchObject({ reminded: 0 })
    clock.set('2026-01-11T12:00:00.000Z')
    expect(await cases.tick()).toEqual({ ticked: 1, failed: 1 })
    clock.set('2026-01-10T12:00:00.000Z')
    expect((await rows('letter')).filter((row) => row.includes('"reminder"'))).toHaveLength(7)
  })

  test('an inbox has what waits for its reader, the soonest first; a list has what they take part in', async () => {
    const one = await submit('2026-01-20')
    const two = await submit('2026-01-08')
    await cases.execute('case', one, command({ do: 'add', letter: 'a' }), anna)
    const inbox = await cases.inbox(handler)
    expect(inbox.map(({ id: of, late, mine }) => [of, late, mine])).toEqual([
      [two, 2, false],
      [one, -10, false],
    ])
    expect((await cases.inbox(anna)).map(({ title, mine }) => [title, mine])).toEqual([['a', true]])
    expect(
      await cases.inbox({ ...handler, memberships: [{ organisation: 'hdab', roles: ['auditor'] }] }),
    ).toEqual([])
    expect((await cases.list('case', anna)).views).toHaveLength(2)
    expect(await cases.list('case', handler, { limit: 1 })).toMatchObject({ views: [{}], total: 2 })
    expect(await cases.list('case', { ...anna, subject: 'bo' })).toEqual({ views: [], total: 0 })
    expect(await cases.list('case', { ...anna, subject: 'organisation:hdab' })).toEqual({
      views: [],
      total: 0,
    })
    await cases.execute('case', one, command({ do: 'add', letter: 'bcd' }), anna)
    expect(await cases.inbox(anna)).toHaveLength(3)
  })

  test('the public register is searched by beginnings of words, and never by what they are not', async () => {
    const one = await submit()
    await submit()
    await cases.execute('case', one, command({ do: 'add', letter: 'qz' }), anna)
    const found = async (query: string) => (await cases.register({ query })).total
    expect(await found('ørr')).toBe(2)
    expect(await found('ØRRET qz')).toBe(1)
    expect(await found('2026-0002')).toBe(1)
    for (const odd of ["'", ':*', '& |', '\\', 'ret', '\0'])
      expect(await found(odd)).toBe(odd === 'ret' ? 0 : 2)
    const { entries, total } = await cases.register({ status: 'SUBMITTED', offset: 1, limit: 1 })
    expect([entries.length, total]).toEqual([1, 2])
    expect((await cases.register({ status: 'WITHDRAWN' })).entries).toEqual([])
  })

  test('who watches a stream is told, also of what another process did', async () => {
    const one = await submit()
    const heard: number[] = []
    const told = new Promise<void>((resolve) => {
      const stop = cases.watch('case', one, (revision) => {
        heard.push(revision)
        if (heard.length === 3) {
          stop()
          resolve()
        }
      })
    })
    await cases.execute('case', one, command({ do: 'add', letter: 'a' }), anna)
    const hearing = 'url' in place ? theirs : cases
    // The connection that listens may not be there yet; so it is done until it is heard.
    for (let n = 0; n < 100 && heard.length < 3; n++) {
      await hearing.execute('case', one, command({ do: 'add', letter: 'b' }), anna)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await told
    expect(heard[0]).toBe(2)
    await cases.close()
    await theirs.close()
  })

  test('an event of an older version is read through its upgrader, and one of a newer says so', async () => {
    const one = await submit()
    await cases.execute('case', one, command({ do: 'add', letter: 'z' }), anna)
    const keptAs = async (version: number, payload: string) => {
      await unguarded(`update stream_event set version = ${version}, payload = '${payload}' where number = 2`)
      // What is remembered was read before it was changed behind our back.
      cases = open(store)
    }
    await keptAs(1, '{"letters":["x","y"]}')
    expect(await lettersOf(one)).toBe('xy')
    await keptAs(1, '{"letters":[]}')
    expect(await lettersOf(one)).toBe('')
    await keptAs(3, '{"letter":"x"}')
    expect(await codeOf(cases.view('case', one, anna))).toBe('data.version')
  })

  test('whatever is changed, cut off or taken away is found', async () => {
    const one = await submit()
    const two = await submit()
    for (const letter of 'abc') await cases.execute('case', one, command({ do: 'add', letter }), anna)
    await cases.tick()
    await cases.tick()
    await cases.execute('case', one, command({ do: 'add', letter: 'd' }), anna)
    clock.set('2026-01-10T13:00:01.000Z')
    await cases.tick()
    clock.set('2026-01-10T12:00:00.000Z')
    expect(await cases.verify()).toEqual({ streams: 2, events: 6, anchors: 2 })
    const log = await eventLog(store, clock).list({ type: 'cases-anchored' })
    expect(log.map(({ payload }) => payload)).toMatchObject([
      { anchor: 1, heads: 2 },
      { anchor: 2, heads: 1 },
    ])
    const copies = ['stream', 'stream_event', 'anchored_head', 'event']
    await behindOurBack(...copies.map((table) => `create table kept_${table} as select * from ${table}`))
    const where = `where id = '${one}' and number`
    const attacks = [
      [`update stream_event set payload = '{"letter":"x"}' ${where} = 3`],
      [`update stream_event set at = '2026-01-10T12:00:00.001Z' ${where} = 3`],
      [`update stream_event set actor = '{"name":"Bo","subject":"bo"}' ${where} = 3`],
      [`delete from stream_event ${where} = 3`],
      [`delete from stream_event ${where} = 5`],
      // Cut off, and the head mended: the chain alone holds.
      [
        `delete from stream_event ${where} = 5`,
        `update stream set revision = 4, head = (select hash from stream_event ${where} = 4) where id = '${one}'`,
      ],
      [`delete from stream_event where id = '${two}'`, `delete from stream where id = '${two}'`],
      [`delete from stream where id = '${two}'`],
      [`delete from anchored_head where id = '${two}'`],
      [`update anchored_head set revision = 1 where id = '${one}' and anchor = 2`],
      [`delete from event where position = 1`],
    ]
    for (const attack of attacks) {
      await unguarded(...attack)
      expect([attack, await codeOf(cases.verify())]).toEqual([attack, 'conflict.chain'])
      await unguarded(
        ...copies.flatMap((table) => [
          `delete from ${table}`,
          `insert into ${table} select * from kept_${table}`,
        ]),
      )
      await cases.verify()
    }
    await behindOurBack(...copies.map((table) => `drop table kept_${table}`))
    expect(await codeOf(behindOurBack('update stream_event set at = at'))).toMatch(/never changed/)
  })
})
