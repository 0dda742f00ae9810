/** Catalogues that are taken in again each day: by one process, and each failure is told. Run on both databases by access.test.ts. */
import { expect, test } from 'vitest'
import type { HarvestStore } from '../../src/catalogue/harvest/store.js'

const dataset = {
  id: 'a',
  source: 'North',
  title: { en: 'A' },
  description: null,
  keywords: [],
  publisher: null,
  page: null,
}

export function followedTests(opened: () => HarvestStore, now: () => Date): void {
  test('is tried by one of many at once, not again before it is due, and tells what came of it', async () => {
    const harvests = opened()
    const past = new Date(now().getTime() - 1)
    const future = new Date(now().getTime() + 1)
    expect(await harvests.due(future)).toBeNull()
    await harvests.follow('North', 'https://north.example/all.ttl')
    await harvests.keep('A file', [{ ...dataset, source: 'A file' }])
    const tries = await Promise.all(Array.from({ length: 6 }, () => harvests.due(past)))
    expect(tries.filter((one) => one !== null)).toEqual([
      { name: 'North', url: 'https://north.example/all.ttl' },
    ])
    await harvests.keep('North', [dataset])
    await harvests.tried('North', null)
    expect(await harvests.due(past)).toBeNull()
    expect(await harvests.due(future)).toMatchObject({ name: 'North' })
    await harvests.tried('North', 'North took longer than a minute.')
    const at = now().toISOString()
    // What was taken in before a failure is still there; a file is tried by nobody.
    expect(await harvests.catalogues()).toEqual([
      { name: 'A file', url: null, datasets: 1, takenAt: at, triedAt: null, problem: null },
      {
        name: 'North',
        url: 'https://north.example/all.ttl',
        datasets: 1,
        takenAt: at,
        triedAt: at,
        problem: 'North took longer than a minute.',
      },
    ])
    await harvests.follow('North', null)
    expect(await harvests.due(future)).toBeNull()
  })
}
