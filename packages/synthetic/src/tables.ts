/**
 * Tables under way: columns of numbers that grow, ready to be written without a copy. What a register writes is said once, as
 * a shape; rows are pushed as numbers in the order of its columns.
 */

/**
 * What a column holds, and what a number in it stands for:
 * - `identifier`: a national identifier of eleven digits, as a number; written as text with its leading zeros;
 * - `day`: days since 1970-01-01; written as a date;
 * - `integer`: a whole number of 32 bits;
 * - `decimal`: any number;
 * - `code`: the place, from 0, of a code in the column's `codes`; written as that text.
 *
 * `MISSING` stands for a missing value in every kind.
 */
export type ColumnKind = 'identifier' | 'day' | 'integer' | 'decimal' | 'code'

export interface ColumnShape {
  name: string
  kind: ColumnKind
  /** Texts that the numbers of a `code` stand for. */
  codes?: readonly string[]
}

export interface TableShape {
  /** As in the register's metadata: `DIAGNOSIS`. */
  name: string
  columns: readonly ColumnShape[]
}

/** A missing value. */
export const MISSING = Number.NaN

/** Stored in place of a missing value where numbers are whole. */
export const MISSING_INTEGER = -0x8000_0000

/** A column's numbers: those of whole kinds as integers with `MISSING_INTEGER`, others as they are with NaN. */
export type ColumnValues = Int32Array | Float64Array

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
