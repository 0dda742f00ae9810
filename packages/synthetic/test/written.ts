/** What registers write of persons, as tests read it: rows by column, and the promises that registers about care keep. */
import { MISSING_INTEGER } from '@sund/model'
import { expect, test } from 'vitest'
import type { Day } from '../src/days.js'
import { isResident, type Person } from '../src/person.js'
import { Random } from '../src/random.js'
import type { CountryRegister } from '../src/register.js'
import { Rows } from '../src/tables.js'

/** Rows that a register writes of these persons, table by table: each row with its columns by name. */
export function writtenBy(
  register: CountryRegister,
  people: readonly Person[],
  seed = 1,
): Record<string, Record<string, number>[]> {
  const rows = Object.fromEntries(register.tables.map((shape) => [shape.name, new Rows(shape)]))
  for (const person of people) register.write(person, rows, new Random(seed, register.stream, person.index))
  return Object.fromEntries(
    Object.entries(rows).map(([name, table]) => {
      const columns = table.columns()
      return [
        name,
        Array.from({ length: table.rows }, (_, i) =>
          Object.fromEntries(
            table.shape.columns.map((column, c) => [column.name, columns[c]?.[i] ?? Number.NaN]),
          ),
        ),
      ]
    }),
  )
}

/** A row: whose it is, its day, and its other columns by name, codes as text, what is missing as null. */
export interface Row {
  person: Person
  day: Day
  values: Record<string, string | number | null>
}

const NO_CODE = 'no such code'

/** The rows that a register of one table writes of these persons. */
export function rowsAbout(register: CountryRegister, persons: readonly Person[], seed = 5): Row[] {
  const shape = register.tables[0]
  if (shape === undefined) throw new Error('a register has a table')
  const rows = new Rows(shape)
  const written: Row[] = []
  for (const person of persons) {
    const before = rows.rows
    register.write(person, { [shape.name]: rows }, new Random(seed, register.stream, person.index))
    const columns = rows.columns()
    for (let i = before; i < rows.rows; i++) {
      const values = Object.fromEntries(
        shape.columns.map(({ name, codes }, c) => {
          const value = columns[c]?.[i] ?? MISSING_INTEGER
          const missing = Number.isNaN(value) || value === MISSING_INTEGER
          return [name, missing ? null : codes === undefined ? value : (codes[value] ?? NO_CODE)]
        }),
      )
      written.push({ person, day: Number(values.date), values })
    }
  }
  return written
}

/** Fails where a value is further than `within` from a figure. */
export function expectNear(value: number, figure: number, within: number): void {
  expect(value).toBeGreaterThan(figure - within)
  expect(value).toBeLessThan(figure + within)
}

/** Tests of what every register about care promises. */
export function keepsPromises(register: CountryRegister, persons: () => readonly Person[]): void {
  test('rows are of their person, in order of days, while the person lives in the country', () => {
    let last: Row | null = null
    for (const row of rowsAbout(register, persons())) {
      if (row.values.person !== row.person.identifier) throw new Error(`${row.person.index} is another`)
      if (!isResident(row.person, row.day)) throw new Error(`${row.person.index} is not there on ${row.day}`)
      if (last?.person === row.person && last.day > row.day)
        throw new Error(`${row.person.index} out of order`)
      if (Object.values(row.values).includes(NO_CODE)) throw new Error(`${row.person.index} has no such code`)
      last = row
    }
  })

  test('rows hang on the person and the seed alone', () => {
    const some = persons().slice(100, 200)
    const alone = rowsAbout(register, some)
    expect(rowsAbout(register, [...persons().slice(0, 100), ...some]).slice(-alone.length)).toEqual(alone)
    expect(rowsAbout(register, some, 6)).not.toEqual(alone)
  })
}

/** Rows a year among those for whom `counts` holds, between two years' ends; `ages` at mid-year, the second excluded. */
export function yearlyRate(
  rows: readonly Row[],
  persons: readonly Person[],
  years: readonly [number, number],
  counts: (person: Person, age: number) => boolean,
): number {
  const midsummer = (year: number) => Math.round(Date.UTC(year, 6, 1) / 86_400_000)
  const ageAt = (person: Person, day: Day) => (day - person.birth) / 365.2425
  let exposure = 0
  for (let year = years[0]; year <= years[1]; year++) {
    const day = midsummer(year)
    for (const person of persons)
      if (isResident(person, day) && counts(person, ageAt(person, day))) exposure++
  }
  return rows.filter(({ person, day }) => counts(person, ageAt(person, day))).length / exposure
}
