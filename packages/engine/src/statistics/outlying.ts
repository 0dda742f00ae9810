/**
 * Rule P3 where values are weighed: in models and correlations who is alone far out is drawn in, so that no one person's value is most of a sum.
 * Apart from winsorising, which moves a share of everyone at quantiles: this leaves honest values as they are.
 */
import { id, list, type Sql, sql, value } from '../dialects/sql.js'
import { numberColumn, numberOf, type Source } from './source.js'

/** A column of which one person's value could be most of a sum. */
export interface Amount {
  name: string
  /** It is above 0 and enters by its logarithm: values near 0 are far out as well. */
  logarithm?: boolean
  /** A column that moves in proportion: the entry before a time. */
  along?: string | null
}

/**
 * The source with its amounts drawn in, among the rows that meet `where`. With m the median of a column and d the distance from it of the
 * farthest person but `outlying.units` − 1, its values are drawn in to m ± `outlying.reach` · d. A person's value is the greatest for m and the
 * farthest for d, where rows are several a person. Where fewer people than that are anywhere else than at m, the column becomes m. Public data are
 * left as they are.
 */
export async function drawnIn(source: Source, amounts: readonly Amount[], where: Sql): Promise<Source> {
  if (source.public || amounts.length === 0) return source
  const scales = [...new Map(amounts.map((amount) => [amount.name, amount])).values()].map((amount) => {
    const { of } = numberColumn(source, amount.name)
    return { ...amount, of, near: amount.logarithm ? sql`CASE WHEN ${of} > 0 THEN ln(${of}) END` : of }
  })
  const ends = await endsOf(
    source,
    scales.flatMap(({ of, near }) => [of, ...(near === of ? [] : [near])]),
    where,
  )
  const columns = scales.flatMap(({ name, of, near, along }) => {
    const { low, high } = ends.shift() ?? EVERYWHERE
    const least = near === of ? low : Math.exp((ends.shift() ?? EVERYWHERE).low) || Number.NEGATIVE_INFINITY
    const drawn = within(of, { low: least, high })
    if (drawn === of) return []
    const moved = along ? numberColumn(source, along).of : null
    return [
      sql`${drawn} AS ${id(name)}`,
      ...(along && moved ? [sql`${moved} * (${drawn} / ${of}) AS ${id(along)}`] : []),
    ]
  })
  if (columns.length === 0) return source
  return { ...source, rows: sql`(SELECT * REPLACE (${list(columns)}) FROM ${source.rows})` }
}

/** Where values end: what lies beyond is drawn in to it. */
export interface Ends {
  low: number
  high: number
}
const EVERYWHERE: Ends = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }

/** The ends of columns, each among the rows of `where` that have a value of it; infinite where nobody is far out. */
export async function endsOf(source: Source, columns: readonly Sql[], where: Sql): Promise<Ends[]> {
  const { dialect, manyRows, outlying, rows } = source
  const { units, reach } = outlying
  if (source.public || units === 0) return columns.map(() => EVERYWHERE)
  const each = (of: (i: number) => Sql[]) => list(columns.flatMap((_, i) => of(i)))
  const named = (name: string) => (i: number) => id(`${name}${i}`)
  const [x, high, low, middle, far] = ['x', 'h', 'l', 'm', 'd'].map(named) as [
    Named,
    Named,
    Named,
    Named,
    Named,
  ]
  const values = sql`SELECT ${list([
    ...(manyRows ? [sql`__subject`] : []),
    ...columns.map((of, i) => sql`CAST(${of} AS DOUBLE) AS ${x(i)}`),
  ])} FROM ${rows} WHERE ${where}`
  const people = manyRows
    ? sql`SELECT ${each((i) => [sql`max(${x(i)}) AS ${high(i)}`, sql`min(${x(i)}) AS ${low(i)}`])} FROM (${values}) GROUP BY __subject`
    : sql`SELECT ${each((i) => [sql`${x(i)} AS ${high(i)}`, sql`${x(i)} AS ${low(i)}`])} FROM (${values})`
  const middles = each((i) => [sql`${dialect.percentiles(high(i), [0.5])}[1] AS ${middle(i)}`])
  const distance = (i: number) => sql`greatest(${high(i)} - ${middle(i)}, ${middle(i)} - ${low(i)})`
  const [answer] = await source.ask(
    sql`WITH people AS (${people}), middles AS (SELECT ${middles} FROM people)
      SELECT ${each((i) => [sql`any_value(${middle(i)}) AS ${middle(i)}`, sql`${dialect.greatest(distance(i), units)} AS ${far(i)}`])} FROM people, middles`,
  )
  return columns.map((_, i) => {
    const [about, distances] = [numberOf(answer?.[`m${i}`]), (answer?.[`d${i}`] ?? []) as number[]]
    const most = reach * (distances[units - 1] ?? 0)
    const alike = about === null || (distances[0] ?? 0) <= most
    return alike ? EVERYWHERE : { low: about - most, high: about + most }
  })
}
type Named = (i: number) => Sql

/** A value within its ends; missing where it is. */
export const within = (of: Sql, { low, high }: Ends): Sql =>
  low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY
    ? of
    : sql`CASE WHEN ${of} < ${value(low)} THEN ${value(low)} WHEN ${of} > ${value(high)} THEN ${value(high)} ELSE ${of} END`
