/** The samplers draw from exactly the distributions that they name. `SUND_DRAWS=10000000` for the long form. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RandomIntegers } from '../../src/rules/d1-differential/integers.js'
import { createSampler, type Rational } from '../../src/rules/d1-differential/samplers.js'
import { chiSquared, critical, discreteGaussianPmf, discreteLaplacePmf } from './goodness.js'
import { testRandomness } from './randomness.js'

const DRAWS = Number(process.env['SUND_DRAWS'] ?? 200_000)
/** Seeds are fixed, so this never fails by chance; a sampler that is off by a percent gives 1e-10. */
const UNLIKELY = 1e-3

const drawn = (count: number, draw: () => number) => {
  const counts = new Map<number, number>()
  for (let i = 0; i < count; i++) {
    const y = draw()
    counts.set(y, (counts.get(y) ?? 0) + 1)
  }
  return counts
}
const rational = (numerator: number, denominator = 1): Rational => ({
  numerator: BigInt(numerator),
  denominator: BigInt(denominator),
})

describe('whole numbers below a limit', () => {
  test.each([1, 2, 3, 10, 1000])('are uniform below %i', (limit) => {
    const random = new RandomIntegers(testRandomness(`below ${limit}`))
    const counts = drawn(DRAWS, () => random.below(limit))
    const { statistic, degrees } = chiSquared(counts, () => 1 / limit, 0, limit - 1, DRAWS)
    if (degrees > 0) expect(statistic).toBeLessThan(critical(degrees, UNLIKELY))
    expect([...counts.keys()].every((y) => y >= 0 && y < limit)).toBe(true)
  })
  test('beyond 32 bits, and beyond 53, none is left out and none is more likely', () => {
    const random = new RandomIntegers(testRandomness('large'))
    for (const limit of [2 ** 33 + 1, 3 * 2 ** 50, 2 ** 53]) {
      const counts = drawn(20_000, () => Math.floor((random.below(limit) / limit) * 16))
      const { statistic, degrees } = chiSquared(counts, () => 1 / 16, 0, 15, 20_000)
      expect(statistic).toBeLessThan(critical(degrees, UNLIKELY))
    }
    const large = 3n * 2n ** 70n
    const counts = drawn(20_000, () => Number((random.belowLarge(large) * 3n) / large))
    const { statistic, degrees } = chiSquared(counts, () => 1 / 3, 0, 2, 20_000)
    expect(statistic).toBeLessThan(critical(degrees, UNLIKELY))
  })
})

test.each([
  [0, 1],
  [1, 3],
  [1, 1],
  [7, 2],
])('exp(−%i/%i) is true that often', (numerator, denominator) => {
  const sampler = createSampler(testRandomness(`exp ${numerator}/${denominator}`))
  let heads = 0
  for (let i = 0; i < DRAWS; i++) if (sampler.bernoulliExp(numerator, denominator)) heads++
  const p = Math.exp(-numerator / denominator)
  expect(Math.abs(heads - DRAWS * p)).toBeLessThanOrEqual(4 * Math.sqrt(DRAWS * p * (1 - p)))
})

test.each([1, 3, 40])('discrete Laplace of scale %i', (scale) => {
  const sampler = createSampler(testRandomness(`laplace ${scale}`))
  const counts = drawn(DRAWS, () => sampler.discreteLaplace(scale))
  const far = 12 * scale
  const { statistic, degrees } = chiSquared(counts, discreteLaplacePmf(scale), -far, far, DRAWS)
  expect(statistic).toBeLessThan(critical(degrees, UNLIKELY))
})

describe('discrete Gaussian', () => {
  test.each([
    ['σ² = 1/4', rational(1, 4)],
    ['σ = 1', rational(1)],
    ['σ² = 7/3', rational(7, 3)],
    ['σ = 10', rational(100)],
    ['σ² = 101', rational(101)],
  ])('%s', (name, variance) => {
    const draw = createSampler(testRandomness(name)).discreteGaussian(variance)
    const counts = drawn(DRAWS, draw)
    const square = Number(variance.numerator) / Number(variance.denominator)
    const far = Math.ceil(8 * Math.sqrt(square))
    const { statistic, degrees } = chiSquared(counts, discreteGaussianPmf(square), -far, far, DRAWS)
    expect(statistic).toBeLessThan(critical(degrees, UNLIKELY))
  })

  test('is the same on large numbers as on small: a fraction that is not in lowest terms takes the other way', () => {
    const times = 10n ** 20n
    const plain = createSampler(testRandomness('ways')).discreteGaussian(rational(25, 4))
    // σ² + 10⁻²⁰ has factors beyond 2^53, and no draw can tell it from σ².
    const large = createSampler(testRandomness('ways, large')).discreteGaussian({
      numerator: 25n * times + 1n,
      denominator: 4n * times,
    })
    for (const draw of [plain, large]) {
      const counts = drawn(20_000, draw)
      const { statistic, degrees } = chiSquared(counts, discreteGaussianPmf(6.25), -20, 20, 20_000)
      expect(statistic).toBeLessThan(critical(degrees, UNLIKELY))
    }
  })

  test('has the spread that it should for every σ', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 16 }), (s, of) => {
        const draw = createSampler(testRandomness(`${s}/${of}`)).discreteGaussian(rational(s * s, of * of))
        const n = 2000
        let [sum, squares] = [0, 0]
        for (let i = 0; i < n; i++) {
          const y = draw()
          sum += y
          squares += y * y
        }
        const sigma = s / of
        expect(Math.abs(sum / n)).toBeLessThan(6 * Math.max(sigma, 0.2) * Math.sqrt(1 / n))
        if (sigma >= 1) expect(Math.abs(squares / n / sigma ** 2 - 1)).toBeLessThan(0.2)
      }),
      { numRuns: 40, seed: 7 },
    )
  })

  test('refuses what cannot be drawn', () => {
    const sampler = createSampler(testRandomness('refused'))
    expect(() => sampler.discreteGaussian(rational(0))).toThrow()
    expect(() => sampler.discreteGaussian({ numerator: 2n ** 80n, denominator: 1n })).toThrow()
  })
})
