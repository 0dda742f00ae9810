/** A cross-table with its margins: T2 decides which cells are shown, T5, P3, S1 and S2 how exactly. */
import type {
  Measure,
  Percentile,
  Policy,
  RecordSet,
  ReleasedNumber,
  ReleasedTable,
  RuleId,
  TABLE_SHARES,
  TableCell,
  TableShare,
  TableStatistic,
  Winsorised,
} from '@sund/model'
import { type Account, exact } from '../account.js'
import { niceStep } from '../grid.js'
import { isNear } from '../ledger/comparison.js'
import { withheldCells } from '../ledger/withholding.js'
import { movedBound } from '../rules/p3-winsorising/rule.js'
import { releasePercentile, releaseRange } from '../rules/s1-percentiles/rule.js'
import { isExtreme, releaseExtreme } from '../rules/s2-extremes/rule.js'
import { tooSparse } from '../rules/t1-sparse/rule.js'
import { concealed } from '../rules/t2-threshold/concealed.js'
import { cellNumber, makeCube } from '../rules/t2-threshold/cube.js'
import type { SolverSource } from '../rules/t2-threshold/suppress.js'
import {
  ceil3,
  momentStep,
  others,
  releaseCount,
  releaseDigits,
  releaseParts,
  releaseRounded,
  releaseShare,
  releaseSum,
} from '../rules/t5-count-noise/rule.js'
import { hiddenSums, SUMS } from './sums.js'
import { releaseTest } from './test.js'

/** How a table is shown. */
interface TableForm {
  /** Without margins cells are safe even from who knows every margin: tables that share one can then stand in one result. */
  marginsShown?: boolean
  /** Its cells are bins of measured values, which nobody chose: T1 does not count them. */
  bins?: boolean
}

/** Releases a table. Empty cells are left out of it as they came: none is shown as none. */
export async function protectTable(
  asked: TableStatistic,
  account: Account,
  solver: SolverSource,
  { marginsShown = true, bins = false }: TableForm = {},
): Promise<ReleasedTable> {
  if (!account.public_ && !bins && tooSparse(asked, account.policy)) return withheldTable(asked, account)
  const whole = account.public_ ? asked : withConcealed(asked, account.policy)
  const hidden = account.public_
    ? NOTHING_HIDDEN
    : await hiddenCells(whole, account, solver, { marginsShown })
  const table = marginsShown ? whole : { ...whole, cells: whole.cells.filter(({ at }) => !at.includes(null)) }
  const counts = new Map(
    table.cells.map((cell): [string, ReleasedNumber] => {
      const rule = hidden.cell(cell)
      return [cell.at.join(), rule === null ? countOf(cell, account) : { withheld: rule }]
    }),
  )
  const countAt = (at: readonly (number | null)[]): ReleasedNumber =>
    counts.get(at.join()) ?? { withheld: 'T2' }
  const cells = table.cells.map((cell) => {
    const rule = hidden.cell(cell) ?? hidden.measure(cell)
    const sum = hidden.sum(cell)
    if (rule === null && cell.present) account.comparison.tell(cell.present)
    const value = rule === null && table.measure && hidden.value(cell) ? 'L1' : null
    const first = rule ?? value ?? sum
    if (first !== null) account.withhold(first)
    return {
      at: cell.at,
      count: countAt(cell.at),
      shares: Object.fromEntries(
        table.show.shares.map((share) => [share, shareOf(cell.at, share, countAt, account)]),
      ),
      measures: Object.fromEntries(
        (table.measure?.show ?? []).map((measure) => [
          measure,
          rule !== null
            ? { withheld: rule }
            : value !== null && measure !== 'count'
              ? { withheld: value }
              : sum !== null && SUMS.has(measure)
                ? { withheld: sum }
                : measureOf(cell, measure, account),
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
    test: table.test && releaseTest(table.test, account.public_ ? exact : testNumber(whole, account)),
  }
}

/** A test says something of every cell, so it goes when one goes, or is told as another; else it is rounded. */
function testNumber(table: TableStatistic, account: Account): (value: number) => ReleasedNumber {
  if (table.cells.some(({ set }) => isNear(set))) {
    account.withhold('L1')
    return () => ({ withheld: 'L1' })
  }
  if (account.withheldAnything) {
    account.withhold('T2')
    return () => ({ withheld: 'T2' })
  }
  account.acts('T5')
  return (value) => releaseDigits(value, account.policy)
}

/**
 * By which rule a cell is withheld, its measures, because few of its people have a value, and its sum, mean and spread; null where none does. And whether
 * L1 withholds what rests on values.
 */
interface Hidden {
  cell(cell: TableCell): RuleId | null
  measure(cell: TableCell): RuleId | null
  value(cell: TableCell): boolean
  sum(cell: TableCell): RuleId | null
}
const NOTHING_HIDDEN: Hidden = { cell: () => null, measure: () => null, value: () => false, sum: () => null }

/** A table of which rule T1 shows nothing but what was asked for. */
function withheldTable(table: TableStatistic, account: Account): ReleasedTable {
  const { dimensions, measure, show, test } = table
  const cells = table.cells.map(({ at }) => {
    const number = account.withhold('T1')
    const all = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, number]))
    return { at, count: number, shares: all(show.shares), measures: all(measure?.show ?? []) }
  })
  const number = { withheld: 'T1' as const }
  return { kind: 'table', dimensions, measure, show, cells, test: test && releaseTest(test, () => number) }
}

const placesOf = (table: TableStatistic): { at: readonly (number | null)[]; units: number }[] =>
  table.cells.map(({ at, set }) => ({ at, units: set.units }))

/** The table with the empty cells of which it may not be told that they are empty. */
function withConcealed(table: TableStatistic, { cellThreshold }: Policy): TableStatistic {
  const { empty } = concealed(sizesOf(table), placesOf(table), cellThreshold)
  const nobody = () => ({ units: 0, key: 0 })
  const cells = empty.map(({ at }) => ({ at: [...at], set: nobody(), measures: {}, percentiles: {} }))
  const { strides } = makeCube(sizesOf(table), [])
  const place = ({ at }: TableCell) => cellNumber({ sizes: sizesOf(table), strides }, at)
  // In the order of their places, since the order in which cells came tells which of them have people.
  return {
    ...table,
    cells: [...table.cells.filter(({ set }) => set.units > 0), ...cells].sort((a, b) => place(a) - place(b)),
  }
}

const sizesOf = ({ dimensions }: TableStatistic): number[] => dimensions.map(({ levels }) => levels.length)

async function hiddenCells(
  table: TableStatistic,
  account: Account,
  solver: SolverSource,
  { marginsShown }: Required<Pick<TableForm, 'marginsShown'>>,
): Promise<Hidden> {
  const { policy } = account
  const sizes = sizesOf(table)
  /** `setOf`: the people that a number rests on; `compared`: of which cells the ledger knows them. */
  const decide = async (setOf: (cell: TableCell) => RecordSet, compared: readonly TableCell[]) => {
    const places = table.cells.map((cell) => ({ at: cell.at, units: setOf(cell).units }))
    const cube = makeCube(sizes, concealed(sizes, places, policy.cellThreshold).places)
    const numberOf = new Map(compared.map((cell) => [setOf(cell), cellNumber(cube, cell.at)]))
    const { counts, values } = await withheldCells(cube, numberOf, account, solver, marginsShown)
    return {
      count: (cell: TableCell): RuleId | null => (counts.has(cellNumber(cube, cell.at)) ? 'T2' : null),
      value: (cell: TableCell): boolean => values.has(cellNumber(cube, cell.at)),
    }
  }
  const all = await decide(({ set }) => set, table.cells)
  // That a cell's count was told says nothing of its measure.
  const apart = table.cells.filter(({ present }) => present)
  const measured =
    table.measure && apart.length > 0
      ? await decide(({ set, present = set }) => present, apart)
      : { count: () => null, value: () => false }
  const summands = table.measure?.show.some((one) => SUMS.has(one))
    ? table.cells.map((cell) => {
        const { at, set, present = set } = cell
        return { at, units: present.units, summed: isNear(set) || isNear(present) ? null : cell, cell }
      })
    : []
  // That the people of a cell were told of does not say that their sum was: the ledger knows people, not values.
  const sums = await hiddenSums(sizes, summands, policy, solver, { marginsShown })
  const against = new Map([...sums].map(([{ cell }, rule]) => [cell, rule]))
  return {
    cell: all.count,
    measure: measured.count,
    value: (cell) => all.value(cell) || measured.value(cell),
    sum: (cell) => against.get(cell) ?? null,
  }
}

function countOf(cell: TableCell, account: Account): ReleasedNumber {
  if (account.public_) return exact(cell.set.units)
  account.acts('T5')
  account.comparison.tell(cell.set)
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
    const mean = { value: value.value / contributors.units, moved: value.moved / contributors.units }
    return releaseSum(momentOf(mean, spreadOf(cell, mean), contributors.units), countOfValues(cell, account))
  }
  return momentOf(value, measure === 'gini' ? value.value : spreadOf(cell, value), contributors.units)
}

/** A number on the grid of what two people could change, its bound widened by what winsorising may have moved it. */
function momentOf(number: Winsorised, spread: number, units: number): { value: number; error: number } {
  const { value, error } = releaseRounded(number.value, momentStep(spread, units))
  return { value, error: ceil3(error + movedBound(number.moved, spread)) }
}

function countOfValues(cell: TableCell, account: Account): ReleasedNumber {
  if (cell.present === undefined) return countOf(cell, account)
  account.acts('T5')
  const { set, present } = cell
  return account.count(releaseParts(present, others(set, present), account.noise, account.policy, set).shown)
}

function sided(percentile: Percentile, account: Account): ReleasedNumber {
  account.acts('S1')
  return account.count(releasePercentile(percentile, account.policy))
}

/** The spread of values in the cell: its standard deviation, else the size of the number itself. */
const spreadOf = (cell: TableCell, value: Winsorised): number =>
  cell.measures.sd?.value || cell.measures.std?.value || Math.abs(value.value)
