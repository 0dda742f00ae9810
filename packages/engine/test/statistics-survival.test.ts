/** Weibull models, models by level and tests of proportional hazards against R, and that their sums add. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ModelStatistic, Rate } from '@sund/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { duckdb } from '../src/dialects/duckdb.js'
import { type Sql, sql, value } from '../src/dialects/sql.js'
import type { SurvivalSpec } from '../src/plan/types.js'
import { compute } from '../src/statistics/compute.js'
import { rateOf, rates } from '../src/statistics/rates.js'
import { efron } from '../src/statistics/ties.js'
import { close } from './near.js'
import { type Bench, openBench } from './source.js'
import { c, i, survival } from './specs.js'
import { number } from './world.js'

const oracles = new URL('../../../spec/oracles/', import.meta.url)
const oracle = JSON.parse(readFileSync(new URL('survival-models.json', oracles), 'utf8'))

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const COLUMNS = {
  lung: ['inst', 'time', 'status', 'age', 'sex', 'ecog', 'loss'],
  veteran: ['trt', 'celltype', 'time', 'status', 'karno', 'diagtime', 'age', 'prior'],
  heart: ['start', 'stop', 'event', 'age', 'year', 'surgery', 'transplant', 'id'],
}
const source = (name: keyof typeof COLUMNS, rows = (all: Sql) => all, columns: string[] = []) => {
  const file = fileURLToPath(new URL(`data/${name}.csv`, oracles))
  const numbers = COLUMNS[name].map(
    (column) => sql`CAST("${{ pieces: [column] }}" AS DOUBLE) AS "${{ pieces: [column] }}"`,
  )
  const unit = name === 'heart' ? sql`CAST(id AS BIGINT)` : sql`row_number() OVER ()`
  const all = sql`(SELECT __unit, __unit AS __subject, CAST((__unit * 40503) % 65536 AS INTEGER) AS __key, * EXCLUDE (__unit) FROM (SELECT ${unit} AS __unit, ${{ pieces: numbers.flatMap((of, k) => (k === 0 ? of.pieces : [', ', ...of.pieces])) }} FROM read_csv(${value(file)})))`
  return bench.source(rows(all), [...COLUMNS[name], ...columns].map(number), { manyRows: name === 'heart' })
}
const fit = (of: ReturnType<typeof source>, spec: SurvivalSpec) =>
  compute(of, spec) as Promise<ModelStatistic>

/** R lists the constant first and the shape last. */
const inOrder = ({ coefficients }: ModelStatistic) => {
  const rank = (term: string) => (term === '_cons' ? -1 : term === 'ln_p' ? 1 : 0)
  return [...coefficients].sort((a, b) => rank(a.term) - rank(b.term))
}
const agree = (actual: ModelStatistic, expected: Record<string, number & number[]>) => {
  for (const name of ['estimate', 'standardError'] as const)
    close(
      inOrder(actual).map((of) => of[name]),
      expected[name] as number[],
    )
  for (const name of ['logLikelihood', 'logLikelihoodNull', 'events'] as const)
    if (name in expected && actual.fit[name] !== undefined) close(actual.fit[name], expected[name] as number)
}

const lungCancer = survival('weibull', 'status', 'time', [[c('age')], [i('sex')], [c('loss')]])
describe('weibull', () => {
  it.each([
    ['weibull', lungCancer],
    ['weibullRobust', { ...lungCancer, robust: true }],
    ['weibullCluster', { ...lungCancer, cluster: 'inst' }],
    [
      'weibullNoConstant',
      survival('weibull', 'status', 'time', [[c('age')], [c('loss')]], { constant: false }),
    ],
  ])('%s', async (name, spec) => agree(await fit(source('lung'), spec), oracle[name]))

  it('tells the likelihood ratio of its terms, and Wald’s test where rows are not independent', async () => {
    const { logLikelihood, logLikelihoodNull } = oracle.weibull
    const { tests } = await fit(source('lung'), lungCancer)
    expect(tests.map(({ name }) => name)).toEqual(['likelihood-ratio', 'wald'])
    close(tests[0]?.value, 2 * (logLikelihood - logLikelihoodNull))
    const robust = await fit(source('lung'), { ...lungCancer, robust: true })
    expect(robust.tests.map(({ name }) => name)).toEqual(['wald'])
    expect(robust.coefficients.at(-1)).toMatchObject({ term: 'ln_p', equation: 'shape' })
  })

  it('gives the same when time at risk is cut in two by entry', async () => {
    const cut = (all: Sql) =>
      sql`(SELECT *, 0.0 AS begun FROM ${all} WHERE time <= 150 UNION ALL SELECT * REPLACE (150.0 AS time, 0.0 AS status), 0.0 FROM ${all} WHERE time > 150 UNION ALL SELECT *, 150.0 FROM ${all} WHERE time > 150)`
    const late = await fit(source('lung', cut, ['begun']), { ...lungCancer, entry: 'begun' })
    agree(late, oracle.weibull)
  })

  it('leaves out times that are not above 0, and refuses what has no events', async () => {
    const zero = (all: Sql) =>
      sql`(SELECT * REPLACE (CASE WHEN time > 500 THEN 0 ELSE time END AS time) FROM ${all})`
    const some = await fit(source('lung', zero), survival('weibull', 'status', 'time', [[c('age')]]))
    expect(some.used.units + some.missing.units).toBe(228)
    expect(some.missing.units).toBeGreaterThan(20)
    const none = (all: Sql) => sql`(SELECT * REPLACE (0.0 AS status) FROM ${all})`
    await expect(fit(source('lung', none), lungCancer)).rejects.toThrow('no events')
  })
})

describe('rates', () => {
  const banded = (all: Sql) =>
    sql`(SELECT *, floor(age / 20) AS band, 100 + 10 * floor(age / 20) + 50 * sex AS standard FROM ${all})`
  const spec = {
    show: 'rates' as const,
    event: 'status',
    time: 'time',
    by: ['sex', 'band'],
    standard: 'standard',
    over: null,
    per: 1000,
    level: 95,
  }
  const three = (rate: Rate | null | undefined) => [rate?.value, rate?.lower, rate?.upper]

  it('are those of Fay and Feuer', async () => {
    const { groups } = await rates(source('lung', banded, ['band', 'standard']), spec)
    close(three(groups[0]?.crude), oracle.rates.crude)
    close(three(groups[0]?.standardised), oracle.rates.standardised)
    expect(groups[0]).toMatchObject({ events: 165, time: 69_593, set: { units: 228 } })
  })

  it('are of each group, and none where a stratum of the standard has no time', async () => {
    const some = (all: Sql) => sql`(SELECT * FROM ${banded(all)} WHERE ecog < 2)`
    const { groups } = await rates(source('lung', some, ['band', 'standard']), {
      ...spec,
      over: 'ecog',
      level: 90,
    })
    for (const [e, of] of (oracle.ratesBySex as { crude: number[]; standardised: number[] }[]).entries())
      close(three(groups[e]?.crude), of.crude)
    expect(
      rateOf(
        [
          { events: 1, time: 0, weight: 1 },
          { events: 1, time: 9, weight: 1 },
        ],
        spec,
      ),
    ).toBeNull()
    expect(
      rateOf(
        [
          { events: 1, time: 0, weight: 0 },
          { events: 0, time: 9, weight: 2 },
        ],
        spec,
      ),
    ).toMatchObject({
      value: 0,
      lower: 0,
    })
  })

  it('come of sums that add', async () => {
    const cells = async (where: Sql) =>
      bench.database.ask(
        sql`SELECT sex, band, sum(status) AS events, sum(time) AS time, max(standard) AS weight FROM ${source('lung', banded, []).rows} ${where} GROUP BY sex, band ORDER BY sex, band`,
      )
    const total = new Map<string, { events: number; time: number; weight: number }>()
    for (let k = 0; k < 7; k++)
      for (const cell of await cells(sql`WHERE __key % 7 = ${value(BigInt(k))}`)) {
        const key = `${cell['sex']} ${cell['band']}`
        const before = total.get(key) ?? { events: 0, time: 0, weight: Number(cell['weight']) }
        total.set(key, {
          ...before,
          events: before.events + Number(cell['events']),
          time: before.time + Number(cell['time']),
        })
      }
    close(three(rateOf([...total.values()], spec)), oracle.rates.standardised, 1e-9)
  })

  it('weigh people of a standard that is not public in tens', async () => {
    const few = (all: Sql) =>
      sql`(SELECT * REPLACE (CASE WHEN sex = 1 THEN 4.0 ELSE 12.0 END AS standard) FROM ${banded(all)})`
    const rows = source('lung', few, ['band', 'standard'])
    const closed = await rates({ ...rows, public: false }, { ...spec, by: ['sex'] })
    const women = await rates(rows, { ...spec, by: ['sex'], over: 'sex' })
    close(closed.groups[0]?.standardised?.value, women.groups[1]?.crude.value as number, 0.02)
  })
})

describe('cox', () => {
  const test = ({ tests }: ModelStatistic) => tests.filter(({ name }) => name === 'proportional-hazards')
  const sameTests = (actual: ModelStatistic, expected: { value: number[]; df: number[]; p: number[] }) => {
    close(
      test(actual).map((of) => of.value),
      expected.value,
    )
    expect(test(actual).map((of) => of.degreesOfFreedom)).toEqual(expected.df)
    close(
      test(actual).map((of) => of.p),
      expected.p,
    )
  }
  const veterans = survival('cox', 'status', 'time', [[c('trt')], [i('celltype')], [c('karno')]])

  it.each([
    ['zphKm', 'km'],
    ['zphIdentity', 'identity'],
    ['zphLog', 'log'],
  ] as const)('%s', async (name, phtest) => {
    const actual = await fit(source('veteran'), { ...veterans, phtest })
    sameTests(actual, oracle[name])
    expect(test(actual).map((of) => of.of)).toEqual(['trt', 'i.celltype', 'karno', 'global'])
  })

  it('tests within strata, with Breslow’s ties', async () => {
    const terms = [[c('age')], [c('karno')]]
    const spec = survival('cox', 'status', 'time', terms, { strata: ['trt'], ties: 'breslow', phtest: 'km' })
    sameTests(await fit(source('veteran'), spec), oracle.zphBreslowStrata)
  })

  it('takes covariates that change over time, and counts people', async () => {
    const terms = [[c('age')], [c('year')], [c('surgery')], [c('transplant')]]
    const spec = survival('cox', 'event', 'stop', terms, { entry: 'start', phtest: 'km' })
    const actual = await fit(source('heart'), spec)
    agree(actual, oracle.heart)
    sameTests(actual, oracle.zphEntry)
    expect(actual.used.units).toBe(103)
    expect(actual.factorLevels).toEqual([
      { term: 'event', level: '0', units: 28 },
      { term: 'event', level: '1', units: 75 },
    ])
  })

  it('fits a model for each level, each of which must rest on enough people', async () => {
    const spec = survival('cox', 'status', 'time', [[c('age')], [c('loss')]], { by: 'sex' })
    const actual = await fit(source('lung'), spec)
    const two = oracle.bySex as { estimate: number[]; standardError: number[]; logLikelihood: number }[]
    close(
      actual.coefficients.map(({ estimate }) => estimate),
      two.flatMap(({ estimate }) => estimate),
    )
    close(
      actual.coefficients.map(({ standardError }) => standardError),
      two.flatMap(({ standardError }) => standardError),
    )
    close(
      actual.fit.logLikelihood,
      two.reduce((sum, { logLikelihood }) => sum + logLikelihood, 0),
    )
    expect(actual.coefficients.map(({ equation }) => equation)).toEqual(['1', '1', '2', '2'])
    expect(actual.tests.map(({ of }) => of)).toEqual(['1', '1', '2', '2'])
    expect(actual.models?.map(({ used }) => used.units)).toEqual([128, 86])
  })
})

describe('ties', () => {
  it('are summed the same one by one and as a series', async () => {
    const sizes = [1, 2, 3, 7, 40, 1000]
    const risk = sql`(SELECT 1 AS s, n * 1000 + k AS u, CAST(n AS DOUBLE) AS n, 3.7 AS a, 3.7 * k / 1000.0 AS d FROM (SELECT unnest([${{ pieces: [sizes.join(', ')] }}]) AS n), (SELECT unnest([1, 4, 9, 10, 11, 500, 1000]) AS k))`
    const summed = await bench.database.ask(
      sql`SELECT * FROM (${efron(duckdb, risk)}) JOIN ${risk} USING (s, u)`,
    )
    expect(summed).toHaveLength(42)
    for (const row of summed) {
      const [n, a, d] = ['n', 'a', 'd'].map((name) => Number(row[name])) as [number, number, number]
      const f = Array.from({ length: n }, (_, i) => i / n)
      const sum = (of: (f: number, q: number) => number) =>
        f.reduce((total, x) => total + of(x, a - x * d), 0)
      close(
        ['ln', 'k1', 'f1', 'k2', 'f2', 'g2'].map((name) => Number(row[name]) + 1),
        [
          sum((_, q) => Math.log(q)),
          sum((_, q) => 1 / q),
          sum((x, q) => x / q),
          sum((_, q) => 1 / q ** 2),
          sum((x, q) => x / q ** 2),
          sum((x, q) => x ** 2 / q ** 2),
        ].map((of) => of + 1),
        1e-13,
      )
    }
  })
})

describe('many rows, which start from a sample of themselves', () => {
  const times = 1000
  const ofLung = survival('cox', 'status', 'time', [[c('age')], [i('sex')], [c('loss')]])
  /** The rows many times over, each time with record keys of their own. */
  const repeated = (all: Sql) =>
    sql`(SELECT * REPLACE (CAST(hash(__unit * 10007 + copy) % 65536 AS INTEGER) AS __key) FROM ${all} CROSS JOIN (SELECT CAST(range AS DOUBLE) AS copy FROM range(${value(BigInt(times))})))`

  it.each([
    ['Breslow’s ties', { ...ofLung, ties: 'breslow' as const }, ofLung.strata],
    ['Efron’s ties within strata', ofLung, ['copy']],
  ])('%s', async (_, spec, strata) => {
    const few = await fit(source('lung'), spec)
    const many = await fit(source('lung', repeated, ['copy']), { ...spec, strata })
    const numbers = (of: ModelStatistic, scale: number) => [
      ...of.coefficients.map(({ estimate }) => estimate),
      ...of.coefficients.map(({ standardError }) => standardError * Math.sqrt(scale)),
      (of.fit.events as number) / scale,
    ]
    close(numbers(many, times), numbers(few, 1), 1e-7)
    // Repeated without strata, every risk set is as many times as large, which Breslow’s likelihood takes d ln times of.
    const larger = strata.length > 0 ? 0 : (few.fit.events as number) * Math.log(times)
    for (const name of ['logLikelihood', 'logLikelihoodNull'] as const)
      close((many.fit[name] as number) / times + larger, few.fit[name] as number, 1e-9)
  })
})
