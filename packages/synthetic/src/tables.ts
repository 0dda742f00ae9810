/**
 * Tables under way: columns of numbers that grow, ready to be written without a copy. What a register writes is said once, as
 * a shape; rows are pushed as numbers in the order of its columns.
 */

import { type ColumnKind, type ColumnValues, MISSING_INTEGER, type TableShape } from '@sund/model'

export type { ColumnKind, ColumnShape, ColumnValues, TableShape } from '@sund/model'

/** A missing value, whatever the column holds. */
export const MISSING = Number.NaN

export class Rows {
  readonly shape: TableShape
  #columns: ColumnValues[]
  #rows = 0

  constructor(shape: TableShape) {
    this.shape = shape
    this.#columns = shape.columns.map(({ kind }) => arrayFor(kind, 1024))
  }

  get rows(): number {
    return this.#rows
  }

  /** Adds a row: one number a column, in the shape's order. */
  push(...values: number[]): void {
    if (values.length !== this.#columns.length)
      throw new Error(`${this.shape.name} has ${this.#columns.length} columns, not ${values.length}`)
    if (this.#rows === (this.#columns[0] as ColumnValues).length) this.#grow()
    const columns = this.#columns
    for (let i = 0; i < values.length; i++) {
      const column = columns[i] as ColumnValues
      const value = values[i] as number
      column[this.#rows] = column instanceof Int32Array && Number.isNaN(value) ? MISSING_INTEGER : value
    }
    this.#rows++
  }

  /** The numbers of each column, in the shape's order: views, good until the next push. */
  columns(): ColumnValues[] {
    return this.#columns.map((column) => column.subarray(0, this.#rows))
  }

  #grow(): void {
    this.#columns = this.#columns.map((column, i) => {
      const wider = arrayFor(this.shape.columns[i]?.kind ?? 'decimal', column.length * 2)
      wider.set(column)
      return wider
    })
  }
}

const arrayFor = (kind: ColumnKind, length: number): ColumnValues =>
  kind === 'identifier' || kind === 'decimal' ? new Float64Array(length) : new Int32Array(length)
