import { type CaseCommand, CaseView, Failure, type Permit, type Purpose } from '@sund/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CASE } from '../../src/cases/case.js'
import type { CaseEvent } from '../../src/cases/case-events.js'
import type { CaseState, Track } from '../../src/cases/case-state.js'
import type { Context, Recorded } from '../../src/cases/stream.js'
import { ASSESSED } from '../../src/cases/tracks.js'
import { dueDay } from '../../src/clocks/index.js'
import { RULES, rulesOf } from '../../src/rules/index.js'
import type { AccessRules } from '../../src/rules/rules.js'
import { application, contextOf } from './world.js'

const ID = '11111111-1111-4111-8111-111111111111'

/** A case that is played command by command. */
class Play {
  state: CaseState | null = null
  readonly events: Recorded<CaseEvent>[] = []
  now = new Date('2026-11-23T09:00:00Z')
  private readonly rest: Partial<Context>
  constructor(rest: Parameters<typeof contextOf>[2] = {}) {
    this.rest = rest
  }
  on(day: string): this {
    this.now = new Date(`${day}T09:00:00Z`)
    return this
  }
  does(subject: string, command: CaseCommand): this {
    const context = contextOf(subject, this.now, this.rest)
    for (const event of CASE.decide(this.state, command, context)) {
      const { subject: by, name } = context.actor
      const recorded: Recorded<CaseEvent> = {
        ...event,
        number: this.events.length + 1,
        at: this.now.toISOString(),
        actor: { subject: by, name },
      }
      this.events.push(recorded)
      this.state = CASE.evolve(this.state, recorded)
    }
    return this
  }
  get case(): CaseState {
    if (this.state === null) throw new Error('nothing has happened')
    return this.state
  }
  sees(subject: string) {
    return CaseView.parse(CASE.view(ID, this.case, this.events, contextOf(subject, this.now, this.rest)))
  }
  may(subject: string): string[] {
    return CASE.actions(this.case, contextOf(subject, this.now, this.rest)).map(
      ({ do: name, track }) => `${name}${track === null ? '' : ` ${track}`}`,
    )
  }
  refuses(subject: string, command: CaseCommand): string {
    try {
      this.does(subject, command)
    } catch (thrown) {
      if (thrown instanceof Failure) return thrown.errors[0].code
      throw thrown
    }
    throw new Error('it was not refused')
  }
  assessed(subject: string, track: string, but: readonly string[] = []): this {
    const kind = track.split(':')[0] as keyof typeof ASSESSED
    for (const criterion of ASSESSED[kind])
      if (!but.includes(criterion))
        this.does(subject, { do: 'assess', track, criterion, met: 'yes', reason: 'As the protocol says.' })
    return this
  }
  grants(subject: string, track: string): this {
    return this.does(subject, {
      do: 'decide',
      track,
      outcome: 'granted',
      reason: 'The law allows it.',
      variables: [],
      conditions: [],
    })
  }
}

const submit = (rest: Parameters<typeof application>[0] = {}): CaseCommand => ({
  do: 'submit',
  application: application(rest),
})
const processing = (rest: Parameters<typeof application>[0] = {}) =>
  new Play()
    .does('kari', submit(rest))
    .does('access.handler', { do: 'take', track: null })
    .does('access.handler', { do: 'find-complete' })

/** Everyone who has not decided grants. */
function granted(play: Play): Play {
  for (const { id, body, confirmedBy } of play.case.tracks.filter(({ state }) => state !== 'decided')) {
    play.assessed(`${body}.decider`, id)
    if (confirmedBy === null) play.grants(`${body}.decider`, id)
    else
      play
        .does(`${body}.decider`, {
          do: 'propose',
          track: id,
          outcome: 'granted',
          reason: 'Ours to give.',
          variables: [],
          conditions: [],
        })
        .grants(`${confirmedBy}.decider`, id)
  }
  return play
}

describe('row 15: an exception from opting out (Art 71(4))', () => {
  /** A country with such a law, for as long as these tests last. */
  const LAW: AccessRules = {
    ...rulesOf('NO', '2029-03-26'),
    id: 'NO-900',
    optOutException: {
      provision: 'Made-up act § 7',
      text: 'Public bodies may use data of everyone to stop an epidemic.',
      organisations: ['public-body'],
      purposes: ['public-interest'],
    },
  }
  const norway = RULES.NO as AccessRules[]
  beforeAll(() => void norway.push(LAW))
  afterAll(() => void norway.splice(norway.indexOf(LAW), 1))
  const asks = (optOutException: boolean, organisation = 'fjord', purpose: Purpose = 'public-interest') => {
    const { answers } = application()
    return submit({
      organisation,
      answers: { ...answers, purpose, optOutException, optOutNecessity: 'An outbreak' },
    })
  }
  const issued = (command: CaseCommand, rules = LAW) => {
    const play = new Play({ rules: () => rules }).does('kari', command)
    granted(
      play
        .does('access.handler', { do: 'take', track: null })
        .does('access.handler', { do: 'find-complete' }),
    )
    return play.events.flatMap(({ type, payload }) => (type === 'decision-issued' ? [payload.permit] : []))[0]
  }
  test('is written into the permit with its words where the law of the case makes it', () => {
    const { provision, text } = LAW.optOutException ?? {}
    expect(issued(asks(true))?.optOutException).toEqual({ provision, text })
    expect(issued(asks(false))).not.toHaveProperty('optOutException')
  })
  test('is granted to nobody else, for nothing else, and nowhere where no law makes it', () => {
    for (const [command, rules] of [
      [asks(true, 'university'), LAW],
      [asks(true, 'fjord', 'research'), LAW],
      [asks(true), rulesOf('NO', '2029-03-26')],
    ] as const)
      expect(() => issued(command, rules)).toThrow(/No law makes an exception/)
  })
})

describe('a case', () => {
  test('row 18: it goes through the states that countries tell each other', () => {
    const play = new Play().does('kari', submit())
    expect(play.case.status).toBe('SUBMITTED')
    play.does('access.handler', { do: 'take', track: null })
    expect(play.case.status).toBe('PRE_SCREENING')
    play.does('access.handler', { do: 'ask-completion', points: [{ at: 'safeguards', text: 'Which room?' }] })
    expect(play.case.status).toBe('AWAITING_ADDITIONAL_INFORMATION')
    play.does('kari', { do: 'supplement', application: application() })
    expect(play.case.status).toBe('PRE_SCREENING')
    play.does('access.handler', { do: 'find-complete' })
    expect(play.case.status).toBe('PROCESSING')
    expect(granted(play).case.status).toBe('DECISION_ISSUED')
    expect(
      new Play().does('kari', submit()).does('kari', { do: 'withdraw', reason: 'No money.' }).case.status,
    ).toBe('WITHDRAWN')
  })

  test('row 10: one application is before every holder, access body and authority concerned, of both countries', () => {
    const play = processing({
      collection: [
        ...application().collection,
        { register: 'dk.medicines', variable: 'ATC', questions: ['q1'] },
      ],
    })
    const tracks = play.case.tracks.map(({ id }) => id)
    expect(tracks).toEqual(
      expect.arrayContaining([
        'access-body:access',
        'access-body:adgang',
        'holder:fjord',
        'holder:fjell',
        'holder:belt',
      ]),
    )
    expect(new Set(tracks).size).toBe(tracks.length)
    // Nobody waits for anybody: every body has its desk on the same day.
    expect(new Set(play.sees('kari').desks.map(({ at }) => at)).size).toBe(
      new Set(play.case.tracks.map(({ body }) => body)).size,
    )
  })

  test('row 20: an ethics committee and a dispensation decide beside the holders where the dated rule asks for them', () => {
    const kinds = (rest: Parameters<typeof application>[0]) =>
      processing(rest).case.tracks.map(({ kind }) => kind)
    expect(kinds({})).toContain('dispensation')
    const { answers } = application()
    expect(
      kinds({ answers: { ...answers, purpose: 'statistics', identifiability: 'anonymous' } }),
    ).not.toContain('ethics')
    expect(kinds({ path: 'request' })).not.toContain('dispensation')
  })

  test('row 9: all points that block are told at once, at submission and at completeness', () => {
    const blocked = [
      { layer: 'technical', weight: 'blocks', at: 'title', code: 'missing', with: {} },
      { layer: 'contextual', weight: 'blocks', at: 'purpose', code: 'purpose.public-body', with: {} },
      { layer: 'contextual', weight: 'question', at: 'collection', code: 'minimisation.unused', with: {} },
    ] as const
    try {
      new Play({ blocked } as never).does('kari', submit())
      expect.unreachable()
    } catch (thrown) {
      expect((thrown as Failure).errors.map(({ message }) => message)).toEqual([
        'title: missing',
        'purpose: purpose.public-body',
      ])
    }
  })

  test('row 12: the clock is void while the applicant completes, and begins anew with completeness', () => {
    const play = new Play().does('kari', submit()).does('access.handler', { do: 'take', track: null })
    play
      .on('2026-12-01')
      .does('access.handler', { do: 'ask-completion', points: [{ at: 'room', text: 'Which?' }] })
    const states = () => play.sees('kari').clocks.map(({ clock, state }) => `${clock} ${state}`)
    expect(states()).toEqual(['screening void', 'completion running'])
    expect(play.case.timers[1]?.due).toBe(dueDay('2026-12-01', { amount: 4, unit: 'weeks' }, 'NO'))
    play.on('2026-12-20').does('kari', { do: 'supplement', application: application() })
    expect(states()).toEqual(['completion met', 'screening running'])
    play.on('2026-12-22').does('access.handler', { do: 'find-complete' })
    const decision = play.case.timers.find(({ clock }) => clock === 'decision')
    expect(decision?.started).toBe('2026-12-22')
  })

  test('row 12: an application that is not completed in time lapses', () => {
    const play = new Play().does('kari', submit()).does('access.handler', { do: 'take', track: null })
    play.does('access.handler', { do: 'ask-completion', points: [{ at: 'room', text: 'Which?' }] })
    const due = play.case.timers[1]?.due as string
    expect(CASE.wakes(play.case)).not.toBeNull()
    play.on(due).does('system', { do: 'tick' })
    expect(play.case.status).toBe('AWAITING_ADDITIONAL_INFORMATION')
    play.on('2027-02-01').does('system', { do: 'tick' })
    expect(play.case.status).toBe('WITHDRAWN')
    expect(play.case.ended?.how).toBe('lapsed')
    expect(CASE.wakes(play.case)).toBeNull()
  })

  test('row 12: a limit is extended once, with a reason, before it is over', () => {
    const play = processing()
    const before = play.sees('kari').tracks.find(({ id }) => id === 'holder:fjord')?.due as string
    play.does('fjord.decider', { do: 'extend', track: 'holder:fjord', reason: 'Many variables.' })
    const after = play.sees('kari').tracks.find(({ id }) => id === 'holder:fjord')
    expect(after?.extended).toBe(true)
    expect((after?.due as string) > before).toBe(true)
    expect(play.refuses('fjord.decider', { do: 'extend', track: 'holder:fjord', reason: 'More.' })).toBe(
      'permission.denied',
    )
    play.on('2027-12-01')
    expect(play.may('ethics.decider')).not.toContain('extend ethics:ethics')
  })

  test('row 12: urgent public health has a shorter limit from completeness', () => {
    const play = processing().on('2029-06-01')
    const slow = new Play()
      .on('2029-06-01')
      .does('kari', submit())
      .does('access.handler', { do: 'find-complete' })
    const due = slow.case.timers.find(({ track }) => track === 'access-body:access')?.due
    slow.does('access.handler', { do: 'set-urgency', urgent: true, reason: 'An outbreak.' })
    expect(slow.case.timers.find(({ track }) => track === 'access-body:access')?.due).toBe(
      dueDay('2029-06-01', { amount: 2, unit: 'months' }, 'NO'),
    )
    expect(due).toBe(dueDay('2029-06-01', { amount: 3, unit: 'months' }, 'NO'))
    expect(play.refuses('fjord.decider', { do: 'set-urgency', urgent: true, reason: 'x' })).toBe(
      'permission.denied',
    )
  })

  test('row 11: nothing is decided before each criterion has its assessment, reason and assessor', () => {
    const play = processing()
    const grant = { outcome: 'granted', reason: 'Yes.', variables: [], conditions: [] } as const
    const decide: CaseCommand = {
      do: 'decide',
      track: 'access-body:access',
      ...grant,
      variables: [],
      conditions: [],
    }
    play.assessed('access.handler', 'access-body:access', ['risk'])
    expect(play.refuses('access.decider', decide)).toBe('usage.request')
    play.does('access.handler', {
      do: 'assess',
      track: 'access-body:access',
      criterion: 'risk',
      met: 'in-part',
      reason: 'Few people in some cells.',
    })
    play.does('access.decider', decide)
    const track = play.sees('access.auditor').tracks.find(({ id }) => id === 'access-body:access')
    expect(track?.assessments).toHaveLength(8)
    expect(track?.assessments.every(({ by, reason }) => by !== '' && reason !== '')).toBe(true)
    // A handler prepares and does not decide.
    expect(processing().may('access.handler')).not.toContain('decide access-body:access')
  })

  test('row 16: a trusted holder proposes and the access body decides', () => {
    const play = processing()
    play.assessed('fjell.decider', 'holder:fjell')
    expect(play.may('fjell.decider')).toContain('propose holder:fjell')
    expect(play.may('fjell.decider')).not.toContain('decide holder:fjell')
    expect(play.case.timers.find(({ track }) => track === 'holder:fjell')?.clock).toBe('proposal')
    play.does('fjell.decider', {
      do: 'propose',
      track: 'holder:fjell',
      outcome: 'granted',
      reason: 'Ours to give.',
      variables: [],
      conditions: [],
    })
    expect(play.may('fjell.decider')).not.toContain('decide holder:fjell')
    expect(play.sees('kari').desks.some(({ at }) => at === 'fjell')).toBe(false)
    expect(play.may('access.decider')).toContain('decide holder:fjell')
    play.grants('access.decider', 'holder:fjell')
    expect(play.case.tracks.find(({ id }) => id === 'holder:fjell')?.state).toBe('decided')
  })

  test('a body can grant some variables and refuse others, each with its reason, and the permit has what all granted', () => {
    const play = processing()
    for (const { id, body, confirmedBy } of play.case.tracks) {
      play.assessed(`${body}.decider`, id)
      if (confirmedBy === null) {
        play.grants(`${body}.decider`, id)
        continue
      }
      const said = {
        track: id,
        outcome: 'partial',
        reason: 'Not the day.',
        conditions: ['Publish open access.'],
        variables: [
          { register: 'no.hospital', variable: 'DIAGNOSIS', granted: true, reason: '' },
          { register: 'no.hospital', variable: 'ADMITTED', granted: false, reason: 'The month is enough.' },
        ],
      } as const
      const [first, second] = said.variables
      expect(
        play.refuses(`${body}.decider`, { do: 'propose', ...said, conditions: [], variables: [first] }),
      ).toBe('usage.request')
      expect(
        play.refuses(`${body}.decider`, {
          do: 'propose',
          ...said,
          conditions: [],
          variables: [first, { ...second, reason: '' }],
        }),
      ).toBe('usage.request')
      const whole = { ...said, variables: [...said.variables], conditions: [...said.conditions] }
      play.does(`${body}.decider`, { do: 'propose', ...whole })
      play.does(`${confirmedBy}.decider`, { do: 'decide', ...whole })
    }
    const { decision, permit } = play.case
    expect(decision?.outcome).toBe('partial')
    expect(decision?.variables.filter(({ granted: yes }) => !yes)).toEqual([
      { register: 'no.hospital', variable: 'ADMITTED', granted: false, reason: 'The month is enough.' },
    ])
    expect(permit?.registers).toEqual([
      { register: 'no.population', holder: 'fjord', version: '2', variables: ['SEX'] },
      { register: 'no.hospital', holder: 'fjell', version: '2', variables: ['DIAGNOSIS'] },
    ])
    expect(permit?.conditions).toEqual(['Publish open access.'])
  })

  test('row 13: the permit says who, which data, purpose, where, until when, conditions and costs', () => {
    const { permit } = granted(processing()).case
    expect(permit).toMatchObject({
      purpose: 'research',
      identifiability: 'pseudonymised',
      room: 'room',
      from: '2027-03-01',
      until: '2030-02-28',
      deletedBy: '2030-08-28',
      resultsBy: '2031-08-28',
      fee: { currency: 'NOK', total: 100_000 },
      years: { from: 2014, until: 2024 },
    })
    expect(permit?.persons.map(({ subject }) => subject)).toEqual(['kari', 'mads'])
    expect(permit?.decisions.length).toBe(processing().case.tracks.length)
    const long = granted(processing({ answers: { ...application().answers, until: '2060-01-01' } })).case
    expect(long.permit?.until).toBe('2037-02-28')
  })

  test('row 20: refusals and partial approvals can be appealed for three weeks, and are decided by somebody else', () => {
    const play = processing()
    for (const { id, body, confirmedBy } of play.case.tracks) {
      play.assessed(`${body}.decider`, id)
      const refused = { outcome: 'refused', reason: 'No need.', variables: [], conditions: [] } as const
      const said = { track: id, ...refused, variables: [], conditions: [] }
      if (confirmedBy !== null) play.does(`${body}.decider`, { do: 'propose', ...said })
      play.does(`${confirmedBy ?? body}.decider`, { do: 'decide', ...said })
    }
    expect(play.case.decision).toMatchObject({ outcome: 'refused', appealBy: '2026-12-14' })
    expect(play.case.permit).toBeNull()
    play.on('2026-12-14')
    expect(play.may('kari')).toContain('appeal')
    play.on('2026-12-15')
    expect(play.may('kari')).not.toContain('appeal')
    play.on('2026-12-10').does('kari', { do: 'appeal', reason: 'There is a need.' })
    expect(play.may('access.decider')).not.toContain('decide-appeal')
    play.does('access.second', { do: 'decide-appeal', upheld: true, reason: 'So there is.' })
    expect(play.case.status).toBe('PROCESSING')
    expect(granted(play).case.decision?.outcome).toBe('granted')
  })

  test.each(['new', 'renewal'] as const)(
    'row 20: what an appeal grants of a %s changes the permit that there is; there is never a second',
    (kind) => {
      const before: NonNullable<ReturnType<Context['permit']>>[] = []
      if (kind === 'renewal') {
        const { permit } = granted(processing()).case
        before.push({ permit: permit as Permit, jws: 'x', status: 'GRANTED', removed: [] })
      }
      const play = new Play({ permit: (id) => before.findLast(({ permit }) => permit.id === id) ?? null })
      const more = { register: 'no.population', variable: 'BIRTH', questions: ['q1'] }
      const collection = kind === 'new' ? application().collection : [...application().collection, more]
      play
        .does('kari', submit({ kind, permit: before[0]?.permit.id ?? null, collection }))
        .does('access.handler', { do: 'find-complete' })
      const own = play.case.tracks.find(({ id }) => id === 'holder:fjord') as Track
      play.assessed('fjord.decider', own.id)
      play.does('fjord.decider', {
        do: 'decide',
        track: own.id,
        outcome: 'refused',
        reason: 'No need.',
        variables: [],
        conditions: [],
      })
      const first = granted(play).case.permit as Permit
      expect(play.case.decision?.outcome).toBe('partial')
      before.push({ permit: first, jws: 'x', status: 'GRANTED', removed: [] })
      play.does('kari', { do: 'appeal', reason: 'There is a need.' })
      play.does('access.second', { do: 'decide-appeal', upheld: true, reason: 'So there is.' })
      const last = granted(play).case.permit as Permit
      expect(play.case.decision?.outcome).toBe('granted')
      expect(last).toMatchObject({ id: first.id, revision: first.revision + 1, from: first.from })
      expect(last.renewedOn).toBe(first.renewedOn)
      expect(CASE.followUps(play.case, play.events.at(-1) as never)).toMatchObject([{ as: 'amendment' }])
    },
  )

  test('a permit that ended while a change of it was decided does not begin again', () => {
    const { permit } = granted(processing()).case
    const standing = {
      permit: permit as Permit,
      jws: 'x',
      status: 'GRANTED' as 'GRANTED' | 'REVOKED',
      removed: [],
    }
    const play = new Play({ permit: () => standing })
    const more = { register: 'no.population', variable: 'BIRTH', questions: ['q1'] }
    play
      .does(
        'kari',
        submit({
          kind: 'amendment',
          permit: standing.permit.id,
          collection: [...application().collection, more],
        }),
      )
      .does('access.handler', { do: 'find-complete' })
    standing.status = 'REVOKED'
    expect(() => granted(play)).toThrow('has ended meanwhile')
    const left = play.case.tracks.find(({ state }) => state !== 'decided') as Track
    play.does(`${left.body}.decider`, {
      do: 'decide',
      track: left.id,
      outcome: 'refused',
      reason: 'Its permit has ended.',
      variables: [],
      conditions: [],
    })
    expect(play.case).toMatchObject({ permit: null, decision: { outcome: 'refused' } })
  })

  test('row 6: the estimate stands before the decision, and withdrawing costs only work done', () => {
    const play = processing()
    expect(play.sees('kari').fee?.total).toBe(100_000)
    expect(play.case.decision).toBeNull()
    play.assessed('fjord.decider', 'holder:fjord').does('kari', { do: 'withdraw', reason: 'No money.' })
    expect(play.case.fee).toMatchObject({ lines: [{ body: 'fjord', amount: 50_000 }], total: 25_000 })
  })

  test('a body has its own track in hand, and nobody else does', () => {
    const play = processing()
    const own = (subject: string) => play.may(subject).filter((action) => action.includes(':'))
    expect(own('access.handler').every((action) => action.endsWith(' access-body:access'))).toBe(true)
    expect(own('fjord.handler').every((action) => action.endsWith(' holder:fjord'))).toBe(true)
    expect(play.refuses('access.handler', { do: 'take', track: 'holder:fjord' })).toBe('permission.denied')
  })

  test('nobody decides about their own application, nor after declaring a conflict of interest', () => {
    const own = new Play().does('access.decider', submit({ persons: [] }))
    expect(own.may('access.decider')).toEqual(['withdraw'])
    const play = processing()
    expect(play.may('fjord.decider')).toContain('assess holder:fjord')
    play.does('fjord.decider', {
      do: 'declare-conflict',
      track: 'holder:fjord',
      reason: 'My sister applies.',
    })
    expect(play.may('fjord.decider')).toEqual([])
    expect(play.case.tracks.find(({ id }) => id === 'holder:fjord')?.handler).toBeNull()
  })

  test('applicants see which body decided and not which of its people, nor notes and reviews', () => {
    const play = processing()
      .does('access.handler', { do: 'note', track: 'access-body:access', text: 'A SECRET NOTE' })
      .does('access.handler', {
        do: 'ask-review',
        track: 'access-body:access',
        person: { subject: 'stranger', name: 'An Outside Expert' },
      })
      .does('stranger', {
        do: 'review',
        track: 'access-body:access',
        advice: 'refused',
        reason: 'A SECRET REVIEW',
      })
    granted(play)
    const seen = JSON.stringify(play.sees('kari'))
    for (const secret of ['SECRET', 'Outside Expert', 'access.handler', 'access.decider'])
      expect(seen).not.toContain(secret)
    // This holder's people are not anonymous.
    expect(seen).toContain('fjord.decider by name')
    const inside = JSON.stringify(play.sees('access.handler'))
    expect(inside).toContain('A SECRET NOTE')
    expect(JSON.stringify(play.sees('fjord.decider'))).not.toContain('A SECRET NOTE')
    expect(JSON.stringify(play.sees('access.auditor'))).toContain('A SECRET NOTE')
    expect(() => play.sees('mads')).not.toThrow()
    expect(() => play.sees('belt.decider')).toThrow('There is no such case.')
  })

  test('a silent holder is reminded, then told on, and decided for only where the law allows it', () => {
    const play = processing()
    const days: string[] = []
    for (let next = CASE.wakes(play.case); next !== null && days.length < 60; next = CASE.wakes(play.case)) {
      play.on(next).does('system', { do: 'tick' })
      days.push(next)
    }
    const told = play.events.filter(({ type }) => type === 'reminded' || type === 'escalated')
    const keys = told.map(({ type, payload }) => JSON.stringify([type, payload]))
    expect(new Set(keys).size).toBe(keys.length)
    expect(told.some(({ type }) => type === 'escalated')).toBe(true)
    expect(new Set(days).size).toBe(days.length)
    expect(CASE.wakes(play.case)).toBeNull()
  })

  test('an amendment is a small case: only bodies with something new decide', () => {
    const { permit } = granted(processing()).case
    const record = {
      permit: permit as NonNullable<typeof permit>,
      jws: 'x',
      status: 'GRANTED' as const,
      removed: [],
    }
    const play = new Play({ permit: () => record })
    play.does('kari', {
      do: 'submit',
      application: application({
        kind: 'amendment',
        permit: record.permit.id,
        collection: [
          ...application().collection,
          { register: 'no.population', variable: 'BIRTH', questions: ['q1'] },
        ],
      }),
    })
    play.does('access.handler', { do: 'find-complete' })
    expect(play.case.tracks.map(({ id }) => id)).not.toContain('holder:fjell')
    expect(play.case.tracks.map(({ id }) => id)).toContain('holder:fjord')
    granted(play)
    expect(play.case.permit).toMatchObject({ id: record.permit.id, revision: 2, from: record.permit.from })
    expect(play.case.permit?.registers.flatMap(({ variables }) => variables)).toEqual([
      'SEX',
      'BIRTH',
      'DIAGNOSIS',
      'ADMITTED',
    ])
  })

  test('row 13: no decision grants a second renewal of a permit that is renewed once already', () => {
    const { permit } = granted(processing()).case
    const record = (renewedOn?: string) => ({
      permit: {
        ...(permit as NonNullable<typeof permit>),
        ...(renewedOn === undefined ? {} : { renewedOn }),
      },
      jws: 'x',
      status: 'GRANTED' as const,
      removed: [],
    })
    const decided = (before: ReturnType<typeof record>) => {
      const play = new Play({ permit: () => before })
      const { answers } = application()
      const renewal = application({
        kind: 'renewal',
        permit: before.permit.id,
        answers: { ...answers, until: '2035-02-28' },
      })
      play
        .does('kari', { do: 'submit', application: renewal })
        .does('access.handler', { do: 'find-complete' })
      return granted(play).case.permit
    }
    expect(decided(record())).toMatchObject({ renewedOn: '2026-11-23', until: '2035-02-28', revision: 2 })
    expect(() => decided(record('2025-11-23'))).toThrow('a permit is renewed once')
  })

  test('row 13: what holders and rooms could not enforce is not granted: who decides last is told all of it, and their refusal is one of the whole', () => {
    const error = (message: string) => ({ code: 'permission.denied' as const, message, next: 'Ask.' })
    const strange = error('The population speaks of no.deaths, which is not among its registers.')
    const anyone = error('It also holds for persons of whom nothing is known.')
    const play = new Play({ unenforceable: () => [strange, anyone] })
    play.does('kari', submit()).does('access.handler', { do: 'find-complete' })
    const told = (() => {
      try {
        granted(play)
        return []
      } catch (thrown) {
        return thrown instanceof Failure ? thrown.errors.map(({ message }) => message) : []
      }
    })()
    expect(told).toEqual([strange.message, anyone.message])
    expect(play.case.status).toBe('PROCESSING')
    const left = play.case.tracks.filter(({ state }) => state !== 'decided')
    expect(left).toHaveLength(1)
    for (const { id, body, confirmedBy } of left)
      play.does(`${confirmedBy ?? body}.decider`, {
        do: 'decide',
        track: id,
        outcome: 'refused',
        reason: 'Nobody could obey it.',
        variables: [],
        conditions: [],
      })
    expect(play.case).toMatchObject({ permit: null, decision: { outcome: 'refused' } })
    for (const one of play.case.decision?.variables ?? [])
      expect(one).toMatchObject({ granted: false, reason: 'Nobody could obey it.' })
  })

  test('row 7: who is excluded after a breach cannot apply until it is over', () => {
    const play = new Play({ excludedUntil: () => '2027-11-23' })
    expect(play.refuses('kari', submit())).toBe('permission.denied')
    expect(play.on('2027-11-24').does('kari', submit()).case.status).toBe('SUBMITTED')
  })
})
