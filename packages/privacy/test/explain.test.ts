/** What is offered in place of what was withheld: running it shows more, and it is the command that its user would write. */
import type {
  FigureStatistic,
  Result,
  SummaryStatistic,
  SurvivalStatistic,
  TableStatistic,
} from '@sund/model'
import { describe, expect, it, test } from 'vitest'
import { widthOf, withBins, withoutVariable } from '../src/explain/commands.js'
import { bodyOf, dimension, ends, numbers, SUMMED, skewed, tableOf } from './given.js'

const AGES = { type: 'number', ordered: true } as const
const mendOf = ({ withheld }: Result) => {
  const found = withheld.find(({ rule }) => rule === 'T2')
  return found?.script ?? found?.instead ?? null
}
/** The groups of levels that a recode by ranges makes, in order; levels that it does not name stay alone. */
function groupsOf(script: string, levels: number): number[][] {
  const ranges = [...script.matchAll(/\((\d+|min)\/(\d+|max) = /g)].map(([, low, high]) => [
    low === 'min' ? 0 : Number(low),
    high === 'max' ? levels - 1 : Number(high),
  ])
  const of = (level: number) => ranges.findIndex(([low = 0, high = 0]) => level >= low && level <= high)
  const groups = new Map<string, number[]>()
  for (let level = 0; level < levels; level++) {
    const name = of(level) < 0 ? `alone ${level}` : `range ${of(level)}`
    groups.set(name, [...(groups.get(name) ?? []), level])
  }
  return [...groups.values()]
}

function summaryOf(counts: readonly (readonly number[])[]): SummaryStatistic {
  return {
    kind: 'summary',
    by: [{ ...dimension('age', counts[0]?.length ?? 0), values: AGES }],
    iqr: false,
    gini: false,
    shares: [],
    rows: counts.flatMap((own, variable) =>
      own.map((units, at) => ({
        variable: `x${variable}`,
        title: { en: 'x' },
        at: [at],
        present: { units, key: units },
        missing: { units: 0, key: 0 },
        mean: { value: 1, moved: 0 },
        sd: { value: 1, moved: 0 },
        ...SUMMED,
        gini: null,
        percentiles: [],
      })),
    ),
  }
}

const joined = (counts: readonly number[], groups: readonly (readonly number[])[]) =>
  groups.map((group) => group.reduce((sum, level) => sum + (counts[level] ?? 0), 0))

describe('groups of results', () => {
  it('of a summary are put together so that each variable shows every group', async () => {
    let offered = 0
    for (let seed = 1; seed <= 30; seed++) {
      const draw = skewed(numbers(seed * 7919), 30)
      const counts = [0, 1].map(() => Array.from({ length: 8 }, () => draw() + 1))
      const { result } = await bodyOf(summaryOf(counts))
      const script = mendOf(result)
      if (script === null) continue
      offered++
      expect(script).toMatch(/^recode age \(/)
      const groups = groupsOf(script, 8)
      const { result: again } = await bodyOf(summaryOf(counts.map((own) => joined(own, groups))))
      expect(again.withheld).toEqual([])
    }
    expect(offered).toBeGreaterThan(20)
  })

  it('of curves are put together likewise', async () => {
    const curves = (counts: readonly number[]): SurvivalStatistic => ({
      kind: 'survival',
      by: { variable: 'age', title: { en: 'age' }, values: AGES },
      timeTitle: { en: 'days' },
      level: 95,
      groups: counts.map((units, code) => ({
        code: String(code),
        label: { en: `group ${code}` },
        set: { units, key: units },
        missing: { units: 0, key: 0 },
        steps: [
          { time: 10, atRisk: units, events: Math.min(12, units), censored: units - Math.min(12, units) },
        ],
      })),
      test: null,
    })
    const counts = [40, 30, 6, 50]
    const { result } = await bodyOf(curves(counts))
    const script = mendOf(result) as string
    expect(script).toMatch(/^recode age \(/)
    const { result: again } = await bodyOf(curves(joined(counts, groupsOf(script, 4))))
    expect(again.withheld).toEqual([])
  })
})

describe('a variable too many', () => {
  const table = (b: number) => tableOf([3, b], ([, level = 0]) => (level === 1 ? 2 : 60), numbers(b))

  it('is left out where no merging is known, and what is left is shown whole', async () => {
    const before = table(4)
    const { result } = await bodyOf(before, undefined, { command: 'tabulate a b, rowpct' })
    expect(mendOf(result)).toBe('tabulate a if !sysmiss(b)')
    const after: TableStatistic = {
      ...before,
      dimensions: before.dimensions.slice(0, 1),
      cells: before.cells.flatMap(({ at, ...cell }) =>
        at[1] === null ? [{ ...cell, at: at.slice(0, 1) }] : [],
      ),
    }
    expect((await bodyOf(after)).result.withheld).toEqual([])
  })

  it('is not left out where what is left would not be shown whole either', async () => {
    const small = tableOf([2, 2], ([a = 0]) => (a === 0 ? 2 : 60), numbers(3))
    const { result } = await bodyOf(small, undefined, { command: 'tabulate a b' })
    expect(mendOf(result)).toBe('tabulate b if !sysmiss(a)')
    const both = tableOf([2, 2], ([a = 0, b = 0]) => (a + b === 0 ? 60 : 2), numbers(3))
    expect(mendOf((await bodyOf(both, undefined, { command: 'tabulate a b' })).result)).toBeNull()
  })
})

describe('a table that is withheld whole as mostly small cells', () => {
  it('is offered without the variable that leaves most to show', async () => {
    const before = tableOf([3, 40], ([a = 0]) => (a === 0 ? 200 : 1), numbers(9))
    const { result } = await bodyOf(before, undefined, { command: 'tabulate a b' })
    const sparse = result.withheld.find(({ rule }) => rule === 'T1')
    expect(sparse?.instead).toBe('tabulate b if !sysmiss(a)')
    const after: TableStatistic = {
      ...before,
      dimensions: before.dimensions.slice(1),
      cells: before.cells.flatMap(({ at, ...cell }) =>
        at[0] === null ? [{ ...cell, at: at.slice(1) }] : [],
      ),
    }
    const { body } = await bodyOf(after)
    expect(body.cells.some(({ count }) => 'value' in count)).toBe(true)
  })

  it('is offered nothing where no shorter table would be shown', async () => {
    const table = tableOf([300, 2], () => 1, numbers(9))
    const { result } = await bodyOf(table, undefined, { command: 'tabulate a b' })
    expect(result.withheld).toMatchObject([{ rule: 'T1' }])
    expect(result.withheld[0]).not.toHaveProperty('script')
    expect(result.withheld[0]?.instead).toBe('tabulate b if !sysmiss(a)')
    const alone = tableOf([300], () => 1, numbers(9))
    const { result: one } = await bodyOf(alone, undefined, { command: 'tabulate a' })
    expect(one.withheld[0]).not.toHaveProperty('instead')
  })
})

describe('bins', () => {
  const histogram = (counts: readonly number[]): FigureStatistic => ({
    kind: 'figure',
    ends: ends(40),
    figure: {
      type: 'histogram',
      table: {
        ...tableOf([counts.length], ([bin = 0]) => counts[bin] as number, numbers(7)),
        dimensions: [
          {
            variable: 'x',
            title: { en: 'x' },
            levels: counts.map((_, bin) => ({ code: String(bin * 10), label: { en: `${bin * 10}–` } })),
          },
        ],
      },
      value: 'frequency',
      stacked: false,
      horizontal: false,
      edges: [...counts.keys(), counts.length].map((edge) => edge * 10),
    },
  })

  it.each([
    {
      command: 'histogram x, freq bin(6)',
      instead: 'histogram x, freq bin(3)',
      counts: [40, 50, 60, 4, 30, 8],
    },
    {
      command: 'histogram x if y == 1, width(10) percent',
      instead: 'histogram x if y == 1, percent width(30)',
      counts: [40, 4, 3, 60, 1, 2],
    },
    { command: 'histogram x', instead: 'histogram x, bin(2)', counts: [400, 50, 60, 40, 3, 2] },
  ])('are made wider: $command', async ({ command, instead, counts }) => {
    const { result } = await bodyOf(histogram(counts), undefined, { command })
    expect(mendOf(result)).toBe(instead)
    const wider = /bin\((\d)\)/.exec(instead)
    const size = wider ? counts.length / Number(wider[1]) : 3
    const groups = Array.from({ length: Math.ceil(counts.length / size) }, (_, group) =>
      [...counts.keys()].slice(group * size, (group + 1) * size),
    )
    expect((await bodyOf(histogram(joined(counts, groups)))).result.withheld).toEqual([])
  })
})

test.each([
  ['tabulate a b', 'b', 'tabulate a if !sysmiss(b)'],
  ['tabulate a b if c > 1 | d < 2, chi2 freq', 'a', 'tabulate b if (c > 1 | d < 2) & !sysmiss(a), freq'],
  ["tabulate a b if inlist(c, 'x, y', 'z'), missing", 'b', "tabulate a if inlist(c, 'x, y', 'z'), missing"],
  ['tabulate b a', 'b', null],
  ['tabulate-panel a b', 'b', null],
])('%s without %s is %s', (command, variable, expected) => {
  expect(withoutVariable(command, ['a', 'b'], variable)).toBe(expected)
})

test('bins are written where the command says how wide they are, or at its end', () => {
  expect(widthOf('histogram x, width(2.5)')).toBe(2.5)
  expect(widthOf('histogram x, bin(4)')).toBeNull()
  expect(withBins('histogram x, by(g) bin(4) freq', 'bin(2)')).toBe('histogram x, by(g) freq bin(2)')
  expect(withBins('barchart (count) x', 'bin(2)')).toBeNull()
})
