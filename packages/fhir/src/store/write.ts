/**
 * The one place where versions are written: many at once, each resource at most once, in the order given. Everything that changes the store ends here,
 * so that a version, what is current, what search finds and the last position can never disagree.
 */
import { sql } from 'kysely'
import { patientsOf } from '../compartments/patients.js'
import type { KeptResource } from '../resource.js'
import { clear, insertsOf } from '../search/write.js'
import { kept } from './content.js'
import type { NewVersion, WritingSession } from './session.js'

/** Resources of one statement: as many as take the database about as long to write as it takes to make the next ones ready. */
const AT_ONCE = 250

/** Writes versions and returns the resources as they are kept, null where deleted. */
export async function write(
  session: WritingSession,
  versions: readonly NewVersion[],
): Promise<(KeptResource | null)[]> {
  const written: (KeptResource | null)[] = []
  let sent: Promise<unknown> = Promise.resolve()
  for (let at = 0; at < versions.length; at += AT_ONCE) {
    const { resources, send } = prepared(session, versions.slice(at, at + AT_ONCE))
    written.push(...resources)
    await sent
    sent = send()
    sent.catch(() => undefined)
    // The database works while the next are made ready: let this one go out first.
    await new Promise((resolve) => setImmediate(resolve))
  }
  await sent
  return written
}

/** What some versions come to: resources as they are kept, and how they are sent to the database. */
function prepared(session: WritingSession, versions: readonly NewVersion[]) {
  const first = session.position + 1n
  const rows = versions.map(({ type, id, resource, method, before }, index) => {
    const position = first + BigInt(index)
    const version = (before?.version ?? 0) + 1
    const content = resource && kept(resource, id, version, session.at)
    const patients = content === null ? (before?.patients ?? []) : patientsOf(content)
    return { key: before?.key ?? position, position, type, id, version, method, content, patients }
  })
  session.position += BigInt(rows.length)
  const column = (of: (row: (typeof rows)[0]) => unknown, type: string) =>
    sql`${rows.map(of)}::${sql.raw(type)}[]`
  const written = sql`
    select key, position, type, id, version, method, content, array_remove(string_to_array(patients, ' '), '') as patients,
      ${session.at}::timestamptz as at
    from unnest(${sql.join([
      column(({ key }) => key, 'bigint'),
      column(({ position }) => position, 'bigint'),
      column(({ type }) => type, 'text'),
      column(({ id }) => id, 'text'),
      column(({ version }) => version, 'integer'),
      column(({ method }) => method, 'text'),
      column(({ content }) => content && JSON.stringify(content), 'text'),
      column(({ patients }) => patients.join(' '), 'text'),
    ])}) as row (key, position, type, id, version, method, content, patients)`
  const statement = sql`with written as materialized (${written}), head as (
      update resource_head set position = ${session.position}, at = ${session.at}
    ), version as (
      insert into resource_version (position, type, id, version, at, method, content)
      select position, type, id, version, at, method, content from written
    ), current as (
      insert into resource (key, type, id, version, position, updated_at, deleted, patients, content)
      select key, type, id, version, position, at, content is null, patients, content from written
      on conflict (key) do update set version = excluded.version, position = excluded.position, updated_at = excluded.updated_at,
        deleted = excluded.deleted, patients = excluded.patients, content = excluded.content
    ), ${sql.join([...insertsOf(rows.map(({ key, content }) => ({ key, resource: content }))), sql`done as (select 1)`])}
    select`
  const old = rows.filter(({ key, position }) => key !== position)
  return {
    resources: rows.map(({ content }) => content),
    async send() {
      if (old.length > 0) await clear(session.database, old)
      await statement.execute(session.database)
    },
  }
}
