/** Dates and periods: compared as stretches of time (R4, search, 2.1.1.4.5 and the table of prefixes). */
import { type RawBuilder, sql } from 'kysely'
import { ALWAYS, readDate, type Stretch } from '../dates.js'
import type { Source } from '../definitions.js'
import type { Place, Rows } from '../rows.js'
import { LONG_PERIOD } from '../tables.js'
import { badValue, type Kind, listOf, type Match, ofSources, type Prefix, prefixed, v } from './kind.js'

/** What is there but says no time is found by `:missing` alone. */
function add(rows: Rows, { key, item }: Place, stretch: Stretch | undefined, { id }: Source): void {
  rows.add('search_date', key, stretch?.low ?? null, stretch?.high ?? null, id, item)
}

function addDate(rows: Rows, place: Place, date: string, source: Source): void {
  add(rows, place, typeof date === 'string' ? readDate(date) : undefined, source)
}

interface Period {
  start?: string
  end?: string
}

function stretchOf({ start, end }: Period): Stretch | undefined {
  const [from, to] = [start, end].map((date) => (typeof date === 'string' ? readDate(date) : ALWAYS))
  return from && to && from.low < to.high ? { low: from.low, high: to.high } : undefined
}

function addPeriod(rows: Rows, place: Place, period: Period, source: Source): void {
  add(rows, place, stretchOf(period), source)
}

interface Timing {
  event?: string[]
  repeat?: { boundsPeriod?: Period }
}

export const date: Kind = {
  table: 'search_date',
  datatypes: {
    date: addDate,
    dateTime: addDate,
    instant: addDate,
    Period: addPeriod,
    /** Of a schedule only its outer limits count. */
    Timing(rows, place, { event, repeat }: Timing, source) {
      const stretches = [
        ...listOf(event).map((one) => (typeof one === 'string' ? readDate(one) : undefined)),
        repeat?.boundsPeriod && stretchOf(repeat.boundsPeriod),
      ].filter((one) => one !== undefined)
      const low = Math.min(...stretches.map((one) => one.low))
      const high = Math.max(...stretches.map((one) => one.high))
      add(rows, place, stretches.length === 0 ? undefined : { low, high }, source)
    },
  },
  modifiers: [],
  match: (value, { name, sources }) => matchDates([dateRange(name, value)], sources),
}

/** A comparison with a date: the condition, and between which ends of time a value must touch to meet it. */
export interface DateRange {
  readonly where: (low: RawBuilder<unknown>, high: RawBuilder<unknown>) => RawBuilder<unknown>
  readonly touches: Stretch
}

type Comparison = (wanted: Stretch) => DateRange

const COMPARISONS: Readonly<Record<Prefix, Comparison>> = {
  eq: (q) => ({
    touches: q,
    where: (low, high) => sql`(${low} >= ${q.low}::bigint and ${high} <= ${q.high}::bigint)`,
  }),
  ne: (q) => ({
    touches: ALWAYS,
    where: (low, high) => sql`not (${low} >= ${q.low}::bigint and ${high} <= ${q.high}::bigint)`,
  }),
  gt: (q) => ({ touches: { ...ALWAYS, low: q.high }, where: (_, high) => sql`${high} > ${q.high}::bigint` }),
  lt: (q) => ({ touches: { ...ALWAYS, high: q.low }, where: (low) => sql`${low} < ${q.low}::bigint` }),
  ge: (q) => ({
    touches: { ...ALWAYS, low: q.low },
    where: (low, high) => sql`(${low} >= ${q.low}::bigint or ${high} > ${q.high}::bigint)`,
  }),
  le: (q) => ({
    touches: { ...ALWAYS, high: q.high },
    where: (low, high) => sql`(${high} <= ${q.high}::bigint or ${low} < ${q.low}::bigint)`,
  }),
  sa: (q) => ({ touches: { ...ALWAYS, low: q.high }, where: (low) => sql`${low} >= ${q.high}::bigint` }),
  eb: (q) => ({ touches: { ...ALWAYS, high: q.low }, where: (_, high) => sql`${high} <= ${q.low}::bigint` }),
  ap: (q) => overlap(widened(q)),
}

function overlap(q: Stretch): DateRange {
  return {
    touches: q,
    where: (low, high) => sql`(${low} < ${q.high}::bigint and ${high} > ${q.low}::bigint)`,
  }
}

/** By a tenth of the time between then and now, as the specification advises. */
function widened({ low, high }: Stretch): Stretch {
  const now = Date.now()
  const by = Math.round(Math.abs(now - Math.min(Math.max(now, low), high)) / 10)
  return { low: low - by, high: high + by }
}

/** Reads a value of a query. */
export function dateRange(name: string, value: string): DateRange {
  const [prefix, written] = prefixed(value)
  const stretch =
    readDate(written) ??
    badValue(
      name,
      'date',
      '2024, 2024-05, 2024-05-17 or 2024-05-17T10:30:00Z, after eq, ne, gt, lt, ge, le, sa, eb or ap',
    )
  return COMPARISONS[prefix](stretch)
}

/** Rows that meet all of these comparisons: short stretches by when they begin, long ones by when they end. */
export function matchDates(ranges: readonly DateRange[], sources: readonly Source[]): readonly Match[] {
  const low = Math.max(...ranges.map(({ touches }) => touches.low))
  const high = Math.min(...ranges.map(({ touches }) => touches.high))
  const where = sql.join(
    [ofSources(sources), ...ranges.map((range) => range.where(v('low'), v('high')))],
    sql` and `,
  )
  const long = sql`${v('high')} - ${v('low')} > ${sql.lit(LONG_PERIOD)}`
  return [
    {
      table: 'search_date',
      where: sql`${where} and ${v('low')} >= ${low - LONG_PERIOD}::bigint and ${v('low')} <= ${high}::bigint and ${v('high')} - ${v('low')} <= ${sql.lit(LONG_PERIOD)}`,
    },
    { table: 'search_date', where: sql`${where} and ${long} and ${v('high')} >= ${low}::bigint` },
  ]
}
