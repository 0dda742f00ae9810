/** What the rules need to know beside the numbers: slots of record sets, what sums rest on, how many people a coefficient rests on. */
import {
  type CorrelationStatistic,
  type ModelStatistic,
  type RecordSet,
  recordSetOfKeys,
  type SummaryStatistic,
  type TableStatistic,
} from '@sund/model'
import fc from 'fast-check'
import { inverse, Matrix } from 'ml-matrix'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { list, type Sql, sql, value } from '../src/dialects/sql.js'
import type { PlainSpec } from '../src/statistics/compute.js'
import { compute } from '../src/statistics/compute.js'
import type { Source } from '../src/statistics/source.js'
import { panel } from './econometrics.js'
import { close } from './near.js'
import { type Bench, openBench } from './source.js'
import { c, glm, survival } from './specs.js'
import { number } from './world.js'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

/** A row of a person. */
interface Row {
  person: number
  key: number
  [column: string]: number | null
}
const literal = (of: number | null | undefined): Sql =>
  of === null || of === undefined ? sql`CAST(NULL AS DOUBLE)` : sql`CAST(${value(of)} AS DOUBLE)`
async function sourceOf(
  rows: readonly Row[],
  columns: readonly string[],
  more: Partial<Source> = {},
): Promise<Source> {
  const lines = rows.map(
    (row) =>
      sql`(CAST(${value(row.person)} AS BIGINT), CAST(${value(row.key)} AS INTEGER), ${list(columns.map((name) => literal(row[name])))})`,
  )
  const from = sql`(SELECT person AS __unit, person AS __subject, key AS __key, ${list(columns.map((name) => ({ pieces: [name] })))} FROM (VALUES ${list(lines)}) AS v (person, key, ${list(columns.map((name) => ({ pieces: [name] })))}))`
  const source = bench.source(
    from,
    columns.map((name) => number(name)),
    { public: false, winsorise: [0, 1], ...more },
  )
  return { ...source, rows: await source.keep(sql`SELECT * FROM ${from}`) }
}
const keyOf = (person: number): number => (person * 40_503 + 11) % 65_536
const single = (values: readonly (number | null)[]): Row[] =>
  values.map((x, person) => ({ person, key: keyOf(person), x, g: person % 3 }))

type Spec<S extends PlainSpec['show']> = Extract<PlainSpec, { show: S }>
const table = (dimensions: string[], measure: Spec<'tabulate'>['measure'] = null): Spec<'tabulate'> => ({
  show: 'tabulate',
  dimensions,
  missing: false,
  frequency: true,
  shares: [],
  measure,
  chi2: false,
  labels: true,
  order: { rowsort: null, colsort: null, top: null, bottom: null },
})
const mean = (dimensions: string[]) => table(dimensions, { column: 'x', show: ['mean'] })
const summary: Spec<'summarize'> = { show: 'summarize', columns: ['x'], by: [], gini: false, iqr: false }

describe('record sets', () => {
  const rows = single(Array.from({ length: 500 }, (_, i) => (i % 5 === 0 ? null : i)))
  const of = (meets: (row: Row) => boolean): RecordSet =>
    recordSetOfKeys(rows.filter(meets).map(({ key }) => key))

  it('have the slots of their people in cells, margins and values, whether or not a person has several rows', async () => {
    const twice = [...rows, ...rows.filter(({ person }) => person % 7 === 0)]
    for (const source of await Promise.all([
      sourceOf(rows, ['x', 'g']),
      sourceOf(rows, ['x', 'g'], { manyRows: true }),
      sourceOf(twice, ['x', 'g'], { manyRows: true }),
    ]))
      for (const spec of [table(['g']), mean(['g'])]) {
        const { cells } = (await compute(source, spec)) as TableStatistic
        expect(cells.map(({ at, set }) => [at[0], set])).toEqual([
          ...[0, 1, 2].map((g) => [g, of((row) => row['g'] === g)]),
          [null, of(() => true)],
        ])
        if (spec.measure) expect(cells[1]?.present).toEqual(of((row) => row['g'] === 1 && row['x'] !== null))
      }
  })

  it('have them in summaries, models, correlations and curves', async () => {
    const source = await sourceOf(rows, ['x', 'g'])
    const [has, hasNot] = [of(({ x }) => x !== null), of(({ x }) => x === null)]
    const summarised = (await compute(source, summary)) as SummaryStatistic
    expect(summarised.rows[0]).toMatchObject({ present: has, missing: hasNot })
    const specs: PlainSpec[] = [
      glm('regress', 'x', [[c('g')]]),
      { show: 'ci', columns: ['x'], by: null, level: 95 },
      { show: 'normaltest', columns: ['x'] } as Spec<'normaltest'>,
    ]
    for (const spec of specs)
      expect(await compute(source, spec)).toMatchObject({ used: has, missing: hasNot })
    const correlate = {
      show: 'correlate',
      columns: ['x', 'g'],
      pairwise: true,
      covariance: false,
      units: true,
      p: true,
    }
    const { pairs } = (await compute(source, correlate as Spec<'correlate'>)) as CorrelationStatistic
    expect(pairs.map(({ used }) => used)).toEqual([has, has, of(() => true)])
    const curve = { show: 'kaplan-meier', event: 'g', time: 'x', by: null, level: 95 } as Spec<'kaplan-meier'>
    expect(await compute(source, curve)).toMatchObject({ groups: [{ set: has }] })
  })

  it('have none of public data', async () => {
    const open = await sourceOf(rows, ['x', 'g'], { public: true })
    const { cells } = (await compute(open, mean(['g']))) as TableStatistic
    for (const cell of cells) {
      expect(Object.keys(cell.set)).toEqual(['units', 'key'])
      expect(cell).not.toHaveProperty('contributions')
      expect(cell).not.toHaveProperty('others')
    }
    const { coefficients } = (await compute(open, glm('regress', 'x', [[c('g')]]))) as ModelStatistic
    expect(coefficients[0]).not.toHaveProperty('people')
  })
})

describe('what a sum rests on', () => {
  const summed = async (values: readonly (number | null)[]) => {
    const { rows } = (await compute(await sourceOf(single(values), ['x', 'g']), summary)) as SummaryStatistic
    return { contributions: rows[0]?.contributions, others: rows[0]?.others }
  }

  it('is known of one who has nearly all, of few who differ, and of none', async () => {
    const ones = Array<number>(50).fill(1)
    expect(await summed([...ones, -900, 30])).toEqual({
      contributions: { largest: 900, second: 30, total: 980 },
      others: 51,
    })
    const zeros = Array<number>(96).fill(0)
    expect((await summed([...zeros, 1, 2, 3, 4])).others).toBe(4)
    expect((await summed([...zeros, 1, 1, 1])).others).toBe(3)
    expect((await summed(Array<number>(200).fill(7))).others).toBe(0)
    expect((await summed(Array.from({ length: 500 }, (_, i) => i))).others).toBe(100)
    expect(await summed([5])).toEqual({ contributions: { largest: 5, second: 0, total: 5 }, others: 0 })
    expect(await summed([null, null])).toEqual({})
  })

  it('is of people, whose rows are added up', async () => {
    const rows: Row[] = [
      { person: 1, key: 1, x: 5 },
      { person: 1, key: 1, x: 6 },
      { person: 2, key: 2, x: 5 },
      { person: 3, key: 3, x: null },
    ]
    const { rows: found } = (await compute(
      await sourceOf(rows, ['x'], { manyRows: true }),
      summary,
    )) as SummaryStatistic
    expect(found[0]).toMatchObject({ contributions: { largest: 11, second: 5, total: 16 }, others: 1 })
  })

  it('is the same of rows that are people however it is counted, in every cell and margin', async () => {
    const values = fc.array(fc.option(fc.integer({ min: -4, max: 4 })), { minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(values, async (some) => {
        const rows = single(some).map((row, i): Row => ({ ...row, h: i % 2 }))
        const [one, many] = (await Promise.all(
          [false, true].map(async (manyRows) =>
            compute(await sourceOf(rows, ['x', 'g', 'h'], { manyRows }), mean(['g', 'h'])),
          ),
        )) as [TableStatistic, TableStatistic]
        expect(one.cells).toEqual(many.cells)
        for (const { at, contributions, others } of one.cells) {
          const own = rows
            .filter((row) => ['g', 'h'].every((name, i) => at[i] === null || row[name] === at[i]))
            .flatMap((row) => row['x'] ?? [])
          const [largest, second] = own.map(Math.abs).sort((a, b) => b - a)
          const unlike = (end: number) => own.filter((x) => x !== end).length
          if (largest === undefined) expect(contributions).toBeUndefined()
          else {
            const total = own.reduce((sum, x) => sum + Math.abs(x), 0)
            expect(contributions).toEqual({ largest, second: second ?? 0, total })
            expect(others).toBe(Math.min(unlike(Math.min(...own)), unlike(Math.max(...own))))
          }
        }
      }),
      { numRuns: 15 },
    )
  })
})

describe('a coefficient', () => {
  const fitted = async (spec: PlainSpec, rows: readonly Row[], columns: readonly string[], more = {}) =>
    (await compute(await sourceOf(rows, columns, more), spec)) as ModelStatistic
  const peopleOf = ({ coefficients }: ModelStatistic, term: string) =>
    coefficients.find((line) => line.term === term)?.people as number
  /** A number between 0 and 1 that looks drawn. */
  const drawn = (i: number, of: number): number =>
    (((i + 1) * (2_654_435_761 + of * 97_531)) % 65_537) / 65_537
  const grown: Row[] = Array.from({ length: 300 }, (_, person) => ({
    person,
    key: keyOf(person),
    age: person === 0 ? 100 : 20 + Math.floor(60 * drawn(person, 1)),
    y: drawn(person, 2),
    ill: Number(drawn(person, 3) < 0.3),
    t: 1 + Math.floor(100 * drawn(person, 4)),
  })).map((row) => ({ ...row, old: Math.exp(row.age), few: Number(row.person < 7) }))
  const columns = ['age', 'y', 'ill', 't', 'old', 'few']

  it('rests on those who have its weight: one old person, seven of a kind, about as many as a plain variable has', async () => {
    const own = await fitted(glm('regress', 'y', [[c('age')], [c('old')]]), grown, columns)
    expect(peopleOf(own, 'old')).toBeGreaterThanOrEqual(1)
    expect(peopleOf(own, 'old')).toBeLessThan(2)
    expect(peopleOf(own, 'age')).toBeGreaterThan(100)
    const alone = glm('regress', 'y', [[c('few')]], { constant: false })
    close(peopleOf(await fitted(alone, grown, columns), 'few'), 7, 1e-9)
    for (const spec of [
      glm('logit', 'ill', [[c('age')], [c('old')]]),
      survival('cox', 'ill', 't', [[c('age')], [c('old')]]),
      survival('weibull', 'ill', 't', [[c('age')], [c('old')]]),
    ])
      expect(peopleOf(await fitted(spec, grown, columns), 'old')).toBeLessThan(2)
  })

  it('has the people of plain linear algebra', async () => {
    const made = await fitted(glm('regress', 'y', [[c('age')], [c('few')]]), grown, columns)
    const x = new Matrix(grown.map((row) => [1, row['age'] as number, row['few'] as number]))
    const weights = inverse(x.transpose().mmul(x)).mmul(x.transpose())
    for (const [i, term] of ['_cons', 'age', 'few'].entries()) {
      const squares = weights.getRow(i).map((w) => w * w)
      const sum = (of: readonly number[]) => of.reduce((total, u) => total + u, 0)
      close(peopleOf(made, term), sum(squares) ** 2 / sum(squares.map((u) => u * u)), 1e-8)
    }
  })

  it('within units rests on those in whom its variable changes', async () => {
    const rows = grown.flatMap((row) =>
      [0, 1].map((later) => ({
        ...row,
        later,
        y: drawn(row.person + 1000 * later, 5),
        changed: Number(later === 1 && row.person < 3),
      })),
    )
    const spec = panel('y', ['later', 'changed'], 'fe')
    const made = await fitted(spec, rows, [...columns, 'later', 'changed'], { manyRows: true })
    expect(peopleOf(made, 'changed')).toBeLessThan(4)
    expect(peopleOf(made, 'later')).toBeGreaterThan(200)
  })

  it('counts a person with many rows as one', async () => {
    const rows = Array.from({ length: 200 }, (_, i): Row => {
      const person = i < 150 ? 0 : i
      return { person, key: keyOf(person), y: drawn(i, 6), one: 1 }
    })
    const spec = glm('regress', 'y', [[c('one')]], { constant: false })
    const made = await fitted(spec, rows, ['y', 'one'], { manyRows: true })
    close(peopleOf(made, 'one'), (150 ** 2 + 50) ** 2 / (150 ** 4 + 50), 1e-9)
  })
})
