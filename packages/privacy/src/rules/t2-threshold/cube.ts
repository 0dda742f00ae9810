/**
 * A table with all its margins as numbered cells. The last index in each dimension stands for the margin over
 * it, so every sum that ties cells together is one line of the cube along one dimension.
 */

/** Cells by number: those that exist (count above zero), and where they lie. */
export interface Cube {
  /** Levels in each dimension, the margin not counted. */
  sizes: readonly number[]
  strides: readonly number[]
  /** Units of each cell that is not empty. */
  units: ReadonlyMap<number, number>
}

export function makeCube(
  sizes: readonly number[],
  cells: Iterable<{ at: readonly (number | null)[]; units: number }>,
): Cube {
  const strides: number[] = []
  let stride = 1
  for (const size of sizes) {
    strides.push(stride)
    stride *= size + 1
  }
  const cube = { sizes, strides, units: new Map<number, number>() }
  // In the order of their numbers, so that nothing depends on the order in which they came.
  const numbered = [...cells].map(({ at, units }): [number, number] => [cellNumber(cube, at), units])
  for (const [cell, units] of numbered.sort(([a], [b]) => a - b)) if (units > 0) cube.units.set(cell, units)
  return cube
}

export function cellNumber(cube: Pick<Cube, 'sizes' | 'strides'>, at: readonly (number | null)[]): number {
  return at.reduce<number>(
    (sum, level, dimension) =>
      sum + (level ?? (cube.sizes[dimension] as number)) * (cube.strides[dimension] as number),
    0,
  )
}

/** The index of a cell in one dimension; the size of the dimension for the margin over it. */
export function levelOf(cube: Cube, cell: number, dimension: number): number {
  return Math.floor(cell / (cube.strides[dimension] as number)) % ((cube.sizes[dimension] as number) + 1)
}

/** How many dimensions a cell is a margin over. */
export function marginsOf(cube: Cube, cell: number): number {
  return cube.sizes.filter((size, dimension) => levelOf(cube, cell, dimension) === size).length
}

/** How much dearer a margin is to withhold than a cell of the same count, for each dimension it is over. */
const MARGIN_PRICE = 8

/**
 * What it costs to withhold a cell: the number of binary digits of its count, so that neither many cells are withheld to spare a large
 * one nor a large one to spare two small ones, and what is withheld tells of a count no more than about how large it is.
 */
export const priceOf = (cube: Cube, cell: number): number =>
  Math.ceil(Math.log2(1 + (cube.units.get(cell) ?? 0))) * MARGIN_PRICE ** marginsOf(cube, cell)

/**
 * The cube of groups that do not overlap, when only the groups themselves are known: every margin is their
 * sum. Used where a result shows no margins but another could.
 */
export function cubeOfGroups(
  sizes: readonly number[],
  groups: readonly { at: readonly number[]; units: number }[],
): { at: (number | null)[]; units: number }[] {
  let cells = new Map<string, { at: (number | null)[]; units: number }>(
    groups.map((group) => [group.at.join(), { at: [...group.at], units: group.units }]),
  )
  sizes.forEach((_, dimension) => {
    const more = new Map(cells)
    for (const cell of cells.values()) {
      const at = cell.at.with(dimension, null)
      const name = at.map((level) => level ?? '').join()
      const margin = more.get(name)
      if (margin) margin.units += cell.units
      else more.set(name, { at, units: cell.units })
    }
    cells = more
  })
  return [...cells.values()]
}
