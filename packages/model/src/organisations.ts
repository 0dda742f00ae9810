/**
 * Who takes part in deciding: organisations, what each is to a case, and the roles of its people. Apart from cases, since a person has
 * roles before there is any case, and keeps them after.
 */
import { z } from 'zod'
import { LocalisedText } from './text.js'

/** What an organisation is to a case: the access body, a holder of data, or an authority that decides beside them. */
export const BODY_KINDS = ['access-body', 'holder', 'dispensation', 'ethics'] as const
export const BodyKind = z.enum(BODY_KINDS)
export type BodyKind = z.infer<typeof BodyKind>

/** Countries whose rules and calendars Sund knows. */
export const COUNTRIES = ['NO', 'DK'] as const
export const Country = z.enum(COUNTRIES)
export type Country = z.infer<typeof Country>
/** The clock by which a country's days begin and end (IANA). */
export const TIME_ZONES: Record<Country, string> = { NO: 'Europe/Oslo', DK: 'Europe/Copenhagen' }

/** Lower case, as holders are named. */
export const OrganisationId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)

/** Kind of an applicant's organisation: some purposes are open to public bodies only, and fees follow it. */
export const OrganisationKind = z.enum(['public-body', 'university', 'hospital', 'company', 'non-profit'])
export type OrganisationKind = z.infer<typeof OrganisationKind>

export const Organisation = z.object({
  id: OrganisationId,
  title: LocalisedText,
  country: Country,
  kind: OrganisationKind,
  /** Null for those that only apply. */
  body: BodyKind.nullable(),
  /** Art 72: proposes a decision itself, which the access body confirms. Holders only. */
  trusted: z.boolean().default(false),
  /** Applicants see the body and not which of its people has their case. */
  anonymousHandlers: z.boolean().default(false),
  /** Where letters go; an address of the organisation, not of a person. */
  mailbox: z.email(),
  homepage: z.url(),
})
export type Organisation = z.infer<typeof Organisation>

/** `clinician` treats people whose records the organisation holds; `administrator` gives and takes the roles of its own organisation; `auditor` reads everything and changes nothing. */
export const ROLES = ['clinician', 'handler', 'reviewer', 'decider', 'administrator', 'auditor'] as const
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

const BODY_ROLES: readonly Role[] = ['handler', 'reviewer', 'decider', 'administrator']
const POSSIBLE_ROLES: Record<BodyKind | 'none', readonly Role[]> = {
  'access-body': [...BODY_ROLES, 'auditor'],
  holder: ['clinician', ...BODY_ROLES],
  dispensation: BODY_ROLES,
  ethics: BODY_ROLES,
  none: ['administrator'],
}
/** Roles that people of an organisation may have, by what it is to a case: a university cannot make an auditor of everybody's cases. */
export const possibleRoles = ({ body }: Pick<Organisation, 'body'>): readonly Role[] =>
  POSSIBLE_ROLES[body ?? 'none']

export const Membership = z.object({ organisation: OrganisationId, roles: z.array(Role) })
export type Membership = z.infer<typeof Membership>

/** Somebody with roles in an organisation, as its administrator sees them. */
export const OrganisationPerson = z.object({
  subject: z.string(),
  name: z.string().trim().min(1).max(200),
  /** What its administrator gave, and what the person's last sign-in told of: the person has both. */
  roles: z.array(Role),
  claimed: z.array(Role),
})
export type OrganisationPerson = z.infer<typeof OrganisationPerson>

/** Whoever acts in a case: a person who is signed in, or `system` when a clock does it. */
export const Actor = z.object({
  subject: z.string(),
  name: z.string(),
  memberships: z.array(Membership),
})
export type Actor = z.infer<typeof Actor>

/** What clocks do is done by this actor. */
export const SYSTEM: Actor = { subject: 'system', name: 'Sund', memberships: [] }
