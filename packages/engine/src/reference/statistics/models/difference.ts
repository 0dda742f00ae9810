/** Difference in differences: least squares with the two indicators, their product and controls. */
import type { ModelStatistic } from '@sund/model'
import type { DifferenceSpec, Term } from '../../../plan/types.js'
import { numberOf, type Population, type Row } from '../../data.js'
import { degenerate, unitsOf } from '../population.js'
import { designOf, totalSquares } from './design.js'
import { linearLines, ordinary, varying } from './linear.js'
import { linearMargins } from './margins.js'
import { degreesOf, reportOf, slopesOf, wald } from './report.js'

export function regressPanelDiff(population: Population, spec: DifferenceSpec): ModelStatistic {
  const term = (...columns: string[]): Term => ({
    factors: columns.map((column) => ({ column, categorical: false })),
  })
  const { group, treated } = spec
  const terms = [term(group, treated), term(group), term(treated), ...spec.terms]
  const design = designOf(population, { ...spec, terms }, { centred: true, constant: true })
  varying(design, spec.outcome)
  const at = (row: Row) => [group, treated].map((name) => numberOf(row, name) as number)
  if (design.rows.some((row) => at(row).some((value) => value !== 0 && value !== 1)))
    degenerate(population, `${group} and ${treated} must be 0 or 1 in every row.`)
  const effect = `${group}#${treated}`
  if ([effect, group, treated].some((name) => !design.columns.some((column) => column.term === name)))
    degenerate(population, 'One of the four combinations of group and treatment has no rows.')
  const cells = ['0#0', '0#1', '1#0', '1#1'].flatMap((level) => {
    const units = unitsOf(design.rows.filter((row) => at(row).join('#') === level))
    return units > 0 ? [{ term: effect, level, units }] : []
  })
  const fit = ordinary(design, design, spec)
  const n = design.y.length
  const size = design.columns.length + 1
  const degrees = degreesOf(design, n, size)
  const r2 = 1 - fit.rss / totalSquares(design)
  return {
    ...reportOf(design, spec),
    coefficients: linearLines(design, fit, spec, fit.degrees),
    ...linearMargins(spec, design, fit, { degrees: fit.degrees, terms }),
    parameters: size,
    residualDegreesOfFreedom: degrees,
    factorLevels: [...design.factorLevels, ...cells],
    fit: { r2, adjustedR2: 1 - ((1 - r2) * (n - 1)) / degrees, rmse: Math.sqrt(fit.rss / degrees) },
    tests: wald(fit, slopesOf(design), fit.degrees),
  }
}
