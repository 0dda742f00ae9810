/**
 * Where an axis of values that are not public begins and ends: at quantiles with enough people at or beyond them (rule G1), never at the least and
 * greatest. What lies outside is drawn at the end. Apart from bins and hexagons, which both lie between such ends.
 */
import type { AxisEnd } from '@sund/model'
import { list, type Sql, sql, value } from '../dialects/sql.js'
import { threeDigits } from './bins.js'
import { unitsSql } from './record-sets.js'
import type { Source } from './source.js'

/** Quantiles from the outermost inwards. */
const SHARES = [0.01, 0.02, 0.05, 0.1, 0.25]
/** People at or beyond an end that one looks for; whether they are enough, rule G1 says. */
const BEYOND = 11

/**
 * The ends of `of`, low and high, outwards to three digits, with how many people have such a value or one beyond it: of the outermost quantiles
 * that have enough, else of the quarters. Null where nobody has a value, and where the axis runs from the least value to the greatest: of public values,
 * and where the rules say so.
 */
export async function axisEnds(source: Source, of: Sql): Promise<[AxisEnd, AxisEnd] | null> {
  if (source.public || source.axisEnds === 'extremes') return null
  const shares = [...SHARES, ...SHARES.map((share) => 1 - share)]
  const [quantiles] = await source.ask(
    sql`SELECT ${source.dialect.percentiles(of, shares)} AS q FROM ${source.rows}`,
  )
  const found = quantiles?.['q'] as number[] | null | undefined
  if (!found) return null
  const candidates = found.map((at, i) => {
    const low = i < SHARES.length
    return { low, value: threeDigits(Number(at), low ? Math.floor : Math.ceil), at: Number(at) }
  })
  const [counts] = await source.ask(
    sql`SELECT ${list(candidates.map(({ low, at }, i) => sql`${unitsSql(source, low ? sql`${of} <= ${value(at)}` : sql`${of} >= ${value(at)}`)} AS ${countOf(i)}`))} FROM ${source.rows}`,
  )
  const ends = candidates.map((end, i) => ({ ...end, beyond: Number(counts?.[`n${i}`]) }))
  const end = (low: boolean): AxisEnd => {
    const side = ends.filter((one) => one.low === low)
    const { value, beyond } =
      side.find((one) => one.beyond >= BEYOND) ?? (side.at(-1) as (typeof ends)[number])
    return { value, beyond }
  }
  return [end(true), end(false)]
}

const countOf = (index: number): Sql => ({ pieces: [`n${Math.trunc(index)}`] })

/** Values drawn in to the ends. */
export const between = (of: Sql, [low, high]: readonly [AxisEnd, AxisEnd]): Sql =>
  sql`CASE WHEN ${of} < ${value(low.value)} THEN ${value(low.value)} WHEN ${of} > ${value(high.value)} THEN ${value(high.value)} ELSE ${of} END`
