/**
 * Cox's proportional hazards by Newton's method on the partial likelihood (Cox 1972), whose sums are all made in SQL
 * (partial-likelihood.ts). Ties after Efron (1977) or Breslow (1974); strata and delayed entry.
 */
import type { ModelStatistic } from '@sund/model'
import { id, list, type Sql, sql } from '../dialects/sql.js'
import type { SurvivalSpec } from '../plan/types.js'
import { symmetric } from './algebra.js'
import { coefficientsOf, waldTest } from './coefficients.js'
import { type Design, designOf, predictor, unstandardised, z } from './design.js'
import { chiSquaredTest } from './distributions.js'
import { eventLevels } from './events.js'
import { forEachLevel } from './levels.js'
import { besides, linearMargins } from './margins.js'
import { MANY_ROWS, sampleOf, sampleShare } from './moments.js'
import { movedByScores, newton } from './newton.js'
import { type PartialLikelihood, partialLikelihood } from './partial-likelihood.js'
import { proportionalHazards } from './proportional-hazards.js'
import { expected, riskSets, squared, squaredOwn } from './risk-sets.js'
import { meatOf, sandwich } from './sandwich.js'
import { degenerate, type Source } from './source.js'
import { ofDesign, withPeople } from './weights.js'

export async function cox(source: Source, spec: SurvivalSpec): Promise<ModelStatistic> {
  if (spec.by !== null)
    return forEachLevel(source, spec, spec.by, (level) => cox(level, { ...spec, by: null }))
  return fitCox(source, spec, await coxDesign(source, spec))
}

export const coxDesign = (source: Source, spec: SurvivalSpec): Promise<Design> =>
  designOf(
    source,
    { ...spec, ...besides(spec), constant: false },
    { binary: true, amounts: [{ name: spec.time, along: spec.entry }], centred: true },
  )

/** `used` counts people, who may have several rows; `events` and the degrees of freedom count rows. */
export async function fitCox(source: Source, spec: SurvivalSpec, given: Design): Promise<ModelStatistic> {
  const rows = await together(source, given.parts)
  const design = { ...given, parts: [rows] }
  const { n, columns, outcome } = design
  const size = columns.length
  const events = outcome.sum
  if (events === 0)
    return degenerate(
      source,
      `${outcome.name} has no events.`,
      'Follow longer, or choose an event that happens.',
    )
  if (size === 0)
    return degenerate(source, 'The model has no terms that vary.', 'Name at least one term that varies.')
  if (n <= size)
    return degenerate(
      source,
      `The model has ${size} parameters, as many as there are rows or more.`,
      'Leave out terms.',
    )
  const likelihood = await partialLikelihood(source, spec, rows, size)
  const start = columns.map(() => 0)
  // A column that is the same throughout each stratum has no variance there but rounding.
  const isTold =
    spec.strata.length === 0 ||
    symmetric(size, (await likelihood.sums(start)).slice(1 + size))
      .diagonal()
      .every((variance) => variance > STILL * events)
  const near = isTold ? await startNear(source, spec, design, rows, likelihood) : null
  const fit =
    isTold &&
    ((near && (await newton(likelihood.sums, near, NEAR_ENOUGH))) ??
      (await newton(likelihood.sums, start, NEAR_ENOUGH)))
  if (!fit)
    return degenerate(
      source,
      'The terms depend on one another within the risk sets.',
      'Leave out terms that say the same.',
    )

  const valueNull = await likelihood.null()
  const clustered = spec.cluster !== null
  let covariance = fit.covariance
  if (spec.robust || clustered) {
    const residuals = await scoreResiduals(source, spec, design, fit.estimates)
    const { meat, groups } = await meatOf(
      source,
      [residuals],
      (part) => sql`SELECT * FROM ${part}`,
      size,
      clustered,
    )
    if (groups < 2)
      return degenerate(source, `cluster(${spec.cluster}) has one group only.`, 'Leave out cluster().')
    covariance = sandwich(fit.covariance, meat, 1)
  }
  const noConstant = { columns, constant: false }
  const raw = unstandardised({ ...design, constant: false }, fit.estimates, covariance)
  const shown = spec.standardize
    ? coefficientsOf(noConstant, fit.estimates, covariance, spec.level)
    : coefficientsOf(noConstant, raw.estimates, raw.covariance, spec.level)
  const wald = waldTest(noConstant, fit.estimates, covariance)
  const likelihoodRatio = chiSquaredTest('likelihood-ratio', Math.max(0, 2 * (fit.value - valueNull)), size)
  return {
    kind: 'model',
    model: 'cox',
    outcome: outcome.name,
    used: design.used,
    missing: design.missing,
    coefficients: await withPeople(source, noConstant, shown, ofDesign({ ...design, constant: false })),
    ...(await linearMargins(source, spec, design, { estimates: fit.estimates, covariance, unit: 1 })),
    exponentiate: spec.exponentiate,
    level: spec.level,
    parameters: size,
    residualDegreesOfFreedom: n - size,
    factorLevels: [...design.factorLevels, ...(await eventLevels(source, design))],
    fit: {
      logLikelihood: fit.value,
      logLikelihoodNull: valueNull,
      events,
      aic: -2 * fit.value + 2 * size,
    },
    // The likelihood ratio assumes independent rows, so robust and clustered models have Wald's test only.
    tests: [
      ...(spec.robust || clustered ? [] : [likelihoodRatio]),
      ...(wald ? [wald] : []),
      ...(spec.phtest ? await proportionalHazards(source, spec, design, fit.estimates) : []),
    ],
    notes: [...design.notes, ...fit.notes(columns, 0)],
  }
}

/** Parts as one: risk sets are cumulated over all rows. */
const together = async (source: Source, [only = sql``, ...others]: Design['parts']): Promise<Sql> =>
  others.length === 0
    ? only
    : source.keep(
        list(
          [only, ...others].map((part) => sql`SELECT * FROM ${part}`),
          sql` UNION ALL `,
        ),
      )

/** Columns have the variance 1, of which risk sets must leave more than this. */
const STILL = 1e-9
/** The last step, in standard deviations, that needs no other pass: no report shows what it changes of the information. */
const NEAR_ENOUGH = 3e-7
/** A sample with fewer events for each term says little of where the estimates lie. */
const ENOUGH_EVENTS = 20

/**
 * Where to start with many rows: the estimates of a sample, moved by the scores of all rows. Null where rows are few, and where a
 * sample has no estimates.
 */
async function startNear(
  source: Source,
  spec: SurvivalSpec,
  { n, columns, outcome }: Design,
  rows: Sql,
  { scores }: PartialLikelihood,
): Promise<readonly number[] | null> {
  const share = sampleShare(n)
  if (n < MANY_ROWS || outcome.sum * share < ENOUGH_EVENTS * columns.length) return null
  const some = await source.keep(sql`SELECT * FROM ${sampleOf(rows, n)}`)
  const { sums } = await partialLikelihood(source, spec, some, columns.length)
  // A sample's estimates are no nearer to those of all than the step after this one.
  const sample = await newton(
    sums,
    columns.map(() => 0),
    1e-1,
  )
  if (!sample?.converged) return null
  return movedByScores(sample.covariance.clone().mul(share), scores, sample.estimates, NEAR_ENOUGH)
}

const at = (letter: string, index: number): Sql => id(`${letter}${index}`)

/**
 * Score residuals of every row (Lin and Wei 1989): z − z̄ at its event, less what it was expected to contribute at
 * every event time while at risk. Those with an event at a tied time are expected with Efron's weight 1 − i/d.
 */
async function scoreResiduals(
  source: Source,
  spec: SurvivalSpec,
  design: Design,
  estimates: readonly number[],
): Promise<Sql> {
  const zs = design.columns.map((_, i) => i)
  const each = (make: (i: number) => Sql) => list(zs.map(make))
  // At each event time: h, hz = hazard and hazard · z̄; the same for those with the event (v, vz); their mean z̄ (b).
  const hazards = await source.keep(
    sql`SELECT s, u, h, v, ${each((i) => sql`${at('hz', i)}, ${at('vz', i)}, ${at('b', i)}`)},
      sum(h) OVER upto AS hh, ${each((i) => sql`sum(${at('hz', i)}) OVER upto AS ${at('hhz', i)}`)}
      FROM (SELECT s, u, k1 AS h, k1 - f1 AS v, ${each(
        (i) =>
          sql`${squared(i)} AS ${at('hz', i)}, ${squaredOwn(i)} AS ${at('vz', i)}, ${expected(i)} / n AS ${at('b', i)}`,
      )} FROM ${riskSets(source, spec, design.parts, estimates)})
      WINDOW upto AS (PARTITION BY s ORDER BY u ROWS UNBOUNDED PRECEDING)`,
  )
  const clustered = spec.cluster !== null
  const late = spec.entry !== null
  const parts = list(
    design.parts.map(
      (part) =>
        sql`SELECT s, t, y${late ? sql`, e` : sql``}${clustered ? sql`, c` : sql``}, ${each((i) => z(i))}, exp(${predictor(estimates, null)}) AS r FROM ${part}`,
    ),
    sql` UNION ALL `,
  )
  // x: the last event time up to exit; at it the row's own weight replaces h. w: the last one up to entry, taken away.
  const residual = (i: number) => {
    const upTo = (side: Sql) =>
      sql`(COALESCE(${side}.hh, 0) * ${z(i)} - COALESCE(${side}.${at('hhz', i)}, 0))`
    const total = late ? sql`(${upTo(sql`x`)} - ${upTo(sql`w`)})` : upTo(sql`x`)
    const own = sql`CASE WHEN y > 0 THEN (x.v - x.h) * ${z(i)} - (x.${at('vz', i)} - x.${at('hz', i)}) ELSE 0 END`
    return sql`CASE WHEN y > 0 THEN ${z(i)} - x.${at('b', i)} ELSE 0 END - r * (${total} + ${own}) AS ${at('u', i)}`
  }
  return source.keep(
    sql`SELECT ${list([...(clustered ? [sql`c`] : []), ...zs.map(residual)])} FROM (${parts}) AS p
      ASOF LEFT JOIN ${hazards} AS x ON p.s = x.s AND p.t >= x.u
      ${late ? sql`ASOF LEFT JOIN ${hazards} AS w ON p.s = w.s AND p.e >= w.u` : sql``}`,
  )
}
