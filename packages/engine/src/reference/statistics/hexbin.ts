/** Points counted in hexagons (Carr et al., J. Am. Stat. Assoc. 82, 1987, 424), one by one. */
import type { FigureStatistic, HexagonAxis } from '@sund/model'
import type { Column, ShowSpec } from '../../plan/types.js'
import type { Population, Row } from '../data.js'
import { different, type LevelValue } from './axes.js'
import { axisEnds } from './figures.js'
import { degenerate, type Measured, measured, plain } from './population.js'
import { tableOf } from './table.js'

export function hexbin(population: Population, spec: Extract<ShowSpec, { show: 'hexbin' }>): FigureStatistic {
  const [x, y] = [measured(population, spec.x), measured(population, spec.y)]
  const points = population.rows.filter((row) => x.raw(row) !== null && y.raw(row) !== null)
  if (points.length === 0)
    return degenerate(population, `No row has a value of both ${spec.x} and ${spec.y}.`)
  const placed = ({ raw }: Measured, hexagons: number) => {
    const ends = axisEnds(population, points, raw)
    const values = points.map((row) => raw(row) as number)
    const low = ends ? ends[0].value : Math.min(...values)
    const high = ends ? ends[1].value : Math.max(...values)
    const axis: HexagonAxis = {
      low,
      high,
      step: Number(((high > low ? high - low : 1) / hexagons).toPrecision(12)),
    }
    const at = (row: Row) => {
      const value = raw(row)
      if (value === null) return null
      return ((ends ? Math.min(Math.max(value, low), high) : value) - low) / axis.step
    }
    return { axis, at, ends: ends ?? [] }
  }
  const [across, up] = [placed(x, spec.size), placed(y, spec.size * 0.75)]
  const hexagon = (row: Row): LevelValue => {
    const [u, v] = [across.at(row), up.at(row)]
    return u === null || v === null ? null : hexagonAt(u, v)
  }
  const table = tableOf(population, {
    axes: [
      {
        variable: `${spec.x} ${spec.y}`,
        title: plain(`${spec.x} × ${spec.y}`),
        of: hexagon,
        levels: (rows) =>
          different(rows, hexagon)
            .map(String)
            .sort((a, b) => place(a)[1] - place(b)[1] || place(a)[0] - place(b)[0])
            .map((code) => ({ value: code, code, label: plain(code) })),
      },
    ],
    missing: false,
    measure: null,
    show: { frequency: true, shares: [] },
  })
  const grid = {
    x: { ...described(x.column), ...across.axis },
    y: { ...described(y.column), ...up.axis },
  }
  const ends = [...across.ends, ...up.ends]
  return {
    kind: 'figure',
    figure: { type: 'hexbin', table, grid },
    ...(ends.length > 0 ? { ends } : {}),
  }
}

const place = (code: string): [q: number, r: number] => code.split(',').map(Number) as [number, number]

/**
 * The hexagon `q,r` of a point: its three cube coordinates, whose sum is 0, rounded, of which the one that was rounded farthest follows
 * from the others. On a border the last bit of the arithmetic decides, so it is done in the order of the SQL.
 */
function hexagonAt(u: number, v: number): LevelValue {
  const r = (2 * v) / Math.sqrt(3)
  const q = u - v / Math.sqrt(3)
  const cube = [q, r, -q - r] as const
  const [a, b, c] = cube.map(nearest) as [number, number, number]
  const [qOff, rOff, sOff] = cube.map((of) => Math.abs(nearest(of) - of)) as [number, number, number]
  if (qOff > rOff && qOff > sOff) return `${0 - b - c},${0 + b}`
  return rOff > sOff ? `${0 + a},${0 - a - c}` : `${0 + a},${0 + b}`
}

/** The nearest whole number, of two as near the one farther from 0. */
function nearest(of: number): number {
  const whole = Math.trunc(of)
  return Math.abs(of - whole) >= 0.5 ? whole + Math.sign(of) : whole
}

const described = ({ name, title, unitOfMeasure }: Column) => ({
  variable: name,
  title,
  ...(unitOfMeasure ? { unitOfMeasure } : {}),
})
