/** What numbers say together: means, spread, percentiles, inequality. Written from the definitions. */
import type { Measure } from '@sund/model'

export const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)
export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
export const meanOf = (values: readonly number[]): number => sumOf(values) / values.length
/** A number that is not finite is missing. */
export const finite = (of: number | null): number | null => (of !== null && Number.isFinite(of) ? of : null)

/** Standard deviation with n − 1; null of fewer than two values, and where squares overflow. */
export function deviationOf(values: readonly number[]): number | null {
  if (values.length < 2) return null
  if (values.every((value) => value === values[0])) return 0
  const mean = meanOf(values)
  return finite(Math.sqrt(sumOf(values.map((value) => (value - mean) ** 2)) / (values.length - 1)))
}

/** Percentile (share 0–1) by linear interpolation: Hyndman and Fan's type 7. */
export function percentileOf(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null
  const sorted = ascending(values)
  const place = share * (sorted.length - 1)
  const low = sorted[Math.floor(place)] as number
  const high = sorted[Math.ceil(place)] as number
  const part = place - Math.floor(place)
  return low === high ? low : low * (1 - part) + high * part
}

/** 2 Σ i x(i) / (n Σ x) − (n + 1) / n over ascending values; undefined unless their sum is positive. */
export function giniOf(values: readonly number[]): number | null {
  const n = values.length
  const total = sumOf(values)
  if (!(total > 0)) return null
  const ranked = sumOf(ascending(values).map((value, i) => (i + 1) * value))
  return finite((2 * ranked) / (n * total) - (n + 1) / n)
}

/** How far two percentiles are apart. */
function between(values: readonly number[], low: number, high: number): number | null {
  const [from, to] = [percentileOf(values, low), percentileOf(values, high)]
  return from === null || to === null ? null : to - from
}

/** Squares of larger values overflow. */
const MOST = 1e150

/** A measure that needs no other group than its own. */
export type PlainMeasure = Exclude<Measure, 'percent'>
export const MEASURES: Record<PlainMeasure, (values: readonly number[]) => number | null> = {
  count: (values) => values.length,
  sum: (values) => finite(sumOf(values)),
  mean: (values) => (values.length > 0 ? finite(meanOf(values)) : null),
  sd: spread,
  std: spread,
  min: (values) => ascending(values)[0] ?? null,
  max: (values) => ascending(values).at(-1) ?? null,
  median: (values) => percentileOf(values, 0.5),
  p25: (values) => percentileOf(values, 0.25),
  p75: (values) => percentileOf(values, 0.75),
  iqr: (values) => finite(between(values, 0.25, 0.75)),
  gini: giniOf,
}

function spread(values: readonly number[]): number | null {
  return values.some((value) => Math.abs(value) >= MOST) ? null : deviationOf(values)
}
