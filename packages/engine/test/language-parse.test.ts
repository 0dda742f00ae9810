/** What each line of the language is read as, and what is said of lines that cannot be read. */
import { describe, expect, test } from 'vitest'
import { parse } from '../src/language/parse.js'
import type { Statement, Syntax } from '../src/language/tree.js'

/** Drops the spans of a tree: what was read, wherever it stood. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(
    ([key, inner]) => key !== 'span' && !((key === 'from' || key === 'to') && typeof inner === 'number'),
  )
  const kept = Object.fromEntries(entries.map(([key, inner]) => [key, bare(inner)]))
  return Object.keys(kept).length === 1 && 'text' in kept ? kept.text : kept
}

function read(line: string): Statement {
  const { tree, errors } = parse(line)
  expect(errors).toEqual([])
  expect(tree.statements).toHaveLength(1)
  return tree.statements[0] as Statement
}

describe('arguments', () => {
  const cases: [string, object][] = [
    ['require no.ssb.fdb:23 as db', { shape: 'require', register: 'no.ssb.fdb', version: '23', alias: 'db' }],
    [
      'require no.ssb.befolkning-kjoenn as k',
      { shape: 'require', register: 'no.ssb.befolkning-kjoenn', version: null, alias: 'k' },
    ],
    [
      'import db/INNTEKT_LØNN 2018-01-01 as lønn, outer_join',
      {
        shape: 'import',
        source: { alias: 'db', variable: 'INNTEKT_LØNN' },
        day: { day: 17532 },
        as: 'lønn',
      },
    ],
    ['import db/A', { shape: 'import', source: { alias: 'db', variable: 'A' }, day: null, as: 'A' }],
    [
      'import-event db/A 1970-01-01 to 1970-01-02 as a',
      {
        shape: 'window',
        source: { alias: 'db', variable: 'A' },
        from: { day: 0 },
        until: { day: 1 },
        as: 'a',
      },
    ],
    ['merge x y into d on k l', { shape: 'merge', names: ['x', 'y'], into: 'd', on: ['k', 'l'] }],
    [
      'collapse(sum) x (first) START@y -> z w, by(k l)',
      {
        shape: 'statistics',
        items: [
          { statistic: 'sum', argument: null, source: 'x', target: 'x' },
          { statistic: 'first', argument: null, source: 'START@y', target: 'z' },
          { statistic: 'first', argument: null, source: 'w', target: 'w' },
        ],
      },
    ],
    [
      `recode x y (1 -2 = 1 "en") (3/max=2) (min/0 missing = .) (* = 0)`,
      {
        shape: 'recode',
        names: ['x', 'y'],
        rules: [
          {
            matches: [
              { kind: 'value', value: { kind: 'number', value: 1 } },
              { kind: 'value', value: { kind: 'number', value: -2 } },
            ],
            value: { kind: 'number', value: 1 },
            label: 'en',
          },
          {
            matches: [{ kind: 'range', low: 3, high: null }],
            value: { kind: 'number', value: 2 },
            label: null,
          },
          {
            matches: [{ kind: 'range', low: null, high: 0 }, { kind: 'missing' }],
            value: null,
            label: null,
          },
          { matches: [{ kind: 'any' }], value: { kind: 'number', value: 0 }, label: null },
        ],
      },
    ],
    [
      `define-labels l 1 "One" '2' 'To' -3 "x"`,
      {
        shape: 'labels',
        name: 'l',
        labels: [
          { code: { kind: 'number', value: 1 }, label: 'One' },
          { code: { kind: 'text', value: '2' }, label: 'To' },
          { code: { kind: 'number', value: -3 }, label: 'x' },
        ],
      },
    ],
    [
      'regress y x i.a c.b a#b i.a##c.b',
      {
        shape: 'model',
        outcome: 'y',
        terms: [
          { factors: [{ variable: 'x', prefix: null }], full: false },
          { factors: [{ variable: 'a', prefix: 'i' }], full: false },
          { factors: [{ variable: 'b', prefix: 'c' }], full: false },
          {
            factors: [
              { variable: 'a', prefix: null },
              { variable: 'b', prefix: null },
            ],
            full: false,
          },
          {
            factors: [
              { variable: 'a', prefix: 'i' },
              { variable: 'b', prefix: 'c' },
            ],
            full: true,
          },
        ],
      },
    ],
    ['barchart (mean) x', { shape: 'figure', statistic: 'mean', names: ['x'] }],
    [
      'clone-variables a -> b c -> d',
      {
        shape: 'arrows',
        pairs: [
          { from: 'a', to: 'b' },
          { from: 'c', to: 'd' },
        ],
      },
    ],
    ['textblock\n# Å\n  keep if x\nendblock', { shape: 'text', markdown: '# Å\n  keep if x' }],
  ]
  test.each(cases)('%s', (line, expected) => {
    expect(bare(read(line).arguments)).toEqual(expected)
  })
})

describe('expressions', () => {
  /** An expression with every operation in parentheses. */
  function shown(syntax: Syntax): string {
    if (syntax.kind === 'number') return String(syntax.value)
    if (syntax.kind === 'text') return `'${syntax.value}'`
    if (syntax.kind === 'missing') return '.'
    if (syntax.kind === 'name') return syntax.name
    if (syntax.kind === 'call') return `${syntax.function.text}(${syntax.arguments.map(shown).join(', ')})`
    if (syntax.kind === 'unary') return `(${syntax.operator}${shown(syntax.operand)})`
    return `(${shown(syntax.left)} ${syntax.operator} ${shown(syntax.right)})`
  }
  test.each([
    ['1 + 2 * 3', '(1 + (2 * 3))'],
    ['1 - 2 - 3', '((1 - 2) - 3)'],
    ['-2^2', '(-(2 ^ 2))'],
    ['2^3^2', '((2 ^ 3) ^ 2)'],
    ['a == 1 & !b | c', '(((a == 1) & (!b)) | c)'],
    ['!sysmiss(x)', '(!sysmiss(x))'],
    ['!a == b', '((!a) == b)'],
    ['2018-01-02', '((2018 - 1) - 2)'],
    ['x - 2018-01-02', '(x - ((2018 - 1) - 2))'],
    [`'a' ++ "b'" ++ c`, `(('a' ++ 'b'') ++ c)`],
    ['round(x, .5) >= 1e3', '(round(x, 0.5) >= 1000)'],
    ['START@x \\\n  + 1 // a comment', '(START@x + 1)'],
    ['.', '.'],
    ['pi()', 'pi()'],
  ])('%s', (text, expected) => {
    const { arguments: args } = read(`generate x = ${text}`)
    if (args.shape !== 'assignment') throw new Error('not an assignment')
    expect(shown(args.value)).toBe(expected)
  })
})

describe('let and for', () => {
  const commands = (text: string): string[] => {
    const { tree, errors } = parse(text)
    expect(errors).toEqual([])
    return tree.statements.map((statement) => {
      const { shape, ...args } = (statement as Statement).arguments
      return JSON.stringify(bare(args))
    })
  }
  test('names stand for values, and are part of names after ++', () => {
    expect(commands('let year = 2000 + 18\nlet d = 2018-01-01\nimport db/A $d as siv_ ++ $year')).toEqual([
      '{"source":{"alias":"db","variable":"A"},"day":{"day":17532},"as":"siv_2018"}',
    ])
    expect(commands('let v = age\nsummarize $v\nkeep a ++ $v ++ _x')).toEqual([
      '{"names":["age"]}',
      '{"names":["aage_x"]}',
    ])
  })
  test('lists after commas go in step, lists after semicolons inside', () => {
    expect(commands('for a, b in 1:2, x y; c in p q\nsummarize $b ++ $a $c\nend')).toEqual([
      '{"names":["x1","p"]}',
      '{"names":["x1","q"]}',
      '{"names":["y2","p"]}',
      '{"names":["y2","q"]}',
    ])
  })
  test('loops nest', () => {
    expect(commands('for a in 1:2\nfor b in $a:2\ndrop x ++ $a ++ $b\nend\nend')).toHaveLength(3)
  })
})

describe('mistakes', () => {
  const cases: [string, string, [number, number, number], RegExp, string?][] = [
    ['import', 'script.syntax', [1, 7, 7], /Expected a register and a variable/],
    ['import db', 'script.syntax', [1, 10, 10], /Expected “\/”/],
    ['improt db/A', 'script.unknown-command', [1, 1, 7], /Did you mean import\?/, 'import'],
    ['x = 1', 'script.unknown-command', [1, 1, 2], /no command “x”/, 'generate x'],
    ['123', 'script.syntax', [1, 1, 4], /A line starts with a command/],
    ['import db/A 2018-02-30', 'script.date', [1, 13, 23], /not a day of the calendar/],
    ['import db/A 2018', 'script.date', [1, 13, 17], /not a date/],
    ['import-event db/A 2018-02-01 to 2018-01-01', 'script.date', [1, 33, 43], /ends before it starts/],
    ['tabulate a, rowpcts', 'script.unknown-option', [1, 13, 20], /Did you mean rowpct\?/, 'rowpct'],
    ['tabulate a,', 'script.syntax', [1, 11, 12], /Expected options/],
    ['tabulate a, rowpct rowpct', 'script.syntax', [1, 20, 26], /stands twice/],
    ['summarize x, by', 'script.syntax', [1, 16, 16], /Expected “\(” after by/],
    ['generate x = y = 1', 'script.syntax', [1, 16, 17], /does not compare/, '=='],
    ['keep if a && b', 'script.syntax', [1, 11, 13], /not an operator/, '&'],
    ['keep if a and b', 'script.syntax', [1, 11, 14], /not an operator/, '&'],
    ['keep if a <> b', 'script.syntax', [1, 11, 13], /not an operator/, '!='],
    ['keep if', 'script.syntax', [1, 8, 8], /Expected a condition/],
    ["keep if a == 'x", 'script.syntax', [1, 14, 16], /no closing quotation mark/, "'x'"],
    ['keep if a == ‘x’', 'script.syntax', [1, 14, 15], /typographic quotation mark/, "'"],
    ['rename a b if c', 'script.syntax', [1, 12, 14], /takes no condition/],
    ['use a b', 'script.syntax', [1, 7, 8], /Expected the end of the line/],
    ['sample 1.5 999', 'script.type', [1, 8, 11], /neither a share/],
    ['oaxaca y x by g, margins(x)', 'script.unknown-option', [1, 18, 25], /no option “margins”/],
    ['barchart (nth(2)) x', 'script.statistics', [1, 15, 16], /no argument in a figure/],
    ['summarize $x', 'script.unknown-name', [1, 11, 13], /has no value here/],
    ['let x = y + 1', 'script.type', [1, 9, 10], /does not depend on data/],
    ['for a in 1:3\nsummarize $a', 'script.syntax', [1, 1, 4], /has no end/],
    ['end', 'script.syntax', [1, 1, 4], /has no for/],
    ['textblock\nabc', 'script.syntax', [1, 1, 10], /has no end/],
    ['endblock', 'script.syntax', [1, 1, 9], /has no textblock/],
    ['for a in 1:100000000\nend', 'script.limit', [1, 10, 21], /at most 5,000/],
    [`keep if ${'('.repeat(500)}x`, 'script.limit', [1, 70, 71], /nested more than/],
    [`generate x = ${'1+'.repeat(1000)}1`, 'script.limit', [1, 815, 816], /operations/],
    [`use ${'a'.repeat(200)}`, 'script.limit', [1, 5, 205], /longer than 80/],
    ['recode x (1 2)', 'script.syntax', [1, 14, 15], /Expected a value, a range/],
    ['recode x (5/1 = 2)', 'script.syntax', [1, 11, 14], /ends before it starts/],
    ['require no.ssb.fdb:x as d', 'script.syntax', [1, 20, 21], /not a version/],
  ]
  test.each(cases)('%s', (text, code, [line, column, endColumn], message, fix) => {
    const { errors } = parse(text)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatchObject({ code, position: { line, column, endLine: line, endColumn } })
    expect(errors[0]?.message).toMatch(message)
    expect(errors[0]?.next).toMatch(/\.$/)
    expect(errors[0]?.fix).toBe(fix)
  })
  test('each bad line gives its own error, and good lines between are read', () => {
    const { tree, errors } = parse('improt a\nuse a\ntabulate a, x\n\n// c\nkeep if )')
    expect(errors.map(({ position }) => position?.line)).toEqual([1, 3, 6])
    expect(tree.statements.map(({ kind }) => kind)).toEqual([
      'unreadable',
      'statement',
      'unreadable',
      'unreadable',
    ])
  })
  test('a loop reports a mistake of its body once', () => {
    expect(parse('for a in 1:50\ntabulate x $a\nend').errors).toHaveLength(1)
  })
  test('a million steps are refused', () => {
    const text = 'for a in 1:1000\nfor b in 1:1000\ndrop x\nend\nend'
    expect(parse(text).errors).toMatchObject([{ code: 'script.limit' }])
  })
  test('a script that is too long is refused unread', () => {
    expect(parse('a'.repeat(1_000_001)).errors).toMatchObject([{ code: 'script.limit' }])
  })
})
