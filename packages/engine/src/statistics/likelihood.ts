/**
 * How a likelihood model is fitted, whatever its family: rows with equal covariates are counted once where that makes them half
 * as many, each step of Newton's method (with expected information: Fisher's scoring) is one pass of sums in SQL, and robust
 * covariances are sums of products of the scores of rows. What a family sums stands in families.ts.
 */
import { Matrix } from 'ml-matrix'
import { id, list, type Sql, sql } from '../dialects/sql.js'
import { pairs, type Sums } from './algebra.js'
import { type Design, predictor, sumsOver, z } from './design.js'
import type { Family } from './families.js'
import { MANY_ROWS, sampleOf } from './moments.js'
import { newton } from './newton.js'
import { meatOf, sandwich } from './sandwich.js'
import type { Source } from './source.js'

/** Rows of a design as a family reads them. */
export interface Patterns {
  parts: readonly Sql[]
  /** How many columns of the design are used: the first ones. */
  columns: number
  constant: boolean
  /** The logarithm of the exposure stands in the rows as `o`. */
  offset: boolean
  /** The mean of the offset, 0 without. */
  meanOffset: number
  /** They are single rows, of which a sample can be taken. */
  single: boolean
  n: number
}

/** What is summed of the outcome `y` of rows with equal covariates: one sum for each equation. */
export type Outcomes = readonly Sql[]
export const WHOLE_OUTCOME: Outcomes = [sql`y`]

/**
 * Rows as patterns of covariates: `m` of them, whose outcomes sum to `k1` ….
 */
export async function patternsOf(
  source: Source,
  design: Design,
  outcomes: Outcomes,
  offset: Sql | null,
  columns = design.columns.length,
): Promise<Patterns> {
  const names = Array.from({ length: columns }, (_, i) => z(i))
  const keys = [...names, ...(offset ? [sql`o`] : [])]
  const sums = outcomes.map((of, i) => ({ of, name: id(`k${i + 1}`) }))
  const read = (part: Sql) =>
    sql`(SELECT ${list([sql`__key`, sql`y`, ...names, ...(offset ? [sql`ln(${offset}) AS o`] : [])])} FROM ${part})`
  const grouped = (part: Sql) =>
    source.keep(
      sql`SELECT ${list([...keys, sql`CAST(count(*) AS DOUBLE) AS m`, ...sums.map(({ of, name }) => sql`sum(${of}) AS ${name}`)])} FROM ${read(part)}${keys.length > 0 ? sql` GROUP BY ${list(keys)}` : sql``}`,
    )
  const halves = keys.length === 0 || (await repeats(source, design, read, keys))
  const parts = halves
    ? await Promise.all(design.parts.map(grouped))
    : design.parts.map(
        (part) =>
          sql`(SELECT ${list([sql`__key`, ...keys, sql`1.0::DOUBLE AS m`, ...sums.map(({ of, name }) => sql`${of} AS ${name}`)])} FROM ${read(part)})`,
      )
  const [offsets] = offset ? await sumsOver(source, parts, (part) => part, [sql`m * o`]) : [0]
  return {
    parts,
    columns,
    constant: design.constant,
    offset: offset !== null,
    meanOffset: (offsets as number) / design.n,
    single: !halves,
    n: design.n,
  }
}

/** Whether rows have equal covariates often enough: asked of a sample first, since asking all of many rows costs a pass. */
async function repeats(
  source: Source,
  design: Design,
  read: (part: Sql) => Sql,
  keys: readonly Sql[],
): Promise<boolean> {
  const share = async (rows: (part: Sql) => Sql) => {
    const sums = await Promise.all(
      design.parts.map(
        async (part) =>
          (
            await source.ask(
              sql`SELECT ${source.dialect.roughlyDistinct(keys)} AS patterns, count(*) AS n FROM ${rows(part)}`,
            )
          )[0],
      ),
    )
    const total = (name: string) => sums.reduce((sum, answer) => sum + Number(answer?.[name]), 0)
    return total('patterns') / Math.max(1, total('n'))
  }
  if (design.n >= MANY_ROWS && (await share((part) => sampleOf(read(part), design.n))) > 0.9) return false
  return (await share(read)) <= 0.5
}

export interface LikelihoodFit {
  family: Family
  /** By equation, the constant first in each, then the family's shape if it has one. */
  estimates: number[]
  /** The inverse of the information. */
  covariance: Matrix
  value: number
  converged: boolean
}

/** How often each count occurs, which a family with a shape needs. */
export type Counts = ReadonlyMap<number, number>

/** The estimates of greatest likelihood; null when the information is singular at the start. */
export async function fitLikelihood(
  source: Pick<Source, 'ask'>,
  patterns: Patterns,
  familyAt: (shape: number) => Family,
  start: readonly number[],
  counts: Counts = new Map(),
): Promise<LikelihoodFit | null> {
  const family = familyAt(start.at(-1) ?? 0)
  const passOver = (parts: readonly Sql[]) => async (estimates: readonly number[]) =>
    sumsAt(source, parts, patterns, familyAt(estimates.at(-1) ?? 0), estimates, counts)
  const tolerance = family.canonical ? 1e-8 : 1e-10
  // A sample of many rows says where to start, so that few passes over all of them are needed.
  const rough =
    patterns.single && patterns.n >= MANY_ROWS && !family.shape
      ? await newton(passOver(patterns.parts.map((part) => sampleOf(part, patterns.n))), start, 1e-4)
      : null
  const fit =
    (rough?.converged ? await newton(passOver(patterns.parts), rough.estimates, tolerance) : null) ??
    (await newton(passOver(patterns.parts), start, tolerance))
  if (!fit) return null
  const { estimates, value: of, covariance, converged } = fit
  return { family: familyAt(estimates.at(-1) ?? 0), estimates, covariance, value: of, converged }
}

/** Value, score and information (upper triangle) at the estimates, as `newton` wants them. */
async function sumsAt(
  source: Pick<Source, 'ask'>,
  parts: readonly Sql[],
  patterns: Patterns,
  family: Family,
  estimates: readonly number[],
  counts: Counts,
): Promise<Sums> {
  const { equations, shape } = family
  const x = regressors(patterns)
  const blocks = pairs(equations)
  const products = pairs(x.length)
  const weighted = blocks.flatMap(([e, f], b) =>
    x.map((of, i): [string, Sql] => [`w${b}_${i}`, sql`${family.weight(e, f)} * ${of}`]),
  )
  const scores = Array.from({ length: equations }, (_, e): [string, Sql] => [`u${e}`, family.score(e)])
  const summands = [
    sql`v`,
    ...scores.flatMap(([name]) => x.map((of) => sql`${id(name)} * ${of}`)),
    ...blocks.flatMap((_, b) => products.map(([i, j]) => sql`${id(`w${b}_${i}`)} * ${x[j] as Sql}`)),
    ...(shape?.summands ?? []),
  ]
  const rows = (part: Sql) =>
    withColumns(predicted(part, patterns, family, estimates), [[['v', family.value], ...scores, ...weighted]])
  const sums = await sumsOver(source, parts, rows, summands)

  const size = equations * x.length + (shape ? 1 : 0)
  const information = Matrix.zeros(size, size)
  const first = 1 + equations * x.length
  for (const [b, [e, f]] of blocks.entries())
    for (const [k, [i, j]] of products.entries()) {
      const sum = sums[first + b * products.length + k] as number
      const [row, column] = [e * x.length, f * x.length]
      for (const [a, c] of [
        [row + i, column + j],
        [row + j, column + i],
      ] as const) {
        information.set(a, c, sum)
        information.set(c, a, sum)
      }
    }
  let total = sums[0] as number
  const score = [...sums.slice(1, first)]
  if (shape) {
    const own = shape.finish(sums.slice(first + blocks.length * products.length), counts)
    total += own.value
    score.push(own.score)
    // Far from the maximum the observed information may be negative: then the step only keeps its direction.
    information.set(size - 1, size - 1, own.information > 0 ? own.information : Math.abs(own.score) + 1)
  }
  return [total, ...score, ...pairs(size).map(([i, j]) => information.get(i, j))]
}

const regressors = ({ columns, constant }: Pick<Patterns, 'columns' | 'constant'>): Sql[] => [
  ...(constant ? [sql`1.0`] : []),
  ...Array.from({ length: columns }, (_, i) => z(i)),
]

/** Rows with the linear predictors `e1` … and the family's own columns. */
export function predicted(
  part: Sql,
  patterns: Pick<Patterns, 'columns' | 'constant' | 'offset'>,
  family: Family,
  estimates: readonly number[],
): Sql {
  const { constant, columns, offset } = patterns
  const width = columns + (constant ? 1 : 0)
  const predictors = Array.from({ length: family.equations }, (_, e): [string, Sql] => {
    const own = estimates.slice(e * width, (e + 1) * width)
    const eta = predictor(own.slice(constant ? 1 : 0), constant ? (own[0] as number) : null)
    return [`e${e + 1}`, offset ? sql`${eta} + o` : eta]
  })
  return withColumns(part, [predictors, ...family.steps])
}

const withColumns = (rows: Sql, steps: readonly (readonly [string, Sql][])[]): Sql =>
  steps.reduce(
    (from, step) =>
      sql`(SELECT *, ${list(step.map(([name, of]) => sql`${of} AS ${id(name)}`))} FROM ${from})`,
    rows,
  )

/**
 * The robust covariance of the estimates, from single rows; over clusters when `clustered`, which then must not span parts. Null with one
 * cluster only.
 */
export async function robustCovariance(
  source: Source,
  design: Design,
  outcomes: Outcomes,
  offset: Sql | null,
  { family, estimates, covariance }: LikelihoodFit,
  clustered: boolean,
): Promise<Matrix | null> {
  const patterns = { columns: design.columns.length, constant: design.constant, offset: offset !== null }
  const x = regressors(patterns)
  const scores = (part: Sql) => {
    const rows = sql`(SELECT ${list([sql`*`, sql`1.0::DOUBLE AS m`, ...outcomes.map((of, i) => sql`${of} AS ${id(`k${i + 1}`)}`), ...(offset ? [sql`ln(${offset}) AS o`] : [])])} FROM ${part})`
    const each = Array.from({ length: family.equations }, (_, e) =>
      x.map((of) => sql`${family.score(e)} * ${of}`),
    ).flat()
    const all = family.shape ? [...each, family.shape.score] : each
    return sql`SELECT ${list([...(clustered ? [sql`c`] : []), ...all.map((of, i) => sql`${of} AS ${id(`u${i}`)}`)])} FROM ${predicted(rows, patterns, family, estimates)}`
  }
  const { meat, groups } = await meatOf(source, design.parts, scores, estimates.length, clustered)
  return groups < 2 ? null : sandwich(covariance, meat, groups / (groups - 1))
}

/** Estimates and covariance on the scale of the data: each equation from its standardised columns; the shape as it is. */
export function onDataScale(
  design: Design,
  family: Family,
  estimates: readonly number[],
  covariance: Matrix,
): { estimates: number[]; covariance: Matrix } {
  const offset = design.constant ? 1 : 0
  const width = design.columns.length + offset
  const back = Matrix.eye(estimates.length, estimates.length)
  for (let e = 0; e < family.equations; e++)
    for (const [i, { mean, scale }] of design.columns.entries()) {
      const at = e * width + offset + i
      back.set(at, at, 1 / scale)
      if (design.constant) back.set(e * width, at, -mean / scale)
    }
  return {
    estimates: back.mmul(Matrix.columnVector([...estimates])).to1DArray(),
    covariance: back.mmul(covariance).mmul(back.transpose()),
  }
}
