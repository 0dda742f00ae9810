/**
 * Which cells of a table must not tell whether somebody is in them. Were an empty cell shown as empty, a small one would be seen to be none: that it is
 * withheld, and others to hide it, would tell that somebody is there. Apart from the choice of cells because that one starts from counts, and here
 * some counts are replaced by what may be known of them.
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
 * The table with its concealed cells: all that have fewer than `threshold` people, or nobody, at levels that somebody has. They have the nominal count, so
 * that the choice of cells, which sees nothing else, is the same however few are in them. `empty` has those of nobody, which are to be shown as withheld. Also where one
 * dimension follows from another (municipalities in counties), since that it does may be so of these people only. Levels are as they are: those of few people are
 * left out before a table is made.
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
  const levels = sizes.map((size, dimension) =>
    Array.from({ length: size }, (_, level) => level).filter(
      (level) => (units.get(cellNumber(shape, alone(sizes, dimension, level))) ?? 0) > 0,
    ),
  )
  const nominal = new Map<number, (number | null)[]>()
  for (const at of combinations(levels)) {
    const number = cellNumber(shape, at)
    if (at.filter((level) => level !== null).length > 1 && (units.get(number) ?? 0) < threshold)
      nominal.set(number, at)
  }
  const kept = places.map((place) =>
    nominal.has(cellNumber(shape, place.at)) ? { ...place, units: NOMINAL } : place,
  )
  const empty = [...nominal].flatMap(([number, at]) => (units.get(number) ? [] : [{ at, units: NOMINAL }]))
  const absent = new Set(places.map(({ at }) => cellNumber(shape, at)))
  return { places: [...kept, ...empty.filter(({ at }) => !absent.has(cellNumber(shape, at)))], empty }
}

/** Where the margin of one level stands. */
const alone = (sizes: readonly number[], dimension: number, level: number): (number | null)[] =>
  sizes.map((_, other) => (other === dimension ? level : null))

/** Every cell and margin of these levels. */
function combinations(levels: readonly (readonly number[])[]): (number | null)[][] {
  return levels.reduce<(number | null)[][]>(
    (places, own) => places.flatMap((at) => [...own, null].map((level) => [...at, level])),
    [[]],
  )
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
