/** Edges of bins. Apart from counting, since a plan with public limits has its edges before there are data. */

/** What is narrower, by its values, would be lost in the twelve digits of an edge. */
const LEAST_SPAN = 1e-8

/** Edges of the bins, one more than there are bins. */
export function binEdges(
  low: number,
  high: number,
  n: number,
  { bins, width }: { bins: number | null; width: number | null },
): number[] {
  const usual = Math.max(1, Math.round(Math.min(Math.sqrt(n), 10 * Math.log10(n))))
  const least = LEAST_SPAN * Math.abs(high)
  const span = high - low > least ? high - low : Math.max(1, least)
  const count = Math.min(1000, bins ?? (width === null ? usual : Math.max(1, Math.ceil(span / width - 1e-9))))
  const step = bins === null && width !== null ? width : span / count
  return Array.from({ length: count + 1 }, (_, i) => Number((low + i * step).toPrecision(12)))
}

/** The number with three significant digits, by `round` towards one side. */
export function threeDigits(of: number, round: (x: number) => number): number {
  if (of === 0) return 0
  const step = 10 ** (Math.floor(Math.log10(Math.abs(of))) - 2)
  return Number((round(of / step) * step).toPrecision(3))
}
