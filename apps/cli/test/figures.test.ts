/** Every type of figure is drawn from released numbers alone, with words beside, in a page and in a file. */

import { drawFigure } from '@sund/figures'
import { type Drawable, figureSummary } from '@sund/figures/reading'
import type { ReleasedFigure, ReleasedNumber, ReleasedTable } from '@sund/model'
import { JSDOM } from 'jsdom'
import { describe, expect, it } from 'vitest'

const { document } = new JSDOM('').window
const number = (value: number, error = 0): ReleasedNumber => ({ value, error })
const withheld: ReleasedNumber = { withheld: 'T2' }
const dimension = (variable: string, ...codes: string[]) => ({
  variable,
  title: { en: variable, nb: `${variable} på norsk` },
  levels: codes.map((code) => ({ code, label: { en: `${variable} ${code}` } })),
})
const table = (
  dimensions: ReleasedTable['dimensions'],
  cells: [(number | null)[], ReleasedNumber, ReleasedTable['cells'][number]['measures']?][],
): ReleasedTable => ({
  kind: 'table',
  dimensions,
  measure: null,
  show: { frequency: true, shares: [] },
  cells: cells.map(([at, count, measures = {}]) => ({ at, count, shares: { cellpct: count }, measures })),
  test: null,
})
const one = table(
  [dimension('a', '1', '2', '3')],
  [
    [[0], number(40, 5)],
    [[1], withheld],
    [[2], number(25)],
    [[null], number(80), { mean: number(2), sd: number(0.8) }],
  ],
)
const estimate = (term: string, value: ReleasedNumber, equation?: string) => ({
  ...(equation ? { equation } : {}),
  term,
  label: { en: term },
  estimate: value,
  standardError: number(0.1),
  statistic: number(2),
  p: number(0.04),
  lower: 'withheld' in value ? value : number((value.value ?? 0) - 0.2),
  upper: 'withheld' in value ? value : number((value.value ?? 0) + 0.2),
})
const box = (at: number[], values: ReleasedNumber[]) => ({
  variable: 'x',
  title: { en: 'x' },
  unitOfMeasure: 'kg',
  at,
  n: number(500),
  missing: number(0),
  mean: number(5),
  sd: number(2),
  percentiles: [1, 25, 50, 75, 99].map((p, i) => ({ p, value: values[i] ?? withheld })),
})
const axis = (variable: string) => ({ variable, title: { en: variable }, low: 0, high: 10, step: 1 })
const bars = { value: 'frequency' as const, stacked: false, horizontal: false }

const FIGURES: Record<ReleasedFigure['figure']['type'], ReleasedFigure['figure']> = {
  barchart: { type: 'barchart', ...bars, table: one },
  histogram: { type: 'histogram', ...bars, edges: [0, 1, 2, 3], normal: true, table: one },
  piechart: { type: 'piechart', table: one },
  boxplot: {
    type: 'boxplot',
    summary: {
      kind: 'summary',
      by: [dimension('g', '1', '2')],
      rows: [box([0], [withheld, number(2), number(4), number(6), number(9)]), box([1], [])],
    },
  },
  hexbin: {
    type: 'hexbin',
    table: table(
      [dimension('x y', '0,0', '1,2')],
      [
        [[0], number(30, 5)],
        [[1], number(90, 5)],
      ],
    ),
    grid: { x: axis('x'), y: axis('y') },
  },
  sankey: {
    type: 'sankey',
    tables: [
      table(
        [dimension('a', '1', '2'), dimension('b', '1', '2')],
        [
          [[0, 0], number(30)],
          [[0, 1], number(20)],
          [[1, 0], withheld],
        ],
      ),
      table(
        [dimension('b', '1', '2'), dimension('c', '1')],
        [
          [[0, 0], number(30)],
          [[1, 0], number(20)],
        ],
      ),
    ],
  },
  coefplot: {
    type: 'coefplot',
    model: {
      kind: 'model',
      model: 'logit',
      outcome: 'y',
      used: number(100),
      missing: number(0),
      coefficients: [estimate('age', number(0.3)), estimate('sex', withheld), estimate('_cons', number(7))],
      exponentiate: true,
      level: 95,
      fit: {},
      tests: [],
      notes: [],
    },
  },
}
const survival: Drawable = {
  kind: 'survival',
  by: { variable: 'g', title: { en: 'g' } },
  timeTitle: { en: 'years' },
  level: 95,
  groups: ['1', '2'].map((code) => ({
    code,
    label: { en: `group ${code}` },
    units: number(400, 5),
    events: number(40, 5),
    median: number(7),
    steps: [2, 5, 9].map((time) => ({
      time,
      atRisk: time === 9 ? withheld : number(400 - 30 * time),
      survival: number(1 - time / 14),
      lower: number(1 - time / 13),
      upper: number(1 - time / 16),
    })),
  })),
  test: null,
}
const ALL: [string, Drawable][] = [
  ...Object.entries(FIGURES).map(([type, figure]): [string, Drawable] => [type, { kind: 'figure', figure }]),
  ['survival', survival],
]

describe.each(ALL)('%s', (_, body) => {
  const draw = (theme: 'page' | 'paper', width = 600) =>
    drawFigure(body, { language: 'en', width, document, theme, id: 'f' })

  it('is one image with a name and a description', () => {
    const picture = draw('page')
    expect(picture.getAttribute('role')).toBe('img')
    expect(picture.getAttribute('aria-labelledby')).toBe('f-title f-desc')
    expect(picture.querySelector('title')?.textContent).not.toBe('')
    expect(picture.querySelector('desc')?.textContent).toBe(figureSummary(body, 'en').join(' '))
    expect(picture.querySelectorAll('style, script, [aria-label]')).toHaveLength(0)
  })

  it('has coordinates that are numbers, at the width of a phone too', () => {
    for (const width of [240, 390, 1200]) {
      const text = draw('paper', width).outerHTML
      expect(text).not.toMatch(/NaN|Infinity|undefined/)
    }
  })

  it('stands alone in a file, and takes its colours from a page', () => {
    expect(draw('paper').outerHTML).not.toContain('var(')
    expect(draw('page').outerHTML).toContain('var(--series-1')
  })

  it('says the same in every language', () => {
    for (const language of ['nb', 'da'] as const)
      expect(figureSummary(body, language)).toHaveLength(figureSummary(body, 'en').length)
  })
})

describe('what is withheld', () => {
  const html = (figure: ReleasedFigure['figure']) =>
    drawFigure({ kind: 'figure', figure }, { language: 'en', width: 600, document, id: 'f' }).outerHTML

  it('is hatched, and said', () => {
    for (const type of ['barchart', 'histogram', 'piechart', 'boxplot'] as const)
      expect(html(FIGURES[type])).toContain('url(#f-hatch)')
    for (const type of ['barchart', 'piechart', 'sankey'] as const)
      expect(figureSummary({ kind: 'figure', figure: FIGURES[type] }, 'en').join(' ')).toContain('withheld')
  })

  it('leaves a figure of nothing else empty, in words', () => {
    const none = table(
      [dimension('a', '1')],
      [
        [[0], withheld],
        [[null], withheld],
      ],
    )
    for (const figure of [
      { type: 'barchart', ...bars, table: none },
      { type: 'piechart', table: none },
      { type: 'hexbin', table: { ...none, cells: [] }, grid: { x: axis('x'), y: axis('y') } },
      { type: 'sankey', tables: [none] },
    ] as const) {
      expect(html(figure as ReleasedFigure['figure'])).not.toMatch(/NaN|Infinity/)
      expect(
        figureSummary({ kind: 'figure', figure: figure as ReleasedFigure['figure'] }, 'en')[0],
      ).toContain('withheld')
    }
  })
})
