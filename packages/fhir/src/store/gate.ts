/**
 * Who may do what with which resources: the reader asked on every way in and out of the store. Apart from the interactions, so that all of them
 * ask the same. Search asks the same in its own way, by SQL.
 *
 * A resource that a reader may not deal with is not there for them. Only where a type as a whole is not theirs are they told so.
 */
import { fail } from '@sund/model'
import { sql } from 'kysely'
import { patientsOf } from '../compartments/patients.js'
import { type Interaction, type Reader, STORE_ITSELF } from '../reader.js'
import type { KeptResource, Resource, ResourceKey } from '../resource.js'
import { matching } from '../search/search.js'
import { clear, writeIndex } from '../search/write.js'
import { nameOf } from './content.js'
import type { Session } from './session.js'

/** What an interaction is in a sentence that refuses it. */
const DEEDS: Readonly<Record<Interaction, string>> = {
  c: 'create',
  r: 'read',
  u: 'change',
  d: 'delete',
  s: 'search',
}

/** Throws `permission.denied` when the reader may not do so with any resource of the type. */
export function checkTypeIsTheirs(reader: Reader, type: string, interaction: Interaction): void {
  if (reader.conditions(type, interaction).length === 0)
    fail(
      'permission.denied',
      `You may not ${DEEDS[interaction]} resources of the type ${type}.`,
      'Ask for the right to it where you signed in.',
    )
}

/** Throws `usage.not-found`: there is none, or none that the reader may know of. */
export function notFound(key: ResourceKey): never {
  return fail(
    'usage.not-found',
    `There is no ${nameOf(key)}, or not for you.`,
    'See that the type and the identifier are right.',
  )
}

/** A resource that is current, or one that was: what may be done with that is said by what it held then. */
export interface Seen {
  resource: KeptResource
  /** Undefined where the version is current, else the key of its resource. */
  superseded?: bigint
}

/** Those of the resources that the reader may deal with so: in the patient's compartment, by one of the conditions, and left by consents. */
export async function allowed<T extends Seen>(
  session: Session,
  reader: Reader,
  interaction: Interaction,
  all: readonly T[],
): Promise<T[]> {
  const left = all.filter(({ resource }) => {
    const patients = patientsOf(resource)
    if (reader.patient !== null && !patients.includes(reader.patient)) return false
    return interaction === 'c' || consented(reader, resource, patients)
  })
  const byType = new Map<string, T[]>()
  for (const one of left)
    byType.set(one.resource.resourceType, [...(byType.get(one.resource.resourceType) ?? []), one])
  const found = new Set<T>()
  for (const [type, some] of byType) {
    const conditions = reader.conditions(type, interaction)
    if (conditions.includes('')) for (const one of some) found.add(one)
    else if (conditions.length > 0) {
      const now = some.filter(({ superseded }) => superseded === undefined)
      const names = await meeting(
        session,
        type,
        conditions,
        now.map(({ resource }) => resource.id),
      )
      for (const one of now) if (names.has(one.resource.id)) found.add(one)
      for (const one of some)
        if (
          one.superseded !== undefined &&
          (await metAsItWas(session, conditions, one.resource, one.superseded))
        )
          found.add(one)
    }
  }
  return left.filter((one) => found.has(one))
}

/** What consents leave of a resource; what is created has nobody's word against it yet. */
function consented({ consents }: Reader, resource: Resource, patients: readonly string[]): boolean {
  if (consents === null) return true
  return patients.some((patient) => consents.patients.has(patient))
    ? consents.allows(resource, patients)
    : consents.otherwise
}

/** Which of the resources of a type meet one of the conditions, by search itself. */
export async function meeting(
  { database }: Session,
  type: string,
  conditions: readonly string[],
  ids: readonly string[],
): Promise<Set<string>> {
  const met = new Set<string>()
  for (let at = 0; at < ids.length; at += MOST_IDS) {
    const some = ids.slice(at, at + MOST_IDS)
    for (const condition of conditions) {
      const query = `${condition}&_id=${some.join(',')}`
      for (const { id } of await matching(database, STORE_ITSELF, type, query, some.length)) met.add(id)
    }
  }
  return met
}

/** A query has bounds. */
const MOST_IDS = 500

class Undone extends Error {}

/**
 * Whether a version met one of the conditions. Only search knows what a query means and it knows what is current, so the version is made current
 * for the length of a transaction that is never committed: rare, and the same answer as for every other resource.
 */
async function metAsItWas(
  session: Session,
  conditions: readonly string[],
  resource: KeptResource,
  key: bigint,
): Promise<boolean> {
  const { database } = session
  let met = false
  const ask = async (inside: Session['database']) => {
    await sql`update resource set deleted = false, updated_at = ${resource.meta.lastUpdated}, patients = ${patientsOf(resource)},
      content = ${JSON.stringify(resource)} where key = ${key}`.execute(inside)
    await clear(inside, [{ key }])
    await writeIndex(inside, [{ key, resource }])
    met = (
      await meeting({ ...session, database: inside }, resource.resourceType, conditions, [resource.id])
    ).has(resource.id)
  }
  if (database.isTransaction) {
    await sql`savepoint as_it_was`.execute(database)
    await ask(database)
    await sql`rollback to savepoint as_it_was`.execute(database)
    return met
  }
  try {
    await database.transaction().execute(async (transaction) => {
      await ask(transaction)
      throw new Undone()
    })
  } catch (error) {
    if (!(error instanceof Undone)) throw error
  }
  return met
}
