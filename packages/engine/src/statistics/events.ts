/** Who has the event of a survival model: people, however many rows their time at risk is cut into. */
import type { ModelStatistic } from '@sund/model'
import { list, sql } from '../dialects/sql.js'
import type { Design } from './design.js'
import type { Source } from './source.js'

/** People with the event and people who never have it, as the levels of a factor to rule M1. */
export async function eventLevels(
  source: Pick<Source, 'ask' | 'manyRows'>,
  { parts, outcome, used }: Pick<Design, 'parts' | 'outcome' | 'used'>,
): Promise<ModelStatistic['factorLevels']> {
  const rows = list(
    parts.map((part) => sql`SELECT __subject FROM ${part} WHERE y > 0`),
    sql` UNION ALL `,
  )
  const [people] = source.manyRows
    ? await source.ask(sql`SELECT count(DISTINCT __subject) AS having FROM (${rows})`)
    : []
  const having = people ? Number(people['having']) : outcome.sum
  return [
    { term: outcome.name, level: '0', units: used.units - having },
    { term: outcome.name, level: '1', units: having },
  ].filter(({ units }) => units > 0)
}
