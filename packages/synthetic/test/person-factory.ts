/** People for tests of one part of the country, made without the others; and what tests of all registers ask. */
import { expect } from 'vitest'
import { type Day, dayOf, FIRST_DAY } from '../src/days.js'
import { FEMALE, isResident, MALE, type Person, UNMARRIED } from '../src/person.js'
import { Random } from '../src/random.js'
import type { CountryRegister } from '../src/register.js'
import { Rows } from '../src/tables.js'

/** A person of 44 with no family, illness or event, changed as told. */
export function makePerson(overrides: Partial<Person> = {}): Person {
  return {
    index: 0,
    identifier: 10_000_000_000 + (overrides.index ?? 0),
    sex: FEMALE,
    birth: dayOf(1970, 1, 1),
    bornIn: 'NO',
    mother: null,
    father: null,
    children: [],
    entry: Math.max(FIRST_DAY, overrides.birth ?? FIRST_DAY),
    emigration: null,
    death: null,
    cause: null,
    homes: [{ from: FIRST_DAY, municipality: 0 }],
    partnerships: [],
    civil: { status: UNMARRIED, from: overrides.birth ?? dayOf(1970, 1, 1) },
    traits: { status: 0, frailty: 0, vulnerability: 0, smoking: 'never', bmi: 26, attendance: 1 },
    illnesses: new Map(),
    tumours: new Map(),
    visits: [],
    deliveries: [],
    ...overrides,
  }
}

/** The living and resident on a day. */
export const livingOn = (people: readonly Person[], day: Day): Person[] =>
  people.filter((person) => isResident(person, day))

/** Persons born evenly from 1925 to 2006, half of them women. */
export function makeAdults(count: number): Person[] {
  const random = new Random(1, 99, 0)
  return Array.from({ length: count }, (_, index) =>
    makePerson({
      index,
      sex: random.chance(0.5) ? MALE : FEMALE,
      birth: random.between(dayOf(1925), dayOf(2006, 12, 31)),
      traits: {
        status: random.normal(),
        frailty: random.normal(),
        vulnerability: random.normal(),
        smoking: random.chance(0.2) ? 'current' : random.chance(0.3) ? 'former' : 'never',
        bmi: 26 + 4 * random.normal(),
        attendance: 1,
      },
    }),
  )
}

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

/** Fails unless a register's shapes have the tables and source columns of its metadata, and its code lists. */
export function expectShapesOf({ metadata, tables }: CountryRegister): void {
  expect(tables.map(({ name }) => name)).toEqual(metadata.tables.map(({ name }) => name))
  for (const [i, table] of metadata.tables.entries()) {
    const columns = tables[i]?.columns ?? []
    const named = [
      table.unitColumn,
      table.fromColumn,
      table.untilColumn,
      ...table.links.map(({ column }) => column),
    ]
    expect(columns.map(({ name }) => name).sort()).toEqual(
      [...named.filter((name) => name !== undefined), ...table.variables.map(({ column }) => column)].sort(),
    )
    for (const { column, domain } of table.variables) {
      const { codes } = columns.find(({ name }) => name === column) ?? {}
      expect(codes).toEqual('codes' in domain ? domain.codes.map(({ code }) => code) : undefined)
      if (codes) expect(codes).toEqual([...new Set(codes)].sort())
    }
  }
}
