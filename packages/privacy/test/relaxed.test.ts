/** A result under a permit that relaxes a rule says so, and why. */
import { OPEN_POLICY, Result, relax } from '@sund/model'
import { acceptReleased, rulesUnder } from '@sund/privacy'
import { expect, it } from 'vitest'
import { bodyOf, numbers, tableOf } from './given.js'

const reason = 'A rare disease; decision 17 of 2026.'
const POLICY = relax(OPEN_POLICY, [
  { rule: 'P1', numbers: { minimumPopulation: 10 }, reason },
  { rule: 'T2', numbers: { cellThreshold: 5 }, reason },
])
const table = tableOf([3], ([a = 0]) => [7, 30, 40][a] ?? 0, numbers(4))

it('shows what the permit lets through, with the rule, its number and the reason', async () => {
  const few = { population: { units: 77, key: 5 } }
  const { result, body } = await bodyOf(table, POLICY, few)
  expect(body.cells.every(({ count }) => 'value' in count)).toBe(true)
  expect(result.protection).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ rule: 'P1', parameters: { minimumPopulation: 10 }, relaxed: reason }),
      expect.objectContaining({ rule: 'T2', parameters: { threshold: 5 }, relaxed: reason }),
    ]),
  )
  expect(acceptReleased(Result.parse(result)).value).toEqual(result)
  const { result: open } = await bodyOf(table, OPEN_POLICY, few)
  expect(open.body.kind).toBe('notice')
})

it('says nothing of it where the data are public', async () => {
  const { result } = await bodyOf(table, POLICY, { public: true })
  expect(result.protection).toEqual([])
})

it('describes every rule with its numbers under a policy', () => {
  expect(rulesUnder(POLICY).find(({ rule }) => rule === 'T2')).toMatchObject({
    parameters: { threshold: 5 },
    statement: { da: expect.stringContaining('5') },
  })
})
