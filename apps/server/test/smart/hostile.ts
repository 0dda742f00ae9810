/** What is thrown at the endpoints by those who mean no good, or do not know better: each is a refusal in JSON, nothing is given, and the process lives. */
import { connect } from 'node:net'
import { expect } from 'vitest'
import { type Check, refusedHere, statusOf } from './checks.js'
import { authorize, authorizeUrl, launched, launching, read, refresh, type World } from './world.js'

const INPUT = 'RFC 6749 §§ 3.1, 3.2 and 10.14'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const ENDPOINTS = ['token_endpoint', 'introspection_endpoint', 'revocation_endpoint'] as const

const BODIES: readonly (readonly [what: string, init: RequestInit])[] = [
  ['nothing', {}],
  ['JSON', { headers: { 'content-type': 'application/json' }, body: '{"client_id":"pressure"}' }],
  ['a parameter twice', { headers: FORM, body: 'client_id=pressure&client_id=quality&token=a&grant_type=x' }],
  ['signs that are none', { headers: FORM, body: 'client_id=%00%ff&token=%00&grant_type=%F0%28' }],
  ['objects for texts', { headers: FORM, body: 'client_id[a]=b&token[]=c&grant_type[$ne]=x' }],
  ['a megabyte', { headers: FORM, body: `client_id=pressure&token=${'x'.repeat(1_000_000)}` }],
]

const REDIRECTS = [
  'javascript:alert(1)',
  '//evil.example/',
  'https://app.example@evil.example/after?kept=yes',
  'https://app.example.evil.example/after?kept=yes',
  'https://app.example/after?kept=yes#there',
  'https://app.example/after?kept=yes&more=1',
  'https://app.example/%2e%2e/after?kept=yes',
  'https://app.example\\@evil.example/after?kept=yes',
]

export const HOSTILE: readonly Check[] = [
  ...ENDPOINTS.map(
    (endpoint): Check => [
      INPUT,
      `${endpoint} refuses what is no request, and says so in JSON`,
      async ({ smart }) => {
        for (const [what, init] of BODIES) {
          const answer = await fetch(smart[endpoint], { method: 'POST', ...init })
          const text = await answer.text()
          expect([what, answer.status >= 400 && answer.status < 500]).toEqual([what, true])
          expect(JSON.parse(text), what).toMatchObject({ error: expect.any(String) })
          expect(text).not.toMatch(/access_token|node_modules| {4}at /)
        }
        expect(await statusOf(fetch(smart[endpoint]))).toBe(404)
      },
    ],
  ),
  [
    INPUT,
    'no redirect_uri but the very one that is registered, however it is dressed',
    async (world) => {
      for (const redirect of REDIRECTS)
        refusedHere(world, await authorize(world, launching({ redirect })), 'invalid_redirect_uri')
    },
  ],
  [
    INPUT,
    'a request for authorization with a parameter twice, or that is longer than anybody needs, goes nowhere',
    async (world) => {
      const url = authorizeUrl(world, launching())
      for (const more of ['&client_id=quality', '&redirect_uri=https://evil.example/', '&scope=openid']) {
        const answer = await world.berit.request(url + more)
        const to = answer.headers.get('location') ?? ''
        expect(to).not.toMatch(/evil|[?&]code=/)
        expect([more, answer.status === 400 || /error=invalid_request/.test(to)]).toEqual([more, true])
      }
      const long = await fetch(url.split('?')[0] ?? '', {
        method: 'POST',
        headers: FORM,
        body: `state=${'x'.repeat(70_000)}`,
      })
      expect(long.status).toBe(413)
    },
  ],
  [
    'RFC 9700 § 4.14.2',
    'of two who use a refresh token at the same moment one gets tokens at most',
    async (world) => {
      const { refresh_token } = (await launched(world)).body
      const answers = await Promise.all([refresh(world, refresh_token), refresh(world, refresh_token)])
      expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
      for (const { status, body } of answers)
        if (status !== 200)
          expect({ status, error: body['error'] }).toEqual({ status: 400, error: 'invalid_grant' })
    },
  ],
  [
    INPUT,
    'a request that is broken off leaves the others as they were',
    async (world) => {
      await brokenOff(world)
      const { body } = await launched(world)
      expect(await statusOf(read(world, 'Patient/berit', body.access_token))).toBe(200)
    },
  ],
]

/** Half a request for a token, and then nothing. */
function brokenOff({ serving, smart }: World): Promise<void> {
  const path = new URL(smart.token_endpoint).pathname
  return new Promise((resolve, reject) => {
    const socket = connect(serving.port, '127.0.0.1', () => {
      const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${serving.port}\r\nContent-Type: ${FORM['content-type']}\r\n`
      socket.write(`${head}Content-Length: 1000\r\n\r\ngrant_type=`, () => {
        socket.destroy()
        resolve()
      })
    })
    socket.on('error', reject)
  })
}
