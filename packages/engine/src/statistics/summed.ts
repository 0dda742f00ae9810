/**
 * What sums and means rest on: the largest contributions, their total, and how many values differ from the rest (rules T3 and T4). Apart from the
 * sums themselves, since it is about people and of protected data only.
 */
import { MOST_OTHERS, type Summed } from '@sund/model'
import { list, type Sql, sql, value } from '../dialects/sql.js'
import { type Answer, numberOf, type Source } from './source.js'

/** Values that are this close, relative to their size, differ by rounding only. */
const ROUNDING = 1e-12
/** The two largest contributions by absolute value are among so many of the greatest and of the least. */
const TWO = 2

/**
 * For each combination of the columns `by` what the sum of `of` (winsorised values) rests on: answers have those columns. With `margins`, which
 * takes rows that are people, also for each margin of them, with SQL's `grouping` as `mask`. Public data have no answers.
 */
export async function summedBy(
  source: Pick<Source, 'ask' | 'dialect' | 'manyRows' | 'public'>,
  rows: Sql,
  of: Sql,
  by: readonly Sql[],
  margins = false,
): Promise<{ group: Answer; summed: Summed }[]> {
  if (source.public) return []
  const { dialect, manyRows } = source
  /** Lists of people's greatest and least values, of their greatest and least sums where these are others, and the two sums that add. */
  const ends = [
    { name: sql`high`, of: dialect.greatest(sql`high`, MOST_OTHERS) },
    { name: sql`low`, of: dialect.least(sql`low`, MOST_OTHERS) },
    ...(manyRows
      ? [
          { name: sql`most`, of: dialect.greatest(sql`most`, TWO) },
          { name: sql`least`, of: dialect.least(sql`least`, TWO) },
        ]
      : []),
  ]
  const added = [sql`total`, sql`n`]
  const people = manyRows
    ? sql`(SELECT ${list([...by, sql`high, low, c AS most, c AS least, abs(c) AS total, CASE WHEN c IS NULL THEN 0 ELSE 1 END AS n`])}
        FROM (SELECT ${list([...by, sql`sum(${of}) AS c, max(${of}) AS high, min(${of}) AS low`])} FROM ${rows} GROUP BY ${list([...by, sql`__subject`])}))`
    : sql`(SELECT ${list([...by, sql`${of} AS high, ${of} AS low, abs(${of}) AS total, CASE WHEN ${of} IS NULL THEN 0 ELSE 1 END AS n`])} FROM ${rows})`
  const grouped = (from: Sql, columns: readonly Sql[], grouping: Sql | null) =>
    sql`(SELECT ${list([
      ...columns,
      ...ends.map(({ name, of: some }) => sql`${some} AS ${name}`),
      ...added.map((name) => sql`sum(${name}) AS ${name}`),
    ])} FROM ${from}${grouping ? sql` GROUP BY ${grouping}` : sql``})`
  const names = by.length > 0 ? list(by) : null
  // The ends of a margin are among the ends of its cells.
  const cells = sql`(SELECT ${list([
    ...by,
    ...ends.map(({ name }) => sql`${dialect.each(name)} AS ${name}`),
    ...added.map((name) => sql`${dialect.each(sql`[${name}]`)} AS ${name}`),
  ])} FROM ${grouped(people, by, names)})`
  const mask = margins && names ? [sql`grouping(${names}) AS mask`] : []
  const made =
    mask.length > 0
      ? grouped(cells, [...mask, ...by], sql`CUBE (${names as Sql})`)
      : grouped(people, by, names)
  const rounding = (end: Sql) => sql`CAST(${value(ROUNDING)} AS DOUBLE) * abs(${end})`
  const [top, bottom] = [sql`high[1]`, sql`low[1]`]
  const answers = await source.ask(
    sql`SELECT ${list([
      ...(mask.length > 0 ? [sql`mask`] : []),
      ...by,
      ...added,
      sql`${manyRows ? sql`most` : sql`high[1:${value(TWO)}]`} AS most`,
      sql`${manyRows ? sql`least` : sql`low[1:${value(TWO)}]`} AS least`,
      sql`${dialect.countAbove(sql`high`, sql`${bottom} + ${rounding(bottom)}`)} AS above`,
      sql`${dialect.countBelow(sql`low`, sql`${top} - ${rounding(top)}`)} AS below`,
    ])} FROM ${made}`,
  )
  return answers.map((group) => ({ group, summed: summedOf(group) }))
}

function summedOf(answer: Answer): Summed {
  const n = Number(answer['n'] ?? 0)
  if (n === 0) return {}
  const [most, least] = [answer['most'], answer['least']] as [number[], number[]]
  // Of few contributions some are at both ends.
  const sizes = [...most, ...least.slice(0, Math.max(0, n - most.length))].map(Math.abs)
  const [largest = 0, second = 0] = sizes.sort((a, b) => b - a)
  return {
    contributions: { largest, second, total: numberOf(answer['total']) ?? Number.POSITIVE_INFINITY },
    others: Math.min(Number(answer['above']), Number(answer['below'])),
  }
}
