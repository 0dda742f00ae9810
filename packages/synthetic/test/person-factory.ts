/** People made up for one test each; `people.ts` has a whole population. */
import { type Day, dayOf, FIRST_DAY } from '../src/days.js'
import { FEMALE, isResident, MALE, type Person, UNMARRIED } from '../src/person.js'
import { Random } from '../src/random.js'

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
