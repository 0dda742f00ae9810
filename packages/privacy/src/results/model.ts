/** A model is shown with its exact coefficients, less those that rest on few people (M2), or with every number withheld: M1 decides which. */
import type {
  Coefficient,
  ModelStatistic,
  ReleasedCoefficient,
  ReleasedModel,
  ReleasedNumber,
  TestStatistic,
} from '@sund/model'
import { type Account, exact } from '../account.js'
import { isNear } from '../ledger/comparison.js'
import { modelHolds } from '../rules/m1-models/rule.js'
import { restsOnEnough } from '../rules/m2-coefficients/rule.js'
import type { SolverSource } from '../rules/t2-threshold/suppress.js'
import { derivedSet, releaseCount, releaseDigits, releaseParts } from '../rules/t5-count-noise/rule.js'
import { protectMeans } from './means.js'
import { releaseTest } from './test.js'
import { releaseUsed } from './used.js'

export function protectModel(
  model: ModelStatistic,
  account: Account,
  solver: SolverSource,
): ReleasedModel | Promise<ReleasedModel> {
  if (model.model === 'ci' && !account.public_) return protectMeans(model, account, solver)
  if (account.public_)
    return releaseModel(model, exact, {
      used: exact(model.used.units),
      missing: exact(model.missing.units),
      events: exact(model.fit.events ?? null),
      groups: exact(model.fit.groups ?? null),
    })
  const near = isNear(model.used) || model.models?.some(({ used }) => isNear(used))
  if (near || !modelHolds(model, account.policy)) {
    const number = account.withhold(near ? 'L1' : 'M1')
    const { shown, rest } = near ? releaseUsed(model, account) : { shown: number, rest: number }
    const released = releaseModel(model, () => number, {
      used: shown,
      missing: rest,
      events: number,
      groups: number,
    })
    return { ...released, tests: released.tests.map(({ denominator, ...test }) => test), notes: [] }
  }
  account.acts('M1')
  const { shown, rest } = releaseUsed(model, account)
  for (const { used } of model.models ?? []) account.comparison.tell(used)
  const events = model.fit.events ?? 0
  // Moments of values, which sums of powers of single values would follow from, have the digits of a percentile.
  const number = (value: number | null): ReleasedNumber =>
    model.model === 'normaltest' && value !== null ? releaseDigits(value, account.policy) : exact(value)
  const few = new Set(
    [...model.coefficients, ...(model.margins ?? [])].filter(
      (of) => !restsOnEnough(of, model.model, account.policy),
    ),
  )
  for (const _ of few) account.withhold('M2')
  const withheld = () => ({ withheld: 'M2' as const })
  // Tests and fit rest on all coefficients: with the others at hand a withheld one could be worked out of them.
  const ofAll = model.coefficients.some((of) => few.has(of)) ? withheld : number
  const counts = {
    used: shown,
    missing: rest,
    events: releaseParts(
      derivedSet(model.used, events),
      derivedSet(model.used, model.used.units - events),
      account.noise,
      account.policy,
      model.used,
    ).shown,
    // The units of a panel are people where a person has one unit; other groups are counted like a part of the people.
    groups:
      model.fit.groups === undefined || model.fit.groups === model.used.units
        ? shown
        : releaseCount(derivedSet(model.used, model.fit.groups), account.noise, account.policy),
  }
  return releaseModel(model, ofAll, counts, (of) => (few.has(of) ? withheld : number))
}

interface Counts {
  used: ReleasedNumber
  missing: ReleasedNumber
  events: ReleasedNumber
  groups: ReleasedNumber
}

/**
 * A test of all effects of groups has as many degrees of freedom as there are groups, less one: they move as that count does, and
 * the test is left out where the count is withheld.
 */
function ofGroups(
  test: TestStatistic,
  { fit }: ModelStatistic,
  groups: ReleasedNumber,
): TestStatistic | null {
  if (fit.groups === undefined || test.degreesOfFreedom !== fit.groups - 1) return test
  if ('withheld' in groups || groups.value === null) return null
  return { ...test, degreesOfFreedom: groups.value - 1 }
}

type Release = (value: number | null) => ReleasedNumber

/** The model with `number` for tests and fit, and what `estimates` says for a coefficient; counts come protected. */
function releaseModel(
  model: ModelStatistic,
  number: Release,
  counts: Counts,
  estimates: (of: Coefficient) => Release = () => number,
): ReleasedModel {
  return {
    kind: 'model',
    model: model.model,
    outcome: model.outcome,
    used: counts.used,
    missing: counts.missing,
    coefficients: model.coefficients.map((of) => releaseCoefficient(of, estimates(of))),
    ...(model.margins ? { margins: model.margins.map((of) => releaseCoefficient(of, estimates(of))) } : {}),
    exponentiate: model.exponentiate,
    level: model.level,
    fit: Object.fromEntries(
      Object.entries(model.fit).map(([name, value]) => [
        name,
        name === 'events' || name === 'groups' ? counts[name] : number(value),
      ]),
    ),
    tests: model.tests.flatMap((tested) => {
      const test = ofGroups(tested, model, counts.groups)
      if (!test) return []
      const { denominator, ...rest } = releaseTest(test, number)
      // A second degree of freedom is the count of people less the parameters, so it moves as that count
      // does.
      return denominator === undefined || !('value' in counts.used) || counts.used.value === null
        ? rest
        : { ...rest, denominator: denominator + counts.used.value - model.used.units }
    }),
    notes: model.notes,
  }
}

function releaseCoefficient(coefficient: Coefficient, number: Release): ReleasedCoefficient {
  const { equation, term, level, label, estimate, standardError, statistic, p, lower, upper } = coefficient
  return {
    ...(equation === undefined ? {} : { equation }),
    term,
    ...(level === undefined ? {} : { level }),
    label,
    estimate: number(estimate),
    standardError: number(standardError),
    statistic: number(statistic),
    p: number(p),
    lower: number(lower),
    upper: number(upper),
  }
}
