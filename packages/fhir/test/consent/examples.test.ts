/** What people would say, and what comes of it: each rule of the evaluator in one sentence. */
import { describe, expect, test } from 'vitest'
import { consentGate } from '../../src/consent/gate.js'
import { readConsent } from '../../src/consent/rules.js'
import type { Resource } from '../../src/resource.js'

const LAB: Resource = {
  resourceType: 'Observation',
  id: 'lab',
  code: { coding: [{ system: 'http://loinc.org', code: '718-7' }] },
  effectiveDateTime: '2020-05-01',
}
const PSYCHIATRY: Resource = {
  resourceType: 'Condition',
  id: 'psychiatry',
  meta: {
    security: [
      { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'PSY' },
      { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' },
    ],
  },
}
const why = (...codes: string[]) =>
  codes.map((code) => ({ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code }))
const whom = (...references: string[]) => references.map((reference) => ({ reference: { reference } }))
const labelled = (system: string, code: string) => [
  { system: `http://terminology.hl7.org/CodeSystem/${system}`, code },
]
const OBSERVATIONS = [{ system: 'http://hl7.org/fhir/resource-types', code: 'Observation' }]

let written = 0
const says = (provision: object, more: object = {}): Resource => ({
  resourceType: 'Consent',
  id: `c${written++}`,
  status: 'active',
  scope: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
  },
  patient: { reference: 'Patient/1' },
  dateTime: '2024-01-01',
  provision,
  ...more,
})
const LATER = { dateTime: '2025-01-01' }

function seen(consents: Resource[], purpose = 'TREAT', ...actors: string[]): string[] {
  const gate = consentGate(new Map([['1', consents.flatMap((one) => readConsent(one) ?? [])]]), {
    actors: new Set(actors),
    purposes: why(purpose),
    at: new Date('2026-01-01T12:00:00Z'),
  })
  return [LAB, PSYCHIATRY].flatMap((one) => (gate.allows(one, ['1']) ? [one.id as string] : []))
}
const ALL = ['lab', 'psychiatry']

describe('where nobody has said anything', () => {
  test.each([
    ['TREAT', ALL],
    ['ETREAT', ALL],
    ['HRESCH', ALL],
    ['PATRQT', ALL],
    ['HMARKT', []],
    ['PurposeOfUse', []],
    ['nonsense', []],
  ])('%s: law decides', (purpose, expected) => expect(seen([], purpose)).toEqual(expected))
})

describe('one consent', () => {
  test('a deny for research leaves care as it is', () => {
    const no = [says({ type: 'deny', purpose: why('HRESCH') })]
    expect(seen(no, 'HRESCH')).toEqual([])
    expect(seen(no, 'CLINTRCH')).toEqual([])
    expect(seen(no, 'TREAT')).toEqual(ALL)
  })
  test('who asks for every purpose asks for one that is denied', () =>
    expect(seen([says({ type: 'deny', purpose: why('CLINTRCH') })], 'HRESCH')).toEqual([]))
  test('an exception from an exception', () => {
    const consent = [
      says({
        type: 'deny',
        provision: [
          {
            type: 'permit',
            actor: whom('Organization/1'),
            provision: [{ type: 'deny', securityLabel: labelled('v3-ActCode', 'SPI') }],
          },
        ],
      }),
    ]
    expect(seen(consent)).toEqual([])
    expect(seen(consent, 'TREAT', 'Organization/1')).toEqual(['lab'])
  })
  test('a root permit of normal data permits nothing but normal data, and is nobody else’s matter', () => {
    const normal = [
      says({
        type: 'permit',
        actor: whom('Organization/1'),
        securityLabel: labelled('v3-Confidentiality', 'N'),
      }),
    ]
    expect(seen(normal, 'TREAT', 'Organization/1')).toEqual(['lab'])
    expect(seen(normal, 'TREAT', 'Organization/2')).toEqual(ALL)
    expect(seen(normal, 'HMARKT', 'Organization/2')).toEqual([])
  })
  test('two permits of some data add up', () =>
    expect(
      seen([
        says({ type: 'permit', class: OBSERVATIONS }),
        says({ type: 'permit', securityLabel: labelled('v3-ActCode', 'PSY') }, LATER),
      ]),
    ).toEqual(ALL))
  test('a base policy holds beside what the root says', () => {
    const optout = { policyRule: { coding: labelled('v3-ActCode', 'OPTOUT') } }
    expect(seen([says({ type: 'permit', class: OBSERVATIONS }, optout)])).toEqual(['lab'])
    expect(seen([says({}, optout)])).toEqual([])
    expect(seen([says({ provision: [{ type: 'permit', class: OBSERVATIONS }] }, optout)])).toEqual(['lab'])
  })
  test.each(['draft', 'inactive', 'rejected', 'entered-in-error'])('%s counts for nothing', (status) =>
    expect(seen([says({ type: 'deny' }, { status })])).toEqual(ALL),
  )
  test('it holds for its period, last day included', () => {
    expect(seen([says({ type: 'deny', period: { end: '2026-01-01' } })])).toEqual([])
    expect(seen([says({ type: 'deny', period: { end: '2025-12-31' } })])).toEqual(ALL)
    expect(seen([says({ type: 'deny', period: { start: '2026-01-02' } })])).toEqual(ALL)
  })
  test('what nobody can read denies as much as it may, and permits no more than it must', () => {
    expect(seen([says({ type: 'deny', actor: whom('#somebody') })])).toEqual([])
    expect(
      seen([says({ type: 'permit', purpose: why('HMARKT'), actor: whom('#somebody') })], 'HMARKT'),
    ).toEqual([])
    expect(seen([says({ type: 'permit' }, { modifierExtension: [{ url: 'urn:not-known' }] })])).toEqual([])
    expect(seen([says({ provision: [{ class: OBSERVATIONS }] })])).toEqual(['psychiatry'])
  })
})

describe('several consents of one person', () => {
  const shutOff = says({ type: 'deny', securityLabel: labelled('v3-ActCode', 'PSY') })
  test('a later form that permits much undoes nothing that was shut off', () =>
    expect(seen([shutOff, says({ type: 'permit', purpose: why('TREAT') }, LATER)])).toEqual(['lab']))
  test('a later permit that is about it more narrowly does', () => {
    const forOne = {
      type: 'permit',
      actor: whom('Practitioner/1'),
      securityLabel: labelled('v3-ActCode', 'PSY'),
    }
    expect(seen([shutOff, says(forOne, LATER)], 'TREAT', 'Practitioner/1')).toEqual(['psychiatry'])
    expect(seen([shutOff, says(forOne, LATER)], 'TREAT', 'Practitioner/2')).toEqual(['lab'])
  })
  test('an earlier one does not: whoever denies all means all', () => {
    const before = says({ type: 'permit', purpose: why('HRESCH'), actor: whom('Organization/1') })
    expect(
      seen([before, says({ type: 'deny', purpose: why('HRESCH') }, LATER)], 'HRESCH', 'Organization/1'),
    ).toEqual([])
  })
  test('where both are as narrow, deny wins', () =>
    expect(
      seen([
        says({ type: 'deny', class: OBSERVATIONS }),
        says({ type: 'permit', class: OBSERVATIONS }, LATER),
      ]),
    ).toEqual([]))
})

test('what is about two persons is seen where both leave it to see', () => {
  const denies = readConsent(says({ type: 'deny' }))
  const gate = consentGate(new Map([['1', denies ? [denies] : []]]), {
    actors: new Set(),
    purposes: why('TREAT'),
    at: new Date(),
  })
  expect(gate.allows(LAB, ['1', '2'])).toBe(false)
  expect(gate.allows(LAB, ['2'])).toBe(true)
  expect(gate.verdict(LAB, '1')).toMatchObject({ says: 'deny', consent: denies?.consent })
})
