/**
 * Robust and clustered covariances: bread · meat · bread, the meat summed in SQL from the scores of rows or clusters
 * (Huber 1967, White 1980; corrections for small samples as in Stata).
 */
import type { Matrix } from 'ml-matrix'
import { id, list, type Sql, sql } from '../dialects/sql.js'
import { pairs, symmetric } from './algebra.js'
import { sumsOver } from './design.js'
import type { Source } from './source.js'

interface Meat {
  meat: Matrix
  /** Rows, or clusters when there are any. */
  groups: number
}

/** `scores` gives rows with one column per element of `names`, and `c` when clustered. A cluster may have rows in several parts. */
export async function meatOf(
  source: Pick<Source, 'ask'>,
  parts: readonly Sql[],
  scores: (part: Sql) => Sql,
  size: number,
  clustered: boolean,
): Promise<Meat> {
  const names = Array.from({ length: size }, (_, i) => id(`u${i}`))
  const byCluster = (rows: Sql) =>
    sql`SELECT ${list([sql`c`, ...names.map((name) => sql`sum(${name}) AS ${name}`)])} FROM (${rows}) GROUP BY c`
  const ofParts = parts.map((part) => (clustered ? byCluster(scores(part)) : scores(part)))
  const over = clustered && parts.length > 1 ? [byCluster(list(ofParts, sql` UNION ALL `))] : ofParts
  const products = pairs(size).map(([i, j]) => sql`${names[i] as Sql} * ${names[j] as Sql}`)
  const [groups, ...upper] = await sumsOver(source, over, (rows) => sql`(${rows})`, [sql`1`, ...products])
  return { meat: symmetric(size, upper), groups: groups as number }
}

export const sandwich = (bread: Matrix, meat: Matrix, factor: number): Matrix =>
  bread.mmul(meat).mmul(bread).mul(factor)
