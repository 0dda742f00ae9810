/** T3: a sum that one or two people make up is theirs: whoever knows one of them, or is one, works out the other. */
import { isOff, type Policy, type Summed } from '@sund/model'
import type { Rule } from '../rule.js'

/**
 * True when a sum over these contributions, or what rests on it, may not be shown: the two largest make up at least the policy's share
 * of the total of absolute contributions ((n, k) rule with n = 2), or all others together are less than its share of the largest one's
 * (p % rule). Hundepool and others, Statistical Disclosure Control (2012), section 4.2.2.
 */
export function isDominated(
  { largest, second, total }: NonNullable<Summed['contributions']>,
  policy: Policy,
): boolean {
  if (isOff(policy, 'T3') || total === 0) return false
  const { two, others } = policy.dominance
  return largest + second >= two * total || total - largest - second < others * largest
}

/**
 * By how much the sum must stay uncertain for its largest contributor not to be known to the p % rule's share, nor the two largest to the
 * (2, k) rule's: the larger of the two rules' upper protection levels (Hundepool and others 2012, table 4.3).
 */
export function dominanceWidth(
  { largest, second, total }: NonNullable<Summed['contributions']>,
  { dominance: { two, others } }: Policy,
): number {
  return Math.max(others * largest, two > 0 ? (largest + second) / two - total : 0)
}

const percent = (share: number) => Number((share * 100).toPrecision(3))

export const T3: Rule = {
  id: 'T3',
  parameters: ({ dominance: { two, others } }) => ({ two, others }),
  statement: ({ dominance: { two, others } }) => ({
    en: `Sums and means are withheld where two people make up ${percent(two)} % or more of a sum, or where all others have less than ${percent(others)} % of what the largest has.`,
    nb: `Summer og gjennomsnitt er holdt tilbake der to personer utgjør ${percent(two)} % eller mer av en sum, eller der alle andre har mindre enn ${percent(others)} % av det den største har.`,
    da: `Summer og gennemsnit er holdt tilbage, hvor to personer udgør ${percent(two)} % eller mere af en sum, eller hvor alle andre har mindre end ${percent(others)} % af det, den største har.`,
  }),
  withholds: {
    reason: ({ dominance: { two, others } }) => ({
      en: `Two people make up ${percent(two)} % or more of the sum, or all others have less than ${percent(others)} % of what the largest has; or such a number could be worked out from this one.`,
      nb: `To personer utgjør ${percent(two)} % eller mer av summen, eller alle andre har mindre enn ${percent(others)} % av det den største har; eller et slikt tall kunne regnes ut fra dette.`,
      da: `To personer udgør ${percent(two)} % eller mere af summen, eller alle andre har mindre end ${percent(others)} % af det, den største har; eller et sådant tal kunne regnes ud fra dette.`,
    }),
    remedy: () => ({
      en: 'Merge the group with others, or ask for the median, which no single person decides.',
      nb: 'Slå gruppen sammen med andre, eller be om medianen, som ingen enkeltperson avgjør.',
      da: 'Slå gruppen sammen med andre, eller bed om medianen, som ingen enkeltperson afgør.',
    }),
  },
}
