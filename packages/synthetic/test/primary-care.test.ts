import { describe, expect, test } from 'vitest'
import { isWorkday } from '../src/calendar.js'
import { ICPC2 } from '../src/codes/icpc2.js'
import { dayOf, monthOf, yearOf } from '../src/days.js'
import { FEMALE, ILLNESSES, MALE } from '../src/person.js'
import { COURSES } from '../src/registers/primary-care/courses.js'
import { REASONS } from '../src/registers/primary-care/reasons.js'
import { primaryCare } from '../src/registers/primary-care.js'
import { people } from './people.js'
import { makePerson } from './person-factory.js'
import { PUBLISHED_CONTACTS, PUBLISHED_REASONS } from './published-primary-care.js'
import { expectNear, keepsPromises, type Row, rowsAbout, yearlyRate } from './written.js'

/** Every other one: persons stand in order of age. */
const half = people(25_000).filter(({ index }) => index % 2 === 0)
const persons = () => half
const YEARS = [2018, 2024] as const
const contacts = rowsAbout(primaryCare, persons())
const evening = ({ values }: Row) => values.contact_kind === '5'
const share = (rows: readonly Row[], which: (row: Row) => boolean) => rows.filter(which).length / rows.length
const coded = (pattern: RegExp) => (row: Row) => pattern.test(String(row.values.icpc2))

describe('primary care', () => {
  keepsPromises(primaryCare, () => persons().filter((_, i) => i % 8 === 0))

  test.each(PUBLISHED_CONTACTS)(
    'contacts a year at ages $from to $until are some $yearly',
    ({ from, until, yearly }) => {
      const rate = yearlyRate(contacts, persons(), YEARS, (_, age) => age >= from && age < until)
      expect(rate / yearly).toBeGreaterThan(0.9)
      expect(rate / yearly).toBeLessThan(1.1)
    },
  )

  test('women of 20 to 45 come more often than men, girls and boys alike', () => {
    const rate = (sex: number, from: number, until: number) =>
      yearlyRate(contacts, persons(), YEARS, (p, age) => p.sex === sex && age >= from && age < until)
    expect(rate(FEMALE, 20, 45) / rate(MALE, 20, 45)).toBeGreaterThan(1.5)
    expect(rate(FEMALE, 20, 45) / rate(MALE, 20, 45)).toBeLessThan(2.2)
    expectNear(rate(FEMALE, 0, 12) / rate(MALE, 0, 12), 0.95, 0.12)
  })

  test.each(PUBLISHED_REASONS)('$group: some $percent % of contacts', ({ codes, percent }) => {
    expect((100 * share(contacts, coded(codes))) / percent).toBeGreaterThan(0.7)
    expect((100 * share(contacts, coded(codes))) / percent).toBeLessThan(1.3)
  })

  test('general practice is closed at weekends and on holidays, out-of-hours services are not', () => {
    expect(contacts.filter((row) => !evening(row) && !isWorkday(row.day))).toEqual([])
    expect(share(contacts.filter(evening), ({ day }) => !isWorkday(day))).toBeGreaterThan(0.4)
    const yearly = yearlyRate(contacts.filter(evening), persons(), YEARS, () => true)
    expect(yearly).toBeGreaterThan(0.19)
    expect(yearly).toBeLessThan(0.27)
  })

  test('colds come in winter, hay fever in spring, insects in summer, influenza not in 2021', () => {
    const inMonths = (code: RegExp, months: readonly number[]) =>
      share(contacts.filter(coded(code)), ({ day }) => months.includes(monthOf(day)))
    expect(inMonths(/^R74/, [12, 1, 2, 3])).toBeGreaterThan(0.4)
    expect(inMonths(/^R80/, [12, 1, 2, 3])).toBeGreaterThan(0.8)
    expect(inMonths(/^R97/, [4, 5, 6, 7])).toBeGreaterThan(0.55)
    expect(inMonths(/^S12/, [6, 7, 8])).toBeGreaterThan(0.45)
    const influenza = contacts.filter(coded(/^R80/))
    expect(share(influenza, ({ day }) => yearOf(day) === 2021)).toBeLessThan(0.05)
  })

  test('contacts by text and video come with the spring of 2020, covid-19 not before', () => {
    const remote = ({ values }: Row) => values.contact_kind === '2' || values.contact_kind === '4'
    const during = (from: number, until: number) =>
      contacts.filter((row) => row.day >= from && row.day < until && !evening(row))
    expect(share(during(dayOf(2018), dayOf(2020, 3, 12)), remote)).toBeLessThan(0.03)
    expect(share(during(dayOf(2020, 4), dayOf(2022)), remote)).toBeGreaterThan(0.2)
    expectNear(share(during(dayOf(2023), dayOf(2025)), remote), 0.16, 0.03)
    const covid = contacts.filter(coded(/^R99[12]/))
    const early = covid.filter(({ day }) => day < dayOf(2020))
    expect(covid.length).toBeGreaterThan(1000)
    // Wrong codes only.
    expect(early.length / contacts.length).toBeLessThan(0.0001)
  })

  test('codes are missing in 0.6 %', () => {
    expectNear(
      share(contacts, ({ values }) => values.icpc2 === null),
      0.006,
      0.0015,
    )
  })

  test('a pregnancy has its controls before the birth, an illness its symptoms before and controls after', () => {
    const found = dayOf(2020, 9)
    const women = Array.from({ length: 400 }, (_, index) => {
      const child = makePerson({ index: 10_000 + index, birth: dayOf(2021, 6) })
      const delivery = {
        child,
        gestation: 40,
        weight: 3500,
        plural: false,
        caesarean: false,
        preeclampsia: false,
      }
      return makePerson({
        index,
        birth: dayOf(1990),
        deliveries: [delivery],
        illnesses: new Map([['diabetes-type-2', found]]),
      })
    })
    const rows = rowsAbout(primaryCare, women)
    const controls = rows.filter(coded(/^W(78|84)/))
    expect(controls.length / 400).toBeGreaterThan(3.5)
    expect(controls.length / 400).toBeLessThan(5.5)
    expect(share(controls, ({ day }) => day < dayOf(2021, 6) && day > dayOf(2020, 9))).toBeGreaterThan(0.99)
    const diabetes = rows.filter(coded(/^T90/))
    expect(share(diabetes, ({ day }) => day >= found)).toBeGreaterThan(0.99)
    const followed = diabetes.filter(({ day }) => day >= dayOf(2022)).length / 400 / 3
    expect(followed).toBeGreaterThan(1.7)
    expect(followed).toBeLessThan(2.5)
    const thirst = rows.filter(coded(/^T01/))
    expect(share(thirst, ({ day }) => day < found && day > found - 200)).toBeGreaterThan(0.9)
  })

  test('who attends more has more contacts', () => {
    const having = (attendance: number) =>
      rowsAbout(
        primaryCare,
        Array.from({ length: 300 }, (_, index) =>
          makePerson({ index, traits: { ...makePerson().traits, attendance } }),
        ),
      ).length
    expectNear(having(2) / having(1), 2, 0.2)
  })

  test('codes are sorted and there for every reason and illness', () => {
    const codes = ICPC2.map(([code]) => code)
    expect(codes).toEqual([...codes].sort())
    for (const [code] of REASONS) expect(codes).toContain(code)
    for (const illness of ILLNESSES) {
      expect(codes).toContain(COURSES[illness].code)
      for (const [symptom] of COURSES[illness].before ?? []) expect(codes).toContain(symptom)
    }
  })
})
