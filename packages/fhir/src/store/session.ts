/**
 * One use of the store: a database, or a transaction in it, and what every interaction needs of the world. A session that writes is the only one that does;
 * see tables.ts for why. Apart from the interactions, which are the same alone and in a transaction with others.
 */
import type { Clock, Identifiers } from '@sund/model'
import { fail } from '@sund/model'
import { sql } from 'kysely'
import type { KeptResource, Resource, ResourceKey } from '../resource.js'
import { nameOf, parsed } from './content.js'
import type { FhirDatabase, Method } from './tables.js'

/** Refuses a resource that is not valid, by throwing. */
export type Check = (resource: Resource) => void | Promise<void>

export interface Session {
  readonly database: FhirDatabase
  readonly identifiers: Identifiers
  readonly check: Check
}

/** A session that writes: with the position of the last version and the time of its own. */
export interface WritingSession extends Session {
  readonly at: string
  position: bigint
  /** Resources that were asked for already, undefined where there never was one: nobody else changes them meanwhile. */
  readonly known: Map<string, Current | undefined>
}

/** A resource as it is now, deleted or not. */
export interface Current extends ResourceKey {
  key: bigint
  version: number
  deleted: boolean
  patients: readonly string[]
  content: string | null
}

/** One version to be written; `resource` is null where it is deleted. */
export interface NewVersion extends ResourceKey {
  method: Method
  resource: Resource | null
  /** What is there now, undefined when nothing ever was. */
  before: Pick<Current, 'key' | 'version' | 'patients'> | undefined
}

const PATIENCE = '30s'

/** Does what writes, whole or not at all: when it resolves it is on disk. Throws `conflict.busy` when another writer does not come to an end. */
export function writing<T>(
  session: Session,
  clock: Clock,
  work: (session: WritingSession) => Promise<T>,
): Promise<T> {
  return session.database.transaction().execute(async (database) => {
    const { rows } = await sql<{ position: string; at: Date }>`
      select position, at from resource_head where set_config('lock_timeout', ${PATIENCE}, true) is not null for update`
      .execute(database)
      .catch(busy)
    const [head] = rows
    if (head === undefined) throw new Error('the store has lost the row that orders its writes')
    // A clock that was set back must not make a later version look earlier.
    const at = new Date(Math.max(clock.now().getTime(), head.at.getTime())).toISOString()
    return work({ ...session, database, at, position: BigInt(head.position), known: new Map() })
  })
}

function busy(error: unknown): never {
  if ((error as { code?: unknown }).code !== '55P03') throw error
  return fail('conflict.busy', 'Another write to this store takes too long.', 'Try again in a minute.')
}

/** A resource as it is, undefined where there never was one. */
export async function current(session: WritingSession, key: ResourceKey): Promise<Current | undefined> {
  if (!session.known.has(nameOf(key))) await foresee(session, [key])
  return session.known.get(nameOf(key))
}

/** Reads resources that will be asked for, all at once. */
export async function foresee(session: WritingSession, keys: readonly ResourceKey[]): Promise<void> {
  if (keys.length === 0) return
  const rows = await session.database
    .selectFrom('resource')
    .select(['key', 'type', 'id', 'version', 'deleted', 'patients', 'content'])
    .where(
      sql<boolean>`(type, id) in (select * from unnest(${keys.map(({ type }) => type)}::text[], ${keys.map(({ id }) => id)}::text[]))`,
    )
    .execute()
  for (const key of keys) session.known.set(nameOf(key), undefined)
  for (const row of rows) session.known.set(nameOf(row), { ...row, key: BigInt(row.key) })
}

export const resourceOf = ({ content }: { content: string | null }): KeptResource => parsed(content as string)
