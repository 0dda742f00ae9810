/** Clocks of whole cases: whatever happens to a case and when, each ends on the day that the oracle says, from figures written here anew. */
import type { Country } from '@sund/model'
import { type CaseCommand, Failure, type PermitRecord } from '@sund/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CASE } from '../../src/cases/case.js'
import type { CaseState } from '../../src/cases/case-state.js'
import { permitOf } from '../../src/cases/permit-terms.js'
import { ASSESSED } from '../../src/cases/tracks.js'
import { due, iso, moment, months as monthsAfter, type OracleLimit, serial } from '../clock-oracle.js'
import { application, contextOf } from './world.js'

/** `SUND_CLOCK_CASES=100000` for as many as are promised. */
const CASES = Number(process.env['SUND_CLOCK_CASES'] ?? 300)

const workingDays = (amount: number): OracleLimit => ({ amount, unit: 'working-days' })
const weeks = (amount: number): OracleLimit => ({ amount, unit: 'weeks' })
const months = (amount: number): OracleLimit => ({ amount, unit: 'months' })

const UNION = {
  decision: months(3),
  linked: months(3),
  extension: months(3),
  urgent: months(2),
  urgentExtension: months(1),
  proposal: months(2),
  confirmation: months(2),
  request: months(3),
}
const NORWAY = {
  decision: workingDays(30),
  linked: workingDays(60),
  extension: workingDays(30),
  urgent: workingDays(15),
  urgentExtension: workingDays(15),
  proposal: workingDays(15),
  confirmation: workingDays(15),
  request: workingDays(30),
}
/** Helseregisterloven until 26 March 2029, Art 68 to 72 of Regulation (EU) 2025/327 from then on, and in Denmark before it too. */
const figuresOf = (country: Country, submitted: number) =>
  country === 'NO' && submitted < serial(2029, 3, 26) ? NORWAY : UNION

const REGISTERS = ['no.population', 'no.hospital', 'dk.medicines']
const HOLDER: Record<string, string> = {
  'no.population': 'fjord',
  'no.hospital': 'fjell',
  'dk.medicines': 'belt',
}
const COUNTRY_OF: Record<string, Country> = { adgang: 'DK', belt: 'DK', etik: 'DK' }
const TRUSTED = 'fjell'

interface Expected {
  due: number
  extended: boolean
  started: number
}

/** A case that is played beside what the oracle expects of its clocks. */
class Play {
  state: CaseState | null = null
  today: number
  private second = 0
  private number = 0
  /** By clock and track. */
  readonly expected = new Map<string, Expected>()

  constructor(day: number) {
    this.today = day
  }

  /** A moment at which it is so many days later in Norway and Denmark, whichever day UTC has. */
  later(days: number, second: number): void {
    this.today += days
    this.second = second
  }

  private at(): Date {
    const { instant, local } = moment(this.today, this.second)
    return local === this.today ? instant : moment(this.today - 1, 86_399).instant
  }

  does(subject: string, command: CaseCommand): void {
    const context = contextOf(subject, this.at())
    for (const event of CASE.decide(this.state, command, context))
      this.state = CASE.evolve(this.state, {
        ...event,
        number: ++this.number,
        at: context.now.toISOString(),
        actor: { subject, name: subject },
      })
  }

  refuses(subject: string, command: CaseCommand): void {
    expect(() => this.does(subject, command)).toThrow(Failure)
  }

  get case(): CaseState {
    return this.state as CaseState
  }

  expects(clock: string, track: string | null, country: Country, limit: OracleLimit): void {
    this.expected.set(`${clock} ${track}`, {
      due: due(this.today, limit, country),
      extended: false,
      started: this.today,
    })
  }

  /** Every clock that runs is one that the oracle has, and ends when it says. */
  agrees(): void {
    const line = (name: string, ends: string, extended: boolean, started: string) =>
      `${name}: ${started} to ${ends}${extended ? ', extended' : ''}`
    const running = this.case.timers
      .filter(({ met, void: still }) => met === null && !still)
      .map(({ clock, track, due: ends, extended, started }) =>
        line(`${clock} ${track}`, ends, extended, started),
      )
    const oracles = [...this.expected].map(([name, one]) =>
      line(name, iso(one.due), one.extended, iso(one.started)),
    )
    expect(running.sort().join('\n')).toBe(oracles.sort().join('\n'))
  }
}

const second = fc.integer({ min: 0, max: 86_399 })
const wait = fc.record({ days: fc.integer({ min: 0, max: 45 }), second })

const story = fc.record({
  country: fc.constantFrom<Country>('NO', 'DK'),
  start: fc.integer({ min: serial(2023, 3, 16), max: serial(2099, 12, 31) }),
  registers: fc.subarray(REGISTERS, { minLength: 1 }),
  path: fc.constantFrom<'permit' | 'request'>('permit', 'permit', 'permit', 'request'),
  completions: fc.array(
    fc.record({ ask: wait, answer: fc.record({ days: fc.integer({ min: 0, max: 28 }), second }) }),
    {
      maxLength: 3,
    },
  ),
  complete: wait,
  urgent: fc.constantFrom('never', 'never', 'before', 'after'),
  extensions: fc.array(
    fc.record({ wait: fc.record({ days: fc.integer({ min: 0, max: 25 }), second }), pick: fc.nat(20) }),
    {
      maxLength: 5,
    },
  ),
  propose: wait,
})

test(
  `rows 12 and 16 (three months, extension, urgent, four weeks, void, anew; two months to propose and to confirm): ${CASES} cases have the clocks of the oracle`,
  () => {
    fc.assert(
      fc.property(
        story,
        ({ country, start, registers, path, completions, complete, urgent, extensions, propose }) => {
          const play = new Play(start)
          const figures = (of: Country) => figuresOf(of, start)
          const [body, citizen] = [country === 'NO' ? 'access' : 'adgang', 'kari']
          const asked = application({
            country,
            path,
            collection: registers.map((register) => ({ register, variable: 'SEX', questions: ['q1'] })),
          })

          play.does(citizen, { do: 'submit', application: asked })
          play.expects('screening', null, country, workingDays(10))
          play.agrees()

          for (const { ask, answer } of completions) {
            play.later(ask.days, ask.second)
            play.does(`${body}.handler`, { do: 'ask-completion', points: [{ at: 'room', text: 'Which?' }] })
            play.expected.clear()
            play.expects('completion', null, country, weeks(4))
            play.agrees()
            play.later(answer.days, answer.second)
            play.does(citizen, { do: 'supplement', application: asked })
            play.expected.clear()
            play.expects('screening', null, country, workingDays(10))
            play.agrees()
          }

          const hurry = () =>
            play.does(`${body}.handler`, { do: 'set-urgency', urgent: true, reason: 'An outbreak.' })
          play.later(complete.days, complete.second)
          if (urgent === 'before') hurry()
          play.does(`${body}.handler`, { do: 'find-complete' })
          const completeOn = play.today
          play.expected.clear()
          if (urgent === 'after') hurry()
          for (const { id, body: of } of play.case.tracks) {
            const at = COUNTRY_OF[of] ?? 'NO'
            const { decision, linked, urgent: short, proposal, request } = figures(at)
            if (of === TRUSTED) play.expects('proposal', id, at, proposal)
            else
              play.expects(
                'decision',
                id,
                at,
                path === 'request'
                  ? request
                  : urgent !== 'never'
                    ? short
                    : registers.length > 1
                      ? linked
                      : decision,
              )
          }
          expect(play.case.completeOn).toBe(iso(completeOn))
          expect(play.case.tracks.map(({ body: of }) => of)).toEqual(
            expect.arrayContaining(registers.map((register) => HOLDER[register])),
          )
          play.agrees()

          for (const { wait, pick } of extensions) {
            play.later(wait.days, wait.second)
            const { id, body: of } = play.case.tracks[
              pick % play.case.tracks.length
            ] as CaseState['tracks'][number]
            const own = play.expected.get(`decision ${id}`)
            const command: CaseCommand = { do: 'extend', track: id, reason: 'Much to do.' }
            if (own === undefined || own.extended || play.today > own.due)
              play.refuses(`${of}.decider`, command)
            else {
              play.does(`${of}.decider`, command)
              const at = COUNTRY_OF[of] ?? 'NO'
              const { extension, urgentExtension } = figures(at)
              own.due = due(own.due, urgent === 'never' ? extension : urgentExtension, at)
              own.extended = true
            }
            play.agrees()
          }

          const trusted = play.case.tracks.find(({ body: of }) => of === TRUSTED)
          if (trusted === undefined) return
          play.later(propose.days, propose.second)
          for (const criterion of ASSESSED.holder)
            play.does(`${TRUSTED}.handler`, {
              do: 'assess',
              track: trusted.id,
              criterion,
              met: 'yes',
              reason: 'Good.',
            })
          play.does(`${TRUSTED}.decider`, {
            do: 'propose',
            track: trusted.id,
            outcome: 'granted',
            reason: 'Good.',
            variables: [],
            conditions: [],
          })
          play.expected.delete(`proposal ${trusted.id}`)
          play.expects('confirmation', trusted.id, 'NO', figures('NO').confirmation)
          play.agrees()
        },
      ),
      { numRuns: CASES },
    )
  },
  30_000 + CASES * 20,
)

test('rows 5 and 13 (18 months, ten years, six months): the dates of a permit are those of the oracle', () => {
  const day = fc.integer({ min: serial(2026, 1, 1), max: serial(2080, 12, 31) })
  const far = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(3651, 3652, 3653, 3654))
  fc.assert(
    fc.property(day, fc.integer({ min: -400, max: 400 }), far, far, (today, ahead, length, more) => {
      const play = new Play(today)
      const made = (
        from: number,
        until: number,
        kind: 'new' | 'amendment' | 'renewal',
        before: PermitRecord | null,
      ) => {
        const asked = application({ kind })
        const answers = { ...asked.answers, from: iso(from), until: iso(until) }
        const submitted = new Play(today)
        submitted.does('kari', { do: 'submit', application: { ...asked, answers } })
        const context = contextOf('access.decider', moment(play.today, 43_200).instant)
        return permitOf(submitted.case, { variables: [], conditions: [] }, before, context)
      }
      const expected = (from: number, until: number) => ({
        from: iso(from),
        until: iso(until),
        deletedBy: iso(monthsAfter(until, 6)),
        resultsBy: iso(monthsAfter(until, 18)),
      })
      const from = today + ahead
      const begins = Math.max(from, today)
      // Ten years with both days included: the day before the same date.
      const ends = Math.min(begins + length, monthsAfter(begins, 120) - 1)
      const permit = made(from, begins + length, 'new', null)
      expect(permit).toMatchObject(expected(begins, ends))

      const record: PermitRecord = { permit, jws: '', status: 'GRANTED', removed: [] }
      const renewed = Math.min(ends + more, monthsAfter(ends, 120))
      const renewal = made(from, ends + more, 'renewal', record)
      expect(renewal).toMatchObject(expected(begins, Math.max(renewed, begins)))
      const kept = made(from, ends + more, 'amendment', { ...record, permit: renewal })
      expect(kept.until <= iso(Math.max(renewed, monthsAfter(begins, 120) - 1))).toBe(true)
      if (more > 0 && renewed === ends + more) expect(kept.until).toBe(renewal.until)
    }),
    { numRuns: 200 },
  )
})
