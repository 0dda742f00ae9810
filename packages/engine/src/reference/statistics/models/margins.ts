/** Marginal effects by moving a variable a little in every row, and their standard errors by moving every estimate a little. */
import type { Coefficient, ModelStatistic } from '@sund/model'
import type { Matrix } from 'ml-matrix'
import type { GlmSpec, ModelSpec, Term } from '../../../plan/types.js'
import { numberOf, type Row } from '../../data.js'
import { deviationOf, meanOf } from '../../order.js'
import { axisOf, type Level } from '../axes.js'
import { columnOf, plain } from '../population.js'
import { dot, gradientOf, quadratic, slopeAt, type Vector } from './algebra.js'
import { type Design, type Reading, regressorsAt } from './design.js'
import { type Estimated, lineOf, nameOf } from './report.js'

interface Fitted {
  design: Design
  /** By equation, on standardised columns, then what is beside. */
  estimates: Vector
  covariance: Matrix
  means(predictors: Vector): number[]
  offset: Vector | null
}

/** Step of derivatives by a variable, in its standard deviations. */
const STEP = 0.01

/** Average marginal effects of the variables that are asked for, of all for an empty list. */
export function marginsOf(
  spec: Pick<ModelSpec, 'terms' | 'margins' | 'level'>,
  fitted: Fitted & { equations: number; outcomes: readonly Level[]; degrees?: number },
): Coefficient[] {
  const { design, estimates, covariance, means, offset, equations, outcomes, degrees } = fitted
  const { population, rows } = design
  const asked = spec.margins ?? []
  const factors = spec.terms.flatMap((term) => term.factors)
  const width = design.x[0]?.length ?? 0
  const plainReading: Reading = ({ column, categorical }, row) =>
    categorical ? axisOf(population, column).of(row) : numberOf(row, column)
  /** Average means of each outcome at these estimates, with regressors by row. */
  const average = (of: Vector, x: readonly Vector[]): number[] => {
    const each = x.map((row, r) =>
      means(
        Array.from(
          { length: equations },
          (_, e) => dot(row, of.slice(e * width, (e + 1) * width)) + (offset?.[r] ?? 0),
        ),
      ),
    )
    return (each[0] as number[]).map((_, o) => meanOf(each.map((one) => one[o] as number)))
  }
  const xWhere = (reading: Reading) => rows.map((row) => regressorsAt(design, row, reading))
  const lines = (name: string, at: Level | null, effect: (of: Vector) => number[]): Coefficient[] =>
    effect(estimates).flatMap((estimate, o) => {
      const gradient = gradientOf((of) => effect(of)[o] as number, estimates)
      const standardError = Math.sqrt(quadratic(gradient, covariance))
      if (!(standardError > 1e-13 * Math.abs(estimate)) || standardError === 0) return []
      const { title } = columnOf(population, name)
      const own = design.columns.find(
        ({ operands }) =>
          operands.length === 1 && operands[0]?.column === name && operands[0]?.is?.code === at?.code,
      )
      const outcome = outcomes[o]
      const line = {
        ...(outcome ? { equation: outcome.label.en ?? outcome.code ?? '' } : {}),
        term: at ? `i.${name}` : name,
        ...(at ? { level: at.code ?? '' } : {}),
        label: own?.label ?? (at ? plain(`${title.en ?? name}: ${at.code}`) : title),
      }
      return [lineOf(line, estimate, standardError, spec.level, degrees)]
    })
  return [...new Set(factors.map(({ column }) => column))].flatMap((name) => {
    if (asked.length > 0 && !asked.includes(name)) return []
    const kept = design.columns.flatMap(({ operands }) => operands.filter(({ column }) => column === name))
    if (kept.length === 0) return []
    if (factors.some(({ column, categorical }) => column === name && categorical)) {
      const axis = axisOf(population, name)
      const at = (level: Level) => {
        // The same variable may stand as a number in another term.
        const asNumber = Number(level.code)
        const reading: Reading = (factor, row) => {
          if (factor.column !== name) return plainReading(factor, row)
          if (factor.categorical) return level.value
          return Number.isFinite(asNumber) ? asNumber : plainReading(factor, row)
        }
        const x = xWhere(reading)
        return (of: Vector) => average(of, x)
      }
      const lowestCode = design.factorLevels.find(({ term }) => term === `i.${name}`)?.level
      const levels = axis.levels(rows)
      const all = axis.levels(population.rows)
      const lowest = at(all.find(({ code }) => code === lowestCode) ?? (levels[0] as Level))
      const present = new Map(kept.flatMap(({ is }) => (is && is.code !== lowestCode ? [[is.code, is]] : [])))
      return [...present.values()].flatMap((level) => {
        const own = at(level as Level)
        return lines(name, level as Level, (of) => {
          const base = lowest(of)
          return own(of).map((mean, o) => mean - (base[o] as number))
        })
      })
    }
    const spread = deviationOf(rows.map((row) => numberOf(row, name) as number)) || 1
    const step = STEP * spread
    const moved = new Map(
      [-2, -1, 1, 2].map((times) => {
        const reading: Reading = (factor, row: Row) => {
          const value = plainReading(factor, row)
          return factor.column === name && !factor.categorical ? (value as number) + times * step : value
        }
        return [times, xWhere(reading)]
      }),
    )
    return lines(name, null, (of) => {
      const at = new Map([...moved].map(([times, x]) => [times, average(of, x)]))
      return (at.get(1) as number[]).map((_, o) =>
        slopeAt((move) => (at.get(Math.round(move / step)) as number[])[o] as number, step),
      )
    })
  })
}

/**
 * Average marginal effects on the linear predictor, where they are asked for; `terms` are those of the columns, when they are more
 * than the specification's own. A variable of a
 * column that is `lost` to the estimator has no effect that can be told.
 */
export function linearMargins(
  spec: Pick<ModelSpec, 'terms' | 'margins' | 'level'>,
  design: Design,
  { estimates, covariance }: Estimated,
  {
    degrees,
    terms = spec.terms,
    lost = [],
  }: { degrees?: number; terms?: readonly Term[]; lost?: Design['columns'] } = {},
): Pick<ModelStatistic, 'margins'> {
  if (spec.margins === null) return {}
  const variables = [...new Set(terms.flatMap(({ factors }) => factors.map(({ column }) => column)))]
  const asked = variables.filter(
    (name) =>
      (spec.margins?.length === 0 || spec.margins?.includes(name)) &&
      !lost.some(({ operands }) => operands.some(({ column }) => column === name)),
  )
  if (asked.length === 0) return { margins: [] }
  const means = (predictors: Vector) => [...predictors]
  const fitted = { design, estimates, covariance, means, offset: null, equations: 1, outcomes: [] }
  return {
    margins: marginsOf(
      { ...spec, terms: [...terms], margins: asked },
      { ...fitted, ...(degrees === undefined ? {} : { degrees }) },
    ),
  }
}

/** Marginal effects of a binary outcome at the means of the columns (Stata 10, mfx). */
export function effectsAtMeans(
  spec: GlmSpec,
  { design, estimates, covariance, means }: Fitted,
): Coefficient[] {
  const how = spec.mfx ?? 'dydx'
  const first = design.constant ? 1 : 0
  const centre = (design.x[0] as Vector).map((_, i) => meanOf(design.x.map((row) => row[i] as number)))
  const isRelative = how === 'eyex' || how === 'eydx'
  const outcome = (of: Vector, x: Vector): number => {
    const [p] = means([dot(x, of)]) as [number]
    return isRelative ? Math.log(p) : p
  }
  const asked = spec.margins ?? []
  return design.columns.flatMap((column, k): Coefficient[] => {
    const { operands, level, mean, scale } = column
    if (asked.length > 0 && !operands.some(({ column: name }) => asked.includes(name))) return []
    const own = first + k
    const at = (value: number) => centre.map((x, i) => (i === own ? value : x))
    const middle = centre[own] as number
    if (level !== undefined && (how === 'eyex' || how === 'dyex')) return []
    const by = how === 'eyex' || how === 'dyex' ? mean + scale * middle : 1
    const effect = (of: Vector): number =>
      level === undefined
        ? (by / scale) * slopeAt((move) => outcome(of, at(middle + move)), STEP)
        : outcome(of, at((1 - mean) / scale)) - outcome(of, at(-mean / scale))
    const error = Math.sqrt(quadratic(gradientOf(effect, estimates), covariance))
    return [lineOf(nameOf(column), effect(estimates), error, spec.level)]
  })
}
