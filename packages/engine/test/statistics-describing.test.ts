/** Means, correlations, analysis of variance, tests of normality and hexagons against R (spec/oracles/describing.R). */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CorrelationStatistic, FigureStatistic, ModelStatistic, TestStatistic } from '@sund/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql, value } from '../src/dialects/sql.js'
import type { Step } from '../src/plan/types.js'
import { compute, type PlainSpec } from '../src/statistics/compute.js'
import type { Source } from '../src/statistics/source.js'
import { hasNafld, linkedSteps, openNafld } from './nafld.js'
import { close } from './near.js'
import { type Bench, openBench } from './source.js'
import { c, glm, i } from './specs.js'
import {
  call,
  col,
  fragment,
  lit,
  number,
  openWorld,
  relation,
  show,
  statistics,
  type World,
} from './world.js'

const at = (path: string) => fileURLToPath(new URL(`../../../spec/oracles/${path}`, import.meta.url))
const oracle = JSON.parse(readFileSync(at('describing.json'), 'utf8'))

const anova = (outcome: string, ...terms: ReturnType<typeof c>[][]): PlainSpec => ({
  show: 'anova',
  outcome,
  terms: terms.map((factors) => ({ factors })),
})
const correlate = (columns: string[], pairwise: boolean, covariance = false): PlainSpec => ({
  show: 'correlate',
  columns,
  pairwise,
  covariance,
  units: true,
  p: true,
})
const means = (columns: string[], by: string | null = null, level = 95): PlainSpec => ({
  show: 'ci',
  columns,
  by,
  level,
})
const normal = (column: string): PlainSpec => ({ show: 'normaltest', columns: [column] })

interface Anova {
  of: string[]
  sumOfSquares: number[]
  degreesOfFreedom: number[]
  f: number[]
  p: number[]
  residualSumOfSquares: number
  residualDegreesOfFreedom: number
  model: number
  r2: number
  adjustedR2: number
  rmse: number
}
/** R's terms stand in another order: main effects first. */
function sameAnova(actual: ModelStatistic, expected: Anova, names: Record<string, string> = {}): void {
  const [whole, ...rest] = actual.tests
  close(whole?.value, expected.model)
  const found = expected.of.map(
    (of) => rest.find((test) => test.name === 'f' && test.of === (names[of] ?? of)) as TestStatistic,
  )
  close(
    found.map((test) => test.sumOfSquares),
    expected.sumOfSquares,
  )
  close(
    found.map((test) => test.degreesOfFreedom),
    expected.degreesOfFreedom,
  )
  close(
    found.map((test) => test.value),
    expected.f,
  )
  close(
    found.map((test) => test.p),
    expected.p,
  )
  close(actual.fit.residualSumOfSquares, expected.residualSumOfSquares)
  close(actual.residualDegreesOfFreedom, expected.residualDegreesOfFreedom)
  for (const name of ['r2', 'adjustedR2', 'rmse'] as const) close(actual.fit[name], expected[name])
}
function samePairs(
  actual: CorrelationStatistic,
  expected: Record<string, number[]>,
  covariance = false,
): void {
  close(
    actual.pairs.map((pair) => pair.value),
    (covariance ? expected['covariance'] : expected['value']) as number[],
  )
  expect(actual.pairs.map((pair) => pair.rows)).toEqual(expected['n'])
  for (const [k, pair] of actual.pairs.entries()) {
    const p = expected['p']?.[k] ?? null
    if (p === null) expect(pair.p).toBeNull()
    else close(pair.p, p)
  }
}

describe('data sets of R', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench()
  })
  afterAll(() => bench.close())
  const data = async (name: 'birthwt' | 'cps1985'): Promise<Source> => {
    const file = at(`data/${name}.csv`)
    const columns = (readFileSync(file, 'utf8').split('\n')[0] as string).split(',').map(number)
    return bench.source(
      sql`(SELECT row_number() OVER () AS __subject, 0 AS __key, * FROM read_csv(${value(file)}))`,
      columns,
    )
  }

  it('analyses variance with covariates and products, as drop1 does under sums to zero', async () => {
    const births = await data('birthwt')
    const product = [i('race'), i('smoke')]
    sameAnova(
      (await compute(births, anova('bwt', [i('race')], [i('smoke')], product, [c('lwt')]))) as ModelStatistic,
      oracle.anovaBirths,
      { 'race:smoke': 'race#smoke', lwt: 'c.lwt' },
    )
    sameAnova(
      (await compute(births, anova('bwt', [i('race')], [c('lwt')], [i('race'), c('lwt')]))) as ModelStatistic,
      oracle.anovaBirthsProduct,
      { 'race:lwt': 'race#c.lwt', lwt: 'c.lwt' },
    )
    const jobs = await data('cps1985')
    sameAnova(
      (await compute(
        jobs,
        anova(
          'wage',
          [i('sector')],
          [i('gender')],
          [i('union')],
          [i('gender'), i('union')],
          [c('experience')],
        ),
      )) as ModelStatistic,
      oracle.anovaJobs,
      { 'gender:union': 'gender#union', experience: 'c.experience' },
    )
    const sector = (await compute(jobs, anova('wage', [i('sector')]))) as ModelStatistic
    const bartlett = sector.tests.find(({ name }) => name === 'bartlett')
    close([bartlett?.value, bartlett?.p], [oracle.bartlettJobs.value, oracle.bartlettJobs.p])
  })

  it('correlates and tests normality', async () => {
    const births = await data('birthwt')
    const columns = ['bwt', 'lwt', 'age', 'smoke']
    samePairs((await compute(births, correlate(columns, false))) as CorrelationStatistic, oracle.births)
    samePairs(
      (await compute(births, correlate(columns, true, true))) as CorrelationStatistic,
      oracle.births,
      true,
    )
    const smoke = ((await compute(births, correlate(columns, false))) as CorrelationStatistic).pairs.at(-1)
    expect(smoke?.rarest).toBe(74)
    for (const [name, column, of] of [
      ['birthwt', 'bwt', 'normalBirths'],
      ['cps1985', 'wage', 'normalWage'],
    ] as const) {
      const { tests } = (await compute(await data(name), normal(column))) as ModelStatistic
      close(
        tests.map((test) => test.value),
        oracle[of].value,
      )
      close(
        tests.map((test) => test.p),
        oracle[of].p,
      )
    }
  })

  it('puts each point into the hexagon with the nearest centre', async () => {
    const births = await data('birthwt')
    const of = (await compute(births, { show: 'hexbin', x: 'lwt', y: 'bwt', size: 8 })) as FigureStatistic
    if (of.figure.type !== 'hexbin') throw new Error(of.figure.type)
    const { table } = of.figure
    const counts = table.cells.flatMap(({ at: [place], set }) =>
      place === null ? [] : [[table.dimensions[0]?.levels[place as number]?.code, set.units]],
    )
    expect(Object.fromEntries(counts)).toEqual(oracle.hexagons)
  })

  it('draws the coefficients of the model, and flows that add up', async () => {
    const births = await data('birthwt')
    const model = glm('regress', 'bwt', [[c('lwt')], [i('race')]])
    const drawn = (await compute(births, { show: 'coefplot', model })) as FigureStatistic
    expect(drawn.figure).toEqual({ type: 'coefplot', model: await compute(births, model) })
    const flow = (await compute(births, {
      show: 'sankey',
      columns: ['race', 'smoke', 'low'],
    })) as FigureStatistic
    if (flow.figure.type !== 'sankey') throw new Error(flow.figure.type)
    const [into, out] = flow.figure.tables
    const smokers = (cells: typeof into, place: 0 | 1) =>
      cells?.cells
        .filter((cell) => cell.at[place] !== null && cell.at[1 - place] === null)
        .map(({ set }) => set.units)
    expect(smokers(into, 1)).toEqual(smokers(out, 0))
  })
})

describe.skipIf(!hasNafld)('the NAFLD registers (skipped without ../shared/data/nafld)', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world.close())

  it('has R’s means, correlations, variances and moments', async () => {
    const workplace = await openNafld(world)
    const band = [40, 50, 60, 70].map((cut) =>
      call('to_int', 'number', call('>', 'boolean', col('age'), lit(cut))),
    )
    const banded: Step = relation({
      op: 'extend',
      id: 'banded',
      input: 'linked',
      name: 'ageband',
      value: band.reduce((sum, of) => call('+', 'number', sum, of), lit(1)),
      condition: null,
      columns: [number('ageband')],
    })
    const variables = ['age', 'bmi', 'hdl']
    const shows = [
      means(['bmi']),
      means(['bmi'], null, 99),
      means(['hdl'], 'diabetes'),
      correlate(variables, true),
      correlate(variables, false),
      correlate(variables, false, true),
      anova('bmi', [i('ageband')]),
      normal('bmi'),
    ].map((spec, index) => show('banded', spec, null, index))
    const all = await statistics(workplace, fragment(...linkedSteps(), banded, ...shows))
    const [mean, mean99, groups, pairwise, listwise, covariances, bands, moments] = all as [
      ModelStatistic,
      ModelStatistic,
      ModelStatistic,
      CorrelationStatistic,
      CorrelationStatistic,
      CorrelationStatistic,
      ModelStatistic,
      ModelStatistic,
    ]
    const same = (actual: ModelStatistic, expected: Record<string, number>[]) => {
      for (const name of ['estimate', 'standardError', 'statistic', 'p', 'lower', 'upper'] as const)
        close(
          actual.coefficients.map((line) => line[name]),
          expected.map((line) => line[name] as number),
        )
    }
    same(mean, [oracle.meanBmi])
    same(mean99, [oracle.meanBmi99])
    same(groups, [oracle.meanByDiabetes['0'], oracle.meanByDiabetes['1']])
    samePairs(pairwise, oracle.pairwise)
    samePairs(listwise, oracle.listwise)
    samePairs(covariances, oracle.listwise, true)
    sameAnova(bands, oracle.anovaBands)
    const bartlett = bands.tests.at(-1)
    close([bartlett?.value, bartlett?.p], [oracle.bartlettBands.value, oracle.bartlettBands.p])
    close(
      moments.tests.map((test) => test.value),
      oracle.normalBmi.value,
    )
    close(
      moments.tests.map((test) => test.p),
      oracle.normalBmi.p,
    )
  })
})
