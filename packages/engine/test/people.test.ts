/** People behind many rows: counted once, with the same record keys, whichever way; and how much is looked at and kept for it. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Edit, recordSetOfKeys, type TableStatistic } from '@sund/model'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Workplace } from '../src/execute/workplace.js'
import type { ShowSpec, Step } from '../src/plan/types.js'
import {
  call,
  col,
  fragment,
  key,
  lit,
  number,
  openWorld,
  relation,
  show,
  statistics,
  units,
  VALUES,
  type World,
} from './world.js'

/** More than one part of the people. */
const PEOPLE = 100_000
const { pseudonyms, recordKeys } = units(PEOPLE)
const MANY = { rowsPerUnit: 'many', rowsPerSubject: 'many', public: false } as const
let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

/** Rows of a register whose people are numbered in this order or backwards. */
async function add(
  workplace: Workplace,
  register: string,
  select: string,
  { backwards = false } = {},
): Promise<void> {
  const file = await world.parquet(register, select)
  const named = { register, version: '1.0.0' }
  workplace.addTable({ ...named, table: 'T' }, { file, unitType: 'PERSON', links: [] })
  const set = backwards
    ? { pseudonyms: pseudonyms.toReversed(), recordKeys: recordKeys.toReversed() }
    : { pseudonyms, recordKeys }
  workplace.addUnits(
    { ...named, unitType: 'PERSON' },
    {
      count: set.recordKeys.length,
      pseudonyms: () => set.pseudonyms,
      recordKeys: async () => set.recordKeys,
    },
  )
}
const scan = (register: string): Step =>
  relation({
    op: 'scan',
    id: register,
    register,
    version: '1.0.0',
    table: 'T',
    subjectLink: null,
    when: { kind: 'fixed' },
    present: [],
    columns: [key('person'), number('x'), number('y')],
    read: [
      { as: 'person', read: { what: 'unit' } },
      { as: 'x', read: { what: 'variable', name: 'x' } },
      { as: 'y', read: { what: 'variable', name: 'y' } },
    ],
    ...MANY,
  } as never)
const table = (...dimensions: string[]): Extract<ShowSpec, { show: 'tabulate' }> => ({
  show: 'tabulate',
  dimensions,
  missing: true,
  frequency: true,
  shares: [],
  measure: null,
  chi2: false,
  labels: true,
  order: { rowsort: null, colsort: null, top: null, bottom: null },
})

/** Cells by their codes: people and the sum of their record keys. */
const cellsOf = ({ cells, dimensions }: TableStatistic) =>
  Object.fromEntries(
    cells.map(({ at, set }) => [
      at
        .map((level, i) => (level === null ? 'all' : String(dimensions[i]?.levels[level]?.code ?? 'missing')))
        .join(' '),
      [set.units, set.key],
    ]),
  )

describe('a table over many rows a person', () => {
  const ROWS = `SELECT ((range * 7) % ${PEOPLE})::INTEGER AS unit, CASE WHEN range % 11 > 0 THEN range % 5 END AS x, (range // 1000) % 3 AS y FROM range(${4 * PEOPLE})`
  const people = `SELECT DISTINCT unit, (unit::BIGINT * 40503 + 12345) & 65535 AS key`
  const byHand = async () => {
    const made: Record<string, [number, number]> = {}
    for (const [x, y] of [
      ['x', 'y'],
      ['x', `'all'`],
      [`'all'`, 'y'],
      [`'all'`, `'all'`],
    ])
      for (const row of await world.rows(
        `SELECT x, y, count(*)::INTEGER AS units, (sum(key) % 65536)::INTEGER AS key FROM (${people}, COALESCE(${x}::VARCHAR, 'missing') AS x, ${y}::VARCHAR AS y FROM (${ROWS})) GROUP BY x, y`,
      ))
        made[`${row['x']} ${row['y']}`] = [Number(row['units']), Number(row['key'])]
    return made
  }

  it('counts everyone once in each cell and margin, in parts of the people', async () => {
    const workplace = await world.open()
    await add(workplace, 'a', ROWS)
    const [made] = await statistics(workplace, fragment(scan('a'), show('a', table('x', 'y'))))
    expect(cellsOf(made as TableStatistic)).toEqual(await byHand())
  })

  it('has the same people in its grand total as in its population, told by slots', async () => {
    const workplace = await world.open()
    await add(workplace, 'a', ROWS)
    for await (const outcome of workplace.run(fragment(scan('a'), show('a', table('x', 'y'))), {
      values: VALUES,
    })) {
      if (outcome.kind !== 'statistic') continue
      const { cells } = (await outcome.statistic()) as TableStatistic
      expect(outcome.shown.population).toEqual(recordSetOfKeys(recordKeys))
      expect(cells.at(-1)?.set).toEqual(outcome.shown.population)
    }
    expect.assertions(2)
  })

  it('counts the same where people bear the numbers of another register', async () => {
    const workplace = await world.open()
    await add(workplace, 'a', ROWS)
    await add(workplace, 'b', `SELECT (${PEOPLE - 1} - unit)::INTEGER AS unit, x, y FROM (${ROWS})`, {
      backwards: true,
    })
    const steps = ['a', 'b'].flatMap((register) => [scan(register), show(register, table('x', 'y'))])
    const [first, second] = (await statistics(workplace, fragment(...steps))) as TableStatistic[]
    expect(second?.cells).toEqual(first?.cells)
  })
})

describe('an edit', () => {
  const under = (limit: number) => call('<', 'boolean', col('x'), lit(limit))
  const counted = async (limit: number, minimumEdit: number) => {
    const workplace = await world.open()
    await add(
      workplace,
      'a',
      `SELECT (range // 4)::INTEGER AS unit, range AS x, 0 AS y FROM range(${4 * PEOPLE})`,
    )
    const filter = relation({
      op: 'filter',
      id: 'f',
      input: 'a',
      condition: under(limit),
      columns: [],
      ...MANY,
    } as never)
    let counted: number[] = []
    const rules = {
      values: VALUES,
      minimumEdit,
      effectOf({ touched, untouched }: Edit) {
        counted = [touched, untouched]
        return 'asked' as const
      },
    }
    for await (const _ of workplace.run(fragment(scan('a'), filter), rules));
    return counted
  }

  it('of few people is counted exactly, of many as far as the rule asks', async () => {
    expect(await counted(36, 10)).toEqual([9, expect.any(Number)])
    const [touched, untouched] = await counted(200_000, 10)
    expect(touched).toBeGreaterThanOrEqual(10)
    expect(untouched).toBeGreaterThanOrEqual(10)
    expect(touched).toBeLessThan(50_000)
    expect(await counted(4 * PEOPLE, 10)).toEqual([expect.any(Number), 0])
  })
})

describe('more than memory holds', () => {
  it('is spilled, and nothing of it stays', async () => {
    const folder = join(world.folder, 'small')
    const workplace = await world.open({ memoryMiB: 64, folder, threads: 1 })
    await add(
      workplace,
      'a',
      `SELECT (range % ${PEOPLE})::INTEGER AS unit, range AS x, range * 31 AS y FROM range(2000000)`,
    )
    const collapse = relation({
      op: 'collapse',
      id: 'c',
      input: 'a',
      by: ['x', 'person'],
      aggregates: [{ statistic: 'max', column: 'y', as: 'y' }],
      columns: [number('x'), key('person'), number('y')],
      ...MANY,
      unit: 'GROUP',
    } as never)
    const parity = relation({
      op: 'extend',
      id: 'e',
      input: 'c',
      name: 'odd',
      value: call(
        '-',
        'number',
        col('x'),
        call('*', 'number', lit(2), call('floor', 'number', call('/', 'number', col('x'), lit(2)))),
      ),
      condition: null,
      columns: [number('odd')],
      ...MANY,
      unit: 'GROUP',
    } as never)
    let spilled = false
    for await (const outcome of workplace.run(
      fragment(scan('a'), collapse, parity, show('e', table('odd'))),
      { values: VALUES },
    )) {
      spilled ||= readdirSync(join(folder, 'spill')).length > 0
      if (outcome.kind === 'statistic')
        expect(cellsOf((await outcome.statistic()) as TableStatistic)['all']?.[0]).toBe(PEOPLE)
    }
    expect(spilled).toBe(true)
    workplace.close()
    expect(existsSync(join(folder, 'spill'))).toBe(false)
  }, 60_000)
})

describe('the first and last value of a person', () => {
  // Several values on one day, missing ones among them; days that repeat.
  const ROWS = `SELECT (range % 997)::INTEGER AS unit, ((range * 31) % 13)::INTEGER AS from_day, CASE WHEN range % 7 > 0 THEN ((range * 17) % 5)::DOUBLE END AS x
    FROM range(20000) ORDER BY unit, from_day, x`
  const events = relation({
    op: 'scan',
    id: 'a',
    register: 'a',
    version: '1.0.0',
    table: 'T',
    subjectLink: null,
    when: { kind: 'window', from: 2, until: 11 },
    present: [],
    columns: [key('person'), number('x'), number('START@x')],
    read: [
      { as: 'person', read: { what: 'unit' } },
      { as: 'x', read: { what: 'variable', name: 'x' } },
      { as: 'START@x', read: { what: 'from' } },
    ],
    ...MANY,
  } as never)
  const collapse = (input: string) =>
    relation({
      op: 'collapse',
      id: 'people',
      input,
      by: ['person'],
      aggregates: [
        { statistic: 'first', column: 'x', as: 'early', order: 'START@x' },
        { statistic: 'last', column: 'x', as: 'late', order: 'START@x' },
        { statistic: 'first', column: 'START@x', as: 'begin', order: 'START@x' },
      ],
      columns: [key('person'), number('early'), number('late'), number('begin')],
    } as never)
  const turned = relation({
    op: 'extend',
    id: 'turned',
    input: 'a',
    name: 'x',
    value: call('negate', 'number', col('x')),
    condition: null,
    columns: [key('person'), number('x'), number('START@x')],
    ...MANY,
  } as never)

  /** Tables of early and late values, and of first days. */
  async function found(steps: Step[], input: string, ordered: string | null, rows = ROWS) {
    const workplace = await world.open()
    const file = await world.parquet('a', rows)
    workplace.addTable(
      { register: 'a', version: '1.0.0', table: 'T' },
      { file, unitType: 'PERSON', links: [], moments: true, ordered },
    )
    workplace.addUnits({ register: 'a', version: '1.0.0', unitType: 'PERSON' }, units(997))
    const shown = [show('people', table('early', 'late')), show('people', table('begin'))]
    return (await statistics(workplace, fragment(...steps, collapse(input), ...shown))).map((one) =>
      cellsOf(one as TableStatistic),
    )
  }

  it('is the same whether rows are known to lie in order or not', async () => {
    const known = await found([events], 'a', 'x')
    expect(known).toEqual(await found([events], 'a', null))
    const [first] = await world.rows(
      `SELECT count(*)::INTEGER AS n FROM (SELECT unit, arg_max(x, {'o': from_day, 'v': x}) AS late FROM (${ROWS}) WHERE from_day BETWEEN 2 AND 11 AND x IS NOT NULL GROUP BY unit) WHERE late = 4`,
    )
    expect(known[0]?.['all 4']?.[0]).toBe(Number(first?.['n']))
  })

  it('goes by the places of rows, so that a file in another order gives another answer', async () => {
    const backwards = ROWS.replace('from_day, x', 'from_day DESC, x DESC')
    expect(await found([events], 'a', null, backwards)).toEqual(await found([events], 'a', null))
    expect(await found([events], 'a', 'x', backwards)).not.toEqual(await found([events], 'a', null))
  })

  it('does not go by the place of a value that was changed since', async () => {
    expect(await found([events, turned], 'turned', 'x')).toEqual(
      await found([events, turned], 'turned', null),
    )
  })
})
