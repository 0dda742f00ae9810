/** Kaplan–Meier curves by group, from the engine's counts at each time. */
import {
  joined,
  type ReleasedNumber,
  type ReleasedSurvival,
  type RuleId,
  type SurvivalGroup,
  type SurvivalStatistic,
  type TestStatistic,
} from '@sund/model'
import { type Account, exact } from '../account.js'
import { niceStep } from '../grid.js'
import { isNear } from '../ledger/comparison.js'
import { gridPlace, roundedOther, roundedProbability } from '../rules/m1-models/coarse.js'
import type { SolverSource } from '../rules/t2-threshold/suppress.js'
import { derivedSet, releaseCount, releaseParts, releaseRounded } from '../rules/t5-count-noise/rule.js'
import { type CurvePoint, exactCurve, medianOf, mergedCurve, timeStep } from '../rules/v1-survival/rule.js'
import { countedAs, partsOfGroup, releaseCounts, unitsSeen } from './lacking.js'
import { hiddenGroups } from './summary.js'
import { releaseTest } from './test.js'

export async function protectSurvival(
  survival: SurvivalStatistic,
  account: Account,
  solver: SolverSource,
): Promise<ReleasedSurvival> {
  const { by, timeTitle, level } = survival
  const frame = { kind: 'survival' as const, by, timeTitle, level }
  if (account.public_)
    return {
      ...frame,
      groups: survival.groups.map((group) => publicGroup(group, level)),
      test: survival.test && releaseTest(survival.test, exact),
    }

  const hidden = await hiddenGroups(
    by ? [survival.groups.length] : [],
    survival.groups.map((group, index) => ({
      at: by ? [index] : [],
      units: unitsSeen(partsOfGroup(group), account.policy),
      set: group.whole ?? group.set,
      of: group,
    })),
    account,
    solver,
  )
  // What L1 withholds must not decide how others are shown.
  const own = survival.groups.filter(({ set }) => !isNear(set))
  const longest = Math.max(0, ...own.map(({ steps }) => steps.at(-1)?.time ?? 0))
  const step = timeStep(longest, account.policy)
  const testHolds =
    hidden.counts.size + hidden.values.size === 0 &&
    survival.groups.every((group) => eventsOf(group) >= account.policy.survival.events)
  account.acts('V1')
  return {
    ...frame,
    groups: survival.groups.map((group) => {
      if (hidden.counts.has(group)) return withheldGroup(group, 'T2', account)
      return hidden.values.has(group)
        ? countedGroup(group, account)
        : protectedGroup(group, level, step, account)
    }),
    test:
      survival.test &&
      (testHolds ? coarseTest(survival, survival.test, account) : withheldTest(survival.test, account)),
  }
}

const eventsOf = (group: SurvivalGroup): number => group.steps.reduce((sum, step) => sum + step.events, 0)

/** Two digits of the statistic and one of its probability: about what one person changes, as in a model (M1). */
function coarseTest({ groups }: SurvivalStatistic, test: TestStatistic, { noise, policy }: Account) {
  const people = groups.map((group) => countedAs(partsOfGroup(group), policy)).reduce(joined)
  const place = gridPlace(people, noise.keyOf)
  return releaseTest(test, (value) => roundedOther(value, place), roundedProbability)
}

function withheldTest(test: TestStatistic, account: Account) {
  const number = account.withhold('V1')
  return releaseTest(test, () => number)
}

type ReleasedGroup = ReleasedSurvival['groups'][number]

function publicGroup(group: SurvivalGroup, level: number): ReleasedGroup {
  const curve = exactCurve(group.steps, level)
  return {
    code: group.code,
    label: group.label,
    units: exact(group.set.units),
    events: exact(eventsOf(group)),
    median: exact(medianOf(curve)),
    steps: curve.map(({ time, atRisk, survival, lower, upper }) => ({
      time,
      atRisk: exact(atRisk),
      survival: exact(survival),
      lower: exact(lower),
      upper: exact(upper),
    })),
  }
}

function withheldGroup(group: SurvivalGroup, rule: RuleId, account: Account): ReleasedGroup {
  const number = account.withhold(rule)
  return { code: group.code, label: group.label, units: number, events: number, median: number, steps: [] }
}

/** A group of which only the people are told. */
function countedGroup(group: SurvivalGroup, account: Account): ReleasedGroup {
  account.comparison.tell(group.whole ?? group.set)
  const { shown: units } = releaseCounts(partsOfGroup(group), account)
  return { ...withheldGroup(group, 'L1', account), units }
}

function protectedGroup(group: SurvivalGroup, level: number, step: number, account: Account): ReleasedGroup {
  const { policy, noise } = account
  account.comparison.tell(group.whole ?? group.set)
  const people = countedAs(partsOfGroup(group), policy)
  const { shown: units } = releaseCounts(partsOfGroup(group), account)
  const events = eventsOf(group)
  const head = { code: group.code, label: group.label, units }
  if (events < policy.survival.events) {
    const number = account.withhold('V1')
    return { ...head, events: number, median: number, steps: [] }
  }
  const curve = mergedCurve(group.steps, level, step, policy)
  const counted = 'withheld' in units || !units.value ? people.units : units.value
  // A finer step would show the count of the group in the fraction that survives.
  const grid = counted > 0 ? niceStep(1 / counted) : 1
  const share = (value: number | null): ReleasedNumber => {
    if (value === null) return exact(null)
    const rounded = releaseRounded(value, grid)
    return { value: Math.min(1, Math.max(0, rounded.value)), error: rounded.error }
  }
  return {
    ...head,
    events: releaseParts(
      derivedSet(people, events),
      derivedSet(people, people.units - events),
      noise,
      policy,
      people,
    ).shown,
    median: releaseMedian(medianOf(exactCurve(group.steps, level)), curve, account),
    steps: curve.map((point) => ({
      time: point.time,
      atRisk: releaseCount(derivedSet(people, point.atRisk), noise, policy),
      survival: share(point.survival),
      lower: share(point.lower),
      upper: share(point.upper),
    })),
  }
}

/** The first released time at or after the median, which lies after the released time before it. */
function releaseMedian(
  median: number | null,
  curve: readonly CurvePoint[],
  account: Account,
): ReleasedNumber {
  if (median === null) return exact(null)
  const index = curve.findIndex((point) => point.time >= median)
  const at = curve[index]
  if (!at) return account.withhold('V1')
  return { value: at.time, error: at.time - (curve[index - 1]?.time ?? 0) }
}
