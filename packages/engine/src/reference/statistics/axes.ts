/** The levels of a variable, in the order in which a table shows them, with their names. */
import type { Dimension, LocalisedText } from '@sund/model'
import type { Column } from '../../plan/types.js'
import { grouped, type Population, type Row, valueOf } from '../data.js'
import { formatted } from '../dates.js'
import { columnOf, plain, refuse } from './population.js'

export type LevelValue = number | string | null
export interface Level {
  value: LevelValue
  code: string | null
  label: LocalisedText
}
export interface Axis {
  variable: string
  title: LocalisedText
  values?: Dimension['values']
  of(row: Row): LevelValue
  levels(rows: readonly Row[]): Level[]
}

/** Numbers ascending; text by its code list, then by code unit; missing last. */
export function axisOf(population: Population, name: string, { labels = true } = {}): Axis {
  const column = columnOf(population, name)
  if (column.type === 'key') return refuse(population, `${name} is a key: it can be matched, never shown.`)
  const of = (row: Row): LevelValue => {
    const value = valueOf(row, name)
    return typeof value === 'boolean' ? Number(value) : (value as LevelValue)
  }
  return {
    variable: name,
    title: column.title,
    ...writtenAs(column),
    of,
    levels: (rows) => levelsOf(column, different(rows, of), labels),
  }
}

/** The variable of an axis, without its levels. */
export const groupingOf = ({ variable, title, values }: Axis): Omit<Dimension, 'levels'> => ({
  variable,
  title,
  ...(values ? { values } : {}),
})

/** How scripts write the levels; dates and truths are written in another way than their codes. */
export function writtenAs({ type, date, labels = [] }: Column): Pick<Axis, 'values'> {
  if (date || (type !== 'number' && type !== 'text')) return {}
  return { values: { type, ordered: type === 'number' && labels.length === 0 } }
}

export function levelsOf(column: Column, values: readonly LevelValue[], labels: boolean): Level[] {
  const codes = column.labels ?? []
  const place = (value: LevelValue): number => {
    const found = codes.findIndex(({ code }) => code === String(value))
    return found < 0 ? codes.length : found
  }
  const present = values.filter((value) => value !== null)
  present.sort((a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return a - b
    return place(a) - place(b) || (String(a) < String(b) ? -1 : 1)
  })
  const levels = present.map((value): Level => {
    const known = codes.find(({ code }) => code === String(value))
    const code =
      typeof value === 'number' && column.date && Math.abs(value) < 1e8
        ? formatted(Math.floor(value), '%Y-%m-%d')
        : String(value)
    return { value, code, label: labels && known ? known.label : plain(code) }
  })
  const missing = { value: null, code: null, label: { en: 'missing', nb: 'mangler', da: 'mangler' } }
  return values.includes(null) ? [...levels, missing] : levels
}

export function different(rows: readonly Row[], of: (row: Row) => LevelValue): LevelValue[] {
  return grouped(rows, (row) => [of(row)]).map((group) => {
    const value = of(group[0] as Row)
    return value === 0 ? 0 : value
  })
}

export function dimensionOf({ variable, title, values }: Axis, levels: readonly Level[]): Dimension {
  return {
    variable,
    title,
    levels: levels.map(({ code, label }) => ({ code, label })),
    ...(values ? { values } : {}),
  }
}
