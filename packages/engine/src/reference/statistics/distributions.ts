/** Tests as they are reported: a statistic with the upper tail of its distribution. */
import gammainc from '@stdlib/math-base-special-gammainc'
import gammaincinv from '@stdlib/math-base-special-gammaincinv'
import fCdf from '@stdlib/stats-base-dists-f-cdf'
import tCdf from '@stdlib/stats-base-dists-t-cdf'
import tQuantile from '@stdlib/stats-base-dists-t-quantile'
import type { TestStatistic } from '@sund/model'

export function chiSquared(
  name: TestStatistic['name'],
  value: number,
  degreesOfFreedom: number,
): TestStatistic {
  const p = value > 0 ? gammainc(value / 2, degreesOfFreedom / 2, true, true) : 1
  return { name, value, degreesOfFreedom, p }
}

export function fisher(value: number, degreesOfFreedom: number, denominator: number): TestStatistic {
  const p = value > 0 ? fCdf(1 / value, denominator, degreesOfFreedom) : 1
  return { name: 'f', value, degreesOfFreedom, denominator, p }
}

/** Both tails of Student's t beyond a value. */
export const studentTails = (value: number, degreesOfFreedom: number): number =>
  2 * tCdf(-Math.abs(value), degreesOfFreedom)
/** The value of Student's t that `level` percent lie within, both ways from 0. */
export const studentWithin = (level: number, degreesOfFreedom: number): number =>
  tQuantile(1 - (1 - level / 100) / 2, degreesOfFreedom)
/** The value of χ² that the share `p` lies below, or above where `upper`. */
export const chiSquaredAt = (p: number, degreesOfFreedom: number, upper = false): number =>
  2 * gammaincinv(p, degreesOfFreedom / 2, upper)
