import { MISSING_INTEGER } from '@sund/model'
import { expect, it } from 'vitest'
import { dayOf, FIRST_DAY, LAST_DAY, yearOf } from '../src/days.js'
import { FEMALE, isResident } from '../src/person.js'
import { education } from '../src/registers/education.js'
import { makeAdults, makePerson } from './person-factory.js'
import { writtenBy } from './written.js'

const people = makeAdults(10_000)
const rows = writtenBy(education, people)['EDUCATION'] ?? []
const byIdentifier = new Map(people.map((person) => [person.identifier, person]))
const codes = education.tables[0]?.columns[4]?.codes ?? []
const latest = new Map(rows.map((row) => [row['person'], row]))

it('gives levels in order of time that never overlap and never fall', () => {
  const wrong = rows.filter((row, i) => {
    const next = rows[i + 1]
    if ((row['from_day'] ?? 0) > LAST_DAY) return true
    if (!next || next['person'] !== row['person']) return row['until_day'] !== MISSING_INTEGER
    const follows = row['until_day'] === (next['from_day'] ?? 0) - 1
    return !follows || (row['education_level'] ?? 0) >= (next['education_level'] ?? 0)
  })
  expect(wrong).toEqual([])
})

it('has programmes of the level that they stand with', () => {
  const wrong = rows.filter((row) => {
    const programme = codes[row['programme'] ?? -1]
    return programme?.[0] !== (row['education_level'] === 9 ? undefined : String(row['education_level']))
  })
  expect(wrong).toEqual([])
})

it('gives nobody a level before school is over, and the old theirs from long ago', () => {
  const early = rows.filter((row) => {
    const person = byIdentifier.get(row['person'] ?? 0)
    return yearOf(row['from_day'] ?? 0) - yearOf(person?.birth ?? 0) < 14
  })
  expect(early).toEqual([])
  const old = rows.filter((row) => yearOf(byIdentifier.get(row['person'] ?? 0)?.birth ?? 0) < 1950)
  expect(old.every((row) => (row['from_day'] ?? 0) < FIRST_DAY)).toBe(true)
  expect(writtenBy(education, [makePerson({ birth: dayOf(2015) })])['EDUCATION']).toEqual([])
})

it('follows cohort, sex and status', () => {
  const higher = (of: (person: (typeof people)[number]) => boolean) => {
    const held = people.filter(of).map((person) => latest.get(person.identifier)?.['education_level'] ?? 0)
    return held.filter((level) => level >= 6 && level <= 8).length / held.length
  }
  const born = (from: number) => (person: (typeof people)[number]) =>
    yearOf(person.birth) >= from && yearOf(person.birth) < from + 10
  // 32.5 + 7.7 + 0.8 per cent of women born in the 1960s, 20 + 8.5 + 1 of men.
  expect(higher((person) => born(1960)(person) && person.sex === FEMALE)).toBeCloseTo(0.41, 1)
  expect(higher((person) => born(1960)(person) && person.sex !== FEMALE)).toBeCloseTo(0.295, 1)
  expect(higher((person) => born(1930)(person))).toBeLessThan(0.2)
  const poor = higher((person) => born(1970)(person) && person.traits.status < -1)
  const rich = higher((person) => born(1970)(person) && person.traits.status > 1)
  expect(rich).toBeGreaterThan(poor + 0.5)
})

it('does not know the level of about a fifth of immigrants', () => {
  const came = people.map((person) => ({
    ...person,
    bornIn: 'PL',
    entry: dayOf(2016, 5, 3),
    birth: dayOf(1985, 2, 1),
  }))
  const written = writtenBy(education, came)['EDUCATION'] ?? []
  const last = new Map(written.map((row) => [row['person'], row['education_level']]))
  const unknown = [...last.values()].filter((level) => level === 9).length / last.size
  expect(unknown).toBeGreaterThan(0.17)
  expect(unknown).toBeLessThan(0.23)
  expect(written.every((row) => (row['from_day'] ?? 0) >= dayOf(2016, 5, 3))).toBe(true)
})

it('gives a level a day at most to those who came as students, recorded on the day of an exam or not', () => {
  const students = people.map((person) => ({
    ...person,
    bornIn: 'PL',
    entry: dayOf(2016, 5, 3),
    birth: dayOf(1997, 2, 1),
  }))
  const written = writtenBy(education, students)['EDUCATION'] ?? []
  const turned = written.filter(
    (row) => row['until_day'] !== MISSING_INTEGER && (row['until_day'] ?? 0) < (row['from_day'] ?? 0),
  )
  expect(turned).toEqual([])
})

it('knows of nothing after death or leaving', () => {
  const leavers = people.map((person) => ({ ...person, birth: dayOf(1998), emigration: dayOf(2018, 3, 1) }))
  const written = writtenBy(education, leavers)['EDUCATION'] ?? []
  const later = written.filter((row) => {
    const person = leavers[(row['person'] ?? 0) - 10_000_000_000]
    return !person || !isResident(person, Math.max(FIRST_DAY, row['from_day'] ?? 0))
  })
  expect(written.length).toBeGreaterThan(0)
  expect(later).toEqual([])
})
