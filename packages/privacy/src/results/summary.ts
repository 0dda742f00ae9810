/** Summaries of variables, whole or by group: each row is shown as a whole or not at all. */
import type {
  Policy,
  ReleasedNumber,
  ReleasedSummary,
  RuleId,
  SummaryRow,
  SummaryStatistic,
  Winsorised,
} from '@sund/model'
import { type Account, exact } from '../account.js'
import { withheldCells } from '../ledger/withholding.js'
import { movedBound } from '../rules/p3-winsorising/rule.js'
import { releasePercentile, releaseRange } from '../rules/s1-percentiles/rule.js'
import { cellNumber, cubeOfGroups, makeCube } from '../rules/t2-threshold/cube.js'
import type { SolverSource } from '../rules/t2-threshold/suppress.js'
import { ceil3, momentStep, releaseParts, releaseRounded } from '../rules/t5-count-noise/rule.js'
import { hiddenSums } from './sums.js'

export async function protectSummary(
  summary: SummaryStatistic,
  account: Account,
  solver: SolverSource,
): Promise<ReleasedSummary> {
  const hidden = account.public_ ? new Map<SummaryRow, RuleId>() : await hiddenRows(summary, account, solver)
  const means = account.public_
    ? new Map<SummaryRow, RuleId>()
    : await hiddenMeans(summary, account.policy, solver)
  return {
    kind: 'summary',
    by: summary.by,
    rows: summary.rows.map((row) => {
      if (account.public_) return publicRow(row, summary)
      const rule = hidden.get(row)
      return rule === undefined
        ? protectedRow(row, summary, means.get(row) ?? null, account)
        : withheldRow(row, rule, summary, account)
    }),
  }
}

/**
 * The groups of each variable are a table whose margins another result may show: small groups go, those that the release ledger
 * withholds, and those from which they would follow. Each with the rule by which it goes. `of` is the part of the statistic that the ledger knows
 * the group by.
 */
export async function hiddenGroups<G extends { at: readonly number[]; units: number; of: object }>(
  sizes: readonly number[],
  groups: readonly G[],
  account: Account,
  solver: SolverSource,
): Promise<Map<G, RuleId>> {
  const { comparison, policy } = account
  if (sizes.length === 0)
    return new Map(
      groups.flatMap((group): [G, RuleId][] => {
        if (group.units > 0 && group.units < policy.cellThreshold) return [[group, 'T2']]
        return comparison.near(group.of) ? [[group, 'L1']] : []
      }),
    )
  const cube = makeCube(sizes, cubeOfGroups(sizes, groups))
  const numberOf = new Map<object, number>(groups.map(({ of, at }) => [of, cellNumber(cube, at)]))
  const withheld = await withheldCells(cube, numberOf, account, solver, false)
  return new Map(
    groups.flatMap((group): [G, RuleId][] => {
      const rule = withheld.get(cellNumber(cube, group.at))
      return rule === undefined ? [] : [[group, rule]]
    }),
  )
}

async function hiddenRows(
  summary: SummaryStatistic,
  account: Account,
  solver: SolverSource,
): Promise<Map<SummaryRow, RuleId>> {
  const sizes = summary.by.map((dimension) => dimension.levels.length)
  const hidden = new Map<SummaryRow, RuleId>()
  for (const variable of new Set(summary.rows.map((row) => row.variable))) {
    const groups = summary.rows
      .filter((row) => row.variable === variable)
      .map((row) => ({ at: row.at, units: row.present.units, of: row }))
    for (const [{ of }, rule] of await hiddenGroups(sizes, groups, account, solver)) hidden.set(of, rule)
  }
  return hidden
}

/** Rows whose mean, deviation and Gini coefficient are withheld by T3 or T4. */
async function hiddenMeans(
  summary: SummaryStatistic,
  policy: Policy,
  solver: SolverSource,
): Promise<Map<SummaryRow, RuleId>> {
  const sizes = summary.by.map((dimension) => dimension.levels.length)
  const hidden = new Map<SummaryRow, RuleId>()
  for (const variable of new Set(summary.rows.map((row) => row.variable))) {
    const groups = summary.rows
      .filter((row) => row.variable === variable)
      .map((row) => ({ at: row.at, units: row.present.units, summed: row, row }))
    for (const [{ row }, rule] of await hiddenSums(sizes, groups, policy, solver, { marginsShown: false }))
      hidden.set(row, rule)
  }
  return hidden
}

const head = ({ variable, title, unitOfMeasure, at }: SummaryRow) => ({
  variable,
  title,
  ...(unitOfMeasure === undefined ? {} : { unitOfMeasure }),
  at,
})

function publicRow(row: SummaryRow, summary: SummaryStatistic): ReleasedSummary['rows'][number] {
  const at = (p: number) => row.percentiles.find((percentile) => percentile.p === p)?.value
  const p25 = at(25)
  const p75 = at(75)
  return {
    ...head(row),
    n: exact(row.present.units),
    missing: exact(row.missing.units),
    mean: exact(row.mean?.value ?? null),
    sd: exact(row.sd?.value ?? null),
    ...(row.gini ? { gini: exact(row.gini.value) } : {}),
    ...(summary.iqr ? { iqr: exact(p25 === undefined || p75 === undefined ? null : p75 - p25) } : {}),
    percentiles: row.percentiles.map(({ p, value }) => ({ p, value: exact(value) })),
  }
}

function withheldRow(
  row: SummaryRow,
  rule: RuleId,
  summary: SummaryStatistic,
  account: Account,
): ReleasedSummary['rows'][number] {
  const number = account.withhold(rule)
  return {
    ...head(row),
    n: number,
    missing: number,
    mean: number,
    sd: number,
    ...(row.gini ? { gini: number } : {}),
    ...(summary.iqr ? { iqr: number } : {}),
    percentiles: row.percentiles.map(({ p }) => ({ p, value: number })),
  }
}

function protectedRow(
  row: SummaryRow,
  summary: SummaryStatistic,
  against: RuleId | null,
  account: Account,
): ReleasedSummary['rows'][number] {
  const { policy, comparison } = account
  comparison.tell(row)
  if (against !== null) account.withhold(against)
  const counts = releaseParts(row.present, row.missing, account.noise, policy)
  account.acts('T5')
  const moment = (number: Winsorised | null, scale: number): ReleasedNumber => {
    if (!number) return exact(null)
    if (against !== null) return { withheld: against }
    account.acts('P3')
    const rounded = releaseRounded(number.value, momentStep(scale, row.present.units))
    return { value: rounded.value, error: ceil3(rounded.error + movedBound(number.moved, scale)) }
  }
  const spread = row.sd?.value || Math.abs(row.mean?.value ?? 0)
  const percentiles = row.percentiles.map((percentile) => {
    account.acts('S1')
    return { p: percentile.p, value: account.count(releasePercentile(percentile, policy)) }
  })
  const at = (p: number): ReleasedNumber =>
    percentiles.find((percentile) => percentile.p === p)?.value ?? exact(null)
  return {
    ...head(row),
    n: account.count(counts.shown),
    missing: account.count(counts.rest),
    mean: moment(row.mean, spread),
    sd: moment(row.sd, spread),
    ...(row.gini ? { gini: moment(row.gini, row.gini.value) } : {}),
    ...(summary.iqr ? { iqr: releaseRange(at(25), at(75)) } : {}),
    percentiles,
  }
}
