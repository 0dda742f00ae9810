/**
 * What a place that protects results asks of the release ledger. The ledger lies with the hub, which must not learn what sets hold, so it
 * compares blinded sketches: of two of them one sees in how many slots they differ, and nothing else.
 */
import { z } from 'zod'
import type { RecordSet } from './record-sets.js'

/**
 * What the ledger says of a set: `new` may be told, `known` has been told to the same parties before, `near` differs by too few people from one that was,
 * `quota` may not be told today.
 */
export const LedgerVerdict = z.enum(['new', 'known', 'near', 'quota'])
export type LedgerVerdict = z.infer<typeof LedgerVerdict>

/** What the ledger says of all sets behind a result, in their order. */
export const LedgerAnswer = z.object({
  verdicts: z.array(LedgerVerdict),
  /** Where the quota is used up, and then every verdict is `quota`: when the same may be asked again; else null. */
  again: z.iso.datetime().nullable(),
  /** Sets that the circle was told before, of results whose populations have at most the magnitude of this one's (rule L2). */
  told: z.int().nonnegative(),
})
export type LedgerAnswer = z.infer<typeof LedgerAnswer>

/** What the ledger keeps beside the sets of a result, so that the sets that were told of populations of a size can be counted. */
export interface Counted {
  /** How many of the sets, the first ones, have numbers of their own; the others follow from these by addition. */
  own: number
  /** The power of ten of the population's size, which T5 has moved: 4 from 10,000 on. All that the hub learns of it. */
  magnitude: number
}

/** The ledger as a place sees it while it protects one result. */
export interface Ledger {
  /**
   * One verdict for each set, in order. Sets judged `new` are held for this result until it is settled which of them it told. Asked once for
   * a result, also where it has no sets, since results are counted. Throws `internal.bug` for a set without slots.
   */
  compare(sets: readonly RecordSet[], counted: Counted): Promise<LedgerAnswer>
}

/** Bytes of a sketch: 64 slots of 16 bits, and an identity of 64 bits. */
export const SKETCH_BYTES = { slots: 128, identity: 8 } as const

/**
 * A set as the hub sees it. `slots`: 64 numbers of 16 bits, big endian, one a slot, equal whenever the slots are; `identity`: 64 bits, equal when all
 * slots are. Both base64.
 */
export const BlindedSet = z.object({ slots: z.base64().length(172), identity: z.base64().length(12) })
export type BlindedSet = z.infer<typeof BlindedSet>

/** A blinded set as bytes: what the ledger keeps and compares. */
export interface Sketch {
  /** `SKETCH_BYTES.slots` bytes. */
  slots: Uint8Array
  /** `SKETCH_BYTES.identity` bytes. */
  identity: Uint8Array
}

/**
 * Sketches that were told, to compare others with: a port, since the store of the ledger knows who was told what and when, and how sketches are
 * compared is the business of rule L1. Nothing is ever taken out.
 */
export interface LedgerIndex {
  /** Remembers sketches, which it copies. */
  add(sketches: Iterable<Sketch>): void
  /**
   * For each sketch, in order: `known` where one of the same identity is here; else `near` where one differs from it in fewer than `difference` of
   * the slots; else `new`. The sketches of one call are not compared with one another.
   */
  compare(sketches: readonly Sketch[], difference: number): ('new' | 'known' | 'near')[]
}
