/**
 * Means with their intervals (`ci`) are shown as the means of a summary are: groups under the threshold go, and those from
 * which they would follow (T2), and means that few make up or nearly all share (T3, T4); numbers are rounded so that they do not give counts away (T5), with a bound that covers
 * winsorising (P3).
 */
import type { Coefficient, ModelStatistic, ReleasedCoefficient, ReleasedModel, RuleId } from '@sund/model'
import type { Account } from '../account.js'
import { isNear } from '../ledger/comparison.js'
import { movedBound } from '../rules/p3-winsorising/rule.js'
import type { SolverSource } from '../rules/t2-threshold/suppress.js'
import { ceil3, momentStep, releaseDigits, releaseRounded } from '../rules/t5-count-noise/rule.js'
import { hiddenGroups } from './summary.js'
import { hiddenSums } from './sums.js'
import { peopleOf, releaseUsed } from './used.js'

interface Line {
  coefficient: Coefficient
  /** Who have a value, and who stands for them wherever their number shapes what is told. */
  units: number
  counted: number
  at: number[]
}

/** Means of data that are not public. Lines and the people behind them stand in the same order. */
export async function protectMeans(
  model: ModelStatistic,
  account: Account,
  solver: SolverSource,
): Promise<ReleasedModel> {
  const { units: people } = peopleOf(model, account.policy)
  const groups = [...new Set(model.coefficients.map(({ equation }) => equation))]
  const lines = model.coefficients.map((coefficient, i) => ({
    coefficient,
    units: model.factorLevels[i]?.units ?? 0,
    counted: model.factorLevels[i]?.units === model.used.units ? people : (model.factorLevels[i]?.units ?? 0),
    at: groups.length > 1 ? [groups.indexOf(coefficient.equation)] : [],
  }))
  const near = isNear(model.used)
  const hidden = new Map<Line, RuleId>()
  for (const term of new Set(model.coefficients.map((coefficient) => coefficient.term))) {
    const own = lines.filter(({ coefficient }) => coefficient.term === term)
    const sizes = groups.length > 1 ? [groups.length] : []
    const summands = own.map((line) => ({ at: line.at, units: line.units, summed: line.coefficient, line }))
    for (const [{ line }, rule] of await hiddenSums(sizes, summands, account.policy, solver, {
      marginsShown: false,
    }))
      hidden.set(line, rule)
    // All lines rest on the people of the model, who are what the ledger knows.
    const lineOf = own.map((line) => ({ ...line, set: { units: line.units, key: 0 }, of: line }))
    for (const line of (await hiddenGroups(sizes, lineOf, account, solver)).counts) hidden.set(line, 'T2')
  }
  account.acts('T5')
  const { shown, rest } = releaseUsed(model, account)
  const { kind, outcome, exponentiate, level } = model
  return {
    kind,
    model: 'ci',
    outcome,
    used: shown,
    missing: rest,
    coefficients: lines.map((line) => {
      const rule = near ? 'L1' : hidden.get(line)
      return rule === undefined ? shownLine(line, account) : withheldLine(line, rule, account)
    }),
    exponentiate,
    level,
    fit: {},
    tests: [],
    notes: [],
  }
}

const named = ({ equation, term, label }: Coefficient) => ({
  ...(equation === undefined ? {} : { equation }),
  term,
  label,
})

function withheldLine({ coefficient }: Line, rule: RuleId, account: Account): ReleasedCoefficient {
  const number = account.withhold(rule)
  return {
    ...named(coefficient),
    estimate: number,
    standardError: number,
    statistic: number,
    p: number,
    lower: number,
    upper: number,
  }
}

/** Ends of the interval are rounded as the mean is; the rest has three digits. Each bound covers winsorising. */
function shownLine({ coefficient, units, counted }: Line, account: Account): ReleasedCoefficient {
  const { standardError, raw } = coefficient
  if (raw) account.acts('P3')
  const spread = standardError * Math.sqrt(units)
  const step = momentStep(spread || Math.abs(coefficient.estimate), counted)
  type Name = keyof NonNullable<Coefficient['raw']>
  const widened = (name: Name, rounded: { value: number; error: number }, scale: number) => {
    const moved = raw ? Math.abs(coefficient[name] - raw[name]) : 0
    return { value: rounded.value, error: ceil3(rounded.error + movedBound(moved, scale)) }
  }
  const onStep = (name: Name) => widened(name, releaseRounded(coefficient[name], step), spread)
  const inDigits = (name: Name) =>
    widened(name, releaseDigits(coefficient[name], account.policy), Math.abs(coefficient[name]))
  return {
    ...named(coefficient),
    estimate: onStep('estimate'),
    standardError: inDigits('standardError'),
    statistic: inDigits('statistic'),
    p: inDigits('p'),
    lower: onStep('lower'),
    upper: onStep('upper'),
  }
}
