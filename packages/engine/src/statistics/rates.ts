/**
 * Rates of an event per person-time, as they are and directly standardised: the rates of the strata weighted by how many of a standard
 * population are in each. Intervals by gamma distributions (Fay and Feuer 1997, Statistics in Medicine 16:791), which for one stratum are the exact
 * ones of a Poisson count (Garwood 1936); the same as R's epitools::ageadjust.direct.
 */

import gammaincinv from '@stdlib/math-base-special-gammaincinv'
import type { GroupRates, Rate, RatesStatistic } from '@sund/model'
import { id, list, sql, value } from '../dialects/sql.js'
import type { ShowSpec } from '../plan/types.js'
import { columnAxis, groupingOf } from './axes.js'
import { recordSetOf, recordSets } from './record-sets.js'
import {
  columnOf,
  degenerate,
  numberColumn,
  numberOf,
  plainText,
  refuse,
  type Source,
  winsorised,
} from './source.js'

const MOST_GROUPS = 50
const MOST_STRATA = 10_000
/** Weights of a standard population that is not public are people rounded to so many. */
const ROUNDED_TO = 10

/** What one group has in one stratum of the standard. Sums over parts of the rows add. */
export interface StratumRate {
  events: number
  time: number
  weight: number
}

/**
 * Rows with a missing or negative count of events, no time, or a missing stratum or group are left out. Strata of which the standard has nobody
 * have no weight. The rate of a group without time in a stratum with weight does not exist.
 */
export async function rates(
  source: Source,
  spec: Extract<ShowSpec, { show: 'rates' }>,
): Promise<RatesStatistic> {
  const rawEvent = numberColumn(source, spec.event).of
  const rawTime = numberColumn(source, spec.time).of
  const event = await winsorised(source, rawEvent)
  const time = await winsorised(source, rawTime)
  const over = spec.over === null ? null : columnAxis(source, columnOf(source, spec.over))
  const strata = spec.by.map((name) => columnAxis(source, columnOf(source, name)).sql)
  const groupOf = over ? over.sql : sql`CAST(0 AS DOUBLE)`
  const people = numberColumn(source, spec.standard).of
  const weight = source.public ? people : sql`round(${people} / ${value(ROUNDED_TO)}) * ${value(ROUNDED_TO)}`
  const counted = list(
    [sql`${rawEvent} >= 0`, sql`${rawTime} > 0`, ...strata.map((of) => sql`${of} IS NOT NULL`)],
    sql` AND `,
  )
  const rows = await source.keep(
    sql`SELECT __subject, __key, ${groupOf} AS g, ${list(strata.map((of, i) => sql`${of} AS ${id(`b${i}`)}`))}, CAST(${event.of} AS DOUBLE) AS y, CAST(${time.of} AS DOUBLE) AS t, CAST(${rawEvent} AS DOUBLE) AS raw_y, CAST(${rawTime} AS DOUBLE) AS raw_t, GREATEST(COALESCE(${weight}, 0), 0) AS w FROM ${source.rows} WHERE ${groupOf} IS NOT NULL AND ${counted}`,
  )
  const everyone = sql`(SELECT __subject, __key, ${groupOf} AS g, COALESCE(${counted}, FALSE) AS has FROM ${source.rows} WHERE ${groupOf} IS NOT NULL)`
  const has = { set: sql`has`, missing: { every: sql`NOT has` } }
  const sets = (await recordSets(source, everyone, has, [sql`g`], MOST_GROUPS)).filter(
    ({ sets: { set } }) => set.units > 0,
  )
  if (sets.length === 0)
    return degenerate(source, 'No row has all that a rate needs.', 'Look at each variable with summarize.')
  if (sets.length > MOST_GROUPS)
    return refuse(source, `${spec.over} has more than ${MOST_GROUPS} levels.`, 'Recode it into fewer groups.')
  const stratum = sql`${list(spec.by.map((_, i) => id(`b${i}`)))}`
  const sums = await source.ask(
    sql`SELECT g, dense_rank() OVER (ORDER BY ${stratum}) AS s, sum(y) AS events, sum(t) AS time, sum(raw_y) AS raw_events, sum(raw_t) AS raw_time, max(w) AS weight FROM ${rows} GROUP BY g, ${stratum} LIMIT ${value(MOST_STRATA + 1)}`,
  )
  if (sums.length > MOST_STRATA)
    return refuse(source, 'There are too many strata.', `Recode ${spec.by.join(' and ')} into fewer groups.`)
  const weights = new Map<number, number>()
  for (const sum of sums) {
    const at = Number(sum['s'])
    weights.set(at, Math.max(weights.get(at) ?? 0, Number(sum['weight'])))
  }
  if ([...weights.values()].every((of) => of === 0))
    return degenerate(
      source,
      'The standard population has too few people in the strata that have person-time.',
      'Use a larger standard population, or wider strata.',
    )
  const levels = over?.levels(sets.map(({ group }) => group['g'] as number | string)) ?? [
    { value: 0, code: null, label: plainText('all') },
  ]
  const nobody = recordSetOf(source, null)
  return {
    kind: 'rates',
    over: over && groupingOf(over),
    standardisedBy: spec.by.map((name) => columnOf(source, name).title),
    eventTitle: columnOf(source, spec.event).title,
    per: spec.per,
    level: spec.level,
    groups: levels.map(({ value: of, code, label }) => {
      const own = new Map(
        sums.filter((sum) => sum['g'] === of).map((sum) => [Number(sum['s']), sum] as const),
      )
      const ratesOf = (events: string, timeOf: string): GroupRates => {
        const cells = [...weights].map(([s, weightOf]): StratumRate => {
          const sum = own.get(s)
          return {
            events: numberOf(sum?.[events]) ?? 0,
            time: numberOf(sum?.[timeOf]) ?? 0,
            weight: weightOf,
          }
        })
        const all = {
          events: cells.reduce((sum, c) => sum + c.events, 0),
          time: cells.reduce((sum, c) => sum + c.time, 0),
          weight: 1,
        }
        return {
          events: all.events,
          time: all.time,
          crude: rateOf([all], spec) as Rate,
          standardised: rateOf(cells, spec),
        }
      }
      return {
        code,
        label,
        ...(sets.find(({ group }) => group['g'] === of)?.sets ?? { set: nobody, missing: nobody }),
        ...ratesOf('events', 'time'),
        ...(event.moved || time.moved ? { raw: ratesOf('raw_events', 'raw_time') } : {}),
      }
    }),
  }
}

/** The weighted rate of strata with its interval; null where a stratum with weight has no time. */
export function rateOf(
  strata: readonly StratumRate[],
  { per, level }: { per: number; level: number },
): Rate | null {
  const total = strata.reduce((sum, { weight }) => sum + weight, 0)
  const weighed = strata.filter(({ weight }) => weight > 0)
  if (weighed.some(({ time }) => time <= 0)) return null
  let [rate, variance, widest] = [0, 0, 0]
  for (const { events, time, weight } of weighed) {
    const share = weight / total / time
    rate += share * events
    variance += share * share * events
    widest = Math.max(widest, share)
  }
  const tail = (100 - level) / 200
  const [most, spread] = [rate + widest, variance + widest * widest]
  return {
    value: per * rate,
    lower: rate > 0 ? (per * variance * gammaincinv(tail, (rate * rate) / variance)) / rate : 0,
    upper: (per * spread * gammaincinv(tail, (most * most) / spread, true)) / most,
    events: rate > 0 ? (rate * rate) / variance : 0,
  }
}
