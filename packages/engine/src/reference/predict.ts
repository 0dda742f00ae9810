/**
 * What a fitted model says of each row, from its coefficients by term and level. The model itself is that of statistics/models.ts; here
 * are only the formulas of what is asked for.
 */
import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import { type Coefficient, fail, type ModelStatistic, type ValueRules } from '@sund/model'
import { Matrix, SingularValueDecomposition, solve } from 'ml-matrix'
import type { ModelSpec, Predict, Term } from '../plan/types.js'
import { numberOf, type Population, type Row, type Value, valueOf } from './data.js'
import { meets } from './expressions.js'
import { meanOf, sumOf } from './order.js'
import type { Input, Made } from './relations.js'
import { axisOf } from './statistics/axes.js'
import { groupsOf } from './statistics/compute.js'
import { fitReference } from './statistics/models.js'
import { withoutFew } from './statistics/population.js'

type What = Predict['take'][number]['what']
type ByRow = (row: Row) => Value
type Quantity = (row: Row) => number | null

interface Fitted {
  population: Population
  spec: ModelSpec
  fit: ModelStatistic
  /** Rows that the model was fitted to, or could have been. */
  rows: readonly Row[]
  /** xβ of an equation, the main one when none is named. */
  index(equation?: string): Quantity
}
type Rule = (fitted: Fitted, level: string | undefined) => ByRow

export function predict(of: Predict, input: Input, values: ValueRules): Made {
  const { spec, condition, position, take } = of
  const met = input.rows.filter((row) => condition === null || meets(condition, row, position))
  const { columns, relation } = input
  const population = withoutFew(
    { rows: met, columns, public: relation.public, ...values, position },
    groupsOf(spec),
  )
  const fit = fitReference(population, spec)
  const rows = population.rows.filter((row) => inWindow(spec, row))
  const index: Fitted['index'] = (equation) =>
    indexOf(
      population,
      spec,
      fit.coefficients.filter((one) => one.equation === equation),
    )
  const rules = take.map(({ what, level, as }) => {
    const rule = RULES[spec.model]?.[what] ?? lacks(`${spec.model} has no ${what}.`, population)
    return { as, of: rule({ population, spec, fit, rows, index }, level) }
  })
  const usable = new Set(rows)
  return {
    rows: input.rows.map((row) => ({
      ...row,
      values: {
        ...row.values,
        ...Object.fromEntries(rules.map((rule) => [rule.as, usable.has(row) ? rule.of(row) : null])),
      },
    })),
  }
}

const lacks = (message: string, { position }: Population): never =>
  fail('script.statistics', message, 'Ask for something else.', { position })

/** A discontinuity is fitted near its cutoff; a row without a running value is nowhere else. */
function inWindow(spec: ModelSpec, row: Row): boolean {
  if (spec.model !== 'rdd' || spec.bandwidth === null) return true
  const running = numberOf(row, spec.running)
  return running === null || Math.abs(running - spec.cutoff) <= spec.bandwidth
}

/** Σ β x, with the logarithm of the exposure; missing where any x is. */
function indexOf(population: Population, spec: ModelSpec, coefficients: readonly Coefficient[]): Quantity {
  const parts = coefficients.map((one) => ({
    estimate: one.estimate,
    of: regressorOf(population, spec, one),
  }))
  const exposure = 'exposure' in spec ? spec.exposure : null
  return (row) => {
    const values = parts.map(({ estimate, of }) => {
      const x = of(row)
      return x === null ? null : estimate * x
    })
    const size = exposure === null ? 1 : numberOf(row, exposure)
    return values.includes(null) || size === null ? null : sumOf(values as number[]) + Math.log(size)
  }
}

/** What a coefficient is multiplied with: the product of its variables, or whether its factors have its levels. */
function regressorOf(population: Population, spec: ModelSpec, { term, level }: Coefficient): Quantity {
  if (term === '_cons') return () => 1
  const own = termsOf(spec).find((one) => written(one) === term)
  if (!own) return lacks(`${spec.model} cannot predict from ${term}.`, population)
  const levels = own.factors.filter(({ categorical }) => categorical)
  const numbers = own.factors.filter(({ categorical }) => !categorical)
  return (row) => {
    const codes = levels.map(({ column }) => axisOf(population, column).levels([row])[0]?.code ?? null)
    const values = numbers.map(({ column }) => madeOf(spec, column, row))
    if (codes.includes(null) || values.includes(null)) return null
    const here = codes.length === 0 || codes.join('#') === level
    return here ? (values as number[]).reduce((product, x) => product * x, 1) : 0
  }
}

const written = ({ factors }: Term): string =>
  factors.map(({ column, categorical }) => (categorical ? `i.${column}` : column)).join('#')

/** Terms of a model, those that it makes itself included. */
function termsOf(spec: ModelSpec): Term[] {
  if (spec.model === 'ivregress') return [...spec.terms, ...spec.endogenous]
  if (spec.model !== 'rdd') return spec.terms
  const term = (...columns: string[]): Term => ({
    factors: columns.map((column) => ({ column, categorical: false })),
  })
  const { crossed, distances } = namesOf(spec)
  return [
    ...(spec.fuzzy === null ? [] : [term(spec.fuzzy)]),
    term(crossed),
    ...distances.flatMap((distance) => [term(distance), term(crossed, distance)]),
    ...spec.terms,
  ]
}

function namesOf({ running, cutoff, polynomial }: Extract<ModelSpec, { model: 'rdd' }>) {
  const distance = `${running}${cutoff < 0 ? '+' : '-'}${Math.abs(cutoff)}`
  const powers = Array.from({ length: polynomial }, (_, i) => i + 1)
  return {
    crossed: `${running}>=${cutoff}`,
    distances: powers.map((power) => (power === 1 ? distance : `(${distance})^${power}`)),
  }
}

/** A variable of the data, or one that a discontinuity makes of its running variable. */
function madeOf(spec: ModelSpec, name: string, row: Row): number | null {
  if (spec.model !== 'rdd') return numberOf(row, name)
  const { crossed, distances } = namesOf(spec)
  const running = numberOf(row, spec.running)
  const power = distances.indexOf(name) + 1
  if (name !== crossed && power === 0) return numberOf(row, name)
  if (running === null) return null
  return name === crossed ? Number(running >= spec.cutoff) : (running - spec.cutoff) ** power
}

/** A function of numbers, missing where one of them is. */
const from =
  (parts: readonly Quantity[], of: (...x: number[]) => number): Quantity =>
  (row) => {
    const values = parts.map((part) => part(row))
    return values.includes(null) ? null : of(...(values as number[]))
  }
const inverseLogit = (x: number): number => 1 / (1 + Math.exp(-x))
const cumulativeNormal = (x: number): number => normalCdf(x, 0, 1)
const identity = (x: number): number => x

/** The mean of the outcome that the index stands for. */
const mean =
  (of: (index: number) => number): Rule =>
  ({ index }) =>
    from([index()], of)
const residual =
  (of: (index: number) => number): Rule =>
  (fitted) =>
    from([outcomeOf(fitted), fitted.index()], (y, index) => y - of(index))

/** The outcome as the model reads it. */
const outcomeOf =
  ({ spec }: Fitted): Quantity =>
  (row) => {
    const y = numberOf(row, spec.outcome)
    const binary = spec.model === 'logit' || spec.model === 'probit'
    return y === null || !binary ? y : Number(y !== 0)
  }

const LINEAR = { predicted: mean(identity), residuals: residual(identity) }
const COUNT = { predicted: mean(Math.exp), residuals: residual(Math.exp) }

const RULES: Partial<Record<ModelSpec['model'], Partial<Record<What, Rule>>>> = {
  regress: { ...LINEAR, cooksd: cooksDistance },
  logit: { predicted: mean(identity), probabilities: mean(inverseLogit), residuals: residual(inverseLogit) },
  probit: {
    predicted: mean(identity),
    probabilities: mean(cumulativeNormal),
    residuals: residual(cumulativeNormal),
  },
  mlogit: { probabilities: shareOfLevel, predicted: likeliestLevel },
  poisson: COUNT,
  'negative-binomial': COUNT,
  ivregress: LINEAR,
  rdd: LINEAR,
  'regress-panel': { predicted: mean(identity), effects: ofUnit, residuals: without(ofUnit) },
  'regress-mml': { predicted: mean(identity), effects: ofGroups, residuals: without(ofGroups) },
  cox: { predicted: mean(Math.exp) },
  weibull: {
    predicted: (fitted) =>
      from([fitted.index()], (index) => (Math.LN2 / Math.exp(index)) ** (1 / Number(fitted.fit.fit.shape))),
    probabilities: (fitted) => {
      const { spec, index, fit } = fitted
      const time = 'time' in spec ? spec.time : ''
      return from([(row) => numberOf(row, time), index()], (t, at) =>
        Math.exp(-Math.exp(at) * t ** Number(fit.fit.shape)),
      )
    },
  },
}

/** Cook (1977): e² h / (p s² (1 − h)²) with h from the singular vectors of the columns; missing where a row alone decides its fit. */
function cooksDistance(fitted: Fitted): ByRow {
  const { population, spec, fit, rows, index } = fitted
  const columns = fit.coefficients.map((one) => regressorOf(population, spec, one))
  const y = outcomeOf(fitted)
  const whole = rows.filter((row) => [y, ...columns].every((of) => of(row) !== null))
  const scale = columns.map((of) => Math.max(...whole.map((row) => Math.abs(of(row) as number))))
  const x = new Matrix(whole.map((row) => columns.map((of, i) => (of(row) as number) / (scale[i] as number))))
  const u = new SingularValueDecomposition(x, { autoTranspose: true }).leftSingularVectors
  const exact = !(1 - Number(fit.fit.r2) > 1e-12)
  return (row) => {
    const place = whole.indexOf(row)
    if (place < 0 || exact) return null
    const leverage = sumOf(u.getRow(place).map((of) => of ** 2))
    if (!(1 - leverage > 1e-9)) return null
    const left = (y(row) as number) - (index()(row) as number)
    return (left ** 2 * leverage) / (fit.parameters * Number(fit.fit.rmse) ** 2 * (1 - leverage) ** 2)
  }
}

/** Levels of the outcome of mlogit with their indices; that of the lowest is 0. */
function levelsOf({ fit, spec, index }: Fitted): { code: string; of: Quantity }[] {
  const equations = [...new Set(fit.coefficients.map(({ equation }) => equation))]
  return fit.factorLevels
    .filter(({ term }) => term === spec.outcome)
    .map(({ level }, i) => ({ code: level, of: i === 0 ? () => 0 : index(equations[i - 1]) }))
}

function shareOfLevel(fitted: Fitted, level: string | undefined): ByRow {
  const levels = levelsOf(fitted)
  const asked = levels.findIndex(({ code }) => code === level)
  if (asked < 0) return lacks(`${fitted.spec.outcome} has no level ${level}.`, fitted.population)
  return from(
    levels.map(({ of }) => of),
    (...at) => Math.exp(at[asked] as number) / sumOf(at.map(Math.exp)),
  )
}

function likeliestLevel(fitted: Fitted): ByRow {
  const { population, spec } = fitted
  const levels = levelsOf(fitted)
  const axis = axisOf(population, spec.outcome)
  const known = axis.levels(population.rows)
  const best = from(
    levels.map(({ of }) => of),
    (...at) => at.indexOf(Math.max(...at)),
  )
  return (row) => {
    const place = best(row)
    return place === null ? null : (known.find(({ code }) => code === levels[place]?.code)?.value ?? null)
  }
}

/** The outcome without the index and without an effect. */
function without(effect: Rule): Rule {
  return (fitted, level) => {
    const { spec, index } = fitted
    const rest = from([outcomeOf(fitted), index()], (y, at) => y - at)
    const panel = spec.model === 'regress-panel' && (spec.estimator === 'be' || spec.estimator === 'pooled')
    return panel ? rest : from([rest, effect(fitted, level) as Quantity], (left, of) => left - of)
  }
}

/** The mean residual of a unit; for random effects drawn towards 0 by n σᵤ² / (n σᵤ² + σₑ²) (Baltagi 2021, 2.5). */
function ofUnit(fitted: Fitted): ByRow {
  const { spec, fit, rows, index, population } = fitted
  const estimator = spec.model === 'regress-panel' ? spec.estimator : 'pooled'
  if (estimator === 'be' || estimator === 'pooled')
    return lacks(`${estimator} has no effects of units.`, population)
  const rest = from([outcomeOf(fitted), index()], (y, at) => y - at)
  const [unit, residuals] = [Number(fit.fit.sigmaUnit) ** 2, Number(fit.fit.sigmaResidual) ** 2]
  return (row) => {
    const own = rows
      .filter((other) => other.unit === row.unit)
      .map(rest)
      .filter((left) => left !== null)
    if (own.length === 0) return null
    const reliability = (own.length * unit) / (own.length * unit + residuals)
    return estimator === 'fe' ? meanOf(own) : meanOf(own) * reliability
  }
}

/** Henderson (1975): Cov(u, y) Var(y)⁻¹ (y − xβ), with the whole covariance of the rows written out. */
function ofGroups(fitted: Fitted): ByRow {
  const { spec, fit, rows, index } = fitted
  const groups = spec.model === 'regress-mml' ? spec.groups : []
  const rest = from([outcomeOf(fitted), index()], (y, at) => y - at)
  const used = rows.filter((row) => rest(row) !== null && groups.every((name) => valueOf(row, name) !== null))
  const variance = (name: string) =>
    fit.coefficients.find(({ term }) => term === `var(${name})`)?.estimate ?? 0
  const shared = (a: Row, b: Row) =>
    sumOf(
      groups.map((name, depth) =>
        groups.slice(0, depth + 1).every((above) => valueOf(a, above) === valueOf(b, above))
          ? variance(name)
          : 0,
      ),
    )
  const effects = new Matrix(used.map((a) => used.map((b) => shared(a, b))))
  const all = Matrix.add(effects, Matrix.eye(used.length).mul(variance('residual')))
  const predicted = effects.mmul(solve(all, Matrix.columnVector(used.map((row) => rest(row) as number))))
  return (row) => (used.includes(row) ? predicted.get(used.indexOf(row), 0) : null)
}
