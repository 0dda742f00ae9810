/**
 * Means, standard deviations and products of columns from one pass of sums. Columns are shifted and scaled by what a part
 * of the rows says of them before they are squared, so that neither units of measure nor far-off means cost
 * digits; the rest is algebra (Chan, Golub and LeVeque 1983, "Algorithms for computing the sample variance").
 */
import { Matrix } from 'ml-matrix'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import { independent, pairs, symmetric } from './algebra.js'
import { numberOf, type Source } from './source.js'

/** From this many rows on, a sample of them says where columns lie. */
export const MANY_ROWS = 200_000
const SAMPLE = 50_000
/** A mean this many standard deviations off costs four digits of a variance: then the sums are made once more. */
const FAR = 100

/** A part of the rows, the same each time: those with a low record key. All rows where they are few. */
export const sampleOf = (rows: Sql, n: number): Sql =>
  n < MANY_ROWS
    ? rows
    : sql`(SELECT * FROM ${rows} WHERE __key < CAST(${value(sampleShare(n) * 65_536)} AS INTEGER))`

/** The share of `n` rows that a sample has. */
export const sampleShare = (n: number): number =>
  n < MANY_ROWS ? 1 : Math.ceil((65_536 * SAMPLE) / n) / 65_536

export interface Moments {
  n: number
  mean(column: number): number
  /** Standard deviation with the divisor n. */
  sd(column: number): number
  /** Root mean square. */
  size(column: number): number
  /** Means of the products of (1, columns …), each column as (x − mean) / scale. */
  gram(columns: readonly { i: number; mean: number; scale: number }[]): Matrix
}

/**
 * The moments of columns in `some` of the rows where they vary and do not depend on one another: then they do not in all of them
 * either. Null where they may.
 */
export async function independentIn(
  source: Pick<Source, 'ask'>,
  some: Sql,
  columns: readonly Sql[],
  centred: boolean,
): Promise<Moments | null> {
  const moments = await momentsOf(source, some, some, columns)
  const located = columns.map((_, i) => ({
    i,
    mean: centred ? moments.mean(i) : 0,
    scale: centred ? moments.sd(i) : moments.size(i),
  }))
  if (columns.length === 0 || !located.every(({ i, scale }) => scale > 1e-6 * moments.size(i))) return null
  const size = columns.length
  return independent(moments.gram(located).subMatrix(1, size, 1, size), 1e-6).length === size ? moments : null
}

/**
 * Moments of columns over the rows, located by `some` of them, whose moments are looked for unless `known`. Without `products` there
 * are means and deviations only.
 */
export async function momentsOf(
  source: Pick<Source, 'ask'>,
  rows: Sql,
  some: Sql,
  columns: readonly Sql[],
  products = true,
  known: Pick<Moments, 'mean' | 'sd'> | null = null,
): Promise<Moments> {
  const { mean: meanIn, sd: sdIn } = known ?? (await roughly(source, some, columns))
  let located = columns.map((_, i) => ({ mean: meanIn(i), scale: sdIn(i) || Math.abs(meanIn(i)) || 1 }))
  for (let times = 0; ; times++) {
    const sums = await pass(source, rows, columns, located, products)
    const { n, means } = sums
    const moments = algebra(n, means, sums.products, located)
    const far = means.some(
      (mean, i) =>
        sums.products.get(i, i) > mean * mean && mean * mean > FAR * (sums.products.get(i, i) - mean * mean),
    )
    if (!far || times === 2) return moments
    located = columns.map((_, i) => ({
      mean: moments.mean(i),
      scale: moments.sd(i) || Math.abs(moments.mean(i)) || 1,
    }))
  }
}

/** Means and standard deviations as the database has them, which may have lost digits. */
async function roughly(
  source: Pick<Source, 'ask'>,
  rows: Sql,
  columns: readonly Sql[],
): Promise<Pick<Moments, 'mean' | 'sd'>> {
  const [answer] =
    columns.length === 0
      ? []
      : await source.ask(
          sql`SELECT ${list(columns.flatMap((of, i) => [sql`avg(${of}) AS ${id(`m${i}`)}`, sql`stddev_pop(${of}) AS ${id(`d${i}`)}`]))} FROM ${rows}`,
        )
  return {
    mean: (i) => numberOf(answer?.[`m${i}`]) ?? 0,
    sd: (i) => numberOf(answer?.[`d${i}`]) ?? 0,
  }
}

async function pass(
  source: Pick<Source, 'ask'>,
  rows: Sql,
  columns: readonly Sql[],
  located: readonly { mean: number; scale: number }[],
  all: boolean,
) {
  const [size, q] = [columns.length, (i: number) => id(`q${i}`)]
  const shifted = columns.map((of, i) => {
    const { mean, scale } = located[i] as { mean: number; scale: number }
    return sql`(${of} - CAST(${value(mean)} AS DOUBLE)) * CAST(${value(1 / scale)} AS DOUBLE) AS ${q(i)}`
  })
  const [sums] = await source.ask(
    sql`SELECT ${list([
      sql`count(*) AS n`,
      ...columns.map((_, i) => sql`sum(${q(i)}) AS ${id(`m${i}`)}`),
      ...pairs(size).flatMap(([i, j], k) =>
        all || i === j ? [sql`sum(${q(i)} * ${q(j)}) AS ${id(`p${k}`)}`] : [],
      ),
    ])} FROM (SELECT ${list([sql`1 AS one`, ...shifted])} FROM ${rows})`,
  )
  const n = Number(sums?.['n'])
  const mean = (name: string) => (numberOf(sums?.[name]) ?? 0) / Math.max(n, 1)
  return {
    n,
    means: columns.map((_, i) => mean(`m${i}`)),
    products: symmetric(
      size,
      pairs(size).map((_, k) => mean(`p${k}`)),
    ),
  }
}

function algebra(
  n: number,
  means: readonly number[],
  products: Matrix,
  located: readonly { mean: number; scale: number }[],
): Moments {
  const at = (i: number) => located[i] as { mean: number; scale: number }
  const meanOf = (i: number) => at(i).mean + at(i).scale * (means[i] as number)
  const covariance = (i: number, j: number) =>
    (products.get(i, j) - (means[i] as number) * (means[j] as number)) * at(i).scale * at(j).scale
  const sd = (i: number) => Math.sqrt(Math.max(0, covariance(i, i)))
  return {
    n,
    mean: meanOf,
    sd,
    size: (i) => Math.hypot(sd(i), meanOf(i)),
    gram: (columns) => {
      const centre = columns.map(({ i, mean, scale }) => (meanOf(i) - mean) / scale)
      const gram = Matrix.zeros(columns.length + 1, columns.length + 1)
      gram.set(0, 0, 1)
      for (const [a, of] of columns.entries()) {
        gram.set(0, a + 1, centre[a] as number)
        gram.set(a + 1, 0, centre[a] as number)
        for (const [b, other] of columns.entries())
          gram.set(
            a + 1,
            b + 1,
            covariance(of.i, other.i) / (of.scale * other.scale) +
              (centre[a] as number) * (centre[b] as number),
          )
      }
      return gram
    },
  }
}
