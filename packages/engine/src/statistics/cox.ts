/**
 * Cox's proportional hazards by Newton's method on the partial likelihood. Each step groups rows by their time of exit
 * (and entry), cumulates the groups from the last time down (the risk sets), and sums value, score and information
 * over the times with events: all in SQL. Ties after Efron (1977) or Breslow (1974); strata and delayed entry.
 */
import type { ModelStatistic } from '@sund/model'
import { id, list, type Sql, sql } from '../dialects/sql.js'
import type { SurvivalSpec } from '../plan/types.js'
import { pairs, type Sums } from './algebra.js'
import { coefficientsOf, waldTest } from './coefficients.js'
import { type Design, designOf, predictor, sumsOver, unstandardised, z } from './design.js'
import { chiSquaredTest } from './distributions.js'
import { newton } from './newton.js'
import { outcomeLevels } from './outcome.js'
import { meatOf, sandwich } from './sandwich.js'
import { degenerate, type Source } from './source.js'

export async function cox(source: Source, spec: SurvivalSpec): Promise<ModelStatistic> {
  const design = await designOf(source, { ...spec, constant: false }, { binary: true, centred: true })
  return fitCox(source, spec, design)
}

export async function fitCox(source: Source, spec: SurvivalSpec, design: Design): Promise<ModelStatistic> {
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

  const zs = columns.map((_, i) => z(i))
  // Sums of z over events do not change with the estimates.
  const eventSums = await sumsOver(
    source,
    design.parts,
    (part) => part,
    zs.map((x) => sql`y * ${x}`),
  )
  const pass = async (estimates: readonly number[]): Promise<Sums> => {
    const times = timesSql(source, spec, design, estimates)
    const summands = [
      sql`-ln(q)`,
      ...zs.map((_, i) => sql`-${at('p', i)} / q`),
      ...pairs(size).map(([i, j], k) => sql`${at('pp', k)} / q - (${at('p', i)} / q) * (${at('p', j)} / q)`),
    ]
    const sums = [...(await sumsOver(source, [times], (of) => of, summands))]
    for (const [i, sum] of eventSums.entries()) {
      sums[0] = (sums[0] as number) + sum * (estimates[i] as number)
      sums[1 + i] = (sums[1 + i] as number) + sum
    }
    return sums
  }
  const start = columns.map(() => 0)
  const atZero = await pass(start)
  const fit = await newton(
    async (estimates) => (estimates.every((of) => of === 0) ? atZero : pass(estimates)),
    start,
  )
  if (!fit)
    return degenerate(
      source,
      'The terms depend on one another within the risk sets.',
      'Leave out terms that say the same.',
    )

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
  const likelihoodRatio = chiSquaredTest(
    'likelihood-ratio',
    Math.max(0, 2 * (fit.value - (atZero[0] as number))),
    size,
  )
  return {
    kind: 'model',
    model: 'cox',
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
      logLikelihoodNull: atZero[0] as number,
      events,
      aic: -2 * fit.value + 2 * size,
    },
    // The likelihood ratio assumes independent rows, so robust and clustered models have Wald's test only.
    tests: [...(spec.robust || clustered ? [] : [likelihoodRatio]), ...(wald ? [wald] : [])],
    notes: [...design.notes, ...fit.notes(columns, 0)],
  }
}

const at = (letter: string, index: number): Sql => id(`${letter}${index}`)

/**
 * One row for each event (Efron) or each time with events, weighted by rows (Breslow): `q`, `p0` …, `pp0` … are the sums of risk,
 * risk · z and risk · z z′ over the risk set, of which Efron takes away the share i/d of those who have the event.
 * Parts meet here: sums by time of all parts are added before they are cumulated.
 */
function timesSql(source: Source, spec: SurvivalSpec, design: Design, estimates: readonly number[]): Sql {
  const size = design.columns.length
  const products = pairs(size)
  // Names of summed columns with what each sums: a = at risk, d = with an event.
  const of = [
    sql`1.0`,
    ...design.columns.map((_, i) => z(i)),
    ...products.map(([i, j]) => sql`${z(i)} * ${z(j)}`),
  ]
  const names = ['0', ...design.columns.map((_, i) => `1_${i}`), ...products.map((_, k) => `2_${k}`)]
  const a = names.map((name) => id(`a${name}`))
  const d = names.map((name) => id(`d${name}`))
  const grouped = design.parts.flatMap((part) => {
    const rows = sql`(SELECT *, exp(${predictor(estimates, null)}) AS r FROM ${part})`
    const exits = sql`SELECT s, t AS u, sum(y) AS d, ${list(of.map((x, i) => sql`sum(r * ${x}) AS ${a[i] as Sql}, sum(y * r * ${x}) AS ${d[i] as Sql}`))} FROM ${rows} GROUP BY s, t`
    if (spec.entry === null) return [exits]
    const entries = sql`SELECT s, e AS u, 0.0 AS d, ${list(of.map((x, i) => sql`-sum(r * ${x}) AS ${a[i] as Sql}, 0.0 AS ${d[i] as Sql}`))} FROM ${rows} GROUP BY s, e`
    return [exits, entries]
  })
  const added = sql`SELECT s, u, sum(d) AS d, ${list([...a, ...d].map((name) => sql`sum(${name}) AS ${name}`))} FROM (${list(grouped, sql` UNION ALL `)}) GROUP BY s, u`
  const cumulated = sql`SELECT d, s, u, ${list([...a.map((name) => sql`sum(${name}) OVER later AS ${name}`), ...d])} FROM (${added}) WINDOW later AS (PARTITION BY s ORDER BY u DESC ROWS UNBOUNDED PRECEDING)`
  const atEvents = sql`(SELECT * FROM (${cumulated}) WHERE d > 0)`
  const risk = (i: number) => sql`${a[i] as Sql} - f * ${d[i] as Sql}`
  const weighted =
    spec.ties === 'efron'
      ? sql`(SELECT *, i / d AS f FROM ${source.dialect.repeated(atEvents, sql`d`)})`
      : sql`(SELECT *, 0 AS i, 0.0 AS f FROM ${source.dialect.repeated(atEvents, sql`d`)})`
  return sql`(SELECT ${list([
    sql`s, u, d, i, f`,
    sql`${risk(0)} AS q`,
    ...design.columns.map((_, i) => sql`${risk(1 + i)} AS ${at('p', i)}`),
    ...products.map((_, k) => sql`${risk(1 + size + k)} AS ${at('pp', k)}`),
  ])} FROM ${weighted})`
}

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
      FROM (SELECT s, u, sum(1 / q) AS h, sum((1 - f) / q) AS v, ${each(
        (i) =>
          sql`sum(${at('p', i)} / (q * q)) AS ${at('hz', i)}, sum((1 - f) * ${at('p', i)} / (q * q)) AS ${at('vz', i)}, avg(${at('p', i)} / q) AS ${at('b', i)}`,
      )} FROM ${timesSql(source, spec, design, estimates)} GROUP BY s, u)
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
  const expected = (i: number) => {
    const upTo = (side: Sql) =>
      sql`(COALESCE(${side}.hh, 0) * ${z(i)} - COALESCE(${side}.${at('hhz', i)}, 0))`
    const total = late ? sql`(${upTo(sql`x`)} - ${upTo(sql`w`)})` : upTo(sql`x`)
    const own = sql`CASE WHEN y > 0 THEN (x.v - x.h) * ${z(i)} - (x.${at('vz', i)} - x.${at('hz', i)}) ELSE 0 END`
    return sql`CASE WHEN y > 0 THEN ${z(i)} - x.${at('b', i)} ELSE 0 END - r * (${total} + ${own}) AS ${at('u', i)}`
  }
  return source.keep(
    sql`SELECT ${list([...(clustered ? [sql`c`] : []), ...zs.map(expected)])} FROM (${parts}) AS p
      ASOF LEFT JOIN ${hazards} AS x ON p.s = x.s AND p.t >= x.u
      ${late ? sql`ASOF LEFT JOIN ${hazards} AS w ON p.s = w.s AND p.e >= w.u` : sql``}`,
  )
}
