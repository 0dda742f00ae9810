/** What is read of many streams at once: inboxes, lists, the public register, how long cases took. Reads projections; changes nothing. */
import {
  type Actor,
  type Country,
  type InboxItem,
  type PublicEntry,
  PublicEntry as PublicEntrySchema,
} from '@sund/model'
import { type Kysely, sql } from 'kysely'
import type { DecidedCase } from '../../applications/expected.js'
import { daysBetween, workingDaysBetween } from '../../clocks/index.js'
import type { Store, Tables } from '../../store.js'
import { today } from './ports.js'
import { words } from './projections.js'

/** Which entries of the public register; the latest changed first, 50 at most unless `limit` (200 at most) says more. */
export interface RegisterFilter {
  /** Words, each of which must be there or begin one that is. */
  query?: string
  status?: PublicEntry['status']
  offset?: number
  limit?: number
}

/** A page of a list: the first 50 unless `limit` (200 at most) says more; of those in this state whose public part has every word of `query`, or begins with it. */
export interface Page {
  query?: string
  status?: PublicEntry['status'] | undefined
  offset?: number
  limit?: number
}

/** Nobody reads further, and what is there later moves up. */
const LONGEST_INBOX = 200
const PAST_CASES = 1000
const MOST_WORDS = 10

/** What an entry says before there is any of it. */
const NOT_YET = { decision: null, permit: null, results: [] }

/** Roles whose holders have work to do; administrators and auditors have none in a case. */
const WORKING = new Set(['handler', 'reviewer', 'decider'])

/** The keys by which an actor finds streams: their own subject, and organisations in which they have a role. */
export function keysOf({ subject, memberships }: Actor): string[] {
  const organisations = memberships
    .filter(({ roles }) => roles.length > 0)
    .map(({ organisation }) => `organisation:${organisation}`)
  // A subject that looks like an organisation finds nothing by that.
  return subject.startsWith('organisation:') ? organisations : [subject, ...organisations]
}

/** What waits for an actor, the soonest due first. */
export async function inboxOf(store: Store, actor: Actor, now: Date): Promise<InboxItem[]> {
  const readers = [
    `subject:${actor.subject}`,
    ...actor.memberships
      .filter(({ roles }) => roles.some((role) => WORKING.has(role)))
      .map(({ organisation }) => `organisation:${organisation}`),
  ]
  // One part a reader, so that the planner knows how much each has, and finds its soonest by the index alone.
  const parts = readers.map(
    (reader) => sql`(select item, assigned, reader, due, id, place from inbox_item where reader = ${reader}
      order by due, id, place limit ${LONGEST_INBOX})`,
  )
  const { rows } = await store.use((database) =>
    sql<{ item: string; assigned: string | null; reader: string; due: string }>`
      select item, assigned, reader, due from (${sql.join(parts, sql` union all `)}) mine
      order by due, id, place limit ${LONGEST_INBOX}`.execute(database),
  )
  const day = today(now)
  // Written by this program from what was checked before; there may be hundreds.
  return rows.map(({ item, assigned, reader, due }) => ({
    ...(JSON.parse(item) as Omit<InboxItem, 'late' | 'mine'>),
    late: daysBetween(due, day),
    mine: assigned === actor.subject || reader === `subject:${actor.subject}`,
  }))
}

/** Identifiers of the streams that an actor takes part in and whose public part has every word of `query`: a page, the latest changed first, and how many. */
export async function streamsOf(
  database: Kysely<Tables>,
  kind: 'case' | 'permit',
  actor: Actor,
  { query, status, offset, limit }: { query: string; status: Page['status']; offset: number; limit: number },
): Promise<{ ids: string[]; total: number }> {
  const wanted = wordsWanted(query)
  const found = sql`stream where kind = ${kind}
    and exists (select 1 from party where party.kind = stream.kind and party.id = stream.id and party.key = any(${keysOf(actor)}))
    and (${wanted} = '' and ${status ?? null}::text is null or exists (select 1 from public_part part
      where part.kind = stream.kind and part.id = stream.id
        and (${status ?? null}::text is null or part.status = ${status ?? null})
        and (${wanted} = '' or ${hasWords('part', wanted)})))`
  const { rows } = await sql<{ id: string }>`select id from ${found}
    order by updated_at desc, id offset ${offset} limit ${limit}`.execute(database)
  const { rows: counted } = await sql<{ total: number }>`
    select count(*)::integer as total from ${found}`.execute(database)
  return { ids: rows.map(({ id }) => id), total: counted[0]?.total ?? 0 }
}

/** What somebody looks for, as a question to `hasWords`. */
const wordsWanted = (query: string): string =>
  words(query)
    .slice(0, MOST_WORDS)
    .map((word) => `'${word}':*`)
    .join(' & ')
const hasWords = (alias: string, wanted: string) =>
  sql`array_to_tsvector(string_to_array(${sql.ref(`${alias}.words`)}, ' ')) @@ ${wanted}::tsquery`

/** Entries of the public register. A permit's part says as its reference which case it was granted by, and stands with that. */
export async function registerOf(
  store: Store,
  { query = '', status, offset = 0, limit = 50 }: RegisterFilter,
): Promise<{ entries: PublicEntry[]; total: number }> {
  const wanted = wordsWanted(query)
  const found = sql`public_part one
    left join public_part two on two.kind = 'permit' and two.reference = one.id
    where one.kind = 'case' and (${status ?? null}::text is null or one.status = ${status ?? null})
      and (${wanted} = '' or ${hasWords('one', wanted)} or ${hasWords('two', wanted)})`
  return store.use(async (database) => {
    const { rows } = await sql<{ part: string; permit: string | null; updated: string }>`
      select one.part, two.part as permit, greatest(one.updated_at, two.updated_at) as updated
      from ${found} order by updated desc, one.id
      offset ${Math.max(offset, 0)} limit ${Math.min(Math.max(limit, 0), 200)}`.execute(database)
    const { rows: counted } = await sql<{ total: number }>`
      select count(*)::integer as total from ${found}`.execute(database)
    const entries = rows.map(({ part, permit, updated }) => {
      const { reference: _, ...granted } = JSON.parse(permit ?? '{}')
      return PublicEntrySchema.parse({ ...NOT_YET, ...JSON.parse(part), ...granted, updatedAt: updated })
    })
    return { entries, total: counted[0]?.total ?? 0 }
  })
}

/** How long the latest decided cases took. */
export async function historyOf(store: Store): Promise<DecidedCase[]> {
  const { rows } = await store.use((database) =>
    sql<{ part: string; country: Country | null; complete: string; decided: string }>`
      select part.part, decided.at as decided, complete.at as complete,
        (select payload::json #>> '{application,country}' from stream_event submitted
          where submitted.kind = 'case' and submitted.id = decided.id and submitted.number = 1) as country
      from stream_event decided
      join public_part part on part.kind = decided.kind and part.id = decided.id
      join lateral (select at from stream_event complete where complete.kind = 'case' and complete.id = decided.id
        and complete.type = 'found-complete' and complete.number < decided.number
        order by complete.number desc limit 1) complete on true
      where decided.type = 'decision-issued' and decided.kind = 'case'
      order by decided.at desc limit ${PAST_CASES}`.execute(database),
  )
  return rows.flatMap(({ part, country, complete, decided }) => {
    if (country === null) return []
    const { kind, path } = JSON.parse(part) as Pick<DecidedCase, 'kind' | 'path'>
    const workingDays = workingDaysBetween(today(new Date(complete)), today(new Date(decided)), country)
    return [{ kind, path, country, workingDays }]
  })
}
