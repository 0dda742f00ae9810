/**
 * One numbering of the persons of several registers of a holder, for counting over all of them. Registers number persons in the order of
 * their linkage tokens, so the registers' numberings are merged once, from their sealed tokens a piece at a time, and
 * kept in memory only: tokens themselves are never kept, and nothing of this is written.
 */
import { PERSON } from '@sund/model'
import { runUnits, TOKEN_BYTES } from '@sund/network'
import type { Holding } from '@sund/registers'
import { mergeSorted } from './merge.js'

export interface Persons {
  count: number
  /** Permanent record keys in the order of the numbering. */
  keys: Uint16Array
  /** The number of each unit of a register, in the order of `of`; null where it is the register's own. */
  numbers: (Int32Array | null)[]
}

/** Memory of numberings that are kept, in bytes: the one in use always is. */
const KEPT = 256 * 2 ** 20

/** Numberings of the registers asked for, kept while they fit. */
export interface PersonNumberings {
  of(holdings: readonly Holding[], signal: AbortSignal): Promise<Persons>
}

export function createPersonNumberings(secret: Uint8Array): PersonNumberings {
  /** The one used last is the last. */
  const kept = new Map<string, Promise<Persons>>()
  const sizes = new Map<string, number>()
  return {
    async of(holdings, signal) {
      const key = holdings.map(({ manifest }) => `${manifest.register.name} ${manifest.version}`).join('\n')
      const known = kept.get(key)
      const making = known ?? numberPersons(holdings, secret, signal)
      kept.delete(key)
      kept.set(key, making)
      try {
        const persons = await making
        sizes.set(key, sizeOf(persons))
        forgetOldest(key)
        return persons
      } catch (thrown) {
        // Who made it was stopped, or failed: others try themselves.
        if (kept.get(key) === making) kept.delete(key)
        if (known && !signal.aborted) return await this.of(holdings, signal)
        throw thrown
      }
    },
  }
  function forgetOldest(inUse: string): void {
    let total = [...sizes.values()].reduce((sum, size) => sum + size, 0)
    for (const key of kept.keys()) {
      if (total <= KEPT) return
      if (key === inUse) continue
      total -= sizes.get(key) ?? 0
      kept.delete(key)
      sizes.delete(key)
    }
  }
}

const sizeOf = ({ keys, numbers }: Persons): number =>
  keys.byteLength + numbers.reduce((sum, one) => sum + (one?.byteLength ?? 0), 0)

async function numberPersons(
  holdings: readonly Holding[],
  secret: Uint8Array,
  signal: AbortSignal,
): Promise<Persons> {
  const counts = holdings.map(personsOf)
  const keys = new Uint16Array(counts.reduce((sum, count) => sum + count, 0))
  const numbers = counts.map((count) => (counts.length === 1 ? null : new Int32Array(count)))
  /** Record keys of the piece that each source is at. */
  const pieceKeys: Uint16Array[] = []
  const units = counts.map(() => 0)
  const inPiece = counts.map(() => 0)
  const pieces = holdings.map(async function* (holding, source) {
    for await (const piece of holding.tokenPieces(PERSON)) {
      pieceKeys[source] = runUnits(secret, '', piece).recordKeys
      inPiece[source] = 0
      yield piece
    }
  })
  let count = 0
  await mergeSorted(
    pieces,
    { width: TOKEN_BYTES, key: TOKEN_BYTES },
    (source, _record, _at, fresh) => {
      const key = (pieceKeys[source] as Uint16Array)[(inPiece[source] as number)++] as number
      if (fresh) keys[count++] = key
      const of = numbers[source]
      if (of) of[units[source] as number] = count - 1
      units[source] = (units[source] as number) + 1
    },
    signal,
  )
  // A register that has everyone numbers them as all together are numbered.
  return {
    count,
    keys: keys.slice(0, count),
    numbers: numbers.map((of) => (of?.length === count ? null : of)),
  }
}

/** Persons of a register. */
export const personsOf = ({ manifest }: Holding): number =>
  manifest.unitSets.find(({ unitType }) => unitType === PERSON)?.count ?? 0

/** Pseudonyms of a run in the order of a numbering. */
export async function pseudonymsOf(
  { count, numbers }: Persons,
  holdings: readonly Holding[],
  secret: Uint8Array,
  run: string,
  signal: AbortSignal,
): Promise<BigUint64Array> {
  const pseudonyms = new BigUint64Array(count)
  for (const [source, holding] of holdings.entries()) {
    const of = numbers[source]
    let unit = 0
    for await (const piece of holding.tokenPieces(PERSON)) {
      signal.throwIfAborted()
      const own = new BigUint64Array(runUnits(secret, run, piece).pseudonyms.buffer)
      for (const pseudonym of own) {
        pseudonyms[of ? (of[unit] as number) : unit] = pseudonym
        unit++
      }
    }
  }
  return pseudonyms
}
