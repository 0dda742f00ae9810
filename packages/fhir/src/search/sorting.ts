/** The order of an answer: by a value of each resource, those that have none last, and in the end by key, so that no two are in the same place. */
import { sql } from 'kysely'
import type { Sql } from './criterion.js'
import { parametersOf, type Source, type ValueKind } from './definitions.js'
import { hash32 } from './hash.js'
import { KINDS } from './kinds/index.js'
import { among, ofSources } from './kinds/kind.js'
import { NotUnderstood, parameterOf } from './reading.js'
import type { IndexTable } from './rows.js'
import { INDEXED_TEXT } from './tables.js'

export interface SortRule {
  readonly descending: boolean
  /** The type of PostgreSQL that its values have. */
  readonly type: 'bigint' | 'double precision' | 'text'
  /** The value of the resource with this key; of several the one that comes first. */
  value(key: Sql): Sql
  /** Keys with their values in `s0`, so many that come first, and all that are equal to the last of them: from a value on, where one is given. Null where no index has them in order. */
  walk(from: string | null, most: number): Sql | null
}

/** What is below 5 is sorted as 5. */
const NUMBER = {
  column: sql`case when v.low = '-Infinity' then v.high else v.low end`,
  type: 'double precision',
} as const

const COLUMNS: Readonly<Partial<Record<ValueKind, { column: Sql; type: SortRule['type'] }>>> = {
  date: { column: sql`v.low`, type: 'bigint' },
  number: NUMBER,
  quantity: NUMBER,
  string: { column: sql`left(v.value, ${sql.lit(INDEXED_TEXT)}) collate "C"`, type: 'text' },
  uri: { column: sql`left(v.value, ${sql.lit(INDEXED_TEXT)}) collate "C"`, type: 'text' },
}

/** Reads `_sort`: names of parameters with commas between them, each after `-` where the greatest comes first. */
export function readSort(types: readonly string[], value: string): readonly SortRule[] {
  return value.split(',').map((name) => {
    const descending = name.startsWith('-')
    return { descending, ...ruleOf(types, descending ? name.slice(1) : name, descending) }
  })
}

function ruleOf(types: readonly string[], code: string, descending: boolean): Omit<SortRule, 'descending'> {
  if (code === '_id')
    return {
      walk: () => null,
      type: 'text',
      value: (key) => sql`(select x.id collate "C" from resource x where x.key = ${key})`,
    }
  if (code === '_lastUpdated')
    return {
      type: 'bigint',
      value: (key) => sql`(select v.updated from search_resource v where v.key = ${key})`,
      walk: walking(
        'search_resource',
        sql`v.updated`,
        among('type', 'integer', types.map(hash32)),
        types.length === 1,
        descending,
      ),
    }
  const parameters = types.map((type) => parameterOf(type, code))
  const [kind, ...others] = new Set(parameters.map((parameter) => parameter.kind))
  const by = kind === undefined || kind === 'composite' || others.length > 0 ? undefined : COLUMNS[kind]
  if (by === undefined)
    throw new NotUnderstood(`Nothing is sorted by ${code}.`, `Sort by one of ${sortable(types).join(', ')}.`)
  const sources: readonly Source[] = parameters.flatMap((parameter) => parameter.sources)
  const { table } = KINDS[kind as ValueKind]
  const first = descending ? sql`max` : sql`min`
  const single = kind === 'date' && sources.length === 1 && sources[0]?.single === true
  return {
    type: by.type,
    value: (key) =>
      sql`(select ${first}(${by.column}) from ${sql.table(table)} v where v.key = ${key} and ${ofSources(sources)})`,
    walk: walking(table, by.column, ofSources(sources), single, descending),
  }
}

/** Along an index that has one value of each key in order, where there is such an index. */
function walking(
  table: IndexTable,
  column: Sql,
  own: Sql,
  able: boolean,
  descending: boolean,
): SortRule['walk'] {
  if (!able) return () => null
  return (from, most) => {
    const onward =
      from === null ? sql`true` : sql`${column} ${descending ? sql`<=` : sql`>=`} ${from}::bigint`
    return sql`select v.key, ${column} as s0 from ${sql.table(table)} v where ${own} and ${column} is not null and ${onward}
      order by ${column} ${descending ? sql`desc` : sql`asc`} fetch first ${sql.lit(most)} rows with ties`
  }
}

/** Parameters of these types that an answer can be sorted by. */
export function sortable(types: readonly string[]): string[] {
  const own = [...parametersOf(types[0] ?? 'Patient').values()]
  return [
    '_id',
    '_lastUpdated',
    ...own.flatMap(({ kind, code }) => (kind !== 'composite' && COLUMNS[kind] ? code : [])),
  ].sort()
}
