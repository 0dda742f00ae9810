/** Keys that an app publishes at an address of its own: what is fetched, how long it counts, and what must be refused. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AppDetails } from '@sund/model'
import * as jose from 'jose'
import { expect, vi } from 'vitest'
import { type Check, refused, statusOf } from './checks.js'
import { assertionForm, authorize, backend, exchange, launching, register, type World } from './world.js'

const KEYS = 'Client authentication: asymmetric: registering a client (JWK Set by URL)'

/** A service whose keys are at a server of this test. */
interface Site {
  url: string
  /** How often it was asked. */
  asked: number
  status: number
  headers: Record<string, string>
  body: string
  /** Publishes a new key in the place of what was there, and keeps its private part. */
  publish(kid: string): Promise<jose.CryptoKey>
  /** Asks for a token, signed by a key under a name. */
  token(kid: string, key: jose.CryptoKey, header?: object): ReturnType<typeof backend>
}

let apps = 0
const published =
  (look: (site: Site, world: World, app: string) => Promise<void>, kind: AppDetails['kind'] = 'backend') =>
  async (world: World): Promise<void> => {
    const app = `published-${++apps}`
    const server = createServer((_request, response) => {
      site.asked++
      response.writeHead(site.status, site.headers).end(site.body)
    })
    const site: Site = {
      url: '',
      asked: 0,
      status: 200,
      headers: {},
      body: '',
      async publish(kid) {
        const { publicKey, privateKey } = await jose.generateKeyPair('ES384', { extractable: true })
        site.body = JSON.stringify({ keys: [{ ...(await jose.exportJWK(publicKey)), kid, alg: 'ES384' }] })
        return privateKey
      },
      token: (kid, key, header = {}) => backend(world, { app, key, header: { kid, ...header } }),
    }
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    site.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`
    const like = await world.sund.apps.registry.inForce(kind === 'backend' ? 'quality' : 'server-app')
    await register(world.sund, app, {
      ...(like as { details: AppDetails }).details,
      keys: [],
      jwksUri: site.url,
    })
    try {
      await look(site, world, app)
    } finally {
      vi.useRealTimers()
      server.close()
    }
  }
const later = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 })

export const PUBLISHED: readonly Check[] = [
  [
    KEYS,
    'a service signs with a key that it publishes; the set is fetched once for many assertions',
    published(async (site) => {
      const key = await site.publish('one')
      for (let times = 0; times < 3; times++) expect(await statusOf(site.token('one', key))).toBe(200)
      expect(site.asked).toBe(1)
    }),
  ],
  [
    KEYS,
    'an app with a server proves itself by such a key when it brings its code',
    published(async (site, world, app) => {
      const key = await site.publish('one')
      const launch = launching({ app })
      const { code } = await authorize(world, launch)
      const form = await assertionForm(world, { app, key, header: { kid: 'one' } })
      expect(await statusOf(exchange(world, launch, code, form))).toBe(200)
    }, 'confidential'),
  ],
  [
    KEYS,
    'a key of a new name has the set fetched again, once a minute at most, however often it is asked for',
    published(async (site, world) => {
      const first = await site.publish('one')
      site.headers = { 'cache-control': 'max-age=3000' }
      expect(await statusOf(site.token('one', first))).toBe(200)
      const next = await site.publish('two')
      for (let times = 0; times < 3; times++)
        refused(world, await site.token('two', next), 'invalid_client', /no applicable key/, 401)
      expect(site.asked).toBe(1)
      later(61)
      expect(await statusOf(site.token('two', next))).toBe(200)
      refused(world, await site.token('three', next), 'invalid_client', /no applicable key/, 401)
      expect(site.asked).toBe(2)
    }),
  ],
  [
    KEYS,
    'a key that was taken away is refused when the set may be kept no longer, and not before',
    published(async (site, world) => {
      const key = await site.publish('one')
      site.headers = { 'cache-control': 'public, max-age=120' }
      expect(await statusOf(site.token('one', key))).toBe(200)
      await site.publish('two')
      later(110)
      expect(await statusOf(site.token('one', key))).toBe(200)
      later(11)
      refused(world, await site.token('one', key), 'invalid_client', /no applicable key/, 401)
      expect(site.asked).toBe(2)
    }),
  ],
  [
    KEYS,
    'a set that may not be kept is fetched for each assertion',
    published(async (site, world) => {
      site.headers = { 'cache-control': 'no-store' }
      const key = await site.publish('one')
      expect(await statusOf(site.token('one', key))).toBe(200)
      await site.publish('two')
      refused(world, await site.token('one', key), 'invalid_client', /no applicable key/, 401)
      expect(site.asked).toBe(2)
    }),
  ],
  [
    KEYS,
    'jku must be the registered address',
    published(async (site, world) => {
      const key = await site.publish('one')
      expect(await statusOf(site.token('one', key, { jku: site.url }))).toBe(200)
      const other = await site.token('one', key, { jku: 'https://evil.example/keys' })
      refused(world, other, 'invalid_client', /jku is not/, 401)
      const without = await backend(world, { header: { jku: site.url } })
      refused(world, without, 'invalid_client', /jku is not/, 401)
    }),
  ],
  ...(
    [
      ['answers that it has a mistake', { status: 500 }, /the status is 500/],
      [
        'sends elsewhere: no redirect is followed',
        { status: 302, headers: { location: 'http://169.254.169.254/latest' } },
        /the status is 302/,
      ],
      ['answers without end', { body: `{"keys":[],"x":"${'x'.repeat(70_000)}"}` }, /answer is too long/],
    ] as const
  ).map(
    ([how, said, why]): Check => [
      KEYS,
      `a server that ${how} opens nothing, and is left alone for a minute`,
      published(async (site, world) => {
        const key = await site.publish('one')
        const body = site.body
        Object.assign(site, said)
        const answers = [await site.token('one', key), await site.token('one', key)]
        expect(answers.map(({ status, body }) => [status, body['error']])).toEqual([
          [401, 'invalid_client'],
          [401, 'invalid_client'],
        ])
        expect(
          world.reasons.filter((one) => why.test(one) && one.includes(new URL(site.url).host)),
        ).toHaveLength(1)
        expect(site.asked).toBe(1)
        Object.assign(site, { status: 200, headers: {}, body })
        later(61)
        expect(await statusOf(site.token('one', key))).toBe(200)
      }),
    ],
  ),
  ...(
    [
      ['is no JSON', () => 'nothing'],
      ['has no list of keys', () => '{"keys":{}}'],
      ['has somebody’s private key in it', (body: string) => body.replace('"kid"', '"d":"c2VjcmV0","kid"')],
    ] as const
  ).map(
    ([how, change]): Check => [
      KEYS,
      `a set that ${how} opens nothing`,
      published(async (site, world) => {
        const key = await site.publish('one')
        site.body = change(site.body)
        refused(world, await site.token('one', key), 'invalid_client', /invalid_client_metadata/, 401)
        expect(await statusOf(site.token('one', key))).toBe(401)
        expect(site.asked).toBe(1)
      }),
    ],
  ),
]
