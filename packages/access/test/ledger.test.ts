/** The release ledger, the same on both databases: what is held, told, forgotten and counted, also by several at once and after a kill. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Failure } from '@sund/model'
import { fixedClock } from '@sund/model/testing'
import { prepareStores } from '@sund/store'
import { type Engine, findPostgres, folderEngine, postgresEngine } from '@sund/store/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Access, type AskedResult, openAccess, personKey, type StorePlace } from '../src/index.js'
import { plainIndex, sketch } from './sketches.mjs'

const bin = await findPostgres()
const engines: [string, (() => Promise<Engine>) | undefined][] = [
  ['PGlite in a folder', folderEngine],
  [
    bin === undefined ? 'PostgreSQL (skipped: no initdb found; install postgresql)' : 'PostgreSQL',
    bin === undefined ? undefined : () => postgresEngine(bin),
  ],
]

const START = '2026-01-01T00:00:00.000Z'
const after = (hours: number) => new Date(Date.parse(START) + hours * 3_600_000).toISOString()
const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error) => (error instanceof Failure ? error.errors[0].code : `not typed: ${String(error)}`),
  )
let runs = 0
/** A result of a run of its own, of people whom nobody has asked about, unless it says otherwise. */
const asks = (some: Partial<AskedResult> = {}): AskedResult => {
  const run = some.run ?? `run ${++runs}`
  const index = some.index === undefined ? 0 : some.index
  return {
    run,
    index,
    subject: 'anna',
    parties: [],
    kind: 'table',
    registers: ['test.population 1.0.0'],
    question: `${run} ${index}`,
    sensitive: [],
    sets: [],
    difference: 10,
    quota: { results: 1000, sensitive: 1000 },
    magnitude: 3,
    ...some,
  }
}

describe.each(engines)('%s', (_name, start) => {
  if (start === undefined) {
    test.skip('there is none on this machine', () => undefined)
    return
  }
  let engine: Engine
  let place: StorePlace
  let access: Access
  const clock = fixedClock(START)
  beforeAll(async () => {
    engine = await start()
  })
  beforeEach(async () => {
    await access?.close()
    clock.set(START)
    place = await engine.fresh()
    access = await openAccess(place, clock)
  })
  afterAll(async () => {
    await access.close()
    await engine.stop()
  })
  const reserve = async (some: Partial<AskedResult>, by = access) =>
    (await by.ledger.reserve(asks(some), plainIndex)).verdicts
  /** Asks and tells all that it may. */
  const tell = async (some: Partial<AskedResult>, by = access) => {
    const asked = asks(some)
    const { verdicts, told: before, again } = await by.ledger.reserve(asked, plainIndex)
    const told = verdicts.flatMap((verdict, at) => (verdict === 'quota' ? [] : [at]))
    await by.ledger.settle({ run: asked.run, index: asked.index, told, body: `body of ${asked.question}` })
    const as = before.map((one) => one?.sealed ?? null)
    return { verdicts, as, where: before.map((one) => (one === null ? 'new' : one.in)), again }
  }
  const set = sketch('people')
  const [nine, ten] = [sketch('people', 9), sketch('people', 10)]

  test('what was told is known, what is near it is found, and both after reopening', async () => {
    expect((await tell({ sets: [set] })).verdicts).toEqual(['new'])
    expect(await reserve({ sets: [set, nine, ten] })).toEqual(['known', 'near', 'new'])
    await access.close()
    access = await openAccess(place, clock)
    expect(await reserve({ sets: [set, nine] })).toEqual(['known', 'near'])
    expect(await reserve({ sets: [nine], difference: 9 })).toEqual(['new'])
  })

  test('strangers are told apart, and become one when they are linked, in one organisation or project, or share', async () => {
    await tell({ sets: [set] })
    expect(await reserve({ sets: [nine], subject: 'bo', run: 'first' })).toEqual(['new'])
    await access.ledger.release('first')
    await access.ledger.link(personKey('bo'), personKey('anna'))
    expect(await reserve({ sets: [nine], subject: 'bo' })).toEqual(['near'])

    const other = sketch('others')
    await tell({ sets: [other], subject: 'carl', parties: ['organisation:a'] })
    expect(
      await reserve({
        sets: [sketch('others', 3)],
        subject: 'dora',
        parties: ['organisation:b'],
        run: 'second',
      }),
    ).toEqual(['new'])
    await access.ledger.release('second')
    // Dora changes to the organisation of Carl, and what she was told before is his as well.
    await tell({ sets: [sketch('hers')], subject: 'dora', parties: ['organisation:b'] })
    expect(
      await reserve({ sets: [sketch('others', 3)], subject: 'dora', parties: ['organisation:a'] }),
    ).toEqual(['near'])
    expect(
      await reserve({ sets: [sketch('hers', 2)], subject: 'carl', parties: ['organisation:a'] }),
    ).toEqual(['near'])
    await access.close()
    access = await openAccess(place, clock)
    expect(await reserve({ sets: [nine], subject: 'bo' })).toEqual(['near'])
    expect(await reserve({ sets: [sketch('hers', 2)], subject: 'carl', parties: [] })).toEqual(['near'])
  })

  test('what is held is compared with, and free again when it is settled without, released, or an hour old', async () => {
    const first = asks({ sets: [set] })
    await access.ledger.reserve(first, plainIndex)
    expect(await reserve({ sets: [nine], run: 'copy' })).toEqual(['near'])
    await access.ledger.release('copy')
    await access.ledger.settle({ run: first.run, index: 0, told: [], body: 'nothing' })
    expect(await reserve({ sets: [nine], run: 'second' })).toEqual(['new'])
    expect(await reserve({ sets: [set], run: 'other copy' })).toEqual(['near'])
    await access.ledger.release('other copy')
    await access.ledger.release('second')
    expect(await reserve({ sets: [set], run: 'third' })).toEqual(['new'])
    expect(await reserve({ sets: [nine] })).toEqual(['near'])
    clock.set(after(1.001))
    expect(await reserve({ sets: [nine] })).toEqual(['new'])
    expect(await codeOf(access.ledger.settle({ run: 'third', index: 0, told: [0], body: 'late' }))).toBe(
      'permission.signature',
    )
  })

  test('what only another result holds is known, and stays with who tells it when the other lets go', async () => {
    await access.ledger.reserve(asks({ sets: [set], run: 'first' }), plainIndex)
    expect((await tell({ sets: [set], run: 'second' })).verdicts).toEqual(['known'])
    await access.ledger.release('first')
    expect(await reserve({ sets: [nine] })).toEqual(['near'])
  })

  test('what is near is told as the first that was told of those it is near to, also when circles join or only another holds it', async () => {
    const as = ({ sealed }: { sealed: Uint8Array }) => Buffer.from(sealed).toString('base64')
    const [four, six] = [sketch('people', 4), sketch('people', 6)]
    await tell({ sets: [six], subject: 'bo' })
    await tell({ sets: [set, sketch('others')] })
    await tell({ sets: [four], subject: 'carl' })
    expect((await tell({ sets: [nine] })).as).toEqual([as(set)])
    await access.ledger.link(personKey('anna'), personKey('carl'))
    expect((await tell({ sets: [nine], subject: 'carl' })).as).toEqual([as(set)])
    await access.ledger.link(personKey('bo'), personKey('anna'))
    expect((await tell({ sets: [nine, set] })).as).toEqual([as(six), null])
    await access.close()
    access = await openAccess(place, clock)
    expect((await tell({ sets: [nine] })).as).toEqual([as(six)])
    // What is told as something that is only held is held as well, and stays when that is let go.
    const held = sketch('held')
    await access.ledger.reserve(asks({ sets: [held], run: 'first' }), plainIndex)
    expect((await tell({ sets: [sketch('held', 3)] })).as).toEqual([as(held)])
    await access.ledger.release('first')
    expect(await reserve({ sets: [held, sketch('held', 5)] })).toEqual(['known', 'near'])
  })

  test('with what is near comes in which of one’s own results it was, and nothing of another’s', async () => {
    const of = async (subject: string) => (await tell({ sets: [nine], subject })).where
    await tell({ sets: [set], index: 2 })
    await tell({ sets: [sketch('counted')], index: null })
    expect(await of('anna')).toEqual([{ index: 2, at: clock.now().toISOString() }])
    expect((await tell({ sets: [sketch('counted', 3)] })).where).toEqual([
      { index: null, at: clock.now().toISOString() },
    ])
    await access.ledger.link(personKey('anna'), personKey('bo'))
    expect(await of('bo')).toEqual([null])
    await access.ledger.reserve(asks({ sets: [sketch('held')], subject: 'bo', run: 'first' }), plainIndex)
    expect((await tell({ sets: [sketch('held', 3)] })).where).toEqual([null])
  })

  test('only what was judged may be told, once, and a result is asked about once', async () => {
    await tell({ sets: [set] })
    const asked = asks({ sets: [nine, ten] })
    await access.ledger.reserve(asked, plainIndex)
    expect(await codeOf(access.ledger.reserve(asked, plainIndex))).toBe('conflict.exists')
    const settle = (told: number[]) =>
      codeOf(access.ledger.settle({ run: asked.run, index: 0, told, body: 'b' }))
    expect(await settle([2])).toBe('permission.signature')
    expect(await settle([0, 1])).toBe('no error')
    expect(await settle([1])).toBe('permission.signature')
    expect(await codeOf(access.ledger.settle({ run: 'none', index: 0, told: [0], body: 'b' }))).toBe(
      'permission.signature',
    )
    expect(await codeOf(access.ledger.settle({ run: 'none', index: 0, told: [], body: 'b' }))).toBe(
      'no error',
    )
  })

  test('of results at once, all others are told of sets that are near as the one is', async () => {
    const another = 'url' in place ? await openAccess(place, clock) : access
    for (let round = 0; round < 5; round++) {
      const sets = Array.from({ length: 8 }, (_, i) => sketch(`round ${round}`, i))
      const answers = await Promise.all(
        sets.map((one, i) => tell({ sets: [one], subject: 'anna' }, i % 2 === 0 ? access : another)),
      )
      expect(answers.filter(({ verdicts }) => verdicts[0] === 'new')).toHaveLength(1)
    }
    if (another !== access) {
      // What one has told, the other has seen.
      await tell({ sets: [set] }, access)
      expect(await reserve({ sets: [nine] }, another)).toEqual(['near'])
      await another.close()
    }
  })

  test('more sets than a statement can carry are held, told and read again', async () => {
    const sets = Array.from({ length: 12_000 }, (_, n) => sketch(`many ${n}`))
    // Comparing is somebody else's: here nothing is near.
    const known = () => {
      const all = new Map<string, number>()
      const key = (identity: Uint8Array) => Buffer.from(identity).toString('hex')
      return {
        add(sketches: Iterable<{ identity: Uint8Array }>) {
          for (const { identity } of sketches) all.set(key(identity), all.size)
        },
        compare: (some: readonly { identity: Uint8Array }[]) =>
          some.map(({ identity }) => {
            const entry = all.get(key(identity)) ?? null
            return { verdict: entry === null ? ('new' as const) : ('known' as const), entry }
          }),
      }
    }
    const asked = asks({ sets })
    await access.ledger.reserve(asked, known)
    await access.ledger.settle({ run: asked.run, index: 0, told: sets.map((_, at) => at), body: 'b' })
    await access.close()
    access = await openAccess(place, clock)
    const { verdicts } = await access.ledger.reserve(asks({ sets }), known)
    expect(verdicts.filter((verdict) => verdict === 'known')).toHaveLength(12_000)
  }, 60_000)

  test('a quota is used up, opens a day after, and the same question or answer costs nothing', async () => {
    const quota = { results: 3, sensitive: 2 }
    const ask = (n: number, some: Partial<AskedResult> = {}) =>
      tell({ question: `question ${n}`, sets: [sketch(`${n}`)], quota, ...some })
    for (const n of [1, 2, 3]) {
      clock.set(after(n))
      expect((await ask(n)).again).toBeNull()
    }
    expect(await ask(4)).toMatchObject({ verdicts: ['quota'], as: [null], again: after(25) })
    expect((await ask(2)).again).toBeNull()
    expect(await access.ledger.spent('anna')).toEqual({ results: 3, sensitive: {}, oldestUntil: after(25) })
    // Somebody else has a quota of their own, in the same circle too.
    await access.ledger.link(personKey('anna'), personKey('bo'))
    expect((await ask(5, { subject: 'bo' })).again).toBeNull()
    clock.set(after(25.01))
    expect((await ask(4)).again).toBeNull()
    expect((await ask(6)).again).toBe(after(26))
    // Two of one variable, and no matter how many of another.
    const special = { subject: 'carl', sensitive: ['r/HIV'] }
    await ask(11, special)
    await ask(12, { ...special, sensitive: ['r/HIV', 'r/AGE'] })
    expect((await ask(13, special)).verdicts).toEqual(['quota'])
    expect((await ask(14, { subject: 'carl', sensitive: ['r/AGE'] })).again).toBeNull()
    expect((await access.ledger.spent('carl')).sensitive).toEqual({ 'r/HIV': 2, 'r/AGE': 2 })
  })

  test('another question with the same answer is counted once, and what was dropped is not', async () => {
    const settled = async (question: string, body: string) => {
      const asked = asks({ question, sets: [sketch(body)] })
      await access.ledger.reserve(asked, plainIndex)
      await access.ledger.settle({ run: asked.run, index: 0, told: [0], body })
    }
    await settled('one way', 'answer')
    await settled('another way', 'answer')
    await access.ledger.reserve(asks({ run: 'given up', sets: [sketch('c')] }), plainIndex)
    expect((await access.ledger.spent('anna')).results).toBe(2)
    await access.ledger.release('given up')
    expect((await access.ledger.spent('anna')).results).toBe(1)
  })

  test('sets told of populations of a size are counted for the circle, ever, with what its other results hold', async () => {
    const people = (n: number) => Array.from({ length: n }, (_, at) => sketch(`people ${n} ${at}`))
    const toldBefore = async (magnitude: number, subject = 'anna') => {
      const asked = asks({ magnitude, subject })
      const { toldSets } = await access.ledger.reserve(asked, plainIndex)
      await access.ledger.release(asked.run)
      return toldSets
    }
    await tell({ sets: people(3), magnitude: 4 })
    // What is known is not new.
    await tell({ sets: people(3), magnitude: 3 })
    await tell({ sets: people(2), magnitude: 3, subject: 'bo' })
    const held = asks({ sets: people(4), magnitude: 3 })
    await access.ledger.reserve(held, plainIndex)
    expect(await toldBefore(3)).toBe(4)
    await access.ledger.release(held.run)
    expect([await toldBefore(3), await toldBefore(4), await toldBefore(3, 'bo')]).toEqual([0, 3, 2])
    clock.set(after(24 * 365))
    await access.ledger.link(personKey('anna'), personKey('bo'))
    expect([await toldBefore(3), await toldBefore(4)]).toEqual([2, 5])
    const told = (...keys: string[]) => access.ledger.toldSets(keys, [2, 3, 4], plainIndex)
    expect(await told(personKey('bo'))).toEqual([0, 2, 5])
    expect(await told(personKey('carl'))).toEqual([0, 0, 0])
    // Who has not asked yet is told what those of the same organisation were told.
    await tell({ sets: people(9).slice(5), magnitude: 3, subject: 'dora', parties: ['organisation:o'] })
    expect(await told(personKey('carl'), 'organisation:o')).toEqual([0, 4, 4])
    await access.close()
    access = await openAccess(place, clock)
    expect([await toldBefore(3), await toldBefore(4, 'bo')]).toEqual([2, 5])
  })

  test('of results at once no more than the quota are told', async () => {
    const quota = { results: 4, sensitive: 1000 }
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => tell({ sets: [sketch(`at once ${n}`)], quota })),
    )
    expect(answers.filter(({ again }) => again === null)).toHaveLength(4)
  })

  test('auditors see who, when and what kind, how it was judged, and no sketch', async () => {
    await tell({ sets: [set, sketch('b')], run: 'first', registers: ['test.population 1.0.0'] })
    await tell({
      sets: [nine],
      run: 'second',
      index: null,
      subject: 'anna',
      registers: ['test.hospital 2.0.0'],
    })
    const rows = await access.ledger.list()
    expect(rows).toMatchObject([
      {
        subject: 'anna',
        run: 'first',
        index: 0,
        state: 'told',
        verdicts: { new: 2, near: 0 },
        told: 2,
        at: START,
      },
      { run: 'second', index: null, verdicts: { new: 0, near: 1 }, told: 0 },
    ])
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(set.slots).toString('base64').slice(0, 8))
    const found = async (filter: Parameters<Access['ledger']['list']>[0]) =>
      (await access.ledger.list(filter)).map(({ run }) => run)
    expect(await found({ register: 'test.hospital' })).toEqual(['second'])
    expect(await found({ register: 'test' })).toEqual([])
    expect(await found({ newestFirst: true, limit: 1 })).toEqual(['second'])
    expect(await found({ after: rows[0]?.number ?? 0 })).toEqual(['second'])
    expect(await found({ subject: 'bo' })).toEqual([])
  })
})

test('what was acknowledged as told survives SIGKILL at any moment', async () => {
  await prepareStores()
  const folder = await mkdtemp(join(tmpdir(), 'sund-ledger-'))
  try {
    let last = 0
    for (const count of [1, 12]) {
      const teller = spawn(
        process.execPath,
        [join(import.meta.dirname, 'teller.mjs'), folder, `${last + 2}`],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      )
      const ended = new Promise((resolve) => teller.once('exit', resolve))
      let lines = 0
      for await (const line of createInterface({ input: teller.stdout })) {
        expect(line.split(' ')[1]).toBe('new')
        last = Number(line.split(' ')[0])
        if (++lines === count) teller.kill('SIGKILL')
      }
      await ended
      const access = await openAccess({ folder }, fixedClock(new Date().toISOString()))
      const sets = [2, last].map((n) => sketch(`run ${n}`))
      const asked = asks({ subject: 'bo', run: `after ${count}`, sets })
      expect((await access.ledger.reserve(asked, plainIndex)).verdicts).toEqual(['known', 'known'])
      const near = asks({ subject: 'bo', sets: [sketch(`run ${last}`, 5)] })
      expect((await access.ledger.reserve(near, plainIndex)).verdicts).toEqual(['near'])
      await access.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 60_000)
