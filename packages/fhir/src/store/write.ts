/**
 * The one place where versions are written: many at once, each resource at most once, in the order given. Everything that changes the store ends here,
 * so that a version, what is current, what search finds and the last position can never disagree.
 */
import { sql } from 'kysely'
import { patientsOf } from '../compartments/patients.js'
import type { KeptResource } from '../resource.js'
import { writeIndex } from '../search/write.js'
import { kept } from './content.js'
import type { NewVersion, WritingSession } from './session.js'

/** Resources of one statement: their columns are arrays, and a statement of many megabytes is slow to read. */
const MOST_AT_ONCE = 1000

/** Writes versions and returns the resources as they are kept, null where deleted. */
export async function write(
  session: WritingSession,
  versions: readonly NewVersion[],
): Promise<(KeptResource | null)[]> {
  const written: (KeptResource | null)[] = []
  for (let at = 0; at < versions.length; at += MOST_AT_ONCE)
    written.push(...(await writeSome(session, versions.slice(at, at + MOST_AT_ONCE))))
  return written
}

async function writeSome(
  session: WritingSession,
  versions: readonly NewVersion[],
): Promise<(KeptResource | null)[]> {
  const first = session.position + 1n
  const rows = versions.map(({ type, id, resource, method, before }, index) => {
    const position = first + BigInt(index)
    const version = (before?.version ?? 0) + 1
    const content = resource && kept(resource, id, version, session.at)
    const patients = content === null ? (before?.patients ?? []) : patientsOf(content)
    return { key: before?.key ?? position, position, type, id, version, method, content, patients }
  })
  session.position += BigInt(rows.length)
  await sql`
    with written as (
      select * from unnest(
        ${rows.map(({ key }) => key)}::bigint[], ${rows.map(({ position }) => position)}::bigint[],
        ${rows.map(({ type }) => type)}::text[], ${rows.map(({ id }) => id)}::text[],
        ${rows.map(({ version }) => version)}::integer[], ${rows.map(({ method }) => method)}::text[],
        ${rows.map(({ content }) => content && JSON.stringify(content))}::text[],
        ${rows.map(({ patients }) => patients.join(' '))}::text[]
      ) as row (key, position, type, id, version, method, content, patients)
    ), head as (
      update resource_head set position = ${session.position}, at = ${session.at}
    ), version as (
      insert into resource_version (position, type, id, version, at, method, content)
      select position, type, id, version, ${session.at}::timestamptz, method, content from written
    )
    insert into resource (key, type, id, version, position, updated_at, deleted, patients, content)
    select key, type, id, version, position, ${session.at}::timestamptz, content is null,
      array_remove(string_to_array(patients, ' '), ''), content
    from written
    on conflict (key) do update set version = excluded.version, position = excluded.position, updated_at = excluded.updated_at,
      deleted = excluded.deleted, patients = excluded.patients, content = excluded.content`.execute(
    session.database,
  )
  const isFresh = ({ key, position }: (typeof rows)[0]) => key === position
  const indexed = ({ key, content }: (typeof rows)[0]) => ({ key, resource: content })
  await writeIndex(session.database, rows.filter(isFresh).map(indexed), { fresh: true })
  await writeIndex(session.database, rows.filter((row) => !isFresh(row)).map(indexed))
  return rows.map(({ content }) => content)
}
