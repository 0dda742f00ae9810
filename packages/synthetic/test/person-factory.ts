/** People for tests of one part of the country, made without the others; and what tests of all registers ask. */
import { expect } from 'vitest'
import { type Day, dayOf, FIRST_DAY, LAST_DAY } from '../src/days.js'
import { mortalityAt } from '../src/health/expected.js'
import { fallIll, mortalityRatio, settleHealth } from '../src/health/index.js'
import { ageOn, FEMALE, isResident, MALE, type Person, UNMARRIED } from '../src/person.js'
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

/** Per cent of the population by ten years of age on 2014-01-01, the last group from 90 on (Statistics Norway, table 07459). */
const PYRAMID = [12.3, 12.4, 13.4, 13.2, 14.5, 12.6, 10.8, 6.3, 3.65, 0.85]

/**
 * People of the age pyramid of 2014 and children born since, whose lives go on until `LAST_DAY` with the mortality that
 * their illnesses give them. Nobody leaves; the women of each 55th place in ages 20 to 39 have had a child.
 */
export function makeInhabitants(count: number, seed = 1): Person[] {
  const people: Person[] = []
  for (let index = 0; index < count; index++) {
    const random = new Random(seed, 1, index)
    const born = random.chance(0.1)
    const age = ageIn(random)
    const birth = born ? random.between(FIRST_DAY, LAST_DAY) : Math.floor(FIRST_DAY - age * 365.2425)
    const smokes = random.uniform()
    const person = makePerson({
      index,
      identifier: index,
      sex: random.chance(0.5) ? MALE : FEMALE,
      birth,
      entry: Math.max(birth, FIRST_DAY),
      homes: [{ from: Math.max(birth, FIRST_DAY), municipality: index % 300 }],
      traits: {
        status: random.normal(),
        frailty: random.normal(),
        vulnerability: random.normal(),
        smoking: smokes < 0.53 ? 'never' : smokes < 0.82 ? 'former' : 'current',
        bmi: random.normal(26.8, 4.5),
        attendance: 1,
      },
    })
    fallIll(person, random)
    person.death = deathOf(person, random)
    people.push(person)
  }
  for (const person of people) settleHealth(person, new Random(seed, 50, person.index))
  return people
}

/** The living and resident on a day. */
export const livingOn = (people: readonly Person[], day: Day): Person[] =>
  people.filter((person) => isResident(person, day))

function ageIn(random: Random): number {
  let left = random.uniform() * PYRAMID.reduce((a, b) => a + b)
  const group = PYRAMID.findIndex((share) => {
    left -= share
    return left < 0
  })
  const place = random.uniform()
  return group * 10 + 10 * (group >= 6 ? 1 - Math.sqrt(1 - 0.8 * place) : place)
}

function deathOf(person: Person, random: Random): Day | null {
  for (let day = person.entry; day <= LAST_DAY; day += 91) {
    const rate = mortalityAt(person.sex, ageOn(person, day)) * mortalityRatio(person, day)
    const wait = random.wait(rate / 365.2425)
    if (wait < 91) return day + wait <= LAST_DAY ? Math.floor(day + wait) : null
  }
  return null
}

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
