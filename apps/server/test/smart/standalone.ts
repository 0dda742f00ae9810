/** Standalone launch: what kits check of discovery, of the request for authorization and of the code, and what must be refused. */
import { createHash } from 'node:crypto'
import * as jose from 'jose'
import { expect } from 'vitest'
import { type Check, refused, refusedAtApp, refusedHere, statusOf } from './checks.js'
import {
  assertionForm,
  authorize,
  authorizeUrl,
  everything,
  exchange,
  launched,
  launching,
  REDIRECT,
  read,
  type World,
} from './world.js'

const DISCOVERY = 'Conformance: .well-known/smart-configuration'
const AUTHORIZE = 'Launch and authorization: obtain authorization code'
const TOKEN = 'Launch and authorization: obtain access token'
const PKCE = 'Considerations for PKCE support'
const SCOPES = 'Scopes for requesting FHIR resources'
const CONTEXT = 'Scopes for requesting context data'
const IDENTITY = 'Scopes for requesting identity data'

const verifying = async (world: World, token: string) =>
  jose.jwtVerify(token, jose.createRemoteJWKSet(new URL(String(world.smart['jwks_uri']))))

export const STANDALONE: readonly Check[] = [
  [
    DISCOVERY,
    'is JSON for anyone, with all that version 2 requires',
    async (world) => {
      const response = await fetch(`${world.base}/.well-known/smart-configuration`, {
        headers: { origin: 'https://app.example' },
      })
      expect(response.headers.get('content-type')).toMatch(/^application\/json/)
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(world.smart).toMatchObject({
        issuer: expect.any(String),
        jwks_uri: expect.any(String),
        grant_types_supported: expect.arrayContaining(['authorization_code', 'client_credentials']),
        code_challenge_methods_supported: ['S256'],
        capabilities: expect.arrayContaining([
          'launch-standalone',
          'launch-ehr',
          'client-public',
          'client-confidential-asymmetric',
          'sso-openid-connect',
          'context-standalone-patient',
          'permission-v2',
        ]),
      })
      expect(world.smart['capabilities']).not.toContain('client-confidential-symmetric')
    },
  ],
  [
    'OpenID Connect Discovery 1.0 § 4.3',
    'the issuer describes itself at its own address, and says the same endpoints',
    async ({ smart }) => {
      const at = `${String(smart['issuer'])}/.well-known/openid-configuration`
      const open = (await (await fetch(at)).json()) as Record<string, unknown>
      for (const name of [
        'issuer',
        'jwks_uri',
        'authorization_endpoint',
        'token_endpoint',
        'introspection_endpoint',
      ])
        expect(open[name], name).toBe(smart[name])
      expect(open['id_token_signing_alg_values_supported']).toContain('RS256')
    },
  ],
  [
    DISCOVERY,
    'there is none for a server that is not there',
    async (world) => {
      expect((await fetch(`${world.serving.url}/fhir/nobody/.well-known/smart-configuration`)).status).toBe(
        404,
      )
    },
  ],
  [
    AUTHORIZE,
    'sends code and state back to the registered address, whose own query is kept',
    async (world) => {
      const { url, code } = await authorize(world, launching())
      expect(url.origin + url.pathname).toBe('https://app.example/after')
      expect(url.searchParams.get('kept')).toBe('yes')
      expect(url.searchParams.get('state')).toBe('st4te')
      expect(code).toMatch(/^[\w-]{40,}$/)
    },
  ],
  [
    'Capabilities: authorize-post',
    'takes the request by POST too',
    async (world) => {
      const url = new URL(authorizeUrl(world, launching()))
      const answered = await fetch(url.origin + url.pathname, {
        method: 'POST',
        body: url.searchParams,
        redirect: 'manual',
      })
      const to = answered.headers.get('location') ?? ''
      const next = await world.berit.request(to)
      expect(next.headers.get('location')).toMatch(/\/api\/apps\/authorizations\//)
    },
  ],
  [
    TOKEN,
    'gives a short-lived bearer token, its scopes and the patient, and lets nobody keep it',
    async (world) => {
      const { status, headers, body } = await launched(world)
      expect(status).toBe(200)
      expect(body).toMatchObject({ token_type: 'Bearer', patient: 'berit', need_patient_banner: true })
      expect(body['expires_in']).toBeLessThanOrEqual(3600)
      expect(body.scope.split(' ').sort()).toEqual(
        'fhirUser launch/patient offline_access openid patient/Observation.rs patient/Patient.r'.split(' '),
      )
      expect(headers.get('cache-control')).toMatch(/no-store/)
    },
  ],
  [
    TOKEN,
    'opens the record of the patient in context and no other',
    async (world) => {
      const { body } = await launched(world)
      const statuses = await Promise.all(
        [
          'Patient/berit',
          'Observation/hers',
          'Observation/childs',
          'Observation/strangers',
          'Patient/stranger',
        ].map((path) => statusOf(read(world, path, body.access_token))),
      )
      expect(statuses).toEqual([200, 200, 404, 404, 404])
    },
  ],
  [
    'FHIR R4 § 6.1: security',
    'no token, one that is none, and one in the address open nothing',
    async (world) => {
      const { body } = await launched(world)
      expect(await statusOf(read(world, 'Patient/berit', null))).toBe(401)
      expect(await statusOf(read(world, 'Patient/berit', 'nothing'))).toBe(401)
      expect(await statusOf(read(world, `Patient/berit?access_token=${body.access_token}`, null))).toBe(401)
      expect(await statusOf(read(world, 'Patient/berit', body.refresh_token))).toBe(401)
      expect(await statusOf(read(world, 'Patient/berit', body.id_token))).toBe(401)
    },
  ],
  [
    TOKEN,
    'pages of the app’s own origin may ask for the token, others may not',
    async (world) => {
      const app = launching()
      const { code } = await authorize(world, app)
      const ask = (origin: string) =>
        fetch(world.smart.token_endpoint, {
          method: 'POST',
          headers: { origin },
          body: new URLSearchParams({
            grant_type: 'authorization_code',
            code: code ?? '',
            redirect_uri: REDIRECT,
            client_id: app.app,
            code_verifier: app.verifier,
          }),
        })
      expect((await ask('https://evil.example')).status).toBe(400)
      const own = await ask('https://app.example')
      expect(own.status).toBe(200)
      expect(own.headers.get('access-control-allow-origin')).toBe('https://app.example')
    },
  ],
  [
    AUTHORIZE,
    'aud is required',
    async (world) =>
      refusedAtApp(
        await authorize(world, launching({ more: { aud: undefined } })),
        'invalid_request',
        /aud is required/,
      ),
  ],
  [
    AUTHORIZE,
    'aud must be the FHIR server: another’s is refused, lest a token for one be sent to another',
    async (world) =>
      refusedAtApp(
        await authorize(world, launching({ more: { aud: 'https://elsewhere.example/fhir' } })),
        'invalid_target',
        /aud/,
      ),
  ],
  [
    AUTHORIZE,
    'aud may end with a slash',
    async (world) => {
      const { code } = await authorize(world, launching({ more: { aud: `${world.base}/` } }))
      expect(code).not.toBeNull()
    },
  ],
  [
    AUTHORIZE,
    'a redirect_uri that is not registered is refused here, and the browser is not sent there',
    async (world) => {
      const wrong = launching({ redirect: 'https://evil.example/after' })
      refusedHere(world, await authorize(world, wrong), 'invalid_redirect_uri')
    },
  ],
  [
    AUTHORIZE,
    'a redirect_uri is compared whole: another path, query or scheme is another address',
    async (world) => {
      for (const redirect of [
        'https://app.example/after',
        'https://app.example/after/x?kept=yes',
        'http://app.example/after?kept=yes',
      ])
        refusedHere(world, await authorize(world, launching({ redirect })), 'invalid_redirect_uri')
    },
  ],
  [
    AUTHORIZE,
    'an app that is not registered is refused here',
    async (world) =>
      refusedHere(world, await authorize(world, launching({ app: 'nobodys' })), 'invalid_client'),
  ],
  [
    AUTHORIZE,
    'no response_type but code',
    async (world) => {
      for (const type of ['token', 'id_token', 'code id_token'])
        refusedAtAppWith(
          await authorize(
            world,
            launching({ more: { response_type: type, response_mode: 'query', nonce: 'n' } }),
          ),
        )
    },
  ],
  [
    PKCE,
    'a request without a challenge is refused',
    async (world) =>
      refusedAtApp(
        await authorize(
          world,
          launching({ more: { code_challenge: undefined, code_challenge_method: undefined } }),
        ),
        'invalid_request',
        /PKCE/,
      ),
  ],
  [
    PKCE,
    'the method plain is refused',
    async (world) =>
      refusedAtApp(
        await authorize(world, launching({ more: { code_challenge_method: 'plain' } })),
        'invalid_request',
        /code_challenge_method/,
      ),
  ],
  [
    PKCE,
    'a challenge without its method is refused, since that would mean plain',
    async (world) =>
      refusedAtApp(
        await authorize(world, launching({ more: { code_challenge_method: undefined } })),
        'invalid_request',
        /code_challenge_method/,
      ),
  ],
  [
    PKCE,
    'a wrong verifier gets no token',
    async (world) => {
      const app = launching()
      const { code } = await authorize(world, app)
      const answer = await exchange(world, app, code, { code_verifier: 'a'.repeat(43) })
      refused(world, answer, 'invalid_grant', /does not match/)
      // The very code is good: it was the verifier.
      expect(await statusOf(exchange(world, app, code))).toBe(200)
    },
  ],
  [
    PKCE,
    'no verifier gets no token, nor does the challenge in its place',
    async (world) => {
      const app = launching()
      const { code } = await authorize(world, app)
      const challenge = createHash('sha256').update(app.verifier).digest('base64url')
      for (const code_verifier of [undefined, challenge])
        refused(world, await exchange(world, app, code, { code_verifier }), 'invalid_grant', /code_verifier/)
      expect(await statusOf(exchange(world, app, code))).toBe(200)
    },
  ],
  [
    TOKEN,
    'a code is good once; used again, what it gave ends too (RFC 6749 § 4.1.2)',
    async (world) => {
      const app = launching()
      const { code } = await authorize(world, app)
      const { body } = await exchange(world, app, code)
      expect(await statusOf(read(world, 'Patient/berit', body.access_token))).toBe(200)
      refused(world, await exchange(world, app, code), 'invalid_grant', /already consumed/)
      expect(await statusOf(read(world, 'Patient/berit', body.access_token))).toBe(401)
    },
  ],
  [
    TOKEN,
    'of two who use a code at the same moment one gets a token at most',
    async (world) => {
      const app = launching()
      const { code } = await authorize(world, app)
      const answers = await Promise.all([exchange(world, app, code), exchange(world, app, code)])
      expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
      expect(answers.every(({ status }) => status === 200 || status === 400)).toBe(true)
    },
  ],
  [
    TOKEN,
    'a code for one app is nothing in the hands of another',
    async (world) => {
      const app = launching()
      const { code } = await authorize(world, app)
      refused(
        world,
        await exchange(world, app, code, { client_id: 'other-app' }),
        'invalid_grant',
        /client mismatch/,
      )
    },
  ],
  [
    TOKEN,
    'the redirect_uri of the token request must be that of the code',
    async (world) => {
      const app = launching()
      const { code } = await authorize(world, app)
      refused(
        world,
        await exchange(world, app, code, { redirect_uri: 'https://app.example/' }),
        'invalid_grant',
        /redirect_uri mismatch/,
      )
    },
  ],
  [
    TOKEN,
    'a code that is none gets nothing',
    async (world) =>
      refused(world, await exchange(world, launching(), 'made-up'), 'invalid_grant', /code not found/),
  ],
  [
    'Client authentication: asymmetric',
    'a confidential app proves itself by its key, and gets nothing without',
    async (world) => {
      const app = launching({ app: 'server-app' })
      const { code } = await authorize(world, app)
      refused(world, await exchange(world, app, code), 'invalid_client', /does not match the registered/, 401)
      const own = await assertionForm(world, { app: 'server-app' })
      expect(await statusOf(exchange(world, app, code, own))).toBe(200)
    },
  ],
  [
    'Client authentication: asymmetric',
    'there are no secrets: one in the place of a key is nothing',
    async (world) => {
      const app = launching({ app: 'server-app' })
      const { code } = await authorize(world, app)
      const answer = await exchange(world, app, code, { client_secret: 'hush' })
      refused(world, answer, 'invalid_client', /does not match the registered/, 401)
    },
  ],
  [
    SCOPES,
    'an app gets no more than it is registered for, however much it asks for',
    async (world) => {
      const { body } = await launched(world, {
        scope: 'launch/patient patient/*.cruds user/*.cruds system/*.cruds',
      })
      expect(body.scope.split(' ').sort()).toEqual([
        'launch/patient',
        'patient/Condition.rs?category=problem-list-item',
        'patient/Observation.rs',
        'patient/Patient.r',
        'user/Observation.rs',
      ])
    },
  ],
  [
    SCOPES,
    'a request of which nothing is registered is refused',
    async (world) =>
      refusedAtApp(
        await authorize(world, launching({ scope: 'patient/Immunization.rs system/*.rs' })),
        'invalid_scope',
        /none of the scopes/,
      ),
  ],
  [
    SCOPES,
    'a scope that is not understood is left out and never widened',
    async (world) => {
      const { body } = await launched(world, {
        scope: 'launch/patient patient/Observation.sr patient/Observation.rs?colour=red patient/Patient.r',
      })
      expect(body.scope).toBe('launch/patient patient/Patient.r')
      expect(await statusOf(read(world, 'Observation/hers', body.access_token))).toBe(403)
    },
  ],
  [
    'Scopes for requesting FHIR resources: version 1',
    'words of version 1 are understood and answered in',
    async (world) => {
      const { body } = await launched(world, { scope: 'launch/patient patient/Observation.read' })
      expect(body.scope).toBe('launch/patient patient/Observation.read')
      expect(await statusOf(read(world, 'Observation/hers', body.access_token))).toBe(200)
    },
  ],
  [
    SCOPES,
    'the person denies one scope, and the others hold',
    async (world) => {
      const app = launching()
      const { code } = await authorize(world, app, world.berit, (asked) => ({
        as: 'self',
        scopes: everything(asked).scopes.filter((scope) => scope !== 'patient/Observation.rs'),
      }))
      const { body } = await exchange(world, app, code)
      expect(body.scope).not.toMatch(/Observation/)
      expect(await statusOf(read(world, 'Patient/berit', body.access_token))).toBe(200)
      expect(await statusOf(read(world, 'Observation/hers', body.access_token))).toBe(403)
    },
  ],
  [
    SCOPES,
    'the page cannot tick what was not asked',
    async (world) => {
      const app = launching({ scope: 'launch/patient patient/Patient.r' })
      const { code } = await authorize(world, app, world.berit, () => ({
        as: 'self',
        scopes: ['patient/Patient.r', 'patient/Observation.rs', 'system/*.cruds'],
      }))
      expect((await exchange(world, app, code)).body.scope).toBe('launch/patient patient/Patient.r')
    },
  ],
  [
    AUTHORIZE,
    'the person says no: the app is told access_denied',
    async (world) =>
      refusedAtApp(
        await authorize(world, launching(), world.berit, () => null),
        'access_denied',
        /did not allow/,
      ),
  ],
  [
    CONTEXT,
    'a parent chooses the child’s record, and the app gets that and not their own',
    async (world) => {
      const app = launching()
      const { code } = await authorize(world, app, world.berit, (asked) => ({
        ...everything(asked),
        as: 'child-1',
      }))
      const { body } = await exchange(world, app, code)
      expect(body['patient']).toBe('nora')
      expect(await statusOf(read(world, 'Observation/childs', body.access_token))).toBe(200)
      expect(await statusOf(read(world, 'Observation/hers', body.access_token))).toBe(404)
    },
  ],
  [
    CONTEXT,
    'nobody chooses the record of somebody else',
    async (world) => {
      const chosen = (as: string) =>
        authorize(world, launching(), world.berit, (asked) => ({ ...everything(asked), as }))
      for (const as of ['child-2', 'stranger', 'clinician'])
        refusedAtApp(await chosen(as), 'access_denied', /did not allow/)
    },
  ],
  [
    IDENTITY,
    'the identity is signed by RS256 with a published key, for this app, with fhirUser and nonce',
    async (world) => {
      const { body } = await launched(world, { more: { nonce: 'n0nce' } })
      const { payload, protectedHeader } = await verifying(world, body.id_token)
      expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: expect.any(String) })
      expect(payload).toMatchObject({
        iss: world.smart['issuer'],
        aud: 'pressure',
        nonce: 'n0nce',
        fhirUser: `${world.base}/Patient/berit`,
      })
      expect(await statusOf(read(world, 'Patient/berit', body.access_token))).toBe(200)
    },
  ],
  [
    IDENTITY,
    'without openid there is no identity, and without fhirUser it does not say who that is in the records',
    async (world) => {
      const without = await launched(world, { scope: 'launch/patient patient/Patient.r' })
      expect(without.body.id_token).toBeUndefined()
      const { body } = await launched(world, { scope: 'openid patient/Patient.r' })
      expect((await verifying(world, body.id_token)).payload).not.toHaveProperty('fhirUser')
    },
  ],
]

/** Refused at the app, whatever way it is told. */
function refusedAtAppWith({ url, code }: { url: URL; code: string | null }): void {
  expect(code).toBeNull()
  expect(`${url.search}${url.hash}`).toMatch(
    /error=(unsupported_response_type|invalid_request|unsupported_response_mode)/,
  )
}
