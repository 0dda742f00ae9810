/** Random walks: whatever is asked of a case in whatever order by whomever, it stays a case that can be, and what is listed is what is allowed. */
import {
  CASE_COMMANDS,
  type CaseCommand,
  type CaseCommandName,
  CRITERIA_OF_ASSESSMENT,
  Failure,
} from '@sund/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CASE } from '../../src/cases/case.js'
import type { CaseEvent } from '../../src/cases/case-events.js'
import type { CaseState } from '../../src/cases/case-state.js'
import type { Recorded } from '../../src/cases/stream.js'
import { running } from '../../src/cases/timers.js'
import { addDays } from '../../src/clocks/index.js'
import { ACTORS, application, contextOf } from './world.js'

const NAMES = Object.keys(CASE_COMMANDS) as CaseCommandName[]

/** A command that says something sensible, for a track of the case or none. */
function commandOf(name: CaseCommandName, state: CaseState | null, pick: number): CaseCommand {
  const track = state?.tracks[pick % Math.max(1, state.tracks.length)]
  const subject = track === undefined ? 'access.handler' : `${track.body}.handler`
  const decision = {
    track: track?.id ?? 'holder:nobody',
    outcome: (['granted', 'refused'] as const)[pick % 2] as 'granted' | 'refused',
    reason: 'Because.',
    variables: [],
    conditions: pick % 3 === 0 ? ['Publish.'] : [],
  }
  const id = track?.id ?? 'holder:nobody'
  const either = pick % 3 === 0 ? null : (track?.id ?? null)
  const person = { subject, name: subject }
  const COMMANDS: { [N in CaseCommandName]: CaseCommand<N> } = {
    submit: { do: 'submit', application: application() },
    take: { do: 'take', track: either },
    assign: { do: 'assign', track: either, person },
    'ask-completion': { do: 'ask-completion', points: [{ at: 'room', text: 'Which?' }] },
    supplement: { do: 'supplement', application: application() },
    'find-complete': { do: 'find-complete' },
    'set-urgency': { do: 'set-urgency', urgent: pick % 2 === 0, reason: 'An outbreak.' },
    assess: { do: 'assess', track: id, criterion: 'risk', met: 'yes', reason: 'Low.' },
    'ask-review': { do: 'ask-review', track: id, person: { subject: 'stranger', name: 'Stranger' } },
    review: { do: 'review', track: id, advice: 'granted', reason: 'Sound.' },
    ask: { do: 'ask', track: id, text: 'Why?' },
    answer: {
      do: 'answer',
      question: state?.questions.find(({ answer }) => answer === null)?.id ?? 'none',
      text: 'So.',
    },
    note: { do: 'note', track: id, text: 'Hm.' },
    'declare-conflict': { do: 'declare-conflict', track: either, reason: 'A friend.' },
    delegate: { do: 'delegate', track: id, person },
    extend: { do: 'extend', track: id, reason: 'Much to do.' },
    propose: { do: 'propose', ...decision },
    decide: { do: 'decide', ...decision },
    withdraw: { do: 'withdraw', reason: 'No money.' },
    appeal: { do: 'appeal', reason: 'Wrong.' },
    'decide-appeal': { do: 'decide-appeal', upheld: pick % 2 === 0, reason: 'So.' },
    tick: { do: 'tick' },
  }
  return COMMANDS[name]
}

/** What must hold of every case, whatever happened to it. */
function isCase(state: CaseState): void {
  const all = state.tracks.length > 0 && state.tracks.every((one) => one.state === 'decided')
  if (state.status === 'DECISION_ISSUED') expect(all).toBe(true)
  if (state.status === 'PROCESSING') expect(all).toBe(false)
  if (state.status === 'WITHDRAWN') expect(state.timers.filter(running)).toEqual([])
  if (state.status === 'AWAITING_ADDITIONAL_INFORMATION')
    expect(state.timers.filter(running).map(({ clock }) => clock)).toEqual(['completion'])
  for (const one of state.tracks) {
    expect(one.decision !== null).toBe(one.state === 'decided')
    const clocks = state.timers.filter((each) => each.track === one.id && running(each))
    expect(clocks).toHaveLength(one.state === 'decided' || state.status === 'WITHDRAWN' ? 0 : 1)
    if (one.decision !== null && one.confirmedBy !== null && !one.decision.byDefault)
      expect(one.proposal).not.toBeNull()
  }
  if (state.permit !== null)
    for (const { register, variables } of state.permit.registers)
      for (const variable of variables)
        expect(
          state.decision?.variables.find((each) => each.register === register && each.variable === variable)
            ?.granted,
        ).toBe(true)
}

/** Commands whose own words can be refused though the moment is right. */
const WORDED = new Set(['usage.request', 'usage.not-found', 'conflict.exists', 'permission.denied'])

/** `SUND_WALKS=500` and more also ask that every command was reached. */
const WALKS = Number(process.env['SUND_WALKS'] ?? 60)

test(
  'no sequence of commands reaches a state that cannot be, and the list of actions is the permission',
  () => {
    const step = fc.record({
      name: fc.constantFrom(...NAMES),
      /** Often somebody who may, else the walk never gets far. */
      willing: fc.boolean(),
      who: fc.constantFrom(...ACTORS),
      pick: fc.nat(1000),
      days: fc.constantFrom(0, 0, 1, 5, 40, 200),
    })
    const reached = new Set<string>()
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), fc.nat(2), (steps, start) => {
        let state: CaseState | null = null
        const events: Recorded<CaseEvent>[] = []
        let day = '2026-11-23'
        const apply = (who: string, command: CaseCommand): boolean => {
          const context = contextOf(who, new Date(`${day}T09:00:00Z`))
          const listed =
            state === null
              ? command.do === 'submit'
              : CASE.actions(state, context).some(
                  (one) => one.do === command.do && one.track === ('track' in command ? command.track : null),
                )
          try {
            const made = CASE.decide(state, command, context)
            expect(listed).toBe(true)
            for (const event of made) {
              const { subject, name } = context.actor
              const at = context.now.toISOString()
              const recorded: Recorded<CaseEvent> = {
                ...event,
                number: events.length + 1,
                at,
                actor: { subject, name },
              }
              // What is kept must read again as what it was.
              expect(CASE.events[event.type].schema.parse(JSON.parse(JSON.stringify(event.payload)))).toEqual(
                JSON.parse(JSON.stringify(event.payload)),
              )
              events.push(recorded)
              state = CASE.evolve(state, recorded)
              CASE.letters('id', state, recorded)
            }
            if (made.length > 0) reached.add(command.do)
            return true
          } catch (thrown) {
            if (!(thrown instanceof Failure)) throw thrown
            const [{ code }] = thrown.errors
            expect(WORDED.has(code)).toBe(true)
            if (!listed) expect(['permission.denied', 'usage.not-found', 'conflict.exists']).toContain(code)
            return false
          }
        }
        apply('kari', { do: 'submit', application: application() })
        const now = () => state as unknown as CaseState
        const assess = (who: string, track: string) => {
          for (const criterion of CRITERIA_OF_ASSESSMENT)
            apply(who, { do: 'assess', track, criterion, met: 'yes', reason: 'Good.' })
        }
        // One walk in three begins where everyone has decided, else few would come that far.
        if (start === 0) {
          apply('access.handler', { do: 'find-complete' })
          for (const { id, body, confirmedBy } of now().tracks) {
            const said = {
              track: id,
              outcome: 'refused',
              reason: 'No.',
              variables: [],
              conditions: [],
            } as const
            assess(`${body}.decider`, id)
            for (const [of, name] of confirmedBy === null
              ? [[body, 'decide'] as const]
              : [[body, 'propose'] as const, [confirmedBy, 'decide'] as const])
              apply(`${of}.decider`, { do: name, ...said, variables: [], conditions: [] })
          }
          isCase(now())
        }
        for (const { name, willing, who, pick, days } of steps) {
          day = addDays(day, days)
          const options = willing
            ? ACTORS.flatMap((one) =>
                CASE.actions(now(), contextOf(one, new Date(`${day}T09:00:00Z`)))
                  .filter(({ do: wanted }) => wanted !== 'withdraw' || pick % 7 === 0)
                  .map((action) => ({ one, action })),
              )
            : []
          // By name first, since some things can be done by many and would be all that is done.
          const wanted = options.filter(({ action }) => action.do === name)
          const from = wanted.length > 0 ? wanted : options
          const chosen = from[pick % Math.max(1, from.length)]
          if (chosen === undefined) apply(who, commandOf(name, now(), pick))
          else {
            const command = commandOf(chosen.action.do as CaseCommandName, now(), pick)
            const about = 'track' in command ? { ...command, track: chosen.action.track } : command
            // Assessed whole, so that decisions come through.
            if (chosen.action.do === 'decide' || chosen.action.do === 'propose')
              assess(chosen.one, chosen.action.track as string)
            apply(chosen.one, about as CaseCommand)
          }
          isCase(now())
          const wakes = CASE.wakes(now())
          expect(wakes === null || wakes > '2026-11-01').toBe(true)
          CASE.inbox('id', now())
          CASE.publicPart(now())
        }
        // Folding the events again gives the same case.
        expect(events.reduce<CaseState | null>((so, event) => CASE.evolve(so, event), null)).toEqual(state)
      }),
      { numRuns: WALKS },
    )
    // Few walks need not come everywhere; many must.
    if (WALKS >= 500) expect([...NAMES].filter((name) => !reached.has(name))).toEqual([])
  },
  30_000 + WALKS * 500,
)
