import { Failure, type Permit, type PermitCommand, PermitView } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { PERMIT_STREAM } from '../../src/cases/permit.js'
import type { PermitEvent } from '../../src/cases/permit-events.js'
import type { PermitState } from '../../src/cases/permit-state.js'
import type { Recorded } from '../../src/cases/stream.js'
import { contextOf } from './world.js'

const ID = 'P-0000000001'
const permit = (rest: Partial<Permit> = {}): Permit => ({
  id: ID,
  revision: 1,
  case: '11111111-1111-4111-8111-111111111111',
  path: 'permit',
  country: 'NO',
  title: 'Heart failure after diabetes',
  purpose: 'research',
  identifiability: 'pseudonymised',
  registers: [
    { register: 'no.population', holder: 'fjord', version: '2', variables: ['SEX'] },
    { register: 'no.hospital', holder: 'fjell', version: '2', variables: ['DIAGNOSIS'] },
  ],
  population: { text: 'Everyone', criteria: null },
  years: { from: 2014, until: 2024 },
  room: 'room',
  persons: [
    { subject: 'kari', pseudonym: 'a', name: 'Kari' },
    { subject: 'mads', pseudonym: 'b', name: 'Mads' },
  ],
  conditions: [],
  relaxations: [],
  from: '2029-06-01',
  until: '2031-05-31',
  deletedBy: '2031-11-30',
  resultsBy: '2032-11-30',
  fee: null,
  decisions: [{ body: 'access', decidedOn: '2029-06-01' }],
  issuedAt: '2029-06-01T09:00:00.000Z',
  ...rest,
})

class Play {
  state: PermitState | null = null
  readonly events: Recorded<PermitEvent>[] = []
  now = new Date('2029-06-01T09:00:00Z')
  on(day: string): this {
    this.now = new Date(`${day}T09:00:00Z`)
    return this
  }
  does(subject: string, command: PermitCommand): this {
    const context = contextOf(subject, this.now, { id: ID })
    for (const event of PERMIT_STREAM.decide(this.state, command, context)) {
      const { subject: by, name } = context.actor
      const recorded: Recorded<PermitEvent> = {
        ...event,
        number: this.events.length + 1,
        at: this.now.toISOString(),
        actor: { subject: by, name },
      }
      PERMIT_STREAM.events[event.type].schema.parse(event.payload)
      this.events.push(recorded)
      this.state = PERMIT_STREAM.evolve(this.state, recorded)
      PERMIT_STREAM.letters(ID, this.state, recorded)
    }
    return this
  }
  get permit(): PermitState {
    if (this.state === null) throw new Error('nothing has happened')
    return this.state
  }
  sees(subject: string) {
    const context = contextOf(subject, this.now, { id: ID })
    return PermitView.parse(PERMIT_STREAM.view(ID, this.permit, this.events, context))
  }
  may(subject: string): string[] {
    return PERMIT_STREAM.actions(this.permit, contextOf(subject, this.now, { id: ID })).map(
      ({ do: name }) => name,
    )
  }
  refuses(subject: string, command: PermitCommand): string {
    try {
      this.does(subject, command)
    } catch (thrown) {
      if (thrown instanceof Failure) return thrown.errors[0].code
      throw thrown
    }
    throw new Error('it was not refused')
  }
}

const issue = (rest: Partial<Permit> = {}, kind: 'new' | 'amendment' | 'renewal' = 'new'): PermitCommand => ({
  do: 'issue',
  record: { permit: permit(rest), jws: 'signed' },
  kind,
})
const issued = (rest: Partial<Permit> = {}) => new Play().does('system', issue(rest))

describe('a permit', () => {
  test('row 18: it is granted, amended, renewed, revoked and expired, and only decisions issue it', () => {
    expect(new Play().refuses('access.decider', issue())).toBe('permission.denied')
    const play = issued()
    expect(play.permit.status).toBe('GRANTED')
    expect(play.refuses('system', issue())).toBe('conflict.exists')
    expect(play.does('system', issue({ revision: 2 }, 'amendment')).permit.status).toBe('AMENDED')
    expect(play.does('system', issue({ revision: 3, until: '2033-05-31' }, 'renewal')).permit.status).toBe(
      'RENEWED',
    )
    play.on('2033-05-31').does('system', { do: 'tick' })
    expect(play.permit.status).toBe('RENEWED')
    expect(play.on('2033-06-01').does('system', { do: 'tick' }).permit.status).toBe('EXPIRED')
    expect(issued().does('access.decider', { do: 'revoke', reason: 'Broken.' }).permit.status).toBe('REVOKED')
  })

  test('row 7: a suspected breach stops the work at once, is answered within four weeks, and may exclude for five years', () => {
    const play = issued().does('fjord.handler', {
      do: 'suspect-breach',
      text: 'A shared password.',
      stop: true,
    })
    expect(play.permit.stopped).toBe(true)
    expect(play.permit.breach?.due).toBe('2029-06-29')
    expect(play.may('access.decider')).not.toContain('decide-breach')
    play.does('kari', { do: 'reply-to-breach', text: 'It was not.' })
    const excluded = { do: 'decide-breach', outcome: 'excluded', reason: 'It was.' } as const
    expect(play.refuses('access.decider', { ...excluded, excludedUntil: '2034-06-02' })).toBe('usage.request')
    play.does('access.decider', { ...excluded, excludedUntil: '2034-06-01' })
    expect(play.permit.status).toBe('REVOKED')
    expect(PERMIT_STREAM.exclusions(play.permit)).toEqual([
      { subject: 'kari', until: '2034-06-01' },
      { subject: 'mads', until: '2034-06-01' },
    ])
    const silent = issued().does('access.handler', { do: 'suspect-breach', text: 'A leak.', stop: false })
    expect(silent.permit.stopped).toBe(false)
    silent.on('2029-06-30')
    expect(silent.may('access.decider')).toContain('decide-breach')
    silent.does('access.decider', {
      do: 'decide-breach',
      outcome: 'cleared',
      excludedUntil: null,
      reason: 'None.',
    })
    expect(silent.permit.status).toBe('GRANTED')
  })

  test('row 4: holders deliver within three months, with one extension of three', () => {
    const play = issued()
    const due = (holder: string) => play.permit.deliveries.find((one) => one.holder === holder)?.due
    expect(due('fjord')).toBe('2029-09-03')
    play.does('fjord.handler', { do: 'extend-delivery', holder: 'fjord', reason: 'Much to do.' })
    expect(due('fjord')).toBe('2029-12-03')
    expect(play.refuses('fjord.handler', { do: 'extend-delivery', holder: 'fjord', reason: 'x' })).toBe(
      'permission.denied',
    )
    expect(play.refuses('fjord.handler', { do: 'confirm-delivery', holder: 'fjell' })).toBe('usage.not-found')
    play.does('fjord.handler', { do: 'confirm-delivery', holder: 'fjord' })
    expect(play.sees('kari').deliveries[0]?.on).toBe('2029-06-01')
    play.on('2029-08-29').does('system', { do: 'tick' })
    expect(play.events.at(-1)).toMatchObject({
      type: 'reminded',
      payload: { clock: 'delivery', track: 'fjell' },
    })
  })

  test('row 5: results are due, with reminders, and findings about health have a way', () => {
    const play = issued()
    for (
      let next = PERMIT_STREAM.wakes(play.permit);
      next !== null;
      next = PERMIT_STREAM.wakes(play.permit)
    ) {
      if (next > '2033-01-01') break
      play.on(next).does('system', { do: 'tick' })
    }
    const told = play.events.filter(
      ({ type, payload }) => type === 'reminded' && 'clock' in payload && payload.clock === 'results',
    )
    expect(told.length).toBeGreaterThan(0)
    play.does('kari', { do: 'register-result', title: 'More often', summary: 'They do.', link: null })
    expect(play.sees('kari').clocks.find(({ clock }) => clock === 'results')?.state).toBe('met')
    const letters = PERMIT_STREAM.letters(
      ID,
      play.permit,
      play.does('mads', { do: 'report-finding', text: 'A treatment does harm.' }).events.at(-1) as never,
    )
    expect(letters.map(({ to }) => to)).toEqual([
      { organisation: 'access' },
      { organisation: 'fjord' },
      { organisation: 'fjell' },
    ])
    expect(JSON.stringify(letters)).not.toContain('harm')
    expect(PERMIT_STREAM.publicPart(play.permit).results).toHaveLength(1)
  })

  test('row 13: rows are deleted within six months after it ends, and somebody confirms it', () => {
    const play = issued().on('2031-06-01').does('system', { do: 'tick' })
    expect(play.sees('access.handler').clocks.find(({ clock }) => clock === 'deletion')).toMatchObject({
      due: '2031-11-30',
      state: 'running',
      desk: 'access',
    })
    play.does('access.handler', { do: 'confirm-deletion' })
    expect(play.permit.deletedOn).toBe('2031-06-01')
  })

  test('row 13: a permit is renewed once, whatever came between', () => {
    const renewedOn = '2031-03-01'
    const play = issued().does('system', issue({ revision: 2, renewedOn }, 'renewal'))
    play.does('system', issue({ revision: 3, renewedOn }, 'amendment'))
    expect(play.refuses('system', issue({ revision: 4, renewedOn }, 'renewal'))).toBe('conflict.exists')
    expect(play.permit).toMatchObject({ status: 'AMENDED', permit: { revision: 3, renewedOn } })
  })

  test('row 14: an answer in statistics is due within three months of the decision', () => {
    const play = issued({ path: 'request', identifiability: 'anonymous' })
    expect(play.permit.deliveries).toEqual([
      { holder: 'access', due: '2029-09-03', on: null, extended: false },
    ])
    play.does('access.handler', { do: 'confirm-delivery', holder: 'access' })
    expect(play.permit.deliveries[0]?.on).toBe('2029-06-01')
  })

  test('row 17: only named persons see and use it, and who is removed is named no more', () => {
    const play = issued()
    expect(() => play.sees('stranger')).toThrow('There is no such permit.')
    expect(() => play.sees('belt.decider')).toThrow('There is no such permit.')
    expect(play.may('mads')).not.toContain('remove-person')
    play.does('kari', { do: 'remove-person', subject: 'mads', reason: 'Has left.' })
    expect(play.may('mads')).toEqual([])
    expect(play.sees('kari').removed).toEqual(['mads'])
    expect(play.refuses('kari', { do: 'remove-person', subject: 'mads', reason: 'x' })).toBe(
      'usage.not-found',
    )
  })
})
