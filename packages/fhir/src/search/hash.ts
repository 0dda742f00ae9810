/**
 * Numbers that stand for texts in the index: of a source, of a code, of a system, of what a reference points to. They are in the database, so they
 * depend on nothing but the text, and they come from SHA-256, so that nobody can make two texts that meet.
 */
import { hash } from 'node:crypto'

const MOST_REMEMBERED = 100_000

/** Of a text a number of 64 bits, as digits: a `bigint` of PostgreSQL. */
export const hash64 = remembered((text) => digest(text).readBigInt64BE(0).toString())

/** Of a text a number of 32 bits: an `integer` of PostgreSQL. Where two that meet do harm, `hash64` is right. */
export const hash32 = remembered((text) => digest(text).readInt32BE(8))

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

/** Codes, systems and sources come again and again; when too many are remembered, all are forgotten. */
function remembered<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const computed = compute(text)
    if (known.size >= MOST_REMEMBERED) known.clear()
    known.set(text, computed)
    return computed
  }
}
