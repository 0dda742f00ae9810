/** Every entry of the DuckDB dialect bound and run in a real DuckDB: usual, missing and extreme values. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aggregateSql, type Dialect, expressionSql } from '../src/dialects/dialect.js'
import { duckdb } from '../src/dialects/duckdb.js'
import { id, list, type Sql, sql, value } from '../src/dialects/sql.js'
import { Database } from '../src/execute/database.js'
import { AggregateName, type Call, type Expression, FUNCTIONS, OPERATORS } from '../src/plan/types.js'
import { close } from './near.js'
import { call, col, lit } from './world.js'

let database: Database
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sund-dialect-'))
  database = await Database.open({ memoryMiB: 256, threads: 1, folder })
})
afterAll(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})
const ask = async (statement: Sql): Promise<unknown[][]> =>
  (await database.ask(statement)).map((row) => Object.values(row))
const evaluate = async (expression: Expression): Promise<unknown> =>
  (await ask(sql`SELECT ${expressionSql(duckdb, expression)} AS x`))[0]?.[0]

const none = lit(null, 'number')
const noText = lit(null, 'text')
const of = (name: Call, ...args: (number | string | boolean | Expression)[]): Expression => {
  const operands = args.map((arg) => (typeof arg === 'object' ? arg : lit(arg)))
  return call(name, RESULT[name] ?? 'number', ...operands)
}
const RESULT: Partial<Record<Call, 'boolean' | 'text'>> = {
  '==': 'boolean',
  '!=': 'boolean',
  '<': 'boolean',
  '<=': 'boolean',
  '>': 'boolean',
  '>=': 'boolean',
  '&': 'boolean',
  '|': 'boolean',
  '!': 'boolean',
  inlist: 'boolean',
  inrange: 'boolean',
  between: 'boolean',
  sysmiss: 'boolean',
  startswith: 'boolean',
  endswith: 'boolean',
  '++': 'text',
  isoformatdate: 'text',
  date_fmt: 'text',
  rowconcat: 'text',
  string: 'text',
  lower: 'text',
  upper: 'text',
  substr: 'text',
  ltrim: 'text',
  rtrim: 'text',
  trim: 'text',
  to_str: 'text',
}
const unknownBoolean = of('>', none, 1)

const CASES: [Expression, number | string | boolean | null][] = [
  [of('+', 1, 2), 3],
  [of('+', 1, none), null],
  [of('+', 1e308, 1e308), null],
  [of('-', 1, 2), -1],
  [of('-', of('*', 1e308, 10), of('*', 1e308, 10)), null],
  [of('*', 3, 4), 12],
  [of('*', -1e308, 10), null],
  [of('/', 1, 4), 0.25],
  [of('/', 1, 0), null],
  [of('/', 0, 0), null],
  [of('/', 1, of('*', 1e308, 10)), null],
  [of('^', 2, 10), 1024],
  [of('^', -8, 0.5), null],
  [of('^', 0, -1), null],
  [of('^', 10, 400), null],
  [of('++', 'a', 'b'), 'ab'],
  [of('++', 'a', 2), 'a2'],
  [of('++', 'a', noText), null],
  [of('==', 1, 1), true],
  [of('==', none, none), null],
  [of('!=', 'a', 'b'), true],
  [of('!=', none, 1), null],
  [of('<', 1, 2), true],
  [of('<', none, 2), null],
  [of('<=', 2, 2), true],
  [of('>', 2, 2), false],
  [of('>', none, 1), null],
  [of('>=', 2, 2), true],
  [of('&', true, true), true],
  [of('&', false, unknownBoolean), false],
  [of('&', true, unknownBoolean), null],
  [of('&', 2, 1), true],
  [of('|', false, false), false],
  [of('|', true, unknownBoolean), true],
  [of('|', false, unknownBoolean), null],
  [of('!', true), false],
  [of('!', unknownBoolean), null],
  [of('!', 0), true],
  [of('negate', 3), -3],
  [of('negate', none), null],
  [of('date', 1970, 1, 1), 0],
  [of('date', 2000, 2, 29), 11016],
  [of('date', 2001, 2, 29), null],
  [of('date', 2000, 13, 1), null],
  [of('date', '2000-01-01'), 10957],
  [of('date', 'x'), null],
  [of('date', 1e300, 1, 1), null],
  [of('date', none, 1, 1), null],
  [of('year', 0), 1970],
  [of('year', -1), 1969],
  [of('year', none), null],
  [of('year', 1e18), null],
  [of('year', 0.9), 1970],
  [of('halfyear', 180), 1],
  [of('halfyear', 181), 2],
  [of('halfyear', none), null],
  [of('quarter', 90), 2],
  [of('quarter', none), null],
  [of('month', 59), 3],
  [of('month', none), null],
  [of('week', of('date', 2000, 1, 1)), 52],
  [of('week', of('date', 2004, 12, 31)), 53],
  [of('week', none), null],
  [of('day', -1), 31],
  [of('day', none), null],
  [of('dow', 0), 4],
  [of('dow', of('date', 2000, 1, 2)), 7],
  [of('dow', of('date', 2000, 1, 3)), 1],
  [of('doy', of('date', 2000, 12, 31)), 366],
  [of('doy', none), null],
  [of('isoformatdate', 11016), '2000-02-29'],
  [of('isoformatdate', none), null],
  [of('date_fmt', 11016, '%d.%m.%y'), '29.02.00'],
  [of('date_fmt', none, '%Y'), null],
  [of('date_fmt', 0, '%Y %%'), '1970 %'],
  [of('abs', -2.5), 2.5],
  [of('abs', none), null],
  [of('ceil', -1.2), -1],
  [of('ceil', none), null],
  [of('floor', -1.2), -2],
  [of('floor', none), null],
  [of('int', -1.8), -1],
  [of('int', none), null],
  [of('round', 2.5), 3],
  [of('round', -2.5), -2],
  [of('round', 1.26, 0.1), 1.3],
  [of('round', 1234, 100), 1200],
  [of('round', 7, 0), 7],
  [of('round', 5, none), null],
  [of('round', none), null],
  [of('sqrt', 9), 3],
  [of('sqrt', -1), null],
  [of('sqrt', none), null],
  [of('exp', 1), Math.E],
  [of('exp', 1000), null],
  [of('exp', none), null],
  [of('ln', 0), null],
  [of('ln', -1), null],
  [of('ln', Math.E), 1],
  [of('log10', 1000), 3],
  [of('log10', 0), null],
  [of('logit', 0.75), Math.log(3)],
  [of('logit', 0), null],
  [of('logit', 1), null],
  [of('logit', 2), null],
  [of('logit', none), null],
  [of('sin', 1), Math.sin(1)],
  [of('sin', none), null],
  [of('cos', 1), Math.cos(1)],
  [of('cos', none), null],
  [of('tan', 1), Math.tan(1)],
  [of('tan', none), null],
  [of('asin', 1), Math.PI / 2],
  [of('asin', 2), null],
  [of('acos', 1), 0],
  [of('acos', -2), null],
  [of('atan', 1), Math.PI / 4],
  [of('atan', none), null],
  [of('pi'), Math.PI],
  [of('comb', 5, 2), 10],
  [of('comb', 52, 5), 2598960],
  [of('comb', 2, 5), 0],
  [of('comb', 5, 0), 1],
  [of('comb', -1, 1), null],
  [of('comb', 5, 1.5), null],
  [of('comb', 1e6, 5e5), null],
  [of('comb', none, 1), null],
  [of('rowmax', 1, none, 3), 3],
  [of('rowmax', none, none), null],
  [of('rowmin', none, 2), 2],
  [of('rowmean', 1, none, 4), 2.5],
  [of('rowmean', none), null],
  [of('rowmean', 1e308, 1e308), null],
  [of('rowmedian', 1, 2, 3, 4), 2.5],
  [of('rowtotal', 1, none), 1],
  [of('rowtotal', none, none), 0],
  [of('rowtotal', 1e308, 1e308), null],
  [of('rowstd', 2, 4, 6), 2],
  [of('rowstd', 1, none), null],
  [of('rowstd', 1e308, -1e308), null],
  [of('rowmissing', 1, none, none), 2],
  [of('rowmissing', 'a', noText), 1],
  [of('rowvalid', 1, none, none), 1],
  [of('rowconcat', 'a', noText, 2), 'a2'],
  [of('length', 'Tromsø'), 6],
  [of('length', ''), 0],
  [of('length', noText), null],
  [of('string', 12), '12'],
  [of('string', 1.5), '1.5'],
  [of('string', none), null],
  [of('string', 123456789012), '123456789012'],
  [of('lower', 'ÅSE'), 'åse'],
  [of('lower', noText), null],
  [of('upper', 'åse'), 'ÅSE'],
  [of('upper', noText), null],
  [of('substr', '0301', 1, 2), '03'],
  [of('substr', '0301', 9, 2), ''],
  [of('substr', '0301', -2, 2), '01'],
  [of('substr', '0301', 2), '301'],
  [of('substr', '0301', -4, 1), '0'],
  [of('substr', '0301', -5, 3), ''],
  [of('substr', '0301', 0, 2), ''],
  [of('substr', '0301', 0, none), null],
  [of('substr', '0301', 1, -3), ''],
  [of('substr', '0301', none, 2), null],
  [of('substr', 'x', 1e300, 1), null],
  [of('ltrim', ' a '), 'a '],
  [of('ltrim', noText), null],
  [of('rtrim', ' a '), ' a'],
  [of('rtrim', noText), null],
  [of('trim', ' a '), 'a'],
  [of('trim', noText), null],
  [of('startswith', 'T90', 'T'), true],
  [of('startswith', noText, 'T'), null],
  [of('endswith', 'T90', '90'), true],
  [of('endswith', 'T90', noText), null],
  [of('startswith', 'a%', 'a%'), true],
  [of('inlist', 2, 1, 2), true],
  [of('inlist', 3, 1, none), false],
  [of('inlist', none, 1), null],
  [of('inlist', none, none), null],
  [of('inlist', 'a', 'b', 'a'), true],
  [of('inrange', 5, 1, 5), true],
  [of('inrange', 6, 1, 5), false],
  [of('inrange', none, 1, 5), null],
  [of('inrange', 6, 1, none), true],
  [of('between', 5, 1, 5), true],
  [of('between', none, 1, 5), null],
  [of('sysmiss', none), true],
  [of('sysmiss', 0), false],
  [of('sysmiss', ''), false],
  [of('sysmiss', of('/', 1, 0)), true],
  [of('if', true, 1, 2), 1],
  [of('if', unknownBoolean, 1, 2), 2],
  [of('if', false, 1, none), null],
  [of('to_int', '42'), 42],
  [of('to_int', '4.9'), 4],
  [of('to_int', 'x'), null],
  [of('to_int', true), 1],
  [of('to_int', -1.5), -1],
  [of('to_int', 'inf'), null],
  [of('to_int', '1e999'), null],
  [of('to_str', 42), '42'],
  [of('to_str', 0.1), '0.1'],
  [of('to_str', none), null],
  [of('parse-number', ' 1 234,5 ', ' ', true, true), 1234.5],
  [of('parse-number', '$12', '$', false, true), 12],
  [of('parse-number', 'x', '', false, true), null],
  [of('normalden', 1, 0), null],
  [of('t', 0, 1), null],
  [of('binomial', 10, 3, 1.4), null],
  [of('chi2tail', none, 1), null],
  [of('parse-number', '', '', false, false), null],
  [of('parse-number', '0x10', '', false, true), null],
  [of('parse-number', 'nan', '', false, true), null],
  [of('parse-number', noText, '', false, false), null],
]

/** By R, to nine digits of the value itself: a tail must not drown in one minus a number near one. */
const ORACLE: Record<string, number> = JSON.parse(
  readFileSync(new URL('../../../spec/oracles/distributions.json', import.meta.url), 'utf8'),
)
const DISTRIBUTIONS = Object.entries(ORACLE).map(([text, expected]) => {
  const [, name, given] = /^(\w+)\((.*)\)$/.exec(text) as unknown as [string, Call, string]
  return [text, of(name, ...given.split(', ').map(Number)), expected] as const
})

describe('functions and operators', () => {
  it.each(DISTRIBUTIONS)('%s as R has it', async (_, expression, expected) => {
    close((await evaluate(expression)) as number, expected, 1e-9)
  })

  it.each(CASES)('%j is %j', async (expression, expected) => {
    const actual = await evaluate(expression)
    if (typeof expected === 'number') expect(actual).toBeCloseTo(expected, 10)
    else expect(actual).toBe(expected)
  })

  it('has a case and an entry for every one', () => {
    const all = [
      ...CASES.map(([expression]) => expression),
      ...DISTRIBUTIONS.map(([, expression]) => expression),
    ]
    const tried = new Set(all.map((expression) => expression.kind === 'call' && expression.call))
    for (const name of [...OPERATORS, ...FUNCTIONS]) {
      expect(duckdb.calls[name], name).toBeDefined()
      expect(tried.has(name), name).toBe(true)
    }
  })

  it('refuses text that is no number unless forced, and tells no value', async () => {
    await expect(evaluate(of('parse-number', 'secret', '', false, false))).rejects.toThrow(
      /^A text is not a number.$/,
    )
  })

  it('names what a dialect lacks', () => {
    const { comb: _, ...calls } = duckdb.calls
    const poor: Dialect = { ...duckdb, name: 'Poor', calls }
    expect(() => expressionSql(poor, of('comb', 5, 2))).toThrow(
      'The function comb cannot be computed by Poor.',
    )
  })

  it('never fails on a value and never gives one that is not finite', async () => {
    const numeric: Call[] = [
      '+',
      '-',
      '*',
      '/',
      '^',
      'negate',
      'year',
      'week',
      'dow',
      'abs',
      'int',
      'round',
      'sqrt',
      'exp',
      'ln',
      'log10',
      'logit',
      'sin',
      'tan',
      'asin',
      'acos',
      'atan',
      'comb',
      'rowmax',
      'rowmean',
      'rowtotal',
      'rowstd',
      'rowmedian',
      'if',
      'date',
    ]
    const leaf = fc.oneof(
      fc
        .constantFrom(0, -0, 1, -1, 0.5, 1e308, -1e308, 5e-324, 2 ** 53, 1e15, 2147483648, -1e19)
        .map((x) => lit(x)),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => lit(x)),
      fc.constant(none),
      fc.constant(col('x')),
    )
    const tree: fc.Arbitrary<Expression> = fc.letrec<{ e: Expression }>((tie) => ({
      e: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        leaf,
        fc.tuple(fc.constantFrom(...numeric), tie('e'), tie('e'), tie('e')).map(([name, a, b, c]) => {
          const count =
            {
              '+': 2,
              '-': 2,
              '*': 2,
              '/': 2,
              '^': 2,
              round: 2,
              comb: 2,
              if: 3,
              date: 3,
              rowmax: 3,
              rowmean: 3,
              rowtotal: 3,
              rowstd: 3,
              rowmedian: 3,
            }[name as string] ?? 1
          return of(name, ...[a, b, c].slice(0, count))
        }),
      ),
    })).e
    await fc.assert(
      fc.asyncProperty(fc.array(tree, { minLength: 20, maxLength: 20 }), async (trees) => {
        const rows = await ask(
          sql`SELECT ${list(trees.map((tree, i) => sql`${expressionSql(duckdb, tree)} AS ${id(`e${i}`)}`))} FROM (VALUES (1e300), (-3.7), (NULL)) AS v(x)`,
        )
        for (const found of rows.flat()) expect(found === null || Number.isFinite(found)).toBe(true)
      }),
      { numRuns: 15 },
    )
  })
})

describe('aggregates', () => {
  const VALUES: Record<string, unknown> = {
    count: 4,
    sum: 10,
    mean: 2.5,
    sd: Math.sqrt(5 / 3),
    median: 2.5,
    p25: 1.75,
    p75: 3.25,
    iqr: 1.5,
    min: 1,
    max: 4,
    gini: 0.25,
    percent: 100,
    first: 3,
    last: 4,
    any: 1,
    nearest: 2,
    nth: 4,
  }
  it.each(AggregateName.options)('%s of usual values and of none', async (name) => {
    const choice = { order: id('o'), to: sql`2.2`, n: -1 }
    const made = aggregateSql(duckdb, name, { sql: id('x'), type: 'number', simple: true }, choice)
    const from = sql`(VALUES (1.0::DOUBLE, 3.0), (3.0, 1.0), (2.0, 2.0), (4.0, 3.0), (NULL, 0.0), (NULL, 9.0)) AS v(x, o)`
    expect((await ask(sql`SELECT ${made} FROM ${from}`))[0]?.[0]).toBeCloseTo(VALUES[name] as number, 12)
    const empty = (await ask(sql`SELECT ${made} FROM ${from} WHERE x IS NULL`))[0]?.[0]
    expect(empty).toBe(['count', 'sum', 'any'].includes(name) ? 0 : null)
    await ask(sql`SELECT ${made} FROM (VALUES (1e308, 1.0), (1e308, 2.0), (-1e308, 3.0)) AS v(x, o)`)
  })

  it('breaks ties of first by the least value and of last by the greatest', async () => {
    const pick = (name: 'first' | 'last') =>
      aggregateSql(duckdb, name, { sql: id('x'), type: 'text', simple: true }, { order: id('o') })
    const rows = await ask(
      sql`SELECT ${pick('first')} AS a, ${pick('last')} AS b FROM (VALUES ('b', 1), ('a', 1), ('c', 2), ('d', 2), (NULL, 0), ('z', NULL)) AS v(x, o)`,
    )
    expect(rows[0]).toEqual(['a', 'd'])
  })
})

describe('SQL as a value', () => {
  it('quotes any name and binds any value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), fc.string(), async (name, of) => {
        fc.pre(!name.includes('\0') && !of.includes('\0'))
        const rows = await ask(sql`SELECT ${id(name)} AS x FROM (SELECT ${value(of)} AS ${id(name)})`)
        expect(rows).toEqual([[of]])
      }),
      { numRuns: 100 },
    )
  })
})
