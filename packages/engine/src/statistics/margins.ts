/**
 * Marginal effects: how the mean of the outcome (of models of survival: of the log hazard) changes with a variable, averaged over
 * the rows (`margins`, Stata's `margins, dydx()`) or at the means of the columns (`mfx`, Stata's old command of that name). A
 * number has its derivative, a level the difference from the lowest one. Standard errors by the delta method: the gradient by
 * the coefficients is a sum over rows as well, so parts add.
 */
import type { Coefficient, ModelStatistic } from '@sund/model'
import { Matrix } from 'ml-matrix'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { GlmSpec, ModelSpec, Term } from '../plan/types.js'
import { addSums, quadratic } from './algebra.js'
import type { Level } from './axes.js'
import { type Design, type DesignColumn, type DesignSpec, sumsOver, writtenTerm, z } from './design.js'
import { criticalValue, normalP, tP } from './distributions.js'
import { FAMILIES, type Family } from './families.js'
import { predicted } from './likelihood.js'
import { columnOf, plainText, type Source } from './source.js'

/** A fitted model, its estimates and covariance by standardised columns. */
export interface Fitted {
  family: Family
  estimates: readonly number[]
  covariance: Matrix
  offset: Sql | null
  /** The levels of the outcome of mlogit: one margin for each. */
  levels: readonly Level[]
  /** What one unit of the standardised outcome is. */
  unit?: number
  degreesOfFreedom?: number
}

/** What marginal effects need to know of a model: its terms, those that are asked for, and its level. */
type Asked = Pick<ModelSpec, 'terms' | 'margins' | 'level'>

/**
 * What a design needs beside its columns: the variables of the terms, numbers and categories apart, where marginal effects are
 * asked for, after what the model itself has beside them.
 */
export function besides(
  spec: Pick<DesignSpec, 'terms' | 'beside' | 'groups'> &
    Pick<Asked, 'margins'> & { exposure?: string | null },
): { beside: string[]; groups: string[] } {
  const named = (categorical: boolean) =>
    spec.margins === null
      ? []
      : spec.terms.flatMap(({ factors }) =>
          factors.filter((factor) => factor.categorical === categorical).map(({ column }) => column),
        )
  return {
    beside: [
      ...new Set([...(spec.exposure ? [spec.exposure] : []), ...(spec.beside ?? []), ...named(false)]),
    ],
    groups: [...new Set([...(spec.groups ?? []), ...named(true)])],
  }
}

/** The logarithm of the exposure enters with coefficient 1: the first column beside. */
export const offsetOf = (spec: Pick<GlmSpec, 'exposure'>): Sql | null =>
  spec.exposure === null ? null : sql`x0`

/** The variables whose effects are asked for, as they stand in the terms. */
function variablesOf({ terms, margins }: Asked): string[] {
  const variables = [...new Set(terms.flatMap(({ factors }) => factors.map(({ column }) => column)))]
  return margins && margins.length > 0 ? variables.filter((name) => margins.includes(name)) : variables
}

/** Average marginal effects of the variables of `spec.margins`, of all when it is empty. */
export async function marginsOf(
  source: Source,
  spec: Asked,
  design: Design,
  fitted: Fitted,
): Promise<Coefficient[]> {
  const { beside, groups } = design
  const lines: Coefficient[] = []
  for (const name of variablesOf(spec)) {
    const columns = design.columns.map(
      (column): Column => ({ ...column, operands: column.of ?? [], beside, groups }),
    )
    const effects = groups.includes(name)
      ? await ofLevels(source, design, fitted, columns, name)
      : [{ at: null, sums: await ofNumber(source, design, fitted, columns, name) }]
    for (const { at, sums } of effects) lines.push(...linesOf(source, spec, design, fitted, name, at, sums))
  }
  return lines
}

/** A model linear in its columns, as it estimates some of them. */
interface LinearFit {
  /** The constant first when there is one, then one for each of `places` (in `design.columns`; all when left out). */
  estimates: readonly number[]
  covariance: Matrix
  places?: readonly number[]
  /** What one unit of the estimates is: the scale of the outcome when left out. */
  unit?: number
  degreesOfFreedom?: number
}

/**
 * Average marginal effects on the linear predictor, when they are asked for: x's are the sums over its coefficients of the mean
 * derivative of their columns. `terms` are those of the coefficients, when they are more than the specification's own. A
 * variable has no effect that can be told where the model left out a column of it, as fixed effects do (not estimable, as in Stata).
 */
export async function linearMargins(
  source: Source,
  spec: Asked,
  design: Design,
  {
    places = design.columns.map((_, i) => i),
    unit = design.outcome.scale,
    degreesOfFreedom,
    ...fit
  }: LinearFit,
  terms: readonly Term[] = spec.terms,
): Promise<Pick<ModelStatistic, 'margins'>> {
  if (spec.margins === null) return {}
  const written = new Set(terms.map(writtenTerm))
  const lost = design.columns.filter(({ term }, i) => written.has(term) && !places.includes(i))
  const asked = variablesOf({ ...spec, terms: [...terms] }).filter(
    (name) => !lost.some(({ of = [] }) => of.some(({ column }) => column === name)),
  )
  if (asked.length === 0) return { margins: [] }
  // Columns that the model left out have the coefficient 0 for certain.
  const offset = design.constant ? 1 : 0
  const at = [...(design.constant ? [0] : []), ...places.map((place) => place + offset)]
  const size = design.columns.length + offset
  const estimates = new Array<number>(size).fill(0)
  const covariance = Matrix.zeros(size, size)
  for (const [i, row] of at.entries()) {
    estimates[row] = fit.estimates[i] as number
    for (const [j, column] of at.entries()) covariance.set(row, column, fit.covariance.get(i, j))
  }
  const ofAsked = { terms: [...terms], margins: asked, level: spec.level }
  return {
    margins: await marginsOf(source, ofAsked, design, {
      family: FAMILIES.linear,
      estimates,
      covariance,
      offset: null,
      levels: [],
      unit,
      ...(degreesOfFreedom === undefined ? {} : { degreesOfFreedom }),
    }),
  }
}

interface Column extends DesignColumn {
  operands: NonNullable<DesignColumn['of']>
  beside: readonly string[]
  groups: readonly string[]
}
type Sums = readonly number[]

const isOf = (source: Source, column: Column, name: string, level: Level): Sql => {
  const of = id(`g${column.groups.indexOf(name)}`)
  const raw = columnOf(source, name).type === 'boolean' ? sql`CAST(${of} AS DOUBLE)` : of
  return sql`CAST(${raw} = ${value(level.value)} AS DOUBLE)`
}
const numberAt = (column: Column, name: string): Sql => id(`x${column.beside.indexOf(name)}`)

/** The column's value, with the operands of `name` put by `replaced`. */
function product(
  source: Source,
  column: Column,
  replaced: (operand: Column['operands'][number], i: number) => Sql | null,
): Sql {
  return list(
    column.operands.map(
      (operand, i) =>
        replaced(operand, i) ??
        (operand.level
          ? isOf(source, column, operand.column, operand.level)
          : numberAt(column, operand.column)),
    ),
    sql` * `,
  )
}

const involves = (column: Column, name: string) => column.operands.some((operand) => operand.column === name)

/** Mean derivative by a number: for each outcome its sum and that of its gradient. */
async function ofNumber(
  source: Source,
  design: Design,
  { family, estimates, offset }: Fitted,
  columns: readonly Column[],
  name: string,
): Promise<Sums> {
  const { mean, equations } = family
  const slopes = columns.map((column) => {
    if (!involves(column, name)) return null
    const each = column.operands.flatMap((operand, i) =>
      operand.column === name ? [product(source, column, (_, j) => (i === j ? sql`1.0` : null))] : [],
    )
    return sql`(${list(each, sql` + `)}) * CAST(${value(1 / column.scale)} AS DOUBLE)`
  })
  const width = columns.length + (design.constant ? 1 : 0)
  const first = design.constant ? 1 : 0
  const along = Array.from({ length: equations }, (_, e) => {
    const terms = slopes.flatMap((of, k) =>
      of ? [sql`CAST(${value(estimates[e * width + first + k] as number)} AS DOUBLE) * ${id(`d${k}`)}`] : [],
    )
    return sql`${list([sql`0.0`, ...terms], sql` + `)} AS ${id(`along${e}`)}`
  })
  const rows = (part: Sql) => {
    const from = predicted(withOffset(part, offset), shapeOf(design, offset), family, estimates)
    const named = slopes.flatMap((of, k) => (of ? [sql`${of} AS ${id(`d${k}`)}`] : []))
    return sql`(SELECT *, ${list(along)} FROM (SELECT ${list([sql`*`, ...named])} FROM ${from}))`
  }
  const equationsOf = Array.from({ length: equations }, (_, e) => e)
  const summands = Array.from({ length: mean.outcomes }, (_, o) => [
    list(
      equationsOf.map((e) => sql`${mean.slope(o, e)} * ${id(`along${e}`)}`),
      sql` + `,
    ),
    ...equationsOf.flatMap((f) => {
      const bend = list(
        equationsOf.map((e) => sql`${mean.curvature(o, e, f)} * ${id(`along${e}`)}`),
        sql` + `,
      )
      return [
        ...(design.constant ? [sql`(${bend})`] : []),
        ...columns.map((_, k) =>
          slopes[k]
            ? sql`(${bend}) * ${z(k)} + ${mean.slope(o, f)} * ${id(`d${k}`)}`
            : sql`(${bend}) * ${z(k)}`,
        ),
      ]
    }),
  ]).flat()
  return sumsOver(source, design.parts, rows, summands)
}

/** Mean difference of each level of a category from the lowest. */
async function ofLevels(
  source: Source,
  design: Design,
  fitted: Fitted,
  columns: readonly Column[],
  name: string,
): Promise<{ at: Level; sums: Sums }[]> {
  const lowest = design.factorLevels.find(({ term }) => term === `i.${name}`)?.level
  const levels = new Map<string, Level>()
  for (const { operands } of columns)
    for (const { column, level } of operands)
      if (column === name && level && level.code !== lowest) levels.set(level.code ?? '', level)
  const base = await atLevel(source, design, fitted, columns, name, lowest ?? '')
  const effects: { at: Level; sums: Sums }[] = []
  for (const [code, at] of levels)
    effects.push({
      at,
      sums: addSums(
        await atLevel(source, design, fitted, columns, name, code),
        base.map((sum) => -sum),
      ),
    })
  return effects
}

/** Means of the outcomes, and of their gradients, were every row of the level `code`. */
async function atLevel(
  source: Source,
  design: Design,
  { family, estimates, offset }: Fitted,
  columns: readonly Column[],
  name: string,
  code: string,
): Promise<Sums> {
  const { mean, equations } = family
  const indicator = (of: boolean) => (of ? sql`1.0` : sql`0.0`)
  // The same variable may stand as a number in another term.
  const number = Number(code)
  const asNumber = Number.isFinite(number) ? sql`CAST(${value(number)} AS DOUBLE)` : null
  const moved = columns.map((column, k) => {
    if (!involves(column, name)) return z(k)
    const of = product(source, column, (operand) =>
      operand.column === name ? (operand.level ? indicator(operand.level.code === code) : asNumber) : null,
    )
    return sql`(${of} - CAST(${value(column.mean)} AS DOUBLE)) * CAST(${value(1 / column.scale)} AS DOUBLE) AS ${z(k)}`
  })
  const rows = (part: Sql) => {
    const from = withOffset(part, offset)
    const read = sql`(SELECT ${list([...moved, ...(offset ? [sql`o`] : []), sql`1 AS one`])} FROM ${from})`
    return predicted(read, shapeOf(design, offset), family, estimates)
  }
  const summands = Array.from({ length: mean.outcomes }, (_, o) => [
    mean.of(o),
    ...Array.from({ length: equations }, (_, f) => [
      ...(design.constant ? [mean.slope(o, f)] : []),
      ...columns.map((_, k) => sql`${mean.slope(o, f)} * ${z(k)}`),
    ]).flat(),
  ]).flat()
  return sumsOver(source, design.parts, rows, summands)
}

const withOffset = (part: Sql, offset: Sql | null): Sql =>
  offset ? sql`(SELECT *, ln(${offset}) AS o FROM ${part})` : part
const shapeOf = (design: Design, offset: Sql | null) => ({
  columns: design.columns.length,
  constant: design.constant,
  offset: offset !== null,
})

/** One line for each outcome, from its sum and its gradient's; none where no coefficient says anything of the variable. */
function linesOf(
  source: Source,
  spec: Asked,
  design: Design,
  { family, covariance, levels, unit = 1, degreesOfFreedom }: Fitted,
  name: string,
  at: Level | null,
  sums: Sums,
): Coefficient[] {
  const size = sums.length / family.mean.outcomes
  return Array.from({ length: family.mean.outcomes }, (_, o): Coefficient[] => {
    const [estimate, ...gradient] = sums
      .slice(o * size, (o + 1) * size)
      .map((sum) => (sum / design.n) * unit) as [number, ...number[]]
    const standardError = Math.sqrt(quadratic(gradient, covariance.subMatrix(0, size - 2, 0, size - 2)))
    if (!(standardError > 0)) return []
    const { title } = columnOf(source, name)
    const own = design.columns.find(
      ({ of = [] }) => of.length === 1 && of[0]?.column === name && of[0]?.level?.code === at?.code,
    )
    const equation = levels[o]
    return [
      {
        ...(equation ? { equation: equation.label.en ?? equation.code ?? '' } : {}),
        term: at ? `i.${name}` : name,
        ...(at ? { level: at.code ?? '' } : {}),
        label: own?.label ?? (at ? plainText(`${title.en ?? name}: ${at.code}`) : title),
        ...lineOf(estimate, standardError, spec.level, degreesOfFreedom),
      },
    ]
  }).flat()
}

function lineOf(
  estimate: number,
  standardError: number,
  level: number,
  degreesOfFreedom = Number.POSITIVE_INFINITY,
): Omit<Coefficient, 'term' | 'label'> {
  const statistic = estimate / standardError
  const reach = criticalValue(level, degreesOfFreedom) * standardError
  return {
    estimate,
    standardError,
    statistic,
    p: Number.isFinite(degreesOfFreedom) ? tP(statistic, degreesOfFreedom) : normalP(statistic),
    lower: estimate - reach,
    upper: estimate + reach,
  }
}

/**
 * Marginal effects of a logit at the means of all columns, taken as fixed: dy/dx the change of the probability, ey/ex its elasticity,
 * dy/ex the change by a relative change of x, ey/dx the relative change by x (Stata 10, mfx). A level has the change
 * from the lowest (dy/dx) or that of the logarithm (ey/dx); it has no relative change of its own.
 */
export async function effectsAtMeans(
  source: Source,
  spec: GlmSpec,
  design: Design,
  { estimates, covariance }: Pick<Fitted, 'estimates' | 'covariance'>,
): Promise<Coefficient[]> {
  const how = spec.mfx ?? 'dydx'
  const first = design.constant ? 1 : 0
  // Columns with a constant are centred: their means are 0.
  const sums = design.constant
    ? design.columns.map(() => 0)
    : await sumsOver(
        source,
        design.parts,
        (part) => part,
        design.columns.map((_, k) => z(k)),
      )
  const centre = [...(design.constant ? [1] : []), ...sums.map((sum) => sum / design.n)]
  const asked = spec.margins ?? []
  /** The probability at a row of regressors. */
  const at = (row: readonly number[]) =>
    1 / (1 + Math.exp(-row.reduce((sum, x, i) => sum + x * (estimates[i] as number), 0)))
  return design.columns.flatMap(({ term, level, label, mean, scale, of = [] }, k): Coefficient[] => {
    if (asked.length > 0 && !of.some(({ column }) => asked.includes(column))) return []
    const own = first + k
    const effect =
      level === undefined
        ? derivativeAt(
            how,
            at(centre),
            centre,
            own,
            (estimates[own] as number) / scale,
            scale,
            mean + scale * (centre[own] as number),
          )
        : changeAt(how, at, centre, own, -mean / scale, (1 - mean) / scale)
    if (!effect) return []
    const standardError = Math.sqrt(quadratic(effect.gradient, covariance))
    return [
      {
        term,
        ...(level === undefined ? {} : { level }),
        label,
        ...lineOf(effect.estimate, standardError, spec.level),
      },
    ]
  })
}

type How = NonNullable<GlmSpec['mfx']>
interface Effect {
  estimate: number
  gradient: number[]
}

function derivativeAt(
  how: How,
  p: number,
  centre: readonly number[],
  own: number,
  slope: number,
  scale: number,
  x: number,
): Effect {
  const relative = how === 'eyex' || how === 'eydx'
  const by = how === 'eyex' || how === 'dyex' ? x : 1
  const factor = relative ? 1 - p : p * (1 - p)
  const bend = relative ? -p * (1 - p) : p * (1 - p) * (1 - 2 * p)
  return {
    estimate: factor * slope * by,
    gradient: centre.map((z, i) => bend * z * slope * by + (i === own ? (factor * by) / scale : 0)),
  }
}

function changeAt(
  how: How,
  at: (row: readonly number[]) => number,
  centre: readonly number[],
  own: number,
  without: number,
  within: number,
): Effect | null {
  if (how !== 'dydx' && how !== 'eydx') return null
  const rows = [within, without].map((z) => centre.map((of, i) => (i === own ? z : of)))
  const [one, zero] = rows as [number[], number[]]
  const [p, q] = [at(one), at(zero)]
  return how === 'dydx'
    ? { estimate: p - q, gradient: one.map((z, i) => p * (1 - p) * z - q * (1 - q) * (zero[i] as number)) }
    : { estimate: Math.log(p / q), gradient: one.map((z, i) => (1 - p) * z - (1 - q) * (zero[i] as number)) }
}
