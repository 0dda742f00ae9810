/** T1: tables of mostly small cells. */
import { OPEN_POLICY } from '@sund/model'
import { without } from '@sund/privacy/testing'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { tooSparse } from '../src/rules/t1-sparse/rule.js'
import { bodyOf, ends, numbers, skewed, tableOf } from './given.js'

/** The share of inner cells with people in them that have fewer than five, counted from the definition. */
function shareOfSmall(table: ReturnType<typeof tableOf>): number {
  const inner = table.cells
    .filter(({ at }) => at.every((level) => level !== null))
    .map(({ set }) => set.units)
  return inner.filter((units) => units < 5).length / inner.length
}

it('shows nothing of a table that is mostly small cells, and what T2 allows of any other', async () => {
  const seen = { sparse: 0, dense: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 2, max: 30 }),
      async (seed, mean) => {
        const random = numbers(seed)
        const table = tableOf([4, 4], skewed(random, mean), random)
        if (table.cells.length === 0) return
        const sparse = shareOfSmall(table) > 0.5
        seen[sparse ? 'sparse' : 'dense']++
        const { body, result } = await bodyOf(table)
        const rules = new Set(
          body.cells.flatMap(({ count }) => ('withheld' in count ? [count.withheld] : [])),
        )
        expect(rules.has('T1')).toBe(sparse)
        if (!sparse) return
        expect(
          body.cells.every(({ count, shares }) =>
            [count, ...Object.values(shares)].every((n) => 'withheld' in n),
          ),
        ).toBe(true)
        expect(result.withheld.map(({ rule }) => rule)).toEqual(['T1'])
      },
    ),
    { numRuns: 150 },
  )
  expect(Math.min(seen.sparse, seen.dense)).toBeGreaterThan(20)
})

it('empty cells and margins are no small cells, and the half exactly is no more than half', () => {
  const of = (units: readonly number[]) =>
    tooSparse(
      tableOf([units.length], ([a = 0]) => units[a] ?? 0, numbers(1)),
      OPEN_POLICY,
    )
  expect(of([0, 0, 0, 0, 50])).toBe(false)
  expect(of([4, 4, 50, 50])).toBe(false)
  expect(of([4, 4, 4, 50, 50])).toBe(true)
  expect(of([5, 5, 5, 50])).toBe(false)
})

it('without the rule the large cells of such a table are shown, and bins never fall under it', async () => {
  const table = tableOf([6], ([a]) => (a === 0 ? 400 : 3), numbers(2))
  const shown = ({ body }: { body: { cells: { count: object }[] } }) =>
    body.cells.filter(({ count }) => 'value' in count).length
  expect(shown(await bodyOf(table))).toBe(0)
  expect(shown(await bodyOf(table, without(OPEN_POLICY, 'T1')))).toBeGreaterThan(0)
  const { body } = await bodyOf({
    kind: 'figure',
    ends: ends(40),
    figure: {
      type: 'histogram',
      table,
      value: 'frequency',
      stacked: false,
      horizontal: false,
      edges: [0, 1, 2, 3, 4, 5, 6],
    },
  })
  expect(body.figure).toMatchObject({
    table: {
      cells: expect.arrayContaining([
        expect.objectContaining({ count: expect.objectContaining({ value: expect.any(Number) }) }),
      ]),
    },
  })
})
