/** EHR launch, refresh, introspection, revocation and services: what kits check, and what must be refused. */
import { STORE_ITSELF } from '@sund/fhir'
import * as jose from 'jose'
import { expect, vi } from 'vitest'
import { ACTOR_SYSTEMS } from '../../src/consents/asked.js'
import type { FhirSite } from '../../src/fhir/site.js'
import { demoSubject } from '../../src/http/demo-provider.js'
import type { AuthorizationRequest } from '../../src/smart/authorizations.js'
import { type Check, refused, refusedAtApp, statusOf } from './checks.js'
import {
  assertion,
  assertionForm,
  authorize,
  backend,
  everything,
  exchange,
  HOLDER,
  launched,
  launching,
  post,
  read,
  refresh,
  STRANGER,
  type World,
  withdraw,
} from './world.js'

const EHR = 'Launch app: EHR launch'
const REFRESH = 'Launch and authorization: refresh access token'
const INTROSPECTION = 'Token introspection'
const ASSERTION = 'Client authentication: asymmetric (private key JWT)'
const BACKEND = 'Backend services'
const REVOCATION = 'RFC 7009 § 2'
const WITHDRAWAL = 'FHIR R4 § 3.1.0.4 (403 forbidden); RFC 6750 § 3.1'

/** A clinician opens an app on a patient: the launch that the app is given. */
async function launchFor(
  world: World,
  patient = 'stranger',
  app = 'pressure',
  encounter: string | null = null,
) {
  const { status, body } = await world.doctor.json('POST', `/api/apps/${app}/launches`, {
    holder: HOLDER,
    patient,
    encounter,
  })
  const url = status === 200 ? new URL((body as { url: string }).url) : null
  return { status, url, launch: url?.searchParams.get('launch') ?? '' }
}
const ehr = (launch: string | undefined, said: Parameters<typeof launching>[0] = {}) =>
  launching({
    scope: 'openid fhirUser launch patient/Patient.r patient/Observation.rs',
    more: { launch },
    ...said,
  })

const introspect = async (world: World, token: string, app = 'north-server') =>
  post(world.smart.introspection_endpoint, { token, ...(await assertionForm(world, { app })) })

export const OTHERS: readonly Check[] = [
  [
    EHR,
    'opens the app at its registered address with iss and launch',
    async (world) => {
      const { url } = await launchFor(world)
      expect(url?.href).toMatch(/^https:\/\/app\.example\/launch\?iss=/)
      expect(url?.searchParams.get('iss')).toBe(world.base)
    },
  ],
  [
    EHR,
    'gives patient, encounter and the clinician’s fhirUser',
    async (world) => {
      const { launch } = await launchFor(world, 'stranger', 'pressure', 'visit-1')
      const { status, body } = await launched(world, ehr(launch), world.doctor)
      expect(status).toBe(200)
      expect(body).toMatchObject({ patient: 'stranger', encounter: 'visit-1', need_patient_banner: false })
      expect(jose.decodeJwt(body.id_token)['fhirUser']).toBe(`${world.base}/Practitioner/doctor`)
      expect(await statusOf(read(world, 'Observation/strangers', body.access_token))).toBe(200)
      expect(await statusOf(read(world, 'Observation/hers', body.access_token))).toBe(404)
    },
  ],
  [
    EHR,
    'the scope launch needs a launch',
    async (world) =>
      refusedAtApp(
        await authorize(world, ehr(undefined), world.doctor),
        'invalid_request',
        /launch is required/,
      ),
  ],
  [
    EHR,
    'a launch that is made up is refused',
    async (world) =>
      refusedAtApp(
        await authorize(world, ehr('made-up'), world.doctor),
        'invalid_request',
        /launch is unknown/,
      ),
  ],
  [
    EHR,
    'a launch is good once',
    async (world) => {
      const { launch } = await launchFor(world)
      expect((await launched(world, ehr(launch), world.doctor)).status).toBe(200)
      refusedAtApp(await authorize(world, ehr(launch), world.doctor), 'invalid_request', /been used/)
    },
  ],
  [
    EHR,
    'a launch of one app is nothing to another',
    async (world) => {
      const { launch } = await launchFor(world)
      refusedAtApp(
        await authorize(world, ehr(launch, { app: 'other-app' }), world.doctor),
        'invalid_request',
        /launch is unknown/,
      )
    },
  ],
  [
    EHR,
    'nobody goes on with the launch of somebody else',
    async (world) => {
      const { launch } = await launchFor(world)
      refusedAtApp(await authorize(world, ehr(launch), world.berit), 'access_denied', /did not allow/)
    },
  ],
  [
    EHR,
    'an app is opened for a patient whom there is, and with an encounter of theirs',
    async (world) => {
      expect(await statusOf(launchFor(world, 'nobody'))).toBe(404)
      expect(await statusOf(launchFor(world, 'stranger', 'pressure', 'visit-hers'))).toBe(404)
      expect(await statusOf(launchFor(world, 'stranger', 'pressure', 'no-visit'))).toBe(404)
    },
  ],
  [
    'Capabilities: context-standalone-patient',
    'a clinician finds a patient by name or number, and each look is in the audit',
    async (world) => {
      const ask = (text: string, browser = world.doctor) =>
        browser.json('POST', '/api/apps/patients', { holder: HOLDER, text })
      const one = { id: 'stranger', name: 'Stranger Vang', birthDate: '1980-01-01' }
      for (const text of ['vang', 'str vang', STRANGER as string])
        expect((await ask(text)).body).toEqual({ patients: [one], more: false })
      expect((await ask('lind')).body).toMatchObject({ patients: [{ id: 'berit' }, { id: 'nora' }] })
      expect((await ask('v,a|n$g\\')).body).toEqual({ patients: [], more: false })
      expect([(await ask('v')).status, (await ask('x'.repeat(101))).status]).toEqual([400, 413])
      expect((await ask('vang', world.berit)).status).toBe(403)
      const { store } = world.sund.fhir.get(HOLDER) as FhirSite
      const query = `patient=stranger&agent=${encodeURIComponent(demoSubject(`at-${HOLDER}`))}&subtype=search-type`
      const looks = await store.search(STORE_ITSELF, 'AuditEvent', query, { handling: 'strict' })
      expect(looks.matches.length).toBeGreaterThanOrEqual(3)
    },
  ],
  [
    'Capabilities: context-standalone-patient',
    'a clinician who comes without a launch says for which patient, and the app has that record alone',
    async (world) => {
      const app = launching()
      const as = (patient?: string) => (asked: AuthorizationRequest) => {
        expect(asked.as).toMatchObject([{ id: 'clinician', choosesPatient: true }])
        return { ...everything(asked), ...(patient === undefined ? {} : { patient }) }
      }
      const { code } = await authorize(world, app, world.doctor, as('stranger'))
      const { body } = await exchange(world, app, code)
      expect(body).toMatchObject({ patient: 'stranger', need_patient_banner: false })
      expect(await statusOf(read(world, 'Observation/strangers', body.access_token))).toBe(200)
      expect(await statusOf(read(world, 'Observation/hers', body.access_token))).toBe(404)
      expect(await authorize(world, launching(), world.doctor, as())).toMatchObject({
        status: 400,
        code: null,
      })
      expect(await authorize(world, launching(), world.doctor, as('nobody'))).toMatchObject({
        status: 404,
        code: null,
      })
    },
  ],
  [
    'FHIR R4 Consent.provision',
    'who has said no to being treated with their records is not found, and no app is opened for them',
    async (world) => {
      const { store, consents } = world.sund.fhir.get(HOLDER) as FhirSite
      const consent = denying('stranger', null)
      await store.update(STORE_ITSELF, consent)
      await consents.refresh()
      const found = async () =>
        (
          (await world.doctor.json('POST', '/api/apps/patients', { holder: HOLDER, text: 'vang' })).body as {
            patients: unknown[]
          }
        ).patients.length
      expect(await found()).toBe(0)
      expect(await statusOf(launchFor(world))).toBe(404)
      const ended = await authorize(world, launching(), world.doctor, (asked) => ({
        ...everything(asked),
        patient: 'stranger',
      }))
      expect(ended).toMatchObject({ status: 404, code: null })
      await store.update(STORE_ITSELF, { ...consent, status: 'inactive' })
      await consents.refresh()
      expect(await found()).toBe(1)
    },
  ],
  [
    EHR,
    'who is no clinician of the holder launches nothing',
    async (world) => {
      const body = { holder: HOLDER, patient: 'stranger' }
      expect((await world.berit.json('POST', '/api/apps/pressure/launches', body)).status).toBe(403)
    },
  ],
  [
    REFRESH,
    'gives a new token and a new refresh token with the same scopes and patient',
    async (world) => {
      const first = (await launched(world)).body
      const { status, body } = await refresh(world, first.refresh_token)
      expect(status).toBe(200)
      expect(body).toMatchObject({ scope: first.scope, patient: 'berit' })
      expect(body.access_token).not.toBe(first.access_token)
      expect(body.refresh_token).not.toBe(first.refresh_token)
      expect(await statusOf(read(world, 'Patient/berit', body.access_token))).toBe(200)
    },
  ],
  [
    REFRESH,
    'may ask for fewer scopes, and then has fewer',
    async (world) => {
      const { refresh_token } = (await launched(world)).body
      const { body } = await refresh(world, refresh_token, { scope: 'patient/Patient.r' })
      expect(body.scope).toBe('patient/Patient.r')
      expect(await statusOf(read(world, 'Observation/hers', body.access_token))).toBe(403)
    },
  ],
  [
    REFRESH,
    'never gives more than before',
    async (world) => {
      const { refresh_token } = (
        await launched(world, { scope: 'launch/patient offline_access patient/Patient.r' })
      ).body
      refused(
        world,
        await refresh(world, refresh_token, { scope: 'patient/Patient.r patient/Observation.rs' }),
        'invalid_scope',
        /missing requested scope/,
      )
    },
  ],
  [
    `${REFRESH} (OAuth 2.0 Security BCP § 4.14)`,
    'a refresh token that is used again ends all that it gave',
    async (world) => {
      const first = (await launched(world)).body
      const second = (await refresh(world, first.refresh_token)).body
      expect(await statusOf(read(world, 'Patient/berit', second.access_token))).toBe(200)
      refused(world, await refresh(world, first.refresh_token), 'invalid_grant', /already used/)
      refused(world, await refresh(world, second.refresh_token), 'invalid_grant', /refresh token not found/)
      expect(await statusOf(read(world, 'Patient/berit', second.access_token))).toBe(401)
    },
  ],
  [
    REFRESH,
    'a refresh token of one app is nothing in the hands of another',
    async (world) => {
      const { refresh_token } = (await launched(world)).body
      refused(
        world,
        await refresh(world, refresh_token, { client_id: 'other-app' }),
        'invalid_grant',
        /client mismatch/,
      )
    },
  ],
  [
    'Scopes for requesting a refresh token',
    'there is none where it was not asked for, or the person said no',
    async (world) => {
      expect(
        (await launched(world, { scope: 'launch/patient patient/Patient.r' })).body.refresh_token,
      ).toBeUndefined()
      const app = launching()
      const { code } = await authorize(world, app, world.berit, () => ({
        as: 'self',
        scopes: ['patient/Patient.r'],
      }))
      expect((await exchange(world, app, code)).body.refresh_token).toBeUndefined()
    },
  ],
  [
    'Scopes for requesting a refresh token',
    'online access lasts as long as the person is signed in',
    async (world) => {
      await world.berit.signIn('berit')
      const { body } = await launched(world, { scope: 'launch/patient online_access patient/Patient.r' })
      const next = (await refresh(world, body.refresh_token)).body
      expect(await statusOf(read(world, 'Patient/berit', next.access_token))).toBe(200)
      await world.berit.json('POST', '/auth/sign-out')
      refused(
        world,
        await refresh(world, next.refresh_token),
        'invalid_grant',
        /referenced account not found/,
      )
      await world.berit.signIn('berit')
    },
  ],
  [
    INTROSPECTION,
    'tells a FHIR server whether a token is good, for which app, scopes, patient and person',
    async (world) => {
      const { body } = await launched(world)
      expect((await introspect(world, body.access_token)).body).toMatchObject({
        active: true,
        client_id: 'pressure',
        scope: body.scope,
        patient: 'berit',
        fhirUser: `${world.base}/Patient/berit`,
        sub: 'demo:berit',
        iss: world.smart['issuer'],
        aud: world.base,
        exp: expect.any(Number),
      })
    },
  ],
  [
    INTROSPECTION,
    'tells encounter and patient of a launch',
    async (world) => {
      const { launch } = await launchFor(world, 'stranger', 'pressure', 'visit-2')
      const { body } = await launched(world, ehr(launch), world.doctor)
      expect((await introspect(world, body.access_token)).body).toMatchObject({
        active: true,
        patient: 'stranger',
        encounter: 'visit-2',
      })
    },
  ],
  [
    INTROSPECTION,
    'of what is no token says only that it is not active',
    async (world) => expect((await introspect(world, 'made-up')).body).toEqual({ active: false }),
  ],
  [
    INTROSPECTION,
    'is for those who prove who they are; another app learns nothing',
    async (world) => {
      const { access_token: token } = (await launched(world)).body
      expect((await post(world.smart.introspection_endpoint, { token })).body['error']).toBe(
        'invalid_request',
      )
      expect((await introspect(world, token, 'quality')).body).toEqual({ active: false })
      const other = await post(world.smart.introspection_endpoint, { token, client_id: 'other-app' })
      expect(other.body).toEqual({ active: false })
    },
  ],
  [
    REVOCATION,
    'an app gives its token back, and nothing opens with it any more',
    async (world) => {
      const { body } = await launched(world)
      expect(await statusOf(read(world, 'Patient/berit', body.access_token))).toBe(200)
      const form = { token: body.refresh_token, client_id: 'pressure' }
      expect(await statusOf(post(world.smart.revocation_endpoint, form))).toBe(200)
      expect(await statusOf(read(world, 'Patient/berit', body.access_token))).toBe(401)
      refused(world, await refresh(world, body.refresh_token), 'invalid_grant', /refresh token not found/)
      expect((await introspect(world, body.access_token)).body).toEqual({ active: false })
    },
  ],
  [
    REVOCATION,
    'an app cannot end another’s token',
    async (world) => {
      const { body } = await launched(world)
      await post(world.smart.revocation_endpoint, { token: body.access_token, client_id: 'other-app' })
      expect(await statusOf(read(world, 'Patient/berit', body.access_token))).toBe(200)
    },
  ],
  [
    WITHDRAWAL,
    'a token whose person has withdrawn is answered 403 in words, and no sign-in is asked for; on every device, and also after they allow it anew',
    async (world) => {
      const [one, other] = [(await launched(world)).body, (await launched(world)).body]
      await withdraw(world)
      const answers = [
        await read(world, 'Observation/hers', one.access_token),
        await read(world, 'Observation?code=85354-9', other.access_token),
      ]
      await launched(world)
      for (const { status, headers, body } of [
        ...answers,
        await read(world, 'Patient/berit', one.access_token),
      ]) {
        expect(status).toBe(403)
        expect(headers.get('www-authenticate')).toBeNull()
        expect(body).toEqual({
          resourceType: 'OperationOutcome',
          issue: [
            {
              severity: 'error',
              code: 'forbidden',
              diagnostics: expect.stringMatching(/has withdrawn .* do not ask again by yourself/),
            },
          ],
        })
      }
    },
  ],
  [
    WITHDRAWAL,
    'after a withdrawal there is no refresh, and no token of it is active',
    async (world) => {
      const { body } = await launched(world)
      await withdraw(world)
      refused(
        world,
        await refresh(world, body.refresh_token),
        'invalid_grant',
        /referenced account not found/,
      )
      for (const token of [body.access_token, body.refresh_token])
        expect((await introspect(world, token)).body).toEqual({ active: false })
    },
  ],
  [
    WITHDRAWAL,
    'a code that was not used before the withdrawal is worth nothing after it',
    async (world) => {
      const app = launching()
      const { code } = await authorize(world, app)
      await withdraw(world)
      refused(world, await exchange(world, app, code), 'invalid_grant', /referenced account not found/)
    },
  ],
  [
    WITHDRAWAL,
    'a token that was made up, that the app gave back or that has run out is answered 401 all the same',
    async (world) => {
      const [back, kept] = [(await launched(world)).body, (await launched(world)).body]
      await post(world.smart.revocation_endpoint, { token: back.access_token, client_id: 'pressure' })
      await withdraw(world)
      const isNone = async (token: string) => {
        const { status, headers, body } = await read(world, 'Patient/berit', token)
        expect({ status, code: (body['issue'] as { code: string }[])[0]?.code }).toEqual({
          status: 401,
          code: 'login',
        })
        expect(headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/)
      }
      await isNone('made-up')
      await isNone(back.access_token)
      expect(await statusOf(read(world, 'Patient/berit', kept.access_token))).toBe(403)
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 301_000 })
      await isNone(kept.access_token).finally(() => vi.useRealTimers())
    },
  ],
  [
    'FHIR R4 Consent.provision.actor',
    'a consent that denies an app by name leaves a clinician who uses it nothing of that patient, and does not say so; a person’s own app has their own word',
    async (world) => {
      const { launch } = await launchFor(world)
      const ofDoctor = (await launched(world, ehr(launch), world.doctor)).body.access_token
      const own = (await launched(world)).body.access_token
      const denials = ['stranger', 'berit'].map((patient) => denying(patient, 'pressure'))
      const { store, consents } = world.sund.fhir.get(HOLDER) as FhirSite
      for (const consent of denials) await store.update(STORE_ITSELF, consent)
      const found = async () => {
        const { status, body } = await read(world, 'Observation?code=85354-9', ofDoctor)
        return { status, entries: (body['entry'] as unknown[]).length }
      }
      await consents.refresh()
      expect(await found()).toEqual({ status: 200, entries: 0 })
      expect(await statusOf(read(world, 'Observation/strangers', ofDoctor))).toBe(404)
      expect(await statusOf(read(world, 'Observation/hers', own))).toBe(200)
      for (const consent of denials) await store.update(STORE_ITSELF, { ...consent, status: 'inactive' })
      await consents.refresh()
      expect(await found()).toEqual({ status: 200, entries: 1 })
    },
  ],
  ...(['RS384', 'ES384'] as const).map(
    (alg): Check => [
      `${BACKEND}; ${ASSERTION}`,
      `a service that signs with ${alg} gets a short-lived token and no refresh token`,
      async (world) => {
        const { status, body } = await backend(world, { alg })
        expect(status).toBe(200)
        expect(body).toMatchObject({ token_type: 'Bearer', scope: 'system/Observation.rs' })
        expect(body['expires_in']).toBeLessThanOrEqual(300)
        expect(body.refresh_token).toBeUndefined()
        expect(await statusOf(read(world, 'Observation/strangers', body.access_token))).toBe(200)
        expect(await statusOf(read(world, 'Patient/stranger', body.access_token))).toBe(403)
      },
    ],
  ),
  [
    BACKEND,
    'gets no more than it is registered for',
    async (world) => {
      const { body } = await backend(world, {}, { scope: 'system/*.cruds patient/*.rs user/*.rs openid' })
      expect(body.scope.split(' ').sort()).toEqual(['system/Observation.rs', 'system/Patient.r'])
    },
  ],
  [
    BACKEND,
    'a request of which nothing is registered is refused',
    async (world) =>
      refused(
        world,
        await backend(world, {}, { scope: 'system/Immunization.rs' }),
        'invalid_scope',
        /none of the scopes/,
      ),
  ],
  [
    BACKEND,
    'apps of people are no services',
    async (world) =>
      refused(
        world,
        await backend(world, { app: 'server-app' }),
        'invalid_request',
        /grant type is not allowed/,
      ),
  ],
  [
    BACKEND,
    'another grant type is refused',
    async (world) =>
      refused(world, await backend(world, {}, { grant_type: 'password' }), 'unsupported_grant_type', /./),
  ],
  [
    BACKEND,
    'without an assertion there is no token, nor with another kind of assertion',
    async (world) => {
      const none = await backend(world, {}, { client_assertion: undefined, client_assertion_type: undefined })
      refused(world, none, 'invalid_request', /no client authentication mechanism/)
      const kind = await backend(world, {}, { client_assertion_type: 'not-an-assertion-type' })
      refused(world, kind, 'invalid_request', /client_assertion_type must have value/)
    },
  ],
  ...wrongAssertions(),
  [
    ASSERTION,
    'an assertion is good once',
    async (world) => {
      const client_assertion = await assertion(world)
      expect(await statusOf(backend(world, {}, { client_assertion }))).toBe(200)
      refused(
        world,
        await backend(world, {}, { client_assertion }),
        'invalid_client',
        /only be used once/,
        401,
      )
    },
  ],
  [
    ASSERTION,
    'one that is not signed is refused',
    async (world) => {
      const [, payload] = (await assertion(world)).split('.')
      const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
      refused(
        world,
        await backend(world, {}, { client_assertion: `${header}.${payload}.` }),
        'invalid_client',
        /alg mismatch/,
        401,
      )
    },
  ],
  [
    ASSERTION,
    'one whose claims were changed after signing is refused',
    async (world) => {
      const [header, payload = '', signature] = (await assertion(world)).split('.')
      const claims = {
        ...JSON.parse(Buffer.from(payload, 'base64url').toString()),
        exp: Math.floor(Date.now() / 1000) + 290,
      }
      const changed = Buffer.from(JSON.stringify(claims)).toString('base64url')
      refused(
        world,
        await backend(world, {}, { client_assertion: `${header}.${changed}.${signature}` }),
        'invalid_client',
        /signature/,
        401,
      )
    },
  ],
  [
    ASSERTION,
    'one signed by a key that is not registered is refused, whatever it calls itself',
    async (world) => {
      const { privateKey } = await jose.generateKeyPair('ES384')
      refused(world, await backend(world, { key: privateKey }), 'invalid_client', /signature/, 401)
    },
  ],
  [
    ASSERTION,
    'one signed with the public key as a secret is refused',
    async (world) => {
      const key = new TextEncoder().encode(JSON.stringify(await jose.exportJWK(world.signers.ES384.key)))
      const client_assertion = await new jose.SignJWT({
        iss: 'quality',
        sub: 'quality',
        aud: world.smart.token_endpoint,
        jti: 'x',
      })
        .setProtectedHeader({ alg: 'HS384', kid: 'ES384' })
        .setExpirationTime('1m')
        .sign(key)
      refused(world, await backend(world, {}, { client_assertion }), 'invalid_client', /alg mismatch/, 401)
    },
  ],
]

const named = (app: string) => ({
  role: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }],
  },
  reference: { identifier: { system: ACTOR_SYSTEMS.app, value: app } },
})

/** A consent by which nothing of a patient is shown: to those who use one app, or to anyone. */
const denying = (patient: string, app: string | null) => ({
  resourceType: 'Consent',
  id: `${patient}-denies-${app ?? 'all'}`,
  status: 'active',
  scope: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
  },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
  patient: { reference: `Patient/${patient}` },
  dateTime: '2026-01-01',
  policyRule: { coding: [{ system: 'urn:policies', code: 'own' }] },
  provision: {
    type: 'deny',
    ...(app === null ? {} : { actor: [named(app)] }),
  },
})

/** One claim is wrong, and all else is as it should be. */
function wrongAssertions(): Check[] {
  const now = () => Math.floor(Date.now() / 1000)
  const wrong: [string, () => Record<string, unknown>, RegExp][] = [
    [
      'for another audience',
      () => ({ aud: 'https://elsewhere.example/token' }),
      /audience \(aud\) must equal/,
    ],
    ['for no audience', () => ({ aud: undefined }), /aud .* must be provided/],
    ['that has expired', () => ({ exp: now() - 60 }), /expired/],
    ['without an end', () => ({ exp: undefined }), /expiration must be specified/],
    ['valid for longer than five minutes', () => ({ exp: now() + 3600 }), /longer than five minutes/],
    ['without an identifier of its own', () => ({ jti: undefined }), /jti .* must be provided/],
    ['issued by another', () => ({ iss: 'somebody' }), /iss .* must be the client_id/],
    ['issued by nobody', () => ({ iss: undefined }), /iss .* must be provided/],
    ['about another', () => ({ sub: 'somebody' }), /client not found/],
    ['that is valid later', () => ({ nbf: now() + 3600 }), /not active yet/],
  ]
  return wrong.map(([how, claims, why]) => [
    ASSERTION,
    `one ${how} is refused`,
    async (world) => refused(world, await backend(world, { claims: claims() }), 'invalid_client', why, 401),
  ])
}
