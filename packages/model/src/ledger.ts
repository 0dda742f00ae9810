/**
 * What a place that protects results asks of the release ledger. The ledger lies with the hub, which must not learn what sets hold, so it
 * compares blinded sketches: of two of them one sees in how many slots they differ, and nothing else.
 */
import { z } from 'zod'
import { type RecordSet, SLOTS } from './record-sets.js'

/**
 * What the ledger says of a set: `new` may be told; `known` has been told to the same parties before, of the same definition; `near` differs by too few
 * people from one that was told, or is the same by another definition; `quota` may not be told today.
 */
export const LedgerVerdict = z.enum(['new', 'known', 'near', 'quota'])
export type LedgerVerdict = z.infer<typeof LedgerVerdict>

/** Bytes of a sketch: 64 slots of 16 bits, and an identity of 64 bits; and of a sealed count: nonce, 70 bytes and tag. */
export const SKETCH_BYTES = { slots: 128, identity: 8, sealed: 98 } as const

/** How many people a told set has, as only places can read it. */
const SealedCount = z.base64().length(132)

/**
 * Where a reader was told of a set first: the result of a run of their own (`index` null: a feasibility count) and when it was asked for. Null where
 * somebody else was told whose results count with theirs, of whom they learn nothing else.
 */
export const ToldIn = z.object({ index: z.int().nonnegative().nullable(), at: z.iso.datetime() }).nullable()
export type ToldIn = z.infer<typeof ToldIn>

/** What the hub says of all sets behind a result, in their order. */
export const LedgerAnswer = z.object({
  verdicts: z.array(LedgerVerdict),
  /** Of each set that is `near`, the first that was told among those it is near to; else null. */
  told: z.array(z.object({ sealed: SealedCount, in: ToldIn }).nullable()),
  /** Where the quota is used up, and then every verdict is `quota`: when the same may be asked again; else null. */
  again: z.iso.datetime().nullable(),
  /** Sets that the circle was told before, of results whose populations have at most the magnitude of this one's (rule L2). */
  toldSets: z.int().nonnegative(),
})
export type LedgerAnswer = z.infer<typeof LedgerAnswer>

/** What the ledger keeps beside the sets of a result, so that the sets that were told of populations of a size can be counted. */
export interface Counted {
  /** The power of ten of the population's size, which T5 has moved: 4 from 10,000 on. All that the hub learns of it. */
  magnitude: number
}

/** Who is meant by the groups of a statistic, whatever a script calls things: hashes of what is asked of which data. */
export const Definition = z.object({
  /** Of who is in the dataset and meets the condition of the result. */
  who: z.string(),
  /** Of each column that the statistic reads, by name. */
  columns: z.record(z.string(), z.string()),
})
export type Definition = z.infer<typeof Definition>

/** A set as it is compared. `definition`: who is meant, in words that are equal only where the same is asked of the same data. */
export interface ComparedSet {
  set: RecordSet
  definition: string
}

/** A set that was told, as places open it. `inSlots`: how many people are in each slot, up to 255. */
export interface ToldSet extends Pick<RecordSet, 'units' | 'key'> {
  inSlots: readonly number[]
  in: ToldIn
}

/** How many people of each slot a set has, as `ToldSet` has it. */
export const peopleInSlots = ({ slots = [] }: RecordSet): number[] =>
  slots.slice(0, SLOTS).map((people) => Math.min(people, 255))

/** What a place learns of all sets behind a result: the hub's answer with what was told opened. */
export interface Compared extends Pick<LedgerAnswer, 'verdicts' | 'again' | 'toldSets'> {
  told: readonly (ToldSet | null)[]
}

/** The ledger as a place sees it while it protects one result. */
export interface Ledger {
  /**
   * One verdict for each set, in order. Sets judged `new` are held for this result until it is settled which of them it told. Asked once for
   * a result, also where it has no sets, since results are counted. Throws `internal.bug` for a set without slots.
   */
  compare(sets: readonly ComparedSet[], counted: Counted): Promise<Compared>
}

/**
 * A set as the hub sees it. `slots`: 64 numbers of 16 bits, big endian, one a slot, equal whenever the slots are; `identity`: 64 bits, equal when all
 * slots and the definition are; `sealed`: its count, which the hub cannot read. All base64.
 */
export const BlindedSet = z.object({
  slots: z.base64().length(172),
  identity: z.base64().length(12),
  sealed: SealedCount,
})
export type BlindedSet = z.infer<typeof BlindedSet>

/** A blinded set as bytes: what the ledger compares. */
export interface Sketch {
  /** `SKETCH_BYTES.slots` bytes. */
  slots: Uint8Array
  /** `SKETCH_BYTES.identity` bytes. */
  identity: Uint8Array
}

/** A sketch as the ledger keeps it: with its count for those who can read it. */
export interface SealedSketch extends Sketch {
  /** `SKETCH_BYTES.sealed` bytes. */
  sealed: Uint8Array
}

/** What an index says of one sketch. `entry`: which sketch of the index it is the same as, or near to: the first that was added; null for `new`. */
export interface Match {
  verdict: 'new' | 'known' | 'near'
  entry: number | null
}

/**
 * Sketches that were told, to compare others with: a port, since the store of the ledger knows who was told what and when, and how sketches are
 * compared is the business of rule L1. Nothing is ever taken out.
 */
export interface LedgerIndex {
  /** Remembers sketches, which it copies. They are numbered from 0 as they come. */
  add(sketches: Iterable<Sketch>): void
  /**
   * For each sketch, in order: `known` where one of the same identity is here; else `near` where one differs from it in fewer than `difference` of
   * the slots (in none: the same people by another definition), nothing where `difference` is 1 or less; else `new`. The sketches of one call are not
   * compared with one another.
   */
  compare(sketches: readonly Sketch[], difference: number): Match[]
}
