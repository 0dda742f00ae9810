/**
 * Apps that read and write health records for people: what their publisher registers, what a reviewer decides, and what a person lets one do. Apart from
 * the server that signs them in, since the gallery, the review and a person's own page speak of them too.
 */
import { z } from 'zod'
import { OrganisationId } from './organisations.js'
import { HolderName } from './registers.js'
import { LocalisedText } from './text.js'

/**
 * How an app proves who it is. Nobody has a secret: an app in a browser or a telephone proves that the one who asks is the one who began (PKCE), all
 * others sign with a key of their own (SMART App Launch 2, "Client Authentication: Asymmetric").
 */
export const APP_KINDS = ['public', 'confidential', 'backend', 'resource-server'] as const
export const AppKind = z.enum(APP_KINDS)
export type AppKind = z.infer<typeof AppKind>

export const APP_STATUSES = ['submitted', 'approved', 'rejected', 'suspended'] as const
export const AppStatus = z.enum(APP_STATUSES)
export type AppStatus = z.infer<typeof AppStatus>

/** What a reviewer can look at: what kind of proof, and where it is. */
export const EVIDENCE_KINDS = [
  'ce-mark',
  'privacy-assessment',
  'security-test',
  'clinical-evaluation',
  'accessibility-statement',
] as const
export const Evidence = z.strictObject({
  kind: z.enum(EVIDENCE_KINDS),
  title: z.string().trim().min(1).max(200),
  url: z.url({ protocol: /^https$/ }).max(500),
})
export type Evidence = z.infer<typeof Evidence>

/**
 * Why a service that nobody sits before reads records: codes of http://terminology.hl7.org/CodeSystem/v3-ActReason, of primary use alone. Secondary use is under
 * permits, in protected results, and never through an app.
 */
export const BACKEND_PURPOSES = ['TREAT', 'HPAYMT'] as const
export const BackendPurpose = z.enum(BACKEND_PURPOSES)
export type BackendPurpose = z.infer<typeof BackendPurpose>

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']
/** An address that a browser is sent to, or that keys are fetched from: by https, or to a program on the person's own machine (RFC 8252 § 7.3). */
const Address = z
  .url()
  .max(500)
  .refine((text) => {
    const { protocol, hostname, hash, username, password } = new URL(text)
    const safe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname))
    return safe && hash === '' && username === '' && password === ''
  }, 'must be https (or http on localhost), without a fragment')

/** A public key as JSON Web Key: one that holds a private part is refused, so that nobody's key is kept here by mistake. */
const PublicKey = z
  .looseObject({ kty: z.enum(['RSA', 'EC']), kid: z.string().min(1).max(200) })
  .refine((key) => !('d' in key || 'p' in key || 'k' in key), 'is a private key: give the public part alone')

/** What a publisher says of an app. */
const appDetails = z
  .strictObject({
    title: LocalisedText,
    summary: LocalisedText,
    kind: AppKind,
    homepage: z.url({ protocol: /^https?$/ }).max(500),
    privacy: z.url({ protocol: /^https?$/ }).max(500),
    /** Where a browser may be sent back to, whole and exact. */
    redirectUris: z.array(Address).max(10).default([]),
    /** Where a record system opens the app from a patient's record; null where it does not. */
    launchUrl: Address.nullable().default(null),
    /** All that it may ever ask for. */
    scopes: z.array(z.string().min(1).max(500)).max(100),
    /** For a service: the holders whose records it reads, and why. */
    holders: z.array(HolderName).max(50).default([]),
    purpose: BackendPurpose.nullable().default(null),
    keys: z.array(PublicKey).max(10).default([]),
    /** Where it publishes its keys instead, so that it can change them by itself. */
    jwksUri: Address.nullable().default(null),
    evidence: z.array(Evidence).max(20).default([]),
  })
  .superRefine((app, context) => {
    for (const [path, wrong, message] of [
      [
        'redirectUris',
        (KIND_NEEDS[app.kind].redirect && app.redirectUris.length === 0) as boolean,
        'is needed',
      ],
      [
        'redirectUris',
        !KIND_NEEDS[app.kind].redirect && app.redirectUris.length > 0,
        'is for apps that people use',
      ],
      ['launchUrl', !KIND_NEEDS[app.kind].redirect && app.launchUrl !== null, 'is for apps that people use'],
      [
        'keys',
        KIND_NEEDS[app.kind].key && app.keys.length === 0 && app.jwksUri === null,
        'is needed, or the address of keys: it signs instead of having a secret',
      ],
      ['jwksUri', app.keys.length > 0 && app.jwksUri !== null, 'is instead of keys'],
      [
        'keys',
        !KIND_NEEDS[app.kind].key && (app.keys.length > 0 || app.jwksUri !== null),
        'is for apps that can keep one',
      ],
      ['holders', KIND_NEEDS[app.kind].holder && app.holders.length === 0, 'is needed'],
      ['purpose', app.kind === 'backend' && app.purpose === null, 'is needed'],
      ['scopes', app.kind !== 'resource-server' && app.scopes.length === 0, 'is needed'],
    ] as const)
      if (wrong) context.addIssue({ code: 'custom', path: [path], message })
  })
export interface AppDetails extends z.infer<typeof appDetails> {}
export const AppDetails: z.ZodType<AppDetails> = appDetails

const KIND_NEEDS: Record<AppKind, { redirect: boolean; key: boolean; holder: boolean }> = {
  public: { redirect: true, key: false, holder: false },
  confidential: { redirect: true, key: true, holder: false },
  backend: { redirect: false, key: true, holder: true },
  'resource-server': { redirect: false, key: true, holder: true },
}

/** One version of what was registered, and what became of it. The latest that is approved is in force; where it is suspended, none is. */
const appRevision = z.object({
  app: z.string(),
  publisher: OrganisationId,
  revision: z.int().positive(),
  at: z.iso.datetime(),
  /** Subject of who registered it. */
  by: z.string(),
  details: AppDetails,
  status: AppStatus,
  /** Of a decision: by whom, when, and in words for the publisher. */
  reviewer: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  reason: z.string().nullable(),
})
export interface AppRevision extends z.infer<typeof appRevision> {}
export const AppRevision: z.ZodType<AppRevision> = appRevision

/** For whom a person lets an app act: themselves, a child, or as a clinician for those they treat. */
export const GRANT_ROLES = ['self', 'guardian', 'clinician'] as const
export const GrantRole = z.enum(GRANT_ROLES)
export type GrantRole = z.infer<typeof GrantRole>

/** What a person lets an app do at one holder: the last word holds, for all that the app was ever given. */
const appGrant = z.object({
  id: z.uuid(),
  subject: z.string(),
  app: z.string(),
  holder: HolderName,
  role: GrantRole,
  /** Whose record, as the holder names it; null for a clinician, whose patients change. */
  patient: z.string().nullable(),
  scopes: z.array(z.string()),
  givenAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  /** When the app last got a key to it. */
  usedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
})
export interface AppGrant extends z.infer<typeof appGrant> {}
export const AppGrant: z.ZodType<AppGrant> = appGrant
