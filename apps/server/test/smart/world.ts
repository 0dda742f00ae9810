/** A hub with a holder of records, apps of every kind, a citizen with a child and a clinician: what the checks of SMART App Launch are made in. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Resource } from '@sund/fhir'
import type { AppDetails } from '@sund/model'
import * as jose from 'jose'
import pino from 'pino'
import { ACTOR_SYSTEMS } from '../../src/consents/asked.js'
import { demoSubject } from '../../src/http/demo-provider.js'
import { type Serving, serve } from '../../src/http/serve.js'
import type { AuthorizationRequest } from '../../src/smart/authorizations.js'
import { openSund, type Sund } from '../../src/sund.js'
import { Browser } from '../browser.js'

export const HOLDER = 'north'
export const [SELF, CHILD, STRANGER] = ['21057012345', '13091599999', '01018012345']
export const REDIRECT = 'https://app.example/after?kept=yes'
/** What the apps of people are registered for. */
export const SCOPES = [
  ...[
    'openid',
    'fhirUser',
    'launch',
    'launch/patient',
    'launch/encounter',
    'offline_access',
    'online_access',
  ],
  ...['patient/Patient.r', 'patient/Observation.rs', 'patient/Condition.rs?category=problem-list-item'],
  'user/Observation.rs',
]

const APP: Omit<AppDetails, 'kind'> = {
  title: { en: 'Pressure', nb: 'Trykk', da: 'Tryk' },
  summary: { en: 'Shows your blood pressure.' },
  homepage: 'https://app.example/',
  privacy: 'https://app.example/privacy',
  redirectUris: [REDIRECT],
  launchUrl: 'https://app.example/launch',
  scopes: SCOPES,
  holders: [],
  purpose: null,
  keys: [],
  jwksUri: null,
  evidence: [],
}

export interface World {
  sund: Sund
  serving: Serving
  home: string
  /** Address of the FHIR server. */
  base: string
  /** Browsers of a citizen and of a clinician, signed in. */
  berit: Browser
  doctor: Browser
  /** What services sign with, by the algorithm. */
  signers: Record<'RS384' | 'ES384', { kid: string; key: jose.CryptoKey }>
  smart: Record<string, unknown> & {
    authorization_endpoint: string
    token_endpoint: string
    introspection_endpoint: string
    revocation_endpoint: string
  }
  /** Why requests were refused, as the log has it. */
  reasons: string[]
  /** Ends the process, as far as a test can, and starts it again at the same address. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function openWorld(
  more: { resources?: readonly Resource[]; portal?: string } = {},
): Promise<World> {
  const home = await mkdtemp(join(tmpdir(), 'sund-smart-'))
  const reasons: string[] = []
  const write = (line: string) => {
    const { msg, why } = JSON.parse(line) as { msg: string; why?: string }
    if (msg === 'app-refused') reasons.push(why ?? '')
    if (msg === 'bug') console.error(line)
  }
  const logger = pino({ level: 'info' }, { write })
  const start = async (port: number) => {
    const sund = await openSund({ home, logger })
    if (!sund.holders.has(HOLDER)) await sund.addHolder(HOLDER, { en: 'North' })
    const site = await sund.openFhir(HOLDER)
    if (port === 0) await site.store.load([...RESOURCES, ...(more.resources ?? [])])
    const serving = await serve(sund, {
      host: '127.0.0.1',
      port,
      ...(more.portal === undefined ? {} : { portal: more.portal }),
      environment: { SUND_DEMO_CITIZEN: `${SELF} ${CHILD}` },
      rateLimits: { any: 100_000, check: 100_000, run: 100_000 },
    })
    return { sund, serving }
  }
  const { sund, serving } = await start(0)
  const signers = { RS384: await signer('RS384'), ES384: await signer('ES384') }
  const keys = await Promise.all(Object.values(signers).map(({ jwk }) => jwk as never))
  await register(sund, 'pressure', { ...APP, kind: 'public' })
  await register(sund, 'other-app', { ...APP, kind: 'public' })
  await register(sund, 'server-app', { ...APP, kind: 'confidential', keys })
  await register(sund, 'quality', {
    ...APP,
    kind: 'backend',
    redirectUris: [],
    launchUrl: null,
    scopes: ['system/Observation.rs', 'system/Patient.r'],
    holders: [HOLDER],
    purpose: 'TREAT',
    keys,
  })
  await register(sund, 'north-server', {
    ...APP,
    kind: 'resource-server',
    redirectUris: [],
    launchUrl: null,
    scopes: [],
    holders: [HOLDER],
    keys,
  })
  await sund.organisations.change(null, HOLDER, { subject: demoSubject(`at-${HOLDER}`), name: 'Dr North' }, [
    'clinician',
    'handler',
    'administrator',
  ])
  const [berit, doctor] = [new Browser(serving.url), new Browser(serving.url)]
  await berit.signIn('berit')
  await doctor.signIn(`at-${HOLDER}`)
  const base = `${serving.url}/fhir/${HOLDER}`
  const smart = (await (await fetch(`${base}/.well-known/smart-configuration`)).json()) as World['smart']
  const world: World = {
    sund,
    serving,
    home,
    base,
    berit,
    doctor,
    signers,
    smart,
    reasons,
    async restart() {
      await world.serving.close()
      await world.sund.close()
      Object.assign(world, await start(serving.port))
    },
    async close() {
      await world.serving.close()
      await world.sund.close()
      await rm(home, { recursive: true, force: true })
    },
  }
  return world
}

async function signer(alg: 'RS384' | 'ES384') {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true })
  const jwk = { ...(await jose.exportJWK(publicKey)), kid: alg, alg, use: 'sig' }
  return { kid: alg, key: privateKey, jwk }
}

/** Registers and approves, as the publisher's administrator and a reviewer would. */
export async function register(sund: Sund, app: string, details: AppDetails): Promise<void> {
  const { revision } = await sund.apps.registry.submit({ app, publisher: 'fjord', by: 'demo:kari', details })
  await sund.apps.registry.decide({
    app,
    revision,
    status: 'approved',
    reviewer: 'demo:jonas',
    reason: 'It is sound.',
  })
}

/** What an app sends and keeps during a launch; a check changes one thing. */
export interface Launching {
  app: string
  scope: string
  redirect: string
  verifier: string
  more: Record<string, string | undefined>
}
export const launching = (said: Partial<Launching> = {}): Launching => ({
  app: 'pressure',
  scope: 'openid fhirUser launch/patient offline_access patient/Patient.r patient/Observation.rs',
  redirect: REDIRECT,
  verifier: randomBytes(32).toString('base64url'),
  more: {},
  ...said,
})

/** The address that begins a launch. */
export function authorizeUrl(
  { smart, base }: World,
  { app, scope, redirect, verifier, more }: Launching,
): string {
  const url = new URL(smart.authorization_endpoint)
  const params: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: app,
    redirect_uri: redirect,
    scope,
    state: 'st4te',
    aud: base,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  }
  for (const [name, value] of Object.entries(params))
    if (value !== undefined) url.searchParams.set(name, value)
  return url.href
}

/** Where the browser ends: at the app, or on a page of this server that says why not. */
export interface Ended {
  status: number
  url: URL
  /** What is told to the app. */
  code: string | null
  error: string | null
  body: string
}

/** What the person sees on the way, and where the browser is sent after they answer. */
export async function authorize(
  world: World,
  app: Launching,
  browser: Browser = world.berit,
  answer: (
    asked: AuthorizationRequest,
  ) => { as: string; scopes: readonly string[]; patient?: string | null } | null = everything,
): Promise<Ended & { asked: AuthorizationRequest | null }> {
  let response = await browser.request(authorizeUrl(world, app))
  let asked: AuthorizationRequest | null = null
  for (let hops = 0; response.status >= 300 && response.status < 400 && hops < 10; hops++) {
    const to = new URL(response.headers.get('location') ?? '', response.url)
    if (to.origin !== world.serving.url) return { ...ended(response.status, to, ''), asked }
    const [, id] = /^\/apps\/allow\/(.+)$/.exec(to.pathname) ?? []
    if (id === undefined) {
      response = await browser.request(to.href)
      continue
    }
    const view = await browser.json('GET', `/api/apps/authorizations/${id}/request`)
    if (view.status !== 200) return { ...ended(view.status, to, JSON.stringify(view.body)), asked }
    asked = view.body as AuthorizationRequest
    const said = await browser.json('POST', `/api/apps/authorizations/${id}/answer`, { allow: answer(asked) })
    if (said.status !== 200) return { ...ended(said.status, to, JSON.stringify(said.body)), asked }
    response = await browser.request((said.body as { url: string }).url)
  }
  return { ...ended(response.status, new URL(response.url), await response.text()), asked }
}
const ended = (status: number, url: URL, body: string): Ended => ({
  status,
  url,
  body,
  code: url.searchParams.get('code'),
  error: url.searchParams.get('error'),
})
export const everything = ({ as, scopes }: AuthorizationRequest) => ({
  as: as[0]?.id ?? 'nobody',
  scopes: scopes.map(({ scope }) => scope),
})

export interface Answered {
  status: number
  headers: Headers
  body: Record<string, unknown> & {
    access_token: string
    refresh_token: string
    id_token: string
    scope: string
  }
}

/** The citizen ends, at their own page, all that they let an app do. */
export async function withdraw({ berit }: World, app = 'pressure'): Promise<void> {
  const { body } = await berit.json('GET', '/api/apps/grants')
  const { grants } = body as { grants: { id: string; app: string; revokedAt: string | null }[] }
  for (const { id, app: of, revokedAt } of grants)
    if (of === app && revokedAt === null) await berit.json('DELETE', `/api/apps/grants/${id}`)
}

/** A form to one of the endpoints. */
export async function post(
  url: string,
  form: Record<string, string | undefined>,
  init: RequestInit = {},
): Promise<Answered> {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(form)) if (value !== undefined) body.set(name, value)
  const response = await fetch(url, { method: 'POST', body, ...init })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) }
}

/** The code for a token, as the app of a launch sends it, but for what a check changes. */
export const exchange = (
  { smart }: World,
  { app, redirect, verifier }: Launching,
  code: string | null,
  more: Record<string, string | undefined> = {},
): Promise<Answered> =>
  post(smart.token_endpoint, {
    grant_type: 'authorization_code',
    code: code ?? '',
    redirect_uri: redirect,
    client_id: app,
    code_verifier: verifier,
    ...more,
  })

export const refresh = ({ smart }: World, token: string, more: Record<string, string | undefined> = {}) =>
  post(smart.token_endpoint, {
    grant_type: 'refresh_token',
    refresh_token: token,
    client_id: 'pressure',
    ...more,
  })

/** A whole launch, to the tokens. */
export async function launched(
  world: World,
  said: Partial<Launching> = {},
  browser?: Browser,
): Promise<Answered> {
  const app = launching(said)
  const { code, error, body } = await authorize(world, app, browser)
  if (code === null) throw new Error(`no code: ${error} ${body}`)
  return exchange(
    world,
    app,
    code,
    said.app === 'server-app' ? await assertionForm(world, { app: 'server-app' }) : {},
  )
}

/** A service's assertion; a check changes its claims, key or algorithm. */
export async function assertion(
  { smart, signers }: World,
  {
    app = 'quality',
    alg = 'ES384' as 'RS384' | 'ES384',
    claims = {} as Record<string, unknown>,
    header = {} as Record<string, unknown>,
    key = signers[alg].key as jose.CryptoKey,
  } = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const said = {
    iss: app,
    sub: app,
    aud: smart.token_endpoint,
    exp: now + 60,
    iat: now,
    jti: randomBytes(16).toString('hex'),
    ...claims,
  }
  return new jose.SignJWT(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)))
    .setProtectedHeader({ alg, kid: alg, typ: 'JWT', ...header })
    .sign(key)
}
export const assertionForm = async (world: World, said: Parameters<typeof assertion>[1] = {}) => ({
  client_id: undefined,
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: await assertion(world, said),
})

/** A service asks for a token. */
export const backend = async (
  world: World,
  said: Parameters<typeof assertion>[1] = {},
  form: Record<string, string | undefined> = {},
): Promise<Answered> =>
  post(world.smart.token_endpoint, {
    grant_type: 'client_credentials',
    scope: 'system/Observation.rs',
    ...(await assertionForm(world, said)),
    ...form,
  })

/** What the FHIR server answers with a token. */
export async function read(
  { base }: World,
  path: string,
  token: string | null,
): Promise<{ status: number; headers: Headers; body: Resource }> {
  const response = await fetch(`${base}/${path}`, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Resource }
}

const patient = (id: string, national: string, family: string): Resource => ({
  resourceType: 'Patient',
  id,
  name: [{ family, given: [`${id[0]?.toUpperCase()}${id.slice(1)}`] }],
  birthDate: '1980-01-01',
  identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: national }],
})
const pressure = (id: string, of: string): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
  subject: { reference: `Patient/${of}` },
})
const visit = (id: string, of: string): Resource => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  class: {
    system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
    code: 'AMB',
    display: 'Outpatient visit',
  },
  subject: { reference: `Patient/${of}` },
  period: { start: '2026-03-01T08:00:00+01:00' },
})
const RESOURCES: Resource[] = [
  visit('visit-1', 'stranger'),
  visit('visit-2', 'stranger'),
  visit('visit-hers', 'berit'),
  patient('berit', SELF as string, 'Lind'),
  patient('nora', CHILD as string, 'Lind'),
  patient('stranger', STRANGER as string, 'Vang'),
  pressure('hers', 'berit'),
  pressure('childs', 'nora'),
  pressure('strangers', 'stranger'),
  {
    resourceType: 'Practitioner',
    id: 'doctor',
    identifier: [{ system: ACTOR_SYSTEMS.subject, value: demoSubject(`at-${HOLDER}`) }],
  },
]
