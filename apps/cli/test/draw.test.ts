import { LANGUAGES, type Result, RunDocument } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { createCanvas, widthOf } from '../src/draw/canvas.js'
import { drawError } from '../src/draw/errors.js'
import { drawNumber } from '../src/draw/number.js'
import { drawReceipt, drawResult } from '../src/draw/result.js'
import { drawTerms } from '../src/draw/terms.js'
import { results, runDocument } from './documents.js'

const canvas = createCanvas(100, 'en', false)
const find = (kind: Result['body']['kind']) => results.find(({ body }) => body.kind === kind) as Result

test('the sample is a run as it leaves', () => {
  expect(RunDocument.safeParse(runDocument).success).toBe(true)
})

test.each(results.map((result) => [result.body.kind, result] as const))('%s as text', (_kind, result) => {
  expect(drawResult(result, canvas).join('\n')).toMatchSnapshot()
})

describe.each([40, 60, 80, 200])('at width %i', (width) => {
  test.each(LANGUAGES)('no line is wider than the terminal (%s)', (language) => {
    const narrow = createCanvas(width, language, false)
    for (const result of results)
      for (const line of drawResult(result, narrow)) expect(widthOf(line)).toBeLessThanOrEqual(width)
  })
})

test('withheld is a word, never an empty cell, in every language', () => {
  for (const [language, word] of [
    ['en', 'withheld'],
    ['nb', 'tilbakeholdt'],
    ['da', 'tilbageholdt'],
  ] as const) {
    const lines = drawResult(find('table'), createCanvas(100, language, false))
    expect(lines.find((line) => line.startsWith('Vestland'))).toContain(word)
  }
})

test.each([
  [{ value: 1234, error: 5 }, 'count', '1,234 ±5'],
  [{ value: 1234, error: 0 }, 'count', '1,234'],
  [{ value: null, error: 0 }, 'number', '–'],
  [{ withheld: 'T2' }, 'count', 'withheld'],
  [{ value: 0.12345, error: 0.0011 }, 'share', '12.3 % ±0.2'],
  [{ value: 0.00001, error: 0 }, 'p', '<0.001'],
  [{ value: 0.0421, error: 0 }, 'p', '0.042'],
  [{ value: -0.5, error: 0 }, 'number', '-0.5000'],
  [{ value: 2.5e-7, error: 0 }, 'number', '2.500e-7'],
] as const)('number %o as %s is %s', (number, quantity, expected) => {
  expect(drawNumber(number, quantity, 'en')).toBe(expected)
})

test('a shown error bound is never smaller than the true one', () => {
  for (const error of [0.0011, 0.05, 0.99, 1.01, 5, 123.4]) {
    const shown = Number(drawNumber({ value: 1, error }, 'number', 'en').split('±')[1])
    expect(shown).toBeGreaterThanOrEqual(error)
  }
})

test('text from registers and scripts cannot steer the terminal', () => {
  const evil = '\u001b]0;title\u0007\u001b[2Jname\u009b31m'
  const table = structuredClone(find('table'))
  if (table.body.kind === 'table') {
    const [level] = table.body.dimensions[0]?.levels ?? []
    if (level) level.label = { en: evil }
  }
  table.command = evil
  const text = [
    ...drawResult(table, canvas),
    ...drawResult({ ...find('text'), body: { kind: 'text', markdown: evil } }, canvas),
    ...drawError({ code: 'data.file', message: evil, next: evil, file: { file: evil } }, canvas),
  ].join('\n')
  expect(text).toContain('name')
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
})

test('an error stands under its place in the script', () => {
  const lines = drawError(
    {
      code: 'script.unknown-name',
      message: 'There is no variable agee.',
      next: 'Did you mean age?',
      position: { line: 2, column: 11, endLine: 2, endColumn: 15 },
    },
    canvas,
    { name: 'study.sund', text: 'create-dataset d\nsummarize agee\n' },
  )
  expect(lines).toEqual([
    'error There is no variable agee.',
    '  study.sund:2:11',
    '  2 │ summarize agee',
    '    │           ^^^^',
    '  → Did you mean age?',
  ])
})

test('an error in a line of a million characters shows the place only', () => {
  const text = `${'x'.repeat(999_990)} oops`
  const lines = drawError(
    {
      code: 'script.syntax',
      message: 'No.',
      next: 'Mend it.',
      position: { line: 1, column: 999_992, endLine: 1, endColumn: 999_996 },
    },
    canvas,
    { name: 's', text },
  )
  expect(lines.every((line) => widthOf(line) <= 100)).toBe(true)
  const [source = '', under = ''] = lines.slice(2)
  expect(source.slice(under.indexOf('^'), under.lastIndexOf('^') + 1)).toBe('oops')
})

test('the receipt names run, data, policy and place in the log', () => {
  const text = drawReceipt(runDocument.receipt as NonNullable<typeof runDocument.receipt>, canvas).join(' ')
  for (const part of [runDocument.run, 'no.example.person 1.0.0', 'open-1', 'log position 7'])
    expect(text.replace(/\s+/g, ' ')).toContain(part)
})

test('explanations keep to their column', () => {
  expect(
    drawTerms(
      [['a', 'one two three four five six seven eight nine ten eleven']],
      createCanvas(40, 'en', false),
    ),
  ).toEqual(['a  one two three four five six seven', '   eight nine ten eleven'])
})
