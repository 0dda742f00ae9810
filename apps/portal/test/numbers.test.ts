import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimalsFor, exactness, exponential, formatNumber, formatReleased } from '../src/results/numbers.js'
import { da } from '../src/words/da.js'
import { en } from '../src/words/en.js'
import { nb } from '../src/words/nb.js'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replace(/\u2212/g, '-')

describe('how a number is written', () => {
  test.each([
    [12345, 'count', 'en-GB', '12,345'],
    [12345, 'count', 'nb-NO', '12 345'],
    [12345, 'count', 'da-DK', '12.345'],
    [0.9123, 'share', 'en-GB', '91.2%'],
    [0.9123, 'share', 'nb-NO', '91,2 %'],
    [6.4476, 'percentage', 'da-DK', '6,4 %'],
    [0.0000012, 'p', 'en-GB', '< 0.001'],
    [0.0514, 'p', 'nb-NO', '0,051'],
    [1.8206, 'coefficient', 'en-GB', '1.821'],
    [0.0000124, 'coefficient', 'nb-NO', '0,000012'],
    [0.000000124, 'coefficient', 'en-GB', '1.2E-7'],
  ] as const)('%d as %s in %s', (value, form, locale, text) => {
    expect(plain(formatNumber(value, form, locale))).toBe(text)
  })

  test('withheld and missing are words and a dash, in the reader’s language', () => {
    expect(formatReleased({ withheld: 'T2' }, 'count', nb)).toBe('holdt tilbake')
    expect(formatReleased({ withheld: 'T2' }, 'count', da)).toBe('tilbageholdt')
    expect(formatReleased({ value: null, error: 0 }, 'value', en)).toBe('–')
  })

  test('no more decimals than the error bound can tell', () => {
    expect(decimalsFor([{ value: 54.308, error: 0.812 }])).toBe(1)
    expect(decimalsFor([{ value: 54.308, error: 0 }])).toBe(2)
    expect(
      decimalsFor([
        { value: 12, error: 0 },
        { value: 1200, error: 5 },
      ]),
    ).toBe(0)
    expect(decimalsFor([{ withheld: 'T2' }])).toBe(0)
  })
})

describe('how exact a number is', () => {
  test('a protected count says its bounds', () => {
    expect(exactness({ value: 1234, error: 5 }, 'count', en)).toContain(
      'within 5 of this one: between 1,229 and 1,239',
    )
  })
  test('bounds stay where the number can lie at all', () => {
    expect(exactness({ value: 3, error: 5 }, 'count', en)).toContain('between 0 and 8')
    expect(plain(exactness({ value: 0.999, error: 0.01 }, 'share', en))).toContain('and 100%')
  })
  test('exact, withheld and missing numbers say so', () => {
    expect(exactness({ value: 3, error: 0 }, 'count', en)).toBe(en.results.exact)
    expect(exactness({ withheld: 'S1' }, 'value', da)).toBe(da.results.notShown)
    expect(exactness({ value: null, error: 0 }, 'value', nb)).toBe(nb.results.undefined)
  })
  test('the bound of exp covers both sides', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        (value, error) => {
          const released = exponential({ value, error })
          if (!('value' in released) || released.value === null) throw new Error('a value went missing')
          const slack = 1e-9 * Math.exp(value + error)
          expect(Math.exp(value + error) - released.value).toBeLessThanOrEqual(released.error + slack)
          expect(released.value - Math.exp(value - error)).toBeLessThanOrEqual(released.error + slack)
        },
      ),
    )
  })
})

test('a bound of half a unit is that of rounding, and keeps the digit', () => {
  expect(decimalsFor([{ value: 22.3, error: 0.05 }])).toBe(1)
  expect(decimalsFor([{ value: 104.2, error: 0.5 }])).toBe(0)
})
