/**
 * `correlate`: Pearson's correlations or covariances of every pair of variables, from the sums of products about the means.
 * Of values as models have them: who is alone far out is drawn in.
 */
import type { CorrelationPair, CorrelationStatistic, RecordSet } from '@sund/model'
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import type { ShowSpec } from '../plan/types.js'
import { tP } from './distributions.js'
import { drawnIn, endsOf, within } from './outlying.js'
import { recordSets, unitsSql } from './record-sets.js'
import { degenerate, numberColumn, numberOf, type Source } from './source.js'

/**
 * Over the rows that have every variable, or with `pairwise` over those that have the two. The p of a pair is that of
 * t = r √((n − 2) / (1 − r²)) on n − 2 degrees of freedom (Stata's `pwcorr, sig`; R's `cor.test`). A correlation with a
 * variable that is the same in every row does not exist.
 */
export async function correlate(
  given: Source,
  spec: Extract<ShowSpec, { show: 'correlate' }>,
): Promise<CorrelationStatistic> {
  const measured = spec.columns.map((name) => numberColumn(given, name))
  const whole = list(
    measured.map(({ of }) => sql`${of} IS NOT NULL`),
    sql` AND `,
  )
  const amounts = spec.pairwise ? [] : spec.columns.map((name) => ({ name }))
  const source = await drawnIn(given, amounts, whole)
  const names = measured.map((_, i) => id(`x${i}`))
  const about = spec.pairwise ? sql`` : sql` FILTER (WHERE ${whole})`
  const [located] = await source.ask(
    sql`SELECT ${list(
      measured.flatMap(({ of }, i) => [
        sql`avg(${of})${about} AS ${id(`m${i}`)}`,
        sql`min(${of})${about} AS ${id(`a${i}`)}`,
        sql`max(${of})${about} AS ${id(`b${i}`)}`,
      ]),
    )} FROM ${source.rows}`,
  )
  const rows = await source.keep(
    sql`SELECT ${list([
      sql`__subject`,
      sql`__key`,
      sql`(${whole}) AS whole`,
      ...measured.map(
        ({ of }, i) => sql`${of} - ${value(numberOf(located?.[`m${i}`]) ?? 0)} AS ${names[i] as Sql}`,
      ),
      // −1 and 1 for the two ends, 0 between: where nothing is between, the variable has two values.
      ...measured.map(
        ({ of }, i) =>
          sql`CASE WHEN ${of} = ${value(numberOf(located?.[`a${i}`]))} THEN -1 WHEN ${of} = ${value(numberOf(located?.[`b${i}`]))} THEN 1 WHEN ${of} IS NOT NULL THEN 0 END AS ${id(`e${i}`)}`,
      ),
    ])} FROM ${source.rows}`,
  )
  const pairs: CorrelationPair[] = []
  for (const i of measured.keys()) pairs.push(...(await pairsOf(source, rows, i, spec)))
  if (pairs.every(({ rows: n }) => n < 2))
    return degenerate(
      source,
      `Fewer than two rows have a value of ${spec.pairwise ? 'any two' : 'every one'} of these variables.`,
      'Leave out the variable that is missing most, or use pairwise.',
    )
  return {
    kind: 'correlation',
    covariance: spec.covariance,
    pairwise: spec.pairwise,
    show: { units: spec.units, p: spec.p },
    variables: measured.map(({ column: { name, title, unitOfMeasure } }) => ({
      variable: name,
      title,
      ...(unitOfMeasure ? { unitOfMeasure } : {}),
    })),
    pairs,
  }
}

/** The pairs of variable `i` with those up to and including itself, from one pass over the rows; with `pairwise` each pair is drawn in by itself. */
async function pairsOf(
  source: Source,
  rows: Sql,
  i: number,
  { pairwise, covariance }: { pairwise: boolean; covariance: boolean },
): Promise<CorrelationPair[]> {
  const others = Array.from({ length: i + 1 }, (_, j) => j)
  const [at, end] = [(of: number) => id(`x${of}`), id(`e${i}`)]
  const bothOf = (j: number) => (pairwise ? sql`${at(i)} IS NOT NULL AND ${at(j)} IS NOT NULL` : sql`whole`)
  const sides = others.flatMap((j) => [i, j].map((of) => sql`CASE WHEN ${bothOf(j)} THEN ${at(of)} END`))
  const ends = pairwise ? await endsOf({ ...source, rows }, sides, sql`TRUE`) : []
  const sideOf = (j: number, side: 0 | 1) => {
    const [of, own] = [at(side === 0 ? i : j), ends[2 * j + side]]
    return own ? within(of, own) : of
  }
  const [{ sets }] = await recordSets(
    source,
    rows,
    Object.fromEntries(
      others.flatMap((j) => [
        [`used${j}`, bothOf(j)],
        [`missing${j}`, sql`NOT (${bothOf(j)})`],
      ]),
    ),
  )
  const summands = others.flatMap((j) => {
    const [x, y, other] = [sideOf(j, 0), sideOf(j, 1), id(`e${j}`)]
    const both = bothOf(j)
    const sums = { n: sql`1`, x, y, xx: sql`${x} * ${x}`, yy: sql`${y} * ${y}`, xy: sql`${x} * ${y}` }
    return [
      ...Object.entries({ x, y }).map(
        ([name, of]) =>
          sql`COALESCE(min(${of}) FILTER (WHERE ${both}) < max(${of}) FILTER (WHERE ${both}), FALSE) AS ${id(`${name}_varies${j}`)}`,
      ),
      ...Object.entries(sums).map(
        ([name, of]) => sql`COALESCE(sum(${of}) FILTER (WHERE ${both}), 0) AS ${id(`${name}${j}`)}`,
      ),
      ...[end, other].flatMap((of, which) =>
        ENDS.map(
          (at, k) =>
            sql`${unitsSql(source, sql`${both} AND ${of} = ${value(at)}`)} AS ${id(`e${which}${k}_${j}`)}`,
        ),
      ),
    ]
  })
  const [answer] = await source.ask(sql`SELECT ${list(summands)} FROM ${rows}`)
  return others.map((j) => {
    const sum = (name: string) => Number(answer?.[`${name}${j}`])
    const n = sum('n')
    const product = (of: string, a: string, b: string) => sum(of) - (sum(a) * sum(b)) / n
    const [xx, yy, xy] = [product('xx', 'x', 'x'), product('yy', 'y', 'y'), product('xy', 'x', 'y')]
    const varies = ['x', 'y'].every((name) => answer?.[`${name}_varies${j}`] === true) && xx > 0 && yy > 0
    const r = i === j ? 1 : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)))
    const exists = n > 1 && (covariance || varies)
    const rarest = [0, 1].flatMap((which) => {
      const [low, between, high] = ENDS.map((_, k) => Number(answer?.[`e${which}${k}_${j}`]))
      return between === 0 ? [Math.min(low as number, high as number)] : []
    })
    return {
      at: [i, j],
      used: sets[`used${j}`] as RecordSet,
      missing: sets[`missing${j}`] as RecordSet,
      rows: n,
      rarest: rarest.length > 0 ? Math.min(...rarest) : null,
      value: !exists ? null : covariance ? xy / (n - 1) : r,
      p:
        i === j || n < 3 || !varies
          ? null
          : Math.abs(r) === 1
            ? 0
            : tP(r * Math.sqrt((n - 2) / (1 - r * r)), n - 2),
    }
  })
}

/** The least value of a variable, those between, and the greatest. */
const ENDS = [-1, 0, 1]
