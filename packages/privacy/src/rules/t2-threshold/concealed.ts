/**
 * Which lines of a table must not tell how its few people lie in them. Were an empty cell beside a small one shown as empty, what is
 * withheld would tell where the few are: of a group of one person, in which column that person is. Apart from the choice of cells
 * because that one starts from counts, and here some counts are replaced by what may be known of them.
 */
import { type Cube, cellNumber } from './cube.js'

/** Where a cell stands in each dimension, null for the margin over it, and how many people are in it. */
interface Place {
  at: readonly (number | null)[]
  units: number
}

/** What the choice of cells takes for the count of a cell of which nothing may be told: it has a place in the table, and nothing that could be taken from it. */
const NOMINAL = 1e-3

/**
 * The table with its concealed lines. A line (the cells along one dimension) is concealed when fewer than `threshold` of its people stand outside one
 * cell: when its margin is that small, all its cells have the nominal count; else those that are empty or small have it. So the
 * choice of cells, which sees nothing else, is the same however the few are spread. `empty` has the concealed cells that have nobody: they are to be
 * shown as withheld, with the empty margins over them. Also where one dimension follows from another (municipalities in counties), since that it does may be so of these people only.
 */
export function concealed(
  sizes: readonly number[],
  places: readonly Place[],
  threshold: number,
): { places: Place[]; empty: Place[] } {
  // No count of people is too small to be told.
  if (threshold <= 1) return { places: [...places], empty: [] }
  const shape = shapeOf(sizes)
  const units = new Map(places.map(({ at, units }) => [cellNumber(shape, at), units]))
  const nominal = new Map<number, (number | null)[]>()
  for (const [dimension, size] of sizes.entries()) {
    const margins = places.filter(({ at, units }) => at[dimension] === null && units > 0)
    for (const margin of margins) {
      const cells = Array.from({ length: size }, (_, level) => margin.at.with(dimension, level))
      const largest = Math.max(0, ...cells.map((at) => units.get(cellNumber(shape, at)) ?? 0))
      if (margin.units - largest >= threshold || size < 2) continue
      for (const at of cells) {
        const number = cellNumber(shape, at)
        if (margin.units < threshold || (units.get(number) ?? 0) < threshold) nominal.set(number, at)
      }
    }
  }
  // An empty margin over an empty cell would tell that the cell is empty.
  for (const [number, at] of nominal) {
    if (units.get(number)) continue
    for (const dimension of sizes.keys()) {
      const margin = at.with(dimension, null)
      if (!units.get(cellNumber(shape, margin))) nominal.set(cellNumber(shape, margin), margin)
    }
  }
  const kept = places.map((place) =>
    nominal.has(cellNumber(shape, place.at)) ? { ...place, units: NOMINAL } : place,
  )
  const empty = [...nominal].flatMap(([number, at]) => (units.get(number) ? [] : [{ at, units: NOMINAL }]))
  const absent = new Set(places.map(({ at }) => cellNumber(shape, at)))
  return { places: [...kept, ...empty.filter(({ at }) => !absent.has(cellNumber(shape, at)))], empty }
}

const shapeOf = (sizes: readonly number[]): Pick<Cube, 'sizes' | 'strides'> => {
  const strides: number[] = []
  let stride = 1
  for (const size of sizes) {
    strides.push(stride)
    stride *= size + 1
  }
  return { sizes, strides }
}
