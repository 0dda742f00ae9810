/**
 * Relations that choose or rank rows of whole datasets: stacked, drawn by lot, cut in groups of equal size. Kept apart
 * from relations.ts, whose relations look at one row or one group at a time.
 */
import type { Quantile, Sample, Stack } from '../plan/types.js'
import type { Dialect } from './dialect.js'
import { type Input, pseudonymOf, SYSTEM } from './relations.js'
import { id, list, type Sql, sql, value } from './sql.js'

/** Rows of all inputs under one another, each with the columns of the stack. */
export function stackSql(dialect: Dialect, stack: Stack, inputs: readonly Input[]): Sql {
  const columns = stack.columns.map(
    ({ name, type }) => sql`CAST(${id(name)} AS ${dialect.types[type]}) AS ${id(name)}`,
  )
  return list(
    inputs.map(({ from }) => sql`SELECT ${list([...SYSTEM, ...columns])} FROM ${from}`),
    sql` UNION ALL `,
  )
}

/** Rows of the units whose lot is drawn. */
export function sampleSql(dialect: Dialect, sample: Sample, input: Input): Sql {
  const columns = [...SYSTEM, ...input.columns.map(({ name }) => id(name))]
  return sql`SELECT ${list(columns)} FROM ${input.from} WHERE ${drawn(dialect, sample, input)}`
}

/** Whether a row's unit is not drawn: what a sample touches (rule P2). */
export const leftOut = (dialect: Dialect, sample: Sample, input: Input): Sql =>
  sql`NOT ${drawn(dialect, sample, input)}`

/** A unit has one lot however many rows and record keys it has. */
function drawn(dialect: Dialect, { size, seed }: Sample, input: Input): Sql {
  const lot = dialect.lot(sql`${value(`${seed}:`)} || CAST(min(__key) AS VARCHAR)`)
  const units = sql`SELECT __unit FROM ${input.from} GROUP BY __unit`
  return size.kind === 'share'
    ? sql`(__unit IN (${units} HAVING ${lot} < CAST(${value(Math.floor(size.share * 2 ** 52))} AS BIGINT)))`
    : sql`(__unit IN (${units} ORDER BY ${lot}, ${pseudonymOf(sql`__unit`)} LIMIT CAST(${value(size.count)} AS BIGINT)))`
}

/** Each row with the group that its value belongs to; the cut points are of all rows. */
export function quantileSql(dialect: Dialect, quantile: Quantile, input: Input): Sql {
  const before = input.columns.filter(({ name }) => name !== quantile.as).map(({ name }) => id(name))
  const of = id(quantile.column)
  const group = sql`CASE WHEN ${of} IS NOT NULL THEN CAST(1 + ${dialect.countBelow(sql`c.cuts`, sql`l.${of}`)} AS DOUBLE) END`
  const kept = [...SYSTEM, ...before].map((name) => sql`l.${name}`)
  return sql`SELECT ${list(kept)}, ${group} AS ${id(quantile.as)} FROM ${input.from} AS l CROSS JOIN (SELECT ${dialect.cutPoints(of, quantile.groups)} AS cuts FROM ${input.from}) AS c`
}
