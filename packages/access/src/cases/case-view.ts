/**
 * A case as one reader may see it. Applicants see what bodies decide and why, not who of their people it was where these are anonymous, nor what they
 * note among themselves; people of a body see everything but the notes of others; auditors see all.
 */
import { type CaseView, type Desk, fail, type TimelineEntry, type TrackView } from '@sund/model'
import { dayOf, daysBetween } from '../clocks/index.js'
import type { CaseEvent, CaseEventType } from './case-events.js'
import type { CaseState, Someone, Track, TrackDecision } from './case-state.js'
import { caseActions } from './case-transitions.js'
import type { Context, InboxRow, Recorded } from './stream.js'
import { APPLICANT, clockView, running, type Timer } from './timers.js'
import { ASSESSED } from './tracks.js'
import { audits, has, isNamed, isPartial, worksOn } from './who.js'

interface Reader {
  side: 'applicant' | 'body' | 'auditor'
  /** Whether the reader works for a body, whose own notes it sees. */
  in(body: string): boolean
}

function readerOf(state: CaseState, { actor }: Context): Reader {
  const works = (body: string): boolean => has(actor, body, 'handler', 'reviewer', 'decider')
  if (isNamed(state, actor)) return { side: 'applicant', in: () => false }
  if (audits(state, actor)) return { side: 'auditor', in: () => true }
  const asked = state.tracks.some(({ reviewers, reviews }) =>
    [...reviewers, ...reviews.map(({ by }) => by)].some(({ subject }) => subject === actor.subject),
  )
  if ((worksOn(state, actor) || asked) && !isPartial(state, actor, null)) return { side: 'body', in: works }
  return fail('usage.not-found', 'There is no such case.', 'Look at your list of cases.')
}

/** What the actor may see; `usage.not-found` for whoever has no part in it. */
export function caseView(
  id: string,
  state: CaseState,
  events: readonly Recorded<CaseEvent>[],
  context: Context,
): CaseView {
  const reader = readerOf(state, context)
  const today = dayOf(context.now, state.country)
  /** A person of a body, or the body where that is all the reader may know. */
  const named = (someone: Someone, body: string): string => {
    const anonymous = context.directory.bodies.find((one) => one.id === body)?.anonymousHandlers ?? true
    return reader.side === 'applicant' && anonymous ? body : someone.name
  }
  const decided = state.decision !== null
  const decisionOf = (said: TrackDecision | null, body: string): TrackView['decision'] =>
    said && {
      ...said,
      variables: [...said.variables],
      conditions: [...said.conditions],
      by: named(said.by, body),
    }
  const track = (one: Track): TrackView => ({
    id: one.id,
    kind: one.kind,
    body: one.body,
    country: one.country,
    registers: [...one.registers],
    state: one.state,
    handler: one.handler === null ? null : named(one.handler, one.body),
    ...dueOf(state, one),
    assessments:
      reader.side === 'applicant' && !decided
        ? []
        : one.assessments.map(({ by, ...rest }) => ({ ...rest, by: named(by, one.body) })),
    reviews:
      reader.side === 'applicant'
        ? []
        : one.reviews.map(({ by, ...rest }) => ({ ...rest, by: named(by, one.body) })),
    notes: reader.in(one.body)
      ? one.notes.map(({ by, ...rest }) => ({ ...rest, by: named(by, one.body) }))
      : [],
    variables: [...one.variables],
    criteria: [...ASSESSED[one.kind]],
    proposal: reader.side === 'applicant' ? null : decisionOf(one.proposal, one.body),
    decision: decisionOf(one.decision, one.confirmedBy ?? one.body),
  })
  const { decision } = state
  return {
    id,
    reference: state.reference,
    revision: state.revision,
    status: state.status,
    kind: state.application.kind,
    application: state.application,
    applicant: state.applicant.name,
    accessBody: state.accessBody,
    submittedOn: state.submittedOn,
    urgent: state.urgent,
    points: [...state.points],
    fee: state.fee,
    desks: desksOf(state, today, named),
    clocks: state.timers.map((one) => clockView(one, today)),
    tracks: state.tracks.map(track),
    questions: state.questions.map(({ askedBy: _, ...one }) => one),
    decision:
      decision === null
        ? null
        : { ...decision, variables: [...decision.variables], conditions: [...decision.conditions] },
    appeal: state.appeal,
    permit: state.permit?.id ?? null,
    timeline: events.flatMap((event) => entryOf(state, event, reader, named)),
    actions: caseActions(state, context),
  }
}

function dueOf({ timers, submittedOn }: CaseState, { id }: Track): { due: string; extended: boolean } {
  const last = timers.findLast(({ track }) => track === id)
  return { due: last?.due ?? submittedOn, extended: timers.some((one) => one.track === id && one.extended) }
}

/** Whose desks it lies on now, the longest first: everyone sees that, for as long as it lasts. */
function desksOf(state: CaseState, today: string, named: (someone: Someone, body: string) => string): Desk[] {
  const desk = (at: string, person: Someone | null, since: string): Desk => ({
    at,
    person: person === null ? null : at === APPLICANT ? person.name : named(person, at),
    since,
    days: daysBetween(since, today),
  })
  const keeperOf = ({ desk: at, track }: Timer): Someone | null => {
    if (at === APPLICANT) return state.applicant
    return track === null ? state.handler : (state.tracks.find(({ id }) => id === track)?.handler ?? null)
  }
  const asked = state.status === 'PROCESSING' ? state.questions.filter(({ answer }) => answer === null) : []
  return [
    ...state.timers.filter(waits).map((one) => desk(one.desk, keeperOf(one), one.started)),
    ...asked
      .slice(0, 1)
      .map(({ askedAt }) => desk(APPLICANT, state.applicant, dayOf(new Date(askedAt), state.country))),
  ].sort((a, b) => b.days - a.days)
}

/** Events that only bodies see; notes only the body itself. */
const INTERNAL: ReadonlySet<CaseEventType> = new Set([
  'noted',
  'reviewed',
  'review-asked',
  'conflict-declared',
  'assessed',
  'escalated',
])

function entryOf(
  state: CaseState,
  event: Recorded<CaseEvent>,
  reader: Reader,
  named: (someone: Someone, body: string) => string,
): TimelineEntry[] {
  const { type, payload, number, at, actor } = event
  if (reader.side === 'applicant' && INTERNAL.has(type)) return []
  const track = 'track' in payload ? payload.track : null
  const of = state.tracks.find(({ id }) => id === track)
  if (type === 'noted' && !reader.in(of?.body ?? '')) return []
  const inside = actor.subject === 'system' || isOfApplicant(state, actor)
  // What a trusted holder proposed is decided by people of the access body.
  const acting = (type === 'decided' ? of?.confirmedBy : null) ?? of?.body ?? state.accessBody
  const by = inside ? actor.name : named(actor, acting)
  return [{ number, at, type, by, track, with: wordsOf(event, (someone) => named(someone, acting)) }]
}

const isOfApplicant = ({ applicant, application }: CaseState, { subject }: Someone): boolean =>
  applicant.subject === subject || application.persons.some((one) => one.subject === subject)

/** What a line of the timeline says besides who and when. */
function wordsOf({ type, payload }: CaseEvent, named: (someone: Someone) => string): TimelineEntry['with'] {
  switch (type) {
    case 'assigned':
      return { person: named(payload.person), how: payload.how }
    case 'completion-asked':
      return { points: payload.points.length, due: payload.due }
    case 'found-complete':
      return { tracks: payload.tracks.length }
    case 'urgency-set':
      return { urgent: payload.urgent, reason: payload.reason }
    case 'assessed':
      return { criterion: payload.criterion, met: payload.met, reason: payload.reason }
    case 'review-asked':
      return { person: named(payload.person) }
    case 'reviewed':
      return { advice: payload.advice, reason: payload.reason }
    case 'asked':
    case 'answered':
    case 'noted':
      return { text: payload.text }
    case 'extended':
      return { due: payload.due, reason: payload.reason }
    case 'proposed':
      return { outcome: payload.outcome, reason: payload.reason, due: payload.due }
    case 'decided':
      return { outcome: payload.outcome, reason: payload.reason, byDefault: payload.byDefault }
    case 'decision-issued':
      return { outcome: payload.outcome, permit: payload.permit?.id ?? null, appealBy: payload.appealBy }
    case 'reminded':
      return { clock: payload.clock, stage: payload.stage, due: payload.due }
    case 'escalated':
      return { clock: payload.clock, due: payload.due }
    case 'withdrawn':
    case 'conflict-declared':
    case 'appealed':
      return { reason: payload.reason }
    case 'appeal-decided':
      return { upheld: payload.upheld, reason: payload.reason }
    case 'submitted':
      return { reference: payload.reference }
    case 'supplemented':
    case 'lapsed':
      return {}
  }
}

/** Whether somebody is waited for. Nobody waits for an appeal: who may make one reads so in the case. */
const waits = (one: Timer): boolean => running(one) && !(one.clock === 'appeal' && one.desk === APPLICANT)

/** What waits for whom: one row for each clock that runs, and one for questions to the applicant. */
export function caseInbox(id: string, state: CaseState): InboxRow[] {
  const { reference, application, status } = state
  const base = {
    of: 'case' as const,
    id,
    reference,
    title: application.answers.title ?? '',
    kind: application.kind,
    status,
  }
  const applicants = [
    state.applicant.subject,
    ...application.persons.flatMap(({ subject, part }) =>
      subject === null || part === 'analyst' ? [] : [subject],
    ),
  ]
  const rows = state.timers.filter(waits).flatMap((one): InboxRow[] => {
    const { clock, track, due, desk } = one
    if (desk === APPLICANT)
      return [...new Set(applicants)].map((subject) => ({
        ...base,
        clock,
        track,
        due,
        body: null,
        for: { subject },
        assigned: subject,
      }))
    const keeper = track === null ? state.handler : state.tracks.find((its) => its.id === track)?.handler
    return [
      {
        ...base,
        clock,
        track,
        due,
        body: desk,
        for: { organisation: desk },
        assigned: keeper?.subject ?? null,
      },
    ]
  })
  const asked = status === 'PROCESSING' ? state.questions.filter(({ answer }) => answer === null) : []
  const answers = asked.flatMap(({ track }) => {
    const due = state.timers.findLast((one) => one.track === track)?.due ?? state.submittedOn
    return [...new Set(applicants)].map(
      (subject): InboxRow => ({
        ...base,
        clock: 'completion',
        track,
        due,
        body: null,
        for: { subject },
        assigned: subject,
      }),
    )
  })
  const reviews = state.tracks
    .filter((one) => one.state !== 'decided')
    .flatMap(({ id: track, body, reviewers }) =>
      reviewers.map(
        ({ subject }): InboxRow => ({
          ...base,
          clock: 'decision',
          track,
          due: dueOf(state, { id: track } as Track).due,
          body,
          for: { subject },
          assigned: subject,
        }),
      ),
    )
  return [...rows, ...answers, ...reviews]
}
