/** Kaplan–Meier tables by group, and the log-rank test straight from its definition (Mantel 1966). */
import type { SurvivalGroup, SurvivalStatistic, SurvivalStep, TestStatistic } from '@sund/model'
import { inverse, Matrix, SingularValueDecomposition } from 'ml-matrix'
import type { ShowSpec } from '../../plan/types.js'
import type { Population, Row } from '../data.js'
import { type Axis, axisOf, groupingOf } from './axes.js'
import { chiSquared } from './distributions.js'
import { columnOf, degenerate, measured, plain, recordSet, recordSetWithout } from './population.js'

export function kaplanMeier(
  population: Population,
  spec: Extract<ShowSpec, { show: 'kaplan-meier' }>,
): SurvivalStatistic {
  const [time, event] = [measured(population, spec.time).raw, measured(population, spec.event).raw]
  const axis = spec.by === null ? null : axisOf(population, spec.by)
  const rows = population.rows.filter(
    (row) => time(row) !== null && event(row) !== null && (axis === null || axis.of(row) !== null),
  )
  if (rows.length === 0) return degenerate(population, `No row has both ${spec.event} and ${spec.time}.`)
  const group: Pick<Axis, 'of' | 'levels'> = axis ?? {
    of: () => 0,
    levels: () => [{ value: 0, code: null, label: plain('all') }],
  }
  const levels = group.levels(rows)
  const followed = rows.map((row) => ({
    time: time(row) as number,
    event: event(row) !== 0,
    group: levels.findIndex(({ value }) => value === group.of(row)),
    row,
  }))
  return {
    kind: 'survival',
    by: axis && groupingOf(axis),
    timeTitle: columnOf(population, spec.time).title,
    level: spec.level,
    groups: levels.map(({ code, label }, g): SurvivalGroup => {
      const own = followed.filter((one) => one.group === g)
      return {
        code,
        label,
        set: recordSet(
          population,
          own.map(({ row }) => row),
        ),
        missing: recordSetWithout(
          population,
          population.rows.filter((row) => group.of(row) === levels[g]?.value),
          own.map(({ row }) => row),
        ),
        steps: stepsOf(own),
      }
    }),
    test: levels.length > 1 ? logRank(followed, levels.length) : null,
  }
}

interface Followed {
  time: number
  event: boolean
  group: number
  row: Row
}

function stepsOf(followed: readonly Followed[]): SurvivalStep[] {
  const times = [...new Set(followed.map(({ time }) => time))].sort((a, b) => a - b)
  return times.map((time) => {
    const leaving = followed.filter((one) => one.time === time)
    const events = leaving.filter(({ event }) => event).length
    return {
      time,
      atRisk: followed.filter((one) => one.time >= time).length,
      events,
      censored: leaving.length - events,
    }
  })
}

/** Observed less expected events of each group but the last, by their hypergeometric covariance. Null where that is singular. */
function logRank(followed: readonly Followed[], groups: number): TestStatistic | null {
  const free = groups - 1
  const times = new Set(followed.filter(({ event }) => event).map(({ time }) => time))
  const difference = Matrix.zeros(free, 1)
  const covariance = Matrix.zeros(free, free)
  for (const time of times) {
    const atRisk = followed.filter((one) => one.time >= time)
    const failing = atRisk.filter((one) => one.time === time && one.event)
    const [n, d] = [atRisk.length, failing.length]
    const share = (g: number) => atRisk.filter(({ group }) => group === g).length / n
    const spread = n > 1 ? (d * (n - d)) / (n - 1) : 0
    for (let g = 0; g < free; g++) {
      const observed = failing.filter(({ group }) => group === g).length
      difference.set(g, 0, difference.get(g, 0) + observed - d * share(g))
      for (let h = 0; h < free; h++)
        covariance.set(g, h, covariance.get(g, h) + spread * share(g) * ((g === h ? 1 : 0) - share(h)))
    }
  }
  if (times.size === 0 || new SingularValueDecomposition(covariance).rank < free) return null
  const value = difference.transpose().mmul(inverse(covariance)).mmul(difference).get(0, 0)
  return chiSquared('log-rank', value, free)
}
