/**
 * Sign-in as a relying party of OpenID Connect: authorization code with PKCE, state and nonce. Which provider
 * is a setting: ID-porten, HelseID, MitID or any other in production, and the demo's own on one's own
 * machine.
 */

import { createHash } from 'node:crypto'
import { fail } from '@sund/model'
import * as oidc from 'openid-client'
import type { Researcher } from '../roles/run.js'
import { DEMO_ISSUER } from './demo-provider.js'
import type { PendingSignIn } from './sessions.js'

export interface SignInSettings {
  issuer: URL
  clientId: string
  clientSecret: string
  redirectUri: string
  /** The provider asks for no proof: anyone may be anyone. */
  demo: boolean
  /** Claims that say for which organisation a person acts; the first that is there holds. Left out: `ORGANISATION_CLAIMS`. */
  organisationClaims?: readonly string[]
  /** How the provider is reached when not by its public address. */
  fetch?: oidc.CustomFetch
}

/** What providers commonly call it. */
const ORGANISATION_CLAIMS = ['organization', 'organisation', 'org'] as const

export interface SignIn {
  readonly demo: boolean
  /** Where to send the browser, and what to remember until it comes back. */
  start(language: string | undefined): Promise<{ url: URL } & Omit<PendingSignIn, 'returnTo'>>
  /** Who came back. Throws `permission.sign-in` unless everything matches what was sent. */
  finish(callback: URL, pending: PendingSignIn): Promise<Researcher>
}

/** The settings from the environment, or null when no provider is named there. */
export function signInFromEnvironment(
  environment: Record<string, string | undefined>,
  redirectUri: string,
): SignInSettings | null {
  const { SUND_OIDC_ISSUER, SUND_OIDC_CLIENT_ID, SUND_OIDC_CLIENT_SECRET } = environment
  const { SUND_OIDC_ORGANISATION_CLAIM } = environment
  if (!SUND_OIDC_ISSUER) return null
  if (!SUND_OIDC_CLIENT_ID || !SUND_OIDC_CLIENT_SECRET || !URL.canParse(SUND_OIDC_ISSUER))
    fail(
      'usage.arguments',
      'The sign-in provider is only half described.',
      'Set SUND_OIDC_ISSUER (an address), SUND_OIDC_CLIENT_ID and SUND_OIDC_CLIENT_SECRET together.',
    )
  return {
    issuer: new URL(SUND_OIDC_ISSUER),
    clientId: SUND_OIDC_CLIENT_ID,
    clientSecret: SUND_OIDC_CLIENT_SECRET,
    redirectUri,
    demo: false,
    ...(SUND_OIDC_ORGANISATION_CLAIM ? { organisationClaims: [SUND_OIDC_ORGANISATION_CLAIM] } : {}),
  }
}

export function createSignIn(settings: SignInSettings): SignIn {
  let discovered: Promise<oidc.Configuration> | null = null

  /**
   * Found at the first sign-in, so that the server starts also when the provider is down; tried again after a
   * failure.
   */
  function provider(): Promise<oidc.Configuration> {
    discovered ??= oidc
      .discovery(settings.issuer, settings.clientId, settings.clientSecret, undefined, {
        ...(settings.fetch ? { [oidc.customFetch]: settings.fetch } : {}),
        // Plain http only where the bytes never leave the machine.
        ...(isLoopback(settings.issuer) ? { execute: [oidc.allowInsecureRequests] } : {}),
        timeout: 10,
      })
      .catch(() => {
        discovered = null
        return fail(
          'unavailable.store',
          'The sign-in provider does not answer.',
          'Try again in a moment; if it lasts, check SUND_OIDC_ISSUER.',
        )
      })
    return discovered
  }

  return {
    demo: settings.demo,
    async start(language) {
      const configuration = await provider()
      const codeVerifier = oidc.randomPKCECodeVerifier()
      const [state, nonce] = [oidc.randomState(), oidc.randomNonce()]
      const url = oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: settings.redirectUri,
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        ...(language ? { ui_locales: language } : {}),
      })
      return { url, state, nonce, codeVerifier }
    },
    async finish(callback, { state, nonce, codeVerifier }) {
      const configuration = await provider()
      try {
        const tokens = await oidc.authorizationCodeGrant(configuration, callback, {
          pkceCodeVerifier: codeVerifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        })
        const claims = tokens.claims() as oidc.IDToken
        const name = typeof claims.name === 'string' ? claims.name : ''
        const issuer = settings.demo ? DEMO_ISSUER : claims.iss
        return {
          subject: subjectOf(issuer, claims.sub),
          name: name.slice(0, 200),
          organisations: organisationsIn(claims, settings.organisationClaims).map((id) =>
            subjectOf(issuer, id),
          ),
        }
      } catch {
        return fail(
          'permission.sign-in',
          'The sign-in could not be completed.',
          'Start again from the sign-in page.',
        )
      }
    },
  }
}

/** Organisations by their identifiers: a claim is one identifier, several, or objects that have them as `id`, `ID` or `name`. */
export function organisationsIn(
  claims: Readonly<Record<string, unknown>>,
  names: readonly string[] = ORGANISATION_CLAIMS,
): string[] {
  const claim = names.map((name) => claims[name]).find((value) => value !== undefined && value !== null)
  const identifier = (value: unknown): string[] => {
    if (typeof value === 'number') return [String(value)]
    if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()]
    if (typeof value !== 'object' || value === null) return []
    const { id, ID, name } = value as Record<string, unknown>
    return identifier(id ?? ID ?? name ?? '')
  }
  return [...new Set((Array.isArray(claim) ? claim : [claim]).flatMap(identifier))].slice(0, 20)
}

/**
 * Who that is in the log: unique for provider and person, and printable whatever a provider makes of
 * identifiers.
 */
function subjectOf(provider: string, sub: string): string {
  const subject = `${provider}:${sub}`
  return /^[\x21-\x7e]{1,255}$/.test(subject)
    ? subject
    : `sha256:${createHash('sha256').update(subject).digest('hex')}`
}

const isLoopback = (url: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
