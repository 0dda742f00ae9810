import { describe, expect, test } from 'vitest'
import { weekdayOf } from '../src/calendar.js'
import { ATC } from '../src/codes/atc.js'
import { dayOf, LAST_DAY, monthOf } from '../src/days.js'
import { ageOn, FEMALE, type Illness, isResident, MALE } from '../src/person.js'
import { DISPENSED_FROM } from '../src/registers/medicines/dispensing.js'
import { TREATMENTS } from '../src/registers/medicines/treatments.js'
import { medicines } from '../src/registers/medicines.js'
import { people } from './people.js'
import { makeAdults, makePerson } from './person-factory.js'
import { PUBLISHED_USERS } from './published-medicines.js'
import { writtenBy } from './written.js'

const PERSONS = 25_000
const atcOf = (row: Record<string, number>): string => ATC[row['atc'] ?? -1]?.[0] ?? ''

/** Dispensations of the first of a person's medicines that begin with one of these codes; Infinity where there is none. */
const firstOf = (rows: readonly Record<string, number>[], ...starts: string[]): number =>
  Math.min(
    ...rows
      .filter((row) => starts.some((start) => atcOf(row).startsWith(start)))
      .map((row) => row['dispensed'] ?? 0),
  )

function byPerson(rows: readonly Record<string, number>[]): Map<number, Record<string, number>[]> {
  const found = new Map<number, Record<string, number>[]>()
  for (const row of rows) {
    const own = found.get(row['person'] ?? 0)
    if (own) own.push(row)
    else found.set(row['person'] ?? 0, [row])
  }
  return found
}

/** Adults with an illness found on a day. */
const withIllness = (illness: Illness, found: number, count = 2000) =>
  makeAdults(count).map((person) => ({ ...person, illnesses: new Map([[illness, found]]) }))

describe('the register of dispensed medicines', () => {
  const all = people(PERSONS)
  const rows = writtenBy(medicines, all)['DISPENSATION'] ?? []
  const known = new Map(all.map((person) => [person.identifier, person]))

  test('uses only substances of the code list, each once in it', () => {
    const codes = new Set(ATC.map(([code]) => code))
    expect(codes.size).toBe(ATC.length)
    const used = TREATMENTS.flatMap((treatment) => treatment.medicines.map(([atc]) => atc))
    expect(used.filter((atc) => !codes.has(atc))).toEqual([])
  })

  test('has rows of residents only, on open days, in order of time for each person', () => {
    const wrong = rows.filter((row, i) => {
      const person = known.get(row['person'] ?? 0)
      const day = row['dispensed'] ?? 0
      const before = rows[i - 1]
      return (
        !person ||
        !isResident(person, day) ||
        day < DISPENSED_FROM ||
        day > LAST_DAY ||
        weekdayOf(day) === 6 ||
        (before?.['person'] === row['person'] && (before?.['dispensed'] ?? 0) > day)
      )
    })
    expect(wrong).toEqual([])
  })

  test('has defined daily doses exactly where WHO assigns them', () => {
    const wrong = rows.filter((row) =>
      ATC[row['atc'] ?? -1]?.[4] === null ? !Number.isNaN(row['ddd']) : !((row['ddd'] ?? 0) > 0),
    )
    expect(wrong).toEqual([])
  })

  test('is the same for the same seed and another for another', () => {
    const some = all.slice(0, 500)
    expect(writtenBy(medicines, some, 7)).toEqual(writtenBy(medicines, some, 7))
    expect(writtenBy(medicines, some, 7)).not.toEqual(writtenBy(medicines, some, 8))
  })

  test('has users per 1,000 inhabitants near those published', () => {
    const [from, until] = [dayOf(2023), dayOf(2023, 12, 31)]
    const residents = all.filter((person) => isResident(person, dayOf(2023, 7, 1)))
    const women = residents.filter(({ sex }) => sex === FEMALE).length
    const of2023 = rows.filter((row) => (row['dispensed'] ?? 0) >= from && (row['dispensed'] ?? 0) <= until)
    for (const published of PUBLISHED_USERS) {
      const users = new Set(
        of2023.filter((row) => atcOf(row).startsWith(published.atc)).map((row) => row['person'] ?? 0),
      )
      const ofWomen = [...users].filter((identifier) => known.get(identifier)?.sex === FEMALE).length
      const near = (made: number, wanted: number) => {
        // A fifth, and what chance alone may add to a count of so many.
        const chance = 3 * Math.sqrt((wanted * 1000) / residents.length)
        expect.soft(made, published.atc).toBeGreaterThan(wanted * 0.8 - chance)
        expect.soft(made, published.atc).toBeLessThan(wanted * 1.2 + chance)
      }
      near((users.size / residents.length) * 1000, published.all)
      if (published.women !== undefined) near((ofWomen / women) * 1000, published.women)
      if (published.men !== undefined)
        near(((users.size - ofWomen) / (residents.length - women)) * 1000, published.men)
    }
    // Norwegian Prescribed Drug Registry: about seven in ten have at least one prescription in a year.
    const anyone = new Set(of2023.map((row) => row['person'])).size / residents.length
    expect(anyone).toBeGreaterThan(0.65)
    expect(anyone).toBeLessThan(0.8)
    expect(rows.length / all.length).toBeGreaterThan(8.5)
    expect(rows.length / all.length).toBeLessThan(13)
  })

  test('follows the seasons: penicillin in winter, antihistamines in spring', () => {
    const share = (start: string, months: readonly number[]) => {
      const found = rows.filter((row) => atcOf(row).startsWith(start))
      return found.filter((row) => months.includes(monthOf(row['dispensed'] ?? 0))).length / found.length
    }
    expect(share('J01CE02', [12, 1, 2])).toBeGreaterThan(1.5 * share('J01CE02', [6, 7, 8]))
    expect(share('R06AE07', [4, 5, 6])).toBeGreaterThan(2 * share('R06AE07', [10, 11, 12]))
    expect(share('C10AA', [12])).toBeGreaterThan(1.15 * share('C10AA', [1]))
  })
})

describe('treatment follows illness', () => {
  test('type 2 diabetes: metformin before all others, and others come with the years', () => {
    const found = dayOf(2023, 2, 1)
    const first = byPerson(writtenBy(medicines, withIllness('diabetes-type-2', found))['DISPENSATION'] ?? [])
    let both = 0
    for (const own of first.values()) {
      const [metformin, others] = [firstOf(own, 'A10BA02'), firstOf(own, 'A10BK', 'A10BH', 'A10BB', 'A10AE')]
      if (!Number.isFinite(metformin) || !Number.isFinite(others)) continue
      both++
      expect(metformin).toBeGreaterThanOrEqual(found)
      expect(metformin).toBeLessThan(others)
    }
    expect(both).toBeGreaterThan(100)
    const insulin = (since: number) =>
      [
        ...byPerson(
          writtenBy(medicines, withIllness('diabetes-type-2', since))['DISPENSATION'] ?? [],
        ).values(),
      ].filter((own) => Number.isFinite(firstOf(own, 'A10AE', 'A10AC'))).length
    expect(insulin(dayOf(2005))).toBeGreaterThan(4 * insulin(dayOf(2022)))
  })

  test('after a heart attack: statin, acetylsalicylic acid and a beta blocker for most', () => {
    const after = withIllness('myocardial-infarction', dayOf(2022, 6, 1))
    const own = byPerson(writtenBy(medicines, after)['DISPENSATION'] ?? [])
    const share = (start: string) =>
      [...own.values()].filter((rows) => Number.isFinite(firstOf(rows, start))).length / after.length
    expect(share('C10AA')).toBeGreaterThan(0.8)
    expect(share('B01AC06')).toBeGreaterThan(0.75)
    expect(share('C07AB')).toBeGreaterThan(0.6)
    expect(share('C10AA')).toBeLessThan(0.97)
  })

  test('insulin without insulin-dependent diabetes, and antipsychotics of schizophrenia, are for the ill alone', () => {
    const healthy = writtenBy(medicines, makeAdults(3000))['DISPENSATION'] ?? []
    for (const start of ['A10A', 'N05AH02', 'N04BA', 'L04AX07', 'N06DA'])
      expect(firstOf(healthy, start)).toBe(Infinity)
    const ill = byPerson(
      writtenBy(medicines, withIllness('diabetes-type-1', dayOf(2010)))['DISPENSATION'] ?? [],
    )
    const onInsulin = [...ill.values()].filter((own) => Number.isFinite(firstOf(own, 'A10A'))).length
    expect(onInsulin / 2000).toBeGreaterThan(0.9)
  })

  test('the pill is for women of fertile age, and not during a pregnancy', () => {
    const pregnant = Array.from({ length: 3000 }, (_, index) => {
      const child = makePerson({ index: 10_000 + index, birth: dayOf(2023, 11, 1) })
      return makePerson({
        index,
        birth: dayOf(1998),
        children: [child],
        deliveries: [
          { child, gestation: 40, weight: 3500, plural: false, caesarean: false, preeclampsia: false },
        ],
      })
    })
    const pills = (writtenBy(medicines, pregnant)['DISPENSATION'] ?? []).filter((row) =>
      /^G03AA|^G03AC09/.test(atcOf(row)),
    )
    expect(pills.length).toBeGreaterThan(300)
    const within = pills.filter(
      (row) => (row['dispensed'] ?? 0) > dayOf(2023, 2, 15) && (row['dispensed'] ?? 0) < dayOf(2023, 11, 1),
    )
    expect(within).toEqual([])
    const others = makeAdults(4000).filter((person) => person.sex === MALE || ageOn(person, dayOf(2024)) > 62)
    expect(firstOf(writtenBy(medicines, others)['DISPENSATION'] ?? [], 'G03A', 'G02B')).toBe(Infinity)
  })
})
