/**
 * The one place where versions are written: many at once, each resource at most once, in the order given. Everything that changes the store ends here,
 * so that a version, what is current, what search finds and the last position can never disagree.
 */
import { type RawBuilder, sql } from 'kysely'
import { patientsOf } from '../compartments/patients.js'
import { jsonOf } from '../json.js'
import type { KeptResource } from '../resource.js'
import { clear, insertsOf } from '../search/write.js'
import { kept, nameOf } from './content.js'
import type { NewVersion, WritingSession } from './session.js'

/** Resources of one statement: as many as take the database about as long to write as it takes to make the next ones ready. */
const MOST_AT_ONCE = 250
/** Characters of one statement: those of one resource may be more. */
const LONGEST = 16_000_000

/** Writes versions and returns the resources as they are kept, null where deleted. */
export async function write(
  session: WritingSession,
  versions: readonly NewVersion[],
): Promise<(KeptResource | null)[]> {
  const written: (KeptResource | null)[] = []
  let sent: Promise<unknown> = Promise.resolve()
  for (let rows: NewRow[] = []; written.length < versions.length; rows = []) {
    for (let length = 0; rows.length < MOST_AT_ONCE && length < LONGEST; ) {
      const version = versions[written.length]
      if (version === undefined) break
      const row = rowOf(session, version)
      length += row.content?.length ?? 0
      rows.push(row)
      written.push(row.resource)
    }
    const statement = statementOf(session, rows)
    await sent
    sent = send(session, rows, statement)
    sent.catch(() => undefined)
    // The database works while the next are made ready: let this one go out first.
    await new Promise((resolve) => setImmediate(resolve))
  }
  await sent
  return written
}

/** A version as it will stand in the tables, and its resource. */
type NewRow = ReturnType<typeof rowOf>

function rowOf(session: WritingSession, { type, id, resource: given, method, before }: NewVersion) {
  session.known.delete(nameOf({ type, id }))
  const position = ++session.position
  const version = (before?.version ?? 0) + 1
  const resource = given && kept(given, id, version, session.at)
  const patients = (resource === null ? before?.patients : patientsOf(resource)) ?? []
  const content = resource && jsonOf(resource)
  return { key: before?.key ?? position, position, type, id, version, method, content, patients, resource }
}

/** The statement that writes rows to all tables: one, since a way to the database and back costs more than many rows. */
function statementOf(session: WritingSession, rows: readonly NewRow[]): RawBuilder<unknown> {
  const column = (of: (row: NewRow) => unknown, type: string) => sql`${rows.map(of)}::${sql.raw(type)}[]`
  const columns = [
    column(({ key }) => key, 'bigint'),
    column(({ position }) => position, 'bigint'),
    column(({ type }) => type, 'text'),
    column(({ id }) => id, 'text'),
    column(({ version }) => version, 'integer'),
    column(({ method }) => method, 'text'),
    column(({ content }) => content, 'text'),
    column(({ patients }) => patients.join(' '), 'text'),
  ]
  return sql`
    with written as materialized (
      select key, position, type, id, version, method, content,
        array_remove(string_to_array(patients, ' '), '') as patients, ${session.at}::timestamptz as at
      from unnest(${sql.join(columns)}) as row (key, position, type, id, version, method, content, patients)
    ), head as (
      update resource_head set position = ${session.position}, at = ${session.at}
    ), version as (
      insert into resource_version (position, type, id, version, at, method, content)
      select position, type, id, version, at, method, content from written
    ), current as (
      insert into resource (key, type, id, version, position, updated_at, deleted, patients, content)
      select key, type, id, version, position, at, content is null, patients, content from written
      on conflict (key) do update set version = excluded.version, position = excluded.position, updated_at = excluded.updated_at,
        deleted = excluded.deleted, patients = excluded.patients, content = excluded.content
    ), ${sql.join([...insertsOf(rows), sql`done as (select 1)`])}
    select`
}

async function send(
  { database }: WritingSession,
  rows: readonly NewRow[],
  statement: RawBuilder<unknown>,
): Promise<void> {
  const old = rows.filter(({ key, position }) => key !== position)
  if (old.length > 0) await clear(database, old)
  await statement.execute(database)
}
