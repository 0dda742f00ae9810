/**
 * The tables of a store and how they came to be: every version that ever was, and beside them what is current, which search joins. Apart from
 * what is done with them, since two folders read them.
 *
 * There is one writer at a time. Whoever writes holds the one row of `resource_head` from the beginning to the commit, in whichever process, and
 * numbers its versions on from there. So positions have no gaps and are in the order of the commits: whoever has seen a position has
 * seen all before it, and two conditional creates can never both find nothing. (Numbers of a sequence, or of transactions, are given before the commit, and
 * would be overtaken; a horizon of transactions would wait for every other database of the server.) What it costs is that writes wait for one another's
 * commit: hundreds a second one by one, thousands in bundles and imports. Readers never wait.
 */
import { type Kysely, type Migration, sql } from 'kysely'

import { AUDIT_TABLES, type AuditTables } from '../audit/tables.js'
import { AMOUNTS_IN_INDEX, SEARCH_TABLES } from '../search/tables.js'

/** How a version came about, as history says it. */
export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface FhirTables extends AuditTables {
  /** The version that is current of each resource that ever was. */
  resource: {
    /** Position of its first version: it never changes, and what is younger has a greater one. */
    key: string
    type: string
    id: string
    version: number
    position: string
    updated_at: Date
    deleted: boolean
    /** Identifiers of the patients in whose compartments it is; of one that is deleted, was. */
    patients: string[]
    /** JSON as it is served; null when deleted. */
    content: string | null
  }
  resource_version: {
    position: string
    type: string
    id: string
    version: number
    at: Date
    method: Method
    content: string | null
  }
  /** One row: the last position and when it was written. */
  resource_head: { position: string; at: Date }
  /** How far those are who write much: see `FhirStore.load`. */
  bookmark: { name: string; value: string }
}

export type FhirDatabase = Kysely<FhirTables>

/** Statements, one by one: each is run on its own. */
const RESOURCES = [
  `create table resource (
    key bigint primary key,
    type text not null,
    id text not null,
    version integer not null,
    position bigint not null,
    updated_at timestamptz not null,
    deleted boolean not null,
    patients text[] not null,
    content text,
    unique (type, id))`,
  'create index resource_by_patient on resource using gin (patients)',
  `create table resource_version (
    position bigint primary key,
    type text not null,
    id text not null,
    version integer not null,
    at timestamptz not null,
    method text not null,
    content text,
    unique (type, id, version))`,
  'create index resource_version_by_type on resource_version (type, position)',
  `create function resource_version_is_kept() returns trigger language plpgsql as $$
    begin raise exception 'versions are added, never changed' using errcode = 'restrict_violation'; end $$`,
  `create trigger resource_version_is_kept before update or delete or truncate on resource_version
    for each statement execute function resource_version_is_kept()`,
  'create table resource_head (position bigint not null, at timestamptz not null)',
  "insert into resource_head values (0, 'epoch')",
]

const statements = (all: readonly string[]): Migration => ({
  async up(database: Kysely<unknown>) {
    for (const statement of all) await sql.raw(statement).execute(database)
  },
})

/** In the order of their names. One that has been released is never edited. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-resources': statements([...RESOURCES, ...SEARCH_TABLES]),
  '0002-audit': statements(AUDIT_TABLES),
  '0003-bookmarks': statements(['create table bookmark (name text primary key, value text not null)']),
  '0004-amounts': statements(AMOUNTS_IN_INDEX),
}
