/** Search for the positive numbers, one or two, at which a smooth criterion is least; 0 is the edge of where they may lie. */

import { Matrix } from 'ml-matrix'
import { inverse, times } from './algebra.js'

type Point = readonly number[]
type Criterion = (at: Point) => Promise<number>

/** Logarithms between which the numbers are looked for; at or below the least they are 0. */
const [LEAST, MOST] = [-16, 16]
const GRID = [-8, -5, -3, -1, 1, 4]

/**
 * Where `criterion` of `dimensions` numbers (1 or 2) is least. The best point of a grid of logarithms starts a search by
 * Nelder and Mead (1965), so flat and steep criteria do as well, and Newton's method ends it; each number is set to 0 where that is no worse.
 */
export async function bestOf(criterion: Criterion, dimensions: number): Promise<number[]> {
  const onLogs = (logs: Point) => criterion(logs.map(fromLog))
  const grid = dimensions === 1 ? GRID.map((x) => [x]) : GRID.flatMap((x) => GRID.map((y) => [x, y]))
  let start: Point = grid[0] as Point
  let least = Number.POSITIVE_INFINITY
  for (const point of grid) {
    const height = await onLogs(point)
    if (height < least) [start, least] = [point, height]
  }
  const logs = await polished(onLogs, await nelderMead(onLogs, start))
  let best = logs.map(fromLog)
  for (const i of best.keys()) {
    const without = best.map((of, k) => (k === i ? 0 : of))
    if ((await criterion(without)) <= (await criterion(best)) + 1e-9) best = without
  }
  return best
}

const fromLog = (log: number): number => (log <= LEAST ? 0 : Math.exp(Math.min(log, MOST)))

const MAX_STEPS = 400

async function nelderMead(of: Criterion, start: Point): Promise<Point> {
  const measured = async (at: Point) => ({ at, height: await of(at) })
  const simplex = [await measured(start)]
  for (const i of start.keys()) simplex.push(await measured(start.map((x, k) => (k === i ? x + 0.7 : x))))
  for (let step = 0; step < MAX_STEPS; step++) {
    simplex.sort((a, b) => a.height - b.height)
    const [best, worst] = [simplex[0], simplex.at(-1)] as [Measured, Measured]
    const wide = Math.max(...worst.at.map((x, i) => Math.abs(x - (best.at[i] as number))))
    if (wide < 1e-7 || (wide < 1e-4 && worst.height - best.height < 1e-13 * Math.abs(best.height))) break
    const others = simplex.slice(0, -1)
    const middle = start.map(
      (_, i) => others.reduce((sum, { at }) => sum + (at[i] as number), 0) / others.length,
    )
    const along = (by: number) => measured(middle.map((x, i) => x + by * ((worst.at[i] as number) - x)))
    const reflected = await along(-1)
    const second = others.at(-1) as Measured
    if (reflected.height < best.height) {
      const further = await along(-2)
      simplex[simplex.length - 1] = further.height < reflected.height ? further : reflected
    } else if (reflected.height < second.height) simplex[simplex.length - 1] = reflected
    else {
      const nearer = await along(reflected.height < worst.height ? -0.5 : 0.5)
      if (nearer.height < Math.min(reflected.height, worst.height)) simplex[simplex.length - 1] = nearer
      else
        for (const [i, { at }] of others.slice(1).concat(worst).entries())
          simplex[i + 1] = await measured(at.map((x, k) => (x + (best.at[k] as number)) / 2))
    }
  }
  return (simplex.sort((a, b) => a.height - b.height)[0] as Measured).at
}

/** Step of numerical derivatives. */
const STEP = 0.01

/**
 * A point where the slope is 0, near one that is almost least: heights near their least are equal to more digits than their
 * places are, slopes are not. Newton's method with central differences; a step that leads up, or far away, is not taken.
 */
async function polished(of: Criterion, start: Point): Promise<Point> {
  let at = start
  const inside = start.map((_, i) => i).filter((i) => (start[i] as number) > LEAST / 2)
  for (let round = 0; round < 2 && inside.length > 0; round++) {
    const moved = (...moves: [number, number][]) =>
      of(at.map((x, k) => moves.reduce((sum, [i, by]) => (i === k ? sum + by * STEP : sum), x)))
    const height = await of(at)
    const slope: number[] = []
    const curvature = Matrix.zeros(inside.length, inside.length)
    for (const [k, i] of inside.entries()) {
      const [a, b, c, d] = [
        await moved([i, -2]),
        await moved([i, -1]),
        await moved([i, 1]),
        await moved([i, 2]),
      ]
      slope.push((a - 8 * b + 8 * c - d) / (12 * STEP))
      curvature.set(k, k, (b - 2 * height + c) / STEP ** 2)
      for (const [l, j] of inside.slice(0, k).entries()) {
        const [pp, pm] = [await moved([i, 1], [j, 1]), await moved([i, 1], [j, -1])]
        const [mp, mm] = [await moved([i, -1], [j, 1]), await moved([i, -1], [j, -1])]
        const mixed = (pp - pm - mp + mm) / (4 * STEP ** 2)
        curvature.set(k, l, mixed)
        curvature.set(l, k, mixed)
      }
    }
    const back = inverse(curvature)
    if (!back) return at
    const step = times(back, slope)
    if (step.some((by) => Math.abs(by) > 10 * STEP)) return at
    at = at.map((x, i) => x - (step[inside.indexOf(i)] ?? 0))
  }
  return at
}

interface Measured {
  at: Point
  height: number
}
