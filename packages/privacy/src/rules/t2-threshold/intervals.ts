/**
 * What a reader can still find out about withheld cells: the exact feasible interval of each, by linear
 * programming over every sum that ties the cells of a cube together, with all released cells taken as known
 * exactly.
 */
import type { Highs } from 'highs'
import { type Cube, levelOf } from './cube.js'

/** Steps of one programme before it is given up. */
const MOST_STEPS = 5_000
/** Deviations below this are the solver's rounding. */
const TOLERANCE = 1e-6

/** A linear programme over withheld cells that cells can be taken out of, one after the other. */
export interface Intervals {
  /**
   * The withheld cells that have to move for `cell` to span at least `enough`, or null when it cannot: a
   * proof that holds for as long as those cells are withheld.
   */
  proof(cell: number, enough: number): ReadonlySet<number> | null
  /** Takes a cell as known from now on, or as withheld again. */
  know(cell: number): void
  forget(cell: number): void
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
 * The linear programme of the deviations of `withheld` cells from their true values: along each line of the
 * cube the margin's deviation is the sum of its cells', and those of a known sum cancel out. Zero is feasible, and a cell cannot fall below none.
 */
export function intervalsOf(
  solver: Highs,
  cube: Cube,
  withheld: ReadonlySet<number>,
  reach: number,
  knownSums: readonly ReadonlySet<number>[] = [],
): Intervals {
  const columns = [...withheld]
  const columnOf = new Map(columns.map((cell, column) => [cell, column]))
  const rows = new Map<string, number>()
  const starts = [0]
  const indices: number[] = []
  const values: number[] = []
  const rowOf = (name: string): number => {
    const row = rows.get(name) ?? rows.size
    rows.set(name, row)
    return row
  }
  for (const cell of columns) {
    cube.sizes.forEach((size, dimension) => {
      const level = levelOf(cube, cell, dimension)
      indices.push(rowOf(`${dimension}:${cell - level * (cube.strides[dimension] as number)}`))
      values.push(level === size ? -1 : 1)
    })
    knownSums.forEach((sum, index) => {
      if (!sum.has(cell)) return
      indices.push(rowOf(`sum:${index}`))
      values.push(1)
    })
    starts.push(indices.length)
  }
  const lowest = (cell: number) => Math.min(reach, cube.units.get(cell) as number)
  const zeros = new Float64Array(rows.size)
  const model = solver.createModel({
    numCols: columns.length,
    numRows: rows.size,
    sense: solver.constants.objectiveSense.maximize,
    colCost: new Float64Array(columns.length),
    colLower: columns.map((cell) => -lowest(cell)),
    colUpper: columns.map(() => reach),
    rowLower: zeros,
    rowUpper: zeros,
    matrix: {
      format: 'csc',
      numRows: rows.size,
      numCols: columns.length,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    },
  })
  // Only the objective changes from one programme to the next, so each starts where the last one ended. The
  // limit is in steps, not in time: the same table gives the same answer on any machine.
  model.options.set({
    output_flag: false,
    presolve: 'off',
    simplex_strategy: 4,
    simplex_iteration_limit: MOST_STEPS,
  })
  let solved = 0
  const push = (column: number, direction: 1 | -1): Float64Array | null => {
    model.changeColCost(column, direction)
    model.run()
    model.changeColCost(column, 0)
    solved++
    const optimal = model.getModelStatus() === solver.constants.modelStatus.optimal
    return optimal ? (model.getSolution().colValue as Float64Array) : null
  }
  return {
    proof(cell, enough) {
      const column = columnOf.get(cell)
      if (column === undefined) return null
      const moving = new Set<number>()
      let width = 0
      for (const direction of [1, -1] as const) {
        const deviations = push(column, direction)
        width += Math.abs(deviations?.[column] ?? 0)
        deviations?.forEach((deviation, other) => {
          if (Math.abs(deviation) > TOLERANCE) moving.add(columns[other] as number)
        })
        if (width >= enough - TOLERANCE) return moving
      }
      return null
    },
    know(cell) {
      model.changeColBounds(columnOf.get(cell) as number, 0, 0)
    },
    forget(cell) {
      model.changeColBounds(columnOf.get(cell) as number, -lowest(cell), reach)
    },
    get solved() {
      return solved
    },
    close: () => model.dispose(),
  }
}
