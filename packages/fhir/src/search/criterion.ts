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
  /** Rows to count in the place of `keys`: about as many or more, and cheaper. */
  readonly counted: Sql | null
  /** Whether keys come out in their order at no cost. */
  readonly ordered: boolean
  /** How much it is to look one key up: about as many looks into an index. */
  readonly dear: number
  /** Who they are, where that was found out before. */
  readonly known?: readonly Known[]
  /** Whether the key meets it. */
  holds(key: Sql): Sql
}

const exists = (from: Sql, key: Sql): Sql => sql`exists (select 1 from ${from} and v.key = ${key} offset 0)`

/** Rows of the index, any of which will do. */
export function ofRows(matches: readonly Match[]): Criterion {
  if (matches.length === 0) return NEVER
  const tables = [...new Set(matches.map(({ table }) => table))]
  const keys = sql`${sql.join(
    matches.map(({ table, where }) => sql`select v.key from ${sql.table(table)} v where ${where}`),
    sql` union all `,
  )}`
  return {
    ...{ keys, counted: keys, dear: tables.length },
    ordered: matches.length === 1 && matches[0]?.ordered === true,
    // Of one table one look into it.
    holds: (key) =>
      either(
        tables.map((table) => {
          const own = matches.filter((match) => match.table === table).map(({ where }) => where)
          return exists(sql`${sql.table(table)} v where ${own.length === 1 ? own[0] : either(own)}`, key)
        }),
      ),
  }
}

/** What nothing can begin with. */
export const UNBEGUN = { keys: null, counted: null, ordered: false, dear: 1 } as const

const NOTHING = sql`select 0::bigint as key where false`

export const NEVER: Criterion = {
  ...{ keys: NOTHING, counted: NOTHING, ordered: true, dear: 0 },
  holds: () => sql`false`,
}

export const ALWAYS: Criterion = { ...UNBEGUN, dear: 0, holds: () => sql`true` }

export function either(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`
}

export function every(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`
}

export function not(criterion: Criterion): Criterion {
  return { ...UNBEGUN, dear: criterion.dear, holds: (key) => sql`not ${criterion.holds(key)}` }
}

/** What meets one of several. */
export function anyOf(criteria: readonly Criterion[]): Criterion {
  const [first, ...more] = criteria
  if (first === undefined) return NEVER
  if (more.length === 0) return first
  if (criteria.every((one) => one.known !== undefined))
    return known([
      ...new Map(criteria.flatMap((one) => one.known ?? []).map((one) => [one.key, one])).values(),
    ])
  const together = (of: 'keys' | 'counted') => {
    const all = criteria.flatMap((one) => one[of] ?? [])
    return all.length < criteria.length
      ? null
      : sql.join(
          all.map((one) => sql`(${one})`),
          sql` union all `,
        )
  }
  return {
    ...{ keys: together('keys'), counted: together('counted'), ordered: false },
    dear: sum(criteria),
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
    ...{ counted: first?.counted ?? null, ordered: first?.ordered ?? false },
    keys:
      first?.keys == null
        ? null
        : sql`select ${key} from (${first.keys}) ${alias} where ${every(rest.map((one) => one.holds(key)))}`,
    dear: sum(criteria),
    holds: (key) => every(criteria.map((one) => one.holds(key))),
  }
}

const sum = (criteria: readonly Criterion[]) => criteria.reduce((all, { dear }) => all + dear, 0)

/** A resource by its key, and by what stands for it where it is referred to. */
export interface Known {
  readonly key: string
  readonly self: string
}

/** These resources, each given once. */
export function known(all: readonly Known[]): Criterion {
  const list = sql`${`{${all.map(({ key }) => key).join(',')}}`}::bigint[]`
  const keys = sql`select key from unnest(${list}) as known (key)`
  return {
    ...{ keys, counted: keys, ordered: false, dear: 1, known: all },
    holds: (key) => sql`${key} = any (${list})`,
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
  // Where nothing stands in a list, no row has an item.
  const listed = components.some(({ sources }) =>
    sources.some(({ leaves }) => leaves.some(({ itemAt }) => itemAt >= 0)),
  )
  const columns = listed ? sql`v.key, v.item` : sql`v.key`
  const parts = components.map((component, index) => {
    const matches = matchesOf(component, index)
    const froms = matches.map(
      ({ table, where }) => sql`select ${columns} from ${sql.table(table)} v where ${where}`,
    )
    const ordered = matches.length === 1 && matches[0]?.ordered === true
    return froms.length === 0 ? null : { froms, ordered, whole: component.whole || !listed }
  })
  if (parts.some((part) => part === null)) return NEVER
  const [first, ...rest] = parts as [Part, ...Part[]]
  const lead = fresh()
  const joined = rest.map(({ froms, whole }) => {
    const item = whole || first.whole ? sql`true` : sql`v.item is not distinct from ${lead}.item`
    return either(froms.map((from) => sql`exists (${from} and v.key = ${lead}.key and ${item} offset 0)`))
  })
  const from = (narrow: Sql, more: Sql) =>
    sql`(${sql.join(
      first.froms.map((one) => sql`${one}${narrow}`),
      sql` union all `,
    )}${more}) ${lead} where ${every(joined)}`
  return {
    // The others are looked up for one after the other until there are enough, and not for all before they are put in order.
    keys: sql`select ${lead}.key from ${from(sql``, first.ordered ? sql` order by v.key offset 0` : sql``)}`,
    counted: sql`select 1 from (${sql.join(first.froms, sql` union all `)}) ${lead}`,
    ...{ ordered: first.ordered, dear: 2 },
    holds: (key) => sql`exists (select 1 from ${from(sql` and v.key = ${key}`, sql``)} offset 0)`,
  }
}

/** Rows of one component. */
interface Part {
  froms: Sql[]
  ordered: boolean
  whole: boolean
}

/** Resources that refer by one of these sources to one that meets the criterion. */
export function referring(sources: readonly Source[], to: Criterion): Criterion {
  if (to.known !== undefined) {
    const targets = among(
      'target',
      'bigint',
      to.known.map(({ self }) => self),
    )
    return ofRows([{ table: 'search_reference', where: sql`${targets} and ${ofSources(sources)}` }])
  }
  const [target, self, from] = [fresh(), fresh(), fresh()]
  const keys =
    to.keys === null
      ? null
      : sql`select ${from}.key from (${to.keys}) ${target}
            cross join lateral (select v.self from search_resource v where v.key = ${target}.key offset 0) ${self}
            cross join lateral (select v.key from search_reference v where v.target = ${self}.self and ${ofSources(sources)} offset 0) ${from}`
  return {
    ...{ keys, counted: keys, ordered: false, dear: 3 + to.dear },
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
    // Of those that refer most refer to one. What is referred to is referred to by many.
    ...{ counted: by.counted, ordered: false, dear: 10 + 10 * by.dear },
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
