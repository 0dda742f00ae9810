/** Whatever text comes in, what comes out is a plan or errors at places of that text, and quickly. */
import { readFileSync } from 'node:fs'
import { SundError } from '@sund/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COMMANDS, FUNCTIONS } from '../src/language/index.js'
import { compile } from '../src/plan/compile.js'
import { complete } from '../src/plan/complete.js'
import { split } from '../src/plan/split.js'
import { Fragment, Plan } from '../src/plan/types.js'
import { catalogue } from './catalogue.js'
import { HEAD, LINES, validScript } from './scripts.js'

const study = readFileSync(new URL('../../../examples/first-study/study.sund', import.meta.url), 'utf8')

function holds(script: string): void {
  const { plan, errors, uses } = compile(script, catalogue)
  expect(plan === null).toBe(errors.length > 0)
  if (plan) {
    expect(Plan.parse(plan)).toEqual(plan)
    for (const fragment of split(plan)) Fragment.parse(fragment)
  }
  const lines = script.split('\n')
  for (const error of errors) {
    SundError.parse(error)
    expect(error.code).toMatch(/^script\./)
    const { line, column, endLine, endColumn } = error.position as NonNullable<SundError['position']>
    expect(line).toBeLessThanOrEqual(lines.length)
    expect(endLine).toBeLessThanOrEqual(lines.length)
    expect(column).toBeLessThanOrEqual((lines[line - 1] as string).length + 1)
    expect(endColumn).toBeLessThanOrEqual((lines[endLine - 1] as string).length + 1)
    expect(endLine > line || endColumn >= column).toBe(true)
    expect(error.message.length).toBeLessThan(1000)
  }
  for (const use of uses) expect(use.position.line).toBeLessThanOrEqual(lines.length)
}

const word = fc.constantFrom(
  ...Object.keys(COMMANDS),
  ...Object.keys(FUNCTIONS),
  ...'a b x age sex death pop dia lab SEX BMI d v PERSONID_1 START@d into on as to if in by over order'.split(
    ' ',
  ),
  ...'( ) , . : ; = == != < <= > >= + - * / ^ ++ & | ! -> # ## $ $x @ \\ // " \' [ ] { } æ Ø 好 “ ” 😀'.split(
    ' ',
  ),
  ...[
    '1',
    '0',
    '2000-01-01',
    '1970-01-01',
    "'1'",
    '"a"',
    '1e400',
    '.5',
    '\n',
    '\n',
    '\n',
    ' \\\n',
    '\t',
    '\r\n',
    '\0',
  ],
)
const soup = fc.array(word, { maxLength: 120 }).map((words) => words.join(' '))

/** A script with some of its characters cut, doubled or replaced. */
const mutated = fc
  .tuple(
    fc.oneof(fc.constant(study), validScript),
    fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.oneof(word, fc.string({ unit: 'binary', maxLength: 3 }))), {
      minLength: 1,
      maxLength: 8,
    }),
  )
  .map(([script, edits]) =>
    edits.reduce((text, [at, cut, put]) => {
      const place = at % (text.length + 1)
      return text.slice(0, place) + put + text.slice(place + cut)
    }, script),
  )

describe('compile holds for', () => {
  test('any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), holds), { numRuns: 300 })
  })
  test('any soup of words', () => {
    fc.assert(fc.property(soup, holds), { numRuns: 300 })
  })
  test('any soup of words after a good start', () => {
    fc.assert(
      fc.property(soup, (text) => holds(`${HEAD}import pop/SEX as sex\nimport pop/AGE as age\n${text}`)),
      { numRuns: 300 },
    )
  })
  test('any damaged script', () => {
    fc.assert(fc.property(mutated, holds), { numRuns: 300 })
  })
  test('any good lines in any order', () => {
    const lines = fc.array(fc.constantFrom(...LINES), { maxLength: 25 })
    fc.assert(
      fc.property(lines, (list) => holds(HEAD + list.join('\n'))),
      { numRuns: 200 },
    )
  })
})

test('completion never throws, and what it replaces ends at the cursor', () => {
  fc.assert(
    fc.property(fc.oneof(mutated, soup), fc.nat(), (script, at) => {
      const offset = at % (script.length + 1)
      const { from, completions } = complete(script, offset, catalogue)
      expect(from).toBeGreaterThanOrEqual(0)
      expect(from).toBeLessThanOrEqual(offset)
      for (const { text } of completions) expect(text).not.toBe('')
    }),
    { numRuns: 200 },
  )
})

describe('monsters are refused', () => {
  const big = (text: string) => text.repeat(Math.floor(999_000 / text.length))
  let count = 0
  const before = `${HEAD}import pop/AGE as age\n`
  test.each([
    ['a line of a million letters', 'a'.repeat(999_999)],
    ['a million parentheses', `${before}generate x = ${big('(')}`],
    ['nested functions', `${before}generate x = ${'abs('.repeat(240_000)}`],
    ['a long sum', `${before}generate x = ${big('1+')}1`],
    ['a long list', `${before}generate x = inlist(age, ${big('1,')}1)`],
    ['many names', `${before}tabulate ${big('age ')}`],
    ['many unknown names', `${before}summarize ${big('agf ')}`],
    ['many terms', `${before}regress age ${big('age ')}`],
    ['many aggregates', `${before}collapse ${big('(mean) age ')}, by(PERSONID_1)`],
    ['many keys', `${before}collapse (mean) age, by(${big('age ')})`],
    ['many lines', big('create-dataset d\n')],
    ['many variables', `${before}${big('generate x = 1\n').replaceAll(/x =/g, () => `x${count++} =`)}`],
    [
      'many rows of variables',
      `${before}${Array.from({ length: 4000 }, (_, i) => `generate v${i} = age\n`).join('')}`,
    ],
    ['many empty lines', big('\n')],
    ['many unreadable lines', big('(\n')],
    ['many lets', big('let a = 1\n')],
    ['many options', `${before}tabulate age, ${big('freq ')}`],
    ['many labels', `define-labels l ${big("1 'a' ")}`],
    ['many rules', `${before}recode age ${big('(1=2)')}`],
    ['a long name', `${before}use ${'å'.repeat(900_000)}`],
    ['a long register', `require ${'a.'.repeat(400_000)}:1 as x`],
    ['an endless text', `textblock\n${big('endblocks \n')}`],
    ['an endless line', big('a \\\n')],
    ['quotes', big(`'"`)],
    ['nested loops', 'for a in 1:10\n'.repeat(1000)],
    ['loops that multiply', `${'for a in 1:9999\n'.repeat(5)}drop x\n${'end\n'.repeat(5)}`],
    ['loops over values that grow', `let a = x\n${'for a in $a$a\nend\n'.repeat(60)}drop $a`],
    ['names that grow', `let a = x\n${'let a = $a ++ $a\n'.repeat(60)}drop $a`],
    ['references that grow', `let a = 'xx'\n${'let a = $a ++ $a\n'.repeat(60)}generate b = $a`],
  ])(
    '%s',
    (_, script) => {
      const { plan, errors } = compile(script, catalogue)
      expect(plan === null).toBe(errors.length > 0)
      expect(errors.length).toBeLessThanOrEqual(200)
      complete(script, script.length, catalogue)
    },
    4000,
  )
})
