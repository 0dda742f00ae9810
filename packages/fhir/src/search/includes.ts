/** Resources that come with those that match: what they refer to, and what refers to them. */

import { fail } from '@sund/model'
import { type QueryExecutorProvider, sql } from 'kysely'
import { RESOURCE_TYPES } from '../definitions/types.js'
import type { Reader } from '../reader.js'
import { consented, type Found, permitted } from './bounds.js'
import { ALWAYS, either, type Sql } from './criterion.js'
import { parametersOf, type Source } from './definitions.js'
import { hash32 } from './hash.js'
import { among, ofSources } from './kinds/kind.js'
import { checkFollowed, NotUnderstood, parameterOf } from './reading.js'

export interface Include {
  readonly direction: 'forward' | 'back'
  readonly iterate: boolean
  /** Where the reference stands; null for everywhere. */
  readonly sources: readonly Source[] | null
  /** What comes with it must be of one of these types; null for all. */
  readonly types: readonly string[] | null
}

const MOST_INCLUDED = 5000
const MOST_ROUNDS = 10

/** Reads `_include` or `_revinclude`: `Type:parameter`, `Type:parameter:Target`, `Type:*` or `*`. */
export function readInclude(
  direction: Include['direction'],
  name: string,
  value: string,
  matched: readonly string[],
): Include {
  const iterate = name.endsWith(':iterate')
  if (name.includes(':') && !iterate)
    throw new NotUnderstood('It has no such modifier.', 'There is :iterate.')
  if (value === '*') return { direction, iterate, sources: null, types: null }
  const [type = '', code = '', target, ...more] = value.split(':')
  if (
    !RESOURCE_TYPES.has(type) ||
    code === '' ||
    more.length > 0 ||
    (target !== undefined && !RESOURCE_TYPES.has(target))
  )
    throw new NotUnderstood(
      'It does not name a reference.',
      'Write Type:parameter, Type:parameter:Target, Type:* or *.',
    )
  const parameters =
    code === '*'
      ? [...parametersOf(type).values()].filter(({ kind }) => kind === 'reference')
      : [parameterOf(type, code)]
  if (code !== '*') for (const parameter of parameters) checkFollowed(parameter)
  const sources = parameters.flatMap((parameter) => parameter.sources)
  const [only] = parameters
  const targets = target === undefined ? (only?.restricted && code !== '*' ? only.targets : null) : [target]
  if (direction === 'forward') return { direction, iterate, sources, types: targets }
  if (targets !== null && !iterate && !targets.some((one) => matched.includes(one)))
    return { direction, iterate, sources: [], types: [type] }
  return { direction, iterate, sources, types: [type] }
}

/** What comes with these resources. Throws `usage.too-large` where that is too much for a page. */
export async function included(
  database: QueryExecutorProvider,
  reader: Reader,
  includes: readonly Include[],
  matches: readonly string[],
): Promise<Found[]> {
  const known = new Set(matches)
  const found: Found[] = []
  let from = matches
  for (let round = 0; from.length > 0 && round < MOST_ROUNDS; round++) {
    const these = round === 0 ? includes : includes.filter(({ iterate }) => iterate)
    const next: string[] = []
    for (const include of these)
      for (const row of await step(database, reader, include, from))
        if (!known.has(row.key)) {
          known.add(row.key)
          if (!consented(reader, row)) continue
          found.push(row)
          next.push(row.key)
        }
    if (found.length > MOST_INCLUDED)
      fail(
        'usage.too-large',
        'More comes with the resources of this page than one answer holds.',
        'Ask with a smaller _count.',
      )
    from = next
  }
  return found
}

async function step(
  database: QueryExecutorProvider,
  reader: Reader,
  { direction, sources, types }: Include,
  from: readonly string[],
): Promise<Found[]> {
  const keys = sql`unnest(${`{${from.join(',')}}`}::bigint[])`
  const own = sources === null ? sql`true` : ofSources(sources)
  const near =
    direction === 'forward'
      ? sql`select t.key, t.type from ${keys} f (key)
          cross join lateral (select v.target from search_reference v where v.key = f.key and ${own} offset 0) v
          cross join lateral (select t.key, t.type from search_resource t where t.self = v.target offset 0) t`
      : sql`select t.key, t.type from ${keys} f (key)
          cross join lateral (select t.self from search_resource t where t.key = f.key offset 0) m
          cross join lateral (select v.key from search_reference v where v.target = m.self and ${own} offset 0) v
          cross join lateral (select t.key, t.type from search_resource t where t.key = v.key offset 0) t`
  const narrow = types === null ? sql`true` : sql`${among('type', 'integer', types.map(hash32))}`
  const { rows: there } = await sql<{ type: number }>`
    select distinct v.type from (${near}) v where ${narrow}`.execute(database)
  const visible = await Promise.all(
    [...RESOURCE_TYPES]
      .filter((type) => there.some((row) => row.type === hash32(type)))
      .map(async (type): Promise<Sql[]> => {
        const scope = await permitted(reader, type, 'r')
        if (scope === null) return []
        const ofType = sql`c.type = ${hash32(type)}::integer`
        return [scope === ALWAYS ? ofType : sql`${ofType} and ${scope.holds(sql`c.key`)}`]
      }),
  )
  if (visible.flat().length === 0) return []
  const { rows } = await sql<Found>`
    select c.key, r.content, r.patients from (select distinct v.key, v.type from (${near}) v where ${narrow}) c
    cross join lateral (select r.content, r.patients from resource r where r.key = c.key offset 0) r
    where ${either(visible.flat())} order by c.key limit ${MOST_INCLUDED + 1}`.execute(database)
  return rows
}
