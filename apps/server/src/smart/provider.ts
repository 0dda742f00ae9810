/**
 * The authorization server of apps (SMART App Launch 2) as `oidc-provider` is told to be: what may be asked, for which records, for how long. What a person
 * answers is in `authorizations.ts`; what a token opens in `readers.ts`.
 *
 * Every scope is a scope of the FHIR server that is asked for (`aud`), so that one list says what a token gives; those that are about the sign-in itself are
 * scopes of OpenID Connect besides. Scopes are cut to what the app is registered for where the request comes in.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AppRegistry, TokenState } from '@sund/access'
import { allowedOf, OTHER_SCOPES, parseScope } from '@sund/fhir'
import type { AppRevision, Clock } from '@sund/model'
import type { ErrorOut, errors, KoaContextWithOIDC, Provider } from 'oidc-provider'
import { importQuietly, mounted } from '../http/oidc.js'
import { KEYS_EDITION } from './clients.js'
import { type Contexts, tokenContext } from './contexts.js'
import type { KeySets } from './key-sets.js'
import type { SmartKeys } from './keys.js'
import type { Launches } from './launches.js'
import { stateAdapters } from './state.js'

/** The path below which it answers, and where a browser goes to be asked. */
export const SMART_PATH = '/smart'
export const AUTHORIZATIONS_PATH = '/api/apps/authorizations'
/** The page that says why an app's request was refused. */
export const REFUSED_PAGE = '/apps/refused'

/** Seconds. An access token is short-lived: what bounds it is looked up at each request besides. */
export const SECONDS = { access: 300, code: 60, refresh: 90 * 86_400, grant: 365 * 86_400, interaction: 3600 }
/** A service's assertion may be valid no longer than this (SMART App Launch 2, "Client Authentication: Asymmetric"). */
const LONGEST_ASSERTION = 300

export const SIGNING_ALGORITHMS = ['RS384', 'ES384'] as const

export interface ProviderSettings {
  publicUrl: URL
  keys: SmartKeys
  registry: AppRegistry
  tokens: TokenState
  contexts: Contexts
  launches: Launches
  keySets: KeySets
  /** Addresses of FHIR servers by holder. */
  bases: { of(holder: string): string; holderOf(base: string): string | null }
  clock: Clock
  onBug(thrown: unknown): void
  /** Why a request was refused: what an app is told says less. */
  onRefused(error: string, why: string): void
}

export interface SmartProvider {
  readonly provider: Provider
  /** Answers a request to a path below `SMART_PATH`. */
  handle(request: IncomingMessage, response: ServerResponse): void
}

export async function createSmartProvider(settings: ProviderSettings): Promise<SmartProvider> {
  const { publicUrl, keys, registry, tokens, contexts, launches, keySets, bases, clock } = settings
  const { Provider, errors: oauth } = await importQuietly()

  /** The scopes of a request that the app may have, written into the request so that everything after sees no others. */
  async function cut(
    context: KoaContextWithOIDC,
    app: AppRevision,
    levels: readonly string[],
  ): Promise<string> {
    const { oidc } = context
    const params = oidc.params as { scope?: string } | undefined
    const source = oidc.entities.AuthorizationCode ?? oidc.entities.RefreshToken
    const asked = (source?.scope ?? params?.scope ?? '').split(' ').filter((one) => one !== '')
    const allowed = allowedOf(asked, app.details.scopes).filter((text) => {
      const level = parseScope(text)?.level
      return level === undefined || levels.includes(level)
    })
    if (source === undefined && params !== undefined) {
      if (allowed.length === 0)
        throw new oauth.InvalidScope(
          'none of the scopes that are asked for are registered for the app',
          params.scope ?? '',
        )
      params.scope = allowed.join(' ')
    }
    return allowed.join(' ')
  }

  const provider = new Provider(`${publicUrl.origin}${SMART_PATH}`, {
    adapter: stateAdapters({
      registry,
      tokens,
      keySets,
      usedTwice: () => new oauth.InvalidGrant('it was used already'),
    }),
    jwks: { keys: [keys.jwk as never] },
    // Nothing else is fetched by it: what could be is switched off.
    fetch: (address) => keySets.fetch(String(address)),
    extraClientMetadata: { properties: [KEYS_EDITION] },
    cookies: {
      keys: [keys.cookies],
      names: { session: '_session_apps', interaction: '_app_request', resume: '_app_resume' },
    },
    scopes: [...OTHER_SCOPES],
    claims: { openid: ['sub'], fhirUser: ['fhirUser'] },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    clientAuthMethods: ['none', 'private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: [...SIGNING_ALGORITHMS, 'RS256', 'ES256'] },
    pkce: { required: () => true },
    routes: { introspection: '/introspect', revocation: '/revoke' },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      introspection: {
        enabled: true,
        async allowedPolicy(_context, client, token) {
          if ((await contexts.ofToken(token)) === null) return false
          if (client.clientId === token.clientId) return true
          // A FHIR server of its own asks about tokens for it, and about no others.
          const asker = await registry.inForce(client.clientId)
          const holder = bases.holderOf(String((token as { aud?: unknown }).aud ?? ''))
          return (
            asker?.details.kind === 'resource-server' &&
            holder !== null &&
            asker.details.holders.includes(holder)
          )
        },
      },
      resourceIndicators: {
        enabled: true,
        async defaultResource(context, client, oneOf) {
          if (oneOf !== undefined) return oneOf
          const params = context.oidc.params ?? {}
          if (params.grant_type === 'client_credentials') {
            const holders = (await registry.inForce(client.clientId))?.details.holders ?? []
            if (holders.length !== 1)
              throw new oauth.InvalidTarget('say for which FHIR server with the parameter resource')
            return bases.of(holders[0] as string)
          }
          if (params.grant_type !== undefined) return undefined as unknown as string
          if (typeof params.aud !== 'string')
            throw new oauth.InvalidRequest('aud is required: the address of the FHIR server')
          return params.aud.replace(/\/+$/, '')
        },
        useGrantedResource: () => true,
        async getResourceServerInfo(context, resource, client) {
          const holder = bases.holderOf(resource)
          const app = await registry.inForce(client.clientId)
          if (holder === null || app === null)
            throw new oauth.InvalidTarget('aud is no FHIR server of this place')
          const service = context.oidc.params?.grant_type === 'client_credentials'
          if (service && !app.details.holders.includes(holder))
            throw new oauth.InvalidTarget('the app is not registered for this FHIR server')
          return {
            scope: await cut(context, app, service ? ['system'] : ['patient', 'user']),
            audience: resource,
            accessTokenTTL: SECONDS.access,
            accessTokenFormat: 'opaque',
          }
        },
      },
    },
    extraParams: {
      aud: null,
      async launch(context, launch, client) {
        const scopes = String(context.oidc.params?.scope ?? '').split(' ')
        if (launch === undefined) {
          if (scopes.includes('launch'))
            throw new oauth.InvalidRequest('launch is required where the scope launch is asked for')
          return
        }
        const base = String(context.oidc.params?.aud ?? '').replace(/\/+$/, '')
        const found = await launches.find(launch)
        if (found === null || found.app !== client.clientId || found.holder !== bases.holderOf(base))
          throw new oauth.InvalidRequest('launch is unknown, or has expired or been used')
      },
    },
    async extraTokenClaims(_context, token) {
      const found = await contexts.ofToken(token)
      return found === null ? undefined : tokenContext(found)
    },
    issueRefreshToken: async (_context, client, source) =>
      client.grantTypeAllowed('refresh_token') &&
      ['offline_access', 'online_access'].some((one) => source.scopes.has(one)),
    // Pages of the app's own origin, which is where it is sent back to.
    clientBasedCORS: (_context, origin, client) =>
      (client.redirectUris ?? []).some((uri) => new URL(uri).origin === origin),
    expiresWithSession: () => false,
    rotateRefreshToken: true,
    ttl: {
      Session: SECONDS.interaction,
      Interaction: SECONDS.interaction,
      Grant: SECONDS.grant,
      AccessToken: SECONDS.access,
      ClientCredentials: SECONDS.access,
      IdToken: SECONDS.access,
      AuthorizationCode: SECONDS.code,
      RefreshToken: SECONDS.refresh,
    },
    async assertJwtClientAuthClaimsAndHeader(_context, claims, header, client) {
      const { jku } = header as { jku?: unknown }
      if (jku !== undefined && jku !== client.jwksUri)
        throw new oauth.InvalidClientAuth('jku is not the address of keys that is registered')
      const { exp } = claims as { exp?: number }
      if ((exp ?? Number.POSITIVE_INFINITY) > clock.now().getTime() / 1000 + LONGEST_ASSERTION)
        throw new oauth.InvalidClientAuth('the assertion is valid for longer than five minutes')
    },
    interactions: { url: (_context, { uid }) => `${AUTHORIZATIONS_PATH}/${uid}` },
    async findAccount(_context, subject, token) {
      // A code or refresh token outlives nothing that it rests on: the grant, and for online access the session.
      const context = token?.grantId === undefined ? undefined : await contexts.of(token.grantId as string)
      if (context === null) return undefined
      return {
        accountId: subject,
        claims: async () => ({
          sub: subject,
          ...(context?.fhirUser ? { fhirUser: context.fhirUser } : {}),
        }),
      }
    },
    async renderError(context: KoaContextWithOIDC, out: ErrorOut) {
      const wantsPage = context.accepts('json', 'html') === 'html'
      if (wantsPage) {
        context.status = 303
        context.redirect(`${REFUSED_PAGE}?error=${encodeURIComponent(out.error)}`)
        return
      }
      context.type = 'json'
      context.body = { error: out.error, error_description: out.error_description }
    },
  })
  const onRefused = (_context: unknown, thrown: errors.OIDCProviderError) =>
    settings.onRefused(thrown.error, thrown.error_detail ?? thrown.error_description ?? '')
  provider.on('authorization.error', onRefused)
  provider.on('grant.error', onRefused)
  provider.on('introspection.error', onRefused)
  provider.on('revocation.error', onRefused)
  provider.on('server_error', (_context: unknown, thrown: unknown) => settings.onBug(thrown))
  // The context of a launch is told beside the token (SMART App Launch 2, "Launch context arrives with your access_token").
  provider.use(async (context, next) => {
    await next()
    const { oidc } = context as KoaContextWithOIDC
    const grantId = oidc?.entities.Grant?.jti
    if (oidc?.route !== 'token' || context.status !== 200 || grantId === undefined) return
    const found = await contexts.of(grantId)
    if (found === null) return
    await contexts.used(found)
    Object.assign(context.body as object, tokenContext(found), {
      need_patient_banner: found.role !== 'clinician',
    })
  })

  const answer = mounted(provider, publicUrl, SMART_PATH)
  return {
    provider,
    handle(request, response) {
      const isAuthorization =
        new URL(request.url ?? '', 'http://own.invalid').pathname === `${SMART_PATH}/auth`
      if (isAuthorization && request.method === 'POST') void asGet(request, response)
      else {
        if (isAuthorization) request.url = withConsent(request.url ?? '')
        answer(request, response)
      }
    },
  }
}

/** Offline access is asked for each time (OpenID Connect Core § 11); apps of SMART do not know to say so themselves. */
function withConsent(address: string): string {
  const url = new URL(address, 'http://own.invalid')
  const scopes = (url.searchParams.get('scope') ?? '').split(/[ +]/)
  if (url.searchParams.has('prompt') || !scopes.includes('offline_access')) return address
  url.searchParams.set('prompt', 'consent')
  return `${url.pathname}${url.search}`
}

/** The most that a request for authorization may be. */
const MOST_BYTES = 64 * 1024

/** A request by POST (capability `authorize-post`) goes on as one by GET, so that cookies of the person come with it. */
async function asGet(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > MOST_BYTES) break
      chunks.push(chunk)
    }
  } catch {
    response.destroy()
    return
  }
  const params = new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
  response
    .writeHead(
      bytes > MOST_BYTES ? 413 : 303,
      bytes > MOST_BYTES ? {} : { Location: `${SMART_PATH}/auth?${params}` },
    )
    .end()
}
