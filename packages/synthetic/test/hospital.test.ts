/** The patient register: as its metadata says, and as often as hospitals are used. */
import { describe, expect, it } from 'vitest'
import { ICD10 } from '../src/codes/icd10.js'
import { PROCEDURES } from '../src/codes/procedures.js'
import { dayOf, FIRST_DAY, LAST_DAY, monthOf } from '../src/days.js'
import { ageOn, isResident } from '../src/person.js'
import { hospital } from '../src/registers/hospital.js'
import { people as peopleOf } from './people.js'
import { makePerson } from './person-factory.js'
import { writtenBy } from './written.js'

const people = peopleOf(25_000)
const written = writtenBy(hospital, people)
const { EPISODE = [], DIAGNOSIS = [], PROCEDURE = [] } = written
const byIdentifier = new Map(people.map((person) => [person.identifier, person]))
const years = people.reduce((sum, { entry, death, emigration }) => {
  const last = Math.min(death ?? LAST_DAY, emigration ?? LAST_DAY)
  return sum + Math.max(0, last - Math.max(FIRST_DAY, entry)) / 365.25
}, 0)

const INPATIENT = 0
const stays = EPISODE.filter((row) => row.care_level === INPATIENT)
const code = (row: Record<string, number>) => ICD10[row.icd10 ?? -1]?.[0] ?? ''
const procedure = (row: Record<string, number>) => PROCEDURES[row.procedure_code ?? -1]?.[0] ?? ''
const per1000 = (rows: readonly unknown[]) => (1000 * rows.length) / years

describe('the hospital register', () => {
  it('has episodes of residents only, that end on or after the day on which they begin', () => {
    const wrong = EPISODE.filter(({ person = 0, admission = 0, discharge = 0, nights }) => {
      const patient = byIdentifier.get(person)
      return !(
        patient &&
        isResident(patient, admission) &&
        discharge - admission === nights &&
        discharge <= LAST_DAY
      )
    })
    expect(wrong).toEqual([])
  })

  /** Statistics Norway, table 10261, and the Norwegian Patient Registry: 0.15 somatic and 0.01 psychiatric stays a year and inhabitant. */
  it('has about as many stays as hospitals have', () => {
    expect(per1000(stays)).toBeGreaterThan(115)
    expect(per1000(stays)).toBeLessThan(160)
    const nights = stays.reduce((sum, row) => sum + (row.nights ?? 0), 0) / stays.length
    expect(nights).toBeGreaterThan(3)
    expect(nights).toBeLessThan(6)
  })

  /** As aimed at: four episodes, seven diagnoses and two and a half procedures a person over eleven years. */
  it('has so many rows a person', () => {
    expect(EPISODE.length / people.length).toBeGreaterThan(3)
    expect(EPISODE.length / people.length).toBeLessThan(5)
    expect(DIAGNOSIS.length / people.length).toBeGreaterThan(5)
    expect(DIAGNOSIS.length / people.length).toBeLessThan(8.5)
    expect(PROCEDURE.length / people.length).toBeGreaterThan(1.7)
    expect(PROCEDURE.length / people.length).toBeLessThan(3)
  })

  it('has one main diagnosis for each episode, but for rows that were sent twice', () => {
    const main = DIAGNOSIS.filter((row) => row.diagnosis_rank === 1)
    expect(main.length).toBeGreaterThanOrEqual(EPISODE.length)
    expect(main.length / EPISODE.length).toBeLessThan(1.006)
    expect(new Set(main.map((row) => `${row.person} ${row.diagnosed}`)).size).toBe(EPISODE.length)
  })

  /**
   * Per 1,000 a year: hip fracture and infarction as their registers, births as Statistics Norway (10.5), appendicectomies 1.1,
   * cataract 8–9 operations, hip and knee prostheses 3.3 by the Norwegian Arthroplasty Register.
   */
  it.each<[string, number, number, number]>([
    ['hip fracture', per1000(main(/^S72/)), 1.2, 2.2],
    ['infarction', per1000(main(/^I21/)), 1.3, 2.4],
    ['stroke', per1000(main(/^I6[0134]/)), 1.3, 2.6],
    ['deliveries', per1000(main(/^O8/)), 8, 13],
    ['appendicectomy', per1000(done(/^JEA0/)), 0.8, 1.6],
    ['cataract surgery', per1000(done(/^CJE20/)), 4.5, 11],
    ['hip and knee prostheses', per1000(done(/^(NFB[234]|NGB40)/)), 2.3, 4.6],
  ])('%s', (_, found, least, most) => {
    expect(found).toBeGreaterThan(least)
    expect(found).toBeLessThan(most)
  })

  function main(codes: RegExp) {
    return DIAGNOSIS.filter((row) => row.diagnosis_rank === 1 && codes.test(code(row)))
  }
  function done(codes: RegExp) {
    return PROCEDURE.filter((row) => codes.test(procedure(row)))
  }

  it('has airway infections in winter', () => {
    const rows = main(/^J(1|44|21)/)
    const winter = rows.filter((row) => [12, 1, 2].includes(monthOf(row.diagnosed as number))).length
    const summer = rows.filter((row) => [6, 7, 8].includes(monthOf(row.diagnosed as number))).length
    expect(winter / summer).toBeGreaterThan(1.4)
  })

  it('has fewer planned visits in the spring of 2020', () => {
    const planned = (year: number) =>
      EPISODE.filter(
        ({ urgency, admission = 0 }) =>
          urgency === 1 && admission >= dayOf(year, 3, 12) && admission < dayOf(year, 5, 10),
      ).length
    expect(planned(2020) / planned(2019)).toBeLessThan(0.78)
  })

  it('leaves out a quarter of the diabetes of people who stay in hospital, and more at clinics', () => {
    const coded = new Set(
      DIAGNOSIS.filter((row) => /^E1[01]/.test(code(row))).map((row) => `${row.person} ${row.diagnosed}`),
    )
    const known = (inpatient: boolean) =>
      EPISODE.filter((row) => {
        const found = byIdentifier.get(row.person as number)?.illnesses.get('diabetes-type-2')
        return (
          (row.care_level === INPATIENT) === inpatient &&
          found !== undefined &&
          found < (row.admission as number)
        )
      })
    const share = (rows: typeof EPISODE) =>
      rows.filter((row) => coded.has(`${row.person} ${row.admission}`)).length / rows.length
    expect(share(known(true))).toBeGreaterThan(0.68)
    expect(share(known(true))).toBeLessThan(0.82)
    expect(share(known(false))).toBeLessThan(0.5)
  })

  it('sees people of high age more often', () => {
    const rate = (least: number, below: number) =>
      stays.filter((row) => {
        const age = ageOn(byIdentifier.get(row.person as number) ?? makePerson(), row.admission as number)
        return age >= least && age < below
      }).length
    expect(rate(70, 90)).toBeGreaterThan(rate(10, 30))
  })

  it('codes half a per cent less specifically, and sends some rows twice', () => {
    const visits = Array.from({ length: 20_000 }, (_, i) => ({
      day: FIRST_DAY + (i % 4000),
      nights: 0,
      acute: false,
      diagnoses: ['I214'],
      procedures: [],
    }))
    const rows = writtenBy(hospital, [makePerson({ visits })]).DIAGNOSIS ?? []
    expect(rows.length / visits.length).toBeGreaterThan(1.0005)
    expect(rows.length / visits.length).toBeLessThan(1.004)
    const short = rows.filter((row) => code(row) === 'I219').length / rows.length
    expect(short).toBeGreaterThan(0.008)
    expect(short).toBeLessThan(0.014)
    expect(rows.every((row) => ['I214', 'I219'].includes(code(row)))).toBe(true)
  })
})
