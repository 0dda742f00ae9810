/**
 * Which cells of a table T2 withholds when the reader was told of some before, and of which cells L1 withholds what rests on values. A cell that was told
 * hides nothing, so others are withheld where that is possible; where it is not, the small cell follows from what was told, which cannot be taken back,
 * and the table is told as it would be without.
 */
import type { Policy, RecordSet } from '@sund/model'
import type { Cube } from '../rules/t2-threshold/cube.js'
import { type SolverSource, suppress } from '../rules/t2-threshold/suppress.js'
import { type Comparison, isNear } from './comparison.js'

/** The cells of a cube whose counts are withheld (T2), and those of which only the values are (L1). */
export interface WithheldCells {
  counts: ReadonlySet<number>
  values: ReadonlySet<number>
}

/** `numberOf` has the cell of each set that the ledger knows. */
export async function withheldCells(
  cube: Cube,
  numberOf: ReadonlyMap<RecordSet, number>,
  { policy, comparison }: { policy: Policy; comparison: Comparison },
  solver: SolverSource,
  marginsShown: boolean,
): Promise<WithheldCells> {
  const guard = { threshold: policy.cellThreshold, marginsShown }
  const cellsOf = (has: (set: RecordSet) => boolean) =>
    new Set([...numberOf].flatMap(([set, cell]) => (has(set) ? [cell] : [])))
  const known = cellsOf((set) => comparison.toldBefore(set))
  const unread = await suppress(cube, guard, solver)
  const isHiding = [...unread.secondary].every((cell) => !known.has(cell))
  const read = isHiding ? unread : await suppress(cube, { ...guard, known }, solver)
  const { primary, secondary } = read.whole ? unread : read
  const counts = new Set([...primary, ...secondary])
  const near = cellsOf(isNear)
  if (near.size === 0) return { counts, values: near }
  const values = await suppress(cube, { ...guard, primary: new Set([...near, ...counts]) }, solver)
  return { counts, values: new Set([...near, ...values.secondary].filter((cell) => !counts.has(cell))) }
}
