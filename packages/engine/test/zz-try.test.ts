import { test } from 'vitest'
import { compile } from '../src/plan/compile.js'
import { parse } from '../src/language/parse.js'
import { linesOf } from '../src/language/lexer.js'
import { catalogue } from './catalogue.js'
import { HEAD } from './scripts.js'
const big = (text: string) => text.repeat(Math.floor(100_000 / text.length))
const before = `${HEAD}import pop/AGE as age\n`
const cases: [string,string][] = [
    ['a line of a million letters', 'a'.repeat(99_999)],
    ['a million parentheses', `${before}generate x = ${big('(')}`],
    ['nested functions', `${before}generate x = ${'abs('.repeat(24_000)}`],
    ['a long sum', `${before}generate x = ${big('1+')}1`],
    ['a long list', `${before}generate x = inlist(age, ${big('1,')}1)`],
    ['many names', `${before}tabulate ${big('age ')}`],
    ['many unknown names', `${before}summarize ${big('agf ')}`],
    ['many terms', `${before}regress age ${big('age ')}`],
    ['many aggregates', `${before}collapse ${big('(mean) age ')}, by(PERSONID_1)`],
    ['many keys', `${before}collapse (mean) age, by(${big('age ')})`],
    ['many lines', big('create-dataset d\n')],
    ['many empty lines', big('\n')],
    ['many unreadable lines', big('(\n')],
    ['many lets', big('let a = 1\n')],
    ['many options', `${before}tabulate age, ${big('freq ')}`],
    ['many labels', `define-labels l ${big("1 'a' ")}`],
    ['many rules', `${before}recode age ${big('(1=2)')}`],
    ['a long name', `${before}use ${'å'.repeat(90_000)}`],
    ['a long register', `require ${'a.'.repeat(40_000)}:1 as x`],
    ['an endless text', `textblock\n${big('endblocks \n')}`],
    ['an endless line', big('a \\\n')],
    ['quotes', big(`'"`)],
    ['nested loops', 'for a in 1:10\n'.repeat(1000)],
]
test('try', () => {
  for (const [name, script] of cases) {
    const t = performance.now()
    linesOf(script)
    const t1 = performance.now()
    parse(script)
    const t2 = performance.now()
    compile(script, catalogue)
    const t3 = performance.now()
    process.stderr.write(`${name} lex ${(t1-t).toFixed()} parse ${(t2-t1).toFixed()} compile ${(t3-t2).toFixed()}\n`)
  }
})
