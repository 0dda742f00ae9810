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
 * completely leaves no finite estimate, and the model is refused.
 */
export async function withoutSeparated(source: Source, rows: Sql, columns: Expanded[], outcome: string) {
  const notes: string[] = []
  let [keptRows, kept] = [rows, columns]
  for (;;) {
    const [ranges] = await source.ask(
      sql`SELECT ${list([
        sql`count(*) AS n`,
        ...kept.flatMap(({ of }, i) => [
          sql`min(${of}) FILTER (WHERE y = 0) AS ${id(`l0_${i}`)}`,
          sql`max(${of}) FILTER (WHERE y = 0) AS ${id(`h0_${i}`)}`,
          sql`min(${of}) FILTER (WHERE y = 1) AS ${id(`l1_${i}`)}`,
          sql`max(${of}) FILTER (WHERE y = 1) AS ${id(`h1_${i}`)}`,
        ]),
      ])} FROM ${keptRows}`,
    )
    const ends = kept.map((_, i) => {
      const [low0, high0, low1, high1] = ['l0', 'h0', 'l1', 'h1'].map((end) =>
        Number(ranges?.[`${end}_${i}`]),
      )
      return { low0, high0, low1, high1 } as { low0: number; high0: number; low1: number; high1: number }
    })
    const at = ends.findIndex(
      ({ low0, high0, low1, high1 }) =>
        (high0 <= low1 || high1 <= low0) && Math.min(low0, low1) < Math.max(high0, high1),
    )
    // An outcome that does not vary is refused later, by its own name.
    if (at < 0 || ranges?.['l0_0'] === null || ranges?.['l1_0'] === null)
      return { rows: keptRows, columns: kept, notes }
    const column = kept[at] as Expanded
    const { low0, high0, low1, high1 } = ends[at] as (typeof ends)[number]
    /** The value that both outcomes have. */
    const shared = high0 <= low1 ? high0 : high1
    const values = await source.ask(sql`SELECT DISTINCT ${column.of} AS x FROM ${keptRows} LIMIT 3`)
    // Strictly apart on both sides, or not an indicator: no rows that could be left out to save the model.
    if (values.length > 2 || high0 < low1 || high1 < low0)
      return degenerate(
        source,
        `${named(column)} predicts ${outcome} perfectly (separation), so its estimate has no bound.`,
        `Leave out ${column.term}, or recode it into levels that both outcomes have.`,
      )
    notes.push(
      `${named(column)} predicts ${outcome} perfectly on one side: it and the rows of that side were left out (separation).`,
    )
    keptRows = await source.keep(sql`SELECT * FROM ${keptRows} WHERE ${column.of} = ${value(shared)}`)
    kept = kept.filter((_, i) => i !== at)
  }
}
