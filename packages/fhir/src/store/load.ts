/** Imports: many resources as they are, under the identifiers that they have, in one transaction. */
import { errorsOf, Failure } from '@sund/model'
import { sql } from 'kysely'
import type { Bookmark, Loaded as Counts } from '../ports.js'
import type { Resource } from '../resource.js'
import { checkResource, nameOf } from './content.js'
import type { Current, NewVersion, WritingSession } from './session.js'
import { write } from './write.js'

/** Writes all or nothing. Of several with one identifier each becomes a version, in their order. */
export async function load(
  session: WritingSession,
  resources: readonly Resource[],
  bookmark?: (came: Counts) => Bookmark,
): Promise<Counts> {
  const came: Counts = { created: 0, updated: 0 }
  for (const some of withoutRepetition(resources, session)) {
    const before = await standing(session, some)
    const versions = some.map(({ resource, ...key }): NewVersion => {
      const found = before.get(nameOf(key))
      if (found === undefined || found.deleted) came.created++
      else came.updated++
      return { ...key, resource, method: 'PUT', before: found }
    })
    await write(session, versions)
  }
  if (bookmark !== undefined) {
    const { name, value } = bookmark(came)
    await sql`insert into bookmark (name, value) values (${name}, ${value}) on conflict (name) do update set value = excluded.value`.execute(
      session.database,
    )
  }
  return came
}

interface Loaded {
  type: string
  id: string
  resource: Resource
}

/** Resources in runs in which no identifier comes twice. */
function withoutRepetition(resources: readonly Resource[], { identifiers }: WritingSession): Loaded[][] {
  const runs: Loaded[][] = []
  let seen = new Set<string>()
  for (const [place, resource] of resources.entries()) {
    checkPlaced(resource, place)
    const loaded = { type: resource.resourceType, id: resource.id ?? identifiers.next(), resource }
    const name = nameOf(loaded)
    if (seen.has(name) || runs.length === 0) {
      runs.push([])
      seen = new Set()
    }
    seen.add(name)
    runs.at(-1)?.push(loaded)
  }
  return runs
}

/** Says of which resource, since there are many. */
function checkPlaced(resource: Resource, place: number): void {
  try {
    checkResource(resource)
  } catch (thrown) {
    const [error] = errorsOf(thrown)
    throw new Failure({ ...error, message: `Resource ${place + 1} of the import: ${error.message}` })
  }
}

type Standing = Pick<Current, 'key' | 'version' | 'patients' | 'deleted'>

/** What is there of the resources, without their contents. */
async function standing(
  { database }: WritingSession,
  some: readonly Loaded[],
): Promise<Map<string, Standing>> {
  const { rows } = await sql<Omit<Standing, 'key'> & { key: string; type: string; id: string }>`
    select key, type, id, version, patients, deleted from resource
    join unnest(${some.map(({ type }) => type)}::text[], ${some.map(({ id }) => id)}::text[]) as asked (type, id) using (type, id)`.execute(
    database,
  )
  return new Map(rows.map((row) => [nameOf(row), { ...row, key: BigInt(row.key) }]))
}
