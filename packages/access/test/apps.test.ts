/** Apps, grants and what sign-in remembers, the same on both databases. */
import { type AppDetails, Failure } from '@sund/model'
import { fixedClock } from '@sund/model/testing'
import { type Engine, findPostgres, folderEngine, postgresEngine } from '@sund/store/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appGrants, type GivenGrant } from '../src/apps/grants.js'
import { appRegistry } from '../src/apps/registry.js'
import { tokenState } from '../src/apps/tokens.js'
import { eventLog } from '../src/log.js'
import { openStore, type Store } from '../src/store.js'

const bin = await findPostgres()
const engines: [string, (() => Promise<Engine>) | undefined][] = [
  ['PGlite in a folder', folderEngine],
  [
    bin === undefined ? 'PostgreSQL (skipped: no initdb found; install postgresql)' : 'PostgreSQL',
    bin === undefined ? undefined : () => postgresEngine(bin),
  ],
]
const DETAILS: AppDetails = {
  title: { en: 'Pressure' },
  summary: { en: 'Shows your blood pressure.' },
  kind: 'public',
  homepage: 'https://app.example/',
  privacy: 'https://app.example/privacy',
  redirectUris: ['https://app.example/after'],
  launchUrl: null,
  scopes: ['patient/Observation.rs'],
  holders: [],
  purpose: null,
  keys: [],
  jwksUri: null,
  evidence: [],
}
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const codeOf = (promise: Promise<unknown>): Promise<string> =>
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
  let store: Store
  let next = 0
  const clock = fixedClock()
  const wire = () => ({
    registry: appRegistry(store, clock),
    grants: appGrants(store, clock, { next: () => uuid(++next) }),
    tokens: tokenState(store, clock),
  })
  beforeAll(async () => {
    engine = await start()
    store = await openStore(await engine.fresh())
  }, 60_000)
  afterAll(async () => {
    await store.close()
    await engine.stop()
  })
  const grant = (more: Partial<GivenGrant> = {}): GivenGrant => ({
    subject: 'berit',
    app: 'pressure',
    holder: 'north',
    role: 'self',
    patient: 'p1',
    scopes: ['openid'],
    ...more,
  })

  test('a version waits for review while the one before stays in force', async () => {
    const { registry } = wire()
    const submit = (publisher = 'fjord') =>
      registry.submit({ app: 'pressure', publisher, by: 'kari', details: DETAILS })
    const decide = (revision: number, status: 'approved' | 'rejected' | 'suspended') =>
      registry.decide({ app: 'pressure', revision, status, reviewer: 'jonas', reason: 'so' })
    await submit()
    expect(await registry.inForce('pressure')).toBeNull()
    expect(await codeOf(submit())).toBe('conflict.exists')
    await decide(1, 'approved')
    expect(await codeOf(submit('belt'))).toBe('conflict.exists')
    await submit()
    expect((await registry.inForce('pressure'))?.revision).toBe(1)
    await decide(2, 'rejected')
    expect((await registry.inForce('pressure'))?.revision).toBe(1)
    expect(await codeOf(decide(2, 'approved'))).toBe('conflict.revision')
    expect(await codeOf(decide(3, 'approved'))).toBe('usage.not-found')
    await decide(1, 'suspended')
    expect(await registry.inForce('pressure')).toBeNull()
    await decide(1, 'approved')
    expect((await registry.revisions('pressure')).map(({ revision, status }) => [revision, status])).toEqual([
      [2, 'rejected'],
      [1, 'approved'],
    ])
    const events = await eventLog(store, clock).list({ type: 'app-changed' })
    expect(events.map(({ actor }) => actor)).toEqual(['kari', 'jonas', 'kari', 'jonas', 'jonas', 'jonas'])
  })

  test('the last word of a person holds, one for each record; ended, all keys to it are empty', async () => {
    const { grants, tokens } = wire()
    const first = await grants.give(grant({ scopes: ['openid', 'patient/Patient.r'] }))
    const again = await grants.give(grant())
    expect(again).toMatchObject({ id: first.id, scopes: ['openid'] })
    const child = await grants.give(grant({ role: 'guardian', patient: 'p2' }))
    expect(child.id).not.toBe(first.id)
    const state = { payload: { a: 1 }, family: 'f', grant: first.id, seconds: 60 }
    await tokens.keep('Context', 'key', state)
    expect(await codeOf(grants.revoke('another', first.id, 30))).toBe('usage.not-found')
    await grants.revoke('berit', first.id, 30)
    expect(await grants.inForce(first.id)).toBeNull()
    expect(await tokens.find('Context', 'key')).toEqual({
      payload: {},
      family: 'f',
      grant: first.id,
      consumedAt: clock.now(),
    })
    expect(await grants.inForce(child.id)).not.toBeNull()
    expect((await grants.give(grant())).id).not.toBe(first.id)
    const log = await eventLog(store, clock).list({ type: 'app-granted' })
    expect(JSON.stringify(log)).not.toContain('p1')
  })

  test('of many who give at once one grant comes', async () => {
    const { grants } = wire()
    const given = await Promise.all(
      Array.from({ length: 8 }, () => grants.give(grant({ subject: 'many', patient: 'p3' }))),
    )
    expect(new Set(given.map(({ id }) => id)).size).toBe(1)
  })

  test('what unlocks is nowhere in the table, opens until it expires, and is used once', async () => {
    const { tokens } = wire()
    const state = { payload: { scope: 'openid' }, family: 'f2', grant: null, seconds: 60 }
    await tokens.keep('AuthorizationCode', 'c0de', state)
    const rows = await store.use((database) => sql`select * from app_token`.execute(database))
    expect(JSON.stringify(rows.rows)).not.toContain('c0de')
    const uses = await Promise.all([1, 2, 3].map(() => tokens.consume('AuthorizationCode', 'c0de')))
    expect(uses.filter(Boolean)).toHaveLength(1)
    expect((await tokens.find('AuthorizationCode', 'c0de'))?.consumedAt).not.toBeNull()
    clock.set(new Date(clock.now().getTime() + 61_000).toISOString())
    expect(await tokens.find('AuthorizationCode', 'c0de')).toBeNull()
  })
})
