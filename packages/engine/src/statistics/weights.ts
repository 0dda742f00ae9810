/**
 * How many people a coefficient rests on: rule M2's question, put to every model in the same way. A coefficient is (nearly) a sum of outcomes with
 * weights that follow from the design; where few people have nearly all the weight, it tells of them.
 */
import type { Coefficient } from '@sund/model'
import type { Matrix } from 'ml-matrix'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import { inverse, pairs, symmetric } from './algebra.js'
import { CONSTANT, type Design, sumsOver, z } from './design.js'
import { numberOf, type Source } from './source.js'

type Asking = Pick<Source, 'ask' | 'public' | 'manyRows'>

/** What weighs the outcomes of rows. */
export interface Weighing {
  /** Rows with `__subject`, by part. */
  parts: readonly Sql[]
  /** What each estimate multiplies, in their order, the constant first where there is one. */
  regressors: readonly Sql[]
  /** How much a row counts: the working weight of a likelihood. */
  weight?: Sql
  /** Estimates as sums of regressors × outcome; without it they are least squares, weighted where rows have a weight. */
  lever?: Matrix
}

/** Least squares of the outcome on columns of a design (all of them, or those at some places), with its constant. */
export function ofDesign(
  { parts, constant, columns, gram, n }: Pick<Design, 'parts' | 'constant' | 'columns' | 'gram' | 'n'>,
  places: readonly number[] = columns.map((_, i) => i),
): Weighing {
  const regressors = [...(constant ? [sql`1.0`] : []), ...places.map((place) => z(place))]
  if (gram?.parts !== parts) return { parts, regressors }
  const at = [...(constant ? [0] : []), ...places.map((place) => place + 1)]
  const lever = inverse(gram.of.selection(at, at).mul(n))
  return { parts, regressors, ...(lever ? { lever } : {}) }
}

/**
 * Lines of a report (one for each column, then the constant) with `people`: (Σu)² / Σu² over people, u a person's squared weight, which is
 * Kish's effective size of a sample (1965, Survey Sampling, 11.7) for u as weights. Where a person has several rows, u is the
 * greater of the square of their sum and the sum of their squares, since weights within a person may cancel. The least over the `weighings`,
 * and 0 where one of them does not exist. Public data are left as they are.
 */
export async function withPeople(
  source: Asking,
  { columns, constant }: Pick<Design, 'columns' | 'constant'>,
  lines: readonly Coefficient[],
  ...weighings: readonly Weighing[]
): Promise<Coefficient[]> {
  if (source.public) return [...lines]
  const offset = constant ? 1 : 0
  const found: number[][] = []
  for (const weighing of weighings) {
    const lever = weighing.lever ?? (await leastSquaresOf(source, weighing))
    if (!lever) return lines.map((line) => ({ ...line, people: 0 }))
    // Columns stand in the rows about their means, which only the constant feels.
    const moved = lever.clone()
    if (constant)
      for (const [i, { mean, scale }] of columns.entries())
        moved.setRow(0, moved.getRowVector(0).sub(lever.getRowVector(i + 1).mul(mean / scale)))
    found.push(await peopleOf(source, weighing, moved))
  }
  return lines.map((line, i) => {
    const at = line.term === CONSTANT ? 0 : i + offset
    return { ...line, people: Math.min(...found.map((of) => of[at] ?? 0)) }
  })
}

/** (X′WX)⁻¹, in which X is by rows and W their weights. */
async function leastSquaresOf(
  source: Asking,
  { parts, regressors, weight }: Weighing,
): Promise<Matrix | null> {
  const products = pairs(regressors.length).map(
    ([i, j]) => sql`${regressors[i] as Sql} * ${regressors[j] as Sql}${weight ? sql` * ${weight}` : sql``}`,
  )
  return inverse(symmetric(regressors.length, await sumsOver(source, parts, (part) => part, products)))
}

async function peopleOf(
  source: Asking,
  { parts, regressors, weight }: Weighing,
  lever: Matrix,
): Promise<number[]> {
  const [w, u] = ['w', 'u'].map((letter) => (_: unknown, i: number) => id(`${letter}${i}`)) as [
    (_: unknown, i: number) => Sql,
    (_: unknown, i: number) => Sql,
  ]
  const estimates = lever.to2DArray()
  const weights = estimates.map((row) => {
    const sum = list(
      row.map((of, i) => sql`CAST(${value(of)} AS DOUBLE) * ${regressors[i] as Sql}`),
      sql` + `,
    )
    return weight ? sql`${weight} * (${sum})` : sum
  })
  const rows = list(
    parts.map(
      (part) =>
        sql`SELECT ${list([...(source.manyRows ? [sql`__subject`] : []), ...weights.map((of, i) => sql`${of} AS ${w(of, i)}`)])} FROM ${part}`,
    ),
    sql` UNION ALL `,
  )
  const squared = estimates.map((row, i) => {
    const name = w(row, i)
    return source.manyRows
      ? sql`greatest(sum(${name}) * sum(${name}), sum(${name} * ${name})) AS ${u(row, i)}`
      : sql`${name} * ${name} AS ${u(row, i)}`
  })
  const people = sql`SELECT ${list(squared)} FROM (${rows})${source.manyRows ? sql` GROUP BY __subject` : sql``}`
  const [sums] = await source.ask(
    sql`SELECT ${list(estimates.flatMap((row, i) => [sql`sum(${u(row, i)}) AS ${id(`s${i}`)}`, sql`sum(${u(row, i)} * ${u(row, i)}) AS ${id(`q${i}`)}`]))} FROM (${people})`,
  )
  return estimates.map((_, i) => {
    const [sum, squares] = [numberOf(sums?.[`s${i}`]) ?? 0, numberOf(sums?.[`q${i}`]) ?? 0]
    return squares > 0 ? sum ** 2 / squares : 0
  })
}
