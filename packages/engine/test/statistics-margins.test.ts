/** Average marginal effects of linear models, mixed models and models of survival against R, with products and categories. */
import { readFileSync } from 'node:fs'
import type { ModelStatistic } from '@sund/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../src/dialects/sql.js'
import type { ModelSpec } from '../src/plan/types.js'
import { compute } from '../src/statistics/compute.js'
import { dataSet, difference, instruments, mixed, panel } from './econometrics.js'
import { close } from './near.js'
import { type Bench, openBench } from './source.js'
import { c, glm, i, survival } from './specs.js'

const oracle = JSON.parse(
  readFileSync(new URL('../../../spec/oracles/margins.json', import.meta.url), 'utf8'),
) as Record<string, { estimate: number[]; standardError: number[] }>

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

/** What makes a row a unit, and which columns are numbers. */
const DATA: Record<string, [unit: string, ...numbers: string[]]> = {
  cigarettes: ['state', 'lpacks', 'lprice', 'lincome', 'tdiff', 'ltax', 'year'],
  employment: ['firm', 'firm', 'emp', 'wage', 'capital', 'output', 'year'],
  grunfeld: ['firm', 'inv', 'value', 'capital'],
  birthwt: ['bwt', 'bwt', 'smoke', 'ui', 'age', 'race'],
  orthodont: ['Subject', 'distance', 'age'],
  veteran: ['time', 'time', 'status', 'age', 'celltype', 'karno'],
  lung: ['time', 'time', 'status', 'age', 'sex', 'loss'],
}
const source = (name: string) => {
  const [unit, ...numbers] = DATA[name] as (typeof DATA)[string]
  return dataSet(bench, name, unit, numbers, name === 'orthodont' ? ['Sex', 'Subject'] : [])
}
const product = (...factors: ReturnType<typeof c>[]) => ({ factors })
const terms = (...of: ReturnType<typeof c>[][]) => of.map((factors) => ({ factors }))
const margins: string[] = []
const asked = { margins }

const demand: ModelSpec = {
  ...instruments('lpacks', [], [], [], asked),
  terms: terms([c('lincome')], [i('year')]),
  endogenous: terms([c('lprice')], [c('lprice'), c('lincome')]),
  instruments: terms([c('tdiff')], [c('ltax')], [c('tdiff'), c('lincome')]),
}
const invested = { ...panel('inv', ['value', 'capital'], 're', asked) }
const employed = panel('emp', ['wage', 'capital', 'output'], 'fe', asked)
const wide = terms([c('wage')], [c('capital')], [c('output')], [c('wage'), c('capital')])
const born = {
  ...difference('bwt', 'smoke', 'ui', ['age'], asked),
  terms: terms([c('age')], [i('race')], [c('age'), i('race')]),
}
const cells = survival(
  'cox',
  'status',
  'time',
  [[c('age')], [i('celltype')], [c('age'), i('celltype')], [c('karno')]],
  asked,
)
const lost = survival(
  'weibull',
  'status',
  'time',
  [[c('age')], [i('sex')], [c('age'), i('sex')], [c('loss')]],
  asked,
)
const grown = mixed('distance', [[c('age')], [i('Sex')], [c('age'), i('Sex')]], ['Subject'], asked)

const CASES: [string, string, ModelSpec, string[]][] = [
  ['instruments', 'cigarettes', demand, ['lprice', 'lincome', 'i.year']],
  [
    'within',
    'employment',
    { ...employed, terms: [...wide, product(i('year'))] },
    ['wage', 'capital', 'output', 'i.year'],
  ],
  ['between', 'employment', { ...employed, estimator: 'be', terms: wide }, ['wage', 'capital', 'output']],
  [
    'random',
    'grunfeld',
    { ...invested, terms: [...invested.terms, product(c('value'), c('capital'))] },
    ['value', 'capital'],
  ],
  ['difference', 'birthwt', born, ['smoke', 'ui', 'age', 'i.race']],
  ['differenceRobust', 'birthwt', { ...born, robust: true }, ['smoke', 'ui', 'age', 'i.race']],
  ['mixed', 'orthodont', grown, ['age', 'i.Sex']],
  ['cox', 'veteran', cells, ['age', 'i.celltype', 'karno']],
  ['coxRobust', 'veteran', { ...cells, robust: true }, ['age', 'i.celltype', 'karno']],
  ['weibull', 'lung', lost, ['age', 'i.sex', 'loss']],
]
const fit = (name: string, spec: ModelSpec) => compute(source(name), spec) as Promise<ModelStatistic>

describe('average marginal effects beside R', () => {
  it.each(CASES)('%s', async (name, data, spec, of) => {
    const { margins = [] } = await fit(data, spec)
    const lines = of.flatMap((term) => margins.filter((line) => line.term === term))
    expect(lines).toHaveLength(margins.length)
    close(
      lines.map(({ estimate }) => estimate),
      oracle[name]?.estimate ?? [],
    )
    close(
      lines.map(({ standardError }) => standardError),
      oracle[name]?.standardError ?? [],
    )
  })
})

describe('average marginal effects', () => {
  it('of a model that is a line are its coefficients, with the distribution of their tests', async () => {
    for (const estimator of ['fe', 're', 'be', 'pooled'] as const) {
      const { coefficients, margins = [] } = await fit('employment', { ...employed, estimator })
      const numbers = ({ estimate, standardError, p, lower, upper }: (typeof margins)[number]) => [
        estimate,
        standardError,
        p,
        lower,
        upper,
      ]
      close(margins.flatMap(numbers), coefficients.slice(0, -1).flatMap(numbers), 1e-9)
    }
  })

  it('leave out what the model leaves out', async () => {
    const spec = { ...panel('lpacks', ['lprice', 'year', 'still'], 'fe', asked) }
    const rows = dataSet(bench, 'cigarettes', 'state', ['lpacks', 'lprice', 'year'])
    const still = {
      ...rows,
      rows: sql`(SELECT *, CAST(__unit AS DOUBLE) AS still FROM ${rows.rows})`,
    }
    const columns = [
      ...rows.columns,
      { ...(rows.columns[0] as (typeof rows.columns)[number]), name: 'still' },
    ]
    const { margins = [] } = (await compute({ ...still, columns }, spec)) as ModelStatistic
    expect(margins.map(({ term }) => term)).toEqual(['lprice', 'year'])
  })

  it('cannot be told of a variable of which a part was left out', async () => {
    const spec = { ...employed, terms: terms([c('wage')], [c('firm')], [c('wage'), c('firm')]) }
    const { margins = [], coefficients } = await fit('employment', spec)
    expect(coefficients.map(({ term }) => term)).toEqual(['wage', 'wage#firm', '_cons'])
    expect(margins.map(({ term }) => term)).toEqual(['wage'])
  })

  it('of a variable that stands as a number and as a category move both', async () => {
    const both = [[c('smoke')], [c('age')], [c('age'), i('smoke')]]
    const [mixed, pure] = [both, [[i('smoke')], [c('age')], [c('age'), i('smoke')]]].map((of) =>
      fit('birthwt', glm('regress', 'bwt', of, asked)),
    )
    const effects = async (of: typeof mixed) =>
      (await of)?.margins?.flatMap(({ estimate, standardError }) => [estimate, standardError])
    close(await effects(mixed), (await effects(pure)) ?? [])
  })

  it('of the variables that are named, and not of instruments', async () => {
    const one = await fit('cigarettes', { ...demand, margins: ['lprice'] })
    expect(one.margins?.map(({ term }) => term)).toEqual(['lprice'])
  })

  it('of each model of by()', async () => {
    const { margins = [], coefficients } = await fit(
      'lung',
      survival('cox', 'status', 'time', [[c('age')]], { ...asked, by: 'sex' }),
    )
    expect(margins.map(({ equation }) => equation)).toEqual(['1', '2'])
    close(
      margins.map(({ estimate }) => estimate),
      coefficients.map(({ estimate }) => estimate),
    )
  })

  it('of survival do not change when coefficients are shown standardised', async () => {
    const [plain, standardised] = [await fit('lung', lost), await fit('lung', { ...lost, standardize: true })]
    expect(standardised.margins).toEqual(plain.margins)
    const without = await fit('lung', glm('regress', 'time', [[c('age')]]))
    expect(without.margins).toBeUndefined()
  })
})
