/** Requests that go together: in their order, never two at a time, and what fails is only what was asked with it. */
import { expect, test } from 'vitest'
import { together } from '../src/together.js'

test('what comes at once goes as one, what comes meanwhile waits, and each has its own answer', async () => {
  const came: number[][] = []
  let under = 0
  const ask = together(3, async (all: readonly number[]) => {
    expect(++under).toBe(1)
    came.push([...all])
    await new Promise(setImmediate)
    under--
    return all.map((one) => one * 10)
  })
  const first = [1, 2].map(ask)
  const later = Promise.race(first).then(() => Promise.all([3, 4, 5, 6].map(ask)))
  expect(await Promise.all(first)).toEqual([10, 20])
  expect(await later).toEqual([30, 40, 50, 60])
  expect(came).toEqual([[1, 2], [3, 4, 5], [6]])
  expect(await ask(7)).toBe(70)
})

test('what fails, fails those that were asked together and no others', async () => {
  const ask = together(2, async (all: readonly string[]) => {
    if (all.includes('bad')) throw new Error('cannot')
    return all
  })
  const came = await Promise.allSettled(['a', 'b', 'c', 'bad', 'd'].map(ask))
  expect(came.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
    'fulfilled',
  ])
})
