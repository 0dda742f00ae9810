/** Newton's method for a concave log-likelihood whose value, gradient and information come as one array of sums. */
import type { Matrix } from 'ml-matrix'
import { inverse, type Sums, symmetric, times } from './algebra.js'
import { type DesignColumn, named } from './design.js'

const MOST_STEPS = 40
/** Largest change of an estimate, in standard deviations of its column, at which the method stops. */
const TOLERANCE = 1e-10

interface Fit {
  estimates: number[]
  /** The log-likelihood at the estimates. */
  value: number
  covariance: Matrix
  gradient: Sums
  converged: boolean
  notes(columns: readonly Pick<DesignColumn, 'term' | 'level'>[], offset: number): string[]
}

/** What is said of a model whose method did not stop; `largest` is the term with the largest estimate. */
export const unconverged = (largest?: Pick<DesignColumn, 'term' | 'level'>): string =>
  `The estimates did not converge${largest ? `; the one of ${named(largest)} has no bound (separation)` : ''}.`

/**
 * `pass` gives [value, gradient …, information (upper triangle) …]. Null when the information is singular at the start. The last step,
 * smaller than `tolerance`, is made without another pass: what the value and the information would change is of its order or below.
 */
export async function newton(
  pass: (estimates: readonly number[]) => Promise<Sums>,
  start: readonly number[],
  tolerance = TOLERANCE,
  most = MOST_STEPS,
): Promise<Fit | null> {
  const size = start.length
  let estimates = [...start]
  let sums = await pass(estimates)
  let converged = false
  for (let step = 0; step < most; step++) {
    const bread = inverse(symmetric(size, sums.slice(1 + size)))
    if (!bread) {
      if (step === 0) return null
      break
    }
    let move = times(bread, sums.slice(1, 1 + size))
    let next = estimates.map((estimate, i) => estimate + (move[i] as number))
    converged = move.every((of) => Math.abs(of) < tolerance)
    if (converged) {
      estimates = next
      break
    }
    let after = await pass(next)
    // Half the step while it makes matters worse by more than rounding.
    for (
      let half = 0;
      half < 30 && !((after[0] as number) >= (sums[0] as number) - 1e-12 * Math.abs(sums[0] as number));
      half++
    ) {
      move = move.map((of) => of / 2)
      next = estimates.map((estimate, i) => estimate + (move[i] as number))
      after = await pass(next)
    }
    estimates = next
    sums = after
  }
  const covariance = inverse(symmetric(size, sums.slice(1 + size)))
  if (!covariance) return null
  return {
    estimates,
    value: sums[0] as number,
    gradient: sums.slice(1, 1 + size),
    covariance,
    converged,
    notes: (columns, offset) => {
      if (converged) return []
      const sizes = columns.map((_, i) => Math.abs(estimates[i + offset] as number))
      return [unconverged(columns[sizes.indexOf(Math.max(...sizes))])]
    },
  }
}

/**
 * Estimates of a sample moved by the scores of all rows, while the sample's information stands for theirs, from which it differs by
 * a percent or so: scores cost a fraction of the information. Ends where the next move would be smaller than `enough`, or
 * moves do not shrink as they should.
 */
export async function movedByScores(
  bread: Matrix,
  scores: (estimates: readonly number[]) => Promise<Sums>,
  start: readonly number[],
  enough: number,
): Promise<readonly number[]> {
  let estimates = start
  let last = Number.POSITIVE_INFINITY
  for (let step = 0; step < 4; step++) {
    const move = times(bread, await scores(estimates))
    const size = Math.max(...move.map(Math.abs))
    // The sample stands for the rows only while each move is much smaller than the one before.
    if (!(size < 0.2 * last)) break
    estimates = estimates.map((estimate, i) => estimate + (move[i] as number))
    if (size * (step === 0 ? 1 : size / last) < enough) break
    last = size
  }
  return estimates
}
