import { readFileSync } from 'node:fs'
import { OPEN_POLICY, Result, type SurvivalStatistic, type SurvivalStep } from '@sund/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactCurve, medianOf } from '../src/rules/v1-survival/rule.js'
import { bodyOf, type Numbers, numbers } from './given.js'

interface Oracle {
  name: string
  time: number[]
  atRisk: number[]
  events: number[]
  censored: number[]
  survival: number[]
  lower: (number | null)[]
  upper: (number | null)[]
  median: number
}
const oracles: Oracle[] = JSON.parse(readFileSync(new URL('oracles/survfit.json', import.meta.url), 'utf8'))

const stepsOf = (oracle: Oracle): SurvivalStep[] =>
  oracle.time.map((time, index) => ({
    time,
    atRisk: oracle.atRisk[index] as number,
    events: oracle.events[index] as number,
    censored: oracle.censored[index] as number,
  }))

/** Follow-up of `n` people with about a share of deaths. */
function followed(n: number, share: number, random: Numbers): SurvivalStep[] {
  const times = new Map<number, { events: number; censored: number }>()
  for (let person = 0; person < n; person++) {
    const time = Math.floor(random() * 3000) + 1
    const at = times.get(time) ?? { events: 0, censored: 0 }
    if (random() < share) at.events++
    else at.censored++
    times.set(time, at)
  }
  let atRisk = n
  return [...times]
    .sort(([a], [b]) => a - b)
    .map(([time, counts]) => {
      const step = { time, atRisk, ...counts }
      atRisk -= counts.events + counts.censored
      return step
    })
}

const survivalOf = (groups: SurvivalStep[][]): SurvivalStatistic => ({
  kind: 'survival',
  by: groups.length > 1 ? { variable: 'g', title: { en: 'g' } } : null,
  timeTitle: { en: 'days' },
  level: 95,
  groups: groups.map((steps, index) => ({
    code: String(index),
    label: { en: `Group ${index}` },
    set: { units: steps[0]?.atRisk ?? 0, key: index * 991 },
    missing: { units: 0, key: 0 },
    steps,
  })),
  test: { name: 'log-rank', value: 4.2424, degreesOfFreedom: 1, p: 0.0394 },
})

/** The exact curve as a step function. */
function survivalAt(steps: readonly SurvivalStep[], time: number): number {
  return steps
    .filter((step) => step.time <= time)
    .reduce((product, step) => product * (1 - step.events / step.atRisk), 1)
}

describe('Kaplan–Meier', () => {
  it.each(oracles.map((oracle) => [oracle.name, oracle] as const))('equals survfit (%s)', (_, oracle) => {
    const curve = exactCurve(stepsOf(oracle), 95)
    expect(medianOf(curve)).toBeCloseTo(oracle.median, 10)
    for (const point of curve) {
      const index = oracle.time.indexOf(point.time)
      expect(point.atRisk).toBe(oracle.atRisk[index])
      expect(point.survival).toBeCloseTo(oracle.survival[index] as number, 12)
      for (const limit of ['lower', 'upper'] as const) {
        const expected = oracle[limit][index]
        if (point[limit] !== null && expected !== null)
          expect(point[limit]).toBeCloseTo(expected as number, 10)
      }
    }
  })
})

describe('V1 survival', () => {
  it('shows steps of at least ten events among at least ten at risk, at the true height of the curve there', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 30, max: 2000 }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        async (seed, n, share) => {
          const steps = followed(n, share, numbers(seed))
          const { body, result } = await bodyOf(survivalOf([steps]))
          Result.parse(result)
          const group = body.groups[0] as NonNullable<(typeof body.groups)[0]>
          let before = 0
          for (const point of group.steps) {
            const between = steps.filter(({ time }) => time > before && time <= point.time)
            expect(between.reduce((sum, step) => sum + step.events, 0)).toBeGreaterThanOrEqual(10)
            const left = steps.find(({ time }) => time >= point.time)
            expect(left?.atRisk ?? 0).toBeGreaterThanOrEqual(10)
            const survival = point.survival as { value: number; error: number }
            expect(Math.abs(survival.value - survivalAt(steps, point.time))).toBeLessThanOrEqual(
              survival.error + 1e-9,
            )
            const atRisk = point.atRisk as { value: number; error: number }
            expect(Math.abs(atRisk.value - (left?.atRisk ?? 0))).toBeLessThanOrEqual(atRisk.error)
            expect(point.time % 5).toBe(0)
            before = point.time
          }
          const median = medianOf(exactCurve(steps, 95))
          if ('value' in group.median) {
            if (group.median.value === null) expect(median).toBeNull()
            else
              expect(Math.abs(group.median.value - (median as number))).toBeLessThanOrEqual(
                group.median.error,
              )
          }
        },
      ),
      { numRuns: 80 },
    )
  })

  it('tells nobody’s day of death, which the curve does with the defence off', async () => {
    const steps = followed(400, 0.3, numbers(8))
    const alone = steps.filter(({ events }) => events === 1).map(({ time }) => time)
    const found = (times: number[], drop: (index: number) => number, least: number) =>
      times.filter((time, index) => alone.includes(time) && drop(index) < least).length
    const off = (await bodyOf(survivalOf([steps]), OPEN_POLICY, { public: true })).body.groups[0]
    const on = (await bodyOf(survivalOf([steps]))).body.groups[0]
    const drops = (group: typeof on) => (index: number) => {
      const height = (at: number) => {
        const survival = group?.steps[at]?.survival
        return survival && 'value' in survival ? (survival.value as number) : 1
      }
      return height(index - 1) - height(index)
    }
    const times = (group: typeof on) => group?.steps.map(({ time }) => time) ?? []
    expect(found(times(off), drops(off), 0.01)).toBeGreaterThan(50)
    expect(found(times(on), drops(on), 0.01)).toBe(0)
  })

  it('shows the log-rank test only when every group has ten events', async () => {
    const many = followed(600, 0.5, numbers(1))
    const few = followed(200, 0.01, numbers(2))
    expect((await bodyOf(survivalOf([many, followed(500, 0.5, numbers(3))]))).body.test?.value).toEqual({
      value: expect.closeTo(4.25, 1),
      error: 0.1,
    })
    const { body } = await bodyOf(survivalOf([many, few]))
    expect(body.test?.value).toEqual({ withheld: 'V1' })
    expect(body.groups[1]?.steps).toEqual([])
  })

  it('withholds a small group, and another from which it would follow', async () => {
    const groups = [600, 5, 300].map((n, index) => followed(n, 0.5, numbers(index + 1)))
    const { body } = await bodyOf(survivalOf(groups))
    expect(body.groups.map(({ units }) => 'withheld' in units)).toEqual([false, true, true])
  })
})
