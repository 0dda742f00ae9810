/**
 * The risk sets of Cox's model as one row for each time with events: what is summed over those at risk, and over those who have
 * the event. Kept apart from the fit because its likelihood, its residuals and its tests are all sums over these rows.
 *
 * With a = Σ r over the risk set, δ = Σ r over the d who have the event, and f = 0, 1/d … (d − 1)/d (Efron 1977; f = 0 d times
 * after Breslow 1974), every sum over ties is one of six numbers: `ln` = Σ ln q, `k1` = Σ 1/q, `f1` = Σ f/q, `k2` = Σ 1/q²,
 * `f2` = Σ f/q², `g2` = Σ f²/q² with q = a − f δ (ties.ts). So ties cost six sums a time, whatever the number of terms.
 */
import { id, list, type Sql, sql } from '../dialects/sql.js'
import type { SurvivalSpec } from '../plan/types.js'
import { pairs } from './algebra.js'
import { type Design, predictor, z } from './design.js'
import type { Source } from './source.js'
import { efron } from './ties.js'

export type Timed = Pick<SurvivalSpec, 'ties' | 'entry'>

/** Sums over a risk set (`a`) or those with the event (`d`): of r, of r · zᵢ and of r · zᵢ zⱼ. */
const at = (letter: string, index: number | ''): Sql => id(`${letter}${index}`)

/** Expressions over the rows of `riskSets`. */
export const LOG = sql`ln`
/** Σ z̄ over ties: what z of those with the event is expected to sum to. */
export const expected = (i: number): Sql => sql`(${at('a', i)} * k1 - ${at('d', i)} * f1)`
/** Σ p/q², and the same with the weights 1 − f of those who have the event. */
export const squared = (i: number): Sql => sql`(${at('a', i)} * k2 - ${at('d', i)} * f2)`
export const squaredOwn = (i: number): Sql => sql`(${at('a', i)} * (k2 - f2) - ${at('d', i)} * (f2 - g2))`
/** The covariance of z in the risk sets, summed over ties: entry `k` of the upper triangle. */
export const covariances = (size: number): Sql[] =>
  pairs(size).map(
    ([i, j], k) =>
      sql`(${at('aa', k)} * k1 - ${at('dd', k)} * f1 - (${at('a', i)} * ${at('a', j)} * k2 - (${at('a', i)} * ${at('d', j)} + ${at('d', i)} * ${at('a', j)}) * f2 + ${at('d', i)} * ${at('d', j)} * g2))`,
  )

/**
 * SQL of one row for each stratum `s` and time `u` with events, at these estimates. Parts meet here: their sums by time
 * are added before they are cumulated from the last time down.
 */
export function riskSets(
  source: Pick<Source, 'dialect'>,
  spec: Timed,
  parts: Design['parts'],
  estimates: readonly number[],
): Sql {
  const size = estimates.length
  const zs = estimates.map((_, i) => i)
  const products = pairs(size)
  const names = (letter: string) => [
    ...moments(letter, size),
    ...products.map((_, k) => id(`${letter}${letter}${k}`)),
  ]
  const [a, d] = [names('a'), names('d')]
  const tied = spec.ties === 'efron'
  const weighted = (part: Sql) =>
    sql`(SELECT *${list([sql``, ...zs.map((i) => sql`r * ${z(i)} AS ${at('w', i)}`)])} FROM (SELECT *, exp(${predictor(estimates, null)}) AS r FROM ${part}))`
  const sums = (sign: Sql) =>
    list(
      [sql`r`, ...zs.map((i) => at('w', i)), ...products.map(([i, j]) => sql`${at('w', i)} * ${z(j)}`)].map(
        (of, i) => sql`${sign}sum(${of}) AS ${a[i] as Sql}`,
      ),
    )
  // Those who leave the risk set (their y is 0 here), and with Efron's ties once more those who have the event.
  const leaving = parts.flatMap((part) => [
    sql`SELECT s, t AS u, 0 AS y, sum(y) AS n, ${sums(sql``)} FROM ${weighted(part)} GROUP BY s, t`,
    ...(tied
      ? [
          sql`SELECT s, t AS u, 1 AS y, 0 AS n, ${sums(sql``)} FROM ${weighted(sql`(SELECT * FROM ${part} WHERE y > 0)`)} GROUP BY s, t`,
        ]
      : []),
    ...(spec.entry === null
      ? []
      : [sql`SELECT s, e AS u, 0 AS y, 0 AS n, ${sums(sql`-`)} FROM ${weighted(part)} GROUP BY s, e`]),
  ])
  const both = a.map((name, i) =>
    tied
      ? sql`sum(${name}) FILTER (WHERE y = 0) AS ${name}, COALESCE(sum(${name}) FILTER (WHERE y = 1), 0) AS ${d[i] as Sql}`
      : sql`sum(${name}) AS ${name}, 0.0 AS ${d[i] as Sql}`,
  )
  const added = sql`SELECT s, u, sum(n) AS n, ${list(both)} FROM (${list(leaving, sql` UNION ALL `)}) GROUP BY s, u`
  // The order is the same for every sum, so the rows are sorted once.
  const cumulated = sql`SELECT s, u, n, ${list(a.map((name) => sql`sum(${name}) OVER later AS ${name}`))}, ${list(d)} FROM (${added}) WINDOW later AS (PARTITION BY s ORDER BY u DESC ROWS UNBOUNDED PRECEDING)`
  const together = sql`SELECT * FROM (${cumulated}) WHERE n > 0`
  return sql`(WITH risk AS MATERIALIZED (${together}) SELECT * FROM risk JOIN (${tiesOf(source, spec, sql`risk`)}) USING (s, u))`
}

/** The names of sums of r and of r · zᵢ. */
export const moments = (letter: string, size: number): Sql[] => [
  id(letter),
  ...Array.from({ length: size }, (_, i) => at(letter, i)),
]

/** SQL of the six sums over ties at each stratum `s` and time `u` of `risk`. */
export function tiesOf(source: Pick<Source, 'dialect'>, { ties }: Timed, risk: Sql): Sql {
  if (ties === 'efron') return efron(source.dialect, risk)
  return sql`SELECT s, u, n * ln(a) AS ln, n / a AS k1, 0.0 AS f1, n / (a * a) AS k2, 0.0 AS f2, 0.0 AS g2 FROM ${risk}`
}
