/** L3 in place and taken out: whether repeating a question wears the noise of its answer away. */
import { OPEN_POLICY, type Policy, type RecordSet } from '@sund/model'
import { protectCount } from '@sund/privacy'
import { without } from '@sund/privacy/testing'
import { describe, expect, it } from 'vitest'
import { numbers } from './given.js'

const REPETITIONS = 10_000
const SETS = 40

/** The mean of many answers to the same question, less the truth. */
async function averaged(set: RecordSet, policy: Policy): Promise<number> {
  let sum = 0
  for (let i = 0; i < REPETITIONS / SETS; i++) {
    const { result } = await protectCount(
      { population: 5000, public: false, definition: 'd' },
      async () => set,
      policy,
      null,
    )
    const { count } = result.value
    sum += 'value' in count ? (count.value ?? 0) : Number.NaN
  }
  return sum / (REPETITIONS / SETS) - set.units
}

describe('L3 the same answer', () => {
  const random = numbers(11)
  const sets = Array.from({ length: SETS }, () => ({
    units: 100 + Math.floor(random() * 1000),
    key: Math.floor(random() * 65_536),
  }))

  it('leaves as much noise after many repetitions as after one; without it the truth comes out', async () => {
    const remaining = async (policy: Policy) => {
      const errors: number[] = []
      for (const set of sets) errors.push((await averaged(set, policy)) ** 2)
      return errors.reduce((sum, square) => sum + square, 0) / SETS
    }
    const on = await remaining(OPEN_POLICY)
    expect(on).toBeGreaterThan(OPEN_POLICY.noise.variance / 2)
    expect(await remaining(without(OPEN_POLICY, 'L3'))).toBeLessThan(OPEN_POLICY.noise.variance / 50)
  })
})
