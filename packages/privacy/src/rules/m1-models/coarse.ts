/**
 * How coarse the numbers of a model are: about what one person can change, so that two models that differ in one person do not differ by that
 * person's value. Kept apart from the rule that says whether a model is shown at all.
 */
import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import tCdf from '@stdlib/stats-base-dists-t-cdf'
import tQuantile from '@stdlib/stats-base-dists-t-quantile'
import type { Coefficient, FitName, RecordSet, ReleasedNumber } from '@sund/model'
import { niceAtLeast, niceAtMost, roundTo, tidy } from '../../grid.js'
import type { DrawingKey } from '../l3-same-answer/rule.js'
import { scattered } from '../t5-count-noise/noise.js'
import { ceil3 } from '../t5-count-noise/rule.js'

/** The step of an estimate in standard errors: at least about a person's weight in it, 1/√people, four times over. */
const [LEAST_STEP, MOST_STEP, WEIGHTS_OF_PERSON] = [0.1, 0.5, 4]
const DIGITS_OF_ERRORS = 3
const DIGITS_OF_OTHERS = 2
/** Digits of an estimate at most: of a perfect fit the standard error says nothing. */
const MOST_DIGITS = 6
/** Natural units of a log-likelihood, of which one person has a few; criteria of information are twice that. */
const LIKELIHOOD_STEP = 5

type Rounded = { value: number; error: number }
type Estimate = Pick<Coefficient, 'estimate' | 'standardError' | 'statistic' | 'p' | 'lower' | 'upper'>
export type ReleasedEstimate = { [Name in keyof Estimate]: ReleasedNumber }

/**
 * The step to which an estimate is rounded, in its own units: a nice number of at most max(0.1, 4/√people) standard errors, and never more than
 * half of one. `people` is how many it rests on (M2).
 */
export const estimateStep = (
  { estimate, standardError }: Pick<Coefficient, 'estimate' | 'standardError'>,
  people: number,
): number =>
  Math.max(
    niceAtMost(
      Math.min(MOST_STEP, Math.max(LEAST_STEP, WEIGHTS_OF_PERSON / Math.sqrt(people))) * standardError,
    ),
    niceAtMost(Math.abs(estimate) * 10 ** -MOST_DIGITS),
  )

/**
 * Where the grid of these people starts, as a part of a step in (0, 1): uniform over record keys, the same for the same people, and not told. The
 * noise of their count is drawn from another order of the same keys.
 */
export const gridPlace = (set: Pick<RecordSet, 'key'>, keyOf: DrawingKey): number =>
  (scattered(Math.imul(keyOf(set), 0x9e37) & 0xffff) + 0.5) / 65_536

/** A multiple of `step` less than a step away, which is `value` on average over places of the grid. */
export function onGrid(value: number, step: number, place: number): Rounded {
  if (!(step > 0) || !Number.isFinite(value)) return { value, error: 0 }
  return { value: tidy(Math.floor(value / step + place) * step), error: step }
}

/** The unit of the last of `digits` significant digits. */
const lastDigit = (value: number, digits: number): number =>
  value === 0 ? 0 : Number(`1e${Number(value.toExponential().split('e')[1]) - digits + 1}`)

/** A probability at one digit. */
export function roundedProbability(p: number): Rounded {
  const step = lastDigit(p, 1)
  return step > 0 && Number.isFinite(p)
    ? { value: roundTo(p, step), error: step / 2 }
    : { value: p, error: 0 }
}

/** A number that rests on the whole model. */
export const roundedOther = (value: number, place: number): Rounded =>
  onGrid(value, lastDigit(value, DIGITS_OF_OTHERS), place)

const likelihood = () => LIKELIHOOD_STEP
const criterion = () => 2 * LIKELIHOOD_STEP
const share = (_: number, units: number) => niceAtLeast(WEIGHTS_OF_PERSON / Math.max(1, units))
const digits = (value: number) => lastDigit(value, DIGITS_OF_OTHERS)

const FIT_STEPS: Readonly<Record<FitName, (value: number, units: number) => number>> = {
  logLikelihood: likelihood,
  logLikelihoodNull: likelihood,
  aic: criterion,
  bic: criterion,
  r2: share,
  adjustedR2: share,
  pseudoR2: share,
  concordance: share,
  r2Within: share,
  r2Between: share,
  r2Overall: share,
  rho: share,
  rmse: digits,
  alpha: digits,
  theta: digits,
  shape: digits,
  sigmaUnit: digits,
  sigmaResidual: digits,
  residualSumOfSquares: digits,
  // Counts have their own protection.
  events: digits,
  groups: digits,
}

/** A measure of fit of a model of `units` people. */
export const roundedFit = (name: FitName, value: number, units: number, place: number): Rounded =>
  onGrid(value, FIT_STEPS[name](value, units), place)

/**
 * A coefficient: its estimate and standard error rounded, and from these alone its statistic, probability and interval, each with a bound by interval
 * arithmetic. What does not follow from the two (limits on another scale) is rounded by itself. `people`: of the model.
 */
export function roundedEstimate(
  of: Coefficient,
  { level, people, freedom }: { level: number; people: number; freedom: Freedom },
  place: number,
): ReleasedEstimate {
  const step = estimateStep(of, of.people ?? people)
  const estimate = onGrid(of.estimate, step, place)
  const standardError = onGrid(of.standardError, lastDigit(of.standardError, DIGITS_OF_ERRORS), place)
  const alone: ReleasedEstimate = {
    estimate: released(estimate),
    standardError: released(standardError),
    statistic: released(roundedOther(of.statistic, place)),
    p: released(roundedProbability(of.p)),
    lower: released(onGrid(of.lower, step, place)),
    upper: released(onGrid(of.upper, step, place)),
  }
  const reference = referenceOf(of, level, freedom)
  if (reference === null) return alone
  const [low, high] = [estimate.value - estimate.error, estimate.value + estimate.error]
  const [fine, wide] = [standardError.value - standardError.error, standardError.value + standardError.error]
  const statistic = estimate.value / standardError.value
  const statistics = [low / fine, low / wide, high / fine, high / wide]
  const [least, most] = [Math.min(...statistics), Math.max(...statistics)]
  const nearest = least > 0 ? least : most < 0 ? -most : 0
  const furthest = Math.max(-least, most)
  const p = tails(statistic, reference.value)
  const reach = critical(level, reference.value) * standardError.value
  const reaches = [critical(level, reference.most) * fine, critical(level, reference.least) * wide]
  const [short, long] = reaches as [number, number]
  const end = (side: 1 | -1) =>
    within(estimate.value + side * reach, [
      low + side * short,
      low + side * long,
      high + side * short,
      high + side * long,
    ])
  return {
    ...alone,
    ...(agrees(of.statistic, of.estimate / of.standardError)
      ? {
          statistic: within(statistic, statistics),
          ...(between(of.p, tails(of.statistic, reference.most), tails(of.statistic, reference.least))
            ? {
                p: within(p, [tails(furthest, reference.most), tails(nearest, reference.least)]),
              }
            : {}),
        }
      : {}),
    lower: end(-1),
    upper: end(1),
  }
}

const released = ({ value, error }: Rounded): ReleasedNumber =>
  Number.isFinite(value) ? { value, error } : { value: null, error: 0 }

/** A number computed from rounded ones, with the greatest distance to what it could be as its bound. */
const within = (value: number, extremes: readonly number[]): ReleasedNumber =>
  released({
    value: tidy(value),
    error: ceil3(Math.max(...extremes.map((extreme) => Math.abs(extreme - value)))),
  })

const agrees = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b))
const between = (value: number, low: number, high: number): boolean =>
  value >= low * (1 - 1e-6) && value <= high * (1 + 1e-6)

/** Student's t with some degrees of freedom; infinitely many are the normal. */
const tails = (statistic: number, freedom: number): number =>
  2 * (Number.isFinite(freedom) ? tCdf(-Math.abs(statistic), freedom) : normalCdf(-Math.abs(statistic), 0, 1))
const critical = (level: number, freedom: number): number =>
  Number.isFinite(freedom) ? tQuantile(0.5 + level / 200, freedom) : normalQuantile(0.5 + level / 200, 0, 1)

/**
 * A correlation or covariance. Under no relation its standard error is `scale` / √people (`scale` 1, or the product of both standard deviations),
 * and its step is the part of that which an estimate's is.
 */
export const roundedRelation = (value: number, scale: number, people: number, place: number): Rounded =>
  onGrid(value, estimateStep({ estimate: value, standardError: scale / Math.sqrt(people) }, people), place)

/** More degrees of freedom are as good as infinitely many. */
const MANY_FREEDOMS = 1000
/** To what degrees of freedom are rounded: finer would count the people. */
const FREEDOM_STEP = 10
/**
 * The degrees of freedom of a model's residuals. `lacking` people who are counted with its own have no value, so that it has as many fewer; what is told
 * is told as if it had them, and the bound covers the `most` that could lack one.
 */
export interface Freedom {
  residual: number
  lacking: number
  most: number
}

/**
 * The distribution by which a coefficient was judged, told coarsely: its degrees of freedom follow from the width of the interval. Null where the
 * interval is not about the estimate.
 */
function referenceOf(of: Estimate, level: number, { residual, lacking, most }: Freedom) {
  const width = of.upper - of.lower
  if (!(of.standardError > 0) || !(width > 0) || !Number.isFinite(width)) return null
  if (Math.abs(of.upper + of.lower - 2 * of.estimate) > 1e-6 * width) return null
  const wide = width / (2 * of.standardError)
  if (wide < critical(level, Number.POSITIVE_INFINITY) * (1 - 1e-6)) return null
  let [low, high] = [1, 2 * MANY_FREEDOMS]
  while (high - low > 1e-3) {
    const middle = (low + high) / 2
    if (critical(level, middle) > wide) low = middle
    else high = middle
  }
  const freedom = Math.abs(high - residual) < 0.5 ? residual + lacking : high
  if (freedom >= MANY_FREEDOMS)
    return { value: Number.POSITIVE_INFINITY, least: MANY_FREEDOMS - most, most: Number.POSITIVE_INFINITY }
  const rounded = roundTo(freedom, FREEDOM_STEP)
  return {
    value: Math.max(2, rounded),
    least: Math.max(1, rounded - FREEDOM_STEP / 2 - most),
    most: rounded + FREEDOM_STEP / 2 + 1e-3,
  }
}
