/** Difference in differences: least squares with the two indicators, their product and controls. */
import type { ModelStatistic } from '@sund/model'
import { sql } from '../dialects/sql.js'
import type { DifferenceSpec, Term } from '../plan/types.js'
import { waldTest } from './coefficients.js'
import { type Design, designOf, sumsOver } from './design.js'
import { linesOf, ordinary, reportOf, residualDegrees, varying } from './linear.js'
import { besides, linearMargins } from './margins.js'
import { productsOf } from './products.js'
import { peopleBy } from './sides.js'
import { degenerate, type Source } from './source.js'
import { ofDesign, withPeople } from './weights.js'

/**
 * The coefficient of `group#treated` is the difference in differences (as in Stata's regress y i.group##i.treated x). Both are
 * 0 and 1. Standard errors are the classical ones of least squares, else as `robust` and `cluster` say; rows of a unit belong
 * together, so cluster by what was treated (Bertrand, Duflo and Mullainathan 2004).
 */
export async function regressPanelDiff(source: Source, spec: DifferenceSpec): Promise<ModelStatistic> {
  return fitDifference(source, spec, await differenceDesign(source, spec))
}

export function differenceDesign(source: Source, spec: DifferenceSpec): Promise<Design> {
  const asked = { ...spec, terms: termsOf(spec), beside: [spec.group, spec.treated] }
  return designOf(source, { ...asked, ...besides(asked) }, { binary: false, centred: true })
}

function termsOf(spec: DifferenceSpec): Term[] {
  const [group, treated] = [spec.group, spec.treated].map((column) => ({ column, categorical: false })) as [
    { column: string; categorical: boolean },
    { column: string; categorical: boolean },
  ]
  return [{ factors: [group, treated] }, { factors: [group] }, { factors: [treated] }, ...spec.terms]
}

export async function fitDifference(
  source: Source,
  spec: DifferenceSpec,
  design: Design,
): Promise<ModelStatistic> {
  varying(source, design)
  const [others] = await sumsOver(source, design.parts, (part) => part, [
    sql`CAST(x0 NOT IN (0, 1) OR x1 NOT IN (0, 1) AS INTEGER)`,
  ])
  if (others !== 0)
    return degenerate(
      source,
      `${spec.group} and ${spec.treated} must be 0 or 1 in every row.`,
      'Make them so with recode or generate.',
    )
  const effect = `${spec.group}#${spec.treated}`
  for (const term of [effect, spec.group, spec.treated])
    if (!design.columns.some((column) => column.term === term))
      return degenerate(
        source,
        'One of the four combinations of group and treatment has no rows.',
        `Look at tabulate ${spec.group} ${spec.treated}.`,
      )
  const cells = await peopleBy(
    source,
    design,
    sql`CAST(CAST(x0 AS INTEGER) AS VARCHAR) || '#' || CAST(CAST(x1 AS INTEGER) AS VARCHAR)`,
  )
  const products = await productsOf(source, design)
  const y = design.columns.length + 1
  const on = [0, ...design.columns.map((_, i) => i + 1)]
  const fit = await ordinary(source, design, products, on, y, spec)
  const degrees = residualDegrees(source, design.n, on.length)
  const test = waldTest(design, fit.estimates, fit.covariance, fit.degrees)
  const r2 = 1 - fit.rss / products.get(y, y)
  return {
    ...reportOf(design, spec),
    coefficients: await withPeople(
      source,
      design,
      linesOf(design, fit.estimates, fit.covariance, spec, fit.degrees),
      ofDesign(design),
    ),
    ...(await linearMargins(source, spec, design, { ...fit, degreesOfFreedom: fit.degrees }, termsOf(spec))),
    parameters: on.length,
    residualDegreesOfFreedom: degrees,
    factorLevels: [
      ...design.factorLevels,
      ...cells.map(({ level, units }) => ({ term: effect, level, units })),
    ],
    fit: {
      r2,
      adjustedR2: 1 - ((1 - r2) * (design.n - 1)) / degrees,
      rmse: Math.sqrt(fit.rss / degrees) * design.outcome.scale,
    },
    tests: test ? [test] : [],
  }
}
