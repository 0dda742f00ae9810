/**
 * Which cells of a table T2 and L1 withhold together. A table that was told before is told again as it was: what the reader knows changes what is
 * withheld only where it would show what is withheld, and L1 asks only after the cells that T2 shows, since what T2 withholds of a table lies near what
 * the table told.
 */
import type { Policy, RuleId } from '@sund/model'
import type { Cube } from '../rules/t2-threshold/cube.js'
import { type Guard, type SolverSource, type Suppression, suppress } from '../rules/t2-threshold/suppress.js'
import type { Comparison } from './comparison.js'

/** The withheld cells of a cube, each with its rule. `numberOf` has the cell of each part of the statistic that the ledger knows. */
export async function withheldCells(
  cube: Cube,
  numberOf: ReadonlyMap<object, number>,
  { policy, comparison }: { policy: Policy; comparison: Comparison },
  solver: SolverSource,
  marginsShown: boolean,
): Promise<Map<number, RuleId>> {
  const { known, knownSums } = knownIn(numberOf, comparison)
  const isHiding = ({ secondary }: Suppression) =>
    knownSums.length === 0 && [...secondary].every((cell) => !known.has(cell))
  const near = [...numberOf].flatMap(([of, cell]) => (comparison.near(of) ? [cell] : []))
  const byLedger = new Set<number>()
  for (;;) {
    const guard = { threshold: policy.cellThreshold, marginsShown, primary: byLedger }
    const unread = await suppress(cube, guard, solver)
    const { primary, secondary, whole } = isHiding(unread)
      ? unread
      : await suppress(cube, { ...guard, known, knownSums }, solver)
    const more = near.filter((cell) => !primary.has(cell) && !secondary.has(cell) && !byLedger.has(cell))
    for (const cell of more) byLedger.add(cell)
    if (more.length > 0) continue
    // Where nothing can hide what lies near, all goes for its sake.
    const ruleOf = (cell: number): RuleId =>
      byLedger.has(cell) || (whole && byLedger.size > 0) ? 'L1' : 'T2'
    return new Map([...primary, ...secondary].map((cell) => [cell, ruleOf(cell)]))
  }
}

/** What the reader was told of the cells before. */
function knownIn(
  numberOf: ReadonlyMap<object, number>,
  comparison: Comparison,
): Required<Pick<Guard, 'known' | 'knownSums'>> {
  const known = [...numberOf].flatMap(([of, cell]) => (comparison.known(of) ? [cell] : []))
  const knownSums = comparison.knownTogether.flatMap((parts) => {
    const cells = parts.flatMap((of) => numberOf.get(of) ?? [])
    return cells.length === parts.length ? [new Set(cells)] : []
  })
  return { known: new Set(known), knownSums }
}
