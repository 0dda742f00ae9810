/** Pearson's goodness of fit of drawn whole numbers to the probabilities that they should have. */
import quantile from '@stdlib/stats-base-dists-normal-quantile'

/** Least expected count of a class: what falls short is joined with its neighbours. */
const LEAST = 10

export function chiSquared(
  counts: ReadonlyMap<number, number>,
  pmf: (y: number) => number,
  low: number,
  high: number,
  draws: number,
): { statistic: number; degrees: number } {
  let [statistic, classes, seen, expected, told, left] = [0, 0, 0, 0, 0, draws]
  for (let y = low; y <= high; y++) {
    seen += counts.get(y) ?? 0
    expected += draws * pmf(y)
    if (expected < LEAST || draws - told - expected < LEAST) continue
    statistic += (seen - expected) ** 2 / expected
    classes++
    told += expected
    left -= seen
    seen = 0
    expected = 0
  }
  const rest = draws - told
  return rest > 1e-6 * draws || left > 0
    ? { statistic: statistic + (left - rest) ** 2 / rest, degrees: classes }
    : { statistic, degrees: classes - 1 }
}

/** The statistic that chance exceeds with probability `p` (Wilson and Hilferty 1931). */
export function critical(degrees: number, p: number): number {
  const spread = 2 / (9 * degrees)
  return degrees * (1 - spread + quantile(1 - p, 0, 1) * Math.sqrt(spread)) ** 3
}

export function discreteGaussianPmf(square: number): (y: number) => number {
  const weight = (y: number) => Math.exp(-(y * y) / (2 * square))
  let whole = 1
  for (let y = 1; y < 40 * Math.sqrt(square) + 2; y++) whole += 2 * weight(y)
  return (y) => weight(y) / whole
}

export function discreteLaplacePmf(scale: number): (y: number) => number {
  const r = Math.exp(-1 / scale)
  return (y) => ((1 - r) / (1 + r)) * r ** Math.abs(y)
}
