/**
 * Analysis of variance over the rows: a model with a term and one without it are fitted to the outcome by orthogonalising their columns,
 * and what is left of the outcome is compared. Sum-to-zero coding, so a factor's test is of its level means weighted alike (type III).
 */
import type { ModelStatistic, TestStatistic } from '@sund/model'
import type { ShowSpec, Term } from '../../plan/types.js'
import { grouped, type Population, type Row } from '../data.js'
import { meanOf, sumOf } from '../order.js'
import { type Axis, axisOf, type Level } from './axes.js'
import { chiSquared, fisher } from './distributions.js'
import { drawnIn } from './outlying.js'
import { degenerate, measured, recordSet, refuse, unitsOf } from './population.js'

type Spec = Extract<ShowSpec, { show: 'anova' }>
type Vector = readonly number[]
interface Column {
  /** Place of its term; −1 is the constant. */
  term: number
  values: Vector
}
interface Factor {
  name: string
  axis: Axis
  levels: Level[]
}

export function anova(population: Population, spec: Spec): ModelStatistic {
  const outcome = measured(population, spec.outcome).raw
  const all = spec.terms.flatMap(({ factors }) => factors)
  const names = (categorical: boolean) => [
    ...new Set(all.filter((one) => one.categorical === categorical).map(({ column }) => column)),
  ]
  const axes = names(true).map((name) => ({ name, axis: axisOf(population, name) }))
  const covariates = new Map(names(false).map((name) => [name, measured(population, name).raw]))
  const isWhole = (row: Row) =>
    outcome(row) !== null &&
    axes.every(({ axis }) => axis.of(row) !== null) &&
    [...covariates.values()].every((of) => of(row) !== null)
  const rows = drawnIn(population, population.rows.filter(isWhole), [{ name: spec.outcome }])
  const factors = axes.map((one): Factor => ({ ...one, levels: one.axis.levels(rows) }))
  for (const { name, levels } of factors)
    if (levels.length < 2) return degenerate(population, `${name} has fewer than two levels here.`)
  const number = (name: string): Vector => {
    const values = rows.map((row) => covariates.get(name)?.(row) as number)
    const inProduct = spec.terms.some(
      (term) => term.factors.length > 1 && term.factors.some(({ column }) => column === name),
    )
    return inProduct ? values : values.map((value) => value - meanOf(values))
  }
  const columns = independent([
    { term: -1, values: rows.map(() => 1) },
    ...spec.terms.flatMap((term, place) =>
      columnsOf(population, term, rows, factors, number).map((values) => ({ term: place, values })),
    ),
  ])
  const y = rows.map((row) => outcome(row) as number)
  const degrees = rows.length - columns.length
  if (degrees <= 0) return degenerate(population, 'There are as many parameters as rows.')
  if (y.every((value) => value === y[0])) return degenerate(population, `${spec.outcome} is always the same.`)
  const total = leftOf(y, [{ term: -1, values: rows.map(() => 1) }])
  const residual = leftOf(y, columns)
  if (residual <= 1e-10 * total) return degenerate(population, 'The model fits every row.')
  const variance = residual / degrees
  const test = (squares: number, freedom: number): TestStatistic => ({
    ...fisher(squares / freedom / variance, freedom, degrees),
    sumOfSquares: squares,
  })
  const notes: string[] = []
  const tests = spec.terms.flatMap((term, place) => {
    const others = columns.filter((column) => column.term !== place)
    const freedom = columns.length - others.length
    if (freedom > 0) return [{ ...test(leftOf(y, others) - residual, freedom), of: written(term) }]
    notes.push(`${written(term)} was left out: it is a combination of the terms before it (collinearity).`)
    return []
  })
  const r2 = 1 - residual / total
  return {
    kind: 'model',
    model: 'anova',
    outcome: spec.outcome,
    used: recordSet(population, rows),
    missing: recordSet(
      population,
      population.rows.filter((row) => !isWhole(row)),
    ),
    coefficients: [],
    exponentiate: false,
    level: 95,
    parameters: columns.length,
    residualDegreesOfFreedom: degrees,
    factorLevels: factors.flatMap(({ name, axis, levels }) =>
      levels.map(({ value, code }) => ({
        term: name,
        level: code ?? '',
        units: unitsOf(rows.filter((row) => axis.of(row) === value)),
      })),
    ),
    fit: {
      residualSumOfSquares: residual,
      r2,
      adjustedR2: 1 - ((1 - r2) * (rows.length - 1)) / degrees,
      rmse: Math.sqrt(variance),
    },
    tests: [
      ...(columns.length > 1 ? [test(total - residual, columns.length - 1)] : []),
      ...tests,
      ...bartlett(spec, rows, factors, outcome),
    ],
    notes,
  }
}

const written = ({ factors }: Term): string =>
  factors.map(({ column, categorical }) => (categorical ? column : `c.${column}`)).join('#')

/** The columns of a term: 1 at a level of a factor, −1 at the last, multiplied. */
function columnsOf(
  population: Population,
  { factors: parts }: Term,
  rows: readonly Row[],
  factors: readonly Factor[],
  number: (name: string) => Vector,
): Vector[] {
  if (parts.filter(({ categorical }) => !categorical).length > 1)
    return refuse(population, 'A product in anova has at most one number.')
  return parts.reduce<Vector[]>(
    (made, { column, categorical }) => {
      const own = categorical
        ? contrasts(rows, factors.find(({ name }) => name === column) as Factor)
        : [number(column)]
      return made.flatMap((a) => own.map((b) => a.map((value, i) => value * (b[i] as number))))
    },
    [rows.map(() => 1)],
  )
}

function contrasts(rows: readonly Row[], { axis, levels }: Factor): Vector[] {
  const last = levels.at(-1)?.value
  return levels
    .slice(0, -1)
    .map(({ value }) => rows.map((row) => (axis.of(row) === value ? 1 : axis.of(row) === last ? -1 : 0)))
}

const dot = (a: Vector, b: Vector): number => sumOf(a.map((value, i) => value * (b[i] as number)))

/** What is left of a vector beside orthonormal ones; twice, since once leaves rounding. */
function beside(vector: Vector, base: readonly Vector[]): Vector {
  const once = (of: Vector) =>
    base.reduce((left, one) => {
      const along = dot(left, one)
      return left.map((value, i) => value - along * (one[i] as number))
    }, of)
  return once(once(vector))
}

/** An orthonormal base of the columns, and which columns it is of: those that are no combination of the ones before. */
function baseOf(columns: readonly Column[]): { base: Vector[]; kept: Column[] } {
  const [base, kept]: [Vector[], Column[]] = [[], []]
  for (const column of columns) {
    const left = beside(column.values, base)
    const length = Math.sqrt(dot(left, left))
    if (!(length ** 2 > 1e-10 * dot(column.values, column.values))) continue
    base.push(left.map((value) => value / length))
    kept.push(column)
  }
  return { base, kept }
}

const independent = (columns: readonly Column[]): Column[] => baseOf(columns).kept

/** Sum of squares of what the columns do not explain. */
function leftOf(y: Vector, columns: readonly Column[]): number {
  const left = beside(y, baseOf(columns).base)
  return dot(left, left)
}

/** Bartlett (Proc. R. Soc. Lond. A 160, 1937): equal variances in the groups of the only factor; none where a group has no variance. */
function bartlett(
  { terms }: Spec,
  rows: readonly Row[],
  factors: readonly Factor[],
  outcome: (row: Row) => number | null,
): TestStatistic[] {
  const [factor] = factors
  if (terms.length !== 1 || terms[0]?.factors.length !== 1 || !factor) return []
  const groups = grouped(rows, (row) => [factor.axis.of(row)]).map((group) => {
    const values = group.map((row) => outcome(row) as number)
    const same = values.every((value) => value === values[0])
    return {
      freedom: values.length - 1,
      squares: same ? 0 : leftOf(values, [{ term: -1, values: values.map(() => 1) }]),
    }
  })
  if (groups.some(({ squares }) => squares === 0)) return []
  const freedom = sumOf(groups.map((group) => group.freedom))
  const pooled = Math.log(sumOf(groups.map(({ squares }) => squares)) / freedom)
  const apart = sumOf(groups.map((one) => one.freedom * (pooled - Math.log(one.squares / one.freedom))))
  const inverses = sumOf(groups.map((group) => 1 / group.freedom)) - 1 / freedom
  const value = apart / (1 + inverses / (3 * (groups.length - 1)))
  return [{ ...chiSquared('bartlett', Math.max(0, value), groups.length - 1), of: factor.name }]
}
