/**
 * What citizens choose about their own data (Art 71 of Regulation (EU) 2025/327): for which ends nobody may use them beyond care. Apart from permits, which
 * these bind, since a choice is a person's and outlives every permit.
 */
import { z } from 'zod'
import type { Purpose } from './applications.js'

/**
 * The levels at which one may opt out: all of them is opting out whole, which the Regulation demands. They follow the groups of ends in Art 53(1), so that each
 * permit, which has one purpose, is of one level, and what a citizen switches is what a permit says.
 */
export const CHOICE_LEVELS = ['research', 'policy', 'care'] as const
export const ChoiceLevel = z.enum(CHOICE_LEVELS)
export type ChoiceLevel = z.infer<typeof ChoiceLevel>

/** The level of each purpose. */
export const LEVEL_OF: Record<Purpose, ChoiceLevel> = {
  'public-interest': 'policy',
  policy: 'policy',
  statistics: 'policy',
  education: 'research',
  research: 'research',
  'care-improvement': 'care',
}

/**
 * Who a choice is of, as the hub knows them: their linkage token under a key that holders alone have, base64url. Equal for the same person, and nothing else is
 * to be had of it.
 */
export const ChoiceMark = z.string().regex(/^[\w-]{22}$/)
export type ChoiceMark = z.infer<typeof ChoiceMark>

/** A choice in the chain of all of them: from then on these levels, and no others, are closed. */
export const ChoiceEntry = z.object({
  /** Counts from 1 without gaps. */
  position: z.int().positive(),
  at: z.iso.datetime(),
  mark: ChoiceMark,
  levels: z.array(ChoiceLevel),
  /** SHA-256 of the hash before (zeros before the first) and the canonical JSON of the rest, hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ChoiceEntry = z.infer<typeof ChoiceEntry>

/** Who made a choice: the person, somebody with authority over a child, or a clerk who had it on paper. */
export const CHOICE_MAKERS = ['self', 'guardian', 'clerk'] as const
export const ChoiceMaker = z.enum(CHOICE_MAKERS)
export type ChoiceMaker = z.infer<typeof ChoiceMaker>

/** What a citizen is given of a choice, signed by the hub: whoever has it can show that the choice was made, and when. */
export const ChoiceReceipt = ChoiceEntry.extend({ via: ChoiceMaker })
export type ChoiceReceipt = z.infer<typeof ChoiceReceipt>
/** The type in the header of its signature. */
export const CHOICE_RECEIPT = 'sund-choice'
