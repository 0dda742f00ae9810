/** Matched cohorts and time at risk in rows, against the words of their docstrings done slowly. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { episodesSql } from '../src/dialects/episodes.js'
import { matchSql } from '../src/dialects/matching.js'
import { id, list, type Sql, sql, value } from '../src/dialects/sql.js'
import type { Episodes, Match } from '../src/plan/types.js'
import { type Bench, openBench } from './source.js'
import { AT, number } from './world.js'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

type Row = Record<string, number | null>
const rowsOf = (columns: readonly string[], rows: readonly Row[]): Sql => {
  const one = (row: Row) =>
    sql`SELECT ${list(columns.map((name) => sql`CAST(${value(row[name] ?? null)} AS ${name.startsWith('__') ? sql`BIGINT` : sql`DOUBLE`}) AS ${id(name)}`))}`
  return sql`(${list(rows.map(one), sql` UNION ALL `)})`
}
const plain = (rows: Record<string, unknown>[]): Row[] =>
  rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, of]) => [name, of === null ? null : Number(of)])),
  )

describe('episodes', () => {
  const columns = ['unit', 'i', 'x', 'y', 'other', 'a', 'START@a', 'STOP@a', 'b', 'START@b', 'STOP@b']
  const relation: Episodes = {
    op: 'episodes',
    id: 'e',
    place: 'a',
    unit: 'PERSON',
    rowsPerUnit: 'many',
    rowsPerSubject: 'many',
    public: true,
    position: AT,
    command: '',
    input: 'i',
    index: 'i',
    exit: 'x',
    event: 'y',
    varying: ['a', 'b'],
    entry: 'entry',
    time: 'time',
    columns: ['unit', 'y', 'other', 'a', 'b', 'entry', 'time'].map(number),
  }
  const made = async (rows: Row[]) => {
    const system = ['__unit', '__subject', '__key']
    const from = rowsOf(
      [...system, ...columns],
      rows.map((row) => ({ ...row, __unit: row['unit'] ?? null, __subject: row['unit'] ?? null, __key: 3 })),
    )
    const select = episodesSql(relation, { from, columns: columns.map(number) })
    return plain(
      await bench.database.ask(
        sql`SELECT * EXCLUDE (__unit, __subject, __key) FROM (${select}) ORDER BY unit, entry`,
      ),
    )
  }

  /** Day by day: what holds between each day and the next. */
  const slowly = (rows: Row[]): Row[] => {
    const units = [...new Set(rows.map((row) => row['unit'] as number))].sort((s, t) => s - t)
    return units.flatMap((unit) => {
      const own = rows.filter((row) => row['unit'] === unit)
      const only = (name: string) => {
        const values = new Set(own.map((row) => row[name] ?? null).filter((of) => of !== null))
        return values.size === 1 ? ([...values][0] as number) : null
      }
      const event = new Set(
        own
          .map(({ y }) => y)
          .filter((y) => y !== null && y !== undefined)
          .map((y) => Number(y !== 0)),
      )
      const [i, x, y] = [only('i'), only('x'), event.size === 1 ? ([...event][0] as number) : null]
      const other = only('other')
      if (i === null || x === null || y === null || x <= i)
        return [{ unit, y: null, other, a: null, b: null, entry: null, time: null }]
      const holds = (name: string, day: number): number | null => {
        const history = own.flatMap((row) => {
          const [v, start, stop] = [row[name], row[`START@${name}`], row[`STOP@${name}`]]
          if (v === null || v === undefined || start === null || start === undefined || start > day) return []
          return [
            {
              v,
              start,
              until: stop !== null && stop !== undefined && stop > start ? stop : Number.POSITIVE_INFINITY,
            },
          ]
        })
        const [last] = history.sort((s, t) => t.start - s.start || t.v - s.v || t.until - s.until)
        return last && last.until >= day ? last.v : null
      }
      const stretches: Row[] = []
      for (let day = i; day < x; day++) {
        const [a, b] = [holds('a', day), holds('b', day)]
        const before = stretches.at(-1)
        if (before && before['a'] === a && before['b'] === b) before['time'] = day + 1 - i
        else stretches.push({ unit, y: 0, other, a, b, entry: day - i, time: day + 1 - i })
      }
      ;(stretches.at(-1) as Row)['y'] = y
      return stretches
    })
  }

  it('follow every day of everyone', async () => {
    const some = (least: number, most: number) =>
      fc.option(fc.integer({ min: least, max: most }), { freq: 6 })
    const history = fc.record({
      a: some(1, 2),
      from: some(0, 20),
      days: some(0, 6),
      b: some(1, 3),
      began: some(0, 20),
      lasted: some(0, 9),
    })
    const person = fc.record({
      i: some(3, 8),
      x: some(6, 20),
      y: some(0, 1),
      others: fc.boolean(),
      rows: fc.array(history, { minLength: 1, maxLength: 6 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 6 }), async (people) => {
        const end = (start: number | null, days: number | null) =>
          start === null || days === null ? null : start + days
        const rows = people.flatMap(({ i, x, y, others, rows: histories }, unit) =>
          histories.map(
            ({ a, from, days, b, began, lasted }, k): Row => ({
              unit,
              i,
              x,
              y,
              a,
              b,
              other: others ? k : 5,
              'START@a': from,
              'STOP@a': end(from, days),
              'START@b': began,
              'STOP@b': end(began, lasted),
            }),
          ),
        )
        expect(await made(rows)).toEqual(slowly(rows))
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})

describe('matches', () => {
  const relation: Match = {
    op: 'match',
    id: 'm',
    place: 'a',
    unit: 'PERSON',
    rowsPerUnit: 'one',
    rowsPerSubject: 'one',
    public: true,
    position: AT,
    command: '',
    cases: 'c',
    input: 'p',
    exact: ['sex'],
    calipers: [],
    ratio: 2,
    replace: false,
    seed: 1,
    set: 'match_set',
    role: 'match_case',
    columns: ['sex', 'age', 'match_set', 'match_case'].map(number),
  }
  const lot = (seed: number, key: number) =>
    Number(BigInt(`0x${createHash('md5').update(`${seed}:${key}`).digest('hex').slice(0, 13)}`))
  type Person = { unit: number; key: number; sex: number | null; age: number | null }
  type Pair = [wanting: number, candidate: number]

  const slowly = (match: Match, cases: Person[], people: Person[]): Pair[] => {
    const drawn = (of: Person[]) =>
      of
        .map((person) => ({ ...person, lot: lot(match.seed, person.key) }))
        .sort((s, t) => s.lot - t.lot || s.unit - t.unit)
    const wanting = drawn(cases)
    const free = drawn(people.filter(({ unit }) => !cases.some((one) => one.unit === unit)))
    const alike = (a: Person, b: Person) => match.exact.length === 0 || (a.sex !== null && a.sex === b.sex)
    if (match.calipers.length === 0)
      return wanting.flatMap((one): Pair[] => {
        const candidates = free.filter((other) => alike(one, other))
        const rivals = wanting.filter((other) => alike(one, other))
        const c = rivals.findIndex(({ unit }) => unit === one.unit)
        return Array.from({ length: match.ratio }, (_, i) => i).flatMap((i): Pair[] => {
          const place = match.replace ? (c * match.ratio + i) % candidates.length : i * rivals.length + c
          const taken = match.replace && i >= candidates.length ? undefined : candidates[place]
          return taken ? [[one.unit, taken.unit]] : []
        })
      })
    const distance = (match.calipers[0] as { distance: number }).distance
    const wishes = (one: (typeof wanting)[number], of: typeof free) =>
      of
        .filter(
          (other) =>
            alike(one, other) &&
            one.age !== null &&
            other.age !== null &&
            Math.abs(one.age - other.age) <= distance,
        )
        .map((other) => ({ unit: other.unit, wish: (other.lot - one.lot + 2 ** 52) % 2 ** 52 }))
        .sort((s, t) => s.wish - t.wish || s.unit - t.unit)
    if (match.replace)
      return wanting.flatMap((one) =>
        wishes(one, free)
          .slice(0, match.ratio)
          .map(({ unit }): Pair => [one.unit, unit]),
      )
    const pairs: Pair[] = []
    for (let round = 0, places = 1; round < 200 && places <= match.ratio; round++) {
      const open = wanting.filter((one) => pairs.filter(([w]) => w === one.unit).length < places)
      const left = free.filter((one) => !pairs.some(([, taken]) => taken === one.unit))
      const asked = open.flatMap((one) => {
        const [first] = wishes(one, left)
        return first ? [{ ...first, wanting: one.unit }] : []
      })
      if (asked.length === 0) places++
      for (const unit of new Set(asked.map((of) => of.unit))) {
        const [best] = asked
          .filter((of) => of.unit === unit)
          .sort((s, t) => s.wish - t.wish || s.wanting - t.wanting)
        pairs.push([(best as { wanting: number }).wanting, unit])
      }
    }
    return pairs
  }

  const made = async (match: Match, cases: Person[], people: Person[]) => {
    const from = (of: Person[]) =>
      rowsOf(
        ['__unit', '__subject', '__key', 'sex', 'age'],
        of.map(({ unit, key, sex, age }) => ({ __unit: unit, __subject: unit, __key: key, sex, age })),
      )
    const columns = ['sex', 'age'].map(number)
    const source = bench.source(sql`x`, [])
    const select = await matchSql(
      match,
      { from: from(cases), columns },
      { from: from(people), columns },
      source,
    )
    return plain(await bench.database.ask(sql`SELECT __unit, match_set, match_case FROM (${select})`))
  }

  it('are those that the rule draws', async () => {
    const person = (unit: number) =>
      fc.record({
        unit: fc.constant(unit),
        key: fc.integer({ min: 0, max: 65_535 }),
        sex: fc.option(fc.integer({ min: 1, max: 2 }), { freq: 9 }),
        age: fc.option(fc.integer({ min: 20, max: 30 }), { freq: 9 }),
      })
    const everyone = fc
      .integer({ min: 1, max: 25 })
      .chain((n) => fc.tuple(...Array.from({ length: n }, (_, unit) => person(unit))))
    await fc.assert(
      fc.asyncProperty(
        everyone,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        async (all, some, ratio, replace, near, bySex) => {
          const cases = all.filter(({ unit }) => unit % 4 === 0).slice(0, some)
          const match: Match = {
            ...relation,
            ratio,
            replace,
            exact: bySex ? ['sex'] : [],
            calipers: near ? [{ column: 'age', distance: 2 }] : [],
            seed: some,
          }
          const pairs = slowly(match, cases, all)
          const sets = [...cases]
            .sort((s, t) => lot(some, s.key) - lot(some, t.key) || s.unit - t.unit)
            .map(({ unit }) => unit)
          const expected = [
            ...sets.map((unit, k) => [unit, k + 1, 1]),
            ...pairs.map(([wanting, unit]) => [unit, sets.indexOf(wanting) + 1, 0]),
          ]
          const actual = (await made(match, cases, all)).map((row) => [
            row['__unit'],
            row['match_set'],
            row['match_case'],
          ])
          expect(actual.map(String).sort()).toEqual(expected.map(String).sort())
        },
      ),
      { numRuns: 40 },
    )
  }, 60_000)
})
