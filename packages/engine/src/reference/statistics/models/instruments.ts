/** Linear regression with instruments, by explicit projections of the columns. */
import type { Coefficient, ModelStatistic, TestStatistic } from '@sund/model'
import { EigenvalueDecomposition, type Matrix } from 'ml-matrix'
import type { InstrumentSpec, Term } from '../../../plan/types.js'
import type { Population } from '../../data.js'
import { sumOf } from '../../order.js'
import { chiSquared, fisher } from '../distributions.js'
import { degenerate } from '../population.js'
import { crossed, dot, inverseOf, quadratic, times, type Vector } from './algebra.js'
import { type Design, designOf, type ModelColumn, named, totalSquares, writtenTerm } from './design.js'
import { leastSquares, linearLines, ordinary, varying } from './linear.js'
import { linearMargins } from './margins.js'
import {
  degreesOf,
  dependent,
  type Estimated,
  meatOf,
  oneCluster,
  reportOf,
  slopesOf,
  wald,
} from './report.js'

export function ivregress(population: Population, spec: InstrumentSpec): ModelStatistic {
  const terms = [...spec.endogenous, ...spec.terms, ...spec.instruments]
  const { constant } = spec
  // Endogenous terms are outcomes of the first stage.
  const amounts = spec.endogenous
    .flatMap(({ factors }) => factors)
    .filter(({ categorical }) => !categorical)
    .map(({ column }) => ({ name: column }))
  return fitInstruments(
    designOf(population, { ...spec, terms }, { amounts, centred: constant, constant }),
    spec,
  )
}

/** These columns only, with the constant if there is one. */
function only(design: Design, columns: readonly ModelColumn[]): Design {
  const first = design.constant ? 1 : 0
  const places = columns.map((column) => first + design.columns.indexOf(column))
  return {
    ...design,
    columns,
    x: design.x.map((row) => [...row.slice(0, first), ...places.map((i) => row[i] as number)]),
  }
}

/** Rows less their least squares fit on other columns. */
function leftOver(design: Design, of: readonly Vector[], on: readonly Vector[]): number[][] {
  if ((on[0]?.length ?? 0) === 0) return of.map((row) => [...row])
  const bread = inverseOf(crossed(on, on)) ?? dependent(design)
  const slopes = bread.mmul(crossed(on, of))
  return of.map((row, r) => {
    const fitted = times(slopes.transpose(), on[r] as Vector)
    return row.map((value, i) => value - (fitted[i] as number))
  })
}

export function fitInstruments(design: Design, spec: InstrumentSpec): ModelStatistic {
  varying(design, spec.outcome)
  const { population, y, columns } = design
  const n = y.length
  const of = (terms: readonly Term[]) => {
    const written = new Set(terms.map(writtenTerm))
    return columns.filter(({ term }) => written.has(term))
  }
  const [endogenous, exogenous, instruments] = [of(spec.endogenous), of(spec.terms), of(spec.instruments)]
  if (endogenous.length === 0) degenerate(population, 'No endogenous term is left.')
  if (instruments.length < endogenous.length) degenerate(population, 'There are too few instruments.')
  const main = only(design, [...endogenous, ...exogenous])
  const tools = only(design, [...exogenous, ...instruments])
  const size = Math.max(main.x[0]?.length ?? 0, tools.x[0]?.length ?? 0)
  const degrees = degreesOf(design, n, size)
  const fit = estimated(design, spec, main, tools, { endogenous, exogenous })
  const rss = sumOf(y.map((v, r) => (v - dot(main.x[r] as Vector, fit.estimates)) ** 2))
  const beyond = instruments.length - endogenous.length
  const stages = spec.firstStage
    ? endogenous.map((column) => firstStage(design, tools, instruments, column, spec))
    : []
  const notes = [...design.notes]
  if (spec.overidentification && beyond === 0)
    notes.push('There are as many instruments as endogenous terms, so nothing is left to test.')
  if (!design.constant) notes.push('Without a constant, R² is not about the mean.')
  return {
    ...reportOf(design, spec),
    coefficients: [
      ...linearLines(main, fit, spec, undefined, { rows: tools.rows, x: tools.x, lever: fit.lever }),
      ...stages.flatMap(({ lines }) => lines),
    ],
    parameters: size,
    residualDegreesOfFreedom: degrees,
    ...linearMargins(spec, main, fit, { terms: [...spec.endogenous, ...spec.terms] }),
    fit: { r2: 1 - rss / totalSquares(design), rmse: Math.sqrt(rss / n) },
    tests: [
      ...wald(fit, slopesOf(main)),
      ...stages.map(({ test }) => test),
      ...(spec.overidentification && beyond > 0
        ? [chiSquared('overidentification', fit.overidentification, beyond)]
        : []),
      ...(spec.firstStage ? endogeneity(design, main, tools, endogenous) : []),
    ],
    notes,
  }
}

function estimated(
  design: Design,
  spec: InstrumentSpec,
  main: Design,
  tools: Design,
  { endogenous, exogenous }: Record<'endogenous' | 'exogenous', readonly ModelColumn[]>,
): Estimated & { overidentification: number; lever: Matrix } {
  const { y, rows } = design
  const n = y.length
  const [x, z] = [main.x, tools.x]
  const outcome = y.map((v) => [v])
  const inner = inverseOf(crossed(z, z)) ?? dependent(design)
  const zx = crossed(z, x)
  const zy = crossed(z, outcome)
  const residuals = (of: Vector) => y.map((v, r) => v - dot(x[r] as Vector, of))
  const meatAt = (of: Vector) => {
    const left = residuals(of)
    const scores = z.map((row, r) => row.map((v) => v * (left[r] as number)))
    const made = meatOf(rows, scores, spec.cluster)
    return spec.cluster !== null && made.groups < 2 ? oneCluster(design, spec.cluster) : made
  }
  const moments = (of: Vector) => {
    const left = residuals(of)
    return crossed(
      z,
      left.map((e) => [e]),
    ).to1DArray()
  }
  /** b that makes X′Z W Z′(y − X b) zero, and (X′Z W Z′X)⁻¹ X′Z W. */
  const weighed = (weight: Matrix) => {
    const xzw = zx.transpose().mmul(weight)
    const bread = inverseOf(xzw.mmul(zx), 1e-10)
    return bread && { bread, lever: bread.mmul(xzw), estimates: bread.mmul(xzw).mmul(zy).to1DArray() }
  }
  const first =
    weighed(inner) ?? degenerate(design.population, 'The instruments do not tell the endogenous terms apart.')
  if (spec.method === 'gmm') {
    const weight = inverseOf(meatAt(first.estimates).meat) ?? dependent(design)
    const second = weighed(weight) ?? dependent(design)
    const { meat } = meatAt(second.estimates)
    return {
      lever: second.lever,
      estimates: second.estimates,
      covariance: second.lever.mmul(meat).mmul(second.lever.transpose()),
      overidentification: quadratic(moments(second.estimates), weight),
    }
  }
  let kappa = 1
  if (spec.method === 'liml') {
    const own = only(design, endogenous)
    const both = y.map((v, r) => [v, ...(own.x[r] as Vector).slice(design.constant ? 1 : 0)])
    const wide = leftOver(design, both, only(design, exogenous).x)
    const narrow = leftOver(design, both, z)
    const ratio = (inverseOf(crossed(narrow, narrow)) ?? dependent(design)).mmul(crossed(wide, wide))
    kappa = Math.max(1, Math.min(...new EigenvalueDecomposition(ratio).realEigenvalues))
  }
  const projected = zx.transpose().mmul(inner)
  const xx = crossed(x, x).mul(1 - kappa)
  const bread = inverseOf(xx.add(projected.mmul(zx).mul(kappa))) ?? dependent(design)
  const xy = crossed(x, outcome).mul(1 - kappa)
  const estimates = bread.mmul(xy.add(projected.mmul(zy).mul(kappa))).to1DArray()
  const rss = sumOf(residuals(estimates).map((e) => e * e))
  const overidentification =
    spec.method === 'liml' ? n * Math.log(kappa) : quadratic(moments(estimates), inner) / (rss / n)
  const lever = bread.mmul(projected)
  if (!spec.robust && spec.cluster === null)
    return { lever, estimates, covariance: bread.clone().mul(rss / n), overidentification }
  const { meat, groups } = meatAt(estimates)
  const factor = spec.cluster === null ? 1 : groups / (groups - 1)
  return {
    lever,
    estimates,
    covariance: lever.mmul(meat).mmul(lever.transpose()).mul(factor),
    overidentification,
  }
}

/** An endogenous column on all instruments, and the F test of those that the model itself lacks. */
function firstStage(
  design: Design,
  tools: Design,
  instruments: readonly ModelColumn[],
  column: ModelColumn,
  spec: InstrumentSpec,
): { lines: Coefficient[]; test: TestStatistic } {
  const first = design.constant ? 1 : 0
  const place = first + design.columns.indexOf(column)
  const stage = { ...tools, y: design.x.map((row) => column.mean + column.scale * (row[place] as number)) }
  const fit = ordinary(stage, stage, spec)
  const excluded = instruments.map((one) => first + tools.columns.indexOf(one))
  const [test] = wald(fit, excluded, fit.degrees)
  return {
    lines: linearLines(stage, fit, spec, fit.degrees).map((line) => ({
      equation: `first stage ${named(column)}`,
      ...line,
    })),
    test: { ...(test ?? dependent(design)), name: 'weak-instruments', of: named(column) },
  }
}

/** Whether the first stages' residuals say something of the outcome beside the terms (Wu 1973, Hausman 1978). */
function endogeneity(
  design: Design,
  main: Design,
  tools: Design,
  endogenous: readonly ModelColumn[],
): TestStatistic[] {
  const first = design.constant ? 1 : 0
  const own = only(design, endogenous).x.map((row) => row.slice(first))
  const left = leftOver(design, own, tools.x)
  const wider = main.x.map((row, r) => [...row, ...(left[r] as Vector)])
  const degrees = design.y.length - (wider[0]?.length ?? 0)
  if (degrees <= 0) return []
  const [without, within] = [leastSquares(main.x, design.y), leastSquares(wider, design.y)]
  if (!without || !within) return []
  const value = (without.rss - within.rss) / endogenous.length / (within.rss / degrees)
  const mean = design.constant ? design.y.reduce((sum, of) => sum + of, 0) / design.y.length : 0
  const total = design.y.reduce((sum, of) => sum + (of - mean) ** 2, 0)
  if (!(within.rss > 1e-10 * total) || !(value >= 0)) return []
  return [{ ...fisher(value, endogenous.length, degrees), name: 'endogeneity' }]
}
