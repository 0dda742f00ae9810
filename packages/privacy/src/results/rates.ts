/**
 * Rates by group. A group of few people is withheld like a cell of a table (T2), a rate that rests on few events as a curve is (V1). For a
 * standardised rate events are counted as they weigh: a Poisson count with its relative spread, so that no standard can be made that turns it into
 * the rate of a stratum with few. Rates are rounded to what two such events would change, sums and counts move with the people (T5).
 */
import type { Rate, RatesStatistic, ReleasedNumber, ReleasedRates, RuleId } from '@sund/model'
import { type Account, exact } from '../account.js'
import { niceStep } from '../grid.js'
import type { SolverSource } from '../rules/t2-threshold/suppress.js'
import {
  derivedSet,
  momentStep,
  releaseCount,
  releaseParts,
  releaseRounded,
  releaseSum,
} from '../rules/t5-count-noise/rule.js'
import { hiddenGroups } from './summary.js'

type Group = RatesStatistic['groups'][number]
type ReleasedGroup = ReleasedRates['groups'][number]
type ReleasedRate = ReleasedGroup['crude']

export async function protectRates(
  rates: RatesStatistic,
  account: Account,
  solver: SolverSource,
): Promise<ReleasedRates> {
  const { groups, ...frame } = rates
  if (account.public_) return { ...frame, groups: groups.map(publicGroup) }
  const hidden = await hiddenGroups(
    rates.over ? [groups.length] : [],
    groups.map((group, index) => ({ at: rates.over ? [index] : [], units: group.set.units, of: group })),
    account,
    solver,
  )
  const withheld = new Map([...hidden].map(([{ of }, rule]) => [of, rule]))
  return {
    ...frame,
    groups: groups.map((group) => {
      const rule = withheld.get(group)
      return rule === undefined ? protectedGroup(group, account) : withheldGroup(group, rule, account)
    }),
  }
}

function publicGroup(group: Group): ReleasedGroup {
  const rate = (of: Rate | null): ReleasedRate => ({
    value: exact(of?.value ?? null),
    lower: exact(of?.lower ?? null),
    upper: exact(of?.upper ?? null),
  })
  return {
    code: group.code,
    label: group.label,
    units: exact(group.set.units),
    events: exact(group.events),
    time: exact(group.time),
    crude: rate(group.crude),
    standardised: rate(group.standardised),
  }
}

const all = (number: ReleasedNumber): ReleasedRate => ({ value: number, lower: number, upper: number })

function withheldGroup({ code, label }: Group, rule: RuleId, account: Account): ReleasedGroup {
  const number = account.withhold(rule)
  return {
    code,
    label,
    units: number,
    events: number,
    time: number,
    crude: all(number),
    standardised: all(number),
  }
}

function protectedGroup(group: Group, account: Account): ReleasedGroup {
  const { policy, noise } = account
  account.comparison.tell(group)
  account.acts('T5')
  const { code, label, set, events } = group
  const counted = { code, label, units: account.count(releaseCount(set, noise, policy)) }
  const each = group.time / set.units
  const time = releaseSum(releaseRounded(each, momentStep(each, set.units)), counted.units)
  if (events < policy.survival.events) {
    const number = account.withhold('V1')
    return { ...counted, events: number, time, crude: all(number), standardised: all(number) }
  }
  const rate = (of: Rate | null): ReleasedRate => {
    if (of === null) return all(exact(null))
    if (of.events < policy.survival.events) return all(account.withhold('V1'))
    const step = niceStep((2 * of.value) / of.events)
    return {
      value: releaseRounded(of.value, step),
      lower: releaseRounded(of.lower, step),
      upper: releaseRounded(of.upper, step),
    }
  }
  return {
    ...counted,
    events: account.count(
      releaseParts(derivedSet(set, events), derivedSet(set, set.units - events), noise, policy, set).shown,
    ),
    time,
    crude: rate(group.crude),
    standardised: rate(group.standardised),
  }
}
