/**
 * Cross-tables: all cells and all margins of up to several axes from one aggregate query (a cube), with the record set of
 * each cell and the measures asked for. Cells of parts that share nobody add.
 */
import {
  inLanguage,
  joined,
  type Measure,
  nearestName,
  type Percentile,
  type TableCell,
  type TableStatistic,
  type Winsorised,
} from '@sund/model'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { ShowSpec } from '../plan/types.js'
import { type Axis, columnAxis, dimensionOf, type Level, MOST_CELLS } from './axes.js'
import { chiSquaredTest } from './distributions.js'
import {
  axesOf,
  type CellAxis,
  type CellPeople,
  levelsOf,
  peopleInCells,
  peopleOfRows,
  peopleWithValues,
  placeOf,
} from './people.js'
import { groupedPercentiles } from './percentiles.js'
import { withoutSmallLevels } from './small-levels.js'
import {
  type Answer,
  columnOf,
  degenerate,
  measureSql,
  numberColumn,
  numberOf,
  type PeopleInCell,
  refuse,
  type Source,
  winsorised,
} from './source.js'
import { summedBy } from './summed.js'

type Tabulate = Extract<ShowSpec, { show: 'tabulate' }>

const SHARES = { p25: 25, median: 50, p75: 75 } as const
/** Percentile-like measures that a measure needs beside itself. */
const percentilesOf = (show: readonly Measure[]) =>
  (Object.keys(SHARES) as (keyof typeof SHARES)[]).filter(
    (name) => show.includes(name) || (show.includes('iqr') && name !== 'median'),
  )

interface TableRequest {
  axes: readonly Axis[]
  /** Whether rows with a missing level are counted, as a level of their own. */
  missing: boolean
  measure: { column: string; show: readonly Measure[] } | null
  show: TableStatistic['show']
}

/** `tabulate`, with its order of rows and columns and its test. */
export async function tabulate(source: Source, spec: Tabulate): Promise<TableStatistic> {
  const axes = spec.dimensions.map((name) => columnAxis(source, columnOf(source, name), spec.labels))
  const request: TableRequest = {
    axes,
    missing: spec.missing,
    measure: spec.measure,
    show: { frequency: spec.frequency, shares: spec.shares },
  }
  let table = await tableOf(source, request)
  const { rowsort, colsort, top, bottom } = spec.order
  if (rowsort !== null) table = sortLevels(source, table, 0, rowsort)
  if (top !== null || bottom !== null) table = await extremes(source, request, table, top, bottom)
  if (colsort !== null) table = sortLevels(source, table, 1, colsort)
  if (!spec.chi2) return table
  if (axes.length !== 2)
    return refuse(source, 'chi2 needs a table of two variables.', 'Name two variables, or leave out chi2.')
  return { ...table, test: chiSquaredTest('chi-squared', ...chiSquared(source, table)) }
}

/** The cube of the axes. */
export async function tableOf(source: Source, request: TableRequest): Promise<TableStatistic> {
  const { axes, measure } = request
  const show = measure?.show ?? []
  const measured = measure ? numberColumn(source, measure.column) : null
  const drawn = measured ? await winsorised(source, measured.of) : null
  const cellAxes = axes.map((axis, i) => ({ name: `d${i}`, of: axis.sql }))
  const present = request.missing
    ? sql`TRUE`
    : list(
        axes.map((axis) => sql`${axis.sql} IS NOT NULL`),
        sql` AND `,
      )
  const select = sql`SELECT ${list([
    sql`__subject`,
    sql`__key`,
    ...cellAxes.map(({ name, of }) => sql`${of} AS ${id(name)}`),
    ...(measured && drawn ? [sql`${measured.of} AS x`, sql`${drawn.of} AS w`] : []),
  ])} FROM ${source.rows} WHERE ${present}`
  const rows = measured ? await source.keep(select) : sql`(${select})`
  const all: readonly CellPeople[] = measured
    ? await peopleWithValues(source, rows, cellAxes)
    : (source.cells ??
      (source.manyRows
        ? await peopleInCells(source, cellAxes, present)
        : await peopleOfRows(source, rows, cellAxes)))
  const found = withoutSmallLevels(source, all, axes.length)
  if (all.length > MOST_CELLS)
    return refuse(
      source,
      `This table has more than ${MOST_CELLS} cells.`,
      'Recode its variables into fewer groups.',
    )

  const levels = axes.map((axis, i) => axis.levels(foundLevels(found, axes.length, i)))
  const places = levels.map((of) => new Map(of.map((level, index) => [level.value, index])))
  const at: At = ({ mask, levels: own }) =>
    places.map((place, i) =>
      (mask >> (axes.length - 1 - i)) & 1 ? null : (place.get(own[i] ?? null) ?? LEFT_OUT),
    )
  const computed = withSpread(show)
  const measures = measured ? await measuresOf(source, rows, cellAxes, computed) : null
  const total = found.find(({ mask }) => mask === 2 ** axes.length - 1)
  const cells = found
    .filter((cell) => cell.set.units > 0 || cell === total)
    .map((cell): TableCell => {
      const base: TableCell = { at: at(cell), set: cell.set, measures: {}, percentiles: {} }
      return measures ? { ...base, ...measuresIn(cell, measures(cell), computed, total) } : base
    })
  if (measured) {
    await addPercentiles(source, rows, cellAxes, at, cells, show)
    await addSummed(source, rows, cellAxes, at, cells)
  }
  return {
    kind: 'table',
    dimensions: axes.map((axis, i) => dimensionOf(axis, levels[i] as Level[])),
    measure: measured
      ? {
          variable: measured.column.name,
          title: measured.column.title,
          ...(measured.column.unitOfMeasure ? { unitOfMeasure: measured.column.unitOfMeasure } : {}),
          show: [...show],
        }
      : null,
    show: request.show,
    cells: cells.sort((a, b) => compareCells(a.at, b.at)),
    test: null,
  }
}

/** The index of a level that is left out, at which no cell is. */
const LEFT_OUT = -1

/** Level indexes of a cell or margin. */
type At = (cell: Omit<PeopleInCell, 'set'>) => (number | null)[]

/** Tables of parts that share nobody, put together: their record sets add, cell by cell. Measures are not carried. */
export function addTables(a: TableStatistic, b: TableStatistic): TableStatistic {
  const dimensions = a.dimensions.map((dimension, i) => {
    const other = b.dimensions[i]?.levels ?? []
    const codes = new Set(dimension.levels.map(({ code }) => code))
    return { ...dimension, levels: [...dimension.levels, ...other.filter(({ code }) => !codes.has(code))] }
  })
  const sums = new Map<string, TableCell>()
  for (const table of [a, b])
    for (const cell of table.cells) {
      const at = cell.at.map((index, i) => {
        if (index === null) return null
        const code = table.dimensions[i]?.levels[index]?.code
        return dimensions[i]?.levels.findIndex((level) => level.code === code) ?? null
      })
      const before = sums.get(String(at))?.set
      const set = before ? joined(before, cell.set) : cell.set
      sums.set(String(at), { at, set, measures: {}, percentiles: {} })
    }
  return { ...a, dimensions, measure: null, cells: [...sums.values()], test: null }
}

/**
 * Pearson's chi-squared of a two-way table without continuity correction, and its degrees of freedom: what R's
 * `chisq.test(correct = FALSE)` gives.
 */
function chiSquared(source: Source, table: TableStatistic): [value: number, degreesOfFreedom: number] {
  const [rows, columns] = table.dimensions.map(({ levels }) => levels.length) as [number, number]
  if (rows < 2 || columns < 2)
    return degenerate(
      source,
      'chi2 needs at least two levels of each variable.',
      'Leave out chi2, or choose other variables.',
    )
  const counts = Array.from({ length: rows }, () => new Array<number>(columns).fill(0))
  for (const { at, set } of table.cells) {
    const [row, column] = at
    if (row != null && column != null) (counts[row] as number[])[column] = set.units
  }
  // Margins of what is left: those of the table have people of levels that were left out.
  const sum = (of: readonly number[]) => of.reduce((total, one) => total + one, 0)
  const ofRows = counts.map(sum)
  const ofColumns = Array.from({ length: columns }, (_, column) =>
    sum(counts.map((row) => row[column] as number)),
  )
  const total = sum(ofRows)
  let statistic = 0
  for (const [row, own] of counts.entries())
    for (const [column, observed] of own.entries()) {
      const expected = ((ofRows[row] as number) * (ofColumns[column] as number)) / total
      if (expected > 0) statistic += (observed - expected) ** 2 / expected
    }
  return [statistic, (rows - 1) * (columns - 1)]
}

/** What rows and columns are ordered by: the first measure shown, else the count. */
function sizeOf(cell: TableCell | undefined, table: TableStatistic): number {
  const shown = table.measure?.show[0]
  if (!shown) return cell?.set.units ?? 0
  return cell?.measures[shown]?.value ?? cell?.percentiles[shown]?.value ?? Number.NEGATIVE_INFINITY
}

/** Levels of `axis` from large to small in the column (or row) named `by`; `total` is the margin. */
function sortLevels(source: Source, table: TableStatistic, axis: 0 | 1, by: string): TableStatistic {
  const dimension = table.dimensions[axis]
  if (!dimension) return refuse(source, 'colsort needs a table of two variables.', 'Leave out colsort.')
  const other = table.dimensions[1 - axis]
  const along =
    other === undefined || by === '' || by === 'total'
      ? null
      : other.levels.findIndex(({ code, label }) => code === by || inLanguage(label, 'en') === by)
  if (along === -1) {
    const near = nearestName(by, other?.levels.flatMap(({ code }) => code ?? []) ?? [])
    return refuse(
      source,
      `${other?.variable} has no level ${by}.`,
      near ? `Did you mean ${near}?` : 'Name one of its codes, or total.',
    )
  }
  const cells = new Map(table.cells.map((cell) => [String(cell.at), cell]))
  const size = (level: number) => {
    const at: (number | null)[] = table.dimensions.map(() => null)
    at[axis] = level
    if (other) at[1 - axis] = along
    return sizeOf(cells.get(String(at)), table)
  }
  const order = dimension.levels.map((_, level) => level).sort((a, b) => size(b) - size(a) || a - b)
  const place = new Map(order.map((level, index) => [level, index]))
  return {
    ...table,
    dimensions: table.dimensions.map((d, i) =>
      i === axis ? { ...d, levels: order.flatMap((level) => d.levels[level] ?? []) } : d,
    ),
    cells: table.cells
      .map((cell) => ({
        ...cell,
        at: cell.at.map((n, i) => (i === axis && n !== null ? (place.get(n) ?? n) : n)),
      }))
      .sort((a, b) => compareCells(a.at, b.at)),
  }
}

/** The rows with the largest or smallest counts; margins are of what is shown, so no row can be had by subtraction. */
async function extremes(
  source: Source,
  request: TableRequest,
  table: TableStatistic,
  top: number | null,
  bottom: number | null,
): Promise<TableStatistic> {
  const sorted = sortLevels(source, table, 0, 'total')
  const levels = sorted.dimensions[0]?.levels ?? []
  const kept =
    top !== null ? levels.slice(0, Math.max(1, top)) : levels.slice(-Math.max(1, bottom ?? 1)).reverse()
  const first = request.axes[0] as Axis
  const values = first
    .levels(await distinct(source, first))
    .filter(({ code }) => kept.some((k) => k.code === code))
  const meets = values.map(({ value: of }) => sql`${first.sql} IS NOT DISTINCT FROM ${value(of)}`)
  const rows = await source.keep(
    sql`SELECT * FROM ${source.rows} WHERE ${list([sql`FALSE`, ...meets], sql` OR `)}`,
  )
  const narrowed = await tableOf({ ...source, rows }, request)
  const largest = sortLevels(source, narrowed, 0, 'total')
  return top !== null ? largest : reverseRows(largest)
}

async function distinct(source: Source, axis: Axis): Promise<Level['value'][]> {
  const answers = await source.ask(
    sql`SELECT DISTINCT ${axis.sql} AS d FROM ${source.rows} LIMIT ${value(MOST_CELLS)}`,
  )
  return answers.map((answer) => levelsOf(answer, [{ name: 'd' }])[0] ?? null)
}

function reverseRows(table: TableStatistic): TableStatistic {
  const last = (table.dimensions[0]?.levels.length ?? 0) - 1
  return {
    ...table,
    dimensions: table.dimensions.map((d, i) => (i === 0 ? { ...d, levels: [...d.levels].reverse() } : d)),
    cells: table.cells
      .map((cell) => ({ ...cell, at: cell.at.map((n, i) => (i === 0 && n !== null ? last - n : n)) }))
      .sort((a, b) => compareCells(a.at, b.at)),
  }
}

function foundLevels(cells: readonly PeopleInCell[], axes: number, axis: number): Level['value'][] {
  const alone = 2 ** axes - 1 - 2 ** (axes - 1 - axis)
  return cells
    .filter(({ mask, set }) => mask === alone && set.units > 0)
    .map(({ levels }) => levels[axis] ?? null)
}

/** The measures of winsorised (`w_`) and raw (`x_`) values, as an answer for each cell. */
async function measuresOf(
  source: Source,
  rows: Sql,
  axes: readonly CellAxis[],
  computed: readonly Measure[],
): Promise<(cell: PeopleInCell) => Answer> {
  const names = list(axes.map(({ name }) => id(name)))
  const plain = computed.filter((name) => !(name in SHARES) && name !== 'percent')
  if (plain.length === 0) return () => ({})
  const columns = plain.flatMap((name) =>
    ['w', 'x'].map((of) => sql`${measureSql(source, name, id(of))} AS ${id(`${of}_${name}`)}`),
  )
  const answers = await source.ask(
    sql`SELECT grouping(${names}) AS mask, ${names}, ${list(columns)} FROM ${rows} GROUP BY CUBE (${names})`,
  )
  const byPlace = new Map(
    answers.map((answer) => [
      placeOf({ mask: Number(answer['mask']), levels: levelsOf(answer, axes) }),
      answer,
    ]),
  )
  return (cell) => byPlace.get(placeOf(cell)) ?? {}
}

function measuresIn(
  { set, present = set }: CellPeople,
  answer: Answer,
  computed: readonly Measure[],
  total: CellPeople | undefined,
): Pick<TableCell, 'measures' | 'present'> {
  const measures: TableCell['measures'] = {}
  for (const name of computed) {
    if (name in SHARES) continue
    measures[name] =
      name === 'percent'
        ? { value: (100 * present.units) / Math.max(1, total?.present?.units ?? 0), moved: 0 }
        : present.units === 0 && name !== 'count'
          ? null
          : moved(answer[`w_${name}`], answer[`x_${name}`])
  }
  return { measures, ...(present.units === set.units ? {} : { present }) }
}

/** A mean or sum goes with the standard deviation, on whose scale privacy states how far winsorising moved it. */
function withSpread(show: readonly Measure[]): readonly Measure[] {
  const spread = show.includes('sd') || show.includes('std')
  return spread || !(show.includes('mean') || show.includes('sum')) ? show : [...show, 'sd']
}

/** A number of winsorised values with its distance to the number of raw values. */
export function moved(drawn: unknown, raw: unknown): Winsorised | null {
  const of = numberOf(drawn)
  return of === null ? null : { value: of, moved: Math.abs(of - (numberOf(raw) ?? of)) }
}

async function addPercentiles(
  source: Source,
  rows: Sql,
  axes: readonly CellAxis[],
  at: At,
  cells: TableCell[],
  show: readonly Measure[],
): Promise<void> {
  const names = percentilesOf(show)
  if (names.length === 0) return
  const byPlace = new Map(cells.map((cell) => [String(cell.at), cell]))
  for (let mask = 0; mask < 2 ** axes.length; mask++) {
    const kept = axesOf(axes, mask)
    const answers = await groupedPercentiles(
      source,
      rows,
      kept.map(({ name }) => id(name)),
      sql`x`,
      names.map((name) => SHARES[name]),
    )
    for (const { group, percentiles } of answers) {
      const named = Object.fromEntries(kept.map(({ name }, i) => [name, group[`g${i}`]]))
      const cell = byPlace.get(String(at({ mask, levels: levelsOf(named, axes) })))
      if (cell)
        cell.percentiles = Object.fromEntries(
          names.map((name, i) => [name, percentiles[i] as Percentile | null]),
        )
    }
  }
}

/** What the sums of the cells rest on: of margins from their cells where each person has one row, else anew. */
async function addSummed(
  source: Source,
  rows: Sql,
  axes: readonly CellAxis[],
  at: At,
  cells: TableCell[],
): Promise<void> {
  if (source.public) return
  const byPlace = new Map(cells.map((cell) => [String(cell.at), cell]))
  const masks = source.manyRows ? Array.from({ length: 2 ** axes.length }, (_, mask) => mask) : [null]
  for (const mask of masks) {
    const by = (mask === null ? axes : axesOf(axes, mask)).map(({ name }) => id(name))
    for (const { group, summed } of await summedBy(source, rows, sql`w`, by, mask === null)) {
      const place = at({ mask: mask ?? Number(group['mask']), levels: levelsOf(group, axes) })
      Object.assign(byPlace.get(String(place)) ?? {}, summed)
    }
  }
}

/** Cells in reading order, margins after the levels they sum. */
function compareCells(a: readonly (number | null)[], b: readonly (number | null)[]): number {
  for (const [i, index] of a.entries()) {
    const difference = (index ?? Number.MAX_SAFE_INTEGER) - (b[i] ?? Number.MAX_SAFE_INTEGER)
    if (difference !== 0) return difference
  }
  return 0
}
