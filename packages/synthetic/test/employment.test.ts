import { MISSING_INTEGER } from '@sund/model'
import { describe, expect, it } from 'vitest'
import { type Day, dayOf, FIRST_DAY, LAST_DAY, yearOf } from '../src/days.js'
import { FEMALE, isResident, MALE, type Person } from '../src/person.js'
import { employment } from '../src/registers/employment.js'
import { people as country } from './people.js'
import { makePerson } from './person-factory.js'
import { writtenBy } from './written.js'

type Row = Record<string, number>

const NOVEMBER = dayOf(2023, 11, 15)

const people = country(25_000)
const { EMPLOYMENT: jobs = [], BENEFIT: benefits = [] } = writtenBy(employment, people)
const byIdentifier = new Map(people.map((person) => [person.identifier, person]))
const personOf = (row: Row): Person => byIdentifier.get(row['person'] ?? 0) ?? makePerson()
const last = (row: Row): Day => (row['until_day'] === MISSING_INTEGER ? LAST_DAY : (row['until_day'] ?? 0))
const lasts = (row: Row, day: Day) => (row['from_day'] ?? 0) <= day && last(row) >= day
const age = (person: Person, year: number) => year - yearOf(person.birth)
const codes = (column: number, table = 0) => employment.tables[table]?.columns[column]?.codes ?? []
const benefit = (code: string) => codes(3, 1).indexOf(code)

/** Share of persons of an age at the end of 2023, of whom some row lasts in November. */
const share = (
  rows: readonly Row[],
  least: number,
  most: number,
  of: (person: Person) => boolean = () => true,
) => {
  const within = (person: Person) =>
    isResident(person, NOVEMBER) && age(person, 2023) >= least && age(person, 2023) <= most && of(person)
  const held = new Set(
    rows.filter((row) => lasts(row, NOVEMBER) && within(personOf(row))).map((row) => row['person']),
  )
  return held.size / people.filter(within).length
}

it.each([
  ['jobs', jobs],
  ['benefits', benefits],
])('has %s that never overlap', (_, rows) => {
  const wrong = rows.filter((row, i) => {
    const next = rows[i + 1]
    const meets = next?.['person'] === row['person'] && last(row) >= (next?.['from_day'] ?? 0)
    return meets || last(row) < (row['from_day'] ?? 0)
  })
  expect(wrong).toEqual([])
})

it('keeps to the time of residence', () => {
  const entry = dayOf(2016, 2, 1)
  const short = people
    .slice(0, 3000)
    .map((person) => ({ ...person, entry, emigration: null, children: [], death: dayOf(2020, 6, 30) }))
  const written = writtenBy(employment, short)
  const outside = [...(written['EMPLOYMENT'] ?? []), ...(written['BENEFIT'] ?? [])].filter(
    (row) =>
      last(row) > dayOf(2020, 6, 30) || (row['benefit_type'] === undefined && (row['from_day'] ?? 0) < entry),
  )
  expect(outside).toEqual([])
  expect(Math.min(...jobs.map((row) => row['from_day'] ?? 0))).toBe(FIRST_DAY)
})

describe('employment', () => {
  // Labour force survey 2023, by Statistics Norway.
  it.each([
    [25, 39, MALE, 0.855],
    [29, 36, MALE, 0.87],
    [29, 36, FEMALE, 0.8],
    [25, 39, FEMALE, 0.8],
    [40, 54, MALE, 0.875],
    [40, 54, FEMALE, 0.82],
    [62, 66, MALE, 0.59],
    [67, 74, FEMALE, 0.13],
  ])('of those aged %i to %i, sex %i, is about %f', (least, most, sex, published) => {
    expect(Math.abs(share(jobs, least, most, (person) => person.sex === sex) - published)).toBeLessThan(0.045)
  })

  it('falls with illness', () => {
    const ill = people.map((person) => ({
      ...person,
      illnesses: new Map([['schizophrenia' as const, dayOf(2012)]]),
    }))
    const written = writtenBy(employment, ill)['EMPLOYMENT'] ?? []
    expect(share(written, 30, 60)).toBeLessThan(0.35)
  })

  it('is part-time more often among women, and in the health professions', () => {
    const at = jobs.filter(
      (row) => lasts(row, NOVEMBER) && age(personOf(row), 2023) > 29 && age(personOf(row), 2023) < 60,
    )
    const part = (sex: number) => {
      const own = at.filter((row) => personOf(row).sex === sex && (row['hours_a_week'] ?? Number.NaN) > 0)
      return own.filter((row) => (row['hours_a_week'] ?? 0) < 35).length / own.length
    }
    expect(part(FEMALE)).toBeCloseTo(0.33, 1)
    expect(part(MALE)).toBeCloseTo(0.13, 1)
    const nurses = at.filter((row) => codes(3)[row['occupation'] ?? -1] === '2223')
    expect(nurses.length / at.length).toBeGreaterThan(0.012)
    expect(nurses.filter((row) => personOf(row).sex === FEMALE).length / nurses.length).toBeGreaterThan(0.75)
    const health = new Set(['86', '87', '88'])
    expect(
      nurses.every(
        (row) => row['industry'] === MISSING_INTEGER || health.has(codes(4)[row['industry'] ?? -1] ?? ''),
      ),
    ).toBe(true)
  })

  it('lacks an occupation for one in fifty', () => {
    const missing = jobs.filter((row) => row['occupation'] === MISSING_INTEGER).length / jobs.length
    expect(missing).toBeCloseTo(0.02, 2)
  })
})

describe('benefits', () => {
  const of = (code: string) => benefits.filter((row) => row['benefit_type'] === benefit(code))

  it('give a disability pension to about a tenth of those of working age, never from 67', () => {
    const pensioned = of('disability')
    expect(share(pensioned, 18, 66)).toBeGreaterThan(0.08)
    expect(share(pensioned, 18, 66)).toBeLessThan(0.13)
    expect(share(pensioned, 55, 66)).toBeGreaterThan(2 * share(pensioned, 40, 54))
    expect(pensioned.filter((row) => age(personOf(row), yearOf(last(row))) >= 67)).toEqual([])
  })

  it('give everybody an old-age pension in the end', () => {
    expect(share(of('old-age'), 71, 98)).toBe(1)
  })

  it('are sick pay in winter more than in summer, and only in work', () => {
    const months = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    for (const row of of('sick-pay')) {
      const month = new Date((row['from_day'] ?? 0) * 86_400_000).getUTCMonth()
      months[month] = (months[month] ?? 0) + 1
    }
    expect((months[0] ?? 0) + (months[1] ?? 0)).toBeGreaterThan(1.5 * ((months[6] ?? 0) + (months[7] ?? 0)))
    const sick = new Set(of('sick-pay').map((row) => row['person']))
    const working = new Set(jobs.map((row) => row['person']))
    expect([...sick].every((person) => working.has(person))).toBe(true)
    expect(share(of('sick-pay'), 18, 66)).toBeGreaterThan(0.02)
    expect(share(of('sick-pay'), 18, 66)).toBeLessThan(0.045)
  })

  it('are unemployment benefit for many more in April 2020 than a year before', () => {
    const at = (day: Day) => of('unemployment').filter((row) => lasts(row, day)).length
    expect(at(dayOf(2020, 4, 15))).toBeGreaterThan(3 * at(dayOf(2019, 4, 15)))
  })

  it('are parental for those who have a child', () => {
    const child = makePerson({ index: 2, birth: dayOf(2018, 5, 1) })
    const mothers = Array.from({ length: 500 }, (_, i) =>
      makePerson({ index: 10 + i, sex: FEMALE, birth: dayOf(1988), children: [child] }),
    )
    const written = writtenBy(employment, mothers)['BENEFIT'] ?? []
    const parental = written.filter((row) => row['benefit_type'] === benefit('parental'))
    expect(parental.length / mothers.length).toBeGreaterThan(0.8)
    for (const row of parental) expect(row['from_day']).toBe(dayOf(2018, 5, 1) - 21)
  })
})
