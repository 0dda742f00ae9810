/**
 * A release ledger in memory, for tests: one circle, no quota, nobody to hide sets from. It compares as the hub's does, with sketches that are made by a
 * hash without a key.
 */
import {
  type ComparedSet,
  fail,
  type Ledger,
  type LedgerVerdict,
  type Match,
  OPEN_POLICY,
  peopleInSlots,
  SKETCH_BYTES,
  type Sketch,
  SLOTS,
  type ToldSet,
} from '@sund/model'
import { createLedgerIndex } from './match.js'

export interface MemoryLedger extends Ledger {
  /** Keeps those of the sets last compared that were told: their places, as `protect` gives them. */
  settle(told: readonly number[]): void
  /** How many sets were told, each as often as it was new. */
  readonly size: number
}

/** When all results of a ledger in memory are asked for. */
const AT = '2026-01-01T00:00:00.000Z'

/** A ledger in which nothing was told yet. `difference`: rule L1's. */
export function memoryLedger(difference = OPEN_POLICY.difference): MemoryLedger {
  const index = createLedgerIndex()
  /** Sets that were told, by the magnitude of their population. */
  const bySize: number[] = Array(20).fill(0)
  let asked = 0
  let results = 0
  const counts: ToldSet[] = []
  /** Identities of what was compared for results and not told by them. */
  const withheld = new Set<string>()
  const nameOf = ({ identity }: Sketch) => identity.join()
  let last: { sketch: Sketch; set: ToldSet; verdict: LedgerVerdict }[] = []
  return {
    async compare(sets, { magnitude }) {
      const sketches = sets.map(sketchOf)
      asked = magnitude
      const matches = index
        .compare(sketches, difference)
        .map(
          (match, place): Match =>
            match.verdict === 'near' && withheld.has(nameOf(sketches[place] as Sketch))
              ? { verdict: 'new', entry: null }
              : match,
        )
      last = matches.map(({ verdict }, place) => {
        const { set } = sets[place] as ComparedSet
        const told = {
          units: set.units,
          key: set.key,
          inSlots: peopleInSlots(set),
          in: { index: results, at: AT },
        }
        return { sketch: sketches[place] as Sketch, set: told, verdict }
      })
      return {
        verdicts: matches.map(({ verdict }) => verdict),
        told: matches.map(({ verdict, entry }) =>
          verdict === 'near' ? (counts[entry as number] as ToldSet) : null,
        ),
        again: null,
        toldSets: bySize.slice(0, magnitude + 1).reduce((sum, sets) => sum + sets, 0),
      }
    },
    settle(told) {
      const kept = told.flatMap((place) => {
        const one = last[place]
        return one?.verdict === 'new' ? [one] : []
      })
      results++
      bySize[asked] = (bySize[asked] ?? 0) + kept.length
      for (const one of last)
        if (one.verdict === 'new' && !kept.includes(one)) withheld.add(nameOf(one.sketch))
      for (const { sketch } of kept) withheld.delete(nameOf(sketch))
      index.add(kept.map(({ sketch }) => sketch))
      counts.push(...kept.map(({ set }) => set))
      last = []
    },
    get size() {
      return counts.length
    },
  }
}

/** A sketch of a set by a hash that anyone can make. */
export function sketchOf({ set: { slots }, definition }: ComparedSet): Sketch {
  if (!slots)
    return fail('internal.bug', 'A set without slots cannot be compared.', 'Report it: nothing was told.')
  const sketch = {
    slots: new Uint8Array(SKETCH_BYTES.slots),
    identity: new Uint8Array(SKETCH_BYTES.identity),
  }
  const [words, identity] = [new DataView(sketch.slots.buffer), new DataView(sketch.identity.buffer)]
  let [low, high] = [1, 2]
  for (const letter of definition) low = mixed(low, letter.codePointAt(0) as number)
  for (let slot = 0; slot < SLOTS; slot++) {
    const hash = mixed(mixed(slot, slots[slot] as number), slots[SLOTS + slot] as number)
    words.setUint16(2 * slot, hash & 0xffff)
    low = mixed(low, hash)
    high = mixed(high, hash)
  }
  identity.setUint32(0, low)
  identity.setUint32(4, high)
  return sketch
}

/** `hash` with a number stirred in. */
function mixed(hash: number, number: number): number {
  let bits = Math.imul(hash ^ number, 0x85ebca6b)
  bits ^= bits >>> 13
  bits = Math.imul(bits + Math.floor(number / 2 ** 32), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
