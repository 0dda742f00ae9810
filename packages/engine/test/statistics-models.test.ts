/** Models, robust errors and tests on the linked NAFLD data against R. */
import { readFileSync } from 'node:fs'
import type { ModelStatistic, SummaryStatistic, SurvivalStatistic, TableStatistic } from '@sund/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Workplace } from '../src/execute/workplace.js'
import type { ModelSpec, Step } from '../src/plan/types.js'
import { hasNafld, linkedSteps, openNafld } from './nafld.js'
import { close } from './near.js'
import { c, glm, i, survival } from './specs.js'
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

const oracle = JSON.parse(readFileSync(new URL('../../../spec/oracles/models.json', import.meta.url), 'utf8'))

const extend = (id: string, input: string, name: string, value: Parameters<typeof call>[2]): Step =>
  relation({ op: 'extend', id, input, name, value, condition: null, columns: [number(name)] })

const band = [40, 50, 60, 70].map((cut) =>
  call('to_int', 'number', call('>', 'boolean', col('age'), lit(cut))),
)
const years = call('round', 'number', col('years'))
const PREPARED: Step[] = [
  ...linkedSteps(),
  extend(
    'p1',
    'linked',
    'ageband',
    band.reduce((sum, of) => call('+', 'number', sum, of), lit(1)),
  ),
  extend('p2', 'p1', 'wholeyears', years),
  extend(
    'p3',
    'p2',
    'entry',
    call('if', 'number', call('>', 'boolean', col('futime'), lit(400)), lit(365 / 365.25), lit(0)),
  ),
]
const WHOLE: Step = relation({
  op: 'filter',
  id: 'whole',
  input: 'p3',
  columns: [],
  condition: call('!', 'boolean', call('sysmiss', 'boolean', col('case.id'))),
})

const linear = glm('regress', 'bmi', [[c('age')], [c('male')]])
const logistic = glm('logit', 'diabetes', [[c('age')], [c('male')], [c('bmi')]])
const cox = survival('cox', 'status', 'years', [[c('age')], [c('male')], [c('bmi')]])
const CASES: [string, ModelSpec, string?][] = [
  ['linear', linear, 'whole'],
  ['linearRobust', { ...linear, robust: true }, 'whole'],
  ['linearCluster', { ...linear, cluster: 'case.id' }, 'whole'],
  [
    'linearFactor',
    glm('regress', 'bmi', [[c('age')], [i('ageband')], [i('male')], [i('ageband'), i('male')]]),
  ],
  ['linearNoConstant', { ...linear, constant: false }],
  ['logistic', logistic, 'whole'],
  ['logisticRobust', { ...logistic, robust: true }, 'whole'],
  ['logisticCluster', { ...logistic, cluster: 'case.id' }, 'whole'],
  ['logisticFactor', glm('logit', 'diabetes', [[i('ageband')], [i('male')]])],
  ['breslow', { ...cox, ties: 'breslow' }],
  ['efronDays', { ...cox, time: 'wholeyears' }],
  ['strata', { ...cox, terms: [{ factors: [c('age')] }, { factors: [c('bmi')] }], strata: ['male'] }],
  ['entry', { ...cox, entry: 'entry' }],
  ['coxRobust', { ...cox, time: 'wholeyears', robust: true }],
  ['coxCluster', { ...cox, cluster: 'case.id' }],
  [
    'coxEntryCluster',
    {
      ...cox,
      terms: [{ factors: [c('age')] }, { factors: [c('bmi')] }],
      strata: ['male'],
      entry: 'entry',
      ties: 'breslow',
      cluster: 'case.id',
    },
    'whole',
  ],
]

describe.skipIf(!hasNafld)('models (skipped without ../shared/data/nafld)', () => {
  let world: World
  let workplace: Workplace
  let fits: Map<string, ModelStatistic>
  beforeAll(async () => {
    world = await openWorld()
    workplace = await openNafld(world)
    const shows = CASES.map(([, spec, of = 'p3'], index) => show(of, spec, null, index))
    const all = await statistics(workplace, fragment(...PREPARED, WHOLE, ...shows))
    fits = new Map(CASES.map(([name], index) => [name, all[index] as ModelStatistic]))
  })
  afterAll(() => world.close())

  /** R lists the constant first, Sund last. */
  const inOrder = ({ coefficients }: ModelStatistic) =>
    [...coefficients].sort((a, b) => Number(b.term === '_cons') - Number(a.term === '_cons'))
  const agree = (actual: ModelStatistic, expected: Record<string, number & number[]>) => {
    if ('n' in expected) expect(actual.used.units).toBe(expected['n'])
    for (const name of ['estimate', 'standardError', 'p'] as const)
      if (name in expected)
        close(
          inOrder(actual).map((of) => of[name]),
          expected[name] as number[],
        )
    for (const name of ['r2', 'adjustedR2', 'rmse', 'logLikelihood', 'logLikelihoodNull', 'aic'] as const)
      if (name in expected) close(actual.fit[name], expected[name] as number)
    if ('f' in expected) close(actual.tests[0]?.value, expected['f'] as number)
  }

  it.each(CASES.map(([name]) => name))('%s', (name) => agree(fits.get(name) as ModelStatistic, oracle[name]))

  it('compares several curves, tests a table and describes a variable', async () => {
    const [km, table, summary] = (await statistics(
      workplace,
      fragment(
        ...PREPARED,
        show('p3', { show: 'kaplan-meier', event: 'status', time: 'years', by: 'ageband', level: 95 }),
        show('p3', {
          show: 'tabulate',
          dimensions: ['diabetes', 'ageband'],
          missing: false,
          frequency: true,
          shares: [],
          measure: null,
          chi2: true,
          labels: true,
          order: { rowsort: null, colsort: null, top: null, bottom: null },
        }),
        show('p3', { show: 'summarize', columns: ['bmi'], by: [], gini: true, iqr: true }),
      ),
    )) as [SurvivalStatistic, TableStatistic, SummaryStatistic]
    close(km.test?.value, oracle.logRankBands)
    close(table.test?.value, oracle.chiSquared.value)
    close(table.test?.p, oracle.chiSquared.p)
    close(
      summary.rows[0]?.percentiles.map((p) => p.value),
      oracle.quantiles,
    )
    close(summary.rows[0]?.gini?.value, oracle.gini)
  })
})
