/**
 * Who counts as one when results are combined, and what each such circle has been told. Keys are `person:SUBJECT`, `organisation:ID` and
 * `project:ID`; whoever has asked under several keys, or has shared a result, has joined them. A circle only grows: what two have told
 * each other cannot be taken back.
 */
import type { LedgerIndex, Sketch } from '@sund/model'

/** Circles as far as their keys are known, in memory: the store is what is true. */
export interface Circles {
  /** Makes one circle of all circles that these keys are in; a name of it, good until the next one is joined. */
  join(keys: readonly string[]): string
  /** The name of the circle of a key. */
  of(key: string): string
  /** Remembers that a circle was told sketches, each with its number in the order of telling. */
  tell(circle: string, sketches: readonly ToldSketch[]): void
  /** Remembers that a circle was told so many sets with numbers of their own, of a population of a magnitude. */
  count(circle: string, magnitude: number, sets: number): void
  /** How many such sets a circle was told of populations of at most a magnitude. */
  counted(circle: string, magnitude: number): number
  /** What was told to a circle, in pieces: circles that have joined keep what each had. */
  told(circle: string): readonly Told[]
}

/** A sketch, and its number among all that were told. */
export type ToldSketch = Sketch & { told: string }

/** Sketches that were told, and the number of each of the index. */
export interface Told {
  index: LedgerIndex
  numbers: string[]
}

export function createCircles(newIndex: () => LedgerIndex): Circles {
  const above = new Map<string, string>()
  const indexes = new Map<string, Told[]>()
  /** Of each circle, sets by magnitude. */
  const counts = new Map<string, Map<number, number>>()

  /** Union–find with path halving. */
  const of = (key: string): string => {
    let at = key
    for (;;) {
      const next = above.get(at) ?? at
      if (next === at) return at
      const beyond = above.get(next) ?? next
      above.set(at, beyond)
      at = beyond
    }
  }
  function count(root: string, magnitude: number, sets: number): void {
    const own = counts.get(root) ?? new Map<number, number>()
    counts.set(root, own.set(magnitude, (own.get(magnitude) ?? 0) + sets))
  }
  return {
    of,
    join(keys) {
      const [first = '', ...others] = new Set(keys.map(of))
      for (const other of others) {
        above.set(other, first)
        indexes.set(first, [...(indexes.get(first) ?? []), ...(indexes.get(other) ?? [])])
        indexes.delete(other)
        for (const [magnitude, sets] of counts.get(other) ?? []) count(first, magnitude, sets)
        counts.delete(other)
      }
      return first
    },
    tell(circle, sketches) {
      const root = of(circle)
      const [first = { index: newIndex(), numbers: [] }, ...others] = indexes.get(root) ?? []
      first.index.add(sketches)
      for (const { told } of sketches) first.numbers.push(told)
      indexes.set(root, [first, ...others])
    },
    count: (circle, magnitude, sets) => count(of(circle), magnitude, sets),
    counted: (circle, magnitude) =>
      [...(counts.get(of(circle)) ?? [])].reduce(
        (sum, [of, sets]) => (of <= magnitude ? sum + sets : sum),
        0,
      ),
    told: (circle) => indexes.get(of(circle)) ?? [],
  }
}
