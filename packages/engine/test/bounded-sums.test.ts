/** Sums for differential privacy, against sums made row by row; and what one person more or less changes in them. */
import { createHash } from 'node:crypto'
import { type BoundedStatistic, CLAMP_STEPS } from '@sund/model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { list, type Sql, sql, value } from '../src/dialects/sql.js'
import type { BoundedSpec, Column } from '../src/plan/types.js'
import { bounded } from '../src/statistics/bounded.js'
import { type Bench, openBench } from './source.js'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

interface Row {
  subject: number
  key: number
  /** a and b are in a code list, and other values are not. */
  group: string | null
  value: number | null
}
const CODES = ['a', 'b', 'c']
const COLUMNS: Column[] = [
  {
    name: 'g',
    type: 'text',
    title: { en: 'g' },
    sensitivity: 'PERSON_GENERAL',
    labels: CODES.map((code) => ({ code, label: { en: code } })),
  },
  { name: 'x', type: 'number', title: { en: 'x' }, sensitivity: 'PERSON_GENERAL' },
]

async function statistic(rows: readonly Row[], spec: BoundedSpec): Promise<BoundedStatistic> {
  const lines = rows.map(
    ({ subject, key, group, value: x }) =>
      sql`(${value(subject)}, ${value(key)}, ${value(group)}, CAST(${value(x)} AS DOUBLE))`,
  )
  const none = sql`SELECT 0 AS __subject, 0 AS __key, '' AS g, CAST(0 AS DOUBLE) AS x WHERE FALSE`
  const some = sql`SELECT CAST(s AS BIGINT) AS __subject, CAST(k AS INTEGER) AS __key, CAST(g AS VARCHAR) AS g, x FROM (VALUES ${list(lines)}) AS t (s, k, g, x)`
  const from: Sql = sql`(${lines.length > 0 ? some : none})`
  return bounded({ ...bench.source(from, COLUMNS), manyRows: true }, spec)
}

const specOf = (more: Partial<BoundedSpec> = {}): BoundedSpec => ({
  show: 'bounded',
  rho: 0.1,
  most: 1,
  dimensions: ['g'],
  labels: true,
  columns: ['x'],
  clamp: [0, 100],
  parts: 8,
  reduce: 'mean',
  form: { as: 'summary', iqr: false },
  ...more,
})

/** The same by hand: rows of a person and cell to one, cells by lot, values clamped, and then added. */
function byHand(rows: readonly Row[], { most, reduce, parts }: BoundedSpec) {
  const people = new Map<number, Map<string, { key: number; values: number[] }>>()
  for (const { subject, key, group, value: x } of rows) {
    if (group === null) continue
    const cells = people.get(subject) ?? new Map()
    const cell = cells.get(group) ?? { key, values: [] }
    if (x !== null) cell.values.push(x)
    people.set(subject, cells.set(group, cell))
  }
  const lot = (key: number, group: string) =>
    Number.parseInt(createHash('md5').update(`${key}:${group}`).digest('hex').slice(0, 13), 16)
  const sums = new Map<string, { units: number; present: number; sum: number; parts: number[] }>()
  for (const cells of people.values()) {
    const drawn = [...cells].sort(
      ([a, one], [b, other]) => lot(one.key, a) - lot(other.key, b) || (a < b ? -1 : 1),
    )
    for (const [group, { values }] of drawn.slice(0, most)) {
      const cell = sums.get(group) ?? { units: 0, present: 0, sum: 0, parts: new Array(parts).fill(0) }
      sums.set(group, cell)
      cell.units++
      if (values.length === 0) continue
      const total = values.reduce((all, x) => all + x, 0)
      const clamped = Math.min(100, Math.max(0, reduce === 'sum' ? total : total / values.length))
      cell.present++
      cell.sum += Math.round(((clamped - 50) / 50) * CLAMP_STEPS)
      const part = Math.min(parts - 1, Math.floor((clamped / 100) * parts))
      cell.parts[part] = (cell.parts[part] ?? 0) + 1
    }
  }
  return sums
}

const groups = fc.option(fc.constantFrom(...CODES, 'other', 'rare'), { freq: 8 })
const values = fc.option(fc.integer({ min: -50, max: 250 }), { freq: 6 })
/** Rows of people, a person's all with the same key. */
const rowsOf = fc
  .array(fc.record({ subject: fc.integer({ min: 1, max: 12 }), group: groups, value: values }), {
    maxLength: 60,
  })
  .map((rows): Row[] => rows.map((row) => ({ ...row, key: (row.subject * 7919) % 65_536 })))
const specs = fc
  .record({ most: fc.integer({ min: 1, max: 4 }), reduce: fc.constantFrom('mean' as const, 'sum' as const) })
  .map((more) => specOf(more))

const codeOf = ({ dimensions }: BoundedStatistic, at: readonly number[]) =>
  dimensions[0]?.levels[at[0] ?? 0]?.code

describe('bounded sums', () => {
  it('are what they are by hand, with every public cell and those in which somebody is', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf, specs, async (rows, spec) => {
        const found = await statistic(rows, spec)
        const expected = byHand(rows, spec)
        const codes = found.cells.map(({ at }) => codeOf(found, at))
        expect(new Set(codes)).toEqual(new Set([...CODES, ...expected.keys()]))
        for (const { at, known, units, sums } of found.cells) {
          const code = codeOf(found, at) as string
          const cell = expected.get(code)
          const [own] = sums
          expect(known).toBe(CODES.includes(code))
          expect(units).toBe(cell?.units ?? 0)
          expect([own?.present, own?.missing]).toEqual([cell?.present ?? 0, units - (cell?.present ?? 0)])
          expect(own?.parts).toEqual(cell?.parts ?? new Array(8).fill(0))
          // A half may be rounded to either side.
          expect(Math.abs((own?.sum ?? 0) - (cell?.sum ?? 0))).toBeLessThanOrEqual(units)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('change in so many cells at most, and by so much, when all rows of a person go', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf, specs, fc.integer({ min: 1, max: 12 }), async (rows, spec, gone) => {
        const before = await statistic(rows, spec)
        const after = await statistic(
          rows.filter(({ subject }) => subject !== gone),
          spec,
        )
        const cellsOf = (of: BoundedStatistic) => new Map(of.cells.map((cell) => [codeOf(of, cell.at), cell]))
        const others = cellsOf(after)
        let changed = 0
        for (const [code, cell] of cellsOf(before)) {
          const other = others.get(code)
          const [own, less] = [cell.sums[0], other?.sums[0]]
          const units = cell.units - (other?.units ?? 0)
          if (units === 0) {
            expect(own).toEqual(less ?? own)
            continue
          }
          changed++
          expect(units).toBe(1)
          expect(Math.abs((own?.sum ?? 0) - (less?.sum ?? 0))).toBeLessThanOrEqual(CLAMP_STEPS)
          const squares = (own?.squares ?? 0) - (less?.squares ?? 0)
          expect(squares).toBeGreaterThanOrEqual(0)
          expect(squares).toBeLessThanOrEqual(CLAMP_STEPS)
          const parts = (own?.parts ?? []).map((people, part) => people - (less?.parts[part] ?? 0))
          expect(parts.filter((more) => more !== 0)).toEqual(own?.present === (less?.present ?? 0) ? [] : [1])
        }
        expect(changed).toBeLessThanOrEqual(spec.most)
      }),
      { numRuns: 60 },
    )
  })

  it('of a histogram are over bins of the limits, whoever is in them', async () => {
    const rows = [1, 2, 3].map((subject) => ({ subject, key: subject, group: 'a', value: subject * 30 }))
    const edges = [0, 25, 50, 75, 100]
    const found = await statistic(
      rows,
      specOf({ dimensions: [], parts: 0, form: { as: 'histogram', value: 'frequency', edges } }),
    )
    expect(found.cells.map(({ units, known }) => [units, known])).toEqual([
      [0, true],
      [1, true],
      [1, true],
      [1, true],
    ])
  })
})
