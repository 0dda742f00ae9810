/**
 * Rates by group. A group of few people is withheld like a cell of a table (T2), a rate that rests on few events as a curve is (V1). For a
 * standardised rate events are counted as they weigh: a Poisson count with its relative spread, so that no standard can be made that turns it into
 * the rate of a stratum with few. Rates are rounded to what two such events would change, sums and counts move with the people (T5).
 */
import type { Rate, RatesStatistic, ReleasedNumber, ReleasedRates, RuleId } from '@sund/model'
import { type Account, exact } from '../account.js'
import { niceStep } from '../grid.js'
import { movedBound } from '../rules/p3-winsorising/rule.js'
import type { SolverSource } from '../rules/t2-threshold/suppress.js'
import {
  ceil3,
  derivedSet,
  momentStep,
  releaseParts,
  releaseRounded,
  releaseSum,
} from '../rules/t5-count-noise/rule.js'
import { countedAs, partsOfGroup, releaseCounts, unitsSeen } from './lacking.js'
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
    groups.map((group, index) => ({
      at: rates.over ? [index] : [],
      units: unitsSeen(partsOfGroup(group), account.policy),
      set: group.whole ?? group.set,
      of: group,
    })),
    account,
    solver,
  )
  return {
    ...frame,
    groups: groups.map((group) => {
      if (hidden.counts.has(group)) return withheldGroup(group, 'T2', account)
      return hidden.values.has(group) ? countedGroup(group, account) : protectedGroup(group, account)
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

/** A group of which only the people are told. */
function countedGroup(group: Group, account: Account): ReleasedGroup {
  account.comparison.tell(group.whole ?? group.set)
  const { shown: units } = releaseCounts(partsOfGroup(group), account)
  return { ...withheldGroup(group, 'L1', account), units }
}

function protectedGroup(group: Group, account: Account): ReleasedGroup {
  const { policy, noise } = account
  account.comparison.tell(group.whole ?? group.set)
  const { code, label, set, events } = group
  const people = countedAs(partsOfGroup(group), policy)
  const counted = { code, label, units: releaseCounts(partsOfGroup(group), account).shown }
  const { raw } = group
  if (raw) account.acts('P3')
  const each = group.time / set.units
  const movedTime = raw ? (group.time - raw.time) / set.units : 0
  const time = releaseSum(coarse(each, momentStep(each, people.units), movedTime), counted.units)
  if (events < policy.survival.events) {
    const number = account.withhold('V1')
    return { ...counted, events: number, time, crude: all(number), standardised: all(number) }
  }
  const rate = (of: Rate | null, rawOf: Rate | null | undefined): ReleasedRate => {
    if (of === null) return all(exact(null))
    if (of.events < policy.survival.events) return all(account.withhold('V1'))
    const step = niceStep((2 * of.value) / of.events)
    const end = (name: 'value' | 'lower' | 'upper') =>
      coarse(of[name], step, rawOf ? of[name] - rawOf[name] : 0, of.value)
    return { value: end('value'), lower: end('lower'), upper: end('upper') }
  }
  return {
    ...counted,
    events: widened(
      account.count(
        releaseParts(
          derivedSet(people, events),
          derivedSet(people, people.units - events),
          noise,
          policy,
          people,
        ).shown,
      ),
      raw ? events - raw.events : 0,
      events,
    ),
    time,
    crude: rate(group.crude, raw?.crude),
    standardised: rate(group.standardised, raw?.standardised),
  }
}

/** A number at a multiple of `step`, its bound widened by what winsorising moved it, on the scale of `scale`. */
const coarse = (value: number, step: number, moved: number, scale = value) =>
  widened(releaseRounded(value, step), moved, scale)

function widened<N extends ReleasedNumber>(number: N, moved: number, scale: number): N {
  if (moved === 0 || 'withheld' in number) return number
  return { ...number, error: ceil3(number.error + movedBound(moved, scale)) }
}
