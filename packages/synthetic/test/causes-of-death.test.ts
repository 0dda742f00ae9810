/** The cause-of-death register: one row for each resident who died, places and autopsies as published. */
import { describe, expect, it } from 'vitest'
import { dayOf, FIRST_DAY } from '../src/days.js'
import { isResident } from '../src/person.js'
import { causesOfDeath } from '../src/registers/causes-of-death.js'
import { people as peopleOf } from './people.js'
import { makePerson } from './person-factory.js'
import { writtenBy } from './written.js'

const people = peopleOf(25_000)
const rows = writtenBy(causesOfDeath, people).DEATH ?? []
const share = (column: string, value: number) =>
  rows.filter((row) => row[column] === value).length / rows.length

describe('the cause-of-death register', () => {
  it('has one row for each person who died while resident, on that day', () => {
    const died = people.filter((person) => person.death !== null && isResident(person, person.death))
    expect(rows.map((row) => [row.person, row.died])).toEqual(
      died.map(({ identifier, death }) => [identifier, death]),
    )
  })

  it('has nobody who died abroad', () => {
    const abroad = makePerson({ death: dayOf(2020), emigration: dayOf(2018), cause: null })
    expect(writtenBy(causesOfDeath, [abroad]).DEATH).toEqual([])
  })

  /** Norwegian Cause of Death Registry 2014–2022: hospital 29 to 33 %, institutions 46 to 50 %, home 14 to 17 %. */
  it.each<[string, number, number, number]>([
    ['in hospital', 0, 0.25, 0.38],
    ['in nursing homes', 1, 0.4, 0.55],
    ['at home', 2, 0.1, 0.2],
    ['elsewhere', 3, 0.02, 0.07],
  ])('has deaths %s', (_, place, least, most) => {
    expect(share('place_of_death', place)).toBeGreaterThan(least)
    expect(share('place_of_death', place)).toBeLessThan(most)
  })

  it('has a stay until death for those who died in hospital', () => {
    const byIdentifier = new Map(people.map((person) => [person.identifier, person]))
    for (const { person, place_of_death, died } of rows as Record<string, number>[])
      if (place_of_death === 0) {
        const last = byIdentifier.get(person as number)?.visits.at(-1)
        expect((last?.day ?? FIRST_DAY) + (last?.nights ?? 0)).toBe(died)
      }
  })

  it('has few autopsies', () => {
    const done = share('autopsy', 1) + share('autopsy', 2)
    expect(done).toBeGreaterThan(0.035)
    expect(done).toBeLessThan(0.1)
  })
})
