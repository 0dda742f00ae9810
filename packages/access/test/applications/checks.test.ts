/** What is found missing or wrong in applications, by layer, and that every point has its words. */
import { Application, LANGUAGES, POINTS, pointText } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { check, statisticsWouldDo } from '../../src/applications/checks/index.js'
import { rulesOf } from '../../src/rules/index.js'
import type { OptOutLaw } from '../../src/rules/rules.js'
import { COMPLETE, chosen, context, made, RECORD, said } from './made.js'

const empty: Application = { ...COMPLETE, organisation: null, answers: {}, collection: [], persons: [] }
/** Every point that a test here brought about: the last test looks whether any was forgotten. */
const seen = new Map<string, ReturnType<typeof check>[number]>()
const points = (...given: Parameters<typeof said>) => {
  for (const point of check(given[0], given[1] ?? context())) seen.set(point.code, point)
  return said(...given)
}

test('row 9: an application that is complete has no points, and is one that the model reads', () => {
  expect(points(COMPLETE)).toEqual([])
  expect(Application.parse(COMPLETE)).toEqual(COMPLETE)
})

test('row 9: all that is missing of an empty application is listed at once, in the order of the form', () => {
  const found = points(empty)
  expect(found).toEqual([
    'missing title',
    'missing summary',
    'missing questions',
    'missing purpose',
    'missing benefit',
    'missing notMeant',
    'missing collection',
    'missing population',
    'missing years',
    'missing identifiability',
    'missing legalBasis',
    'missing legalBasisText',
    'missing ethics',
    'missing room',
    'missing from',
    'missing until',
    'missing organisation',
    'missing persons',
    'missing contact',
    'missing funding',
    'missing publication',
  ])
  expect(new Set(check(empty, context()).map(({ weight }) => weight))).toEqual(new Set(['blocks']))
})

test('row 9: all three layers are found in one go', () => {
  const wrong = made(
    { title: undefined, years: { from: 2020, until: 2010 }, purpose: 'policy' },
    { organisation: 'company' },
  )
  expect(check(wrong, context()).map(({ layer, code }) => `${layer} ${code}`)).toEqual([
    'technical missing',
    'contextual purpose.public-body',
    'semantic years.order',
  ])
})

describe('row 9: technical', () => {
  test.each([
    [made({ title: 'x'.repeat(301) }), ['too-long title']],
    [made({ title: '   ' }), ['missing title']],
    [made({ title: 'Hi' }), ['too-short title']],
    [made({ years: { from: 2010 } as never }), ['malformed years']],
    [made({ purpose: 'profit' as never }), ['malformed purpose']],
    [made({ questions: [] }), ['missing questions']],
    [made({}, { persons: [] }), ['missing persons']],
    [made({}, { persons: [...COMPLETE.persons, ...COMPLETE.persons] }), ['persons.lead persons']],
    [made({}, { form: { id: 'access', version: 99 } }), ['form.unknown form']],
  ])('%#', (application, expected) => {
    expect(points(application)).toEqual(expected)
  })
})

describe('row 9: semantic', () => {
  const relaxed = (cellThreshold: number) => [
    { rule: 'T2' as const, numbers: { cellThreshold }, reason: 'A rare disease' },
  ]
  test.each([
    [made({}, { collection: [chosen('no.hospital/NOTHING', 'q1')] }), ['collection.unknown collection']],
    [
      made({}, { collection: [COMPLETE.collection[0]!, COMPLETE.collection[0]!] }),
      ['collection.twice collection'],
    ],
    [made({ years: { from: 2012, until: 2011 } }), ['years.order years']],
    [made({ years: { from: 1970, until: 1980 } }), ['years.none years']],
    [made({ years: { from: 2000, until: 2010 } }), ['years.partly years']],
    [made({ from: '2026-06-01', until: '2026-05-31' }), ['dates.order until']],
    [made({ from: '2025-06-01', until: '2026-03-01' }), ['dates.past until']],
    [made({ from: '2026-06-01', until: '2036-06-01' }), ['duration.too-long until']],
    [made({ from: '2026-06-01', until: '2036-05-31' }), []],
    [made({ relaxations: relaxed(4) }), ['relaxation.beyond relaxations']],
    [made({ relaxations: relaxed(5) }), []],
    [
      made({ populationCriteria: { all: [{ register: 'no.hospital', variable: 'NO', codes: ['E11'] }] } }),
      ['population.unknown populationCriteria'],
    ],
    [
      made({ populationCriteria: { not: { register: 'no.hospital', variable: 'ICD10', codes: ['E11'] } } }),
      ['population.anyone populationCriteria'],
    ],
    [
      made(
        { populationCriteria: { register: 'no.hospital', variable: 'ICD10', codes: ['E11'] } },
        { collection: COMPLETE.collection.filter(({ register }) => register !== 'no.hospital') },
      ),
      ['population.outside populationCriteria'],
    ],
  ])('%#', (application, expected) => {
    expect(points(application)).toEqual(expected)
  })

  test('what nobody holds nobody can decide about', () => {
    const nobody = context({
      directory: { bodies: context().directory.bodies.filter(({ id }) => id !== 'people') },
    })
    expect(points(COMPLETE, nobody)).toEqual(['collection.no-holder collection'])
  })
})

describe('row 2:', () => {
  test.each(['public-interest', 'policy', 'statistics'] as const)(
    '%s is for public bodies only',
    (purpose) => {
      for (const organisation of ['university', 'company'])
        expect(points(made({ purpose }, { organisation }))).toEqual(['purpose.public-body purpose'])
      expect(points(made({ purpose }, { organisation: 'institute' }))).toEqual([])
    },
  )
  test.each(['education', 'research', 'care-improvement'] as const)('%s is for anyone', (purpose) => {
    expect(points(made({ purpose }, { organisation: 'company' }))).toEqual([])
  })
  test('a purpose that is not one of the six, or is not said, blocks', () => {
    expect(points(made({ purpose: undefined }))).toEqual(['missing purpose'])
    expect(Application.safeParse(made({ purpose: ['research', 'policy'] as never })).success).toBe(false)
  })
  test('a prohibited use that is meant blocks, and each must be confirmed not to be', () => {
    const notMeant = COMPLETE.answers.notMeant ?? {}
    expect(points(made({ notMeant: { ...notMeant, advertising: false } }))).toEqual([
      'prohibited.meant notMeant',
    ])
    expect(points(made({ notMeant: { advertising: true } }))).toEqual(['prohibited.unconfirmed notMeant'])
    expect(POINTS['prohibited.meant'].weight).toBe('blocks')
  })
})

describe('row 8:', () => {
  test('pseudonymised data need reasons and safeguards', () => {
    const pseudonymised = made({ identifiability: 'pseudonymised', safeguards: undefined, ethics: 'applied' })
    expect(points(pseudonymised)).toEqual([
      'pseudonymised.reason identifiabilityReason',
      'pseudonymised.safeguards safeguards',
    ])
    expect(
      points(
        made({
          identifiability: 'pseudonymised',
          identifiabilityReason: 'Dates of birth',
          ethics: 'applied',
        }),
      ),
    ).toEqual([])
    expect(points(made({ safeguards: undefined }))).toEqual([])
  })
  test('an answer in statistics is anonymous whatever stood there before', () => {
    const request = made({ identifiability: 'pseudonymised', tables: 'Deaths by age' }, { path: 'request' })
    expect(points(request)).toEqual([])
  })
})

describe('row 14:', () => {
  test('the lighter path is offered where statistics would do, and is not where rows are needed', () => {
    expect(statisticsWouldDo(COMPLETE)).toBe(true)
    expect(statisticsWouldDo(made({ identifiability: 'pseudonymised' }))).toBe(false)
    const many = Array.from({ length: 13 }, (_, i) => chosen(`no.hospital/V${i}`, 'q1'))
    expect(statisticsWouldDo(made({}, { collection: many }))).toBe(false)
    expect(statisticsWouldDo(made({}, { path: 'request' }))).toBe(false)
    expect(statisticsWouldDo(made({}, { kind: 'amendment', permit: RECORD.permit.id }))).toBe(false)
  })
  test('it asks for the tables, and for no room, law of rows or last day', () => {
    const request = made(
      { room: undefined, until: undefined, ethics: undefined, identifiability: undefined },
      { path: 'request' },
    )
    expect(points(request)).toEqual(['missing tables'])
  })
})

describe('row 9: contextual', () => {
  test('ethics by the dated rule: asked of pseudonymised research while the rule is in force', () => {
    const research = made({ identifiability: 'pseudonymised', identifiabilityReason: 'Dates' })
    expect(points(research)).toEqual(['ethics.required ethics'])
    expect(points(research, context({ rules: rulesOf('NO', '2027-06-01') }))).toEqual([])
    expect(points(made({ ethics: 'approved' }))).toEqual([
      'ethics.evidence ethicsReference',
      'ethics.evidence attachments',
    ])
  })
  test('what is urgent needs a reason', () => {
    expect(points(made({ urgentPublicHealth: true }))).toEqual(['urgency.reason urgencyReason'])
  })
  test('a variable that no question needs is questioned, and so is a question without variables', () => {
    const [first] = COMPLETE.collection
    const unused = made(
      {},
      { collection: [first!, chosen('dk.people/SEX'), chosen('dk.people/BORN', 'gone')] },
    )
    const [point] = check(unused, context())
    expect(points(unused)).toEqual(['minimisation.unused collection'])
    expect(point).toMatchObject({
      weight: 'question',
      with: { variables: 'SEX (dk.people), BORN (dk.people)', count: 2 },
    })
    const more = [...(COMPLETE.answers.questions ?? []), { id: 'q2', text: 'And why?' }]
    expect(points(made({ questions: more }))).toEqual(['minimisation.question questions'])
  })
  test('people who have not signed in are asked about, since a permit could not name them', () => {
    const other = { ...COMPLETE.persons[0]!, subject: null, name: 'Bo', part: 'analyst' as const }
    expect(points(made({}, { persons: [...COMPLETE.persons, other] }))).toEqual(['persons.unknown persons'])
  })
})

describe('row 13:', () => {
  const renewal = { kind: 'renewal', permit: RECORD.permit.id } as const
  test('a renewal is asked for at least a month before the end, and lasts at most ten years more', () => {
    expect(points(made({}, renewal), context({ today: '2026-03-15' }))).toEqual([])
    expect(points(made({}, renewal), context({ today: '2026-03-16' }))).toEqual(['renewal.late permit'])
    expect(points(made({ until: '2036-04-15' }, renewal))).toEqual([])
    expect(points(made({ until: '2036-04-16' }, renewal))).toEqual(['duration.too-long until'])
  })
  test('a renewal that was asked for in time stays so, however long it takes to be complete', () => {
    const later = { today: '2026-04-01' }
    expect(points(made({}, renewal), context({ ...later, askedOn: '2026-03-15' }))).toEqual([])
    expect(points(made({}, renewal), context({ ...later, askedOn: '2026-03-16' }))).toEqual([
      'renewal.late permit',
    ])
  })
  test('a permit is renewed once: a second renewal blocks, and what amends it may last as long as it does', () => {
    const permit = { ...RECORD.permit, renewedOn: '2025-09-01', from: '2015-01-01', until: '2034-12-31' }
    const again = context({ permit: () => ({ ...RECORD, status: 'RENEWED', permit }) })
    expect(points(made({}, renewal), again)).toEqual(['renewal.again permit'])
    expect(points(made({ until: permit.until }, { ...renewal, kind: 'amendment' }), again)).toEqual([])
    expect(points(made({ until: '2035-01-01' }, { ...renewal, kind: 'amendment' }), again)).toEqual([
      'duration.too-long until',
    ])
  })
  test('an amendment names a permit that holds, and is of the applicant', () => {
    expect(points(made({}, { kind: 'amendment' }))).toEqual(['permit.unnamed permit'])
    expect(points(made({}, { kind: 'amendment', permit: 'P-9999999999' }))).toEqual(['permit.unknown permit'])
    const over = context({ permit: () => ({ ...RECORD, status: 'REVOKED' }) })
    expect(points(made({}, { ...renewal, kind: 'amendment' }), over)).toEqual(['permit.over permit'])
  })
})

test('row 15: an exception from opting out is asked for where a law makes one, by whom and for what it says, with why', () => {
  const rules = rulesOf('NO', '2029-03-26')
  const law: OptOutLaw = {
    provision: 'Made-up act § 7',
    text: 'Public bodies may use data of everyone to stop an epidemic.',
    organisations: ['public-body'],
    purposes: ['public-interest', 'care-improvement'],
  }
  const asked = { optOutException: true, optOutNecessity: 'An outbreak', purpose: 'public-interest' } as const
  const institute = { organisation: 'institute' }
  const under = (optOutException: OptOutLaw | null) => context({ rules: { ...rules, optOutException } })
  expect(points(made(asked, institute), under(law))).toEqual([])
  expect(points(made(asked, institute), under(null))).toEqual(['opt-out.no-law optOutException'])
  expect(points(made({ ...asked, optOutNecessity: ' ' }, institute), under(law))).toEqual([
    'opt-out.reason optOutNecessity',
  ])
  const beyond = 'opt-out.beyond optOutException'
  expect(points(made({ ...asked, purpose: 'research' }, institute), under(law))).toEqual([beyond])
  // Art 71(4)(a) names no such purpose, whatever a law says.
  expect(points(made({ ...asked, purpose: 'care-improvement' }, institute), under(law))).toEqual([beyond])
  expect(points(made({ ...asked, purpose: 'research' }), under({ ...law, purposes: ['research'] }))).toEqual([
    beyond,
  ])
  expect(points(made({ ...asked, optOutException: false }, institute), under(null))).toEqual([])
})

test('every point there is was brought about above, and its words have a hole for nothing that it does not say', () => {
  expect([...seen.keys()].sort()).toEqual(Object.keys(POINTS).sort())
  for (const point of seen.values())
    for (const language of LANGUAGES) expect(pointText(point, language), point.code).not.toMatch(/[{}]/)
})
