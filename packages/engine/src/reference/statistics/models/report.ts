/** From estimates and a covariance to the lines and tests of a report. */
import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import tCdf from '@stdlib/stats-base-dists-t-cdf'
import tQuantile from '@stdlib/stats-base-dists-t-quantile'
import type { Coefficient, ModelStatistic, TestStatistic } from '@sund/model'
import { Matrix } from 'ml-matrix'
import type { ModelSpec } from '../../../plan/types.js'
import { grouped, type Row, valueOf } from '../../data.js'
import { chiSquared, fisher } from '../distributions.js'
import { degenerate, refuse } from '../population.js'
import { inverseOf, quadratic, times, type Vector } from './algebra.js'
import type { Design, ModelColumn } from './design.js'

export interface Estimated {
  estimates: number[]
  covariance: Matrix
}
type Name = Pick<Coefficient, 'term' | 'label'> & Partial<Pick<Coefficient, 'level' | 'equation'>>

/** A line with its test and interval: Student's t, or normal where `degrees` is left out. */
export function lineOf(
  name: Name,
  estimate: number,
  standardError: number,
  level: number,
  degrees = Number.POSITIVE_INFINITY,
): Coefficient {
  const statistic = estimate / standardError
  const isNormal = !Number.isFinite(degrees)
  const share = 0.5 + level / 200
  const reach = (isNormal ? normalQuantile(share, 0, 1) : tQuantile(share, degrees)) * standardError
  const below = isNormal ? normalCdf(-Math.abs(statistic), 0, 1) : tCdf(-Math.abs(statistic), degrees)
  return {
    ...name,
    estimate,
    standardError,
    statistic,
    p: 2 * below,
    lower: estimate - reach,
    upper: estimate + reach,
  }
}

export const CONSTANT: Name = {
  term: '_cons',
  label: { en: 'Constant', nb: 'Konstant', da: 'Konstant' },
}
export const nameOf = ({ term, level, label }: ModelColumn): Name => ({
  term,
  ...(level === undefined ? {} : { level }),
  label,
})

/** Estimates on columns as they are, from those on standardised columns, the constant (if any) first. */
export function unstandardised(
  { columns, constant }: Pick<Design, 'columns' | 'constant'>,
  { estimates, covariance }: Estimated,
): Estimated {
  const first = constant ? 1 : 0
  const back = Matrix.eye(first + columns.length)
  for (const [i, { mean, scale }] of columns.entries()) {
    back.set(first + i, first + i, 1 / scale)
    if (constant) back.set(0, first + i, -mean / scale)
  }
  return {
    estimates: times(back, estimates),
    covariance: back.mmul(covariance).mmul(back.transpose()),
  }
}

/** Columns in order, the constant last. */
export function linesOf(
  { columns, constant }: Pick<Design, 'columns' | 'constant'>,
  { estimates, covariance }: Estimated,
  level: number,
  degrees?: number,
): Coefficient[] {
  const first = constant ? 1 : 0
  const line = (name: Name, i: number) =>
    lineOf(name, estimates[i] as number, Math.sqrt(covariance.get(i, i)), level, degrees)
  return [
    ...columns.map((column, i) => line(nameOf(column), first + i)),
    ...(constant ? [line(CONSTANT, 0)] : []),
  ]
}

/** Σ (Σ u)(Σ u)′ over clusters, or over rows without. `groups` is how many there are. */
export function meatOf(
  rows: readonly Row[],
  scores: readonly Vector[],
  cluster: string | null,
): { meat: Matrix; groups: number } {
  return meatBy(
    rows.map((row, r) => (cluster === null ? r : valueOf(row, cluster))),
    scores,
  )
}
export function meatBy(
  members: readonly (string | number | bigint | boolean | null)[],
  scores: readonly Vector[],
) {
  const size = scores[0]?.length ?? 0
  const groups = grouped(scores.keys(), (r) => [members[r] ?? null])
  const meat = Matrix.zeros(size, size)
  for (const group of groups) {
    const sum = Array.from({ length: size }, (_, i) =>
      group.reduce((total, r) => total + ((scores[r] as Vector)[i] as number), 0),
    )
    const column = Matrix.columnVector(sum)
    meat.add(column.mmul(column.transpose()))
  }
  return { meat, groups: groups.length }
}

export const sandwich = (bread: Matrix, meat: Matrix, factor: number): Matrix =>
  bread.mmul(meat).mmul(bread.transpose()).mul(factor)

/** Wald's test that the estimates at these places are 0; F with a `denominator`. None where it is singular. */
export function wald(
  { estimates, covariance }: Estimated,
  places: readonly number[],
  denominator?: number,
): TestStatistic[] {
  const middle = places.length === 0 ? null : inverseOf(covariance.selection([...places], [...places]))
  if (!middle) return []
  const value = quadratic(
    places.map((i) => estimates[i] as number),
    middle,
  )
  return [
    denominator === undefined
      ? chiSquared('wald', value, places.length)
      : fisher(value / places.length, places.length, denominator),
  ]
}

/** The places of the columns among estimates that have the constant, if any, first. */
export const slopesOf = ({ columns, constant }: Pick<Design, 'columns' | 'constant'>): number[] =>
  columns.map((_, i) => i + (constant ? 1 : 0))

/** Rows less parameters, where the model has any and rows are left. */
export function degreesOf({ population }: Pick<Design, 'population'>, rows: number, size: number): number {
  if (size === 0) return refuse(population, 'The model has no terms and no constant.')
  if (rows > size) return rows - size
  return degenerate(population, `The model has ${size} parameters, as many as there are rows or more.`)
}

export const oneCluster = ({ population }: Pick<Design, 'population'>, cluster: string | null): never =>
  degenerate(population, `cluster(${cluster}) has one group only.`)
export const dependent = ({ population }: Pick<Design, 'population'>): never =>
  degenerate(population, 'The terms depend on one another.')

export const reportOf = (design: Design, spec: ModelSpec) =>
  ({
    kind: 'model',
    model: spec.model,
    outcome: spec.outcome,
    used: design.used,
    missing: design.missing,
    exponentiate: false,
    level: spec.level,
    factorLevels: design.factorLevels,
    notes: design.notes,
  }) satisfies Partial<ModelStatistic>
