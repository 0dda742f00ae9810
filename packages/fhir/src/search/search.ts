/**
 * A search from a query to a page. It begins where the fewest rows are: each criterion that can begin is counted up to a bound, the least begins, and
 * all others are looked up for each of its keys. Where all are many, it walks along keys for a while, since then a page is soon full. The database is not left to
 * choose how to join: what it guesses of codes and dates together is wrong by so much that a search in a hundred would take a minute.
 */

import { fail } from '@sund/model'
import { type QueryExecutorProvider, sql } from 'kysely'
import { RESOURCE_TYPES } from '../definitions/types.js'
import { carrying, parseJson } from '../json.js'
import type { SearchOptions, SearchPage } from '../ports.js'
import type { Reader } from '../reader.js'
import type { KeptResource, ResourceKey } from '../resource.js'
import { boundsOf, consented, type Found, permitted } from './bounds.js'
import { ALWAYS, allOf, anyOf, type Criterion, every, ofTypes, type Sql } from './criterion.js'
import { type Cursor, openCursor, sealCursor } from './cursor.js'
import { EFFORT } from './effort.js'
import { included } from './includes.js'
import { CURSOR, checkCriteria, type Request, readRequest } from './request.js'
import type { SortRule } from './sorting.js'

/**
 * The resources that a query finds of a type, or of all, as far as the reader may see them. Throws `permission.denied` where they may search none of it, and
 * `usage.request` for a query that is wrong or, under strict handling, not understood.
 */
export async function search(
  database: QueryExecutorProvider,
  reader: Reader,
  type: string | null,
  query: string,
  options: SearchOptions,
): Promise<SearchPage> {
  if (type !== null && !RESOURCE_TYPES.has(type))
    fail('usage.not-found', 'There is no such type of resource in R4.', 'Name one of its types.')
  const request = await readRequest(type, query, options, boundsOf(database, reader))
  const criteria = [...request.criteria, await visibleOf(reader, request.types, type)]
  const plan = await planOf(
    database,
    criteria.filter((one) => one !== ALWAYS),
    request,
  )
  const cursor = request.cursor === null ? null : await openCursor(database, request.cursor, request.self)
  const total = request.total ? await totalOf(database, reader, plan) : null
  const { rows, next } =
    request.count === 0 ? { rows: [], next: null } : await pageOf(database, reader, plan, request, cursor)
  const beside =
    request.includes.length === 0
      ? []
      : await included(
          database,
          reader,
          request.includes,
          rows.map(({ key }) => key),
        )
  return {
    matches: rows.map((row) => shaped(row, request)),
    included: beside.map((row) => shaped(row, request)),
    ...{ total, self: request.self, ignored: request.ignored },
    next: next === null ? null : withCursor(request.self, await sealCursor(database, next, request.self)),
  }
}

/**
 * The resources that a query finds, `limit` at most: for interactions with a condition. A parameter that is not understood is an error, and so is one about how
 * an answer looks: it could hide what is found.
 */
export async function matching(
  database: QueryExecutorProvider,
  reader: Reader,
  type: string,
  query: string,
  limit: number,
): Promise<ResourceKey[]> {
  checkCriteria(query)
  const found: ResourceKey[] = []
  // A page has fewer than `limit` where that is more than pages have.
  for (let next: string | null = `${query}&_count=${limit}`; next !== null && found.length < limit; ) {
    const page = await search(database, reader, type, next, { handling: 'strict' })
    found.push(...page.matches.map(({ resourceType, id }) => ({ type: resourceType, id })))
    next = page.next
  }
  return found.slice(0, limit)
}

/** What the reader may search of these types. */
async function visibleOf(reader: Reader, types: readonly string[], asked: string | null): Promise<Criterion> {
  const each: Criterion[] = []
  let all = true
  for (const type of types) {
    const scope = await permitted(reader, type, 's')
    if (scope !== ALWAYS) all = false
    if (scope !== null)
      each.push(
        scope === ALWAYS || types.length > 1
          ? allOf([ofTypes([type]), scope].filter((one) => one !== ALWAYS))
          : scope,
      )
  }
  if (each.length === 0)
    fail(
      'permission.denied',
      `You may not search ${asked ?? 'any of these types'}.`,
      'Ask for permission to search it.',
    )
  return all ? ALWAYS : anyOf(each)
}

/** Keys to begin with, and what else each must meet. */
interface Way {
  readonly start: Criterion
  readonly rest: readonly Criterion[]
}

interface Plan {
  /** What all that is found meets. */
  readonly criteria: readonly Criterion[]
  /** To walk along for a while, where all are many; else null. */
  readonly along: Way | null
  /** To all that is found. */
  whole(): Promise<Way>
}

async function planOf(
  database: QueryExecutorProvider,
  criteria: readonly Criterion[],
  { types, sort }: Request,
): Promise<Plan> {
  const from = (start: Criterion): Way => ({ start, rest: criteria.filter((one) => one !== start) })
  const plan = (along: Way | null, whole: () => Promise<Way>): Plan => ({ criteria, along, whole })
  const able = criteria.filter(({ keys }) => keys !== null)
  const only = criteria.length === 1 ? able[0] : undefined
  if (able.length === 0 || (only?.ordered && sort.length === 0)) {
    const way = from(only ?? ofTypes(types))
    return plan(way, async () => way)
  }
  const least = await leastOf(database, able, criteria, EFFORT.few)
  if (least.few) return plan(null, async () => from(least.start))
  const flat = able.filter(({ dear }) => dear === 1)
  return plan(from(able.find(({ ordered }) => ordered) ?? ofTypes(types)), async () =>
    from(
      flat.length < 2
        ? (flat[0] ?? least.start)
        : (await leastOf(database, flat, criteria, EFFORT.few * 4)).start,
    ),
  )
}

/** Of criteria the one that it is least to begin with, all others to be looked up for each of its keys: each is counted up to a bound. */
async function leastOf(
  database: QueryExecutorProvider,
  able: readonly Criterion[],
  all: readonly Criterion[],
  most: number,
): Promise<{ start: Criterion; few: boolean }> {
  const counts = able.map(
    ({ counted }) =>
      sql`(select count(*)::integer from (select 1 from (${counted}) k limit ${sql.lit(most)}) c)`,
  )
  const { rows } = await sql<{ counts: number[] }>`select array[${sql.join(counts)}] as counts`.execute(
    database,
  )
  const whole = all.reduce((sum, { dear }) => sum + dear, 0)
  const [least] = able
    .map((start, index) => ({ start, count: rows[0]?.counts[index] as number }))
    .map(({ start, count }) => ({ start, few: count < most, effort: count * (1 + whole - start.dear) }))
    .sort((one, other) => Number(other.few) - Number(one.few) || one.effort - other.effort)
  return least as { start: Criterion; few: boolean }
}

/**
 * Keys that meet all criteria, in a column `key` of `c`. `walk` bounds how many are looked at. Keys that are in no order are put in order before all
 * else: that the first are soon found along another index, as the database would hope, is not so where they lie together.
 */
function candidates({ start, rest }: Way, among: Sql, walk: number | null): Sql {
  const keys = start.ordered ? start.keys : sql`select k.key from (${start.keys}) k order by k.key offset 0`
  const begun = sql`select distinct d.key from (${keys}) d where ${among}
    order by d.key ${walk === null ? sql`` : sql`limit ${sql.lit(walk)}`}`
  return sql`(${begun}) c where ${every(rest.map((one) => one.holds(sql`c.key`)))}`
}

const RESOURCE = sql`cross join lateral (select r.content, r.patients from resource r where r.key = c.key offset 0) r`

async function totalOf(database: QueryExecutorProvider, reader: Reader, plan: Plan): Promise<number> {
  const from = candidates(await plan.whole(), sql`true`, null)
  if (reader.consents === null) {
    const { rows } = await sql<{ total: string }>`select count(*) as total from ${from}`.execute(database)
    return Number(rows[0]?.total)
  }
  const patients = [...reader.consents.patients]
  const { rows } = await sql<{ others: string; found: Found[] | null }>`
    select count(*) filter (where not r.patients && ${patients}::text[]) as others,
      json_agg(json_build_object('content', r.content, 'patients', r.patients)) filter (where r.patients && ${patients}::text[]) as found
    from (select c.key from ${from}) c ${RESOURCE}`.execute(database)
  const asked = (rows[0]?.found ?? []).filter((row) => consented(reader, row)).length
  return asked + (reader.consents.otherwise ? Number(rows[0]?.others) : 0)
}

interface Page {
  rows: readonly Found[]
  next: Cursor | null
}

type Sorted = Found & { sorted: (string | null)[]; latest: string }

/** The last key there is when a search begins: what comes later is not in its pages. */
const LATEST = sql`(select max(key) from search_resource) as latest`

/** Pages are filled again while consents leave too little of what was found. */
async function pageOf(
  database: QueryExecutorProvider,
  reader: Reader,
  plan: Plan,
  { count, sort }: Request,
  cursor: Cursor | null,
): Promise<Page> {
  const visible: Sorted[] = []
  let after = cursor
  let upTo = cursor?.upTo ?? null
  for (let ask = count + 1; visible.length <= count; ask = Math.min(ask * 2, 2000)) {
    const rows = await rowsAfter(database, plan, sort, after, upTo, ask)
    visible.push(...rows.filter((row) => consented(reader, row)))
    const last = rows.at(-1)
    if (last === undefined) break
    upTo ??= last.latest
    if (rows.length < ask) break
    after = { values: last.sorted, key: last.key, upTo }
  }
  const rows = visible.slice(0, count)
  const last = rows.at(-1)
  if (visible.length <= count || last === undefined || upTo === null) return { rows, next: null }
  return { rows, next: { values: last.sorted, key: last.key, upTo } }
}

async function rowsAfter(
  database: QueryExecutorProvider,
  plan: Plan,
  sort: readonly SortRule[],
  after: Cursor | null,
  upTo: string | null,
  limit: number,
): Promise<Sorted[]> {
  const known = upTo === null ? sql`true` : sql`d.key <= ${upTo}::bigint`
  if (sort.length > 0) return sortedAfter(database, plan, sort, after, known, limit)
  const from = after === null ? known : sql`${known} and d.key > ${after.key}::bigint`
  const page = async (way: Way, walk: number | null) =>
    (
      await sql<Sorted>`select c.key, r.content, r.patients, array[]::text[] as sorted, ${LATEST}
        from (select c.key from ${candidates(way, from, walk)} order by c.key limit ${limit}) c ${RESOURCE} order by c.key`.execute(
        database,
      )
    ).rows
  if (plan.along !== null && plan.along.rest.length > 0) {
    const walked = await page(plan.along, EFFORT.walks[0] as number)
    if (walked.length === limit) return walked
  }
  return page(await plan.whole(), null)
}

/** As `rowsAfter`, in an order. Where many resources meet the criteria, it goes along an index in that order first, since a page is soon full. */
async function sortedAfter(
  database: QueryExecutorProvider,
  plan: Plan,
  sort: readonly SortRule[],
  after: Cursor | null,
  known: Sql,
  limit: number,
): Promise<Sorted[]> {
  const [first] = sort as [SortRule]
  const values = sort.map((rule, index) => sql`${rule.value(sql`c.key`)} as ${at(index)}`)
  const page = async (from: Sql) =>
    (
      await sql<Sorted>`
      select c.key, r.content, r.patients, array[${sql.join(sort.map((_, index) => sql`c.${at(index)}::text`))}] as sorted, ${LATEST} from (
        select * from (${from}) c
        where ${after === null ? sql`true` : beyond(sort, after)} order by ${orderOf(sort)} limit ${limit}) c
      ${RESOURCE} order by ${orderOf(sort)}`.execute(database)
    ).rows
  const begun = after === null ? null : (after.values[0] ?? undefined)
  for (const most of plan.along === null || begun === undefined ? [] : EFFORT.walks) {
    const walk = first.walk(begun as string | null, most)
    if (walk === null) break
    const meets = every(plan.criteria.map((one) => one.holds(sql`c.key`)))
    const rows = await page(
      sql`select ${sql.join([sql`c.key`, sql`c.s0`, ...values.slice(1)])} from (select * from (${walk}) d where ${known}) c where ${meets}`,
    )
    if (rows.length === limit) return rows
  }
  return page(
    sql`select ${sql.join([sql`c.key`, ...values])} from ${candidates(await plan.whole(), known, null)}`,
  )
}

/** The name of the column with the values of a rule. */
const at = (index: number): Sql => sql.raw(`s${index}`)

function orderOf(sort: readonly SortRule[]): Sql {
  const rules = sort.map(
    ({ descending }, index) => sql`c.${at(index)} ${descending ? sql`desc` : sql`asc`} nulls last`,
  )
  return sql.join([...rules, sql`c.key`])
}

/** What comes after a place in the order. */
function beyond(sort: readonly SortRule[], { values, key }: Cursor): Sql {
  const own = (index: number) => sql`c.${at(index)}`
  const value = (index: number) => sql`${values[index]}::${sql.raw((sort[index] as SortRule).type)}`
  const same = (upTo: number) =>
    sort.slice(0, upTo).map((_, index) => sql`${own(index)} is not distinct from ${value(index)}`)
  const later = sort.flatMap(({ descending }, index) => {
    if (values[index] === null) return []
    const past = descending ? sql`${own(index)} < ${value(index)}` : sql`${own(index)} > ${value(index)}`
    return [every([...same(index), sql`(${past} or ${own(index)} is null)`])]
  })
  return sql`(${sql.join([...later, every([...same(sort.length), sql`c.key > ${key}::bigint`])], sql` or `)})`
}

function withCursor(self: string, cursor: string): string {
  const query = new URLSearchParams(self)
  query.set(CURSOR, cursor)
  return query.toString()
}

const ALWAYS_THERE = new Set(['resourceType', 'id', 'meta'])
const SUBSETTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }

/** The resource as it was asked for: whole, or with some elements and marked as such. */
function shaped({ content }: Found, { elements, withoutText }: Request): KeptResource {
  const resource = parseJson(content) as KeptResource
  if (elements === null && !withoutText) return resource
  const kept = Object.entries(resource).filter(([name]) =>
    elements === null ? name !== 'text' : ALWAYS_THERE.has(name) || elements.includes(name.replace(/^_/, '')),
  )
  const meta = { ...resource.meta, tag: [...(resource.meta.tag ?? []), SUBSETTED] }
  return carrying(resource, { ...(Object.fromEntries(kept) as KeptResource), meta })
}
