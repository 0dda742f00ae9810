import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { partsOf } from '../src/country.js'
import { dateNumber, dayOf } from '../src/days.js'
import { FEMALE, MALE } from '../src/person.js'
import { Identifiers } from '../src/population/identifiers.js'
import { makePeople } from '../src/population/index.js'
import { people } from './people.js'

/** Written from the description of Norway's numbers, apart from how the country makes them. */
function isValid(identifier: number, sex: 1 | 2, birth: number): boolean {
  const digits = String(identifier).padStart(11, '0').split('').map(Number)
  const at = (i: number) => digits[i] ?? Number.NaN
  const weighted = (weights: number[]) => weights.reduce((sum, weight, i) => sum + weight * at(i), 0) % 11
  const individual = 100 * at(6) + 10 * at(7) + at(8)
  const [year, month, date] = new Date(birth * 86_400_000)
    .toISOString()
    .slice(0, 10)
    .split('-')
    .map(Number) as [number, number, number]
  const century = year >= 2000 ? individual >= 500 : individual < 500 || (year >= 1940 && individual >= 900)
  return (
    digits.length === 11 &&
    10 * at(0) + at(1) === date &&
    10 * at(2) + at(3) === month + 80 &&
    10 * at(4) + at(5) === year % 100 &&
    century &&
    at(8) % 2 === sex % 2 &&
    weighted([3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) === 0 &&
    weighted([5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) === 0
  )
}

describe('identifiers', () => {
  test('are valid, synthetic and never repeated over all parts of a country', () => {
    const all = people(50_000)
    expect(all.filter(({ identifier, sex, birth }) => !isValid(identifier, sex, birth))).toEqual([])
    expect(new Set(all.map(({ identifier }) => identifier)).size).toBe(50_000)
  })

  test('of any two parts of a country of any size differ, and each is of the day it was taken for', () => {
    const part = fc
      .integer({ min: 1, max: 400 })
      .chain((parts) =>
        fc.tuple(
          fc.constant(parts),
          fc.integer({ min: 0, max: parts - 1 }),
          fc.integer({ min: 0, max: parts - 1 }),
        ),
      )
    const day = fc.integer({ min: dayOf(1905), max: dayOf(2024, 12, 31) })
    fc.assert(
      fc.property(part, day, fc.constantFrom(MALE, FEMALE), ([parts, one, other], wanted, sex) => {
        const seen = new Set<number>()
        for (const index of new Set([one, other])) {
          const identifiers = new Identifiers(parts, index)
          for (let i = 0; i < 400; i++) {
            const taken = identifiers.take(sex, wanted, wanted - 400, wanted + 400)
            if (taken === null) break
            if (!isValid(taken.identifier, sex, taken.birth))
              throw new Error(`${taken.identifier} is not valid`)
            if (seen.has(taken.identifier)) throw new Error(`${taken.identifier} is there twice`)
            seen.add(taken.identifier)
          }
        }
        expect(seen.size).toBeGreaterThan(100)
      }),
      { numRuns: 60 },
    )
  })

  test('move a birth to the nearest day that the part owns, and stay within bounds', () => {
    const identifiers = new Identifiers(400, 45)
    const wanted = dayOf(1990, 6, 15)
    const first = identifiers.take(MALE, wanted, wanted - 30, wanted + 30)
    expect(Math.abs((first?.birth ?? 0) - wanted)).toBeLessThanOrEqual(10)
    const none = identifiers.take(
      MALE,
      (first?.birth ?? 0) + 1,
      (first?.birth ?? 0) + 1,
      (first?.birth ?? 0) + 19,
    )
    expect(none).toBeNull()
  })

  test('suffice for a part of the largest country, with the years of birth that were planned', () => {
    const settings = { persons: 10_000_000, seed: 7 }
    const smaller = { persons: 25_000, seed: 7 }
    const [part] = partsOf(settings)
    const [alone] = partsOf(smaller)
    if (part === undefined || alone === undefined) throw new Error('no part')
    const years = (of: { persons: number; seed: number }, which: typeof part) => {
      const counts = new Map<number, number>()
      for (const { birth, entry } of makePeople(of, which))
        if (entry <= dayOf(2014)) {
          const decade = Math.floor(dateNumber(birth) / 100_000)
          counts.set(decade, (counts.get(decade) ?? 0) + 1)
        }
      return counts
    }
    const [crowded, roomy] = [years(settings, part), years(smaller, alone)]
    for (const [decade, count] of roomy)
      expect(Math.abs((crowded.get(decade) ?? 0) - count), `${decade}0s`).toBeLessThanOrEqual(5)
  })
})
