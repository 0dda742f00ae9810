/**
 * Statistics are sums: rows dealt over parts, however units and clusters fall, give the same fit as the rows together. A model
 * that has no case here fails the last test.
 */
import { type Coefficient, MODELS, type ModelName, type ModelStatistic } from '@sund/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sql, sql, value } from '../src/dialects/sql.js'
import type { GlmSpec, ModelSpec } from '../src/plan/types.js'
import { coxDesign, fitCox } from '../src/statistics/cox.js'
import type { Design } from '../src/statistics/design.js'
import { differenceDesign, fitDifference } from '../src/statistics/difference.js'
import { fitGlm, glmDesign } from '../src/statistics/glm.js'
import { fitInstruments, instrumentDesign } from '../src/statistics/ivregress.js'
import { fitMixed, mixedDesign } from '../src/statistics/mixed.js'
import { decompositionDesign, fitDecomposition } from '../src/statistics/oaxaca.js'
import { fitHausman, fitPanel, panelDesign } from '../src/statistics/panel.js'
import { discontinuityDesign, fitDiscontinuity } from '../src/statistics/rdd.js'
import { fitLinear, linearDesign } from '../src/statistics/regress.js'
import type { Source } from '../src/statistics/source.js'
import { fitWeibull, weibullDesign } from '../src/statistics/weibull.js'
import {
  dataSet,
  decomposition,
  difference,
  discontinuity,
  instruments,
  mixed,
  panel,
} from './econometrics.js'
import { close } from './near.js'
import { type Bench, openBench } from './source.js'
import { c, glm, i, survival } from './specs.js'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

/** The unit of a row of each data set, its numbers, and its texts. */
const DATA: Record<string, [unit: string, numbers: string[], texts: string[]]> = {
  birthwt: ['bwt', ['low', 'age', 'lwt', 'race', 'smoke', 'ui', 'bwt'], []],
  quine: ['Days', ['Days'], ['Eth', 'Sex', 'Age', 'Lrn']],
  affairs: ['age', ['affairs', 'age', 'yearsmarried', 'religiousness', 'rating'], []],
  bank: ['education', ['education'], ['job', 'minority']],
  cigarettes: ['state', ['year', 'lpacks', 'lprice', 'lincome', 'tdiff', 'ltax'], ['state']],
  employment: ['firm', ['emp', 'wage', 'capital', 'output'], []],
  pixel: ['Dog', ['pixel', 'day'], ['Dog', 'Side']],
  lung: ['time', ['inst', 'time', 'status', 'age', 'sex', 'loss'], []],
  heart: ['id', ['start', 'stop', 'event', 'age', 'surgery', 'id'], []],
}

/** A model's rows and its fit, which another deal of the rows must not change. */
interface Parted<S> {
  design(source: Source, spec: S): Promise<Design>
  fit(source: Source, spec: S, design: Design): Promise<ModelStatistic>
  cases: readonly (readonly [title: string, data: keyof typeof DATA, spec: S])[]
}
const parted = <S extends ModelSpec>(of: Parted<S>) => of as unknown as Parted<ModelSpec>

const margins: string[] = []
const ofGlm = (...cases: Parted<GlmSpec>['cases']) =>
  parted<GlmSpec>({
    design: glmDesign,
    fit: (source, spec, design) => fitGlm(source, spec, design as Awaited<ReturnType<typeof glmDesign>>),
    cases,
  })
const birth = [[c('age')], [c('lwt')], [i('race')], [c('smoke')]]
const school = [[i('Eth')], [i('Sex')], [i('Age')], [i('Lrn')]]
const demand = instruments('lpacks', ['lincome'], ['lprice'], ['tdiff', 'ltax'], {
  firstStage: true,
  overidentification: true,
})
const employed = panel('emp', ['wage', 'capital', 'output'], 'fe')
const late = survival('cox', 'event', 'stop', [[c('age')], [c('surgery')]], { entry: 'start', phtest: 'km' })
const lung = [[c('age')], [i('sex')], [c('loss')]]

/** Models of one sum that have no design of rows: ci, anova and normaltest read moments of tables that add as tables do. */
const OF_MOMENTS = ['ci', 'anova', 'normaltest'] as const

const CASES: Record<Exclude<ModelName, (typeof OF_MOMENTS)[number]>, Parted<ModelSpec>> = {
  regress: parted<GlmSpec>({
    design: linearDesign,
    fit: fitLinear,
    cases: [
      ['robust', 'birthwt', glm('regress', 'bwt', birth, { robust: true, margins })],
      [
        'cluster',
        'cigarettes',
        glm('regress', 'lpacks', [[c('lprice')], [c('lincome')]], { cluster: 'state' }),
      ],
      ['no constant', 'birthwt', glm('regress', 'bwt', birth, { constant: false })],
    ],
  }),
  logit: ofGlm(
    ['margins', 'birthwt', glm('logit', 'low', birth, { margins })],
    ['robust', 'birthwt', glm('logit', 'low', birth, { robust: true })],
  ),
  probit: ofGlm(
    ['margins', 'birthwt', glm('probit', 'low', birth, { margins })],
    ['robust', 'birthwt', glm('probit', 'low', birth, { robust: true })],
  ),
  mlogit: ofGlm(
    ['bank', 'bank', glm('mlogit', 'job', [[c('education')], [i('minority')]])],
    ['margins', 'birthwt', glm('mlogit', 'race', [[c('age')], [c('lwt')], [c('smoke')]], { margins })],
  ),
  poisson: ofGlm(
    ['robust', 'quine', glm('poisson', 'Days', school, { robust: true })],
    [
      'exposure',
      'affairs',
      glm('poisson', 'affairs', [[c('age')], [c('religiousness')]], { exposure: 'yearsmarried', margins }),
    ],
    [
      'cluster',
      'affairs',
      glm('poisson', 'affairs', [[c('age')], [c('rating')]], { cluster: 'religiousness' }),
    ],
  ),
  'negative-binomial': ofGlm(
    ['quine', 'quine', glm('negative-binomial', 'Days', school)],
    ['affairs', 'affairs', glm('negative-binomial', 'affairs', [[c('age')], [c('rating')]])],
  ),
  ivregress: parted({
    design: instrumentDesign,
    fit: fitInstruments,
    cases: [
      ['tsls', 'cigarettes', { ...demand, cluster: 'state', margins }],
      ['liml', 'cigarettes', { ...demand, method: 'liml', robust: true }],
      ['gmm', 'cigarettes', { ...demand, method: 'gmm', cluster: 'state' }],
    ],
  }),
  'regress-panel': parted({
    design: panelDesign,
    fit: fitPanel,
    cases: (['fe', 're', 'be', 'pooled'] as const).map(
      (estimator) =>
        [estimator, 'employment', { ...employed, estimator, robust: estimator !== 'be', margins }] as const,
    ),
  }),
  hausman: parted({
    design: panelDesign,
    fit: fitHausman,
    cases: [['fe, re', 'employment', { ...panel('emp', ['wage', 'capital'], 'fe'), model: 'hausman' }]],
  }),
  'regress-panel-diff': parted({
    design: differenceDesign,
    fit: fitDifference,
    cases: [['margins', 'birthwt', difference('bwt', 'smoke', 'ui', ['age'], { cluster: 'lwt', margins })]],
  }),
  'regress-mml': parted({
    design: mixedDesign,
    fit: fitMixed,
    cases: [
      ['one level', 'pixel', mixed('pixel', [[c('day')]], ['Dog'], { margins })],
      ['two levels', 'pixel', mixed('pixel', [[c('day')]], ['Dog', 'Side'])],
    ],
  }),
  oaxaca: parted({
    design: decompositionDesign,
    fit: fitDecomposition,
    cases: [['robust', 'birthwt', decomposition('bwt', ['age', 'lwt'], 'smoke', { robust: true })]],
  }),
  rdd: parted({
    design: discontinuityDesign,
    fit: fitDiscontinuity,
    cases: [
      [
        'cluster',
        'cigarettes',
        discontinuity('lpacks', 'lprice', [], { cutoff: 4.7, polynomial: 2, cluster: 'state' }),
      ],
    ],
  }),
  cox: parted({
    design: coxDesign,
    fit: fitCox,
    cases: [
      ['late entry', 'heart', late],
      [
        'strata',
        'lung',
        survival('cox', 'status', 'time', [[c('age')], [c('loss')]], {
          strata: ['sex'],
          robust: true,
          margins,
        }),
      ],
    ],
  }),
  weibull: parted({
    design: weibullDesign,
    fit: fitWeibull,
    cases: [
      ['margins', 'lung', survival('weibull', 'status', 'time', lung, { margins })],
      ['cluster', 'lung', survival('weibull', 'status', 'time', lung, { cluster: 'inst' })],
    ],
  }),
}

const TRIALS = Object.entries(CASES).flatMap(([model, { cases, ...of }]) =>
  cases.map(([title, data, spec]) => ({ model, title, data, spec, ...of })),
)

/** The design with its rows dealt over so many parts by a number of their own: rows of a unit or cluster fall into several. */
async function dealt(source: Source, design: Design, pieces: number): Promise<Design> {
  const rows = await source.keep(
    sql`SELECT *, hash(row_number() OVER ()) % ${value(BigInt(pieces))} AS piece FROM ${design.parts[0] as Sql}`,
  )
  const parts = Array.from(
    { length: pieces },
    (_, piece) => sql`(SELECT * EXCLUDE (piece) FROM ${rows} WHERE piece = ${value(BigInt(piece))})`,
  )
  return { ...design, parts }
}

const numbers = ({ coefficients, margins = [], tests, fit }: ModelStatistic): number[] => [
  ...[...coefficients, ...margins].flatMap(({ estimate, standardError }: Coefficient) => [
    estimate,
    standardError,
  ]),
  ...tests.map((test) => test.value),
  ...Object.values(fit),
]

describe('sums over parts add', () => {
  it.each(TRIALS)('$model: $title', async ({ data, spec, design: make, fit }) => {
    const [unit, columns, texts] = DATA[data] as (typeof DATA)[string]
    const source = dataSet(bench, data, unit, columns, texts)
    const design = await make(source, spec)
    const whole = await fit(source, spec, design)
    for (const pieces of [1, 2, 7]) {
      const model = await fit(source, spec, await dealt(source, design, pieces))
      close(numbers(model), numbers(whole), 1e-9)
      expect(model.factorLevels).toEqual(whole.factorLevels)
    }
  })

  it('of every model', () => {
    const tried = [...Object.keys(CASES), ...OF_MOMENTS]
    expect(MODELS.filter((name) => !tried.includes(name))).toEqual([])
    expect(TRIALS.filter(({ model, spec }) => spec.model !== model)).toEqual([])
  })
})
