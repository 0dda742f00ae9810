/** The distributions of the language, with arguments as Stata's (Functions Reference Manual): degrees of freedom first. */

import gammainc from '@stdlib/math-base-special-gammainc'
import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf'
import binomialPmf from '@stdlib/stats-base-dists-binomial-pmf'
import chisquareCdf from '@stdlib/stats-base-dists-chisquare-cdf'
import chisquarePdf from '@stdlib/stats-base-dists-chisquare-pdf'
import fCdf from '@stdlib/stats-base-dists-f-cdf'
import fPdf from '@stdlib/stats-base-dists-f-pdf'
import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import normalPdf from '@stdlib/stats-base-dists-normal-pdf'
import tCdf from '@stdlib/stats-base-dists-t-cdf'
import tPdf from '@stdlib/stats-base-dists-t-pdf'
import type { Value } from './data.js'
import { finite } from './order.js'

/** Missing where an argument is, or where the domain does not have it. */
const over =
  (domain: (...x: number[]) => boolean, of: (...x: number[]) => number) =>
  (values: readonly Value[]): Value => {
    if (values.includes(null)) return null
    const numbers = values.map(Number)
    return domain(...numbers) ? finite(of(...numbers)) : null
  }
const positive = (...degrees: number[]): boolean => degrees.slice(0, -1).every((of) => of > 0)
const everywhere = (): boolean => true
const counted = (n: number, _: number, p: number): boolean => n >= 0 && n <= 1e9 && p >= 0 && p <= 1

export const DISTRIBUTIONS = {
  normal: over(everywhere, (z) => normalCdf(z as number, 0, 1)),
  /** normalden(x), normalden(x, sd), normalden(x, mean, sd). */
  normalden: over(
    (...x) => x.length === 1 || (x.at(-1) as number) > 0,
    (x, a, b) => normalPdf(x as number, b === undefined ? 0 : (a as number), b ?? a ?? 1),
  ),
  chi2: over(positive, (df, x) => (x <= 0 ? 0 : chisquareCdf(x, df as number))),
  chi2den: over(positive, (df, x) => (x < 0 ? 0 : chisquarePdf(x, df as number))),
  chi2tail: over(positive, (df, x) => (x <= 0 ? 1 : gammainc(x / 2, (df as number) / 2, true, true))),
  t: over(positive, (df, x) => tCdf(x, df as number)),
  tden: over(positive, (df, x) => tPdf(x, df as number)),
  ttail: over(positive, (df, x) => tCdf(-x, df as number)),
  F: over(positive, (a, b, x) => (x <= 0 ? 0 : fCdf(x, a as number, b as number))),
  Fden: over(positive, (a, b, x) => (x < 0 ? 0 : fPdf(x, a as number, b as number))),
  Ftail: over(positive, (a, b, x) => (x <= 0 ? 1 : fCdf(1 / x, b as number, a as number))),
  binomial: over(counted, (n, k, p) => binomialCdf(Math.floor(k), Math.floor(n), p)),
  binomialp: over(
    (n, k, p) =>
      counted(n as number, k as number, p as number) &&
      (k as number) >= 0 &&
      Math.floor(k as number) <= Math.floor(n as number),
    (n, k, p) => binomialPmf(Math.floor(k), Math.floor(n), p),
  ),
  binomialtail: over(counted, (n, k, p) =>
    k <= 0 ? 1 : 1 - binomialCdf(Math.floor(k) - 1, Math.floor(n), p),
  ),
}
