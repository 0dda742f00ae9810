/**
 * What an expression of FHIRPath is in SQL: a value or a list of values, with its type in FHIR and what of a resource it reads. Empty is NULL for one value, and
 * NULL or `[]` for a list; no list has a NULL in it.
 */
import { type FhirType, familyOf, NOTHING } from './elements.js'

/** What is read of a value of JSON: grows while expressions ask for elements. Elements that nobody looks into are JSON. */
export class Shape {
  readonly elements = new Map<string, { shape: Shape; repeating: boolean }>()
  /** `primitive`: text, from which numbers and truth are cast, so that what is none fails. */
  constructor(readonly primitive: boolean) {}

  /** The shape of an element, asked for. */
  element(name: string, primitive: boolean, repeating: boolean): Shape {
    const known = this.elements.get(name)
    if (known) return known.shape
    const shape = new Shape(primitive)
    this.elements.set(name, { shape, repeating })
    return shape
  }

  /** As DuckDB's `from_json` takes a structure. */
  structure(): unknown {
    if (this.primitive) return 'VARCHAR'
    if (this.elements.size === 0) return 'JSON'
    return Object.fromEntries(
      [...this.elements].map(([name, { shape, repeating }]) => [
        name,
        repeating ? [shape.structure()] : shape.structure(),
      ]),
    )
  }
}

export interface Value {
  sql: string
  type: FhirType
  many: boolean
  /** What is read of it where it has elements. */
  shape?: Shape
  /** Decimals as they were written, of which only boundaries know their precision. */
  written?: string
  /** `value[x]`: the types that the element may have; `sql` is the parent's, and so is `shape`. */
  choices?: { name: string; types: readonly FhirType[] }
  /** Where a primitive stands: its extensions are beside it. */
  from?: { parent: Value; name: string }
}

export const nothing: Value = { sql: 'NULL', type: NOTHING, many: false }

export const isNothing = (value: Value): boolean => value.type === NOTHING

let made = 0
/** A name for the parameter of a lambda, unlike all others. */
export const fresh = (): string => `x${made++}`
/** Starts names anew, so that a view always compiles to the same SQL. */
export function restart(): void {
  made = 0
}

/** A quoted SQL string. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
/** A quoted SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** The type that holds a primitive value in SQL; null for one with elements. */
export function sqlType(type: FhirType): 'BOOLEAN' | 'BIGINT' | 'DOUBLE' | 'VARCHAR' | null {
  if (type === NOTHING) return 'VARCHAR'
  const family = familyOf(type)
  if (family === null) return null
  return family === 'boolean'
    ? 'BOOLEAN'
    : family === 'integer'
      ? 'BIGINT'
      : family === 'decimal'
        ? 'DOUBLE'
        : 'VARCHAR'
}

/** The same of each that is there: of a list in the order of the list, without those of which it is NULL. */
export function each(value: Value, of: (sql: string) => string): string {
  if (!value.many) return of(value.sql)
  const x = fresh()
  return present(`list_transform(${value.sql}, lambda ${x}: ${of(x)})`)
}

/** A list without NULLs. */
export function present(list: string): string {
  const x = fresh()
  return `list_filter(${list}, lambda ${x}: ${x} IS NOT NULL)`
}

/** A value chosen from a list, or a list made shorter: of the same type, and as it was written. */
export function chosen(value: Value, many: boolean, sql: (list: string) => string): Value {
  const { sql: all, written, from: _from, ...rest } = value
  return { ...rest, many, sql: sql(all), ...(written === undefined ? {} : { written: sql(written) }) }
}

/** A value as a list. */
export function listOf(value: Value): string {
  if (value.many) return value.sql
  return `CASE WHEN ${value.sql} IS NULL THEN [] ELSE [${value.sql}] END`
}

/** Whether there is anything: true or false, never NULL. */
export function isThere(value: Value): string {
  if (isNothing(value)) return 'false'
  if (value.choices === undefined)
    return value.many ? `coalesce(len(${value.sql}) > 0, false)` : `(${value.sql} IS NOT NULL)`
  const { name, types } = value.choices
  const fields = types.map((type) => choiceField(name, type))
  for (const [i, field] of fields.entries())
    value.shape?.element(field, familyOf(types[i] as string) !== null, false)
  const any = (of: string) =>
    `(${fields.map((field) => `(${of}).${identifier(field)} IS NOT NULL`).join(' OR ')})`
  if (!value.many) return any(value.sql)
  const x = fresh()
  return `coalesce(len(list_filter(${value.sql}, lambda ${x}: ${any(x)})) > 0, false)`
}

/** The name in JSON of an element that may have one of several types, where it has this one. */
export const choiceField = (name: string, type: FhirType): string =>
  `${name}${type.slice(0, 1).toUpperCase()}${type.slice(1)}`

/** SQL of something made of a value that is named several times: said once where it is long, as the only item of a list. */
export function bound(value: string, of: (sql: string) => string): string {
  if (value.length <= 100) return of(value)
  const x = fresh()
  return `(list_transform([${value}], lambda ${x}: ${of(x)}))[1]`
}
