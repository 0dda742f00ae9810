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

/** The ledger as a place sees it while it protects one result. */
export interface Ledger {
  /**
   * One verdict for each set, in order. Sets judged `new` are held for this result until it is settled which of them it told. Throws
   * `internal.bug` for a set without slots.
   */
  compare(sets: readonly RecordSet[]): Promise<readonly LedgerVerdict[]>
}

/**
 * A set as the hub sees it. `slots`: 64 numbers of 16 bits, big endian, one a slot, equal whenever the slots are; `identity`: 64 bits, equal when all
 * slots are. Both base64.
 */
export const BlindedSet = z.object({ slots: z.base64().length(172), identity: z.base64().length(12) })
export type BlindedSet = z.infer<typeof BlindedSet>
