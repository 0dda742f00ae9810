/** Tails of the usual distributions, each computed where it keeps its digits: never as one minus a number near one. */

import gammainc from '@stdlib/math-base-special-gammainc'
import fCdf from '@stdlib/stats-base-dists-f-cdf'
import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import tCdf from '@stdlib/stats-base-dists-t-cdf'
import tQuantile from '@stdlib/stats-base-dists-t-quantile'
import type { TestStatistic } from '@sund/model'

/** Two-sided p of a standard normal. */
export const normalP = (z: number): number => 2 * normalCdf(-Math.abs(z), 0, 1)
/** Two-sided p of Student's t. */
export const tP = (t: number, degreesOfFreedom: number): number => 2 * tCdf(-Math.abs(t), degreesOfFreedom)
/** Half-width of a two-sided interval at `level` percent, in standard errors; infinite `degreesOfFreedom` is normal. */
export const criticalValue = (level: number, degreesOfFreedom = Number.POSITIVE_INFINITY): number =>
  Number.isFinite(degreesOfFreedom)
    ? tQuantile(0.5 + level / 200, degreesOfFreedom)
    : normalQuantile(0.5 + level / 200, 0, 1)

/** A chi-squared test; the upper tail is the regularised incomplete gamma function Q(k/2, x/2). */
export function chiSquaredTest(
  name: TestStatistic['name'],
  value: number,
  degreesOfFreedom: number,
): TestStatistic {
  const p = value > 0 ? gammainc(value / 2, degreesOfFreedom / 2, true, true) : 1
  return { name, value, degreesOfFreedom, p }
}

/** An F test; its upper tail is the lower tail of 1/F with the degrees of freedom exchanged. */
export function fTest(value: number, degreesOfFreedom: number, denominator: number): TestStatistic {
  return {
    name: 'f',
    value,
    degreesOfFreedom,
    denominator,
    p: value > 0 ? fCdf(1 / value, denominator, degreesOfFreedom) : 1,
  }
}
