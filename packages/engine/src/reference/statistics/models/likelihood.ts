/**
 * A likelihood as a plain function of a row and what the model says of it, climbed with numeric derivatives: nothing is
 * derived by hand, so nothing can be derived wrongly.
 */
import { Matrix } from 'ml-matrix'
import { dot, gradientOf, hessianOf, inverseOf, times, uphill, type Vector } from './algebra.js'

/** Rows with linear predictors, all over the same columns, and numbers beside that are the same for every row. */
export interface Likelihood {
  x: readonly Vector[]
  equations: number
  beside: number
  /** Added to every predictor of a row: the logarithm of an exposure. */
  offset?: Vector
  /** Log-likelihood of a row at its predictors and the numbers beside. */
  of(row: number, at: Vector): number
  /**
   * The same for the outcome that is expected at `mean`, another such place: where the log-likelihood is linear in the outcome as far
   * as predictors go, its curvature there is Fisher's expected information. Left out: the observed one.
   */
  expected?(row: number, at: Vector, mean: Vector): number
}

export interface Fit {
  /** By equation, then the numbers beside. */
  estimates: number[]
  covariance: Matrix | null
  value: number
  /** By row, the derivative of its log-likelihood. */
  scores: number[][]
  converged: boolean
}

/** What a row's log-likelihood is a function of. */
function placeOf({ x, equations, beside, offset }: Likelihood, row: number, estimates: Vector): number[] {
  const own = x[row] as Vector
  const predictors = Array.from(
    { length: equations },
    (_, e) => (offset?.[row] ?? 0) + dot(own, estimates.slice(e * own.length, (e + 1) * own.length)),
  )
  return [...predictors, ...(beside > 0 ? estimates.slice(-beside) : [])]
}

/** The derivatives of each place of a row by the estimates: its columns for a predictor, 1 for a number beside. */
function leversOf({ x, equations, beside }: Likelihood, row: number): Matrix {
  const own = x[row] as Vector
  const lever = Matrix.zeros(equations + beside, equations * own.length + beside)
  for (let e = 0; e < equations; e++)
    for (const [i, value] of own.entries()) lever.set(e, e * own.length + i, value)
  for (let b = 0; b < beside; b++) lever.set(equations + b, equations * own.length + b, 1)
  return lever
}

export const valueAt = (likelihood: Likelihood, estimates: Vector): number =>
  likelihood.x.reduce((sum, _, row) => sum + likelihood.of(row, placeOf(likelihood, row, estimates)), 0)

export function scoresAt(likelihood: Likelihood, estimates: Vector): number[][] {
  return likelihood.x.map((_, row) => {
    const slope = gradientOf((at) => likelihood.of(row, at), placeOf(likelihood, row, estimates))
    return times(leversOf(likelihood, row).transpose(), slope)
  })
}

/** Minus the second derivatives, observed or of what is expected. Expected, nothing beside goes with the predictors. */
function informationAt(likelihood: Likelihood, estimates: Vector, expected: boolean): Matrix {
  const { equations } = likelihood
  const sum = Matrix.zeros(estimates.length, estimates.length)
  for (const row of likelihood.x.keys()) {
    const at = placeOf(likelihood, row, estimates)
    const lever = leversOf(likelihood, row)
    const bent = hessianOf((place) => likelihood.of(row, place), at)
    const likely = likelihood.expected
    if (expected && likely) {
      for (let i = 0; i < equations; i++)
        for (let j = equations; j < at.length; j++) {
          bent.set(i, j, 0)
          bent.set(j, i, 0)
        }
      const own = hessianOf(
        (place) => likely(row, [...place, ...at.slice(equations)], at),
        at.slice(0, equations),
      )
      bent.setSubMatrix(own, 0, 0)
    }
    sum.sub(lever.transpose().mmul(bent).mmul(lever))
  }
  return sum
}

const MOST_STEPS = 200

/** The estimates of greatest likelihood from `start`; the step is halved while it leads down. */
export function maximum(likelihood: Likelihood, start: Vector, stop?: (estimates: Vector) => boolean): Fit {
  let estimates = [...start]
  let value = valueAt(likelihood, estimates)
  let converged = false
  for (let step = 0; step < MOST_STEPS && !converged && !stop?.(estimates); step++) {
    const score = scoresAt(likelihood, estimates).reduce(
      (sum, own) => sum.map((s, i) => s + (own[i] as number)),
      estimates.map(() => 0),
    )
    let move = times(uphill(informationAt(likelihood, estimates, false)), score)
    const most = Math.max(...move.map(Math.abs))
    if (most > 4) move = move.map((by) => (4 * by) / most)
    const moved = () => estimates.map((of, i) => of + (move[i] as number))
    for (
      let half = 0;
      half < 40 && !(valueAt(likelihood, moved()) >= value - 1e-12 * Math.abs(value));
      half++
    )
      move = move.map((by) => by / 2)
    estimates = moved()
    value = valueAt(likelihood, estimates)
    converged = move.every((by) => Math.abs(by) < 1e-9)
  }
  return {
    estimates,
    covariance: inverseOf(informationAt(likelihood, estimates, true)),
    value,
    scores: scoresAt(likelihood, estimates),
    converged,
  }
}
