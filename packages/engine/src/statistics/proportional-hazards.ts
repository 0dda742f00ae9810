/**
 * The score test of proportional hazards (Grambsch and Therneau 1994, as computed since version 3 of R's survival): that the
 * effect of a term does not change with a function g of time. The model with β z + γ z g(t) is looked at where γ = 0, so
 * all it takes is the risk sets at the estimates, their covariances weighted by 1, g and g².
 */
import type { TestStatistic } from '@sund/model'
import { Matrix } from 'ml-matrix'
import { list, type Sql, sql } from '../dialects/sql.js'
import type { SurvivalSpec } from '../plan/types.js'
import { inverse, pairs, quadratic, symmetric } from './algebra.js'
import { type Design, sumsOver, z } from './design.js'
import { chiSquaredTest } from './distributions.js'
import { covariances, expected, riskSets } from './risk-sets.js'
import { degenerate, type Source } from './source.js'

/** A test of each term, and one of all (`of` is `global`) where there are several. */
export async function proportionalHazards(
  source: Source,
  spec: SurvivalSpec,
  design: Design,
  estimates: readonly number[],
): Promise<TestStatistic[]> {
  const size = estimates.length
  if (spec.phtest === 'log') {
    const [late] = await sumsOver(source, design.parts, (part) => part, [sql`CAST(t <= 0 AS DOUBLE)`])
    if (late)
      return degenerate(
        source,
        'A time of 0 or less has no logarithm.',
        'Write phtest(km) or phtest(identity).',
      )
  }
  const change = await source.keep(sql`SELECT * FROM ${timeFunction(spec, design)}`)
  const seen = await sumsOver(
    source,
    design.parts,
    (part) => sql`(SELECT * FROM ${part} AS p JOIN ${change} AS c ON p.t = c.u WHERE y > 0)`,
    estimates.map((_, i) => sql`g * ${z(i)}`),
  )
  const rows = sql`(SELECT * FROM ${riskSets(source, spec, design.parts, estimates)} JOIN ${change} USING (u))`
  const weights = [sql`1`, sql`g`, sql`g * g`]
  const sums = await sumsOver(source, [rows], (of) => of, [
    ...estimates.map((_, i) => sql`-g * ${expected(i)}`),
    ...weights.flatMap((weight) => covariances(size).map((of) => sql`${weight} * ${of}`)),
  ])
  const score = seen.map((sum, i) => sum + (sums[i] as number))
  const [plain, once, twice] = weights.map((_, w) => {
    const from = size + w * pairs(size).length
    return symmetric(size, sums.slice(from, from + pairs(size).length))
  }) as [Matrix, Matrix, Matrix]
  const information = Matrix.zeros(2 * size, 2 * size)
  information.setSubMatrix(plain, 0, 0)
  information.setSubMatrix(once, 0, size)
  information.setSubMatrix(once, size, 0)
  information.setSubMatrix(twice, size, size)
  const test = (columns: readonly number[], of: string): TestStatistic[] => {
    const kept = [...estimates.keys(), ...columns.map((i) => i + size)]
    const middle = inverse(information.selection(kept, kept))
    if (!middle) return []
    const u = [...estimates.map(() => 0), ...columns.map((i) => score[i] as number)]
    return [{ ...chiSquaredTest('proportional-hazards', quadratic(u, middle), columns.length), of }]
  }
  const terms = [...new Set(design.columns.map(({ term }) => term))]
  return [
    ...terms.flatMap((term) =>
      test(
        design.columns.flatMap((column, i) => (column.term === term ? [i] : [])),
        term,
      ),
    ),
    ...(terms.length > 1 ? test([...estimates.keys()], 'global') : []),
  ]
}

/**
 * SQL of the function of time at each time, centred on the events: time itself, its logarithm, or 1 − S just before it,
 * S the Kaplan–Meier curve of all rows, strata together.
 */
function timeFunction({ phtest, entry }: Pick<SurvivalSpec, 'phtest' | 'entry'>, { parts }: Design): Sql {
  const leaving = parts.flatMap((part) => [
    sql`SELECT t AS u, sum(y) AS d, count(*) AS n FROM ${part} GROUP BY t`,
    ...(entry === null ? [] : [sql`SELECT e AS u, 0 AS d, -count(*) AS n FROM ${part} GROUP BY e`]),
  ])
  const times = sql`SELECT u, sum(d) AS d, sum(n) AS n FROM (${list(leaving, sql` UNION ALL `)}) GROUP BY u`
  const atRisk = sql`SELECT u, d, sum(n) OVER (ORDER BY u DESC ROWS UNBOUNDED PRECEDING) AS n FROM (${times})`
  const events = sql`SELECT u, d, CASE WHEN d < n THEN ln(1 - d / n) ELSE -1000 END AS l FROM (${atRisk}) WHERE d > 0`
  const curve = sql`SELECT u, d, 1 - exp(COALESCE(sum(l) OVER (ORDER BY u ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)) AS g FROM (${events})`
  const chosen = {
    km: curve,
    identity: sql`SELECT u, d, u AS g FROM (${events})`,
    log: sql`SELECT u, d, ln(u) AS g FROM (${events})`,
  }[phtest ?? 'km']
  return sql`(SELECT u, g - sum(g * d) OVER () / sum(d) OVER () AS g FROM (${chosen}))`
}
