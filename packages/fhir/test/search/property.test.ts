/**
 * Every search against a plain filter over all resources by an evaluator that shares nothing with it (oracle.ts). More: SUND_SEARCHES=20000; others: SUND_SEED.
 */
import { type Engine, findPostgres, folderEngine, postgresEngine } from '@sund/store/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Resource, SearchPage } from '../../src/index.js'
import { EFFORT } from '../../src/search/effort.js'
import { Oracle } from './oracle.js'
import { type Searchable, searchable } from './searchable.js'
import { patientsOf, somebody } from './somebody.js'
import {
  ASKED,
  askedOf,
  CHAINS,
  includedBy,
  includeOf,
  ordered,
  randomOf,
  resourcesOf,
  sortOf,
  written,
} from './world.js'

const RUNS = Number(process.env['SUND_SEARCHES'] ?? 160)
const SEED = Number(process.env['SUND_SEED'] ?? 1)

const bin = await findPostgres()
const engines: [string, (() => Promise<Engine>) | undefined][] = [
  ['PGlite in a folder', folderEngine],
  [
    bin === undefined ? 'PostgreSQL (skipped: no initdb found; install postgresql)' : 'PostgreSQL',
    bin === undefined ? undefined : () => postgresEngine(bin),
  ],
]

/** All ways of a search in turn: beginning with few, walking along, and leaving it to the database. */
function effort(run: number): void {
  Object.assign(
    EFFORT,
    [
      { few: 1000, walks: [3000], known: 1000 },
      { few: 2, walks: [30, 300], known: 3 },
      { few: 1, walks: [2, 3], known: 0 },
    ][run % 3],
  )
}

describe.each(engines)('%s', (_name, start) => {
  if (start === undefined) {
    test.skip('there is none on this machine', () => undefined)
    return
  }
  let engine: Engine
  let place: Searchable
  const random = randomOf(SEED)
  const resources = resourcesOf(random)
  const oracle = new Oracle(resources)
  beforeAll(async () => {
    engine = await start()
    place = await searchable(await engine.fresh(), patientsOf)
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
      effort(run)
      const type = random.pick(Object.keys(ASKED))
      const asked = [askedOf(random, type), ...random.some(1, () => askedOf(random, type))]
      const query = new URLSearchParams(asked.map(written)).toString()
      const expected = oracle.find([type], asked).map(({ id }) => id)
      const came = await answered(place.search(type, `${query}&_count=1000&_total=accurate`))
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

  test(`${RUNS / 4} searches of readers who may not see all, page by page and in order`, async () => {
    const wrong: unknown[] = []
    let found = 0
    for (let run = 0; run < RUNS / 4 && wrong.length < 20; run++) {
      effort(run)
      const { reader, visible, says } = somebody(random, resources)
      const bounded = new Oracle(resources, visible)
      const types = random.chance(0.2)
        ? [...new Set([random.pick(Object.keys(ASKED)), random.pick(Object.keys(ASKED))])]
        : [random.pick(Object.keys(ASKED))]
      const asked = random.chance(0.7) && types.length === 1 ? [askedOf(random, types[0] as string)] : []
      const rules = types.length === 1 ? sortOf(random, types[0] as string) : []
      const query = new URLSearchParams([
        ...asked.map(written),
        ...(types.length === 1 ? [] : [['_type', types.join(',')]]),
        ...(rules.length === 0 ? [] : [['_sort', rules.map(({ name }) => name).join(',')]]),
        ['_count', String(1 + random.below(7))],
        ['_total', 'accurate'],
      ]).toString()
      const expected = ordered(bounded.find(types, asked), rules).map(nameOf)
      const came: string[] = []
      const totals = new Set<number | null>()
      let next: string | null = query
      try {
        for (let page = 0; next !== null && page < 200; page++) {
          const answer: SearchPage = await place.search(
            types.length === 1 ? (types[0] as string) : null,
            next,
            reader,
          )
          came.push(...answer.matches.map(nameOf))
          totals.add(answer.total)
          next = answer.next
        }
      } catch (error) {
        came.push(String(error))
      }
      found += expected.length
      if (came.join() !== expected.join() || [...totals].join() !== String(expected.length))
        wrong.push({
          says,
          query: decodeURIComponent(`${types}?${query}`),
          came: came.join(),
          expected: expected.join(),
          totals: [...totals].join(),
        })
    }
    expect(wrong).toEqual([])
    expect(found).toBeGreaterThan(RUNS / 8)
  })

  test('what comes with a page is what it refers to and what refers to it, as far as it may be seen', async () => {
    const wrong: unknown[] = []
    let found = 0
    for (let run = 0; run < RUNS / 6 && wrong.length < 20; run++) {
      const { reader, visible, says } = somebody(random, resources)
      const type = random.pick(Object.keys(CHAINS))
      const iterate = random.chance(0.4) ? ':iterate' : ''
      const includes = random.some(2, () => includeOf(random, type))
      const page = await place.search(
        type,
        `_count=3&${includes.map(({ parameter, value }) => `${parameter}${iterate}=${value}`).join('&')}`,
        reader,
      )
      const bounded = new Oracle(resources, visible)
      const expected = includedBy(bounded, page.matches, includes, iterate !== '')
      const came = page.included.map(nameOf).sort()
      found += expected.length
      if (came.join() !== expected.join())
        wrong.push({ says, page: page.self, came: came.join(), expected: expected.join() })
    }
    expect(wrong).toEqual([])
    expect(found).toBeGreaterThan(RUNS / 20)
  })
})

const nameOf = ({ resourceType, id }: Resource) => `${resourceType}/${id}`

const answered = (page: Promise<SearchPage>) =>
  page.then(
    ({ matches, total }) => ({ ids: matches.map(({ id }) => id), total }),
    (error) => ({ ids: [String(error)], total: -1 }),
  )
