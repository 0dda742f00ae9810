/**
 * Regressions over rows of the same units: within units (fe), between them (be), a weighing of both (re) and neither
 * (pooled). All four, and what they share of fit, follow from the products of all rows and, by number of rows, of units.
 */
import type { ModelStatistic, TestStatistic } from '@sund/model'
import { Matrix } from 'ml-matrix'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { ModelSpec, PanelSpec } from '../plan/types.js'
import { independent, inverse, pairs, quadratic, symmetric } from './algebra.js'
import { waldTest } from './coefficients.js'
import { type Design, designOf, named, z } from './design.js'
import { chiSquaredTest, fTest } from './distributions.js'
import { dependent, linesOf, ordinary, reportOf, residualDegrees, varying, withColumns } from './linear.js'
import { besides, linearMargins } from './margins.js'
import {
  columnsOf,
  type Fit,
  type GroupClass,
  groupClasses,
  leastSquares,
  productsOf,
  residual,
  sumsByGroup,
  weighed,
} from './products.js'
import { sandwich } from './sandwich.js'
import { degenerate, type Source } from './source.js'
import { type Weighing, withPeople } from './weights.js'

/**
 * As Stata's xtreg ([XT] xtreg, Methods and formulas); the unit is the row's unit. fe has the mean of the unit effects as its
 * constant; re is Swamy and Arora's (1972) with the harmonic mean of rows a unit, normal and chi-squared; be weighs units alike.
 * `robust` clusters by unit, `cluster` by groups of whole units, both with G/(G−1) · (n−1)/(n−k), where k leaves out the unit
 * effects. Residual degrees of freedom of fe count the unit effects.
 */
export async function regressPanel(source: Source, spec: PanelSpec): Promise<ModelStatistic> {
  return fitPanel(source, spec, await panelDesign(source, spec))
}

/**
 * Hausman's (1978) test that re is consistent, as Stata's hausman: (b − B)′ (V_b − V_B)⁻¹ (b − B) over the terms that both
 * have, each with its own variance. The difference and its standard error stand as their own equation.
 */
export async function hausman(source: Source, spec: PanelSpec): Promise<ModelStatistic> {
  return fitHausman(source, spec, await panelDesign(source, spec))
}

export const panelDesign = (source: Source, spec: PanelSpec): Promise<Design> =>
  designOf(source, { ...spec, ...besides(spec), unit: true }, { binary: false, centred: true })

/** The products that panel estimators weigh. */
interface Panel {
  source: Source
  design: Design
  /** Of all rows. */
  total: Matrix
  classes: GroupClass[]
  units: number
  /** Rows about the means of their units, and the means, each unit once. */
  within: Matrix
  means: Matrix
  y: number
}

async function panelOf(source: Source, design: Design): Promise<Panel> {
  varying(source, design)
  const total = await productsOf(source, design)
  const classes = await groupClasses(source, design, [sql`unit`])
  const size = total.rows
  const units = classes.reduce((sum, { groups }) => sum + groups, 0)
  if (units < 2)
    return degenerate(source, 'All rows are of one unit.', 'Use regress, or widen the condition.')
  if (classes.every(({ rows }) => rows === 1))
    return degenerate(
      source,
      'Every unit has one row only, so nothing can be compared within units.',
      'Use regress, or import several dates a unit.',
    )
  return {
    source,
    design,
    total,
    classes,
    units,
    within: Matrix.sub(
      total,
      weighed(classes, size, (rows) => 1 / rows),
    ),
    means: weighed(classes, size, (rows) => 1 / rows ** 2),
    y: size - 1,
  }
}

/** An estimate by one of the estimators; columns are places in the design. */
interface Estimate {
  places: number[]
  /** The constant first. */
  estimates: number[]
  covariance: Matrix
  /** Of Student's t; infinite where tests are normal. */
  degrees: number
  residualDegrees: number
  /** σ of unit effects and of what is left, and the share of a unit's mean that re takes away (where all have as many rows). */
  sigmaUnit?: number
  sigmaResidual?: number
  theta?: number
  tests: TestStatistic[]
  notes: string[]
  weighs: Weighs
}

/** What an estimator weighs: the means of units, or rows less a share of their unit's means (by its number of rows), and what that leaves of 1. */
type Weighs = 'means' | ((rows: Sql) => { share: Sql; constant: Sql })

const on = (places: readonly number[]): number[] => places.map((place) => place + 1)

/** A column varies no more than rounding does where this share of its squares, or less, is left. */
const STILL = 1e-10

/** Places of the columns that vary as the products tell, in order, each not determined by earlier ones. */
function usable(products: Matrix, scale: Matrix, columns: number): number[] {
  const varying = Array.from({ length: columns }, (_, i) => i).filter(
    (i) => products.get(i + 1, i + 1) > STILL * scale.get(i + 1, i + 1),
  )
  return independent(products.selection(on(varying), on(varying))).map((kept) => varying[kept] as number)
}

async function fixedEffects(panel: Panel, { robust, cluster }: ModelSpec): Promise<Estimate> {
  const { source, design, within, total, units, y } = panel
  const { n, columns } = design
  const places = usable(within, total, columns.length)
  const notes = columns.flatMap((column, i) => {
    if (places.includes(i)) return []
    const still = !(within.get(i + 1, i + 1) > STILL * total.get(i + 1, i + 1))
    return [
      still
        ? `${named(column)} was left out: it does not vary within units.`
        : `${named(column)} was left out: within units it is a combination of the terms before it (collinearity).`,
    ]
  })
  if (places.length === 0)
    return degenerate(source, 'No term varies within units.', 'Use re or be, or name a term that varies.')
  const slopes = withinFit(panel, places)
  const degrees = residualDegrees(source, n - units, places.length)
  const variance = slopes.rss / degrees
  let middle = slopes.bread.clone().mul(variance)
  let tDegrees = degrees
  if (robust || cluster !== null) {
    const { meat, groups } = await unitScores(panel, on(places), slopes.estimates, cluster, () => sql`1.0`)
    const k = places.length + 1
    middle = sandwich(slopes.bread, meat, (groups / (groups - 1)) * ((n - 1) / (n - k)))
    tDegrees = groups - 1
  }
  // Columns and outcome are centred over all rows, so the constant is 0 there and independent of the slopes.
  const covariance = Matrix.zeros(places.length + 1, places.length + 1)
  covariance.setSubMatrix(middle, 1, 1)
  covariance.set(0, 0, robust || cluster !== null ? 0 : variance / n)
  const estimates = [0, ...slopes.estimates]
  const pooled = leastSquares(total, [0, ...on(places)], y) ?? dependent(source)
  const same = fTest((pooled.rss - slopes.rss) / (units - 1) / variance, units - 1, degrees)
  return {
    places,
    estimates,
    covariance,
    degrees: tDegrees,
    residualDegrees: degrees,
    sigmaUnit: Math.sqrt(unitVariance(panel, places, slopes.estimates)),
    sigmaResidual: Math.sqrt(variance),
    tests: [
      ...modelTest(design, places, estimates, covariance, tDegrees),
      ...(robust || cluster !== null ? [] : [{ ...same, of: 'unit effects' }]),
    ],
    notes,
    // Of rows about the means of their units, with the mean of all put back.
    weighs: () => ({ share: sql`1.0`, constant: sql`1.0` }),
  }
}

const withinFit = ({ within, y, source }: Panel, places: readonly number[]): Fit =>
  leastSquares(within, on(places), y) ?? dependent(source)

/** The variance over units of ȳ − x̄′b. */
function unitVariance(
  { means, units, y }: Panel,
  places: readonly number[],
  slopes: readonly number[],
): number {
  const at = [0, ...on(places), y]
  const products = means.selection(at, at)
  const effect = [0, ...slopes.map((slope) => -slope), 1]
  const sum = effect.reduce((total, weight, i) => total + weight * products.get(0, i), 0)
  return Math.max(0, (quadratic(effect, products) - sum ** 2 / units) / (units - 1))
}

async function randomEffects(panel: Panel, { robust, cluster }: ModelSpec): Promise<Estimate> {
  const { source, design, classes, total, units, y, means } = panel
  const { n, columns } = design
  const size = total.rows
  const within = usable(panel.within, total, columns.length)
  // One of the means of units is the constant's, which leaves a regression without slopes one parameter.
  const inner = residualDegrees(source, n - units + 1, within.length + 1)
  const residualVariance = (within.length > 0 ? withinFit(panel, within).rss : panel.within.get(y, y)) / inner
  const between = betweenFit(panel)
  const harmonic = units / classes.reduce((sum, { rows, groups }) => sum + groups / rows, 0)
  const variance = Math.max(0, between.rss / between.degrees - residualVariance / harmonic)
  const theta = (rows: number) => 1 - Math.sqrt(residualVariance / (rows * variance + residualVariance))
  const part = (rows: number) => (2 * theta(rows) - theta(rows) ** 2) / rows
  const products = Matrix.sub(total, weighed(classes, size, part))
  const places = columns.map((_, i) => i)
  const at = [0, ...on(places)]
  const fit = leastSquares(products, at, y) ?? dependent(source)
  const degrees = residualDegrees(source, n, at.length)
  let covariance = fit.bread.clone().mul(fit.rss / degrees)
  const left = (rows: Sql) =>
    sql`CAST(${value(residualVariance)} AS DOUBLE) / (${rows} * CAST(${value(variance)} AS DOUBLE) + CAST(${value(residualVariance)} AS DOUBLE))`
  if (robust || cluster !== null) {
    const taken = (rows: Sql) => sql`(1 - ${left(rows)})`
    const { meat, groups } = await unitScores(panel, at, fit.estimates, cluster, taken)
    covariance = sandwich(fit.bread, meat, (groups / (groups - 1)) * ((n - 1) / degrees))
  }
  const wald = waldTest(withColumns(design, places), fit.estimates, covariance)
  const [first, ...others] = classes
  return {
    places,
    estimates: fit.estimates,
    covariance,
    degrees: Number.POSITIVE_INFINITY,
    residualDegrees: Math.min(degrees, means.get(0, 0) - 1),
    sigmaUnit: Math.sqrt(variance),
    sigmaResidual: Math.sqrt(residualVariance),
    ...(first && others.length === 0 ? { theta: theta(first.rows) } : {}),
    tests: wald ? [wald] : [],
    notes:
      variance === 0
        ? ['Units do not differ more than their rows do, so this is the pooled regression.']
        : [],
    weighs: (rows) => ({ share: sql`(1 - sqrt(${left(rows)}))`, constant: sql`sqrt(${left(rows)})` }),
  }
}

interface Between extends Fit {
  places: number[]
  degrees: number
}

function betweenFit({ source, design, means, total, units, y }: Panel): Between {
  // Means of columns that vary within units only are all alike.
  const centred = centredProducts(means)
  const places = usable(centred, total, design.columns.length)
  const fit = leastSquares(means, [0, ...on(places)], y) ?? dependent(source)
  return { ...fit, places, degrees: residualDegrees(source, units, places.length + 1) }
}

function betweenEffects(panel: Panel): Estimate {
  const { design, y, means } = panel
  const fit = betweenFit(panel)
  const covariance = fit.bread.clone().mul(fit.rss / fit.degrees)
  const total = centredProducts(means).get(y, y)
  const tested = fit.places.length
  const test =
    tested > 0 ? [fTest((total - fit.rss) / tested / (fit.rss / fit.degrees), tested, fit.degrees)] : []
  return {
    places: fit.places,
    estimates: fit.estimates,
    covariance,
    degrees: fit.degrees,
    residualDegrees: fit.degrees,
    tests: test,
    notes: design.columns.flatMap((column, i) =>
      fit.places.includes(i)
        ? []
        : [`${named(column)} was left out: the means of units do not tell it from the terms before it.`],
    ),
    weighs: 'means',
  }
}

async function pooled(panel: Panel, spec: ModelSpec): Promise<Estimate> {
  const { source, design, total, y } = panel
  const places = design.columns.map((_, i) => i)
  const at = [0, ...on(places)]
  let fit: Pick<Estimate, 'estimates' | 'covariance' | 'degrees'>
  if (spec.robust && spec.cluster === null) {
    const { estimates, bread } = leastSquares(total, at, y) ?? dependent(source)
    const { meat, groups } = await unitScores(panel, at, estimates, null, () => sql`0.0`)
    const factor = (groups / (groups - 1)) * ((design.n - 1) / (design.n - at.length))
    fit = { estimates, covariance: sandwich(bread, meat, factor), degrees: groups - 1 }
  } else fit = await ordinary(source, design, total, at, y, spec)
  return {
    places,
    ...fit,
    residualDegrees: residualDegrees(source, design.n, at.length),
    tests: modelTest(design, places, fit.estimates, fit.covariance, fit.degrees),
    notes: [],
    weighs: () => ({ share: sql`0.0`, constant: sql`1.0` }),
  }
}

/** What weighs outcomes: the constant and the columns as an estimator sees them. */
function weighingOf({ design }: Panel, places: readonly number[], weighs: Weighs): Weighing {
  const rows = list(
    design.parts.map((part) => sql`SELECT * FROM ${part}`),
    sql` UNION ALL `,
  )
  const names = [sql`one`, ...places.map((_, i) => id(`x${i}`))]
  const seen = (columns: readonly Sql[]) => list(columns.map((of, i) => sql`${of} AS ${names[i] as Sql}`))
  if (weighs === 'means') {
    const means = seen([sql`1.0`, ...places.map((place) => sql`avg(${z(place)})`)])
    return {
      parts: [sql`(SELECT min(__subject) AS __subject, ${means} FROM (${rows}) GROUP BY unit)`],
      regressors: names,
    }
  }
  const { share, constant } = weighs(sql`count(*) OVER units`)
  const left = seen([
    constant,
    ...places.map((place) => sql`${z(place)} - ${share} * avg(${z(place)}) OVER units`),
  ])
  return {
    parts: [sql`(SELECT __subject, ${left} FROM (${rows}) WINDOW units AS (PARTITION BY unit))`],
    regressors: names,
  }
}

const modelTest = (
  design: Design,
  places: readonly number[],
  estimates: readonly number[],
  covariance: Matrix,
  degrees: number,
): TestStatistic[] => {
  const test = waldTest(withColumns(design, places), estimates, covariance, degrees)
  return test ? [test] : []
}

/**
 * Σ u u′ over units, or over clusters of whole units: u = Σ x̃ ẽ over the unit's rows, where x̃ and ẽ have a share `taken` (of
 * the number of rows) of the product of their unit's sums taken away: 1 is fe, 0 is pooled.
 */
async function unitScores(
  { source, design, y }: Panel,
  at: readonly number[],
  estimates: readonly number[],
  cluster: string | null,
  taken: (rows: Sql) => Sql,
): Promise<{ meat: Matrix; groups: number }> {
  const columns = columnsOf(design)
  const left = residual(columns, at, y, estimates)
  const u = at.map((_, i) => id(`u${i}`))
  const sums = sumsByGroup(
    design.parts,
    [sql`unit`, ...(cluster === null ? [] : [sql`c`])],
    [
      { as: sql`rows`, of: sql`1.0` },
      { as: sql`r`, of: left },
      ...at.flatMap((column, i) => [
        { as: id(`s${i}`), of: columns[column] as Sql },
        { as: u[i] as Sql, of: sql`${columns[column] as Sql} * ${left}` },
      ]),
    ],
  )
  const scores = sql`SELECT ${list([
    cluster === null ? sql`unit AS g` : sql`c AS g`,
    ...u.map((name, i) => sql`${name} - ${taken(sql`rows`)} * ${id(`s${i}`)} * r / rows AS ${name}`),
  ])} FROM ${sums}`
  const byGroup = sql`(SELECT ${list([sql`g`, ...u.map((name) => sql`sum(${name}) AS ${name}`)])} FROM (${scores}) GROUP BY g)`
  const products = pairs(at.length)
  const [answer] = await source.ask(
    sql`SELECT ${list([
      sql`count(*) AS groups, (SELECT count(*) - count(DISTINCT unit) FROM ${sums}) AS split`,
      ...products.map(([i, j], k) => sql`sum(${u[i] as Sql} * ${u[j] as Sql}) AS ${id(`p${k}`)}`),
    ])} FROM ${byGroup}`,
  )
  if (Number(answer?.['split']) > 0)
    return degenerate(
      source,
      `Rows of one unit lie in several groups of cluster(${cluster}).`,
      'Cluster by a variable that is the same in all rows of a unit, or write robust.',
    )
  const groups = Number(answer?.['groups'])
  if (groups < 2) return degenerate(source, `cluster(${cluster}) has one group only.`, 'Leave out cluster().')
  return {
    meat: symmetric(
      at.length,
      products.map((_, k) => Number(answer?.[`p${k}`])),
    ),
    groups,
  }
}

/** Products about the means of the columns. */
function centredProducts(products: Matrix): Matrix {
  const first = products.getColumnVector(0)
  const count = products.get(0, 0)
  return count > 1e-9 ? Matrix.sub(products, first.mmul(first.transpose()).mul(1 / count)) : products.clone()
}

/** The squared correlation of x′b and the outcome over products; 0 where x′b does not vary there, measured by `total`. */
function explained(
  products: Matrix,
  total: Matrix,
  places: readonly number[],
  slopes: readonly number[],
  y: number,
): number {
  const centred = centredProducts(products)
  const at = on(places)
  const fitted = quadratic(slopes, centred.selection(at, at))
  const both = slopes.reduce((sum, slope, i) => sum + slope * centred.get(at[i] as number, y), 0)
  const own = fitted * centred.get(y, y)
  return fitted > STILL * quadratic(slopes, total.selection(at, at)) && own > 0 ? both ** 2 / own : 0
}

const ESTIMATORS: Record<
  PanelSpec['estimator'],
  (panel: Panel, spec: ModelSpec) => Estimate | Promise<Estimate>
> = {
  fe: fixedEffects,
  re: randomEffects,
  be: betweenEffects,
  pooled,
}

export async function fitPanel(source: Source, spec: PanelSpec, design: Design): Promise<ModelStatistic> {
  const panel = await panelOf(source, design)
  const estimate = await ESTIMATORS[spec.estimator](panel, spec)
  const { places, estimates, covariance, degrees, sigmaUnit, sigmaResidual, theta } = estimate
  const own = withColumns(design, places)
  const slopes = estimates.slice(1)
  const { scale } = design.outcome
  return {
    ...reportOf(design, spec),
    coefficients: await withPeople(
      source,
      own,
      linesOf(own, estimates, covariance, spec, degrees),
      weighingOf(panel, places, estimate.weighs),
    ),
    ...(await linearMargins(source, spec, design, {
      estimates,
      covariance,
      places,
      degreesOfFreedom: degrees,
    })),
    parameters: estimates.length,
    residualDegreesOfFreedom: estimate.residualDegrees,
    fit: {
      r2Within: explained(panel.within, panel.total, places, slopes, panel.y),
      r2Between: explained(panel.means, panel.total, places, slopes, panel.y),
      r2Overall: explained(panel.total, panel.total, places, slopes, panel.y),
      ...(sigmaUnit === undefined || sigmaResidual === undefined
        ? {}
        : {
            sigmaUnit: sigmaUnit * scale,
            sigmaResidual: sigmaResidual * scale,
            rho: sigmaUnit ** 2 / (sigmaUnit ** 2 + sigmaResidual ** 2),
          }),
      ...(theta === undefined ? {} : { theta }),
      groups: panel.units,
    },
    tests: estimate.tests,
    notes: [...design.notes, ...estimate.notes],
  }
}

export async function fitHausman(source: Source, spec: PanelSpec, design: Design): Promise<ModelStatistic> {
  const panel = await panelOf(source, design)
  const plain = { ...spec, robust: false, cluster: null, standardize: false }
  const [fixed, random] = [await fixedEffects(panel, plain), await randomEffects(panel, plain)]
  const shared = fixed.places
  const ofRandom = shared.map((place) => place + 1)
  const ofFixed = shared.map((_, i) => i + 1)
  const own: Design = { ...withColumns(design, shared), constant: false }
  const difference = ofFixed.map(
    (i, k) => (fixed.estimates[i] as number) - (random.estimates[ofRandom[k] as number] as number),
  )
  const variance = Matrix.sub(
    fixed.covariance.selection(ofFixed, ofFixed),
    random.covariance.selection(ofRandom, ofRandom),
  )
  // Where both estimators are the same, what is left of their variances is rounding.
  const positive = shared
    .map((_, i) => i)
    .filter((i) => variance.get(i, i) > 1e-10 * fixed.covariance.get(i + 1, i + 1))
  const middle = positive.length === shared.length ? inverse(variance) : null
  const lines = (
    equation: string,
    of: Design,
    estimates: readonly number[],
    covariance: Matrix,
    degrees?: number,
  ) => linesOf(of, estimates, covariance, plain, degrees).map((line) => ({ equation, ...line }))
  const all = withColumns(design, shared)
  const [ofFe, ofRe] = [
    lines('fe', all, fixed.estimates, fixed.covariance, fixed.degrees),
    lines('re', design, random.estimates, random.covariance),
  ]
  return {
    ...reportOf(design, spec),
    coefficients: [
      ...(await withPeople(source, all, ofFe, weighingOf(panel, shared, fixed.weighs))),
      ...(await withPeople(source, design, ofRe, weighingOf(panel, random.places, random.weighs))),
      ...lines(
        'difference',
        withColumns(own, positive),
        positive.map((i) => difference[i] as number),
        variance.selection(positive, positive),
      ),
    ],
    parameters: random.estimates.length,
    residualDegreesOfFreedom: Math.min(fixed.residualDegrees, random.residualDegrees),
    fit: { groups: panel.units },
    tests: middle
      ? [{ ...chiSquaredTest('wald', quadratic(difference, middle), shared.length), name: 'hausman' }]
      : [],
    notes: [
      ...design.notes,
      ...fixed.notes,
      ...(middle
        ? []
        : [
            'The difference of the two covariances is not positive definite, so the test does not exist for these data.',
          ]),
    ],
  }
}
