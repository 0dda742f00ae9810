/**
 * Sets that a reader works out from a table by adding up its cells or subtracting them: wider groups, and what is left of a total. They are made by
 * adding slots, never by asking the data again. Which ones: those of one dimension at a time, since these are the groups that somebody would ask for
 * by a filter.
 */
import { joined, type RecordSet, without } from '@sund/model'

/** A cell, a margin or a group, and the parts of the statistic that must be shown for its set to be known. */
export interface Piece {
  at: readonly (number | null)[]
  set: RecordSet
  of: readonly object[]
}

/** A set that follows from others, in one or more ways; each names all parts that it takes. */
export interface Derived {
  set: RecordSet
  ways: readonly (readonly object[])[]
  /** The parts of which it is the sum; null where it is only what something leaves of something. */
  sum: readonly object[] | null
}

export interface Axis {
  levels: number
  /** Whether neighbouring levels belong together. */
  ordered: boolean
}

/** All ways to put levels together are compared while there are at most so many. */
const MOST_FOR_SUBSETS = 6
/** Neighbours in the order in which they stand are compared where levels without an order of their own are at most so many. */
const MOST_UNORDERED = 40
/** Nothing is put together of a line with more levels. */
const MOST_LEVELS = 500
/** Beyond so many ranges of one line only those at its ends are compared, and beyond so many sets of a table only its margins'. */
const MOST_SETS = 2_000

const nameOf = (at: Piece['at']): string => at.map((level) => level ?? '').join()

/** The sets that follow from a cube of pieces with all their margins. Empty pieces are left out, as they are known to be. */
export function derivedSets(pieces: readonly Piece[], axes: readonly Axis[]): Derived[] {
  const byName = new Map(pieces.map((piece) => [nameOf(piece.at), piece]))
  const derived: Derived[] = []
  const lines = linesOf(pieces)
  for (const line of lines.filter(({ margins }) => margins === axes.length - 1))
    derived.push(...setsOfLine(line, axes, byName))
  for (const line of lines.filter(({ margins }) => margins < axes.length - 1)) {
    const more = setsOfLine(line, axes, byName)
    if (derived.length + more.length > MOST_SETS) break
    derived.push(...more)
  }
  return derived
}

/** Pieces that differ in one dimension, which their margin in that dimension adds up. */
interface Line {
  axis: number
  /** Where the margin lies. */
  at: Piece['at']
  /** How many of the other dimensions are at their margin. */
  margins: number
}

function linesOf(pieces: readonly Piece[]): Line[] {
  const lines = new Map<string, Line>()
  for (const { at } of pieces)
    at.forEach((level, axis) => {
      if (level === null) return
      const margin = at.with(axis, null)
      const margins = margin.filter((other) => other === null).length - 1
      lines.set(`${axis}:${nameOf(margin)}`, { axis, at: margin, margins })
    })
  return [...lines.values()]
}

function setsOfLine(
  { axis, at }: Line,
  axes: readonly Axis[],
  byName: ReadonlyMap<string, Piece>,
): Derived[] {
  const { levels, ordered } = axes[axis] as Axis
  const members = Array.from({ length: levels }, (_, level) =>
    byName.get(nameOf(at.with(axis, level))),
  ).filter((piece) => piece !== undefined)
  if (members.length > MOST_LEVELS) return []
  const margin = byName.get(nameOf(at))
  if (margin !== undefined && margin.set.units !== unitsOf(members)) return leftOver(members, margin)
  const partOf = (part: readonly Piece[], set: RecordSet): Derived => {
    const sum = part.flatMap(({ of }) => of)
    const inside = new Set(part)
    const rest = members.filter((member) => !inside.has(member))
    return { set, sum, ways: margin ? [sum, [...margin.of, ...rest.flatMap(({ of }) => of)]] : [sum] }
  }
  const made =
    members.length <= MOST_FOR_SUBSETS
      ? subsets(members)
      : ranges(members, ordered || levels <= MOST_UNORDERED)
  const parts = made.map(({ part, set }) => partOf(part, set))
  // A margin that no cell shows follows from all that are in it.
  return margin !== undefined && margin.of.length > 1
    ? [...parts, { set: margin.set, ways: [margin.of], sum: margin.of }]
    : parts
}

/** Where people are in several cells of a line these do not add up: what follows is who is in none but a cell's others. */
const leftOver = (members: readonly Piece[], margin: Piece): Derived[] =>
  members.map(({ set, of }) => ({ set: without(margin.set, set), ways: [[...margin.of, ...of]], sum: null }))

const unitsOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { set }) => sum + set.units, 0)

interface Part {
  part: readonly Piece[]
  set: RecordSet
}

const joinedTo = (before: RecordSet | undefined, set: RecordSet): RecordSet =>
  before === undefined ? set : joined(before, set)

/** All choices of two or more but not all. */
function subsets(members: readonly Piece[]): Part[] {
  return Array.from({ length: 2 ** members.length }, (_, bits) =>
    members.filter((_, place) => (bits & (1 << place)) !== 0),
  )
    .filter(({ length }) => length > 1 && length < members.length)
    .map((part) => ({ part, set: part.map(({ set }) => set).reduce(joined) }))
}

/** Two or more neighbours but not all, unless `inside` and few enough only those at the ends; and all but one. */
function ranges(members: readonly Piece[], inside: boolean): Part[] {
  const count = members.length
  const every = inside && (count * (count - 1)) / 2 <= MOST_SETS
  const upTo: RecordSet[] = []
  for (const { set } of members) upTo.push(joinedTo(upTo.at(-1), set))
  const rangeOf = (from: number, to: number): Part => {
    const whole = upTo[to - 1] as RecordSet
    return {
      part: members.slice(from, to),
      set: from === 0 ? whole : without(whole, upTo[from - 1] as RecordSet),
    }
  }
  const all: Part[] = []
  for (let from = 0; from < count; from++)
    for (let to = from + 2; to <= count; to++)
      if (to - from < count && (every || from === 0 || to === count)) all.push(rangeOf(from, to))
  members.slice(1, -1).forEach((cell) => {
    const part = members.filter((member) => member !== cell)
    all.push({ part, set: without(upTo[count - 1] as RecordSet, cell.set) })
  })
  return all
}
