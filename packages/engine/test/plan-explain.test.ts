/** What is said of the word at a place. `‸` is the place. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COMMANDS, documentation, documented, FUNCTIONS } from '../src/language/index.js'
import { type ExplainedVariable, explain } from '../src/plan/explain.js'
import { knownAt } from '../src/plan/known.js'
import { catalogue } from './catalogue.js'
import { HEAD as START, validScript } from './scripts.js'

const HEAD = `require us.olmsted.population:1 as pop
create-dataset people
import pop/SEX as sex
import pop/AGE as age
generate old = age > 60
define-labels yesno 0 "No" 1 "Yes"
assign-labels old yesno
let year = 2000
`
function at(text: string, known: typeof catalogue | null = catalogue) {
  const script = HEAD + text
  const found = explain(script.replace('‸', ''), script.indexOf('‸'), known)
  return found && { word: script.replace('‸', '').slice(found.from, found.to), about: found.about }
}

describe('explains', () => {
  test.each([
    ['a command', 'tab‸ulate sex', 'tabulate', 'command', 'tabulate'],
    ['an option', 'tabulate sex, row‸pct', 'rowpct', 'option', 'rowpct'],
    ['an option with an argument', 'summarize age, ‸by(sex)', 'by', 'option', 'by'],
    ['a function', 'keep if sysmi‸ss(age)', 'sysmiss', 'function', 'sysmiss'],
    ['a function inside an option’s neighbour', 'keep if !‸sysmiss(age)', 'sysmiss', 'function', 'sysmiss'],
  ])('%s', (_, text, word, kind, name) => {
    expect(at(text, null)).toMatchObject({ word, about: { what: 'word', word: { kind, name } } })
  })
  test('a variable by its register', () => {
    const { word, about } = at('tabulate se‸x') as { word: string; about: ExplainedVariable }
    expect(word).toBe('sex')
    expect(about).toMatchObject({
      name: 'sex',
      description: { en: 'What SEX means.' },
      type: 'text',
      sensitivity: 'PERSON_SPECIAL',
      temporality: 'FIXED',
      source: { register: 'us.olmsted.population', variable: 'SEX' },
      codes: [{ code: '1', label: { en: 'Male' } }, { code: '2' }],
      moreCodes: 0,
      made: null,
    })
  })
  test('a variable of a register where it is imported', () => {
    expect(at('import pop/BM‸I 2000-01-01 as b')?.about).toMatchObject({ name: 'BMI', temporality: 'STATUS' })
  })
  test('a variable where it is made, and by its labels', () => {
    expect(at('generate x‸ = age')?.about).toMatchObject({ what: 'variable', made: 'generate x = age' })
    expect(at('tabulate ol‸d')?.about).toMatchObject({
      made: 'generate old = age > 60',
      source: null,
      codes: [{ code: '0', label: { en: 'No' } }, { code: '1' }],
    })
  })
  test('the word before a sign', () => {
    expect(at('keep if round(age‸)')?.word).toBe('age')
    expect(at('keep if round‸(age)', null)?.word).toBe('round')
  })
  test('a name by its value', () => {
    expect(at('generate y = $ye‸ar')?.about).toEqual({ what: 'value', name: '$year', value: '2000' })
  })
  test.each(['// tab‸ulate', 'textblock\ntab‸ulate\nendblock', 'keep if 1‸2 > 3', 'use nob‸ody', ' ‸ '])(
    'nothing in %s',
    (text) => expect(at(text)).toBe(null),
  )
  test('variables only with a catalogue', () => expect(at('tabulate se‸x', null)).toBe(null))
})

test('the documentation holds every command and function, and each can be asked for', () => {
  const { commands, functions } = documentation()
  expect(commands.map(({ name }) => name)).toEqual(Object.keys(COMMANDS))
  expect(functions.map(({ name }) => name)).toEqual(Object.keys(FUNCTIONS))
  for (const word of commands) expect(documented(word.name)).toEqual(word)
  expect(documented('nonsense')).toBe(null)
  expect(documented('constructor')).toBe(null)
  expect(documented('round')?.example).toBe('round(x)')
})

test('explaining never throws, and what it explains holds the place', () => {
  fc.assert(
    fc.property(fc.oneof(validScript, fc.string({ unit: 'binary' })), fc.nat(), (text, n) => {
      const script = START + text
      const place = n % (script.length + 1)
      const found = explain(script, place, catalogue)
      if (found) expect(found.from <= place && place <= found.to).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('what is known at a place is what stands above it and on it', () => {
  const names = (offset: number) => knownAt(HEAD, offset, catalogue).variables.map(({ name }) => name)
  expect(names(HEAD.indexOf('import pop/AGE') - 1)).toEqual(['PERSONID_1', 'sex'])
  expect(names(HEAD.indexOf('import pop/AGE') + 3)).toEqual(['PERSONID_1', 'sex', 'age'])
  expect(knownAt(HEAD, HEAD.length, catalogue)).toMatchObject({ active: 'people', datasets: ['people'] })
  const old = knownAt(HEAD, HEAD.length, catalogue).variables.find(({ name }) => name === 'old')
  expect(old).toMatchObject({ type: 'number', codes: [{ code: '0', label: { en: 'No' } }, { code: '1' }] })
  expect(knownAt('', 5, catalogue)).toMatchObject({ active: null, datasets: [], variables: [] })
})
