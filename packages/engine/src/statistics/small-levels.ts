/**
 * Levels that few people have are left out as levels that nobody has (rule T2): were they withheld, that there is something to withhold would tell that
 * somebody has them. Of tables their cells are left out, and margins are as they are; of other statistics their rows.
 */
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import { unitsSql } from './record-sets.js'
import type { PeopleInCell, Source } from './source.js'

type Limits = Pick<Source, 'public' | 'leastLevel'>

const isIdle = ({ public: open, leastLevel }: Limits): boolean => open || leastLevel <= 1

/** Without the cells of levels that few have. */
export function withoutSmallLevels<C extends PeopleInCell>(
  source: Limits,
  cells: readonly C[],
  axes: number,
): readonly C[] {
  if (isIdle(source)) return cells
  const bitOf = (axis: number) => 2 ** (axes - 1 - axis)
  const small = Array.from({ length: axes }, (_, axis) => {
    const alone = 2 ** axes - 1 - bitOf(axis)
    const few = cells.filter(({ mask, set }) => mask === alone && set.units < source.leastLevel)
    return new Set(few.map(({ levels }) => levels[axis] ?? null))
  })
  return cells.filter(({ mask, levels }) =>
    small.every((few, axis) => (mask & bitOf(axis)) !== 0 || !few.has(levels[axis] ?? null)),
  )
}

/** That a row is at levels that `kept` has, of some columns; true where it is all that there was. */
export function ofLevelsIn(kept: Source, all: Source, columns: readonly string[]): Sql {
  if (kept === all) return sql`TRUE`
  const of = columns.map(
    (name) => sql`(${id(name)} IS NULL OR ${id(name)} IN (SELECT ${id(name)} FROM ${kept.rows}))`,
  )
  return sql`(${list(of, sql` AND `)})`
}

/** The source without the rows of levels that few have, of some columns; rows without a value stay. */
export async function withoutFew(source: Source, columns: readonly string[]): Promise<Source> {
  if (isIdle(source) || columns.length === 0) return source
  const least = value(source.leastLevel)
  const levels = (of: string, having: Sql) =>
    sql`SELECT ${id(of)} FROM ${source.rows} WHERE ${id(of)} IS NOT NULL GROUP BY ${id(of)} HAVING ${unitsSql(source)} ${having}`
  const [found] = await source.ask(
    sql`SELECT ${list(columns.map((of, i) => sql`EXISTS (${levels(of, sql`< ${least}`)}) AS ${id(`few${i}`)}`))}`,
  )
  const few = columns.filter((_, i) => found?.[`few${i}`] === true)
  if (few.length === 0) return source
  const kept = few.map((of) => sql`(${id(of)} IS NULL OR ${id(of)} IN (${levels(of, sql`>= ${least}`)}))`)
  const rows = await source.keep(sql`SELECT * FROM ${source.rows} WHERE ${list(kept, sql` AND `)}`)
  // What is left of one column may have few of another.
  return withoutFew({ ...source, rows }, columns)
}
