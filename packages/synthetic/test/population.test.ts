import { MISSING_INTEGER, Register } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { COUNTRIES } from '../src/codes/countries.js'
import { COUNTIES, MUNICIPALITIES } from '../src/codes/municipalities.js'
import { dayOf, FIRST_DAY, LAST_DAY } from '../src/days.js'
import { POPULATION } from '../src/registers/population.js'
import { people, rowsOf } from './people.js'

const PERSONS = 20_000
const table = (name: string): Record<string, number>[] => {
  const rows = rowsOf(POPULATION, PERSONS)[name]
  if (rows === undefined) throw new Error(name)
  const columns = rows.columns()
  return Array.from({ length: rows.rows }, (_, i) =>
    Object.fromEntries(rows.shape.columns.map((column, c) => [column.name, columns[c]?.[i] ?? Number.NaN])),
  )
}
const value = (row: Record<string, number>, column: string): number => row[column] ?? Number.NaN
const everyone = new Map(people(PERSONS).map((person) => [person.identifier, person]))

describe('the population register', () => {
  test('has metadata that an import reads, and a shape with the same columns', () => {
    const register = Register.parse(POPULATION.metadata)
    expect(register.synthetic).toBe(true)
    expect(register.tables.map(({ name }) => name)).toEqual(POPULATION.tables.map(({ name }) => name))
    for (const [i, shape] of POPULATION.tables.entries()) {
      const described = register.tables[i]
      const columns = [
        described?.unitColumn,
        described?.fromColumn,
        described?.untilColumn,
        ...(described?.links.map(({ column }) => column) ?? []),
        ...(described?.variables.map(({ column }) => column) ?? []),
      ].filter((name) => name !== undefined)
      expect(shape.columns.map(({ name }) => name).sort()).toEqual(columns.sort())
      for (const { column, domain } of described?.variables ?? []) {
        const codes = shape.columns.find(({ name }) => name === column)?.codes
        if ('codes' in domain) expect(codes).toEqual(domain.codes.map(({ code }) => code))
        else expect(codes).toBeUndefined()
      }
    }
  })

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
    for (const row of rows) {
      const person = everyone.get(value(row, 'person'))
      expect(person?.birth).toBe(value(row, 'birth_date'))
      expect(value(row, 'sex')).toBe((person?.sex ?? 0) - 1)
      expect(COUNTRIES[value(row, 'country_of_birth')]?.[0]).toBe(person?.bornIn)
      expect(value(row, 'death_date')).toBe(person?.death ?? MISSING_INTEGER)
      for (const parent of ['mother', 'father'] as const) {
        const identifier = person?.[parent]?.identifier
        if (identifier === undefined) expect(value(row, parent)).toBeNaN()
        else {
          known++
          if (Number.isNaN(value(row, parent))) lost++
          else expect(value(row, parent)).toBe(identifier)
        }
      }
    }
    expect(lost / known).toBeGreaterThan(0.001)
    expect(lost / known).toBeLessThan(0.006)
  })

  test('residences and civil statuses cover exactly the time in the country, one after another', () => {
    for (const [name, keptFrom] of [
      ['RESIDENCE', dayOf(2005)],
      ['CIVIL_STATUS', Number.NEGATIVE_INFINITY],
    ] as const) {
      const byPerson = new Map<number, Record<string, number>[]>()
      for (const row of table(name))
        byPerson.set(value(row, 'person'), [...(byPerson.get(value(row, 'person')) ?? []), row])
      expect(byPerson.size).toBe(PERSONS)
      for (const [identifier, rows] of byPerson) {
        const person = everyone.get(identifier)
        if (person === undefined) throw new Error('unknown person')
        const arrival = Math.max(person.homes[0]?.from ?? 0, keptFrom)
        const end = person.emigration !== null ? person.emigration - 1 : (person.death ?? MISSING_INTEGER)
        if (name === 'RESIDENCE') expect(value(rows[0] ?? {}, 'from_date')).toBe(arrival)
        else expect(value(rows[0] ?? {}, 'from_date')).toBeLessThanOrEqual(person.entry)
        expect(value(rows[0] ?? {}, 'from_date')).toBeGreaterThanOrEqual(arrival)
        expect(value(rows.at(-1) ?? {}, 'until_date')).toBe(end)
        for (const [i, row] of rows.entries()) {
          const until = value(row, 'until_date')
          if (i < rows.length - 1) {
            expect(until).toBeGreaterThanOrEqual(value(row, 'from_date'))
            expect(value(rows[i + 1] ?? {}, 'from_date')).toBe(until + 1)
          }
          expect(value(row, 'from_date')).toBeLessThanOrEqual(LAST_DAY)
        }
      }
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
