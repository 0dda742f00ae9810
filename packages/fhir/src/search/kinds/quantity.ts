/** Numbers, and numbers with a unit. Units of UCUM are brought to their base, so that 5 mg is found as 0.005 g. */
import { type RawBuilder, sql } from 'kysely'
import { readDecimal } from '../decimals.js'
import type { Source } from '../definitions.js'
import { hash32 } from '../hash.js'
import type { Place, Rows } from '../rows.js'
import { inBase, UCUM } from '../ucum.js'
import { badValue, type Kind, ofSources, type Prefix, plain, prefixed, split, v } from './kind.js'

interface Quantity {
  value?: number
  comparator?: string
  unit?: string
  system?: string
  code?: string
}

/** A value that says `<` or `>` is all that it could be. */
const OPEN: Readonly<Record<string, (value: number) => [number, number]>> = {
  '<': (value) => [Number.NEGATIVE_INFINITY, value],
  '<=': (value) => [Number.NEGATIVE_INFINITY, value],
  '>': (value) => [value, Number.POSITIVE_INFINITY],
  '>=': (value) => [value, Number.POSITIVE_INFINITY],
}

function add(
  rows: Rows,
  { key, item }: Place,
  [low, high]: readonly [number, number],
  { system, code, unit }: Quantity,
  { id }: Source,
): void {
  const base = system === UCUM && typeof code === 'string' ? inBase(code) : undefined
  const hash = (text: unknown) => (typeof text === 'string' ? hash32(text) : null)
  const [baseLow, baseHigh] = [base?.of(low) ?? null, base?.of(high) ?? null]
  const units = [hash(system), hash(code), hash(unit), hash(base?.unit)] as const
  rows.add('search_quantity', key, low, high, baseLow, baseHigh, id, ...units, item)
}

/** What is there but has no number: found by `:missing` alone. */
function addNone(rows: Rows, { key, item }: Place, _: unknown, { id }: Source): void {
  rows.add('search_quantity', key, null, null, null, null, id, null, null, null, null, item)
}

function addQuantity(rows: Rows, place: Place, quantity: Quantity, source: Source): void {
  const { value, comparator } = quantity
  if (typeof value !== 'number') return addNone(rows, place, quantity, source)
  add(rows, place, OPEN[comparator ?? '']?.(value) ?? [value, value], quantity, source)
}

const addNumber = (rows: Rows, place: Place, value: number, source: Source) =>
  addQuantity(rows, place, { value }, source)

function addRange(
  rows: Rows,
  place: Place,
  range: { low?: Quantity; high?: Quantity },
  source: Source,
): void {
  const { low, high } = range
  const [from, to] = [low?.value, high?.value].map((value) => (typeof value === 'number' ? value : undefined))
  if (from === undefined && to === undefined) return addNone(rows, place, range, source)
  const ends = [from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY] as const
  add(rows, place, ends, low ?? high ?? {}, source)
}

interface Column {
  low: RawBuilder<unknown>
  high: RawBuilder<unknown>
}

interface Sought {
  value: number
  low: number
  high: number
}

const number = (value: number) => sql`${value}::double precision`
/** What lies below the end begins below it: said too, so that an index by beginnings goes through no more than that. */
const within = ({ low, high }: Column, q: Sought) =>
  sql`(${low} >= ${number(q.low)} and ${low} < ${number(q.high)} and ${high} < ${number(q.high)})`

/** What a comparison asks (R4, search, prefixes): all but `eq`, `ne` and `ap` take the number as exact. */
const COMPARISONS: Readonly<Record<Prefix, (column: Column, q: Sought) => RawBuilder<unknown>>> = {
  eq: within,
  ne: (column, q) => sql`not ${within(column, q)}`,
  gt: ({ high }, { value }) => sql`${high} > ${number(value)}`,
  lt: ({ low }, { value }) => sql`${low} < ${number(value)}`,
  ge: ({ high }, { value }) => sql`${high} >= ${number(value)}`,
  le: ({ low }, { value }) => sql`${low} <= ${number(value)}`,
  sa: ({ low }, { value }) => sql`${low} > ${number(value)}`,
  eb: ({ high }, { value }) => sql`${high} < ${number(value)}`,
  ap: ({ low, high }, { value }) => {
    const by = Math.abs(value) / 10
    return sql`(${low} <= ${number(value + by)} and ${high} >= ${number(value - by)})`
  },
}

const AS_WRITTEN: Column = { low: v('low'), high: v('high') }
const IN_BASE: Column = { low: v('base_low'), high: v('base_high') }

function sought(name: string, kind: 'number' | 'quantity', written: string): Sought {
  return (
    readDecimal(written) ??
    badValue(name, kind, kind === 'number' ? '5.40 or ge5.40' : '5.4, 5.4|system|code or 5.4||unit')
  )
}

export const numeric: Kind = {
  table: 'search_quantity',
  datatypes: {
    decimal: addNumber,
    integer: addNumber,
    positiveInt: addNumber,
    unsignedInt: addNumber,
    Range: addRange,
  },
  modifiers: [],
  match(value, { name, sources }) {
    const [prefix, written] = prefixed(value)
    const compared = COMPARISONS[prefix](AS_WRITTEN, sought(name, 'number', written))
    return [{ table: 'search_quantity', where: sql`${ofSources(sources)} and ${compared}` }]
  },
}

export const quantity: Kind = {
  table: 'search_quantity',
  datatypes: {
    Quantity: addQuantity,
    Age: addQuantity,
    Duration: addQuantity,
    Money: (rows, place, { value, currency }: { value?: number; currency?: string }, source) =>
      addQuantity(
        rows,
        place,
        { ...(value !== undefined && { value }), ...(currency && { system: CURRENCY, code: currency }) },
        source,
      ),
    Range: addRange,
    /** A curve has no one number. */
    SampledData: addNone,
  },
  modifiers: [],
  match(value, { name, sources }) {
    const [first, system, code, ...more] = split(value, '|').map(plain) as [string, ...string[]]
    if (more.length > 0 || (system !== undefined && code === undefined))
      badValue(name, 'quantity', '5.4, 5.4|system|code or 5.4||unit')
    const [prefix, written] = prefixed(first)
    const q = sought(name, 'quantity', written)
    const rows = (where: RawBuilder<unknown>) => [
      { table: 'search_quantity' as const, where: sql`${ofSources(sources)} and ${where}` },
    ]
    const compared = COMPARISONS[prefix](AS_WRITTEN, q)
    if (!code)
      return rows(system ? sql`${compared} and ${v('system')} = ${hash32(system)}::integer` : compared)
    if (!system)
      return rows(
        sql`${compared} and (${v('code')} = ${hash32(code)}::integer or ${v('unit')} = ${hash32(code)}::integer)`,
      )
    const base = system === UCUM ? inBase(code) : undefined
    if (base === undefined)
      return rows(
        sql`${compared} and ${v('system')} = ${hash32(system)}::integer and ${v('code')} = ${hash32(code)}::integer`,
      )
    const scaled = { value: base.of(q.value), low: base.of(q.low), high: base.of(q.high) }
    return rows(sql`${v('base')} = ${hash32(base.unit)}::integer and ${COMPARISONS[prefix](IN_BASE, scaled)}`)
  },
}

const CURRENCY = 'urn:iso:std:iso:4217'
