/** What a case is after its events, and how each event changes it. Everything that rules or pages ask of a case is here; nothing else is kept. */
import type {
  Application,
  AssessmentCriterion,
  CaseStatus,
  Country,
  FeeEstimate,
  Outcome,
  Permit,
  TrackKind,
  VariableDecision,
} from '@sund/model'
import { dayOf } from '../clocks/index.js'
import type { CaseEvent, CaseEventType } from './case-events.js'
import type { Recorded } from './stream.js'
import { APPLICANT, afterTold, changed, type Timer, timer } from './timers.js'

export interface Someone {
  subject: string
  name: string
}

export interface TrackDecision {
  outcome: Outcome
  reason: string
  variables: readonly VariableDecision[]
  conditions: readonly string[]
  by: Someone
  on: string
  byDefault: boolean
}

export interface Track {
  id: string
  kind: TrackKind
  body: string
  confirmedBy: string | null
  country: Country
  rules: string
  registers: readonly string[]
  variables: readonly { register: string; variable: string }[]
  state: 'open' | 'proposed' | 'decided'
  handler: Someone | null
  /** Asked for their advice. */
  reviewers: readonly Someone[]
  assessments: readonly {
    criterion: AssessmentCriterion
    met: 'yes' | 'in-part' | 'no'
    reason: string
    by: Someone
  }[]
  reviews: readonly { advice: Outcome; reason: string; by: Someone }[]
  notes: readonly { at: string; text: string; by: Someone }[]
  proposal: TrackDecision | null
  decision: TrackDecision | null
}

export interface Question {
  id: string
  track: string
  text: string
  askedAt: string
  askedBy: Someone
  answer: string | null
}

export interface CaseState {
  reference: string
  status: CaseStatus
  applicant: Someone
  application: Application
  country: Country
  rules: string
  accessBody: string
  submittedOn: string
  completeOn: string | null
  handler: Someone | null
  urgent: boolean
  points: readonly { at: string; text: string }[]
  fee: FeeEstimate | null
  tracks: readonly Track[]
  questions: readonly Question[]
  conflicts: readonly { subject: string; track: string | null }[]
  timers: readonly Timer[]
  decision: {
    outcome: Outcome
    variables: readonly VariableDecision[]
    conditions: readonly string[]
    on: string
    appealBy: string
  } | null
  permit: Permit | null
  /** Whether that changes a permit which an earlier decision of this very case issued. */
  reissued: boolean
  appeal: { reason: string; upheld: boolean | null } | null
  ended: { how: 'withdrawn' | 'lapsed'; reason: string } | null
  revision: number
  updatedAt: string
}

/** How an event changes a case that is there. */
type Evolve<T extends CaseEventType> = (
  state: CaseState,
  payload: CaseEvent<T>['payload'],
  event: { day: string; at: string; actor: Someone },
) => Partial<CaseState>

const within = (tracks: readonly Track[], id: string, change: (track: Track) => Partial<Track>): Track[] =>
  tracks.map((one) => (one.id === id ? { ...one, ...change(one) } : one))
const ofTrack =
  (id: string, ...clocks: Timer['clock'][]) =>
  ({ track, clock }: Timer): boolean =>
    track === id && clocks.includes(clock)
const of =
  (...clocks: Timer['clock'][]) =>
  ({ clock }: Timer): boolean =>
    clocks.includes(clock)
const unmet = ({ met }: Timer): boolean => met === null

const EVOLVE: { [T in Exclude<CaseEventType, 'submitted'>]: Evolve<T> } = {
  assigned: (state, { track, person }) =>
    track === null
      ? {
          handler: person,
          status: state.status === 'SUBMITTED' ? 'PRE_SCREENING' : state.status,
        }
      : { tracks: within(state.tracks, track, () => ({ handler: person })) },
  'completion-asked': (state, { points, due }, { day }) => ({
    status: 'AWAITING_ADDITIONAL_INFORMATION',
    points,
    timers: [
      ...changed(state.timers, (one) => of('screening')(one) && unmet(one), { void: true }),
      timer({ clock: 'completion', desk: APPLICANT, started: day, due }),
    ],
  }),
  supplemented: (state, { application, due }, { day }) => ({
    status: state.handler === null ? 'SUBMITTED' : 'PRE_SCREENING',
    application,
    timers: [
      ...changed(state.timers, (one) => of('completion')(one) && unmet(one), { met: day }).filter(
        (one) => !(one.clock === 'screening' && one.void),
      ),
      timer({ clock: 'screening', desk: state.accessBody, started: day, due }),
    ],
  }),
  'found-complete': (state, { tracks, fee }, { day }) => ({
    status: 'PROCESSING',
    completeOn: day,
    points: [],
    fee,
    tracks: tracks.map(({ due: _, ...one }) => ({
      ...one,
      state: 'open',
      handler: one.kind === 'access-body' && one.body === state.accessBody ? state.handler : null,
      reviewers: [],
      assessments: [],
      reviews: [],
      notes: [],
      proposal: null,
      decision: null,
    })),
    timers: [
      ...changed(state.timers, (one) => of('screening')(one) && unmet(one), { met: day }),
      ...tracks.map(({ id, body, confirmedBy, due }) =>
        timer({
          clock: confirmedBy === null ? 'decision' : 'proposal',
          track: id,
          desk: body,
          started: day,
          due,
        }),
      ),
    ],
  }),
  'urgency-set': (state, { urgent, due }) => ({
    urgent,
    timers: state.timers.map((one) =>
      one.track !== null && unmet(one) && due[one.track] !== undefined
        ? { ...one, due: due[one.track] as string, told: null }
        : one,
    ),
  }),
  assessed: (state, { track, criterion, met, reason }, { actor }) => ({
    tracks: within(state.tracks, track, ({ assessments }) => ({
      assessments: [
        ...assessments.filter((one) => one.criterion !== criterion),
        { criterion, met, reason, by: actor },
      ],
    })),
  }),
  'review-asked': (state, { track, person }) => ({
    tracks: within(state.tracks, track, ({ reviewers }) => ({
      reviewers: [...reviewers.filter(({ subject }) => subject !== person.subject), person],
    })),
  }),
  reviewed: (state, { track, advice, reason }, { actor }) => ({
    tracks: within(state.tracks, track, ({ reviews, reviewers }) => ({
      reviews: [...reviews.filter(({ by }) => by.subject !== actor.subject), { advice, reason, by: actor }],
      reviewers: reviewers.filter(({ subject }) => subject !== actor.subject),
    })),
  }),
  asked: (state, { track, question, text }, { at, actor }) => ({
    questions: [...state.questions, { id: question, track, text, askedAt: at, askedBy: actor, answer: null }],
  }),
  answered: (state, { question, text }) => ({
    questions: state.questions.map((one) => (one.id === question ? { ...one, answer: text } : one)),
  }),
  noted: (state, { track, text }, { at, actor }) => ({
    tracks: within(state.tracks, track, ({ notes }) => ({ notes: [...notes, { at, text, by: actor }] })),
  }),
  'conflict-declared': (state, { track }, { actor }) => ({
    conflicts: [...state.conflicts, { subject: actor.subject, track }],
    handler: track === null && state.handler?.subject === actor.subject ? null : state.handler,
    tracks: state.tracks.map((one) =>
      track === null || one.id === track
        ? {
            ...one,
            handler: one.handler?.subject === actor.subject ? null : one.handler,
            reviewers: one.reviewers.filter(({ subject }) => subject !== actor.subject),
          }
        : one,
    ),
  }),
  extended: (state, { track, due }) => ({
    timers: changed(
      state.timers,
      (one) => ofTrack(track, 'decision', 'proposal', 'confirmation')(one) && unmet(one),
      { due, extended: true, told: null },
    ),
  }),
  proposed: (state, { track, due, ...proposal }, { day, actor }) => ({
    tracks: within(state.tracks, track, () => ({
      state: 'proposed',
      proposal: { ...proposal, by: actor, on: day, byDefault: false },
    })),
    timers: [
      ...changed(state.timers, (one) => ofTrack(track, 'proposal')(one) && unmet(one), { met: day }),
      timer({
        clock: 'confirmation',
        track,
        desk: state.tracks.find(({ id }) => id === track)?.confirmedBy ?? state.accessBody,
        started: day,
        due,
      }),
    ],
  }),
  decided: (state, { track, byDefault, ...decision }, { day, actor }) => ({
    tracks: within(state.tracks, track, () => ({
      state: 'decided',
      decision: { ...decision, by: actor, on: day, byDefault },
    })),
    timers: changed(state.timers, (one) => one.track === track && unmet(one), { met: day, void: false }),
  }),
  'decision-issued': (state, { outcome, variables, conditions, appealBy, permit }, { day }) => ({
    status: 'DECISION_ISSUED',
    decision: { outcome, variables, conditions, on: day, appealBy },
    permit: permit ?? state.permit,
    reissued: permit !== null && state.permit !== null,
    timers:
      outcome === 'granted' || state.appeal !== null
        ? state.timers
        : [...state.timers, timer({ clock: 'appeal', desk: APPLICANT, started: day, due: appealBy })],
  }),
  reminded: (state, told) => ({ timers: afterTold(state.timers, told) }),
  escalated: (state, told) => ({ timers: afterTold(state.timers, told) }),
  lapsed: (state, _payload, { day }) => ({
    status: 'WITHDRAWN',
    ended: { how: 'lapsed', reason: '' },
    timers: changed(state.timers, unmet, { met: day }),
  }),
  withdrawn: (state, { reason, fee }, { day }) => ({
    status: 'WITHDRAWN',
    fee,
    ended: { how: 'withdrawn', reason },
    timers: changed(state.timers, unmet, { met: day }),
  }),
  appealed: (state, { reason, due }, { day }) => ({
    appeal: { reason, upheld: null },
    timers: [
      ...changed(state.timers, (one) => of('appeal')(one) && unmet(one), { met: day }),
      timer({ clock: 'appeal', desk: state.accessBody, started: day, due }),
    ],
  }),
  'appeal-decided': (state, { upheld, due }, { day }) => ({
    appeal: { reason: state.appeal?.reason ?? '', upheld },
    status: upheld ? 'PROCESSING' : state.status,
    tracks: state.tracks.map((one) =>
      due[one.id] === undefined ? one : { ...one, state: 'open' as const, proposal: null, decision: null },
    ),
    timers: [
      ...changed(state.timers, (one) => of('appeal')(one) && unmet(one), { met: day }),
      ...Object.entries(due).map(([id, day_]) => {
        const track = state.tracks.find((one) => one.id === id)
        return timer({
          clock: track?.confirmedBy === null ? 'decision' : 'proposal',
          track: id,
          desk: track?.body ?? state.accessBody,
          started: day,
          due: day_,
        })
      }),
    ],
  }),
}

/** The case after one event more. */
export function evolveCase(state: CaseState | null, event: Recorded<CaseEvent>): CaseState {
  if (event.type === 'submitted') {
    const { reference, applicant, application, rules, accessBody, due } = event.payload
    const day = dayOf(new Date(event.at), application.country)
    return {
      reference,
      status: 'SUBMITTED',
      applicant,
      application,
      country: application.country,
      rules,
      accessBody,
      submittedOn: day,
      completeOn: null,
      handler: null,
      urgent: false,
      points: [],
      fee: null,
      tracks: [],
      questions: [],
      conflicts: [],
      timers: [timer({ clock: 'screening', desk: accessBody, started: day, due })],
      decision: null,
      permit: null,
      reissued: false,
      appeal: null,
      ended: null,
      revision: event.number,
      updatedAt: event.at,
    }
  }
  if (state === null) throw new Error('a case begins when it is submitted')
  const change = EVOLVE[event.type] as Evolve<CaseEventType>
  const { at, actor } = event
  const day = dayOf(new Date(at), state.country)
  return {
    ...state,
    ...change(state, event.payload, { day, at, actor }),
    revision: event.number,
    updatedAt: at,
  }
}
