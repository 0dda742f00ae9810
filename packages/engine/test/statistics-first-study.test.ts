/** Every number of the first study against R's, computed over the three registers through a workplace. */
import { readFileSync } from 'node:fs'
import type { ModelStatistic, SummaryStatistic, SurvivalStatistic, TableStatistic } from '@sund/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ShowSpec } from '../src/plan/types.js'
import { hasNafld, linkedSteps, openNafld } from './nafld.js'
import { close } from './near.js'
import { c, survival } from './specs.js'
import { fragment, openWorld, show, statistics, type World } from './world.js'

const oracle = JSON.parse(
  readFileSync(new URL('../../../spec/oracles/first-study.json', import.meta.url), 'utf8'),
)

const SPECS: ShowSpec[] = [
  {
    show: 'tabulate',
    dimensions: ['diabetes', 'status'],
    missing: false,
    frequency: true,
    shares: [],
    measure: null,
    chi2: false,
    labels: true,
    order: { rowsort: null, colsort: null, top: null, bottom: null },
  },
  { show: 'summarize', columns: ['hdl', 'first_hdl'], by: ['diabetes'], gini: false, iqr: false },
  { show: 'kaplan-meier', event: 'status', time: 'years', by: 'diabetes', level: 95 },
  survival('cox', 'status', 'years', [[c('age')], [c('male')], [c('bmi')], [c('diabetes')]]),
]

describe.skipIf(!hasNafld)('the first study (skipped without ../shared/data/nafld)', () => {
  let world: World
  let results: [TableStatistic, SummaryStatistic, SurvivalStatistic, ModelStatistic]
  beforeAll(async () => {
    world = await openWorld()
    const workplace = await openNafld(world)
    const all = await statistics(
      workplace,
      fragment(...linkedSteps(), ...SPECS.map((spec, i) => show('linked', spec, null, i))),
    )
    results = all as typeof results
  })
  afterAll(() => world.close())

  it('counts deaths by diabetes with all margins', () => {
    const count = (at: (number | null)[]) =>
      results[0].cells.find((cell) => String(cell.at) === String(at))?.set.units
    expect([count([0, 0]), count([1, 0])]).toEqual(oracle.table.alive)
    expect([count([0, 1]), count([1, 1])]).toEqual(oracle.table.dead)
    expect(count([null, null])).toBe(oracle.persons)
    expect(results[0].dimensions.map((d) => d.levels.map((l) => l.code))).toEqual([
      ['0', '1'],
      ['0', '1'],
    ])
  })

  it('summarises the last and the first HDL', () => {
    const expected = [...oracle.hdl, ...oracle.firstHdl]
    for (const [i, row] of results[1].rows.entries()) {
      expect(row.present.units).toBe(expected[i].n)
      expect(row.missing.units).toBe(expected[i].missing)
      close(row.mean?.value, expected[i].mean)
      close(row.sd?.value, expected[i].sd)
      close(
        row.percentiles.map((p) => p.value),
        expected[i].percentiles,
      )
    }
  })

  it('follows both groups to the same curve', () => {
    for (const [g, group] of results[2].groups.entries()) {
      const expected = oracle.kaplanMeier[g]
      expect(group.steps).toHaveLength(expected.steps)
      let survival = 1
      let greenwood = 0
      const curve = group.steps.map((step) => {
        survival *= 1 - step.events / step.atRisk
        greenwood += step.events / (step.atRisk * (step.atRisk - step.events))
        const spread = (1.959963984540054 * Math.sqrt(greenwood)) / Math.log(survival)
        return {
          ...step,
          survival,
          lower: survival ** Math.exp(-spread),
          upper: survival ** Math.exp(spread),
        }
      })
      const some = curve.filter((_, i) => i % 100 === 0)
      for (const name of ['time', 'atRisk', 'events', 'survival'] as const)
        close(
          some.map((step) => step[name]),
          expected[name],
        )
      const known = some.flatMap((step, i) => (expected.lower[i] === null || step.survival === 1 ? [] : [i]))
      close(
        known.map((i) => some[i]?.lower),
        known.map((i) => Math.min(expected.lower[i], expected.upper[i])),
      )
      close(
        curve.reduce((sum, step) => sum + step.survival, 0),
        expected.sumOfSurvival,
      )
      expect(curve.reduce((sum, step) => sum + step.events, 0)).toBe(expected.totalEvents)
    }
    close(results[2].test?.value, oracle.logRank.value)
    close(results[2].test?.p, oracle.logRank.p)
  })

  it('fits the Cox model', () => {
    const [, , , model] = results
    const { cox } = oracle
    expect(model.used.units).toBe(cox.used)
    expect(model.missing.units).toBe(cox.missing)
    expect(model.fit.events).toBe(cox.events)
    for (const name of ['estimate', 'standardError', 'p', 'lower', 'upper'] as const)
      close(
        model.coefficients.map((coefficient) => coefficient[name]),
        cox[name],
      )
    close(model.fit.logLikelihood, cox.logLikelihood)
    close(model.fit.logLikelihoodNull, cox.logLikelihoodNull)
    expect(model.tests.map((test) => test.name)).toEqual(['likelihood-ratio', 'wald'])
    close(
      model.tests.map((test) => test.value),
      [cox.likelihoodRatio, cox.wald],
      1e-5,
    )
  })
})
