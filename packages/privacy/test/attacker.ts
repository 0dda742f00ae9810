/** An attacker of sums: a linear programme over a table and its margins, written apart from the defence's own. */
import type { Highs } from 'highs'

export interface Sum {
  at: readonly (number | null)[]
  amount: number
}

/**
 * How far apart the least and the greatest amount are that each of `targets` could have, for a reader who knows exactly the sums for which
 * `known` holds, that every margin is the sum of its cells along each dimension, and that nothing is below zero.
 */
export function widths(
  solver: Highs,
  sums: readonly Sum[],
  known: (at: string) => boolean,
  targets: readonly string[],
): number[] {
  const name = new Map(sums.map(({ at }, index) => [at.join(), `x${index}`]))
  const constraints = sums.flatMap((margin) =>
    margin.at.flatMap((level, axis) => {
      if (level !== null) return []
      const parts = sums.filter(
        ({ at }) => at[axis] !== null && at.every((one, other) => other === axis || one === margin.at[other]),
      )
      return [`${name.get(margin.at.join())} - ${parts.map(({ at }) => name.get(at.join())).join(' - ')} = 0`]
    }),
  )
  const bounds = sums.map(({ at, amount }) =>
    known(at.join()) ? `${name.get(at.join())} = ${amount}` : `0 <= ${name.get(at.join())} <= 1e7`,
  )
  const rows = constraints.map((row, index) => ` c${index}: ${row}`).join('\n')
  const extreme = (sense: 'Maximize' | 'Minimize', at: string) =>
    solver.solve(
      `${sense}\n obj: ${name.get(at)}\nSubject To\n${rows}\nBounds\n ${bounds.join('\n ')}\nEnd`,
      { output_flag: false },
    ).ObjectiveValue
  return targets.map((at) => extreme('Maximize', at) - extreme('Minimize', at))
}
