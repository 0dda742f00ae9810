/** A test of significance: its value and its probability are released, each in its way. */
import type { ReleasedModel, ReleasedNumber, TestStatistic } from '@sund/model'

/** The test with `release` applied to its value and what this is made of, and `probability` to its probability. */
export function releaseTest(
  test: TestStatistic,
  release: (value: number) => ReleasedNumber,
  probability: (p: number) => ReleasedNumber = release,
): ReleasedModel['tests'][number] {
  const { value, p, sumOfSquares, ...rest } = test
  return {
    ...rest,
    value: release(value),
    p: probability(p),
    ...(sumOfSquares === undefined ? {} : { sumOfSquares: release(sumOfSquares) }),
  }
}
