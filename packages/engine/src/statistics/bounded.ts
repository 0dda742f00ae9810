/**
 * Sums for differential privacy: whatever the rows are, one person changes at most so many cells and each by at most so much. Apart from other
 * statistics because the bound is made here and nowhere else: rows are reduced to one a person and cell, people are in the cells that their
 * lot draws, and values are clamped to limits that the script names, all before anything is added up (rule D1).
 */
import { type BoundedCell, type BoundedStatistic, type BoundedVariable, CLAMP_STEPS } from '@sund/model'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { BoundedSpec, Column } from '../plan/types.js'
import { type Axis, columnAxis, dimensionOf, type Level, MOST_CELLS } from './axes.js'
import { binAxis } from './figures.js'
import { type Answer, columnOf, numberColumn, refuse, type Source } from './source.js'

/** Cells that are shown though nobody may be in them; where there would be more, cells are found instead. */
const MOST_KNOWN = 5000
/** Numbers that noise is added to, in all cells. */
const MOST_NUMBERS = 1_000_000

export async function bounded(source: Source, spec: BoundedSpec): Promise<BoundedStatistic> {
  const { form } = spec
  const measured = form.as === 'histogram' ? [] : spec.columns.map((name) => numberColumn(source, name))
  const axes = [...binsOf(source, spec), ...spec.dimensions.map((name) => knownAxis(source, name, spec))]
  const names = axes.map((_, i) => id(`d${i}`))
  const sums = measured.map((_, i) => id(`v${i}`))
  const parts = measured.map((_, i) => id(`p${i}`))
  const people = await source.keep(
    peopleSql(
      source,
      spec,
      axes,
      measured.map(({ of }) => of),
    ),
  )
  const grouped = (columns: readonly Sql[], by: readonly Sql[]) =>
    source.ask(
      sql`SELECT ${list([...by, ...columns])} FROM ${people}${by.length > 0 ? sql` GROUP BY ${list(by)}` : sql``} LIMIT ${value(MOST_NUMBERS + 1)}`,
    )
  const answers = await grouped(
    [
      sql`count(*) AS units`,
      ...sums.flatMap((of, i) => [
        sql`count(${of}) AS ${id(`n${i}`)}`,
        sql`CAST(COALESCE(sum(${of}), 0) AS DOUBLE) AS ${id(`s${i}`)}`,
        sql`CAST(COALESCE(sum(CAST(round(${of} * ${of} / ${value(CLAMP_STEPS)}) AS BIGINT)), 0) AS DOUBLE) AS ${id(`q${i}`)}`,
      ]),
    ],
    names,
  )
  const levels = levelsOf(axes, answers)
  const product = levels.reduce((all, { known }) => all * (known?.size ?? Number.POSITIVE_INFINITY), 1)
  const places = levels.map(({ all }) => new Map(all.map((level, index) => [level.value, index])))
  const at = (answer: Answer) => places.map((place, i) => place.get(levelValue(answer[`d${i}`])) ?? 0)
  const histograms = await Promise.all(
    parts.map((of) => (spec.parts > 0 ? grouped([sql`count(*) AS n`], [...names, of]) : [])),
  )
  const cells = new Map<string, BoundedCell>()
  const cellAt = (place: number[], known: boolean): BoundedCell => {
    const found = cells.get(String(place))
    if (found) return found
    const made = { at: place, known, units: 0, sums: measured.map(() => emptySums(spec.parts)) }
    cells.set(String(place), made)
    return made
  }
  if (product <= MOST_KNOWN) for (const place of combinations(levels)) cellAt(place, true)
  for (const answer of answers) {
    const cell = cellAt(at(answer), false)
    cell.units = Number(answer['units'])
    for (const [i, own] of cell.sums.entries()) {
      own.present = Number(answer[`n${i}`])
      own.missing = cell.units - own.present
      own.sum = Number(answer[`s${i}`])
      own.squares = Number(answer[`q${i}`])
    }
  }
  for (const [i, histogram] of histograms.entries())
    for (const answer of histogram) {
      const part = answer[`p${i}`]
      const own = cellAt(at(answer), false).sums[i]
      if (own && part !== null) own.parts[Number(part)] = Number(answer['n'])
    }
  if (cells.size > MOST_CELLS || cells.size * Math.max(1, measured.length * spec.parts) > MOST_NUMBERS)
    return refuse(
      source,
      'This is more numbers than noise can be added to.',
      'Recode its variables into fewer groups, or choose a coarser grid().',
    )
  return {
    rho: spec.rho,
    most: spec.most,
    dimensions: axes.map((axis, i) => dimensionOf(axis, levels[i]?.all ?? [])),
    variables: measured.map(({ column }) => variableOf(column, spec)),
    cells: [...cells.values()].sort((a, b) => compare(a.at, b.at)),
    form,
  }
}

/** The bins of a histogram: public, since they follow from the limits. */
function binsOf(source: Source, { form, columns: [name] }: BoundedSpec): KnownAxis[] {
  if (form.as !== 'histogram' || name === undefined) return []
  const { column, of } = numberColumn(source, name)
  return [{ ...binAxis(column, of, form.edges), known: form.edges.slice(1).map((_, i) => i) }]
}

/** An axis with the levels that are public, null where none are. */
interface KnownAxis extends Axis {
  known: readonly Level['value'][] | null
}

/** A column whose levels are public where it has a code list or labels that follow from no row, or is true or false. */
function knownAxis(source: Source, name: string, { labels }: BoundedSpec): KnownAxis {
  const column = columnOf(source, name)
  const codes =
    (column.partial ? null : column.labels)?.map(({ code }) =>
      column.type === 'number' ? Number(code) : code,
    ) ?? null
  return {
    ...columnAxis(source, column, labels),
    known: column.type === 'boolean' ? [0, 1] : codes?.length === 0 ? null : codes,
  }
}

/** One row a person and cell, of the cells that the person is counted in: `v0` … are steps from the middle, `p0` … parts of the range. */
function peopleSql(source: Source, spec: BoundedSpec, axes: readonly Axis[], measured: readonly Sql[]): Sql {
  const { dialect } = source
  const names = axes.map((_, i) => id(`d${i}`))
  const cell = list([sql`__subject`, ...names])
  const reduce = (of: Sql) => (spec.reduce === 'sum' ? sql`sum(${of})` : sql`avg(${of})`)
  const xs = measured.map((_, i) => id(`x${i}`))
  const read = sql`SELECT ${list([
    sql`__subject`,
    sql`__key`,
    ...axes.map((axis, i) => sql`${axis.sql} AS ${names[i] as Sql}`),
    ...measured.map((of, i) => sql`${of} AS ${xs[i] as Sql}`),
  ])} FROM ${source.rows}`
  // Only a summary tells how many have no value.
  const given = [...names, ...(spec.form.as === 'summary' ? [] : xs)].map((of) => sql`${of} IS NOT NULL`)
  const own = sql`SELECT ${list([
    cell,
    sql`min(__key) AS __key`,
    ...xs.map((of) => sql`${reduce(of)} AS ${of}`),
  ])} FROM (${read}) WHERE ${list([sql`TRUE`, ...given], sql` AND `)} GROUP BY ${cell}`
  const text = list(
    [sql`CAST(__key AS VARCHAR)`, ...names.map((name) => sql`CAST(${name} AS VARCHAR)`)],
    sql` || ':' || `,
  )
  const drawn = sql`SELECT * FROM (${own}) QUALIFY row_number() OVER (PARTITION BY __subject ORDER BY ${list([dialect.lot(text), ...names])}) <= ${value(spec.most)}`
  const [low, high] = spec.clamp ?? [0, 1]
  const half = (high - low) / 2
  const columns = measured.flatMap((_, i) => {
    const x = id(`x${i}`)
    const clamped = sql`greatest(${value(low)}, least(${value(high)}, ${x}))`
    const steps = sql`CAST(round((${clamped} - ${value(low + half)}) / ${value(half)} * ${value(CLAMP_STEPS)}) AS BIGINT)`
    const part = sql`CAST(least(${value(spec.parts - 1)}, floor((${clamped} - ${value(low)}) / ${value(high - low)} * ${value(spec.parts)})) AS BIGINT)`
    // Nobody counts for more than a whole half, whatever floating-point arithmetic makes of the limits; what is no number has no value.
    const within = sql`greatest(${value(-CLAMP_STEPS)}, least(${value(CLAMP_STEPS)}, ${steps}))`
    const has = sql`${x} IS NOT NULL AND NOT isnan(${x})`
    return [
      sql`CASE WHEN ${has} THEN ${within} END AS ${id(`v${i}`)}`,
      ...(spec.parts > 0 ? [sql`CASE WHEN ${has} THEN ${part} END AS ${id(`p${i}`)}`] : []),
    ]
  })
  return sql`SELECT ${list([cell, ...columns])} FROM (${drawn})`
}

function levelsOf(axes: readonly KnownAxis[], answers: readonly Answer[]) {
  return axes.map((axis, i) => {
    const found = new Set(answers.map((answer) => levelValue(answer[`d${i}`])))
    const known = axis.known && new Set(axis.known)
    return { all: axis.levels([...new Set([...(known ?? []), ...found])]), known }
  })
}

/** Every combination of public levels, as places. */
function combinations(
  levels: readonly { all: readonly Level[]; known: ReadonlySet<Level['value']> | null }[],
) {
  return levels.reduce<number[][]>(
    (places, { all, known }) =>
      places.flatMap((place) =>
        all.flatMap((level, index) => (known?.has(level.value) ? [[...place, index]] : [])),
      ),
    [[]],
  )
}

const emptySums = (parts: number) => ({
  present: 0,
  missing: 0,
  sum: 0,
  squares: 0,
  parts: new Array<number>(parts).fill(0),
})

const variableOf = (column: Column, { clamp, parts }: BoundedSpec): BoundedVariable => ({
  variable: column.name,
  title: column.title,
  ...(column.unitOfMeasure ? { unitOfMeasure: column.unitOfMeasure } : {}),
  low: clamp?.[0] ?? 0,
  high: clamp?.[1] ?? 1,
  parts,
})

const levelValue = (of: unknown): Level['value'] =>
  of === null || of === undefined ? null : typeof of === 'number' ? of : String(of)

function compare(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((index, i) => index !== b[i])
  return differing < 0 ? 0 : (a[differing] as number) - (b[differing] as number)
}
