/** Whatever is asked: a page or a typed error, and the database as it was. More: SUND_QUERIES=100000; others: SUND_SEED. */
import { Failure } from '@sund/model'
import { type Engine, findPostgres, folderEngine, postgresEngine } from '@sund/store/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Searchable, searchable } from './searchable.js'
import { ASKED, askedOf, randomOf, resourcesOf, written } from './world.js'

const RUNS = Number(process.env['SUND_QUERIES'] ?? 300)
const SEED = Number(process.env['SUND_SEED'] ?? 1)

let engine: Engine
let place: Searchable
beforeAll(async () => {
  const bin = await findPostgres()
  engine = await (bin === undefined ? folderEngine() : postgresEngine(bin))
  place = await searchable(await engine.fresh())
  await place.put(resourcesOf(randomOf(SEED)))
})
afterAll(async () => {
  await place.store.close()
  await engine.stop()
})

const TYPES = Object.keys(ASKED)
const NASTY = [
  "'",
  '"',
  '; drop table resource; --',
  '\\',
  '\\,',
  '$',
  '|',
  ',',
  '%',
  '\0',
  '\ud800',
  '😀',
  '..',
  ':',
  '*',
  '{}',
  '{a}',
  'NULL',
  '1e999',
  '-',
  'eq',
  'ap9999999999',
  '9999-99-99',
  '0000',
  '0000-01-01',
  '9999-12-31T23:59:60.999999999+14:00',
  '1'.repeat(300),
  'Patient/',
  'Patient?_id=1',
  '_page',
  'true',
]
const word = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ maxLength: 12, unit: 'binary' }),
  fc.constantFrom(
    'name',
    'code',
    'date',
    'subject',
    'Patient',
    'missing',
    'not',
    '_has',
    'Observation',
    'patient',
    'value-quantity',
    '_sort',
    '_count',
    '_include',
    '_revinclude',
    '_elements',
    '_summary',
    '_total',
    '_type',
    '_id',
    '_lastUpdated',
    '_page',
    '_text',
    '_list',
  ),
)
const joined = fc
  .array(fc.tuple(word, fc.constantFrom('', '.', ':', ',', '|', '$', '=', '&', '-', ' ')), { maxLength: 6 })
  .map((parts) => parts.flat().join(''))
/** Queries that mean something, with one place changed. */
const nearly = fc.tuple(fc.nat(), fc.nat({ max: 200 }), word).map(([seed, at, put]) => {
  const random = randomOf(seed)
  const type = random.pick(TYPES)
  const query = new URLSearchParams([written(askedOf(random, type))]).toString()
  return {
    type,
    query: `${query.slice(0, at % query.length)}${encodeURIComponent(put.replace(/[\ud800-\udfff]/g, '?'))}${query.slice((at % query.length) + (at % 3))}`,
  }
})
const anything = fc.record({
  type: fc.oneof(fc.constantFrom<string | null>(...TYPES, null), word),
  query: fc.oneof(
    joined,
    fc.tuple(joined, joined).map(([name, value]) => new URLSearchParams([[name, value]]).toString()),
  ),
})

test('any query gives a page or a typed error', async () => {
  const before = await counted()
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(nearly, anything),
      fc.constantFrom('strict' as const, 'lenient' as const),
      async ({ type, query }, handling) => {
        try {
          const page = await place.search(type, query, undefined, handling)
          expect(Array.isArray(page.matches)).toBe(true)
          if (handling === 'strict') expect(page.ignored).toEqual([])
          for (const { parameter } of page.ignored)
            expect(new URLSearchParams(page.self).has(parameter)).toBe(false)
        } catch (error) {
          expect(error).toBeInstanceOf(Failure)
          expect((error as Failure).errors[0].code).toMatch(/^(usage|permission)\./)
        }
      },
    ),
    { numRuns: RUNS, seed: SEED },
  )
  expect(await counted()).toBe(before)
})

async function counted(): Promise<number | null> {
  return (await place.search(null, '_summary=count')).total
}

const junk = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string()),
  fc.dictionary(
    fc.constantFrom(
      'value',
      'code',
      'coding',
      'system',
      'reference',
      'start',
      'end',
      'event',
      'identifier',
      'display',
      'text',
      'low',
    ),
    fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.constant({}))),
  ),
)

test('what is written over is found anew, whatever stands in it', async () => {
  const elements = [
    'name',
    'identifier',
    'gender',
    'birthDate',
    'telecom',
    'address',
    'generalPractitioner',
    'code',
    'subject',
    'effectivePeriod',
    'effectiveDateTime',
    'effectiveTiming',
    'valueQuantity',
    'component',
    'meta',
    'status',
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('Patient', 'Observation'),
      fc.dictionary(fc.constantFrom(...elements), fc.oneof(junk, fc.array(junk))),
      async (resourceType, rest) => {
        const { meta: _, ...own } = rest
        await place.put([{ ...own, resourceType, id: 'junk' }])
        expect((await place.search(resourceType, '_id=junk')).matches).toHaveLength(1)
      },
    ),
    { numRuns: RUNS / 10, seed: SEED },
  )
})
