/**
 * What noise costs. Zero-concentrated differential privacy adds up: results of ρ₁ and ρ₂ together cost ρ₁ + ρ₂ (Bun and Steinke 2016, lemma 2.3),
 * and what is computed from a result costs nothing. Here stand what a mechanism costs and what a ρ means as (ε, δ). Everything is rounded against us: a δ, an ε and a σ
 * up, a ρ that is allowed down.
 */
import type { Rational } from './samplers.js'

const ULP = 2 ** -52
/** Bisections end when nothing is left between two neighbouring numbers; this many always do. */
const HALVINGS = 1100

/**
 * The least δ that we can prove for ρ-zCDP at `epsilon`: the minimum over α > 1 of exp((α − 1)(αρ − ε)) (1 − 1/α)^α / (α − 1) (Canonne, Kamath and Steinke
 * 2020, corollary 13). Each α gives a true bound, so a minimum that is missed by a little is only larger. Rounded up by more than
 * arithmetic may have lost.
 */
export function deltaOf(rho: number, epsilon: number): number {
  if (rho === 0) return 0
  let low = 1.01
  let high = (epsilon + 1) / (2 * rho) + 2
  for (let i = 0; i < HALVINGS; i++) {
    const alpha = (low + high) / 2
    if (alpha <= low || alpha >= high) break
    if ((2 * alpha - 1) * rho - epsilon + Math.log1p(-1 / alpha) < 0) low = alpha
    else high = alpha
  }
  const alpha = (low + high) / 2
  const exponent = (alpha - 1) * (alpha * rho - epsilon) + alpha * Math.log1p(-1 / alpha)
  const lost = 8 * ULP * (alpha * (alpha * rho + epsilon) + 4)
  return Math.min(1, (Math.exp(exponent) / (alpha - 1)) * (1 + lost) + Number.MIN_VALUE)
}

/** An ε for which ρ-zCDP implies (ε, δ), 0 < δ < 1: the least but for the last digits, on the safe side of it. */
export function epsilonOf(rho: number, delta: number): number {
  if (rho === 0) return 0
  let low = 0
  // Bun and Steinke 2016, proposition 1.3: a weaker bound that certainly holds.
  let high = 2 * (rho + 2 * Math.sqrt(rho * Math.log(1 / delta)))
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) break
    if (deltaOf(rho, middle) <= delta) high = middle
    else low = middle
  }
  return high
}

/** A ρ that implies (ε, δ), 0 < δ < 1: the greatest but for the last digits, on the safe side of it. */
export function rhoOf(epsilon: number, delta: number): number {
  let low = 0
  // Pure ε-DP is needed at least up to δ; ρ = ε + 1/δ is far beyond what any bound allows.
  let high = epsilon + 1 / delta
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) break
    if (deltaOf(middle, epsilon) <= delta) low = middle
    else high = middle
  }
  return low
}

/** Fine σ are multiples of 1/16 up to here, coarse ones whole: the loss is under 1 % and draws stay fast. */
const FINE = 16
const FINE_UP_TO = 64

/** Discrete Gaussian noise: its σ, a multiple of 1/16, and σ² exactly. */
export interface Noise {
  sigma: number
  variance: Rational
}

/**
 * The least noise on a vector of whole numbers that one person changes by at most √`squaredSensitivity` in Euclidean length, so that it costs at most ρ:
 * σ² ≥ Δ² / 2ρ (Canonne, Kamath and Steinke 2020, theorem 14).
 */
export function noiseFor(squaredSensitivity: number, rho: number): Noise {
  // Division and root err by less than 4 units in the last place.
  const least = Math.sqrt(squaredSensitivity / (2 * rho)) * (1 + 8 * ULP)
  const sigma = least <= FINE_UP_TO ? Math.ceil(least * FINE) / FINE : Math.ceil(least)
  const parts = BigInt(Math.round(sigma * FINE))
  return { sigma, variance: { numerator: parts * parts, denominator: BigInt(FINE * FINE) } }
}

/** Beyond this σ the discrete Gaussian and the continuous one have the same quantiles to four digits. */
const CONTINUOUS = 200

/** Pr[N > x] at least, for a whole x ≥ 0: summed for small σ, else the bound of a sub-Gaussian (theorem 20 there), which is larger. */
export function tailOf({ sigma }: Noise, x: number): number {
  if (sigma > CONTINUOUS) return Math.exp(-((x + 1) ** 2) / (2 * sigma * sigma))
  const weight = (y: number) => Math.exp(-(y * y) / (2 * sigma * sigma))
  const end = Math.ceil(40 * sigma) + 1
  let whole = 0
  let beyond = 0
  for (let y = end; y > 0; y--) {
    whole += weight(y)
    if (y > x) beyond += weight(y)
  }
  return (beyond / (2 * whole + 1)) * (1 + end * ULP)
}

/** The least whole number that noise stays within with probability 95 % or more. */
export function halfWidth(noise: Noise): number {
  if (noise.sigma > CONTINUOUS) return Math.ceil(NORMAL_95 * noise.sigma)
  let width = 0
  while (2 * tailOf(noise, width) > 1 - CONFIDENCE) width++
  return width
}

/** How often the stated intervals hold. */
export const CONFIDENCE = 0.95
/** The normal quantile of it, rounded up. */
export const NORMAL_95 = 1.96
