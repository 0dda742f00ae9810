/**
 * Which persons have which code in which calendar year: the form in which a holding keeps it (`registers` writes and reads it) and in
 * which others ask for it. Persons are the dense units of one version of one register; a set of them is a bit each.
 *
 * Years are bits of a mask: bit 0 is the index's first year (and all before), bit 1 the year after … bit 61, and bit 62 every
 * year after those, which only what has not ended touches. What holds for life touches all.
 */
import { PERSON, subjectLinkOf, type Table, type Variable } from './registers.js'

/** The last bit of a mask of years. */
export const LAST_YEAR_BIT = 62

/** Years from and until, both included; open where left out. */
export interface YearSpan {
  from?: number | undefined
  until?: number | undefined
}

/** A set of persons: person n is bit n mod 32 of word ⌊n/32⌋. */
export type PersonBits = Uint32Array

/** An empty set that holds up to `persons`. */
export const noPersons = (persons: number): PersonBits => new Uint32Array((persons + 31) >>> 5)

/** The index of one variable. */
export interface CodeIndex {
  /** Persons of the register: their numbers are below. */
  persons: number
  /** The year of bit 0. */
  firstYear: number
  /** Rows of years before `firstYear` are in bit 0 as well. */
  truncated: boolean
  /** Every value that occurs, in the order of its UTF-8 bytes. */
  codes: readonly string[]
  /** Adds the persons with any of `codes` in some year of `years` to a set. Codes that do not occur add nobody. */
  add(codes: Iterable<string>, years: YearSpan, to: PersonBits): Promise<void>
  /** Gives every code in order; while one is given, `to` is the set of persons with it in some year of `years`. */
  each(years: YearSpan, to: PersonBits): AsyncIterable<string>
}

/** How the values of a variable are kept in an index. */
export type IndexedAs = 'codes' | 'numbers' | 'years'

/**
 * How a variable is indexed: codes of a code list, whole numbers that hold for life, or dates that do by their year. Null where
 * it is not: measures, and what nobody is behind.
 */
export function indexedAs(table: Table, variable: Variable): IndexedAs | null {
  const persons = table.unit === PERSON ? table.unitColumn !== undefined : subjectLinkOf(table) !== null
  if (!persons) return null
  const { dataType } = variable
  if ('codes' in variable.domain) return dataType === 'STRING' || dataType === 'LONG' ? 'codes' : null
  if (table.unit !== PERSON || variable.temporality !== 'FIXED') return null
  return dataType === 'LONG' ? 'numbers' : dataType === 'DATE' ? 'years' : null
}

/** Most different numbers that are indexed of one variable. */
export const MOST_NUMBERS = 5000
