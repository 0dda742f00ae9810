/** A test of significance, each of its numbers released in the same way. */
import type { ReleasedModel, ReleasedNumber, TestStatistic } from '@sund/model'

/** The test with `release` applied to its value and its probability. */
export function releaseTest(
  test: TestStatistic,
  release: (value: number) => ReleasedNumber,
): ReleasedModel['tests'][number] {
  const { value, p, sumOfSquares, ...rest } = test
  return {
    ...rest,
    value: release(value),
    p: release(p),
    ...(sumOfSquares === undefined ? {} : { sumOfSquares: release(sumOfSquares) }),
  }
}
