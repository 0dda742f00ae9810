/** What law asks, held against the tests that show it; and that the page says so truthfully. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ehdsPage, namedTests, shown, testsOfProject } from './ehds.js'
import { ROWS, type Row } from './ehds-rows.js'

const ROOT = join(import.meta.dirname, '..')

test('docs/ehds.md is what the tests show (else: npm run manual)', async () => {
  await expect(ehdsPage(shown(ROWS, testsOfProject(ROOT)))).toMatchFileSnapshot('../docs/ehds.md')
})

test('rows are numbered from 1 to 21, and name code that is there', () => {
  expect(ROWS.map(({ number }) => number)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1))
  for (const { number, code } of ROWS)
    for (const path of code) expect(existsSync(join(ROOT, path)), `row ${number}: ${path}`).toBe(true)
})

test('no test names a row that there is not', () => {
  const numbers = ROWS.map(({ number }) => number)
  for (const { file, rows, name } of testsOfProject(ROOT))
    for (const row of rows) expect(numbers, `${file}: ${name}`).toContain(row)
})

describe('names are read', () => {
  test.each<[string, number[], string]>([
    ["test('row 3: public', () => {})", [3], 'public'],
    ["describe('row 9:', () => {\n  test('technical', () => {})\n})\ntest('x', () => {})", [9], 'technical'],
    [
      "describe('row 9', () => {\n  it.each([1])('a %s', (a) => {})\n  it.skip('b', () => {})\n})",
      [9],
      'a %s',
    ],
    ["test.each([\n  ['row 4 (yearly): a', { b: 1 }],\n])('%s', () => {})", [4], '(yearly): a'],
    ["test.each(CASES)('row 5: %s', () => {})", [5], '%s'],
    ['it(\n  `row 12 (void): ${CASES} clocks`,\n  () => {})', [12], '(void): … clocks'],
    ["test('rows 12 and 20: both', () => {})", [12, 20], 'both'],
    ["test.runIf(browser)('row 21: it\\'s told', () => {})", [21], "it's told"],
  ])('of %j', (source, rows, name) => {
    expect(namedTests('x.test.ts', source)).toEqual([{ file: 'x.test.ts', rows, name }])
  })

  test.each([
    "test.skip('row 3: public', () => {})",
    "test.todo('row 3: public')",
    "describe('the rows', () => {})",
    "describe('row 9: with nothing in it', () => {})",
    "describe.skip('row 9', () => {\n  test('technical', () => {})\n})",
    "test('rows of a person', () => {})",
    '// row 3: public',
    "const text = 'row 3: public'",
  ])('and not of %j', (source) => {
    expect(namedTests('x.test.ts', source)).toEqual([])
  })
})

describe('the state of a row', () => {
  const row: Row = {
    number: 7,
    requirement: 'Both',
    source: 'Art 0',
    code: [],
    parts: { one: /one/, two: /two/ },
  }
  const tests = (...names: string[]) => names.map((name) => ({ file: 'a.test.ts', rows: [7], name }))

  test.each([
    ['missing', tests(), 'missing |'],
    ['missing', [{ file: 'a.test.ts', rows: [8], name: 'one and two' }], 'missing |'],
    ['partial', tests('one'), 'partial: no test of two |'],
    ['partial', tests('something else'), 'partial: no test of one, two |'],
    ['met', tests('one', 'Two'), 'met |'],
  ] as const)('is %s for %j', (state, named, cell) => {
    const [only] = shown([row], named)
    expect(only?.state).toBe(state)
    expect(ehdsPage(shown([row], named))).toMatch(/^\| 7 \| Both \| Art 0 \|/m)
    expect(ehdsPage(shown([row], named))).toContain(cell)
  })
})
