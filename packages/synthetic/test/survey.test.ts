import { MISSING_INTEGER } from '@sund/model'
import { expect, it } from 'vitest'
import { dayOf, yearOf } from '../src/days.js'
import type { Person } from '../src/person.js'
import { survey } from '../src/registers/survey.js'
import { makeAdults, makePerson } from './person-factory.js'
import { writtenBy } from './written.js'

type Row = Record<string, number>

const people = makeAdults(60_000)
const rows = writtenBy(survey, people)['RESPONSE'] ?? []
const answered = rows.filter((row) => row['outcome'] === 0)
const byIdentifier = new Map(people.map((person) => [person.identifier, person]))
const personOf = (row: Row): Person => byIdentifier.get(row['person'] ?? 0) ?? makePerson()
const given = (column: string, from: readonly Row[] = answered) =>
  from
    .map((row) => row[column] ?? Number.NaN)
    .filter((value) => value !== MISSING_INTEGER && !Number.isNaN(value))
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

it('invites three in a hundred adults to each wave', () => {
  for (const year of [2015, 2019, 2023]) {
    const adults = people.filter((person) => person.birth < dayOf(year - 18, 9)).length
    const invited = rows.filter((row) => yearOf(row['from_day'] ?? 0) === year).length
    expect(Math.abs(invited / adults - 0.03)).toBeLessThan(0.003)
  }
})

it('is answered by about 55 %, more with age and status', () => {
  expect(answered.length / rows.length).toBeCloseTo(0.55, 1)
  const rate = (of: (person: Person) => boolean) => {
    const own = rows.filter((row) => of(personOf(row)))
    return own.filter((row) => row['outcome'] === 0).length / own.length
  }
  expect(rate((person) => person.birth > dayOf(1993))).toBeLessThan(
    rate((person) => person.birth < dayOf(1975)) - 0.1,
  )
  expect(rate((person) => person.traits.status > 0.5)).toBeGreaterThan(
    rate((person) => person.traits.status < -0.5) + 0.04,
  )
})

it('has no answers from those who gave none', () => {
  for (const row of rows.filter(({ outcome }) => outcome !== 0))
    for (const column of ['self_rated_health', 'height', 'consent_linkage', 'life_satisfaction'])
      expect(row[column]).toBe(MISSING_INTEGER)
})

it('leaves single questions unanswered, weight and alcohol twice as often', () => {
  const missing = (column: string) => 1 - given(column).length / answered.length
  expect(missing('life_satisfaction')).toBeCloseTo(0.02, 1.7)
  expect(missing('weight')).toBeGreaterThan(0.025)
  expect(missing('consent_linkage')).toBe(0)
})

it('understates weight, more the heavier the person', () => {
  const told = (heavy: boolean) => {
    const own = answered.filter(
      (row) =>
        personOf(row).traits.bmi > 31 === heavy && (row['weight'] ?? 0) > 0 && (row['height'] ?? 0) > 0,
    )
    return mean(
      own.map((row) => personOf(row).traits.bmi - (row['weight'] ?? 0) / ((row['height'] ?? 1) / 100) ** 2),
    )
  }
  expect(told(false)).toBeGreaterThan(0.2)
  expect(told(true)).toBeGreaterThan(told(false) + 0.3)
})

it('lets health and contentment fall with illness', () => {
  const ill = people.map((person) => ({
    ...person,
    illnesses: new Map([['depression' as const, dayOf(2013)]]),
  }))
  const theirs = (writtenBy(survey, ill)['RESPONSE'] ?? []).filter((row) => row['outcome'] === 0)
  expect(mean(given('self_rated_health', theirs))).toBeGreaterThan(mean(given('self_rated_health')) + 0.3)
  expect(mean(given('life_satisfaction', theirs))).toBeLessThan(mean(given('life_satisfaction')) - 0.5)
  expect(mean(given('loneliness', theirs))).toBeGreaterThan(mean(given('loneliness')) + 0.4)
})

it('asks only residents', () => {
  const gone = people.map((person) => ({ ...person, emigration: dayOf(2018) }))
  expect(
    (writtenBy(survey, gone)['RESPONSE'] ?? []).every((row) => (row['from_day'] ?? 0) < dayOf(2018)),
  ).toBe(true)
})
