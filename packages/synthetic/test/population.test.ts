import { MISSING_INTEGER } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { COUNTRIES } from '../src/codes/countries.js'
import { COUNTIES, MUNICIPALITIES } from '../src/codes/municipalities.js'
import { dayOf, FIRST_DAY, LAST_DAY } from '../src/days.js'
import { POPULATION } from '../src/registers/population.js'
import { people } from './people.js'
import { writtenBy } from './written.js'

const PERSONS = 25_000
const written = writtenBy(POPULATION, people(PERSONS))
const table = (name: string): Record<string, number>[] => {
  const rows = written[name]
  if (rows === undefined) throw new Error(name)
  return rows
}
const value = (row: Record<string, number>, column: string): number => row[column] ?? Number.NaN
const everyone = new Map(people(PERSONS).map((person) => [person.identifier, person]))

describe('the population register', () => {
  test('code lists are sorted, complete and titled', () => {
    expect(MUNICIPALITIES).toHaveLength(357)
    for (const list of [COUNTRIES, COUNTIES]) {
      const codes = list.map(([code]) => code)
      expect(codes).toEqual([...new Set(codes)].sort())
    }
    expect(MUNICIPALITIES.every(({ county }) => COUNTIES.some(([code]) => code === county))).toBe(true)
    const sum = MUNICIPALITIES.reduce((all, { population }) => all + population, 0)
    expect(Math.abs(sum / 5_550_203 - 1)).toBeLessThan(0.01)
  })

  test('knows everyone once, with parents who are in it; 0.3 % of known parents are missing', () => {
    const rows = table('PERSON')
    expect(rows).toHaveLength(PERSONS)
    let [lost, known] = [0, 0]
    const wrong = rows.filter((row) => {
      const person = everyone.get(value(row, 'person'))
      if (person === undefined) return true
      const parentsFit = (['mother', 'father'] as const).every((parent) => {
        const identifier = person[parent]?.identifier
        if (identifier === undefined) return Number.isNaN(value(row, parent))
        known++
        if (!Number.isNaN(value(row, parent))) return value(row, parent) === identifier
        lost++
        return true
      })
      return !(
        parentsFit &&
        person.birth === value(row, 'birth_date') &&
        person.sex - 1 === value(row, 'sex') &&
        person.bornIn === COUNTRIES[value(row, 'country_of_birth')]?.[0] &&
        (person.death ?? MISSING_INTEGER) === value(row, 'death_date')
      )
    })
    expect(wrong).toEqual([])
    expect(lost / known).toBeGreaterThan(0.001)
    expect(lost / known).toBeLessThan(0.006)
  })

  test('residences and civil statuses cover exactly the time in the country, one after another', () => {
    for (const [name, keptFrom] of [
      ['RESIDENCE', dayOf(2005)],
      ['CIVIL_STATUS', Number.NEGATIVE_INFINITY],
    ] as const) {
      const byPerson = new Map<number, Record<string, number>[]>()
      for (const row of table(name)) {
        const own = byPerson.get(value(row, 'person'))
        if (own) own.push(row)
        else byPerson.set(value(row, 'person'), [row])
      }
      expect(byPerson.size).toBe(PERSONS)
      const wrong = [...byPerson].filter(([identifier, rows]) => {
        const person = everyone.get(identifier)
        if (person === undefined) return true
        const arrival = Math.max(person.homes[0]?.from ?? 0, keptFrom)
        const end = person.emigration !== null ? person.emigration - 1 : (person.death ?? MISSING_INTEGER)
        const begin = value(rows[0] ?? {}, 'from_date')
        return !(
          begin >= arrival &&
          (name === 'RESIDENCE' ? begin === arrival : begin <= person.entry) &&
          value(rows.at(-1) ?? {}, 'until_date') === end &&
          rows.every((row, i) => {
            const [from, until, next] = [value(row, 'from_date'), value(row, 'until_date'), rows[i + 1]]
            return from <= LAST_DAY && (!next || (until >= from && value(next, 'from_date') === until + 1))
          })
        )
      })
      expect(wrong).toEqual([])
    }
  })

  test('rows a person: residences near 1.6, civil statuses near 1.5', () => {
    expect(table('RESIDENCE').length / PERSONS).toBeGreaterThan(1.4)
    expect(table('RESIDENCE').length / PERSONS).toBeLessThan(2.2)
    expect(table('CIVIL_STATUS').length / PERSONS).toBeGreaterThan(1.3)
    expect(table('CIVIL_STATUS').length / PERSONS).toBeLessThan(1.8)
  })

  test('civil status on 1 January 2014 like Norway’s: of those over 18, near 46 % married, 6 % widowed, 11 % divorced', () => {
    const now = table('CIVIL_STATUS').filter((row) => {
      const person = everyone.get(value(row, 'person'))
      const until = value(row, 'until_date')
      return (
        person !== undefined &&
        person.birth < dayOf(1996) &&
        value(row, 'from_date') <= FIRST_DAY &&
        person.entry === FIRST_DAY &&
        (until === MISSING_INTEGER || until >= FIRST_DAY)
      )
    })
    const share = (place: number) =>
      now.filter((row) => value(row, 'civil_status') === place).length / now.length
    expect(share(1)).toBeGreaterThan(0.4)
    expect(share(1)).toBeLessThan(0.5)
    expect(share(2)).toBeGreaterThan(0.045)
    expect(share(2)).toBeLessThan(0.075)
    expect(share(3)).toBeGreaterThan(0.08)
    expect(share(3)).toBeLessThan(0.14)
  })

  test('migrations: every immigration from 2005 on and every emigration once', () => {
    const rows = table('MIGRATION')
    const came = people(PERSONS).filter(
      (p) => (p.homes[0]?.from ?? 0) > p.birth && (p.homes[0]?.from ?? 0) >= dayOf(2005),
    )
    const left = people(PERSONS).filter(({ emigration }) => emigration !== null)
    expect(rows.filter((row) => value(row, 'migration_direction') === 0)).toHaveLength(came.length)
    expect(rows.filter((row) => value(row, 'migration_direction') === 1)).toHaveLength(left.length)
    const unknown = rows.filter(
      (row) =>
        value(row, 'migration_direction') === 1 && COUNTRIES[value(row, 'migration_country')]?.[0] === 'ZZ',
    )
    expect(unknown.length / left.length).toBeGreaterThan(0.1)
    expect(unknown.length / left.length).toBeLessThan(0.35)
  })
})
