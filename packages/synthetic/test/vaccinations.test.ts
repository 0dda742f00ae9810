import { describe, expect, test } from 'vitest'
import { isWorkday } from '../src/calendar.js'
import { VACCINES } from '../src/codes/vaccines.js'
import { dayOf, monthOf, yearOf } from '../src/days.js'
import { ageOn, FEMALE, isResident, MALE, type Person } from '../src/person.js'
import { vaccinations } from '../src/registers/vaccinations.js'
import { people } from './people.js'
import { makePerson } from './person-factory.js'
import { PUBLISHED_CHILDREN, PUBLISHED_COVID, PUBLISHED_INFLUENZA } from './published-vaccinations.js'
import { expectNear, keepsPromises, type Row, rowsAbout } from './written.js'

/** Every other one: persons stand in order of age. */
const half = people(25_000).filter(({ index }) => index % 2 === 0)
const persons = () => half
const doses = rowsAbout(vaccinations, persons())

/** Persons born in the country in these years, in it all along. */
const cohort = (from: number, until: number, sex: number | null = null): Person[] =>
  Array.from({ length: 3000 }, (_, index) => {
    const birth = dayOf(from) + Math.floor(((dayOf(until + 1) - dayOf(from)) * index) / 3000)
    return makePerson({
      index,
      birth,
      entry: Math.max(birth, dayOf(2014)),
      sex: sex === MALE ? MALE : FEMALE,
    })
  })
/** Share of persons with at least so many doses that count. */
function coverage(
  among: readonly Person[],
  rows: readonly Row[],
  counts: (row: Row) => boolean,
  least = 1,
): number {
  const had = new Map<Person, number>()
  for (const row of rows) if (counts(row)) had.set(row.person, (had.get(row.person) ?? 0) + 1)
  return among.filter((person) => (had.get(person) ?? 0) >= least).length / among.length
}
const vaccine = (pattern: RegExp) => (row: Row) => pattern.test(String(row.values.vaccine))

describe('vaccinations', () => {
  keepsPromises(vaccinations, () => persons().filter((_, i) => i % 8 === 0))

  test.each(PUBLISHED_CHILDREN)(
    'children of two years: $group',
    ({ codes, doses: least, share: published }) => {
      const children = cohort(2015, 2020)
      const rows = rowsAbout(vaccinations, children).filter(({ person, day }) => ageOn(person, day) < 2)
      expectNear(coverage(children, rows, vaccine(codes), least), published, 0.015)
    },
  )

  test('the first doses come at three months, measles at fifteen', () => {
    const rows = rowsAbout(vaccinations, cohort(2015, 2020))
    const ages = (codes: RegExp, dose: number) =>
      rows
        .filter((row) => vaccine(codes)(row) && row.values.dose_number === dose)
        .map(({ person, day }) => 12 * ageOn(person, day))
        .sort((a, b) => a - b)
    for (const [codes, months] of [
      [/^J07CA0[69]/, 3],
      [/^J07BD52/, 15],
    ] as const) {
      const sorted = ages(codes, 1)
      expect(sorted[0]).toBeGreaterThanOrEqual(months - 0.1)
      expect(sorted[Math.floor(sorted.length * 0.9)]).toBeLessThan(months + 1)
    }
  })

  test('hepatitis B came into the combined vaccine with those born from November 2016', () => {
    const six = doses.filter(vaccine(/^J07CA09/))
    expect(six.length).toBeGreaterThan(500)
    expect(six.filter(({ person }) => person.birth < dayOf(2016, 11))).toEqual([])
  })

  test('papillomavirus at school: girls all years, boys from autumn 2018', () => {
    const taken = (from: number, until: number, sex: number) => {
      const pupils = cohort(from, until, sex)
      return coverage(pupils, rowsAbout(vaccinations, pupils), vaccine(/^J07BM0[12]/))
    }
    expectNear(taken(2006, 2011, FEMALE), 0.925, 0.015)
    expectNear(taken(2006, 2011, MALE), 0.895, 0.015)
    expect(taken(2000, 2005, MALE)).toBe(0)
    expect(taken(2002, 2004, FEMALE)).toBeGreaterThan(0.86)
  })

  test('influenza: taken in autumn, by a quarter of those from 65 years in 2014 and six in ten from 2020', () => {
    const influenza = doses.filter(vaccine(/^J07BB/))
    expect(influenza.filter(({ day }) => monthOf(day) < 10 && monthOf(day) > 1)).toEqual([])
    const old = (year: number) => {
      const among = persons().filter(
        (p) => isResident(p, dayOf(year, 12, 31)) && ageOn(p, dayOf(year, 12, 31)) >= 65,
      )
      return coverage(among, influenza, ({ day }) => yearOf(day) === year)
    }
    for (const { year, share } of PUBLISHED_INFLUENZA) expectNear(old(year), share, 0.03)
  })

  test('risk groups below 65 take influenza vaccine more than others', () => {
    const share = (ill: boolean) => {
      const among = cohort(1975, 1985).map((person) =>
        ill ? { ...person, illnesses: new Map([['diabetes-type-2' as const, dayOf(2015)]]) } : person,
      )
      return coverage(
        among,
        rowsAbout(vaccinations, among),
        (row) => vaccine(/^J07BB/)(row) && yearOf(row.day) === 2022,
      )
    }
    expectNear(share(true), 0.38, 0.03)
    expect(share(false)).toBeLessThan(0.13)
  })

  test('covid-19: 93 % of adults had one dose, 91 % two, 66 % three', () => {
    const day = dayOf(2022, 7, 1)
    const adults = persons().filter(
      (p) => p.entry < dayOf(2021, 4) && isResident(p, day) && ageOn(p, day) >= 18,
    )
    const covid = doses.filter((row) => vaccine(/^J07BN/)(row) && row.day < day)
    for (const { doses: least, share } of PUBLISHED_COVID)
      expectNear(
        coverage(adults, covid, () => true, least),
        share,
        0.025,
      )
    expect(coverage(adults, covid, ({ day: on }) => on < dayOf(2021))).toBe(0)
  })

  test('covid-19: the oldest first, and no vector vaccine after 11 March 2021 but one', () => {
    const firstDose = (from: number, until: number) => {
      const days = doses
        .filter((row) => vaccine(/^J07BN/)(row) && row.values.dose_number === 1)
        .filter(({ person }) => yearOf(person.birth) >= from && yearOf(person.birth) <= until)
        .map(({ day }) => day)
        .sort((a, b) => a - b)
      return days[Math.floor(days.length / 2)] ?? 0
    }
    expect(firstDose(1925, 1934)).toBeLessThan(dayOf(2021, 3))
    expect(firstDose(1960, 1964)).toBeGreaterThan(firstDose(1925, 1934) + 60)
    expect(firstDose(1985, 1995)).toBeGreaterThan(firstDose(1960, 1964) + 30)
    expect(doses.filter((row) => vaccine(/^J07BN02/)(row) && row.day > dayOf(2021, 3, 12))).toEqual([])
  })

  test('doses are given on workdays, four to six a person; few numbers are missing', () => {
    expect(doses.filter(({ day }) => !isWorkday(day))).toEqual([])
    expect(doses.length / 12_000).toBeGreaterThan(4)
    expect(doses.length / 12_000).toBeLessThan(6)
    const missing = doses.filter(({ values }) => values.dose_number === null).length / doses.length
    expect(missing).toBeGreaterThan(0.009)
    expect(missing).toBeLessThan(0.015)
    const codes = VACCINES.map(([code]) => code)
    expect(codes).toEqual([...codes].sort())
  })
})
