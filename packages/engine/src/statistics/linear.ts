/**
 * What models that are linear in their columns share: least squares of the outcome, or of another column, on some of the
 * columns, with the classical, robust or clustered covariance and its report. Read from second moments (products.ts).
 */
import type { Coefficient, ModelStatistic } from '@sund/model'
import type { Matrix } from 'ml-matrix'
import { type Sql, sql } from '../dialects/sql.js'
import type { ModelSpec } from '../plan/types.js'
import { coefficientsOf } from './coefficients.js'
import { type Design, type DesignColumn, unstandardised } from './design.js'
import { columnsOf, leastSquares, residual, scoreProducts } from './products.js'
import { sandwich } from './sandwich.js'
import { degenerate, refuse, type Source } from './source.js'

interface Linear {
  estimates: number[]
  covariance: Matrix
  rss: number
  /** Of Student's t: rows less parameters, or clusters less one. */
  degrees: number
}

/** How the uncertainty of a model is stated. */
type Uncertainty = Pick<ModelSpec, 'robust' | 'cluster'>

/**
 * Ordinary least squares of column `of` on columns `on` (indices of `columnsOf`). Covariance as Stata's regress: σ²(X′X)⁻¹,
 * HC1 under `robust`, and with `cluster` the clustered one with G/(G−1) · (n−1)/(n−k).
 */
export async function ordinary(
  source: Source,
  design: Design,
  products: Matrix,
  on: readonly number[],
  of: number,
  { robust, cluster }: Uncertainty,
): Promise<Linear> {
  const { n } = design
  const fit = leastSquares(products, on, of) ?? dependent(source)
  const degrees = residualDegrees(source, n, on.length)
  if (!robust && cluster === null)
    return { ...fit, covariance: fit.bread.clone().mul(fit.rss / degrees), degrees }
  const columns = columnsOf(design)
  const left = residual(columns, on, of, fit.estimates)
  const { meat, groups } = await scoresOf(source, design, on, left, cluster)
  const factor = cluster === null ? n / degrees : (groups / (groups - 1)) * ((n - 1) / degrees)
  return {
    ...fit,
    covariance: sandwich(fit.bread, meat, factor),
    degrees: cluster === null ? degrees : groups - 1,
  }
}

/** Σ u u′ of columns × residual by row or cluster; one cluster only is refused. */
export async function scoresOf(
  source: Source,
  design: Design,
  on: readonly number[],
  left: Sql,
  cluster: string | null,
): Promise<{ meat: Matrix; groups: number }> {
  const columns = columnsOf(design)
  const products = await scoreProducts(
    source,
    design.parts,
    on.map((i) => sql`${columns[i] as Sql} * ${left}`),
    cluster !== null,
  )
  if (cluster !== null && products.groups < 2)
    return degenerate(source, `cluster(${cluster}) has one group only.`, 'Leave out cluster().')
  return products
}

/** Rows less parameters, refused when none are left. */
export function residualDegrees(source: Source, rows: number, parameters: number): number {
  if (parameters === 0)
    return refuse(source, 'The model has no terms and no constant.', 'Name at least one term.')
  if (rows - parameters > 0) return rows - parameters
  return degenerate(
    source,
    `The model has ${parameters} parameters, as many as there are rows or more.`,
    'Leave out terms, or widen the condition.',
  )
}

export const dependent = (source: Source): never =>
  degenerate(source, 'The terms depend on one another.', 'Leave out terms that say the same.')

/** Refuses an outcome that does not vary. */
export function varying(source: Source, { outcome }: Design): void {
  if (!(outcome.scale > 1e-10 * Math.abs(outcome.mean)))
    degenerate(source, `${outcome.name} is the same in every row.`, 'Choose an outcome that varies.')
}

/** The design with these of its columns only, in this order (places in `design.columns`): for reports. */
export function withColumns(design: Design, places: readonly number[]): Design {
  const { gram: _, ...rest } = design
  return { ...rest, columns: places.map((place) => design.columns[place] as DesignColumn) }
}

/**
 * Lines of a report from estimates on standardised columns, the constant first: on the scale of the data, or as they are
 * under `standardize`.
 */
export function linesOf(
  design: Design,
  estimates: readonly number[],
  covariance: Matrix,
  { level, standardize }: Pick<ModelSpec, 'level' | 'standardize'>,
  degrees?: number,
): Coefficient[] {
  if (!standardize) {
    const raw = unstandardised(design, estimates, covariance)
    return coefficientsOf(design, raw.estimates, raw.covariance, level, degrees)
  }
  const offset = design.constant ? 1 : 0
  const last = estimates.length - 1
  return coefficientsOf(
    { columns: design.columns, constant: false },
    estimates.slice(offset),
    covariance.subMatrix(offset, last, offset, last),
    level,
    degrees,
  )
}

/** What every model of this folder reports of its rows. */
export const reportOf = (
  design: Design,
  spec: ModelSpec,
): Pick<
  ModelStatistic,
  'kind' | 'model' | 'outcome' | 'used' | 'missing' | 'exponentiate' | 'level' | 'factorLevels' | 'notes'
> => ({
  kind: 'model',
  model: spec.model,
  outcome: design.outcome.name,
  used: design.used,
  missing: design.missing,
  exponentiate: false,
  level: spec.level,
  factorLevels: design.factorLevels,
  notes: design.notes,
})
