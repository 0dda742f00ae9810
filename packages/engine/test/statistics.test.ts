/** Tables, summaries, figures and what models do with awkward data. R's numbers are compared in statistics-models.test.ts. */
import { Failure, type ModelStatistic, type Statistic, type TableStatistic } from '@sund/model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sql, sql, value } from '../src/dialects/sql.js'
import type { Column, GlmSpec, ShowSpec, SurvivalSpec } from '../src/plan/types.js'
import { binEdges } from '../src/statistics/bins.js'
import { compute } from '../src/statistics/compute.js'
import { fitCox } from '../src/statistics/cox.js'
import { designOf } from '../src/statistics/design.js'
import { fitGlm, glmDesign } from '../src/statistics/glm.js'
import { fitLinear } from '../src/statistics/regress.js'
import type { Source } from '../src/statistics/source.js'
import { addSteps, kaplanMeier, logRank } from '../src/statistics/survival.js'
import { addTables, tabulate } from '../src/statistics/table.js'
import { close } from './near.js'
import { type Bench, openBench, people } from './source.js'
import { c, glm, i, survival } from './specs.js'
import { number, text } from './world.js'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

type Spec<S extends ShowSpec['show']> = Extract<ShowSpec, { show: S }>
const noOrder = { rowsort: null, colsort: null, top: null, bottom: null }
const tab = (dimensions: string[], more: Partial<Spec<'tabulate'>> = {}): Spec<'tabulate'> => ({
  show: 'tabulate',
  dimensions,
  missing: false,
  frequency: true,
  shares: [],
  measure: null,
  chi2: false,
  labels: true,
  order: noOrder,
  ...more,
})
const summary = (columns: string[], by: string[] = []): Spec<'summarize'> => ({
  show: 'summarize',
  columns,
  by,
  gini: true,
  iqr: true,
})
const factorsOf = (terms: string[]) =>
  terms.map((term) => term.split('#').map((part) => (part.startsWith('i.') ? i(part.slice(2)) : c(part))))
/** A model of `y` (at `t`). */
type Of<N> = N extends 'cox' ? SurvivalSpec : GlmSpec
const model = <N extends 'regress' | 'logit' | 'cox'>(
  name: N,
  terms: string[],
  more: Partial<Of<N>> = {},
): Of<N> =>
  (name === 'cox'
    ? { ...survival('cox', 'y', 't', factorsOf(terms)), ...more }
    : { ...glm(name as 'logit', 'y', factorsOf(terms)), ...more }) as Of<N>
const histogram = (more: Partial<Spec<'histogram'>> = {}): Spec<'histogram'> => ({
  show: 'histogram',
  column: 'x',
  discrete: false,
  value: 'frequency',
  bins: null,
  width: null,
  by: null,
  normal: false,
  ...more,
})
const at = (table: TableStatistic, ...where: (number | null)[]) =>
  table.cells.find((cell) => String(cell.at) === String(where))
const codes = (table: TableStatistic, axis = 0) => table.dimensions[axis]?.levels.map(({ code }) => code)

/** A hundred and one people with x = 0 … 100, three groups, and a hole. */
const hundred = people(
  sql`SELECT range, CAST(range AS DOUBLE) AS x, CAST(range % 2 AS DOUBLE) AS one, ['b', 'a', NULL][CAST(range % 3 + 1 AS BIGINT)] AS g FROM range(101)`,
)
const columns: Column[] = [
  number('x'),
  number('one'),
  {
    ...text('g'),
    labels: [
      { code: 'b', label: { en: 'Bee' } },
      { code: 'a', label: { en: 'Ay' } },
    ],
  },
]

describe('tables', () => {
  it('have levels in the order of their code list, missing last and only when asked for', async () => {
    const source = bench.source(hundred, columns)
    expect(codes(await tabulate(source, tab(['g'])))).toEqual(['b', 'a'])
    const table = await tabulate(source, tab(['g'], { missing: true }))
    expect(table.dimensions[0]?.levels.map((level) => [level.code, level.label.en])).toEqual([
      ['b', 'Bee'],
      ['a', 'Ay'],
      [null, 'missing'],
    ])
    expect(table.cells.map(({ at, set }) => [at[0], set.units])).toEqual([
      [0, 34],
      [1, 34],
      [2, 33],
      [null, 101],
    ])
    expect(codes(await tabulate(source, tab(['x', 'g'])))?.slice(0, 3)).toEqual(['0', '1', '3'])
  })

  it('count people once, in every margin, however many rows they have', async () => {
    const rows = sql`(SELECT range AS __unit, range % 10 AS __subject, CAST(range % 10 * 7000 AS INTEGER) AS __key, CAST(range % 4 AS DOUBLE) AS x FROM range(40))`
    const table = await tabulate(bench.source(rows, [number('x')], { manyRows: true }), tab(['x']))
    expect(table.cells.map(({ set }) => set.units)).toEqual([5, 5, 5, 5, 10])
    const keys = (people: number[]) => people.reduce((sum, person) => (sum + person * 7000) % 65_536, 0)
    expect(table.cells.at(-1)?.set.key).toBe(keys([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
    expect(table.cells[0]?.set.key).toBe(keys([0, 2, 4, 6, 8]))
  })

  it('measure winsorised values and tell how far they moved; public ones are raw', async () => {
    const spec = tab(['one'], {
      measure: {
        column: 'x',
        show: ['mean', 'sum', 'min', 'max', 'median', 'p25', 'iqr', 'gini', 'std', 'count', 'percent'],
      },
    })
    const [open, secret] = await Promise.all(
      [true, false].map((isPublic) =>
        tabulate(bench.source(hundred, columns, { public: isPublic, winsorise: [0.1, 0.9] }), spec),
      ),
    )
    const [raw, drawn] = [open, secret].map((table) => at(table as TableStatistic, null))
    expect(raw?.measures['mean']).toEqual({ value: 50, moved: 0 })
    expect(raw?.measures['max']).toEqual({ value: 100, moved: 0 })
    expect(drawn?.measures['max']).toEqual({ value: 90, moved: 10 })
    expect(drawn?.measures['min']).toEqual({ value: 10, moved: 10 })
    expect(drawn?.measures['mean']?.value).toBe(50)
    expect(drawn?.measures['sum']).toEqual({ value: 5050, moved: 0 })
    expect(raw?.percentiles).toEqual({
      p25: { p: 25, value: 25, below: 25, above: 75 },
      median: { p: 50, value: 50, below: 50, above: 50 },
      p75: { p: 75, value: 75, below: 75, above: 25 },
    })
    expect(raw?.measures['iqr']?.value).toBe(50)
    expect(raw?.measures['percent']?.value).toBe(100)
    close(raw?.measures['gini']?.value, 0.3366336633663366)
    // An indicator has no extremes.
    const share = await tabulate(
      bench.source(hundred, columns, { public: false, winsorise: [0, 0.4] }),
      tab(['g'], { measure: { column: 'one', show: ['mean'] } }),
    )
    expect(at(share, null)?.measures['mean']?.moved).toBe(0)
  })

  it('say how many have a value of the measure', async () => {
    const rows = people(
      sql`SELECT range, CASE WHEN range < 7 THEN CAST(range AS DOUBLE) END AS x, CAST(range % 2 AS DOUBLE) AS one FROM range(20)`,
    )
    const table = await tabulate(
      bench.source(rows, columns),
      tab(['one'], { measure: { column: 'x', show: ['mean'] } }),
    )
    expect(table.cells.map(({ set, present }) => [set.units, present?.units])).toEqual([
      [10, 4],
      [10, 3],
      [20, 7],
    ])
  })

  it('are ordered by a column and cut to their largest rows, with margins of what is shown', async () => {
    const rows = people(
      sql`SELECT range, CAST(floor(sqrt(range)) AS DOUBLE) AS x, CAST(range < 30 AS DOUBLE) AS one FROM range(100)`,
    )
    const source = bench.source(rows, columns)
    expect(
      codes(await tabulate(source, tab(['x'], { order: { ...noOrder, rowsort: 'total' } })))?.slice(0, 2),
    ).toEqual(['9', '8'])
    expect(
      codes(await tabulate(source, tab(['x', 'one'], { order: { ...noOrder, rowsort: '1' } })))?.slice(0, 2),
    ).toEqual(['4', '3'])
    expect(
      codes(await tabulate(source, tab(['x', 'one'], { order: { ...noOrder, colsort: 'total' } })), 1),
    ).toEqual(['0', '1'])
    const top = await tabulate(source, tab(['x'], { order: { ...noOrder, top: 2 } }))
    expect(codes(top)).toEqual(['9', '8'])
    expect(at(top, null)?.set.units).toBe(36)
    expect(codes(await tabulate(source, tab(['x'], { order: { ...noOrder, bottom: 2 } })))).toEqual([
      '0',
      '1',
    ])
  })

  it('add over parts', async () => {
    const rows = people(
      sql`SELECT range, CAST(range % 7 AS DOUBLE) AS x, ['u', 'v', 'w'][CAST(range % 3 + 1 AS BIGINT)] AS g FROM range(500)`,
    )
    const of = (where: Sql) =>
      tabulate(bench.source(sql`(SELECT * FROM ${rows} WHERE ${where})`, columns), tab(['x', 'g']))
    const whole = await of(sql`TRUE`)
    const parts = addTables(
      addTables(await of(sql`range < 5`), await of(sql`range >= 5 AND range < 300`)),
      await of(sql`range >= 300`),
    )
    const flat = (table: TableStatistic) =>
      new Map(
        table.cells.map(({ at, set }) => [
          at.map((i, axis) => (i === null ? '*' : table.dimensions[axis]?.levels[i]?.code)).join(),
          set,
        ]),
      )
    expect(flat(parts)).toEqual(flat(whole))
  })
})

describe('summaries', () => {
  it('have the units on each side of a percentile', async () => {
    const result = await compute(bench.source(hundred, columns), summary(['x'], ['one']))
    expect(
      result.kind === 'summary' && result.rows.map((row) => [row.at, row.present.units, row.percentiles[2]]),
    ).toEqual([
      [[0], 51, { p: 50, value: 50, below: 25, above: 25 }],
      [[1], 50, { p: 50, value: 50, below: 25, above: 25 }],
    ])
  })

  it('exist for nobody', async () => {
    const result = await compute(
      bench.source(sql`(SELECT * FROM ${hundred} WHERE FALSE)`, columns),
      summary(['x']),
    )
    expect(result.kind === 'summary' && result.rows[0]).toMatchObject({
      present: { units: 0, key: 0 },
      mean: null,
      sd: null,
      gini: null,
      percentiles: [],
    })
  })
})

/** The bars of a figure that has them. */
function barsOf(statistic: Statistic) {
  if (statistic.kind === 'figure' && 'value' in statistic.figure) return statistic.figure
  throw new Error(`no bars in a ${statistic.kind}`)
}

describe('figures', () => {
  it('have as many bins as Stata, and outliers in the end ones', async () => {
    const result = await compute(bench.source(hundred, columns), histogram())
    expect(barsOf(result).edges?.length).toBe(11)
    expect(barsOf(result).table.cells.map(({ set }) => set.units)).toEqual([
      10, 10, 10, 10, 10, 10, 10, 10, 10, 11, 101,
    ])
    const drawn = await compute(
      bench.source(hundred, columns, { public: false, winsorise: [0.1, 0.9] }),
      histogram({ bins: 4 }),
    )
    expect([barsOf(drawn).edges, barsOf(drawn).table.cells.map(({ set }) => set.units)]).toEqual([
      [10, 30, 50, 70, 90],
      [30, 20, 20, 31, 101],
    ])
    // Never the least and greatest, nor what winsorising drew them in to: eleven people are at or beyond each end.
    expect(drawn.kind === 'figure' && drawn.ends).toEqual([
      { value: 10, beyond: 11 },
      { value: 90, beyond: 11 },
    ])
    const labels = barsOf(drawn).table.dimensions[0]?.levels.map(({ label }) => label.en)
    expect(labels).toEqual(['≤ 30', '30–50', '50–70', '≥ 70'])
  })

  it('end at the least and the greatest value where the rules say so', async () => {
    const source = bench.source(hundred, columns, { public: false, axisEnds: 'extremes' })
    const bars = await compute(source, histogram({ bins: 4 }))
    expect([barsOf(bars).edges, barsOf(bars).open, bars.kind === 'figure' && bars.ends]).toEqual([
      [0, 25, 50, 75, 100],
      undefined,
      undefined,
    ])
    const hexagons = await compute(source, { show: 'hexbin', x: 'x', y: 'one', size: 5 })
    if (hexagons.kind !== 'figure' || hexagons.figure.type !== 'hexbin') throw new Error(hexagons.kind)
    const { x, y } = hexagons.figure.grid
    expect([x.low, x.high, y.low, y.high, hexagons.ends]).toEqual([0, 100, 0, 1, undefined])
  })

  it('have edges from width, and one bin for one value', () => {
    expect(binEdges(0, 10, 100, { bins: null, width: 4 })).toEqual([0, 4, 8, 12])
    expect(binEdges(5, 5, 1, { bins: null, width: null })).toEqual([5, 6])
  })

  it('draw counts of levels, or measures of columns', async () => {
    const bars = (more: Partial<Spec<'barchart'>>): Spec<'barchart'> => ({
      show: 'barchart',
      statistic: 'count',
      columns: ['g'],
      over: [],
      stacked: false,
      horizontal: false,
      ...more,
    })
    const source = bench.source(hundred, columns)
    const counts = await compute(source, bars({ over: ['one'] }))
    expect([barsOf(counts).value, barsOf(counts).table.dimensions.length]).toEqual(['frequency', 2])
    const means = await compute(source, bars({ statistic: 'mean', columns: ['x', 'one'], over: ['g'] }))
    expect(codes(barsOf(means).table)).toEqual(['x', 'one'])
    expect(at(barsOf(means).table, 0, 0)?.measures['mean']?.value).toBe(49.5)
  })
})

/** People with an outcome that depends on two covariates, a time, a group and a stratum. */
const random = (n: number, seed: number): Sql =>
  people(sql`SELECT *, CAST(a + hash(range + 5 * ${value(BigInt(seed))}) % 100 / 50 > 1.4 AS DOUBLE) AS y, CAST(1 + hash(range + 11) % 40 + 20 * a AS BIGINT)::DOUBLE AS t,
    CAST(a * 3 + hash(range * 3 + ${value(BigInt(seed))}) % 1000 / 500 AS DOUBLE) AS w FROM (SELECT range, (hash(range + ${value(BigInt(seed))}) % 1000) / 1000.0::DOUBLE AS a, CAST(hash(range * 7 + ${value(BigInt(seed))}) % 3 AS DOUBLE) AS b,
    CAST(hash(range * 13) % 2 AS DOUBLE) AS s, CAST(range % 9 AS DOUBLE) AS c FROM range(${value(BigInt(n))}))`)
const modelColumns = ['y', 't', 'w', 'a', 'b', 's', 'c'].map(number)

describe('sums over parts', () => {
  const same = (one: ModelStatistic, other: ModelStatistic) => {
    for (const name of ['estimate', 'standardError'] as const)
      close(
        one.coefficients.map((c) => c[name]),
        other.coefficients.map((c) => c[name]),
        1e-9,
      )
    close(Object.values(one.fit), Object.values(other.fit), 1e-9)
  }
  /** The design's rows cut into three by their key. */
  const cut = (rows: Sql): Sql[] =>
    [0, 1, 2].map((i) => sql`(SELECT * FROM ${rows} WHERE __key % 3 = ${value(BigInt(i))})`)

  it('give the same fit as the whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 60, max: 400 }),
        async (seed, n) => {
          const source = bench.source(random(n, seed), modelColumns)
          const linear = model('regress', ['a', 'i.b'], { outcome: 'w', robust: true })
          const ofLinear = await designOf(source, linear, { binary: false, centred: true })
          const inParts = <D extends typeof ofLinear>(design: D): D => ({
            ...design,
            parts: design.parts.flatMap(cut),
          })
          same(await fitLinear(source, linear, inParts(ofLinear)), await fitLinear(source, linear, ofLinear))
          const logistic = model('logit', ['a', 's'], { robust: true })
          const ofLogit = await glmDesign(source, logistic)
          same(await fitGlm(source, logistic, inParts(ofLogit)), await fitGlm(source, logistic, ofLogit))
          const cox = model('cox', ['a', 'i.b'], { strata: ['s'], robust: true })
          const ofCox = await designOf(source, cox, { binary: true, centred: true })
          same(await fitCox(source, cox, inParts(ofCox)), await fitCox(source, cox, ofCox))
        },
      ),
      { numRuns: 3 },
    )
  })

  it('give the same curve as the whole', async () => {
    const rows = random(300, 5)
    const spec: Spec<'kaplan-meier'> = { show: 'kaplan-meier', event: 'y', time: 't', by: 'b', level: 95 }
    const whole = await kaplanMeier(bench.source(rows, modelColumns), spec)
    const parts = await Promise.all(
      cut(rows).map((part) => kaplanMeier(bench.source(part, modelColumns), spec)),
    )
    const groups = whole.groups.map((_, g) => ({
      steps: parts.map((part) => part.groups[g]?.steps ?? []).reduce(addSteps),
    }))
    expect(groups.map(({ steps }) => steps)).toEqual(whole.groups.map(({ steps }) => steps))
    expect(logRank(groups)).toEqual(whole.test)
  })
})

describe('models', () => {
  const fit = (spec: Spec<'model'>, rows: Sql = random(300, 3), more: Partial<Source> = {}) =>
    compute(bench.source(rows, modelColumns, more), spec) as Promise<ModelStatistic>

  it('report every level of every factor with its units, the outcome of logit included', async () => {
    const { factorLevels, coefficients } = await fit(model('logit', ['a', 'i.b']))
    expect(factorLevels.map(({ term, level }) => `${term} ${level}`)).toEqual([
      'i.b 0',
      'i.b 1',
      'i.b 2',
      'y 0',
      'y 1',
    ])
    expect(factorLevels.slice(0, 3).reduce((sum, { units }) => sum + units, 0)).toBe(300)
    expect(coefficients.map(({ term, level }) => [term, level])).toEqual([
      ['a', undefined],
      ['i.b', '1'],
      ['i.b', '2'],
      ['_cons', undefined],
    ])
    expect(coefficients[1]?.label.en).toBe('b: 1')
  })

  it('count the people in whom a column differs from what nearly all have, whatever it is called', async () => {
    const flagged = sql`(SELECT * REPLACE (CAST(row_number() OVER (ORDER BY __subject) <= 3 AS DOUBLE) AS a) FROM ${random(300, 3)})`
    for (const of of [
      model('regress', ['a', 's'], { outcome: 'w' }),
      model('logit', ['a', 's']),
      model('cox', ['a', 's']),
    ]) {
      const { factorLevels } = await fit(of, flagged, { public: false })
      expect(factorLevels).toContainEqual({ term: 'a', level: 'apart', units: 3 })
      expect((await fit(of, flagged)).factorLevels).not.toContainEqual(
        expect.objectContaining({ level: 'apart' }),
      )
    }
  })

  it('do not care for units of measure', async () => {
    const scaled = sql`(SELECT * REPLACE (a * 1e9 + 1e12 AS a) FROM ${random(300, 3)})`
    for (const of of [
      model('regress', ['a', 's'], { outcome: 'w' }),
      model('logit', ['a', 's']),
      model('cox', ['a', 's']),
    ]) {
      const [plain, large] = [await fit(of), await fit(of, scaled)]
      close(large.coefficients[0]?.statistic, plain.coefficients[0]?.statistic as number, 1e-6)
      close(
        (large.coefficients[0]?.estimate as number) * 1e9,
        plain.coefficients[0]?.estimate as number,
        1e-6,
      )
    }
  })

  it('leave out what depends on earlier terms, and say so', async () => {
    const rows = sql`(SELECT * REPLACE (2 * a + 3 AS b, 7.0::DOUBLE AS c) FROM ${random(200, 1)})`
    for (const of of [
      model('regress', ['a', 'b', 'c'], { outcome: 'w' }),
      model('logit', ['a', 'b', 'c']),
      model('cox', ['a', 'b', 'c']),
    ]) {
      const result = await fit(of, rows)
      expect(result.coefficients.map(({ term }) => term).filter((term) => term !== '_cons')).toEqual(['a'])
      expect(result.notes).toEqual([
        'c was left out: it is the same in every row.',
        'b was left out: it is a combination of the terms before it (collinearity).',
      ])
    }
  })

  it('count who differs in a column that is left out as in any other, nobody included', async () => {
    const rows = sql`(SELECT * REPLACE (7.0::DOUBLE AS c, CASE WHEN range = 5 THEN 1.0 ELSE 0.0 END AS s) FROM ${random(300, 2)})`
    for (const of of [model('regress', ['a', 'c'], { outcome: 'w' }), model('logit', ['a', 'c', 's'])]) {
      const { factorLevels } = await fit(of, rows, { public: false })
      expect(factorLevels).toContainEqual({ term: 'c', level: 'apart', units: 0 })
    }
    // Its only row is left out of the model, with the column.
    const { factorLevels, notes } = await fit(model('logit', ['a', 's']), rows, { public: false })
    expect(notes).toHaveLength(1)
    expect(factorLevels).toContainEqual({ term: 's', level: 'apart', units: 1 })
  })

  it('leave out an indicator that tells the outcome for certain, with its rows', async () => {
    const rows = sql`(SELECT * REPLACE (CASE WHEN range % 10 = 0 THEN 1.0 ELSE 0.0 END AS s, CASE WHEN range % 10 = 0 THEN 1.0 ELSE y END AS y) FROM ${random(300, 2)})`
    const result = await fit(model('logit', ['a', 's']), rows)
    expect(result.notes).toEqual([
      's predicts y perfectly on one side: it and the rows of that side were left out (separation).',
    ])
    expect(result.used.units).toBe(270)
    const without = await fit(model('logit', ['a']), sql`(SELECT * FROM ${rows} WHERE s = 0)`)
    close(
      result.coefficients.map((c) => c.estimate),
      without.coefficients.map((c) => c.estimate),
      1e-9,
    )
  })

  it('standardise on request', async () => {
    const [raw, standard] = [
      await fit(model('regress', ['a', 's'], { outcome: 'w' })),
      await fit(model('regress', ['a', 's'], { outcome: 'w', standardize: true })),
    ]
    const [sds] = await bench.database.ask(
      sql`SELECT stddev_samp(w) AS w, stddev_samp(a) AS a FROM ${random(300, 3)}`,
    )
    close(
      standard.coefficients[0]?.estimate,
      ((raw.coefficients[0]?.estimate as number) * Number(sds?.['a'])) / Number(sds?.['w']),
      1e-9,
    )
    expect(standard.coefficients.map(({ term }) => term)).toEqual(['a', 's'])
  })

  const blank = sql`(SELECT * REPLACE (NULL::DOUBLE AS a) FROM ${random(100, 1)})`
  const still = sql`(SELECT * REPLACE (1.0::DOUBLE AS y, 4.0::DOUBLE AS w, 2.0::DOUBLE AS b) FROM ${random(100, 1)})`
  const dead = sql`(SELECT * REPLACE (0.0::DOUBLE AS y) FROM ${random(100, 1)})`
  const few = random(2, 1)
  const parted = sql`(SELECT * REPLACE (CAST(a > 0.5 AS DOUBLE) AS y) FROM ${random(100, 1)})`
  it.each<[string, Spec<'model'>, Sql, RegExp]>([
    [
      'nobody',
      model('regress', ['a'], { outcome: 'w' }),
      sql`(SELECT * FROM ${blank} WHERE FALSE)`,
      /No row has a value/,
    ],
    ['a term that is missing everywhere', model('cox', ['a']), blank, /No row has a value/],
    ['a factor of one level', model('regress', ['i.b'], { outcome: 'w' }), still, /i\.b has one level only/],
    [
      'a constant outcome (regress)',
      model('regress', ['a'], { outcome: 'w' }),
      still,
      /w is the same in every row/,
    ],
    ['a constant outcome (logit)', model('logit', ['a']), still, /y is the same in every row/],
    ['no events', model('cox', ['a']), dead, /y has no events/],
    ['more parameters than rows (regress)', model('regress', ['a'], { outcome: 'w' }), few, /2 parameters/],
    ['complete separation', model('logit', ['a', 's']), parted, /a predicts y perfectly \(separation\)/],
    ['a model without terms', model('cox', []), random(100, 1), /no terms that vary/],
    [
      'one cluster',
      model('regress', ['a'], { outcome: 'w', cluster: 'c' }),
      sql`(SELECT * REPLACE (1 AS c) FROM ${random(100, 1)})`,
      /one group only/,
    ],
  ])('refuse %s', async (_, spec, rows, message) => {
    const thrown = await fit(spec, rows).then(
      () => null,
      (error: unknown) => error,
    )
    expect(thrown).toBeInstanceOf(Failure)
    const [error] = (thrown as Failure).errors
    expect(error.message).toMatch(message)
    expect(error).toMatchObject({ code: 'script.degenerate', position: { line: 1 } })
    expect(error.next).not.toBe('')
  })

  it('never give a number that is not one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 3, max: 30 }),
        fc.constantFrom('regress', 'logit', 'cox'),
        async (seed, n, name) => {
          const of = model(name as 'cox', ['a', 'i.b', 's'], {
            outcome: name === 'regress' ? 'w' : 'y',
            robust: seed % 2 === 0,
          })
          const result = await fit(of, random(n, seed)).catch((error: unknown) => error)
          if (result instanceof Failure) return
          const { coefficients, fit: measures, tests } = result as ModelStatistic
          const numbers = [
            ...coefficients.flatMap((c) => [c.estimate, c.standardError, c.statistic, c.p, c.lower, c.upper]),
            ...Object.values(measures),
            ...tests.flatMap((t) => [t.value, t.p]),
          ]
          expect(numbers.filter((of) => !Number.isFinite(of))).toEqual([])
        },
      ),
      { numRuns: 15 },
    )
  })
})

describe('curves', () => {
  const spec: Spec<'kaplan-meier'> = { show: 'kaplan-meier', event: 'y', time: 't', by: null, level: 95 }
  it('count down from everyone', async () => {
    const rows = people(
      sql`SELECT range, CAST(range // 2 AS DOUBLE) AS t, CAST(range % 3 = 0 AS DOUBLE) AS y FROM range(6)`,
    )
    const { groups, test, by } = await kaplanMeier(bench.source(rows, modelColumns), spec)
    expect([by, test]).toEqual([null, null])
    expect(groups[0]?.steps).toEqual([
      { time: 0, atRisk: 6, events: 1, censored: 1 },
      { time: 1, atRisk: 4, events: 1, censored: 1 },
      { time: 2, atRisk: 2, events: 0, censored: 2 },
    ])
  })
  it('need someone', async () => {
    await expect(
      kaplanMeier(bench.source(sql`(SELECT * FROM ${random(10, 1)} WHERE FALSE)`, modelColumns), spec),
    ).rejects.toThrow(/No row has both y and t/)
  })
})
