/** Budgets: what is left after everything that can happen at once, and after opening again. */
import type { Result } from '@sund/model'
import { fixedClock } from '@sund/model/testing'
import { type Engine, folderEngine } from '@sund/store/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Access, openAccess, type StorePlace } from '../src/index.js'

let engine: Engine
let place: StorePlace
let access: Access
beforeAll(async () => {
  engine = await folderEngine()
  place = await engine.fresh()
  access = await openAccess(place, fixedClock())
}, 120_000)
afterAll(async () => {
  await access.close()
  await engine.stop()
})

let questions = 0
const spend = (purpose: string, rho: number, holders = ['north'], question = `q${questions++}`) =>
  access.budget.spend({ purpose, question, holders, rho, total: 0.5, run: 'r' })
const result: Result = {
  index: 0,
  command: 'tabulate x, rho(0.1)',
  position: { line: 1, column: 1, endLine: 1, endColumn: 2 },
  dataset: 'd',
  body: { kind: 'notice', message: { en: 'told' } },
  protection: [],
  withheld: [],
}

test('is paid at every holder or at none', async () => {
  expect(await spend('a', 0.3)).toEqual({
    state: 'paid',
    budgets: [{ holder: 'north', spent: 0.3, left: 0.2 }],
  })
  expect(await spend('a', 0.3, ['north', 'south'])).toMatchObject({ state: 'refused' })
  expect(await access.budget.list('a', ['north', 'south'], 0.5)).toEqual([
    { holder: 'north', spent: 0.3, left: 0.2 },
    { holder: 'south', spent: 0, left: 0.5 },
  ])
  expect((await spend('a', 0.2, ['north', 'south'])).state).toBe('paid')
  expect((await spend('a', 0.001)).state).toBe('refused')
  expect((await spend('b', 0.5)).state).toBe('paid')
})

test('never goes below nothing, whatever is asked at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uuid(),
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 2, maxLength: 8 }),
      async (purpose, costs) => {
        const payments = await Promise.all(costs.map((cost) => spend(purpose, cost / 1000)))
        const paid = costs
          .filter((_, i) => payments[i]?.state === 'paid')
          .reduce((all, cost) => all + cost, 0)
        const [budget] = await access.budget.list(purpose, ['north'], 0.5)
        expect(paid).toBeLessThanOrEqual(500)
        expect(budget?.spent).toBeCloseTo(paid / 1000, 8)
        const least = Math.min(...costs.filter((_, i) => payments[i]?.state === 'refused'))
        expect(least).toBeGreaterThan(500 - paid)
      },
    ),
    { numRuns: 10 },
  )
}, 60_000)

test('is not needed for what was told before, also after opening again', async () => {
  await spend('c', 0.5, ['north'], 'same')
  await access.budget.answer('c', 'same', result)
  await access.budget.answer('c', 'same', { ...result, command: 'another' })
  expect(await spend('c', 0.5, ['north'], 'same')).toEqual({ state: 'answered', result })
  expect((await spend('d', 0.5, ['north'], 'same')).state).toBe('paid')
  await access.close()
  access = await openAccess(place, fixedClock())
  expect(await spend('c', 0.5, ['north'], 'same')).toEqual({ state: 'answered', result })
  expect(await access.budget.list('c', [], 0.5)).toEqual([{ holder: 'north', spent: 0.5, left: 0 }])
})
