/**
 * How a likelihood model is fitted, whatever its family: rows with equal covariates are counted once where that makes them half
 * as many, each step of Newton's method (with expected information: Fisher's scoring) is one pass of sums in SQL, and robust
 * covariances are sums of products of the scores of rows. What a family sums stands in families.ts.
 */
import { Matrix } from 'ml-matrix'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import { pairs, type Sums } from './algebra.js'
import { type Design, predictor, sumsOver, z } from './design.js'
import type { Family } from './families.js'
import { MANY_ROWS, sampleOf, sampleShare } from './moments.js'
import { movedByScores, newton } from './newton.js'
import { meatOf, sandwich } from './sandwich.js'
import type { Source } from './source.js'
import { ofDesign, type Weighing } from './weights.js'

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
  counts?: Counts,
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
  const parts =
    keys.length === 0 && counts
      ? [ofCounts(outcomes, counts)]
      : halves
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

/** The one pattern of a model without columns, from how often each outcome occurs. */
const ofCounts = (outcomes: Outcomes, counts: Counts): Sql => {
  const rows = [...counts].map(
    ([y, times]) => sql`(CAST(${value(y)} AS DOUBLE), CAST(${value(times)} AS DOUBLE))`,
  )
  return sql`(SELECT sum(n) AS m, ${list(outcomes.map((of, i) => sql`sum(n * ${of}) AS ${id(`k${i + 1}`)}`))} FROM (VALUES ${list(rows)}) AS occurs (y, n))`
}

/** Whether rows have equal covariates often enough: asked of a sample first, since asking all of many rows costs a pass. */
async function repeats(
  source: Source,
  design: Design,
  read: (part: Sql) => Sql,
  keys: readonly Sql[],
): Promise<boolean> {
  const total = async (select: (part: Sql) => Sql) => {
    const sums = await Promise.all(
      design.parts.map(async (part) => (await source.ask(sql`SELECT count(*) AS n FROM ${select(part)}`))[0]),
    )
    return sums.reduce((sum, answer) => sum + Number(answer?.['n']), 0)
  }
  if (design.n >= MANY_ROWS) {
    const some = (part: Sql) => sampleOf(read(part), design.n)
    const different = await total((part) => sql`(SELECT DISTINCT ${list(keys)} FROM ${some(part)})`)
    if (different > 0.9 * (await total(some))) return false
  }
  const rough = await Promise.all(
    design.parts.map(
      async (part) =>
        (await source.ask(sql`SELECT ${source.dialect.roughlyDistinct(keys)} AS n FROM ${read(part)}`))[0],
    ),
  )
  return 2 * rough.reduce((sum, answer) => sum + Number(answer?.['n']), 0) <= design.n
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
  const passOver = (parts: readonly Sql[]) => (estimates: readonly number[]) =>
    sumsAt(source, parts, patterns, familyAt(estimates.at(-1) ?? 0), estimates, counts)
  const tolerance = family.canonical ? 1e-8 : 1e-10
  const near = family.shape ? null : await startNear(source, patterns, family, passOver, start)
  const fit =
    (near && (await newton(passOver(patterns.parts), near, NEAR_ENOUGH))) ??
    (await newton(passOver(patterns.parts), start, tolerance, family.shape ? SCORING_STEPS : undefined))
  if (!fit) return null
  const { estimates, value: of, covariance, converged } = fit
  return { family: familyAt(estimates.at(-1) ?? 0), estimates, covariance, value: of, converged }
}

/** Scoring coefficients and shape apart nears them by a share of the distance only, so it may take more steps than Newton's method. */
const SCORING_STEPS = 200

/** The last step that needs no other pass over many rows: the covariance changes by no more than this relative to itself. */
const NEAR_ENOUGH = 1e-7

/**
 * Where to start with many rows: the estimates of a sample, moved by the scores of all rows. Summing scores costs a fifth of summing
 * information, so that one whole pass is enough in the end. Null where rows are few, and where a sample has no estimates.
 */
async function startNear(
  source: Pick<Source, 'ask'>,
  patterns: Patterns,
  family: Family,
  passOver: (parts: readonly Sql[]) => (estimates: readonly number[]) => Promise<Sums>,
  start: readonly number[],
): Promise<readonly number[] | null> {
  if (!patterns.single || patterns.n < MANY_ROWS) return null
  const sample = await newton(passOver(patterns.parts.map((part) => sampleOf(part, patterns.n))), start, 1e-4)
  if (!sample?.converged) return null
  const scores = (estimates: readonly number[]) =>
    sumsOver(
      source,
      patterns.parts,
      (part) => withColumns(predicted(part, patterns, family, estimates), [scoreColumns(family)]),
      scoreSums(family, regressors(patterns)),
    )
  const bread = sample.covariance.clone().mul(sampleShare(patterns.n))
  return movedByScores(bread, scores, sample.estimates, NEAR_ENOUGH)
}

const scoreColumns = (family: Family): [string, Sql][] =>
  Array.from({ length: family.equations }, (_, e) => [`u${e}`, family.score(e)])
const scoreSums = ({ equations }: Family, x: readonly (Sql | null)[]): Sql[] =>
  Array.from({ length: equations }, (_, e) => x.map((of) => timesColumn(id(`u${e}`), of))).flat()
/** A column times a regressor; the constant is no factor. */
const timesColumn = (column: Sql, x: Sql | null): Sql => (x ? sql`${column} * ${x}` : column)

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
  const weighted = blocks.flatMap((_, b) =>
    x.map((of, i): [string, Sql] => [`w${b}_${i}`, timesColumn(id(`w${b}`), of)]),
  )
  const summands = [
    sql`v`,
    ...scoreSums(family, x),
    ...blocks.flatMap((_, b) => products.map(([i, j]) => timesColumn(id(`w${b}_${j}`), x[i] ?? null))),
    ...(shape?.summands ?? []),
  ]
  const weights = blocks.map(([e, f], b): [string, Sql] => [`w${b}`, family.weight(e, f)])
  const rows = (part: Sql) =>
    withColumns(predicted(part, patterns, family, estimates), [
      [['v', family.value], ...scoreColumns(family), ...weights],
      weighted,
    ])
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

/** The regressors in order; null is the constant. */
const regressors = ({ columns, constant }: Pick<Patterns, 'columns' | 'constant'>): (Sql | null)[] => [
  ...(constant ? [null] : []),
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
      step.length === 0
        ? from
        : sql`(SELECT *, ${list(step.map(([name, of]) => sql`${of} AS ${id(name)}`))} FROM ${from})`,
    rows,
  )

/** Single rows of a design with their outcomes, linear predictors and the family's own columns. */
function rowsAt(
  { columns, constant }: Design,
  outcomes: Outcomes,
  offset: Sql | null,
  { family, estimates }: Pick<LikelihoodFit, 'family' | 'estimates'>,
  part: Sql,
): Sql {
  const rows = sql`(SELECT ${list([sql`*`, sql`1.0::DOUBLE AS m`, ...outcomes.map((of, i) => sql`${of} AS ${id(`k${i + 1}`)}`), ...(offset ? [sql`ln(${offset}) AS o`] : [])])} FROM ${part})`
  const patterns = { columns: columns.length, constant, offset: offset !== null }
  return predicted(rows, patterns, family, estimates)
}

/** What weighs the outcomes of an equation: the design, each row by its working weight at the estimates. */
export function workingWeights(
  design: Design,
  outcomes: Outcomes,
  offset: Sql | null,
  fit: LikelihoodFit,
  equation: number,
): Weighing {
  return {
    parts: design.parts.map((part) => rowsAt(design, outcomes, offset, fit, part)),
    regressors: ofDesign(design).regressors,
    weight: fit.family.weight(equation, equation),
  }
}

/** The robust covariance of the estimates, from single rows, or over clusters when `clustered`. Null with one cluster only. */
export async function robustCovariance(
  source: Source,
  design: Design,
  outcomes: Outcomes,
  offset: Sql | null,
  { family, estimates, covariance }: LikelihoodFit,
  clustered: boolean,
): Promise<Matrix | null> {
  const x = regressors({ columns: design.columns.length, constant: design.constant })
  const scores = (part: Sql) => {
    const each = Array.from({ length: family.equations }, (_, e) =>
      x.map((of) => timesColumn(family.score(e), of)),
    ).flat()
    const all = family.shape ? [...each, family.shape.score] : each
    return sql`SELECT ${list([...(clustered ? [sql`c`] : []), ...all.map((of, i) => sql`${of} AS ${id(`u${i}`)}`)])} FROM ${rowsAt(design, outcomes, offset, { family, estimates }, part)}`
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
