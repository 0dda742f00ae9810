/**
 * A table about persons over time, said once: its metadata and the shape of its rows come from the same lines, so that they
 * cannot part. Rows are pushed as person, from, (until,) and then the variables in order.
 */
import type { Table, Variable } from '@sund/model'
import type { CodeRow } from './register.js'
import type { ColumnShape, TableShape } from './tables.js'

type Words = { en: string; nb: string; da: string }

/** A variable with what its column holds: codes of a list, or numbers in a unit of UCUM (none for counts and scores). */
export interface Column {
  name: string
  title: Words
  description: Words
  values:
    | { codes: readonly CodeRow[]; source: string; unknown?: string }
    | { kind: 'integer' | 'decimal'; unit?: string; means: Words }
}

export interface PersonTable {
  name: string
  title: Words
  description: Words
  temporality: Variable['temporality']
  sensitivity: Variable['sensitivity']
  /** Rows hold until a day of their own; else they are of a moment. */
  until: boolean
  columns: readonly Column[]
}

/** Metadata of a table whose rows are about persons. */
export function metadataOf({
  name,
  title,
  description,
  temporality,
  sensitivity,
  until,
  columns,
}: PersonTable): Table {
  return {
    name,
    title,
    description,
    unit: 'PERSON',
    unitColumn: 'person',
    links: [],
    fromColumn: 'from_day',
    ...(until ? { untilColumn: 'until_day' } : {}),
    variables: columns.map((column) => ({
      name: column.name,
      title: column.title,
      description: column.description,
      temporality,
      dataType: 'codes' in column.values ? 'STRING' : column.values.kind === 'integer' ? 'LONG' : 'DOUBLE',
      domain: domainOf(column.values),
      sensitivity,
      column: column.name.toLowerCase(),
    })),
  }
}

function domainOf(values: Column['values']): Variable['domain'] {
  if ('codes' in values)
    return {
      codes: values.codes.map(([code, en, nb, da]) => ({
        code,
        title: { en, nb, da },
        ...(code === values.unknown ? { sentinel: true } : {}),
      })),
      source: values.source,
    }
  return { ...(values.unit ? { unitOfMeasure: values.unit } : {}), description: values.means }
}

/** The shape of the same table's rows. */
export function shapeOf({ name, until, columns }: PersonTable): TableShape {
  const days: ColumnShape[] = [{ name: 'from_day', kind: 'day' }]
  if (until) days.push({ name: 'until_day', kind: 'day' })
  return {
    name,
    columns: [
      { name: 'person', kind: 'identifier' },
      ...days,
      ...columns.map((column): ColumnShape => {
        const shape = { name: column.name.toLowerCase() }
        return 'codes' in column.values
          ? { ...shape, kind: 'code', codes: column.values.codes.map(([code]) => code) }
          : { ...shape, kind: column.values.kind }
      }),
    ],
  }
}
