/**
 * The recode that is offered for a table: it works, it is the smallest that can be proved, and it says nothing that the table as released
 * does not say.
 */
import { OPEN_POLICY, type ReleasedTable, type TableStatistic } from '@sund/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bodyOf, numbers, skewed, tableOf } from './given.js'

type Values = NonNullable<TableStatistic['dimensions'][number]['values']>

/** Gives dimensions the way their values are written. */
const written = (table: TableStatistic, ...values: Values[]): TableStatistic => ({
  ...table,
  dimensions: table.dimensions.map((dimension, axis) => ({ ...dimension, values: values[axis] as Values })),
})
const CODES: Values = { type: 'text', ordered: false }
const AGES: Values = { type: 'number', ordered: true }
const scriptOf = async (table: TableStatistic) =>
  (await bodyOf(table)).result.withheld.find(({ rule }) => rule === 'T2')?.script ?? null

/** The table after the groups that a line names are put together, as running the line would make it. */
function recoded(table: TableStatistic, script: string): TableStatistic {
  let now = table
  for (const line of script.split('\n')) {
    const [, variable = '', rules = ''] = /^recode (\w+) (.*)$/.exec(line) ?? []
    const axis = now.dimensions.findIndex((dimension) => dimension.variable === variable)
    const codes = now.dimensions[axis]?.levels.map(({ code }) => code ?? '') ?? []
    const target = new Map(codes.map((code) => [code, code]))
    for (const [, from = '', to = ''] of rules.matchAll(/\(([^=]+) = '?(\w+)'?[^)]*\)/g)) {
      const [low, high] = from.split('/')
      for (const code of codes)
        if (
          high === undefined
            ? from.split(' ').some((one) => one.replaceAll("'", '') === code)
            : Number(code) >= Number(low) && Number(code) <= Number(high)
        )
          target.set(code, to)
    }
    const kept = [...new Set(codes.map((code) => target.get(code) as string))]
    const cells = new Map<string, TableStatistic['cells'][number]>()
    for (const cell of now.cells) {
      const level = cell.at[axis]
      const moved = level == null ? null : kept.indexOf(target.get(codes[level] as string) as string)
      const at = cell.at.with(axis, moved)
      const known = cells.get(at.join())
      const set = known
        ? { units: known.set.units + cell.set.units, key: (known.set.key + cell.set.key) & 0xffff }
        : cell.set
      cells.set(at.join(), { ...cell, at, set })
    }
    now = {
      ...now,
      dimensions: now.dimensions.with(axis, {
        variable,
        title: { en: variable },
        levels: kept.map((code) => ({ code, label: { en: `${variable} ${code}` } })),
      }),
      cells: [...cells.values()],
    }
  }
  return now
}

describe('the recode that is offered', () => {
  test('merges neighbours of a number, as few as can be proved to suffice', async () => {
    const counts = [50, 60, 4, 70, 3, 80]
    const table = written(
      tableOf([6], ([a = 0]) => counts[a] as number, numbers(1)),
      AGES,
    )
    // The first level is withheld for the sake of the small ones, and nobody can tell it from them.
    expect(await scriptOf(table)).toBe('recode a (0/1 = 0 "0–1") (2/3 = 2 "2–3") (4/5 = 4 "4–5")')
  })

  test('puts the smallest codes into one', async () => {
    const counts = [500, 4, 60, 3, 800]
    const table = written(
      tableOf([5], ([a = 0]) => counts[a] as number, numbers(2)),
      CODES,
    )
    // Two small ones are fewer than ten together, so the smallest of the others joins them.
    expect(await scriptOf(table)).toBe(`recode a ('1' '2' '3' = 'other' "Other")`)
  })

  test('puts a municipality together with the others of its county, where codes are built so', async () => {
    const codes = ['0301', '1101', '1103', '1106', '4601', '4602']
    const counts = [900, 40, 4, 60, 300, 200]
    const table = written(
      tableOf([6], ([a = 0]) => counts[a] as number, numbers(8)),
      CODES,
    )
    const municipalities = {
      ...table,
      dimensions: table.dimensions.map((dimension) => ({
        ...dimension,
        levels: codes.map((code) => ({ code, label: { en: `Municipality ${code}` } })),
      })),
    }
    const script = (await scriptOf(municipalities)) as string
    expect(script).toBe(`recode a ('1101' '1103' '1106' = '110' "110*")`)
    expect((await bodyOf(recoded(municipalities, script))).result.withheld).toEqual([])
  })

  test('is none where nothing is withheld, and none for values that scripts cannot name', async () => {
    const fine = written(
      tableOf([3], () => 40, numbers(3)),
      CODES,
    )
    expect((await bodyOf(fine)).result.withheld).toEqual([])
    expect(await scriptOf(tableOf([3], ([a = 0]) => (a === 1 ? 2 : 40), numbers(3)))).toBeNull()
  })

  test('reaches over values that may not be named', async () => {
    const counts = [30, 4, 40, 2, 50]
    const table = written(
      tableOf([5], ([a = 0]) => counts[a] as number, numbers(4)),
      AGES,
    )
    const unnamed = {
      ...table,
      dimensions: table.dimensions.map((dimension) => ({
        ...dimension,
        levels: dimension.levels.map(({ code }) => ({ code, label: { en: code ?? '' } })),
      })),
    }
    const script = await scriptOf(unnamed)
    expect(script).toMatch(/^recode a \(\d\/max = \d\).* \(min\/\d = \d\)$/)
    // No level is in it that the released table does not name.
    const { body } = await bodyOf(unnamed)
    const named = new Set(body.dimensions[0]?.levels.map(({ code }) => code))
    for (const [number] of (script as string).matchAll(/\d+/g)) expect(named).toContain(number)
  })

  test('is none where no level may be named', async () => {
    const table = written(
      tableOf([300], () => 6, numbers(6)),
      AGES,
    )
    const unnamed = {
      ...table,
      dimensions: table.dimensions.map((dimension) => ({
        ...dimension,
        levels: dimension.levels.map(({ code }) => ({ code, label: { en: code ?? '' } })),
      })),
    }
    expect(await scriptOf(unnamed)).toBeNull()
  })

  test('lets the whole table through, whatever the table', { timeout: 120_000 }, async () => {
    let offered = 0
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.array(fc.integer({ min: 2, max: 7 }), { minLength: 1, maxLength: 3 }),
        fc.constantFrom(8, 30, 100),
        fc.array(fc.constantFrom(CODES, AGES), { minLength: 3, maxLength: 3 }),
        async (seed, sizes, mean, values) => {
          const random = numbers(seed)
          const table = written(tableOf(sizes, skewed(random, mean), random), ...values)
          const script = await scriptOf(table)
          if (script === null) return
          offered++
          expect((await bodyOf(recoded(table, script))).result.withheld).toEqual([])
        },
      ),
      { numRuns: 150 },
    )
    expect(offered).toBeGreaterThan(30)
  })

  test('depends on what is released alone: tables that look alike get the same line', {
    timeout: 120_000,
  }, async () => {
    let alike = 0
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 9 }),
        async (seed, other) => {
          const random = numbers(seed)
          const counts = Array.from({ length: 6 }, () => Math.floor(random() * 60))
          const make = (small: number) =>
            written(
              // The same keys, so that noise is the same; only counts under the threshold differ, and the largest level takes up the rest.
              tableOf(
                [6],
                ([a = 0]) => (a === 0 ? 4000 - small : a === 1 ? small : (counts[a] as number)),
                numbers(seed + 1),
              ),
              AGES,
            )
          const [one, two] = [await bodyOf(make(3)), await bodyOf(make(other))]
          const look = (body: ReleasedTable) => JSON.stringify(body)
          if (look(one.body) !== look(two.body)) return
          alike++
          expect(two.result.withheld).toEqual(one.result.withheld)
        },
      ),
      { numRuns: 200 },
    )
    expect(alike).toBeGreaterThan(10)
  })

  test('knows the policy’s threshold', async () => {
    const counts = [50, 12, 50]
    const table = written(
      tableOf([3], ([a = 0]) => counts[a] as number, numbers(5)),
      AGES,
    )
    const { result } = await bodyOf(table, { ...OPEN_POLICY, cellThreshold: 20 })
    expect(result.withheld[0]?.script).toBe('recode a (0/1 = 0 "0–1")')
  })
})
