/** Generalised linear models and marginal effects against R, their sums over parts, and what they say of awkward data. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Coefficient, ModelStatistic } from '@sund/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sql, sql, value } from '../src/dialects/sql.js'
import type { Column, GlmSpec, Step } from '../src/plan/types.js'
import { compute } from '../src/statistics/compute.js'
import { hasNafld, linkedSteps, openNafld } from './nafld.js'
import { close } from './near.js'
import { type Bench, openBench, people } from './source.js'
import { c, glm, i } from './specs.js'
import {
  call,
  col,
  fragment,
  number,
  openWorld,
  relation,
  show,
  statistics,
  text,
  type World,
} from './world.js'

type Expected = Record<string, number & number[]>
const oracles = new URL('../../../spec/oracles/', import.meta.url)
const oracle = JSON.parse(readFileSync(new URL('glm.json', oracles), 'utf8')) as Record<string, Expected>

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const DATA: Record<string, { texts: string[]; numbers: string[] }> = {
  quine: { texts: ['Eth', 'Sex', 'Age', 'Lrn'], numbers: ['Days'] },
  birthwt: { texts: [], numbers: ['low', 'age', 'lwt', 'race', 'smoke', 'bwt'] },
  affairs: {
    texts: [],
    numbers: ['affairs', 'age', 'yearsmarried', 'religiousness', 'occupation', 'rating'],
  },
  bank: { texts: ['job', 'minority'], numbers: ['education'] },
}
const rowsOf = (name: string): Sql => {
  const { texts, numbers } = DATA[name] as (typeof DATA)[string]
  const file = value(fileURLToPath(new URL(`data/${name}.csv`, oracles)))
  const numeric = numbers.map((column) => `CAST("${column}" AS DOUBLE) AS "${column}"`)
  const pieces = [...texts.map((column) => `"${column}"`), ...numeric].join(', ')
  return people(
    sql`SELECT row_number() OVER () - 1 AS range, ${{ pieces: [pieces] }} FROM read_csv(${file}, header = true, all_varchar = true)`,
  )
}
const columnsOf = (name: string): Column[] => {
  const { texts, numbers } = DATA[name] as (typeof DATA)[string]
  return [...texts.map(text), ...numbers.map(number)]
}
const fit = (name: string, spec: GlmSpec) =>
  compute(bench.source(rowsOf(name), columnsOf(name)), spec) as Promise<ModelStatistic>

const birth = [[c('age')], [c('lwt')], [i('race')], [c('smoke')]]
const cross = [[c('age')], [i('race')], [c('age'), i('race')], [c('lwt')]]
const school = [[i('Eth')], [i('Sex')], [i('Age')], [i('Lrn')]]
const marriage = [[c('age')], [c('yearsmarried')], [c('religiousness')], [c('occupation')], [c('rating')]]
const few = [[c('age')], [c('religiousness')]]
const robust = { robust: true }
const margins = { margins: [] }

const CASES: [string, string, GlmSpec][] = [
  ['logitBirth', 'birthwt', glm('logit', 'low', birth)],
  ['probitBirth', 'birthwt', glm('probit', 'low', birth)],
  ['probitBirthRobust', 'birthwt', glm('probit', 'low', birth, robust)],
  ['poissonQuine', 'quine', glm('poisson', 'Days', school)],
  ['poissonQuineRobust', 'quine', glm('poisson', 'Days', school, robust)],
  ['poissonAffairs', 'affairs', glm('poisson', 'affairs', marriage)],
  ['poissonAffairsCluster', 'affairs', glm('poisson', 'affairs', marriage, { cluster: 'occupation' })],
  ['poissonExposure', 'affairs', glm('poisson', 'affairs', few, { exposure: 'yearsmarried' })],
]
const NEGATIVE_BINOMIAL: [string, string, GlmSpec][] = [
  ['nbQuine', 'quine', glm('negative-binomial', 'Days', school)],
  [
    'nbAffairs',
    'affairs',
    glm('negative-binomial', 'affairs', [
      [c('age')],
      [c('yearsmarried')],
      [c('religiousness')],
      [c('rating')],
    ]),
  ],
  ['nbExposure', 'affairs', glm('negative-binomial', 'affairs', few, { exposure: 'yearsmarried' })],
]
const MULTINOMIAL: [string, string, GlmSpec][] = [
  ['mlogitBank', 'bank', glm('mlogit', 'job', [[c('education')], [i('minority')]])],
  ['mlogitBirth', 'birthwt', glm('mlogit', 'race', [[c('age')], [c('lwt')], [c('smoke')]])],
]
const MARGINS: [string, string, GlmSpec, string[]][] = [
  ['marginsLogitBirth', 'birthwt', glm('logit', 'low', birth, margins), ['age', 'lwt', 'smoke', 'i.race']],
  ['marginsProbitBirth', 'birthwt', glm('probit', 'low', birth, margins), ['age', 'lwt', 'smoke', 'i.race']],
  ['marginsCross', 'birthwt', glm('logit', 'low', cross, margins), ['age', 'lwt', 'i.race']],
  ['marginsLinear', 'birthwt', glm('regress', 'bwt', cross, margins), ['age', 'lwt', 'i.race']],
  [
    'marginsPoissonQuine',
    'quine',
    glm('poisson', 'Days', school, margins),
    ['i.Eth', 'i.Sex', 'i.Age', 'i.Lrn'],
  ],
  [
    'marginsExposure',
    'affairs',
    glm('poisson', 'affairs', few, { exposure: 'yearsmarried', ...margins }),
    ['age', 'religiousness'],
  ],
  [
    'marginsMlogitBirth',
    'birthwt',
    glm('mlogit', 'race', [[c('age')], [c('lwt')], [c('smoke')]], margins),
    ['age', 'lwt', 'smoke'],
  ],
]

/** R lists the constant of each equation first, Sund last. */
const inOrder = (coefficients: readonly Coefficient[]): Coefficient[] => {
  const equations = [...new Set(coefficients.map(({ equation }) => equation))]
  return equations.flatMap((equation) => {
    const own = coefficients.filter((of) => of.equation === equation)
    return own.sort((a, b) => Number(b.term === '_cons') - Number(a.term === '_cons'))
  })
}
const agree = (
  actual: readonly Coefficient[],
  expected: Expected,
  tolerance = 1e-6,
  errors = 'standardError',
) => {
  close(
    actual.map(({ estimate }) => estimate),
    expected['estimate'] as number[],
    tolerance,
  )
  close(
    actual.map(({ standardError }) => standardError),
    expected[errors] as number[],
    tolerance,
  )
}
const expected = (name: string) => oracle[name] as Expected

describe('beside R', () => {
  it.each(CASES)('%s', async (name, data, spec) => {
    const actual = await fit(data, spec)
    agree(inOrder(actual.coefficients), expected(name))
    for (const of of ['logLikelihood', 'logLikelihoodNull', 'aic'] as const)
      if (of in expected(name)) close(actual.fit[of], expected(name)[of] as number)
    const { wald, logLikelihood, logLikelihoodNull } = expected(name)
    close(actual.tests[0]?.value, wald ?? 2 * ((logLikelihood as number) - (logLikelihoodNull as number)))
    expect(actual.notes).toEqual([])
  })

  it.each(NEGATIVE_BINOMIAL)('%s', async (name, data, spec) => {
    const actual = await fit(data, spec)
    const { theta, thetaError, logLikelihood, logLikelihoodNull, dispersion } = expected(name)
    agree(inOrder(actual.coefficients).slice(0, -1), expected(name), 1e-4)
    const shape = actual.coefficients.at(-1) as Coefficient
    expect([shape.equation, shape.term]).toEqual(['lnalpha', 'lnalpha'])
    close(actual.fit.alpha, 1 / (theta as number), 1e-4)
    close(shape.estimate, -Math.log(theta as number), 1e-4)
    close(shape.standardError, (thetaError as number) / (theta as number), 1e-4)
    close(actual.fit.logLikelihood, logLikelihood as number, 1e-6)
    close(actual.fit.logLikelihoodNull, logLikelihoodNull as number, 1e-6)
    expect(actual.tests[1]).toMatchObject({ name: 'likelihood-ratio', of: 'alpha', degreesOfFreedom: 1 })
    close(actual.tests[1]?.value, dispersion as number, 1e-5)
  })

  it.each(MULTINOMIAL)('%s', async (name, data, spec) => {
    const actual = await fit(data, spec)
    agree(inOrder(actual.coefficients), expected(name))
    close(actual.fit.logLikelihood, expected(name)['logLikelihood'] as number)
    close(actual.fit.logLikelihoodNull, expected(name)['logLikelihoodNull'] as number)
    const robustly = await fit(data, { ...spec, robust: true })
    agree(inOrder(robustly.coefficients), expected(name), 1e-6, 'robustError')
  })

  it.each(MARGINS)('%s', async (name, data, spec, terms) => {
    const { margins = [] } = await fit(data, spec)
    const actual = terms.flatMap((term) => margins.filter((of) => of.term === term))
    expect(actual).toHaveLength(margins.length)
    agree(actual, expected(name), 2e-6)
  })

  it('marginsNbQuine', async () => {
    const { margins = [] } = await fit('quine', glm('negative-binomial', 'Days', school, { margins: [] }))
    agree(margins, expected('marginsNbQuine'), 1e-4)
  })
})

describe('effects at the means', () => {
  const of = async (mfx: NonNullable<GlmSpec['mfx']>) =>
    (await fit('birthwt', glm('logit', 'low', birth, { margins: [], mfx }))).margins ?? []
  it('are R’s', async () => {
    agree(await of('dydx'), expected('mfxDydx'))
    agree(await of('eyex'), expected('mfxEyex'))
  })
  it('are of levels where they have a change', async () => {
    const terms = (margins: readonly Coefficient[]) => margins.map(({ term }) => term)
    expect(terms(await of('eydx'))).toEqual(['age', 'lwt', 'i.race', 'i.race', 'smoke'])
    expect(terms(await of('dyex'))).toEqual(['age', 'lwt', 'smoke'])
  })
})

describe.skipIf(!hasNafld)('probit on the linked registers (skipped without ../shared/data/nafld)', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world.close())

  it('is R’s', async () => {
    const whole: Step = relation({
      op: 'filter',
      id: 'whole',
      input: 'linked',
      columns: [],
      condition: call('!', 'boolean', call('sysmiss', 'boolean', col('case.id'))),
    })
    const probit = glm('probit', 'diabetes', [[c('age')], [c('male')], [c('bmi')]])
    const specs = [probit, { ...probit, robust: true }, { ...probit, cluster: 'case.id' }]
    const all = await statistics(
      await openNafld(world),
      fragment(...linkedSteps(), whole, ...specs.map((spec, index) => show('whole', spec, null, index))),
    )
    for (const [index, name] of ['probitNafld', 'probitNafldRobust', 'probitNafldCluster'].entries())
      agree(inOrder((all[index] as ModelStatistic).coefficients), expected(name))
  })
})

describe('many rows, which start from a sample of themselves', () => {
  const times = 1100
  /** The rows many times over with record keys of their own, no two alike, and none told from another by the numbers of a report. */
  const repeated = (rows: Sql): Sql =>
    sql`(SELECT * REPLACE (CAST(hash(__unit * 10007 + copy) % 65536 AS INTEGER) AS __key, age + copy * 1e-11 AS age) FROM ${rows} CROSS JOIN (SELECT range AS copy FROM range(${value(BigInt(times))})))`
  const numbers = ({ coefficients, fit: { logLikelihood } }: ModelStatistic, scale: number) => [
    ...coefficients.map(({ estimate }) => estimate),
    ...coefficients.map(({ standardError }) => standardError * Math.sqrt(scale)),
    (logLikelihood as number) / scale,
  ]

  it.each(['logit', 'probit', 'poisson'] as const)(
    '%s',
    async (model) => {
      const spec = glm(model, 'low', [[c('age')], [c('lwt')], [c('smoke')]])
      const many = await compute(bench.source(repeated(rowsOf('birthwt')), columnsOf('birthwt')), spec)
      close(numbers(many as ModelStatistic, times), numbers(await fit('birthwt', spec), 1), 1e-7)
    },
    120_000,
  )
})
