import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import tCdf from '@stdlib/stats-base-dists-t-cdf'
import tQuantile from '@stdlib/stats-base-dists-t-quantile'
import {
  type Coefficient,
  type Edit,
  type FigureStatistic,
  fail,
  type ModelStatistic,
  OPEN_POLICY,
  type RecordSet,
  type ReleasedFigure,
  type ReleasedNumber,
  Result,
  type Statistic,
  type SummaryStatistic,
  type TableStatistic,
} from '@sund/model'
import { effectOf, protect } from '@sund/privacy'
import { without } from '@sund/privacy/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { movedBound } from '../src/rules/p3-winsorising/rule.js'
import { bodyOf, ends, numbers, SUMMED, shown, skewed, tableOf } from './given.js'

/** Fails unless the released number is withheld or within its own bound of the truth. */
function contains(number: ReleasedNumber | undefined, truth: number | null): void {
  if (number === undefined || 'withheld' in number) return
  if (truth === null || number.value === null) expect(number.value).toBe(truth)
  else
    expect(Math.abs(number.value - truth)).toBeLessThanOrEqual(
      number.error * (1 + 1e-9) + 1e-9 * Math.abs(truth),
    )
}

const set = (units: number, key = 4711): RecordSet => ({ units, key })
const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const moved = fc.oneof(fc.constant(0), fc.double({ min: -1e5, max: 1e5, noNaN: true }))

describe('P1 minimum population', () => {
  const table = tableOf([2], () => 400, numbers(1))
  it('shows nothing of a small dataset, and lets the other results of the script live', async () => {
    const {
      result: { value: result },
    } = await protect(shown({ population: set(999) }), async () => table, OPEN_POLICY, null)
    expect(result.body.kind).toBe('notice')
    expect(result.withheld).toMatchObject([{ rule: 'P1', count: 1 }])
    expect(JSON.stringify(result)).not.toContain('999')
  })
  it('does not even compute it', async () => {
    const never = () => Promise.reject(new Error('computed'))
    const {
      result: { value: result },
    } = await protect(shown({ population: set(999) }), never, OPEN_POLICY, null)
    expect(result.body.kind).toBe('notice')
  })
  it('says of people who have no such statistic only what it says of too few', async () => {
    const degenerate = async () => fail('script.degenerate', 'died has no events.', 'Follow longer.')
    const {
      result: { value: result },
    } = await protect(shown(), degenerate, OPEN_POLICY, null)
    expect(result).toMatchObject({ body: { kind: 'notice' }, withheld: [{ rule: 'M1', count: 1 }] })
    expect(JSON.stringify(result)).not.toContain('no events')
    // Of public registers it is told (the defence off), and a mistake in the script always is.
    await expect(protect(shown({ public: true }), degenerate, OPEN_POLICY, null)).rejects.toThrow('no events')
    const mistaken = async () => fail('script.statistics', 'chi2 needs two variables.', 'Name two.')
    await expect(protect(shown(), mistaken, OPEN_POLICY, null)).rejects.toThrow('two variables')
  })
  it('shows one that is large enough, or public (the defence off)', async () => {
    expect((await bodyOf(table, OPEN_POLICY, { population: set(1000) })).body.kind).toBe('table')
    expect((await bodyOf(table, OPEN_POLICY, { population: set(3), public: true })).body.kind).toBe('table')
  })
})

describe('P2 edits', () => {
  const table = tableOf([2], () => 400, numbers(1))
  const effect = (touched: number, untouched: number, more: Partial<Edit> = {}) =>
    effectOf(
      {
        command: 'drop if x',
        position: shown().position,
        touched,
        untouched,
        public: false,
        drawn: false,
        ...more,
      },
      OPEN_POLICY,
    )
  it('of 1 to 9 people are made for nobody, those that leave so few for everybody', () => {
    for (const few of [1, 5, 9]) {
      expect(effect(few, 5000)).toBe('nobody')
      expect(effect(5000, few)).toBe('everybody')
      expect(effect(few, few)).toBe('nobody')
      expect(effect(few, 5000, { public: true })).toBe('asked')
    }
    for (const [touched, untouched] of [
      [0, 5000],
      [10, 5000],
      [5000, 0],
      [0, 0],
    ] as const)
      expect(effect(touched, untouched)).toBe('asked')
  })
  it('that draw few are refused without saying how many', () => {
    const refused = () => effect(4321, 7, { drawn: true })
    expect(refused).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ code: 'protection.edit' })] }),
    )
    try {
      refused()
    } catch (failure) {
      expect(JSON.stringify(failure)).not.toMatch(/\b7\b|4321/)
    }
  })
  it('are told of with every result that a condition stands behind', async () => {
    const told = async (edited: boolean) =>
      (await protect(shown({ edited }), async () => table, OPEN_POLICY, null)).result.value.protection.some(
        ({ rule }) => rule === 'P2',
      )
    expect(await told(true)).toBe(true)
    expect(await told(false)).toBe(false)
  })
})

describe('P3 winsorising', () => {
  it('bounds the move truly, and tells it only to a factor of four', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (shift, scale) => {
          const bound = movedBound(shift, scale)
          expect(bound).toBeGreaterThanOrEqual(shift)
          expect(bound).toBeLessThanOrEqual(Math.max(0.05 * scale, 4.001 * shift))
          expect(movedBound(-shift, scale)).toBe(bound)
        },
      ),
    )
  })
  it('gives the same bound for a great range of moves, so that no extreme value can be worked out of it', () => {
    const bounds = new Set(Array.from({ length: 100 }, (_, index) => movedBound((index + 1) / 2000, 1)))
    expect(bounds.size).toBe(1)
  })
})

describe('bounds of every number of a summary', () => {
  it('contain the truth', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(3000),
        fc.nat(3000),
        fc.nat(65_535),
        value,
        moved,
        fc.double({ min: 0, max: 1e5, noNaN: true }),
        moved,
        fc.array(fc.tuple(value, fc.nat(40), fc.nat(40)), { minLength: 2, maxLength: 2 }),
        async (present, missing, key, mean, meanMoved, sd, sdMoved, sides) => {
          const [p25, p75] = sides.map(([at, below, above], index) => ({
            p: index ? 75 : 25,
            value: at,
            below,
            above,
          }))
          const summary: SummaryStatistic = {
            kind: 'summary',
            by: [],
            iqr: true,
            rows: [
              {
                variable: 'x',
                title: { en: 'x' },
                at: [],
                present: set(present, key),
                missing: set(missing, key + 1),
                ...SUMMED,
                mean: { value: mean, moved: meanMoved },
                sd: { value: sd, moved: sdMoved },
                gini: { value: 0.3, moved: 0.01 },
                percentiles: [p25 as NonNullable<typeof p25>, p75 as NonNullable<typeof p75>],
              },
            ],
          }
          const { body, result } = await bodyOf(summary)
          Result.parse(result)
          const row = body.rows[0] as NonNullable<(typeof body.rows)[0]>
          contains(row.n, present)
          contains(row.missing, missing)
          if (present > 0) {
            contains(row.mean, mean + meanMoved)
            contains(row.mean, mean - meanMoved)
            contains(row.sd, sd + sdMoved)
            contains(row.gini, 0.31)
          }
          for (const [index, percentile] of row.percentiles.entries())
            contains(percentile.value, sides[index]?.[0] ?? null)
          contains(row.iqr, (p75?.value ?? 0) - (p25?.value ?? 0))
          if (present > 0 && present < 10)
            expect(
              Object.values(row).filter((number) => typeof number === 'object' && 'value' in number),
            ).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })
  it('S1: percentiles have three digits and ten people on each side', async () => {
    const percentile = async (below: number, above: number, isPublic = false) => {
      const { body } = await bodyOf<SummaryStatistic>(
        {
          kind: 'summary',
          by: [],
          iqr: false,
          rows: [
            {
              variable: 'x',
              title: { en: 'x' },
              at: [],
              present: set(500),
              missing: set(0),
              mean: null,
              sd: null,
              gini: null,
              percentiles: [{ p: 99, value: 12.3456, below, above }],
            },
          ],
        },
        OPEN_POLICY,
        { public: isPublic },
      )
      return body.rows[0]?.percentiles[0]?.value
    }
    expect(await percentile(490, 10)).toEqual({ value: 12.3, error: 0.05 })
    expect(await percentile(491, 9)).toEqual({ withheld: 'S1' })
    expect(await percentile(9, 491)).toEqual({ withheld: 'S1' })
    expect(await percentile(491, 9, true)).toEqual({ value: 12.3456, error: 0 })
  })
  it('a mean does not give away its denominator, as an exact one would', async () => {
    const denominators = (mean: number, error: number, around: number) =>
      Array.from({ length: 11 }, (_, index) => around - 5 + index).filter(
        (n) => Math.abs(Math.round(mean * n) / n - mean) <= error + 1e-12,
      )
    const n = 211
    const p = 97 / n
    const { body } = await bodyOf<SummaryStatistic>({
      kind: 'summary',
      by: [],
      iqr: false,
      rows: [
        {
          variable: 'ill',
          title: { en: 'ill' },
          at: [],
          present: set(n),
          missing: set(0),
          ...SUMMED,
          mean: { value: p, moved: 0 },
          sd: { value: Math.sqrt(p * (1 - p)), moved: 0 },
          gini: null,
          percentiles: [],
        },
      ],
    })
    const mean = body.rows[0]?.mean as { value: number; error: number }
    expect(denominators(p, 0, n)).toEqual([n])
    expect(denominators(mean.value, mean.error, n).length).toBeGreaterThan(5)
  })
})

describe('bounds of every number of a table', () => {
  it('contain the truth', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        value,
        moved,
        fc.boolean(),
        async (seed, mean, shift, sparse) => {
          const random = numbers(seed)
          const plain = tableOf([3, 4], skewed(random, sparse ? 15 : 300), random)
          const table: TableStatistic = {
            ...plain,
            measure: {
              variable: 'x',
              title: { en: 'x' },
              show: ['mean', 'sum', 'sd', 'count', 'max', 'median'],
            },
            cells: plain.cells.map((cell) => ({
              ...cell,
              ...SUMMED,
              measures: {
                mean: { value: mean, moved: shift },
                sd: { value: Math.abs(mean) / 3, moved: 0 },
                sum: { value: mean * cell.set.units, moved: shift * cell.set.units },
                max: { value: 999_999, moved: 0 },
              },
              percentiles: {
                median: { p: 50, value: mean, below: cell.set.units >> 1, above: cell.set.units >> 1 },
              },
            })),
          }
          const { body, result } = await bodyOf(table)
          Result.parse(result)
          const units = new Map(table.cells.map(({ at, set: { units } }) => [at.join(), units]))
          for (const cell of body.cells) {
            const n = units.get(cell.at.join()) as number
            contains(cell.count, n)
            contains(cell.measures.count, n)
            contains(cell.shares.rowpct, (100 * n) / (units.get(cell.at.with(1, null).join()) as number))
            contains(cell.shares.colpct, (100 * n) / (units.get(cell.at.with(0, null).join()) as number))
            contains(cell.shares.cellpct, (100 * n) / (units.get(',') as number))
            contains(cell.measures.mean, mean + shift)
            contains(cell.measures.sum, (mean + shift) * n)
            contains(cell.measures.median, mean)
            // S2: whatever else, the greatest value never leaves.
            expect(cell.measures.max).toHaveProperty('withheld')
          }
          expect(JSON.stringify(result)).not.toContain('999999')
        },
      ),
      { numRuns: 60 },
    )
  })
  it('agree: a sum is the mean times the count of those with a value, and tells nothing besides', async () => {
    const shownValue = (number: ReleasedNumber | undefined) =>
      number && 'value' in number ? number : undefined
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        value,
        moved,
        fc.nat(30),
        async (seed, mean, shift, missing) => {
          const random = numbers(seed)
          const plain = tableOf([2, 3], skewed(random, 400), random)
          const table: TableStatistic = {
            ...plain,
            measure: { variable: 'x', title: { en: 'x' }, show: ['mean', 'sum', 'sd', 'count'] },
            cells: plain.cells.map((cell) => {
              const units = Math.max(0, cell.set.units - missing)
              return {
                ...cell,
                ...SUMMED,
                present: { units, key: (cell.set.key + 77 * missing) & 0xffff },
                measures:
                  units === 0
                    ? { mean: null, sum: null, sd: null }
                    : {
                        mean: { value: mean, moved: shift },
                        sd: { value: Math.abs(mean) / 3, moved: 0 },
                        sum: { value: mean * units, moved: shift * units },
                      },
              }
            }),
          }
          const { body } = await bodyOf(table)
          for (const { at, measures } of body.cells) {
            const [of, sum, count] = [measures.mean, measures.sum, measures.count].map(shownValue)
            const units = table.cells.find((cell) => cell.at.join() === at.join())?.present?.units ?? 0
            expect(sum === undefined).toBe(of === undefined || count === undefined)
            if (!of || !sum || !count || units === 0) continue
            const product = (of.value as number) * (count.value as number)
            expect(Math.abs((sum.value as number) - product)).toBeLessThanOrEqual(1e-11 * Math.abs(product))
            contains(measures.sum, (mean + shift) * units)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
  it('is exact, without a word of protection, when every register is public (the defence off)', async () => {
    const random = numbers(9)
    const plain = tableOf([3, 4], skewed(random, 5), random)
    const table: TableStatistic = {
      ...plain,
      measure: { variable: 'x', title: { en: 'x' }, show: ['mean', 'max'] },
      cells: plain.cells.map((cell) => ({
        ...cell,
        measures: { mean: { value: 1 / 3, moved: 0 }, max: { value: 7, moved: 0 } },
      })),
      test: { name: 'chi-squared', value: 1.23456789, degreesOfFreedom: 6, p: 0.987654321 },
    }
    const { body, result } = await bodyOf(table, OPEN_POLICY, { public: true, population: set(2) })
    expect(result).toMatchObject({ protection: [], withheld: [] })
    body.cells.forEach((cell, index) => {
      expect(cell.count).toEqual({ value: plain.cells[index]?.set.units, error: 0 })
      expect(cell.measures).toEqual({ mean: { value: 1 / 3, error: 0 }, max: { value: 7, error: 0 } })
    })
    expect(body.test).toMatchObject({
      value: { value: 1.23456789, error: 0 },
      p: { value: 0.987654321, error: 0 },
    })
  })
  it('shows a test only when every cell is, and rounded', async () => {
    const test = { name: 'chi-squared' as const, value: 1.23456789, degreesOfFreedom: 2, p: 0.987654321 }
    const full = { ...tableOf([2, 3], () => 100, numbers(1)), test }
    expect((await bodyOf(full)).body.test).toMatchObject({
      value: { value: 1.23, error: 0.005 },
      p: { value: 0.988, error: 0.0005 },
    })
    const holed = { ...tableOf([2, 3], (at) => (at.join() === '0,0' ? 3 : 100), numbers(1)), test }
    expect((await bodyOf(holed)).body.test).toMatchObject({
      value: { withheld: 'T2' },
      p: { withheld: 'T2' },
    })
  })
  it('stays a table when no cell can be shown', async () => {
    const { body } = await bodyOf(tableOf([2, 2], () => 2, numbers(1)))
    expect(body.cells).toHaveLength(9)
    expect(body.cells.every(({ count }) => 'withheld' in count)).toBe(true)
  })
})

describe('G1 figures', () => {
  const figure = (edges: number[]): FigureStatistic => ({
    kind: 'figure',
    ends: ends(40),
    figure: {
      type: 'histogram',
      value: 'frequency',
      stacked: false,
      horizontal: false,
      edges,
      table: {
        ...tableOf([2], (at) => (at[0] === 0 ? 3 : 300), numbers(1)),
        dimensions: [
          {
            variable: 'x',
            title: { en: 'x' },
            levels: edges.slice(0, -1).map((edge) => ({ code: String(edge), label: { en: String(edge) } })),
          },
        ],
      },
    },
  })
  const bars = ({ figure: of }: ReleasedFigure) => {
    if ('value' in of) return of
    throw new Error(`no bars in a ${of.type}`)
  }
  it('draws protected counts over edges that are nobody’s value', async () => {
    const { body } = await bodyOf(figure([17.482913, 42.11873, 66.7546]))
    expect(bars(body).table.cells.find(({ at }) => at[0] === 0)?.count).toEqual({ withheld: 'T2' })
    expect(bars(body).edges).toEqual([17.5, 42, 67])
    expect(JSON.stringify(body)).not.toContain('17.482913')
  })
  it('labels open bins by the edge they have', async () => {
    const open = figure([17.482913, 42.11873, 66.7546])
    if (open.figure.type !== 'histogram') throw new Error(open.figure.type)
    const drawn: FigureStatistic = { ...open, figure: { ...open.figure, open: true } }
    const levels = bars((await bodyOf(drawn)).body).table.dimensions[0]?.levels
    expect(levels?.map(({ label }) => label.en)).toEqual(['≤ 42', '≥ 42'])
  })
  it('draws nothing whose axis would end at a value with few beyond it (and does with the rule out)', async () => {
    const ending = (beyond: number): FigureStatistic => ({
      ...figure([10, 20, 30]),
      ends: [
        { value: 10, beyond: 40 },
        { value: 30, beyond },
      ],
    })
    const { ends: _, ...unknown } = ending(40)
    expect((await bodyOf<FigureStatistic>(unknown)).body.kind).toBe('notice')
    for (const beyond of [1, 10]) {
      const { body, result } = await bodyOf(ending(beyond))
      expect(body.kind).toBe('notice')
      expect(result.withheld).toMatchObject([{ rule: 'G1', count: 1 }])
    }
    const { body } = await bodyOf(ending(11))
    expect(body.kind).toBe('figure')
    expect(JSON.stringify(body)).not.toContain('beyond')
    expect((await bodyOf(ending(1), without(OPEN_POLICY, 'G1'))).body.kind).toBe('figure')
  })
  it('leaves round edges, and those of public data', async () => {
    expect(bars((await bodyOf(figure([10, 20, 30]))).body).edges).toEqual([10, 20, 30])
    expect(
      bars((await bodyOf(figure([17.482913, 42.1, 66.7]), OPEN_POLICY, { public: true })).body).edges?.[0],
    ).toBe(17.482913)
  })
})

describe('M1 models', () => {
  const coefficient: Coefficient = {
    term: 'age',
    label: { en: 'Age' },
    people: 900,
    estimate: 0.123456789,
    standardError: 0.1,
    statistic: 1.2,
    p: 0.2,
    lower: 0,
    upper: 0.3,
  }
  const model = (more: Partial<ModelStatistic> = {}): ModelStatistic => ({
    kind: 'model',
    model: 'logit',
    outcome: 'dead',
    used: set(1000),
    missing: set(40),
    coefficients: [coefficient],
    exponentiate: false,
    level: 95,
    parameters: 3,
    residualDegreesOfFreedom: 997,
    factorLevels: [{ term: 'i.sex', level: '1', units: 500 }],
    fit: { aic: 12.5, events: 200 },
    tests: [{ name: 'f', value: 3, degreesOfFreedom: 2, denominator: 997, p: 0.05 }],
    notes: ['a note'],
    ...more,
  })
  it('releases a sound model with rounded numbers and protected counts', async () => {
    const { body, result } = await bodyOf(model())
    Result.parse(result)
    contains(body.coefficients[0]?.estimate, coefficient.estimate)
    expect(body.coefficients[0]?.estimate).toMatchObject({ error: 0.01 })
    expect(JSON.stringify(body)).not.toContain('0.12345')
    contains(body.used, 1000)
    contains(body.missing, 40)
    contains(body.fit.events, 200)
    contains(body.fit.aic, 12.5)
    expect(body.fit.aic).toMatchObject({ error: 10 })
    const used = body.used as { value: number }
    expect(body.tests[0]?.denominator).toBe(used.value - 3)
  })
  it('protects the number of groups as it does people, and in a test of their effects too', async () => {
    const effects = { name: 'f', of: 'unit effects', value: 3, denominator: 3000, p: 0.05 } as const
    const panel = (groups: number) =>
      bodyOf(model({ fit: { groups }, tests: [{ ...effects, degreesOfFreedom: groups - 1 }] }))
    const people = (await panel(1000)).body
    expect(people.fit.groups).toEqual(people.used)
    expect(people.tests[0]?.degreesOfFreedom).toBe((people.used as { value: number }).value - 1)
    const households = (await panel(400)).body
    contains(households.fit.groups, 400)
    expect((await panel(5)).body).toMatchObject({ fit: { groups: { withheld: 'T2' } }, tests: [] })
  })
  it.each([
    ['few degrees of freedom', { residualDegreesOfFreedom: 9 }],
    ['a saturated model', { parameters: 331 }],
    ['a small level', { factorLevels: [{ term: 'i.sex', level: '1', units: 9 }] }],
  ] as const)('withholds the whole of %s, and shows it when public (the defence off)', async (_, more) => {
    const unsound = model(more as Partial<ModelStatistic>)
    const { body, result } = await bodyOf(unsound)
    Result.parse(result)
    // Just as a statistic that does not exist: terms and levels are those that somebody has.
    const {
      result: { value: none },
    } = await protect(shown(), () => fail('script.degenerate', 'none', 'none'), OPEN_POLICY, null)
    expect(body).toEqual(none.body)
    expect(result).toEqual(none)
    expect(JSON.stringify(body)).not.toContain('"term"')
    expect(result.withheld).toMatchObject([{ rule: 'M1', count: 1 }])
    const off = await bodyOf(unsound, OPEN_POLICY, { public: true })
    expect(off.body.coefficients[0]?.estimate).toEqual({ value: 0.123456789, error: 0 })
  })
})

describe('M1: the numbers of a model', () => {
  /** A coefficient as the engine gives one, judged by Student's t or, with infinite degrees of freedom, the normal. */
  const judged = (estimate: number, standardError: number, freedom: number, people = 2000): Coefficient => {
    const t = Number.isFinite(freedom)
    const statistic = estimate / standardError
    const reach = (t ? tQuantile(0.975, freedom) : normalQuantile(0.975, 0, 1)) * standardError
    const p = 2 * (t ? tCdf(-Math.abs(statistic), freedom) : normalCdf(-Math.abs(statistic), 0, 1))
    return {
      term: 'x',
      label: { en: 'x' },
      estimate,
      standardError,
      statistic,
      p,
      lower: estimate - reach,
      upper: estimate + reach,
      people,
    }
  }
  const model = (
    coefficients: Coefficient[],
    used: RecordSet,
    more: Partial<ModelStatistic> = {},
  ): ModelStatistic => ({
    kind: 'model',
    model: 'regress',
    outcome: 'y',
    used,
    missing: set(0),
    coefficients,
    exponentiate: false,
    level: 95,
    parameters: 2,
    residualDegreesOfFreedom: used.units - 2,
    factorLevels: [],
    fit: {},
    tests: [],
    notes: [],
    ...more,
  })
  const NAMES = ['estimate', 'standardError', 'statistic', 'p', 'lower', 'upper'] as const
  const given = fc.record({
    estimate: fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    standardError: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
    units: fc.integer({ min: 40, max: 100_000 }),
    key: fc.nat(65_535),
    normal: fc.boolean(),
    people: fc.double({ min: 10, max: 1000, noNaN: true }),
  })

  it('are within their bounds, which the reader can have from the rounded numbers', async () => {
    await fc.assert(
      fc.asyncProperty(given, async ({ estimate, standardError, units, key, normal, people }) => {
        const of = judged(estimate, standardError, normal ? Number.POSITIVE_INFINITY : units - 2, people)
        const fit = { r2: 0.123456, logLikelihood: -1234.5678, bic: 2512.34, rmse: 12.3456 }
        const test = {
          name: 'f',
          value: 4.24242,
          degreesOfFreedom: 1,
          denominator: units - 2,
          p: 0.0765,
        } as const
        const { body } = await bodyOf(
          model([of], { units, key }, { fit, tests: [test], margins: [{ ...of, term: 'm' }] }),
        )
        for (const [shown] of [body.coefficients, body.margins ?? []])
          for (const name of NAMES) {
            contains(shown?.[name], of[name])
            // A probability under all numbers is none.
            if (name !== 'p' || of.p > 1e-280) expect(shown?.[name]).not.toMatchObject({ error: 0 })
          }
        for (const [name, truth] of Object.entries(fit)) contains(body.fit[name as 'r2'], truth)
        contains(body.tests[0]?.value, test.value)
        contains(body.tests[0]?.p, test.p)
      }),
    )
  })

  it('keep limits that stand on another scale, and a probability that was halved', async () => {
    const variance = { ...judged(2, 0.5, Number.POSITIVE_INFINITY, 500), lower: 1.2, upper: 3.3, p: 0.02 }
    const { body } = await bodyOf(model([variance], set(2000)))
    for (const name of NAMES) contains(body.coefficients[0]?.[name], variance[name])
    expect(body.coefficients[0]?.p).toEqual({ value: 0.02, error: 0.005 })
  })

  it('have errors of nothing on average over record keys, far below the standard error', async () => {
    const of = judged(1.2345678, 0.3214567, 1998, 2000)
    const fit = { r2: 0.123456, logLikelihood: -1234.5678, rmse: 12.3456 }
    const apart = { estimate: [] as number[], standardError: [] as number[], r2: [] as number[] }
    const likelihoods: number[] = []
    for (let key = 0; key < 65_536; key += 16) {
      const { body } = await bodyOf(model([of], { units: 2000, key: key + (key >> 12) }, { fit }))
      const value = (number: ReleasedNumber | undefined) =>
        number && 'value' in number ? (number.value as number) : Number.NaN
      apart.estimate.push(value(body.coefficients[0]?.estimate) - of.estimate)
      apart.standardError.push(value(body.coefficients[0]?.standardError) - of.standardError)
      apart.r2.push(value(body.fit.r2) - fit.r2)
      likelihoods.push(value(body.fit.logLikelihood) - fit.logLikelihood)
    }
    const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length
    const most = (all: readonly number[]) => Math.max(...all.map(Math.abs))
    expect(most(apart.estimate)).toBeLessThanOrEqual(0.1 * of.standardError)
    // 4,096 keys: five deviations of the mean of a number that is off by at most a step.
    for (const [all, step] of [
      [apart.estimate, 0.02],
      [apart.standardError, 0.001],
      [apart.r2, 0.002],
      [likelihoods, 5],
    ] as const) {
      expect(most(all)).toBeLessThanOrEqual(step)
      expect(most(all)).toBeGreaterThan(0)
      expect(Math.abs(mean(all))).toBeLessThan((5 * step) / 2 / Math.sqrt(4096))
    }
  })

  /**
   * The attack: the same regression of an outcome, and of the outcome with one person's moved by a known amount. The difference of the two
   * slopes has the sign of that person's covariate about its mean.
   */
  it('of two models that differ in one person’s outcome are mostly the same', async () => {
    const tries = 400
    const found = { on: { right: 0, same: 0 }, off: { right: 0, same: 0 } }
    const random = numbers(11)
    for (let one = 0; one < tries; one++) {
      const secret = random() < 0.5 ? 1 : -1
      const units = 2000
      const [slope, error] = [random(), 1 / Math.sqrt(units) / (0.5 + random())]
      // One person's outcome moved by a standard deviation moves the slope by a part 1/√n of its standard error.
      const moved = slope + (secret * error) / Math.sqrt(units)
      const used = { units, key: Math.floor(random() * 65_536) }
      for (const [side, policy] of [
        ['on', OPEN_POLICY],
        ['off', without(OPEN_POLICY, 'M1')],
      ] as const) {
        const told = await Promise.all(
          [slope, moved].map(async (estimate) => {
            const { body } = await bodyOf(model([judged(estimate, error, units - 2, units)], used), policy)
            const number = body.coefficients[0]?.estimate
            return number && 'value' in number ? (number.value as number) : Number.NaN
          }),
        )
        const difference = (told[1] as number) - (told[0] as number)
        if (difference === 0) found[side].same++
        else if (Math.sign(difference) === secret) found[side].right++
      }
    }
    expect(found.off.right).toBe(tries)
    // The step is 0.04 to 0.1 standard errors, a person's part 0.022: between a quarter and a half of the pairs differ.
    expect(found.on.same / tries).toBeGreaterThan(0.5)
  })
})

it('every sentence of every rule is in three languages', async () => {
  const random = numbers(4)
  const statistics: Statistic[] = [tableOf([5, 5], skewed(random, 20), random)]
  for (const statistic of statistics) {
    const { result } = await bodyOf(statistic)
    expect(result.protection.length).toBeGreaterThan(1)
    for (const { statement } of result.protection) expect(Object.keys(statement)).toEqual(['en', 'nb', 'da'])
  }
})
