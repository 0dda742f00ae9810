/**
 * Weibull regression in the form of proportional hazards, by Newton's method on sums over rows. The hazard at t is
 * p t^(p − 1) exp(xβ), as in Stata's streg (Manual ST, streg, Methods and formulas; Kalbfleisch and Prentice 2002, 2.3.1).
 * With the shape p (not its logarithm) as the parameter the likelihood of rows without delayed entry is concave.
 */
import type { Coefficient, ModelStatistic } from '@sund/model'
import { Matrix } from 'ml-matrix'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { SurvivalSpec } from '../plan/types.js'
import { pairs, type Sums } from './algebra.js'
import { coefficientsOf, waldTest } from './coefficients.js'
import { type Design, type DesignColumn, designOf, sumsOver, unstandardised, z } from './design.js'
import { chiSquaredTest } from './distributions.js'
import { eventLevels } from './events.js'
import { besides, linearMargins } from './margins.js'
import { newton } from './newton.js'
import { meatOf, sandwich } from './sandwich.js'
import { degenerate, numberColumn, refuse, type Source } from './source.js'
import { ofDesign, withPeople } from './weights.js'

/** How the shape stands in the result: its logarithm, as in Stata. */
const SHAPE: DesignColumn = {
  term: 'ln_p',
  label: { en: 'Shape', nb: 'Form', da: 'Form' },
  mean: 0,
  scale: 1,
}

export async function weibull(source: Source, spec: SurvivalSpec): Promise<ModelStatistic> {
  return fitWeibull(source, spec, await weibullDesign(source, spec))
}

/** Rows whose time is not above 0 carry nothing and count as missing, as in Stata. */
export function weibullDesign(source: Source, spec: SurvivalSpec): Promise<Design> {
  const time = numberColumn(source, spec.time).of
  const positive: Source = {
    ...source,
    rows: sql`(SELECT * REPLACE (CASE WHEN ${time} > 0 THEN ${time} END AS ${id(spec.time)}) FROM ${source.rows})`,
  }
  const amounts = [{ name: spec.time, logarithm: true, along: spec.entry }]
  return designOf(positive, { ...spec, ...besides(spec) }, { binary: true, amounts, centred: spec.constant })
}

/**
 * The model, its log-likelihood that of the times themselves, as R's survreg reports it (Stata adds Σ ln t over the
 * events). Robust and clustered covariances have the factor n/(n − 1), n rows or clusters, as every likelihood of Stata's.
 */
export async function fitWeibull(
  source: Source,
  spec: SurvivalSpec,
  design: Design,
): Promise<ModelStatistic> {
  const { n, columns, constant, outcome } = design
  const events = outcome.sum
  const offset = constant ? 1 : 0
  const size = columns.length + offset + 1
  if (events === 0)
    return degenerate(
      source,
      `${outcome.name} has no events.`,
      'Follow longer, or choose an event that happens.',
    )
  if (size === 1)
    return refuse(source, 'The model has no terms and no constant.', 'Name at least one term that varies.')
  if (n <= size)
    return degenerate(
      source,
      `The model has ${size} parameters, as many as there are rows or more.`,
      'Leave out terms.',
    )
  // With a constant, time is measured from its geometric mean: p ln t₀ moves into the constant.
  const [logTimes = 0] = constant ? await sumsOver(source, design.parts, (part) => part, [sql`ln(t)`]) : []
  const origin = logTimes / n
  const likelihood = await likelihoodOf(source, spec, design, origin)
  const fit = await newton(likelihood.pass(design), start(design, events, likelihood.exposure, size))
  if (!fit)
    return degenerate(source, 'The terms depend on one another.', 'Leave out terms that say the same.')

  const clustered = spec.cluster !== null
  let covariance = fit.covariance
  if (spec.robust || clustered) {
    const { meat, groups } = await meatOf(
      source,
      design.parts,
      likelihood.scores(fit.estimates, clustered),
      size,
      clustered,
    )
    if (groups < 2)
      return degenerate(source, `cluster(${spec.cluster}) has one group only.`, 'Leave out cluster().')
    covariance = sandwich(covariance, meat, groups / (groups - 1))
  }
  const tests = []
  if (columns.length > 0) {
    const wald = waldTest(design, fit.estimates.slice(0, -1), covariance.subMatrix(0, size - 2, 0, size - 2))
    const empty = { ...design, columns: [] }
    // Against the model of a constant: without a constant there is no such model, and robust rows are not independent.
    const none =
      constant && !spec.robust && !clustered
        ? await newton(likelihood.pass(empty), start(empty, events, likelihood.exposure, 2))
        : null
    if (none)
      tests.push(
        chiSquaredTest('likelihood-ratio', Math.max(0, 2 * (fit.value - none.value)), columns.length),
      )
    if (wald) tests.push(wald)
  }
  const [alone] = tests
  const nullLikelihood = alone?.name === 'likelihood-ratio' ? fit.value - alone.value / 2 : null
  const shape = fit.estimates[size - 1] as number
  const { lines, shapeLine } = coefficientsFrom(design, fit.estimates, covariance, origin, spec)
  return {
    kind: 'model',
    model: 'weibull',
    outcome: outcome.name,
    used: design.used,
    missing: design.missing,
    coefficients: [...(await withPeople(source, design, lines, ofDesign(design))), shapeLine],
    ...(await linearMargins(source, spec, design, { estimates: fit.estimates, covariance, unit: 1 })),
    exponentiate: spec.exponentiate,
    level: spec.level,
    parameters: size,
    residualDegreesOfFreedom: n - size,
    factorLevels: [...design.factorLevels, ...(await eventLevels(source, design))],
    fit: {
      logLikelihood: fit.value,
      ...(nullLikelihood === null ? {} : { logLikelihoodNull: nullLikelihood }),
      events,
      shape,
      aic: -2 * fit.value + 2 * size,
    },
    tests,
    notes: [...design.notes, ...fit.notes(columns, offset)],
  }
}

/** The exponential model of a constant, which has an answer at once; without one, estimates of 0. */
function start({ constant }: Design, events: number, exposure: number, size: number): number[] {
  const rate = Math.log(events / exposure)
  return Array.from({ length: size }, (_, i) => (i === size - 1 ? 1 : i === 0 && constant ? rate : 0))
}

/** What is summed of the rows. Parameters in order: the constant, the columns, the shape. */
async function likelihoodOf(source: Source, spec: SurvivalSpec, design: Design, origin: number) {
  const at = (of: Sql) => sql`(ln(${of}) - CAST(${value(origin)} AS DOUBLE))`
  const late = spec.entry !== null
  /** The integrated hazard from entry to exit (h0), and that times ln t (h1) and ln² t (h2) at its ends. */
  const rows =
    (estimates: readonly number[], { columns, constant }: Design) =>
    (part: Sql) => {
      const offset = constant ? 1 : 0
      const shape = sql`CAST(${value(estimates[columns.length + offset] as number)} AS DOUBLE)`
      const eta = list(
        [
          sql`CAST(${value(constant ? (estimates[0] as number) : 0)} AS DOUBLE)`,
          ...columns.map((_, i) => sql`CAST(${value(estimates[i + offset] as number)} AS DOUBLE) * ${z(i)}`),
        ],
        sql` + `,
      )
      const exit = sql`SELECT *, ${at(sql`t`)} AS lt${late ? sql`, CASE WHEN e > 0 THEN ${at(sql`CASE WHEN e > 0 THEN e ELSE 1 END`)} ELSE 0 END AS le` : sql``}, ${eta} AS eta FROM ${part}`
      const risks = sql`SELECT *, exp(eta + ${shape} * lt) AS b${late ? sql`, CASE WHEN e > 0 THEN exp(eta + ${shape} * le) ELSE 0 END AS a` : sql``} FROM (${exit})`
      const ends = (power: Sql, early: Sql) => (late ? sql`b * ${power} - a * ${early}` : sql`b * ${power}`)
      return sql`(SELECT *, ${ends(sql`1`, sql`1`)} AS h0, ${ends(sql`lt`, sql`le`)} AS h1, ${ends(sql`lt * lt`, sql`le * le`)} AS h2 FROM (${risks}))`
    }
  const regressors = ({ columns, constant }: Design) => [
    ...(constant ? [sql`1.0`] : []),
    ...columns.map((_, i) => z(i)),
  ]
  const [exposure, logTime, logTimeRaw, ...ofEvents] = (await sumsOver(source, design.parts, (part) => part, [
    late
      ? sql`(t - greatest(e, 0)) / exp(CAST(${value(origin)} AS DOUBLE))`
      : sql`t / exp(CAST(${value(origin)} AS DOUBLE))`,
    sql`y * ${at(sql`t`)}`,
    sql`y * ln(t)`,
    ...regressors(design).map((x) => sql`y * ${x}`),
  ])) as [number, number, number, ...number[]]
  return {
    exposure,
    /** Newton's sums for the model of these columns. */
    pass:
      (of: Design) =>
      async (estimates: readonly number[]): Promise<Sums> => {
        const xs = regressors(of)
        const size = xs.length
        const shape = estimates[size] as number
        const events = design.outcome.sum
        const sums = await sumsOver(source, of.parts, rows(estimates, of), [
          sql`h0`,
          ...xs.map((x) => sql`${x} * h0`),
          sql`h1`,
          ...pairs(size + 1).map(([i, j]) =>
            j < size
              ? sql`${xs[i] as Sql} * ${xs[j] as Sql} * h0`
              : i < size
                ? sql`${xs[i] as Sql} * h1`
                : sql`h2`,
          ),
        ])
        const linear = xs.reduce((sum, _, i) => sum + (ofEvents[i] as number) * (estimates[i] as number), 0)
        const gradient = xs.map((_, i) => (ofEvents[i] as number) - (sums[1 + i] as number))
        const information = sums.slice(size + 2)
        information[information.length - 1] = (information.at(-1) as number) + events / shape ** 2
        return [
          events * Math.log(shape) + linear + shape * logTime - logTimeRaw - (sums[0] as number),
          ...gradient,
          events / shape + logTime - (sums[size + 1] as number),
          ...information,
        ]
      },
    /** What each row adds to the gradient. */
    scores: (estimates: readonly number[], clustered: boolean) => (part: Sql) => {
      const xs = regressors(design)
      const shape = estimates[xs.length] as number
      return sql`SELECT ${list([
        ...(clustered ? [sql`c`] : []),
        ...xs.map((x, i) => sql`(y - h0) * ${x} AS ${id(`u${i}`)}`),
        sql`y * (CAST(${value(1 / shape)} AS DOUBLE) + lt) - h1 AS ${id(`u${xs.length}`)}`,
      ])} FROM ${rows(estimates, design)(part)}`
    },
  }
}

/** On the scale of the data, the shape as its logarithm (delta method) in an equation of its own. */
function coefficientsFrom(
  design: Design,
  estimates: readonly number[],
  covariance: Matrix,
  origin: number,
  spec: SurvivalSpec,
): { lines: Coefficient[]; shapeLine: Coefficient } {
  const last = estimates.length - 1
  const shape = estimates[last] as number
  const moved = [...estimates]
  const back = Matrix.eye(estimates.length)
  moved[last] = Math.log(shape)
  back.set(last, last, 1 / shape)
  if (design.constant) {
    moved[0] = (moved[0] as number) - shape * origin
    back.set(0, last, -origin)
  }
  const spread = back.mmul(covariance).mmul(back.transpose())
  const columns = [...design.columns, SHAPE]
  const raw = spec.standardize
    ? { estimates: moved, covariance: spread }
    : unstandardised({ ...design, columns }, moved, spread)
  const lines = coefficientsOf({ ...design, columns }, raw.estimates, raw.covariance, spec.level)
  const ofShape = lines[design.columns.length] as Coefficient
  const label = spec.exponentiate ? SHAPE.label : { en: 'ln p' }
  return {
    lines: lines.filter((line) => line !== ofShape),
    shapeLine: { ...ofShape, label, equation: 'shape' },
  }
}
