/**
 * A permit: what was decided, in a form that machines obey. Signed by the access body as a JWS (RFC 7515, Ed25519 of RFC 8037); holders and
 * rooms verify it themselves.
 */
import { z } from 'zod'
import { ApplicationPath, Purpose } from './applications.js'
import { Criteria } from './criteria.js'
import { Country, OrganisationId } from './organisations.js'
import { Relaxation } from './policies.js'
import { IsoDate, RegisterName, VariableName } from './registers.js'

/** Art 75: the states that a permit is in, from country to country. */
export const PermitStatus = z.enum(['GRANTED', 'AMENDED', 'RENEWED', 'REVOKED', 'EXPIRED'])
export type PermitStatus = z.infer<typeof PermitStatus>

/** `P` and ten characters that are not mistaken for one another when read aloud. */
export const PermitId = z.string().regex(/^P-[0-9A-HJKMNP-TV-Z]{10}$/)
export type PermitId = z.infer<typeof PermitId>

export const PermitRegister = z.object({
  register: RegisterName,
  holder: OrganisationId,
  /** `3`, `3.1` or `3.1.0`: what a script may pin. Null: any version. */
  version: z
    .string()
    .regex(/^\d+(\.\d+){0,2}$/)
    .nullable(),
  variables: z.array(VariableName).min(1),
})
export type PermitRegister = z.infer<typeof PermitRegister>

/**
 * The provision of law by which opt-outs do not hold for a permit (Art 71(4)), in its own words. Only purposes of public bodies and research for important
 * reasons of public interest may have one.
 */
export const OptOutException = z.object({
  provision: z.string().trim().min(1).max(200),
  text: z.string().trim().min(1).max(2000),
})
export type OptOutException = z.infer<typeof OptOutException>

/** The purposes for which Art 71(4)(a) lets a country make an exception. */
export const MAY_BE_EXCEPTED: readonly Purpose[] = ['public-interest', 'policy', 'statistics', 'research']

/** What is signed. Dates are days, both included. */
export const Permit = z.object({
  id: PermitId,
  /** Counts from 1; an amendment or renewal makes the next, and the ones before no longer hold. */
  revision: z.int().positive(),
  case: z.uuid(),
  path: ApplicationPath,
  country: Country,
  title: z.string(),
  purpose: Purpose,
  identifiability: z.enum(['anonymous', 'pseudonymised']),
  registers: z.array(PermitRegister).min(1),
  population: z.object({ text: z.string(), criteria: Criteria.nullable() }),
  /** Years of data, both included. */
  years: z.object({ from: z.int(), until: z.int() }).nullable(),
  room: z.string(),
  /** Who may use it. `pseudonym` is what holders and rooms know the person by. */
  persons: z.array(z.object({ subject: z.string(), pseudonym: z.string(), name: z.string() })).min(1),
  conditions: z.array(z.string()),
  relaxations: z.array(Relaxation),
  /** Left out where opt-outs hold, as they do by default. */
  optOutException: OptOutException.optional(),
  from: IsoDate,
  until: IsoDate,
  /** The day on which it was renewed, left out where it was not: that can be done once (Art 68(12)). */
  renewedOn: IsoDate.optional(),
  /** At most six months after `until` (Art 68(12)). */
  deletedBy: IsoDate,
  /** Eighteen months after it ends (Art 61(4)). */
  resultsBy: IsoDate,
  fee: z.object({ currency: z.string(), total: z.int() }).nullable(),
  decisions: z.array(z.object({ body: OrganisationId, decidedOn: IsoDate })),
  issuedAt: z.iso.datetime(),
})
export type Permit = z.infer<typeof Permit>

/** The type in the header of a permit's signature. */
export const PERMIT = 'sund-permit'

/** A permit with its signature and what has become of it. */
export const PermitRecord = z.object({
  permit: Permit,
  /** Compact JWS over the canonical JSON of `permit`. */
  jws: z.string(),
  status: PermitStatus,
  /** Subjects that may no longer use it, though the signature names them. */
  removed: z.array(z.string()),
})
export type PermitRecord = z.infer<typeof PermitRecord>
