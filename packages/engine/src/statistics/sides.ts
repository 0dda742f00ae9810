/** How many people stand in each group that an estimate compares: what rule M1 asks of it. */
import { list, type Sql, sql } from '../dialects/sql.js'
import type { Design } from './design.js'
import type { Source } from './source.js'

/** People behind the rows of each value of `of`, counted once however many parts or rows they have. */
export async function peopleBy(
  source: Pick<Source, 'ask'>,
  design: Pick<Design, 'parts'>,
  of: Sql,
): Promise<{ level: string; units: number }[]> {
  const rows = list(
    design.parts.map((part) => sql`SELECT ${of} AS side, __subject FROM ${part}`),
    sql` UNION ALL `,
  )
  const answers = await source.ask(
    sql`SELECT side, count(DISTINCT __subject) AS units FROM (${rows}) GROUP BY side ORDER BY side`,
  )
  return answers.map((answer) => ({ level: String(answer['side']), units: Number(answer['units']) }))
}
