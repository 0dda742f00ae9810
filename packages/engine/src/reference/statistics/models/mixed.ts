/** Linear mixed models by the REML criterion of the whole covariance matrix of a group, its variances moved until none betters it. */
import type { Coefficient, LocalisedText, ModelStatistic } from '@sund/model'
import { Matrix } from 'ml-matrix'
import type { MixedSpec } from '../../../plan/types.js'
import { grouped, type Population, type Row, valueOf } from '../../data.js'
import { sumOf } from '../../order.js'
import { chiSquared } from '../distributions.js'
import { degenerate } from '../population.js'
import {
  gradientOf,
  hessianOf,
  inverseOf,
  logDeterminant,
  quadratic,
  times,
  uphill,
  type Vector,
} from './algebra.js'
import { type Design, designOf } from './design.js'
import { leastSquares, linearLines, varying } from './linear.js'
import { linearMargins } from './margins.js'
import { degreesOf, dependent, lineOf, reportOf, slopesOf, wald } from './report.js'

/** What is known at some variances of the levels, as shares of the residual's. */
interface At {
  estimates: number[]
  bread: Matrix
  rss: number
  /** log |V| + log |X′V⁻¹X|. */
  logs: number
}

export function regressMml(population: Population, spec: MixedSpec): ModelStatistic {
  const { constant } = spec
  const design = designOf(population, spec, { centred: constant, constant, present: spec.groups })
  varying(design, spec.outcome)
  const { rows, y, x } = design
  const n = y.length
  const size = x[0]?.length ?? 0
  const degrees = degreesOf(design, n, size)
  const by = (depth: number) =>
    grouped(rows.keys(), (r) => spec.groups.slice(0, depth).map((name) => valueOf(rows[r] as Row, name)))
  const outer = by(1)
  const inner = by(spec.groups.length)
  if (inner.length < 2 || outer.length < 2)
    degenerate(population, `${spec.groups.join(' ')} has one group only.`)
  if (inner.length === n)
    degenerate(population, `Every group of ${spec.groups.join(' and ')} has one row only.`)
  if (spec.groups.length > 1 && outer.length === inner.length)
    degenerate(population, `Every group of ${spec.groups[0]} has one group of ${spec.groups[1]} only.`)
  const scales = sumOf(design.columns.map(({ scale }) => Math.log(scale)))
  const at = (ratios: Vector): At => criterion(design, spec.groups, outer, ratios)
  const logLikelihood = ({ rss, logs }: At) =>
    -0.5 * (degrees * (Math.log((2 * Math.PI * rss) / degrees) + 1) + logs) - scales
  const linear = at(spec.groups.map(() => 0))
  if (!((leastSquares(x, y)?.rss ?? 0) > 0)) degenerate(population, 'The terms explain the outcome wholly.')
  const ratios = best((of) => logLikelihood(at(of)), spec.groups.length)
  const fit = at(ratios)
  const variance = fit.rss / degrees
  const own = { estimates: fit.estimates, covariance: fit.bread.clone().mul(variance) }
  const value = logLikelihood(fit)
  const ratio = Math.max(0, 2 * (value - logLikelihood(linear)))
  const test = chiSquared('likelihood-ratio', ratio, spec.groups.length)
  const parameters = size + spec.groups.length + 1
  const isOne = spec.groups.length === 1
  return {
    ...reportOf(design, spec),
    coefficients: [...linearLines(design, own, spec), ...varianceLines(spec, ratios, variance, degrees, at)],
    ...linearMargins(spec, design, own),
    parameters,
    residualDegreesOfFreedom: degrees - spec.groups.length,
    fit: {
      logLikelihood: value,
      logLikelihoodNull: logLikelihood(linear),
      aic: -2 * value + 2 * parameters,
      sigmaResidual: Math.sqrt(variance),
      ...(isOne ? { rho: (ratios[0] as number) / (1 + (ratios[0] as number)) } : {}),
      groups: outer.length,
    },
    tests: [
      ...wald(own, slopesOf(design)),
      // One variance lies on the edge of what it may be (Self and Liang 1987).
      isOne ? { ...test, p: ratio > 0 ? test.p / 2 : 1 } : test,
    ],
    notes: [
      ...design.notes,
      ...spec.groups
        .filter((_, i) => ratios[i] === 0)
        .map((name) => `The variance of ${name} is estimated as 0: its groups differ no more than rows do.`),
    ],
  }
}

/** Generalised least squares with V = I + Σ θ over rows of equal groups, one outermost group at a time. */
function criterion(
  design: Design,
  groups: readonly string[],
  outer: readonly number[][],
  ratios: Vector,
): At {
  const { rows, x, y } = design
  const size = x[0]?.length ?? 0
  const both = x.map((row, r) => [...row, y[r] as number])
  const sums = Matrix.zeros(size + 1, size + 1)
  let logs = 0
  const isSame = (a: number, b: number, depth: number) =>
    groups
      .slice(0, depth + 1)
      .every((name) => valueOf(rows[a] as Row, name) === valueOf(rows[b] as Row, name))
  for (const own of outer) {
    const v = Matrix.eye(own.length)
    for (const [i, a] of own.entries())
      for (const [j, b] of own.entries())
        for (const [depth, ratio] of ratios.entries())
          if (isSame(a, b, depth)) v.set(i, j, v.get(i, j) + ratio)
    logs += logDeterminant(v)
    const part = new Matrix(own.map((r) => both[r] as number[]))
    const inverse = inverseOf(v, 1e-300) ?? dependent(design)
    sums.add(part.transpose().mmul(inverse).mmul(part))
  }
  const inside = sums.subMatrix(0, size - 1, 0, size - 1)
  const bread = inverseOf(inside) ?? dependent(design)
  const xy = sums.getColumn(size).slice(0, size)
  const estimates = times(bread, xy)
  const rss = sums.get(size, size) - sumOf(estimates.map((b, i) => b * (xy[i] as number)))
  return { estimates, bread, rss, logs: logs + logDeterminant(inside) }
}

const LEAST = -16
const GRID = [-8, -4, -2, 0, 2, 5]

/** Where a function of one or two numbers above 0 is greatest: the best of a grid, then Newton's method on logarithms; 0 where that is no worse. */
function best(of: (at: Vector) => number, dimensions: number): number[] {
  const onLogs = (logs: Vector) => of(logs.map((log) => (log <= LEAST ? 0 : Math.exp(Math.min(log, -LEAST)))))
  const grid = dimensions === 1 ? GRID.map((a) => [a]) : GRID.flatMap((a) => GRID.map((b) => [a, b]))
  let logs = grid.reduce((top, point) => (onLogs(point) > onLogs(top) ? point : top))
  for (let step = 0; step < 60; step++) {
    let move = times(uphill(hessianOf(onLogs, logs, 0.02).mul(-1)), gradientOf(onLogs, logs, 0.02))
    const most = Math.max(...move.map(Math.abs))
    if (most > 2) move = move.map((by) => (2 * by) / most)
    const moved = () => logs.map((log, i) => log + (move[i] as number))
    for (let half = 0; half < 30 && !(onLogs(moved()) >= onLogs(logs) - 1e-10); half++)
      move = move.map((by) => by / 2)
    logs = moved()
    if (most < 1e-7 || logs.some((log) => Math.abs(log) > -LEAST)) break
  }
  let numbers = logs.map((log) => (log <= LEAST ? 0 : Math.exp(log)))
  for (const i of numbers.keys()) {
    const without = numbers.map((own, k) => (k === i ? 0 : own))
    if (of(without) >= of(numbers) - 1e-9) numbers = without
  }
  return numbers
}

/** Variances and shares with limits on the scales of logarithm and odds, from the curvature of the criterion by the logarithms of all variances. */
function varianceLines(
  { groups, level }: MixedSpec,
  ratios: Vector,
  residual: number,
  degrees: number,
  at: (ratios: Vector) => At,
): Coefficient[] {
  const present = [...groups.keys()].filter((i) => (ratios[i] as number) > 0)
  const logs = [...present.map((i) => Math.log((ratios[i] as number) * residual)), Math.log(residual)]
  const deviance = (of: Vector): number => {
    const own = of.at(-1) as number
    const moved = ratios.map((_, i) =>
      present.includes(i) ? Math.exp((of[present.indexOf(i)] as number) - own) : 0,
    )
    const { rss, logs: determinants } = at(moved)
    return (degrees * own + determinants + rss / Math.exp(own)) / 2
  }
  const covariance = inverseOf(hessianOf(deviance, logs, 0.02))
  if (!covariance) return []
  const names = [...present.map((i) => groups[i] as string), 'residual']
  const line = (
    name: { term: string; label: LocalisedText },
    estimate: number,
    error: number,
    back: (x: number) => number,
    scale: number,
  ) => {
    const made = lineOf({ equation: 'random effects', ...name }, estimate, error * scale, level)
    const reach = (made.upper - made.estimate) / scale
    return { ...made, lower: back(-reach), upper: back(reach) }
  }
  const variances = logs.map((log, i) => {
    const name = names[i] as string
    const label =
      name === 'residual'
        ? { en: 'Residual variance', nb: 'Residualvarians', da: 'Residualvarians' }
        : { en: `Variance of ${name}`, nb: `Varians for ${name}`, da: `Varians for ${name}` }
    const error = Math.sqrt(covariance.get(i, i))
    return line(
      { term: `var(${name})`, label },
      Math.exp(log),
      error,
      (by) => Math.exp(log + by),
      Math.exp(log),
    )
  })
  const shares = present.map((_, i) => {
    const name = names[i] as string
    const label = {
      en: `Share of variance: ${name}`,
      nb: `Andel av variansen: ${name}`,
      da: `Andel af variansen: ${name}`,
    }
    const odds = (of: Vector) =>
      (of[i] as number) - Math.log(sumOf(of.flatMap((log, k) => (k === i ? [] : [Math.exp(log)]))))
    const share = (logOdds: number) => 1 / (1 + Math.exp(-logOdds))
    const error = Math.sqrt(quadratic(gradientOf(odds, logs), covariance))
    const middle = odds(logs)
    const own = share(middle)
    return line({ term: `share(${name})`, label }, own, error, (by) => share(middle + by), own * (1 - own))
  })
  return [...variances, ...shares]
}
