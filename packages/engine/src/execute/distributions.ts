/**
 * Distribution functions that SQL lacks, as functions of the database computed in JavaScript. Kept apart from the SQL of
 * expressions because these are numerics: each tail is computed as a tail, never as one minus a number near one.
 * Arguments and domains as Stata's functions of the same names (Stata Functions Reference Manual, Statistical functions).
 */
import { DOUBLE, type DuckDBConnection, DuckDBScalarFunction } from '@duckdb/node-api'
import gammainc from '@stdlib/math-base-special-gammainc'
import binomialPmf from '@stdlib/stats-base-dists-binomial-pmf'
import chisquarePdf from '@stdlib/stats-base-dists-chisquare-pdf'
import fCdf from '@stdlib/stats-base-dists-f-cdf'
import fPdf from '@stdlib/stats-base-dists-f-pdf'
import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import normalPdf from '@stdlib/stats-base-dists-normal-pdf'
import tCdf from '@stdlib/stats-base-dists-t-cdf'
import tPdf from '@stdlib/stats-base-dists-t-pdf'

type Distribution = (...of: number[]) => number

/** A function that is missing unless its first arguments are degrees of freedom, which are positive. */
const withFreedom =
  (count: number, of: Distribution): Distribution =>
  (...given) =>
    given.slice(0, count).every((df) => df > 0) ? of(...given) : Number.NaN

/** P(X ≥ k) of Binomial(n, p), k from 1 to n, as I(p; k, n − k + 1), the lower tail of F (Abramowitz and Stegun 26.5.24, 26.6.2). */
function atLeast(n: number, k: number, p: number): number {
  if (p === 0 || p === 1) return p
  const [numerator, denominator] = [2 * k, 2 * (n - k + 1)]
  return fCdf((p / (1 - p)) * (denominator / numerator), numerator, denominator)
}

/** Trials and successes are cut to whole numbers, as Stata does. */
const trials =
  (of: Distribution): Distribution =>
  (n, k, p) =>
    n !== undefined && k !== undefined && p !== undefined && n >= 0 && n <= 1e9 && p >= 0 && p <= 1
      ? of(Math.floor(n), Math.floor(k), p)
      : Number.NaN

const lowerF = (a: number, b: number, f: number): number => (f > 0 ? fCdf(f, a, b) : 0)
const upperF = (a: number, b: number, f: number): number => (f > 0 ? fCdf(1 / f, b, a) : 1)

/** Name, number of arguments, and the function; not a number where it is undefined. */
const DISTRIBUTIONS: Readonly<Record<string, readonly [parameters: number, of: Distribution]>> = {
  normal: [1, (z = Number.NaN) => normalCdf(z, 0, 1)],
  normalden: [3, (x = 0, mean = 0, sd = 1) => (sd > 0 ? normalPdf(x, mean, sd) : Number.NaN)],
  chi2: [2, withFreedom(1, (df = 1, x = 0) => (x > 0 ? gammainc(x / 2, df / 2, true, false) : 0))],
  chi2den: [2, withFreedom(1, (df = 1, x = 0) => (x < 0 ? 0 : chisquarePdf(x, df)))],
  chi2tail: [2, withFreedom(1, (df = 1, x = 0) => (x > 0 ? gammainc(x / 2, df / 2, true, true) : 1))],
  t: [2, withFreedom(1, (df = 1, t = 0) => tCdf(t, df))],
  tden: [2, withFreedom(1, (df = 1, t = 0) => tPdf(t, df))],
  ttail: [2, withFreedom(1, (df = 1, t = 0) => tCdf(-t, df))],
  F: [3, withFreedom(2, (a = 1, b = 1, f = 0) => lowerF(a, b, f))],
  Fden: [3, withFreedom(2, (a = 1, b = 1, f = 0) => (f < 0 ? 0 : fPdf(f, a, b)))],
  Ftail: [3, withFreedom(2, (a = 1, b = 1, f = 0) => upperF(a, b, f))],
  // P(X ≤ k) = P(n − X ≥ n − k), and the failures n − X are Binomial(n, 1 − p).
  binomial: [3, trials((n = 0, k = 0, p = 0) => (k < 0 ? 0 : k >= n ? 1 : atLeast(n, n - k, 1 - p)))],
  binomialp: [3, trials((n = 0, k = 0, p = 0) => (k < 0 || k > n ? Number.NaN : binomialPmf(k, n, p)))],
  binomialtail: [3, trials((n = 0, k = 0, p = 0) => (k <= 0 ? 1 : k > n ? 0 : atLeast(n, k, p)))],
}

/** Gives a database the functions `sund_NAME`: missing where an argument is missing or outside the domain. */
export function registerDistributions(connection: DuckDBConnection): void {
  for (const [name, [parameters, of]] of Object.entries(DISTRIBUTIONS))
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name: `sund_${name}`,
        parameterTypes: Array.from({ length: parameters }, () => DOUBLE),
        returnType: DOUBLE,
        specialHandling: true,
        mainFunction: (_, input, output) => {
          const columns = Array.from({ length: parameters }, (_, i) => input.getColumnVector(i))
          for (let row = 0; row < input.rowCount; row++) {
            const given = columns.map((column) => column.getItem(row) as number | null)
            const made = given.every((value) => value !== null && Number.isFinite(value))
              ? of(...(given as number[]))
              : Number.NaN
            output.setItem(row, Number.isFinite(made) ? made : null)
          }
          output.flush()
        },
      }),
    )
}
