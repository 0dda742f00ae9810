import type { CaseView, Desk } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { askedOf, commandOf, initialValues, isWhole } from '../src/cases/forms.js'
import { duesOf } from '../src/cases/inbox.js'
import { forget, keep, placeOf, readKept } from '../src/cases/kept.js'
import { lanesOf } from '../src/cases/lanes.js'
import { since } from '../src/cases/overtaken.js'
import { stateSentence } from '../src/cases/state-sentence.js'
import { menuOf, moreOf, PAGES, sideNamed, sideOf } from '../src/shell/menu.js'
import { nextOf } from '../src/start/next-step.js'
import { da } from '../src/words/da.js'
import { daysBetween, dayWords } from '../src/words/dates.js'
import { en } from '../src/words/en.js'
import { nb } from '../src/words/nb.js'

const NOW = '2027-03-15'
const desk = (at: string, since: string): Desk => ({
  at,
  person: null,
  since,
  days: daysBetween(since, NOW),
})
const clock = (at: string, due: string, state: 'running' | 'overdue' | 'void' = 'running') => ({
  clock: 'decision' as const,
  track: null,
  desk: at,
  started: '2027-03-03',
  due,
  state,
  extended: false,
})
const told = (
  part: Partial<Parameters<typeof stateSentence>[0]>,
  reader = { applicant: false, bodies: [] as string[] },
  words = en,
) =>
  stateSentence(
    { status: 'PROCESSING', desks: [], clocks: [], decision: null, appeal: null, ...part },
    reader,
    ({ at }) => (at === 'ethics' ? 'The ethics committee' : at),
    words,
    NOW,
  )

describe('row 20: whose desk it is on, since when and until when, in one sentence', () => {
  const ethics = { desks: [desk('ethics', '2027-03-03')], clocks: [clock('ethics', '2027-03-28')] }
  test('one body', () => {
    expect(told(ethics)).toBe(
      'The ethics committee has had it since 3 March, 12 days; the answer is due 28 March.',
    )
    expect(told(ethics, undefined, nb)).toContain('siden 3. mars, 12 dager; svarfristen er 28. mars.')
    expect(told(ethics, undefined, da)).toContain('siden 3. marts, 12 dage; svarfristen er 28. marts.')
  })
  test('one’s own, before those of others', () => {
    const desks = [desk('ethics', '2027-03-03'), desk('a', '2027-03-01'), desk('b', '2027-03-01')]
    const clocks = [clock('a', '2027-03-20'), clock('ethics', '2027-03-28')]
    expect(told({ desks, clocks }, { applicant: false, bodies: ['ethics'] })).toMatch(
      /^The ethics committee has had it .*: your turn; the answer is due 28 March; .*: a and b\.$/,
    )
    expect(told({ desks, clocks })).toContain('the first answer is due 20 March')
  })
  test('late, waiting for the applicant, decided, withdrawn', () => {
    expect(told({ desks: ethics.desks, clocks: [clock('ethics', '2027-03-12', 'overdue')] })).toContain(
      'was due 12 March and is 3 days late',
    )
    const waits = { desks: [desk('applicant', '2027-03-14')], clocks: [clock('applicant', '2027-04-11')] }
    expect(told(waits, { applicant: true, bodies: [] })).toBe(
      'It has waited for you since 14 March, 1 day; the answer is due 11 April.',
    )
    const decision = {
      outcome: 'partial' as const,
      variables: [],
      conditions: [],
      on: NOW,
      appealBy: '2027-04-05',
    }
    expect(told({ status: 'DECISION_ISSUED', decision })).toBe(
      'Decided on 15 March: granted in part; the applicant can appeal until 5 April.',
    )
    expect(told({ status: 'WITHDRAWN' })).toBe(`${en.cases.state.withdrawn}.`)
  })
})

test('lanes share one line of time, on which what is late goes past its day', () => {
  const track = (id: string, due: string) => ({ id, due, decision: null }) as CaseView['tracks'][number]
  const { lanes, share, last } = lanesOf(
    {
      submittedOn: '2027-03-01',
      clocks: [{ ...clock('a', '2027-03-11'), track: 'a' }],
      tracks: [track('a', '2027-03-11'), track('b', '2027-04-10')],
      decision: null,
      status: 'PROCESSING',
    } as unknown as CaseView,
    NOW,
  )
  expect(last).toBe('2027-04-10')
  expect(share('2027-03-21')).toBeCloseTo(0.5)
  expect(lanes.map(({ late }) => late)).toEqual([0, 4, -26])
  expect(lanes[0]?.end).toBe('2027-03-03')
})

test('what others do in their own part does not interrupt; what is done to the whole or to one’s part does', () => {
  const entry = (number: number, track: string | null, type = 'assessed') =>
    ({ number, track, type }) as CaseView['timeline'][number]
  const line = [
    entry(1, null),
    entry(2, 'mine'),
    entry(3, 'theirs'),
    entry(4, null),
    entry(5, null, 'reminded'),
  ]
  expect(since(line, 1, 'mine').map(({ number }) => number)).toEqual([2, 4])
  expect(since(line, 2, null).map(({ number }) => number)).toEqual([3, 4])
})

test('a form is whole when every field that is asked for is, and sends what its command takes', () => {
  const values = initialValues({
    outcome: 'partial',
    reason: ' All but one. ',
    variables: [
      { register: 'r.a', variable: 'X', granted: true, reason: '' },
      { register: 'r.a', variable: 'Y', granted: false, reason: '' },
    ],
    conditions: 'Once a year.\n\n',
  })
  expect(askedOf('decide', values)).toEqual(['outcome', 'variables', 'reason', 'conditions'])
  expect(isWhole('variables', values)).toBe(false)
  values.variables = values.variables.map((one) => ({ ...one, reason: 'Not needed.' }))
  expect(isWhole('variables', values)).toBe(true)
  expect(commandOf({ do: 'decide', track: 'holder:a' }, values)).toMatchObject({
    do: 'decide',
    track: 'holder:a',
    reason: 'All but one.',
    conditions: ['Once a year.'],
  })
  expect(askedOf('decide', { ...values, outcome: 'refused' })).toEqual(['outcome', 'reason'])
  expect(commandOf({ do: 'find-complete', track: null }, values)).toEqual({ do: 'find-complete' })
})

test('what is written is kept by person and place, and what cannot be read is nothing', () => {
  const store = new Map<string, string>()
  const place = placeOf('demo:kari', 'case', 'note', 'holder:a')
  const local = {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
    removeItem: (key: string) => void store.delete(key),
  }
  expect(keep(place, { begun: 3, values: { text: 'Half a' } }, local)).toBe(true)
  expect(readKept(place, local)).toEqual({ begun: 3, values: { text: 'Half a' } })
  expect(readKept(placeOf('demo:mads', 'case', 'note', 'holder:a'), local)).toBeNull()
  store.set(place, '{')
  expect(readKept(place, local)).toBeNull()
  forget(place, local)
  expect(store.size).toBe(0)
})

test('a menu has six pages at most, and every page is in it or a link away', () => {
  const member = (...roles: ('handler' | 'auditor' | 'administrator')[]) => ({
    signedIn: true,
    memberships: [{ organisation: 'a', roles }],
  })
  const sides = [
    sideOf({ signedIn: false, memberships: [] }),
    sideOf({ signedIn: true, memberships: [] }),
    sideOf(member('handler', 'administrator')),
    sideOf(member('auditor')),
    sideOf(member('administrator')),
  ]
  expect(sides).toEqual(['anyone', 'researcher', 'handler', 'auditor', 'administrator'])
  for (const side of sides) {
    expect(menuOf(side).length).toBeLessThanOrEqual(6)
    const all = [...menuOf(side), ...moreOf(side)]
    expect(new Set(all).size).toBe(all.length)
    expect(all.every((page) => page in PAGES)).toBe(true)
  }
  expect(sideNamed('toString')).toBe('anyone')
})

test('what to do next is one thing, the most pressing', () => {
  const nothing = { waits: 0, going: 0, permits: 0, drafts: 0, collected: 0, runs: 0 }
  expect(nextOf(nothing)).toBe('run')
  expect(nextOf({ ...nothing, runs: 3 })).toBe('choose')
  expect(nextOf({ ...nothing, collected: 2 })).toBe('apply')
  expect(nextOf({ ...nothing, drafts: 1, going: 1, collected: 2 })).toBe('goOn')
  expect(nextOf({ waits: 1, going: 1, permits: 1, drafts: 1, collected: 1, runs: 1 })).toBe('yours')
})

test('an inbox by when it is due', () => {
  const item = (late: number) => ({ late }) as Parameters<typeof duesOf>[0][number]
  const { overdue, week, later } = duesOf([item(3), item(0), item(-7), item(-8)])
  expect([overdue.length, week.length, later.length]).toEqual([1, 2, 1])
})

test('days in words', () => {
  expect(dayWords('2027-03-28', 'en-GB', NOW)).toBe('28 March')
  expect(dayWords('2028-03-28', 'nb', NOW)).toBe('28. mars 2028')
})
