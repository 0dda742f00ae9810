/** What is suggested where. `‸` is the cursor. */
import { describe, expect, test } from 'vitest'
import { complete } from '../src/plan/complete.js'
import { catalogue } from './catalogue.js'

const HEAD = `require us.olmsted.population:1 as pop
create-dataset people
import pop/SEX as sex
import pop/AGE as age
define-labels yesno 0 "No" 1 "Yes"
`

function at(text: string) {
  const script = HEAD + text
  const offset = script.indexOf('‸')
  const { from, completions } = complete(script.replace('‸', ''), offset, catalogue)
  return { typed: script.slice(from, offset), texts: completions.map((c) => c.text), completions }
}

describe('completions', () => {
  test.each([
    ['a command', 'tab‸', 'tab', 'tabulate', 'command'],
    ['a command with a hyphen', 'kaplan-m‸', 'kaplan-m', 'kaplan-meier', 'command'],
    ['a command by what it means', 'odds‸', 'odds', undefined, undefined],
    ['a register', 'require us.olm‸', 'us.olm', 'us.olmsted.population:1', 'register'],
    ['an alias', 'import p‸', 'p', 'pop/', 'register'],
    ['a variable of a register', 'import pop/B‸', 'B', 'BMI', 'variable'],
    ['a dataset', 'use p‸', 'p', 'people', 'dataset'],
    ['the dataset to merge into', 'merge age into ‸', '', 'people', 'dataset'],
    ['a variable', 'summarize a‸', 'a', 'age', 'variable'],
    ['an option', 'tabulate sex, row‸', 'row', 'rowpct', 'option'],
    ['an option with an argument', 'summarize age, ‸', '', 'by(', 'option'],
    ['a variable in an option', 'summarize age, by(s‸', 's', 'sex', 'variable'],
    ['a function', 'generate x = sysm‸', 'sysm', 'sysmiss(', 'function'],
    ['a variable in a condition', 'keep if ag‸', 'ag', 'age', 'variable'],
    ['a code', 'keep if sex == ‸', '', "'1'", 'code'],
    ['a code in quotation marks', "keep if sex == '‸", "'", "'1'", 'code'],
    ['a code by its label', "keep if sex == 'Fem‸", "'Fem", "'2'", 'code'],
    ['a code in a list', 'keep if inlist(sex, ‸', '', "'1'", 'code'],
    ['a code without quotation marks', 'keep if sex == Fem‸', 'Fem', "'2'", 'code'],
    ['a code close to the sign', 'keep if sex ==‸', '', "'1'", 'code'],
    ['a later code in a list', "keep if inlist(sex, '1',‸", '', "'1'", 'code'],
    ['a code in a rule', 'recode sex (‸', '', "'1'", 'code'],
    ['a code by a misspelt label', "keep if sex == 'Femlae‸", "'Femlae", "'2'", 'code'],
    ['a code among numbers', 'generate y = 1\nassign-labels y yesno\nkeep if y == ‸', '', '0', 'code'],
    ['in other letters', 'TABU‸', 'TABU', 'tabulate', 'command'],
    ['a misspelt command', 'tbaul‸', 'tbaul', 'tabulate', 'command'],
    ['a misspelt variable', 'summarize aeg‸', 'aeg', 'age', 'variable'],
    ['a term', 'regress age i.s‸', 's', 'sex', 'variable'],
    ['a list of labels', 'assign-labels sex ‸', '', 'yesno', 'labels'],
    ['a statistic', 'collapse (me‸', 'me', 'mean', 'statistic'],
    ['a name with a value', 'let year = 2000\ngenerate x = $y‸', '$y', '$year', 'reference'],
    ['a name of a loop', 'for a, b in 1:3, x y z\n  generate x = $‸', '$', '$a', 'reference'],
    ['a variable in a loop', 'for a in 1:3\n  summarize ag‸', 'ag', 'age', 'variable'],
    ['after a continued line', 'tabulate \\\n  a‸', 'a', 'age', 'variable'],
  ])('%s', (_, text, typed, first, kind) => {
    const { typed: replaced, completions } = at(text)
    expect(replaced).toBe(typed)
    expect(completions[0]?.text).toBe(first)
    expect(completions[0]?.kind).toBe(kind)
    if (first) expect(completions[0]?.detail).not.toBe(undefined)
  })
  test.each([
    ['comments', '// tab‸'],
    ['text', 'textblock\ntab‸'],
    ['a new name', 'generate a‸'],
    ['the new name of a dataset', 'rename-dataset people p‸'],
    ['a number in an option', 'tabulate sex, top(‸'],
    ['a rule’s new value', "recode sex ('1' = ‸"],
    ['a text that is no code', "generate x = 'a‸"],
    ['commands that do not exist', 'nonsense a‸'],
  ])('none in %s', (_, text) => {
    expect(at(text).texts).toEqual([])
  })
  test('what is not there yet is not suggested', () => {
    expect(at('chec‸').texts).toEqual([])
  })
  test('an option that stands already is not suggested', () => {
    const bounded = ['rho(', 'clamp(', 'cells(', 'grid(']
    expect(at('summarize age, gini ‸').texts).toEqual(['by(', 'iqr', ...bounded])
    expect(at('summarize age, by(sex) ‸').texts).toEqual(['gini', 'iqr', ...bounded])
  })
  test('details are in the language asked for', () => {
    const { completions } = complete('tabul', 5, catalogue, 'nb')
    expect(completions[0]?.detail).toMatch(/tabell/)
  })
  test('mistakes above do not matter', () => {
    expect(at('improt x\ngenerate = \nsummarize ag‸').texts).toEqual(['age'])
  })
})
