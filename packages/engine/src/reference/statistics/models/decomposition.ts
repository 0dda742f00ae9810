/** Blinder–Oaxaca decomposition, its parts functions of two groups' means and coefficients, differentiated numerically. */
import type { Coefficient, ModelStatistic } from '@sund/model'
import { Matrix } from 'ml-matrix'
import type { DecompositionSpec } from '../../../plan/types.js'
import { grouped, type Population, type Row, valueOf } from '../../data.js'
import { meanOf, sumOf } from '../../order.js'
import { degenerate, plain, unitsOf } from '../population.js'
import { dot, gradientOf, quadratic, type Vector } from './algebra.js'
import { designOf, named } from './design.js'
import { ordinary, varying } from './linear.js'
import { CONSTANT, lineOf, nameOf, reportOf, unstandardised } from './report.js'
import { withPeople } from './weights.js'

/** Means (1 for the constant) and coefficients of both groups, one after another. */
type Place = Vector
interface Halves {
  means: [number[], number[]]
  slopes: [number[], number[]]
}

/** The part of the difference of each term. */
type Component = (of: Halves) => number[]

const less = (a: Vector, b: Vector): number[] => a.map((x, i) => x - (b[i] as number))
const each = (a: Vector, b: Vector): number[] => a.map((x, i) => x * (b[i] as number))
const mixed = (a: Vector, b: Vector, w: number): number[] =>
  a.map((x, i) => w * x + (1 - w) * (b[i] as number))

const THREEFOLD: Readonly<Record<string, Component>> = {
  endowments: ({ means: [m1, m2], slopes: [, b2] }) => each(less(m1, m2), b2),
  coefficients: ({ means: [, m2], slopes: [b1, b2] }) => each(m2, less(b1, b2)),
  interaction: ({ means: [m1, m2], slopes: [b1, b2] }) => each(less(m1, m2), less(b1, b2)),
}
const twofold = (weight: number): Readonly<Record<string, Component>> => ({
  explained: ({ means: [m1, m2], slopes: [b1, b2] }) => each(less(m1, m2), mixed(b1, b2, weight)),
  unexplained: ({ means: [m1, m2], slopes: [b1, b2] }) => each(mixed(m2, m1, weight), less(b1, b2)),
})

export function oaxaca(population: Population, spec: DecompositionSpec): ModelStatistic {
  const design = designOf(population, spec, { centred: true, constant: true, present: [spec.by] })
  varying(design, spec.outcome)
  const level = (row: Row) => String(valueOf(row, spec.by))
  const sides = grouped(design.rows.keys(), (r) => [level(design.rows[r] as Row)])
  if (sides.length !== 2)
    degenerate(population, `${spec.by} must have two levels among the rows of this model.`)
  const nameOfSide = (side: readonly number[]) => level(design.rows[side[0] as number] as Row)
  const order = (a: string, b: string) =>
    Number.isNaN(Number(a) - Number(b)) ? (a < b ? -1 : 1) : Number(a) - Number(b)
  sides.sort((a, b) => order(nameOfSide(a), nameOfSide(b)))
  const size = design.columns.length + 1
  const groups = sides.map((side) => {
    const rows = side.map((r) => design.rows[r] as Row)
    const x = side.map((r) => design.x[r] as Vector)
    const y = side.map((r) => design.y[r] as number)
    const fit = ordinary(design, { x, y, rows }, spec)
    const raw = x.map((row) => [
      1,
      ...design.columns.map(({ mean, scale }, i) => mean + scale * (row[i + 1] as number)),
    ])
    const means = raw[0]?.map((_, i) => meanOf(raw.map((row) => row[i] as number))) as number[]
    const spread = (i: number, j: number) =>
      sumOf(
        raw.map(
          (row) => ((row[i] as number) - (means[i] as number)) * ((row[j] as number) - (means[j] as number)),
        ),
      )
    const still = design.columns.find(
      ({ scale }, i) => !(spread(i + 1, i + 1) > 1e-10 * y.length * scale ** 2),
    )
    if (still) degenerate(population, `${named(still)} does not vary within one of the groups of ${spec.by}.`)
    const ofMeans = Matrix.zeros(size, size)
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) ofMeans.set(i, j, spread(i, j) / (y.length * (y.length - 1)))
    const { estimates, covariance } = unstandardised(design, fit)
    const names = [CONSTANT, ...design.columns.map(nameOf)]
    const lines = names
      .slice(1)
      .concat(names[0] ?? [])
      .map((name) => lineOf(name, 0, 1, spec.level))
    return {
      people: withPeople(design, lines, { rows, x }).flatMap((of) => of.people ?? []),
      means,
      ofMeans,
      slopes: estimates,
      ofSlopes: covariance,
      units: unitsOf(rows),
      level: nameOfSide(side),
    }
  })
  const at: Place = groups.flatMap(({ means, slopes }) => [...means, ...slopes])
  const covariance = Matrix.zeros(4 * size, 4 * size)
  for (const [g, { ofMeans, ofSlopes }] of groups.entries()) {
    covariance.setSubMatrix(ofMeans, 2 * g * size, 2 * g * size)
    covariance.setSubMatrix(ofSlopes, (2 * g + 1) * size, (2 * g + 1) * size)
  }
  const halves = (place: Place): Halves => {
    const quarter = (i: number) => place.slice(i * size, (i + 1) * size)
    return { means: [quarter(0), quarter(2)], slopes: [quarter(1), quarter(3)] }
  }
  const line = (name: Parameters<typeof lineOf>[0], of: (halves: Halves) => number): Coefficient => {
    const gradient = gradientOf((place) => of(halves(place)), at)
    return lineOf(name, of(halves(at)), Math.sqrt(quadratic(gradient, covariance)), spec.level)
  }
  const overall = (term: string, label: string) => ({ equation: 'overall', term, label: plain(label) })
  const predicted =
    (g: 0 | 1) =>
    ({ means, slopes }: Halves) =>
      dot(means[g], slopes[g])
  const components = Object.entries(spec.weight === null ? THREEFOLD : twofold(spec.weight))
  const names = [CONSTANT, ...design.columns.map(nameOf)]
  const people = groups.flatMap((group) => group.people)
  const resting = people.length > 0 ? { people: Math.min(...people) } : {}
  return {
    ...reportOf(design, spec),
    coefficients: [
      ...groups.map((group, g) =>
        line({ ...overall(`group ${g + 1}`, `Group ${g + 1}`), level: group.level }, predicted(g as 0 | 1)),
      ),
      line(overall('difference', 'Difference'), (of) => predicted(0)(of) - predicted(1)(of)),
      ...components.map(([name, parts]) => line(overall(name, name), (of) => sumOf(parts(of)))),
      // The constant stands last, and has no share in what comes from different means.
      ...components.flatMap(([equation, parts]) =>
        [...names.keys()]
          .slice(1)
          .concat(0)
          .map((k) =>
            line({ equation, ...(names[k] as (typeof names)[number]) }, (of) => parts(of)[k] as number),
          )
          .filter(({ standardError }) => standardError > 0),
      ),
    ].map((one) => ({ ...one, ...resting })),
    parameters: 2 * size,
    residualDegreesOfFreedom: design.y.length - 2 * size,
    factorLevels: [
      ...design.factorLevels,
      ...groups.map(({ level: of, units }) => ({ term: spec.by, level: of, units })),
    ],
    fit: {},
    tests: [],
  }
}
