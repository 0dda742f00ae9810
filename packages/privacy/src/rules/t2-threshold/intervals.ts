/**
 * What a reader can still find out about withheld cells: the exact feasible interval of each, by linear
 * programming over every sum that ties the cells of a cube together, with all released cells taken as known
 * exactly.
 */
import type { Highs } from 'highs'
import type { Sums } from './sums.js'

/** Steps of one programme before it is given up. */
const MOST_STEPS = 5_000
/** Deviations below this are the solver's rounding. */
export const TOLERANCE = 1e-6

/** How far a column can be moved when those that are withheld move with it. */
export interface Span {
  /** The interval spans at least what was asked for. */
  wide: boolean
  /** The columns that moved: while these are withheld the interval stays as wide. */
  moving: ReadonlySet<number>
  /**
   * For each column how much it can contribute to the width at most: whatever shares of the columns are withheld, the width is at most the sum
   * of contribution times share (linear programming duality). Null when the programme was given up.
   */
  contributions: ReadonlyMap<number, number> | null
}

/** A linear programme over columns that are withheld wholly, partly or not at all. */
export interface Intervals {
  /** Lets a column move by this share of its room: 0 for a released one, 1 for a withheld one. */
  withhold(column: number, share: number): void
  spanOf(column: number, enough: number): Span
  /** Linear programmes solved so far. */
  readonly solved: number
  close(): void
}

/** Loads the solver. Takes some 40 ms, so callers keep it. */
export async function loadSolver(): Promise<Highs> {
  // Its declarations describe the CommonJS build, in which the default export lies one level deeper.
  const { default: load } = (await import('highs')) as unknown as { default: () => Promise<Highs> }
  return load()
}

/**
 * The linear programme of the deviations of `columns` from their true values, no further than `reach` either way; a cell cannot fall
 * below none. All are released at first, and those that are left out for good.
 */
export function intervalsOf(solver: Highs, sums: Sums, columns: readonly number[], reach: number): Intervals {
  const placeOf = new Map(columns.map((column, place) => [column, place]))
  const entries: { row: number; factor: number }[][] = columns.map(() => [])
  const rows = sums.rows.filter((row) => [...row.keys()].some((column) => placeOf.has(column)))
  rows.forEach((row, index) => {
    for (const [column, factor] of row) entries[placeOf.get(column) ?? -1]?.push({ row: index, factor })
  })
  const starts = [0]
  for (const own of entries) starts.push((starts.at(-1) ?? 0) + own.length)
  const fall = columns.map((column) => Math.min(reach, sums.units[column] ?? 0))
  const none = new Float64Array(columns.length)
  const zeros = new Float64Array(rows.length)
  const model = solver.createModel({
    numCols: columns.length,
    numRows: rows.length,
    sense: solver.constants.objectiveSense.maximize,
    colCost: none,
    colLower: none,
    colUpper: none,
    rowLower: zeros,
    rowUpper: zeros,
    matrix: {
      format: 'csc',
      numRows: rows.length,
      numCols: columns.length,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(entries.flat(), ({ row }) => row),
      values: Float64Array.from(entries.flat(), ({ factor }) => factor),
    },
  })
  // Only the objective and bounds change from one programme to the next, so each starts where the last one ended. The
  // limit is in steps, not in time: the same table gives the same answer on any machine.
  model.options.set({
    output_flag: false,
    presolve: 'off',
    simplex_strategy: 4,
    simplex_iteration_limit: MOST_STEPS,
  })
  let solved = 0
  /** The solution that moves a column furthest; read before the objective changes, which forgets it. */
  const push = (place: number, direction: 1 | -1) => {
    model.changeColCost(place, direction)
    model.run()
    solved++
    const optimal = model.getModelStatus() === solver.constants.modelStatus.optimal
    const solution = optimal ? model.getSolution() : null
    model.changeColCost(place, 0)
    return solution
  }
  return {
    withhold(column, share) {
      const place = placeOf.get(column)
      if (place !== undefined) model.changeColBounds(place, -share * (fall[place] as number), share * reach)
    },
    spanOf(column, enough) {
      const place = placeOf.get(column)
      if (place === undefined) return { wide: false, moving: new Set(), contributions: null }
      const moving = new Set<number>()
      const prices = new Float64Array(columns.length)
      let width = 0
      let complete = true
      for (const direction of [1, -1] as const) {
        const solution = push(place, direction)
        complete &&= solution !== null
        width += Math.abs(solution?.colValue[place] ?? 0)
        solution?.colValue.forEach((deviation, other) => {
          if (Math.abs(deviation) > TOLERANCE) moving.add(columns[other] as number)
        })
        solution?.colDual.forEach((price, other) => {
          prices[other] =
            (prices[other] as number) + (price > 0 ? price * reach : -price * (fall[other] as number))
        })
        if (width >= enough - TOLERANCE) return { wide: true, moving, contributions: null }
      }
      const contributions = new Map<number, number>()
      prices.forEach((price, other) => {
        if (price > TOLERANCE) contributions.set(columns[other] as number, price)
      })
      return { wide: false, moving, contributions: complete ? contributions : null }
    },
    get solved() {
      return solved
    },
    close: () => model.dispose(),
  }
}
