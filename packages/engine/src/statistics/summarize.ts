/** `summarize`: number, missing, mean, standard deviation (n − 1), percentiles of type 7 and, when asked for, Gini. */
import type { RecordSet, SummaryRow, SummaryStatistic } from '@sund/model'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { ShowSpec } from '../plan/types.js'
import { columnAxis, dimensionOf, MOST_CELLS } from './axes.js'
import { groupedPercentiles } from './percentiles.js'
import { recordSets } from './record-sets.js'
import { columnOf, measureSql, numberColumn, refuse, type Source, winsorised } from './source.js'
import { summedBy } from './summed.js'
import { moved } from './table.js'

const PERCENTILES = [1, 25, 50, 75, 99]
const MOMENTS = ['mean', 'sd', 'gini'] as const

/** Rows with a missing value of a `by` variable are left out. Percentiles are of raw values: rule S1 guards their ends. */
export async function summarize(
  source: Source,
  spec: Omit<Extract<ShowSpec, { show: 'summarize' }>, 'show'>,
  shares: readonly number[] = PERCENTILES,
): Promise<SummaryStatistic> {
  const axes = spec.by.map((name) => columnAxis(source, columnOf(source, name)))
  const groups = axes.map((_, i) => id(`g${i}`))
  const measured = spec.columns.map((name) => numberColumn(source, name))
  const drawn = await Promise.all(measured.map(({ of }) => winsorised(source, of)))
  const rows = await source.keep(
    sql`SELECT ${list([
      sql`__subject`,
      sql`__key`,
      ...axes.map((axis, i) => sql`${axis.sql} AS ${groups[i] as Sql}`),
      ...measured.flatMap(({ of }, i) => [
        sql`${of} AS ${id(`x${i}`)}`,
        sql`${(drawn[i] as { of: Sql }).of} AS ${id(`w${i}`)}`,
      ]),
    ])} FROM ${source.rows} WHERE ${list([sql`TRUE`, ...axes.map((axis) => sql`${axis.sql} IS NOT NULL`)], sql` AND `)}`,
  )
  const columns = measured.flatMap((_, i) => [
    ...MOMENTS.filter((name) => name !== 'gini' || spec.gini).flatMap((name) =>
      ['w', 'x'].map((of) => sql`${measureSql(source, name, id(`${of}${i}`))} AS ${id(`${of}${i}_${name}`)}`),
    ),
  ])
  const grouping = groups.length > 0 ? sql` GROUP BY ${list(groups)}` : sql``
  const answers = await source.ask(
    sql`SELECT ${list([...groups, ...columns])} FROM ${rows}${grouping} LIMIT ${value(MOST_CELLS + 1)}`,
  )
  if (answers.length > MOST_CELLS)
    return refuse(
      source,
      `by() makes more than ${MOST_CELLS} groups.`,
      'Recode its variables into fewer groups.',
    )

  const levels = axes.map((axis, i) =>
    axis.levels([...new Set(answers.map((a) => a[`g${i}`] as number | string | null))]),
  )
  const places = levels.map((of) => new Map(of.map((level, index) => [level.value, index])))
  const at = (answer: Record<string, unknown>): number[] =>
    places.map((place, i) => place.get(answer[`g${i}`] as number | string | null) ?? 0)
  const ordered = [...answers].sort((a, b) => compare(at(a), at(b)))
  const result: SummaryRow[] = []
  for (const [i, { column }] of measured.entries()) {
    const of = id(`x${i}`)
    const people = await recordSets(
      source,
      rows,
      { present: sql`${of} IS NOT NULL`, missing: { every: sql`${of} IS NULL` } },
      groups,
    )
    const setsAt = new Map(people.map(({ group, sets }) => [String(at(group)), sets]))
    const sums = await summedBy(source, rows, id(`w${i}`), groups)
    const summedAt = new Map(sums.map(({ group, summed }) => [String(at(group)), summed]))
    const percentiles = await groupedPercentiles(source, rows, groups, of, shares)
    const found = new Map(percentiles.map((group) => [String(at(group.group)), group.percentiles]))
    for (const answer of ordered) {
      const place = String(at(answer))
      const { present, missing } = setsAt.get(place) as Record<'present' | 'missing', RecordSet>
      result.push({
        variable: column.name,
        title: column.title,
        ...(column.unitOfMeasure ? { unitOfMeasure: column.unitOfMeasure } : {}),
        at: at(answer),
        present,
        missing,
        mean: moved(answer[`w${i}_mean`], answer[`x${i}_mean`]),
        sd: moved(answer[`w${i}_sd`], answer[`x${i}_sd`]),
        gini: moved(answer[`w${i}_gini`], answer[`x${i}_gini`]),
        percentiles: (found.get(place) ?? []).filter((p) => p !== null),
        ...summedAt.get(place),
      })
    }
  }
  return {
    kind: 'summary',
    by: axes.map((axis, i) => dimensionOf(axis, levels[i] ?? [])),
    iqr: spec.iqr,
    gini: spec.gini,
    shares,
    rows: result,
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((index, i) => index !== b[i])
  return differing < 0 ? 0 : (a[differing] as number) - (b[differing] as number)
}
