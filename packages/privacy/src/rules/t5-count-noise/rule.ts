/**
 * T5: every count is moved by a small whole number that depends on who is counted and on nothing else, so
 * that the same set of people gives the same count however it is asked for, and asking again teaches nothing.
 *
 * The cell key method (Fraser and Wooton 2005; Giessing and Tent 2019) with record keys of 16 bits. What is
 * computed from counts (shares, sums, means, tests) is made coarse enough here that it does not give the
 * exact count back.
 */
import type { Policy, RecordSet, ReleasedNumber } from '@sund/model'
import { NOTHING, niceStep, roundTo, tidy } from '../../grid.js'
import type { Rule } from '../rule.js'

const KEYS = 65_536

/** The moves −D … D with, for each, how many of the 65,536 keys give it. */
export interface NoiseTable {
  bound: number
  /**
   * `keys[i]` keys give the move `i − bound`; the counts of −d and d are equal, so the mean is exactly zero.
   */
  keys: readonly number[]
}

/**
 * The distribution of greatest entropy on −D … D with mean zero and variance V: p(d) ∝ exp(−λd²), λ by
 * bisection. A variance that D cannot carry is cut to the widest there is.
 */
export function noiseTable({ bound, variance }: Policy['noise']): NoiseTable {
  const moves = Array.from({ length: 2 * bound + 1 }, (_, index) => index - bound)
  if (bound === 0 || variance === 0) return { bound, keys: moves.map((move) => (move === 0 ? KEYS : 0)) }
  const weights = (lambda: number) => moves.map((move) => Math.exp(-lambda * (move * move - bound * bound)))
  const shares = (lambda: number) => {
    const all = weights(lambda)
    const total = all.reduce((sum, weight) => sum + weight, 0)
    return all.map((weight) => weight / total)
  }
  const varianceAt = (lambda: number) =>
    shares(lambda).reduce((sum, share, index) => sum + share * (index - bound) ** 2, 0)
  // exp(−λ(d² − D²)) stays finite for the λ in question: D is small.
  let low = -300 / bound ** 2
  let high = 300 / bound ** 2
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2
    if (varianceAt(middle) > variance) low = middle
    else high = middle
  }
  const keys = shares(high).map((share) => Math.round(share * KEYS))
  // What rounding left over goes to the move of zero, so that the table stays symmetric.
  keys[bound] = KEYS - keys.reduce((sum, count, index) => (index === bound ? sum : sum + count), 0)
  return { bound, keys }
}

/** The move of a set of people, from the sum of their record keys alone. */
export function noiseOf(table: NoiseTable, key: number): number {
  let place = mix(key)
  for (let index = 0; index < table.keys.length; index++) {
    place -= table.keys[index] as number
    if (place < 0) return index - table.bound
  }
  return table.bound
}

/**
 * A bijection of 16-bit keys in which neighbours land far apart, so that each move keeps its exact share of
 * keys.
 */
function mix(key: number): number {
  let bits = key & 0xffff
  bits = Math.imul(bits ^ (bits >>> 7), 0x2c1b) & 0xffff
  bits = Math.imul(bits ^ (bits >>> 9), 0x6b4f) & 0xffff
  return (bits ^ (bits >>> 8)) & 0xffff
}

/** The people of two sets that have nobody in common. */
export const union = (a: RecordSet, b: RecordSet): RecordSet => ({
  units: a.units + b.units,
  key: (a.key + b.key) & 0xffff,
})

/** A part of `whole` whose members' keys are not known: its key is derived, the same for the same part. */
export const derivedSet = (whole: RecordSet, units: number): RecordSet => ({
  units,
  key: mix(whole.key + Math.imul(units, 0x9e37)),
})

/**
 * The count of a set: none stays none, fewer than the threshold is withheld by T2, else moved by at most D
 * and never below the threshold (a count under it would tell that the true one is within a few of it).
 */
export function releaseCount(set: RecordSet, table: NoiseTable, policy: Policy): ReleasedNumber {
  if (set.units === 0) return { value: 0, error: 0 }
  if (set.units < policy.cellThreshold) return { withheld: 'T2' }
  return {
    value: Math.max(policy.cellThreshold, set.units + noiseOf(table, set.key)),
    error: table.bound,
  }
}

/**
 * The counts of a set in two parts. A part too small to show would follow from the whole and the other part,
 * so the other part is then given as the count of the whole, with a bound wide enough to stay true and no
 * trace of the small part.
 */
export function releaseParts(
  shown: RecordSet,
  rest: RecordSet,
  table: NoiseTable,
  policy: Policy,
  whole: RecordSet = union(shown, rest),
): { shown: ReleasedNumber; rest: ReleasedNumber } {
  const few = (set: RecordSet) => set.units > 0 && set.units < policy.cellThreshold
  const ofWhole = (): ReleasedNumber => {
    const count = releaseCount(whole, table, policy)
    return 'withheld' in count ? count : { ...count, error: count.error + policy.cellThreshold - 1 }
  }
  if (few(shown) && few(rest)) return { shown: { withheld: 'T2' }, rest: { withheld: 'T2' } }
  if (few(rest)) return { shown: ofWhole(), rest: { withheld: 'T2' } }
  if (few(shown)) return { shown: { withheld: 'T2' }, rest: ofWhole() }
  return { shown: releaseCount(shown, table, policy), rest: releaseCount(rest, table, policy) }
}

/** `part` in percent of `whole`, computed from the released counts; the bound follows from theirs. */
export function releaseShare(part: ReleasedNumber, whole: ReleasedNumber): ReleasedNumber {
  if ('withheld' in part) return part
  if ('withheld' in whole) return whole
  if (part.value === null || !whole.value) return { value: null, error: 0 }
  const percent = (count: number, of: number) =>
    of <= 0 ? 100 : Math.min(100, Math.max(0, (100 * count) / of))
  const value = tidy(percent(part.value, whole.value))
  const least = percent(part.value - part.error, whole.value + whole.error)
  const most = percent(part.value + part.error, whole.value - whole.error)
  const error = Math.max(value - least, most - value)
  return { value, error: part.error + whole.error === 0 ? 0 : ceil3(error) }
}

/**
 * The step to which a mean, deviation or coefficient of `units` people with a spread of about `scale` is
 * rounded: about what two people could change, far below its sampling error, and enough that no fraction
 * shows its denominator.
 */
export const momentStep = (scale: number, units: number): number =>
  units > 0 ? niceStep((2 * Math.abs(scale)) / units) : 0

/** A number at a multiple of `step` (0 leaves it alone) with a bound of half of it. */
export function releaseRounded(value: number, step: number): { value: number; error: number } {
  return step > 0 ? { value: roundTo(value, step), error: step / 2 } : { value, error: 0 }
}

/**
 * A sum, moved by as many average contributions as the count of its contributors is moved, then rounded like
 * one. Null when the bound cannot be told from released numbers alone.
 */
export function releaseSum(
  sum: number,
  contributors: RecordSet,
  table: NoiseTable,
  policy: Policy,
): { value: number; error: number } | null {
  const least = Math.max(
    policy.cellThreshold,
    contributors.units + noiseOf(table, contributors.key) - table.bound,
  )
  if (least <= table.bound) return null
  const rounded = releaseRounded(
    sum * (1 + noiseOf(table, contributors.key) / contributors.units),
    momentStep(sum, contributors.units),
  )
  // |d|/n / (1 + d/n) ≤ D / (least − D) for every n ≥ least and |d| ≤ D; half a step more for the rounding.
  const relative = table.bound / (least - table.bound)
  return {
    value: rounded.value,
    error: ceil3((Math.abs(rounded.value) + rounded.error) * relative + rounded.error),
  }
}

/**
 * A test statistic or probability at the digits of a percentile: more would let exact counts be searched
 * for.
 */
export function releaseDigits(value: number, policy: Policy): { value: number; error: number } {
  if (value === 0 || !Number.isFinite(value)) return { value, error: 0 }
  const { digits } = policy.percentile
  const last = Number(value.toExponential().split('e')[1]) - digits + 1
  return { value: Number(value.toPrecision(digits)), error: Number(`5e${last - 1}`) }
}

/** A bound at three significant digits, upwards. */
export function ceil3(bound: number): number {
  if (bound < NOTHING) return bound
  const unit = 10 ** (Math.floor(Math.log10(bound)) - 2)
  return tidy(Math.ceil(bound / unit + 1e-9) * unit)
}

export const T5: Rule = {
  id: 'T5',
  parameters: ({ noise }) => ({ bound: noise.bound, variance: noise.variance }),
  statement: ({ noise: { bound } }) => ({
    en: `Counts are moved by at most ${bound}, the same way each time the same people are counted; what rests on counts is rounded to match.`,
    nb: `Antall er flyttet med høyst ${bound}, likt hver gang de samme personene telles; det som bygger på antall, er avrundet tilsvarende.`,
    da: `Antal er flyttet med højst ${bound}, ens hver gang de samme personer tælles; det, der bygger på antal, er afrundet tilsvarende.`,
  }),
  withholds: null,
}
