/** What an error offers to write at its place mends it: the error is gone, and no other has come. */
import { describe, expect, test } from 'vitest'
import { compile } from '../src/plan/compile.js'
import { catalogue } from './catalogue.js'

const HEAD = `require us.olmsted.population:1 as pop
require no.example.everything:23 as db
create-dataset people
import pop/SEX as sex
import pop/AGE as age
`
/** The script with the first fix done. */
function mended(script: string): string {
  const [error] = compile(script, catalogue).errors
  if (error?.position === undefined || error.fix === undefined) throw new Error('Nothing to mend')
  const lines = script.split('\n')
  const line = lines[error.position.line - 1] as string
  expect(error.position.endLine).toBe(error.position.line)
  lines[error.position.line - 1] =
    line.slice(0, error.position.column - 1) + error.fix + line.slice(error.position.endColumn - 1)
  return lines.join('\n')
}

describe('one press mends', () => {
  test.each([
    ['a misspelt command', 'sumarize age', 'summarize age'],
    ['a value without a command', 'years = age', 'generate years = age'],
    ['a value whose name is near a command', 'sampl = age', 'generate sampl = age'],
    ['a misspelt option', 'tabulate sex, rowpkt', 'tabulate sex, rowpct'],
    ['a misspelt variable', 'summarize aeg', 'summarize age'],
    ['a misspelt function', 'keep if sysmis(age)', 'keep if sysmiss(age)'],
    ['a misspelt dataset', 'use peple', 'use people'],
    [
      'a misspelt variable of a register',
      'import pop/BMIX 2000-01-01 as b',
      'import pop/BMI 2000-01-01 as b',
    ],
    ['a misspelt alias', 'import popp/DEATH as d', 'import pop/DEATH as d'],
    ['a misspelt statistic', 'aggregate (men) age -> m, by(sex)', 'aggregate (mean) age -> m, by(sex)'],
    ['a code without quotation marks', 'keep if sex == 1', "keep if sex == '1'"],
    ['a code in a list', 'keep if inlist(sex, 1)', "keep if inlist(sex, '1')"],
    ['a label in place of a code', "keep if sex == 'Female'", "keep if sex == '2'"],
    ['a number in quotation marks', "keep if age > '40'", 'keep if age > 40'],
    ['a code of a rule', 'recode sex (1 = 2)', "recode sex ('1' = 2)"],
    ['a comparison with missing', 'drop if age == .', 'drop if sysmiss(age)'],
    ['a comparison with what is not missing', 'keep if age != .', 'keep if !sysmiss(age)'],
    ['texts that are added', "generate t = 'a' + 'b'", "generate t = 'a' ++ 'b'"],
    ['a text that is a term', 'regress age sex', 'regress age i.sex'],
    ['text that is not closed', "generate t = 'a", "generate t = 'a'"],
    ['a date of what is fixed', 'import pop/DEATH 2000-01-01 as d', 'import pop/DEATH  as d'],
    ['a misspelt name with a value', 'let year = 1\ngenerate y = $yaer', 'let year = 1\ngenerate y = $year'],
    ['a level that is none', 'regress age i.sex, level(200)', 'regress age i.sex, level(95)'],
  ])('%s', (_, wrong, right) => {
    let script = HEAD + wrong
    script = mended(script)
    if (wrong.startsWith('recode')) expect(script).toContain("'1'")
    else expect(script).toBe(HEAD + right)
    if (!wrong.startsWith('recode')) expect(compile(script, catalogue).errors).toEqual([])
  })
})
