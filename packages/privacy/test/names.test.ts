/** Values of few are not named, whatever kind of result would have listed them; codes of a code list and missing values are. */
import type { ReleasedModel, ReleasedTable, ResultBody } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { withoutRareNames } from '../src/results/names.js'

const count = (value: number) => ({ value, error: 0 })
const hidden = { withheld: 'T2' as const }
const value = (code: string) => ({ code, label: { en: code } })
const coded = (code: string, en: string) => ({ code, label: { en } })
const missing = { code: null, label: { en: 'missing' } }

const table: ReleasedTable = {
  kind: 'table',
  dimensions: [
    {
      variable: 'level',
      title: { en: 'Level' },
      levels: [value('4'), value('987654.3'), value('5'), missing],
    },
    { variable: 'sex', title: { en: 'Sex' }, levels: [coded('1', 'Man'), coded('9', 'Other')] },
  ],
  measure: null,
  show: { frequency: true, shares: [] },
  cells: [
    { at: [0, 0], count: count(40), shares: {}, measures: {} },
    { at: [1, 0], count: hidden, shares: {}, measures: {} },
    { at: [1, null], count: hidden, shares: {}, measures: {} },
    { at: [2, 0], count: count(50), shares: {}, measures: {} },
    { at: [3, 1], count: hidden, shares: {}, measures: {} },
    { at: [null, null], count: count(99), shares: {}, measures: {} },
  ],
  test: null,
}

describe('a level of which nothing is shown', () => {
  test('is not named in a table, and the others keep their cells', () => {
    const body = withoutRareNames(table) as ReleasedTable
    expect(JSON.stringify(body)).not.toContain('987654')
    expect(body.dimensions[0]?.levels.map(({ code }) => code)).toEqual(['4', '5', null])
    expect(body.dimensions[1]?.levels.map(({ code }) => code)).toEqual(['1', '9'])
    expect(body.cells.map(({ at, count: of }) => [at, of])).toEqual([
      [[0, 0], count(40)],
      [[1, 0], count(50)],
      [[2, 1], hidden],
      [[null, null], count(99)],
    ])
  })

  test('is named where its number is shown somewhere, or its name is from a code list', () => {
    const shown = { ...table, cells: table.cells.map((cell) => ({ ...cell, count: count(10) })) }
    expect(withoutRareNames(shown)).toEqual(shown)
  })

  test('is not named in a figure, a summary, curves or a withheld model', () => {
    const bodies: ResultBody[] = [
      {
        kind: 'figure',
        figure: { type: 'barchart', value: 'frequency', stacked: false, horizontal: false, table },
      },
      {
        kind: 'summary',
        by: table.dimensions.slice(0, 1),
        rows: [0, 1].map((level) => ({
          variable: 'x',
          title: { en: 'x' },
          at: [level],
          n: level === 1 ? hidden : count(40),
          missing: count(0),
          mean: hidden,
          sd: hidden,
          percentiles: [],
        })),
      },
      {
        kind: 'survival',
        by: { variable: 'level', title: { en: 'Level' } },
        timeTitle: { en: 'Years' },
        level: 95,
        groups: [value('4'), value('987654.3')].map((group, index) => ({
          ...group,
          units: index === 1 ? hidden : count(40),
          events: hidden,
          median: hidden,
          steps: [],
        })),
        test: null,
      },
      {
        kind: 'model',
        model: 'regress',
        outcome: 'y',
        used: hidden,
        missing: hidden,
        coefficients: ['5', '987654.3'].map((level) => ({
          term: 'i.level',
          level,
          label: { en: `Level ${level}` },
          estimate: hidden,
          standardError: hidden,
          statistic: hidden,
          p: hidden,
          lower: hidden,
          upper: hidden,
        })),
        exponentiate: false,
        level: 95,
        fit: {},
        tests: [],
        notes: [],
      },
    ]
    for (const body of bodies) {
      expect(JSON.stringify(body)).toContain('987654')
      expect(JSON.stringify(withoutRareNames(body)), body.kind).not.toContain('987654')
    }
  })
})

describe('a withheld model', () => {
  const all = {
    estimate: hidden,
    standardError: hidden,
    statistic: hidden,
    p: hidden,
    lower: hidden,
    upper: hidden,
  }
  const line = (of: { equation?: string; term: string; level?: string }) => ({
    ...of,
    label: { en: of.level ?? of.term },
    ...all,
  })
  const ofTest = (of: string) => ({
    name: 'wald' as const,
    of,
    value: hidden,
    degreesOfFreedom: 1,
    p: hidden,
  })
  const model = (of: Partial<ReleasedModel>): ReleasedModel => ({
    kind: 'model',
    model: 'cox',
    outcome: 'y',
    used: hidden,
    missing: hidden,
    coefficients: [],
    exponentiate: false,
    level: 95,
    fit: {},
    tests: [],
    notes: ['987654.3: x was left out.'],
    ...of,
  })
  const named = (body: ReleasedModel) => {
    const { coefficients, margins = [], tests } = withoutRareNames(body) as ReleasedModel
    return {
      coefficients: coefficients.map(({ equation, term }) => [equation, term]),
      margins: margins.map(({ equation, term }) => [equation, term]),
      tests: tests.map(({ name, of }) => [name, of]),
    }
  }

  test('names no level of its outcome or of by(), and each term once', () => {
    const equations = ['4', '987654.3']
    const body = model({
      coefficients: equations.flatMap((equation) => [
        line({ equation, term: 'x' }),
        line({ equation, term: 'i.g', level: '987654.3' }),
      ]),
      margins: equations.map((equation) => line({ equation, term: 'x' })),
      tests: [ofTest('4'), ofTest('987654.3'), ofTest('987654.3, x')],
    })
    expect(JSON.stringify(withoutRareNames(body))).not.toContain('987654')
    expect(named(body)).toEqual({
      coefficients: [[undefined, 'x']],
      margins: [[undefined, 'x']],
      tests: [['wald', undefined]],
    })
  })

  test('keeps the names that are its own or the script’s', () => {
    const body = model({
      model: 'weibull',
      coefficients: [line({ term: 'x' }), line({ equation: 'shape', term: 'shape' })],
      tests: [ofTest('x')],
    })
    expect(named(body)).toEqual({
      coefficients: [
        [undefined, 'x'],
        ['shape', 'shape'],
      ],
      margins: [],
      tests: [['wald', 'x']],
    })
  })

  test('a model that is shown keeps everything', () => {
    const body = model({
      used: count(40),
      coefficients: [{ ...line({ equation: '4', term: 'x' }), estimate: count(1) }],
    })
    expect(withoutRareNames(body)).toEqual(body)
  })
})
