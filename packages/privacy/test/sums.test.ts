/** T3 and T4: sums that few make up, and of people who nearly all have the same value, against who adds and subtracts. */
import { MOST_OTHERS, OPEN_POLICY, type Policy, type Summed, type TableStatistic } from '@sund/model'
import { without } from '@sund/privacy/testing'
import type { Highs } from 'highs'
import { beforeAll, describe, expect, it } from 'vitest'
import { hiddenSums } from '../src/results/sums.js'
import { loadSolver } from '../src/rules/t2-threshold/intervals.js'
import { dominanceWidth, isDominated } from '../src/rules/t3-dominance/rule.js'
import { widths } from './attacker.js'
import { bodyOf, type Numbers, numbers, tableOf } from './given.js'

let solver: Highs
beforeAll(async () => {
  solver = await loadSolver()
})

/** What a sum of these values rests on, from its definition. */
function summedOf(values: readonly number[]): Summed {
  const sizes = values.map(Math.abs).sort((a, b) => b - a)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const others = Math.min(values.filter((x) => x !== low).length, values.filter((x) => x !== high).length)
  return {
    contributions: {
      largest: sizes[0] ?? 0,
      second: sizes[1] ?? 0,
      total: sizes.reduce((sum, size) => sum + size, 0),
    },
    others: Math.min(others, MOST_OTHERS),
  }
}

/** A table of the sums of values, one list of them a cell. */
function sumsOf(sizes: readonly number[], values: (at: readonly number[]) => number[], random: Numbers) {
  const lists = new Map<string, number[]>()
  const counts = tableOf(
    sizes,
    (at) => {
      const own = values(at)
      for (let margin = 0; margin < 2 ** sizes.length; margin++) {
        const place = at.map((level, axis) => (margin & (1 << axis) ? null : level)).join()
        lists.set(place, [...(lists.get(place) ?? []), ...own])
      }
      return own.length
    },
    random,
  )
  const cells = counts.cells.map((cell) => {
    const list = lists.get(cell.at.join()) as number[]
    const sum = list.reduce((total, value) => total + value, 0)
    const moved = 0
    return {
      ...cell,
      ...summedOf(list),
      measures: {
        sum: { value: sum, moved },
        mean: { value: sum / list.length, moved },
        sd: { value: 1, moved },
      },
    }
  })
  const measure = { variable: 'x', title: { en: 'x' }, show: ['sum', 'mean', 'count'] as const }
  return { ...counts, measure: { ...measure, show: [...measure.show] }, cells } satisfies TableStatistic
}

const many = (random: Numbers, value: () => number) =>
  Array.from({ length: 20 + Math.floor(40 * random()) }, value)

/** Here and there a company that has nearly all. */
const companies = (random: Numbers) => () => {
  const own = many(random, () => 1 + 20 * random())
  return random() < 0.12 ? [...own, 15_000 * (1 + random())] : own
}
/** Here and there a cell in which everybody, or all but three, said yes. */
const answers = (random: Numbers) => () => {
  const agreed = random() < 0.15
  return many(random, () => (agreed || random() < 0.5 ? 1 : 0)).map((x, i) =>
    agreed && i < 3 && random() < 0.3 ? 0 : x,
  )
}

/** Widths of what the attacker finds for sums that the rule is about: with the rule, and with only those sums themselves withheld. */
async function attack(
  table: ReturnType<typeof sumsOf>,
  sensitive: (of: Summed) => boolean,
  policy: Policy = OPEN_POLICY,
) {
  const { body, result } = await bodyOf(table, policy)
  const told = new Set(
    body.cells.filter(({ measures }) => 'value' in (measures.sum ?? {})).map(({ at }) => at.join()),
  )
  const targets = table.cells.filter(sensitive).map(({ at }) => at.join())
  const sums = table.cells.map(({ at, measures }) => ({ at, amount: measures.sum.value }))
  return {
    targets,
    shown: targets.filter((at) => told.has(at)).length,
    told: told.size,
    rules: result.withheld.map(({ rule }) => rule),
    on: widths(solver, sums, (at) => told.has(at), targets),
    off: widths(solver, sums, (at) => !targets.includes(at), targets),
  }
}

const shapes = [{ sizes: [6] }, { sizes: [4, 5] }, { sizes: [3, 3, 2] }]

describe('T3 dominance', () => {
  it.each(shapes)(
    'no sum that few make up can be narrowed down by who adds and subtracts ($sizes)',
    async ({ sizes }) => {
      let cracked = 0
      let told = 0
      for (let seed = 1; seed <= 8; seed++) {
        const random = numbers(seed * 104_729)
        const table = sumsOf(sizes, companies(random), random)
        const dominated = ({ contributions }: Summed) =>
          contributions !== undefined && isDominated(contributions, OPEN_POLICY)
        const result = await attack(table, dominated)
        const needed = new Map(
          table.cells.map(({ at, contributions }) => [
            at.join(),
            contributions ? dominanceWidth(contributions, OPEN_POLICY) : 0,
          ]),
        )
        expect(result.shown).toBe(0)
        result.targets.forEach((at, i) => {
          expect(result.on[i]).toBeGreaterThanOrEqual((needed.get(at) as number) * (1 - 1e-6))
          if ((result.off[i] as number) < (needed.get(at) as number)) cracked++
        })
        told += result.told
      }
      expect(cracked).toBeGreaterThan(0)
      expect(told).toBeGreaterThan(0)
    },
  )

  it('is of the two largest, by (2, 90 %) and by 10 %, and counts losses as gains', () => {
    const of = (...values: number[]) => isDominated(summedOf(values).contributions as never, OPEN_POLICY)
    const rest = Array.from({ length: 20 }, () => 1)
    expect(of(100, 80, ...rest)).toBe(true)
    expect(of(-100, 80, ...rest)).toBe(true)
    expect(of(100, 75, ...rest)).toBe(false)
    expect(of(300, 1, ...rest)).toBe(true)
    expect(of(...rest)).toBe(false)
  })

  it('without the rule the sum of one company is shown', async () => {
    const random = numbers(3)
    const table = sumsOf([3], ([a]) => [...many(random, random), ...(a === 0 ? [90_000] : [])], random)
    const { body } = await bodyOf(table, without(OPEN_POLICY, 'T3', 'T5'))
    expect(body.cells.find(({ at }) => at[0] === 0)?.measures.sum).toMatchObject({
      value: expect.closeTo(90_000, -5),
    })
    const { body: on, result } = await bodyOf(table)
    expect(on.cells.find(({ at }) => at[0] === 0)?.measures).toMatchObject({
      sum: { withheld: 'T3' },
      mean: { withheld: 'T3' },
      count: { value: expect.any(Number) },
    })
    expect(result.withheld.map(({ rule }) => rule)).toEqual(['T3'])
  })
})

describe('T4 same value', () => {
  const shared = ({ others = 0 }: Summed) => others < OPEN_POLICY.otherValues

  it.each(shapes)(
    'nobody finds how many said yes where nearly all said the same ($sizes)',
    async ({ sizes }) => {
      let cracked = 0
      let told = 0
      for (let seed = 1; seed <= 8; seed++) {
        const random = numbers(seed * 7919)
        const table = sumsOf(sizes, answers(random), random)
        const result = await attack(table, shared)
        expect(result.shown).toBe(0)
        for (const width of result.on)
          expect(width).toBeGreaterThanOrEqual(OPEN_POLICY.otherValues * (1 - 1e-6))
        cracked += result.off.filter((width) => width < OPEN_POLICY.otherValues).length
        told += result.told
      }
      expect(cracked).toBeGreaterThan(0)
      expect(told).toBeGreaterThan(0)
    },
  )

  it('nobody has it counts as all have the same, and no other sum gives it back', async () => {
    const random = numbers(5)
    const table = sumsOf([5], ([a]) => many(random, () => (a === 0 ? 0 : random() < 0.5 ? 1 : 0)), random)
    const result = await attack(table, shared)
    expect(result).toMatchObject({ targets: ['0'], shown: 0, rules: ['T4'] })
    expect(result.on[0]).toBeGreaterThanOrEqual(10)
    expect(result.off[0]).toBeLessThan(1e-6)
  })

  it('without the rule it is shown that all of a group said yes', async () => {
    const random = numbers(9)
    const table = sumsOf([2], ([a]) => many(random, () => (a === 0 || random() < 0.5 ? 1 : 0)), random)
    const { body } = await bodyOf(table, without(OPEN_POLICY, 'T4'))
    expect(body.cells[0]?.measures.mean).toMatchObject({ value: expect.closeTo(1, 1) })
    expect((await bodyOf(table)).body.cells[0]?.measures.mean).toEqual({ withheld: 'T4' })
  })
})

it('summaries withhold the mean that one makes up, and keep its percentiles', async () => {
  const row = (level: number, values: number[]) => ({
    variable: 'x',
    title: { en: 'x' },
    at: [level],
    present: { units: values.length, key: level + 7 },
    missing: { units: 0, key: 0 },
    ...summedOf(values),
    mean: { value: values.reduce((a, b) => a + b, 0) / values.length, moved: 0 },
    sd: { value: 3, moved: 0 },
    gini: null,
    percentiles: [{ p: 50, value: 3, below: 40, above: 40 }],
  })
  const random = numbers(11)
  const values = () => Array.from({ length: 100 }, () => 1 + random())
  const rows = [row(0, [...values(), 9_000]), row(1, values()), row(2, values())]
  const by = [
    {
      variable: 'g',
      title: { en: 'g' },
      levels: [0, 1, 2].map((i) => ({ code: `${i}`, label: { en: `g${i}` } })),
    },
  ]
  const { body } = await bodyOf({ kind: 'summary', by, iqr: false, gini: false, shares: [], rows })
  expect(body.rows[0]).toMatchObject({
    mean: { withheld: 'T3' },
    sd: { withheld: 'T3' },
    n: { value: expect.any(Number) },
  })
  expect(body.rows[0]?.percentiles[0]?.value).toHaveProperty('value')
  // The mean of all may be known: then two others' means would give the third.
  expect(body.rows.filter(({ mean }) => 'withheld' in mean).length).toBeGreaterThan(1)
})

it('a sum of which nobody told what it rests on is not shown', async () => {
  const random = numbers(13)
  const table = sumsOf([3], () => many(random, random), random)
  const untold = table.cells.map(({ contributions: _, others: __, ...cell }) => cell)
  const { body, result } = await bodyOf({ ...table, cells: untold })
  expect(body.cells.every(({ measures }) => 'withheld' in (measures.sum ?? {}))).toBe(true)
  expect(result.withheld.map(({ rule }) => rule)).toEqual(['T3'])
})

it('others hide beside a sum that L1 withholds, of which nothing is known', async () => {
  const values = ([a, b]: readonly number[]) =>
    Array.from({ length: 100 }, (_, i) => (a === 0 && b === 0 ? (i < 5 ? 44 : 40) : 30 + (i % 20)))
  const table = sumsOf([3, 2], (at) => values(at), numbers(4))
  const hiddenOf = async (which: (at: readonly (number | null)[]) => 'near' | 'there' | 'gone') => {
    const groups = table.cells.flatMap((cell) => {
      const is = which(cell.at)
      const group = { at: cell.at, units: cell.set.units, summed: is === 'near' ? null : cell }
      return is === 'gone' ? [] : [group]
    })
    const hidden = await hiddenSums([3, 2], groups, OPEN_POLICY, async () => solver, { marginsShown: true })
    return [...hidden.keys()].map(({ at }) => at.join())
  }
  const isBeside = (at: readonly (number | null)[]) => at.join() === '0,1'
  const beside = await hiddenOf((at) => (isBeside(at) ? 'near' : 'there'))
  const without = await hiddenOf((at) => (isBeside(at) ? 'gone' : 'there'))
  expect(beside).toContain('0,0')
  expect(beside).not.toContain('0,1')
  // Were it left out, the margin over both would be that of the one.
  expect(without).toContain('0,')
  expect(beside).not.toContain('0,')
})
