/**
 * How many people stand in each cell of a table whose rows are several a person, with all margins. Rows are reduced to people first and
 * only then counted: to bits where people are numbered, one bit a person and cell, else to distinct pairs.
 */
import type { RecordSet } from '@sund/model'
import { keyOf } from '../dialects/relations.js'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import { MOST_CELLS } from './axes.js'
import { type Answer, addRecordSets, recordKeysIn, recordSetOf, type Source } from './source.js'

/** An axis by its name in the answers, and what it is of a row. */
export interface CellAxis {
  name: string
  of: Sql
}

/**
 * Answers with the columns `mask` (SQL's `grouping` of the axes: a bit for each axis that is summed over, the last axis the lowest), the axes,
 * and the record set `all`; the grand total is always among them. More than `MOST_CELLS` answers are as good as none: they are cut.
 */
export async function peopleInCells(
  source: Source,
  axes: readonly CellAxis[],
  where: Sql,
): Promise<Answer[]> {
  return (await byBits(source, axes, where)) ?? (await byPairs(source, axes, where))
}

/** With more cells than this most bits would be 0. */
const MOST_BIT_CELLS = 4096
/** People in the first part, which tells how many cells there are. */
const FIRST_PART = 32_768
/** Bits of all cells of a part together: 32 MiB. */
const BITS = 2 ** 28

/** Counted part by part of the people, whose rows mostly lie together; null where people are not numbered or cells too many. */
async function byBits(source: Source, axes: readonly CellAxis[], where: Sql): Promise<Answer[] | null> {
  const { range, keyed, dialect } = source
  if (!range || !keyed) return null
  const names = list(axes.map(({ name }) => id(name)))
  const sums = new Map<string, Answer>()
  let size = FIRST_PART
  for (let from = 0; from < Math.max(range.count, 1); ) {
    const least = range.first + BigInt(from)
    const until = least + BigInt(size) - 1n
    const cells = sql`SELECT ${list(axes.map(({ name, of }) => sql`${of} AS ${id(name)}`))}, ${dialect.members.of(sql`(__subject - ${value(least)})`, size)} AS bits
      FROM ${source.rows} WHERE __subject BETWEEN ${value(least)} AND ${value(until)} AND ${where} GROUP BY ${names}`
    const together = dialect.members.union(sql`bits`)
    const answers = await source.ask(
      sql`SELECT grouping(${names}) AS mask, ${names}, COALESCE(${dialect.members.count(together)}, 0) AS all_units, COALESCE(${dialect.members.keys(together, least)}, 0) AS all_key
        FROM (${cells}) GROUP BY CUBE (${names}) LIMIT ${value(MOST_BIT_CELLS + 1)}`,
    )
    if (answers.length > MOST_BIT_CELLS) return null
    addTo(sums, answers, axes)
    if (sums.size > MOST_BIT_CELLS) return null
    from += size
    size = 32 * Math.max(1, Math.floor(BITS / 32 / sums.size))
  }
  return [...sums.values()]
}

/** Adds the record sets of people who are in no other part. */
function addTo(sums: Map<string, Answer>, answers: readonly Answer[], axes: readonly CellAxis[]): void {
  for (const answer of answers) {
    const place = JSON.stringify([answer['mask'], ...axes.map(({ name }) => answer[name])])
    const before = sums.get(place)
    const set: RecordSet = addRecordSets(recordSetOf(before, 'all'), recordSetOf(answer, 'all'))
    sums.set(place, { ...answer, all_units: set.units, all_key: set.key })
  }
}

/** Distinct pairs of person and cell, and from them the distinct pairs of each margin. */
async function byPairs(source: Source, axes: readonly CellAxis[], where: Sql): Promise<Answer[]> {
  const subject = source.keyed ? sql`__subject` : sql`__subject, __key`
  const pairs = await source.keep(
    sql`SELECT DISTINCT ${subject}, ${list(axes.map(({ name, of }) => sql`${of} AS ${id(name)}`))} FROM ${source.rows} WHERE ${where}`,
  )
  const people = source.keyed ? sql`count(*)` : sql`count(DISTINCT __subject)`
  const keys = recordKeysIn(source.keyed ? keyOf(sql`__subject`) : sql`__key`)
  const all: Answer[] = []
  for (let mask = 0; mask < 2 ** axes.length; mask++) {
    const kept = axes.filter((_, i) => !((mask >> (axes.length - 1 - i)) & 1)).map(({ name }) => id(name))
    const rows = mask === 0 ? pairs : sql`(SELECT DISTINCT ${list([subject, ...kept])} FROM ${pairs})`
    const answers = await source.ask(
      sql`SELECT ${list([...kept, sql`${people} AS all_units`, sql`${keys} AS all_key`])} FROM ${rows}${
        kept.length > 0 ? sql` GROUP BY ${list(kept)}` : sql``
      } LIMIT ${value(MOST_CELLS + 1)}`,
    )
    all.push(...answers.map((answer) => ({ ...answer, mask })))
    if (all.length > MOST_CELLS) break
  }
  return all
}
