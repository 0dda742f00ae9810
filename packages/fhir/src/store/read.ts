/** Reading one resource, one version, versions in their order, and all of a patient. */
import { fail } from '@sund/model'
import { type Selectable, sql } from 'kysely'
import { isOfPatients } from '../compartments/patients.js'
import type { Change, FhirStore } from '../ports.js'
import type { Reader } from '../reader.js'
import type { KeptResource, ResourceKey } from '../resource.js'
import { during } from './care-dates.js'
import { checkType, isId, nameOf, parsed } from './content.js'
import { allowed, checkTypeIsTheirs, notFound, type Seen } from './gate.js'
import { resourceOf, type Session } from './session.js'
import type { FhirDatabase, FhirTables } from './tables.js'

/** A page is gathered from this many rows at a time, since some may not be the reader's. */
const LEAST_ROWS = 100

/** A resource as it stands; `standing` looks it up, by itself where nothing else is said. */
export async function read(
  session: Session,
  reader: Reader,
  key: ResourceKey,
  standing: (key: ResourceKey) => Promise<Standing | undefined> = (key) => alone(session, key),
): Promise<KeptResource> {
  checkType(key.type)
  checkTypeIsTheirs(reader, key.type, 'r')
  // Nor could what is no identifier be asked for together with others: a database refuses some characters, and all that comes with them.
  const row = isId(key.id) ? await standing(key) : undefined
  if (row === undefined) return notFound(key)
  if (row.content === null) return gone(session, reader, key, row.version)
  const [found] = await allowed(session, reader, 'r', [{ resource: resourceOf(row) }])
  return found?.resource ?? notFound(key)
}

/** The content that is current, null where it was deleted, and of which version. */
export type Standing = Pick<Selectable<FhirTables['resource']>, 'content' | 'version'>

async function alone(session: Session, key: ResourceKey): Promise<Standing | undefined> {
  const [row] = await standings(session.database, [key])
  return row
}

/** Of each what stands, in the order asked; undefined where there never was one. */
export async function standings(
  database: FhirDatabase,
  keys: readonly ResourceKey[],
): Promise<(Standing | undefined)[]> {
  const { rows } = await sql<Standing & { place: number }>`
    select asked.place::integer as place, r.content, r.version from unnest(${keys.map(({ type }) => type)}::text[], ${keys.map(({ id }) => id)}::text[])
    with ordinality as asked (type, id, place) cross join lateral (select content, version from resource where type = asked.type and id = asked.id offset 0) r`.execute(
    database,
  )
  const found = new Map(rows.map((row) => [row.place, row]))
  return keys.map((_, place) => found.get(place + 1))
}

/** Throws `usage.gone` to whoever might have seen what was deleted: to others it never was. */
async function gone(session: Session, reader: Reader, key: ResourceKey, version: number): Promise<never> {
  await vread(session, reader, key, version - 1)
  return fail(
    'usage.gone',
    `${nameOf(key)} was deleted.`,
    'Its versions are in its history; an update makes it anew.',
  )
}

export async function vread(
  session: Session,
  reader: Reader,
  key: ResourceKey,
  version: number,
): Promise<KeptResource> {
  checkType(key.type)
  checkTypeIsTheirs(reader, key.type, 'r')
  const seen = await versionOf(session, key, Number.isInteger(version) && version < 2 ** 31 ? version : 0)
  const [found] = await allowed(session, reader, 'r', seen)
  return found?.resource ?? notFound(key)
}

/** A version as it was, where there is one that was no deletion. */
export async function versionOf(session: Session, key: ResourceKey, version: number): Promise<Seen[]> {
  const rows = await versions(session)
    .where('v.type', '=', key.type)
    .where('v.id', '=', key.id)
    .where('v.version', '=', version)
    .where('v.content', 'is not', null)
    .execute()
  return rows.map(seenOf)
}

/** Versions, the latest first. That a resource was deleted is known to whoever may see what was deleted. */
export async function history(
  session: Session,
  reader: Reader,
  { type, id }: { type?: string; id?: string },
  { since, count, before }: { since?: string; count: number; before?: bigint },
): Promise<{ versions: Change[]; next: bigint | null }> {
  const interaction = id === undefined ? 's' : 'r'
  if (type !== undefined) {
    checkType(type)
    checkTypeIsTheirs(reader, type, interaction)
  }
  const from = since === undefined ? undefined : instant(since)
  const found: Change[] = []
  let last = before
  for (;;) {
    const rows = await versions(session)
      .$if(type !== undefined, (query) => query.where('v.type', '=', type as string))
      .$if(id !== undefined, (query) => query.where('v.id', '=', id as string))
      .$if(from !== undefined, (query) => query.where('v.at', '>=', from as Date))
      .$if(last !== undefined, (query) => query.where('v.position', '<', String(last)))
      .orderBy('v.position', 'desc')
      .limit(Math.max(count + 1, LEAST_ROWS))
      .execute()
    for (const { change } of await allowed(session, reader, interaction, rows.map(seenOf))) {
      if (found.length === count) return { versions: found, next: found.at(-1)?.position ?? before ?? null }
      found.push(change)
    }
    if (rows.length < Math.max(count + 1, LEAST_ROWS)) break
    last = BigInt((rows.at(-1) as VersionRow).position)
  }
  if (
    type !== undefined &&
    id !== undefined &&
    found.length === 0 &&
    before === undefined &&
    from === undefined
  )
    notFound({ type, id })
  return { versions: found, next: null }
}

/** All current resources in the compartment of a patient, of the types that the reader may search, in the order in which they first came. */
export async function everything(
  session: Session,
  reader: Reader,
  patient: string,
  page: Parameters<FhirStore['everything']>[2],
): Promise<{ resources: KeptResource[]; next: string | null }> {
  await read(session, reader, { type: 'Patient', id: patient })
  const { types, count, after = '0' } = page
  for (const type of types ?? []) {
    checkType(type)
    checkTypeIsTheirs(reader, type, 's')
    if (!isOfPatients(type))
      fail(
        'usage.request',
        `Resources of the type ${type} are in no patient's compartment.`,
        'Leave it out of “_type”.',
      )
  }
  if (!/^\d{1,18}$/.test(after))
    fail('usage.request', 'There is no such page.', 'Follow the link to the next page as it was given.')
  const from = page.since === undefined ? undefined : instant(page.since)
  const found: { key: string; resource: KeptResource }[] = []
  const atOnce = Math.max(count + 1, LEAST_ROWS)
  let last = after
  for (;;) {
    const rows = await session.database
      .selectFrom('resource')
      .select(['key', 'content'])
      .where(sql<boolean>`patients @> array[${patient}]`)
      .where('deleted', '=', false)
      .where('key', '>', last)
      .$if(types !== undefined, (query) => query.where('type', 'in', [...(types as string[]), '']))
      .$if(from !== undefined, (query) => query.where('updated_at', '>=', from as Date))
      .orderBy('key')
      .limit(atOnce)
      .execute()
    const all = rows.map((row) => ({ key: row.key, resource: resourceOf(row) }))
    found.push(...(await during(session, page, await allowed(session, reader, 's', all))))
    if (found.length > count || rows.length < atOnce) break
    last = (rows.at(-1) as { key: string }).key
  }
  const shown = found.slice(0, count)
  return {
    resources: shown.map(({ resource }) => resource),
    next: found.length > count ? (shown.at(-1)?.key ?? after) : null,
  }
}

/** What was written after a position, in order. Since writers wait for one another (tables.ts), nothing can appear before what is seen. */
export async function changes(
  { database }: Session,
  after: bigint,
  { types, limit = 1000 }: { types?: readonly string[]; limit?: number } = {},
): Promise<Change[]> {
  const rows = await database
    .selectFrom('resource_version')
    .selectAll()
    .where('position', '>', String(after))
    .$if(types !== undefined, (query) => query.where('type', 'in', [...(types as string[]), '']))
    .orderBy('position')
    .limit(limit)
    .execute()
  return rows.map(changeOf)
}

/** Throws `usage.request` for what is no moment. */
function instant(text: string): Date {
  const at = new Date(text)
  if (Number.isNaN(at.getTime()))
    fail('usage.request', 'The moment after “_since” is none.', 'Write it as 2026-01-31T12:00:00Z.')
  return at
}

type VersionRow = FhirTables['resource_version'] & { key: string; now: number; was: string | null }

/** Versions with what is now of their resources and, where one is a deletion, what was deleted. */
function versions({ database }: Session) {
  return database
    .selectFrom('resource_version as v')
    .innerJoin('resource as r', (join) => join.onRef('r.type', '=', 'v.type').onRef('r.id', '=', 'v.id'))
    .leftJoin('resource_version as w', (join) =>
      join
        .onRef('w.type', '=', 'v.type')
        .onRef('w.id', '=', 'v.id')
        .on('v.content', 'is', null)
        .on(sql<boolean>`w.version = v.version - 1`),
    )
    .selectAll('v')
    .select(['r.key', 'r.version as now', 'w.content as was'])
}

function seenOf(row: VersionRow): Seen & { change: Change } {
  return {
    resource: parsed((row.content ?? row.was) as string),
    ...(row.version === row.now && row.content !== null ? {} : { superseded: BigInt(row.key) }),
    change: changeOf(row),
  }
}

function changeOf(row: FhirTables['resource_version']): Change {
  return {
    type: row.type,
    id: row.id,
    version: row.version,
    at: row.at.toISOString(),
    method: row.method,
    resource: row.content === null ? null : parsed(row.content),
    position: BigInt(row.position),
  }
}
