/**
 * What ties the cells of a cube together, as rows of a system of equations that are all zero. Apart from the cube because cells that are
 * the same number whatever happens count once here: where a line has only one cell that is not empty, its margin is that cell. So of
 * dimensions that nest (a municipality lies in one county) the tree alone remains.
 */
import { type Cube, levelOf } from './cube.js'

/** Columns whose deviations from their true numbers, times these factors, add up to zero: a margin and its cells. */
export type Row = ReadonlyMap<number, number>

export interface Sums {
  /** The cells that each column stands for: all the same number. */
  cells: readonly (readonly number[])[]
  columnOf: ReadonlyMap<number, number>
  units: readonly number[]
  rows: readonly Row[]
}

/** The columns and rows of all cells that are not empty. */
export function sumsOf(cube: Cube): Sums {
  const lines = linesOf(cube)
  const parent = new Map<number, number>()
  const root = (cell: number): number => {
    let at = cell
    for (let up = parent.get(at); up !== undefined; up = parent.get(at)) at = up
    if (at !== cell) parent.set(cell, at)
    return at
  }
  for (const { margin, parts } of lines) {
    const [only] = parts
    if (parts.length !== 1 || only === undefined) continue
    const [a, b] = [root(only), root(margin)]
    if (a !== b) parent.set(a, b)
  }
  const cells: number[][] = []
  const columnOf = new Map<number, number>()
  for (const cell of cube.units.keys()) {
    const first = root(cell)
    const column = columnOf.get(first) ?? cells.length
    columnOf.set(first, column)
    columnOf.set(cell, column)
    if (column === cells.length) cells.push([])
    cells[column]?.push(cell)
  }
  const rows = new Map<string, Row>()
  for (const { margin, parts } of lines) {
    if (parts.length < 2) continue
    const row = new Map<number, number>()
    for (const cell of parts) {
      const column = columnOf.get(cell)
      if (column !== undefined) row.set(column, (row.get(column) ?? 0) + 1)
    }
    row.set(columnOf.get(margin) as number, -1)
    rows.set([...row.keys()].sort((a, b) => a - b).join(), row)
  }
  return {
    cells,
    columnOf,
    units: cells.map(([first]) => cube.units.get(first as number) as number),
    rows: [...rows.values()],
  }
}

/** The margins of the cube that are not empty, each with the cells that add up to it along one dimension. */
function linesOf(cube: Cube): { margin: number; parts: number[] }[] {
  return cube.sizes.flatMap((size, dimension) => {
    const lines = new Map<number, number[]>()
    for (const cell of cube.units.keys()) {
      const level = levelOf(cube, cell, dimension)
      if (level === size) continue
      const margin = cell + (size - level) * (cube.strides[dimension] as number)
      const parts = lines.get(margin)
      if (parts) parts.push(cell)
      else lines.set(margin, [cell])
    }
    return [...lines].map(([margin, parts]) => ({ margin, parts }))
  })
}
