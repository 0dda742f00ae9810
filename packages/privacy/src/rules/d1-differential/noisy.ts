/**
 * Bounded sums with noise: the only place where it is drawn. What a result costs is divided here over what it needs, and what comes out is
 * all that anything after it sees, so that whatever is made of it costs nothing more (rule D1).
 */
import { type BoundedStatistic, CLAMP_STEPS } from '@sund/model'
import { type Noise, noiseFor, tailOf } from './accounting.js'
import type { Sampler } from './samplers.js'

/** Of the δ of a result half is for names: that a cell which only one person makes is shown. The other half is for the noise. */
export const DELTA = 1e-6
export const DELTA_OF_NAMES = DELTA / 2

/** Sums of one variable in one cell, with noise. `nodes[l]` has 2^(l+1) numbers of people: the range cut in ever finer parts. */
export interface NoisySums {
  present: number
  missing: number
  sum: number
  squares: number
  nodes: number[][]
}
export interface NoisyCell {
  at: number[]
  known: boolean
  units: number
  sums: NoisySums[]
}

/** The noise of each number; what a result does not need has none, and its numbers are 0. */
export interface Noises {
  count: Noise
  sum: Noise | null
  squares: Noise | null
  nodes: Noise | null
}

export interface NoisyStatistic extends Omit<BoundedStatistic, 'cells'> {
  cells: NoisyCell[]
  noises: Noises
  /** Cells that are not public are told where their noisy count is greater. */
  threshold: number
}

/** What a result needs of its variables. */
export interface Needs {
  sum: boolean
  squares: boolean
}

/** Shares of the cost. A tree answers all percentiles at once, on many levels. */
const WEIGHTS = { count: 1, sum: 1, squares: 1, nodes: 3 }

/** The noise that a statistic gets for its ρ. */
export function noisesOf(statistic: BoundedStatistic, needs: Needs): Noises {
  const { rho, most, variables } = statistic
  const levels = Math.log2(variables[0]?.parts || 1)
  const wanted = { count: true, ...needs, nodes: levels > 0 }
  const names = (['count', 'sum', 'squares', 'nodes'] as const).filter((name) => wanted[name])
  const whole = names.reduce((all, name) => all + WEIGHTS[name], 0) * Math.max(1, variables.length)
  // A person is in `most` cells; each has a count, a sum of steps, a sum of squares and a node on each level that the person changes.
  const changes = { count: 1, sum: CLAMP_STEPS ** 2, squares: CLAMP_STEPS ** 2, nodes: levels }
  // Shares of ρ are rounded down, so that together they are no more than it.
  const noise = (name: (typeof names)[number]) =>
    noiseFor(most * changes[name], ((rho * WEIGHTS[name]) / whole) * (1 - 1e-12))
  return {
    count: noise('count'),
    sum: wanted.sum ? noise('sum') : null,
    squares: wanted.squares ? noise('squares') : null,
    nodes: wanted.nodes ? noise('nodes') : null,
  }
}

/**
 * The statistic with noise. Cells that are not public are told only where their noisy count exceeds a threshold that a single person reaches with
 * probability δ/2 over all cells that person may be in (Korolova et al. 2009; Bun, Nissim and Stemmer 2016, stability-based histograms).
 */
export function withNoise(statistic: BoundedStatistic, needs: Needs, sampler: Sampler): NoisyStatistic {
  const noises = noisesOf(statistic, needs)
  const draw = Object.fromEntries(
    Object.entries(noises).map(([name, noise]) => [
      name,
      noise ? sampler.discreteGaussian((noise as Noise).variance) : () => 0,
    ]),
  ) as Record<keyof Noises, () => number>
  const { cells, ...rest } = statistic
  const threshold = thresholdOf(noises.count, statistic.most)
  const noisy = cells.map(
    (cell): NoisyCell => ({
      at: cell.at,
      known: cell.known,
      units: statistic.variables.length === 0 ? cell.units + draw.count() : 0,
      sums: cell.sums.map(({ present, missing, sum, squares, parts }) => ({
        present: present + draw.count(),
        missing: missing + draw.count(),
        sum: needs.sum ? sum + draw.sum() : 0,
        squares: needs.squares ? squares + draw.squares() : 0,
        nodes: treeOf(parts).map((level) => level.map((people) => people + draw.nodes())),
      })),
    }),
  )
  const told = noisy.filter((cell) => cell.known || sizeOf(cell) > threshold)
  return { ...rest, cells: told, noises, threshold }
}

/** The count by which a cell that is not public is judged: the people with a value of its first variable. */
const sizeOf = ({ units, sums: [first] }: NoisyCell): number => first?.present ?? units

/** The least t for which `most` cells of one person exceed t with probability δ/2 at most together. */
export function thresholdOf(noise: Noise, most: number): number {
  let threshold = 1
  while (most * tailOf(noise, threshold - 1) > DELTA_OF_NAMES)
    threshold += Math.max(1, Math.floor(noise.sigma / 16))
  return threshold
}

/** Sums of neighbours, from two halves of the range down to its parts. */
function treeOf(parts: readonly number[]): number[][] {
  const levels: number[][] = []
  for (let level = [...parts]; level.length > 1; level = halved(level)) levels.unshift(level)
  return levels
}

const halved = (level: readonly number[]): number[] =>
  Array.from({ length: level.length / 2 }, (_, i) => (level[2 * i] ?? 0) + (level[2 * i + 1] ?? 0))
