/** Looks of several holders as one list: every look once, in order of time, however the pages fall and whatever is written meanwhile. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Look, looksOf, placesIn } from '../src/mine/looks.js'
import type { Looked } from '../src/mine/place.js'

const HOLDERS = ['a', 'b', 'c']
const look = fc.record({
  holder: fc.constantFrom(...HOLDERS),
  subject: fc.constantFrom('x', 'y', 'self'),
  day: fc.integer({ min: 1, max: 3 }),
  minute: fc.integer({ min: 0, max: 59 }),
})
const two = (n: number) => String(n).padStart(2, '0')
const made = (position: number, { subject, day, minute }: { subject: string; day: number; minute: number }) =>
  ({
    ...{ position, subject, at: `2026-01-${two(day)}T12:${two(minute)}:00.000Z` },
    ...{ client: null, purpose: 'TREAT', action: 'read', what: ['visit'] },
  }) satisfies Looked

test('every look is in one page, the latest first, and what is written meanwhile moves none', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(look, { maxLength: 60 }),
      fc.integer({ min: 1, max: 7 }),
      fc.boolean(),
      async (drawn, limit, others) => {
        // A log is written in the order of time.
        drawn.sort((a, b) => a.day - b.day || a.minute - b.minute)
        const logs = HOLDERS.map((holder) => ({
          holder,
          patient: 'p',
          entries: drawn.filter((one) => one.holder === holder).map((one, i) => made(i + 1, one)),
          async seen(_patient: string, before = Number.POSITIVE_INFINITY) {
            return this.entries
              .filter(({ position }) => position < before)
              .reverse()
              .slice(0, 4)
          },
        }))
        const skip = ({ subject }: Looked) => others && subject === 'self'
        const expected = logs.flatMap(({ entries }) => entries).filter((one) => !skip(one))
        const found: Look[] = []
        let cursor: string | null | undefined
        do {
          const page = await looksOf(
            logs.map((log) => ({ ...log, seen: log.seen.bind(log) })),
            { from: placesIn(cursor ?? undefined), skip, limit },
          )
          expect(page.looks.length).toBeLessThanOrEqual(limit)
          found.push(...page.looks)
          cursor = page.next
          for (const { entries } of logs)
            entries.push(made(entries.length + 1, { subject: 'z', day: 4, minute: 0 }))
        } while (cursor !== null)
        expect(found.reduce((sum, { times }) => sum + times, 0)).toBe(expected.length)
        expect(found.some(({ subject }) => subject === 'z')).toBe(false)
        const times = found.map(({ at }) => at)
        expect(times).toEqual([...times].sort().reverse())
      },
    ),
    { numRuns: 200 },
  )
})
