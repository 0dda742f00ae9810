/**
 * Tables as columns of numbers: how rows in their millions pass from one package to another without an object a row. Who makes
 * rows and who stores them agree on nothing but these shapes.
 */

/**
 * What a column holds, and what a number in it stands for:
 * - `identifier`: a national identifier of eleven digits, as a number; written as text with its leading zeros;
 * - `day`: days since 1970-01-01; written as a date;
 * - `integer`: a whole number of 32 bits;
 * - `decimal`: any number;
 * - `code`: the place, from 0, of a code in the column's `codes`; written as that text.
 *
 * Missing is `MISSING_INTEGER` in columns of integers and NaN in others.
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

/** Stored in place of a missing value where numbers are whole. */
export const MISSING_INTEGER = -0x8000_0000

/** A column's numbers: `identifier` and `decimal` as fractions, the other kinds as integers. */
export type ColumnValues = Int32Array | Float64Array
