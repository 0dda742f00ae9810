/** Values that a few people alone lack or have by an expression, as rule P2 has it: which expressions can, and what a place makes of them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { canLack, settled } from '../src/plan/presence.js'
import type { Expression, Step } from '../src/plan/types.js'
import { RULES } from '../src/reference/functions.js'
import {
  AT,
  call,
  col,
  fragment,
  lit,
  number,
  openWorld,
  relation,
  text,
  VALUES,
  type World,
} from './world.js'

const N = 'number'
const [a, b] = [col('a'), col('b')]
const quotient = call('/', N, a, b)

describe('an expression can lack a value', () => {
  it.each<[string, Expression, boolean]>([
    ['a column', a, false],
    ['nothing', lit(null, N), false],
    ['a comparison', call('to_int', N, call('>', 'boolean', a, b)), false],
    ['a number of a text', call('to_int', N, col('t', 'text')), true],
    ['an overflow', call('*', N, a, b), true],
    ['inside a function that takes missing values', call('rowmax', N, quotient, a), true],
    ['a recode', call('if', N, call('==', 'boolean', a, lit(1)), lit(2), a), false],
    ['a recode to missing', call('if', N, call('==', 'boolean', a, lit(1)), lit(null, N), a), true],
    ['a reshape', call('if', N, call('==', 'boolean', a, lit(1)), b, lit(null, N)), false],
  ])('%s', (_, expression, expected) => expect(canLack(expression)).toBe(expected))

  const EXTREME = [0, 1, -1, 0.5, 700, 1e9, -1e9, 1e308, -1e308, 5e-324, true, false, 'a', '', '2', '1e999']
  it.each(Object.keys(RULES).filter((name) => name !== 'if'))(
    'whenever %s has no value of what is there: what the table calls sure is so',
    (name) => {
      const typeOf = (value: unknown) =>
        typeof value === 'string' ? 'text' : typeof value === 'boolean' ? 'boolean' : N
      const found = [1, 2, 3].flatMap((count) =>
        combinations(EXTREME, count).filter((values) => {
          const numbers = values.every((value) => typeof value !== 'string')
          const texts = values.every((value) => typeof value === 'string')
          if (!numbers && !texts) return false
          const columns = values.map((value, i) => col(`c${i}`, typeOf(value)))
          const sure = !canLack(call(name as never, N, ...columns))
          return sure && accepts(name, values) && valueOf(name, values) === null
        }),
      )
      expect(found).toEqual([])
    },
  )
})

/** Calls that the compiler lets through with such arguments, as far as it matters to whether there is a value. */
const TEXTS = new Set([
  'length',
  'lower',
  'upper',
  'ltrim',
  'rtrim',
  'trim',
  'startswith',
  'endswith',
  '++',
  'string',
])
const TWO = new Set(['==', '!=', '<', '<=', '>', '>=', 'startswith', 'endswith'])
const EITHER = new Set([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'inlist',
  'inrange',
  'between',
  'sysmiss',
  'rowmissing',
  'rowvalid',
  'rowconcat',
  'to_int',
  'to_str',
])
function accepts(name: string, values: readonly unknown[]): boolean {
  if (TWO.has(name) && values.length !== 2) return false
  if (typeof values[0] === 'string') return TEXTS.has(name) || EITHER.has(name)
  return !TEXTS.has(name) || name === '++' || name === 'string'
}
const valueOf = (name: string, values: readonly unknown[]) => RULES[name]?.(values as never, AT)

function combinations<T>(of: readonly T[], count: number): T[][] {
  return count === 0 ? [[]] : combinations(of, count - 1).flatMap((rest) => of.map((each) => [...rest, each]))
}

describe('parts', () => {
  it('are settled from the inside, each with what it needs', async () => {
    const parts: unknown[] = []
    const inner = call('ln', N, a)
    const outer = call('+', N, call('rowmax', N, inner, b), b)
    await settled(outer, async (part) => {
      parts.push([part.value, JSON.stringify(part.given).match(/"name":"\w+"/g)])
      return part.value
    })
    // The sum needs the maximum, which names both columns, and b.
    expect(parts).toEqual([
      [inner, ['"name":"a"']],
      [outer, ['"name":"a"', '"name":"b"', '"name":"b"']],
    ])
  })
})

describe('a place', () => {
  let world: World
  beforeEach(async () => {
    world = await openWorld()
  })
  afterEach(() => world.close())

  const PEOPLE = 40
  /** What a column made of x and t is for each row, in order of `x`, where edits of 1 to 9 people are none. */
  async function made(
    value: Expression,
    {
      select = `SELECT range::INTEGER AS unit, range AS x, chr((97 + range % 3)::INTEGER) AS t FROM range(${PEOPLE})`,
      condition = null,
      open = false,
      rules = true,
    }: { select?: string; condition?: Expression | null; open?: boolean; rules?: boolean } = {},
  ): Promise<unknown[]> {
    const workplace = await world.open()
    const file = await world.parquet('T', select)
    workplace.addTable(
      { register: 'a', version: '1.0.0', table: 'T' },
      { file, unitType: 'PERSON', links: [] },
    )
    const many = { rowsPerUnit: 'many', rowsPerSubject: 'many', public: open } as const
    const steps: Step[] = [
      relation({
        op: 'scan',
        id: 's',
        register: 'a',
        version: '1.0.0',
        table: 'T',
        subjectLink: null,
        when: { kind: 'fixed' },
        present: [],
        columns: [number('x'), text('t')],
        read: ['x', 't'].map((name) => ({ as: name, read: { what: 'variable', name } })),
        ...many,
      } as never),
      relation({
        op: 'extend',
        id: 'e',
        input: 's',
        name: 'z',
        value,
        condition,
        columns: [value.type === 'text' ? text('z') : number('z')],
        ...many,
      }),
    ]
    const few = (people: number) => people > 0 && people < 10
    const effects = {
      minimumEdit: 10,
      effectOf: ({ touched, untouched }: { touched: number; untouched: number }) =>
        few(touched) ? 'nobody' : few(untouched) ? 'everybody' : 'asked',
    } as const
    const delivered = { ...fragment(...steps), deliver: [{ relation: 'e', columns: ['x', 'z'] }] } as never
    for await (const _ of workplace.run(delivered, { values: VALUES, ...(rules ? effects : {}) }));
    const out = `${world.folder}/z.parquet`
    await workplace.deliver('e', ['x', 'z'], out)
    return (await world.rows(`SELECT z FROM '${out}' ORDER BY x`)).map((row) => row['z'])
  }
  const x = col('x')
  const is = (of: number) => call('to_int', N, call('==', 'boolean', x, lit(of)))
  const below = (of: number) => call('<', 'boolean', x, lit(of))
  /** x, of which nothing is left where `x` is one number. */
  const lost = (of: number) => call('/', N, x, call('-', N, lit(1), is(of)))

  it('gives the median of the others to a few who lack a number', async () => {
    const values = await made(lost(30))
    // Of 0 … 39 but 30 the twentieth.
    expect(values[30]).toBe(19)
    expect(values.toSpliced(30, 1)).toEqual(Array.from({ length: PEOPLE }, (_, i) => i).toSpliced(30, 1))
  })
  it('leaves a column as asked where nobody lacks a value, where many do, and without rules', async () => {
    const all = Array.from({ length: PEOPLE }, (_, i) => i)
    expect(await made(lost(99))).toEqual(all)
    const low = call('to_int', N, below(10))
    expect(await made(call('/', N, x, call('-', N, lit(1), low)))).toEqual(
      all.map((i) => (i < 10 ? null : i)),
    )
    expect((await made(lost(30), { rules: false }))[30]).toBeNull()
    expect((await made(lost(30), { open: true }))[30]).toBeNull()
  })
  it('gives nobody a value that a few alone would have', async () => {
    expect(new Set(await made(call('/', N, lit(1), is(30))))).toEqual(new Set([null]))
  })
  it('gives a text that most have, of several the least', async () => {
    const cut = call('substr', 'text', col('t', 'text'), call('+', N, lit(1), call('*', N, lit(1e10), is(2))))
    // Of 40 people 14 have a, 13 b, 12 c but for the one.
    const values = await made(cut)
    expect(values.slice(0, 4)).toEqual(['a', 'b', 'a', 'a'])
  })
  it('looks only at rows that the condition holds for, and have what the expression takes', async () => {
    const select = `SELECT range::INTEGER AS unit, CASE WHEN range >= 5 THEN range END AS x, 'a' AS t FROM range(${PEOPLE})`
    const values = await made(lost(30), { select, condition: call('>', 'boolean', x, lit(20)) })
    expect(values.filter((value) => value === null)).toHaveLength(5 + 16)
    expect(values.slice(16, 35)).toEqual(
      [21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39].map((i) =>
        i === 30 ? 29 : i,
      ),
    )
  })
  it('counts people, not rows', async () => {
    const rows = `SELECT (range // 4)::INTEGER AS unit, range AS x, 'a' AS t FROM range(${4 * PEOPLE})`
    const without = (from: number) =>
      made(call('/', N, x, call('-', N, lit(1), call('to_int', N, below(from)))), { select: rows })
    // Nine people have 36 rows, ten have 40.
    expect((await without(36)).filter((value) => value === null)).toHaveLength(0)
    expect((await without(40)).filter((value) => value === null)).toHaveLength(40)
  })
  it('settles what stands inside a function that takes missing values', async () => {
    const values = await made(call('rowmax', N, lost(30), lit(null, N)))
    expect(values[30]).toBe(19)
  })
  it('undoes a recode to missing of a few beside others', async () => {
    const recoded = call(
      'if',
      N,
      call('==', 'boolean', x, lit(30)),
      lit(null, N),
      call('if', N, below(20), lit(5), x),
    )
    expect((await made(recoded))[30]).toBe(5)
  })
  it('gives a text that is no number no value where it asked for an error, which would tell that somebody has one', async () => {
    const text = call('if', 'text', is(2), lit('none', 'text'), lit('5', 'text'))
    const asked = call('parse-number', N, text, lit('', 'text'), lit(false, 'boolean'), lit(false, 'boolean'))
    expect((await made(asked))[2]).toBe(5)
  })
})
