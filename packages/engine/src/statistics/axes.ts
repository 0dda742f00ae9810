/**
 * The axes of tables: which levels a column has, in which order, and what they are called. Kept apart from counting,
 * so that bins of a histogram and codes of a code list are counted by the same query.
 */
import type { Dimension, LocalisedText } from '@sund/model'
import { id, type Sql, sql } from '../dialects/sql.js'
import type { Column } from '../plan/types.js'
import { plainText, refuse, type Source } from './source.js'

/** A level as the database knows it, and as it is shown. */
export interface Level {
  value: number | string | null
  code: string | null
  label: LocalisedText
}
export interface Axis {
  variable: string
  title: LocalisedText
  sql: Sql
  values?: Dimension['values']
  /** The levels of the axis in order, given the values that occur. */
  levels(found: readonly Level['value'][]): Level[]
}

const MISSING: LocalisedText = { en: 'missing', nb: 'mangler', da: 'mangler' }
const DAY = 86_400_000

/** A date as it is written: whole days since 1970-01-01 to ISO 8601. */
const isoDate = (day: number): string => new Date(Math.floor(day) * DAY).toISOString().slice(0, 10)

/** Numbers in order; text in the order of its code list and then by code unit; missing last. */
export function columnAxis(source: Source, column: Column, labels = true): Axis {
  if (column.type === 'key')
    return refuse(
      source,
      `${column.name} is a key: it can be matched, never shown.`,
      'Show another variable.',
    )
  const known = new Map((column.labels ?? []).map(({ code, label }, order) => [code, { label, order }]))
  const codeOf = (value: number | string): string =>
    column.date && typeof value === 'number' && Math.abs(value) < 1e8 ? isoDate(value) : String(value)
  const orderOf = (value: number | string) => known.get(String(value))?.order ?? known.size
  return {
    variable: column.name,
    title: column.title,
    ...(column.date || column.type === 'boolean'
      ? {}
      : { values: { type: column.type, ordered: known.size === 0 && column.type === 'number' } }),
    sql: column.type === 'boolean' ? sql`CAST(${id(column.name)} AS DOUBLE)` : id(column.name),
    levels: (found) =>
      [...found]
        .sort((a, b) => {
          if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
          if (typeof a === 'number' && typeof b === 'number') return a - b
          return orderOf(a) - orderOf(b) || (String(a) < String(b) ? -1 : 1)
        })
        .map((value) => {
          if (value === null) return { value, code: null, label: MISSING }
          const code = codeOf(value)
          return { value, code, label: (labels && known.get(String(value))?.label) || plainText(code) }
        }),
  }
}

export function dimensionOf(axis: Axis, levels: readonly Level[]): Dimension {
  return { ...groupingOf(axis), levels: levels.map(({ code, label }) => ({ code, label })) }
}

/** The variable of an axis, without its levels. */
export const groupingOf = ({ variable, title, values }: Axis): Omit<Dimension, 'levels'> => ({
  variable,
  title,
  ...(values ? { values } : {}),
})

/** What `by` and `over` may have: enough for every real use, too few to list people one by one. */
export const MOST_CELLS = 50_000
