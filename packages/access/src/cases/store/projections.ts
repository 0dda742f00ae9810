/**
 * What is read of streams without reading their events: inboxes, lists, the public register and the days on which clocks wake. All of it follows
 * from events, is written in the transaction that appends them, and can be made anew (`rebuild`). Whole batches are written by one statement a
 * table, so that a command and a rebuild go the same way.
 */
import { canonicalJson, type PublicEntry } from '@sund/model'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../../store.js'
import type { InboxRow } from '../stream.js'
import type { AnyKind } from './ports.js'
import type { StreamKey } from './tables.js'

/** All that is shown of a stream, as texts, so that two are alike when their texts are. */
export interface Projection {
  wakes: string | null
  inbox: readonly { reader: string; due: string; assigned: string | null; item: string }[]
  parties: readonly string[]
  exclusions: readonly { subject: string; until: string }[]
  /** Canonical JSON of the public part. */
  part: string
}

/** Which parts of a projection are to be written, and when the public part changed last. */
export interface Change extends StreamKey {
  projection: Projection
  inbox: boolean
  parties: boolean
  exclusions: boolean
  /** Null: it did not change. */
  publicAt: string | null
}

/** Who reads an item of an inbox. */
export const readerOf = (to: InboxRow['for']): string =>
  'organisation' in to ? `organisation:${to.organisation}` : `subject:${to.subject}`

/** What is shown of a stream in this state. */
export function project(kind: AnyKind, id: string, state: unknown): Projection {
  return {
    wakes: kind.wakes(state),
    inbox: kind.inbox(id, state).map(({ for: to, assigned, ...item }) => ({
      reader: readerOf(to),
      due: item.due,
      assigned,
      item: canonicalJson(item),
    })),
    parties: [...new Set(kind.parties(state))].sort(),
    exclusions: kind.exclusions(state),
    part: canonicalJson(publicPart(kind, state)),
  }
}

/** What the public sees of it, without when that changed: the store knows, and a kind that says so says it of every event. */
export function publicPart(kind: AnyKind, state: unknown): Partial<PublicEntry> {
  const { updatedAt: _, ...part } = kind.publicPart(state)
  return part
}

const SEARCHED = [
  'reference',
  'title',
  'summary',
  'organisation',
  'purpose',
  'registers',
  'permit',
  'results',
] as const

/** A public part with what the register finds it by, each word once. */
function searchable(text: string): { reference: string; status: string | null; words: string; part: string } {
  const part = JSON.parse(text) as Partial<PublicEntry> & { reference: string }
  const found = new Set(words(SEARCHED.flatMap((name) => textsIn(part[name])).join(' ')))
  return { reference: part.reference, status: part.status ?? null, words: [...found].join(' '), part: text }
}

const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : []

const LONGEST_WORD = 60

/** Words as they are kept and looked for: the same whatever language the database is set to. */
export const words = (text: string): string[] =>
  (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).map((word) => [...word].slice(0, LONGEST_WORD).join(''))

/** What of a projection must be written, after a change or (with nothing before) at first. */
export function changeOf(
  key: StreamKey,
  before: Projection | null,
  after: Projection,
  publicAt: string | null,
): Change {
  const differs = (name: 'inbox' | 'parties' | 'exclusions') =>
    JSON.stringify(before?.[name] ?? []) !== JSON.stringify(after[name])
  return {
    ...key,
    projection: after,
    inbox: differs('inbox'),
    parties: differs('parties'),
    exclusions: differs('exclusions'),
    publicAt,
  }
}

/** Writes what changed of some streams. */
export async function writeProjections(database: Kysely<Tables>, changes: readonly Change[]): Promise<void> {
  await writeInbox(
    database,
    changes.filter(({ inbox }) => inbox),
  )
  await writeParties(
    database,
    changes.filter(({ parties }) => parties),
  )
  await writeExclusions(
    database,
    changes.filter(({ exclusions }) => exclusions),
  )
  await writePublic(database, changes)
}

async function writeInbox(database: Kysely<Tables>, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const counts = changes.map(({ kind, id, projection: { inbox } }) => ({ kind, id, place: inbox.length }))
  const rows = changes.flatMap(({ kind, id, projection }) =>
    projection.inbox.map((row, place) => ({ kind, id, place, ...row })),
  )
  // What is written and what is removed are different rows, so one statement can do both.
  await sql`with removed as (
      delete from inbox_item using ${rowsOf(counts, 'kind text, id text, place integer')}
      where ${among('inbox_item', changes)} and inbox_item.kind = row.kind and inbox_item.id = row.id
        and inbox_item.place >= row.place)
    insert into inbox_item (kind, id, place, reader, due, assigned, item)
    select kind, id, place, reader, due, assigned, item
    from ${rowsOf(rows, 'kind text, id text, place integer, reader text, due text, assigned text, item text')}
    on conflict (kind, id, place) do update
    set reader = excluded.reader, due = excluded.due, assigned = excluded.assigned, item = excluded.item`.execute(
    database,
  )
}

async function writeParties(database: Kysely<Tables>, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.flatMap(({ kind, id, projection }) =>
    projection.parties.map((key) => ({ kind, id, key })),
  )
  const streams = changes.map(({ kind, id }) => ({ kind, id }))
  await sql`with wanted as (select kind, id, key from ${rowsOf(rows, 'kind text, id text, key text')}),
    removed as (
      delete from party using ${rowsOf(streams, 'kind text, id text')}
      where ${among('party', changes)} and party.kind = row.kind and party.id = row.id and not exists (
        select from wanted where wanted.kind = party.kind and wanted.id = party.id and wanted.key = party.key))
    insert into party (kind, id, key) select kind, id, key from wanted on conflict do nothing`.execute(
    database,
  )
}

async function writeExclusions(database: Kysely<Tables>, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.flatMap(({ kind, id, projection }) =>
    projection.exclusions.map(({ subject, until }) => ({ kind, id, subject, until })),
  )
  const streams = changes.map(({ kind, id }) => ({ kind, id }))
  await sql`with wanted as (select * from ${rowsOf(rows, 'kind text, id text, subject text, until text')}),
    removed as (
      delete from exclusion using ${rowsOf(streams, 'kind text, id text')}
      where ${among('exclusion', changes)} and exclusion.kind = row.kind and exclusion.id = row.id and not exists (
        select from wanted where wanted.kind = row.kind and wanted.id = row.id and wanted.subject = exclusion.subject))
    insert into exclusion (kind, id, subject, until) select kind, id, subject, until from wanted
    on conflict (kind, id, subject) do update set until = excluded.until`.execute(database)
}

async function writePublic(database: Kysely<Tables>, changes: readonly Change[]): Promise<void> {
  const rows = changes.flatMap(({ kind, id, projection, publicAt }) =>
    publicAt === null ? [] : [{ kind, id, ...searchable(projection.part), updated_at: publicAt }],
  )
  if (rows.length === 0) return
  const columns = 'kind text, id text, reference text, status text, updated_at text, words text, part text'
  await sql`insert into public_part (kind, id, reference, status, updated_at, words, part)
    select kind, id, reference, status, updated_at, words, part from ${rowsOf(rows, columns)}
    on conflict (kind, id) do update set reference = excluded.reference, status = excluded.status,
      updated_at = excluded.updated_at, words = excluded.words, part = excluded.part`.execute(database)
}

/** Says once more which streams it is about, so that their rows are found by the index and not by reading all. */
function among(table: string, changes: readonly StreamKey[]): RawBuilder<unknown> {
  const kinds = [...new Set(changes.map(({ kind }) => kind))]
  return sql`${sql.ref(`${table}.kind`)} = any(${kinds}) and ${sql.ref(`${table}.id`)} = any(${changes.map(({ id }) => id)})`
}

/** Rows as a table of one parameter, called `row`. Columns are of this program, never of a user. */
export function rowsOf(rows: readonly object[], columns: string): RawBuilder<unknown> {
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as row(${sql.raw(columns)})`
}
