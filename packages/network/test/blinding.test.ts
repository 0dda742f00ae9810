/** Blinded sets: equal slots are equal numbers, and without the key nothing else can be read from them. */
import { createCipheriv, hkdfSync } from 'node:crypto'
import {
  type BlindedSet,
  BlindedSet as BlindedSetSchema,
  type RecordSet,
  recordSetOfKeys,
  SLOTS,
} from '@sund/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blindSets, LEDGER_KEY_BYTES, ledgerKey, openCount } from '../src/index.js'

const secret = Uint8Array.from({ length: 32 }, (_, i) => i)
const key = ledgerKey(secret)
const otherKey = ledgerKey(secret.map((byte) => byte ^ 1))
const keys = fc.array(fc.integer({ min: 0, max: 65_535 }), { maxLength: 200 })

const numbersOf = ({ slots }: BlindedSet): number[] => {
  const bytes = Buffer.from(slots, 'base64')
  return Array.from({ length: SLOTS }, (_, slot) => bytes.readUInt16BE(2 * slot))
}
const defined = (set: RecordSet, definition = 'everyone') => ({ set, definition })
/** All of it that is the same each time. */
const unsealed = ({ slots, identity }: Pick<BlindedSet, 'slots' | 'identity'> = blind([])) => ({
  slots,
  identity,
})
const blind = (members: Iterable<number>, by = key) =>
  blindSets(by, [defined(recordSetOfKeys(members))])[0] as BlindedSet

describe('a blinded set', () => {
  test('has equal numbers where slots are equal, and others where they are not', () => {
    let unlike = 0
    let alike = 0
    fc.assert(
      fc.property(keys, fc.array(fc.integer({ min: 0, max: 65_535 }), { maxLength: 9 }), (members, more) => {
        const [one, other] = [recordSetOfKeys(members), recordSetOfKeys([...members, ...more])]
        const [a, b] = blindSets(key, [defined(one), defined(other)]).map(numbersOf) as [number[], number[]]
        for (let slot = 0; slot < SLOTS; slot++) {
          const same =
            one.slots?.[slot] === other.slots?.[slot] &&
            one.slots?.[SLOTS + slot] === other.slots?.[SLOTS + slot]
          if (same) expect(a[slot]).toBe(b[slot])
          else if (a[slot] === b[slot]) alike++
          else unlike++
        }
      }),
      { numRuns: 500 },
    )
    // Numbers of 16 bits: once in 65,536.
    expect(unlike).toBeGreaterThan(1000)
    expect(alike).toBeLessThan(4)
  })

  test('has an identity that is equal for the same slots only', () => {
    fc.assert(
      fc.property(keys, keys, (members, others) => {
        const same = JSON.stringify(recordSetOfKeys(members)) === JSON.stringify(recordSetOfKeys(others))
        expect(blind(members).identity === blind(others).identity).toBe(same)
        expect(unsealed(blind([...members].reverse()))).toEqual(unsealed(blind(members)))
      }),
    )
  })

  test('has the form that is agreed, whatever its size, and in whatever company it is blinded', () => {
    const sets = Array.from({ length: 2100 }, (_, size) =>
      recordSetOfKeys(Array.from({ length: size % 40 }, (_, i) => i * 31)),
    )
    const all = blindSets(
      key,
      sets.map((set) => defined(set)),
    )
    for (const place of [0, 1023, 1024, 2099]) {
      expect(BlindedSetSchema.parse(all[place])).toEqual(all[place])
      expect(unsealed(all[place])).toEqual(unsealed(blindSets(key, [defined(sets[place] as RecordSet)])[0]))
    }
    expect(blindSets(key, [])).toEqual([])
  })

  test('is AES of slot number, people and sum of record keys, cut to 16 bits', () => {
    const members = [5, 5 + SLOTS, 7]
    const aes = new Uint8Array(hkdfSync('sha256', key, '', 'sund 1 ledger slots', 16))
    const block = Buffer.alloc(16)
    block.writeUInt32BE(5, 0)
    block.writeUInt32BE(2, 4)
    block.writeUInt32BE(5 + 5 + SLOTS, 12)
    const cipher = createCipheriv('aes-128-ecb', aes, null).setAutoPadding(false)
    expect(numbersOf(blind(members))[5]).toBe(cipher.update(block).readUInt16BE(0))
  })

  test('is unrelated under another key', () => {
    const members = Array.from({ length: 500 }, (_, i) => i * 131)
    const [a, b] = [numbersOf(blind(members)), numbersOf(blind(members, otherKey))]
    expect(a.filter((number, slot) => number === b[slot]).length).toBeLessThan(3)
    expect(blind(members).identity).not.toBe(blind(members, otherKey).identity)
  })

  test('says nothing of how many people are in a slot', () => {
    // The numbers of slots with ever more people look drawn by lot: uniform, and without a trend.
    const numbers = Array.from({ length: 4000 }, (_, people) => {
      const slots = new Array<number>(2 * SLOTS).fill(0)
      slots[3] = people
      slots[SLOTS + 3] = people * 1000
      return numbersOf(
        blindSets(key, [defined({ units: people, key: 0, slots })])[0] as BlindedSet,
      )[3] as number
    })
    const mean = (of: readonly number[]) => of.reduce((sum, number) => sum + number, 0) / of.length
    const spread = 65_536 / Math.sqrt(12)
    expect(Math.abs(mean(numbers) - 32_767.5)).toBeLessThan((4 * spread) / Math.sqrt(numbers.length))
    const middle = (numbers.length - 1) / 2
    const trend = mean(numbers.map((number, people) => (number - 32_767.5) * (people - middle)))
    const ofPeople = Math.sqrt((numbers.length ** 2 - 1) / 12)
    expect(Math.abs(trend / (spread * ofPeople))).toBeLessThan(4 / Math.sqrt(numbers.length))
  })

  test('is another where the same people are meant by another definition', () => {
    const set = recordSetOfKeys([1, 2, 3])
    const [one, other] = blindSets(key, [defined(set, 'a'), defined(set, 'b')])
    expect(one?.slots).toBe(other?.slots)
    expect(one?.identity).not.toBe(other?.identity)
  })

  test('has a count that only who has the key can read, and that is never sealed alike', () => {
    fc.assert(
      fc.property(keys, (members) => {
        const { units, key: sum, slots = [] } = recordSetOfKeys(members)
        const [one, other] = [blind(members), blind(members)]
        expect(openCount(key, one.sealed)).toEqual({ units, key: sum, inSlots: slots.slice(0, SLOTS) })
        expect(one.sealed).not.toBe(other.sealed)
        expect(() => openCount(otherKey, one.sealed)).toThrow(/no place/)
      }),
    )
    const bytes = Buffer.from(blind([7]).sealed, 'base64')
    bytes[13] = (bytes[13] as number) ^ 1
    expect(() => openCount(key, bytes.toString('base64'))).toThrow(/no place/)
  })

  test('needs a key of 32 bytes and a set with slots', () => {
    expect(key).toHaveLength(LEDGER_KEY_BYTES)
    expect(() => ledgerKey(secret.subarray(1))).toThrow(/32 bytes/)
    expect(() => blindSets(key.subarray(1), [])).toThrow(/32 bytes/)
    expect(() => blindSets(key, [defined({ units: 12, key: 9 })])).toThrow(/without slots/)
  })
})
