/**
 * Counts from the index equal counts of the rows, for whatever criteria; protected ones are within their bound and the same for the same
 * people; nothing that is sent in breaks it.
 */

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import {
  CRITERIA_LIMITS,
  type Criteria,
  type Criterion,
  type Failure,
  OPEN_POLICY,
  systemClock,
  systemIdentifiers,
} from '@sund/model'
import { createNetwork, generateKeys } from '@sund/network'
import { contentOf } from '@sund/network/testing'
import { openHoldings } from '@sund/registers'
import { testPorts } from '@sund/registers/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holderHandlers } from '../src/roles/holder.js'
import { createPermitReader } from '../src/roles/permits.js'
import { createRoom } from '../src/roles/room.js'
import { NOBODY_OUT } from './alone.js'
import { bruteForce, DIAGNOSES, DRUGS, openCounted } from './counted.js'

let strangers = 0
/** Somebody who was never told anything, so that neither the ledger nor a quota has a say in what is counted. */
const stranger = () => ({ subject: `test:${++strangers}`, name: 'Somebody' })
let open: Awaited<ReturnType<typeof openCounted>>
beforeAll(async () => {
  open = await openCounted()
}, 60_000)
afterAll(() => open.dispose())

const count = async (criteria: unknown, signal?: AbortSignal) =>
  (await open.sund.hub.count(criteria, stranger(), signal)).value
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (thrown: Failure) => thrown.errors[0].code,
  )

const patterns = (codes: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...codes, ...new Set(codes.map((code) => `${code[0]}*`))), {
    minLength: 1,
    maxLength: 3,
  })
const year = fc.option(fc.integer({ min: 2008, max: 2030 }), { nil: undefined })
const coded = (register: string, variable: string, codes: readonly string[]): fc.Arbitrary<Criterion> =>
  fc
    .record({ codes: patterns(codes), from: year, until: year })
    .filter(({ from = 0, until = 9999 }) => from <= until)
    .map(({ from, until, ...rest }) => ({
      register,
      variable,
      ...rest,
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    }))
const bounds = (variable: string, min: number, max: number): fc.Arbitrary<Criterion> =>
  fc
    .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
    .map(([a, b]) => ({ register: 'population', variable, least: Math.min(a, b), most: Math.max(a, b) }))
const criterion = fc.oneof(
  coded('hospital', 'DIAGNOSIS', DIAGNOSES),
  coded('drugs', 'DRUG', DRUGS),
  fc.constantFrom('1', '2').map((sex) => ({ register: 'population', variable: 'SEX', codes: [sex] })),
  bounds('BORN', 1925, 2015),
  bounds('CHILDREN', -1, 6),
)
const { tree } = fc.letrec<{ tree: Criteria }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    criterion,
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('tree').map((not) => ({ not })),
  ),
}))
const EVERYONE: Criteria = { register: 'population', variable: 'BORN', least: 1900 }

/** The same criteria on the registers of one prefix. */
const on = (prefix: string, criteria: Criteria): Criteria =>
  JSON.parse(JSON.stringify(criteria).replaceAll(/"register":"/g, `"register":"${prefix}.`)) as Criteria

describe('a count', () => {
  test('of public registers is that of the rows, whatever the criteria and however many holders decide', async () => {
    let several = 0
    await fc.assert(
      fc.asyncProperty(tree, async (criteria) => {
        const among: Criteria = { all: [EVERYONE, criteria] }
        const { count: found, registers } = await count(on('open', among))
        expect(found).toEqual({ value: bruteForce(among), error: 0 })
        if (registers.some(({ name }) => name.endsWith('drugs'))) several++
      }),
      { numRuns: 60, seed: 7 },
    )
    expect(several).toBeGreaterThan(10)
  }, 60_000)

  test('of protected registers is within its bound, and the same for the same people', async () => {
    let shown = 0
    await fc.assert(
      fc.asyncProperty(tree, async (criteria) => {
        const among: Criteria = { all: [EVERYONE, criteria] }
        const truth = bruteForce(among)
        const { count: found } = await count(on('kept', among))
        if ('withheld' in found) {
          expect(found.withheld).toBe('T2')
          expect(truth).toBeLessThan(OPEN_POLICY.cellThreshold)
          return
        }
        expect(Math.abs((found.value as number) - truth)).toBeLessThanOrEqual(found.error)
        if (truth > 0) shown++
        // The same people, said otherwise.
        const otherwise: Criteria = { all: [{ not: { any: [{ not: criteria }] } }, EVERYONE, EVERYONE] }
        expect((await count(on('kept', otherwise))).count).toEqual(found)
      }),
      { numRuns: 40, seed: 11 },
    )
    expect(shown).toBeGreaterThan(10)
  }, 60_000)

  test('moves with who is counted, and tells its bound', async () => {
    const moves = new Set<number>()
    for (let born = 1931; born < 1990; born++) {
      const criteria: Criteria = { register: 'population', variable: 'BORN', most: born }
      const { count: found, protection } = await count(on('kept', criteria))
      if ('withheld' in found) continue
      expect(protection.map(({ rule }) => rule)).toEqual(['L1', 'T5'])
      expect(found.error).toBe(OPEN_POLICY.noise.bound)
      moves.add((found.value as number) - bruteForce(criteria))
    }
    expect(moves.size).toBeGreaterThan(5)
  })

  test('of the same people is the same with one holder and with several and a room', async () => {
    const alone = await count(`kept.population/SEX == '1'`)
    const joint = await count(
      `kept.population/SEX == '1' & (kept.population/BORN >= 1900 | kept.drugs/DRUG == 'M1')`,
    )
    expect(joint.count).toEqual(alone.count)
    expect(joint.registers).toHaveLength(2)
  })

  test('is read as it is written', async () => {
    const { count: found, registers } = await count(
      `open.hospital/DIAGNOSIS == 'A*' since 2018 & inlist(open.population/SEX, 1, '2')
       & !(open.drugs/DRUG == 'N05' since 2015 until 2017) & inrange(open.population/BORN, 1950, 1980)`,
    )
    expect(found).toEqual({
      value: bruteForce({
        all: [
          { register: 'hospital', variable: 'DIAGNOSIS', codes: ['A*'], from: 2018 },
          { register: 'population', variable: 'SEX', codes: ['1', '2'] },
          { not: { register: 'drugs', variable: 'DRUG', codes: ['N05'], from: 2015, until: 2017 } },
          { register: 'population', variable: 'BORN', least: 1950, most: 1980 },
        ],
      }),
      error: 0,
    })
    expect(registers.map(({ name }) => name).sort()).toEqual([
      'open.drugs',
      'open.hospital',
      'open.population',
    ])
  })

  test('is in the log by who asked, with a hash for what', async () => {
    const { ledger, id } = await count(`kept.population/SEX == '1'`)
    const proof = await open.sund.hub.proof()
    expect(proof).toMatchObject({ verified: true, events: ledger.position })
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('many at once are what each is alone', async () => {
    const asked = Array.from({ length: 12 }, (_, i) =>
      i % 3 === 0
        ? `open.drugs/DRUG == 'M1' since ${2010 + i} & open.population/SEX == '1'`
        : `open.hospital/DIAGNOSIS == 'A*' since ${2010 + i}`,
    )
    const together = await Promise.all(asked.map((text) => count(text)))
    for (const [i, text] of asked.entries()) expect((await count(text)).count).toEqual(together[i]?.count)
  })

  test('that is cancelled says so and leaves nothing behind', async () => {
    expect(await codeOf(count(`kept.population/SEX == '1'`, AbortSignal.abort()))).toBe(
      'unavailable.cancelled',
    )
    const abort = new AbortController()
    const stop = open.sund.tap((_bytes, from) => {
      if (from === 'holder:north') abort.abort()
    })
    const work = codeOf(count(`kept.population/SEX == '1' & kept.drugs/DRUG == 'M1'`, abort.signal))
    expect(await work).toBe('unavailable.cancelled')
    stop()
    expect((await count(`open.population/SEX == '1'`)).count).toMatchObject({ error: 0 })
  })
})

describe('on the way', () => {
  test('the hub is told one number, persons go sealed to the room, and nobody is named', async () => {
    const toHub: Buffer[] = []
    const all: Buffer[] = []
    let sealed = 0
    const stop = open.sund.tap((bytes, from, to) => {
      const { envelope, attached } = contentOf(bytes)
      if (to === 'hub') {
        expect(attached.length).toBe(0)
        toHub.push(Buffer.from(JSON.stringify(envelope)))
      }
      if (to === 'room' && from !== 'hub') sealed += attached.length
      all.push(Buffer.from(bytes), Buffer.from(attached))
    })
    await count(`kept.population/SEX == '1' & !(kept.drugs/DRUG == 'M1')`)
    stop()
    expect(sealed).toBeGreaterThan(14 * 1000)
    // As much as numbers, words and signatures take, however many are counted.
    expect(Buffer.concat(toHub).length).toBeLessThan(20_000)
    const said = Buffer.concat(all)
    for (const needle of ['ID-5c1e', Buffer.from('ID-5c1e').toString('hex'), 'SUQtNWMxZ'])
      expect(said.includes(needle), needle).toBe(false)
  })

  test('a holder counts its own registers only, and a room nobody who was not delivered', async () => {
    const hub = 'hub' as const
    const terms = {
      run: randomUUID(),
      researcher: 'someone',
      terms: 'open' as const,
      policy: OPEN_POLICY,
      purpose: 'run' as const,
    }
    const network = createNetwork({ clock: systemClock, identifiers: systemIdentifiers })
    const permits = createPermitReader({ hubKey: () => network.keyOf(hub), clock: systemClock })
    const room = createRoom({
      peer: () => asking,
      work: join(open.home, 'other-room'),
      permits,
      limits: { workplace: { memoryMiB: 64, threads: 1 }, deadline: () => AbortSignal.timeout(20_000) },
    })
    const holdings = await openHoldings(join(open.home, 'holders', 'north', 'holdings'), testPorts())
    const handlers = holderHandlers(
      {
        name: 'elsewhere',
        holdings,
        work: join(open.home, 'other-work'),
        linkageSecret: new Uint8Array(32),
        policy: () => OPEN_POLICY,
        own: () => null,
        ...NOBODY_OUT,
        permits,
        limits: { workplace: { memoryMiB: 64, threads: 1 }, deadline: () => AbortSignal.timeout(20_000) },
      },
      () => asking,
    )
    network.join('room', generateKeys(), room.handlers)
    const asking = network.join('holder:elsewhere', generateKeys(), handlers)
    const peer = network.join(hub, generateKeys(), {})
    const sets: Criteria[] = [
      { register: 'kept.population', version: '1.0.0', variable: 'SEX', codes: ['1'] },
    ]
    expect(
      await codeOf(peer.ask('holder:elsewhere', 'count', { terms, sets, definition: 'd', room: null })),
    ).toBe('permission.refused-by-holder')
    await peer.ask('room', 'open-room', { terms })
    const combine = peer.ask('room', 'combine', {
      terms,
      parts: [{ holder: 'elsewhere', sets: 1 }],
      formula: { not: 0 },
      definition: 'd',
    })
    const closed = new Promise((resolve) => setTimeout(resolve, 100)).then(() =>
      peer.ask('room', 'close-room', { run: terms.run }),
    )
    expect(await codeOf(combine)).toBe('unavailable.cancelled')
    await closed
    await room.close()
  })
})

describe('what is wrong with criteria is said with its place', () => {
  test.each([
    [`kept.hospitl/DIAGNOSIS == 'A10'`, 'script.unknown-name', 1],
    [`kept.hospital/DIAGNOSS == 'A10'`, 'script.unknown-name', 1],
    [`kept.population/SEX == '1' & kept.hospital/DIAGNOSIS == 'Z9'`, 'script.code', 30],
    [`kept.hospital/DIAGNOSIS == '*'`, 'script.code', 28],
    [`kept.hospital/DIAGNOSIS == 'A*1'`, 'script.code', 28],
    [`kept.hospital/DIAGNOSIS = 'A10'`, 'script.syntax', 25],
    [`kept.hospital/DIAGNOSIS != 'A10'`, 'script.syntax', 25],
    [`kept.hospital/DIAGNOSIS == 'A10`, 'script.syntax', 28],
    [`kept.hospital/DIAGNOSIS == 'A10' since yesterday`, 'script.date', 40],
    [`kept.hospital/DIAGNOSIS == 'A10' kept.population/SEX == '1'`, 'script.syntax', 34],
    [`(kept.drugs/DRUG == 'M1' since 2017) until 2016`, 'script.date', 2],
    [`kept.population/SEX > 1`, 'script.type', 1],
    [`kept.population/WEIGHT > 70`, 'script.type', 1],
    [`(kept.population/SEX == '1'`, 'script.syntax', 28],
    [`DIAGNOSIS == 'A10'`, 'script.unknown-name', 1],
    [`hospital/DIAGNOSIS == 'A10'`, 'script.unknown-name', 1],
    ['', 'script.syntax', 1],
  ])('%s', async (text, code, column) => {
    const failure = await count(text).catch((thrown: Failure) => thrown)
    const [first] = (failure as Failure).errors
    expect(first.code).toBe(code)
    expect(first.position?.column).toBe(column)
    expect(first.next).not.toBe('')
  })

  test('who has nothing of it needs a population', async () => {
    const refused = `!(kept.hospital/DIAGNOSIS == 'A10')`
    expect(await codeOf(count(refused))).toBe('script.statistics')
    expect(await codeOf(count(`kept.population/SEX == '1' | ${refused}`))).toBe('script.statistics')
    expect(await codeOf(count(`kept.population/SEX == '1' & ${refused}`))).toBe('none')
  })

  test('trees that are deep, wide or of another form are refused at once', async () => {
    const leaf = { register: 'kept.population', variable: 'SEX', codes: ['1'] }
    let deep: unknown = leaf
    for (let i = 0; i < 100_000; i++) deep = { not: deep }
    const wide = { any: Array.from({ length: 100_000 }, () => leaf) }
    const nested = {
      any: Array.from({ length: 40 }, () => ({ any: Array.from({ length: 40 }, () => leaf) })),
    }
    const many = { ...leaf, codes: Array.from({ length: CRITERIA_LIMITS.codes + 1 }, (_, i) => `${i}`) }
    for (const bad of [
      deep,
      wide,
      nested,
      many,
      { ...leaf, codes: ['*'] },
      { ...leaf, codes: [] },
      { ...leaf, register: '../../etc' },
      { ...leaf, extra: 1 },
      { all: [] },
      { all: [leaf], any: [leaf] },
      null,
      7,
      [],
    ]) {
      const started = performance.now()
      expect(await codeOf(count(bad))).toBe('usage.request')
      expect(performance.now() - started).toBeLessThan(1000)
    }
    const text = `kept.population/SEX == '1'`
    expect(await codeOf(count('('.repeat(50_000)))).toBe('script.limit')
    expect(await codeOf(count(`${'!'.repeat(1000)}${text}`))).toBe('script.limit')
    expect(await codeOf(count(Array(60).fill(text).join(' | ')))).toBe('script.limit')
  })
})
