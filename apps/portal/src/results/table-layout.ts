/**
 * From the cells of a released table to rows and columns. The last dimension runs across, the others down; each quantity shown
 * (counts, shares, measures) is a line of its own under its levels, so that every cell has one number and full headers.
 */
import type { Measure, ReleasedNumber, ReleasedTable, TableShare } from '@sund/model'
import type { NumberForm } from './numbers.js'

export type Quantity =
  | { kind: 'count' }
  | { kind: 'share'; share: TableShare }
  | { kind: 'measure'; measure: Measure }

export interface LayoutRow {
  /** Level of each dimension that runs down; null is the margin. */
  at: (number | null)[]
  quantity: Quantity
  /** First line of its levels: later quantities share the headers of the first. */
  first: boolean
  /** Lines of its levels. */
  lines: number
  margin: boolean
  /** One a column; null where the table has no such cell: nobody is in it. */
  cells: (ReleasedNumber | null)[]
}
export interface TableLayout {
  /** Indexes of the dimensions that run down. */
  down: number[]
  /** Index of the dimension that runs across, null when only the quantities do. */
  across: number | null
  /** Levels of the dimension across, null for its margin; with no dimension across, one column. */
  columns: { level: number | null; margin: boolean }[]
  quantities: Quantity[]
  rows: LayoutRow[]
}

export function quantitiesOf(table: ReleasedTable): Quantity[] {
  const counts: Quantity[] = table.show.frequency ? [{ kind: 'count' }] : []
  const shares = table.show.shares.map((share): Quantity => ({ kind: 'share', share }))
  const measures = (table.measure?.show ?? []).map((measure): Quantity => ({ kind: 'measure', measure }))
  const all = [...counts, ...shares, ...measures]
  return all.length > 0 ? all : [{ kind: 'count' }]
}

export function layoutTable(table: ReleasedTable): TableLayout {
  const quantities = quantitiesOf(table)
  const dimensions = table.dimensions.length
  const byPlace = new Map(table.cells.map((cell) => [cell.at.join(), cell]))
  const has = (dimension: number, level: number | null) =>
    table.cells.some((cell) => cell.at[dimension] === level)
  const levelsOf = (dimension: number): (number | null)[] => [
    ...(table.dimensions[dimension]?.levels ?? [])
      .map((_, level) => level)
      .filter((level) => has(dimension, level)),
    ...(has(dimension, null) ? [null] : []),
  ]

  if (dimensions <= 1) {
    // One dimension: quantities run across, so that a frequency table reads as one expects.
    const rows = (dimensions === 0 ? [null] : levelsOf(0)).map((level): LayoutRow => {
      const cell = byPlace.get(dimensions === 0 ? '' : [level].join())
      return {
        at: dimensions === 0 ? [] : [level],
        quantity: quantities[0] as Quantity,
        first: true,
        lines: 1,
        margin: level === null && dimensions > 0,
        cells: quantities.map((quantity) => (cell ? numberOf(cell, quantity) : null)),
      }
    })
    return {
      down: dimensions === 0 ? [] : [0],
      across: null,
      columns: quantities.map(() => ({ level: null, margin: false })),
      quantities,
      rows,
    }
  }

  const across = dimensions - 1
  const down = Array.from({ length: across }, (_, dimension) => dimension)
  const columns = levelsOf(across).map((level) => ({ level, margin: level === null }))
  const places = product(down.map(levelsOf)).filter((at) =>
    columns.some(({ level }) => byPlace.has([...at, level].join())),
  )
  const rows = places.flatMap((at) =>
    quantities.map(
      (quantity, index): LayoutRow => ({
        at,
        quantity,
        first: index === 0,
        lines: quantities.length,
        margin: at.includes(null),
        cells: columns.map(({ level }) => {
          const cell = byPlace.get([...at, level].join())
          return cell ? numberOf(cell, quantity) : null
        }),
      }),
    ),
  )
  return { down, across, columns, quantities, rows }
}

/** How numbers of this quantity are written. */
export function formOf(quantity: Quantity): NumberForm {
  if (quantity.kind === 'count') return 'count'
  if (quantity.kind === 'share') return 'percentage'
  return quantity.measure === 'count' ? 'count' : quantity.measure === 'percent' ? 'percentage' : 'value'
}

function numberOf(cell: ReleasedTable['cells'][number], quantity: Quantity): ReleasedNumber | null {
  if (quantity.kind === 'count') return cell.count
  return (quantity.kind === 'share' ? cell.shares[quantity.share] : cell.measures[quantity.measure]) ?? null
}

function product<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>(
    (done, list) => done.flatMap((head) => list.map((item) => [...head, item])),
    [[]],
  )
}
