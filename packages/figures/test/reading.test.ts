import type { ReleasedSurvival } from '@sund/model'
import { expect, test } from 'vitest'
import { atRiskAt, figureSummary, riskTimes, stepAt } from '../src/reading.js'

const exact = (value: number | null) => ({ value, error: 0 })
const step = (time: number, atRisk: number, survival: number) => ({
  time,
  atRisk: exact(atRisk),
  survival: exact(survival),
  lower: exact(survival - 0.02),
  upper: exact(survival + 0.02),
})
const survival: ReleasedSurvival = {
  kind: 'survival',
  by: { variable: 'diabetes', title: { en: 'Diabetes' } },
  timeTitle: { en: 'Years', nb: 'År' },
  level: 95,
  groups: [
    {
      code: '0',
      label: { en: 'No', nb: 'Nei' },
      units: exact(500),
      events: exact(50),
      median: exact(null),
      steps: [step(2, 400, 0.95), step(6, 300, 0.9), step(10, 100, 0.8)],
    },
    {
      code: '1',
      label: { en: 'Yes', nb: 'Ja' },
      units: exact(100),
      events: exact(60),
      median: exact(6),
      steps: [step(2, 80, 0.7), step(6, 40, 0.4)],
    },
    {
      code: null,
      label: {},
      units: { withheld: 'T2' },
      events: { withheld: 'T2' },
      median: { withheld: 'V1' },
      steps: [],
    },
  ],
  test: { name: 'log-rank', value: exact(20.5), degreesOfFreedom: 1, p: exact(0.00001) },
}

test('the step that holds at a time is the last not after it', () => {
  const [group] = survival.groups
  if (!group) throw new Error('no group')
  expect(stepAt(group, 1)).toBeNull()
  expect(stepAt(group, 6)?.time).toBe(6)
  expect(stepAt(group, 9.9)?.time).toBe(6)
  expect(atRiskAt(group, 0)).toEqual(exact(500))
  expect(atRiskAt(group, 3)).toEqual(exact(300))
  expect(atRiskAt(group, 11)).toBeNull()
})

test('times of the axis are round and end with the curve', () => {
  expect(riskTimes(survival)).toEqual([0, 2, 4, 6, 8, 10])
  expect(riskTimes({ ...survival, groups: [] })).toEqual([0])
})

test('the picture is told in sentences, withheld groups too', () => {
  const text = figureSummary(survival, 'en').join(' ')
  expect(text).toContain('No: 90.0% are left at 6 (88.0% to 92.0%).')
  expect(text).toContain('Yes: half are left at 6.')
  expect(text).toContain('Missing: withheld.')
})

test('and in another language with its own numbers', () => {
  const text = figureSummary(survival, 'nb').join(' ').replaceAll('\u00a0', ' ')
  expect(text).toContain('Nei: 90,0 % er igjen ved 6')
})
