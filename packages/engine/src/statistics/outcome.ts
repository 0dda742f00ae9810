/** The people with each outcome of a model: a small group of them is what rule M1 guards. */
import type { ModelStatistic } from '@sund/model'
import { sql } from '../dialects/sql.js'
import type { Design } from './design.js'
import type { Source } from './source.js'

/** Units with each outcome: a level of a factor to rule M1. */
export async function outcomeLevels(
  source: Pick<Source, 'ask' | 'manyRows'>,
  design: Design,
): Promise<ModelStatistic['factorLevels']> {
  const units = source.manyRows ? sql`count(DISTINCT __subject)` : sql`count(*)`
  const counts = new Map<string, number>()
  for (const part of design.parts)
    for (const answer of await source.ask(
      sql`SELECT y, ${units} AS units FROM ${part} GROUP BY y ORDER BY y`,
    ))
      counts.set(String(answer['y']), (counts.get(String(answer['y'])) ?? 0) + Number(answer['units']))
  return [...counts].map(([level, count]) => ({ term: design.outcome.name, level, units: count }))
}
