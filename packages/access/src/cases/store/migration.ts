/** The tables of streams, of what is read of them, and of what waits to be sent. Kept with the store that uses them; the order is in `migrations.ts`. */
import { type Kysely, type Migration, sql } from 'kysely'

const STATEMENTS = [
  // Of every stream where its chain stands. Whoever changes a stream holds this row until commit.
  `create table stream (
    kind text not null,
    id text not null,
    revision integer not null,
    head text not null,
    wakes text,
    ticked text,
    updated_at text not null,
    primary key (kind, id)
  ) with (fillfactor = 70)`,
  'create index stream_by_wakes on stream (wakes) where wakes is not null',
  `create table stream_event (
    kind text not null,
    id text not null,
    number integer not null,
    at text not null,
    actor text not null,
    type text not null,
    version integer not null,
    payload text not null,
    previous_hash text not null,
    hash text not null,
    primary key (kind, id, number)
  )`,
  `create trigger stream_event_is_kept before update or delete or truncate on stream_event
    for each statement execute function event_is_kept()`,
  `create index stream_event_decided on stream_event (at) where type = 'decision-issued'`,
  // Which heads an anchor in the log covers: those that moved since the one before.
  `create table anchored_head (
    anchor integer not null,
    kind text not null,
    id text not null,
    revision integer not null,
    hash text not null,
    primary key (kind, id, revision)
  )`,
  'create index anchored_head_by_anchor on anchored_head (anchor, kind, id)',
  `create table inbox_item (
    kind text not null,
    id text not null,
    place integer not null,
    reader text not null,
    due text not null,
    assigned text,
    item text not null,
    primary key (kind, id, place)
  )`,
  'create index inbox_item_by_reader on inbox_item (reader, due, id, place)',
  `create table party (
    kind text not null,
    id text not null,
    key text not null,
    primary key (kind, id, key)
  )`,
  'create index party_by_key on party (key, kind, id)',
  `create table exclusion (
    kind text not null,
    id text not null,
    subject text not null,
    until text not null,
    primary key (kind, id, subject)
  )`,
  'create index exclusion_by_subject on exclusion (subject, until)',
  `create table public_part (
    kind text not null,
    id text not null,
    reference text not null,
    status text,
    updated_at text not null,
    words text not null,
    part text not null,
    primary key (kind, id)
  )`,
  'create index public_part_by_reference on public_part (reference)',
  `create index public_part_by_change on public_part (kind, updated_at)`,
  `create index public_part_by_words on public_part using gin (array_to_tsvector(string_to_array(words, ' ')))`,
  'create table reference (year integer primary key, last integer not null)',
  `create table letter (
    key text primary key,
    kind text not null,
    id text not null,
    number integer not null,
    template text not null,
    recipient text not null,
    holes text not null,
    state text not null,
    attempts integer not null default 0,
    made_at text not null,
    next_at text not null,
    settled_at text,
    problem text
  )`,
  `create index letter_to_send on letter (next_at) where state in ('waiting', 'sending')`,
  `create index letter_in_trouble on letter (made_at) where state in ('failed', 'uncertain')`,
  `create table webhook (
    id text primary key,
    organisation text not null,
    url text not null,
    secret text not null,
    made_at text not null,
    failing_since text,
    disabled_at text
  )`,
  'create index webhook_by_organisation on webhook (organisation) where disabled_at is null',
  `create table webhook_delivery (
    webhook text not null references webhook (id) on delete cascade,
    kind text not null,
    id text not null,
    number integer not null,
    type text not null,
    state text not null,
    attempts integer not null default 0,
    next_at text not null,
    primary key (webhook, kind, id, number)
  )`,
  `create index webhook_delivery_to_send on webhook_delivery (next_at) where state in ('waiting', 'sending')`,
]

export const CASES: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(database)
  },
}
