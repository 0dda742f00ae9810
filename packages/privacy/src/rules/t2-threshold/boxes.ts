/**
 * Protection by hypercubes (Repsilber 1994; Giessing and Repsilber 2002): a cell is safe when it is a corner of a box of withheld cells
 * along which one number can slide by at least the threshold without changing any released sum. Apart from the other ways to find what to
 * withhold because it needs no solver: a box always exists where every margin may be withheld, whatever the size of the table.
 */
import { type Cube, levelOf, priceOf } from './cube.js'

/** What limits a search for boxes. */
export interface BoxSearch {
  threshold: number
  /** Boxes looked at for one cell before only the most promising levels are tried. */
  tries: number
  canWithhold(cell: number): boolean
  isWithheld(cell: number): boolean
}

interface Corner {
  cell: number
  /** The direction in which the number moves when that of the protected cell rises. */
  sign: 1 | -1
}

/**
 * The cheapest box with `cell` as a corner that slides by at least `threshold`. In each dimension the partner
 * of the cell's level is another level (the number moves the other way there) or the margin (it moves the
 * same way). Its corners, or null when what is known leaves no box.
 */
export function cheapestBox(cube: Cube, cell: number, search: BoxSearch): readonly number[] | null {
  const { threshold, canWithhold, isWithheld } = search
  const partners = partnersOf(cube, cell, search)
  let best: { corners: readonly number[] | null; price: number } = {
    corners: null,
    price: Number.POSITIVE_INFINITY,
  }
  const extend = (corners: readonly Corner[], dimension: number, price: number) => {
    if (price >= best.price) return
    const choices = partners[dimension]
    if (choices === undefined) {
      if (slideOf(cube, corners) >= threshold) best = { corners: corners.map((corner) => corner.cell), price }
      return
    }
    for (const { step, turns } of choices) {
      const added: Corner[] = []
      let more = 0
      for (const corner of corners) {
        const opposite = corner.cell + step
        if (!cube.units.has(opposite) || !canWithhold(opposite)) break
        added.push({ cell: opposite, sign: turns ? (-corner.sign as 1 | -1) : corner.sign })
        if (!isWithheld(opposite)) more += priceOf(cube, opposite)
      }
      if (added.length === corners.length) extend([...corners, ...added], dimension + 1, price + more)
    }
  }
  extend([{ cell, sign: 1 }], 0, 0)
  return best.corners
}

/** The width of the interval along which the box can slide: down to the first empty corner on either side. */
function slideOf(cube: Cube, corners: readonly Corner[]): number {
  let falling = Number.POSITIVE_INFINITY
  let rising = Number.POSITIVE_INFINITY
  for (const corner of corners) {
    if (corner.sign === 1) falling = Math.min(falling, cube.units.get(corner.cell) ?? 0)
    else rising = Math.min(rising, cube.units.get(corner.cell) ?? 0)
  }
  return falling + rising
}

/**
 * For each dimension the steps to a partner, most promising first: withheld neighbours, then cheap ones, and
 * the margin always among them. `turns` tells whether the number moves the other way there.
 */
function partnersOf(
  cube: Cube,
  cell: number,
  { tries, canWithhold, isWithheld }: BoxSearch,
): { step: number; turns: boolean }[][] {
  const perDimension = Math.max(2, Math.floor(tries ** (1 / cube.sizes.length)))
  return cube.sizes.map((size, dimension) => {
    const level = levelOf(cube, cell, dimension)
    const stride = cube.strides[dimension] as number
    const all: { step: number; turns: boolean; price: number }[] = []
    for (let other = 0; other <= size; other++) {
      if (other === level) continue
      const step = (other - level) * stride
      const neighbour = cell + step
      if (!cube.units.has(neighbour) || !canWithhold(neighbour)) continue
      const price = isWithheld(neighbour) ? 0 : priceOf(cube, neighbour)
      all.push({ step, turns: other !== size && level !== size, price })
    }
    all.sort((a, b) => a.price - b.price || a.step - b.step)
    const kept = all.slice(0, perDimension)
    const margin = all.find((partner) => partner.step === (size - level) * stride)
    if (margin && !kept.includes(margin)) kept.push(margin)
    return kept
  })
}
