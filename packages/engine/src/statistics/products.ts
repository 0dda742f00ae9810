/**
 * Second moments of the columns of a design, and least squares from them. Estimators of econometrics differ in which
 * products they weigh how, not in what they read: all of them follow from these sums over rows, and over the rows of groups.
 */
import { Matrix } from 'ml-matrix'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import { inverse, pairs, quadratic, symmetric, times } from './algebra.js'
import { type Design, sumsOver, z } from './design.js'
import { numberOf, type Source } from './source.js'

type Asking = Pick<Source, 'ask'>

/**
 * The columns in the order of every product matrix of this folder: the constant at 0, column i of the design at i + 1,
 * the outcome last.
 */
export const columnsOf = (design: Pick<Design, 'columns'>): Sql[] => [
  sql`1.0`,
  ...design.columns.map((_, i) => z(i)),
  sql`y`,
]

/** Sums over rows of the products of the columns, each with each. */
export async function productsOf(source: Asking, design: Design): Promise<Matrix> {
  const { gram, parts, n } = design
  if (gram?.parts === parts) return Matrix.mul(gram.of, n)
  const columns = columnsOf(design)
  const products = pairs(columns.length).map(([i, j]) => sql`${columns[i] as Sql} * ${columns[j] as Sql}`)
  return symmetric(columns.length, await sumsOver(source, design.parts, (part) => part, products))
}

/**
 * Sums of expressions by group as a relation: grouped in each part, then over the parts, so that a group may lie in several.
 */
export function sumsByGroup(
  parts: readonly Sql[],
  by: readonly Sql[],
  sums: readonly { as: Sql; of: Sql }[],
): Sql {
  const within = parts.map(
    (part) =>
      sql`SELECT ${list([...by, ...sums.map(({ as, of }) => sql`sum(${of}) AS ${as}`)])} FROM ${part} GROUP BY ${list(by)}`,
  )
  if (within.length === 1) return sql`(${within[0] as Sql})`
  return sql`(SELECT ${list([...by, ...sums.map(({ as }) => sql`sum(${as}) AS ${as}`)])} FROM (${list(within, sql` UNION ALL `)}) GROUP BY ${list(by)})`
}

/** Sums of a group's columns, in the order of `columnsOf`; `s0` is its number of rows. */
export const groupColumn = (index: number): Sql => id(`s${index}`)
export const groupsOf = (design: Design, by: readonly Sql[]): Sql =>
  sumsByGroup(
    design.parts,
    by,
    columnsOf(design).map((of, i) => ({ as: groupColumn(i), of })),
  )

/** Groups with the same number of rows: how many they are, and the products of their sums, summed. */
export interface GroupClass {
  rows: number
  groups: number
  products: Matrix
}

/** The groups by their number of rows. What weighs a group by its size alone follows from these few matrices. */
export async function groupClasses(
  source: Asking,
  design: Design,
  by: readonly Sql[],
): Promise<GroupClass[]> {
  const size = design.columns.length + 2
  const answers = await source.ask(
    sql`SELECT ${list([
      sql`s0 AS rows, count(*) AS groups`,
      ...pairs(size).map(([i, j]) => sql`sum(${groupColumn(i)} * ${groupColumn(j)}) AS ${id(`p${i}_${j}`)}`),
    ])} FROM ${groupsOf(design, by)} GROUP BY s0 ORDER BY s0`,
  )
  return answers.map((answer) => ({
    rows: Number(answer['rows']),
    groups: Number(answer['groups']),
    products: symmetric(
      size,
      pairs(size).map(([i, j]) => numberOf(answer[`p${i}_${j}`]) ?? 0),
    ),
  }))
}

/** Σ weight(rows of a group) · products of the group's sums. */
export function weighed(
  classes: readonly GroupClass[],
  size: number,
  weight: (rows: number) => number,
): Matrix {
  const sum = Matrix.zeros(size, size)
  for (const { rows, products } of classes) sum.add(Matrix.mul(products, weight(rows)))
  return sum
}

export interface Fit {
  /** In the order of the columns that were asked for. */
  estimates: number[]
  /** (X′X)⁻¹. */
  bread: Matrix
  /** Sum of squared residuals. */
  rss: number
}

/** Least squares of column `of` on columns `on` of a product matrix; null when they depend on one another. */
export function leastSquares(products: Matrix, on: readonly number[], of: number): Fit | null {
  const bread = inverse(products.selection([...on], [...on]))
  if (!bread) return null
  const estimates = times(
    bread,
    on.map((i) => products.get(i, of)),
  )
  return { estimates, bread, rss: residualSquares(products, on, of, estimates) }
}

/** Σ (column `of` − estimates · columns `on`)², from products. */
export function residualSquares(
  products: Matrix,
  on: readonly number[],
  of: number,
  estimates: readonly number[],
): number {
  const at = [...on, of]
  return Math.max(0, quadratic([...estimates.map((estimate) => -estimate), 1], products.selection(at, at)))
}

/** SQL of what is left of column `of` after estimates · columns `on`. */
export function residual(
  columns: readonly Sql[],
  on: readonly number[],
  of: number,
  estimates: readonly number[],
): Sql {
  const terms = estimates.map(
    (estimate, i) => sql`CAST(${value(estimate)} AS DOUBLE) * ${columns[on[i] as number] as Sql}`,
  )
  return sql`(${columns[of] as Sql} - (${list([sql`0.0`, ...terms], sql` + `)}))`
}

/**
 * Σ u u′ of the scores `columns` × `residual` of rows, or of their sums within clusters (column `c`), which may lie in
 * several parts. `groups` is the number of rows or clusters.
 */
export async function scoreProducts(
  source: Asking,
  parts: readonly Sql[],
  scores: readonly Sql[],
  clustered: boolean,
): Promise<{ meat: Matrix; groups: number }> {
  const names = scores.map((_, i) => id(`u${i}`))
  const named = scores.map((of, i) => ({ as: names[i] as Sql, of }))
  const products = pairs(scores.length).map(([i, j]) => sql`${names[i] as Sql} * ${names[j] as Sql}`)
  const over = clustered ? [sumsByGroup(parts, [sql`c`], named)] : parts
  const rows = (part: Sql) =>
    clustered
      ? part
      : sql`(SELECT ${list([sql`1 AS one`, ...named.map(({ as, of }) => sql`${of} AS ${as}`)])} FROM ${part})`
  const [groups, ...upper] = await sumsOver(source, over, rows, [sql`1`, ...products])
  return { meat: symmetric(scores.length, upper), groups: groups as number }
}
