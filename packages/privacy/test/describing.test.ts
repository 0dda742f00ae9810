/** What is new to leave: correlations, means, and every type of figure. Small groups never show, in any of them. */
import type {
  Coefficient,
  CorrelationPair,
  CorrelationStatistic,
  FigureStatistic,
  ModelStatistic,
  ReleasedFigure,
  ReleasedNumber,
  ReleasedTable,
  SummaryRow,
  SummaryStatistic,
  TableStatistic,
} from '@sund/model'
import { describe, expect, it } from 'vitest'
import { bodyOf, dimension, ends, numbers, SUMMED, tableOf } from './given.js'

const title = { en: 'x' }
const set = (units: number) => ({ units, key: (units * 40_503) & 0xffff })
const hidden = (number: ReleasedNumber | undefined): boolean => number !== undefined && 'withheld' in number

describe('correlations', () => {
  const pair = (
    at: [number, number],
    units: number,
    more: Partial<CorrelationPair> = {},
  ): CorrelationPair => ({
    at,
    used: set(units),
    missing: set(5000 - units),
    rows: units,
    rarest: null,
    value: 0.123456789,
    p: 0.0456789,
    ...more,
  })
  const correlation = (pairs: CorrelationPair[]): CorrelationStatistic => ({
    kind: 'correlation',
    covariance: false,
    pairwise: true,
    show: { units: true, p: true },
    variables: ['a', 'b'].map((variable) => ({ variable, title })),
    pairs,
  })

  it('are rounded far below their sampling error over enough people, whose number is moved', async () => {
    const { body, result } = await bodyOf(correlation([pair([1, 0], 800)]))
    const [released] = body.pairs
    expect(released?.value).toMatchObject({ error: 0.005 })
    expect(released?.p).toEqual({ value: 0.05, error: 0.005 })
    expect(JSON.stringify(body)).not.toMatch(/0\.12345|0\.04567/)
    expect(body.pairs[0]?.units).toMatchObject({ error: 5 })
    expect(result.protection.map(({ rule }) => rule)).toEqual(['M1', 'P3', 'T5'])
  })

  it.each([
    ['few people', pair([1, 0], 9)],
    ['few degrees of freedom', pair([1, 0], 11)],
    ['a variable that few have', pair([1, 0], 800, { rarest: 9 })],
    ['a variable that one has', pair([1, 0], 800, { rarest: 1 })],
  ])('are withheld with all they say over %s', async (_, of) => {
    const { body } = await bodyOf(correlation([of]))
    const [released] = body.pairs
    expect([released?.units, released?.value, released?.p].every(hidden)).toBe(true)
    expect(JSON.stringify(body)).not.toMatch(/0\.12345|0\.04567/)
  })

  it('do not tell that nearly all have the two', async () => {
    const { body } = await bodyOf(correlation([pair([1, 0], 4997)]))
    expect(body.pairs[0]?.units).toMatchObject({ error: 14 })
  })
})

describe('means with intervals', () => {
  const line = (equation: string | undefined, more: Partial<Coefficient> = {}): Coefficient => ({
    ...(equation === undefined ? {} : { equation }),
    term: 'x',
    label: title,
    estimate: 12.3456789,
    standardError: 0.1234567,
    statistic: 100.0001,
    p: 0.012345,
    lower: 12.1,
    upper: 12.6,
    ...SUMMED,
    ...more,
  })
  const means = (groups: Record<string, number>): ModelStatistic => ({
    kind: 'model',
    model: 'ci',
    outcome: 'x',
    used: set(2000),
    missing: set(100),
    coefficients: Object.keys(groups).map((group) => line(group || undefined)),
    exponentiate: false,
    level: 95,
    parameters: 1,
    residualDegreesOfFreedom: 500,
    factorLevels: Object.entries(groups).map(([level, units]) => ({ term: 'x', level, units })),
    fit: {},
    tests: [],
    notes: [],
  })

  it('are rounded, and their bounds cover what winsorising moved', async () => {
    const one = means({ '': 1900 })
    one.coefficients = [
      line(undefined, { raw: line(undefined, { estimate: 13.2, lower: 12.9, upper: 13.5 }) }),
    ]
    const { body } = await bodyOf(one)
    const [released] = body.coefficients
    const estimate = released?.estimate as { value: number; error: number }
    expect(estimate.value).not.toBe(12.3456789)
    expect(Math.abs(estimate.value - 13.2)).toBeLessThanOrEqual(estimate.error)
    expect(released?.p).toMatchObject({ value: 0.0123 })
  })

  it('withhold a small group, another with it, and their names', async () => {
    const { body, result } = await bodyOf(means({ Oslo: 900, Bergen: 600, Utsira: 4 }))
    expect(JSON.stringify(body)).not.toContain('Utsira')
    expect(body.coefficients).toHaveLength(1)
    expect(result.withheld).toMatchObject([{ rule: 'T2', count: 2 }])
  })

  it('are withheld whole when few have the variable', async () => {
    const { body } = await bodyOf(means({ '': 9 }))
    expect(body.coefficients.every(({ estimate, lower }) => hidden(estimate) && hidden(lower))).toBe(true)
  })
})

describe('figures', () => {
  const released = async (
    figure: FigureStatistic['figure'],
    more: Pick<FigureStatistic, 'ends'> = {},
  ): Promise<ReleasedFigure['figure']> =>
    (await bodyOf({ kind: 'figure', figure, ...more } satisfies FigureStatistic)).body.figure

  it('pies withhold a small slice and another, so that it is not what is left of the whole', async () => {
    const pie = await released({
      type: 'piechart',
      table: tableOf([4], ([a]) => [400, 300, 200, 3][a as number] as number, numbers(2)),
    })
    if (pie.type !== 'piechart') throw new Error(pie.type)
    const slices = pie.table.cells.filter(({ at }) => at[0] !== null)
    expect(slices.filter(({ count }) => hidden(count)).length).toBeGreaterThanOrEqual(2)
    expect(slices.every(({ count, shares }) => hidden(count) === hidden(shares.cellpct))).toBe(true)
  })

  it('hexagons with few are not even placed', async () => {
    const counts = [500, 400, 300, 2, 1]
    const table: TableStatistic = {
      ...tableOf([5], ([a]) => counts[a as number] as number, numbers(3)),
      dimensions: [
        {
          variable: 'x y',
          title,
          levels: ['0,0', '1,0', '0,1', '9,7', '8,8'].map((code) => ({ code, label: { en: code } })),
        },
      ],
    }
    const axis = { variable: 'x', title, low: 0, high: 10, step: 1 }
    const plane = await released({ type: 'hexbin', table, grid: { x: axis, y: axis } }, { ends: ends(40, 2) })
    if (plane.type !== 'hexbin') throw new Error(plane.type)
    const codes = plane.table.dimensions[0]?.levels.map(({ code }) => code) ?? []
    expect(codes).not.toContain('9,7')
    expect(codes).not.toContain('8,8')
    // 2 + 1 people would be what is left of the total: one more goes.
    expect(codes).toHaveLength(2)
  })

  it('boxes end where enough people lie beyond, and never at an extreme', async () => {
    const at = (p: number, below: number, above: number) => ({ p, value: p * 1.23456, below, above })
    const row: SummaryRow = {
      variable: 'x',
      title,
      at: [],
      present: set(500),
      missing: set(0),
      mean: { value: 60, moved: 0 },
      sd: { value: 20, moved: 0 },
      gini: null,
      percentiles: [at(1, 5, 495), at(5, 25, 475), at(50, 250, 250), at(95, 475, 25), at(99, 495, 5)],
    }
    const summary: SummaryStatistic = { kind: 'summary', by: [], iqr: false, rows: [row] }
    const box = await released({ type: 'boxplot', summary })
    if (box.type !== 'boxplot') throw new Error(box.type)
    const percentiles = new Map(box.summary.rows[0]?.percentiles.map(({ p, value }) => [p, value]))
    expect([1, 99].map((p) => percentiles.get(p))).toEqual([{ withheld: 'S1' }, { withheld: 'S1' }])
    expect([5, 50, 95].every((p) => !hidden(percentiles.get(p)))).toBe(true)
    expect(percentiles.get(5)).toMatchObject({ value: 6.17 })
  })

  it('boxes of small groups are withheld, and not named', async () => {
    const group = (level: number, units: number): SummaryRow => ({
      variable: 'x',
      title,
      at: [level],
      present: set(units),
      missing: set(0),
      mean: null,
      sd: null,
      gini: null,
      percentiles: [{ p: 50, value: 7.77, below: units >> 1, above: units >> 1 }],
    })
    const by = [
      { ...dimension('g', 3), levels: ['1.5', '2.5', '3.5'].map((code) => ({ code, label: { en: code } })) },
    ]
    const summary: SummaryStatistic = {
      kind: 'summary',
      by,
      iqr: false,
      rows: [group(0, 400), group(1, 300), group(2, 4)],
    }
    const box = await released({ type: 'boxplot', summary })
    if (box.type !== 'boxplot') throw new Error(box.type)
    expect(box.summary.by[0]?.levels.map(({ code }) => code)).toEqual(['1.5'])
  })

  it('flows show no margin, and nothing adds up to a small one', async () => {
    const random = numbers(5)
    const joint = new Map<string, number>()
    for (let a = 0; a < 4; a++)
      for (let b = 0; b < 4; b++)
        for (let c = 0; c < 4; c++) joint.set(`${a}${b}${c}`, Math.floor(-Math.log(1 - random()) * 25))
    const of = (pick: (a: number, b: number, c: number) => [number, number]) => (at: readonly number[]) => {
      let units = 0
      for (const [abc, count] of joint) {
        const [p, q] = pick(...(Array.from(abc, Number) as [number, number, number]))
        if (p === at[0] && q === at[1]) units += count
      }
      return units
    }
    const tables = [
      tableOf(
        [4, 4],
        of((a, b) => [a, b]),
        random,
      ),
      tableOf(
        [4, 4],
        of((_, b, c) => [b, c]),
        random,
      ),
    ]
    const truth = tables.map((table) => new Map(table.cells.map((cell) => [cell.at.join(), cell.set.units])))
    const flow = await released({ type: 'sankey', tables })
    if (flow.type !== 'sankey') throw new Error(flow.type)
    for (const [i, table] of flow.tables.entries()) {
      expect(table.cells.every(({ at }) => !at.includes(null))).toBe(true)
      const small = table.cells.filter(({ at }) => (truth[i]?.get(at.join()) ?? 0) < 10)
      expect(small.every(({ count }) => hidden(count))).toBe(true)
      // Whoever knows every margin finds at least two withheld cells in each line that has one.
      for (const side of [0, 1])
        for (let level = 0; level < 4; level++) expect(hiddenIn(table, side, level)).not.toBe(1)
    }
  })

  const hiddenIn = ({ cells }: ReleasedTable, side: number, level: number): number =>
    cells.filter(({ at, count }) => at[side] === level && hidden(count)).length

  it('coefficients are withheld as those of the model are', async () => {
    const model: ModelStatistic = {
      kind: 'model',
      model: 'regress',
      outcome: 'y',
      used: set(40),
      missing: set(0),
      coefficients: [],
      exponentiate: false,
      level: 95,
      parameters: 2,
      residualDegreesOfFreedom: 8,
      factorLevels: [],
      fit: { r2: 0.777 },
      tests: [],
      notes: [],
    }
    const { body } = await bodyOf({ kind: 'figure', figure: { type: 'coefplot', model } })
    expect(body.kind).toBe('notice')
    expect(JSON.stringify(body)).not.toContain('0.777')
  })
})
