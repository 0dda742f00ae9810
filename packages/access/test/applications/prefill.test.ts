/** What is in an application before anybody types, and where it came from. */
import { Application } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { check } from '../../src/applications/checks/index.js'
import { fieldsOf, formOn } from '../../src/applications/forms/index.js'
import { type Beginning, begin, stillAsBegun } from '../../src/applications/prefill.js'
import { knownVariables } from '../../src/applications/variables.js'
import { rulesOf } from '../../src/rules/index.js'
import { CATALOGUE, COMPLETE, context, DIRECTORY, made, RECORD, TODAY } from './made.js'

const beginning = (more: Partial<Beginning> = {}): Beginning => ({
  kind: 'new',
  path: 'permit',
  country: 'NO',
  permit: null,
  form: formOn(TODAY),
  today: TODAY,
  rules: rulesOf('NO', TODAY),
  variables: knownVariables(CATALOGUE),
  person: { subject: 'anna', name: 'Anna' },
  organisation: DIRECTORY.bodies.find(({ id }) => id === 'university') ?? null,
  collection: COMPLETE.collection,
  earlier: { own: null, organisation: null },
  room: 'Sund',
  ...more,
})
/** Every field that the form shows, answers and parts alike, the optional ones too, and how many of them are filled by nobody. */
function measure(of: Beginning) {
  const begun = begin(of)
  const fields = fieldsOf(of.form, begun.application, of.rules)
  const kept = Object.keys(stillAsBegun(begun.application, begun, of.form, of.rules))
  const needed = fields.filter(({ required }) => required)
  return {
    begun,
    share: kept.length / fields.length,
    ofNeeded: needed.filter(({ name }) => kept.includes(name)).length / needed.length,
  }
}

describe('at least 60 % of the fields are filled', () => {
  test.each([
    ['by one who has applied before', { own: COMPLETE, organisation: null }],
    ['by one whose organisation has', { own: null, organisation: COMPLETE }],
  ])('%s', (_who, earlier) => {
    const { begun, share, ofNeeded } = measure(beginning({ earlier }))
    expect(share).toBeGreaterThanOrEqual(0.6)
    expect(ofNeeded).toBeGreaterThanOrEqual(0.6)
    expect(Application.parse(begun.application)).toEqual(begun.application)
    // What it fills is right: nothing of it is wrong, only the rest is missing.
    expect(new Set(check(begun.application, context()).map(({ code }) => code))).toEqual(new Set(['missing']))
  })
  test('and fewer, but not nothing, for who never has', () => {
    const { share, ofNeeded } = measure(beginning())
    expect(share).toBeGreaterThan(0.35)
    expect(ofNeeded).toBeLessThan(0.6)
  })
})

test('each says where it came from', () => {
  const { application, sources } = begin(beginning({ earlier: { own: null, organisation: COMPLETE } }))
  expect(sources).toEqual({
    purpose: 'organisation',
    years: 'collection',
    identifiability: 'usual',
    legalBasis: 'organisation',
    legalBasisText: 'organisation',
    safeguards: 'organisation',
    ethics: 'rules',
    urgentPublicHealth: 'usual',
    room: 'organisation',
    from: 'rules',
    until: 'usual',
    contact: 'you',
    funding: 'organisation',
    publication: 'organisation',
    organisation: 'you',
    collection: 'collection',
    persons: 'you',
  })
  expect(application.answers).toMatchObject({ years: { from: 2008, until: 2024 }, ethics: 'not-required' })
  expect(application.persons).toMatchObject([{ subject: 'anna', part: 'lead' }])
})

test('what must be said by a person is never filled', () => {
  const { application } = begin(beginning({ earlier: { own: COMPLETE, organisation: COMPLETE } }))
  for (const name of ['title', 'summary', 'questions', 'benefit', 'notMeant', 'population'] as const)
    expect(application.answers[name], name).toBeUndefined()
})

test('an answer that was changed counts as typed, and one that is typed back as filled', () => {
  const of = beginning({ earlier: { own: COMPLETE, organisation: null } })
  const begun = begin(of)
  const changed = { ...begun.application, answers: { ...begun.application.answers, room: 'Elsewhere' } }
  expect(stillAsBegun(changed, begun, of.form, of.rules).room).toBeUndefined()
  expect(stillAsBegun(begun.application, begun, of.form, of.rules).room).toBe('last-application')
  const { collection } = begun.application
  const joined = collection.map((one) => ({ ...one, questions: ['q9'] }))
  expect(
    stillAsBegun({ ...begun.application, collection: joined }, begun, of.form, of.rules).collection,
  ).toBe('collection')
  const fewer = { ...begun.application, collection: collection.slice(1) }
  expect(stillAsBegun(fewer, begun, of.form, of.rules).collection).toBeUndefined()
})

describe('a change of a permit begins with all that led to it', () => {
  const permit = { record: RECORD, application: made({}, { organisation: 'university' }) }
  test('an amendment is complete at once', () => {
    const { begun, share } = measure(beginning({ kind: 'amendment', permit }))
    expect(begun.application).toMatchObject({ kind: 'amendment', permit: RECORD.permit.id })
    expect(begun.application.answers).toMatchObject(COMPLETE.answers)
    expect(share).toBeGreaterThan(0.8)
    expect(check(begun.application, context())).toEqual([])
  })
  test('a renewal asks for a year more', () => {
    const { application, sources } = begin(beginning({ kind: 'renewal', permit }))
    expect(application.answers.until).toBe('2027-04-15')
    expect(sources.until).toBe('permit')
  })
})

test('what is asked for again on another path or in Denmark is what that form asks', () => {
  const { begun } = measure(beginning({ path: 'request', country: 'DK', rules: rulesOf('DK', TODAY) }))
  expect(begun.application).toMatchObject({ path: 'request', country: 'DK' })
  expect(check(begun.application, context()).map(({ at }) => at)).toContain('tables')
})
