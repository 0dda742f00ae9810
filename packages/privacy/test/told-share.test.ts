/**
 * Why rule L2 allows so many new sets for each person and no more: what the best linear guess gains from the counts of random subsets of a
 * population (Dinur and Nissim 2003), moved as T5 moves them.
 */
import { OPEN_POLICY } from '@sund/model'
import { describe, expect, it } from 'vitest'
import { noiseOf, noiseTable } from '../src/rules/t5-count-noise/noise.js'

const TABLE = noiseTable(OPEN_POLICY)

/** Mulberry32: numbers under 1 that a seed decides. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
}

interface World {
  people: number
  /** Counts that are told of random subsets, each of which a person is in with the chance `density`. */
  sets: number
  density: number
  /** The share of people who have the fact. */
  prior: number
}

/** How many percentage points more of the people an attacker guesses right than by the constant guess. */
function gain({ people, sets, density, prior }: World, random: () => number): number {
  const has = Array.from({ length: people }, () => (random() < prior ? 1 : 0))
  const all = has.map((_, person) => person)
  const members = Array.from({ length: sets }, () => all.filter(() => random() < density))
  const spread = prior * (1 - prior)
  const surprise = members.map((own) => {
    const units = own.reduce<number>((sum, person) => sum + (has[person] as number), 0)
    const told = units + noiseOf(TABLE, { units, key: Math.floor(random() * 2 ** 32) })
    return told - prior * own.length
  })
  const rows = members.map((own) => {
    const row = new Uint8Array(people)
    for (const person of own) row[person] = 1
    return row
  })
  const together = members.map((own, i) =>
    rows.map((row, j) => {
      const common = own.reduce((sum, person) => sum + (row[person] as number), 0)
      return spread * common + (i === j ? OPEN_POLICY.noise.variance : 0)
    }),
  )
  const weights = solved(together, surprise)
  const guess = Array<number>(people).fill(prior)
  for (const [i, own] of members.entries())
    for (const person of own) guess[person] = (guess[person] as number) + spread * (weights[i] as number)
  const right = has.filter((fact, person) => fact === ((guess[person] as number) > 0.5 ? 1 : 0)).length
  const ones = has.filter((fact) => fact === 1).length
  return (100 * (right - Math.max(ones, people - ones))) / people
}

/** x with `a` x = `b`, `a` being symmetric and positive definite: by conjugate gradients. */
function solved(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const dot = (one: readonly number[], other: readonly number[]) =>
    one.reduce((sum, value, i) => sum + value * (other[i] as number), 0)
  const x = b.map(() => 0)
  let rest = [...b]
  let direction = [...b]
  let norm = dot(rest, rest)
  for (let step = 0; step < 2 * b.length && norm > 1e-12; step++) {
    const image = a.map((row) => dot(row, direction))
    const length = norm / dot(direction, image)
    for (const [i, value] of direction.entries()) x[i] = (x[i] as number) + length * value
    rest = rest.map((value, i) => value - length * (image[i] as number))
    const next = dot(rest, rest)
    direction = rest.map((value, i) => value + (next / norm) * (direction[i] as number))
    norm = next
  }
  return x
}

/** The mean gain of so many populations. */
function meanGain(world: Omit<World, 'sets'>, share: number, worlds: number): number {
  const random = randomFrom(7)
  const { people } = world
  let sum = 0
  for (let n = 0; n < worlds; n++) sum += gain({ ...world, sets: Math.floor(share * people) }, random)
  return sum / worlds
}

describe('the share of L2', () => {
  const { share } = OPEN_POLICY.quota
  it.each([
    [1000, 0.1, 0.5],
    [1000, 0.2, 0.5],
    [1000, 0.3, 0.1],
    [1000, 0.35, 0.1],
    [1000, 0.35, 0.5],
    [2000, 0.35, 0.5],
  ])(
    'lets nobody gain a point: %i people, prior %f, sets of %f of them',
    (people, prior, density) => {
      expect(meanGain({ people, prior, density }, share, 200_000 / people)).toBeLessThanOrEqual(1)
    },
    120_000,
  )

  it('is not much less than it could be: four times the sets give several points', () => {
    expect(meanGain({ people: 1000, prior: 0.35, density: 0.5 }, 4 * share, 20)).toBeGreaterThan(3)
  }, 120_000)
})
