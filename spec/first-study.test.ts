/**
 * The first study from end to end, through holders, room and hub. Declared PUBLIC, every number is R's (oracles/first-study.R);
 * under its true sensitivity, every released number lies within its stated error of the same number.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type {
  ReleasedModel,
  ReleasedNumber,
  ReleasedSummary,
  ReleasedSurvival,
  ReleasedTable,
  ResultBody,
  RunDocument,
} from '@sund/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoRegisters, EXAMPLES } from './examples.js'
import { openWorld, type World } from './world.js'

const script = readFileSync(join(EXAMPLES, 'first-study', 'study.sund'), 'utf8')
const oracle = JSON.parse(readFileSync(new URL('./oracles/first-study.json', import.meta.url), 'utf8'))

type Body<K extends ResultBody['kind']> = Extract<ResultBody, { kind: K }>
function body<K extends ResultBody['kind']>(document: RunDocument, kind: K): Body<K> {
  const found = document.results.find((result) => result.body.kind === kind)
  if (!found) throw new Error(`the study shows no ${kind}`)
  return found.body as Body<K>
}
function bars(document: RunDocument) {
  const { figure } = body(document, 'figure')
  if (figure.type !== 'barchart') throw new Error('the study shows no bars')
  return figure.table
}
const value = (number: ReleasedNumber | undefined): number => {
  if (!number || 'withheld' in number || number.value === null)
    throw new Error(`not a value: ${JSON.stringify(number)}`)
  return number.value
}
const relative = (actual: number, expected: number) =>
  expect(
    Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-300),
    `${actual} against ${expected}`,
  ).toBeLessThanOrEqual(1e-6)

let exact: RunDocument
let released: RunDocument
const worlds: World[] = []
beforeAll(async () => {
  const run = async (declaredPublic: boolean) => {
    const world = await openWorld(demoRegisters(declaredPublic))
    worlds.push(world)
    return world.run(script)
  }
  exact = await run(true)
  released = await run(false)
}, 120_000)
afterAll(async () => {
  for (const world of worlds) await world[Symbol.asyncDispose]()
})

describe('declared PUBLIC, the first study is R', () => {
  it('runs to its end, without protection', () => {
    expect(exact.errors).toEqual([])
    expect(exact.results.flatMap(({ protection, withheld }) => [...protection, ...withheld])).toEqual([])
  })

  it('table', () => {
    const table = body(exact, 'table')
    for (const [diabetes, counts] of [0, 1].map(
      (d) => [d, [oracle.table.alive[d], oracle.table.dead[d]]] as const,
    ))
      for (const [dead, count] of counts.entries()) {
        const cell = table.cells.find(({ at }) => at[0] === diabetes && at[1] === dead)
        expect(value(cell?.count)).toBe(count)
        relative(value(cell?.shares.rowpct), (100 * count) / (counts[0] + counts[1]))
      }
  })

  it('summary of the last HDL cholesterol', () => {
    const { rows } = body(exact, 'summary')
    expect(rows).toHaveLength(2)
    for (const [i, row] of rows.entries()) {
      const expected = oracle.hdl[i]
      expect(value(row.n)).toBe(expected.n)
      expect(value(row.missing)).toBe(expected.missing)
      relative(value(row.mean), expected.mean)
      relative(value(row.sd), expected.sd)
      expect(row.percentiles.map(({ p }) => p)).toEqual([1, 25, 50, 75, 99])
      for (const [j, { value: percentile }] of row.percentiles.entries())
        relative(value(percentile), expected.percentiles[j])
    }
  })

  it('bars of the mean HDL cholesterol', () => {
    const { cells } = bars(exact)
    for (const diabetes of [0, 1])
      relative(value(cells.find(({ at }) => at[0] === diabetes)?.measures.mean), oracle.hdl[diabetes].mean)
  })

  it('Kaplan–Meier curves and log-rank test', () => {
    const survival = body(exact, 'survival')
    for (const [g, group] of survival.groups.entries()) {
      const expected = oracle.kaplanMeier[g]
      const steps = new Map(group.steps.map((step) => [step.time.toPrecision(9), step]))
      expect(value(group.events)).toBe(expected.totalEvents)
      for (const [i, time] of (expected.time as number[]).entries()) {
        const step = steps.get(time.toPrecision(9)) ?? lastBefore(group.steps, time)
        relative(step ? value(step.survival) : 1, expected.survival[i])
        if (step && expected.lower[i] !== null) {
          relative(value(step.lower), expected.lower[i])
          relative(value(step.upper), expected.upper[i])
        }
      }
    }
    relative(value(survival.test?.value), oracle.logRank.value)
    relative(value(survival.test?.p), oracle.logRank.p)
  })

  it('Cox model', () => {
    const model = body(exact, 'model')
    expect(value(model.used)).toBe(oracle.cox.used)
    expect(value(model.missing)).toBe(oracle.cox.missing)
    expect(value(model.fit.events)).toBe(oracle.cox.events)
    relative(value(model.fit.logLikelihood), oracle.cox.logLikelihood)
    relative(value(model.fit.logLikelihoodNull), oracle.cox.logLikelihoodNull)
    for (const [i, coefficient] of model.coefficients.entries()) {
      relative(value(coefficient.estimate), oracle.cox.estimate[i])
      relative(value(coefficient.standardError), oracle.cox.standardError[i])
      relative(value(coefficient.p), oracle.cox.p[i])
      relative(value(coefficient.lower), oracle.cox.lower[i])
      relative(value(coefficient.upper), oracle.cox.upper[i])
    }
    relative(
      value(model.tests.find(({ name }) => name === 'likelihood-ratio')?.value),
      oracle.cox.likelihoodRatio,
    )
  })
})

/** The step of a curve that holds at `time`. */
const lastBefore = (steps: ReleasedSurvival['groups'][number]['steps'], time: number) =>
  steps.findLast((step) => step.time <= time * (1 + 1e-9))

describe('under its true sensitivity, the first study is released within its stated errors', () => {
  /** How many numbers were compared; a withheld number has nothing to compare. */
  function within(actual: ReleasedNumber | undefined, truth: ReleasedNumber | undefined): number {
    if (!actual || 'withheld' in actual || actual.value === null) return 0
    expect(Math.abs(actual.value - value(truth)), JSON.stringify([actual, truth])).toBeLessThanOrEqual(
      actual.error * (1 + 1e-9) + 1e-9,
    )
    return 1
  }

  it('releases everything, says what protected it, and signs a receipt', () => {
    expect(released.errors).toEqual([])
    expect(released.state).toBe('released')
    expect(released.receipt?.signature).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    for (const { body, protection } of released.results)
      if (body.kind !== 'text') expect(protection.length, body.kind).toBeGreaterThan(0)
  })

  it('table', () => {
    const [actual, truth] = [body(released, 'table'), body(exact, 'table')] as [ReleasedTable, ReleasedTable]
    let compared = 0
    for (const cell of actual.cells) {
      const same = truth.cells.find(({ at }) => JSON.stringify(at) === JSON.stringify(cell.at))
      compared += within(cell.count, same?.count) + within(cell.shares.rowpct, same?.shares.rowpct)
    }
    expect(compared).toBeGreaterThanOrEqual(12)
  })

  it('summary', () => {
    const [actual, truth] = [body(released, 'summary'), body(exact, 'summary')] as [
      ReleasedSummary,
      ReleasedSummary,
    ]
    let compared = 0
    for (const [i, row] of actual.rows.entries()) {
      const same = truth.rows[i]
      for (const name of ['n', 'missing', 'mean', 'sd'] as const) compared += within(row[name], same?.[name])
      for (const [j, percentile] of row.percentiles.entries())
        compared += within(percentile.value, same?.percentiles[j]?.value)
    }
    expect(compared).toBe(18)
  })

  it('bars', () => {
    const [actual, truth] = [bars(released), bars(exact)]
    let compared = 0
    for (const cell of actual.cells) {
      const same = truth.cells.find(({ at }) => JSON.stringify(at) === JSON.stringify(cell.at))
      compared += within(cell.measures.mean, same?.measures.mean)
    }
    expect(compared).toBeGreaterThanOrEqual(2)
  })

  it('survival', () => {
    const [actual, truth] = [body(released, 'survival'), body(exact, 'survival')] as [
      ReleasedSurvival,
      ReleasedSurvival,
    ]
    let compared = 0
    for (const [g, group] of actual.groups.entries())
      for (const step of group.steps) {
        const same = lastBefore((truth.groups[g] as ReleasedSurvival['groups'][number]).steps, step.time)
        compared += within(step.survival, same?.survival)
      }
    expect(compared).toBeGreaterThan(20)
    expect(within(actual.test?.value, truth.test?.value)).toBe(1)
  })

  it('model', () => {
    const [actual, truth] = [body(released, 'model'), body(exact, 'model')] as [ReleasedModel, ReleasedModel]
    let compared = within(actual.used, truth.used) + within(actual.missing, truth.missing)
    for (const [i, coefficient] of actual.coefficients.entries())
      for (const name of ['estimate', 'standardError', 'p', 'lower', 'upper'] as const)
        compared += within(coefficient[name], truth.coefficients[i]?.[name])
    expect(compared).toBe(22)
  })
})
