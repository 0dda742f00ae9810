/**
 * Generalised linear models, each one line: its log-likelihood and its mean. Standard errors rest on the expected information,
 * as R's glm, multinom and glm.nb have it.
 */
import gammaln from '@stdlib/math-base-special-gammaln'
import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import normalPdf from '@stdlib/stats-base-dists-normal-pdf'
import type { Coefficient, ModelStatistic, TestStatistic } from '@sund/model'
import type { GlmSpec } from '../../../plan/types.js'
import { numberOf, type Population, type Row } from '../../data.js'
import { sumOf } from '../../order.js'
import { axisOf, type Level } from '../axes.js'
import { chiSquared } from '../distributions.js'
import { degenerate, measured, unitsOf } from '../population.js'
import { dot, type Vector } from './algebra.js'
import { binary, type Design, designOf } from './design.js'
import { type Fit, type Likelihood, maximum } from './likelihood.js'
import { effectsAtMeans, marginsOf } from './margins.js'
import {
  degreesOf,
  dependent,
  type Estimated,
  lineOf,
  linesOf,
  meatOf,
  oneCluster,
  reportOf,
  sandwich,
  slopesOf,
  unstandardised,
  wald,
} from './report.js'
import { withPeople } from './weights.js'

type Likely = Exclude<GlmSpec['model'], 'regress'>

interface Family {
  outcome: 'binary' | 'count' | 'level'
  /** Of an outcome at its predictors and, for a negative binomial, at ln α. */
  logLikelihood(y: number, at: Vector): number
  /** The mean of the outcome, or the probability of each level from the lowest up. */
  means(predictors: Vector): number[]
  /** Expected information of a row about the predictor of an equation. */
  weight(predictors: Vector, equation: number, alpha: number): number
}

const logOnePlusExp = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
const logNormal = (x: number): number => Math.log(normalCdf(x, 0, 1))
/** ln Σ exp. */
const logOfSum = (of: Vector): number => {
  const most = Math.max(...of)
  return most + Math.log(sumOf(of.map((x) => Math.exp(x - most))))
}

export const FAMILIES: Readonly<Record<Likely, Family>> = {
  logit: {
    outcome: 'binary',
    logLikelihood: (y, [eta]) => y * (eta as number) - logOnePlusExp(eta as number),
    means: ([eta]) => [1 / (1 + Math.exp(-(eta as number)))],
    weight: ([eta]) => 1 / (2 + 2 * Math.cosh(eta as number)),
  },
  probit: {
    outcome: 'binary',
    logLikelihood: (y, [eta]) => y * logNormal(eta as number) + (1 - y) * logNormal(-(eta as number)),
    means: ([eta]) => [normalCdf(eta as number, 0, 1)],
    weight: ([eta]) =>
      normalPdf(eta as number, 0, 1) ** 2 /
      (normalCdf(eta as number, 0, 1) * normalCdf(-(eta as number), 0, 1)),
  },
  poisson: {
    outcome: 'count',
    logLikelihood: (y, [eta]) => y * (eta as number) - Math.exp(eta as number) - gammaln(y + 1),
    means: ([eta]) => [Math.exp(eta as number)],
    weight: ([eta]) => Math.exp(eta as number),
  },
  'negative-binomial': {
    outcome: 'count',
    // Π (1 + α j) μ^y / y! · (1 + α μ)^−(y + 1/α), j from 0 to y − 1.
    logLikelihood: (y, [eta, logAlpha]) => {
      const [mu, alpha] = [Math.exp(eta as number), Math.exp(logAlpha as number)]
      const rising = sumOf(Array.from({ length: Math.floor(y) }, (_, j) => Math.log1p(alpha * j)))
      return rising + y * (eta as number) - gammaln(y + 1) - (y + 1 / alpha) * Math.log1p(alpha * mu)
    },
    means: ([eta]) => [Math.exp(eta as number)],
    weight: ([eta], _, alpha) => 1 / (Math.exp(-(eta as number)) + alpha),
  },
  mlogit: {
    outcome: 'level',
    logLikelihood: (y, etas) => (y === 0 ? 0 : (etas[y - 1] as number)) - logOfSum([0, ...etas]),
    means: (etas) => [0, ...etas].map((eta) => Math.exp(eta - logOfSum([0, ...etas]))),
    weight: (etas, equation) => {
      const share = Math.exp((etas[equation] as number) - logOfSum([0, ...etas]))
      return share * (1 - share)
    },
  },
}

/** Levels of the outcome, of a model of levels. */
interface GlmDesign {
  design: Design
  /** The outcome by row; levels by number among those that occur. */
  y: number[]
  /** The levels of all rows, and which of them have equations. */
  levels: Level[]
  equations: (Level | null)[]
}

/** Rows with counts and exposures; where few people have others, theirs are the nearest count, and no exposure. */
function countable(population: Population, { outcome, exposure }: GlmSpec): Population {
  const isWrong = (row: Row) => {
    const value = numberOf(row, outcome)
    return value !== null && (value < 0 || !Number.isInteger(value))
  }
  const isUnexposed = (row: Row) => exposure !== null && (numberOf(row, exposure) ?? 1) <= 0
  const people = (which: (row: Row) => boolean) =>
    new Set(population.rows.filter(which).map(({ subject }) => subject)).size
  const enough = population.public ? 1 : Math.max(1, population.outlying.units)
  if (people(isWrong) >= enough) degenerate(population, `${outcome} has values that are no counts.`)
  if (people(isUnexposed) >= enough)
    degenerate(population, `The exposure ${exposure} is not above 0 in every row.`)
  return {
    ...population,
    rows: population.rows.map((row) => {
      const value = numberOf(row, outcome)
      const settled = {
        ...(value === null ? {} : { [outcome]: Math.round(Math.max(value, 0)) }),
        ...(exposure !== null && isUnexposed(row) ? { [exposure]: null } : {}),
      }
      return { ...row, values: { ...row.values, ...settled } }
    }),
  }
}

function glmDesign(given: Population, spec: GlmSpec): GlmDesign {
  const family = FAMILIES[spec.model as Likely]
  const needs = {
    centred: spec.constant,
    constant: spec.constant,
    separable: family.outcome !== 'count',
    present: spec.exposure === null ? [] : [spec.exposure],
  }
  const population = family.outcome === 'count' ? countable(given, spec) : given
  const axis = family.outcome === 'level' ? axisOf(population, spec.outcome) : null
  const levels = axis?.levels(population.rows.filter((row) => axis.of(row) !== null)) ?? []
  if (levels.length > 20) degenerate(population, `${spec.outcome} has more than 20 levels.`)
  const numbered = (row: Row) => {
    const place = levels.findIndex(({ value }) => value === axis?.of(row))
    return place < 0 ? null : place
  }
  const outcome = {
    binary: binary(population, spec.outcome),
    count: (row: Row) => measured(population, spec.outcome).raw(row),
    level: numbered,
  }[family.outcome]
  const counted = [spec.outcome, ...(spec.exposure === null ? [] : [spec.exposure])]
  const amounts = family.outcome === 'count' ? counted.map((name) => ({ name })) : []
  const design = designOf(population, spec, { ...needs, outcome, amounts })
  const values = [...new Set(design.y)].sort((a, b) => a - b)
  if (values.length < 2 && (family.outcome !== 'count' || values[0] === 0))
    degenerate(population, `${spec.outcome} is the same in every row.`)
  if (family.outcome !== 'level') return { design, y: [...design.y], levels: [], equations: [null] }
  return {
    design,
    y: design.y.map((of) => values.indexOf(of)),
    levels,
    equations: values.slice(1).map((of) => levels[of] as Level),
  }
}

/** A generalised linear model other than `regress`. */
export function glm(population: Population, spec: GlmSpec): ModelStatistic {
  const model = spec.model as Likely
  const family = FAMILIES[model]
  const made = glmDesign(population, spec)
  const { design, y, equations, levels } = made
  const width = design.columns.length + (design.constant ? 1 : 0)
  const beside = model === 'negative-binomial' ? 1 : 0
  const size = equations.length * width + beside
  const degrees = degreesOf(design, y.length, width === 0 ? 0 : size)
  const offset =
    spec.exposure === null
      ? null
      : design.rows.map((row) => Math.log(numberOf(row, spec.exposure as string) as number))
  const likelihood = (x: readonly Vector[], number: number): Likelihood => ({
    x,
    equations: equations.length,
    beside: number,
    ...(offset ? { offset } : {}),
    of: (row, at) => family.logLikelihood(y[row] as number, at),
    // The levels of mlogit are not in its curvature.
    ...(family.outcome === 'level'
      ? {}
      : { expected: (_, at, mean) => family.logLikelihood(family.means(mean)[0] as number, at) }),
  })
  const fit = fitted(design, made, likelihood(design.x, beside), model)
  const none = fitted(
    design,
    made,
    likelihood(
      design.x.map((row) => row.slice(0, design.constant ? 1 : 0)),
      beside,
    ),
    model,
  )
  if (!fit.covariance) return dependent(design)
  const clustered = spec.cluster !== null
  const robust = spec.robust || clustered
  let covariance = fit.covariance
  if (robust) {
    const { meat, groups } = meatOf(design.rows, fit.scores, spec.cluster)
    if (groups < 2) return oneCluster(design, spec.cluster)
    covariance = sandwich(covariance, meat, groups / (groups - 1))
  }
  const equation = (e: number, from: Estimated): Estimated => ({
    estimates: from.estimates.slice(e * width, (e + 1) * width),
    covariance: from.covariance.subMatrix(e * width, (e + 1) * width - 1, e * width, (e + 1) * width - 1),
  })
  const all: Estimated = { estimates: fit.estimates, covariance }
  const tested = equations.flatMap((_, e) => slopesOf(design).map((i) => e * width + i))
  const last = size - 1
  const ratio = (value: number, free: number): TestStatistic =>
    chiSquared('likelihood-ratio', Math.max(0, value), free)
  const poisson = beside > 0 && !robust ? poissonOf(design, made, likelihood(design.x, 0)) : null
  const lnAlpha: Coefficient[] =
    beside === 0
      ? []
      : [
          lineOf(
            { equation: 'lnalpha', term: 'lnalpha', label: { en: spec.exponentiate ? 'α' : 'ln α' } },
            fit.estimates[last] as number,
            Math.sqrt(covariance.get(last, last)),
            spec.level,
          ),
        ]
  const alpha = Math.exp(fit.estimates[last] as number)
  const fitted_ = { design, estimates: fit.estimates, covariance, means: family.means, offset }
  return {
    ...reportOf(design, spec),
    exponentiate: spec.exponentiate,
    coefficients: [
      ...equations.flatMap((level, e) => {
        const own = equation(e, all)
        const lines = linesOf(design, spec.standardize ? own : unstandardised(design, own), spec.level)
        const weight = design.x.map((row, r) =>
          family.weight(
            equations.map((_, f) => (offset?.[r] ?? 0) + dot(row, equation(f, all).estimates)),
            e,
            alpha,
          ),
        )
        return withPeople(design, lines, design, { ...design, weight }).map((line) =>
          level ? { equation: level.label.en ?? level.code ?? '', ...line } : line,
        )
      }),
      ...lnAlpha,
    ],
    parameters: size,
    residualDegreesOfFreedom: degrees,
    ...(spec.margins === null
      ? {}
      : {
          margins: spec.mfx
            ? effectsAtMeans(spec, fitted_)
            : marginsOf(spec, { ...fitted_, equations: equations.length, outcomes: levels }),
        }),
    factorLevels: [...design.factorLevels, ...outcomeLevels(spec, made, family)],
    fit: {
      logLikelihood: fit.value,
      logLikelihoodNull: none.value,
      pseudoR2: 1 - fit.value / none.value,
      aic: -2 * fit.value + 2 * size,
      ...(beside === 0 ? {} : { alpha: Math.exp(fit.estimates[last] as number) }),
    },
    tests: [
      ...(robust
        ? wald(all, tested)
        : tested.length > 0
          ? [ratio(2 * (fit.value - none.value), tested.length)]
          : []),
      // On the edge of what alpha may be: half of chi-squared with 1 degree (Self and Liang 1987).
      ...(poisson === null
        ? []
        : [ratio(2 * (fit.value - poisson), 1)].map((test) => ({ ...test, of: 'alpha', p: test.p / 2 }))),
    ],
  }
}

/** From the constant alone: the logarithm of the mean, or no effect of anything. */
function fitted(design: Design, { y, equations }: GlmDesign, likelihood: Likelihood, model: Likely): Fit {
  const { x, beside, offset } = likelihood
  const width = x[0]?.length ?? 0
  const isCount = FAMILIES[model].outcome === 'count'
  const middle = Math.log(sumOf(y) / sumOf(offset ? offset.map(Math.exp) : y.map(() => 1)))
  const start = equations.flatMap(() =>
    Array.from({ length: width }, (_, i) => (i === 0 && design.constant && isCount ? middle : 0)),
  )
  const vanishes = (estimates: Vector) => beside > 0 && (estimates.at(-1) as number) < -14
  const fit = maximum(likelihood, [...start, ...(beside > 0 ? [0] : [])], vanishes)
  return vanishes(fit.estimates)
    ? degenerate(design.population, 'The counts vary no more than Poisson’s would.')
    : fit
}

const poissonOf = (design: Design, made: GlmDesign, likelihood: Likelihood): number =>
  fitted(
    design,
    made,
    { ...likelihood, of: (row, at) => FAMILIES.poisson.logLikelihood(made.y[row] as number, at) },
    'poisson',
  ).value

function outcomeLevels(
  spec: GlmSpec,
  { design, levels }: GlmDesign,
  family: Family,
): ModelStatistic['factorLevels'] {
  if (family.outcome === 'count') return []
  const values = [...new Set(design.y)].sort((a, b) => a - b)
  return values.map((value) => ({
    term: spec.outcome,
    level: levels[value]?.code ?? String(value),
    units: unitsOf(design.rows.filter((_, r) => design.y[r] === value)),
  }))
}
