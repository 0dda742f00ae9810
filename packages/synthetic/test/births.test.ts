import { MISSING_INTEGER } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { FIRST_DAY } from '../src/days.js'
import { ageOn, isResident } from '../src/person.js'
import { BIRTHS } from '../src/registers/births.js'
import { people } from './people.js'
import { writtenBy } from './written.js'

const PERSONS = 25_000
const everyone = new Map(people(PERSONS).map((person) => [person.identifier, person]))
const births = writtenBy(BIRTHS, people(PERSONS))['BIRTH'] ?? []
const value = (row: Record<string, number>, column: string): number => row[column] ?? Number.NaN
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
const share = (of: readonly Record<string, number>[], holds: (row: Record<string, number>) => boolean) =>
  of.filter(holds).length / of.length
const between = (number: number, least: number, most: number) => {
  expect(number).toBeGreaterThan(least)
  expect(number).toBeLessThan(most)
}
const known = births.filter((row) => value(row, 'gestation_weeks') !== MISSING_INTEGER)

describe('the birth register', () => {
  test('has each child born in the country once, on its day, with a mother who lives there', () => {
    const born = people(PERSONS).filter(
      (p) => p.birth >= FIRST_DAY && p.birth === p.entry && p.mother !== null,
    )
    expect(births).toHaveLength(born.length)
    expect(new Set(births.map((row) => value(row, 'person'))).size).toBe(born.length)
    const wrong = births.filter((row) => {
      const [child, mother] = [everyone.get(value(row, 'person')), everyone.get(value(row, 'mother'))]
      const date = value(row, 'date')
      return !(mother && child?.birth === date && child.mother === mother && isResident(mother, date))
    })
    expect(wrong).toEqual([])
  })

  test('rates of the Medical Birth Registry of Norway: preterm 6 %, caesarean 16 %, pre-eclampsia 3 %, twins 3 %', () => {
    between(
      share(known, (row) => value(row, 'gestation_weeks') < 37),
      0.05,
      0.07,
    )
    between(
      share(births, (row) => value(row, 'caesarean') === 1),
      0.14,
      0.18,
    )
    between(
      share(births, (row) => value(row, 'preeclampsia') === 1),
      0.02,
      0.035,
    )
    between(
      share(births, (row) => value(row, 'plurality') === 1),
      0.022,
      0.04,
    )
    between(
      share(births, (row) => value(row, 'apgar5') < 7),
      0.009,
      0.022,
    )
    between(mean(births.map((row) => value(row, 'birth_weight'))), 3440, 3560)
    between(
      share(births, (row) => value(row, 'birth_weight') < 2500),
      0.03,
      0.055,
    )
    between(
      mean(births.map((row) => ageOn(everyone.get(value(row, 'mother')) ?? fail(), value(row, 'date')))),
      30.3,
      31.5,
    )
    between(
      share(births, (row) => value(row, 'parity') === 0),
      0.38,
      0.48,
    )
  })

  test('what belongs together goes together', () => {
    const weightOf = (least: number, most: number) =>
      mean(
        known
          .filter((row) => value(row, 'gestation_weeks') >= least && value(row, 'gestation_weeks') <= most)
          .map((row) => value(row, 'birth_weight')),
      )
    expect(weightOf(22, 31)).toBeLessThan(weightOf(32, 36) - 700)
    expect(weightOf(32, 36)).toBeLessThan(weightOf(39, 40) - 500)
    const caesarean = (rows: typeof births) => share(rows, (row) => value(row, 'caesarean') === 1)
    const age = (row: (typeof births)[number]) =>
      ageOn(everyone.get(value(row, 'mother')) ?? fail(), value(row, 'date'))
    expect(caesarean(births.filter((row) => age(row) >= 38))).toBeGreaterThan(
      1.4 * caesarean(births.filter((row) => age(row) < 28)),
    )
    const smokers = births.filter((row) => value(row, 'mother_smoking') === 1)
    const others = births.filter((row) => value(row, 'mother_smoking') === 0)
    expect(mean(smokers.map((row) => value(row, 'birth_weight')))).toBeLessThan(
      mean(others.map((row) => value(row, 'birth_weight'))) - 80,
    )
  })

  test('what is missing is what the descriptions say', () => {
    between(1 - known.length / births.length, 0.002, 0.013)
    between(
      share(births, (row) => value(row, 'mother_smoking') === MISSING_INTEGER),
      0.08,
      0.12,
    )
    between(
      share(births, (row) => value(row, 'mother_smoking') === 1),
      0.01,
      0.06,
    )
  })
})

function fail(): never {
  throw new Error('unknown mother')
}
