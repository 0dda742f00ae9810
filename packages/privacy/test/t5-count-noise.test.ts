import { OPEN_POLICY } from '@sund/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  derivedSet,
  noiseOf,
  noiseTable,
  releaseCount,
  releaseParts,
} from '../src/rules/t5-count-noise/rule.js'
import { bodyOf, numbers, skewed, tableOf } from './given.js'

const table = noiseTable(OPEN_POLICY.noise)
const moves = Array.from({ length: 65_536 }, (_, key) => noiseOf(table, key))

describe('T5 count noise', () => {
  it('is bounded, with a mean of exactly zero and the published variance over all 65,536 keys', () => {
    expect(Math.max(...moves)).toBe(5)
    expect(Math.min(...moves)).toBe(-5)
    expect(moves.reduce((sum, move) => sum + move, 0)).toBe(0)
    expect(moves.reduce((sum, move) => sum + move * move, 0) / 65_536).toBeCloseTo(3, 2)
  })

  it('is the least telling distribution with that bound and variance: log-probabilities are quadratic', () => {
    const share = (move: number) => moves.filter((other) => other === move).length / 65_536
    const lambda = Math.log(share(0) / share(1))
    for (const move of [2, 3, 4])
      expect(Math.log(share(0) / share(move))).toBeCloseTo(lambda * move * move, 1)
  })

  it.each([
    { bound: 2, variance: 1 },
    { bound: 10, variance: 12 },
    { bound: 3, variance: 0 },
    { bound: 0, variance: 3 },
    { bound: 4, variance: 9 },
  ])('keeps its promise for bound $bound and variance $variance', ({ bound, variance }) => {
    const given = noiseTable({ bound, variance })
    const all = Array.from({ length: 65_536 }, (_, key) => noiseOf(given, key))
    expect(Math.max(...all.map(Math.abs))).toBeLessThanOrEqual(bound)
    expect(all.reduce((sum, move) => sum + move, 0)).toBe(0)
    expect(all.reduce((sum, move) => sum + move * move, 0) / 65_536).toBeCloseTo(
      bound === 0 ? 0 : variance,
      1,
    )
  })

  it('does not follow the key: neighbouring keys are as unlike as any', () => {
    const mean =
      moves.reduce((sum, move, key) => sum + move * (moves[(key + 1) & 0xffff] as number), 0) / 65_536
    expect(Math.abs(mean)).toBeLessThan(0.1)
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
      noiseOf(table, derivedSet({ units: 0, key: 5 }, units).key),
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
