/**
 * What happened, as events of the append-only log. Every screen and every answer about the past is a projection of
 * them. Events name runs, scripts by hash and registers; never rows, and never what a result says.
 */
import { z } from 'zod'
import { AppStatus } from './apps.js'
import { ChoiceMaker } from './choices.js'
import { SundError } from './errors.js'
import { ActingKind } from './mine.js'
import { OrganisationId, Role } from './organisations.js'
import { PermitId } from './permits.js'
import { RuleId } from './policy.js'
import { HolderName, Terms, Version } from './registers.js'

const registerVersion = z.object({ name: z.string(), version: Version, contentHash: z.string() })

/** The permit that something was done under, where it was. */
const underPermit = z.object({ id: PermitId, revision: z.int().positive() }).optional()

/** Payload of each event type. `actor` and time stand on the envelope. */
export const EVENTS = {
  'register-imported': z.object({ register: registerVersion, holder: z.string() }),
  /** A holder looked through the description of its register and stands by it (Art 60(3)). */
  'description-verified': z.object({ register: registerVersion, holder: z.string() }),
  'signed-in': z.object({}),
  /** From then on the actor sees and does what is theirs, or what is a child's or a grown person's who gave them authority. Not whose. */
  'acted-for': z.object({ whom: ActingKind }),
  'run-requested': z.object({ run: z.uuid(), scriptHash: z.string(), terms: Terms, permit: underPermit }),
  'run-released': z.object({
    run: z.uuid(),
    registers: z.array(registerVersion),
    policyVersion: z.string(),
    results: z.int().nonnegative(),
    resultsHash: z.string(),
    rules: z.array(RuleId),
  }),
  /** Forecasts were made and told: they rest on the rows too. */
  'script-checked': z.object({
    check: z.uuid(),
    scriptHash: z.string(),
    registers: z.array(registerVersion),
    policyVersion: z.string(),
    forecasts: z.int().nonnegative(),
    forecastsHash: z.string(),
    permit: underPermit,
  }),
  /** A feasibility count was told. */
  'count-answered': z.object({
    count: z.uuid(),
    criteriaHash: z.string(),
    registers: z.array(registerVersion),
    policyVersion: z.string(),
    resultHash: z.string(),
    rules: z.array(RuleId),
  }),
  'run-failed': z.object({ run: z.uuid(), errors: z.array(SundError.pick({ code: true })) }),
  /**
   * The ends of the chains of cases and permits, so that none is cut off unseen: how many of them moved since the anchor before, and the hash of
   * that anchor's root followed by their heads.
   */
  'cases-anchored': z.object({
    anchor: z.int().positive(),
    heads: z.int().positive(),
    root: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  /** The actor chose what may be done with a person's data. Where that stands in the chain of choices; not whose it is, nor what was chosen. */
  'choice-made': z.object({
    position: z.int().positive(),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    via: ChoiceMaker,
  }),
  'run-cancelled': z.object({ run: z.uuid() }),
  /** The actor lets `reader`, a subject, open a run; from then on the release ledger takes the two for one. */
  'run-shared': z.object({ run: z.uuid(), reader: z.string() }),
  /** An app was registered, or its review decided: what it is from then on. */
  'app-changed': z.object({
    app: z.string(),
    publisher: OrganisationId,
    revision: z.int().positive(),
    status: AppStatus,
  }),
  /** The actor lets an app act for them, as a clinician or for a child: with these scopes and no others from then on; with none it ends. Not whose record. */
  'app-granted': z.object({
    grant: z.uuid(),
    app: z.string(),
    holder: HolderName,
    scopes: z.array(z.string()),
  }),
  /** All the roles that `subject` has in an organisation from then on; of what sign-in tells, `system` is the actor. */
  'role-changed': z.object({ organisation: OrganisationId, subject: z.string(), roles: z.array(Role) }),
  /** The actor sends a letter that did not arrive, or of which nobody knows whether it did, after all. */
  'letter-sent-again': z.object({
    template: z.string(),
    of: z.enum(['case', 'permit', 'register']),
    id: z.string(),
  }),
  'webhook-changed': z.object({
    organisation: OrganisationId,
    webhook: z.string(),
    change: z.enum(['added', 'removed', 'disabled', 'enabled']),
  }),
} as const
export type EventType = keyof typeof EVENTS

/** One event of type `T` as it is appended. `actor` is `system` or the subject of whoever did it. */
export interface NewEvent<T extends EventType = EventType> {
  type: T
  actor: string
  payload: z.infer<(typeof EVENTS)[T]>
}

/** An event in the log: `hash` = SHA-256(previous hash, then canonical JSON of the rest), hex. */
export interface LoggedEvent<T extends EventType = EventType> extends NewEvent<T> {
  position: number
  at: string
  previousHash: string
  hash: string
}
