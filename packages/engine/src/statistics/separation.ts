/**
 * Separation: a column that tells a binary outcome for certain has no finite estimate. Found from the ranges of each column
 * on both sides of the outcome, before anything is fitted (Albert and Anderson 1984, for one column at a time).
 */
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import { type Expanded, named } from './design.js'
import { degenerate, type Source } from './source.js'

/**
 * Rows and columns without those that tell the outcome for certain (separation): as in Stata, an indicator with one
 * outcome on one side is left out together with the rows of that side. A column that splits the outcomes
 * completely leaves no finite estimate, and the model is refused. `some` are rows among `rows`: ranges that overlap in
 * some rows overlap in all, so that most columns need no look at every row.
 */
export async function withoutSeparated(
  source: Source,
  rows: Sql,
  some: Sql,
  columns: Expanded[],
  outcome: string,
) {
  const notes: string[] = []
  let [keptRows, kept] = [rows, columns]
  const among = await rangesOf(source, some, columns)
  let suspects = columns.filter((_, i) => among.length === 0 || among.some((range) => !overlap(range[i])))
  while (suspects.length > 0) {
    const sides = await rangesOf(source, keptRows, suspects)
    const separated = sides.flatMap((ranges) =>
      ranges.flatMap((range, i) => (!overlap(range) && range.low < range.high ? [{ range, i }] : [])),
    )[0]
    const column = separated && suspects[separated.i]
    if (!separated || !column) break
    const { range } = separated
    const values = await source.ask(sql`SELECT DISTINCT ${column.of} AS x FROM ${keptRows} LIMIT 3`)
    // Strictly apart on both sides, not an indicator, or one of several outcomes: no rows that could be left out to save the model.
    if (values.length > 2 || range.apart || sides.length > 1)
      return degenerate(
        source,
        `${named(column)} predicts ${outcome} perfectly (separation), so its estimate has no bound.`,
        `Leave out ${column.term}, or recode it into levels that both outcomes have.`,
      )
    notes.push(
      `${named(column)} predicts ${outcome} perfectly on one side: it and the rows of that side were left out (separation).`,
    )
    keptRows = await source.keep(sql`SELECT * FROM ${keptRows} WHERE ${column.of} = ${value(range.shared)}`)
    kept = kept.filter((other) => other !== column)
    // With fewer rows any other column may tell the outcome.
    suspects = kept
  }
  return { rows: keptRows, columns: kept, notes }
}

/** A column over an outcome level and the lowest one. */
interface Range {
  low: number
  high: number
  /** The value that both have, where their ranges meet in a point. */
  shared: number
  /** The ranges do not even meet. */
  apart: boolean
  meet: boolean
}
const overlap = (range: Range | undefined): boolean => range !== undefined && !range.meet && !range.apart

/**
 * For every outcome but the lowest, the range of each column beside its range at the lowest. Empty when the outcome does
 * not vary, which is refused later, by its own name.
 */
export async function rangesOf(
  source: Pick<Source, 'ask'>,
  rows: Sql,
  columns: readonly Expanded[],
): Promise<Range[][]> {
  if (columns.length === 0) return []
  const answers = await source.ask(
    sql`SELECT y, ${list(columns.flatMap(({ of }, i) => [sql`min(${of}) AS ${id(`l${i}`)}`, sql`max(${of}) AS ${id(`h${i}`)}`]))} FROM ${rows} GROUP BY y ORDER BY y`,
  )
  const [first, ...others] = answers.map((answer) =>
    columns.map((_, i) => ({ low: Number(answer[`l${i}`]), high: Number(answer[`h${i}`]) })),
  )
  return others.map((other) =>
    other.map(({ low, high }, i) => {
      const base = first?.[i] as { low: number; high: number }
      return {
        low: Math.min(low, base.low),
        high: Math.max(high, base.high),
        shared: base.high <= low ? base.high : high,
        apart: base.high < low || high < base.low,
        meet: base.high === low || high === base.low,
      }
    }),
  )
}
