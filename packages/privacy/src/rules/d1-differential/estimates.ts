/**
 * Numbers that people read, from noisy sums: each with the half-width of an interval that holds with 95 % confidence. Only noisy numbers come in, so nothing
 * here can cost anything; what is unbounded above (a count that may be nothing) widens intervals instead of hiding it.
 */
import { type BoundedVariable, CLAMP_STEPS, type ReleasedNumber } from '@sund/model'
import { tidy } from '../../grid.js'
import { ceil3 } from '../t5-count-noise/rule.js'
import { CONFIDENCE, halfWidth, NORMAL_95, type Noise } from './accounting.js'
import type { Noises, NoisySums } from './noisy.js'

/** The noisy numbers of one or several cells together, and of how many: noise adds up. */
export interface Pool extends NoisySums {
  cells: number
}

/** A number with its half-width, both without digits that arithmetic made. */
export const told = (value: number, error: number): ReleasedNumber => ({
  value: tidy(value),
  error: Number.isInteger(error) ? error : ceil3(error),
  confidence: CONFIDENCE,
})
const nothing: ReleasedNumber = { value: null, error: 0 }

/** Cells of people that no two have in common are put together by adding. */
export function pooled(parts: readonly NoisySums[]): Pool {
  const [first] = parts
  const add = (of: (sums: NoisySums) => number) => parts.reduce((all, sums) => all + of(sums), 0)
  return {
    cells: parts.length,
    present: add(({ present }) => present),
    missing: add(({ missing }) => missing),
    sum: add(({ sum }) => sum),
    squares: add(({ squares }) => squares),
    nodes: (first?.nodes ?? []).map((level, l) =>
      level.map((_, node) => add(({ nodes }) => nodes[l]?.[node] ?? 0)),
    ),
  }
}

/** A count over `cells` cells. It may be negative: drawing it in to 0 would make sums of counts too large. */
export function countOf(count: number, cells: number, noise: Noise): ReleasedNumber {
  const error = cells === 1 ? halfWidth(noise) : Math.ceil(NORMAL_95 * noise.sigma * Math.sqrt(cells))
  return cells === 0 ? { value: 0, error: 0 } : told(count, error)
}

/** Percent that one count is of another that holds it: noise of the part is in the whole too. */
export function shareOf(
  part: { count: number; cells: number },
  whole: { count: number; cells: number },
  { sigma }: Noise,
): ReleasedNumber {
  const certain = whole.count - NORMAL_95 * sigma * Math.sqrt(whole.cells)
  if (whole.count <= 0) return nothing
  const share = Math.min(1, Math.max(0, part.count / whole.count))
  if (certain <= 0) return told(100 * share, 100 * Math.max(share, 1 - share))
  const variance = sigma ** 2 * (part.cells * (1 - 2 * share) + share ** 2 * whole.cells)
  return told(100 * share, Math.min(100, (100 * NORMAL_95 * Math.sqrt(Math.max(0, variance))) / certain))
}

/** The lengths that a variable's steps stand for. */
function scaleOf({ low, high }: BoundedVariable) {
  const half = (high - low) / 2
  return { half, middle: low + half, step: half / CLAMP_STEPS }
}

/** The sum of people's values. */
export function sumOf(pool: Pool, variable: BoundedVariable, noises: Noises): ReleasedNumber {
  const { middle, step } = scaleOf(variable)
  const { count, sum } = noises
  if (sum === null) return nothing
  const deviation = Math.sqrt(pool.cells) * Math.hypot(middle * count.sigma, step * sum.sigma)
  return told(
    pool.present * middle + pool.sum * step,
    NORMAL_95 * deviation + (step / 2) * Math.max(0, pool.present),
  )
}

/**
 * The mean with the noise of sum and count and the spread of means over samples of so many people. Where the deviation is not measured it is taken to be as large as values between the
 * limits with this mean can have it (Bhatia and Davis 2000).
 */
export function meanOf(pool: Pool, variable: BoundedVariable, noises: Noises): ReleasedNumber {
  const { low, high } = variable
  const { half, middle, step } = scaleOf(variable)
  const { count, sum } = noises
  if (sum === null || pool.present <= 0) return nothing
  const offset = Math.min(half, Math.max(-half, (pool.sum * step) / pool.present))
  const mean = middle + offset
  const farther = Math.max(mean - low, high - mean)
  const certain = leastOf(pool, count)
  if (certain <= 0) return told(mean, farther)
  const noise = (Math.sqrt(pool.cells) * Math.hypot(step * sum.sigma, offset * count.sigma)) / certain
  const spread =
    noises.squares === null ? (high - mean) * (mean - low) : deviation(pool, variable, noises).most
  return told(mean, Math.min(farther, NORMAL_95 * Math.hypot(noise, Math.sqrt(spread / certain)) + step / 2))
}

/** The count less what noise may have added. */
const leastOf = (pool: Pool, { sigma }: Noise): number =>
  pool.present - NORMAL_95 * sigma * Math.sqrt(pool.cells)

/** The variance between people, with the ends of its interval. */
function deviation(pool: Pool, variable: BoundedVariable, { count, sum, squares }: Noises) {
  const { half, step } = scaleOf(variable)
  const widest = half * half
  const certain = leastOf(pool, count)
  const unit = step * half
  const mean = Math.min(half, Math.max(-half, (pool.sum * step) / pool.present))
  const square = Math.min(widest, Math.max(0, (pool.squares * unit) / pool.present))
  const value = Math.max(0, square - mean * mean)
  if (certain <= 0 || squares === null || sum === null) return { value, least: 0, most: widest }
  const noise =
    (Math.sqrt(pool.cells) *
      Math.hypot(
        unit * squares.sigma,
        2 * mean * step * sum.sigma,
        (square - 2 * mean * mean) * count.sigma,
      )) /
    certain
  return {
    value,
    least: Math.max(0, value - NORMAL_95 * noise),
    most: Math.min(widest, value + NORMAL_95 * noise),
  }
}

/** The standard deviation between people (n − 1), with the noise of what it is made of. */
export function deviationOf(pool: Pool, variable: BoundedVariable, noises: Noises): ReleasedNumber {
  if (pool.present <= 1 || noises.squares === null) return nothing
  const { value, least, most } = deviation(pool, variable, noises)
  const correction = Math.sqrt(pool.present / (pool.present - 1))
  const [sd, low, high] = [value, least, most].map((variance) => Math.sqrt(variance) * correction) as [
    number,
    number,
    number,
  ]
  return told(sd, Math.max(sd - low, high - sd))
}

/**
 * The value below which the share `q` of people lies, by how many lie below each edge of the parts; each such number is made of few nodes of
 * the tree (Dwork et al. 2010; Honaker 2015). Its interval has every edge that noise does not rule out at 95 %.
 */
export function quantileOf(
  pool: Pool,
  q: number,
  variable: BoundedVariable,
  { nodes: noise }: Noises,
): ReleasedNumber {
  const { low, high, parts } = variable
  const whole = (pool.nodes[0] ?? []).reduce((all, people) => all + people, 0)
  if (noise === null || whole <= 0) return nothing
  const deviationOf = (nodes: number) => noise.sigma * Math.sqrt(nodes * pool.cells)
  // Noise of the whole, of two nodes, enters with weight q; that it is in part the same is left out, against us.
  const edges = Array.from({ length: parts + 1 }, (_, edge) => {
    const { people, nodes } = below(pool.nodes, edge, parts)
    return { over: people - q * whole, slack: NORMAL_95 * (deviationOf(nodes) + q * deviationOf(2)) }
  })
  const edge = (index: number) => low + ((high - low) * Math.min(parts, Math.max(0, index))) / parts
  const possible = edges.flatMap(({ over, slack }, index) => (Math.abs(over) <= slack ? [index] : []))
  const crossing = Math.max(
    1,
    edges.findIndex(({ over }, index) => index > 0 && over >= 0),
  )
  const [before, after] = [edges[crossing - 1]?.over ?? 0, edges[crossing]?.over ?? 0]
  const within = after > before ? Math.min(1, Math.max(0, -before / (after - before))) : 0.5
  const value = edge(crossing - 1 + within)
  const least = edge(Math.min(crossing, possible[0] ?? crossing) - 1)
  const most = edge(Math.max(crossing - 1, possible.at(-1) ?? crossing - 1) + 1)
  return told(value, Math.max(value - least, most - value))
}

/** People below an edge: the fewest nodes that cover all parts before it. */
function below(tree: readonly (readonly number[])[], edge: number, parts: number) {
  let people = 0
  let nodes = 0
  let from = 0
  for (const [level, sums] of tree.entries()) {
    const width = parts / 2 ** (level + 1)
    while (from + width <= edge) {
      people += sums[from / width] ?? 0
      nodes++
      from += width
    }
  }
  return { people, nodes }
}
