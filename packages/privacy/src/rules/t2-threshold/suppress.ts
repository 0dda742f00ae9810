/**
 * Which cells of a cube are withheld: those under the threshold, those that other rules withhold, and as few others as it takes that no sum
 * gives one back.
 *
 * A table of ordinary size gets the cheapest choice there is (optimum.ts). Where a larger one is beyond its limits, boxes of cells that slide
 * together protect what has no proof yet (boxes.ts), and linear programming shows which cells can be given back. Everything is counted in steps,
 * never in time, so the same table gives the same answer.
 */
import type { Highs } from 'highs'
import { type BoxSearch, cheapestBox } from './boxes.js'
import { type Cube, marginsOf, priceOf } from './cube.js'
import { type Intervals, intervalsOf, loadSolver } from './intervals.js'
import { leastWithheld } from './optimum.js'
import { type Sums, sumsOf } from './sums.js'

/** Columns of the linear programmes that seek the cheapest choice, summed; each table may solve a few. */
const MOST_FOR_OPTIMUM = 40_000
const LEAST_FOR_OPTIMUM = 50
/**
 * Linear programmes to give cells back in one table, withheld cells in one, and their cells × dimensions² summed: beyond,
 * boxes decide.
 */
const MOST_SOLVED = 500
const MOST_COLUMNS = 2_000
const MOST_WORK = 600_000
/** Boxes looked at for one table before only the most promising levels are tried. */
const MOST_BOXES = 4_000_000

/** What a table is protected from. */
export interface Guard {
  /** Cells with fewer people are withheld, and no withheld cell may be narrowed down to fewer possible numbers. */
  threshold: number
  /** Cells with fewer are withheld, where that is another number than the threshold. */
  least?: number
  /** Cells that other rules withhold: protected like those under the threshold, however many people they have. */
  primary?: ReadonlySet<number>
  /** Cells that the reader has been told already: withholding them protects nothing. */
  known?: ReadonlySet<number>
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
  const { threshold, least = threshold, known = new Set(), marginsShown = true } = guard
  const shown = (cell: number) => marginsShown || marginsOf(cube, cell) === 0
  const canWithhold = (cell: number) => shown(cell) && !known.has(cell)
  const primary = new Set<number>()
  for (const [cell, units] of cube.units)
    if ((units < least || guard.primary?.has(cell)) && shown(cell)) primary.add(cell)
  const guarded = [...primary].filter(canWithhold)
  if (guarded.length === 0) return { primary, secondary: new Set(), whole: false }

  const sums = sumsOf(cube)
  const columns = new Set(guarded.map((cell) => sums.columnOf.get(cell) as number))
  const table = { cube, sums, threshold, canWithhold }
  const withheld = await chosen(table, columns, solver)
  const cells = withheld ? [...withheld].flatMap((column) => sums.cells[column] ?? []) : cube.units.keys()
  const secondary = [...cells].filter((cell) => shown(cell) && !primary.has(cell))
  return { primary, secondary: new Set(secondary), whole: withheld === null }
}

interface Table {
  cube: Cube
  sums: Sums
  threshold: number
  canWithhold(cell: number): boolean
}

/** The columns that are withheld, the primary ones among them; null when nothing protects all of these. */
async function chosen(
  table: Table,
  primary: ReadonlySet<number>,
  solver: SolverSource,
): Promise<ReadonlySet<number> | null> {
  const { cube, sums, threshold, canWithhold } = table
  const isFree = (column: number) => (sums.cells[column] ?? []).every(canWithhold)
  if (![...primary].every(isFree)) return null
  const withheld = new Set(primary)
  const proofs = new Map<number, ReadonlySet<number>>()
  const programmes = Math.floor(MOST_FOR_OPTIMUM / sums.cells.length)
  if (programmes >= Math.max(LEAST_FOR_OPTIMUM, primary.size)) {
    const free = [...sums.cells.keys()].filter((column) => !primary.has(column) && isFree(column))
    const price = (column: number) =>
      (sums.cells[column] ?? []).reduce((sum, cell) => sum + priceOf(cube, cell), 0)
    const choice = leastWithheld({ sums, primary, free, price, threshold, programmes }, await solver())
    if (choice === null) return null
    for (const column of choice.secondary) withheld.add(column)
    for (const [column, proof] of choice.proofs) proofs.set(column, proof)
    if (choice.cheapest) return withheld
  }
  const left = [...primary].filter((column) => !proofs.has(column))
  if (!addBoxes(table, left, withheld, proofs)) return null
  if (withheld.size <= MOST_COLUMNS) giveBack(table, withheld, proofs, await solver())
  return withheld
}

/** Withholds a box for each column that is `left`; false when one has none. */
function addBoxes(
  { cube, sums, threshold, canWithhold }: Table,
  left: readonly number[],
  withheld: Set<number>,
  proofs: Map<number, ReadonlySet<number>>,
): boolean {
  const columnAt = (cell: number) => sums.columnOf.get(cell) as number
  const search: BoxSearch = {
    threshold,
    canWithhold,
    isWithheld: (cell) => withheld.has(columnAt(cell)),
    tries: Math.max(2 ** cube.sizes.length, Math.floor(MOST_BOXES / left.length / 2 ** cube.sizes.length)),
  }
  // Greatest first: its box is the dearest, and often covers the lesser ones.
  const unitsOf = (column: number) => sums.units[column] ?? 0
  for (const column of left.toSorted((a, b) => unitsOf(b) - unitsOf(a) || a - b)) {
    const [cell] = sums.cells[column] ?? []
    const corners = cell === undefined ? null : cheapestBox(cube, cell, search)
    if (corners === null) return false
    const proof = new Set(corners.map(columnAt))
    for (const corner of proof) withheld.add(corner)
    proofs.set(column, proof)
  }
  return true
}

/** Releases again, dearest first, each secondary column without which every primary one still has a proof. */
function giveBack(
  { cube, sums, threshold }: Table,
  withheld: Set<number>,
  proofs: Map<number, ReadonlySet<number>>,
  solver: Highs,
): void {
  const most = Math.min(MOST_SOLVED, Math.floor(MOST_WORK / withheld.size / cube.sizes.length ** 2))
  const intervals = intervalsOf(solver, sums, [...withheld], threshold)
  for (const column of withheld) intervals.withhold(column, 1)
  const priceAt = (column: number) => priceOf(cube, sums.cells[column]?.[0] as number)
  const candidates = [...withheld].filter((column) => !proofs.has(column))
  for (const candidate of candidates.sort((a, b) => priceAt(b) - priceAt(a) || a - b)) {
    if (intervals.solved >= most) break
    intervals.withhold(candidate, 0)
    const renewed = renewedProofs(candidate, proofs, threshold, intervals)
    if (renewed) {
      withheld.delete(candidate)
      for (const [column, proof] of renewed) proofs.set(column, proof)
    } else intervals.withhold(candidate, 1)
  }
  intervals.close()
}

/** New proofs for the columns whose proof needed `candidate`, or null when one of them has none without it. */
function renewedProofs(
  candidate: number,
  proofs: ReadonlyMap<number, ReadonlySet<number>>,
  threshold: number,
  intervals: Intervals,
): Map<number, ReadonlySet<number>> | null {
  const renewed = new Map<number, ReadonlySet<number>>()
  for (const [column, proof] of proofs) {
    if (!proof.has(candidate)) continue
    const { wide, moving } = intervals.spanOf(column, threshold)
    if (!wide) return null
    renewed.set(column, moving)
  }
  return renewed
}
