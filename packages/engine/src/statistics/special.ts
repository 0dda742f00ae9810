/** Special functions as SQL, where a database has none: written out so that every dialect computes the same. */
import { type Sql, sql, value } from '../dialects/sql.js'

const real = (of: number): Sql => sql`CAST(${value(of)} AS DOUBLE)`
/** The polynomial with the given coefficients, highest power first (Horner). */
const polynomial = (coefficients: readonly number[], x: Sql): Sql =>
  coefficients
    .slice(1)
    .reduce((sum, of) => sql`(${sum} * ${x} + ${real(of)})`, real(coefficients[0] as number))

const ABOVE = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
]
const BELOW = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
]

/**
 * Φ(−x) / φ(x) for x ≥ 0, to 14 digits: Hart's rational approximation (Computer Approximations 1968, no. 5666) up to 7.07, beyond it
 * the continued fraction, as in West, "Better approximations to cumulative normal functions" (Wilmott 2005).
 */
export function upperTailRatio(x: Sql): Sql {
  const root = Math.sqrt(2 * Math.PI)
  const fraction = [4, 3, 2, 1].reduce((sum, of) => sql`(${x} + ${real(of)} / ${sum})`, sql`(${x} + 0.65)`)
  return sql`CASE WHEN ${x} < 7.07 THEN ${polynomial(ABOVE, x)} / ${polynomial(BELOW, x)} * ${real(root)} ELSE 1 / ${fraction} END`
}

/** Φ(x), the lower tail of the normal distribution. */
export function normalSql(x: Sql): Sql {
  const upper = sql`(${upperTailRatio(sql`abs(${x})`)}) * exp(-0.5 * ${x} * ${x}) / ${real(Math.sqrt(2 * Math.PI))}`
  return sql`(CASE WHEN ${x} < 0 THEN ${upper} ELSE 1 - ${upper} END)`
}

/** ψ(x) for x > 0 by its recurrence up to x + 8 and Stirling's series there (Abramowitz and Stegun 6.3.5, 6.3.18). */
export function digammaSql(x: Sql): Sql {
  const up = sql`(${x} + 8)`
  const inverse = sql`(1 / (${up} * ${up}))`
  const series = polynomial([-1 / 132, 1 / 240, -1 / 252, 1 / 120, -1 / 12, 0], inverse)
  const recurrence = Array.from({ length: 8 }, (_, i) => sql`1 / (${x} + ${real(i)})`)
  return sql`(ln(${up}) - 0.5 / ${up} + ${series} - (${recurrence.reduce((sum, of) => sql`${sum} + ${of}`)}))`
}
