/**
 * Conditions on resources, as SQL in two shapes: which keys meet it, to begin a search with, and whether one key does, to go on with. Each has `offset 0`
 * where PostgreSQL would otherwise plan anew what is meant to be one look into one index for each key.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Composition, Source } from './definitions.js'
import { hash32 } from './hash.js'
import { KINDS } from './kinds/index.js'
import { among, type Match, ofSources } from './kinds/kind.js'

export type Sql = RawBuilder<unknown>

export interface Criterion {
  /** Keys that meet it, in a column `key`, perhaps several times each; null where it says what is not, and nothing can begin with it. */
  readonly keys: Sql | null
  /** Whether keys come out in their order at no cost. */
  readonly ordered: boolean
  /** Whether the key meets it. */
  holds(key: Sql): Sql
}

const exists = (from: Sql, key: Sql): Sql => sql`exists (select 1 from ${from} and v.key = ${key} offset 0)`

/** Rows of the index, any of which will do. */
export function ofRows(matches: readonly Match[]): Criterion {
  const froms = matches.map(({ table, where }) => sql`${sql.table(table)} v where ${where}`)
  if (froms.length === 0) return NEVER
  return {
    keys: sql`${sql.join(
      froms.map((from) => sql`select v.key from ${from}`),
      sql` union all `,
    )}`,
    ordered: matches.length === 1 && matches[0]?.ordered === true,
    holds: (key) => either(froms.map((from) => exists(from, key))),
  }
}

export const NEVER: Criterion = {
  keys: sql`select 0::bigint as key where false`,
  ordered: true,
  holds: () => sql`false`,
}

export const ALWAYS: Criterion = { keys: null, ordered: false, holds: () => sql`true` }

export function either(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`
}

export function every(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`
}

export function not(criterion: Criterion): Criterion {
  return { keys: null, ordered: false, holds: (key) => sql`not ${criterion.holds(key)}` }
}

/** What meets one of several. */
export function anyOf(criteria: readonly Criterion[]): Criterion {
  const [first, ...more] = criteria
  if (first === undefined) return NEVER
  if (more.length === 0) return first
  const keys = criteria.flatMap((one) => one.keys ?? [])
  return {
    keys:
      keys.length < criteria.length
        ? null
        : sql.join(
            keys.map((one) => sql`(${one})`),
            sql` union all `,
          ),
    ordered: false,
    holds: (key) => either(criteria.map((one) => one.holds(key))),
  }
}

/** What meets all. It begins with the first that can. */
export function allOf(criteria: readonly Criterion[]): Criterion {
  const first = criteria.find(({ keys }) => keys !== null)
  if (criteria.length === 1 && first !== undefined) return first
  const rest = criteria.filter((one) => one !== first)
  const alias = fresh()
  const key = sql`${alias}.key`
  return {
    keys:
      first?.keys == null
        ? null
        : sql`select ${key} from (${first.keys}) ${alias} where ${every(rest.map((one) => one.holds(key)))}`,
    ordered: first?.ordered ?? false,
    holds: (key) => every(criteria.map((one) => one.holds(key))),
  }
}

/** Resources of these types. */
export function ofTypes(types: readonly string[]): Criterion {
  const condition = among('type', 'integer', types.map(hash32))
  return ofRows([{ table: 'search_resource', where: condition, ordered: types.length === 1 }])
}

/** Resources that have a value of one of these sources, and where types are given, one that refers to one of them. */
export function present(sources: readonly Source[], types: readonly string[] | null): Criterion {
  const tables = new Set(sources.map(({ kind }) => KINDS[kind].table))
  return ofRows(
    [...tables].map((table) => {
      const those = ofSources(sources.filter(({ kind }) => KINDS[kind].table === table))
      return {
        table,
        where: types === null ? those : sql`${those} and ${among('type', 'integer', types.map(hash32))}`,
      }
    }),
  )
}

/** Values of several parameters within one element: rows of the same resource, and inside a list of the same item of it. */
export function together(
  { components }: Composition,
  matchesOf: (component: Composition['components'][number], index: number) => readonly Match[],
): Criterion {
  const parts = components.map((component, index) => {
    const froms = matchesOf(component, index).map(
      ({ table, where }) => sql`select v.key, v.item from ${sql.table(table)} v where ${where}`,
    )
    return froms.length === 0 ? null : { froms, whole: component.whole }
  })
  if (parts.some((part) => part === null)) return NEVER
  const [first, ...rest] = parts as { froms: Sql[]; whole: boolean }[]
  const lead = fresh()
  const joined = (narrow: Sql) =>
    rest.map(({ froms, whole }) => {
      const item = whole || first?.whole ? sql`true` : sql`v.item is not distinct from ${lead}.item`
      return either(
        froms.map((from) => sql`exists (${from} and v.key = ${lead}.key and ${item}${narrow} offset 0)`),
      )
    })
  const from = (narrow: Sql) =>
    sql`(${sql.join(
      (first?.froms ?? []).map((one) => sql`${one}${narrow}`),
      sql` union all `,
    )}) ${lead} where ${every(joined(sql``))}`
  return {
    keys: sql`select ${lead}.key from ${from(sql``)}`,
    ordered: false,
    holds: (key) => sql`exists (select 1 from ${from(sql` and v.key = ${key}`)} offset 0)`,
  }
}

/** Resources that refer by one of these sources to one that meets the criterion. */
export function referring(sources: readonly Source[], to: Criterion): Criterion {
  const [target, self, from] = [fresh(), fresh(), fresh()]
  return {
    keys:
      to.keys === null
        ? null
        : sql`select ${from}.key from (${to.keys}) ${target}
            cross join lateral (select v.self from search_resource v where v.key = ${target}.key offset 0) ${self}
            cross join lateral (select v.key from search_reference v where v.target = ${self}.self and ${ofSources(sources)} offset 0) ${from}`,
    ordered: false,
    holds: (key) =>
      sql`exists (select 1 from search_reference v join search_resource ${target} on ${target}.self = v.target
        where v.key = ${key} and ${ofSources(sources)} and ${to.holds(sql`${target}.key`)} offset 0)`,
  }
}

/** Resources to which one refers, by one of these sources, that meets the criterion. */
export function referredBy(sources: readonly Source[], by: Criterion): Criterion {
  const [from, reference, self] = [fresh(), fresh(), fresh()]
  return {
    keys:
      by.keys === null
        ? null
        : sql`select ${self}.key from (${by.keys}) ${from}
            cross join lateral (select v.target from search_reference v where v.key = ${from}.key and ${ofSources(sources)} offset 0) ${reference}
            cross join lateral (select v.key from search_resource v where v.self = ${reference}.target offset 0) ${self}`,
    ordered: false,
    holds: (key) =>
      sql`exists (select 1 from search_resource ${self}
        cross join lateral (select v.key from search_reference v where v.target = ${self}.self and ${ofSources(sources)} offset 0) ${reference}
        where ${self}.key = ${key} and ${by.holds(sql`${reference}.key`)} offset 0)`,
  }
}

let names = 0

/** A name for a part of a statement that no part inside it has. */
export function fresh(): Sql {
  names = (names + 1) % 1_000_000
  return sql.raw(`s${names}`)
}
