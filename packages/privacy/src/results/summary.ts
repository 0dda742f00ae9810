/** Summaries of variables, whole or by group: each row is shown as a whole or not at all. */
import type {
  Policy,
  RecordSet,
  ReleasedNumber,
  ReleasedSummary,
  RuleId,
  SummaryRow,
  SummaryStatistic,
  Winsorised,
} from '@sund/model'
import { type Account, exact } from '../account.js'
import { isNear } from '../ledger/comparison.js'
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
  const hidden = account.public_ ? NOTHING_HIDDEN : await hiddenRows(summary, account, solver)
  const means = account.public_
    ? new Map<SummaryRow, RuleId>()
    : await hiddenMeans(summary, account.policy, solver)
  return {
    kind: 'summary',
    by: summary.by,
    rows: summary.rows.map((row) => {
      if (account.public_) return publicRow(row, summary)
      if (hidden.counts.has(row)) return withheldRow(row, 'T2', summary, account)
      return hidden.values.has(row)
        ? countedRow(row, summary, account)
        : protectedRow(row, summary, means.get(row) ?? null, account)
    }),
  }
}

/** Groups of which nothing is told (T2), and groups of which only the count is (L1). */
export interface HiddenGroups<O> {
  counts: ReadonlySet<O>
  values: ReadonlySet<O>
}
const NOTHING_HIDDEN = { counts: new Set<never>(), values: new Set<never>() }

/**
 * The groups of each variable are a table whose margins another result may show: small groups go, those that the release ledger
 * withholds, and those from which they would follow. `set` is what the ledger knows a group `of` the statistic by.
 */
export async function hiddenGroups<O>(
  sizes: readonly number[],
  groups: readonly { at: readonly number[]; units: number; set: RecordSet; of: O }[],
  account: Account,
  solver: SolverSource,
): Promise<HiddenGroups<O>> {
  const { cellThreshold } = account.policy
  const those = (which: (group: (typeof groups)[number]) => boolean) =>
    new Set(groups.filter(which).map(({ of }) => of))
  if (sizes.length === 0)
    return {
      counts: those(({ units }) => units > 0 && units < cellThreshold),
      values: those(({ set }) => isNear(set)),
    }
  const cube = makeCube(sizes, cubeOfGroups(sizes, groups))
  const numberOf = new Map(groups.map(({ set, at }) => [set, cellNumber(cube, at)]))
  const { counts, values } = await withheldCells(cube, numberOf, account, solver, false)
  const isIn = (cells: ReadonlySet<number>) => those(({ at }) => cells.has(cellNumber(cube, at)))
  return { counts: isIn(counts), values: isIn(values) }
}

async function hiddenRows(
  summary: SummaryStatistic,
  account: Account,
  solver: SolverSource,
): Promise<HiddenGroups<SummaryRow>> {
  const sizes = summary.by.map((dimension) => dimension.levels.length)
  const hidden = { counts: new Set<SummaryRow>(), values: new Set<SummaryRow>() }
  for (const variable of new Set(summary.rows.map((row) => row.variable))) {
    const groups = summary.rows
      .filter((row) => row.variable === variable)
      .map((row) => ({ at: row.at, units: row.present.units, set: row.whole ?? row.present, of: row }))
    const { counts, values } = await hiddenGroups(sizes, groups, account, solver)
    for (const row of counts) hidden.counts.add(row)
    for (const row of values) hidden.values.add(row)
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
      .map((row) => ({
        at: row.at,
        units: row.present.units,
        summed: isNear(row.present) ? null : row,
        row,
      }))
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

/** How many have a value and how many have none, where they were counted apart. */
function countsOf(row: SummaryRow, { policy, noise, comparison }: Account) {
  const { present, missing, whole } = row
  for (const set of whole ? [whole] : [present, missing]) comparison.tell(set)
  return releaseParts(present, missing, noise, policy)
}

/** A row of which only the people are told, since their values belong to others that they stand for. */
function countedRow(row: SummaryRow, summary: SummaryStatistic, account: Account) {
  const { shown, rest } = countsOf(row, account)
  account.acts('T5')
  const withheld = withheldRow(row, 'L1', summary, account)
  const few = isNear(row.present) && row.missing.units === 0
  return { ...withheld, n: account.count(shown), missing: few ? withheld.missing : account.count(rest) }
}

function protectedRow(
  row: SummaryRow,
  summary: SummaryStatistic,
  against: RuleId | null,
  account: Account,
): ReleasedSummary['rows'][number] {
  const { policy } = account
  if (against !== null) account.withhold(against)
  const counts = countsOf(row, account)
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
