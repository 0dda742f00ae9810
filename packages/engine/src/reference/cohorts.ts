/** Matched cohorts and time at risk, as their docstrings in plan/types.ts say: one case, one unit, one day after another. */
import type { Episodes, Match } from '../plan/types.js'
import { compare, grouped, numberOf, type Row, sameness, type Value, valueOf } from './data.js'
import { lotOf } from './digest.js'
import type { Input, Made } from './relations.js'

type Drawn = Row & { lot: number }
interface Pair {
  wanting: Drawn
  candidate: Drawn
}

const RING = 2 ** 52
const MOST_ROUNDS = 200

export function match(of: Match, [cases, pool]: readonly [Input, Input]): Made {
  const drawn = (rows: readonly Row[]): Drawn[] =>
    rows
      .map((row) => ({ ...row, lot: lotOf(of.seed, row.key) }))
      .sort((a, b) => a.lot - b.lot || compare(a.unit, b.unit))
  const taken = new Set(cases.rows.map(({ unit }) => unit))
  const wanting = drawn(cases.rows)
  const free = drawn(pool.rows.filter(({ unit }) => !taken.has(unit)))
  const pairs = (of.calipers.length === 0 ? byNumber : of.replace ? byWish : inRounds)(of, wanting, free)
  const marked = (row: Row, set: number, role: number): Row => ({
    ...row,
    values: { ...row.values, [of.set]: set + 1, [of.role]: role },
  })
  return {
    rows: [
      ...wanting.map((row, set) => marked(row, set, 1)),
      ...pairs.map((pair) => marked(pair.candidate, wanting.indexOf(pair.wanting), 0)),
    ],
  }
}

const exactly = ({ exact }: Match, row: Row): Value[] => exact.map((name) => valueOf(row, name))
const alike = (of: Match, a: Row, b: Row): boolean =>
  !exactly(of, a).includes(null) && sameness(exactly(of, a)) === sameness(exactly(of, b))

function near({ calipers }: Match, a: Row, b: Row): boolean {
  return calipers.every(({ column, distance }) => {
    const [x, y] = [numberOf(a, column), numberOf(b, column)]
    return x !== null && y !== null && Math.abs(x - y) <= distance
  })
}

function byNumber(of: Match, wanting: readonly Drawn[], free: readonly Drawn[]): Pair[] {
  return wanting.flatMap((one) => {
    const candidates = free.filter((other) => alike(of, one, other))
    const rivals = wanting.filter((other) => alike(of, one, other))
    const c = rivals.indexOf(one)
    const places = Array.from({ length: of.ratio }, (_, i) =>
      of.replace ? (c * of.ratio + i) % candidates.length : c + i * rivals.length,
    )
    return [...new Set(places)].flatMap((place): Pair[] => {
      const candidate = candidates[place]
      return candidate ? [{ wanting: one, candidate }] : []
    })
  })
}

/** How far down the wishes of a case a candidate stands. */
const wish = (one: Drawn, candidate: Drawn): number => (candidate.lot - one.lot + RING) % RING

/** The candidates that a case may take, the most wanted first. */
const wishes = (of: Match, one: Drawn, free: readonly Drawn[]): Drawn[] =>
  free
    .filter((other) => alike(of, one, other) && near(of, one, other))
    .sort((a, b) => wish(one, a) - wish(one, b) || compare(a.unit, b.unit))

const byWish = (of: Match, wanting: readonly Drawn[], free: readonly Drawn[]): Pair[] =>
  wanting.flatMap((one) =>
    wishes(of, one, free)
      .slice(0, of.ratio)
      .map((candidate) => ({ wanting: one, candidate })),
  )

function inRounds(of: Match, wanting: readonly Drawn[], free: readonly Drawn[]): Pair[] {
  const pairs: Pair[] = []
  for (let round = 0, places = 1; round < MOST_ROUNDS && places <= of.ratio; round++) {
    const left = free.filter((one) => !pairs.some(({ candidate }) => candidate === one))
    const asking = wanting
      .filter((one) => pairs.filter((pair) => pair.wanting === one).length < places)
      .flatMap((one): Pair[] => {
        const [candidate] = wishes(of, one, left)
        return candidate ? [{ wanting: one, candidate }] : []
      })
    if (asking.length === 0) places++
    for (const asked of grouped(asking, ({ candidate }) => [candidate.unit])) {
      const [best] = asked.sort(
        (a, b) =>
          wish(a.wanting, a.candidate) - wish(b.wanting, b.candidate) ||
          compare(a.wanting.unit, b.wanting.unit),
      )
      pairs.push(best as Pair)
    }
  }
  return pairs
}

/** Days are whole. A unit's rows are of one person; where they are not, the least subject and key stand for all. */
export function episodes(of: Episodes, input: Input): Made {
  return {
    rows: grouped(input.rows, ({ unit }) => [unit]).flatMap((rows) => {
      const [first] = rows as [Row, ...Row[]]
      const least = <T extends bigint | number>(values: T[]): T =>
        values.sort((a, b) => compare(a, b))[0] as T
      const person = {
        unit: first.unit,
        subject: least(rows.map(({ subject }) => subject)),
        key: least(rows.map(({ key }) => key)),
      }
      const kept = Object.fromEntries(
        Object.keys(first.values).map((name) => [name, only(rows.map((row) => valueOf(row, name)))]),
      )
      return stretches(of, rows).map((stretch) => ({ ...person, values: { ...kept, ...stretch } }))
    }),
  }
}

/** The one value that all have, missing ones apart. */
function only(values: readonly Value[]): Value {
  const [first, ...others] = grouped(
    values.filter((value) => value !== null),
    (value) => [value],
  )
  return first && others.length === 0 ? (first[0] as Value) : null
}

type Values = Record<string, Value>

/** What changes along the rows of a unit: day by day what holds until the next. */
function stretches(of: Episodes, rows: readonly Row[]): Values[] {
  const one = (name: string) => only(rows.map((row) => numberOf(row, name))) as number | null
  const [index, exit] = [one(of.index), one(of.exit)]
  const happened = only(
    rows.map((row) => {
      const event = numberOf(row, of.event)
      return event === null ? null : Number(event !== 0)
    }),
  )
  const valuesAt = (day: number): Values =>
    Object.fromEntries(of.varying.map((name) => [name, holding(rows, name, day)]))
  if (index === null || exit === null || happened === null || exit <= index) {
    const nothing = [...of.varying, of.event, of.entry, of.time]
    return [Object.fromEntries(nothing.map((name) => [name, null]))]
  }
  const made: Values[] = []
  for (let day = index; day < exit; day++) {
    const values = valuesAt(day)
    const before = made.at(-1)
    const same = of.varying.every(
      (name) => before && sameness([before[name] as Value]) === sameness([values[name] as Value]),
    )
    if (before && same) before[of.time] = day + 1 - index
    else made.push({ ...values, [of.event]: 0, [of.entry]: day - index, [of.time]: day + 1 - index })
  }
  ;(made.at(-1) as Values)[of.event] = happened
  return made
}

/** The value that holds from the end of a day to the end of the next. */
function holding(rows: readonly Row[], name: string, day: number): Value {
  const begun = rows.flatMap((row) => {
    const [value, start, stop] = [
      valueOf(row, name),
      numberOf(row, `START@${name}`),
      numberOf(row, `STOP@${name}`),
    ]
    if (value === null || start === null || start > day) return []
    return [{ value, start, until: stop !== null && stop > start ? stop : Number.POSITIVE_INFINITY }]
  })
  const [last] = begun.sort(
    (a, b) => b.start - a.start || compare(b.value, a.value) || (b.until > a.until ? 1 : -1),
  )
  return last && last.until >= day ? last.value : null
}
