/** A cross-table with its margins: T2 decides which cells are shown, T5, P3, S1 and S2 how exactly. */
import type {
  Measure,
  Percentile,
  ReleasedNumber,
  ReleasedTable,
  TABLE_SHARES,
  TableCell,
  TableShare,
  TableStatistic,
  Winsorised,
} from '@sund/model'
import { type Account, exact } from '../account.js'
import { niceStep } from '../grid.js'
import { movedBound } from '../rules/p3-winsorising/rule.js'
import { releasePercentile, releaseRange } from '../rules/s1-percentiles/rule.js'
import { isExtreme, releaseExtreme } from '../rules/s2-extremes/rule.js'
import { cellNumber, makeCube } from '../rules/t2-threshold/cube.js'
import { type SolverSource, suppress } from '../rules/t2-threshold/suppress.js'
import {
  ceil3,
  momentStep,
  releaseCount,
  releaseDigits,
  releaseParts,
  releaseRounded,
  releaseShare,
  releaseSum,
} from '../rules/t5-count-noise/rule.js'
import { releaseTest } from './test.js'

/**
 * Releases a table. Empty cells are left out of it as they came: none is shown as none. Without margins (`marginsShown`
 * false) cells are safe even from who knows every margin: tables that share one can then stand in one result.
 */
export async function protectTable(
  whole: TableStatistic,
  account: Account,
  solver: SolverSource,
  marginsShown = true,
): Promise<ReleasedTable> {
  const hidden = account.public_
    ? { cell: () => false, measure: () => false }
    : await hiddenCells(whole, account, solver, marginsShown)
  const table = marginsShown ? whole : { ...whole, cells: whole.cells.filter(({ at }) => !at.includes(null)) }
  const counts = new Map(
    table.cells.map((cell) => [cell.at.join(), hidden.cell(cell) ? null : countOf(cell, account)]),
  )
  const countAt = (at: readonly (number | null)[]): ReleasedNumber =>
    counts.get(at.join()) ?? { withheld: 'T2' }
  const cells = table.cells.map((cell) => {
    const withheld = hidden.cell(cell) || hidden.measure(cell)
    if (withheld) account.withhold('T2')
    return {
      at: cell.at,
      count: countAt(cell.at),
      shares: Object.fromEntries(
        table.show.shares.map((share) => [share, shareOf(cell.at, share, countAt, account)]),
      ),
      measures: Object.fromEntries(
        (table.measure?.show ?? []).map((measure) => [
          measure,
          withheld ? { withheld: 'T2' as const } : measureOf(cell, measure, account),
        ]),
      ),
    }
  })
  return {
    kind: 'table',
    dimensions: table.dimensions,
    measure: table.measure,
    show: table.show,
    cells,
    test: table.test && releaseTest(table.test, account.public_ ? exact : testNumber(account)),
  }
}

/** A test says something of every cell, so it goes when one goes; else it is rounded. */
function testNumber(account: Account): (value: number) => ReleasedNumber {
  if (account.withheldAnything) {
    account.withhold('T2')
    return () => ({ withheld: 'T2' })
  }
  account.acts('T5')
  return (value) => releaseDigits(value, account.policy)
}

/** Cells withheld by T2, and cells whose measure is, because few of their people have a value. */
async function hiddenCells(
  table: TableStatistic,
  account: Account,
  solver: SolverSource,
  marginsShown: boolean,
) {
  const sizes = table.dimensions.map((dimension) => dimension.levels.length)
  const decide = async (units: (cell: TableCell) => number) => {
    const cube = makeCube(
      sizes,
      table.cells.map((cell) => ({ at: cell.at, units: units(cell) })),
    )
    const { primary, secondary } = await suppress(
      cube,
      { threshold: account.policy.cellThreshold, marginsShown },
      solver,
    )
    return (cell: TableCell) => {
      const number = cellNumber(cube, cell.at)
      return primary.has(number) || secondary.has(number)
    }
  }
  const cell = await decide(({ set }) => set.units)
  const measure =
    table.measure && table.cells.some(({ present }) => present)
      ? await decide(({ set, present }) => (present ?? set).units)
      : () => false
  return { cell, measure }
}

function countOf(cell: TableCell, account: Account): ReleasedNumber {
  if (account.public_) return exact(cell.set.units)
  account.acts('T5')
  return releaseCount(cell.set, account.noise, account.policy)
}

/**
 * The first dimension makes the rows, all others the columns: `rowpct` is of the cell's row, `colpct` of its
 * column, `cellpct` of the whole table. In percent.
 */
const WHOLE: Record<TableShare, (at: readonly (number | null)[]) => (number | null)[]> = {
  rowpct: (at) => at.map((level, dimension) => (dimension === 0 ? level : null)),
  colpct: (at) => at.map((level, dimension) => (dimension === 0 ? null : level)),
  cellpct: (at) => at.map(() => null),
}

function shareOf(
  at: readonly (number | null)[],
  share: (typeof TABLE_SHARES)[number],
  countAt: (at: readonly (number | null)[]) => ReleasedNumber,
  account: Account,
): ReleasedNumber {
  const whole = WHOLE[share](at)
  const part = countAt(at)
  const of = countAt(whole)
  if (!account.public_) return releaseShare(part, of)
  return 'withheld' in part || 'withheld' in of || !of.value
    ? exact(null)
    : exact((100 * (part.value ?? 0)) / of.value)
}

function measureOf(cell: TableCell, measure: Measure, account: Account): ReleasedNumber {
  const value = cell.measures[measure]
  const percentile = cell.percentiles[measure]
  const contributors = cell.present ?? cell.set
  if (account.public_) {
    if (measure === 'count') return exact(contributors.units)
    const { p25, p75 } = cell.percentiles
    if (measure === 'iqr' && p25 && p75) return exact(p75.value - p25.value)
    return exact(value?.value ?? percentile?.value ?? null)
  }
  if (isExtreme(measure))
    return account.count(releaseExtreme(value?.value ?? percentile?.value ?? null, account.policy))
  if (measure === 'count') return countOfValues(cell, account)
  if (contributors.units === 0) return exact(null)
  if (measure === 'iqr') {
    const { p25, p75 } = cell.percentiles
    return p25 && p75 ? releaseRange(sided(p25, account), sided(p75, account)) : account.withhold('S1')
  }
  if (percentile) return sided(percentile, account)
  if (measure === 'median' || measure === 'p25' || measure === 'p75' || !value) return exact(null)
  account.acts('T5')
  if (measure === 'percent') return releaseRounded(value.value, niceStep(200 / contributors.units))
  account.acts('P3')
  if (measure === 'sum') {
    const sum = releaseSum(value.value, contributors, account.noise, account.policy)
    return sum ? widened(sum, value, sum.value) : account.withhold('T2')
  }
  const spread = measure === 'gini' ? value.value : spreadOf(cell, value)
  return widened(releaseRounded(value.value, momentStep(spread, contributors.units)), value, spread)
}

function countOfValues(cell: TableCell, account: Account): ReleasedNumber {
  if (cell.present === undefined) return countOf(cell, account)
  account.acts('T5')
  const without = {
    units: cell.set.units - cell.present.units,
    key: (cell.set.key - cell.present.key) & 0xffff,
  }
  return account.count(releaseParts(cell.present, without, account.noise, account.policy, cell.set).shown)
}

function sided(percentile: Percentile, account: Account): ReleasedNumber {
  account.acts('S1')
  return account.count(releasePercentile(percentile, account.policy))
}

/** The spread of values in the cell: its standard deviation, else the size of the number itself. */
const spreadOf = (cell: TableCell, value: Winsorised): number =>
  cell.measures.sd?.value || cell.measures.std?.value || Math.abs(value.value)

/** A rounded number with its bound widened by what winsorising may have moved it. */
function widened(
  number: { value: number; error: number },
  { moved }: Winsorised,
  scale: number,
): { value: number; error: number } {
  return { value: number.value, error: ceil3(number.error + movedBound(moved, scale)) }
}
