/** Open terms are for whoever is signed in and for nothing that asks for a permit; a permit is for those whom it names, for what it names, while it holds. */
import {
  type Catalogue,
  type Failure,
  type Permit,
  type Register,
  SENSITIVITIES,
  type Sensitivity,
} from '@sund/model'
import { describe, expect, test } from 'vitest'
import { decide, type NamedPermit, type StandingPermit, spanOf, type Use } from '../src/index.js'

const anna = { subject: 'anna', signedIn: true }
const use = (sensitivity: Sensitivity, variable = 'AGE', more: Partial<Use> = {}): Use => ({
  register: 'no.person',
  version: '3.1.0',
  variable,
  sensitivity,
  terms: 'open',
  ...more,
})
const errorsOf = (decision: () => unknown): Failure['errors'][number][] => {
  try {
    decision()
    return []
  } catch (error) {
    return [...(error as Failure).errors]
  }
}
const codeOf = (decision: () => unknown): string => errorsOf(decision)[0]?.code ?? 'no error'

test.each(SENSITIVITIES)('a signed-in researcher has open terms for %s', (sensitivity) => {
  expect(decide(anna, [use(sensitivity)])).toEqual({ terms: 'open', permit: null })
})

test('all kinds together, and nothing at all, are open too', () => {
  expect(
    decide(
      anna,
      SENSITIVITIES.map((of) => use(of)),
    ),
  ).toEqual({ terms: 'open', permit: null })
  expect(decide(anna, [])).toEqual({ terms: 'open', permit: null })
})

test.each([null, { subject: 'anna', signedIn: false }, { subject: '', signedIn: true }])(
  'who is not signed in has nothing: %j',
  (researcher) => {
    expect(codeOf(() => decide(researcher, [use('PUBLIC')]))).toBe('permission.sign-in')
    expect(codeOf(() => decide(researcher, []))).toBe('permission.sign-in')
  },
)

test.each(['SECRET', 'toString', '__proto__', ''])(
  'a sensitivity the table does not name is denied: %s',
  (name) => {
    const unknown = use(name as Sensitivity)
    expect(codeOf(() => decide(anna, [use('PUBLIC'), unknown]))).toBe('permission.denied')
    expect(() => decide(anna, [unknown])).toThrow("'AGE' of the register 'no.person'")
  },
)

const title = { en: 'x' }
const variable = (name: string) => ({
  name,
  title,
  description: title,
  temporality: 'FIXED' as const,
  dataType: 'LONG' as const,
  domain: {},
  sensitivity: 'PERSON_SPECIAL' as const,
})
const register: Register = {
  name: 'no.person',
  title,
  description: title,
  holder: { name: 'north', title },
  source: 'x',
  licence: 'x',
  tables: [
    {
      name: 'TESTS',
      title,
      description: title,
      unit: 'TEST',
      links: [
        { name: 'PATIENT', unit: 'PERSON', title },
        { name: 'WARD', unit: 'WARD', title },
      ],
      variables: [variable('AGE'), variable('INCOME'), variable('SEX')],
    },
  ],
}
const catalogue: Catalogue = ['3.1.0', '4.0.0'].map((version) => ({
  register,
  version,
  importedAt: '2026-01-01T00:00:00.000Z',
  contentHash: 'x',
  figures: [],
}))
const permit = (more: Partial<Permit> = {}): Permit => ({
  id: 'P-0000000001',
  revision: 1,
  case: '00000000-0000-4000-8000-000000000001',
  path: 'permit',
  country: 'NO',
  title: 'Ages',
  purpose: 'research',
  identifiability: 'pseudonymised',
  registers: [{ register: 'no.person', holder: 'north', version: '3', variables: ['AGE'] }],
  population: { text: 'All', criteria: null },
  years: null,
  room: 'room',
  persons: [{ subject: 'anna', pseudonym: 'a', name: 'Anna' }],
  conditions: [],
  relaxations: [],
  from: '2026-01-01',
  until: '2026-12-31',
  deletedBy: '2027-06-30',
  resultsBy: '2028-06-30',
  fee: null,
  decisions: [],
  issuedAt: '2026-01-01T00:00:00.000Z',
  ...more,
})
const standing = (more: Partial<StandingPermit> = {}): StandingPermit => ({
  permit: permit(),
  jws: 'x',
  status: 'GRANTED',
  removed: [],
  ...more,
})
const place = (line: number) => ({ line, column: 1, endLine: line, endColumn: 9 })
const named = (record: StandingPermit | null, more: Partial<NamedPermit> = {}): NamedPermit => ({
  id: 'P-0000000001',
  position: place(1),
  record,
  catalogue,
  now: new Date('2026-06-01T12:00:00.000Z'),
  ...more,
})
const age = use('PERSON_SPECIAL', 'AGE', { terms: 'permit', position: place(4) })

describe('row 13: what a permit says is what it allows', () => {
  test('its variables in its versions, with the link to the person, and nothing else', () => {
    const link = use('PERSON_GENERAL', 'PATIENT', { terms: 'permit' })
    const record = standing()
    expect(decide(anna, [age, link], named(record))).toEqual({ terms: 'permit', permit: record })
    for (const status of ['AMENDED', 'RENEWED'] as const)
      expect(decide(anna, [age], named(standing({ status }))).terms).toBe('permit')
  })

  test('all that is wrong is said at once, each with its place', () => {
    const uses = [
      age,
      use('PERSON_SPECIAL', 'INCOME', { terms: 'permit', position: place(5) }),
      use('PERSON_SPECIAL', 'INCOME', { terms: 'permit', position: place(6) }),
      use('PERSON_GENERAL', 'WARD', { position: place(7) }),
      use('PUBLIC', 'NAME', { register: 'no.places', position: place(8) }),
    ]
    const record = standing({ status: 'REVOKED', removed: ['anna'] })
    const errors = errorsOf(() => decide(anna, uses, named(record, { now: new Date('2027-02-01') })))
    expect(errors.map(({ message, position }) => [position?.line, message])).toEqual([
      [1, 'You were removed from the permit P-0000000001.'],
      [1, 'The permit P-0000000001 was revoked.'],
      [1, 'The permit P-0000000001 has expired; its last day was 2026-12-31.'],
      [5, 'no.person/INCOME is not among what the permit P-0000000001 allows.'],
      [7, 'no.person/WARD is not among what the permit P-0000000001 allows.'],
      [8, 'no.places/NAME is not among what the permit P-0000000001 allows.'],
    ])
    expect(errors.every(({ code, next }) => code === 'permission.denied' && next.length > 0)).toBe(true)
  })

  test('another version than the one pinned is refused once', () => {
    const uses = ['AGE', 'SEX'].map((name, i) =>
      use('PERSON_SPECIAL', name, { version: '4.0.0', position: place(4 + i) }),
    )
    expect(errorsOf(() => decide(anna, uses, named(standing())))).toMatchObject([
      { position: { line: 4 }, message: expect.stringContaining('version 4.0.0') },
    ])
    const any = permit({
      registers: [{ ...(permit().registers[0] as Permit['registers'][number]), version: null }],
    })
    expect(decide(anna, uses.slice(0, 1), named(standing({ permit: any }))).terms).toBe('permit')
  })

  test('it holds from the start of its first day to the end of its last, by the clocks of its country', () => {
    expect(spanOf(permit())).toEqual({
      from: new Date('2025-12-31T23:00:00.000Z'),
      until: new Date('2026-12-31T23:00:00.000Z'),
    })
    const at = (now: string) => codeOf(() => decide(anna, [age], named(standing(), { now: new Date(now) })))
    expect(at('2025-12-31T22:59:59.999Z')).toBe('permission.denied')
    expect(at('2025-12-31T23:00:00.000Z')).toBe('no error')
    expect(at('2026-12-31T22:59:59.999Z')).toBe('no error')
    expect(at('2026-12-31T23:00:00.000Z')).toBe('permission.denied')
  })
})

describe('row 17: a permit is for the persons whom it names', () => {
  test('anyone else hears no more than of a permit that there is not', () => {
    const message = (record: StandingPermit | null) =>
      errorsOf(() => decide({ subject: 'bo', signedIn: true }, [age], named(record))).map(
        (error) => error.message,
      )
    expect(message(standing({ status: 'REVOKED' }))).toEqual(message(null))
    expect(message(null)).toEqual(['There is no permit P-0000000001 that names you.'])
  })

  test('who was removed is refused though the signature names them', () => {
    expect(codeOf(() => decide(anna, [age], named(standing({ removed: ['anna'] }))))).toBe(
      'permission.denied',
    )
    expect(codeOf(() => decide(anna, [age], named(standing({ removed: ['bo'] }))))).toBe('no error')
  })
})

test('row 7: a permit that is stopped allows nothing', () => {
  expect(errorsOf(() => decide(anna, [age], named(standing({ stopped: true }))))).toMatchObject([
    { message: 'The permit P-0000000001 is stopped.' },
  ])
})

test('what needs a permit is refused without one, variable by variable, and what to do is said', () => {
  const uses = [use('PUBLIC'), age, use('PERSON_SPECIAL', 'SEX', { terms: 'permit', position: place(5) })]
  const errors = errorsOf(() => decide(anna, uses))
  expect(errors.map(({ position, message }) => [position?.line, message])).toEqual([
    [4, 'no.person/AGE needs a permit, and the script names none.'],
    [5, 'no.person/SEX needs a permit, and the script names none.'],
  ])
  expect(errors[0]?.next).toContain('Apply')
})
