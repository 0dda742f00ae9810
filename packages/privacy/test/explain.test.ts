/** What is offered in place of what was withheld: running it shows more, and it is the command that its user would write. */
import {
  type CorrelationStatistic,
  type FigureStatistic,
  OPEN_POLICY,
  type Result,
  type SummaryStatistic,
  type SurvivalStatistic,
  type TableStatistic,
} from '@sund/model'
import { protect } from '@sund/privacy'
import { memoryLedger } from '@sund/privacy/testing'
import { describe, expect, it, test } from 'vitest'
import { widthOf, withBins, withoutVariable } from '../src/explain/commands.js'
import {
  bodyOf,
  dimension,
  ends,
  numbers,
  peopleOf,
  SUMMED,
  shown,
  skewed,
  tableOf,
  tableOfPeople,
} from './given.js'

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

describe('bars', () => {
  const barsOf = (table: TableStatistic, value: 'frequency' | 'mean' = 'frequency'): FigureStatistic => ({
    kind: 'figure',
    figure: { type: 'barchart', table, value, stacked: false, horizontal: false },
  })
  const small = tableOf([3, 4], ([, level = 0]) => (level === 1 ? 2 : 60), numbers(4))
  const withoutB: TableStatistic = {
    ...small,
    dimensions: small.dimensions.slice(0, 1),
    cells: small.cells.flatMap(({ at, ...cell }) =>
      at[1] === null ? [{ ...cell, at: at.slice(0, 1) }] : [],
    ),
  }

  it('are drawn over one group fewer where no merging is known, as a table is', async () => {
    const command = 'barchart (count) a, over(b) stack'
    expect(mendOf((await bodyOf(barsOf(small), undefined, { command })).result)).toBe(
      'barchart (count) a if !sysmiss(b)',
    )
    expect((await bodyOf(barsOf(withoutB))).result.withheld).toEqual([])
  })

  it('and where they are withheld whole as mostly small ones', async () => {
    const sparse = tableOf([3, 40], ([a = 0]) => (a === 0 ? 200 : 1), numbers(9))
    const { result } = await bodyOf(barsOf(sparse), undefined, { command: 'barchart (percent) a, over(b)' })
    expect(result.withheld).toMatchObject([{ rule: 'T1', instead: 'barchart (percent) a if !sysmiss(b)' }])
  })

  it('of measures likewise before anything is told; afterwards the ledger would tell their counts alone', async () => {
    const measured = (table: TableStatistic): TableStatistic => ({
      ...table,
      measure: { variable: 'x', title: { en: 'x' }, show: ['mean'] },
      show: { frequency: false, shares: [] },
      cells: table.cells.map((cell) => ({
        ...cell,
        ...SUMMED,
        measures: { mean: { value: 5, moved: 0 }, sd: { value: 1, moved: 0 } },
      })),
    })
    const people = tableOfPeople(
      peopleOf(numbers(6), 400, [2, 3]).map((person, i) =>
        i < 4
          ? { ...person, levels: [0, 3] }
          : { ...person, levels: [person.levels[0] ?? 0, (person.levels[1] ?? 0) % 3] },
      ),
      [2, 4],
      true,
    )
    const command = 'barchart (mean) x, over(a b)'
    expect(mendOf((await bodyOf(barsOf(measured(small), 'mean'), undefined, { command })).result)).toBe(
      'barchart (mean) x if !sysmiss(b), over(a)',
    )
    const { result } = await protect(
      shown({ command }),
      async () => barsOf(people, 'mean'),
      OPEN_POLICY,
      memoryLedger(),
    )
    expect(result.value.withheld.map(({ rule }) => rule)).toContain('T2')
    expect(mendOf(result.value)).toBeNull()
  })
})

describe('flows', () => {
  /** Three variables one after the other; where some go who are few, by the place of the table. */
  const flowsOf = (few: readonly boolean[], first = [0, 1, 2, 3]): FigureStatistic => {
    const groups = [...new Set(first)]
    const tables = few.map((small, i) => {
      const count = (a: number) => (small && a === 3 ? 4 : 60)
      const table = tableOf(
        [i === 0 ? groups.length : 4, i === few.length - 1 && i > 0 ? 4 : 3],
        ([a = 0]) =>
          i > 0
            ? count(a)
            : first.reduce((sum, group, old) => sum + (groups.indexOf(group) === a ? count(old) : 0), 0),
        numbers(i + 1),
      )
      const dimensions = table.dimensions.map((one, axis) => ({
        ...one,
        variable: 'abcdef'.charAt(i + axis),
        values: AGES,
      }))
      return { ...table, dimensions }
    })
    return { kind: 'figure', figure: { type: 'sankey', tables } }
  }

  it('are put together by a variable that no other table shares', async () => {
    const { result } = await bodyOf(flowsOf([true, false]))
    const script = mendOf(result) as string
    expect(script).toMatch(/^recode a \(/)
    const groups = groupsOf(script, 4)
    const first = [0, 1, 2, 3].map((level) => groups.findIndex((group) => group.includes(level)))
    expect(new Set(first).size).toBeLessThan(4)
    expect((await bodyOf(flowsOf([true, false], first))).result.withheld).toEqual([])
  })

  it('not by one that two tables share, nor where what they tell was told', async () => {
    expect(mendOf((await bodyOf(flowsOf([false, true, false]))).result)).toBeNull()
    const people = tableOfPeople(
      peopleOf(numbers(3), 300, [4, 3]).map((person, i) =>
        i < 4
          ? { ...person, levels: [3, i % 2] }
          : { ...person, levels: [(person.levels[0] ?? 0) % 3, person.levels[1] ?? 0] },
      ),
      [4, 3],
    )
    const dimensions = people.dimensions.map((one) => ({ ...one, values: AGES }))
    const figure: FigureStatistic = {
      kind: 'figure',
      figure: { type: 'sankey', tables: [{ ...people, dimensions }] },
    }
    const told = await protect(shown(), async () => figure, OPEN_POLICY, memoryLedger())
    expect(told.result.value.withheld).toMatchObject([{ rule: 'T2' }])
    expect(mendOf(told.result.value)).toBeNull()
    expect(mendOf((await bodyOf(figure)).result)).toMatch(/^recode/)
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

describe('where the general words do not fit', () => {
  const remedyOf = ({ withheld }: Result, rule: string) =>
    withheld.find((one) => one.rule === rule)?.remedy.en ?? ''

  it('bins and hexagons say how to make them larger', async () => {
    const table = tableOf([4], ([a = 0]) => (a === 1 ? 3 : 200), numbers(5))
    const form = { value: 'frequency', stacked: false, horizontal: false } as const
    const edges = [0, 1, 2, 3, 4]
    const bins: FigureStatistic['figure'] = { type: 'histogram', table, edges, ...form }
    const axis = { variable: 'x', title: { en: 'x' }, low: 0, high: 10, step: 1 }
    const hexagons: FigureStatistic['figure'] = { type: 'hexbin', table, grid: { x: axis, y: axis } }
    const released = async (figure: FigureStatistic['figure'], axes: number) =>
      (await bodyOf({ kind: 'figure', figure, ends: ends(40, axes) } satisfies FigureStatistic)).result
    expect(remedyOf(await released(bins, 1), 'T2')).toContain('width()')
    expect(remedyOf(await released(hexagons, 2), 'T2')).toContain('gridsize()')
    expect(remedyOf((await bodyOf(table)).result, 'T2')).toContain('recode')
  })

  it('a pair of a correlation says who is too few, and not of a model', async () => {
    const pair = {
      at: [1, 0] as [number, number],
      missing: { units: 0, key: 0 },
      rarest: null,
      value: 0.5,
      p: null,
    }
    const { result } = await bodyOf({
      kind: 'correlation',
      covariance: false,
      pairwise: true,
      show: { units: true, p: false },
      variables: ['x', 'y'].map((variable) => ({ variable, title: { en: variable } })),
      pairs: [{ ...pair, used: { units: 8, key: 8 }, rows: 8 }],
    } satisfies CorrelationStatistic)
    expect(result.withheld).toMatchObject([{ rule: 'M1', count: 1 }])
    expect(result.withheld[0]?.reason.en).toContain('both variables')
    expect(remedyOf(result, 'M1')).toContain('pairwise')
  })
})

test.each([
  ['barchart (count) a b', 'b', 'barchart (count) a if !sysmiss(b)'],
  [
    'barchart (count) a if c > 1, over(b) stack horizontal',
    'b',
    'barchart (count) a if (c > 1) & !sysmiss(b), horizontal',
  ],
  ['barchart (percent) a, over( b )', 'a', null],
  [
    'barchart (mean) x y, horizontal over(a b)',
    'a',
    'barchart (mean) x y if !sysmiss(a), horizontal over(b)',
  ],
  ['barchart (mean) a, over(b)', 'a', null],
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
