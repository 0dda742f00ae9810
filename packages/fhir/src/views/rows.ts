/**
 * The rows that selects make of a resource, in SQL. Selects beside each other multiply, elements of forEach and repeat follow one another, unions are put together: all of it
 * is lists of structs, so that a view is one pass over resources without a join. Lists are multiplied only where they meet.
 */
import type { FlatColumn, FlatType } from '@sund/model'
import { type Column, failAt, type Select } from './definition.js'
import { type Family, familyOf } from './elements.js'
import { evaluateText } from './expressions.js'
import { repeated } from './repeat.js'
import { described, onlyOf, type Scope, single } from './scope.js'
import { bound, fresh, identifier, isNothing, listOf, sqlType, type Value } from './values.js'

/** Columns with one value, and lists of rows of further columns: each value of the first with each combination of the others. */
export interface Rows {
  columns: FlatColumn[]
  values: Map<string, string>
  lists: { columns: readonly FlatColumn[]; sql: string }[]
}

/** The rows of selects that stand beside each other; `place` is where they stand in the view. */
export function rowsOf(selects: readonly Select[], place: string, scope: Scope): Rows {
  return selects.map((select, i) => rowsOfSelect(select, `${place}[${i}]`, scope)).reduce(beside, none())
}

const none = (): Rows => ({ columns: [], values: new Map(), lists: [] })

function beside(a: Rows, b: Rows): Rows {
  return {
    columns: [...a.columns, ...b.columns],
    values: new Map([...a.values, ...b.values]),
    lists: [...a.lists, ...b.lists],
  }
}

function rowsOfSelect(select: Select, place: string, scope: Scope): Rows {
  const elements = elementsOf(select, place, scope)
  if (elements === null) return rowsOfOne(select, place, scope)
  const item = fresh()
  const i = fresh()
  const focus: Value = { ...elements, sql: item, many: false }
  const rows = rowsOfOne(select, place, { ...scope, focus, rowIndex: `(${i} - 1)` })
  const [list, flat] = packed(rows)
  const each = `list_transform(${elements.sql}, lambda ${item}, ${i}: ${list})`
  return {
    columns: rows.columns,
    values: new Map(),
    lists: [{ columns: rows.columns, sql: flat ? each : `flatten(${each})` }],
  }
}

/** Rows of one element: its columns, the selects inside it, and its union. */
function rowsOfOne(select: Select, place: string, scope: Scope): Rows {
  const own = (select.column ?? []).map((column, i) => columnOf(column, `${place}.column[${i}]`, scope))
  const rows: Rows = {
    columns: own.map(({ column }) => column),
    values: new Map(own.map(({ column, sql }) => [column.name, sql])),
    lists: [],
  }
  const inner = rowsOf(select.select ?? [], `${place}.select`, scope)
  const union = select.unionAll ? unionOf(select.unionAll, `${place}.unionAll`, scope) : none()
  return [inner, union].reduce(beside, rows)
}

/** The list that a select makes rows of; null where it makes rows of the element at which it stands. */
function elementsOf(select: Select, place: string, scope: Scope): Value | null {
  if (select.repeat) return repeated(select.repeat, { ...scope, place: `${place}.repeat` })
  const path = select.forEach ?? select.forEachOrNull
  if (path === undefined) return null
  const name = select.forEach === undefined ? 'forEachOrNull' : 'forEach'
  const found = evaluateText(path, { ...scope, place: `${place}.${name}` })
  if (found.choices)
    failAt(`${place}.${name}`, described(found), 'Write which type is meant: .ofType(Quantity).')
  const { written: _written, from: _from, ...value } = found
  const list = isNothing(found) ? '[NULL][2:]' : listOf(found)
  return { ...value, many: true, sql: name === 'forEach' ? list : `coalesce(nullif(${list}, []), [NULL])` }
}

function unionOf(selects: readonly Select[], place: string, scope: Scope): Rows {
  const branches = selects.map((select, i) => rowsOfSelect(select, `${place}[${i}]`, scope))
  const [first] = branches as [Rows]
  for (const [i, { columns }] of branches.entries()) {
    const differ =
      columns.length !== first.columns.length
        ? columns.length
        : columns.findIndex((column, c) => !sameColumn(column, first.columns[c]))
    if (differ < 0) continue
    failAt(
      `${place}[${i}]`,
      'has other columns than the first of the union',
      `Give the columns ${first.columns.map(({ name, type }) => `${name} (${type})`).join(', ')} in this order.`,
    )
  }
  const lists = branches.map((branch) => {
    const [list, single] = packed(branch)
    return single ? `[${list}]` : list
  })
  return {
    columns: first.columns,
    values: new Map(),
    lists: [{ columns: first.columns, sql: `list_concat(${lists.join(', ')})` }],
  }
}

const sameColumn = (a: FlatColumn, b: FlatColumn | undefined): boolean =>
  a.name === b?.name && a.type === b.type && a.collection === b.collection

/** Rows as one struct (`true`) or as one list of structs, with columns in their order. */
function packed({ columns, values, lists }: Rows): [sql: string, single: boolean] {
  const [only] = lists
  if (only && lists.length === 1 && values.size === 0) return [only.sql, false]
  const items = lists.map(() => fresh())
  const source = new Map(values)
  for (const [i, list] of lists.entries())
    for (const { name } of list.columns) source.set(name, `${items[i]}.${identifier(name)}`)
  let sql = `struct_pack(${columns.map(({ name }) => `${identifier(name)} := ${source.get(name)}`).join(', ')})`
  for (const [i, list] of [...lists.entries()].reverse()) {
    const each = `list_transform(${list.sql}, lambda ${items[i]}: ${sql})`
    sql = i === lists.length - 1 ? each : `flatten(${each})`
  }
  return [sql, lists.length === 0]
}

/** All rows as one list; null where there is one row of a resource. */
export function asList(rows: Rows): string | null {
  if (rows.lists.length === 0) return null
  const [only] = rows.lists
  if (rows.lists.length === 1 && only) return only.sql
  const columns = rows.lists.flatMap((list) => list.columns)
  return packed({ columns, values: new Map(), lists: rows.lists })[0]
}

/** What the types of SQL on FHIR are in a table, by how they behave. Dates stay text, since they may be known to the year alone. */
const TYPES: Record<Family, FlatType> = {
  boolean: 'BOOLEAN',
  integer: 'BIGINT',
  decimal: 'DOUBLE',
  string: 'VARCHAR',
  date: 'VARCHAR',
  dateTime: 'VARCHAR',
  time: 'VARCHAR',
}

/** Types that a tag `ansi/type` asks for, with the SQL that makes them of what was found. */
const ASKED: Record<string, { type: FlatType; sql(value: string): string }> = {
  BOOLEAN: { type: 'BOOLEAN', sql: (value) => `CAST(${value} AS BOOLEAN)` },
  BIGINT: { type: 'BIGINT', sql: (value) => `CAST(${value} AS BIGINT)` },
  INTEGER: { type: 'BIGINT', sql: (value) => `CAST(${value} AS BIGINT)` },
  DOUBLE: { type: 'DOUBLE', sql: (value) => `CAST(${value} AS DOUBLE)` },
  'CHARACTER VARYING': { type: 'VARCHAR', sql: (value) => `CAST(${value} AS VARCHAR)` },
  // The day as it was written, where it happened; null while only its month or year is known.
  DATE: {
    type: 'DATE',
    sql: (value) =>
      bound(value, (day) => `CASE WHEN length(${day}) >= 10 THEN CAST(left(${day}, 10) AS DATE) END`),
  },
  TIMESTAMP: {
    type: 'TIMESTAMP',
    sql: (value) =>
      bound(
        value,
        (at) => `CASE WHEN length(${at}) >= 16 THEN timezone('UTC', CAST(${at} AS TIMESTAMPTZ)) END`,
      ),
  },
}

function columnOf(column: Column, place: string, scope: Scope): { column: FlatColumn; sql: string } {
  const { name, path, collection = false } = column
  const inside = { ...scope, place: `${place}.path` }
  const value = evaluateText(path, inside)
  const found = value.choices ? null : sqlType(value.type)
  if (found === null)
    return failAt(
      `${place}.path`,
      `a column cannot hold ${described(value)}`,
      'Name a primitive element of it, or make a column of each.',
    )
  const { type, sql } = typeOf(column, value, place)
  if (!collection)
    return {
      column: { name, type, collection },
      sql: `CAST(${sql(value.many ? onlyOf(value.sql, inside) : single(value, inside))} AS ${type})`,
    }
  const item = fresh()
  const list = isNothing(value) ? '[]' : `coalesce(${listOf(value)}, [])`
  return {
    column: { name, type, collection },
    sql: `CAST(list_transform(${list}, lambda ${item}: ${sql(item)}) AS ${type}[])`,
  }
}

/** The type of a column: as a tag asks for, as it was declared, or as was found. */
function typeOf(column: Column, value: Value, place: string): { type: FlatType; sql(value: string): string } {
  const tag = column.tag?.find((one) => one.name === 'ansi/type')?.value
  if (tag !== undefined)
    return (
      ASKED[tag.toUpperCase()] ??
      failAt(
        `${place}.tag`,
        `${tag} is no type that a column can have`,
        `It can have ${Object.keys(ASKED).join(', ')}.`,
      )
    )
  const declared = column.type === undefined ? null : familyOf(column.type.replace(/^.*\//, ''))
  if (column.type !== undefined && declared === null)
    failAt(
      `${place}.type`,
      `${column.type} is no primitive type`,
      'Name one of FHIR: string, integer, decimal, date, …',
    )
  const found = familyOf(value.type)
  const type = TYPES[declared ?? found ?? 'string']
  if (declared !== null && found !== null && !fits(found, declared))
    failAt(
      `${place}.type`,
      `the path finds ${value.type}, which is not ${column.type}`,
      `Write ${value.type}.`,
    )
  return { type, sql: (sql) => sql }
}

/** Whether what is found can stand in a column of a type: everything as text, whole numbers as decimals. */
function fits(found: Family, declared: Family): boolean {
  const moments: Family[] = ['date', 'dateTime']
  return (
    found === declared ||
    declared === 'string' ||
    (found === 'integer' && declared === 'decimal') ||
    (moments.includes(found) && moments.includes(declared)) ||
    (found === 'string' && [...moments, 'time'].includes(declared))
  )
}
