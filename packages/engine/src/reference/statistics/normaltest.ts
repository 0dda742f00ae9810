/**
 * Tests of normality from the third and fourth moment: D'Agostino, Belanger and D'Agostino (Am. Stat. 44, 1990, 316) and Jarque and
 * Bera, as R's moments::agostino.test and fBasics write them, from the values.
 */
import type { ModelStatistic, TestStatistic } from '@sund/model'
import type { ShowSpec } from '../../plan/types.js'
import type { Population } from '../data.js'
import { meanOf } from '../order.js'
import { chiSquared } from './distributions.js'
import { drawnIn } from './outlying.js'
import { degenerate, measured, recordSet, unitsOf, valuesOf } from './population.js'

export function normaltest(
  population: Population,
  spec: Extract<ShowSpec, { show: 'normaltest' }>,
): ModelStatistic {
  const { rows: given } = population
  const rows = drawnIn(
    population,
    given,
    spec.columns.map((name) => ({ name })),
  )
  const of = spec.columns.map((name) => measured(population, name))
  const tests = of.flatMap(({ column, raw }) => {
    const values = valuesOf(rows, raw)
    if (values.length < 20) return degenerate(population, `${column.name} has fewer than 20 values.`)
    if (values.every((value) => value === values[0]))
      return degenerate(population, `${column.name} is the same in every row.`)
    return testsOf(values).map((test) => ({ ...test, of: column.name }))
  })
  const used = rows.filter((row) => of.some(({ raw }) => raw(row) !== null))
  return {
    kind: 'model',
    model: 'normaltest',
    outcome: spec.columns.join(' '),
    used: recordSet(population, used),
    missing: recordSet(
      population,
      rows.filter((row) => !used.includes(row)),
    ),
    coefficients: [],
    exponentiate: false,
    level: 95,
    parameters: 4,
    residualDegreesOfFreedom: Math.min(...of.map(({ raw }) => valuesOf(rows, raw).length)) - 4,
    factorLevels: of.map(({ column, raw }) => ({
      term: column.name,
      level: '',
      units: unitsOf(rows.filter((row) => raw(row) !== null)),
    })),
    fit: {},
    tests,
    notes: [],
  }
}

function testsOf(values: readonly number[]): TestStatistic[] {
  const [n, mean] = [values.length, meanOf(values)]
  const moment = (power: number) => meanOf(values.map((value) => (value - mean) ** power))
  const skewness = moment(3) / moment(2) ** 1.5
  const kurtosis = moment(4) / moment(2) ** 2
  const [z1, z2] = [normalOfSkewness(n, skewness), normalOfKurtosis(n, kurtosis)]
  return [
    chiSquared('skewness', z1 ** 2, 1),
    chiSquared('kurtosis', z2 ** 2, 1),
    chiSquared('skewness-kurtosis', z1 ** 2 + z2 ** 2, 2),
    chiSquared('jarque-bera', n * (skewness ** 2 / 6 + (kurtosis - 3) ** 2 / 24), 2),
  ]
}

/** Johnson's Sᵤ curve with the second and fourth moment of √b₁ under normality. */
function normalOfSkewness(n: number, skewness: number): number {
  const variance = (6 * (n - 2)) / ((n + 1) * (n + 3))
  const fourth = (3 * (n ** 2 + 27 * n - 70) * (n + 1) * (n + 3)) / ((n - 2) * (n + 5) * (n + 7) * (n + 9))
  const w = Math.sqrt(Math.sqrt(2 * fourth - 2) - 1)
  const x = skewness / Math.sqrt(variance) / Math.sqrt(2 / (w ** 2 - 1))
  return Math.log(x + Math.sqrt(x ** 2 + 1)) / Math.sqrt(Math.log(w))
}

/** Wilson and Hilferty's cube root of the χ² that has the first three moments of b₂ under normality. */
function normalOfKurtosis(n: number, kurtosis: number): number {
  const expected = (3 * (n - 1)) / (n + 1)
  const variance = (24 * n * (n - 2) * (n - 3)) / ((n + 1) ** 2 * (n + 3) * (n + 5))
  const skew =
    ((6 * (n ** 2 - 5 * n + 2)) / ((n + 7) * (n + 9))) *
    Math.sqrt((6 * (n + 3) * (n + 5)) / (n * (n - 2) * (n - 3)))
  const freedom = 6 + (8 / skew) * (2 / skew + Math.sqrt(1 + 4 / skew ** 2))
  const standard = (kurtosis - expected) / Math.sqrt(variance)
  const root = Math.cbrt((1 - 2 / freedom) / (1 + standard * Math.sqrt(2 / (freedom - 4))))
  return (1 - 2 / (9 * freedom) - root) / Math.sqrt(2 / (9 * freedom))
}
