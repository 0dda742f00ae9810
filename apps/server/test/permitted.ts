/** Registers that need a permit, permits over them that the hub has signed, and a store in which a test changes what becomes of them. */
import { join } from 'node:path'
import type { StandingPermit } from '@sund/access'
import { type Clock, PERMIT, type Permit, type Register } from '@sund/model'
import { type PartyKeys, readOrCreateKeys, signed } from '@sund/network'
import type { PermitStore } from '../src/roles/permit-desk.js'
import { pseudonym } from '../src/roles/run.js'
import { eventRegister, identifier, importCsv, openTestSund, PERSONS } from './registers.js'

export const KARI = { subject: 'demo:kari', name: 'Kari Forsker' }
export const OLA = { subject: 'demo:ola', name: 'Ola Forsker' }

/** Visits of persons on days of 2015 to 2019, at the holder that has the laboratory. */
export const VISITS: Register = {
  ...eventRegister(
    'test.visits',
    { name: 'south', title: { en: 'south' } },
    'VISITS',
    ['a', 'b'],
    'PERSON_SPECIAL',
  ),
  terms: 'permit',
}

/** Who visits in a year: half of all in the first, five of six in the last. */
const visitsIn = (year: number, person: number): boolean => (person * 7 + year) % (year - 2013) !== 0

/** Where permits are kept that a test has made. */
export function permitStore(): { permits: Map<string, StandingPermit>; store: PermitStore } {
  const permits = new Map<string, StandingPermit>()
  return { permits, store: { find: async (id) => permits.get(id) ?? null } }
}

/** An open Sund whose registers need a permit, with `issue` to sign one and `permits` to change what becomes of it. */
export async function openPermitted(clock?: Clock) {
  const { permits, store } = permitStore()
  const open = await openTestSund({ permits: store, ...(clock ? { clock } : {}) }, PERSONS, (register) => ({
    ...register,
    terms: 'permit',
  }))
  const years = [2015, 2016, 2017, 2018, 2019]
  const persons = Array.from({ length: PERSONS }, (_, person) => person)
  await importCsv(open.sund, open.home, VISITS, [
    'id,day,KIND',
    ...years.flatMap((year) =>
      persons.flatMap((person) =>
        visitsIn(year, person) ? [`${identifier(person)},${year}-06-01,${person % 2 ? 'a' : 'b'}`] : [],
      ),
    ),
  ])
  return { ...open, permits, ...(await permitIssuer(open.home, permits)) }
}

/** Signs permits with the keys of a home's hub. */
export async function permitIssuer(home: string, permits: Map<string, StandingPermit>) {
  const keys: PartyKeys = await readOrCreateKeys(join(home, 'hub', 'keys.json'))
  let issued = 0
  const draft = (more: Partial<Permit> = {}): Permit => ({
    id: `P-${`${++issued}`.padStart(10, '0')}`,
    revision: 1,
    case: '00000000-0000-4000-8000-000000000001',
    path: 'permit',
    country: 'NO',
    title: 'Levels by age',
    purpose: 'research',
    identifiability: 'pseudonymised',
    registers: [
      { register: 'test.population', holder: 'north', version: '1', variables: ['SEX', 'AGE'] },
      { register: 'test.laboratory', holder: 'south', version: null, variables: ['LEVEL'] },
    ],
    population: { text: 'Everyone', criteria: null },
    years: null,
    room: 'room',
    persons: [KARI].map(({ subject, name }) => ({ subject, name, pseudonym: pseudonym(keys, subject) })),
    conditions: [],
    relaxations: [],
    from: '2020-01-01',
    until: '2099-12-31',
    deletedBy: '2100-06-30',
    resultsBy: '2101-06-30',
    fee: null,
    decisions: [],
    issuedAt: '2020-01-01T00:00:00.000Z',
    ...more,
  })
  /** Signs a permit and keeps it. */
  const issue = async (more: Partial<Permit> = {}): Promise<StandingPermit> => {
    const permit = draft(more)
    const record: StandingPermit = {
      permit,
      jws: await signed(keys.signing, { type: PERMIT, by: 'hub' }, permit),
      status: 'GRANTED',
      removed: [],
    }
    permits.set(permit.id, record)
    return record
  }
  return { keys, draft, issue }
}

/** The rest of a script under a permit. */
export const under = ({ permit }: { permit: Pick<Permit, 'id'> }, script: string): string =>
  `permit ${permit.id}\n${script}`
