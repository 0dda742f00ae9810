/** Regressions over rows of the same units: least squares of rows less their units' means, of the means, or of a part of them. */
import type { Coefficient, ModelStatistic, TestStatistic } from '@sund/model'
import { Matrix } from 'ml-matrix'
import type { ModelSpec, PanelSpec } from '../../../plan/types.js'
import { grouped, type Population, type Row, valueOf } from '../../data.js'
import { meanOf, sumOf } from '../../order.js'
import { chiSquared, fisher } from '../distributions.js'
import { degenerate } from '../population.js'
import { dot, independentOf, inverseOf, quadratic, type Vector } from './algebra.js'
import { type Design, designOf, named } from './design.js'
import { leastSquares, linearLines, ordinary, plainLines, varying } from './linear.js'
import { linearMargins } from './margins.js'
import {
  degreesOf,
  dependent,
  type Estimated,
  meatBy,
  oneCluster,
  reportOf,
  sandwich,
  wald,
} from './report.js'
import type { Weighing } from './weights.js'

interface Panel {
  design: Design
  /** Rows by unit. */
  units: number[][]
  /** The unit of each row. */
  of: number[]
}

function panelOf(population: Population, spec: PanelSpec): Panel {
  const design = designOf(population, spec, { centred: true, constant: true })
  varying(design, spec.outcome)
  const units = grouped(design.rows.keys(), (r) => [(design.rows[r] as Row).unit])
  if (units.length < 2) degenerate(population, 'All rows are of one unit.')
  if (units.every((rows) => rows.length === 1)) degenerate(population, 'Every unit has one row only.')
  const of = design.rows.map((_, r) => units.findIndex((rows) => rows.includes(r)))
  return { design, units, of }
}

/** Rows (constant and columns) and outcome, a share of the unit's means taken away. */
interface Moved {
  x: number[][]
  y: number[]
}
function lessMeans({ design, units, of }: Panel, share: (rows: number) => number): Moved {
  const means = meansOf({ design, units, of })
  const part = (r: number) => share((units[of[r] as number] as number[]).length)
  const mean = (r: number) => of[r] as number
  return {
    x: design.x.map((row, r) =>
      row.map((v, i) => v - part(r) * ((means.x[mean(r)] as number[])[i] as number)),
    ),
    y: design.y.map((v, r) => v - part(r) * (means.y[mean(r)] as number)),
  }
}
const meansOf = ({ design, units }: Panel): Moved => ({
  x: units.map((rows) =>
    (design.x[0] as Vector).map((_, i) => meanOf(rows.map((r) => design.x[r]?.[i] as number))),
  ),
  y: units.map((rows) => meanOf(rows.map((r) => design.y[r] as number))),
})

/** Places of columns that vary in these rows and do not depend on earlier ones; what varies is measured by all rows. */
function usable(x: readonly Vector[], { x: all }: Design): number[] {
  const squares = (rows: readonly Vector[], i: number) => sumOf(rows.map((row) => (row[i] as number) ** 2))
  const varying = (all[0] as Vector)
    .map((_, i) => i)
    .filter((i) => i > 0 && squares(x, i) > 1e-10 * squares(all, i))
  return independentOf(varying.map((i) => x.map((row) => row[i] as number))).map(
    (k) => (varying[k] as number) - 1,
  )
}

interface Estimate extends Estimated {
  /** Places of the columns in the design. */
  places: number[]
  degrees?: number
  residualDegrees: number
  sigmaUnit?: number
  sigmaResidual?: number
  theta?: number
  tests: TestStatistic[]
  notes: string[]
  weighing: Weighing
}

const chosen = (x: readonly Vector[], places: readonly number[]) =>
  x.map((row) => [row[0] as number, ...places.map((i) => row[i + 1] as number)])
const slopePlaces = (places: readonly number[]) => places.map((_, i) => i + 1)

/** Clusters: units by themselves (`robust`), or groups that hold whole units. */
function clustersOf({ design, units }: Panel, cluster: string | null, of: readonly number[]): string[] {
  if (cluster === null) return of.map(String)
  const group = (r: number) => String(valueOf(design.rows[r] as Row, cluster))
  if (units.some((rows) => new Set(rows.map(group)).size > 1))
    degenerate(design.population, `Rows of one unit lie in several groups of cluster(${cluster}).`)
  return design.rows.map((_, r) => group(r))
}

/** The sandwich over clusters; `degrees` are rows less parameters. */
function clustered(
  panel: Panel,
  cluster: string | null,
  fit: { bread: Matrix; scores: number[][] },
  degrees: number,
): { covariance: Matrix; groups: number } {
  const { meat, groups } = meatBy(clustersOf(panel, cluster, panel.of), fit.scores)
  if (groups < 2) return oneCluster(panel.design, cluster)
  const n = panel.design.y.length
  return { covariance: sandwich(fit.bread, meat, (groups / (groups - 1)) * ((n - 1) / degrees)), groups }
}

/** Rows less their unit's mean, with the mean of all rows put back, so that there is a constant. */
function fixedEffects(panel: Panel, { robust, cluster }: ModelSpec): Estimate {
  const { design, units } = panel
  const n = design.y.length
  const middle = meanOf(design.y)
  const within = lessMeans(panel, () => 1)
  const places = usable(within.x, design)
  const notes = design.columns.flatMap((column, i) => {
    if (places.includes(i)) return []
    const varies = sumOf(within.x.map((row) => (row[i + 1] as number) ** 2)) > 1e-10 * n
    return [
      varies
        ? `${named(column)} was left out: within units it is a combination of the terms before it (collinearity).`
        : `${named(column)} was left out: it does not vary within units.`,
    ]
  })
  if (places.length === 0) degenerate(design.population, 'No term varies within units.')
  const degrees = degreesOf(design, n - units.length, places.length)
  const x = chosen(within.x, places).map((row) => [1, ...row.slice(1)])
  const fit =
    leastSquares(
      x,
      within.y.map((v) => v + middle),
    ) ?? dependent(design)
  const isRobust = robust || cluster !== null
  const made = isRobust ? clustered(panel, cluster, fit, n - places.length - 1) : null
  const covariance = made?.covariance ?? fit.bread.clone().mul(fit.rss / degrees)
  const tDegrees = made ? made.groups - 1 : degrees
  const means = meansOf(panel)
  const effects = means.y.map(
    (v, u) => v - dot((chosen(means.x, places)[u] as number[]).slice(1), fit.estimates.slice(1)),
  )
  const pooled = leastSquares(chosen(design.x, places), design.y) ?? dependent(design)
  const free = units.length - 1
  const same = fisher((pooled.rss - fit.rss) / free / (fit.rss / degrees), free, degrees)
  return {
    ...fit,
    covariance,
    places,
    degrees: tDegrees,
    residualDegrees: degrees,
    sigmaUnit: Math.sqrt(sumOf(effects.map((e) => (e - meanOf(effects)) ** 2)) / free),
    sigmaResidual: Math.sqrt(fit.rss / degrees),
    tests: [
      ...wald({ ...fit, covariance }, slopePlaces(places), tDegrees),
      ...(isRobust ? [] : [{ ...same, of: 'unit effects' }]),
    ],
    notes,
    weighing: { rows: design.rows, x },
  }
}

/** The regression of the units' means. */
function between(panel: Panel) {
  const { design, units } = panel
  const means = meansOf(panel)
  const about = means.x.map((row) =>
    row.map((v, i) => v - meanOf(means.x.map((other) => other[i] as number))),
  )
  const places = usable(about, design)
  const degrees = degreesOf(design, units.length, places.length + 1)
  const fit = leastSquares(chosen(means.x, places), means.y) ?? dependent(design)
  const rows = units.map(([r]) => design.rows[r as number] as Row)
  return { ...fit, places, degrees, y: means.y, weighing: { rows, x: chosen(means.x, places) } }
}

function betweenEffects(panel: Panel): Estimate {
  const fit = between(panel)
  const { places, degrees } = fit
  const total = sumOf(fit.y.map((v) => (v - meanOf(fit.y)) ** 2))
  const tested = places.length
  return {
    ...fit,
    covariance: fit.bread.clone().mul(fit.rss / degrees),
    residualDegrees: degrees,
    tests: tested > 0 ? [fisher((total - fit.rss) / tested / (fit.rss / degrees), tested, degrees)] : [],
    notes: panel.design.columns.flatMap((column, i) =>
      places.includes(i)
        ? []
        : [`${named(column)} was left out: the means of units do not tell it from the terms before it.`],
    ),
  }
}

/** Swamy and Arora (1972), the harmonic mean of rows a unit. */
function randomEffects(panel: Panel, { robust, cluster }: ModelSpec): Estimate {
  const { design, units } = panel
  const n = design.y.length
  const within = lessMeans(panel, () => 1)
  const varying = usable(within.x, design)
  const slopes = within.x.map((row) => varying.map((i) => row[i + 1] as number))
  const inner = degreesOf(design, n - units.length, varying.length)
  const rss =
    varying.length > 0
      ? (leastSquares(slopes, within.y) ?? dependent(design)).rss
      : sumOf(within.y.map((v) => v * v))
  const residual = rss / inner
  const ofMeans = between(panel)
  const harmonic = units.length / sumOf(units.map((rows) => 1 / rows.length))
  const variance = Math.max(0, ofMeans.rss / ofMeans.degrees - residual / harmonic)
  const theta = (rows: number) => 1 - Math.sqrt(residual / (rows * variance + residual))
  const part = lessMeans(panel, theta)
  const places = design.columns.map((_, i) => i)
  const degrees = degreesOf(design, n, places.length + 1)
  const fit = leastSquares(part.x, part.y) ?? dependent(design)
  const covariance =
    robust || cluster !== null
      ? clustered(panel, cluster, fit, degrees).covariance
      : fit.bread.clone().mul(fit.rss / degrees)
  const sizes = new Set(units.map((rows) => rows.length))
  return {
    ...fit,
    covariance,
    places,
    residualDegrees: Math.min(degrees, units.length - 1),
    sigmaUnit: Math.sqrt(variance),
    sigmaResidual: Math.sqrt(residual),
    ...(sizes.size === 1 ? { theta: theta([...sizes][0] as number) } : {}),
    tests: wald({ ...fit, covariance }, slopePlaces(places)),
    notes:
      variance === 0
        ? ['Units do not differ more than their rows do, so this is the pooled regression.']
        : [],
    weighing: { rows: design.rows, x: part.x },
  }
}

function pooled(panel: Panel, spec: ModelSpec): Estimate {
  const { design } = panel
  const places = design.columns.map((_, i) => i)
  const plain = ordinary(design, design, spec)
  const residualDegrees = degreesOf(design, design.y.length, places.length + 1)
  const byUnit = spec.robust && spec.cluster === null ? clustered(panel, null, plain, residualDegrees) : null
  const covariance = byUnit?.covariance ?? plain.covariance
  const degrees = byUnit ? byUnit.groups - 1 : plain.degrees
  const tests = wald({ ...plain, covariance }, slopePlaces(places), degrees)
  return { ...plain, covariance, degrees, places, residualDegrees, tests, notes: [], weighing: design }
}

const ESTIMATORS: Record<PanelSpec['estimator'], (panel: Panel, spec: ModelSpec) => Estimate> = {
  fe: fixedEffects,
  re: randomEffects,
  be: betweenEffects,
  pooled,
}

/** The squared correlation of x′b with the outcome; 0 where x′b does not vary among these rows. */
function explained(moved: Moved, all: Moved, places: readonly number[], slopes: readonly number[]): number {
  const about = (values: readonly number[]) => values.map((v) => v - meanOf(values))
  const fitted = ({ x }: Moved) =>
    about(
      x.map((row) =>
        dot(
          places.map((i) => row[i + 1] as number),
          slopes,
        ),
      ),
    )
  const [own, y] = [fitted(moved), about(moved.y)]
  const whole = fitted(all)
  const squares = dot(own, own) * dot(y, y)
  return dot(own, own) > 1e-10 * dot(whole, whole) && squares > 0 ? dot(own, y) ** 2 / squares : 0
}

export function regressPanel(population: Population, spec: PanelSpec): ModelStatistic {
  const panel = panelOf(population, spec)
  const { design } = panel
  const estimate = ESTIMATORS[spec.estimator](panel, spec)
  const { places, degrees, sigmaUnit, sigmaResidual, theta } = estimate
  const own = ofPlaces(design, places)
  const lost = design.columns.filter((_, i) => !places.includes(i))
  const slopes = estimate.estimates.slice(1)
  const all = { x: design.x.map((row) => [...row]), y: [...design.y] }
  const r2 = (moved: Moved) => explained(moved, all, places, slopes)
  return {
    ...reportOf(design, spec),
    coefficients: linearLines(own, estimate, spec, degrees, estimate.weighing),
    ...linearMargins(spec, own, estimate, { lost, ...(degrees === undefined ? {} : { degrees }) }),
    parameters: places.length + 1,
    residualDegreesOfFreedom: estimate.residualDegrees,
    fit: {
      r2Within: r2(lessMeans(panel, () => 1)),
      r2Between: r2(meansOf(panel)),
      r2Overall: r2(all),
      ...(sigmaUnit === undefined || sigmaResidual === undefined
        ? {}
        : { sigmaUnit, sigmaResidual, rho: sigmaUnit ** 2 / (sigmaUnit ** 2 + sigmaResidual ** 2) }),
      ...(theta === undefined ? {} : { theta }),
      groups: panel.units.length,
    },
    tests: estimate.tests,
    notes: [...design.notes, ...estimate.notes],
  }
}

const ofPlaces = (design: Design, places: readonly number[]): Design => ({
  ...design,
  columns: places.map((i) => design.columns[i] as Design['columns'][number]),
  x: chosen(design.x, places),
})

/** Hausman's (1978) test, each estimator with its own variance. */
export function hausman(population: Population, spec: PanelSpec): ModelStatistic {
  const panel = panelOf(population, spec)
  const { design } = panel
  const plain = { ...spec, robust: false, cluster: null, standardize: false }
  const [fixed, random] = [fixedEffects(panel, plain), randomEffects(panel, plain)]
  const { places } = fixed
  const difference = places.map(
    (place, i) => (fixed.estimates[i + 1] as number) - (random.estimates[place + 1] as number),
  )
  const ofRandom = places.map((place) => place + 1)
  const variance = Matrix.sub(
    fixed.covariance.selection(slopePlaces(places), slopePlaces(places)),
    random.covariance.selection(ofRandom, ofRandom),
  )
  const middle = inverseOf(variance)
  const positive = [...places.keys()].filter((i) => variance.get(i, i) > 0)
  const lines = (equation: string, of: Design, fit: Estimate): Coefficient[] =>
    linearLines(of, fit, plain, fit.degrees, fit.weighing).map((line) => ({ equation, ...line }))
  const compared: Design = {
    ...design,
    constant: false,
    columns: positive.map((i) => design.columns[places[i] as number] as Design['columns'][number]),
  }
  return {
    ...reportOf(design, spec),
    coefficients: [
      ...lines('fe', ofPlaces(design, places), fixed),
      ...lines('re', design, random),
      ...plainLines(
        compared,
        {
          estimates: positive.map((i) => difference[i] as number),
          covariance: variance.selection(positive, positive),
        },
        plain,
      ).map((line) => ({ equation: 'difference', ...line })),
    ],
    parameters: random.estimates.length,
    residualDegreesOfFreedom: Math.min(fixed.residualDegrees, random.residualDegrees),
    fit: { groups: panel.units.length },
    tests: middle ? [chiSquared('hausman', quadratic(difference, middle), places.length)] : [],
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
