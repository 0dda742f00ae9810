/** Rule P3 where values are weighed: who is alone far out is drawn in. Written from the definition, person by person. */
import { grouped, numberOf, type Population, type Row } from '../data.js'
import { percentileOf } from '../order.js'

export interface Amount {
  name: string
  /** It enters by its logarithm, so values near 0 are far out as well. */
  logarithm?: boolean
  /** A column that moves in proportion. */
  along?: string | null
}

type Rules = Pick<Population, 'public' | 'outlying'>

/** The rows with their amounts drawn in among themselves. */
export function drawnIn(rules: Rules, rows: readonly Row[], amounts: readonly Amount[]): readonly Row[] {
  const changes = amounts.map(({ name, logarithm, along }) => {
    const value = (row: Row) => numberOf(row, name)
    const { low, high } = endsOf(rules, rows, value)
    const logarithmOf = (row: Row) => Math.log(value(row) as number)
    const least = logarithm ? Math.exp(endsOf(rules, rows, logarithmOf).low) : low
    return (row: Row): Row['values'] => {
      const old = value(row)
      if (old === null) return {}
      const drawn = Math.max(least, Math.min(high, old))
      const beside = along ? { [along]: (numberOf(row, along) as number) * (drawn / old) } : {}
      return drawn === old ? {} : { [name]: drawn, ...beside }
    }
  })
  return rows.map((row) => ({
    ...row,
    values: Object.assign({}, row.values, ...changes.map((change) => change(row))) as Row['values'],
  }))
}

/** Where values end: so many times as far from their median as the last of so many people who are farthest from it. */
function endsOf(
  { public: open, outlying: { units, reach } }: Rules,
  rows: readonly Row[],
  of: (row: Row) => number | null,
): { low: number; high: number } {
  const people = grouped(rows, ({ subject }) => [subject])
    .map((own) => own.map(of).filter((value) => value !== null))
    .filter((values) => values.length > 0)
  const middle = percentileOf(
    people.map((values) => Math.max(...values)),
    0.5,
  )
  if (open || units === 0 || middle === null)
    return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  const distances = people
    .map((values) => Math.max(...values.map((value) => Math.abs(value - middle))))
    .sort((a, b) => b - a)
  const most = reach * (distances[units - 1] ?? 0)
  return { low: middle - most, high: middle + most }
}
