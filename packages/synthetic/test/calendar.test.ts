import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Agenda, NOTES } from '../src/agenda.js'
import { isWorkday, OFFICE, OUT_OF_HOURS, weekdayOf, workdayFrom } from '../src/calendar.js'
import { dayOf, FIRST_DAY, LAST_DAY, yearOf } from '../src/days.js'
import { Random } from '../src/random.js'

describe('the calendar', () => {
  test('knows weekdays', () => {
    expect(weekdayOf(dayOf(2024, 1, 1))).toBe(0)
    expect(weekdayOf(dayOf(2021, 12, 25))).toBe(5)
    expect(weekdayOf(dayOf(2014, 6, 8))).toBe(6)
  })

  test.each([
    ['a Monday', 2024, 3, 4, true],
    ['a Saturday', 2024, 3, 2, false],
    ['Maundy Thursday', 2024, 3, 28, false],
    ['Good Friday', 2016, 3, 25, false],
    ['Easter Monday', 2019, 4, 22, false],
    ['the Tuesday after Easter', 2019, 4, 23, true],
    ['Ascension Day', 2021, 5, 13, false],
    ['Whit Monday', 2018, 5, 21, false],
    ['17 May', 2023, 5, 17, false],
    ['Boxing Day', 2022, 12, 26, false],
    ['Christmas Eve on a Thursday', 2020, 12, 24, true],
  ])('%s: %i-%i-%i', (_, year, month, date, open) => {
    expect(isWorkday(dayOf(year, month, date))).toBe(open)
  })

  test('a workday is its own, another the next; none is more than five days away', () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST_DAY, max: LAST_DAY }), (day) => {
        const next = workdayFrom(day)
        return isWorkday(next) && next >= day && next - day <= 5 && (next === day) === isWorkday(day)
      }),
    )
  })

  test('seasons draw days of the year: of offices workdays, Mondays most; out of hours days off as well', () => {
    const random = new Random(1, 1, 1)
    const days = Array.from({ length: 20_000 }, () => OFFICE.even.dayIn(2019, random))
    expect(days.every((day) => yearOf(day) === 2019 && isWorkday(day))).toBe(true)
    const on = (weekday: number) => days.filter((day) => weekdayOf(day) === weekday).length
    expect(on(1)).toBeGreaterThan(on(4))
    const evenings = Array.from({ length: 20_000 }, () => OUT_OF_HOURS.even.dayIn(2019, random))
    const off = evenings.filter((day) => !isWorkday(day)).length / evenings.length
    expect(off).toBeGreaterThan(0.45)
    expect(off).toBeLessThan(0.6)
  })
})

describe('the agenda', () => {
  test('gives back all that was noted, by day and note, and is empty then', () => {
    const agenda = new Agenda()
    const noted = fc.array(fc.tuple(fc.nat(30_000), fc.nat(NOTES - 1)), { maxLength: 600 })
    fc.assert(
      fc.property(noted, (notes) => {
        for (const [day, note] of notes) agenda.add(day, note)
        const read: [number, number][] = []
        agenda.read((day, note) => read.push([day, note]))
        expect(read).toEqual([...notes].sort(([a, b], [c, d]) => a - c || b - d))
        agenda.read(() => expect.unreachable())
      }),
    )
  })
})
