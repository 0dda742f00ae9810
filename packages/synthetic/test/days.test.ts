import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateNumber, dayOf } from '../src/days.js'

test('the date of a day as a number is what the calendar says', () => {
  fc.assert(
    fc.property(fc.integer({ min: dayOf(1850), max: dayOf(2150) }), (day) => {
      const written = new Date(day * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')
      expect(dateNumber(day)).toBe(Number(written))
    }),
    { numRuns: 2000 },
  )
  expect(dateNumber(dayOf(2024, 2, 29))).toBe(20_240_229)
})
