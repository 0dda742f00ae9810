/**
 * Linear mixed models with random intercepts for groups, and for groups within them, by restricted maximum likelihood. For
 * such models the inverse covariance of a group has closed form in its number of rows, so the criterion at any variances is
 * a weighing of the groups' sums.
 */
import type { Coefficient, LocalisedText, ModelStatistic } from '@sund/model'
import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { MixedSpec } from '../plan/types.js'
import { inverse, pairs, quadratic, symmetric } from './algebra.js'
import { waldTest } from './coefficients.js'
import { type Design, designOf } from './design.js'
import { chiSquaredTest, criticalValue, normalP } from './distributions.js'
import { dependent, linesOf, reportOf, residualDegrees, varying } from './linear.js'
import { besides, linearMargins } from './margins.js'
import {
  type Fit,
  groupClasses,
  groupColumn,
  groupsOf,
  leastSquares,
  productsOf,
  weighed,
} from './products.js'
import { bestOf } from './search.js'
import { degenerate, type Source } from './source.js'
import { ofDesign, withPeople } from './weights.js'

/**
 * As Stata's mixed, reml ([ME] mixed; Laird and Ware 1982, Bates et al. 2015): tests of coefficients are normal. Variances and
 * each level's share of them stand as the equation `random effects`, with standard errors from the observed information of
 * the logarithms of the variances and limits on that scale. The likelihood ratio test is against the model without
 * groups; with one level its p is halved, as the variance cannot be negative (Self and Liang 1987), with two it is conservative.
 */
export async function regressMml(source: Source, spec: MixedSpec): Promise<ModelStatistic> {
  return fitMixed(source, spec, await mixedDesign(source, spec))
}

export const mixedDesign = (source: Source, spec: MixedSpec): Promise<Design> =>
  designOf(source, { ...spec, ...besides(spec) }, { binary: false, centred: spec.constant })

/** Variances of the levels over the residual's, the outermost first. */
type Ratios = readonly number[]

/** What REML is made of at some ratios: Σ log |V| and (X y)′ V⁻¹ (X y), in units of the residual variance. */
interface Weighed {
  logDeterminant: number
  products: Matrix
}
type Weighing = (ratios: Ratios) => Promise<Weighed>

interface Reml extends Fit {
  ratios: Ratios
  logDeterminant: number
  /** log |X′ V⁻¹ X|. */
  information: number
  logLikelihood: number
}

export async function fitMixed(source: Source, spec: MixedSpec, design: Design): Promise<ModelStatistic> {
  varying(source, design)
  const { n, columns, constant, outcome } = design
  const on = [...(constant ? [0] : []), ...columns.map((_, i) => i + 1)]
  const y = columns.length + 1
  const degrees = residualDegrees(source, n, on.length)
  const { weighing, groups } = await weighingOf(source, spec, design)
  const scales =
    degrees * Math.log(outcome.scale) + columns.reduce((sum, { scale }) => sum + Math.log(scale), 0)
  const at = async (ratios: Ratios): Promise<Reml> => {
    const { logDeterminant, products } = await weighing(ratios)
    const fit = leastSquares(products, on, y) ?? dependent(source)
    const information = -logDeterminantOf(fit.bread)
    const logLikelihood =
      -0.5 * (degrees * (Math.log((2 * Math.PI * fit.rss) / degrees) + 1) + logDeterminant + information)
    return { ...fit, ratios, logDeterminant, information, logLikelihood: logLikelihood - scales }
  }
  const linear = await at(spec.groups.map(() => 0))
  if (!(linear.rss > 0))
    return degenerate(source, 'The terms explain the outcome wholly.', 'Leave out terms.')
  const ratios = await bestOf(async (of) => -(await at(of)).logLikelihood, spec.groups.length)
  const fit = await at(ratios)
  const variance = fit.rss / degrees
  const covariance = fit.bread.clone().mul(variance)
  const random = await variances(at, fit, degrees, spec, outcome.scale)
  const ratio = Math.max(0, 2 * (fit.logLikelihood - linear.logLikelihood))
  const test = chiSquaredTest('likelihood-ratio', ratio, spec.groups.length)
  const wald = waldTest(design, fit.estimates, covariance)
  const vanished = spec.groups.filter((_, i) => ratios[i] === 0)
  return {
    ...reportOf(design, spec),
    coefficients: [
      ...(await withPeople(
        source,
        design,
        linesOf(design, fit.estimates, covariance, spec),
        ofDesign(design),
      )),
      ...random,
    ],
    ...(await linearMargins(source, spec, design, { estimates: fit.estimates, covariance })),
    parameters: on.length + spec.groups.length + 1,
    residualDegreesOfFreedom: degrees - spec.groups.length,
    fit: {
      logLikelihood: fit.logLikelihood,
      logLikelihoodNull: linear.logLikelihood,
      aic: -2 * fit.logLikelihood + 2 * (on.length + spec.groups.length + 1),
      sigmaResidual: Math.sqrt(variance) * outcome.scale,
      ...(spec.groups.length === 1 ? { rho: (ratios[0] as number) / (1 + (ratios[0] as number)) } : {}),
      groups,
    },
    tests: [
      ...(wald ? [wald] : []),
      spec.groups.length === 1 ? { ...test, p: ratio > 0 ? test.p / 2 : 1 } : test,
    ],
    notes: [
      ...design.notes,
      ...vanished.map(
        (group) => `The variance of ${group} is estimated as 0: its groups differ no more than rows do.`,
      ),
    ],
  }
}

/**
 * For one level, V⁻¹ = I − θ/(1+nθ) 11′ in a group of n rows. For two, with A = I + θ₂ 11′ for each inner group and
 * a = 1′A⁻¹1 over an outer one, V⁻¹ = A⁻¹ − θ₁/(1+θ₁a) A⁻¹11′A⁻¹ and log |V| = Σ log(1+nθ₂) + log(1+θ₁a).
 */
async function weighingOf(
  source: Source,
  { groups }: MixedSpec,
  design: Design,
): Promise<{ weighing: Weighing; groups: number }> {
  const total = await productsOf(source, design)
  const size = total.rows
  const by = groups.map((_, i) => id(`g${i}`))
  const classes = await groupClasses(source, design, by)
  const innermost = classes.reduce((sum, of) => sum + of.groups, 0)
  const inner = (ratio: number): Weighed => ({
    logDeterminant: classes.reduce((sum, of) => sum + of.groups * Math.log1p(of.rows * ratio), 0),
    products: Matrix.sub(
      total,
      weighed(classes, size, (rows) => ratio / (1 + rows * ratio)),
    ),
  })
  if (innermost < 2) return oneGroup(source, groups.at(-1) as string)
  if (innermost === design.n)
    return degenerate(
      source,
      `Every group of ${groups.join(' and ')} has one row only.`,
      'Group by a variable that several rows share.',
    )
  if (groups.length === 1) return { weighing: async ([ratio]) => inner(ratio as number), groups: innermost }
  // Inner groups weigh by their number of rows alone, so those of an outer group that have as many are summed.
  const columns = Array.from({ length: size }, (_, i) => groupColumn(i))
  const sums = await source.keep(
    sql`SELECT ${list([sql`g0, n`, ...columns.map((name) => sql`sum(${name}) AS ${name}`)])} FROM (SELECT *, s0 AS n FROM ${groupsOf(design, by)}) GROUP BY g0, n`,
  )
  const [counted] = await source.ask(sql`SELECT count(DISTINCT g0) AS outer_groups FROM ${sums}`)
  const outermost = Number(counted?.['outer_groups'])
  if (outermost < 2) return oneGroup(source, groups[0] as string)
  if (outermost === innermost)
    return degenerate(
      source,
      `Every group of ${groups[0]} has one group of ${groups[1]} only, so the two cannot be told apart.`,
      `Leave ${groups[1]} out.`,
    )
  const weighing: Weighing = async ([outer, within]) => {
    const own = inner(within as number)
    const over = await outerSums(source, sums, size, outer as number, within as number)
    return {
      logDeterminant: own.logDeterminant + over.logDeterminant,
      products: Matrix.sub(own.products, over.products),
    }
  }
  return { weighing, groups: outermost }
}

const oneGroup = (source: Source, group: string): never =>
  degenerate(source, `${group} has one group only.`, 'Use regress, or group by another variable.')

/** Σ log(1+θ₁a) and Σ θ₁/(1+θ₁a) q q′ over outer groups, q their sums weighed by 1/(1+nθ₂). */
async function outerSums(
  source: Source,
  sums: Sql,
  size: number,
  outer: number,
  within: number,
): Promise<Weighed> {
  const [t1, t2] = [outer, within].map((of) => sql`CAST(${value(of)} AS DOUBLE)`) as [Sql, Sql]
  const q = Array.from({ length: size }, (_, i) => id(`q${i}`))
  const rows = sql`SELECT ${list(q.map((name, i) => sql`sum(${groupColumn(i)} / (1 + ${t2} * n)) AS ${name}`))} FROM ${sums} GROUP BY g0`
  const products = pairs(size)
  const [answer] = await source.ask(
    sql`SELECT ${list([
      sql`sum(ln(1 + ${t1} * q0)) AS l`,
      ...products.map(
        ([i, j], k) => sql`sum(${t1} / (1 + ${t1} * q0) * ${q[i] as Sql} * ${q[j] as Sql}) AS ${id(`p${k}`)}`,
      ),
    ])} FROM (${rows})`,
  )
  return {
    logDeterminant: Number(answer?.['l']),
    products: symmetric(
      size,
      products.map((_, k) => Number(answer?.[`p${k}`])),
    ),
  }
}

/** Variances and shares of the levels that are not 0, and of the residual. */
async function variances(
  at: (ratios: Ratios) => Promise<Reml>,
  fit: Reml,
  degrees: number,
  { groups, level }: MixedSpec,
  scale: number,
): Promise<Coefficient[]> {
  const present = groups.map((_, i) => i).filter((i) => (fit.ratios[i] as number) > 0)
  const logs = await logCovariance(at, fit, degrees, present)
  const residual = (fit.rss / degrees) * scale ** 2
  const components = [...present.map((i) => (fit.ratios[i] as number) * residual), residual]
  const all = components.reduce((sum, of) => sum + of, 0)
  const critical = criticalValue(level)
  const line = (
    term: string,
    label: LocalisedText,
    estimate: number,
    standardError: number,
    bounds: (deviation: number) => number,
  ): Coefficient => ({
    equation: 'random effects',
    term,
    label,
    estimate,
    standardError,
    statistic: estimate / standardError,
    p: normalP(estimate / standardError),
    lower: bounds(-critical),
    upper: bounds(critical),
  })
  if (!logs) return []
  const names = [...present.map((i) => groups[i] as string), 'residual']
  const ofVariances = names.map((name, i) => {
    const [estimate, error] = [components[i] as number, Math.sqrt(logs.get(i, i))]
    const bounds = (deviation: number) => estimate * Math.exp(deviation * error)
    return line(`var(${name})`, varianceLabel(name), estimate, estimate * error, bounds)
  })
  const ofShares = names.slice(0, -1).map((name, i) => {
    const own = components[i] as number
    // The logarithm of own / others moves by 1 with log own, and by −other / others with each other logarithm.
    const gradient = components.map((of, j) => (j === i ? 1 : -of / (all - own)))
    const error = Math.sqrt(quadratic(gradient, logs))
    const bounds = (deviation: number) => 1 / (1 + ((all - own) / own) * Math.exp(-deviation * error))
    const share = own / all
    return line(`share(${name})`, shareLabel(name), share, share * (1 - share) * error, bounds)
  })
  return [...ofVariances, ...ofShares]
}

const varianceLabel = (name: string): LocalisedText =>
  name === 'residual'
    ? { en: 'Residual variance', nb: 'Residualvarians', da: 'Residualvarians' }
    : { en: `Variance of ${name}`, nb: `Varians for ${name}`, da: `Varians for ${name}` }
const shareLabel = (name: string): LocalisedText => ({
  en: `Share of variance: ${name}`,
  nb: `Andel av variansen: ${name}`,
  da: `Andel af variansen: ${name}`,
})

/** Steps of numerical second derivatives in the logarithm of a ratio, own (of five points) and mixed. */
const STEP = 0.02
const MIXED_STEP = 0.004

/**
 * Covariance of the logarithms of the variances `present` and of the residual's, last, from the observed REML information;
 * null when that is not positive definite.
 */
async function logCovariance(
  at: (ratios: Ratios) => Promise<Reml>,
  fit: Reml,
  degrees: number,
  present: readonly number[],
): Promise<Matrix | null> {
  const variance = fit.rss / degrees
  /** −2 × the likelihood at these moves of log θ and at the fitted residual variance, and the rss behind it. */
  const moved = async (moves: readonly number[]) => {
    const ratios = fit.ratios.map((ratio, i) => {
      const move = moves[present.indexOf(i)]
      return move === undefined ? ratio : ratio * Math.exp(move)
    })
    const { logDeterminant, information, rss } = await at(ratios)
    return { deviance: logDeterminant + information + rss / variance, rss }
  }
  const size = present.length
  const unit = (i: number, by: number) => present.map((_, k) => (k === i ? by : 0))
  const both = (i: number, a: number, j: number, b: number) =>
    present.map((_, k) => (k === i ? a : 0) + (k === j ? b : 0))
  const center = await moved(present.map(() => 0))
  const information = Matrix.zeros(size + 1, size + 1)
  for (const i of present.keys()) {
    const [a, b, c, d] = [
      await moved(unit(i, -2 * STEP)),
      await moved(unit(i, -STEP)),
      await moved(unit(i, STEP)),
      await moved(unit(i, 2 * STEP)),
    ]
    const bent = 16 * (b.deviance + c.deviance) - a.deviance - d.deviance - 30 * center.deviance
    information.set(i, i, bent / (12 * STEP ** 2) / 2)
    const cross = -(a.rss - 8 * b.rss + 8 * c.rss - d.rss) / (12 * STEP) / variance / 2
    information.set(i, size, cross)
    information.set(size, i, cross)
    for (let j = i + 1; j < size; j++) {
      const [pp, pm, mp, mm] = [
        await moved(both(i, MIXED_STEP, j, MIXED_STEP)),
        await moved(both(i, MIXED_STEP, j, -MIXED_STEP)),
        await moved(both(i, -MIXED_STEP, j, MIXED_STEP)),
        await moved(both(i, -MIXED_STEP, j, -MIXED_STEP)),
      ].map(({ deviance }) => deviance) as [number, number, number, number]
      const mixed = (pp - pm - mp + mm) / (4 * MIXED_STEP ** 2) / 2
      information.set(i, j, mixed)
      information.set(j, i, mixed)
    }
  }
  information.set(size, size, degrees / 2)
  const covariance = inverse(information)
  if (!covariance) return null
  // log of a level's variance is log θ + log σ².
  const change = Matrix.eye(size + 1)
  for (let i = 0; i < size; i++) change.set(i, size, 1)
  return change.mmul(covariance).mmul(change.transpose())
}

function logDeterminantOf(matrix: Matrix): number {
  if (matrix.rows === 0) return 0
  const lower = new CholeskyDecomposition(matrix).lowerTriangularMatrix
  return 2 * lower.diagonal().reduce((sum, of) => sum + Math.log(of), 0)
}
