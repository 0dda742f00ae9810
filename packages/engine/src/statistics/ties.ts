/**
 * Sums over tied events after Efron, as SQL. Where those with the event are a small share x = δ/a of the risk at the time, the sums over
 * f = 0, 1/d … (d − 1)/d are power series in x whose coefficients are sums of powers (Faulhaber), cut where they no longer change a
 * double; elsewhere every tie is a row. So many ties at few times cost no more than few.
 */
import type { Dialect } from '../dialects/dialect.js'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'

/** Below this share TERMS terms leave less than 1e-16 of the sum out. */
const SMALL = 0.01
const TERMS = 8
/** Bernoulli's numbers B₀ … B₉, those of sums up to n − 1. */
const BERNOULLI = [1, -1 / 2, 1 / 6, 0, -1 / 30, 0, 1 / 42, 0, -1 / 30, 0]

/**
 * SQL of `s`, `u` and the six sums `ln`, `k1`, `f1`, `k2`, `f2`, `g2` of risk-sets.ts from rows of `risk` with `s`, `u`, `n` (ties), `a` and `d` (δ).
 */
export function efron(dialect: Pick<Dialect, 'repeated'>, risk: Sql): Sql {
  const number = (of: number) => sql`CAST(${value(of)} AS DOUBLE)`
  const power = (k: number) => id(`p${k}`)
  const powers = BERNOULLI.map((_, k) => sql`${sumOfPowers(k, number)} AS ${power(k)}`)
  /** Σ weight(k) xᵏ Σ f^(k + shift), by Horner's rule. */
  const series = (shift: number, weight: (k: number) => number) =>
    Array.from({ length: TERMS }, (_, k) =>
      weight(k) === 1 ? power(k + shift) : sql`${number(weight(k))} * ${power(k + shift)}`,
    ).reduceRight((sum, term) => sql`(${term} + x * ${sum})`)
  const once = (shift: number) => series(shift, () => 1)
  const twice = (shift: number) => series(shift, (k) => k + 1)
  const few = sql`SELECT s, u, n * ln(a) - x * ${series(1, (k) => 1 / (k + 1))} AS ln, ${once(0)} / a AS k1, ${once(1)} / a AS f1, ${twice(0)} / (a * a) AS k2, ${twice(1)} / (a * a) AS f2, ${twice(2)} / (a * a) AS g2
    FROM (SELECT s, u, n, a, x, ${list(powers)} FROM (SELECT s, u, n, a, d / a AS x, 1 / n AS m FROM ${risk} WHERE d <= ${number(SMALL)} * a))`
  const repeated = dialect.repeated(
    sql`(SELECT s, u, n, a, d FROM ${risk} WHERE d > ${number(SMALL)} * a)`,
    sql`n`,
  )
  const many = sql`SELECT s, u, sum(ln(q)) AS ln, sum(1 / q) AS k1, sum(f / q) AS f1, sum(1 / (q * q)) AS k2, sum(f / (q * q)) AS f2, sum(f * f / (q * q)) AS g2 FROM (SELECT s, u, i / n AS f, a - i / n * d AS q FROM ${repeated}) GROUP BY s, u`
  return sql`${few} UNION ALL ${many}`
}

/** Σ (i/n)ᵏ over i = 0 … n − 1, from `n` and `m` = 1/n: n / (k + 1) · Σⱼ C(k + 1, j) Bⱼ mʲ. */
function sumOfPowers(k: number, number: (of: number) => Sql): Sql {
  let binomial = 1
  const terms = Array.from({ length: k + 1 }, (_, j) => {
    const term = (binomial * (BERNOULLI[j] as number)) / (k + 1)
    binomial = (binomial * (k + 1 - j)) / (j + 1)
    return term === 0 ? null : number(term)
  })
  const sum = terms.reduceRight<Sql | null>((rest, term) => {
    const further = rest && sql`m * ${rest}`
    return term && further ? sql`(${term} + ${further})` : (term ?? further)
  }, null)
  return sum ? sql`n * ${sum}` : number(0)
}
