import type { ReleasedTable } from '@sund/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layoutTable } from '../src/results/table-layout.js'

const dimension = (variable: string, codes: string[]) => ({
  variable,
  title: { en: variable },
  levels: codes.map((code) => ({ code, label: { en: code } })),
})
const cell = (at: (number | null)[], count: number) => ({
  at,
  count: { value: count, error: 0 },
  shares: {},
  measures: {},
})
const table = (
  dimensions: ReleasedTable['dimensions'],
  cells: ReleasedTable['cells'],
  show: ReleasedTable['show'] = { frequency: true, shares: [] },
): ReleasedTable => ({ kind: 'table', dimensions, measure: null, show, cells, test: null })

test('one dimension runs down and its quantities across', () => {
  const layout = layoutTable(
    table([dimension('sex', ['1', '2'])], [cell([0], 4), cell([1], 6), cell([null], 10)], {
      frequency: true,
      shares: ['cellpct'],
    }),
  )
  expect(layout.across).toBeNull()
  expect(layout.columns).toHaveLength(2)
  expect(layout.rows.map(({ at, margin }) => [at[0], margin])).toEqual([
    [0, false],
    [1, false],
    [null, true],
  ])
  expect(layout.rows[0]?.cells).toEqual([{ value: 4, error: 0 }, null])
})

test('two dimensions make a cross table, each quantity on a line of its own', () => {
  const layout = layoutTable(
    table(
      [dimension('a', ['x', 'y']), dimension('b', ['1', '2'])],
      [cell([0, 0], 1), cell([0, 1], 2), cell([0, null], 3), cell([1, 1], 4), cell([1, null], 4)],
      { frequency: true, shares: ['rowpct'] },
    ),
  )
  expect(layout.across).toBe(1)
  expect(layout.columns.map(({ level }) => level)).toEqual([0, 1, null])
  expect(layout.rows).toHaveLength(4)
  expect(layout.rows.map(({ first, lines }) => [first, lines])).toEqual([
    [true, 2],
    [false, 2],
    [true, 2],
    [false, 2],
  ])
  // Nobody is in (y, 1): the place is there and empty.
  expect(layout.rows[2]?.cells[0]).toBeNull()
})

test('levels that no cell has are left out', () => {
  const layout = layoutTable(table([dimension('a', ['x', 'y', 'z'])], [cell([0], 1), cell([2], 2)]))
  expect(layout.rows.map(({ at }) => at[0])).toEqual([0, 2])
})

test('every cell of any table is shown exactly once', () => {
  const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(shapes, fc.infiniteStream(fc.boolean()), (sizes, present) => {
      const dimensions = sizes.map((size, index) =>
        dimension(
          `d${index}`,
          Array.from({ length: size }, (_, code) => `${code}`),
        ),
      )
      const places = sizes.reduce<(number | null)[][]>(
        (all, size) =>
          all.flatMap((at) => [...Array.from({ length: size }, (_, level) => [...at, level]), [...at, null]]),
        [[]],
      )
      const cells = places.filter(() => present.next().value).map((at, index) => cell(at, index))
      const shown = layoutTable(table(dimensions, cells))
        .rows.flatMap((row) => row.cells)
        .flatMap((number) => (number !== null && 'value' in number ? [number.value] : []))
      expect(shown.sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
        cells.map(({ count }) => ('value' in count ? count.value : null)),
      )
    }),
  )
})
