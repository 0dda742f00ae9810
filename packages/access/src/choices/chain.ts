/** The chain of choices, and what it says of one person: pure, since hub and holders each read it for themselves. */
import { createHash } from 'node:crypto'
import { type ChoiceEntry, type ChoiceLevel, canonicalJson } from '@sund/model'

/** Where the chain stands before anyone has chosen. */
export const CHOICES_BEGIN = { position: 0, hash: '0'.repeat(64) }

/** The hash of an entry that follows the one with hash `previous`. */
export const hashOfChoice = (
  previous: string,
  { position, at, mark, levels }: Omit<ChoiceEntry, 'hash'>,
): string =>
  createHash('sha256').update(previous).update(canonicalJson({ position, at, mark, levels })).digest('hex')

/**
 * Whether a person's data may not be used, by their choices in order. For a permit of a level: they were closed when it was issued (Art 71(3)) and are now, so
 * that what is undone is undone at once. Without one (`null`), where nothing says what for: some level is closed now.
 */
export function hasOptedOut(
  choices: readonly Pick<ChoiceEntry, 'at' | 'levels'>[],
  permit: { level: ChoiceLevel; issuedAt: string } | null,
): boolean {
  const now = choices.at(-1)?.levels ?? []
  if (permit === null) return now.length > 0
  const issued = Date.parse(permit.issuedAt)
  const then = choices.findLast(({ at }) => Date.parse(at) <= issued)?.levels ?? []
  return now.includes(permit.level) && then.includes(permit.level)
}
