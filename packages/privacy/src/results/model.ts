/** A model is shown with its numbers rounded (M1), less those that rest on few people (M2). Whether it is shown at all is decided before (M1). */
import {
  type Coefficient,
  type FitName,
  isOff,
  type ModelStatistic,
  type ReleasedCoefficient,
  type ReleasedModel,
  type ReleasedNumber,
  type TestStatistic,
} from '@sund/model'
import { type Account, exact } from '../account.js'
import { isNear } from '../ledger/comparison.js'
import {
  gridPlace,
  type ReleasedEstimate,
  roundedEstimate,
  roundedFit,
  roundedOther,
  roundedProbability,
} from '../rules/m1-models/coarse.js'
import { coefficientsOfFew } from '../rules/m2-coefficients/rule.js'
import { drawsIn } from '../rules/p3-winsorising/rule.js'
import type { SolverSource } from '../rules/t2-threshold/suppress.js'
import { derivedSet, releaseCount, releaseParts } from '../rules/t5-count-noise/rule.js'
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
    return releaseModel(model, AS_THEY_ARE, {
      used: exact(model.used.units),
      missing: exact(model.missing.units),
      events: exact(model.fit.events ?? null),
      groups: exact(model.fit.groups ?? null),
    })
  if (isNear(model.used) || model.models?.some(({ used }) => isNear(used))) {
    const number = account.withhold('L1')
    const { shown, rest } = releaseUsed(model, account)
    const released = releaseModel(
      model,
      everyNumber(() => number),
      { used: shown, missing: rest, events: number, groups: number },
    )
    return { ...released, tests: released.tests.map(({ denominator, ...test }) => test), notes: [] }
  }
  account.acts('M1')
  if (drawsIn(model.model, account.policy)) account.acts('P3', 'inModels')
  const { shown, rest } = releaseUsed(model, account)
  for (const { used } of model.models ?? []) account.comparison.tell(used)
  const events = model.fit.events ?? 0
  const rounded = isOff(account.policy, 'M1') ? AS_THEY_ARE : roundedNumbers(model, account)
  const few = coefficientsOfFew(model, account.policy)
  for (const _ of few) account.withhold('M2')
  const withheld = () => ({ withheld: 'M2' as const })
  // Tests and fit rest on all coefficients: with the others at hand a withheld one could be worked out of them.
  const ofAll = model.coefficients.some((of) => few.has(of)) ? everyNumber(withheld) : rounded
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
  const hidden = everyNumber(withheld)
  return releaseModel(
    model,
    { ...ofAll, estimate: (of) => (few.has(of) ? hidden : rounded).estimate(of) },
    counts,
  )
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

/** How the numbers of a model are told: each coefficient, measure of fit and test. */
interface Numbers {
  estimate(of: Coefficient): ReleasedEstimate
  fit(name: FitName, value: number): ReleasedNumber
  /** A statistic of a test, and what it was computed from. */
  test(value: number): ReleasedNumber
  probability(p: number): ReleasedNumber
}

/** Each number by itself. */
const everyNumber = (number: (value: number) => ReleasedNumber): Numbers => ({
  estimate: ({ estimate, standardError, statistic, p, lower, upper }) => ({
    estimate: number(estimate),
    standardError: number(standardError),
    statistic: number(statistic),
    p: number(p),
    lower: number(lower),
    upper: number(upper),
  }),
  fit: (_, value) => number(value),
  test: number,
  probability: number,
})

const AS_THEY_ARE = everyNumber(exact)

function roundedNumbers(model: ModelStatistic, { noise }: Account): Numbers {
  const place = gridPlace(model.used, noise.keyOf)
  const existing =
    (rounded: (value: number) => ReleasedNumber) =>
    (value: number): ReleasedNumber =>
      Number.isFinite(value) ? rounded(value) : exact(null)
  return {
    estimate: (of) => roundedEstimate(of, model, place),
    fit: (name, value) => existing((of) => roundedFit(name, of, model.used.units, place))(value),
    test: existing((value) => roundedOther(value, place)),
    probability: existing(roundedProbability),
  }
}

/** The model with its numbers as `numbers` tells them; counts come protected. */
function releaseModel(model: ModelStatistic, numbers: Numbers, counts: Counts): ReleasedModel {
  const coefficients = (of: readonly Coefficient[]) =>
    of.map((one) => ({ ...named(one), ...numbers.estimate(one) }))
  return {
    kind: 'model',
    model: model.model,
    outcome: model.outcome,
    used: counts.used,
    missing: counts.missing,
    coefficients: coefficients(model.coefficients),
    ...(model.margins ? { margins: coefficients(model.margins) } : {}),
    exponentiate: model.exponentiate,
    level: model.level,
    fit: Object.fromEntries(
      (Object.entries(model.fit) as [FitName, number][]).map(([name, value]) => [
        name,
        name === 'events' || name === 'groups' ? counts[name] : numbers.fit(name, value),
      ]),
    ),
    tests: model.tests.flatMap((tested) => {
      const test = ofGroups(tested, model, counts.groups)
      if (!test) return []
      const { denominator, ...rest } = releaseTest(test, numbers.test, numbers.probability)
      // A second degree of freedom is the count of people less the parameters, so it moves as that count
      // does.
      return denominator === undefined || !('value' in counts.used) || counts.used.value === null
        ? rest
        : { ...rest, denominator: denominator + counts.used.value - model.used.units }
    }),
    notes: model.notes,
  }
}

const named = ({
  equation,
  term,
  level,
  label,
}: Coefficient): Pick<ReleasedCoefficient, 'equation' | 'term' | 'level' | 'label'> => ({
  ...(equation === undefined ? {} : { equation }),
  term,
  ...(level === undefined ? {} : { level }),
  label,
})
