import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  deltaOf,
  epsilonOf,
  halfWidth,
  noiseFor,
  rhoOf,
  tailOf,
} from '../../src/rules/d1-differential/accounting.js'
import { discreteGaussianPmf } from './goodness.js'

const rhos = fc.double({ min: 1e-6, max: 10, noNaN: true })
const epsilons = fc.double({ min: 1e-3, max: 20, noNaN: true })
const deltas = fc.integer({ min: 1, max: 12 }).map((digits) => 10 ** -digits)

describe('zCDP as (ε, δ)', () => {
  test.each([
    [0.05, 0.25, 0.0817727531036956],
    [5e-30, 1e-13, 2.619676329730346e-234],
  ])('δ of ρ = %d at ε = %d is as published', (rho, epsilon, published) => {
    const delta = deltaOf(rho, epsilon)
    expect(Math.abs(delta / published - 1)).toBeLessThan(1e-11)
    expect(delta).toBeGreaterThanOrEqual(published * (1 - 1e-15))
  })
  test('δ grows with ρ and falls with ε', () => {
    fc.assert(
      fc.property(rhos, epsilons, fc.double({ min: 1.001, max: 3, noNaN: true }), (rho, epsilon, factor) => {
        expect(deltaOf(rho * factor, epsilon)).toBeGreaterThanOrEqual(deltaOf(rho, epsilon))
        expect(deltaOf(rho, epsilon * factor)).toBeLessThanOrEqual(deltaOf(rho, epsilon))
      }),
    )
  })
  test('is never better than what the Gaussian that costs ρ truly has, nor worse than the older bound', () => {
    fc.assert(
      fc.property(rhos, deltas, (rho, delta) => {
        expect(epsilonOf(rho, delta)).toBeLessThanOrEqual(rho + 2 * Math.sqrt(rho * Math.log(1 / delta)))
      }),
    )
    for (const sigma of [1, 2, 5, 20])
      for (const epsilon of [0.1, 0.5, 1, 2]) {
        // δ of a count with discrete Gaussian noise, by its definition: what the likelihoods of neighbours differ by beyond e^ε.
        const pmf = discreteGaussianPmf(sigma * sigma)
        let exact = 0
        for (let y = -50 * sigma; y <= 50 * sigma; y++)
          exact += Math.max(0, pmf(y) - Math.exp(epsilon) * pmf(y - 1))
        expect(deltaOf(1 / (2 * sigma * sigma), epsilon)).toBeGreaterThanOrEqual(exact)
      }
  })
  test('ε and ρ are inverse to δ, on the safe side', () => {
    fc.assert(
      fc.property(rhos, deltas, (rho, delta) => {
        const epsilon = epsilonOf(rho, delta)
        expect(deltaOf(rho, epsilon)).toBeLessThanOrEqual(delta)
        // Of a small ρ every ε may do.
        if (epsilon > 1e-6) expect(deltaOf(rho, epsilon * (1 - 1e-6))).toBeGreaterThan(delta)
      }),
    )
    fc.assert(
      fc.property(epsilons, deltas, (epsilon, delta) => {
        const rho = rhoOf(epsilon, delta)
        expect(deltaOf(rho, epsilon)).toBeLessThanOrEqual(delta)
        // Each is safe alone; where δ hardly moves with its arguments the two searches end some last digits apart (3e-14 at most in 30,000 tries).
        expect(epsilonOf(rho, delta)).toBeLessThanOrEqual(epsilon * (1 + 1e-12))
      }),
      { examples: [[0.012750401048919455, 0.1]] },
    )
  })
})

describe('noise', () => {
  test('costs no more than it may, and hardly less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), rhos, (squared, rho) => {
        const { sigma, variance } = noiseFor(squared, rho)
        expect(sigma ** 2 * Number(variance.denominator)).toBe(Number(variance.numerator))
        expect(squared / (2 * sigma ** 2)).toBeLessThanOrEqual(rho)
        if (sigma >= 5) expect(squared / (2 * sigma ** 2)).toBeGreaterThan(rho * 0.96)
      }),
    )
  })
  test('its tail and its interval are those of the distribution', () => {
    for (const rho of [2, 0.5, 0.02, 0.0002]) {
      const noise = noiseFor(1, rho)
      const pmf = discreteGaussianPmf(noise.sigma ** 2)
      let within = pmf(0)
      const width = halfWidth(noise)
      for (let y = 1; y <= width; y++) within += 2 * pmf(y)
      expect(within).toBeGreaterThanOrEqual(0.95)
      expect(within - 2 * pmf(width)).toBeLessThan(0.95)
      let beyond = 0
      for (let y = width + 1; y < 50 * noise.sigma; y++) beyond += pmf(y)
      expect(tailOf(noise, width)).toBeGreaterThanOrEqual(beyond * (1 - 1e-12))
      expect(tailOf(noise, width)).toBeLessThan(beyond * 1.001)
    }
  })
})
