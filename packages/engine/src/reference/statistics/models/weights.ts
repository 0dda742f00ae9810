/** How many people a coefficient rests on: the weights of outcomes written out, and people by the weights of their rows. */
import type { Coefficient } from '@sund/model'
import type { Matrix } from 'ml-matrix'
import { grouped, type Row } from '../../data.js'
import { sumOf } from '../../order.js'
import { crossed, inverseOf, times, type Vector } from './algebra.js'
import type { Design } from './design.js'
import { CONSTANT } from './report.js'

/** Estimates are `lever` · Σ weight · x · outcome; least squares without a lever. */
export interface Weighing {
  rows: readonly Pick<Row, 'subject'>[]
  x: readonly Vector[]
  weight?: Vector
  lever?: Matrix
}

/** (Σu)² / Σu² over people, u the square of a person's weights' sum or the sum of their squares: the least over the weighings. */
export function withPeople(
  { population, columns, constant }: Pick<Design, 'population' | 'columns' | 'constant'>,
  lines: readonly Coefficient[],
  ...weighings: readonly Weighing[]
): Coefficient[] {
  if (population.public) return [...lines]
  const first = constant ? 1 : 0
  const found = weighings.map((weighing) => {
    const weights = weightsOf(weighing)
    if (!weights) return lines.map(() => 0)
    return lines.map(({ term }, line) => {
      if (term !== CONSTANT.term)
        return peopleOf(
          weighing.rows,
          weights.map((of) => of[first + line] as number),
        )
      // The constant is of columns as they are.
      const ofConstant = weights.map(
        (of) =>
          (of[0] as number) -
          sumOf(columns.map(({ mean, scale }, i) => (mean / scale) * (of[1 + i] as number))),
      )
      return peopleOf(weighing.rows, ofConstant)
    })
  })
  return lines.map((line, i) => ({ ...line, people: Math.min(...found.map((of) => of[i] as number)) }))
}

/** By row, its weight in each estimate. */
function weightsOf({ x, weight, lever }: Weighing): number[][] | null {
  const counted = x.map((row, r) => row.map((v) => v * (weight?.[r] ?? 1)))
  const made = lever ?? inverseOf(crossed(x, counted))
  return made && counted.map((row) => times(made, row))
}

function peopleOf(rows: Weighing['rows'], weights: Vector): number {
  const squares = grouped(weights.keys(), (r) => [(rows[r] as Row).subject]).map((own) => {
    const of = own.map((r) => weights[r] as number)
    return Math.max(sumOf(of) ** 2, sumOf(of.map((w) => w * w)))
  })
  const all = sumOf(squares.map((u) => u * u))
  return all > 0 ? sumOf(squares) ** 2 / all : 0
}
