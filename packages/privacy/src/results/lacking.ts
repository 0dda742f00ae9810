/**
 * People with a value, and people who lack one. That nobody or a few lack it must look the same, and that nobody or a few have it: an indicator of one
 * person divides by nothing for that person only. So where fewer than the threshold lack a value, all that follows from how many people have one follows from
 * everyone; and where fewer than the threshold have one, what decides what is withheld sees no count. Apart from the kinds of result, which all count people so.
 */
import type { Policy, RecordSet, ReleasedNumber } from '@sund/model'
import type { Account } from '../account.js'
import { NOMINAL } from '../rules/t2-threshold/concealed.js'
import { isFew, releaseParts, union } from '../rules/t5-count-noise/rule.js'

/** `whole`: both together, where the release ledger knows them as one. */
export interface Parts {
  present: RecordSet
  missing: RecordSet
  whole?: RecordSet
}

/** Who stands for those with a value wherever their number or their keys shape what is told. */
export function countedAs({ present, missing, whole }: Parts, policy: Policy): RecordSet {
  if (!isFew(missing, policy)) return present
  return whole ?? (missing.units === 0 ? present : union(present, missing))
}

/** How many have a value, as the choice of what is withheld may know it: of few no more than that they are few. */
export const unitsSeen = (parts: Parts, policy: Policy): number =>
  isFew(parts.present, policy) ? NOMINAL : countedAs(parts, policy).units

/** The people of a group of a curve or of rates who are counted, and those who lack what it takes. */
export const partsOfGroup = ({ set, ...rest }: Omit<Parts, 'present'> & { set: RecordSet }): Parts => ({
  present: set,
  missing: rest.missing,
  ...(rest.whole ? { whole: rest.whole } : {}),
})

/**
 * How many have a value and how many lack one, noted as told. That fewer than the threshold lack one is no loss, so it is not counted among what is
 * withheld where the others are told.
 */
export function releaseCounts(
  { present, missing, whole }: Parts,
  account: Account,
): { shown: ReleasedNumber; rest: ReleasedNumber } {
  const { noise, policy } = account
  account.acts('T5')
  const { shown, rest } = releaseParts(present, missing, noise, policy, whole)
  if ('withheld' in shown || !('withheld' in rest))
    return { shown: account.count(shown), rest: account.count(rest) }
  account.acts('T2')
  return { shown, rest }
}
