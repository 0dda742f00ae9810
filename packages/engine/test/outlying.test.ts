/** Rule P3 where values are weighed: a model of data in which somebody is alone far out is the model of these data drawn in. */
import { Failure, type Statistic } from '@sund/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { list, type Sql, sql, value } from '../src/dialects/sql.js'
import type { ShowSpec } from '../src/plan/types.js'
import type { PlainSpec } from '../src/statistics/compute.js'
import { compute } from '../src/statistics/compute.js'
import type { Source } from '../src/statistics/source.js'
import { decomposition, discontinuity, instruments, mixed } from './econometrics.js'
import { type Bench, openBench } from './source.js'
import { c, glm, i, survival } from './specs.js'
import { number } from './world.js'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const COLUMNS = ['y', 'x', 'g', 'k', 'time', 'start', 'event', 'q', 'w'] as const
type Name = (typeof COLUMNS)[number]
type Row = { person: number } & { [N in Name]: number | null }

/** Evenly between 0 and 1, the same each time. */
const draw = (row: number, column: number): number => {
  const of = Math.sin(row * 12.9898 + column * 78.233) * 43_758.5453
  return of - Math.floor(of)
}
const normal = (row: number, column: number): number =>
  Math.sqrt(-2 * Math.log(draw(row, column) || 0.5)) * Math.cos(2 * Math.PI * draw(row, column + 50))

/** Honest people, `each` rows a person. */
const honest = (people: number, each = 1): Row[] =>
  Array.from({ length: people * each }, (_, row) => {
    const x = normal(row, 1)
    const time = 0.5 - Math.log(draw(row, 2) || 0.5)
    return {
      person: Math.floor(row / each),
      x,
      g: row % 3,
      y: 2 + 0.5 * x + normal(row, 3),
      k: Math.floor(3 * draw(row, 4) + (x > 0 ? 1 : 0)),
      time,
      start: 0.4 * draw(row, 5),
      event: draw(row, 6) < 0.7 ? 1 : 0,
      q: x + normal(row, 7),
      w: 1 + draw(row, 8),
    }
  })

async function sourceOf(rows: readonly Row[], more: Partial<Source>): Promise<Source> {
  const literal = (of: number | null): Sql =>
    of === null ? sql`CAST(NULL AS DOUBLE)` : sql`CAST(${value(of)} AS DOUBLE)`
  const lines = rows.map(
    (row) => sql`(CAST(${value(row.person)} AS BIGINT), ${list(COLUMNS.map((name) => literal(row[name])))})`,
  )
  const names = list(COLUMNS.map((name): Sql => ({ pieces: [name] })))
  const source = bench.source(
    sql`(SELECT person AS __unit, person AS __subject, CAST((person * 40503 + 11) % 65536 AS INTEGER) AS __key, ${names} FROM (VALUES ${list(lines)}) AS v (person, ${names}))`,
    COLUMNS.map((name) => number(name)),
    { manyRows: new Set(rows.map(({ person }) => person)).size < rows.length, leastLevel: 1, ...more },
  )
  return { ...source, rows: await source.keep(sql`SELECT * FROM ${source.rows}`) }
}

/** The numbers of a statistic, without whom it is about. */
function numbersOf(statistic: Statistic): unknown {
  if (statistic.kind === 'correlation') return statistic.pairs.map(({ value, p }) => ({ value, p }))
  if (statistic.kind !== 'model') throw new Error(statistic.kind)
  const { coefficients, margins, fit, tests } = statistic
  const lines = [...coefficients, ...(margins ?? [])]
  return { lines: lines.map(({ people: _, ...line }) => line), fit, tests }
}
const numbers = async (rows: readonly Row[], spec: ShowSpec, more: Partial<Source> = {}): Promise<unknown> =>
  numbersOf(await compute(await sourceOf(rows, more), spec as PlainSpec))

/** A column drawn in by hand. */
function byHand(rows: readonly Row[], name: Name, scale: 'values' | 'logarithms' = 'values'): Row[] {
  const of = (row: Row) => (scale === 'values' ? row[name] : Math.log(row[name] as number))
  const people = [...new Set(rows.map(({ person }) => person))].map((person) =>
    rows
      .filter((row) => row.person === person)
      .map(of)
      .filter((one) => one !== null),
  )
  const own = people.filter((values) => values.length > 0)
  const highest = own.map((values) => Math.max(...values)).sort((a, b) => a - b)
  const middle =
    ((highest[Math.floor((highest.length - 1) / 2)] as number) +
      (highest[Math.ceil((highest.length - 1) / 2)] as number)) /
    2
  const far = own
    .map((values) => Math.max(...values.map((one) => Math.abs(one - middle))))
    .sort((a, b) => b - a)
  const most = 3 * (far[9] as number)
  const back = scale === 'values' ? (one: number) => one : Math.exp
  return rows.map((row) => {
    const old = of(row)
    return old === null || Math.abs(old - middle) <= most
      ? row
      : { ...row, [name]: back(middle + Math.sign(old - middle) * most) }
  })
}

const blownUp = (rows: readonly Row[], name: Name, by = 1e6): Row[] =>
  rows.map((row) => (row.person === 17 ? { ...row, [name]: by * (Math.abs(row[name] as number) + 1) } : row))

const describing = { covariance: true, obs: false, units: true, p: true }
const SPECS: [string, Name, ShowSpec][] = [
  ['regress', 'y', glm('regress', 'y', [[c('x')], [i('g')]], { robust: true })],
  ['regress-mml', 'y', mixed('y', [[c('x')]], ['g'])],
  ['oaxaca', 'y', decomposition('y', ['x'], 'event')],
  ['rdd', 'y', discontinuity('y', 'x', ['g'], { cutoff: 0 })],
  ['ivregress', 'y', instruments('y', ['g'], ['q'], ['x'])],
  ['ivregress, endogenous', 'q', instruments('y', ['g'], ['q'], ['x'], { firstStage: true })],
  ['poisson', 'k', glm('poisson', 'k', [[c('x')]])],
  ['poisson, exposure', 'w', glm('poisson', 'k', [[c('x')]], { exposure: 'w' })],
  ['weibull', 'time', survival('weibull', 'event', 'time', [[c('x')]])],
  [
    'anova',
    'y',
    { show: 'anova', outcome: 'y', terms: [{ factors: [i('g')] }, { factors: [c('x')] }] } as ShowSpec,
  ],
  ['normaltest', 'y', { show: 'normaltest', columns: ['y'] } as ShowSpec],
  ['correlate', 'y', { show: 'correlate', columns: ['x', 'y'], pairwise: false, ...describing } as ShowSpec],
]

describe('who is alone far out', () => {
  const rows = honest(400)

  it.each(SPECS)('is drawn in before %s weighs %s', async (_, name, spec) => {
    const blown = blownUp(rows, name)
    const drawn = byHand(blown, name)
    expect(drawn.filter((row, at) => row[name] !== blown[at]?.[name])).toHaveLength(1)
    expect(await numbers(blown, spec, { public: false })).toEqual(await numbers(drawn, spec))
  })

  it.each(SPECS)(
    'is not looked for in public data, nor where the rule is out: %s of %s',
    async (_, name, spec) => {
      const blown = blownUp(rows, name, 1000)
      const raw = await numbers(blown, spec)
      const off = { public: false, outlying: { units: 0, reach: 3 } }
      expect(await numbers(blown, spec, off)).toEqual(raw)
      expect(await numbers(byHand(blown, name), spec)).not.toEqual(raw)
    },
  )

  it.each(SPECS)('is nobody among honest people, whose %s is of %s as they are', async (_, __, spec) => {
    expect(await numbers(rows, spec, { public: false })).toEqual(await numbers(rows, spec))
  })

  it('has one place for a person of several rows', async () => {
    const spec = glm('regress', 'y', [[c('x')]], { cluster: 'g' })
    // Twelve rows of three people, who are too few to lie far out together.
    const several = honest(200, 4).map((row) =>
      row.person < 3 ? { ...row, y: 1e6 * (row.person + 2) } : row,
    )
    const drawn = byHand(several, 'y')
    expect(drawn.filter((row, at) => row.y !== several[at]?.y)).toHaveLength(12)
    expect(await numbers(several, spec, { public: false })).toEqual(await numbers(drawn, spec))
  })

  it('is looked for among those whom the model is about', async () => {
    // Nine others are as far out, and have no value of a term.
    const rows = blownUp(honest(400), 'y').map((row) =>
      row.person >= 30 && row.person < 39 ? { ...row, y: 1e6, x: null } : row,
    )
    const whole = rows.filter(({ x }) => x !== null)
    const spec = glm('regress', 'y', [[c('x')]])
    expect(await numbers(rows, spec, { public: false })).toEqual(await numbers(byHand(whole, 'y'), spec))
    for (const pairwise of [false, true]) {
      const pairs = { show: 'correlate', columns: ['x', 'y'], pairwise, ...describing } as ShowSpec
      const [, pair] = (await numbers(rows, pairs, { public: false })) as { value: number }[]
      const [, expected] = (await numbers(byHand(whole, 'y'), pairs)) as { value: number }[]
      expect(pair?.value).toBeCloseTo(expected?.value as number, 9)
    }
  })

  it('takes the entry of a time along, and is found near 0 as well', async () => {
    const spec = survival('weibull', 'event', 'time', [[c('x')]], { entry: 'start' })
    const late = blownUp(rows, 'time').map((row) =>
      row.person === 17 ? { ...row, start: 0.999 * (row.time as number) } : row,
    )
    const drawn = byHand(late, 'time').map((row) =>
      row.person === 17 ? { ...row, start: 0.999 * (row.time as number) } : row,
    )
    const [actual, expected] = [await numbers(late, spec, { public: false }), await numbers(drawn, spec)]
    expect(estimatesOf(actual)).toEqual(estimatesOf(expected).map((of) => expect.closeTo(of, 8)))
    const early = rows.map((row) => (row.person === 17 ? { ...row, time: 1e-200 } : row))
    const alone = survival('weibull', 'event', 'time', [[c('x')]])
    expect(estimatesOf(await numbers(early, alone, { public: false }))).toEqual(
      estimatesOf(await numbers(byHand(early, 'time', 'logarithms'), alone)).map((of) =>
        expect.closeTo(of, 8),
      ),
    )
  })

  it('leaves an outcome that is the same for all but nine people the same for all', async () => {
    const spec = glm('regress', 'y', [[c('x')]])
    const of = async (having: number) =>
      compute(
        await sourceOf(
          rows.map((row) => ({ ...row, y: row.person < having ? 1 : 0 })),
          { public: false },
        ),
        spec,
      )
    await expect(of(9)).rejects.toBeInstanceOf(Failure)
    await expect(of(9)).rejects.toMatchObject({ errors: [{ code: 'script.degenerate' }] })
    expect((await of(10)).kind).toBe('model')
  })
})

const estimatesOf = (of: unknown): number[] =>
  (of as { lines: { estimate: number }[] }).lines.map(({ estimate }) => estimate)
