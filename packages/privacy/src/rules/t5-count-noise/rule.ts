/**
 * T5: every count is moved by a small whole number that depends on who is counted and on nothing else, so
 * that the same set of people gives the same count however it is asked for, and asking again teaches nothing.
 *
 * The cell key method (Fraser and Wooton 2005; Giessing and Tent 2019) with record keys of 16 bits; how counts are moved stands in
 * noise.ts. What is computed from counts (shares, sums, means, tests) is made coarse enough here that it does not give the
 * exact count back.
 */
import type { Policy, RecordSet, ReleasedNumber } from '@sund/model'
import { NOTHING, niceStep, roundTo, tidy } from '../../grid.js'
import type { Rule } from '../rule.js'
import { type NoiseTable, noiseFacts, noiseOf, scattered } from './noise.js'

/** The people of two sets that have nobody in common. */
export const union = (a: RecordSet, b: RecordSet): RecordSet => ({
  units: a.units + b.units,
  key: (a.key + b.key) & 0xffff,
  ...within(a, b),
})

/** The members of `whole` who are not in its `part`; nobody where sets that stand for others do not fit. */
export const others = (whole: RecordSet, part: RecordSet): RecordSet => ({
  units: Math.max(0, whole.units - part.units),
  key: (whole.key - part.key) & 0xffff,
  ...within(whole, part),
})

/** By how much what is made of two sets is off where they stand for others. */
const within = (a: RecordSet, b: RecordSet): Pick<RecordSet, 'within'> =>
  a.within === undefined && b.within === undefined ? {} : { within: (a.within ?? 0) + (b.within ?? 0) }

/** A part of `whole` whose members' keys are not known: its key is derived, the same for the same part. */
export const derivedSet = (whole: RecordSet, units: number): RecordSet => ({
  units,
  key: scattered(whole.key + Math.imul(units, 0x9e37)),
  ...(whole.within === undefined ? {} : { within: whole.within }),
})

/**
 * The count of a set: none stays none, fewer than the threshold is withheld by T2, else moved by at most D
 * and never below the threshold. A set that stands for another has a bound that is wider by how far they are apart.
 */
export function releaseCount(set: RecordSet, table: NoiseTable, policy: Policy): ReleasedNumber {
  const apart = set.within ?? 0
  if (set.units === 0) return { value: 0, error: apart }
  if (set.units < policy.cellThreshold) return { withheld: 'T2' }
  return { value: set.units + noiseOf(table, set), error: table.bound + apart }
}

/** Whether a part of some people is so small that it is told neither how many they are nor whether there are any. */
export const isFew = ({ units }: RecordSet, { cellThreshold }: Policy): boolean =>
  cellThreshold > 1 && units < cellThreshold

/**
 * The counts of a set in two parts. A part too small to show would follow from the whole and the other part,
 * so the other part is then given as the count of the whole, with a bound wide enough to stay true and no
 * trace of the small part, not even whether it has anybody.
 */
export function releaseParts(
  shown: RecordSet,
  rest: RecordSet,
  table: NoiseTable,
  policy: Policy,
  whole: RecordSet = union(shown, rest),
): { shown: ReleasedNumber; rest: ReleasedNumber } {
  const few = (set: RecordSet) => isFew(set, policy)
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
 * A sum as the released mean of its contributors times their released count, so that sum, mean and count agree exactly and the sum tells
 * nothing that they do not tell. The bound follows from theirs.
 */
export function releaseSum(mean: { value: number; error: number }, count: ReleasedNumber): ReleasedNumber {
  if ('withheld' in count) return count
  if (count.value === null) return { value: null, error: 0 }
  return {
    value: tidy(mean.value * count.value),
    error: ceil3(Math.abs(mean.value) * count.error + mean.error * (count.value + count.error)),
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

/** A number as it is written in Norwegian and Danish. */
const comma = (number: number): string => String(number).replace('.', ',')

export const T5: Rule = {
  id: 'T5',
  parameters: (policy) => {
    const { bound, variance, from } = noiseFacts(policy)
    return { bound, variance: Number(variance.toPrecision(6)), from }
  },
  statement: ({ noise: { bound, variance } }) => ({
    en: `Counts are moved by at most ${bound} (zero on average, variance ${variance}), the same way each time the same people are counted; what rests on counts is rounded to match.`,
    nb: `Antall er flyttet med høyst ${bound} (null i gjennomsnitt, varians ${comma(variance)}), likt hver gang de samme personene telles; det som bygger på antall, er avrundet tilsvarende.`,
    da: `Antal er flyttet med højst ${bound} (nul i gennemsnit, varians ${comma(variance)}), ens hver gang de samme personer tælles; det, der bygger på antal, er afrundet tilsvarende.`,
  }),
  withholds: null,
}
