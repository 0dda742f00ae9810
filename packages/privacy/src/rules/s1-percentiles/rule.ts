/** S1: percentiles are rounded, and shown only where enough people lie on each side. */
import type { Percentile, Policy, ReleasedNumber } from '@sund/model'
import { tidy } from '../../grid.js'
import type { Rule } from '../rule.js'

/**
 * The percentile at the policy's significant digits with half a unit of the last as its bound, or withheld.
 */
export function releasePercentile(percentile: Percentile, policy: Policy): ReleasedNumber {
  const { digits, units } = policy.percentile
  if (percentile.below < units || percentile.above < units) return { withheld: 'S1' }
  if (percentile.value === 0) return { value: 0, error: 0 }
  const last = Number(percentile.value.toExponential().split('e')[1]) - digits + 1
  return { value: Number(percentile.value.toPrecision(digits)), error: Number(`5e${last - 1}`) }
}

/** The interquartile range of two released percentiles: it tells nothing that they do not. */
export function releaseRange(p25: ReleasedNumber, p75: ReleasedNumber): ReleasedNumber {
  if ('withheld' in p25) return p25
  if ('withheld' in p75) return p75
  if (p25.value === null || p75.value === null) return { value: null, error: 0 }
  return { value: tidy(p75.value - p25.value), error: tidy(p25.error + p75.error) }
}

export const S1: Rule = {
  id: 'S1',
  parameters: ({ percentile }) => ({ digits: percentile.digits, units: percentile.units }),
  statement: ({ percentile: { digits } }) => ({
    en: `Percentiles are given with ${digits} significant digits.`,
    nb: `Persentiler er gitt med ${digits} gjeldende siffer.`,
    da: `Percentiler er angivet med ${digits} betydende cifre.`,
  }),
  withholds: {
    reason: ({ percentile: { units } }) => ({
      en: `Fewer than ${units} people lie below or above the percentile.`,
      nb: `Færre enn ${units} personer ligger under eller over persentilen.`,
      da: `Færre end ${units} personer ligger under eller over percentilen.`,
    }),
    remedy: () => ({
      en: 'Ask for it in a larger group, or for a percentile nearer the middle.',
      nb: 'Be om den i en større gruppe, eller om en persentil nærmere midten.',
      da: 'Bed om den i en større gruppe, eller om en percentil nærmere midten.',
    }),
  },
}
