/** Least squares with explicit columns, and linear regression. */
import type { Coefficient, ModelStatistic } from '@sund/model'
import type { Matrix } from 'ml-matrix'
import type { GlmSpec, ModelSpec } from '../../../plan/types.js'
import type { Population, Row } from '../../data.js'
import { meanOf, sumOf } from '../../order.js'
import { fisher } from '../distributions.js'
import { degenerate } from '../population.js'
import { crossed, dot, inverseOf, times, type Vector } from './algebra.js'
import { type Design, designOf, totalSquares } from './design.js'
import { linearMargins } from './margins.js'
import {
  degreesOf,
  dependent,
  type Estimated,
  linesOf,
  meatOf,
  oneCluster,
  reportOf,
  sandwich,
  slopesOf,
  unstandardised,
  wald,
} from './report.js'
import { type Weighing, withPeople } from './weights.js'

export interface LeastSquares {
  estimates: number[]
  /** (X′X)⁻¹. */
  bread: Matrix
  residuals: number[]
  rss: number
  /** By row, its column values times its residual. */
  scores: number[][]
}

/** Null where columns depend on one another. */
export function leastSquares(x: readonly Vector[], y: Vector): LeastSquares | null {
  const bread = inverseOf(crossed(x, x))
  if (!bread) return null
  const estimates = times(
    bread,
    crossed(
      x,
      y.map((v) => [v]),
    ).to1DArray(),
  )
  const residuals = y.map((v, r) => v - dot(x[r] as Vector, estimates))
  return {
    estimates,
    bread,
    residuals,
    rss: sumOf(residuals.map((e) => e * e)),
    scores: x.map((row, r) => row.map((v) => v * (residuals[r] as number))),
  }
}

export interface Ordinary extends LeastSquares, Estimated {
  degrees: number
}

/** Least squares with the classical covariance, HC1 (`robust`), or the clustered one; t with n − k or clusters − 1. */
export function ordinary(
  design: Pick<Design, 'population'>,
  { x, y, rows }: { x: readonly Vector[]; y: Vector; rows: readonly Row[] },
  { robust, cluster }: Pick<ModelSpec, 'robust' | 'cluster'>,
): Ordinary {
  const [n, k] = [y.length, x[0]?.length ?? 0]
  const degrees = degreesOf(design, n, k)
  const fit = leastSquares(x, y) ?? dependent(design)
  if (!robust && cluster === null)
    return { ...fit, covariance: fit.bread.clone().mul(fit.rss / degrees), degrees }
  const { meat, groups } = meatOf(rows, fit.scores, cluster)
  if (groups < 2) return oneCluster(design, cluster)
  const factor = cluster === null ? n / degrees : (groups / (groups - 1)) * ((n - 1) / degrees)
  return {
    ...fit,
    covariance: sandwich(fit.bread, meat, factor),
    degrees: cluster === null ? degrees : groups - 1,
  }
}

/** Refuses an outcome that does not vary. */
export function varying(design: Design, outcome: string): void {
  const mean = design.constant ? meanOf(design.y) : 0
  if (!(Math.sqrt(totalSquares(design) / design.y.length) > 1e-10 * Math.abs(mean)))
    degenerate(design.population, `${outcome} is the same in every row.`)
}

/** Lines on the scale of the data, or without the constant in standard deviations of outcome and columns, with the people they rest on. */
export function linearLines(
  design: Design,
  fit: Estimated,
  spec: Pick<ModelSpec, 'level' | 'standardize'>,
  degrees?: number,
  weighing: Weighing = design,
): Coefficient[] {
  return withPeople(design, plainLines(design, fit, spec, degrees), weighing)
}

export function plainLines(
  design: Design,
  fit: Estimated,
  { level, standardize }: Pick<ModelSpec, 'level' | 'standardize'>,
  degrees?: number,
): Coefficient[] {
  if (!standardize) return linesOf(design, unstandardised(design, fit), level, degrees)
  const slopes = slopesOf(design)
  const sd = Math.sqrt(totalSquares(design) / design.y.length)
  return linesOf(
    { columns: design.columns, constant: false },
    {
      estimates: slopes.map((i) => (fit.estimates[i] as number) / sd),
      covariance: fit.covariance.selection(slopes, slopes).div(sd ** 2),
    },
    level,
    degrees,
  )
}

export function regress(population: Population, spec: GlmSpec): ModelStatistic {
  const design = designOf(population, spec, {
    centred: spec.constant,
    constant: spec.constant,
    present: spec.exposure === null ? [] : [spec.exposure],
  })
  varying(design, spec.outcome)
  const [n, k] = [design.y.length, design.x[0]?.length ?? 0]
  const degrees = degreesOf(design, n, k)
  const fit = ordinary(design, design, spec)
  const total = totalSquares(design)
  const tested = design.columns.length
  const r2 = 1 - fit.rss / total
  const plain = !spec.robust && spec.cluster === null
  const logLikelihood = (-n / 2) * (Math.log((2 * Math.PI * fit.rss) / n) + 1)
  return {
    ...reportOf(design, spec),
    coefficients: linearLines(design, fit, spec, fit.degrees),
    parameters: k,
    residualDegreesOfFreedom: degrees,
    ...linearMargins(spec, design, fit, { degrees: fit.degrees }),
    fit: {
      r2,
      adjustedR2: 1 - ((1 - r2) * (n - (design.constant ? 1 : 0))) / degrees,
      rmse: Math.sqrt(fit.rss / degrees),
      ...(fit.rss > 0 ? { logLikelihood, aic: -2 * logLikelihood + 2 * (k + 1) } : {}),
    },
    tests: !plain
      ? wald(fit, slopesOf(design), fit.degrees)
      : tested > 0
        ? [fisher((total - fit.rss) / tested / (fit.rss / degrees), tested, degrees)]
        : [],
  }
}
