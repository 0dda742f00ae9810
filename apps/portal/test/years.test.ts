import { expect, test } from 'vitest'
import { spanOfYears, yearTicks } from '../src/variables/years.js'

test('years are told as a span, one year as one', () => {
  expect(spanOfYears('1970-02-01', '2000-01-01')).toBe('1970–2000')
  expect(spanOfYears('2000-01-01', '2000-12-31')).toBe('2000')
  expect(spanOfYears(null, '2000-01-01')).toBeNull()
})

test('the ends of a timeline are always told, and no label stands near them', () => {
  expect(yearTicks('2003-01-01', '2019-01-01').labels).toEqual([2003, 2010, 2015, 2019])
  expect(yearTicks('2000-01-01', '2000-01-01').labels).toEqual([2000])
})
