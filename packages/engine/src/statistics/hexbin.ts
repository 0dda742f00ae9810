/** `hexbin`: how many have which two values together, counted in hexagons. A table whose levels are hexagons. */
import type { FigureStatistic, HexagonAxis, TableStatistic } from '@sund/model'
import { type Sql, sql, value } from '../dialects/sql.js'
import type { Column, ShowSpec } from '../plan/types.js'
import type { Axis } from './axes.js'
import { axisEnds, between } from './ends.js'
import { degenerate, numberColumn, plainText, type Source } from './source.js'
import { tableOf } from './table.js'

/** Height of the figure for a width of 1, which sets how many hexagons stand above one another. */
const ASPECT = 0.75

/**
 * Hexagons with a corner up, `size` side by side over the range of x, of values that are not public between the ends of `axisEnds`, at which what lies beyond is drawn. A point goes to the hexagon whose centre is
 * nearest: its axial coordinates q, r, rounded as cube coordinates (Carr et al., J. Am. Stat. Assoc. 82, 1987, 424).
 */
export async function hexbin(
  source: Source,
  spec: Extract<ShowSpec, { show: 'hexbin' }>,
): Promise<FigureStatistic> {
  const measured = [numberColumn(source, spec.x), numberColumn(source, spec.y)]
  const [rawX, rawY] = measured.map(({ of }) => of) as [Sql, Sql]
  const both = sql`(SELECT * FROM ${source.rows} WHERE ${rawX} IS NOT NULL AND ${rawY} IS NOT NULL)`
  const ends = await Promise.all([rawX, rawY].map((of) => axisEnds({ ...source, rows: both }, of)))
  const [x, y] = [rawX, rawY].map((of, i) => {
    const own = ends[i]
    return own ? between(of, own) : of
  }) as [Sql, Sql]
  const [range] = await source.ask(
    sql`SELECT min(x) AS x0, max(x) AS x1, min(y) AS y0, max(y) AS y1 FROM (SELECT ${x} AS x, ${y} AS y FROM ${source.rows}) WHERE x IS NOT NULL AND y IS NOT NULL`,
  )
  if (range?.['x0'] === null || range === undefined)
    return degenerate(
      source,
      `No row has a value of both ${spec.x} and ${spec.y}.`,
      'Choose other variables or widen the condition.',
    )
  const axisOf = (name: 'x' | 'y', place: number, count: number): HexagonAxis => {
    const own = ends[place]
    const low = own ? own[0].value : Number(range[`${name}0`])
    const high = own ? own[1].value : Number(range[`${name}1`])
    const step = Number(((high > low ? high - low : 1) / count).toPrecision(12))
    return { low, high, step }
  }
  const [across, up] = [axisOf('x', 0, spec.size), axisOf('y', 1, spec.size * ASPECT)]
  const table = await tableOf(source, {
    axes: [hexagons(measured.map(({ column }) => column) as [Column, Column], x, y, across, up)],
    missing: false,
    measure: null,
    show: { frequency: true, shares: [] },
  })
  const described = ({ name, title, unitOfMeasure }: Column) => ({
    variable: name,
    title,
    ...(unitOfMeasure ? { unitOfMeasure } : {}),
  })
  const [first, second] = measured as [(typeof measured)[0], (typeof measured)[0]]
  const grid = {
    x: { ...described(first.column), ...across },
    y: { ...described(second.column), ...up },
  }
  const known = ends.flatMap((own) => own ?? [])
  return {
    kind: 'figure',
    figure: { type: 'hexbin', table: table satisfies TableStatistic, grid },
    ...(known.length > 0 ? { ends: known } : {}),
  }
}

/** The hexagon of a row as the text `q,r`. */
function hexagons(columns: [Column, Column], x: Sql, y: Sql, across: HexagonAxis, up: HexagonAxis): Axis {
  const u = sql`((${x}) - ${value(across.low)}) / ${value(across.step)}`
  const v = sql`((${y}) - ${value(up.low)}) / ${value(up.step)}`
  const q = sql`(${u} - (${v}) / sqrt(3))`
  const r = sql`(2 * (${v}) / sqrt(3))`
  const s = sql`(-${q} - ${r})`
  const off = (of: Sql) => sql`abs(round(${of}) - ${of})`
  const at = sql`CASE WHEN ${q} IS NULL THEN NULL
    WHEN ${off(q)} > ${off(r)} AND ${off(q)} > ${off(s)}
      THEN concat(CAST(-round(${r}) - round(${s}) AS BIGINT), ',', CAST(round(${r}) AS BIGINT))
    WHEN ${off(r)} > ${off(s)}
      THEN concat(CAST(round(${q}) AS BIGINT), ',', CAST(-round(${q}) - round(${s}) AS BIGINT))
    ELSE concat(CAST(round(${q}) AS BIGINT), ',', CAST(round(${r}) AS BIGINT)) END`
  const places = (code: string) => code.split(',').map(Number) as [number, number]
  return {
    variable: columns.map(({ name }) => name).join(' '),
    title: plainText(columns.map(({ name }) => name).join(' × ')),
    sql: at,
    levels: (found) =>
      found
        .filter((code) => code !== null)
        .map(String)
        .sort((a, b) => {
          const [[qa, ra], [qb, rb]] = [places(a), places(b)]
          return ra - rb || qa - qb
        })
        .map((code) => ({ value: code, code, label: plainText(code) })),
  }
}
