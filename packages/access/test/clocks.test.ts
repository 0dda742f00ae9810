/** Calendars and limits against an oracle of their own, and against dates that can be looked up. */
import { COUNTRIES, type Country } from '@sund/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  dayOf,
  daysBetween,
  dueDay,
  isWorkingDay,
  lastDayBefore,
  workingDaysBetween,
} from '../src/clocks/index.js'
import { rulesOf } from '../src/rules/index.js'
import { due, easter, iso, moment, months, type OracleLimit, serial, works } from './clock-oracle.js'

/** `SUND_CLOCK_CASES=100000` for as many as are promised. */
const CASES = Number(process.env['SUND_CLOCK_CASES'] ?? 5000)

const country = fc.constantFrom<Country>(...COUNTRIES)
const day = fc.integer({ min: serial(2000, 1, 1), max: serial(2100, 12, 31) })
const limit: fc.Arbitrary<OracleLimit> = fc.oneof(
  fc.record({ unit: fc.constant('working-days' as const), amount: fc.integer({ min: 1, max: 90 }) }),
  fc.record({ unit: fc.constant('days' as const), amount: fc.integer({ min: 1, max: 120 }) }),
  fc.record({ unit: fc.constant('weeks' as const), amount: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ unit: fc.constant('months' as const), amount: fc.integer({ min: 1, max: 120 }) }),
)

describe('the oracle', () => {
  test('has Easter as it was and will be', () => {
    const known = [
      '2000-04-23',
      '2008-03-23',
      '2011-04-24',
      '2019-04-21',
      '2024-03-31',
      '2026-04-05',
      '2038-04-25',
      '2076-04-19',
    ]
    expect(known.map((date) => iso(easter(Number(date.slice(0, 4)))))).toEqual(known)
  })

  test('numbers days one after another over leap years and centuries', () => {
    expect(serial(2000, 3, 1) - serial(2000, 2, 28)).toBe(2)
    expect(serial(2100, 3, 1) - serial(2100, 2, 28)).toBe(1)
    expect(serial(2101, 1, 1) - serial(2000, 1, 1)).toBe(36_890)
    expect(iso(serial(2099, 12, 31) + 1)).toBe('2100-01-01')
  })
})

describe.each(COUNTRIES)('the calendar of %s', (country) => {
  test('works on the same days as the oracle, every day from 2000 to 2100', () => {
    const wrong: string[] = []
    for (let number = serial(2000, 1, 1); number <= serial(2100, 12, 31); number++)
      if (isWorkingDay(iso(number), country) !== works(number, country)) wrong.push(iso(number))
    expect(wrong).toEqual([])
  })

  test('shows the day of its own clocks, in winter and summer time', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 86_399 }), (number, second) => {
        const { instant, local } = moment(number, second)
        expect(dayOf(instant, country)).toBe(iso(local))
      }),
      { numRuns: 500 },
    )
  })
})

describe('limits', () => {
  test.each<[string, OracleLimit, Country, string, string]>([
    ['2026-11-20', { amount: 3, unit: 'months' }, 'DK', '2027-02-22', 'a Saturday moves to Monday'],
    [
      '2024-11-30',
      { amount: 3, unit: 'months' },
      'DK',
      '2025-02-28',
      'a month without the date ends it on its last day',
    ],
    ['2023-11-30', { amount: 3, unit: 'months' }, 'NO', '2024-02-29', 'and in a leap year on the 29th'],
    ['2027-02-24', { amount: 4, unit: 'weeks' }, 'DK', '2027-03-24', 'weeks end on the weekday of the event'],
    ['2027-02-25', { amount: 4, unit: 'weeks' }, 'DK', '2027-03-30', 'Maundy Thursday moves over Easter'],
    [
      '2026-11-24',
      { amount: 1, unit: 'months' },
      'NO',
      '2026-12-24',
      '24 December is a working day in Norway',
    ],
    ['2026-11-24', { amount: 1, unit: 'months' }, 'DK', '2026-12-28', 'and none in Denmark'],
    ['2026-12-10', { amount: 3, unit: 'weeks' }, 'NO', '2026-12-31', '31 December likewise'],
    [
      '2023-04-05',
      { amount: 1, unit: 'months' },
      'DK',
      '2023-05-08',
      'Store bededag was a holiday until 2023',
    ],
    ['2024-03-26', { amount: 1, unit: 'months' }, 'DK', '2024-04-26', 'and none since'],
    [
      '2027-03-24',
      { amount: 2, unit: 'days' },
      'DK',
      '2027-03-31',
      'two days hold two working days in the Union',
    ],
    ['2027-03-24', { amount: 2, unit: 'days' }, 'NO', '2027-03-30', 'and need not in Norway'],
  ])('of %s and %o in %s end on %s: %s', (start, limit, country, end) => {
    expect(dueDay(start, limit, country)).toBe(end)
  })

  test('row 20 (30 working days, 60 when linked): counted without Saturdays, Sundays and holidays', () => {
    const { limits } = rulesOf('NO', '2026-03-16')
    // Easter from 2 to 6 April, and 1, 14 and 25 May.
    expect(dueDay('2026-03-16', limits.decision, 'NO')).toBe('2026-04-30')
    expect(dueDay('2026-03-16', limits.linkedDecision ?? limits.decision, 'NO')).toBe('2026-06-16')
  })

  test('the last day to ask for a renewal is counted backwards and not moved', () => {
    expect(lastDayBefore('2027-03-31', { amount: 1, unit: 'months' }, 'NO')).toBe('2027-02-28')
    expect(lastDayBefore('2027-04-06', { amount: 6, unit: 'working-days' }, 'NO')).toBe('2027-03-24')
  })

  test(`${CASES} clocks with voids and extensions end when the oracle's do`, () => {
    const move = fc.record({
      after: fc.integer({ min: 0, max: 70 }),
      void: fc.boolean(),
      away: fc.integer({ min: 0, max: 40 }),
      by: limit,
    })
    fc.assert(
      fc.property(country, day, limit, fc.array(move, { maxLength: 4 }), (country, start, length, moves) => {
        let today = start
        let own = dueDay(iso(start), length, country)
        let oracles = due(start, length, country)
        for (const { after, void: still, away, by } of moves) {
          expect(own).toBe(iso(oracles))
          today += after
          if (still) {
            // Void while the applicant completes; the whole limit begins anew with the day on which that is done.
            today += away
            own = dueDay(addDays(iso(start), today - start), length, country)
            oracles = due(today, length, country)
          } else {
            own = dueDay(own, by, country)
            oracles = due(oracles, by, country)
          }
        }
        expect(own).toBe(iso(oracles))
        expect(daysBetween(iso(start), own)).toBe(oracles - start)
      }),
      { numRuns: CASES },
    )
  })

  test('backwards agree with the oracle, and working days are counted alike both ways', () => {
    fc.assert(
      fc.property(country, day, limit, (country, start, length) => {
        const end = dueDay(iso(start), length, country)
        if (length.unit === 'months')
          expect(lastDayBefore(iso(start), { amount: 1, unit: 'months' }, country)).toBe(
            iso(months(start, -1)),
          )
        if (length.unit === 'working-days') {
          expect(workingDaysBetween(iso(start), end, country)).toBe(length.amount)
          expect(workingDaysBetween(end, iso(start), country)).toBe(-length.amount)
          const back = lastDayBefore(end, length, country)
          expect(workingDaysBetween(back, end, country)).toBe(
            length.amount + (isWorkingDay(back, country) ? 0 : -1),
          )
        }
      }),
      { numRuns: 1000 },
    )
  })
})
