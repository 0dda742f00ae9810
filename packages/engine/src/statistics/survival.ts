/**
 * Kaplan–Meier: at each time the number at risk, with the event and censored, by group; and the log-rank test from the
 * same sums (Mantel 1966). The curve itself is made from the steps by whoever draws it.
 */

import type { SurvivalGroup, SurvivalStatistic, SurvivalStep, TestStatistic } from '@sund/model'
import { Matrix } from 'ml-matrix'
import { sql, value } from '../dialects/sql.js'
import type { ShowSpec } from '../plan/types.js'
import { inverse, quadratic } from './algebra.js'
import { columnAxis, groupingOf } from './axes.js'
import { chiSquaredTest } from './distributions.js'
import { recordSetOf, recordSets } from './record-sets.js'
import { columnOf, degenerate, numberColumn, plainText, refuse, type Source } from './source.js'

const MOST_STEPS = 200_000
const MOST_GROUPS = 50

/** An event is any value but 0. Rows with a missing time, event or group are left out. */
export async function kaplanMeier(
  source: Source,
  spec: Extract<ShowSpec, { show: 'kaplan-meier' }>,
): Promise<SurvivalStatistic> {
  const event = numberColumn(source, spec.event)
  const time = numberColumn(source, spec.time)
  const axis = spec.by === null ? null : columnAxis(source, columnOf(source, spec.by))
  const rows = await source.keep(
    sql`SELECT __subject, __key, ${axis ? axis.sql : sql`CAST(0 AS DOUBLE)`} AS g, ${time.of} AS t, ${event.of} <> 0 AS y FROM ${source.rows} WHERE ${axis ? axis.sql : sql`0`} IS NOT NULL`,
  )
  const followed = sql`(y IS NOT NULL AND t IS NOT NULL)`
  const every = await recordSets(
    source,
    rows,
    { set: followed, missing: { every: sql`NOT ${followed}` } },
    [sql`g`],
    MOST_GROUPS,
  )
  const sets = every.filter(({ sets: { set } }) => set.units > 0)
  if (sets.length === 0)
    return degenerate(
      source,
      `No row has both ${spec.event} and ${spec.time}.`,
      'Look at each with summarize.',
    )
  if (sets.length > MOST_GROUPS)
    return refuse(source, `${spec.by} has more than ${MOST_GROUPS} levels.`, 'Recode it into fewer groups.')
  const steps = await source.ask(
    sql`SELECT g, t, count(*) FILTER (WHERE y) AS events, count(*) FILTER (WHERE NOT y) AS censored FROM ${rows} WHERE ${followed} GROUP BY g, t ORDER BY g, t LIMIT ${value(MOST_STEPS + 1)}`,
  )
  if (steps.length > MOST_STEPS)
    return refuse(
      source,
      `${spec.time} has more than ${MOST_STEPS} different values.`,
      'Round it, for example to days.',
    )
  const levels = axis?.levels(sets.map(({ group }) => group['g'] as number | string)) ?? [
    { value: 0, code: null, label: plainText('all') },
  ]
  const groups = levels.map(({ value: level, code, label }): SurvivalGroup => {
    const found = steps
      .filter((step) => step['g'] === level)
      .map((step) => ({
        time: Number(step['t']),
        events: Number(step['events']),
        censored: Number(step['censored']),
      }))
    let atRisk = found.reduce((rows, { events, censored }) => rows + events + censored, 0)
    const own = found.map(({ time, events, censored }): SurvivalStep => {
      const made = { time, atRisk, events, censored }
      atRisk -= events + censored
      return made
    })
    const people = sets.find(({ group }) => group['g'] === level)?.sets
    const nobody = recordSetOf(source, null)
    return { code, label, set: people?.set ?? nobody, missing: people?.missing ?? nobody, steps: own }
  })
  return {
    kind: 'survival',
    by: axis && groupingOf(axis),
    timeTitle: time.column.title,
    level: spec.level,
    groups,
    test: groups.length > 1 ? logRank(groups) : null,
  }
}

/** Steps of parts that share nobody, put together. */
export function addSteps(a: readonly SurvivalStep[], b: readonly SurvivalStep[]): SurvivalStep[] {
  const leaving = new Map<number, { events: number; censored: number }>()
  for (const { time, events, censored } of [...a, ...b]) {
    const before = leaving.get(time) ?? { events: 0, censored: 0 }
    leaving.set(time, { events: before.events + events, censored: before.censored + censored })
  }
  let atRisk = (a[0]?.atRisk ?? 0) + (b[0]?.atRisk ?? 0)
  return [...leaving]
    .sort(([s], [t]) => s - t)
    .map(([time, { events, censored }]) => {
      const step = { time, atRisk, events, censored }
      atRisk -= events + censored
      return step
    })
}

/** Observed less expected events, by their hypergeometric covariance. Null when nobody has an event. */
export function logRank(groups: readonly Pick<SurvivalGroup, 'steps'>[]): TestStatistic | null {
  const free = groups.length - 1
  const times = [
    ...new Set(groups.flatMap(({ steps }) => steps.filter((s) => s.events > 0).map((s) => s.time))),
  ].sort((a, b) => a - b)
  const place = groups.map(() => 0)
  const difference = Array.from({ length: free }, () => 0)
  const covariance = Matrix.zeros(free, free)
  for (const time of times) {
    const now = groups.map(({ steps }, g) => {
      while ((steps[place[g] as number]?.time ?? Number.POSITIVE_INFINITY) < time)
        place[g] = (place[g] as number) + 1
      const step = steps[place[g] as number]
      return { atRisk: step?.atRisk ?? 0, events: step?.time === time ? step.events : 0 }
    })
    const n = now.reduce((sum, { atRisk }) => sum + atRisk, 0)
    const d = now.reduce((sum, { events }) => sum + events, 0)
    const spread = n > 1 ? (d * (n - d)) / (n - 1) : 0
    for (let g = 0; g < free; g++) {
      const share = (now[g]?.atRisk ?? 0) / n
      difference[g] = (difference[g] as number) + (now[g]?.events ?? 0) - d * share
      for (let h = 0; h < free; h++) {
        const other = (now[h]?.atRisk ?? 0) / n
        covariance.set(g, h, covariance.get(g, h) + spread * share * ((g === h ? 1 : 0) - other))
      }
    }
  }
  const middle = inverse(covariance)
  return middle && times.length > 0 ? chiSquaredTest('log-rank', quadratic(difference, middle), free) : null
}
