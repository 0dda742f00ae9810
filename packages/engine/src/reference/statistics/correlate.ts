/** Pearson's correlations and covariances from their definitions, pair by pair. */
import type { CorrelationPair, CorrelationStatistic } from '@sund/model'
import type { ShowSpec } from '../../plan/types.js'
import type { Population, Row } from '../data.js'
import { meanOf, sumOf } from '../order.js'
import { studentTails } from './distributions.js'
import { drawnIn } from './outlying.js'
import { degenerate, type Measured, measured, recordSet, unitsOf, valuesOf } from './population.js'

type Spec = Extract<ShowSpec, { show: 'correlate' }>

export function correlate(population: Population, spec: Spec): CorrelationStatistic {
  const of = spec.columns.map((name) => measured(population, name))
  const has = (some: readonly Measured[]) => (row: Row) => some.every(({ raw }) => raw(row) !== null)
  const drawn = (some: readonly Measured[]) =>
    drawnIn(
      population,
      population.rows.filter(has(some)),
      some.map(({ column: { name } }) => ({ name })),
    )
  const whole = drawn(of)
  const pairs = of.flatMap((a, i) =>
    of.slice(0, i + 1).map((b, j): CorrelationPair => {
      const pair = spec.pairwise ? [a, b] : of
      const [rows, counted] = spec.pairwise
        ? [drawn(pair), population.rows.filter(has(pair))]
        : [whole, whole]
      const sides = [a, b].map((one) =>
        rarer(counted, one, valuesOf(spec.pairwise ? population.rows : whole, one.raw)),
      )
      const rarest = sides.filter((units) => units !== null)
      return {
        at: [i, j],
        used: recordSet(population, rows),
        missing: recordSet(
          population,
          population.rows.filter((row) => !has(pair)(row)),
        ),
        rows: rows.length,
        rarest: rarest.length > 0 ? Math.min(...rarest) : null,
        ...together(valuesOf(rows, a.raw), valuesOf(rows, b.raw), spec, i === j),
      }
    }),
  )
  if (pairs.every(({ rows }) => rows < 2)) return degenerate(population, 'No two rows have the values.')
  return {
    kind: 'correlation',
    covariance: spec.covariance,
    pairwise: spec.pairwise,
    show: { units: spec.units, p: spec.p },
    variables: of.map(({ column: { name, title, unitOfMeasure } }) => ({
      variable: name,
      title,
      ...(unitOfMeasure ? { unitOfMeasure } : {}),
    })),
    pairs,
  }
}

/** People with the rarer of the two ends of `all`, where nobody is between them. */
function rarer(rows: readonly Row[], { raw }: Measured, all: readonly number[]): number | null {
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const at = (meets: (value: number) => boolean) => unitsOf(rows.filter((row) => meets(raw(row) as number)))
  if (at((value) => value !== low && value !== high) > 0) return null
  return low === high
    ? 0
    : Math.min(
        at((value) => value === low),
        at((value) => value === high),
      )
}

function together(
  x: readonly number[],
  y: readonly number[],
  { covariance }: Spec,
  same: boolean,
): Pick<CorrelationPair, 'value' | 'p'> {
  const n = x.length
  const about = (values: readonly number[]) => values.map((value) => value - meanOf(values))
  const [dx, dy] = [about(x), about(y)]
  const product = (a: readonly number[], b: readonly number[]) =>
    sumOf(a.map((of, i) => of * (b[i] as number)))
  const varies = [x, y].every((values) => values.some((value) => value !== values[0]))
  const r = same ? 1 : product(dx, dy) / Math.sqrt(product(dx, dx) * product(dy, dy))
  const inside = Math.max(-1, Math.min(1, r))
  const t = inside * Math.sqrt((n - 2) / (1 - inside ** 2))
  return {
    value: n < 2 ? null : covariance ? product(dx, dy) / (n - 1) : varies ? inside : null,
    p: same || n < 3 || !varies ? null : Math.abs(inside) === 1 ? 0 : studentTails(t, n - 2),
  }
}
