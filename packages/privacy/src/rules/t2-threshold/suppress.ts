/**
 * Which cells of a cube are withheld: those under the threshold, and as few others as it takes that no sum
 * gives one back.
 *
 * Protection is by hypercubes (Repsilber 1994; Giessing and Repsilber 2002): a cell is safe when it is a
 * corner of a box of withheld cells along which one number can slide by at least the threshold without
 * changing any released sum. Such a box always exists, since the box of a cell and its own margins is one, so
 * no table is left unprotected whatever its size. Linear programming (intervals.ts) then shows which cells
 * are safe already, and which others can be given back. Everything is counted in steps, never in time, so the
 * same table gives the same answer.
 */
import type { Highs } from 'highs'
import { type Cube, levelOf, marginsOf } from './cube.js'
import { type Intervals, intervalsOf, loadSolver } from './intervals.js'

/**
 * Linear programmes for one table, withheld cells in one, and their cells × dimensions² summed: beyond,
 * boxes decide.
 */
const MOST_SOLVED = 500
const MOST_COLUMNS = 2_000
const MOST_WORK = 600_000
/** Boxes looked at for one table before only the most promising levels are tried. */
const MOST_BOXES = 4_000_000
/** How much dearer a margin is to withhold than a cell of the same count, for each dimension it is over. */
const MARGIN_PRICE = 8

/** What a table is protected from. */
export interface Guard {
  /** Cells with fewer people are withheld, and no withheld cell may be narrowed down to fewer possible numbers. */
  threshold: number
  /** Cells that other rules withhold: protected like those under the threshold, however many people they have. */
  primary?: ReadonlySet<number>
  /** Cells that the reader has been told already: withholding them protects nothing. */
  known?: ReadonlySet<number>
  /** Cells of which the reader has been told how many people they have together (a wider age group of an earlier result). */
  knownSums?: readonly ReadonlySet<number>[]
  /** False where a result shows no margins: they are taken as known from elsewhere, since nothing here could withhold them. */
  marginsShown?: boolean
}

/** Cells withheld for their own sake, and cells withheld for the sake of these. */
export interface Suppression {
  primary: ReadonlySet<number>
  secondary: ReadonlySet<number>
  /** What the reader knows leaves some primary cell without protection, so every cell is withheld. */
  whole: boolean
}

/** Opens the solver when a table first needs it, and keeps it for as long as the process protects. */
export type SolverSource = () => Promise<Highs>
export function solverSource(): SolverSource {
  let solver: Promise<Highs> | undefined
  return () => {
    solver ??= loadSolver()
    return solver
  }
}

/**
 * Promises: with every other cell known exactly, the numbers that a primary cell could have, given all sums, span at least
 * `threshold`. Empty cells are known to be empty. A primary cell that is `known` is withheld and has nothing left to protect.
 * Where some cell cannot be protected from who knows what is `known`, the whole table is withheld.
 */
export async function suppress(cube: Cube, guard: Guard, solver: SolverSource): Promise<Suppression> {
  const { threshold, known = new Set(), knownSums = [], marginsShown = true } = guard
  const shown = (cell: number) => marginsShown || marginsOf(cube, cell) === 0
  const canWithhold = (cell: number) => shown(cell) && !known.has(cell)
  const primary = new Set<number>()
  for (const [cell, units] of cube.units)
    if ((units < threshold || guard.primary?.has(cell)) && shown(cell)) primary.add(cell)
  const guarded = [...primary].filter(canWithhold)
  if (guarded.length === 0) return { primary, secondary: new Set(), whole: false }

  const withheld = new Set(guarded)
  const proofs = new Map<number, ReadonlySet<number>>()
  const tries = Math.max(
    2 ** cube.sizes.length,
    Math.floor(MOST_BOXES / guarded.length / 2 ** cube.sizes.length),
  )
  // Greatest first: its box is the dearest, and often covers the lesser ones.
  guarded.sort((a, b) => unitsOf(cube, b) - unitsOf(cube, a) || a - b)
  for (const cell of guarded) {
    const box = cheapestBox(cube, cell, withheld, { threshold, tries, canWithhold, knownSums })
    if (box.corners.length === 0) {
      const rest = [...cube.units.keys()].filter((cell) => shown(cell) && !primary.has(cell))
      return { primary, secondary: new Set(rest), whole: true }
    }
    for (const corner of box.corners) withheld.add(corner)
    proofs.set(cell, new Set(box.corners))
  }
  if (withheld.size > guarded.length && withheld.size <= MOST_COLUMNS)
    giveBack(withheld, proofs, { cube, threshold, knownSums }, await solver())
  return { primary, secondary: new Set([...withheld].filter((cell) => !primary.has(cell))), whole: false }
}

/** Releases again, dearest first, each secondary cell without which every primary cell still has a proof. */
function giveBack(
  withheld: Set<number>,
  proofs: Map<number, ReadonlySet<number>>,
  {
    cube,
    threshold,
    knownSums,
  }: { cube: Cube; threshold: number; knownSums: readonly ReadonlySet<number>[] },
  solver: Highs,
): void {
  const most = Math.min(MOST_SOLVED, Math.floor(MOST_WORK / withheld.size / cube.sizes.length ** 2))
  const intervals = intervalsOf(solver, cube, withheld, threshold, knownSums)
  const candidates = [...withheld].filter((cell) => !proofs.has(cell))
  candidates.sort((a, b) => priceOf(cube, b) - priceOf(cube, a) || a - b)
  for (const candidate of candidates) {
    if (intervals.solved >= most) break
    intervals.know(candidate)
    const renewed = renewedProofs(candidate, proofs, threshold, intervals)
    if (renewed) {
      withheld.delete(candidate)
      for (const [cell, proof] of renewed) proofs.set(cell, proof)
    } else intervals.forget(candidate)
  }
  intervals.close()
}

/** New proofs for the cells whose proof needed `candidate`, or null when one of them has none without it. */
function renewedProofs(
  candidate: number,
  proofs: ReadonlyMap<number, ReadonlySet<number>>,
  threshold: number,
  intervals: Intervals,
): Map<number, ReadonlySet<number>> | null {
  const renewed = new Map<number, ReadonlySet<number>>()
  for (const [cell, proof] of proofs) {
    if (!proof.has(candidate)) continue
    const other = intervals.proof(cell, threshold)
    if (!other) return null
    renewed.set(cell, other)
  }
  return renewed
}

const unitsOf = (cube: Cube, cell: number): number => cube.units.get(cell) ?? 0
const priceOf = (cube: Cube, cell: number): number =>
  unitsOf(cube, cell) * MARGIN_PRICE ** marginsOf(cube, cell)

interface Search {
  threshold: number
  tries: number
  canWithhold(cell: number): boolean
  knownSums: readonly ReadonlySet<number>[]
}

interface Box {
  corners: number[]
  price: number
}

/**
 * The cheapest box with `cell` as a corner that slides by at least `threshold`. In each dimension the partner
 * of the cell's level is another level (the number moves the other way there) or the margin (it moves the
 * same way).
 */
function cheapestBox(
  cube: Cube,
  cell: number,
  withheld: ReadonlySet<number>,
  { threshold, tries, canWithhold, knownSums }: Search,
): Box {
  const partners = partnersOf(cube, cell, withheld, tries, canWithhold)
  let best: Box = { corners: [], price: Number.POSITIVE_INFINITY }
  /** Corners so far, with the direction in which each moves when the cell rises. */
  const extend = (corners: readonly { cell: number; sign: 1 | -1 }[], dimension: number, price: number) => {
    if (price >= best.price) return
    const choices = partners[dimension]
    if (choices === undefined) {
      if (slideOf(cube, corners) >= threshold && knownSums.every((sum) => staysPut(sum, corners)))
        best = { corners: corners.map((corner) => corner.cell), price }
      return
    }
    for (const { step, turns } of choices) {
      const added: { cell: number; sign: 1 | -1 }[] = []
      let more = 0
      for (const corner of corners) {
        const opposite = corner.cell + step
        if (!cube.units.has(opposite) || !canWithhold(opposite)) break
        added.push({ cell: opposite, sign: turns ? (-corner.sign as 1 | -1) : corner.sign })
        if (!withheld.has(opposite)) more += priceOf(cube, opposite)
      }
      if (added.length === corners.length) extend([...corners, ...added], dimension + 1, price + more)
    }
  }
  extend([{ cell, sign: 1 }], 0, 0)
  return best
}

/** Whether the sum of known cells stays as it is when the box slides. */
const staysPut = (sum: ReadonlySet<number>, corners: readonly { cell: number; sign: 1 | -1 }[]): boolean =>
  corners.reduce((net, { cell, sign }) => (sum.has(cell) ? net + sign : net), 0) === 0

/** The width of the interval along which the box can slide: down to the first empty corner on either side. */
function slideOf(cube: Cube, corners: readonly { cell: number; sign: 1 | -1 }[]): number {
  let falling = Number.POSITIVE_INFINITY
  let rising = Number.POSITIVE_INFINITY
  for (const corner of corners) {
    if (corner.sign === 1) falling = Math.min(falling, unitsOf(cube, corner.cell))
    else rising = Math.min(rising, unitsOf(cube, corner.cell))
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
  withheld: ReadonlySet<number>,
  tries: number,
  canWithhold: (cell: number) => boolean,
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
      const price = withheld.has(neighbour) ? 0 : priceOf(cube, neighbour)
      all.push({ step, turns: other !== size && level !== size, price })
    }
    all.sort((a, b) => a.price - b.price || a.step - b.step)
    const kept = all.slice(0, perDimension)
    const margin = all.find((partner) => partner.step === (size - level) * stride)
    if (margin && !kept.includes(margin)) kept.push(margin)
    return kept
  })
}
