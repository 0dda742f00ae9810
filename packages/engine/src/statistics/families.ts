/**
 * The families of likelihood models as a table: what each sums over rows. A row stands for `m` rows with equal covariates
 * whose outcomes sum to `k1` (for several equations `k1`, `k2` …), at linear predictors `e1`, `e2` …; all that a
 * family says is SQL of these, so that sums over parts of the rows add. How a likelihood is climbed stands in likelihood.ts.
 */
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import { digammaSql, upperTailRatio } from './special.js'

/** A parameter beside the coefficients, the same for every row. */
export interface Shape {
  name: string
  /** What is summed over rows for it. */
  summands: readonly Sql[]
  /** Log-likelihood beside the family's own `value`, and score and information of the parameter. */
  finish(
    sums: readonly number[],
    counts: ReadonlyMap<number, number>,
  ): { value: number; score: number; information: number }
  /** Score of one row with outcome `k1`. */
  score: Sql
}

export interface Family {
  /** Linear predictors, all over the same columns. */
  equations: number
  /** Columns computed once a row, each step from those before. */
  steps: readonly (readonly [name: string, of: Sql][])[]
  /** Log-likelihood, less what does not change with the coefficients. */
  value: Sql
  /** Derivative of `value` by the predictor of an equation. */
  score(equation: number): Sql
  /** Fisher's expected information about the predictors of two equations. */
  weight(equation: number, other: number): Sql
  /** The expected information is the observed one, so that Newton's method converges quadratically. */
  canonical: boolean
  mean: Mean
  shape?: Shape
}

/** What marginal effects need: the mean of an outcome (for several levels: the share of each) and its derivatives by the predictors. */
export interface Mean {
  /** How many means there are: one, or of mlogit one for each level, the lowest first. */
  outcomes: number
  of(outcome: number): Sql
  slope(outcome: number, equation: number): Sql
  curvature(outcome: number, equation: number, other: number): Sql
}

const ofOne = (of: Sql, slope: Sql, curvature: Sql): Mean => ({
  outcomes: 1,
  of: () => of,
  slope: () => slope,
  curvature: () => curvature,
})
const HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI)

/** Logarithm of the odds is linear (Cox 1958). */
const logit: Family = {
  equations: 1,
  steps: [[['x', sql`exp(-abs(e1))`]], [['p', sql`CASE WHEN e1 >= 0 THEN 1 / (1 + x) ELSE x / (1 + x) END`]]],
  value: sql`k1 * e1 - m * (greatest(e1, 0) + ln(1 + x))`,
  score: () => sql`(k1 - m * p)`,
  weight: () => sql`(m * p * (1 - p))`,
  canonical: true,
  mean: ofOne(sql`p`, sql`(p * (1 - p))`, sql`(p * (1 - p) * (1 - 2 * p))`),
}

/**
 * The probability is the normal distribution at the predictor (Bliss 1934). `r` is Φ(−|η|) / φ(η), which keeps its digits
 * however far out η lies; `a` = φ/Φ(η) and `b` = φ/Φ(−η).
 */
const probit: Family = {
  equations: 1,
  steps: [
    [['x', sql`abs(e1)`]],
    [
      ['r', upperTailRatio(sql`x`)],
      ['f', sql`exp(-0.5 * x * x - CAST(${value(HALF_LOG_TAU)} AS DOUBLE))`],
    ],
    [
      ['a', sql`CASE WHEN e1 < 0 THEN 1 / r ELSE f / (1 - r * f) END`],
      ['b', sql`CASE WHEN e1 > 0 THEN 1 / r ELSE f / (1 - r * f) END`],
      ['far', sql`ln(r) - 0.5 * x * x - CAST(${value(HALF_LOG_TAU)} AS DOUBLE)`],
      ['near', sql`ln(1 - r * f)`],
    ],
  ],
  value: sql`k1 * CASE WHEN e1 < 0 THEN far ELSE near END + (m - k1) * CASE WHEN e1 > 0 THEN far ELSE near END`,
  score: () => sql`(k1 * a - (m - k1) * b)`,
  weight: () => sql`(m * a * b)`,
  canonical: false,
  mean: ofOne(sql`(CASE WHEN e1 < 0 THEN r * f ELSE 1 - r * f END)`, sql`f`, sql`(-e1 * f)`),
}

/** Counts with the mean exp(η). */
const poisson: Family = {
  equations: 1,
  steps: [[['mu', sql`exp(e1)`]]],
  value: sql`k1 * e1 - m * mu`,
  score: () => sql`(k1 - m * mu)`,
  weight: () => sql`(m * mu)`,
  canonical: true,
  mean: ofOne(sql`mu`, sql`mu`, sql`mu`),
}

/**
 * Counts with the mean μ = exp(η) and the variance μ + α μ² (NB2; Lawless 1987). With θ = 1/α all that depends on coefficients
 * rests on sums of counts by covariates, and all that depends on single counts on how often each occurs. The parameter is ln α.
 * Expected information about coefficients and α is 0 between them.
 */
export function negativeBinomial(
  logAlpha: number,
  special: { gammaln(x: number): number; digamma(x: number): number; trigamma(x: number): number },
): Family {
  const theta = Math.exp(-logAlpha)
  const t = sql`CAST(${value(theta)} AS DOUBLE)`
  return {
    equations: 1,
    steps: [[['mu', sql`exp(e1)`]], [['d', sql`mu + ${t}`]], [['ld', sql`ln(d)`]]],
    value: sql`k1 * e1 - (k1 + m * ${t}) * ld`,
    score: () => sql`(${t} * (k1 - m * mu) / d)`,
    weight: () => sql`(m * mu * ${t} / d)`,
    canonical: false,
    mean: poisson.mean,
    shape: {
      name: 'lnalpha',
      summands: [sql`m * ld + (k1 + m * ${t}) / d`, sql`2 * m / d - (k1 + m * ${t}) / (d * d)`],
      finish: ([first, second], counts) => {
        let [terms, slope, bend, n] = [0, 0, 0, 0]
        for (const [count, times] of counts) {
          terms += times * (special.gammaln(count + theta) - special.gammaln(theta))
          slope += times * (special.digamma(count + theta) - special.digamma(theta))
          bend += times * (special.trigamma(theta) - special.trigamma(count + theta))
          n += times
        }
        const score = slope + n * (Math.log(theta) + 1) - (first as number)
        const information = bend - n / theta + (second as number)
        // From θ to ln α = −ln θ.
        return {
          value: terms + n * theta * Math.log(theta),
          score: -theta * score,
          information: theta * theta * information - theta * score,
        }
      },
      score: sql`(-${t} * (${digammaSql(sql`k1 + ${t}`)} - CAST(${value(special.digamma(theta) - Math.log(theta) - 1)} AS DOUBLE) - ld - (k1 + ${t}) / d))`,
    },
  }
}

/**
 * The logarithm of the odds of each level against the lowest is linear (McFadden 1974). `odds1` … are those odds,
 * all divided by the greatest, `p0` … the probabilities.
 */
export function multinomial(equations: number): Family {
  const each = Array.from({ length: equations }, (_, i) => i + 1)
  const eta = each.map((i) => id(`e${i}`))
  const share = (level: number) => id(`p${level}`)
  /** δ − p. */
  const less = (level: number, other: number) =>
    sql`(${level === other ? sql`1.0` : sql`0.0`} - ${share(other)})`
  return {
    equations,
    steps: [
      [['top', sql`greatest(${list([sql`0.0`, ...eta])})`]],
      [
        ['odds0', sql`exp(-top)`],
        ...each.map((i): [string, Sql] => [`odds${i}`, sql`exp(${id(`e${i}`)} - top)`]),
      ],
      [['odds', list([sql`odds0`, ...each.map((i) => id(`odds${i}`))], sql` + `)]],
      [0, ...each].map((i): [string, Sql] => [`p${i}`, sql`${id(`odds${i}`)} / odds`]),
    ],
    value: sql`${list(
      each.map((i) => sql`${id(`k${i}`)} * ${id(`e${i}`)}`),
      sql` + `,
    )} - m * (top + ln(odds))`,
    score: (i) => sql`(${id(`k${i + 1}`)} - m * ${id(`p${i + 1}`)})`,
    weight: (i, j) =>
      i === j
        ? sql`(m * ${id(`p${i + 1}`)} * (1 - ${id(`p${i + 1}`)}))`
        : sql`(-m * ${id(`p${i + 1}`)} * ${id(`p${j + 1}`)})`,
    canonical: true,
    mean: {
      outcomes: equations + 1,
      of: share,
      slope: (o, e) => sql`(${share(o)} * ${less(o, e + 1)})`,
      curvature: (o, e, f) =>
        sql`(${share(o)} * (${less(o, e + 1)} * ${less(o, f + 1)} - ${share(e + 1)} * ${less(e + 1, f + 1)}))`,
    },
  }
}

/** The mean is the predictor itself: what marginal effects need of linear regression. */
const linear: Family = {
  equations: 1,
  steps: [],
  value: sql`-0.5 * (k1 - e1) * (k1 - e1)`,
  score: () => sql`(k1 - e1)`,
  weight: () => sql`m`,
  canonical: true,
  mean: ofOne(sql`e1`, sql`1.0`, sql`0.0`),
}

export const FAMILIES = { linear, logit, probit, poisson } as const
