/**
 * What may be done to a case: one table that both permits a command and lists what an actor can do now. A row says in which states, by whom,
 * whether it is about the case or one of its tracks, and what then has happened.
 */
import {
  type Actor,
  type CaseAction,
  type CaseCommand,
  type CaseCommandName,
  type CaseStatus,
  Failure,
  fail,
  type Permit,
  type Point,
} from '@sund/model'
import { dayOf, dueDay } from '../clocks/index.js'
import type { StandingPermit } from '../decide.js'
import { rulesById } from '../rules/index.js'
import type { AccessRules } from '../rules/rules.js'
import type { CaseEvent } from './case-events.js'
import type { CaseState, Track } from './case-state.js'
import { accessBodyOf } from './directory.js'
import { permitOf } from './permit-terms.js'
import type { Context } from './stream.js'
import { APPLICANT, running, stagesDue } from './timers.js'
import { ASSESSED, combined, decisionLimit, openTracks, variablesOf } from './tracks.js'
import { hasPart, type Part } from './who.js'

interface Now {
  state: CaseState
  track: Track | null
  context: Context
  today: string
}

interface Transition<N extends CaseCommandName> {
  from: readonly CaseStatus[]
  who: readonly Part[]
  about: 'case' | 'track' | 'either'
  /** What must hold besides, whatever the command says. */
  open?(now: Now): boolean
  happens(now: Now, command: CaseCommand<N>): CaseEvent[]
}

const FIRST: readonly CaseStatus[] = ['SUBMITTED', 'PRE_SCREENING']
const GOING: readonly CaseStatus[] = [...FIRST, 'AWAITING_ADDITIONAL_INFORMATION', 'PROCESSING']
const undecided = ({ track }: Now): boolean => track === null || track.state !== 'decided'
const person = ({ actor: { subject, name } }: Context) => ({ subject, name })
const rulesOfTrack = ({ rules }: Track) => rulesById(rules)
const extensionOf = ({ limits }: AccessRules, urgent: boolean) =>
  urgent ? limits.urgentExtension : limits.extension

/** Every command on a case that is there. `submit` begins one and is below. */
const TRANSITIONS: { [N in Exclude<CaseCommandName, 'submit'>]: Transition<N> } = {
  take: {
    from: [...FIRST, 'PROCESSING'],
    who: ['case-handler', 'track-handler'],
    about: 'either',
    open: (now) => undecided(now) && rightLevel(now) && keeper(now)?.subject !== now.context.actor.subject,
    happens: ({ context }, { track }) => [
      { type: 'assigned', payload: { track, person: person(context), how: 'taken' } },
    ],
  },
  assign: {
    from: [...FIRST, 'PROCESSING'],
    who: ['case-handler', 'track-handler'],
    about: 'either',
    open: (now) => undecided(now) && rightLevel(now),
    happens: (_now, { track, person: to }) => [
      { type: 'assigned', payload: { track, person: to, how: 'assigned' } },
    ],
  },
  'ask-completion': {
    from: FIRST,
    who: ['case-handler'],
    about: 'case',
    happens: ({ state, today }, { points }) => [
      {
        type: 'completion-asked',
        payload: { points, due: dueDay(today, rulesById(state.rules).limits.completion, state.country) },
      },
    ],
  },
  supplement: {
    from: ['AWAITING_ADDITIONAL_INFORMATION'],
    who: ['applicant'],
    about: 'case',
    happens: ({ state, today, context }, { application }) => {
      sameCase(state, application)
      refuseBlocking(context.points(application, context.permit, state.submittedOn))
      return [
        {
          type: 'supplemented',
          payload: {
            application,
            due: dueDay(today, rulesById(state.rules).limits.screening, state.country),
          },
        },
      ]
    },
  },
  'find-complete': {
    from: FIRST,
    who: ['case-handler'],
    about: 'case',
    happens: ({ state, today, context }) => {
      refuseBlocking(context.points(state.application, context.permit, state.submittedOn))
      return [
        {
          type: 'found-complete',
          payload: {
            tracks: openTracks(state.application, { ...state, today }, context),
            fee: context.fee(state.application),
          },
        },
      ]
    },
  },
  'set-urgency': {
    from: [...FIRST, 'PROCESSING'],
    who: ['case-handler'],
    about: 'case',
    happens: ({ state }, { urgent, reason }) => {
      if (urgent === state.urgent)
        fail('conflict.exists', 'The case has that urgency already.', 'There is nothing to do.')
      const due = Object.fromEntries(
        state.tracks.flatMap((track) => {
          const own = state.timers.find(
            (one) => one.track === track.id && one.clock === 'decision' && running(one),
          )
          if (own === undefined) return []
          const rules = rulesOfTrack(track)
          const due = dueDay(own.started, decisionLimit(rules, state.application, urgent), track.country)
          const extension = extensionOf(rules, urgent)
          return [[track.id, own.extended ? dueDay(due, extension, track.country) : due]]
        }),
      )
      return [{ type: 'urgency-set', payload: { urgent, reason, due } }]
    },
  },
  assess: {
    from: ['PROCESSING'],
    who: ['track-handler'],
    about: 'track',
    open: undecided,
    happens: (_now, { do: _, ...payload }) => [{ type: 'assessed', payload }],
  },
  'ask-review': {
    from: ['PROCESSING'],
    who: ['track-handler'],
    about: 'track',
    open: undecided,
    happens: ({ state }, { track, person: of }) => {
      const partial = [state.applicant, ...state.application.persons].some(
        ({ subject }) => subject === of.subject,
      )
      if (partial || state.conflicts.some(({ subject }) => subject === of.subject))
        fail(
          'permission.denied',
          'This person is named in the application or has said to be partial.',
          'Ask somebody else for a review.',
        )
      return [{ type: 'review-asked', payload: { track, person: of } }]
    },
  },
  review: {
    from: ['PROCESSING'],
    who: ['track-reviewer'],
    about: 'track',
    open: undecided,
    happens: (_now, { do: _, ...payload }) => [{ type: 'reviewed', payload }],
  },
  ask: {
    from: ['PROCESSING'],
    who: ['track-handler'],
    about: 'track',
    open: undecided,
    happens: ({ context }, { track, text }) => [
      { type: 'asked', payload: { track, question: context.uuid(), text } },
    ],
  },
  answer: {
    from: ['PROCESSING'],
    who: ['applicant'],
    about: 'case',
    open: ({ state }) => state.questions.some(({ answer }) => answer === null),
    happens: ({ state }, { question, text }) => {
      if (!state.questions.some(({ id, answer }) => id === question && answer === null))
        fail('usage.not-found', 'There is no such question that waits for an answer.', 'Read the case again.')
      return [{ type: 'answered', payload: { question, text } }]
    },
  },
  note: {
    from: ['PROCESSING', 'DECISION_ISSUED'],
    who: ['track-handler', 'track-reviewer'],
    about: 'track',
    happens: (_now, { track, text }) => [{ type: 'noted', payload: { track, text } }],
  },
  'declare-conflict': {
    from: [...FIRST, 'PROCESSING'],
    who: ['case-handler', 'track-handler', 'track-reviewer'],
    about: 'either',
    open: (now) => undecided(now) && rightLevel(now),
    happens: (_now, { track, reason }) => [{ type: 'conflict-declared', payload: { track, reason } }],
  },
  delegate: {
    from: ['PROCESSING'],
    who: ['track-decider'],
    about: 'track',
    open: undecided,
    happens: (_now, { track, person: to }) => [
      { type: 'assigned', payload: { track, person: to, how: 'delegated' } },
    ],
  },
  extend: {
    from: ['PROCESSING'],
    who: ['track-decider'],
    about: 'track',
    // One extension, and only while there is something left to extend (Art 68(4)).
    open: ({ state, track, today }) =>
      state.timers.some(
        (one) =>
          one.track === track?.id &&
          one.clock === 'decision' &&
          running(one) &&
          !one.extended &&
          today <= one.due,
      ),
    happens: ({ state, track }, { reason }) => {
      const own = track as Track
      const due = state.timers.find((one) => one.track === own.id && running(one))?.due as string
      const limit = extensionOf(rulesOfTrack(own), state.urgent)
      return [{ type: 'extended', payload: { track: own.id, due: dueDay(due, limit, own.country), reason } }]
    },
  },
  propose: {
    from: ['PROCESSING'],
    who: ['track-decider'],
    about: 'track',
    open: ({ track }) => track?.confirmedBy != null && track.state === 'open',
    happens: ({ track, today }, { do: _, ...said }) => {
      const own = track as Track
      assessedWhole(own)
      const due = dueDay(today, rulesOfTrack(own).limits.confirmation, own.country)
      return [{ type: 'proposed', payload: { ...said, variables: variablesOf(own, said), due } }]
    },
  },
  decide: {
    from: ['PROCESSING'],
    who: ['track-decider', 'track-confirmer'],
    about: 'track',
    open: ({ state, track, context }) =>
      track !== null &&
      (track.confirmedBy === null
        ? track.state === 'open'
        : track.state === 'proposed' && hasPart(state, context.actor, ['track-confirmer'], track)),
    happens: (now, { do: _, ...said }) => {
      const own = now.track as Track
      assessedWhole(own)
      const payload = { ...said, variables: variablesOf(own, said), byDefault: false }
      return [{ type: 'decided', payload }, ...issued(now, [{ id: own.id, decision: payload }])]
    },
  },
  withdraw: {
    from: GOING,
    who: ['applicant'],
    about: 'case',
    happens: ({ state }, { reason }) => [{ type: 'withdrawn', payload: { reason, fee: feeOfWork(state) } }],
  },
  appeal: {
    from: ['DECISION_ISSUED'],
    who: ['applicant'],
    about: 'case',
    open: ({ state, today }) =>
      state.appeal === null &&
      state.decision !== null &&
      state.decision.outcome !== 'granted' &&
      today <= state.decision.appealBy,
    happens: ({ state, today }, { reason }) => [
      {
        type: 'appealed',
        payload: { reason, due: dueDay(today, rulesById(state.rules).limits.decision, state.country) },
      },
    ],
  },
  'decide-appeal': {
    from: ['DECISION_ISSUED'],
    who: ['appeal-decider'],
    about: 'case',
    open: ({ state }) => state.appeal !== null && state.appeal.upheld === null,
    happens: ({ state, today }, { upheld, reason }) => {
      const again = upheld ? state.tracks.filter(({ decision }) => decision?.outcome !== 'granted') : []
      const due = again.map((track): [string, string] => {
        const rules = rulesOfTrack(track)
        const limit =
          track.confirmedBy === null
            ? decisionLimit(rules, state.application, state.urgent)
            : rules.limits.proposal
        return [track.id, dueDay(today, limit, track.country)]
      })
      return [{ type: 'appeal-decided', payload: { upheld, reason, due: Object.fromEntries(due) } }]
    },
  },
  tick: { from: GOING, who: ['system'], about: 'case', happens: ticked },
}

/** Who has a case or a track in hand. */
const keeper = ({ state, track }: Now) => (track === null ? state.handler : track.handler)

/** A case is taken as a whole until its tracks are open, then track by track. */
const rightLevel = ({ state, track }: Now): boolean => (track === null) === (state.status !== 'PROCESSING')

function assessedWhole({ kind, assessments }: Track): void {
  const missing = ASSESSED[kind].filter(
    (wanted) => !assessments.some(({ criterion }) => criterion === wanted),
  )
  if (missing.length > 0)
    fail(
      'usage.request',
      `Not assessed yet: ${missing.join(', ')}.`,
      'Say of each criterion whether it is met and why, then decide.',
    )
}

/** What blocks is listed whole: nobody hears of one point after another. */
function refuseBlocking(points: readonly Point[]): void {
  const [first, ...more] = points
    .filter(({ weight }) => weight === 'blocks')
    .map(({ at, code }) => ({
      code: 'usage.request' as const,
      message: `${at}: ${code}`,
      next: 'Complete the application; its page says what each point means.',
    }))
  if (first !== undefined) throw new Failure(first, ...more)
}

function sameCase(state: CaseState, { kind, permit, country }: CaseState['application']): void {
  const was = state.application
  if (kind !== was.kind || permit !== was.permit || country !== was.country)
    fail(
      'usage.request',
      'A completion cannot make another kind of application of it.',
      'Keep what it is about, or withdraw it and apply anew.',
    )
}

/** The decision on the whole, as soon as the last body has decided; and the permit that it grants. */
function issued(
  { state, today, context }: Now,
  decided: readonly {
    id: string
    decision: Pick<
      CaseEvent<'decided'>['payload'],
      'outcome' | 'reason' | 'variables' | 'conditions' | 'byDefault'
    >
  }[],
): CaseEvent[] {
  const by = person(context)
  const tracks = state.tracks.map((one): Track => {
    const now = decided.find(({ id }) => id === one.id)
    return now === undefined
      ? one
      : { ...one, state: 'decided', decision: { ...now.decision, by, on: today } }
  })
  if (tracks.some((one) => one.state !== 'decided')) return []
  // After an appeal it is the permit of the earlier decision that changes: there is never a second beside it.
  const id = state.application.permit ?? state.permit?.id ?? null
  const before = id === null ? null : context.permit(id)
  const said = combined(state.application, tracks, before)
  const over = before === null ? [] : overOf(before)
  const wanted: Permit | null =
    said.outcome === 'refused' || over.length > 0
      ? null
      : permitOf({ ...state, tracks }, said, before, context)
  const impossible =
    wanted === null ? (said.outcome === 'refused' ? [] : over) : context.unenforceable(wanted)
  if (decided.some(({ decision: { outcome, byDefault } }) => outcome !== 'refused' && !byDefault))
    refuseImpossible(impossible)
  const [whole, permit] =
    impossible.length === 0
      ? [said, wanted]
      : [refusedWhole(said, decided.map(({ decision }) => decision.reason).join(' ')), null]
  const appealBy = dueDay(today, rulesById(state.rules).limits.appeal, state.country)
  return [{ type: 'decision-issued', payload: { ...whole, appealBy, permit } }]
}

type Whole = ReturnType<typeof combined>

/** What ended while it was being decided on does not begin again: a permit that was revoked stays so. */
const overOf = ({ status, permit: { id } }: StandingPermit): { message: string }[] =>
  status === 'REVOKED' || status === 'EXPIRED' ? [{ message: `The permit ${id} has ended meanwhile.` }] : []

/**
 * A permit that no holder and no room could obey is not granted: whoever decides last is told all that stands in its way, and decides otherwise.
 * What their refusal leaves, or what time alone decides, is refused whole where it could not be obeyed either.
 */
function refuseImpossible(impossible: readonly { message: string }[]): void {
  const [first, ...more] = impossible.map(({ message }) => ({
    code: 'conflict.exists' as const,
    message,
    next: 'Grant what it needs, or refuse: then nothing is granted of what could not be enforced.',
  }))
  if (first !== undefined) throw new Failure(first, ...more)
}

const refusedWhole = ({ variables, ...whole }: Whole, why: string): Whole => ({
  ...whole,
  outcome: 'refused',
  variables: variables.map((one) => ({ ...one, granted: false, reason: one.reason || why })),
})

/** Withdrawing costs only the work that was done (Art 62): of the bodies that have assessed or decided, each by its own lines of the estimate. */
function feeOfWork({ fee, tracks }: CaseState): CaseState['fee'] {
  if (fee === null) return null
  const worked = new Set(
    tracks
      .filter(({ assessments, decision }) => decision !== null || assessments.length > 0)
      .map(({ body }) => body),
  )
  const lines = fee.lines.filter(({ body }) => worked.has(body))
  const full = lines.reduce((sum, { amount }) => sum + amount, 0)
  return { ...fee, lines, total: Math.round(full * (1 - (fee.reduction?.share ?? 0))) }
}

/** What time alone does: lapse, decide by default where the law allows it, remind, and tell others. */
function ticked(now: Now): CaseEvent[] {
  const { state, today } = now
  const completion = state.timers.find((one) => one.clock === 'completion' && running(one))
  if (completion !== undefined && today > completion.due) return [{ type: 'lapsed', payload: {} }]
  const silent = state.tracks.filter(
    (one) => one.state !== 'decided' && today >= (silentFrom(state, one) ?? '9999'),
  )
  const decided = silent.map((one) => {
    const outcome =
      rulesOfTrack(one).silence.decides === 'grant' ? ('granted' as const) : ('refused' as const)
    const said = { outcome, reason: 'silence', variables: [], conditions: [] }
    return {
      id: one.id,
      decision: { ...said, track: one.id, variables: variablesOf(one, said), byDefault: true },
    }
  })
  const told = state.timers
    .filter(({ track }) => !silent.some(({ id }) => id === track))
    .flatMap((one): CaseEvent[] => {
      const due = stagesDue(one, rulesOfTimer(state, one.track), today)
      const last = due.at(-1)
      if (last === undefined) return []
      const { clock, track, due: until } = one
      const payload = { clock, track, due: until, day: last.day }
      return last.escalates
        ? [{ type: 'escalated', payload }]
        : [{ type: 'reminded', payload: { ...payload, stage: last.stage } }]
    })
  return [
    ...decided.map(({ decision }): CaseEvent => ({ type: 'decided', payload: decision })),
    ...told,
    ...(decided.length > 0 ? issued(now, decided) : []),
  ]
}

/** The rules by which a timer's keeper is reminded: those of the track's country, else of the case's. */
export const rulesOfTimer = (state: CaseState, track: string | null) =>
  rulesById(state.tracks.find(({ id }) => id === track)?.rules ?? state.rules)

/** The day from which a silent body's decision is made for it; null where the law lets nobody do that. */
export function silentFrom(state: CaseState, track: Track): string | null {
  const { silence } = rulesOfTrack(track)
  const timer = state.timers.find((one) => one.track === track.id && running(one))
  return silence.decides === 'none' || timer === undefined
    ? null
    : dueDay(timer.due, silence.after, track.country)
}

const allowed = <N extends Exclude<CaseCommandName, 'submit'>>(name: N, now: Now): boolean => {
  const row: Transition<N> = TRANSITIONS[name]
  return (
    row.from.includes(now.state.status) &&
    (row.about === 'either' || (row.about === 'track') === (now.track !== null)) &&
    hasPart(now.state, now.context.actor, row.who, now.track) &&
    (row.open?.(now) ?? true)
  )
}

const NAMES = Object.keys(TRANSITIONS) as Exclude<CaseCommandName, 'submit'>[]

/** Everything that the actor may do now, for the case and for each of its tracks. */
export function caseActions(state: CaseState, context: Context): CaseAction[] {
  const today = dayOf(context.now, state.country)
  return [null, ...state.tracks].flatMap((track) =>
    NAMES.filter((name) => allowed(name, { state, track, context, today })).map((name) => ({
      do: name,
      track: track?.id ?? null,
    })),
  )
}

/** What follows from a command. Throws `permission.denied` for what this actor may not do now, whatever the reason, and what each row throws. */
export function decideCase(state: CaseState | null, command: CaseCommand, context: Context): CaseEvent[] {
  if (state === null) return submitted(command, context)
  if (command.do === 'submit')
    return fail('conflict.exists', 'This application is submitted already.', 'Open its case.')
  const wanted = 'track' in command ? command.track : null
  const track = state.tracks.find(({ id }) => id === wanted) ?? null
  if (wanted !== null && track === null)
    fail('usage.not-found', 'The case has no such track.', 'Read the case again.')
  const now: Now = { state, track, context, today: dayOf(context.now, state.country) }
  if (!allowed(command.do, now)) return denied(command.do, now)
  for (const to of 'person' in command && command.do !== 'ask-review' ? [command.person] : [])
    if (!mayKeep(state, track, to, context))
      fail(
        'permission.denied',
        'This person cannot have it in hand.',
        'Choose a handler or decider of the same body who is not partial.',
      )
  const row = TRANSITIONS[command.do] as Transition<CaseCommandName>
  return row.happens(now, command)
}

/** Whoever is given a case works for the body, and has no part in the application. Roles are known of the actor alone, so the shell looks them up. */
function mayKeep(
  state: CaseState,
  track: Track | null,
  { subject }: { subject: string },
  { rolesOf }: Context,
): boolean {
  const actor: Actor = { subject, name: '', memberships: [...rolesOf(subject)] }
  return hasPart(state, actor, [track === null ? 'case-handler' : 'track-handler'], track)
}

function submitted(command: CaseCommand, context: Context): CaseEvent[] {
  if (command.do !== 'submit')
    return fail('usage.not-found', 'There is no such case.', 'Look at your list of cases.')
  const { application } = command
  const { country } = application
  const accessBody = accessBodyOf(context.directory, country)
  if (accessBody === undefined)
    return fail(
      'data.metadata',
      `There is no access body for ${country}.`,
      'An administrator adds one: sund organisation add.',
    )
  const today = dayOf(context.now, country)
  const excluded = context.excludedUntil(context.actor.subject)
  if (excluded !== null && today <= excluded)
    fail(
      'permission.denied',
      `You are excluded from applying until ${excluded}.`,
      'The decision about the breach says why; the access body answers for it.',
    )
  refuseBlocking(context.points(application, context.permit, today))
  const rules = context.rules(country, today)
  return [
    {
      type: 'submitted',
      payload: {
        reference: context.reference,
        applicant: person(context),
        application,
        rules: rules.id,
        accessBody: accessBody.id,
        due: dueDay(today, rules.limits.screening, country),
      },
    },
  ]
}

function denied(name: Exclude<CaseCommandName, 'submit'>, { state, context, track }: Now): never {
  const { from, who } = TRANSITIONS[name]
  const mine = hasPart(state, context.actor, who, track)
  return fail(
    'permission.denied',
    !mine
      ? `You have no part in this case that lets you ${name}.`
      : from.includes(state.status)
        ? `It is not the moment to ${name}.`
        : `A case that is ${state.status} takes no ${name}.`,
    'Read the case again: it lists what you can do now.',
  )
}

/** Whoever an escalation goes to: the organisation that has the case, and its access body. */
export const escalatedTo = (state: CaseState, desk: string): string[] =>
  desk === APPLICANT ? [] : [...new Set([desk, state.accessBody])]
