/** A complete application over registers of two holders in two countries, and the world it is checked in. */
import type { Application, Catalogue, Permit, PermitRecord } from '@sund/model'
import { Register } from '@sund/model'
import { type CheckContext, check } from '../../src/applications/checks/index.js'
import { knownVariables } from '../../src/applications/variables.js'
import type { Directory, DirectoryBody } from '../../src/cases/directory.js'
import { rulesOf } from '../../src/rules/index.js'

export const TODAY = '2026-03-02'

const register = (name: string, holder: string, variables: Record<string, 'FIXED' | 'EVENT'>) =>
  Register.parse({
    name,
    title: { en: name },
    description: { en: name },
    holder: { name: holder, title: { en: holder } },
    source: 'made up',
    licence: 'CC0-1.0',
    tables: [
      {
        name: 'ROWS',
        title: { en: 'Rows' },
        description: { en: 'Rows' },
        unit: 'PERSON',
        unitColumn: 'person',
        fromColumn: 'day',
        variables: Object.entries(variables).map(([variable, temporality]) => ({
          name: variable,
          title: { en: variable.toLowerCase() },
          description: { en: variable },
          temporality,
          dataType: 'STRING',
          domain: {},
          sensitivity: 'PERSON_SPECIAL',
        })),
      },
    ],
  })

const entry = (of: Register, earliest: string, latest: string): Catalogue[number] => {
  const number = { value: 1, protection: 'none' } as never
  return {
    register: of,
    version: '1.0.0',
    importedAt: '2026-01-01T00:00:00.000Z',
    contentHash: 'ab',
    figures: [{ table: 'ROWS', rows: number, units: number, earliest, latest, variables: [] }],
  }
}
export const CATALOGUE: Catalogue = [
  entry(register('no.hospital', 'hospital', { ICD10: 'EVENT', DAYS: 'EVENT' }), '2008-01-01', '2024-12-31'),
  entry(
    register('dk.people', 'people', { SEX: 'FIXED', BORN: 'FIXED', MOVED: 'EVENT' }),
    '1990-01-01',
    '2023-12-31',
  ),
]

const body = (id: string, more: Partial<DirectoryBody> = {}): DirectoryBody => ({
  id,
  title: { en: id },
  country: 'NO',
  kind: 'public-body',
  body: null,
  trusted: false,
  anonymousHandlers: false,
  mailbox: `post@${id}.example`,
  homepage: `https://${id}.example`,
  registers: [],
  ...more,
})
export const DIRECTORY: Directory = {
  bodies: [
    body('access-no', { body: 'access-body' }),
    body('access-dk', { body: 'access-body', country: 'DK' }),
    body('hospital', { body: 'holder', registers: [{ name: 'no.hospital', version: '1.0.0' }] }),
    body('people', { body: 'holder', country: 'DK', registers: [{ name: 'dk.people', version: '1.0.0' }] }),
    body('university', { kind: 'university' }),
    body('institute'),
    body('company', { kind: 'company' }),
  ],
}

const PERMIT: Permit = {
  id: 'P-0123456789',
  revision: 1,
  case: '00000000-0000-4000-8000-000000000001',
  path: 'permit',
  country: 'NO',
  title: 'Hearts',
  purpose: 'research',
  identifiability: 'anonymous',
  registers: [{ register: 'no.hospital', holder: 'hospital', version: null, variables: ['ICD10'] }],
  population: { text: 'All', criteria: null },
  years: null,
  room: 'sund',
  persons: [{ subject: 'anna', pseudonym: 'x', name: 'Anna' }],
  conditions: [],
  relaxations: [],
  from: '2024-01-01',
  until: '2026-04-15',
  deletedBy: '2026-10-15',
  resultsBy: '2027-10-15',
  fee: null,
  decisions: [],
  issuedAt: '2024-01-01T00:00:00.000Z',
}
export const RECORD: PermitRecord = { permit: PERMIT, jws: 'a.b.c', status: 'GRANTED', removed: [] }

export const context = (more: Partial<CheckContext> = {}): CheckContext => ({
  today: TODAY,
  rules: rulesOf('NO', TODAY),
  variables: knownVariables(CATALOGUE),
  directory: DIRECTORY,
  permit: (id) => (id === PERMIT.id ? RECORD : null),
  ...more,
})

const QUESTION = { id: 'q1', text: 'Do they get heart disease earlier?' }
export const chosen = (name: string, ...questions: string[]) => {
  const [register = '', variable = ''] = name.split('/')
  return { register, variable, questions }
}

export const COMPLETE: Application = {
  form: { id: 'access', version: 2 },
  kind: 'new',
  permit: null,
  path: 'permit',
  country: 'NO',
  organisation: 'university',
  answers: {
    title: 'Heart disease after diabetes',
    summary: 'Whether women who had diabetes while pregnant get heart disease earlier than others.',
    questions: [QUESTION],
    purpose: 'research',
    benefit: 'Women at risk can be followed up earlier.',
    notMeant: {
      'decisions-against-person': true,
      'insurance-or-credit': true,
      advertising: true,
      'harmful-products': true,
      'ethics-conflict': true,
    },
    identifiability: 'anonymous',
    population: 'Women who gave birth in 2010 to 2019',
    years: { from: 2010, until: 2020 },
    legalBasis: 'public-task',
    legalBasisText: 'universities act, section 2',
    safeguards: 'Named persons only.',
    room: 'sund',
    from: '2026-06-01',
    until: '2029-05-31',
    urgentPublicHealth: false,
    ethics: 'not-required',
    funding: 'The university',
    publication: 'An article',
    contact: 'anna@university.example',
  },
  collection: [chosen('no.hospital/ICD10', 'q1'), chosen('dk.people/BORN', 'q1')],
  persons: [{ subject: 'anna', name: 'Anna', email: null, organisation: 'University', part: 'lead' }],
  attachments: [],
}

/** The complete application with some of it otherwise; an answer of undefined is taken out. */
export function made(
  answers: { [K in keyof Application['answers']]?: Application['answers'][K] | undefined } = {},
  more: Partial<Omit<Application, 'answers'>> = {},
): Application {
  const all = Object.entries({ ...COMPLETE.answers, ...answers }).filter(([, value]) => value !== undefined)
  return { ...COMPLETE, ...more, answers: Object.fromEntries(all) }
}

/** Points as `code at`, for short expectations. */
export const said = (application: Application, in_: CheckContext = context()): string[] =>
  check(application, in_).map(({ code, at }) => `${code} ${at}`)
