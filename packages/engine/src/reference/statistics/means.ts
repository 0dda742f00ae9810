/** Means with confidence intervals from Student's t, by variable and group. */
import { type Coefficient, inLanguage, type ModelStatistic } from '@sund/model'
import type { ShowSpec } from '../../plan/types.js'
import type { Population } from '../data.js'
import { MEASURES } from '../order.js'
import { axisOf, type Level } from './axes.js'
import { studentTails, studentWithin } from './distributions.js'
import { degenerate, measured, recordSet, recordSetWithout, summed, unitsOf, valuesOf } from './population.js'

type Line = Coefficient & { n: number; units: number }

/** A line for each variable that has two values in a group. Rows without a group are left out. */
export function means(population: Population, spec: Extract<ShowSpec, { show: 'ci' }>): ModelStatistic {
  const axis = spec.by === null ? null : axisOf(population, spec.by)
  const rows = population.rows.filter((row) => axis === null || axis.of(row) !== null)
  const of = spec.columns.map((name) => measured(population, name))
  const levels: (Level | null)[] = axis ? axis.levels(rows) : [null]
  const lines = levels.flatMap((level) => {
    const group = rows.filter((row) => !axis || axis.of(row) === level?.value)
    return of.flatMap(({ column, raw, drawn, moved }): Line[] => {
      const own = interval(valuesOf(group, drawn), spec.level)
      if (own === null) return []
      const before = moved ? interval(valuesOf(group, raw), spec.level) : null
      return [
        {
          ...(level ? { equation: inLanguage(level.label, 'en') } : {}),
          term: column.name,
          label: column.title,
          ...own,
          ...(before ? { raw: before } : {}),
          ...summed(population, group, drawn),
          n: valuesOf(group, raw).length,
          units: unitsOf(group.filter((row) => raw(row) !== null)),
        },
      ]
    })
  })
  if (lines.length === 0) return degenerate(population, 'No variable has two values.')
  const used = rows.filter((row) => of.some(({ raw }) => raw(row) !== null))
  return {
    kind: 'model',
    model: 'ci',
    outcome: spec.columns.join(' '),
    used: recordSet(population, used),
    missing: recordSetWithout(population, rows, used),
    coefficients: lines.map(({ n: _, units: __, ...line }) => line),
    exponentiate: false,
    level: spec.level,
    parameters: lines.length,
    residualDegreesOfFreedom: Math.min(...lines.map(({ n }) => n)) - 1,
    factorLevels: lines.map(({ term, equation, units }) => ({ term, level: equation ?? '', units })),
    fit: {},
    tests: [],
    notes: [],
  }
}

/** x̄ ± t · s/√n; null where there is no s. */
function interval(values: readonly number[], level: number): NonNullable<Coefficient['raw']> | null {
  const [estimate, sd, n] = [MEASURES.mean(values), MEASURES.sd(values), values.length]
  if (estimate === null || sd === null) return null
  const standardError = sd / Math.sqrt(n)
  const statistic = estimate / standardError
  const half = studentWithin(level, n - 1) * standardError
  return {
    estimate,
    standardError,
    statistic,
    p: studentTails(statistic, n - 1),
    lower: estimate - half,
    upper: estimate + half,
  }
}
