/** Tests as they are reported: a statistic with the upper tail of its distribution. */
import gammainc from '@stdlib/math-base-special-gammainc'
import fCdf from '@stdlib/stats-base-dists-f-cdf'
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
