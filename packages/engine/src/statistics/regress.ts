/**
 * Linear regression by least squares from the sums X′X and X′y (Gauss), with the classical covariance, White's (HC1) or the
 * clustered one.
 */
import type { ModelStatistic } from '@sund/model'
import type { Matrix } from 'ml-matrix'
import { id, list, type Sql, sql } from '../dialects/sql.js'
import type { GlmSpec } from '../plan/types.js'
import { inverse, pairs, symmetric, times } from './algebra.js'
import { coefficientsOf, waldTest } from './coefficients.js'
import { type Design, designOf, predictor, sumsOver, unstandardised, z } from './design.js'
import { fTest } from './distributions.js'
import { besides, linearMargins } from './margins.js'
import { meatOf, sandwich } from './sandwich.js'
import { degenerate, refuse, type Source } from './source.js'
import { ofDesign, withPeople } from './weights.js'

export async function regress(source: Source, spec: GlmSpec): Promise<ModelStatistic> {
  return fitLinear(source, spec, await linearDesign(source, spec))
}

/** The rows of a linear regression, with its variables beside the columns where marginal effects are asked for. */
export const linearDesign = (source: Source, spec: GlmSpec): Promise<Design> =>
  designOf(source, { ...spec, ...besides(spec) }, { binary: false, centred: spec.constant })

export async function fitLinear(source: Source, spec: GlmSpec, design: Design): Promise<ModelStatistic> {
  const { n, columns, constant, outcome } = design
  if (!(outcome.scale > 1e-10 * Math.abs(outcome.mean)))
    return degenerate(source, `${outcome.name} is the same in every row.`, 'Choose an outcome that varies.')
  const offset = constant ? 1 : 0
  const size = columns.length + offset
  const degrees = n - size
  if (size === 0) return refuse(source, 'The model has no terms and no constant.', 'Name at least one term.')
  if (degrees <= 0)
    return degenerate(
      source,
      `The model has ${size} parameters, as many as there are rows or more.`,
      'Leave out terms, or widen the condition.',
    )
  const regressors = [...(constant ? [sql`1.0`] : []), ...columns.map((_, i) => z(i))]
  const gram = await gramOf(source, design)
  const bread = inverse(gram.subMatrix(0, size - 1, 0, size - 1))
  if (!bread)
    return degenerate(source, 'The terms depend on one another.', 'Leave out terms that say the same.')
  const estimates = times(bread, gram.getColumn(size).slice(0, size))

  const residual = sql`(y - (${predictor(estimates.slice(offset), constant ? (estimates[0] as number) : null)}))`
  const total = gram.get(size, size)
  let rss = total - estimates.reduce((sum, estimate, i) => sum + estimate * gram.get(i, size), 0)
  // What is left of a close fit is rounding: then the residuals themselves are summed.
  if (rss < 1e-4 * total)
    [rss] = (await sumsOver(source, design.parts, (part) => part, [sql`${residual} * ${residual}`])) as [
      number,
    ]
  const variance = rss / degrees
  let covariance = bread.clone().mul(variance)
  let tDegrees = degrees
  const clustered = spec.cluster !== null
  if (spec.robust || clustered) {
    const scores = (part: Sql) =>
      sql`SELECT ${list([...(clustered ? [sql`c`] : []), ...regressors.map((x, i) => sql`${residual} * ${x} AS ${id(`u${i}`)}`)])} FROM ${part}`
    const { meat, groups } = await meatOf(source, design.parts, scores, size, clustered)
    if (groups < 2)
      return degenerate(source, `cluster(${spec.cluster}) has one group only.`, 'Leave out cluster().')
    covariance = sandwich(
      bread,
      meat,
      clustered ? (groups / (groups - 1)) * ((n - 1) / degrees) : n / degrees,
    )
    if (clustered) tDegrees = groups - 1
  }
  const r2 = 1 - rss / total
  const tested = columns.length
  const classical = tested > 0 ? fTest((total - rss) / tested / variance, tested, degrees) : null
  const test = spec.robust || clustered ? waldTest(design, estimates, covariance, tDegrees) : classical
  const raw = unstandardised(design, estimates, covariance)
  const shown = spec.standardize
    ? coefficientsOf(
        { columns, constant: false },
        estimates.slice(offset),
        covariance.subMatrix(offset, size - 1, offset, size - 1),
        spec.level,
        tDegrees,
      )
    : coefficientsOf(design, raw.estimates, raw.covariance, spec.level, tDegrees)
  const logLikelihood = (-n / 2) * (Math.log(2 * Math.PI) + Math.log((rss * outcome.scale ** 2) / n) + 1)
  return {
    kind: 'model',
    model: 'regress',
    outcome: outcome.name,
    used: design.used,
    missing: design.missing,
    coefficients: await withPeople(source, design, shown, ofDesign(design)),
    exponentiate: false,
    level: spec.level,
    parameters: size,
    residualDegreesOfFreedom: degrees,
    ...(await linearMargins(source, spec, design, { estimates, covariance, degreesOfFreedom: tDegrees })),
    factorLevels: design.factorLevels,
    fit: {
      r2,
      adjustedR2: 1 - ((1 - r2) * (n - offset)) / degrees,
      rmse: Math.sqrt(variance) * outcome.scale,
      ...(rss > 0 ? { logLikelihood, aic: -2 * logLikelihood + 2 * (size + 1) } : {}),
    },
    tests: test ? [test] : [],
    notes: design.notes,
  }
}

/** Sums of the products of the constant if any, the columns and the outcome. */
async function gramOf(source: Source, { n, columns, constant, parts, gram }: Design): Promise<Matrix> {
  const first = constant ? 0 : 1
  if (gram && gram.parts === parts) {
    const last = columns.length + 1
    return gram.of.subMatrix(first, last, first, last).mul(n)
  }
  const all = [...(constant ? [sql`1.0`] : []), ...columns.map((_, i) => z(i)), sql`y`]
  const products = pairs(all.length).map(([i, j]) => sql`${all[i] as Sql} * ${all[j] as Sql}`)
  return symmetric(all.length, await sumsOver(source, parts, (part) => part, products))
}
