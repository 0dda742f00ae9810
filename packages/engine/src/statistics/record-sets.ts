/**
 * The people behind numbers as the database tells them: record sets of rows, whole or by group, in one statement that adds up people by
 * their slots. Apart from the sums of values beside them, so that every statistic counts people in the same way.
 */
import { type RecordSet, recordSetOfKeys, recordSetOfSlots, SLOTS } from '@sund/model'
import type { Dialect } from '../dialects/dialect.js'
import { keyOf } from '../dialects/relations.js'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { Answer, Counting, Source } from './source.js'

type Asking = Pick<Source, 'ask' | 'public' | 'manyRows' | 'keyed'>

/** What rows of a record set meet, by the name of the set: some of a person's, or `every` one of them; null where all are meant. */
type Conditions = { readonly [name: string]: Sql | { every: Sql } | null }
/** A group by its values under the names that it was asked for by, and the record sets of its rows. */
interface Counted<C extends Conditions> {
  group: Answer
  sets: { [N in keyof C]: RecordSet }
}

/** Of nobody: what sums of record sets begin with. */
export const NOBODY: RecordSet = recordSetOfKeys([])

/**
 * For each combination of the columns `by` the people some (or every one) of whose rows meet each condition (null: who have a row), each person once. Of
 * public data sets have no slots. Without `by` there is one answer, else at most `most` and one.
 */
export async function recordSets<C extends Conditions>(
  source: Asking,
  rows: Sql,
  conditions: C,
  by: readonly Sql[] = [],
  most: number = Number.MAX_SAFE_INTEGER - 1,
): Promise<[Counted<C>, ...Counted<C>[]]> {
  const names = Object.keys(conditions)
  const met = names.map((name, i) => {
    const of = conditions[name] ?? null
    return of && 'every' in of
      ? { name: id(`in${i}`), of: of.every, every: true }
      : { name: id(`in${i}`), of, every: false }
  })
  const people = source.manyRows ? reduced(source, rows, met, by) : each(rows, met, by)
  const sums = met.flatMap(({ name, of }, i) => {
    const filter = of ? sql` FILTER (WHERE ${name})` : sql``
    return [sql`count(*)${filter} AS ${id(`n${i}`)}`, sql`COALESCE(sum(key)${filter}, 0) AS ${id(`k${i}`)}`]
  })
  const grouped = (of: readonly Sql[]) => (of.length > 0 ? sql` GROUP BY ${list(of)}` : sql``)
  const slots = sql`(SELECT ${list([...by, sql`key % ${value(BigInt(SLOTS))} AS slot`, ...sums])} FROM ${people}${grouped([...by, sql`slot`])})`
  const packed = sql`string_agg(concat_ws(',', slot, ${list(names.flatMap((_, i) => [id(`n${i}`), id(`k${i}`)]))}), ';') AS packed`
  const selected = source.public
    ? sql`SELECT ${list([...by, ...sums])} FROM ${people}`
    : sql`SELECT ${list([...by, packed])} FROM ${slots}`
  const answers = await source.ask(sql`${selected}${grouped(by)} LIMIT ${value(BigInt(most) + 1n)}`)
  return answers.map((group) => {
    const sets = source.public
      ? names.map((_, i) => ({ units: Number(group[`n${i}`]), key: Number(group[`k${i}`]) & 0xffff }))
      : unpacked(group['packed'], names.length)
    return { group, sets: Object.fromEntries(names.map((name, i) => [name, sets[i]])) }
  }) as [Counted<C>, ...Counted<C>[]]
}

type Met = readonly { name: Sql; of: Sql | null; every: boolean }[]

/** Rows that are people. */
const each = (rows: Sql, met: Met, by: readonly Sql[]): Sql =>
  sql`(SELECT ${list([...by, ...met.flatMap(({ name, of }) => (of ? [sql`${of} AS ${name}`] : [])), sql`__key AS key`])} FROM ${rows})`

/** Rows reduced to people. */
function reduced({ keyed }: Asking, rows: Sql, met: Met, by: readonly Sql[]): Sql {
  const some = met.flatMap(({ name, of, every }) =>
    of ? [every ? sql`bool_and(${of}) AS ${name}` : sql`bool_or(${of}) AS ${name}`] : [],
  )
  const key = keyed ? [] : [sql`any_value(__key) AS key`]
  const people = sql`(SELECT ${list([...by, sql`__subject`, ...some, ...key])} FROM ${rows} GROUP BY ${list([...by, sql`__subject`])})`
  return keyed ? sql`(SELECT *, ${keyOf(sql`__subject`)} AS key FROM ${people})` : people
}

/** Everyone who has a row. */
export async function everyone(
  source: Asking & Counting & { dialect: Dialect },
  rows: Sql,
): Promise<RecordSet> {
  const { manyRows, keyed, range, dialect } = source
  if (!manyRows || !keyed || !range) {
    const [{ sets }] = await recordSets(source, rows, { all: null })
    return sets.all
  }
  const bits = dialect.members.of(
    sql`(__subject - ${value(range.first)})`,
    32 * Math.ceil(range.count / 32) || 32,
  )
  const [answer] = await source.ask(
    sql`SELECT ${dialect.members.recordSet(sql`people`, range.first)} AS packed FROM (SELECT ${bits} AS people FROM ${rows})`,
  )
  return recordSetOf(source, answer?.['packed'])
}

/** The record set that `Members.recordSet` gives, as a source may know it. */
export function recordSetOf(source: Pick<Source, 'public'>, packed: unknown): RecordSet {
  const [set = NOBODY] = unpacked(packed, 1)
  return source.public ? { units: set.units, key: set.key } : set
}

/** Record sets in a text of slots with some people, as `slot,people,keys,people,keys…;…`. */
function unpacked(text: unknown, sets: number): RecordSet[] {
  const slots = Array.from({ length: sets }, () => new Array<number>(2 * SLOTS).fill(0))
  for (const part of typeof text === 'string' && text !== '' ? text.split(';') : []) {
    const [slot, ...sums] = part.split(',').map(Number) as [number, ...number[]]
    for (const [i, of] of slots.entries()) {
      of[slot] = sums[2 * i] as number
      of[SLOTS + slot] = sums[2 * i + 1] as number
    }
  }
  return slots.map(recordSetOfSlots)
}

/** How many units have a row that meets a condition: an aggregate. */
export const unitsSql = ({ manyRows }: Pick<Source, 'manyRows'>, where?: Sql): Sql =>
  sql`${manyRows ? sql`count(DISTINCT __subject)` : sql`count(*)`}${where ? sql` FILTER (WHERE ${where})` : sql``}`
