/** The people with each outcome of a model: a small group of them is what rule M1 guards. */
import type { ModelStatistic } from '@sund/model'
import { sql } from '../dialects/sql.js'
import type { Design } from './design.js'
import { peopleBy } from './sides.js'
import type { Source } from './source.js'

/** People with each outcome, which `y` counts in whole numbers: a level of a factor to rule M1. */
export async function outcomeLevels(
  source: Pick<Source, 'ask'>,
  design: Design,
): Promise<ModelStatistic['factorLevels']> {
  const counts = await peopleBy(source, design, sql`CAST(CAST(y AS BIGINT) AS VARCHAR)`)
  return counts
    .sort((a, b) => Number(a.level) - Number(b.level))
    .map((of) => ({ term: design.outcome.name, ...of }))
}
