/** A small network of bodies and people for tests of cases: two countries, three holders (one trusted), and whoever decides. */
import type { Actor, Application, Membership, Organisation, Point, Role } from '@sund/model'
import type { DirectoryBody } from '../../src/cases/directory.js'
import type { Context } from '../../src/cases/stream.js'
import { rulesOf } from '../../src/rules/index.js'

const organisation = (
  id: string,
  body: Organisation['body'],
  rest: Partial<DirectoryBody> = {},
): DirectoryBody => ({
  id,
  title: { en: id },
  country: 'NO',
  kind: 'public-body',
  body,
  trusted: false,
  anonymousHandlers: false,
  mailbox: `${id}@example.org`,
  homepage: `https://${id}.example.org`,
  registers: [],
  ...rest,
})

const register = (name: string, version = '2.1.0') => ({ name, version })

export const BODIES: readonly DirectoryBody[] = [
  organisation('access', 'access-body', { anonymousHandlers: true }),
  organisation('ethics', 'ethics'),
  organisation('secrecy', 'dispensation'),
  organisation('fjord', 'holder', { registers: [register('no.population')] }),
  organisation('fjell', 'holder', { registers: [register('no.hospital')], trusted: true }),
  organisation('adgang', 'access-body', { country: 'DK' }),
  organisation('etik', 'ethics', { country: 'DK' }),
  organisation('belt', 'holder', { country: 'DK', registers: [register('dk.medicines', '1.0.0')] }),
]

const MEMBERS: Record<string, Membership[]> = Object.fromEntries(
  BODIES.flatMap(({ id }) =>
    (['handler', 'reviewer', 'decider', 'administrator', 'auditor'] as Role[]).map((role) => [
      `${id}.${role}`,
      [{ organisation: id, roles: [role] }],
    ]),
  ),
)
MEMBERS['access.second'] = [{ organisation: 'access', roles: ['decider'] }]

/** Somebody by name: `BODY.ROLE`, or a researcher. */
export const actor = (subject: string): Actor => ({
  subject,
  name: `${subject} by name`,
  memberships: MEMBERS[subject] ?? [],
})

export const ACTORS = [...Object.keys(MEMBERS), 'kari', 'mads', 'stranger', 'system']

export const application = (rest: Partial<Application> = {}): Application => ({
  form: { id: 'access', version: 1 },
  kind: 'new',
  permit: null,
  path: 'permit',
  country: 'NO',
  organisation: 'university',
  answers: {
    title: 'Heart failure after diabetes',
    summary: 'Whether people with diabetes come to hospital more often.',
    questions: [{ id: 'q1', text: 'How often?' }],
    purpose: 'research',
    identifiability: 'pseudonymised',
    ethics: 'not-applied',
    years: { from: 2014, until: 2024 },
    from: '2027-03-01',
    until: '2030-02-28',
  },
  collection: [
    { register: 'no.population', variable: 'SEX', questions: ['q1'] },
    { register: 'no.hospital', variable: 'DIAGNOSIS', questions: ['q1'] },
    { register: 'no.hospital', variable: 'ADMITTED', questions: ['q1'] },
  ],
  persons: [
    { subject: 'kari', name: 'Kari', email: 'kari@example.org', organisation: 'University', part: 'lead' },
    { subject: 'mads', name: 'Mads', email: null, organisation: 'University', part: 'analyst' },
  ],
  attachments: [],
  ...rest,
})

let serial = 0

/** What the world is like on a day for somebody. Points block where `blocked` says so. */
export function contextOf(
  subject: string,
  now: Date,
  rest: Partial<Context> & { blocked?: readonly Point[] } = {},
): Context {
  const { blocked = [], ...own } = rest
  return {
    actor: subject === 'system' ? { subject, name: 'Sund', memberships: [] } : actor(subject),
    now,
    directory: { bodies: BODIES },
    rules: rulesOf,
    points: () => blocked,
    unenforceable: () => [],
    fee: () => ({
      currency: 'NOK',
      lines: [
        { body: 'access', what: 'case', amount: 100_000 },
        { body: 'fjord', what: 'variables', amount: 50_000 },
        { body: 'fjell', what: 'variables', amount: 50_000 },
      ],
      reduction: { reason: 'university', share: 0.5 },
      total: 100_000,
      rules: 'NO-1',
    }),
    permit: () => null,
    excludedUntil: () => null,
    pseudonym: (of) => `pseudonym-of-${of}`,
    rolesOf: (of) => MEMBERS[of] ?? [],
    uuid: () => `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`,
    permitId: () => `P-${String(++serial).padStart(10, '0')}`,
    id: '11111111-1111-4111-8111-111111111111',
    reference: '2026-0001',
    ...own,
  }
}
