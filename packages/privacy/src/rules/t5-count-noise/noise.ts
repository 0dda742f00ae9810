/**
 * The noise of counts: a perturbation table dealt out to the 65,536 keys that a set of people can have. Kept apart from the rule because it says
 * what the noise is, exactly and for everyone to know; only the keys are secret.
 *
 * A count under the threshold of T2 is never told, so the threshold stands where none stands in the published method: the count that is the
 * threshold stays, as none does, greater ones are never moved under it, and each has a row of its own until the noise has room on both sides.
 */
import { isOff, type Policy, type RecordSet } from '@sund/model'
import { type DrawingKey, drawingKey } from '../l3-same-answer/rule.js'
import { type PerturbationRow, perturbationTable } from './perturbation.js'

/** What the noise of counts follows from. */
export type NoisePolicy = Pick<Policy, 'noise' | 'cellThreshold' | 'off'>

const KEYS = 65_536

/** The moves of counts from the threshold on. */
export interface NoiseTable {
  /** D: no count is moved by more. */
  bound: number
  /** The least count that is told. */
  threshold: number
  /** A row for the threshold and each count above it; the last holds for all greater counts. */
  rows: readonly DealtRow[]
  /** What a set's move is drawn by: rule L3. */
  keyOf: DrawingKey
}

/** `keys[i]` of the 65,536 keys give the move `moves[i]`. */
export interface DealtRow {
  moves: readonly number[]
  keys: readonly number[]
}

const tables = new Map<string, NoiseTable>()

/** The table of a policy, made once for the same numbers. The mean of each row is exactly zero. */
export function noiseTable(policy: NoisePolicy): NoiseTable {
  const { noise, cellThreshold: threshold } = policy
  const bound = noise.variance === 0 ? 0 : noise.bound
  const parameters = { ...noise, bound, js: Math.min(noise.js ?? 0, bound) }
  const keyOf = drawingKey(policy)
  const name = JSON.stringify([parameters, threshold, isOff(policy, 'L3')])
  const rows = () => perturbationTable(parameters).map(dealt)
  const made = tables.get(name) ?? { bound, threshold, rows: rows(), keyOf }
  tables.set(name, made)
  return made
}

/** The move of a set of people, from their number and the sum of their record keys alone. */
export function noiseOf({ rows, threshold, keyOf }: NoiseTable, set: RecordSet): number {
  const row = rows[Math.min(set.units - threshold, rows.length - 1)]
  if (!row) return 0
  let place = scattered(keyOf(set))
  for (const [index, move] of row.moves.entries()) {
    place -= row.keys[index] as number
    if (place < 0) return move
  }
  return 0
}

/** How many a set has, moved: as its count is told, whatever else is told of it. */
export const movedUnits = (set: RecordSet, policy: NoisePolicy): number =>
  set.units + noiseOf(noiseTable(policy), set)

/**
 * A bijection of 16-bit keys in which neighbours land far apart, so that each move keeps its exact share of
 * keys.
 */
export function scattered(key: number): number {
  let bits = key & 0xffff
  bits = Math.imul(bits ^ (bits >>> 7), 0x2c1b) & 0xffff
  bits = Math.imul(bits ^ (bits >>> 9), 0x6b4f) & 0xffff
  return (bits ^ (bits >>> 8)) & 0xffff
}

/**
 * Probabilities as whole numbers of keys. What rounding leaves goes to the move nearest to none, and single keys go to the move beside
 * theirs until the mean is exactly zero, those first that have most more than their share.
 */
function dealt({ moves, probabilities }: PerturbationRow): DealtRow {
  const keys = probabilities.map((probability) => Math.round(probability * KEYS))
  const surplus = (index: number) => (keys[index] as number) - (probabilities[index] as number) * KEYS
  const give = (index: number, count: number) => {
    keys[index] = (keys[index] as number) + count
  }
  const nearest = moves.reduce(
    (best, move, index) => (Math.abs(move) < Math.abs(moves[best] as number) ? index : best),
    0,
  )
  give(nearest, KEYS - sumOf(keys))
  for (;;) {
    const total = sumOf(keys.map((count, index) => count * (moves[index] as number)))
    const [gift] = moves
      .flatMap((move, index) => [
        { from: index, to: index - 1, by: (moves[index - 1] ?? Number.NaN) - move },
        { from: index, to: index + 1, by: (moves[index + 1] ?? Number.NaN) - move },
      ])
      .filter(({ from, by }) => Math.abs(total + by) < Math.abs(total) && (keys[from] as number) > 0)
      .sort((a, b) => surplus(b.from) - surplus(b.to) - (surplus(a.from) - surplus(a.to)))
    if (!gift) return { moves, keys }
    give(gift.from, -1)
    give(gift.to, 1)
  }
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)

/** What is published of the noise, so that whoever works with the counts can account for it. Exact, not estimated. */
export interface NoiseFacts {
  /** D: no count is moved by more. */
  bound: number
  /** The variance of the moves of counts from `from` on. */
  variance: number
  from: number
  /** How each of these counts is moved, in rising order; the last row holds for all counts from `from` on. */
  counts: readonly { count: number; moves: readonly Move[]; mean: number; variance: number }[]
}

/** A move and the share of all sets of people that make it. */
export interface Move {
  move: number
  share: number
}

/** The noise that a policy puts on counts. */
export function noiseFacts(policy: NoisePolicy): NoiseFacts {
  const { bound, threshold, rows } = noiseTable(policy)
  const counts = rows.map((row, above) => {
    const moves = row.moves.map((move, index) => ({ move, share: (row.keys[index] as number) / KEYS }))
    return {
      count: threshold + above,
      moves,
      mean: sumOf(moves.map(({ move, share }) => move * share)),
      variance: sumOf(moves.map(({ move, share }) => move * move * share)),
    }
  })
  const last = counts[counts.length - 1]
  return { bound, variance: last?.variance ?? 0, from: last?.count ?? threshold, counts }
}
