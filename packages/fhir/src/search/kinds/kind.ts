/**
 * What every type of search parameter says of itself: which rows the datatypes of FHIR give it, and which rows a value of a query looks for. Both stand in one
 * file for each type, since what is written must be what is looked for.
 */
import { fail } from '@sund/model'
import { type RawBuilder, sql } from 'kysely'
import type { Source, ValueKind } from '../definitions.js'
import type { IndexTable, Place, Rows } from '../rows.js'

/** Puts the rows of an element into the index. */
export type Extract = (rows: Rows, place: Place, element: never, source: Source) => void

/** What a value of a query is looked for in. */
export interface Wanted {
  /** The parameter's name as the query has it, for what is said of mistakes. */
  readonly name: string
  readonly sources: readonly Source[]
  /** Types that a reference may point to. */
  readonly targets: readonly string[]
  /** Whether what refers to other types, or to what nobody can tell, is none of the parameter's. */
  readonly restricted: boolean
  readonly modifier: string | null
}

/** Rows of one table, by a condition on the row `v`. */
export interface Match {
  readonly table: IndexTable
  readonly where: RawBuilder<unknown>
  /** Where keys come out of an index in their order when only this is asked. */
  readonly ordered?: boolean
}

export interface Kind {
  readonly table: IndexTable
  readonly datatypes: Readonly<Record<string, Extract>>
  /** Modifiers beside `:missing`, which all have. */
  readonly modifiers: readonly string[]
  /** The rows that a value of a query looks for; several are joined by or. Throws `usage.request` for a value that is none. */
  match(value: string, wanted: Wanted): readonly Match[]
}

/** How a row is called in a condition. */
export const v = (column: string): RawBuilder<unknown> => sql.raw(`v.${column}`)

/** The condition that a row is of one of these sources. */
export function ofSources(sources: readonly Source[]): RawBuilder<unknown> {
  return among(
    'source',
    'integer',
    sources.map(({ id }) => id),
  )
}

/** The condition that a column has one of these numbers; for one it is an equality, which indexes answer best. */
export function among(
  column: string,
  type: 'integer' | 'bigint',
  numbers: readonly (number | string)[],
): RawBuilder<unknown> {
  const [first] = numbers
  if (first === undefined) return sql`false`
  if (numbers.length === 1) return sql`${v(column)} = ${first}::${sql.raw(type)}`
  return sql`${v(column)} = any (${`{${numbers.join(',')}}`}::${sql.raw(type)}[])`
}

/** Comparisons that begin the value of a date, number or quantity. */
export const PREFIXES = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'] as const
export type Prefix = (typeof PREFIXES)[number]

/** Splits a value from the comparison before it. */
export function prefixed(value: string): [Prefix, string] {
  const found = PREFIXES.find((prefix) => value.startsWith(prefix))
  return found === undefined ? ['eq', value] : [found, value.slice(2)]
}

/** Parts of a value between separators that are not escaped; the parts stay escaped. */
export function split(text: string, separator: ',' | '$' | '|'): string[] {
  const parts: string[] = []
  let part = ''
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index)
    if (character === '\\' && index + 1 < text.length) part += character + text.charAt(++index)
    else if (character === separator) {
      parts.push(part)
      part = ''
    } else part += character
  }
  return [...parts, part]
}

/** Takes the backslashes away that stand before `,`, `$`, `|` and themselves. */
export function plain(text: string): string {
  return text.replace(/\\([,$|\\])/g, '$1').replaceAll('\0', '')
}

/** Refuses a value. It is not repeated: it may be an identifier of a person. */
export function badValue(name: string, kind: ValueKind | 'composite', form: string): never {
  return fail(
    'usage.request',
    `A value of the search parameter ${shown(name)} is not a ${kind}.`,
    `Write it as ${form}.`,
  )
}

/** A name as it may be repeated in a message: what does not look like the name of a parameter is not. */
export function shown(name: string): string {
  return /^[a-zA-Z_][\w:.-]{0,100}$/.test(name) && !/\d{6}/.test(name) ? `'${name}'` : 'of the query'
}

/** What should be a list of objects, whatever came instead. */
export function listOf<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? value.filter((one) => one !== null && one !== undefined) : []
}
