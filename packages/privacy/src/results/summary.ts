/** Summaries of variables, whole or by group: each row is shown as a whole or not at all. */
import type {
  Policy,
  ReleasedNumber,
  ReleasedSummary,
  SummaryRow,
  SummaryStatistic,
  Winsorised,
} from '@sund/model'
import { type Account, exact } from '../account.js'
import { movedBound } from '../rules/p3-winsorising/rule.js'
import { releasePercentile, releaseRange } from '../rules/s1-percentiles/rule.js'
import { cellNumber, cubeOfGroups, makeCube } from '../rules/t2-threshold/cube.js'
import { type SolverSource, suppress } from '../rules/t2-threshold/suppress.js'
import { ceil3, momentStep, releaseParts, releaseRounded } from '../rules/t5-count-noise/rule.js'

export async function protectSummary(
  summary: SummaryStatistic,
  account: Account,
  solver: SolverSource,
): Promise<ReleasedSummary> {
  const hidden = account.public_ ? new Set<SummaryRow>() : await hiddenRows(summary, account.policy, solver)
  return {
    kind: 'summary',
    by: summary.by,
    rows: summary.rows.map((row) =>
      account.public_
        ? publicRow(row, summary)
        : hidden.has(row)
          ? withheldRow(row, summary, account)
          : protectedRow(row, summary, account),
    ),
  }
}

/**
 * The groups of each variable are a table whose margins another result may show: small groups go, and those
 * from which they would follow.
 */
export async function hiddenGroups<G extends { at: readonly number[]; units: number }>(
  sizes: readonly number[],
  groups: readonly G[],
  policy: Policy,
  solver: SolverSource,
): Promise<Set<G>> {
  if (sizes.length === 0)
    return new Set(groups.filter(({ units }) => units > 0 && units < policy.cellThreshold))
  const cube = makeCube(sizes, cubeOfGroups(sizes, groups))
  const { primary, secondary } = await suppress(
    cube,
    { threshold: policy.cellThreshold, marginsShown: false },
    solver,
  )
  return new Set(
    groups.filter(({ at }) => {
      const number = cellNumber(cube, at)
      return primary.has(number) || secondary.has(number)
    }),
  )
}

async function hiddenRows(
  summary: SummaryStatistic,
  policy: Policy,
  solver: SolverSource,
): Promise<Set<SummaryRow>> {
  const sizes = summary.by.map((dimension) => dimension.levels.length)
  const hidden = new Set<SummaryRow>()
  for (const variable of new Set(summary.rows.map((row) => row.variable))) {
    const groups = summary.rows
      .filter((row) => row.variable === variable)
      .map((row) => ({ at: row.at, units: row.present.units, row }))
    for (const { row } of await hiddenGroups(sizes, groups, policy, solver)) hidden.add(row)
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
  summary: SummaryStatistic,
  account: Account,
): ReleasedSummary['rows'][number] {
  const number = account.withhold('T2')
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
  account: Account,
): ReleasedSummary['rows'][number] {
  const { policy } = account
  const counts = releaseParts(row.present, row.missing, account.noise, policy)
  account.acts('T5')
  const moment = (number: Winsorised | null, scale: number): ReleasedNumber => {
    if (!number) return exact(null)
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
