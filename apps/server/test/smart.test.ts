/** SMART App Launch 2 as public conformance kits check it: a table of checks, each with its section of the specification, over HTTP and with the real store. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Browser } from './browser.js'
import type { Check } from './smart/checks.js'
import { HOSTILE } from './smart/hostile.js'
import { OTHERS } from './smart/others.js'
import { PUBLISHED } from './smart/published.js'
import { STANDALONE } from './smart/standalone.js'
import {
  authorize,
  exchange,
  launched,
  launching,
  openWorld,
  read,
  refresh,
  type World,
} from './smart/world.js'

let world: World
beforeAll(async () => {
  world = await openWorld()
}, 60_000)
afterAll(async () => {
  vi.useRealTimers()
  await world.close()
})

const table = (checks: readonly Check[]) =>
  test.each(checks.map(([section, what, look]) => [section, what, look] as const))(
    '%s — %s',
    (_section, _what, look) => look(world),
  )
describe('standalone launch', () => table(STANDALONE))
describe('launches, refresh, introspection, revocation and services', () => table(OTHERS))

describe('bad input', () => table(HOSTILE))
describe('published keys', () => table(PUBLISHED))

describe('what a person lets an app do', () => {
  const grants = async () =>
    (
      (await world.berit.json('GET', '/api/apps/grants')).body as {
        grants: { id: string; app: string; patient: string; scopes: string[]; revokedAt: string | null }[]
      }
    ).grants
  const inForce = async () =>
    (await grants()).find(
      ({ app, patient, revokedAt }) => app === 'pressure' && patient === 'berit' && revokedAt === null,
    )

  test('is not ended by anybody else', async () => {
    const { body } = await launched(world)
    const grant = await inForce()
    expect((await world.doctor.json('DELETE', `/api/apps/grants/${grant?.id}`)).status).toBe(404)
    expect((await read(world, 'Observation/hers', body.access_token)).status).toBe(200)
  })

  test('is the last word: what is denied at the next sign-in ends for all that was given before', async () => {
    const before = (await launched(world)).body
    const app = launching()
    const { code } = await authorize(world, app, world.berit, () => ({
      as: 'self',
      scopes: ['patient/Patient.r'],
    }))
    await exchange(world, app, code)
    expect((await inForce())?.scopes).not.toContain('patient/Observation.rs')
    expect((await read(world, 'Patient/berit', before.access_token)).status).toBe(200)
    expect((await read(world, 'Observation/hers', before.access_token)).status).toBe(403)
  })

  test('ends with the app: one that is suspended opens nothing', async () => {
    const { body } = await launched(world, { app: 'other-app' })
    expect((await read(world, 'Patient/berit', body.access_token)).status).toBe(200)
    const { registry } = world.sund.apps
    const decision = { app: 'other-app', revision: 1, reviewer: 'demo:jonas', reason: 'It told others.' }
    await registry.decide({ ...decision, status: 'suspended' })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3000 })
    expect((await read(world, 'Patient/berit', body.access_token)).status).toBe(401)
    vi.useRealTimers()
    await registry.decide({ ...decision, status: 'approved' })
  })

  test('lasts as long as its token: after five minutes it must be refreshed', async () => {
    const { body } = await launched(world)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 301_000 })
    expect((await read(world, 'Patient/berit', body.access_token)).status).toBe(401)
    const next = await refresh(world, body.refresh_token)
    expect((await read(world, 'Patient/berit', next.body.access_token)).status).toBe(200)
    vi.useRealTimers()
  })
})

describe('the gallery', () => {
  const details = async () => (await world.sund.apps.registry.inForce('pressure'))?.details
  const put = async (browser: World['berit'], app: string, said: object = {}) =>
    (
      await browser.json('PUT', `/api/apps/registrations/${app}`, {
        publisher: 'north',
        details: { ...(await details()), ...said },
      })
    ).status
  const decide = async (browser: World['berit'], app: string, status = 'approved') =>
    (await browser.json('POST', `/api/apps/registrations/${app}/1/decision`, { status, reason: 'So.' }))
      .status

  test('is filled by administrators of publishers, and decided over by reviewers of the access body', async () => {
    expect(await put(world.berit, 'diary')).toBe(403)
    expect(await put(world.doctor, 'diary')).toBe(200)
    expect(await decide(world.doctor, 'diary')).toBe(403)
    const reviewer = new Browser(world.serving.url)
    await reviewer.signIn('jonas')
    expect(await decide(reviewer, 'diary')).toBe(200)
    expect(await decide(reviewer, 'diary')).toBe(409)
    const { apps } = (await world.berit.json('GET', '/api/apps')).body as { apps: { id: string }[] }
    expect(apps.map(({ id }) => id)).toContain('diary')
    expect(apps.map(({ id }) => id)).not.toContain('north-server')
  })

  test.each([
    ['a scope that is not understood', { scopes: ['patient/Observation.sr'] }],
    ['data of everyone, in an app of people', { scopes: ['system/*.rs'] }],
    ['no way back', { redirectUris: [] }],
    ['a way back without encryption', { redirectUris: ['http://app.example/after'] }],
    ['a way back with a fragment', { redirectUris: ['https://app.example/after#here'] }],
    ['a way back that is a script', { redirectUris: ['javascript:alert(1)'] }],
    ['a private key', { kind: 'confidential', keys: [{ kty: 'EC', kid: 'a', d: 'secret' }] }],
    ['an address of keys where none can be kept', { jwksUri: 'https://app.example/keys' }],
    ['keys from inside the network', { kind: 'confidential', jwksUri: 'https://10.0.0.7/keys' }],
    ['keys without encryption', { kind: 'confidential', jwksUri: 'http://app.example/keys' }],
    [
      'both keys and their address',
      { kind: 'confidential', keys: [{ kty: 'EC', kid: 'a' }], jwksUri: 'https://app.example/keys' },
    ],
    ['a key where none can be kept', { keys: [{ kty: 'EC', kid: 'a', crv: 'P-384', x: 'x', y: 'y' }] }],
    ['a service without a holder', { kind: 'backend', redirectUris: [], launchUrl: null, purpose: 'TREAT' }],
    [
      'secondary use',
      { kind: 'backend', redirectUris: [], launchUrl: null, purpose: 'HRESCH', holders: ['north'] },
    ],
  ])('takes no app with %s', async (_what, said) => {
    expect(await put(world.doctor, 'wrong-app', said)).toBe(400)
  })

  test('tells each organisation of its own versions, and nobody else', async () => {
    const seen = async (browser: World['berit']) =>
      new Set(
        (
          (await browser.json('GET', '/api/apps/registrations')).body as {
            revisions: { publisher: string }[]
          }
        ).revisions.map(({ publisher }) => publisher),
      )
    expect(await seen(world.berit)).toEqual(new Set())
    expect(await seen(world.doctor)).toEqual(new Set(['north']))
  })
})

test('a restart keeps what people allowed, and what apps were given', async () => {
  const { body } = await launched(world)
  await world.restart()
  expect((await read(world, 'Patient/berit', body.access_token)).status).toBe(200)
  const next = await refresh(world, body.refresh_token)
  expect(next.status).toBe(200)
  expect((await read(world, 'Patient/berit', next.body.access_token)).status).toBe(200)
})
