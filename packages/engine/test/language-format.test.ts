/** Formatting moves white space and nothing else. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { format } from '../src/language/format.js'
import { COMMANDS, FUNCTIONS } from '../src/language/index.js'
import { parse } from '../src/language/parse.js'
import { LINES, validScript } from './scripts.js'

const study = readFileSync(new URL('../../../examples/first-study/study.sund', import.meta.url), 'utf8')

describe('format', () => {
  test.each([
    ['spaces around operators', 'generate  x=age+1*( 2 -y )', 'generate x = age + 1 * (2 - y)'],
    [
      'signs',
      'generate x =-age- -1 if ! (y==-2)&!sysmiss( z )',
      'generate x = -age - -1 if !(y == -2) & !sysmiss(z)',
    ],
    [
      'commas',
      'tabulate a b if inlist(a,1 ,2),rowpct  top( 3 )',
      'tabulate a b if inlist(a, 1, 2), rowpct top(3)',
    ],
    [
      'paths and dates',
      'import db/ SEX   2018-01-01 as sex ,outer_join',
      'import db/SEX 2018-01-01 as sex, outer_join',
    ],
    ['registers', 'require   no.ssb.fdb:23  as db', 'require no.ssb.fdb:23 as db'],
    ['statistics', 'collapse(mean) x->y(sum)z,by( a  b )', 'collapse (mean) x -> y (sum) z, by(a b)'],
    ['rules', 'recode x y(1 2=1 "a")( 3 / 7=2)(*=-1)', 'recode x y (1 2 = 1 "a") (3/7 = 2) (* = -1)'],
    ['terms', 'logit y i.a # c.b  a##b, or level( 90 )', 'logit y i.a#c.b a##b, or level(90)'],
    ['labels', 'define-labels l 1\'a\'   2 "b"', 'define-labels l 1 \'a\' 2 "b"'],
    ['comments', 'keep if a==1//one\n   // two  ', 'keep if a == 1 //one\n// two'],
    ['missing', 'generate x=. if y>.5', 'generate x = . if y > .5'],
    [
      'continued lines',
      'summarize a\\\n b  \\ // more\n     c,by( d )',
      'summarize a \\\n  b \\ // more\n  c, by(d)',
    ],
    [
      'loops',
      'for a in 1:3,x y ;b in 1:2\ngenerate s_++$a=$b\nfor c in q\n drop  $c\nend\nend\nuse d',
      'for a in 1:3, x y; b in 1:2\n  generate s_ ++ $a = $b\n  for c in q\n    drop $c\n  end\nend\nuse d',
    ],
    ['let', 'let  a=-1+2 ', 'let a = -1 + 2'],
    ['prose', ' textblock\n# A   b\n\n\n\n  c\n   endblock', 'textblock\n# A   b\n\n\n\n  c\nendblock'],
    ['what the reader takes as written', 'tabulate a,rowsort( x  y,z )', 'tabulate a, rowsort(x  y,z)'],
    ['what cannot be read', '  nonsense  a=b', 'nonsense  a=b'],
    ['empty lines', '\n\nuse a\n\n\n\nuse b\n\n', 'use a\n\nuse b'],
  ])('%s', (_, written, wanted) => {
    expect(format(written)).toBe(`${wanted}\n`)
    expect(format(`${wanted}\n`)).toBe(`${wanted}\n`)
  })
  test('the first study is in order, and nothing stays nothing', () => {
    expect(format(study)).toBe(study)
    expect(format('')).toBe('')
    expect(format(' \n')).toBe('')
  })
})

/** What a script says, without where it says it. */
function meaning(script: string): unknown {
  const { tree, errors } = parse(script)
  return JSON.parse(
    JSON.stringify(
      { statements: tree.statements, errors: errors.map(({ code, fix }) => [code, fix]) },
      (key, value) => (key === 'from' || key === 'to' ? undefined : value),
    ),
  )
}
function keeps(script: string): void {
  const once = format(script)
  expect(meaning(once)).toEqual(meaning(script))
  expect(format(once)).toBe(once)
}

/** The same script with its white space shaken. */
const shaken = (lines: fc.Arbitrary<string>) =>
  fc
    .tuple(lines, fc.array(fc.constantFrom('', ' ', '   ', '\t', ' \\\n '), { minLength: 1, maxLength: 30 }))
    .map(([text, spaces]) => {
      let at = 0
      return text.replace(/(?<!textblock[\s\S]*) +/g, () => spaces[at++ % spaces.length] || ' ')
    })
const documented = [
  ...Object.values(COMMANDS).map(({ example }) => example),
  ...Object.values(FUNCTIONS).map(({ syntax }) => `generate x=${syntax.replace(/\s*\[.*?\]|\s*…/g, '')}`),
  ...LINES,
]
const word = fc.constantFrom(
  ...Object.keys(COMMANDS),
  ...Object.keys(FUNCTIONS),
  ...'a b x i c $x 1 2.5 .5 2018-01-01 if in as by over into on to end for let'.split(' '),
  ...`( ) , . : ; = == != < + - * / ^ ++ & | ! -> # ## 'a' "b" ' \\ // å “ ”`.split(' '),
  '\n',
  ' \\\n',
  ' ',
  '\r\n',
)

describe('formatting keeps the meaning, and once is enough, for', () => {
  test.each(documented)('%s', (line) => keeps(line))
  test('good scripts with their white space shaken', () => {
    fc.assert(fc.property(shaken(validScript), keeps), { numRuns: 40 })
    fc.assert(fc.property(shaken(fc.constantFrom(...documented)), keeps), { numRuns: 300 })
  })
  test('any soup of words', () => {
    const soup = fc.array(word, { maxLength: 60 })
    fc.assert(
      fc.property(soup, fc.constantFrom('', ' '), (words, space) => keeps(words.join(space))),
      { numRuns: Number(process.env['SUND_SCRIPTS'] ?? 1500), seed: Number(process.env['SUND_SEED'] ?? 1) },
    )
  })
  test('any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), keeps), { numRuns: 300 })
  })
})
