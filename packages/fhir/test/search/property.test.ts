/**
 * Every search against a plain filter over all resources by an evaluator that shares nothing with it (oracle.ts). More: SUND_SEARCHES=20000; others: SUND_SEED.
 */
import { type Engine, findPostgres, folderEngine, postgresEngine } from '@sund/store/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Oracle } from './oracle.js'
import { type Searchable, searchable } from './searchable.js'
import { ASKED, askedOf, randomOf, resourcesOf, written } from './world.js'

const RUNS = Number(process.env['SUND_SEARCHES'] ?? 600)
const SEED = Number(process.env['SUND_SEED'] ?? 1)

const bin = await findPostgres()
const engines: [string, () => Promise<Engine>][] = [
  bin === undefined ? ['PGlite in a folder', folderEngine] : ['PostgreSQL', () => postgresEngine(bin)],
]

describe.each(engines)('%s', (_name, start) => {
  let engine: Engine
  let place: Searchable
  const random = randomOf(SEED)
  const resources = resourcesOf(random)
  const oracle = new Oracle(resources)
  beforeAll(async () => {
    engine = await start()
    place = await searchable(await engine.fresh())
    await place.put(resources)
  })
  afterAll(async () => {
    await place.store.close()
    await engine.stop()
  })

  test(`${RUNS} searches find what a plain filter finds`, async () => {
    const wrong: unknown[] = []
    let found = 0
    for (let run = 0; run < RUNS && wrong.length < 20; run++) {
      const type = random.pick(Object.keys(ASKED))
      const asked = [askedOf(random, type), ...random.some(1, () => askedOf(random, type))]
      const query = new URLSearchParams(asked.map(written)).toString()
      const expected = oracle.find([type], asked).map(({ id }) => id)
      const came = await place.search(type, `${query}&_count=1000&_total=accurate`).then(
        ({ matches, total }) => ({ ids: matches.map(({ id }) => id), total }),
        (error) => ({ ids: [String(error)], total: -1 }),
      )
      found += expected.length
      if (came.total !== expected.length || came.ids.join() !== expected.join())
        wrong.push({
          query: decodeURIComponent(`${type}?${query}`),
          came: came.ids.join(),
          expected: expected.join(),
        })
    }
    expect(wrong).toEqual([])
    expect(found).toBeGreaterThan(RUNS)
  })
})
