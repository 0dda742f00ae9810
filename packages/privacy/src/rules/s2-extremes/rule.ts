/**
 * S2: the least and the greatest value belong to someone, and are never shown.
 */
import { isOff, type Measure, type Policy, type ReleasedNumber } from '@sund/model'
import type { Rule } from '../rule.js'

/** Measures that are the value of one person. */
export const isExtreme = (measure: Measure): boolean => measure === 'min' || measure === 'max'

/** A least or greatest value: withheld, whoever has it. */
export const releaseExtreme = (value: number | null, policy: Policy): ReleasedNumber =>
  isOff(policy, 'S2') ? { value, error: 0 } : { withheld: 'S2' }

export const S2: Rule = {
  id: 'S2',
  parameters: () => ({}),
  statement: () => ({
    en: 'The least and the greatest value are never shown.',
    nb: 'Minste og største verdi vises aldri.',
    da: 'Mindste og største værdi vises aldrig.',
  }),
  withholds: {
    reason: () => ({
      en: 'The least or greatest value belongs to a single person.',
      nb: 'Den minste eller største verdien tilhører én enkelt person.',
      da: 'Den mindste eller største værdi tilhører én enkelt person.',
    }),
    remedy: () => ({
      en: 'Use the 1st and 99th percentile of "summarize" instead.',
      nb: 'Bruk 1- og 99-persentilen fra «summarize» i stedet.',
      da: 'Brug 1- og 99-percentilen fra »summarize« i stedet.',
    }),
  },
}
