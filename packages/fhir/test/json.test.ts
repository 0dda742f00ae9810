/** Numbers stay as they were written, whatever is around them; what is no JSON stays none. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonOf, parseJson, type Resource } from '../src/index.js'
import { keepText, restored, withNumbers, withTexts } from '../src/json.js'
import { relinked } from '../src/store/bundle/links.js'

/** A number as it may stand in JSON (RFC 8259, § 6). */
const number = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(
      fc.constantFrom('0', '1', '10', '100'),
      fc.nat().map(String),
      fc.bigInt({ min: 1n, max: 10n ** 30n }).map(String),
    ),
    fc.oneof(
      fc.constantFrom('', '', '.0', '.00', '.5', '.50', '.0000001'),
      fc.stringMatching(/^\.\d{1,25}$/),
    ),
    fc.constantFrom('', '', '', 'e2', 'E-3', 'e+10', 'e400'),
  )
  .map((parts) => parts.join(''))
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(': 1.00,', '"', '\\', '\\": [2.0', 'number 1.0 ', '__proto__'),
)
const key = fc.oneof(text, fc.constantFrom('__proto__', 'constructor')).filter((one) => !/^\d+$/.test(one))

/** JSON as its own text. */
const { json } = fc.letrec<{ json: string; list: string; object: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    number,
    text.map((one) => JSON.stringify(one)),
    fc.constantFrom('true', 'null'),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('json'), { maxLength: 4 }).map((all) => `[${all.join(',')}]`),
  object: fc
    .uniqueArray(fc.tuple(key, tie('json')), { selector: ([one]) => one, maxLength: 4 })
    .map((all) => `{${all.map(([name, one]) => `${JSON.stringify(name)}:${one}`).join(',')}}`),
}))

describe('JSON', () => {
  test('is written as it was read', () =>
    fc.assert(
      fc.property(
        json.map((one) => `{"a":${one}}`),
        (one) => {
          expect(jsonOf(parseJson(one))).toBe(one)
          expect(JSON.stringify(parseJson(one))).toBe(JSON.stringify(JSON.parse(one)))
          expect(jsonOf(restored(withTexts(parseJson(one))))).toBe(one)
        },
      ),
      { numRuns: 500 },
    ))
  test.each(['{1.00: 2}', '{"a":01.00}', '{"a":1.00', '[1.0 2]', '[1.]', 'undefined'])('%s is none', (one) =>
    expect(() => parseJson(one)).toThrow(SyntaxError),
  )
  test('is found to hold such a number or not in the time that its length takes', () => {
    const long = `{"a":"${'1.0,: [2.0 '.repeat(300_000)}\\"","b":${'9'.repeat(500_000)},"c":1.0}`
    expect(jsonOf(parseJson(long))).toBe(long)
    const spaces = `{"a":${' '.repeat(2_000_000)}1.0}`
    expect(jsonOf(parseJson(spaces))).toBe('{"a":1.0}')
  })
  test('a text that no longer says what the number is means nothing', () => {
    const value = parseJson('{"a":1.00,"b":[2.0]}') as { a: number; b: number[] }
    value.a = 3
    expect(jsonOf({ ...value, c: 1 })).toBe('{"a":3,"b":[2.0],"c":1}')
    expect(withNumbers(withTexts(value))).toEqual({ a: 3, b: [2] })
    keepText(value, 'a', '003')
    expect(jsonOf(value)).toBe('{"a":3,"b":[2.0]}')
  })
  test('links are put right around it', () => {
    const sent = '{"resourceType":"Observation","subject":{"reference":"a"},"valueQuantity":{"value":1.00}}'
    expect(jsonOf(relinked(parseJson(sent) as Resource, () => 'b'))).toBe(sent.replace('"a"', '"b"'))
  })
})
