/**
 * How many people a model or a correlation uses, and how many it leaves out. Of people who stand for others it is told how many were used, and not
 * how many were left out, since these few are who they differ by. Models and means count alike, so this is apart from both.
 */
import type { ModelStatistic, Policy, RecordSet, ReleasedNumber } from '@sund/model'
import type { Account } from '../account.js'
import { isNear } from '../ledger/comparison.js'
import { countedAs, releaseCounts } from './lacking.js'

type UsedOf = Pick<ModelStatistic, 'used' | 'missing' | 'whole'>

/** Who stands for the people used wherever their number or their keys shape what is told. */
export const peopleOf = ({ used, missing, whole }: UsedOf, policy: Policy): RecordSet =>
  countedAs({ present: used, missing, ...(whole ? { whole } : {}) }, policy)

/** The two counts, noted as told. */
export function releaseUsed(
  { used, missing, whole }: UsedOf,
  account: Account,
): { shown: ReleasedNumber; rest: ReleasedNumber } {
  account.comparison.tell(whole ?? used)
  const counts = releaseCounts({ present: used, missing }, account)
  return isNear(used) ? { ...counts, rest: account.withhold('L1') } : counts
}
