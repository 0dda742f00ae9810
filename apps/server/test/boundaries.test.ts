/**
 * What a holder and a room refuse, whoever asks: each is asked over signed messages as a stranger or a
 * curious hub would.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { compile, type Fragment, split } from '@sund/engine'
import {
  type Failure,
  type LedgerAnswer,
  OPEN_POLICY,
  type Party,
  type Policy,
  type Result,
  type RunTerms,
  strictest,
} from '@sund/model'
import { countingIdentifiers, fixedClock } from '@sund/model/testing'
import {
  collect,
  createEndpoint,
  createVault,
  type Endpoint,
  generateKeys,
  type Handlers,
  LINKAGE_SECRET_BYTES,
  linkageTokens,
  type PartyKeys,
  publicHalf,
  readOrCreateSecret,
  sealTo,
  VAULT_KEY_BYTES,
} from '@sund/network'
import { without } from '@sund/privacy/testing'
import { openHoldings } from '@sund/registers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refuseRulesOff } from '../src/roles/fragments.js'
import { deliveryContext, holderHandlers } from '../src/roles/holder.js'
import { ledgerKeyContext } from '../src/roles/ledger-place.js'
import { createPermitReader } from '../src/roles/permits.js'
import { createRoom, type Room } from '../src/roles/room.js'
import { NOBODY_OUT } from './alone.js'
import { LABORATORY, openTestSund, POPULATION, SCRIPT } from './registers.js'

const RUN = '11111111-1111-4111-8111-111111111111'
const keys = Object.fromEntries(
  ['hub', 'room', 'holder:north', 'holder:south', 'holder:east'].map((party) => [party, generateKeys()]),
) as Record<Party, PartyKeys>
const clock = fixedClock()
const identifiers = countingIdentifiers()
const permits = createPermitReader({ hubKey: () => keys.hub && publicHalf(keys.hub.signing), clock })
const limits = { workplace: { memoryMiB: 128, threads: 1 }, deadline: () => AbortSignal.timeout(60_000) }
const terms: RunTerms = {
  run: RUN,
  researcher: 'someone',
  terms: 'open',
  policy: OPEN_POLICY,
  purpose: 'run',
}

let open: Awaited<ReturnType<typeof openTestSund>>
let fragments: Fragment[]
let room: Room
const endpoints = new Map<Party, Endpoint>()
/** A party that signs with `as`, which need not be the keys that others know of it. */
const join_ = (party: Party, handlers: Handlers = {}, as = keys[party] as PartyKeys): Endpoint =>
  createEndpoint({
    party,
    keys: as,
    handlers,
    clock,
    identifiers,
    directory: (other) => keys[other] && publicHalf(keys[other].signing),
    transport: { send: (to, bytes, onPart) => (endpoints.get(to) as Endpoint).receive(bytes, onPart) },
  })
const holder = async (name: string, policy: Policy = OPEN_POLICY) => {
  const folder = join(open.home, 'holders', name)
  const secret = await readOrCreateSecret(join(open.home, 'network', 'linkage.secret'), LINKAGE_SECRET_BYTES)
  const vault = createVault(await readOrCreateSecret(join(folder, 'vault.key'), VAULT_KEY_BYTES))
  const holdings = await openHoldings(join(folder, 'holdings'), {
    vault,
    tokens: linkageTokens(secret),
    clock,
  })
  const work = join(folder, 'work')
  const settings = {
    name,
    holdings,
    work,
    linkageSecret: secret,
    policy: () => policy,
    own: () => null,
    ...NOBODY_OUT,
    permits,
    limits,
  }
  const endpoint: Endpoint = join_(
    `holder:${name}`,
    holderHandlers(settings, () => endpoint),
  )
  endpoints.set(`holder:${name}`, endpoint)
}
/** A ledger in which nothing has been told. */
const allNew = (sets: number): LedgerAnswer => ({
  verdicts: Array(sets).fill('new'),
  told: Array(sets).fill(null),
  again: null,
  toldSets: 0,
})
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (thrown: Failure) => thrown.errors[0].code,
  )

beforeAll(async () => {
  open = await openTestSund()
  const { plan, errors } = compile(SCRIPT, await open.sund.hub.catalogue())
  expect(errors).toEqual([])
  fragments = split(plan as NonNullable<typeof plan>)
  await holder('north')
  await holder('south')
  room = createRoom({
    peer: () => endpoints.get('room') as Endpoint,
    work: join(open.home, 'room', 'test'),
    permits,
    limits,
  })
  endpoints.set('room', join_('room', room.handlers))
  endpoints.set('hub', join_('hub', { compare: async ({ sets }) => ({ reply: allNew(sets.length) }) }))
})
afterAll(async () => {
  await room.close()
  await open.dispose()
})
const hub = () => endpoints.get('hub') as Endpoint
const fragmentOf = (place: string) => fragments.find((one) => one.place === place) as Fragment

describe('a holder', () => {
  const deliver = (fragment: unknown, from = hub(), to: Party = 'holder:north') =>
    from.ask(to, 'deliver', { terms, fragment, registers: [], room: null })

  test('refuses to take a rule out of registers of living people, whoever asks', async () => {
    const request = { terms, fragment: fragmentOf('north'), registers: [], room: null }
    const ask = (policy: Policy) =>
      codeOf(hub().ask('holder:north', 'deliver', { ...request, terms: { ...terms, policy } }))
    expect(await ask(without(OPEN_POLICY, 'G1'))).toBe('permission.refused-by-holder')
    await holder('north', without(OPEN_POLICY, 'T2'))
    expect(await ask(OPEN_POLICY)).toBe('permission.refused-by-holder')
    await holder('north')
    const made = { ...POPULATION, synthetic: true }
    const off = [OPEN_POLICY, without(OPEN_POLICY, 'T2')]
    expect(() => refuseRulesOff(off, [made])).not.toThrow()
    expect(() => refuseRulesOff(off, [made, LABORATORY])).toThrow()
    expect(strictest(OPEN_POLICY, without(OPEN_POLICY, 'T2', 'G1'))).toEqual(OPEN_POLICY)
  })

  test('refuses what names the register of another, wherever it is named', async () => {
    const own = fragmentOf('north')
    const theirs = { ...fragmentOf('south'), place: 'north' }
    expect(await codeOf(deliver(theirs))).toBe('permission.refused-by-holder')
    expect(await codeOf(deliver({ ...theirs, registers: own.registers }))).toBe(
      'permission.refused-by-holder',
    )
    expect(await codeOf(deliver({ ...own, registers: theirs.registers }))).toBe(
      'permission.refused-by-holder',
    )
    const older = own.registers.map((register) => ({ ...register, version: '0.9.0' }))
    expect(await codeOf(deliver({ ...own, registers: older }))).toBe('permission.refused-by-holder')
  })

  test('refuses a fragment that is not one, or is meant for another place', async () => {
    for (const wrong of [null, 17, {}, 'x', { ...fragmentOf('north'), steps: [{ do: 'sql', sql: 'DROP' }] }])
      expect(await codeOf(deliver(wrong))).toBe('usage.request')
    expect(await codeOf(deliver(fragmentOf('south')))).toBe('usage.request')
  })

  test('refuses a fragment that calls sensitive rows public, or counts others than the people behind them', async () => {
    const claims = (change: object) => {
      const own = structuredClone(fragmentOf('north'))
      for (const step of own.steps) if (step.do === 'relation') Object.assign(step.relation, change)
      return own
    }
    const script = 'require test.population as p\ncreate-dataset d\nimport p/SEX\ntabulate SEX'
    const { plan } = compile(script, await open.sund.hub.catalogue())
    const alone = structuredClone(split(plan as NonNullable<typeof plan>)[0]) as Fragment
    expect(await codeOf(deliver(alone))).toBe('no error')
    for (const step of alone.steps) if (step.do === 'relation') step.relation.public = true
    expect(await codeOf(deliver(alone))).toBe('permission.refused-by-holder')
    expect(await codeOf(deliver(claims({ public: true })))).toBe('permission.refused-by-holder')
    expect(await codeOf(deliver(claims({ subjectLink: 'NOBODY' })))).toBe('permission.refused-by-holder')
  })

  test('gives rows to nobody without a room', async () => {
    expect(fragmentOf('north').deliver.length).toBeGreaterThan(0)
    expect(await codeOf(deliver(fragmentOf('north')))).toBe('usage.request')
  })

  test('believes nobody who signs with another key, and answers to the hub alone', async () => {
    const forger = join_('hub', {}, generateKeys())
    expect(await codeOf(deliver(fragmentOf('north'), forger))).toBe('permission.signature')
    const other = endpoints.get('holder:south') as Endpoint
    expect(await codeOf(deliver(fragmentOf('north'), other))).toBe('permission.denied')
    expect(await codeOf(deliver(fragmentOf('north'), join_('holder:east')))).toBe('permission.denied')
  })

  test('applies its own rules where a run’s are milder', async () => {
    const script = 'require test.population as p\ncreate-dataset d\nimport p/SEX\ntabulate SEX'
    const { plan } = compile(script, await open.sund.hub.catalogue())
    const [alone] = split(plan as NonNullable<typeof plan>)
    const lax = { ...terms, policy: { ...OPEN_POLICY, minimumPopulation: 1, cellThreshold: 1 } }
    const results: Result[] = []
    const request = { terms: lax, fragment: alone, registers: [], room: null }
    const ask = () =>
      hub().ask(
        'holder:north',
        'deliver',
        request,
        [],
        (part) => void ('result' in part && results.push(part.result)),
      )
    await ask()
    expect(results[0]?.body.kind).toBe('table')
    await holder('north', { ...OPEN_POLICY, minimumPopulation: 5000 })
    await ask()
    expect(results[1]).toMatchObject({ body: { kind: 'notice' }, withheld: [{ rule: 'P1' }] })
    await holder('north')
  })

  test('leaves nothing behind from what it refused', async () => {
    for (const name of ['north', 'south'])
      expect(await readdir(join(open.home, 'holders', name, 'work')).catch(() => [])).toEqual([])
  })
})

describe('a room', () => {
  test('computes only from what those who should have delivered it delivered', async () => {
    const { reply } = await hub().ask('room', 'open-room', { terms })
    const fragment = fragmentOf('room')
    const shown: number[] = []
    const computing = codeOf(
      hub().ask(
        'room',
        'compute',
        { terms, fragment },
        [],
        (part) => void ('result' in part && shown.push(part.result.index)),
      ),
    )
    const deliver = (place: string) =>
      hub().ask(`holder:${place}`, 'deliver', {
        terms,
        fragment: fragmentOf(place),
        registers: [],
        room: reply.key,
      })
    const { deliveries } = (await deliver('north')).reply
    expect(deliveries[0]).toMatchObject({ rows: 1500 })
    // Only words: what one holder delivered is waiting for the other's.
    expect(shown).toEqual([0])
    // Another holder cannot stand in for the one that is missing.
    const relation = fragmentOf('south').deliver[0]?.relation ?? ''
    const stranger = join_('holder:east')
    const bytes = [new Uint8Array(10), new Uint8Array(10)]
    expect(
      await codeOf(stranger.ask('room', 'delivery', { run: RUN, relation, rows: 1, public: true }, bytes)),
    ).toBe('data.file')
    await hub().ask('room', 'close-room', { run: RUN })
    expect(await computing).toBe('unavailable.cancelled')
    expect(shown).toEqual([0])
    expect(await codeOf(hub().ask('room', 'compute', { terms, fragment }))).toBe('usage.request')
    expect(await readdir(join(open.home, 'room', 'test'))).toEqual([])
  })

  test('keeps what it receives in its own folder, whatever a delivery is called', async () => {
    const { reply } = await hub().ask('room', 'open-room', { terms })
    const from = endpoints.get('holder:north') as Endpoint
    const folder = join(open.home, 'room', 'test')
    for (const relation of ['../x', '/tmp/x', 'a/b', '', 'x'.repeat(500)]) {
      const context = deliveryContext(RUN, relation, 'holder:north')
      const sealed = await collect(sealTo(reply.key, context, Buffer.from('rows')))
      const key = await collect(
        sealTo(reply.key, ledgerKeyContext(RUN, relation, 'holder:north'), new Uint8Array(32)),
      )
      const head = { run: RUN, relation, rows: 1, public: false }
      expect(await codeOf(from.ask('room', 'delivery', head, [sealed]))).toBe('usage.request')
      await from.ask('room', 'delivery', head, [sealed, key])
      expect(await codeOf(from.ask('room', 'delivery', head, [sealed, key]))).toBe('usage.request')
    }
    const [run = ''] = await readdir(folder)
    expect((await readdir(join(folder, run))).filter((name) => name.endsWith('.parquet'))).toHaveLength(5)
    await hub().ask('room', 'close-room', { run: RUN })
    expect(await readdir(folder)).toEqual([])
  })
})

test('a cancellation that overtakes its run stops it', async () => {
  const run = '22222222-2222-4222-8222-222222222222'
  await hub().ask('holder:north', 'cancel', { run })
  const late = {
    terms: { ...terms, run },
    fragment: { ...fragmentOf('north'), deliver: [] },
    registers: [],
    room: null,
  }
  expect(await codeOf(hub().ask('holder:north', 'deliver', late))).toBe('unavailable.cancelled')
})

test('the strictest of several policies has the strictest of every number', () => {
  const other: Policy = {
    ...OPEN_POLICY,
    version: 'other',
    minimumPopulation: 10,
    cellThreshold: 20,
    winsorise: [0.005, 0.95],
    percentile: { digits: 2, units: 5 },
    model: { degreesOfFreedom: 20, parametersPerUnit: 0.5, levelUnits: 5 },
  }
  expect(strictest(OPEN_POLICY, other)).toEqual({
    ...OPEN_POLICY,
    version: 'open-2+other',
    cellThreshold: 20,
    winsorise: [0.01, 0.95],
    percentile: { digits: 2, units: 10 },
    model: { degreesOfFreedom: 20, parametersPerUnit: 0.33, levelUnits: 10 },
  })
  expect(strictest(OPEN_POLICY, OPEN_POLICY)).toEqual(OPEN_POLICY)
})
