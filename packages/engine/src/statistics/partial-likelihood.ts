/**
 * Cox's log partial likelihood with its gradient and information at given estimates, as sums in SQL. Kept apart from the risk sets
 * because products of columns need no risk set: with the hazard h of a time, Σ over times of h(u) Σ over those at risk of r zᵢ zⱼ is
 * Σ over rows of r zᵢ zⱼ H(t), H the hazard cumulated until the row leaves. So times are grouped by r and r z alone, and the
 * products are one plain sum over rows, however many times there are.
 */
import { id, list, type Sql, sql } from '../dialects/sql.js'
import { pairs, type Sums } from './algebra.js'
import { predictor, sumsOver, z } from './design.js'
import { expected, LOG, moments, type Timed, tiesOf } from './risk-sets.js'
import { numberOf, type Source } from './source.js'

export interface PartialLikelihood {
  /** The log-likelihood where all estimates are 0. */
  null(): Promise<number>
  /** The gradient: less than half the work of `sums`. */
  scores(estimates: readonly number[]): Promise<Sums>
  /** [value, gradient …, information (upper triangle) …], as `newton` wants them. */
  sums(estimates: readonly number[]): Promise<Sums>
}

const at = (letter: string, index: number): Sql => id(`${letter}${index}`)

export async function partialLikelihood(
  source: Pick<Source, 'ask' | 'dialect'>,
  spec: Timed,
  rows: Sql,
  size: number,
): Promise<PartialLikelihood> {
  const columns = Array.from({ length: size }, (_, i) => i)
  // Sums of z over events do not change with the estimates.
  const observed = await sumsOver(
    source,
    [rows],
    (part) => sql`(SELECT * FROM ${part} WHERE y > 0)`,
    columns.map(z),
  )
  const overTimes = [sql`sum(-${LOG})`, ...columns.map((i) => sql`sum(-${expected(i)})`)]
  const ask = async (statement: Sql, length: number): Promise<Sums> => {
    const [answer] = await source.ask(statement)
    return Array.from({ length }, (_, i) => numberOf(answer?.[`q${i}`]) ?? Number.NaN)
  }
  const named = (sums: readonly Sql[], from = 0) =>
    list(sums.map((of, i) => sql`${of} AS ${at('q', i + from)}`))
  const withObserved = ([value, ...gradient]: Sums, estimates: readonly number[]): Sums => [
    (value as number) + estimates.reduce((sum, of, i) => sum + of * (observed[i] as number), 0),
    ...gradient.map((of, i) => of + (observed[i] as number)),
  ]
  return {
    async null() {
      const [value] = await ask(
        sql`WITH ${hazards(source, spec, rows, [])} SELECT sum(-${LOG}) AS q0 FROM hazard`,
        1,
      )
      return value as number
    },
    async scores(estimates) {
      const statement = sql`WITH ${hazards(source, spec, rows, estimates)} SELECT ${named(overTimes)} FROM hazard`
      return withObserved(await ask(statement, 1 + size), estimates).slice(1)
    },
    async sums(estimates) {
      const [products, first] = [pairs(size), 1 + size]
      const late = spec.entry !== null
      const passing = sql`SELECT ${list([sql`${late ? sql`(x.h - w.h)` : sql`x.h`} - y * x.f AS h`, sql`p.r`, ...columns.map(z)])}
        FROM (SELECT *, exp(${predictor(estimates, null)}) AS r FROM ${rows}) AS p JOIN passed AS x ON p.s = x.s AND p.t = x.u
        ${late ? sql`JOIN passed AS w ON p.s = w.s AND p.e = w.u` : sql``}`
      const weighted = sql`(SELECT *, ${list(columns.map((i) => sql`r * h * ${z(i)} AS ${at('w', i)}`))} FROM (${passing}))`
      const less = products.map(
        ([i, j]) =>
          sql`sum(${at('a', i)} * ${at('a', j)} * k2 - (${at('a', i)} * ${at('d', j)} + ${at('d', i)} * ${at('a', j)}) * f2 + ${at('d', i)} * ${at('d', j)} * g2)`,
      )
      const sums = await ask(
        sql`WITH ${hazards(source, spec, rows, estimates)},
          passed AS MATERIALIZED (SELECT s, u, COALESCE(f1, 0) AS f, sum(COALESCE(k1, 0)) OVER (PARTITION BY s ORDER BY u ROWS UNBOUNDED PRECEDING) AS h
            FROM (SELECT s, u FROM times) LEFT JOIN (SELECT s, u, k1, f1 FROM hazard) USING (s, u))
          SELECT * FROM (SELECT ${named([...overTimes, ...less])} FROM hazard)
          CROSS JOIN (SELECT ${named(
            products.map(([i, j]) => sql`sum(${at('w', i)} * ${z(j)})`),
            first + products.length,
          )} FROM ${weighted})`,
        first + 2 * products.length,
      )
      return [
        ...withObserved(sums.slice(0, first), estimates),
        ...products.map(
          (_, k) => (sums[first + products.length + k] as number) - (sums[first + k] as number),
        ),
      ]
    },
  }
}

/**
 * The relations `times` (each stratum and time at which a row enters or leaves) and `hazard` (those with events, as `riskSets` gives
 * them, without sums of products).
 */
function hazards(source: Pick<Source, 'dialect'>, spec: Timed, rows: Sql, estimates: readonly number[]): Sql {
  const [a, d] = [moments('a', estimates.length), moments('d', estimates.length)]
  const weights = [sql`r`, ...estimates.map((_, i) => at('w', i))]
  const weighted = sql`(SELECT *${list([sql``, ...estimates.map((_, i) => sql`r * ${z(i)} AS ${at('w', i)}`)])} FROM (SELECT *, exp(${predictor(estimates, null)}) AS r FROM ${rows}))`
  const own = (of: Sql) => (spec.ties === 'efron' ? sql`sum(y * ${of})` : sql`0.0::DOUBLE`)
  const leaving = sql`SELECT s, t AS u, sum(y) AS n, ${list(weights.flatMap((of, i) => [sql`sum(${of}) AS ${a[i] as Sql}`, sql`${own(of)} AS ${d[i] as Sql}`]))} FROM ${weighted} GROUP BY s, t`
  const entering = sql`SELECT s, e AS u, 0 AS n, ${list(weights.flatMap((of, i) => [sql`-sum(${of}) AS ${a[i] as Sql}`, sql`0 AS ${d[i] as Sql}`]))} FROM ${weighted} GROUP BY s, e`
  const times =
    spec.entry === null
      ? leaving
      : sql`SELECT s, u, ${list([sql`n`, ...a, ...d].map((name) => sql`sum(${name}) AS ${name}`))} FROM (${leaving} UNION ALL ${entering}) GROUP BY s, u`
  // The order is the same for every sum, so the times are sorted once.
  const risk = sql`SELECT * FROM (SELECT s, u, n, ${list(a.map((name) => sql`sum(${name}) OVER later AS ${name}`))}, ${list(d)} FROM times WINDOW later AS (PARTITION BY s ORDER BY u DESC ROWS UNBOUNDED PRECEDING)) WHERE n > 0`
  return sql`times AS MATERIALIZED (${times}), risk AS MATERIALIZED (${risk}), hazard AS MATERIALIZED (SELECT * FROM risk JOIN (${tiesOf(source, spec, sql`risk`)}) USING (s, u))`
}
