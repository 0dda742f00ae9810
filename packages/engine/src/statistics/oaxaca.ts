/** Blinder–Oaxaca decomposition: how much of the difference of two groups' means goes with their terms, and how much does not. */
import type { Coefficient, LocalisedText, ModelStatistic } from '@sund/model'
import { Matrix } from 'ml-matrix'
import { type Sql, sql, value } from '../dialects/sql.js'
import type { DecompositionSpec } from '../plan/types.js'
import { quadratic } from './algebra.js'
import { coefficientsOf } from './coefficients.js'
import { CONSTANT, type Design, designOf, named, unstandardised } from './design.js'
import { criticalValue, normalP } from './distributions.js'
import { ordinary, reportOf, residualDegrees, varying } from './linear.js'
import { productsOf } from './products.js'
import { peopleBy } from './sides.js'
import { degenerate, type Source } from './source.js'
import { ofDesign, withPeople } from './weights.js'

/**
 * As Stata's oaxaca (Jann 2008): threefold from the viewpoint of the second group (endowments, coefficients, interaction), or
 * with `weight` w twofold at the coefficients w·b₁ + (1−w)·b₂ (explained, unexplained). The groups are the two levels of `by`, the
 * lower first. Standard errors by the delta method, means counted as estimates too (Jann 2005); tests are normal.
 */
export async function oaxaca(source: Source, spec: DecompositionSpec): Promise<ModelStatistic> {
  return fitDecomposition(source, spec, await decompositionDesign(source, spec))
}

export const decompositionDesign = (source: Source, spec: DecompositionSpec): Promise<Design> =>
  designOf(source, { ...spec, groups: [spec.by] }, { binary: false, centred: true })

/** A group's mean terms and coefficients on the scale of the data, the constant first, with their covariances. */
interface Group {
  level: string
  n: number
  units: number
  /** The fewest that a coefficient of the group rests on; left out of public data. */
  resting?: number
  means: number[]
  ofMeans: Matrix
  slopes: number[]
  ofSlopes: Matrix
}

/** By how much a component's part at each term moves with the two groups' means and coefficients there. */
interface Component {
  name: string
  parts: number[]
  gradient: { means: [number[], number[]]; slopes: [number[], number[]] }
}

export async function fitDecomposition(
  source: Source,
  spec: DecompositionSpec,
  design: Design,
): Promise<ModelStatistic> {
  varying(source, design)
  const side = sql`CAST(g0 AS VARCHAR)`
  const levels = await peopleBy(source, design, side)
  if (levels.length !== 2)
    return degenerate(
      source,
      `${spec.by} must have two levels among the rows of this model, and it has ${levels.length < 2 ? 'one' : 'more'}.`,
      'Choose two with if, or make two with recode.',
    )
  const ordered = levels.sort((a, b) => compare(a.level, b.level))
  const groups = (await Promise.all(ordered.map((of) => groupOf(source, spec, design, side, of)))) as [
    Group,
    Group,
  ]
  const components = spec.weight === null ? threefold(groups) : twofold(groups, spec.weight)
  const label = (of: string): LocalisedText => ({ en: of })
  const lines = lineOf(spec.level)
  const [first, second] = groups
  const predicted = ({ means, slopes }: Group) =>
    means.reduce((sum, x, k) => sum + x * (slopes[k] as number), 0)
  const variance = ({ means, slopes, ofMeans, ofSlopes }: Group) =>
    quadratic(means, ofSlopes) + quadratic(slopes, ofMeans)
  const zero = Matrix.zeros(first.means.length, first.means.length)
  const total = (of: Component) => of.parts.reduce((sum, part) => sum + part, 0)
  const ones = first.means.map(() => 1)
  const columns = [
    { term: CONSTANT, label: { en: 'Constant', nb: 'Konstant', da: 'Konstant' } },
    ...design.columns.map(({ term, level, label }) => ({
      term,
      ...(level === undefined ? {} : { level }),
      label,
    })),
  ]
  const order = [...columns.keys()].slice(1).concat(0)
  // Each line is of all coefficients or adds up with others to one that is.
  const resting = groups.flatMap((of) => of.resting ?? [])
  const people = resting.length > 0 ? { people: Math.min(...resting) } : {}
  return {
    ...reportOf(design, spec),
    coefficients: [
      ...groups.map((group, i) =>
        lines(
          { equation: 'overall', term: `group ${i + 1}`, level: group.level, label: label(`Group ${i + 1}`) },
          predicted(group),
          variance(group),
        ),
      ),
      lines(
        { equation: 'overall', term: 'difference', label: label('Difference') },
        predicted(first) - predicted(second),
        variance(first) + variance(second),
      ),
      ...components.map((of) =>
        lines(
          { equation: 'overall', term: of.name, label: label(of.name) },
          total(of),
          quadratic(ones, covarianceOf(of, groups, zero)),
        ),
      ),
      ...components.flatMap((of) => {
        const covariance = covarianceOf(of, groups, zero)
        return order.flatMap((k) => {
          const [part, spread] = [of.parts[k] as number, covariance.get(k, k)]
          const column = columns[k] as (typeof columns)[number]
          // The constant has no share in what comes from different means.
          return spread > 0 ? [lines({ equation: of.name, ...column }, part, spread)] : []
        })
      }),
    ].map((line) => ({ ...line, ...people })),
    parameters: 2 * first.means.length,
    residualDegreesOfFreedom: design.n - 2 * first.means.length,
    factorLevels: [
      ...design.factorLevels,
      ...groups.map(({ level, units }) => ({ term: spec.by, level, units })),
    ],
    fit: {},
    tests: [],
  }
}

async function groupOf(
  source: Source,
  spec: DecompositionSpec,
  design: Design,
  side: Sql,
  { level, units }: { level: string; units: number },
): Promise<Group> {
  const rows = design.parts.map((part) => sql`(SELECT * FROM ${part} WHERE ${side} = ${value(level)})`)
  const products = await productsOf(source, { ...design, parts: rows })
  const n = products.get(0, 0)
  const own: Design = { ...design, parts: rows, n }
  const on = [0, ...design.columns.map((_, i) => i + 1)]
  residualDegrees(source, n, on.length)
  const about = (i: number, j: number) => products.get(i, j) - (products.get(0, i) * products.get(0, j)) / n
  const constant = design.columns.find((_, i) => !(about(i + 1, i + 1) > 1e-10 * n))
  if (constant)
    return degenerate(
      source,
      `${named(constant)} does not vary within one of the groups of ${spec.by}.`,
      'Leave it out, or widen the condition.',
    )
  const fit = await ordinary(source, own, products, on, design.columns.length + 1, spec)
  const raw = unstandardised(own, fit.estimates, fit.covariance)
  const ofMeans = Matrix.zeros(on.length, on.length)
  for (const [i, a] of design.columns.entries())
    for (const [j, b] of design.columns.entries())
      ofMeans.set(i + 1, j + 1, (about(i + 1, j + 1) * a.scale * b.scale) / (n * (n - 1)))
  const lines = coefficientsOf(own, raw.estimates, raw.covariance, spec.level)
  const people = (await withPeople(source, own, lines, ofDesign(own))).flatMap((line) => line.people ?? [])
  return {
    ...(people.length > 0 ? { resting: Math.min(...people) } : {}),
    level: String(Number.isNaN(Number(level)) ? level : Number(level)),
    n,
    units,
    means: [1, ...design.columns.map(({ mean, scale }, i) => mean + (scale * products.get(0, i + 1)) / n)],
    ofMeans,
    slopes: raw.estimates,
    ofSlopes: raw.covariance,
  }
}

function threefold([first, second]: [Group, Group]): Component[] {
  const { apart, unlike } = contrasts(first, second)
  const none = apart.map(() => 0)
  const negative = (of: readonly number[]) => of.map((x) => -x)
  return [
    {
      name: 'endowments',
      parts: products(apart, second.slopes),
      gradient: { means: [second.slopes, negative(second.slopes)], slopes: [none, apart] },
    },
    {
      name: 'coefficients',
      parts: products(second.means, unlike),
      gradient: { means: [none, unlike], slopes: [second.means, negative(second.means)] },
    },
    {
      name: 'interaction',
      parts: products(apart, unlike),
      gradient: { means: [unlike, negative(unlike)], slopes: [apart, negative(apart)] },
    },
  ]
}

function twofold([first, second]: [Group, Group], weight: number): Component[] {
  const { apart, unlike } = contrasts(first, second)
  const scaled = (of: readonly number[], by: number) => of.map((x) => by * x)
  const mixed = (a: readonly number[], b: readonly number[], w: number) =>
    a.map((x, k) => w * x + (1 - w) * (b[k] as number))
  const reference = mixed(first.slopes, second.slopes, weight)
  const other = mixed(second.means, first.means, weight)
  return [
    {
      name: 'explained',
      parts: products(apart, reference),
      gradient: {
        means: [reference, scaled(reference, -1)],
        slopes: [scaled(apart, weight), scaled(apart, 1 - weight)],
      },
    },
    {
      name: 'unexplained',
      parts: products(other, unlike),
      gradient: {
        means: [scaled(unlike, 1 - weight), scaled(unlike, weight)],
        slopes: [other, scaled(other, -1)],
      },
    },
  ]
}

const products = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((x, k) => x * (b[k] as number))

/** x̄₁ − x̄₂ and b₁ − b₂. */
function contrasts(first: Group, second: Group): { apart: number[]; unlike: number[] } {
  const less = (a: readonly number[], b: readonly number[]) => a.map((x, k) => x - (b[k] as number))
  return { apart: less(first.means, second.means), unlike: less(first.slopes, second.slopes) }
}

/** Covariance of a component's parts: means and coefficients of both groups are independent of one another. */
function covarianceOf({ gradient }: Component, groups: readonly [Group, Group], zero: Matrix): Matrix {
  const bordered = (weights: readonly number[], covariance: Matrix) => {
    const diagonal = Matrix.diag([...weights])
    return diagonal.mmul(covariance).mmul(diagonal)
  }
  return groups.reduce(
    (sum, { ofMeans, ofSlopes }, i) =>
      sum
        .add(bordered(gradient.means[i] as number[], ofMeans))
        .add(bordered(gradient.slopes[i] as number[], ofSlopes)),
    zero.clone(),
  )
}

const lineOf =
  (level: number) =>
  (
    named: Pick<Coefficient, 'equation' | 'term' | 'level' | 'label'>,
    estimate: number,
    variance: number,
  ): Coefficient => {
    const standardError = Math.sqrt(variance)
    const statistic = estimate / standardError
    const wide = criticalValue(level) * standardError
    return {
      ...named,
      estimate,
      standardError,
      statistic,
      p: normalP(statistic),
      lower: estimate - wide,
      upper: estimate + wide,
    }
  }

const compare = (a: string, b: string): number =>
  Number.isNaN(Number(a) - Number(b)) ? (a < b ? -1 : 1) : Number(a) - Number(b)
