/**
 * Sign-in as a relying party of OpenID Connect: authorization code with PKCE, state and nonce. Which provider
 * is a setting: ID-porten, HelseID, MitID or any other in production, and the demo's own on one's own
 * machine.
 */

import { createHash } from 'node:crypto'
import { fail, type Membership, OrganisationId, Role } from '@sund/model'
import * as oidc from 'openid-client'
import { z } from 'zod'
import type { Citizen } from '../access/choices.js'
import { DEMO_ISSUER } from './demo-provider.js'
import type { PendingSignIn, Person } from './sessions.js'

export interface SignInSettings {
  issuer: URL
  clientId: string
  clientSecret: string
  redirectUri: string
  /** The provider asks for no proof: anyone may be anyone. */
  demo: boolean
  /** Claims that say for which organisation a person acts; the first that is there holds. Left out: `ORGANISATION_CLAIMS`. */
  organisationClaims?: readonly string[]
  /** The claim that says which roles a person has in which organisation, as `organisation:role`. Left out: `ROLES_CLAIM`. */
  rolesClaim?: string
  /** What the provider is asked for. Left out: `SCOPE`, which every provider knows; most tell an address for letters with `email` besides. */
  scope?: string
  /**
   * The claim with the national identifier, the one with children for whom the person may choose, and the one with grown persons who gave them authority over
   * their records. Left out: `IDENTIFIER_CLAIM`, `CHILDREN_CLAIM` and `ADULTS_CLAIM`.
   */
  identifierClaim?: string
  childrenClaim?: string
  adultsClaim?: string
  /**
   * How surely a citizen must have been recognised (claim `acr`): one of these, which are asked for too. Left out, as surely as the provider sees fit. Who was
   * recognised less surely is signed in, and nobody in the registers.
   */
  assurances?: readonly string[]
  /** How the provider is reached when not by its public address. */
  fetch?: oidc.CustomFetch
}

/** What providers commonly call it. */
const ORGANISATION_CLAIMS = ['organization', 'organisation', 'org'] as const
const ROLES_CLAIM = 'roles'
/** As ID-porten calls it. */
const IDENTIFIER_CLAIM = 'pid'
const CHILDREN_CLAIM = 'children'
const ADULTS_CLAIM = 'represents'
const MOST_OTHERS = 20
const SCOPE = 'openid profile'

/** Who signed in, and what their provider tells of them besides. */
export interface SignedIn {
  person: Person
  roles: Membership[]
  /** Null where the provider tells none, or says that it is not theirs. */
  email: string | null
}

export interface SignIn {
  readonly demo: boolean
  /** Where to send the browser, and what to remember until it comes back. */
  start(language: string | undefined): Promise<{ url: URL } & Omit<PendingSignIn, 'returnTo' | 'language'>>
  /** Who came back, with the roles that the provider says they have. Throws `permission.sign-in` unless everything matches what was sent. */
  finish(callback: URL, pending: PendingSignIn): Promise<SignedIn>
}

/** The settings from the environment, or null when no provider is named there. */
export function signInFromEnvironment(
  environment: Record<string, string | undefined>,
  redirectUri: string,
): SignInSettings | null {
  const { SUND_OIDC_ISSUER, SUND_OIDC_CLIENT_ID, SUND_OIDC_CLIENT_SECRET } = environment
  const { SUND_OIDC_IDENTIFIER_CLAIM, SUND_OIDC_CHILDREN_CLAIM, SUND_OIDC_REPRESENTS_CLAIM } = environment
  const { SUND_OIDC_ORGANISATION_CLAIM, SUND_OIDC_ROLES_CLAIM, SUND_OIDC_SCOPE } = environment
  const { SUND_OIDC_ACR_VALUES } = environment
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
    ...(SUND_OIDC_ROLES_CLAIM ? { rolesClaim: SUND_OIDC_ROLES_CLAIM } : {}),
    ...(SUND_OIDC_IDENTIFIER_CLAIM ? { identifierClaim: SUND_OIDC_IDENTIFIER_CLAIM } : {}),
    ...(SUND_OIDC_CHILDREN_CLAIM ? { childrenClaim: SUND_OIDC_CHILDREN_CLAIM } : {}),
    ...(SUND_OIDC_REPRESENTS_CLAIM ? { adultsClaim: SUND_OIDC_REPRESENTS_CLAIM } : {}),
    ...(SUND_OIDC_ACR_VALUES ? { assurances: SUND_OIDC_ACR_VALUES.trim().split(/\s+/) } : {}),
    ...(SUND_OIDC_SCOPE ? { scope: SUND_OIDC_SCOPE } : {}),
  }
}

/** `marksOf` makes of national identifiers what may be remembered of them: they go no further than here. */
export function createSignIn(
  settings: SignInSettings,
  marksOf: (identifiers: readonly string[]) => Promise<readonly string[]>,
): SignIn {
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
        scope: settings.scope ?? SCOPE,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        ...(language ? { ui_locales: language } : {}),
        ...(settings.assurances ? { acr_values: settings.assurances.join(' ') } : {}),
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
        const affiliations = organisationsIn(claims, settings.organisationClaims)
        const person = {
          subject: subjectOf(issuer, claims.sub),
          name: name.slice(0, 200),
          organisations: affiliations.map((id) => subjectOf(issuer, id)),
          affiliations,
          citizen: await citizenIn(claims, settings, marksOf),
        }
        const email =
          claims.email_verified === false ? null : (z.email().safeParse(claims.email).data ?? null)
        return { person, roles: rolesIn(claims, affiliations, settings.rolesClaim), email }
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

/** Who the claims say that a person is, whose guardian, and for whom they have authority; null where they do not, or nobody can tell what the identifier stands for. */
export async function citizenIn(
  claims: Readonly<Record<string, unknown>>,
  {
    identifierClaim = IDENTIFIER_CLAIM,
    childrenClaim = CHILDREN_CLAIM,
    adultsClaim = ADULTS_CLAIM,
    assurances,
  }: Pick<SignInSettings, 'identifierClaim' | 'childrenClaim' | 'adultsClaim' | 'assurances'>,
  marksOf: (identifiers: readonly string[]) => Promise<readonly string[]>,
): Promise<Citizen | null> {
  const own = Identifier.safeParse(claims[identifierClaim])
  if (!own.success) return null
  if (assurances !== undefined && !assurances.includes(String(claims.acr))) return null
  const [children, adults] = [childrenClaim, adultsClaim].map((claim) => othersIn(claims[claim])) as [
    Other[],
    Other[],
  ]
  const marks = await marksOf([own.data, ...[...children, ...adults].map(({ id }) => id)]).catch(() => null)
  if (marks === null) return null
  const [mark = '', ...others] = marks
  const marked = (of: readonly Other[], from: number) =>
    of.map(({ name }, i) => ({ name, mark: others[from + i] ?? '' }))
  return { mark, children: marked(children, 0), adults: marked(adults, children.length) }
}

/** Others whom a claim names, each with an identifier and a name; what is not of that form is nobody. */
const othersIn = (said: unknown): Other[] =>
  (Array.isArray(said) ? said : []).slice(0, MOST_OTHERS).flatMap((one) => {
    const other = Other.safeParse(one)
    return other.success ? [other.data] : []
  })
const Identifier = z.string().trim().min(1).max(100)
type Other = z.infer<typeof Other>
const Other = z.object({ id: Identifier, name: z.string().trim().min(1).max(200) })

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
 * Roles by organisation, from a claim with values such as `patient-register:decider` (a list, or one text with spaces or commas between). What is not
 * of that form is nothing. Nobody becomes an administrator but of an organisation that the provider says they act for.
 */
export function rolesIn(
  claims: Readonly<Record<string, unknown>>,
  affiliations: readonly string[],
  name = ROLES_CLAIM,
): Membership[] {
  const claim = claims[name]
  const values = typeof claim === 'string' ? claim.split(/[\s,]+/) : Array.isArray(claim) ? claim : []
  const roles = new Map<string, Role[]>()
  for (const value of values.slice(0, 200)) {
    if (typeof value !== 'string') continue
    const [organisation, role, ...more] = value.split(':')
    const known = { organisation: OrganisationId.safeParse(organisation), role: Role.safeParse(role) }
    if (!known.organisation.success || !known.role.success || more.length > 0) continue
    if (known.role.data === 'administrator' && !affiliations.includes(known.organisation.data)) continue
    roles.set(known.organisation.data, [...(roles.get(known.organisation.data) ?? []), known.role.data])
  }
  return [...roles].map(([organisation, given]) => ({ organisation, roles: given }))
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
