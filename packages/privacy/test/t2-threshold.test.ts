import { OPEN_POLICY, type TableStatistic } from '@sund/model'
import fc from 'fast-check'
import type { Highs } from 'highs'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadSolver } from '../src/rules/t2-threshold/intervals.js'
import { bodyOf, dimension, numbers, SUMMED, skewed, tableOf } from './given.js'

const THRESHOLD = OPEN_POLICY.cellThreshold
let solver: Highs
beforeAll(async () => {
  solver = await loadSolver()
})

/**
 * The attacker: every cell of the cube is unknown and at least 0, released cells are known exactly, empty
 * cells are empty, and every margin is the sum of its cells along each dimension. Returns the widths of the
 * intervals of `targets`. Written from the definition, in another form than the defence's own programme.
 */
function widths(table: TableStatistic, known: (at: string) => boolean, targets: readonly string[]): number[] {
  const cells = new Map(table.cells.map((cell) => [cell.at.join(), cell]))
  const name = new Map([...cells.keys()].map((at, index) => [at, `x${index}`]))
  const constraints: string[] = []
  for (const [at, cell] of cells)
    cell.at.forEach((level, d) => {
      if (level !== null) return
      const parts = (table.dimensions[d] as (typeof table.dimensions)[number]).levels
        .map((_, index) => name.get(cell.at.with(d, index).join()))
        .filter((part) => part !== undefined)
      constraints.push(`${name.get(at)} - ${parts.join(' - ')} = 0`)
    })
  const bounds = [...cells].map(([at, cell]) =>
    known(at) ? `${name.get(at)} = ${cell.set.units}` : `0 <= ${name.get(at)} <= 100000`,
  )
  const extreme = (sense: 'Maximize' | 'Minimize', at: string) =>
    solver.solve(
      `${sense}\n obj: ${name.get(at)}\nSubject To\n${constraints.map((row, index) => ` c${index}: ${row}`).join('\n')}\nBounds\n ${bounds.join('\n ')}\nEnd`,
      { output_flag: false },
    ).ObjectiveValue
  return targets.map((at) => extreme('Maximize', at) - extreme('Minimize', at))
}

const small = (table: TableStatistic) =>
  table.cells.filter(({ set }) => set.units < THRESHOLD).map(({ at }) => at.join())

/** The widths of every small cell and of every empty one that is not shown as empty, with the defence on and with only these withheld. */
async function attack(given: TableStatistic) {
  const { body } = await bodyOf(given)
  const filled = new Set(given.cells.map(({ at }) => at.join()))
  const empty = body.cells.filter(({ at }) => !filled.has(at.join()))
  const nobody = { set: { units: 0, key: 0 }, measures: {}, percentiles: {} }
  const table = { ...given, cells: [...given.cells, ...empty.map(({ at }) => ({ at, ...nobody }))] }
  const released = new Set(body.cells.filter(({ count }) => 'value' in count).map(({ at }) => at.join()))
  const targets = small(table)
  const inside = new Set(targets)
  return {
    targets,
    withheld: body.cells.length - released.size,
    on: widths(table, (at) => released.has(at), targets),
    off: widths(table, (at) => !inside.has(at), targets),
  }
}

describe('T2 threshold with secondary suppression', () => {
  it.each([
    { sizes: [6], mean: 40 },
    { sizes: [4, 5], mean: 40 },
    { sizes: [8, 6], mean: 15 },
    { sizes: [2, 2], mean: 30 },
    { sizes: [12, 3], mean: 8 },
    { sizes: [3, 3, 3], mean: 40 },
    { sizes: [2, 3, 2, 2], mean: 60 },
  ])(
    'no linear programme finds a small cell within the threshold ($sizes, mean $mean)',
    async ({ sizes, mean }) => {
      let cracked = 0
      let targets = 0
      for (let seed = 1; seed <= 4; seed++) {
        const random = numbers(seed * 7919)
        const result = await attack(tableOf(sizes, skewed(random, mean), random))
        targets += result.targets.length
        cracked += result.off.filter((width) => width < THRESHOLD - 1e-6).length
        expect(Math.min(THRESHOLD, ...result.on)).toBeGreaterThanOrEqual(THRESHOLD - 1e-6)
      }
      expect(targets).toBeGreaterThan(0)
      // With the defence off the same attack works, or it would prove nothing.
      expect(cracked).toBeGreaterThan(0)
    },
  )

  it('withholds few cells beyond the small ones where there is something to hide behind', async () => {
    let small = 0
    let others = 0
    for (let seed = 1; seed <= 6; seed++) {
      const random = numbers(seed)
      const result = await attack(tableOf([8, 8], skewed(random, 100), random))
      small += result.targets.length
      others += result.withheld - result.targets.length
    }
    expect(others).toBeLessThan(2 * small)
  })

  it('gives the same answer for the same table whatever order its cells came in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
        const random = numbers(seed)
        const table = tableOf([4, 4], skewed(random, 30), random)
        const turned = { ...table, cells: [...table.cells].reverse() }
        const one = (await bodyOf(table)).body.cells
        const other = (await bodyOf(turned)).body.cells
        expect(other).toEqual(one)
      }),
      { numRuns: 25 },
    )
  })

  it('withholds the measures of a withheld cell, and says so in numbers', async () => {
    const random = numbers(5)
    const table = tableOf([2, 3], (at) => (at[0] === 0 && at[1] === 0 ? 4 : 200), random)
    const measured: TableStatistic = {
      ...table,
      measure: { variable: 'x', title: { en: 'x' }, show: ['mean'] },
      cells: table.cells.map((cell) => ({
        ...cell,
        ...SUMMED,
        measures: { mean: { value: 5, moved: 0 }, sd: { value: 1, moved: 0 } },
      })),
    }
    const { body, result } = await bodyOf(measured)
    const hidden = body.cells.filter(({ count }) => 'withheld' in count)
    expect(hidden.map(({ at }) => at.join())).toContain('0,0')
    expect(hidden).toHaveLength(4)
    for (const { measures, shares } of hidden)
      for (const number of [...Object.values(measures), ...Object.values(shares)])
        expect(number).toEqual({ withheld: 'T2' })
    expect(result.withheld).toMatchObject([{ rule: 'T2', count: 4 }])
    expect(Object.keys(result.withheld[0]?.remedy ?? {})).toEqual(['en', 'nb', 'da'])
  })

  it('withholds a measure where few have a value, though the cell itself is shown', async () => {
    const random = numbers(6)
    const table = tableOf([3], () => 300, random)
    const measured: TableStatistic = {
      ...table,
      measure: { variable: 'x', title: { en: 'x' }, show: ['mean', 'count'] },
      cells: table.cells.map((cell) => ({
        ...cell,
        present: { units: cell.at[0] === 1 ? 3 : cell.at[0] === null ? 403 : 200, key: 9 },
        ...SUMMED,
        measures: { mean: { value: 5, moved: 0 }, sd: { value: 1, moved: 0 } },
      })),
    }
    const { body } = await bodyOf(measured)
    const shownMeans = body.cells.filter(({ measures }) => measures.mean && 'value' in measures.mean)
    expect(body.cells.every(({ count }) => 'value' in count)).toBe(true)
    expect(shownMeans).toHaveLength(2)
    expect(body.cells.find(({ at }) => at[0] === 1)?.measures.count).toEqual({ withheld: 'T2' })
  })

  it('withholds a second group of a summary when the first would follow from the whole', async () => {
    const row = (at: number, units: number) => ({
      variable: 'x',
      title: { en: 'x' },
      at: [at],
      present: { units, key: at },
      missing: { units: 0, key: 0 },
      ...SUMMED,
      mean: { value: 1, moved: 0 },
      sd: { value: 1, moved: 0 },
      gini: null,
      percentiles: [],
    })
    const rows = [row(0, 900), row(1, 4), row(2, 300), row(3, 60)]
    const { body } = await bodyOf({
      kind: 'summary',
      by: [dimension('g', 4)],
      iqr: false,
      gini: false,
      shares: [],
      rows,
    })
    expect(body.rows.map(({ n }) => 'withheld' in n)).toEqual([false, true, false, true])
  })

  it('is quick and complete for a large table', async () => {
    const random = numbers(11)
    const table = tableOf([50, 50], skewed(random, 30), random)
    const { body } = await bodyOf(table)
    const shownCells = new Set(body.cells.filter(({ count }) => 'value' in count).map(({ at }) => at.join()))
    expect(small(table).every((at) => !shownCells.has(at))).toBe(true)
  })
})
