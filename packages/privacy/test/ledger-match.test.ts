/** Comparing of sketches: no two sets that differ by a few are ever taken for new, and few others are taken for near. */
import { type LedgerIndex, recordSetOfKeys, SKETCH_BYTES, type Sketch, SLOTS } from '@sund/model'
import { createLedgerIndex } from '@sund/privacy'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sketchOf } from '../src/ledger/memory.js'
import { numbers } from './given.js'

const DIFFERENCE = 10
const KEYS = 65_536
const sketch = (keys: Iterable<number>): Sketch => sketchOf({ set: recordSetOfKeys(keys), definition: 'd' })
const keysOf = (random: () => number, count: number) =>
  Array.from({ length: count }, () => Math.floor(random() * KEYS))

const verdictsOf = (index: LedgerIndex, sketches: readonly Sketch[]) =>
  index.compare(sketches, DIFFERENCE).map(({ verdict }) => verdict)

/** Who is in one of two sets and not in both. */
const apart = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): Set<T> =>
  new Set([...[...a].filter((one) => !b.has(one)), ...[...b].filter((one) => !a.has(one))])

/** The verdict by definition: on people, not on sketches; null where sketches may say either. */
function plainly(set: ReadonlySet<number>, told: readonly ReadonlySet<number>[]): 'known' | 'near' | null {
  const differences = told.map((other) => apart(set, other).size)
  if (differences.includes(0)) return 'known'
  return differences.some((difference) => difference < DIFFERENCE) ? 'near' : null
}

/** Slots in which two sketches differ, counted one by one. */
function slotsApart(a: Sketch, b: Sketch): number {
  const slots = Array.from({ length: SLOTS }, (_, slot) => slot)
  return slots.filter(
    (slot) => a.slots[2 * slot] !== b.slots[2 * slot] || a.slots[2 * slot + 1] !== b.slots[2 * slot + 1],
  ).length
}

describe('an index of sketches', () => {
  it('finds every set that differs by fewer than ten people from one that is there', () => {
    // Members are people, so that two of them may share a record key.
    const people = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 120 })
    const change = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 12 })
    let near = 0
    fc.assert(
      fc.property(
        fc.array(people, { minLength: 1, maxLength: 30 }),
        change,
        fc.nat(),
        fc.nat(),
        (others, changed, which, seed) => {
          const keys = keysOf(numbers(seed), 401)
          const sketchOfPeople = (set: Iterable<number>) => sketch([...set].map((one) => keys[one] as number))
          const told = others.map((members) => new Set(members))
          const set = apart(told[which % told.length] as Set<number>, new Set(changed))
          const index = createLedgerIndex()
          index.add(told.map(sketchOfPeople))
          const [verdict] = verdictsOf(index, [sketchOfPeople(set)])
          const expected = plainly(set, told)
          if (expected === 'known') expect(verdict).toBe('known')
          if (expected !== 'near') return
          near++
          // Two who share a record key may have changed places: then the sets are the same to everything that is keyed by people.
          expect(verdict).not.toBe('new')
        },
      ),
      { numRuns: 2000 },
    )
    expect(near).toBeGreaterThan(500)
  })

  it('says what counting slots one by one says, for every difference and however alike sketches are', () => {
    // Few distinct numbers a slot, as small sets have whose slots are mostly empty.
    const alike = fc
      .tuple(
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: SLOTS, maxLength: SLOTS }),
        fc.integer({ min: 0, max: 40 }),
      )
      .map(([slots, identity]): Sketch => {
        const made = {
          slots: new Uint8Array(SKETCH_BYTES.slots),
          identity: new Uint8Array(SKETCH_BYTES.identity),
        }
        // In the middle of the range most slots are zero.
        for (const [slot, number] of slots.entries())
          made.slots[2 * slot + 1] = number === 2 ? identity % 3 : 0
        made.identity[3] = identity
        return made
      })
    fc.assert(
      fc.property(
        fc.array(alike, { minLength: 1, maxLength: 60 }),
        alike,
        fc.integer({ min: 1, max: 70 }),
        (told, one, difference) => {
          const index = createLedgerIndex()
          index.add(told)
          const known = told.findIndex(({ identity }) => identity[3] === one.identity[3])
          const near = difference > 1 ? told.findIndex((other) => slotsApart(other, one) < difference) : -1
          expect(index.compare([one], difference)).toEqual([
            known >= 0
              ? { verdict: 'known', entry: known }
              : near >= 0
                ? { verdict: 'near', entry: near }
                : { verdict: 'new', entry: null },
          ])
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('grows, and finds the first as well as the last', () => {
    const random = numbers(3)
    const sets = Array.from({ length: 5000 }, () => keysOf(random, 10 + Math.floor(random() * 60)))
    const index = createLedgerIndex()
    for (const keys of sets) index.add([sketch(keys)])
    expect(new Set(verdictsOf(index, sets.map(sketch)))).toEqual(new Set(['known']))
    const without = (few: number) => sets.map((keys) => sketch(keys.slice(few)))
    for (const few of [1, 5, 9]) expect(new Set(verdictsOf(index, without(few)))).toEqual(new Set(['near']))
  })

  it('takes sets that differ by more for near as seldom as balls fall into few boxes', () => {
    const random = numbers(4)
    const tries = 4000
    const sets = Array.from({ length: tries }, () => keysOf(random, 60))
    const index = createLedgerIndex()
    index.add(sets.map(sketch))
    const share = (difference: number) => {
      const changed = sets.map((keys) => sketch(keys.slice(difference)))
      return verdictsOf(index, changed).filter((verdict) => verdict === 'near').length / tries
    }
    for (const difference of [9, 10, 11, 12, 13, 14, 16, 18, 20, 25]) {
      const expected = mostSlots(difference, DIFFERENCE - 1)
      const deviation = Math.sqrt((expected * (1 - expected)) / tries)
      expect(Math.abs(share(difference) - expected)).toBeLessThanOrEqual(4.5 * deviation + 1e-3)
    }
    expect(
      [10, 11, 12, 14, 16, 20].map((n) => Number(mostSlots(n, 9).toPrecision(2))),
    ).toMatchInlineSnapshot(`
      [
        0.52,
        0.19,
        0.054,
        0.0029,
        0.00011,
        9.2e-8,
      ]
    `)
  })

  it('refuses what is no sketch', () => {
    const index = createLedgerIndex()
    expect(() => index.add([{ slots: new Uint8Array(3), identity: new Uint8Array(8) }])).toThrow('length')
    expect(() => sketchOf({ set: { units: 12, key: 5 }, definition: 'd' })).toThrow('without slots')
  })
})

/** The probability that `people` fall into at most `most` of the slots. */
function mostSlots(people: number, most: number): number {
  let slots = [1]
  for (let person = 0; person < people; person++) {
    const next = new Array<number>(slots.length + 1).fill(0)
    slots.forEach((probability, filled) => {
      next[filled] = (next[filled] as number) + (probability * filled) / SLOTS
      next[filled + 1] = (next[filled + 1] as number) + (probability * (SLOTS - filled)) / SLOTS
    })
    slots = next
  }
  return slots.slice(0, most + 1).reduce((sum, probability) => sum + probability, 0)
}
