/** From estimates and a covariance to the lines of a report, the same for every model. */

import type { Coefficient, TestStatistic } from '@sund/model'
import type { Matrix } from 'ml-matrix'
import { inverse, quadratic } from './algebra.js'
import { CONSTANT, type Design } from './design.js'
import { chiSquaredTest, criticalValue, fTest, normalP, tP } from './distributions.js'

/** One coefficient for each column, the constant last; `degreesOfFreedom` infinite for the normal distribution. */
export function coefficientsOf(
  design: Pick<Design, 'columns' | 'constant'>,
  estimates: readonly number[],
  covariance: Matrix,
  level: number,
  degreesOfFreedom = Number.POSITIVE_INFINITY,
): Coefficient[] {
  const critical = criticalValue(level, degreesOfFreedom)
  const line = (index: number): Omit<Coefficient, 'term' | 'label'> => {
    const estimate = estimates[index] as number
    const standardError = Math.sqrt(covariance.get(index, index))
    const statistic = estimate / standardError
    return {
      estimate,
      standardError,
      statistic,
      p: Number.isFinite(degreesOfFreedom) ? tP(statistic, degreesOfFreedom) : normalP(statistic),
      lower: estimate - critical * standardError,
      upper: estimate + critical * standardError,
    }
  }
  const offset = design.constant ? 1 : 0
  const lines: Coefficient[] = design.columns.map(({ term, level: of, label }, i) => ({
    term,
    ...(of === undefined ? {} : { level: of }),
    label,
    ...line(i + offset),
  }))
  const label = { en: 'Constant', nb: 'Konstant', da: 'Konstant' }
  return design.constant ? [...lines, { term: CONSTANT, label, ...line(0) }] : lines
}

/** Wald's test that all but the constant are 0: chi-squared, or F where `denominator` is given. Null when it is singular. */
export function waldTest(
  design: Pick<Design, 'columns' | 'constant'>,
  estimates: readonly number[],
  covariance: Matrix,
  denominator?: number,
): TestStatistic | null {
  const offset = design.constant ? 1 : 0
  const size = design.columns.length
  if (size === 0) return null
  const middle = inverse(covariance.subMatrix(offset, offset + size - 1, offset, offset + size - 1))
  if (!middle) return null
  const value = quadratic(estimates.slice(offset), middle)
  return denominator === undefined
    ? chiSquaredTest('wald', value, size)
    : fTest(value / size, size, denominator)
}
