/** Crude and directly standardised rates, with intervals as Fay and Feuer (1997, Statistics in Medicine 16:791) write them. */
import type { GroupRates, Rate, RatesStatistic } from '@sund/model'
import type { ShowSpec } from '../../plan/types.js'
import { grouped, numberOf, type Population, type Row } from '../data.js'
import { sumOf } from '../order.js'
import { type Axis, axisOf, groupingOf } from './axes.js'
import { chiSquaredAt } from './distributions.js'
import { columnOf, degenerate, measured, plain, recordSet, recordSetWithout } from './population.js'

type Spec = Extract<ShowSpec, { show: 'rates' }>
interface Stratum {
  events: number
  time: number
  weight: number
}

export function rates(population: Population, spec: Spec): RatesStatistic {
  const [event, time] = [measured(population, spec.event), measured(population, spec.time)]
  const over = spec.over === null ? null : axisOf(population, spec.over)
  const strata = spec.by.map((name) => axisOf(population, name))
  const rows = population.rows.filter((row) => {
    const [events, days] = [event.raw(row), time.raw(row)]
    const known = [...strata, ...(over ? [over] : [])].every((axis) => axis.of(row) !== null)
    return known && events !== null && events >= 0 && days !== null && days > 0
  })
  if (rows.length === 0) return degenerate(population, 'No row has an event, time and strata.')
  /** How many of the standard are in the stratum of a row; in tens of people unless they are public. */
  const standard = (row: Row): number => {
    const people = Math.max(0, numberOf(row, spec.standard) ?? 0)
    return population.public ? people : 10 * Math.floor(people / 10 + 0.5)
  }
  const cells = grouped(rows, (row) => strata.map((axis) => axis.of(row)))
  const weights = cells.map((cell) => Math.max(...cell.map(standard)))
  if (weights.every((weight) => weight === 0)) return degenerate(population, 'The standard has nobody.')
  const group: Pick<Axis, 'of' | 'levels'> = over ?? {
    of: () => 0,
    levels: () => [{ value: 0, code: null, label: plain('all') }],
  }
  return {
    kind: 'rates',
    over: over && groupingOf(over),
    standardisedBy: spec.by.map((name) => columnOf(population, name).title),
    eventTitle: columnOf(population, spec.event).title,
    per: spec.per,
    level: spec.level,
    groups: group.levels(rows).map(({ value, code, label }) => {
      const own = (some: readonly Row[]) => some.filter((row) => group.of(row) === value)
      const ratesOf = (values: 'raw' | 'drawn'): GroupRates => {
        const inStratum = (some: readonly Row[], weight: number): Stratum => ({
          events: sumOf(own(some).map((row) => event[values](row) as number)),
          time: sumOf(own(some).map((row) => time[values](row) as number)),
          weight,
        })
        const all = inStratum(rows, 1)
        return {
          events: all.events,
          time: all.time,
          crude: rate([all], spec) as Rate,
          standardised: rate(
            cells.map((cell, i) => inStratum(cell, weights[i] as number)),
            spec,
          ),
        }
      }
      return {
        code,
        label,
        set: recordSet(population, own(rows)),
        missing: recordSetWithout(population, own(population.rows), own(rows)),
        ...ratesOf('drawn'),
        ...(event.moved || time.moved ? { raw: ratesOf('raw') } : {}),
      }
    }),
  }
}

/** Σ wᵢ xᵢ, wᵢ the stratum's share of the standard per person-time; its variance is Σ wᵢ² xᵢ. Null where a wᵢ does not exist. */
function rate(strata: readonly Stratum[], { per, level }: Spec): Rate | null {
  const counted = strata.filter(({ weight }) => weight > 0)
  if (counted.some(({ time }) => time === 0)) return null
  const standard = sumOf(counted.map(({ weight }) => weight))
  const w = counted.map(({ weight, time }) => weight / standard / time)
  const y = sumOf(counted.map(({ events }, i) => (w[i] as number) * events))
  const v = sumOf(counted.map(({ events }, i) => (w[i] as number) ** 2 * events))
  const most = Math.max(...w)
  const outside = (1 - level / 100) / 2
  const [yu, vu] = [y + most, v + most ** 2]
  return {
    value: per * y,
    lower: y > 0 ? per * (v / (2 * y)) * chiSquaredAt(outside, (2 * y ** 2) / v) : 0,
    upper: per * (vu / (2 * yu)) * chiSquaredAt(outside, (2 * yu ** 2) / vu, true),
    events: y > 0 ? y ** 2 / v : 0,
  }
}
