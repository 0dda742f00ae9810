import { OPEN_POLICY } from '@sund/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type NoisePolicy, noiseFacts, noiseOf, noiseTable } from '../src/rules/t5-count-noise/noise.js'
import { derivedSet, releaseCount, releaseParts } from '../src/rules/t5-count-noise/rule.js'
import { bodyOf, numbers, skewed, tableOf } from './given.js'

const table = noiseTable(OPEN_POLICY)
const movesOf = (of: NoisePolicy, units: number) => {
  const dealt = noiseTable(of)
  return Array.from({ length: 65_536 }, (_, key) => noiseOf(dealt, { units, key }))
}
const moves = movesOf(OPEN_POLICY, 1000)
const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length
const variance = (numbers: readonly number[]) => mean(numbers.map((number) => number * number))

describe('T5 count noise', () => {
  it('is bounded, with a mean of exactly zero and the published variance over all 65,536 keys', () => {
    expect(Math.max(...moves)).toBe(5)
    expect(Math.min(...moves)).toBe(-5)
    expect(mean(moves)).toBe(0)
    expect(variance(moves)).toBeCloseTo(3, 3)
  })

  it('moves counts at and near the threshold by exactly nothing on average too, and never under it', () => {
    const facts = noiseFacts(OPEN_POLICY)
    expect(facts.from).toBe(15)
    for (let units = 10; units <= 20; units++) {
      const all = movesOf(OPEN_POLICY, units)
      expect(mean(all)).toBe(0)
      expect(units + Math.min(...all)).toBeGreaterThanOrEqual(10)
      const stated = facts.counts.findLast(({ count }) => count <= units)
      expect(variance(all)).toBeCloseTo(stated?.variance ?? Number.NaN, 12)
      for (const { move, share } of stated?.moves ?? [])
        expect(all.filter((other) => other === move).length / 65_536).toBe(share)
    }
    expect(movesOf(OPEN_POLICY, 10).every((move) => move === 0)).toBe(true)
    // At 11 the least telling distribution has less than the variance; from 12 on all of it.
    expect(facts.counts.map((row) => Number(row.variance.toFixed(2)))).toEqual([0, 1.72, 3, 3, 3, 3])
  })

  it('draws each move as often as stated, of sets as they come (chi-squared)', () => {
    const random = numbers(77)
    const { counts } = noiseFacts(OPEN_POLICY)
    for (const { count, moves: stated } of counts) {
      const sets = 40_000
      const found = new Map<number, number>()
      for (let set = 0; set < sets; set++) {
        // The sum of the keys of as many people as are counted.
        let key = 0
        for (let person = 0; person < count; person++) key = (key + Math.floor(random() * 65_536)) & 0xffff
        const move = noiseOf(table, { units: count, key })
        found.set(move, (found.get(move) ?? 0) + 1)
      }
      const chi = stated
        .filter(({ share }) => share > 0)
        .reduce(
          (sum, { move, share }) => sum + ((found.get(move) ?? 0) - sets * share) ** 2 / (sets * share),
          0,
        )
      // The 0.9999 quantile with ten degrees of freedom is 35.6; fewer moves have less.
      expect(chi).toBeLessThan(35.6)
    }
  })

  it.each([
    { bound: 2, variance: 1 },
    { bound: 10, variance: 12 },
    { bound: 3, variance: 0 },
    { bound: 0, variance: 3 },
    { bound: 4, variance: 5 },
    { bound: 8, variance: 3, stay: 0.5 },
    { bound: 8, variance: 3, stay: 0.5, js: 2 },
  ])('keeps its promise for $bound, $variance, $stay, $js', (noise) => {
    const given = { ...OPEN_POLICY, noise }
    const all = movesOf(given, 500)
    expect(Math.max(...all.map(Math.abs))).toBeLessThanOrEqual(noise.bound)
    expect(mean(all)).toBe(0)
    expect(variance(all)).toBeCloseTo(noise.bound === 0 ? 0 : noise.variance, 2)
    for (let units = 10; units < 24; units++) {
      const near = movesOf(given, units)
      expect(Math.abs(mean(near))).toBeLessThan(1e-4)
      const told = new Set(near.map((move) => units + move))
      for (const count of told) expect(count === 10 || count > 10 + (noise.js ?? 0)).toBe(true)
    }
  })

  it('is dealt out the same each time, and made once for the same numbers', () => {
    expect(noiseTable({ ...OPEN_POLICY, version: 'other' } as NoisePolicy).rows).toBe(table.rows)
    expect(movesOf(OPEN_POLICY, 1000)).toEqual(moves)
  })

  it('does not follow the key: neighbouring keys are as unlike as any', () => {
    const product = mean(moves.map((move, key) => move * (moves[(key + 1) & 0xffff] as number)))
    expect(Math.abs(product)).toBeLessThan(0.1)
  })

  it('gives the same set the same count under every label, filter and order (no averaging)', async () => {
    const random = numbers(3)
    const statistic = tableOf([2, 3], () => 400, random)
    const renamed = {
      ...statistic,
      dimensions: statistic.dimensions.map((dimension, index) => ({
        ...dimension,
        variable: `other${index}`,
      })),
      cells: [...statistic.cells].reverse(),
    }
    const counts = async (asked: typeof statistic) =>
      new Map((await bodyOf(asked)).body.cells.map(({ at, count }) => [at.join(), count]))
    const first = await counts(statistic)
    for (let again = 0; again < 20; again++)
      for (const [at, count] of await counts(renamed)) expect(count).toEqual(first.get(at))
  })

  it('moves a count by no more than the stated error, and never under the threshold', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(65_535), (units, key) => {
        const count = releaseCount({ units, key }, table, OPEN_POLICY)
        if (units > 0 && units < 10) expect(count).toEqual({ withheld: 'T2' })
        else if ('value' in count) {
          expect(Math.abs((count.value as number) - units)).toBeLessThanOrEqual(count.error)
          if (units > 0) expect(count.value).toBeGreaterThanOrEqual(10)
        }
      }),
    )
  })

  it('says nothing of a small part by the size of the rest', () => {
    const whole = { units: 500, key: 1234 }
    const rest = (missing: number) =>
      releaseParts(
        { units: 500 - missing, key: (1234 - 77 * missing) & 0xffff },
        { units: missing, key: (77 * missing) & 0xffff },
        table,
        OPEN_POLICY,
        whole,
      )
    const told = Array.from({ length: 9 }, (_, index) => rest(index + 1))
    for (const parts of told) expect(parts).toEqual(told[0])
    for (const [index, parts] of told.entries()) {
      const shown = parts.shown as { value: number; error: number }
      expect(Math.abs(shown.value - (499 - index))).toBeLessThanOrEqual(shown.error)
    }
  })

  it('spreads derived sets over all keys', () => {
    const sum = Array.from({ length: 2000 }, (_, units) =>
      noiseOf(table, derivedSet({ units: 0, key: 5 }, units + 20)),
    )
    expect(Math.abs(sum.reduce((a, b) => a + b, 0) / 2000)).toBeLessThan(0.2)
  })

  it('hides which count it was: without it the attacker reads every count, with it hardly any', async () => {
    let right = 0
    let all = 0
    let without = 0
    for (let seed = 1; seed <= 40; seed++) {
      const random = numbers(seed * 31)
      const statistic = tableOf([5, 5], skewed(random, 200), random)
      const truth = new Map(statistic.cells.map(({ at, set }) => [at.join(), set.units]))
      const off = { ...OPEN_POLICY, noise: { bound: 0, variance: 0 } }
      const same = async (policy: typeof OPEN_POLICY) =>
        (await bodyOf(statistic, policy)).body.cells.filter(
          ({ at, count }) => 'value' in count && count.value === truth.get(at.join()),
        ).length
      all += (await bodyOf(statistic)).body.cells.filter(({ count }) => 'value' in count).length
      right += await same(OPEN_POLICY)
      without += await same(off)
    }
    expect(without).toBe(all)
    // The chance of a move of zero is about 23 %.
    expect(right / all).toBeLessThan(0.3)
  })
})
