/**
 * Which entries of the audit a search wants: the parameters of AuditEvent that can be looked up in the audit's own columns. Apart from the store's search, whose
 * tables know nothing of the audit; what is not here is refused or told as ignored, as there.
 */
import { fail } from '@sund/model'
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { SearchOptions } from '../ports.js'
import type { AuditTables } from './tables.js'

/** What an entry must be: all that is given holds. */
export interface Wanted {
  position?: number
  patient?: string
  subject?: string
  action?: string
  interaction?: string
  from?: Date
  until?: Date
}

/** A search of AuditEvents as it was understood. */
export interface AuditSearch {
  wanted: Wanted
  count: number
  before: number | undefined
  ignored: { parameter: string; why: string }[]
  /** What was understood, but for the place of the page. */
  query: [string, string][]
}

const PAGE = { usual: 50, most: 1000 }

/** Each parameter as what is wanted of an entry; null for a value that is none of its. */
export const AUDIT_PARAMETERS: Readonly<Record<string, (value: string) => Wanted | null>> = {
  _id: (value) => (/^\d{1,15}$/.test(value) ? { position: Number(value) } : { position: -1 }),
  patient: (value) => {
    const [, patient] = /^(?:Patient\/)?([A-Za-z0-9.-]{1,64})$/.exec(value) ?? []
    return patient === undefined ? null : { patient }
  },
  agent: (value) => ({ subject: value }),
  'agent:identifier': (value) => ({ subject: value.replace(/^.*\|/, '') }),
  action: (value) => ({ action: value }),
  subtype: (value) => ({ interaction: value.replace(/^.*\|/, '') }),
  date: dateOf,
}

/** Reads a query. Throws `usage.request` for what is not understood where handling is strict, and for a value that is none of its parameter's. */
export function auditSearch(query: string, { handling }: SearchOptions): AuditSearch {
  const search: AuditSearch = { wanted: {}, count: PAGE.usual, before: undefined, ignored: [], query: [] }
  for (const [parameter, value] of new URLSearchParams(query)) {
    if (parameter === '_count' || parameter === '_before') {
      if (!/^\d{1,15}$/.test(value)) bad(parameter)
      if (parameter === '_before') search.before = Number(value)
      else search.count = Math.min(Math.max(Number(value), 1), PAGE.most)
      continue
    }
    if (parameter === '_sort' && value === '-date') {
      search.query.push([parameter, value])
      continue
    }
    const meaning = Object.hasOwn(AUDIT_PARAMETERS, parameter) ? AUDIT_PARAMETERS[parameter] : undefined
    const wanted = meaning?.(value)
    if (wanted === null) bad(parameter)
    const twice = Object.keys(wanted ?? {}).some((key) => key in search.wanted)
    if (wanted !== undefined && !twice) {
      Object.assign(search.wanted, wanted)
      search.query.push([parameter, value])
      continue
    }
    const why = twice ? 'it is given more than once' : 'AuditEvents are not found by it here'
    if (handling === 'strict') bad(parameter)
    search.ignored.push({ parameter, why })
  }
  return search
}

/** What must be so of a row. */
export function matches(
  of: ExpressionBuilder<AuditTables, 'audit_entry'>,
  { position, patient, from, until, ...same }: Wanted,
): Expression<SqlBool>[] {
  return [
    sql<SqlBool>`true`,
    ...(position === undefined ? [] : [of('position', '=', String(position))]),
    ...(patient === undefined ? [] : [sql<SqlBool>`patients @> ${[patient]}::text[]`]),
    ...(from === undefined ? [] : [of('at', '>=', from)]),
    ...(until === undefined ? [] : [of('at', '<', until)]),
    ...(['subject', 'action', 'interaction'] as const).flatMap((column) => {
      const value = same[column]
      return value === undefined ? [] : [of(column, '=', value)]
    }),
  ]
}

const DATE =
  /^(eq|ge|gt|le|lt)?(\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?)?)?)$/

/** A day, month, year or moment with its prefix (R4, search.html#date). */
function dateOf(value: string): Wanted | null {
  const [, prefix = 'eq', date = ''] = DATE.exec(value) ?? []
  const begins = new Date(date)
  if (date === '' || Number.isNaN(begins.getTime())) return null
  const ends = new Date(begins)
  if (date.length === 4) ends.setUTCFullYear(ends.getUTCFullYear() + 1)
  else if (date.length === 7) ends.setUTCMonth(ends.getUTCMonth() + 1)
  else if (date.length === 10) ends.setUTCDate(ends.getUTCDate() + 1)
  else
    ends.setTime(
      ends.getTime() +
        (/:\d{2}:\d{2}\./.test(date) ? 1 : /:\d{2}:\d{2}/.test(date.slice(10)) ? 1000 : 60_000),
    )
  const ranges: Record<string, Wanted> = {
    eq: { from: begins, until: ends },
    ge: { from: begins },
    gt: { from: ends },
    le: { until: ends },
    lt: { until: begins },
  }
  return ranges[prefix] ?? null
}

function bad(parameter: string): never {
  return fail(
    'usage.request',
    `The parameter ${parameter} is not understood for AuditEvent.`,
    `Use ${Object.keys(AUDIT_PARAMETERS).join(', ')}, _count and _sort=-date.`,
  )
}
