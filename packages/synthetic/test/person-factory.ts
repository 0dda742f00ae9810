/** Persons for tests of single registers: an ordinary life, but for what a test says. */
import { FIRST_DAY } from '../src/days.js'
import { FEMALE, type Person } from '../src/person.js'

export function makePerson(overrides: Partial<Person> = {}): Person {
  const index = overrides.index ?? 0
  return {
    index,
    identifier: 10_000_000_000 + index,
    sex: FEMALE,
    birth: FIRST_DAY - 40 * 365,
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
    traits: { status: 0, frailty: 0, vulnerability: 0, smoking: 'never', bmi: 25, attendance: 1 },
    illnesses: new Map(),
    visits: [],
    deliveries: [],
    ...overrides,
  }
}
