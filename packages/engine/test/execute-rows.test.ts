/** Samples, groups of equal size and stacked rows, in a real database beside the same computed here. */
import { createHash } from 'node:crypto'
import type { TableStatistic } from '@sund/model'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Workplace } from '../src/execute/workplace.js'
import type { Sample, ShowSpec, Step } from '../src/plan/types.js'
import {
  editsOf,
  fragment,
  number,
  openWorld,
  relation,
  show,
  statistics,
  units,
  type World,
} from './world.js'

const PEOPLE = 300
const { pseudonyms, recordKeys } = units(PEOPLE)
let world: World
let workplace: Workplace
beforeEach(async () => {
  world = await openWorld()
  workplace = await world.open()
})
afterEach(() => world.close())

async function add(select: string): Promise<void> {
  const file = await world.parquet('a', select)
  workplace.addTable({ register: 'a', version: '1.0.0', table: 'T' }, { file, unitType: 'PERSON', links: [] })
  workplace.addUnits({ register: 'a', version: '1.0.0', unitType: 'PERSON' }, { pseudonyms, recordKeys })
}
const scan = (more: Record<string, unknown> = {}): Step =>
  relation({
    op: 'scan',
    id: 'a',
    register: 'a',
    version: '1.0.0',
    table: 'T',
    subjectLink: null,
    when: { kind: 'fixed' },
    present: [],
    columns: [number('x')],
    read: [{ as: 'x', read: { what: 'variable', name: 'x' } }],
    ...more,
  } as never)
const table = (column: string): Extract<ShowSpec, { show: 'tabulate' }> => ({
  show: 'tabulate',
  dimensions: [column],
  missing: true,
  frequency: true,
  shares: [],
  measure: null,
  chi2: false,
  labels: true,
  order: { rowsort: null, colsort: null, top: null, bottom: null },
})
const counts = ({ cells, dimensions }: TableStatistic): Record<string, number> =>
  Object.fromEntries(
    cells.map(({ at: [level], set }) => [
      level === null ? 'all' : String(dimensions[0]?.levels[level as number]?.code),
      set.units,
    ]),
  )

describe('sample', () => {
  /** The lot of a person, as the plan's words say it. */
  const lot = (person: number, seed: number): number =>
    Number.parseInt(createHash('md5').update(`${seed}:${recordKeys[person]}`).digest('hex').slice(0, 13), 16)
  const everyone = Array.from({ length: PEOPLE }, (_, person) => person)
  const sample = (size: Sample['size'], seed: number, more: Record<string, unknown> = {}): Step =>
    relation({ op: 'sample', id: 's', input: 'a', size, seed, columns: [number('x')], ...more } as never)
  it('of a share keeps exactly those whose lot is below it', async () => {
    await add(`SELECT range::INTEGER AS unit, range AS x FROM range(${PEOPLE})`)
    const wanted = everyone.filter((person) => lot(person, 7) < 0.3 * 2 ** 52).map(String)
    const [stat] = await statistics(
      workplace,
      fragment(scan(), sample({ kind: 'share', share: 0.3 }, 7), show('s', table('x'))),
    )
    const codes = Object.keys(counts(stat as TableStatistic)).filter((code) => code !== 'all')
    expect(codes.sort()).toEqual(wanted.sort())
  })

  it('is an edit: those left out are touched, and people count, not rows', async () => {
    await add(`SELECT (range % ${PEOPLE})::INTEGER AS unit, range AS x FROM range(${3 * PEOPLE})`)
    const many = { rowsPerUnit: 'many', rowsPerSubject: 'many' }
    const steps = [scan(many), sample({ kind: 'count', count: 40 }, 1, many), show('s', table('x'))]
    const { edits } = await editsOf(workplace, fragment(...steps))
    expect(edits).toMatchObject([{ touched: PEOPLE - 40, untouched: 40, drawn: true }])
    const [stat] = await statistics(workplace, fragment(...steps))
    const { all, ...rows } = counts(stat as TableStatistic)
    expect(all).toBe(40)
    const people = Object.keys(rows).map((code) => Number(code) % PEOPLE)
    // All three rows of each person come along, and the lots drawn are the least.
    expect(people).toHaveLength(120)
    const least = everyone.sort((a, b) => lot(a, 1) - lot(b, 1)).slice(0, 40)
    expect(new Set(people)).toEqual(new Set(least))
  })
})

describe('quantile', () => {
  /** Stata's xtile: cut points by its default definition, then how many of them lie below. */
  function xtile(values: readonly number[], groups: number): number[] {
    const sorted = [...values].sort((a, b) => a - b)
    const cuts = Array.from({ length: groups - 1 }, (_, i) => {
      const at = (sorted.length * (i + 1)) / groups
      const [low, high] = [sorted[Math.ceil(at) - 1], sorted[Math.floor(at)]] as [number, number]
      return Number.isInteger(at) ? (low + high) / 2 : high
    })
    return values.map((value) => 1 + cuts.filter((cut) => cut < value).length)
  }

  it('groups as xtile does, whatever the values', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 2, max: 12 }),
        async (values, groups) => {
          const own = await openWorld()
          try {
            const place = await own.open()
            const rows = values.map((value, unit) => `(${unit}, ${value})`).join(', ')
            const file = await own.parquet('a', `SELECT * FROM (VALUES ${rows}, (299, NULL)) v(unit, x)`)
            place.addTable(
              { register: 'a', version: '1.0.0', table: 'T' },
              { file, unitType: 'PERSON', links: [] },
            )
            place.addUnits(
              { register: 'a', version: '1.0.0', unitType: 'PERSON' },
              { pseudonyms, recordKeys },
            )
            const group = relation({
              op: 'quantile',
              id: 'q',
              input: 'a',
              column: 'x',
              as: 'g',
              groups,
              columns: [number('g')],
            } as never)
            const [stat] = await statistics(place, fragment(scan(), group, show('q', table('g'))))
            const expected: Record<string, number> = { all: values.length + 1, null: 1 }
            for (const of of xtile(values, groups)) expected[of] = (expected[of] ?? 0) + 1
            expect(counts(stat as TableStatistic)).toEqual(expected)
          } finally {
            own.close()
          }
        },
      ),
      { numRuns: 15 },
    )
  })
})

describe('stack', () => {
  it('puts rows under one another by the names of columns', async () => {
    await add(`SELECT range::INTEGER AS unit, range % 2 AS x FROM range(10)`)
    const select = relation({
      op: 'select',
      id: 'b',
      input: 'a',
      take: [{ column: 'x', as: 'x' }],
      columns: [number('x')],
    } as never)
    const many = { rowsPerUnit: 'many', rowsPerSubject: 'many' }
    const stack = relation({
      op: 'stack',
      id: 's',
      inputs: ['a', 'b', 'a'],
      columns: [number('x')],
      ...many,
    } as never)
    const [stat] = await statistics(workplace, fragment(scan(), select, stack, show('s', table('x'))))
    expect(counts(stat as TableStatistic)).toEqual({ 0: 5, 1: 5, all: 10 })
  })
})
