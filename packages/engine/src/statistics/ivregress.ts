/**
 * Linear regression with instruments: two-stage least squares, limited-information maximum likelihood and two-step GMM.
 * Every one follows from the second moments of outcome, terms and instruments; robust covariances and GMM need one more pass.
 */
import type { Coefficient, ModelStatistic, TestStatistic } from '@sund/model'
import { CholeskyDecomposition, EigenvalueDecomposition, inverse as general, Matrix } from 'ml-matrix'
import type { Sql } from '../dialects/sql.js'
import type { InstrumentSpec, Term } from '../plan/types.js'
import { independent, inverse, pairs, quadratic, symmetric, times } from './algebra.js'
import { waldTest } from './coefficients.js'
import { type Design, designOf, named, writtenTerm } from './design.js'
import { chiSquaredTest, fTest } from './distributions.js'
import {
  dependent,
  linesOf,
  ordinary,
  reportOf,
  residualDegrees,
  scoresOf,
  varying,
  withColumns,
} from './linear.js'
import { besides, linearMargins } from './margins.js'
import type { Amount } from './outlying.js'
import { columnsOf, leastSquares, productsOf, residual, residualSquares } from './products.js'
import { degenerate, type Source } from './source.js'
import { ofDesign, withPeople } from './weights.js'

/**
 * As Stata's ivregress ([R] ivregress, Methods and formulas): variances divide by n, not n − k (which AER's ivreg does), and
 * tests are normal and chi-squared. LIML is the k-class estimator with the least root of Anderson and Rubin (1949). GMM
 * weighs by the inverse of Σ û² z z′ of the first step (by cluster with `cluster`), and its covariance is the robust
 * sandwich at the second. `robust` is White's without correction; `cluster` has G/(G−1).
 */
export async function ivregress(source: Source, spec: InstrumentSpec): Promise<ModelStatistic> {
  return fitInstruments(source, spec, await instrumentDesign(source, spec))
}

/** Columns of all terms, the endogenous first; which part each plays its term tells. */
export function instrumentDesign(source: Source, spec: InstrumentSpec): Promise<Design> {
  const asked = { ...spec, terms: [...spec.endogenous, ...spec.terms, ...spec.instruments] }
  const amounts = endogenousAmounts(spec.endogenous)
  return designOf(source, { ...asked, ...besides(asked) }, { binary: false, amounts, centred: spec.constant })
}

/** Endogenous terms are outcomes of the first stage, so how many people weigh in their coefficients says nothing of them. */
export const endogenousAmounts = (terms: readonly Term[]): Amount[] => [
  ...new Map(
    terms
      .flatMap(({ factors }) => factors)
      .filter(({ categorical }) => !categorical)
      .map(({ column }): [string, Amount] => [column, { name: column }]),
  ).values(),
]

/** Which columns (indices of `columnsOf`) play which part. */
interface Roles {
  endogenous: number[]
  exogenous: number[]
  instruments: number[]
  /** Regressors and what stands for them: both with the constant first, when there is one. */
  x: number[]
  z: number[]
}

export async function fitInstruments(
  source: Source,
  spec: InstrumentSpec,
  design: Design,
): Promise<ModelStatistic> {
  varying(source, design)
  const { n, columns, constant } = design
  const roles = rolesOf(source, spec, design)
  const y = columns.length + 1
  const products = await productsOf(source, design)
  const degrees = residualDegrees(source, n, Math.max(roles.x.length, roles.z.length))
  const fit = await estimate(source, spec, design, roles, products)
  const places = roles.x.filter((i) => i > 0).map((i) => i - 1)
  const main = withColumns(design, places)
  const rss = residualSquares(products, roles.x, y, fit.estimates)
  const total = products.get(y, y)
  const wald = waldTest(main, fit.estimates, fit.covariance)
  const first = spec.firstStage ? await firstStages(source, spec, design, roles, products) : null
  const beyond = roles.instruments.length - roles.endogenous.length
  const notes = [...design.notes]
  if (spec.overidentification && beyond === 0)
    notes.push('There are as many instruments as endogenous terms, so nothing is left to test.')
  return {
    ...reportOf(design, spec),
    coefficients: [
      ...(await withPeople(source, main, linesOf(main, fit.estimates, fit.covariance, spec), {
        parts: design.parts,
        regressors: roles.z.map((i) => columnsOf(design)[i] as Sql),
        lever: fit.lever,
      })),
      ...(first?.coefficients ?? []),
    ],
    parameters: Math.max(roles.x.length, roles.z.length),
    residualDegreesOfFreedom: degrees,
    ...(await linearMargins(source, spec, design, { ...fit, places }, [...spec.endogenous, ...spec.terms])),
    fit: { r2: 1 - rss / total, rmse: Math.sqrt(rss / n) * design.outcome.scale },
    tests: [
      ...(wald ? [wald] : []),
      ...(first?.tests ?? []),
      ...(spec.overidentification && beyond > 0
        ? [
            {
              ...chiSquaredTest('wald', fit.overidentification(), beyond),
              name: 'overidentification' as const,
            },
          ]
        : []),
      ...(spec.firstStage ? endogeneity(products, roles, y, n) : []),
    ],
    notes: constant ? notes : [...notes, 'Without a constant, R² is not about the mean.'],
  }
}

/** The part of each column, from the term it was made of. */
function rolesOf(source: Source, spec: InstrumentSpec, { columns, constant }: Design): Roles {
  const written = (terms: InstrumentSpec['terms']) => new Set(terms.map(writtenTerm))
  const at = (of: ReadonlySet<string>) => columns.flatMap(({ term }, i) => (of.has(term) ? [i + 1] : []))
  const [endogenous, exogenous, instruments] = [spec.endogenous, spec.terms, spec.instruments].map((terms) =>
    at(written(terms)),
  ) as [number[], number[], number[]]
  if (endogenous.length === 0)
    return degenerate(
      source,
      'No endogenous term is left: all of them are constant.',
      'Use regress, or name an endogenous term that varies.',
    )
  if (instruments.length < endogenous.length)
    return degenerate(
      source,
      `The endogenous terms need at least ${endogenous.length} instruments that say something of their own, and here are ${instruments.length}.`,
      'Name as many instruments as endogenous terms, or more, that are no combination of other terms.',
    )
  const zero = constant ? [0] : []
  return {
    endogenous,
    exogenous,
    instruments,
    x: [...zero, ...endogenous, ...exogenous],
    z: [...zero, ...exogenous, ...instruments],
  }
}

interface Estimated {
  estimates: number[]
  covariance: Matrix
  /** Estimates as sums of instruments × outcome; those of liml as if κ were 1. */
  lever: Matrix
  /** Sargan's n·R² (tsls), Anderson and Rubin's n·ln κ (liml), Hansen's J (gmm). */
  overidentification(): number
}

async function estimate(
  source: Source,
  spec: InstrumentSpec,
  design: Design,
  { x, z, endogenous, exogenous }: Roles,
  products: Matrix,
): Promise<Estimated> {
  const { n } = design
  const y = products.rows - 1
  const columns = columnsOf(design)
  const zz = inverse(products.selection(z, z)) ?? dependent(source)
  const xz = products.selection(x, z)
  const zy = z.map((i) => products.get(i, y))
  /** Coefficients of the projection of X on Z. */
  const projection = xz.mmul(zz)
  const projected = projection.mmul(xz.transpose())
  if (independent(projected).length < x.length)
    return degenerate(
      source,
      'The instruments do not tell the endogenous terms apart (the model is under-identified).',
      'Name instruments that are related to each endogenous term.',
    )
  const kappa = spec.method === 'liml' ? leastRoot(source, products, [y, ...endogenous], exogenous, z, x) : 1
  const bread =
    inverse(
      products
        .selection(x, x)
        .mul(1 - kappa)
        .add(projected.clone().mul(kappa)),
    ) ?? dependent(source)
  const estimates = times(
    bread,
    times(projection, zy).map((of, i) => kappa * of + (1 - kappa) * products.get(x[i] as number, y)),
  )
  const rss = residualSquares(products, x, y, estimates)
  const left = (of: readonly number[]) => residual(columns, x, y, of)
  const meatAt = (of: readonly number[]) => scoresOf(source, design, z, left(of), spec.cluster)
  /** Z′û from products. */
  const moments = (of: readonly number[]) =>
    z.map(
      (i, k) => (zy[k] as number) - x.reduce((sum, j, l) => sum + products.get(i, j) * (of[l] as number), 0),
    )
  if (spec.method === 'gmm') {
    const weight = inverse((await meatAt(estimates)).meat) ?? dependent(source)
    const xzw = xz.mmul(weight)
    const gmm = inverse(xzw.mmul(xz.transpose())) ?? dependent(source)
    const second = times(gmm, times(xzw, zy))
    const { meat } = await meatAt(second)
    const lever = gmm.mmul(xzw)
    return {
      lever,
      estimates: second,
      covariance: lever.mmul(meat).mmul(lever.transpose()),
      overidentification: () => quadratic(moments(second), weight),
    }
  }
  const overidentification = () =>
    spec.method === 'liml' ? n * Math.log(kappa) : quadratic(moments(estimates), zz) / (rss / n)
  const lever = bread.mmul(projection)
  if (!spec.robust && spec.cluster === null)
    return { lever, estimates, covariance: bread.clone().mul(rss / n), overidentification }
  const { meat, groups } = await meatAt(estimates)
  const factor = spec.cluster === null ? 1 : groups / (groups - 1)
  return {
    lever,
    estimates,
    covariance: lever.mmul(meat).mmul(lever.transpose()).mul(factor),
    overidentification,
  }
}

/**
 * The least κ for which the products of outcome and endogenous terms left over by the exogenous terms equal κ times those
 * left over by all instruments (Anderson and Rubin 1949).
 */
function leastRoot(
  source: Source,
  products: Matrix,
  of: readonly number[],
  exogenous: readonly number[],
  z: readonly number[],
  x: readonly number[],
): number {
  const zero = x.includes(0) ? [0] : []
  const wide = leftOver(products, of, [...zero, ...exogenous]) ?? dependent(source)
  const narrow = leftOver(products, of, z) ?? dependent(source)
  const lower = new CholeskyDecomposition(narrow).lowerTriangularMatrix
  const back = general(lower)
  const roots = new EigenvalueDecomposition(back.mmul(wide).mmul(back.transpose()), { assumeSymmetric: true })
  return Math.max(1, Math.min(...roots.realEigenvalues))
}

/** Products of columns `of` after projection off columns `on`. */
function leftOver(products: Matrix, of: readonly number[], on: readonly number[]): Matrix | null {
  const inner = inverse(products.selection([...on], [...on]))
  if (!inner) return null
  const cross = products.selection([...of], [...on])
  const left = products.selection([...of], [...of]).sub(cross.mmul(inner).mmul(cross.transpose()))
  // Equal but for rounding on both sides of the diagonal, and now equal.
  return symmetric(
    of.length,
    pairs(of.length).map(([i, j]) => left.get(i, j)),
  )
}

/** A regression of each endogenous column on all instruments, and the F test of those that the model itself lacks. */
async function firstStages(
  source: Source,
  spec: InstrumentSpec,
  design: Design,
  { endogenous, z, instruments }: Roles,
  products: Matrix,
): Promise<{ coefficients: Coefficient[]; tests: TestStatistic[] }> {
  const stages = await Promise.all(
    endogenous.map(async (of) => {
      const column = design.columns[of - 1] as Design['columns'][number]
      const fit = await ordinary(source, design, products, z, of, spec)
      const stage: Design = {
        ...withColumns(
          design,
          z.filter((i) => i > 0).map((i) => i - 1),
        ),
        outcome: { name: column.term, mean: column.mean, scale: column.scale, sum: 0 },
      }
      const excluded = instruments.map((i) => z.indexOf(i))
      const middle = inverse(fit.covariance.selection(excluded, excluded)) ?? dependent(source)
      const wald = quadratic(
        excluded.map((i) => fit.estimates[i] as number),
        middle,
      )
      const test = fTest(wald / excluded.length, excluded.length, fit.degrees)
      return {
        coefficients: (
          await withPeople(
            source,
            stage,
            linesOf(stage, fit.estimates, fit.covariance, spec, fit.degrees),
            ofDesign(
              design,
              z.filter((i) => i > 0).map((i) => i - 1),
            ),
          )
        ).map((line) => ({ equation: `first stage ${named(column)}`, ...line })),
        test: { ...test, name: 'weak-instruments' as const, of: named(column) },
      }
    }),
  )
  return {
    coefficients: stages.flatMap((stage) => stage.coefficients),
    tests: stages.map(({ test }) => test),
  }
}

/**
 * Whether the endogenous terms are endogenous after all (Wu 1973, Hausman 1978): the F test of the first stages' residuals
 * in the regression of the outcome on all terms. Assumes equal variance.
 */
function endogeneity(products: Matrix, { x, z, endogenous }: Roles, y: number, n: number): TestStatistic[] {
  const size = products.rows
  const residuals = endogenous.map((of) => {
    const row = new Array<number>(size).fill(0)
    for (const [i, estimate] of (leastSquares(products, z, of)?.estimates ?? []).entries())
      row[z[i] as number] = -estimate
    row[of] = (row[of] as number) + 1
    return row
  })
  const change = new Matrix([...Matrix.eye(size).to2DArray(), ...residuals])
  const wider = change.mmul(products).mmul(change.transpose())
  const added = endogenous.map((_, i) => size + i)
  const [without, with_] = [leastSquares(wider, x, y), leastSquares(wider, [...x, ...added], y)]
  const degrees = n - x.length - added.length
  if (!without || !with_ || degrees <= 0) return []
  const value = (without.rss - with_.rss) / added.length / (with_.rss / degrees)
  // Where nothing is left to explain, the ratio is rounding.
  if (!(with_.rss > 1e-10 * Math.abs(wider.get(y, y))) || !(value >= 0)) return []
  return [{ ...fTest(value, added.length, degrees), name: 'endogeneity' }]
}
