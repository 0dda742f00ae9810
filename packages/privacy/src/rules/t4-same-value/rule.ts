/** T4: where all, or all but a few, have the same value, a number about the group tells each one's value. */
import type { Policy, Summed } from '@sund/model'
import type { Rule } from '../rule.js'

/** True when measures of these contributors may not be shown: too few of them have another value than the one that most share. */
export const isShared = (others: number, { otherValues }: Policy): boolean => others < otherValues

/**
 * By how much the sum must stay uncertain: by what as many contributors as the rule asks for have. Of those who have nothing, by what such have
 * elsewhere in the table (`typical`).
 */
export const sharedWidth = (
  { largest }: NonNullable<Summed['contributions']>,
  typical: number,
  { otherValues }: Policy,
): number => otherValues * (largest || typical)

export const T4: Rule = {
  id: 'T4',
  parameters: ({ otherValues }) => ({ otherValues }),
  statement: ({ otherValues: n }) => ({
    en: `Measures are withheld where all, or all but fewer than ${n}, have the same value.`,
    nb: `Mål er holdt tilbake der alle, eller alle unntatt færre enn ${n}, har samme verdi.`,
    da: `Mål er holdt tilbage, hvor alle, eller alle undtagen færre end ${n}, har samme værdi.`,
  }),
  withholds: {
    reason: ({ otherValues: n }) => ({
      en: `Fewer than ${n} people have another value than the one that the others share, or such a number could be worked out from this one.`,
      nb: `Færre enn ${n} personer har en annen verdi enn den de andre deler, eller et slikt tall kunne regnes ut fra dette.`,
      da: `Færre end ${n} personer har en anden værdi end den, de andre deler, eller et sådant tal kunne regnes ud fra dette.`,
    }),
    remedy: () => ({
      en: 'Merge the group with others in which values differ.',
      nb: 'Slå gruppen sammen med andre der verdiene er forskjellige.',
      da: 'Slå gruppen sammen med andre, hvor værdierne er forskellige.',
    }),
  },
}
