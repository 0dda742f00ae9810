/** Relations, edits, deliveries and limits of a workplace over small tables written here. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type EditEffect, Failure, type TableStatistic } from '@sund/model'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql, value } from '../src/dialects/sql.js'
import { Database } from '../src/execute/database.js'
import type { Workplace } from '../src/execute/workplace.js'
import type { Column, ShowSpec, Step } from '../src/plan/types.js'
import {
  call,
  col,
  editsOf,
  fragment,
  key,
  lit,
  number,
  openWorld,
  outcomes,
  relation,
  show,
  statistics,
  text,
  units,
  VALUES,
  type World,
} from './world.js'

let world: World
let workplace: Workplace
beforeEach(async () => {
  world = await openWorld()
  workplace = await world.open()
})
afterEach(() => world.close())

const VERSION = '1.0.0'
const at = (register: string) => ({ register, version: VERSION })
const { pseudonyms, recordKeys } = units(40)

/** A table with its person units: numbered 0 … 39 in `a`, backwards in `b`. */
async function add(register: string, select: string, { backwards = false, unitType = 'PERSON' } = {}) {
  const file = await world.parquet(register, select)
  const links =
    unitType === 'PERSON'
      ? [{ name: 'MOTHER', unitType: 'PERSON' }]
      : [{ name: 'PATIENT', unitType: 'PERSON' }]
  workplace.addTable({ ...at(register), table: 'T' }, { file, unitType, links })
  const set = backwards
    ? { pseudonyms: pseudonyms.toReversed(), recordKeys: recordKeys.toReversed() }
    : { pseudonyms, recordKeys }
  workplace.addUnits({ ...at(register), unitType: 'PERSON' }, set)
}
type ScanOptions = {
  id?: string
  when?: object
  read?: { as: string; read: object }[]
  columns?: Column[]
  present?: string[]
  subjectLink?: string | null
} & Record<string, unknown>
const scan = (register: string, names: string[], { id = register, ...more }: ScanOptions = {}): Step =>
  relation({
    op: 'scan',
    id,
    register,
    version: VERSION,
    table: 'T',
    subjectLink: null,
    when: { kind: 'fixed' },
    present: [],
    columns: names.map((name) => number(name)),
    read: names.map((name) => ({ as: name, read: { what: 'variable', name } })),
    ...more,
  } as never)
const tab = (...dimensions: string[]): Extract<ShowSpec, { show: 'tabulate' }> => ({
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
/** Counts of a one-way table by code. */
const counts = (table: TableStatistic) =>
  Object.fromEntries(
    table.cells.map((cell) => [
      cell.at[0] === null ? 'all' : String(table.dimensions[0]?.levels[cell.at[0] as number]?.code),
      cell.set.units,
    ]),
  )
const tables = async (...steps: Step[]) =>
  (await statistics(workplace, fragment(...steps))) as TableStatistic[]
const failure = async (of: Promise<unknown>): Promise<Failure> => {
  const thrown = await of.then(
    () => null,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(Failure)
  return thrown as Failure
}
const edit = (input: string, condition: Parameters<typeof call>[2], id: string): Step =>
  relation({ op: 'filter', id, input, condition, columns: [] })

describe('scan', () => {
  const rows = `SELECT * FROM (VALUES (0, 100, 199, 'a', 1), (0, 200, NULL, 'b', 2), (1, 150, 150, 'a', NULL), (2, 300, NULL, NULL, NULL)) v(unit, from_day, until_day, x, y)`
  const x = [text('x')]
  it.each([
    ['a day', { kind: 'day', day: 150 }, { a: 2, all: 2 }],
    ['the first day of a period', { kind: 'day', day: 200 }, { b: 1, all: 1 }],
    ['a window', { kind: 'window', from: 150, until: 250 }, { a: 2, b: 1, all: 2 }],
    ['a later window', { kind: 'window', from: 300, until: 400 }, { b: 1, null: 1, all: 2 }],
  ])('reads the values of %s, counting people', async (_, when, expected) => {
    await add('status', rows)
    const many = { rowsPerUnit: 'many', rowsPerSubject: 'many' }
    const [table] = await tables(
      scan('status', ['x'], { when, columns: x, ...many }),
      show('status', tab('x')),
    )
    expect(counts(table as TableStatistic)).toEqual(expected)
  })

  it('takes a table without an until for moments', async () => {
    await add('event', `SELECT * FROM (VALUES (0, 100, 'a'), (1, 200, 'b')) v(unit, from_day, x)`)
    const [table] = await tables(
      scan('event', ['x'], { when: { kind: 'window', from: 150, until: 250 }, columns: x }),
      show('event', tab('x')),
    )
    expect(counts(table as TableStatistic)).toEqual({ b: 1, all: 1 })
  })

  it('leaves out rows without any of the present variables', async () => {
    await add('status', rows)
    const [table] = await tables(
      scan('status', ['x'], { columns: x, present: ['x', 'y'], rowsPerSubject: 'many' }),
      show('status', tab('x')),
    )
    expect(counts(table as TableStatistic)).toEqual({ a: 2, b: 1, all: 2 })
  })

  it('refuses people whom nobody numbered', async () => {
    await add('status', `${rows} UNION ALL SELECT 99, 0, NULL, 'c', 3`)
    const read = outcomes(
      workplace,
      fragment(scan('status', ['x'], { columns: x, rowsPerSubject: 'many' }), show('status', tab('x'))),
    )
    expect((await failure(read)).errors[0].code).toBe('data.file')
  })

  it('gives the same people the same key in every register', async () => {
    await add('a', 'SELECT range::INTEGER AS unit, range % 4 AS x FROM range(40)')
    await add('b', 'SELECT range::INTEGER AS unit, (39 - range) % 4 AS x FROM range(40)', { backwards: true })
    const [first, second] = await tables(
      scan('a', ['x']),
      scan('b', ['x']),
      show('a', tab('x')),
      show('b', tab('x')),
    )
    expect(first?.cells).toEqual(second?.cells)
    expect(first?.cells[0]?.set.key).toBe(
      Array.from(recordKeys)
        .filter((_, i) => i % 4 === 0)
        .reduce((sum, of) => (sum + of) % 65_536, 0),
    )
  })
})

describe('join', () => {
  const both = async () => {
    await add(
      'a',
      'SELECT range::INTEGER AS unit, range AS x, (range // 2)::INTEGER AS link_MOTHER FROM range(30)',
    )
    await add('b', 'SELECT range::INTEGER AS unit, 39 - range AS y FROM range(20)', { backwards: true })
  }
  const join = (more: object = {}): Step =>
    relation({
      op: 'join',
      id: 'j',
      left: 'a',
      right: 'b',
      kind: 'left',
      on: [],
      take: [{ column: 'y', as: 'y' }],
      columns: [],
      ...more,
    } as never)
  const differs = relation({
    op: 'extend',
    id: 'k',
    input: 'j',
    name: 'same',
    value: call('to_int', 'number', call('==', 'boolean', col('x'), col('y'))),
    condition: null,
    columns: [number('same')],
  })

  it('matches people across registers, keeping the left or both', async () => {
    await both()
    // Register b numbers person p as 39 − p, so it has persons 20 … 39, of whom a has 20 … 29.
    const [left] = await tables(scan('a', ['x']), scan('b', ['y']), join(), differs, show('k', tab('same')))
    expect(counts(left as TableStatistic)).toEqual({ 1: 10, null: 20, all: 30 })
    const [full] = await tables(
      scan('a', ['x']),
      scan('b', ['y']),
      join({ kind: 'full' }),
      differs,
      show('k', tab('same')),
    )
    expect(counts(full as TableStatistic)).toEqual({ 1: 10, null: 30, all: 40 })
  })

  it('matches on a key, and refuses a match that multiplies rows', async () => {
    await both()
    const mother = { as: 'mother', read: { what: 'link', name: 'MOTHER' } }
    const withMother = (id: string) =>
      scan('a', [], {
        id,
        columns: [number('x'), key('mother')],
        read: [{ as: 'x', read: { what: 'variable', name: 'x' } }, mother],
      })
    const byUnit = relation({
      op: 'collapse',
      id: 'b',
      input: 'c',
      by: ['mother'],
      aggregates: [{ statistic: 'count', column: 'x', as: 'y' }],
      columns: [number('y')],
    })
    const on = { on: [{ left: 'mother', right: 'mother' }] }
    const [table] = await tables(withMother('a'), withMother('c'), byUnit, join(on), show('j', tab('y')))
    expect(counts(table as TableStatistic)).toEqual({ 2: 30, all: 30 })
    const many = join({ right: 'c', take: [{ column: 'x', as: 'y' }], ...on })
    const refused = await failure(outcomes(workplace, fragment(withMother('a'), withMother('c'), many)))
    expect(refused.errors[0]).toMatchObject({ code: 'script.dataset', position: { line: 1 } })
  })
})

describe('edits', () => {
  it('come before what rests on them, with people touched and untouched', async () => {
    await add('a', `SELECT (range % 10)::INTEGER AS unit, range AS x, 0 AS from_day FROM range(40)`)
    const many = { rowsPerUnit: 'many', rowsPerSubject: 'many', public: false }
    const condition = call('<', 'boolean', col('x'), lit(3))
    const { edits, seen } = await editsOf(
      workplace,
      fragment(
        scan('a', ['x'], many),
        edit('a', condition, 'f'),
        relation({
          op: 'extend',
          id: 'g',
          input: 'a',
          name: 'z',
          value: lit(1),
          condition,
          columns: [number('z')],
          ...many,
        } as never),
        show('a', tab('x'), condition),
      ),
    )
    // Persons 0, 1, 2 have one row under 3 and three above.
    expect(edits.map(({ touched, untouched }) => [touched, untouched])).toEqual([
      [3, 10],
      [3, 10],
      [3, 10],
    ])
    expect(seen.map(({ shown }) => shown)).toMatchObject([{ population: { units: 10 }, edited: true }])
  })

  it('are made as if their condition held for nobody, or for everybody, where the rules say so', async () => {
    await add('a', 'SELECT range::INTEGER AS unit, range AS x FROM range(40)')
    const under = call('<', 'boolean', col('x'), lit(13))
    const marked = relation({
      op: 'extend',
      id: 'g',
      input: 'f',
      name: 'z',
      value: lit(1),
      condition: under,
      columns: [number('z')],
    })
    const steps = fragment(scan('a', ['x']), edit('a', under, 'f'), marked, show('g', tab('z'), under))
    const counted = async (effect: EditEffect) => {
      const { seen } = await editsOf(workplace, steps, () => effect)
      return seen.map(({ shown, statistic }) => [shown.population.units, counts(statistic as TableStatistic)])
    }
    expect(await counted('asked')).toEqual([[13, { 1: 13, all: 13 }]])
    expect(await counted('everybody')).toEqual([[40, { 1: 40, all: 40 }]])
    expect(await counted('nobody')).toEqual([[0, { all: 0 }]])
  })

  it('of extend leave new values missing and old ones unchanged; a missing condition is false', async () => {
    await add(
      'a',
      'SELECT range::INTEGER AS unit, CASE WHEN range < 30 THEN range % 3 END AS x FROM range(40)',
    )
    const where = call('>', 'boolean', col('x'), lit(0))
    const made = (id: string, input: string, name: string) =>
      relation({
        op: 'extend',
        id,
        input,
        name,
        value: lit(9),
        condition: where,
        columns: [number(name)],
      })
    const [fresh, old] = await tables(
      scan('a', ['x']),
      made('p', 'a', 'y'),
      show('p', tab('y')),
      made('q', 'a', 'x'),
      show('q', tab('x')),
    )
    expect(counts(fresh as TableStatistic)).toEqual({ 9: 20, null: 20, all: 40 })
    expect(counts(old as TableStatistic)).toEqual({ 0: 10, 9: 20, null: 10, all: 40 })
  })
})

describe('collapse and window', () => {
  it('count people where each group is one, groups where it is several', async () => {
    await add(
      't',
      'SELECT range::INTEGER AS unit, (range % 20)::INTEGER AS link_PATIENT, range % 4 AS kind FROM range(60)',
      { unitType: 'TEST' },
    )
    const read = [
      { as: 'kind', read: { what: 'variable', name: 'kind' } },
      { as: 'PATIENT', read: { what: 'link', name: 'PATIENT' } },
    ]
    const tests = scan('t', [], {
      read,
      columns: [number('kind'), key('PATIENT')],
      subjectLink: 'PATIENT',
      unit: 'TEST',
      rowsPerSubject: 'many',
    })
    const collapse = (by: string, unit: string) =>
      relation({
        op: 'collapse',
        id: by,
        input: 't',
        by: [by],
        aggregates: [{ statistic: 'count', column: 'kind', as: 'n' }],
        columns: [number('n')],
        unit,
      })
    const [persons, kinds] = await tables(
      tests,
      collapse('PATIENT', 'PERSON'),
      show('PATIENT', tab('n')),
      collapse('kind', 'KIND'),
      show('kind', tab('n')),
    )
    expect(counts(persons as TableStatistic)).toEqual({ 3: 20, all: 20 })
    expect(counts(kinds as TableStatistic)).toEqual({ 15: 4, all: 4 })
    // The key of a group is that of the people in it, whatever they were grouped by.
    const everyone = Array.from(recordKeys.slice(0, 20)).reduce((sum, of) => (sum + of) % 65_536, 0)
    expect(persons?.cells.at(-1)?.set.key).toBe(everyone)
  })

  it('aggregates beside every row', async () => {
    await add(
      'a',
      'SELECT range::INTEGER AS unit, CASE WHEN range < 30 THEN range % 3 END AS g, range AS x FROM range(40)',
    )
    const window = relation({
      op: 'window',
      id: 'w',
      input: 'a',
      by: ['g'],
      aggregates: [{ statistic: 'min', column: 'x', as: 'least' }],
      columns: [number('least')],
    })
    const [table] = await tables(scan('a', ['g', 'x']), window, show('w', tab('least')))
    expect(counts(table as TableStatistic)).toEqual({ 0: 10, 1: 10, 2: 10, null: 10, all: 40 })
  })
})

describe('deliveries', () => {
  it('carry a relation to another workplace', async () => {
    await add('a', "SELECT range::INTEGER AS unit, range % 4 AS x, 'secret' AS name FROM range(40)")
    const scanned = scan('a', [], {
      columns: [number('x'), text('name')],
      read: ['x', 'name'].map((name) => ({ as: name, read: { what: 'variable', name } })),
    })
    const half = edit('a', call('>', 'boolean', col('x'), lit(1)), 'half')
    for await (const _ of workplace.run(
      { ...fragment(scanned, half), deliver: [{ relation: 'half', columns: ['x'] }] },
      { values: { ...VALUES, winsorise: [0, 1] } },
    ));
    const file = join(world.folder, 'half.parquet')
    expect(await workplace.deliver('half', ['x'], file)).toMatchObject({ rows: 20, once: { subject: true } })
    expect(readFileSync(file).includes('secret')).toBe(false)

    const room = await world.open()
    room.addDelivery('half', file)
    const received = relation({
      op: 'received',
      id: 'half',
      from: 'a',
      columns: [number('x')],
      place: 'room',
    })
    const [table] = (await statistics(room, fragment(received, show('half', tab('x'))))) as TableStatistic[]
    expect(counts(table as TableStatistic)).toEqual({ 2: 10, 3: 10, all: 20 })
  })

  it('are refused by name when they did not come', async () => {
    const received = relation({ op: 'received', id: 'x', from: 'a', columns: [] })
    expect((await failure(outcomes(workplace, fragment(received)))).errors[0].code).toBe(
      'permission.refused-by-holder',
    )
  })
})

describe('limits', () => {
  it('survive a hundred edits upon one another', async () => {
    await add('a', 'SELECT range::INTEGER AS unit, range AS x FROM range(40)')
    const steps = Array.from({ length: 100 }, (_, i) =>
      relation({
        op: 'extend',
        id: `e${i + 1}`,
        input: i === 0 ? 'a' : `e${i}`,
        name: 'x',
        value: call('+', 'number', col('x'), lit(1)),
        condition: null,
        columns: [],
      }),
    )
    const [table] = await tables(scan('a', ['x']), ...steps, show('e100', tab('x')))
    expect(table?.dimensions[0]?.levels[0]?.code).toBe('100')
  })

  it('stop when cancelled, before and during a statement', async () => {
    const controller = new AbortController()
    const database = await Database.open({
      memoryMiB: 256,
      threads: 1,
      folder: join(world.folder, 'c'),
      signal: controller.signal,
    })
    const long = failure(
      database.ask(
        sql`SELECT count(*) FROM range(1000000000) a, range(1000) b WHERE a.range % 7 = b.range % 3`,
      ),
    )
    setTimeout(() => controller.abort(), 50)
    expect((await long).errors[0].code).toBe('unavailable.cancelled')
    expect((await failure(database.ask(sql`SELECT 1`))).errors[0].code).toBe('unavailable.cancelled')
    database.close()
  })

  it('stop when cancelled in the moment before a statement begins', async () => {
    const controller = new AbortController()
    const folder = join(world.folder, 'r')
    const database = await Database.open({ memoryMiB: 256, threads: 1, folder, signal: controller.signal })
    const long = failure(
      database.ask(
        sql`SELECT count(*) FROM range(1000000000) a, range(1000) b WHERE a.range % 7 = b.range % 3`,
      ),
    )
    controller.abort()
    expect((await long).errors[0].code).toBe('unavailable.cancelled')
    database.close()
  })

  it('say so when memory does not suffice', async () => {
    const database = await Database.open({ memoryMiB: 64, threads: 1, folder: join(world.folder, 'm') })
    const error = await failure(database.ask(sql`SELECT len(list(range)) AS n FROM range(50000000)`))
    expect(error.errors[0].code).toBe('unavailable.memory')
    database.close()
  })

  it('keep the database from every other file and setting, and values out of errors', async () => {
    const [here, there] = [join(world.folder, 'd'), join(world.folder, 'other.csv')]
    writeFileSync(there, 'x\n1\n')
    const database = await Database.open({ memoryMiB: 64, threads: 1, folder: here })
    await database.lock([])
    for (const refused of [
      sql`SELECT * FROM read_csv(${value(there)})`,
      sql`COPY (SELECT 1) TO '/tmp/sund-out.csv'`,
      sql`INSTALL httpfs`,
      sql`SET threads = 2`,
      sql`ATTACH '/tmp/sund.db'`,
    ])
      await expect(database.ask(refused)).rejects.toThrow()
    const leak = await database
      .ask(sql`SELECT CAST(x AS DOUBLE) FROM (VALUES ('0101501234')) v(x) WHERE CAST(x || 'z' AS DOUBLE) > 0`)
      .catch((error: Error) => error)
    expect(leak).toBeInstanceOf(Error)
    expect(JSON.stringify([leak, String(leak)])).not.toContain('0101501234')
    database.close()
    expect(existsSync('/tmp/sund-out.csv')).toBe(false)
    rmSync(there)
  })
})
