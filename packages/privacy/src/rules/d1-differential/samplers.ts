/**
 * Exact samplers of the noise: discrete Laplace and discrete Gaussian by rejection, from whole numbers alone (Canonne, Kamath and Steinke 2020,
 * "The Discrete Gaussian for Differential Privacy", algorithms 1 to 3). No floating-point number is drawn, compared or rounded here, since
 * the gaps of floating-point noise give the number under it away (Mironov 2012).
 *
 * Arithmetic is on numbers while every product stays within 2^53, where it is exact, and on BigInt beyond; which of the two is decided draw
 * by draw from the size of the factors and changes nothing of the distribution.
 */
import { fail, type Randomness } from '@sund/model'
import { RandomIntegers } from './integers.js'

/** A fraction of whole numbers; the denominator is positive. */
export interface Rational {
  numerator: bigint
  denominator: bigint
}

export interface Sampler {
  /** True with probability `numerator / denominator`, which is from 0 to 1. */
  bernoulli(numerator: number, denominator: number): boolean
  /** True with probability exp(−numerator / denominator), the fraction not negative (algorithm 1). */
  bernoulliExp(numerator: number, denominator: number): boolean
  /** Whole numbers with probability proportional to exp(−|y| / scale), `scale` a whole number from 1 to 2^32 (algorithm 2). */
  discreteLaplace(scale: number): number
  /**
   * Draws of the discrete Gaussian with the parameter σ² = `variance`: probability proportional to exp(−y² / 2σ²) (algorithm 3). σ is greater than 0 and at
   * most 2^32; beyond, and for 0, it fails with `internal.bug`.
   */
  discreteGaussian(variance: Rational): () => number
}

/** σ at most, so that draws stay safe integers: |y| > 2^53 needs a Laplace draw 2^20 scales out. */
const MOST_SCALE = 2 ** 32

export function createSampler(randomness: Randomness): Sampler {
  const random = new RandomIntegers(randomness)

  const bernoulli = (numerator: number, denominator: number): boolean => random.below(denominator) < numerator

  /** exp(−n/d) for 0 ≤ n ≤ d: the parity of the first k at which Bernoulli(n/(d·k)) fails. That one is Bernoulli(1/k) and Bernoulli(n/d) at once. */
  function withinOne(proportional: () => boolean): boolean {
    let k = 1
    while ((k === 1 || random.below(k) === 0) && proportional()) k++
    return k % 2 === 1
  }
  const always = () => true
  const expMinusOne = () => withinOne(always)

  function bernoulliExp(numerator: number, denominator: number): boolean {
    let rest = numerator
    for (; rest > denominator; rest -= denominator) if (!expMinusOne()) return false
    return withinOne(() => bernoulli(rest, denominator))
  }

  function bernoulliExpLarge(numerator: bigint, denominator: bigint): boolean {
    let rest = numerator
    for (; rest > denominator; rest -= denominator) if (!expMinusOne()) return false
    return withinOne(() => random.belowLarge(denominator) < rest)
  }

  function discreteLaplace(scale: number): number {
    for (;;) {
      const within = random.below(scale)
      if (!bernoulliExp(within, scale)) continue
      let times = 0
      while (expMinusOne()) times++
      const size = within + scale * times
      const negative = random.coin()
      if (!(negative && size === 0)) return negative ? -size : size
    }
  }

  function discreteGaussian(variance: Rational): () => number {
    const { numerator, denominator } = variance
    const scale = rootUp(numerator, denominator)
    if (numerator <= 0n || denominator <= 0n || scale > MOST_SCALE)
      return fail('internal.bug', 'Noise was asked for that cannot be drawn.', 'Report it.')
    // |y| is kept with probability exp(−γ), γ = (|y| − σ²/t)² / 2σ² = (|y|·step − offset)² · weight / whole, in lowest terms.
    const t = BigInt(scale)
    const shared = gcd(denominator * t, numerator)
    const [step, offset] = [(denominator * t) / shared, numerator / shared]
    const of = gcd(shared * shared, 2n * numerator * denominator * t * t)
    const weight = (shared * shared) / of
    const whole = (2n * numerator * denominator * t * t) / of
    const small = { step: Number(step), offset: Number(offset), weight: Number(weight), whole: Number(whole) }
    /** Sizes up to this one can be kept or not by numbers that are exact. */
    const exactUpTo = whole < BigInt(2 ** 53) ? largestExact(step, offset, weight) : -1
    return () => {
      for (;;) {
        const y = discreteLaplace(scale)
        const size = Math.abs(y)
        if (size <= exactUpTo) {
          const distance = size * small.step - small.offset
          if (bernoulliExp(distance * distance * small.weight, small.whole)) return y
        } else {
          const distance = BigInt(size) * step - offset
          if (bernoulliExpLarge(distance * distance * weight, whole)) return y
        }
      }
    }
  }

  return { bernoulli, bernoulliExp, discreteLaplace, discreteGaussian }
}

/** The largest size whose distance, squared and weighted, is a safe integer; −1 where not even the smallest is. */
function largestExact(step: bigint, offset: bigint, weight: bigint): number {
  const safe = BigInt(Number.MAX_SAFE_INTEGER)
  const distance = root(safe / weight)
  return offset > distance ? -1 : Number((distance + offset) / step)
}

/** The least whole number that is not below √(numerator / denominator), at least 1. */
function rootUp(numerator: bigint, denominator: bigint): number {
  const below = root(numerator / denominator)
  const exact = below * below * denominator === numerator
  return Math.max(1, Number(exact ? below : below + 1n))
}

/** ⌊√n⌋ by Newton's method. */
function root(n: bigint): bigint {
  if (n < 2n) return n < 0n ? 0n : n
  let guess = 1n << BigInt(Math.ceil(n.toString(2).length / 2))
  for (;;) {
    const next = (guess + n / guess) >> 1n
    if (next >= guess) return guess
    guess = next
  }
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b)
}
