/**
 * Percentiles with the number of units on each side of them, which rule S1 needs. They are the one statistic here that
 * does not add over parts: it takes all values of a group in order.
 */
import type { Percentile } from '@sund/model'
import { list, type Sql, sql } from '../dialects/sql.js'
import { type Answer, numberOf, type Source } from './source.js'

/** Percentiles (in percent) of `of` in each combination of `groups`, as answers with the groups' values as `g0`, `g1` … */
export async function groupedPercentiles(
  source: Source,
  rows: Sql,
  groups: readonly Sql[],
  of: Sql,
  shares: readonly number[],
): Promise<{ group: Answer; percentiles: (Percentile | null)[] }[]> {
  const names = groups.map((_, i) => name('g', i))
  const units = source.manyRows ? sql`count(DISTINCT r.__subject)` : sql`count(*)`
  const read = sql`SELECT ${list([sql`__subject`, sql`${of} AS x`, ...groups.map((group, i) => sql`${group} AS ${name('g', i)}`)])} FROM ${rows}`
  const grouping = names.length > 0 ? sql`GROUP BY ${list(names)}` : sql``
  const same = names.map((n) => sql`r.${n} IS NOT DISTINCT FROM q.${n}`)
  const sides = shares.flatMap((_, i) => {
    const at = place(i)
    return [
      sql`any_value(q.q[${at}]) AS ${name('q', i)}`,
      sql`${units} FILTER (WHERE r.x < q.q[${at}] - ${ROUNDING} * abs(q.q[${at}])) AS ${name('b', i)}`,
      sql`${units} FILTER (WHERE r.x > q.q[${at}] + ${ROUNDING} * abs(q.q[${at}])) AS ${name('a', i)}`,
    ]
  })
  const percentiles = source.dialect.percentiles(
    sql`x`,
    shares.map((share) => share / 100),
  )
  const answers = await source.ask(
    sql`WITH r AS (${read}), q AS (SELECT ${list([...names, sql`${percentiles} AS q`])} FROM r ${grouping})
      SELECT ${list([...names.map((n) => sql`r.${n}`), ...sides])} FROM r JOIN q ON ${list([sql`TRUE`, ...same], sql` AND `)}
      ${names.length > 0 ? sql`GROUP BY ${list(names.map((n) => sql`r.${n}`))}` : sql``}`,
  )
  return answers.map((group) => ({
    group,
    percentiles: shares.map((p, i) => {
      const value = numberOf(group[`q${i}`])
      return value === null
        ? null
        : { p, value, below: Number(group[`b${i}`]), above: Number(group[`a${i}`]) }
    }),
  }))
}

/** Interpolating between equal values may miss them by a rounding: what is so near a percentile lies on no side of it. */
const ROUNDING = sql`1e-15`
const name = (letter: 'g' | 'q' | 'a' | 'b', index: number): Sql => ({
  pieces: [`${letter}${Math.trunc(index)}`],
})
const place = (index: number): Sql => ({ pieces: [String(Math.trunc(index) + 1)] })
