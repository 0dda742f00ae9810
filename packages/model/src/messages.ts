/**
 * The messages between hub, holders and rooms. `network` signs, seals and carries them; the roles in `apps/server`
 * answer them. A plan fragment is opaque here: its schema is the engine's, and each party checks it on receipt.
 *
 * One run: hub → room `open-room`; hub → each holder `deliver`; holder → room `delivery` (rows, encrypted to the room);
 * hub → room `compute`. What a holder and a room release comes back one by one, each a signed part of the answer, as soon as it
 * is made; the answer that ends them holds errors only.
 */
import { z } from 'zod'
import { Payment } from './budget.js'
import { CatalogueEntry } from './catalogue.js'
import { ChoiceEntry, ChoiceMark } from './choices.js'
import { CRITERIA_LIMITS, Criteria, SetFormula } from './criteria.js'
import { SundError } from './errors.js'
import { Forecast } from './forecasts.js'
import { BlindedSet, LedgerAnswer } from './ledger.js'
import { HolderPolicy } from './policies.js'
import { Policy } from './policy.js'
import { HolderName, Terms, Version } from './registers.js'
import { CountResult, Result } from './results.js'

/** A party of the network: `hub`, `room`, or `holder:NAME`. */
export const Party = z.string().regex(/^(hub|room|holder:[a-z][a-z0-9-]{0,39})$/)
export type Party = z.infer<typeof Party>

/** Who asks, and on what terms. Open terms hold for every signed-in researcher. */
export const RunTerms = z.object({
  run: z.uuid(),
  /** Pseudonymous subject of the researcher: holders and rooms need no name. */
  researcher: z.string(),
  terms: Terms,
  /** The permit as it was signed: there under its terms and under no others. Whoever obeys it reads it for themselves. */
  permit: z.string().optional(),
  policy: Policy,
  /** A check wants forecasts in place of results. */
  purpose: z.enum(['run', 'check']),
})
export type RunTerms = z.infer<typeof RunTerms>

/** One encrypted relation on its way to a room: how to read it, without its contents. */
export const DeliveryHead = z.object({
  relation: z.string(),
  rows: z.int().nonnegative(),
  recordKeys: z.boolean(),
})

/**
 * What is known for certain of rows on their way: no two have the same unit, no two the same subject, and each unit is its own subject. False where it is
 * not known.
 */
export const Once = z.object({ unit: z.boolean(), subject: z.boolean(), same: z.boolean() })
export type Once = z.infer<typeof Once>

/** Which of the sets that a place had compared for a result stand behind numbers that it shows. */
const told = z.array(z.int().nonnegative())

/** One result on its way to the hub, or the forecast of one, bound to the run that it belongs to. */
const resultPart = z.union([
  z.object({ run: z.uuid(), result: Result, told }),
  z.object({ run: z.uuid(), forecast: Forecast }),
])

/**
 * Requests by name with what they carry and what comes back: any number of parts where there is a `part`, then the reply.
 * `attachments` travel as bytes beside the JSON.
 */
export const MESSAGES = {
  describe: { request: z.object({}), reply: z.object({ entries: z.array(CatalogueEntry) }) },
  /** What the holder makes stricter than open terms. */
  policy: { request: z.object({}), reply: z.object({ policy: HolderPolicy.nullable() }) },
  'open-room': {
    request: z.object({ terms: RunTerms }),
    /** The room's public key for this run (JWK, X25519). */
    reply: z.object({ key: z.record(z.string(), z.unknown()) }),
  },
  deliver: {
    request: z.object({
      terms: RunTerms,
      fragment: z.unknown(),
      registers: z.array(z.object({ name: z.string(), version: Version })),
      room: z.record(z.string(), z.unknown()).nullable(),
    }),
    part: resultPart,
    reply: z.object({ errors: z.array(SundError), deliveries: z.array(DeliveryHead) }),
  },
  /** Attached, each sealed to the room: the rows, and the key under which sets are blinded for the ledger. */
  delivery: {
    request: z.object({
      run: z.uuid(),
      relation: z.string(),
      rows: z.int().nonnegative(),
      /** All registers behind the rows are PUBLIC, by the holder's own metadata. */
      public: z.boolean(),
      /** By the holder's own tables; a room that is not told looks. */
      once: Once.optional(),
      /** Columns that hold people, by the holder's own tables: no other key is taken for people. */
      persons: z.array(z.string()).optional(),
      /** The permit under which the holder lets go of them, as `ID revision`: a room takes nothing for another. */
      permit: z.string().optional(),
      /** Of these rows only those of the permit's population may take part, whom this holder does not know. */
      ofPopulation: z.boolean().optional(),
      /** What the holder asks of everything computed from its rows: the room applies the strictest of all. */
      policy: Policy.optional(),
    }),
    reply: z.object({}),
  },
  compute: {
    request: z.object({ terms: RunTerms, fragment: z.unknown() }),
    part: resultPart,
    reply: z.object({ errors: z.array(SundError) }),
  },
  /**
   * How many persons meet criteria. Where one holder decides alone (one set, `room` null), its protected answer comes back. Else its
   * persons go to the room as a `delivery` named `persons`, and null comes back; or, where its own rules refuse, the answer that says so.
   */
  count: {
    request: z.object({
      terms: RunTerms,
      sets: z.array(Criteria).min(1).max(32),
      /** Hash of all that is counted, by which the release ledger knows it. */
      definition: z.string(),
      room: z.record(z.string(), z.unknown()).nullable(),
    }),
    reply: z.object({ result: CountResult.nullable(), told }),
  },
  /** Counts the persons that holders have delivered: those for whom the formula over their sets holds. */
  combine: {
    request: z.object({
      terms: RunTerms,
      parts: z
        .array(z.object({ holder: HolderName, sets: z.int().min(1).max(32) }))
        .min(1)
        .max(CRITERIA_LIMITS.criteria),
      formula: SetFormula,
      definition: z.string(),
    }),
    reply: z.object({ result: CountResult, told }),
  },
  /**
   * Place → hub: what the ledger says of the sets behind a result (`index` among the script's, null for a feasibility count) before it is protected.
   */
  compare: {
    request: z.object({
      run: z.uuid(),
      index: z.int().nonnegative().nullable(),
      /** The least difference that the place asks for (L1), its own policy being the stricter. */
      difference: z.int().positive(),
      /** The least quota of a day that the place asks for (L2). */
      quota: Policy.shape.quota.omit({ share: true }),
      /** As `Counted` has it. */
      magnitude: z.int().nonnegative(),
      sets: z.array(BlindedSet).max(20_000),
    }),
    reply: LedgerAnswer,
  },
  /**
   * Place → hub: pays for the noise of a result (rule D1), before it is drawn. The answer told before to the same question comes back instead
   * where there is one, and costs nothing.
   */
  spend: {
    request: z.object({
      run: z.uuid(),
      index: z.int().nonnegative(),
      rho: z.number().positive(),
      /** The most that a purpose may spend at a holder, as the place has it: the least of all whose rows it has read. */
      total: z.number().positive(),
    }),
    reply: Payment,
  },
  /** Attached, sealed to the holder: identifiers of persons as a list in JSON. The holder answers by which marks the hub may know them, in order. */
  blind: { request: z.object({}), reply: z.object({ marks: z.array(ChoiceMark) }) },
  /** Holder → hub: choices after a position, the oldest first, and where their chain ends now. */
  choices: {
    request: z.object({ after: z.int().nonnegative() }),
    reply: z.object({
      entries: z.array(ChoiceEntry).max(5000),
      head: z.object({ position: z.int().nonnegative(), hash: z.string() }),
    }),
  },
  /** Somebody has chosen: the holder asks for the choices at once, and answers how far it knows them. */
  'choices-changed': {
    request: z.object({}),
    reply: z.object({ position: z.int().nonnegative() }),
  },
  /** Stops what a holder does for a run. */
  cancel: { request: z.object({ run: z.uuid() }), reply: z.object({}) },
  'close-room': { request: z.object({ run: z.uuid() }), reply: z.object({}) },
} as const
export type MessageName = keyof typeof MESSAGES
export type Request<N extends MessageName> = z.infer<(typeof MESSAGES)[N]['request']>
export type Reply<N extends MessageName> = z.infer<(typeof MESSAGES)[N]['reply']>
/** One part of the answer to `N`; `never` where the answer comes whole. */
export type Part<N extends MessageName> = (typeof MESSAGES)[N] extends { part: infer P extends z.ZodType }
  ? z.infer<P>
  : never
