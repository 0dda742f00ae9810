/**
 * What of everything whoever asks may find: conditions of their permissions and their patient's compartment as SQL, consents by asking the gate. It bounds not
 * only what is returned but also what a search goes through, since finding a patient by something that may not be seen tells it.
 */
import { fail } from '@sund/model'
import { type QueryExecutorProvider, sql } from 'kysely'
import type { Interaction, Reader } from '../reader.js'
import type { KeptResource } from '../resource.js'
import {
  ALWAYS,
  allOf,
  anyOf,
  type Criterion,
  fresh,
  type Known,
  known,
  ofTypes,
  type Sql,
  UNBEGUN,
} from './criterion.js'
import { EFFORT } from './effort.js'
import { selfOf } from './kinds/reference.js'
import { type Bound, NotUnderstood, readCriterion } from './reading.js'

/** A resource as it is found, with the patients whose compartments it is in. */
export interface Found {
  readonly key: string
  readonly content: string
  readonly patients: readonly string[]
}

/** What permissions and the compartment leave of a type; null where they leave nothing. Consents are not in it. */
export async function permitted(
  reader: Reader,
  type: string,
  interaction: Interaction,
): Promise<Criterion | null> {
  const conditions = reader.conditions(type, interaction)
  if (conditions.length === 0) return null
  const scope = conditions.includes('')
    ? ALWAYS
    : anyOf(await Promise.all(conditions.map((one) => conditionOf(type, one))))
  if (reader.patient === null) return scope
  return allOf([compartment(reader.patient), ofTypes([type]), scope].filter((one) => one !== ALWAYS))
}

/** A condition of a permission. One that is not understood permits nothing, loudly. */
async function conditionOf(type: string, query: string): Promise<Criterion> {
  const free: Bound = async (_, criterion) => criterion
  try {
    return allOf(
      await Promise.all(
        [...new URLSearchParams(query)].map(([name, value]) => readCriterion([type], name, value, free)),
      ),
    )
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error
    return fail(
      'permission.denied',
      `A permission for ${type} has a condition that is no search parameter of it: ${error.why}`,
      'Ask for a permission whose condition is one.',
    )
  }
}

/** Resources in the compartment of a patient. All of them refer to the patient or are the patient, which is where a search finds them. */
function compartment(patient: string): Criterion {
  const [near, own] = [fresh(), fresh()]
  const self = selfOf('Patient', patient)
  const within = (key: ReturnType<typeof fresh>) =>
    sql`exists (select 1 from resource ${own} where ${own}.key = ${key} and ${own}.patients @> ${[patient]}::text[] offset 0)`
  const keys = sql`select ${near}.key from (
      select v.key from search_reference v where v.target = ${self}::bigint
      union all select v.key from search_resource v where v.self = ${self}::bigint) ${near} where ${within(sql`${near}.key`)}`
  return { keys, counted: keys, ordered: false, dear: 2, holds: within }
}

/** Whether consents leave a resource to be seen. */
export function consented({ consents }: Reader, { content, patients }: Omit<Found, 'key'>): boolean {
  if (consents === null) return true
  if (!patients.some((one) => consents.patients.has(one))) return consents.otherwise
  return consents.allows(JSON.parse(content) as KeptResource, patients)
}

/**
 * Bounds what a search goes through. Where consents bear on it, what they hide is found first and taken out by key. Few are found first in any case: a chain asks
 * for the same few patients again and again.
 */
export function boundsOf(database: QueryExecutorProvider, reader: Reader): Bound {
  return async (type, criterion) => {
    const scope = await permitted(reader, type, 's')
    if (scope === null)
      fail(
        'permission.denied',
        `You may not search through ${type}.`,
        'Ask for permission to search it, or leave it out.',
      )
    const bounded = scope === ALWAYS ? criterion : allOf([criterion, scope])
    if (reader.consents !== null)
      return allOf([bounded, await consentedOnly(database, reader, bounded, type)])
    return bounded.keys === null ? bounded : fewKnown(database, bounded, bounded.keys)
  }
}

/** The criterion as the resources that meet it, where they are few. */
async function fewKnown(
  database: QueryExecutorProvider,
  criterion: Criterion,
  keys: Sql,
): Promise<Criterion> {
  const { rows } = await sql<Known & { found: number }>`
    with few as materialized (select key from (${keys}) d limit ${sql.lit(EFFORT.known + 1)}), many as (select count(*)::integer as found from few)
    select many.found, d.key, r.self from many left join (select distinct key from few) d on many.found <= ${sql.lit(EFFORT.known)}
    left join search_resource r on r.key = d.key`.execute(database)
  return (rows[0]?.found ?? 0) > EFFORT.known ? criterion : known(rows.filter(({ key }) => key !== null))
}

async function consentedOnly(
  database: QueryExecutorProvider,
  reader: Reader,
  criterion: Criterion,
  type: string,
): Promise<Criterion> {
  const gate = reader.consents
  if (gate === null) return ALWAYS
  const start = allOf([criterion, ofTypes([type])])
  const key = sql`c.key`
  const { rows } = await sql<Found>`
    select r.key, r.content, r.patients from (select distinct key from (${start.keys}) d) c
    cross join lateral (select * from resource r where r.key = ${key} offset 0) r
    where r.patients && ${`{${[...gate.patients].map(quoted).join(',')}}`}::text[]`.execute(database)
  const keys = (seen: boolean) =>
    `{${rows
      .filter((row) => consented(reader, row) === seen)
      .map((row) => row.key)
      .join(',')}}`
  return {
    ...UNBEGUN,
    holds: (key) =>
      gate.otherwise
        ? sql`${key} <> all (${keys(false)}::bigint[])`
        : sql`${key} = any (${keys(true)}::bigint[])`,
  }
}

const quoted = (text: string) => `"${text.replaceAll('\0', '').replace(/["\\]/g, '\\$&')}"`
