/**
 * How many people a model or a correlation uses, and how many it leaves out. Of people who stand for others it is told how many were used, and not
 * how many were left out, since these few are who they differ by. Models and means count alike, so this is apart from both.
 */
import type { RecordSet, ReleasedNumber } from '@sund/model'
import type { Account } from '../account.js'
import { isNear } from '../ledger/comparison.js'
import { releaseCount, releaseParts } from '../rules/t5-count-noise/rule.js'

/** The two counts, noted as told. */
export function releaseUsed(
  { used, missing }: { used: RecordSet; missing: RecordSet },
  account: Account,
): { shown: ReleasedNumber; rest: ReleasedNumber } {
  const { noise, policy, comparison } = account
  comparison.tell(used)
  account.acts('T5')
  if (isNear(used))
    return { shown: account.count(releaseCount(used, noise, policy)), rest: account.withhold('L1') }
  const { shown, rest } = releaseParts(used, missing, noise, policy)
  return { shown: account.count(shown), rest: account.count(rest) }
}
