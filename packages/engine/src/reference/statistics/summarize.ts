/** Number, missing, mean, spread, percentiles of each variable in each group. */
import type { SummaryRow, SummaryStatistic } from '@sund/model'
import type { ShowSpec } from '../../plan/types.js'
import { grouped, type Population, type Row } from '../data.js'
import { MEASURES } from '../order.js'
import { axisOf, dimensionOf } from './axes.js'
import { measured, moved, recordSet, recordSetWithout, summed, valuesOf } from './population.js'
import { percentile } from './table.js'

const PERCENTILES = [1, 25, 50, 75, 99]

export function summarize(
  population: Population,
  spec: Omit<Extract<ShowSpec, { show: 'summarize' }>, 'show'>,
  percentiles: readonly number[] = PERCENTILES,
): SummaryStatistic {
  const axes = spec.by.map((name) => axisOf(population, name))
  const rows = population.rows.filter((row) => axes.every((axis) => axis.of(row) !== null))
  const levels = axes.map((axis) => axis.levels(rows))
  const at = (row: Row): number[] =>
    axes.map((axis, i) => (levels[i] ?? []).findIndex(({ value }) => value === axis.of(row)))
  const groups = axes.length === 0 ? [rows] : grouped(rows, at)
  groups.sort((a, b) => {
    const [x, y] = [at(a[0] as Row), at(b[0] as Row)]
    const i = x.findIndex((index, axis) => index !== y[axis])
    return i < 0 ? 0 : (x[i] as number) - (y[i] as number)
  })
  return {
    kind: 'summary',
    by: axes.map((axis, i) => dimensionOf(axis, levels[i] ?? [])),
    iqr: spec.iqr,
    gini: spec.gini,
    shares: percentiles,
    rows: spec.columns.flatMap((name) => {
      const of = measured(population, name)
      return groups.map((group): SummaryRow => {
        const having = group.filter((row) => of.raw(row) !== null)
        const measure = (kind: 'mean' | 'sd' | 'gini') =>
          moved(MEASURES[kind](valuesOf(group, of.drawn)), MEASURES[kind](valuesOf(group, of.raw)))
        return {
          variable: of.column.name,
          title: of.column.title,
          ...(of.column.unitOfMeasure ? { unitOfMeasure: of.column.unitOfMeasure } : {}),
          at: axes.length === 0 ? [] : at(group[0] as Row),
          present: recordSet(population, having),
          missing: recordSetWithout(population, group, having),
          mean: measure('mean'),
          sd: measure('sd'),
          gini: spec.gini ? measure('gini') : null,
          percentiles: percentiles.map((p) => percentile(group, of, p)).filter((p) => p !== null),
          ...summed(population, group, of.drawn),
        }
      })
    }),
  }
}
