/**
 * V1: a survival curve is shown in steps of several deaths each, at rounded times, and ends before few are
 * left: a step of one death at an exact time is that person's date of death.
 *
 * Kaplan and Meier (1958); variance by Greenwood (1926); pointwise limits on the scale log(−log S)
 * (Kalbfleisch and Prentice 1980), as in R's `survfit(conf.type = "log-log")`.
 */

import quantile from '@stdlib/stats-base-dists-normal-quantile'
import { isOff, type Policy, type SurvivalStep } from '@sund/model'
import { niceStep, roundUp } from '../../grid.js'
import type { Rule } from '../rule.js'

/** The curve just after `time`. Limits are null where the curve is 0 or still 1. */
export interface CurvePoint {
  time: number
  atRisk: number
  survival: number
  lower: number | null
  upper: number | null
  /** Events since the point before. */
  events: number
}

/** Parts of the longest follow-up that released times are rounded to, about. */
const TIME_PARTS = 500
/** What times are rounded to where the rule is out: far less than anyone is followed. */
const NO_ROUNDING = 1e-6

/** The exact curve at each time with an event, and at the end of follow-up. */
export function exactCurve(steps: readonly SurvivalStep[], level: number): CurvePoint[] {
  const z = quantile(0.5 + level / 200, 0, 1)
  let survival = 1
  let greenwood = 0
  return steps.flatMap((step, index) => {
    survival *= 1 - step.events / step.atRisk
    greenwood += step.events / (step.atRisk * (step.atRisk - step.events))
    if (step.events === 0 && index < steps.length - 1) return []
    const { time, atRisk, events } = step
    return [{ time, atRisk, events, survival, ...limits(survival, greenwood, z) }]
  })
}

function limits(
  survival: number,
  greenwood: number,
  z: number,
): { lower: number | null; upper: number | null } {
  if (survival <= 0 || survival >= 1) return { lower: null, upper: null }
  const width = (z * Math.sqrt(greenwood)) / Math.abs(Math.log(survival))
  return { lower: survival ** Math.exp(width), upper: survival ** Math.exp(-width) }
}

/**
 * The first time at which the curve is at or below one half; where it stays at one half exactly, the middle
 * of that stretch, as in R. Null when it never comes so far.
 */
export function medianOf(curve: readonly CurvePoint[]): number | null {
  const tolerance = 1.5e-8
  const first = curve.findIndex((point) => point.survival < 0.5 + tolerance)
  const at = curve[first]
  if (!at) return null
  const next = curve.find((point) => point.survival < at.survival)
  return Math.abs(at.survival - 0.5) < tolerance && next ? (at.time + next.time) / 2 : at.time
}

/**
 * The grid of released times for follow-up that ends at `longest`: steps of 1, 2 or 5 × 10^k, about 500 of
 * them.
 */
export function timeStep(longest: number, policy: Policy): number {
  if (isOff(policy, 'V1')) return NO_ROUNDING
  return longest > 0 ? niceStep(longest / TIME_PARTS) : 1
}

/**
 * The points of the true curve at times on the grid, each with at least the policy's events since the one
 * before and the policy's number still at risk. The values are those of the curve at exactly the stated time.
 */
export function mergedCurve(
  steps: readonly SurvivalStep[],
  level: number,
  step: number,
  policy: Policy,
): CurvePoint[] {
  const z = quantile(0.5 + level / 200, 0, 1)
  const points: CurvePoint[] = []
  let survival = 1
  let greenwood = 0
  let events = 0
  for (const [index, now] of steps.entries()) {
    survival *= 1 - now.events / now.atRisk
    greenwood += now.events / (now.atRisk * (now.atRisk - now.events))
    events += now.events
    const time = roundUp(now.time, step)
    const next = steps[index + 1]
    if (next && roundUp(next.time, step) === time) continue
    const atRisk = now.time < time ? now.atRisk - now.events - now.censored : now.atRisk
    if (events < policy.survival.events || atRisk < policy.survival.atRisk) continue
    points.push({ time, atRisk, events, survival, ...limits(survival, greenwood, z) })
    events = 0
  }
  return points
}

export const V1: Rule = {
  id: 'V1',
  parameters: ({ survival }) => ({ atRisk: survival.atRisk, events: survival.events, timeParts: TIME_PARTS }),
  statement: ({ survival: { atRisk, events } }) => ({
    en: `Each step of a curve rests on at least ${events} events, times are rounded, and a curve ends where fewer than ${atRisk} are left.`,
    nb: `Hvert trinn i en kurve bygger på minst ${events} hendelser, tidene er avrundet, og kurven slutter der færre enn ${atRisk} er igjen.`,
    da: `Hvert trin i en kurve bygger på mindst ${events} hændelser, tiderne er afrundet, og kurven slutter, hvor færre end ${atRisk} er tilbage.`,
  }),
  withholds: {
    reason: ({ survival: { events } }) => ({
      en: `A group has fewer than ${events} events, or the curve ends before this number is reached.`,
      nb: `En gruppe har færre enn ${events} hendelser, eller kurven slutter før dette tallet er nådd.`,
      da: `En gruppe har færre end ${events} hændelser, eller kurven slutter, før dette tal er nået.`,
    }),
    remedy: () => ({
      en: 'Merge small groups, or follow people for longer.',
      nb: 'Slå sammen små grupper, eller følg personene lenger.',
      da: 'Slå små grupper sammen, eller følg personerne længere.',
    }),
  },
}
