/** The generated parser is the grammar's, and the editor can use it. */
import { readFileSync } from 'node:fs'
import { buildParserFile } from '@lezer/generator'
import { expect, test } from 'vitest'
import { COMMANDS, FUNCTIONS, HIGHLIGHT, parser } from '../src/language/index.js'
import { parse } from '../src/language/parse.js'
import { FUNCTIONS as PLAN_FUNCTIONS } from '../src/plan/types.js'

const read = (file: string): string =>
  readFileSync(new URL(`../src/language/${file}`, import.meta.url), 'utf8')

test('the generated parser is not stale (npm run grammar --workspace @sund/engine)', () => {
  const built = buildParserFile(read('script.grammar'), { fileName: 'script.grammar', typeScript: true })
  expect(read('generated/parser.ts')).toBe(built.parser)
  expect(read('generated/parser.terms.ts')).toBe(built.terms)
})

test('every node that is coloured exists, and every token is coloured', () => {
  const coloured = new Set(Object.keys(HIGHLIGHT).flatMap((names) => names.split(' ')))
  const nodes = new Set(parser.nodeSet.types.map((type) => type.name).filter((name) => /^[A-Z]/.test(name)))
  for (const name of coloured) expect(nodes).toContain(name)
  const plain = ['Script', 'Statement', 'Textblock', 'Continuation']
  expect([...nodes].filter((name) => !coloured.has(name))).toEqual(expect.arrayContaining(plain))
  expect([...nodes].filter((name) => !coloured.has(name)).length).toBe(plain.length)
})

test('every command and function is documented in three languages', () => {
  for (const [name, doc] of [...Object.entries(COMMANDS), ...Object.entries(FUNCTIONS)]) {
    const texts = [doc.summary, ...('options' in doc ? doc.options : []).map(({ summary }) => summary)]
    for (const text of texts)
      for (const language of ['en', 'nb', 'da'] as const) expect(text[language], name).toMatch(/\S/)
    expect(doc.syntax, name).toContain(name)
  }
})

test('the example of every available command can be read', () => {
  for (const [name, { status, example }] of Object.entries(COMMANDS)) {
    if (status !== 'available' || name === 'for' || name === 'end' || name === 'textblock') continue
    expect(parse(example).errors, example).toEqual([])
    expect(example.startsWith(name)).toBe(true)
  }
})

test('every available function is one that plans have', () => {
  // These are gone when it comes to the plan: they ask of all rows, of labels or of names.
  const resolved = ['quantile', 'inlabels', 'labelcontains', 'label_to_code', 'to_symbol', 'bind']
  const available = Object.entries(FUNCTIONS).filter(([, { status }]) => status === 'available')
  const names = available.map(([name]) => name).filter((name) => !resolved.includes(name))
  expect(PLAN_FUNCTIONS).toEqual(expect.arrayContaining(names))
})
