/**
 * What part a person has in a case: decided by who applied, who is named, and the roles of people in the bodies that decide. The transitions
 * name parts, never people or organisations.
 */
import type { Actor, Role } from '@sund/model'
import type { CaseState, Track } from './case-state.js'

export const PARTS = [
  'anyone',
  'applicant',
  'case-handler',
  'appeal-decider',
  'track-handler',
  'track-decider',
  'track-confirmer',
  'track-reviewer',
  'system',
] as const
export type Part = (typeof PARTS)[number]

/** Whether a person has one of some roles in an organisation. */
export const has = ({ memberships }: Actor, organisation: string, ...roles: readonly Role[]): boolean =>
  memberships.some(
    (one) => one.organisation === organisation && one.roles.some((role) => roles.includes(role)),
  )

/** Whether a person applied, or is named as someone who may edit. */
export const applies = ({ applicant, application }: CaseState, { subject }: Actor): boolean =>
  applicant.subject === subject ||
  application.persons.some((one) => one.subject === subject && one.part !== 'analyst')

/** Whether a person is named in the application at all. */
export const isNamed = ({ applicant, application }: CaseState, { subject }: Actor): boolean =>
  applicant.subject === subject || application.persons.some((one) => one.subject === subject)

/** Nobody decides about their own application, nor where they have said that they are partial. */
export const isPartial = (state: CaseState, actor: Actor, track: string | null): boolean =>
  isNamed(state, actor) ||
  state.conflicts.some((one) => one.subject === actor.subject && (one.track === null || one.track === track))

const HAS_PART: Record<Part, (state: CaseState, actor: Actor, track: Track | null) => boolean> = {
  anyone: () => true,
  system: (_state, { subject }) => subject === 'system',
  applicant: applies,
  // Of the case as a whole: each track is its own body's.
  'case-handler': (state, actor, track) =>
    track === null && has(actor, state.accessBody, 'handler', 'decider') && !isPartial(state, actor, null),
  'appeal-decider': (state, actor) =>
    has(actor, state.accessBody, 'decider') &&
    !isPartial(state, actor, null) &&
    !state.tracks.some(
      ({ body, decision }) => body === state.accessBody && decision?.by.subject === actor.subject,
    ),
  'track-handler': (state, actor, track) =>
    track !== null && has(actor, track.body, 'handler', 'decider') && !isPartial(state, actor, track.id),
  'track-decider': (state, actor, track) =>
    track !== null && has(actor, track.body, 'decider') && !isPartial(state, actor, track.id),
  'track-confirmer': (state, actor, track) =>
    track !== null &&
    track.confirmedBy !== null &&
    has(actor, track.confirmedBy, 'decider') &&
    !isPartial(state, actor, track.id),
  'track-reviewer': (state, actor, track) =>
    track?.reviewers.some(({ subject }) => subject === actor.subject) === true &&
    !isPartial(state, actor, track.id),
}

/** Whether an actor has one of some parts in a case, or on one of its tracks. */
export const hasPart = (
  state: CaseState,
  actor: Actor,
  parts: readonly Part[],
  track: Track | null,
): boolean => parts.some((part) => HAS_PART[part](state, actor, track))

/** Whether a person works for a body that this case is before. */
export const worksOn = (state: CaseState, actor: Actor): boolean =>
  [state.accessBody, ...state.tracks.flatMap(({ body, confirmedBy }) => [body, confirmedBy])].some(
    (body) => body !== null && has(actor, body, 'handler', 'reviewer', 'decider'),
  )

/** An auditor of the access body reads everything. */
export const audits = (state: CaseState, actor: Actor): boolean => has(actor, state.accessBody, 'auditor')
