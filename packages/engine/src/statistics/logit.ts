/**
 * Logistic regression by Newton's method (which is iteratively reweighted least squares): each step is one pass of
 * sums in SQL. Rows with equal covariates are counted once first when that makes them half as many.
 */
import type { ModelStatistic } from '@sund/model'
import { id, list, type Sql, sql } from '../dialects/sql.js'
import type { GlmSpec } from '../plan/types.js'
import { pairs, type Sums } from './algebra.js'
import { coefficientsOf, waldTest } from './coefficients.js'
import { type Design, designOf, predictor, sumsOver, unstandardised, z } from './design.js'
import { chiSquaredTest } from './distributions.js'
import { newton } from './newton.js'
import { meatOf, sandwich } from './sandwich.js'
import { degenerate, refuse, type Source } from './source.js'

export async function logit(source: Source, spec: GlmSpec): Promise<ModelStatistic> {
  return fitLogit(
    source,
    spec,
    await designOf(source, spec, { binary: true, separable: true, centred: spec.constant }),
  )
}

export async function fitLogit(source: Source, spec: GlmSpec, design: Design): Promise<ModelStatistic> {
  const { n, columns, constant, outcome } = design
  const ones = outcome.sum
  if (ones === 0 || ones === n)
    return degenerate(source, `${outcome.name} is the same in every row.`, 'Choose an outcome that varies.')
  const offset = constant ? 1 : 0
  const size = columns.length + offset
  if (size === 0) return refuse(source, 'The model has no terms and no constant.', 'Name at least one term.')
  if (n <= size)
    return degenerate(
      source,
      `The model has ${size} parameters, as many as there are rows or more.`,
      'Leave out terms.',
    )
  const clustered = spec.cluster !== null
  const parts = clustered ? design.parts : await patterns(source, design)
  const regressors = [...(constant ? [sql`1.0`] : []), ...columns.map((_, i) => z(i))]
  const weights = clustered ? { n: sql`1.0`, k: sql`y` } : { n: sql`n`, k: sql`k` }
  /** Rows with the probability `p` at the estimates. */
  const predicted = (estimates: readonly number[]) => (part: Sql) =>
    sql`(SELECT *, 1 / (1 + exp(-eta)) AS p FROM (SELECT *, ${weights.n} AS m, ${weights.k} AS hits, ${predictor(estimates.slice(offset), constant ? (estimates[0] as number) : null)} AS eta FROM ${part}))`
  const softplus = (of: Sql) => sql`(greatest(${of}, 0) + ln(1 + exp(-abs(${of}))))`
  const summands = [
    sql`-(hits * ${softplus(sql`-eta`)} + (m - hits) * ${softplus(sql`eta`)})`,
    ...regressors.map((x) => sql`(hits - m * p) * ${x}`),
    ...pairs(size).map(([i, j]) => sql`m * p * (1 - p) * ${regressors[i] as Sql} * ${regressors[j] as Sql}`),
  ]
  const pass = (estimates: readonly number[]): Promise<Sums> =>
    sumsOver(source, parts, predicted(estimates), summands)
  const start = Array.from({ length: size }, (_, i) =>
    constant && i === 0 ? Math.log(ones / (n - ones)) : 0,
  )
  const fit = await newton(pass, start)
  if (!fit)
    return degenerate(source, 'The terms depend on one another.', 'Leave out terms that say the same.')

  let covariance = fit.covariance
  if (spec.robust || clustered) {
    const scores = (part: Sql) =>
      sql`SELECT ${list([...(clustered ? [sql`c`] : []), ...regressors.map((x, i) => sql`(y - p) * ${x} AS ${id(`u${i}`)}`)])} FROM (SELECT *, 1 / (1 + exp(-(${predictor(fit.estimates.slice(offset), constant ? (fit.estimates[0] as number) : null)}))) AS p FROM ${part})`
    const { meat, groups } = await meatOf(source, design.parts, scores, size, clustered)
    if (groups < 2)
      return degenerate(source, `cluster(${spec.cluster}) has one group only.`, 'Leave out cluster().')
    covariance = sandwich(fit.covariance, meat, groups / (groups - 1))
  }
  const share = ones / n
  const nullLikelihood = constant
    ? n * (share * Math.log(share) + (1 - share) * Math.log(1 - share))
    : n * Math.log(0.5)
  const test =
    spec.robust || clustered
      ? waldTest(design, fit.estimates, covariance)
      : columns.length > 0
        ? chiSquaredTest('likelihood-ratio', Math.max(0, 2 * (fit.value - nullLikelihood)), columns.length)
        : null
  const raw = unstandardised(design, fit.estimates, covariance)
  const shown = spec.standardize
    ? coefficientsOf(design, fit.estimates, covariance, spec.level)
    : coefficientsOf(design, raw.estimates, raw.covariance, spec.level)
  return {
    kind: 'model',
    model: 'logit',
    outcome: outcome.name,
    used: design.used,
    missing: design.missing,
    coefficients: shown,
    exponentiate: spec.exponentiate,
    level: spec.level,
    parameters: size,
    residualDegreesOfFreedom: n - size,
    factorLevels: [...design.factorLevels, ...(await outcomeLevels(source, design))],
    fit: {
      logLikelihood: fit.value,
      logLikelihoodNull: nullLikelihood,
      pseudoR2: 1 - fit.value / nullLikelihood,
      aic: -2 * fit.value + 2 * size,
    },
    tests: test ? [test] : [],
    notes: [...design.notes, ...fit.notes(columns, offset)],
  }
}

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

/** Rows as patterns of covariates: `n` of them, of which `k` with the outcome. */
async function patterns(source: Source, design: Design): Promise<readonly Sql[]> {
  const names = design.columns.map((_, i) => z(i))
  const parts: Sql[] = []
  for (const part of design.parts) {
    const single = sql`(SELECT *, 1.0::DOUBLE AS n, y AS k FROM ${part})`
    if (names.length === 0) {
      parts.push(await source.keep(sql`SELECT CAST(count(*) AS DOUBLE) AS n, sum(y) AS k FROM ${part}`))
      continue
    }
    const [distinct] = await source.ask(
      sql`SELECT ${source.dialect.roughlyDistinct(names)} AS patterns, count(*) AS n FROM ${part}`,
    )
    parts.push(
      Number(distinct?.['patterns']) * 2 <= Number(distinct?.['n'])
        ? await source.keep(
            sql`SELECT ${list(names)}, CAST(count(*) AS DOUBLE) AS n, sum(y) AS k FROM ${part} GROUP BY ${list(names)}`,
          )
        : single,
    )
  }
  return parts
}
