/** Tokens, pseudonyms and record keys: equal where they must meet, unrelated everywhere else. */
import { createCipheriv, hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linkageTokens, runUnits, runUnitsOfRows } from '../src/index.js'

const secret = Uint8Array.from({ length: 32 }, (_, i) => i)
const otherSecret = secret.map((byte) => byte ^ 1)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const people = (count: number) => Array.from({ length: count }, (_, i) => String(10_000_000_000 + i))

describe('a linkage token', () => {
  const { tokens } = linkageTokens(secret)

  test('depends on identifier, unit type and secret alone', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 20 }), (identifiers) => {
        const all = tokens('person', identifiers)
        expect(all.length).toBe(16 * identifiers.length)
        identifiers.forEach((identifier, i) => {
          expect(hex(tokens('person', [identifier]))).toBe(hex(all.subarray(16 * i, 16 * i + 16)))
        })
        expect(hex(linkageTokens(Uint8Array.from(secret)).tokens('person', identifiers))).toBe(hex(all))
        expect(hex(tokens('household', identifiers))).not.toBe(hex(all))
        expect(hex(linkageTokens(otherSecret).tokens('person', identifiers))).not.toBe(hex(all))
      }),
    )
  })

  test('stays what it is from version to version: holdings keep it', () => {
    expect(hex(tokens('person', ['01019012345']))).toMatchInlineSnapshot(`"e90c8b8f1cacb652db148682beae000c"`)
  })

  test('needs a secret of 32 bytes', () => {
    expect(() => linkageTokens(secret.subarray(1))).toThrow(/32 bytes/)
    expect(() => runUnits(secret.subarray(1), 'r', new Uint8Array(16))).toThrow(/32 bytes/)
    expect(() => runUnits(secret, 'r', new Uint8Array(17))).toThrow(/16 bytes/)
  })
})

describe('in a run', () => {
  // More than one batch, so that the seams between batches are tested too.
  const count = 150_000
  const tokens = linkageTokens(secret).tokens('person', people(count))
  const units = runUnits(secret, 'run 1', tokens)

  test('holders give the same person the same pseudonym, whatever its number with them', () => {
    const reversed = new Uint8Array(tokens.length)
    for (let unit = 0; unit < count; unit++)
      reversed.set(tokens.subarray(16 * unit, 16 * unit + 16), 16 * (count - 1 - unit))
    const elsewhere = runUnits(Uint8Array.from(secret), 'run 1', reversed)
    expect(elsewhere.pseudonyms.reverse()).toEqual(units.pseudonyms)
    expect(elsewhere.recordKeys.reverse()).toEqual(units.recordKeys)
  })

  test('a pseudonym is the token in AES under the key of the run, cut to 64 bits', () => {
    const key = new Uint8Array(hkdfSync('sha256', secret, '', 'sund 1 pseudonym run 1', 16))
    const cipher = createCipheriv('aes-128-ecb', key, null)
    expect(units.pseudonyms[0]).toBe(cipher.update(tokens.subarray(0, 16)).readBigInt64LE(0))
  })

  test('no two share a pseudonym, and no pseudonym comes back in another run', () => {
    const other = runUnits(secret, 'run 2', tokens)
    const seen = new Set(units.pseudonyms)
    expect(seen.size).toBe(count)
    expect(other.pseudonyms.some((pseudonym) => seen.has(pseudonym))).toBe(false)
  })

  test('row 8 (key): who has no key makes no pseudonym of a run, though they know everybody and the run', () => {
    const known = people(5000)
    const guessed = [otherSecret, new Uint8Array(32)].flatMap((key) => [
      ...runUnits(key, 'run 1', tokens.subarray(0, 16 * known.length)).pseudonyms,
      ...runUnits(key, 'run 1', linkageTokens(key).tokens('person', known)).pseudonyms,
    ])
    const seen = new Set(units.pseudonyms)
    expect(guessed).toHaveLength(20_000)
    expect(guessed.filter((pseudonym) => seen.has(pseudonym))).toEqual([])
  })

  test('record keys are the same in every run, and uniform', () => {
    expect(runUnits(secret, 'run 2', tokens).recordKeys).toEqual(units.recordKeys)
    expect(runUnits(otherSecret, 'run 1', tokens).recordKeys).not.toEqual(units.recordKeys)
    for (const shift of [0, 8]) {
      const counts = new Array<number>(256).fill(0)
      for (const key of units.recordKeys) {
        const bin = (key >> shift) & 255
        counts[bin] = (counts[bin] as number) + 1
      }
      const expected = count / 256
      const chiSquared = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
      // 255 degrees of freedom: above 377 once in a million; the input is fixed, so this never flickers.
      expect(chiSquared).toBeLessThan(377)
      expect(chiSquared).toBeGreaterThan(160)
    }
  })

  test('record keys tell nothing of pseudonyms', () => {
    let same = 0
    units.pseudonyms.forEach((pseudonym, i) => {
      if (Number(BigInt.asUintN(16, pseudonym)) === units.recordKeys[i]) same++
    })
    expect(same).toBeLessThan(20)
  })
})

describe('units numbered by row', () => {
  const set = { register: 'laboratory', version: '1.0.0', unitType: 'laboratory-test' }

  test('have what people have: fresh pseudonyms, lasting record keys', () => {
    const one = runUnitsOfRows(secret, 'run 1', set, 140_000)
    const two = runUnitsOfRows(secret, 'run 2', set, 140_000)
    expect(new Set([...one.pseudonyms, ...two.pseudonyms]).size).toBe(280_000)
    expect(two.recordKeys).toEqual(one.recordKeys)
    expect(runUnitsOfRows(secret, 'run 1', set, 10).pseudonyms).toEqual(one.pseudonyms.slice(0, 10))
  })

  test('differ by register, version and unit type', () => {
    const first = (changed: Partial<typeof set>) =>
      runUnitsOfRows(secret, 'run 1', { ...set, ...changed }, 1).pseudonyms[0]
    const all = [{}, { register: 'tests' }, { version: '1.0.1' }, { unitType: 'sample' }].map(first)
    expect(new Set(all).size).toBe(4)
  })

  test('of an empty set are none', () => {
    expect(runUnitsOfRows(secret, 'run 1', set, 0).pseudonyms).toHaveLength(0)
    expect(runUnits(secret, 'run 1', new Uint8Array(0)).recordKeys).toHaveLength(0)
  })
})
