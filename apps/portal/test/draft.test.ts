import { expect, test } from 'vitest'
import {
  bringBack,
  keepDraft,
  readAside,
  readDraft,
  replaceDraft,
  withVariable,
} from '../src/script/draft.js'
import { offsetsOf } from '../src/script/positions.js'

function memory() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}
const AGE =
  'require no.demo.person:1.0.0 as person\ncreate-dataset people\nimport person/AGE\nsummarize AGE\n'

test('replacing a draft puts the earlier one aside, and it can be brought back', () => {
  const store = memory()
  keepDraft('mine', store)
  replaceDraft('other', store)
  expect([readDraft(store), readAside(store)]).toEqual(['other', 'mine'])
  expect(bringBack(store)).toBe('mine')
  expect([readDraft(store), readAside(store)]).toEqual(['mine', null])
})

test('an empty draft is not worth keeping aside', () => {
  const store = memory()
  keepDraft(' \n', store)
  replaceDraft('other', store)
  expect(readAside(store)).toBeNull()
})

test('a store that is full does not stop the writer', () => {
  const full = {
    ...memory(),
    setItem: () => {
      throw new Error('full')
    },
  }
  expect(keepDraft('mine', full)).toBe(false)
})

test('an empty script begins with all the lines', () => {
  expect(withVariable('', 'no.demo.person', AGE)).toEqual({ script: AGE, added: true })
})

test('a script that requires the register gets the import alone, under its own alias, after the last import', () => {
  const script = 'require no.demo.person:1 as p\ncreate-dataset d\nimport p/SEX\ntabulate SEX\n'
  expect(withVariable(script, 'no.demo.person', AGE).script).toBe(
    'require no.demo.person:1 as p\ncreate-dataset d\nimport p/SEX\nimport p/AGE\ntabulate SEX\n',
  )
})

test('another register is required under an alias that is free', () => {
  const script = 'require no.other as person\ncreate-dataset d\nimport person/SEX\n'
  expect(withVariable(script, 'no.demo.person', AGE).script).toBe(
    'require no.other as person\nrequire no.demo.person:1.0.0 as person2\ncreate-dataset d\nimport person/SEX\nimport person2/AGE\n',
  )
})

test('what is imported already is not imported twice; a longer name is not the same', () => {
  const script = 'require no.demo.person as p\ncreate-dataset d\nimport p/AGE_AT_DEATH\n'
  const { script: once, added } = withVariable(script, 'no.demo.person', AGE)
  expect(added).toBe(true)
  expect(withVariable(once, 'no.demo.person', AGE)).toEqual({ script: once, added: false })
})

test('positions become offsets and never leave the text', () => {
  const script = 'one\ntwo three\nfour'
  const span = offsetsOf(script, { line: 2, column: 5, endLine: 2, endColumn: 10 })
  expect(script.slice(span.from, span.to)).toBe('three')
  expect(offsetsOf(script, { line: 9, column: 9, endLine: 9, endColumn: 12 })).toEqual({ from: 18, to: 18 })
})
