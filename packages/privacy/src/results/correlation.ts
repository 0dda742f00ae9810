/**
 * Correlations: rounded, as the coefficients of a model are, for pairs that rest on enough people (M1); how many those are is
 * moved as any count is (T5).
 */
import {
  type CorrelationPair,
  type CorrelationStatistic,
  isOff,
  type Policy,
  type ReleasedCorrelation,
  type ReleasedNumber,
} from '@sund/model'
import { type Account, exact } from '../account.js'
import { isNear } from '../ledger/comparison.js'
import { gridPlace, roundedOther, roundedProbability, roundedRelation } from '../rules/m1-models/coarse.js'
import { M1_OF_PAIRS } from '../rules/m1-models/rule.js'
import { releaseParts } from '../rules/t5-count-noise/rule.js'
import { releaseUsed } from './used.js'

/** Each pair is shown whole or not at all. */
export function protectCorrelation(correlation: CorrelationStatistic, account: Account): ReleasedCorrelation {
  const { covariance, pairwise, show, variables, pairs } = correlation
  account.sayOf('M1', M1_OF_PAIRS)
  const released = (pair: CorrelationPair): ReleasedCorrelation['pairs'][number] => {
    const { at, used, missing, value, p } = pair
    if (account.public_) return { at, units: exact(used.units), value: exact(value), p: exact(p) }
    if (isNear(used)) {
      const { shown, rest } = releaseUsed(pair, account)
      return { at, units: shown, value: rest, p: rest }
    }
    if (!pairHolds(pair, account.policy)) {
      const number = account.withhold('M1')
      return { at, units: number, value: number, p: number }
    }
    account.comparison.tell(used)
    account.acts('M1')
    account.acts('T5')
    if (account.policy.outlying.units > 0) account.acts('P3', 'inModels')
    const { shown } = releaseParts(used, missing, account.noise, account.policy)
    return { at, units: account.count(shown), ...roundedPair(pair, correlation, account) }
  }
  return {
    kind: 'correlation',
    covariance,
    pairwise,
    show,
    variables,
    pairs: pairs.map(released),
  }
}

/** The number of a pair and its probability; a variable's correlation with itself is 1 whoever they are. */
function roundedPair(
  { at: [first, second], used, value, p }: CorrelationPair,
  { covariance, pairs }: CorrelationStatistic,
  { noise, policy }: Account,
): { value: ReleasedNumber; p: ReleasedNumber } {
  const same = !covariance && first === second
  if (value === null || !Number.isFinite(value) || same || isOff(policy, 'M1'))
    return { value: exact(value), p: exact(p) }
  const place = gridPlace(used, noise.keyOf)
  const variance = (of: number) => pairs.find(({ at }) => at[0] === of && at[1] === of)?.value ?? null
  const [a, b] = [variance(first), variance(second)]
  const rounded = !covariance
    ? roundedRelation(value, 1, used.units, place)
    : a === null || b === null
      ? roundedOther(value, place)
      : roundedRelation(value, Math.sqrt(a * b), used.units, place)
  return { value: rounded, p: p === null || !Number.isFinite(p) ? exact(null) : roundedProbability(p) }
}

/** Enough people, enough degrees of freedom, and enough with the rarer value of a variable that has two. */
function pairHolds({ used, rows, rarest }: CorrelationPair, { model }: Policy): boolean {
  return (
    used.units >= model.levelUnits &&
    rows - 2 >= model.degreesOfFreedom &&
    2 <= model.parametersPerUnit * used.units &&
    (rarest === null || rarest >= model.levelUnits)
  )
}
