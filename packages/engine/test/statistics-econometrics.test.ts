/** Instruments, panels, mixed models, decompositions and discontinuities against R (spec/oracles/econometrics.R). */
import { readFileSync } from 'node:fs'
import { Failure, type ModelStatistic } from '@sund/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../src/dialects/sql.js'
import type { ModelSpec } from '../src/plan/types.js'
import { compute } from '../src/statistics/compute.js'
import type { Source } from '../src/statistics/source.js'
import {
  dataSet,
  decomposition,
  difference,
  discontinuity,
  instruments,
  mixed,
  panel,
} from './econometrics.js'
import { hasNafld, linkedSteps, openNafld } from './nafld.js'
import { close } from './near.js'
import { type Bench, openBench, people } from './source.js'
import { c, i } from './specs.js'
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

const oracle = JSON.parse(
  readFileSync(new URL('../../../spec/oracles/econometrics.json', import.meta.url), 'utf8'),
)
let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const fit = async (source: Source, spec: ModelSpec) => (await compute(source, spec)) as ModelStatistic
const of = ({ coefficients }: ModelStatistic, equation?: string) =>
  coefficients.filter((line) => line.equation === equation)
const estimates = (lines: ModelStatistic['coefficients']) => lines.map(({ estimate }) => estimate)
const errors = (lines: ModelStatistic['coefficients']) => lines.map(({ standardError }) => standardError)
const test = ({ tests }: ModelStatistic, name: string) => tests.find((one) => one.name === name)
interface Expected {
  estimate: number[]
  standardError: number[]
}
const agree = (lines: ModelStatistic['coefficients'], expected: Expected, tolerance = 1e-6) => {
  close(estimates(lines), expected.estimate, tolerance)
  close(errors(lines), expected.standardError, tolerance)
}
const refusal = async (source: Source, spec: ModelSpec): Promise<string> => {
  try {
    await compute(source, spec)
  } catch (error) {
    if (error instanceof Failure) return error.message
    throw error
  }
  return 'nothing'
}

describe('ivregress on CigarettesSW', () => {
  const cigarettes = () =>
    dataSet(bench, 'cigarettes', 'state', ['lpacks', 'lprice', 'lincome', 'tdiff', 'ltax'], ['state'])
  const spec = instruments('lpacks', ['lincome'], ['lprice'], ['tdiff', 'ltax'])
  it('two-stage least squares, with every test', async () => {
    const model = await fit(cigarettes(), { ...spec, firstStage: true, overidentification: true })
    expect(of(model).map(({ term }) => term)).toEqual(['lprice', 'lincome', '_cons'])
    agree(of(model), oracle.tsls)
    close(test(model, 'overidentification')?.value, oracle.sargan)
    close(test(model, 'weak-instruments')?.value, oracle.weak)
    close(test(model, 'endogeneity')?.value, oracle.wuHausman)
    close(test(model, 'endogeneity')?.p, oracle.wuHausmanP)
    agree(of(model, 'first stage lprice'), oracle.first)
  })
  it('robust and clustered', async () => {
    const robust = await fit(cigarettes(), { ...spec, robust: true, firstStage: true })
    close(errors(of(robust)), oracle.tslsRobust)
    agree(of(robust, 'first stage lprice'), oracle.firstRobust)
    close(test(robust, 'weak-instruments')?.value, oracle.weakRobust)
    close(errors(of(await fit(cigarettes(), { ...spec, cluster: 'state' }))), oracle.tslsCluster)
  })
  it('liml and gmm', async () => {
    const liml = await fit(cigarettes(), { ...spec, method: 'liml', overidentification: true })
    agree(of(liml), oracle.liml)
    close(test(liml, 'overidentification')?.value, oracle.liml.test, 1e-5)
    const gmm = await fit(cigarettes(), { ...spec, method: 'gmm', overidentification: true })
    agree(of(gmm), oracle.gmm)
    close(test(gmm, 'overidentification')?.value, oracle.gmm.j)
    agree(of(await fit(cigarettes(), { ...spec, method: 'gmm', cluster: 'state' })), oracle.gmmCluster)
  })
  it('says what is wrong with instruments', async () => {
    const doubled = { ...cigarettes() }
    doubled.rows = sql`(SELECT *, 2 * lincome AS twice FROM ${doubled.rows})`
    doubled.columns = [...doubled.columns, number('twice')]
    expect(await refusal(doubled, instruments('lpacks', ['lincome'], ['lprice'], ['twice']))).toMatch(
      /and here are 0/,
    )
    const exact = await fit(cigarettes(), {
      ...spec,
      instruments: spec.instruments.slice(1),
      overidentification: true,
    })
    expect(exact.notes[0]).toMatch(/nothing is left to test/)
  })
})

describe('panels', () => {
  const grunfeld = () => dataSet(bench, 'grunfeld', 'firm', ['inv', 'value', 'capital', 'year', 'firm'])
  const employment = () => dataSet(bench, 'employment', 'firm', ['emp', 'wage', 'capital', 'output', 'firm'])
  const SETS = {
    grunfeld: [grunfeld, 'inv', ['value', 'capital']],
    empl: [employment, 'emp', ['wage', 'capital', 'output']],
  } as const
  describe.each(['grunfeld', 'empl'] as const)('%s', (name) => {
    const [source, y, xs] = SETS[name]
    const expected = oracle[name]
    it.each(['fe', 're', 'be', 'pooled'] as const)('%s', async (estimator) => {
      const model = await fit(source(), panel(y, [...xs], estimator))
      agree(of(model), expected[estimator])
      expect(model.fit.groups).toBe(expected.groups)
      if (estimator === 'fe' || estimator === 're') close(model.fit.sigmaUnit, expected[estimator].sigmaUnit)
      if (estimator !== 'be') {
        const robust = await fit(source(), panel(y, [...xs], estimator, { robust: true }))
        close(errors(of(robust)), expected[estimator].robust)
      }
    })
    it('what the fit says', async () => {
      const fe = await fit(source(), panel(y, [...xs], 'fe'))
      close(
        [fe.fit.r2Within, fe.fit.r2Between, fe.fit.r2Overall, fe.fit.sigmaResidual],
        [expected.fe.r2Within, expected.fe.r2Between, expected.fe.r2Overall, expected.fe.sigmaResidual],
      )
      close(fe.tests.find((one) => one.of === 'unit effects')?.value, expected.fe.sameUnits)
      const re = await fit(source(), panel(y, [...xs], 're'))
      close([re.fit.r2Within, re.fit.r2Overall], [expected.re.r2Within, expected.re.r2Overall])
      if (name === 'grunfeld') close(re.fit.theta, expected.re.theta)
      else expect(re.fit.theta).toBeUndefined()
      const be = await fit(source(), panel(y, [...xs], 'be'))
      close([be.fit.r2Between, be.tests[0]?.value], [expected.be.r2, expected.be.f])
    })
    it('hausman', async () => {
      const model = await fit(source(), { ...panel(y, [...xs], 'fe'), model: 'hausman' })
      const shown = of(model, 'difference').map(({ term }) => xs.indexOf(term as never))
      close(
        estimates(of(model, 'difference')),
        shown.map((k) => expected.hausman.difference[k]),
        1e-5,
      )
      // Where random effects are the less precise at some term, the variance of the difference is negative.
      if (name === 'grunfeld') close(test(model, 'hausman')?.value, expected.hausman.value, 1e-5)
      else
        expect([model.tests, model.notes.at(-1)]).toEqual([
          [],
          expect.stringMatching(/not positive definite/),
        ])
    })
  })
  it('as plm has it', async () => {
    const slopes = (model: ModelStatistic) => of(model).filter(({ term }) => term !== '_cons')
    agree(slopes(await fit(grunfeld(), panel('inv', ['value', 'capital'], 'fe'))), oracle.plm.fe)
    for (const estimator of ['re', 'be', 'pooled'] as const)
      agree(of(await fit(grunfeld(), panel('inv', ['value', 'capital'], estimator))), oracle.plm[estimator])
    const employed = (estimator: 'fe' | 'be') =>
      fit(employment(), panel('emp', ['wage', 'capital', 'output'], estimator))
    agree(slopes(await employed('fe')), oracle.plm.emplFe)
    agree(of(await employed('be')), oracle.plm.emplBe)
    const model = await fit(grunfeld(), { ...panel('inv', ['value', 'capital'], 'fe'), model: 'hausman' })
    close(test(model, 'hausman')?.value, oracle.plm.hausman, 1e-5)
  })
  it('random effects of terms that are still within units are the regression of the means, units having as many rows each', async () => {
    const [re, be] = [
      await fit(grunfeld(), panel('inv', ['firm'], 're')),
      await fit(grunfeld(), panel('inv', ['firm'], 'be')),
    ]
    const estimates = (model: ModelStatistic) => model.coefficients.map(({ estimate }) => estimate)
    for (const [i, estimate] of estimates(re).entries())
      expect(estimate).toBeCloseTo(estimates(be)[i] as number, 8)
  })

  it('leaves out what does not vary within units, and refuses what is no panel', async () => {
    const model = await fit(grunfeld(), panel('inv', ['value', 'firm'], 'fe'))
    expect(model.notes).toContain('firm was left out: it does not vary within units.')
    const single = { ...grunfeld() }
    single.rows = sql`(SELECT * FROM ${single.rows} WHERE year = 1940)`
    expect(await refusal(single, panel('inv', ['value'], 'fe'))).toMatch(/one row only/)
    const one = { ...grunfeld() }
    one.rows = sql`(SELECT * FROM ${one.rows} WHERE firm = 1)`
    expect(await refusal(one, panel('inv', ['value'], 're'))).toMatch(/one unit/)
    expect(await refusal(grunfeld(), panel('inv', ['firm'], 'fe'))).toMatch(/No term varies/)
    expect(await refusal(grunfeld(), panel('inv', ['value'], 'fe', { cluster: 'year' }))).toMatch(
      /several groups of cluster/,
    )
  })
})

describe('regress-mml', () => {
  const sets = {
    sleep: () => dataSet(bench, 'sleepstudy', 'Subject', ['Reaction', 'Days'], ['Subject']),
    orth: () => dataSet(bench, 'orthodont', 'Subject', ['distance', 'age'], ['Subject', 'Sex']),
    oats: () => dataSet(bench, 'oats', 'Block', ['yield', 'nitro'], ['Block', 'Variety']),
    pixel: () => dataSet(bench, 'pixel', 'Dog', ['pixel', 'day'], ['Dog', 'Side']),
  }
  const specs = {
    sleep: mixed('Reaction', [[c('Days')]], ['Subject']),
    orth: mixed('distance', [[c('age')], [i('Sex')]], ['Subject']),
    oats: mixed('yield', [[c('nitro')]], ['Block', 'Variety']),
    pixel: mixed('pixel', [[c('day')]], ['Dog', 'Side']),
  }
  const variances = (model: ModelStatistic) =>
    of(model, 'random effects').filter(({ term }) => term.startsWith('var('))
  it.each(['sleep', 'orth', 'oats', 'pixel'] as const)('%s', async (name) => {
    const model = await fit(sets[name](), specs[name])
    const expected = oracle[name]
    agree(of(model), expected, 1e-5)
    const outermostFirst =
      expected.variances.length === 3
        ? [expected.variances[1], expected.variances[0], expected.variances[2]]
        : expected.variances
    close(estimates(variances(model)), outermostFirst, 1e-4)
    close([model.fit.logLikelihood, model.fit.logLikelihoodNull], [expected.logLikelihood, expected.linear])
    close(test(model, 'likelihood-ratio')?.value, 2 * (expected.logLikelihood - expected.linear), 1e-5)
  })
  it('standard errors of the logarithms of variances', async () => {
    for (const name of ['sleep', 'pixel'] as const) {
      const model = await fit(sets[name](), specs[name])
      close(
        variances(model).map(({ estimate, standardError }) => standardError / estimate),
        oracle[`${name}Errors`],
        1e-3,
      )
    }
  })
  it('as nlme has it', async () => {
    const model = await fit(sets.pixel(), specs.pixel)
    agree(of(model), oracle.nlmePixel, 1e-4)
    close(model.fit.logLikelihood, oracle.nlmePixel.logLikelihood, 1e-6)
  })
  it('refuses groups that say nothing, and tells of a variance of 0', async () => {
    const rows = people(
      sql`SELECT range, range % 6 * 1.0 + (range % 7) AS y, CAST(range AS DOUBLE) AS alone, CAST(range % 6 AS DOUBLE) AS g, 1.0::DOUBLE AS one, CAST((range * 7919) % 10 AS DOUBLE) AS noise FROM range(60)`,
    )
    const source = bench.source(
      rows,
      ['y', 'alone', 'g', 'one', 'noise'].map((name) => number(name)),
    )
    expect(await refusal(source, mixed('y', [[c('noise')]], ['one']))).toMatch(/one has one group only/)
    expect(await refusal(source, mixed('y', [[c('noise')]], ['alone']))).toMatch(/one row only/)
    expect(await refusal(source, mixed('y', [[c('noise')]], ['g', 'one']))).toMatch(/cannot be told apart/)
    const none = await fit(source, mixed('noise', [], ['g']))
    expect(none.notes.join()).toMatch(/estimated as 0/)
  })
})

describe.skipIf(!hasNafld)('on the NAFLD data (skipped without ../shared/data/nafld)', () => {
  let world: World
  let fits: ModelStatistic[]
  const specs: ModelSpec[] = [
    difference('bmi', 'male', 'old', ['diabetes']),
    difference('bmi', 'male', 'old', ['diabetes'], { robust: true }),
    decomposition('bmi', ['age', 'diabetes'], 'male'),
    decomposition('bmi', ['age', 'diabetes'], 'male', { robust: true }),
    decomposition('bmi', ['age', 'diabetes'], 'male', { weight: 0.5 }),
    discontinuity('bmi', 'age', ['male'], { cutoff: 55, bandwidth: 15, polynomial: 2 }),
    discontinuity('bmi', 'age', [], { cutoff: 55, bandwidth: 15, fuzzy: 'diabetes' }),
  ]
  beforeAll(async () => {
    world = await openWorld()
    const workplace = await openNafld(world)
    const old = relation({
      op: 'extend',
      id: 'aged',
      input: 'linked',
      name: 'old',
      value: call('to_int', 'number', call('>=', 'boolean', col('age'), lit(50))),
      condition: null,
      columns: [number('old')],
    })
    const shows = specs.map((spec, index) => show('aged', spec, null, index))
    fits = (await statistics(workplace, fragment(...linkedSteps(), old, ...shows))) as ModelStatistic[]
  })
  afterAll(() => world.close())

  it('difference in differences', () => {
    const [classical, robust] = fits as [ModelStatistic, ModelStatistic]
    expect(classical.coefficients[0]?.term).toBe('male#old')
    agree(of(classical), oracle.did)
    agree(of(robust), oracle.didRobust)
    expect(classical.factorLevels.map(({ level }) => level)).toEqual(['0#0', '0#1', '1#0', '1#1'])
  })

  it('decomposition, threefold, robust and twofold', () => {
    const [, , plain, robust, twofold] = fits as [
      ModelStatistic,
      ModelStatistic,
      ModelStatistic,
      ModelStatistic,
      ModelStatistic,
    ]
    const compare = (model: ModelStatistic, expected: typeof oracle.oaxaca, names: string[]) => {
      const overall = of(model, 'overall')
      close(estimates(overall.slice(0, 2)), expected.groups)
      close(errors(overall.slice(0, 2)), expected.groupErrors)
      for (const name of names) {
        const line = overall.find(({ term }) => term === name)
        close([line?.estimate, line?.standardError], [expected[name].total, expected[name].totalError])
        const shown = of(model, name)
        const all = [1, 2, 0].filter((k) => expected[name].errors[k] > 0)
        close(
          estimates(shown),
          all.map((k) => expected[name].parts[k]),
        )
        close(
          errors(shown),
          all.map((k) => expected[name].errors[k]),
        )
      }
    }
    compare(plain, oracle.oaxaca, ['endowments', 'coefficients', 'interaction'])
    compare(robust, oracle.oaxacaRobust, ['endowments', 'coefficients', 'interaction'])
    compare(twofold, oracle.oaxaca, ['explained', 'unexplained'])
    expect(plain.factorLevels.map(({ term, level }) => [term, level])).toEqual([
      ['male', '0'],
      ['male', '1'],
    ])
  })

  it('discontinuity, sharp and fuzzy', () => {
    const [sharp, fuzzy] = fits.slice(5) as [ModelStatistic, ModelStatistic]
    expect(of(sharp).map(({ term }) => term)).toEqual([
      'age>=55',
      'age-55',
      '(age-55)^2',
      'age>=55#age-55',
      'age>=55#(age-55)^2',
      'male',
      '_cons',
    ])
    agree(of(sharp), oracle.sharp)
    expect(sharp.used.units).toBe(oracle.rddN)
    agree(of(fuzzy), oracle.fuzzy)
    expect(of(fuzzy)[0]?.term).toBe('diabetes')
  })
})

describe('what decompositions and discontinuities refuse', () => {
  const rows = people(
    sql`SELECT range, CAST(range AS DOUBLE) AS x, CAST(range % 3 AS DOUBLE) AS three, CAST(range % 2 AS DOUBLE) AS two, 1.0::DOUBLE AS one, CAST((range * 7919) % 101 AS DOUBLE) AS y, CAST(range % 2 * range AS DOUBLE) AS half, NULL::DOUBLE AS nothing FROM range(60)`,
  )
  const source = () =>
    bench.source(
      rows,
      ['x', 'three', 'two', 'one', 'y', 'half', 'nothing'].map((name) => number(name)),
    )
  it.each([
    [decomposition('y', ['x'], 'three'), /two levels.*more/],
    [decomposition('y', ['x'], 'one'), /two levels.*one/],
    [decomposition('y', ['half'], 'two'), /half does not vary within/],
    [discontinuity('y', 'x', [], { cutoff: 100 }), /No row lies on one of the sides/],
    [discontinuity('y', 'two', [], { cutoff: 1 }), /nothing/],
    [difference('y', 'three', 'two', []), /must be 0 or 1/],
    [difference('y', 'two', 'one', []), /combinations/],
    [decomposition('nothing', ['x'], 'two'), /No row has a value/],
    [panel('nothing', ['x'], 'fe'), /No row has a value/],
    [instruments('nothing', ['x'], ['y'], ['half']), /No row has a value/],
    [discontinuity('one', 'x', [], { cutoff: 30 }), /same in every row/],
  ] as [ModelSpec, RegExp][])('%#', async (spec, message) => {
    expect(await refusal(source(), spec)).toMatch(message)
  })
})
