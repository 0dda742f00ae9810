/**
 * What can have happened to a case. A payload that has been released is never changed: a new version of it is a new row in `upgrade`, so that
 * cases of years ago still read.
 */
import {
  Application,
  AssessmentCriterion,
  ClockName,
  Country,
  FeeEstimate,
  IsoDate,
  OrganisationId,
  Outcome,
  Permit,
  RegisterName,
  TrackKind,
  VariableDecision,
} from '@sund/model'
import { z } from 'zod'
import type { EventType } from './stream.js'

const Person = z.object({ subject: z.string(), name: z.string() })
const track = z.string()
const reason = z.string()

const Decision = z.object({
  track,
  outcome: Outcome,
  reason,
  variables: z.array(VariableDecision),
  conditions: z.array(z.string()),
})

const schemas = {
  submitted: z.object({
    reference: z.string(),
    applicant: Person,
    application: Application,
    /** The rules of the applicant's country, by their identifier. */
    rules: z.string(),
    accessBody: OrganisationId,
    due: IsoDate,
  }),
  assigned: z.object({
    track: track.nullable(),
    person: Person,
    how: z.enum(['taken', 'assigned', 'delegated']),
  }),
  'completion-asked': z.object({
    points: z.array(z.object({ at: z.string(), text: z.string() })),
    due: IsoDate,
  }),
  supplemented: z.object({ application: Application, due: IsoDate }),
  'found-complete': z.object({
    tracks: z.array(
      z.object({
        id: track,
        kind: TrackKind,
        body: OrganisationId,
        /** Whoever confirms what a trusted holder proposes (Art 72). */
        confirmedBy: OrganisationId.nullable(),
        country: Country,
        rules: z.string(),
        registers: z.array(RegisterName),
        variables: z.array(VariableDecision.pick({ register: true, variable: true })),
        due: IsoDate,
      }),
    ),
    fee: FeeEstimate.nullable(),
  }),
  'urgency-set': z.object({ urgent: z.boolean(), reason, due: z.record(track, IsoDate) }),
  assessed: z.object({
    track,
    criterion: AssessmentCriterion,
    met: z.enum(['yes', 'in-part', 'no']),
    reason,
  }),
  'review-asked': z.object({ track, person: Person }),
  reviewed: z.object({ track, advice: Outcome, reason }),
  asked: z.object({ track, question: z.string(), text: z.string() }),
  answered: z.object({ question: z.string(), text: z.string() }),
  noted: z.object({ track, text: z.string() }),
  'conflict-declared': z.object({ track: track.nullable(), reason }),
  extended: z.object({ track, due: IsoDate, reason }),
  proposed: Decision.extend({ due: IsoDate }),
  decided: Decision.extend({ byDefault: z.boolean() }),
  'decision-issued': z.object({
    outcome: Outcome,
    variables: z.array(VariableDecision),
    conditions: z.array(z.string()),
    appealBy: IsoDate,
    permit: Permit.nullable(),
  }),
  /** `day` is that of the stage: those before it are past as well. */
  reminded: z.object({
    clock: ClockName,
    track: track.nullable(),
    day: IsoDate,
    stage: z.string(),
    due: IsoDate,
  }),
  escalated: z.object({ clock: ClockName, track: track.nullable(), day: IsoDate, due: IsoDate }),
  /** The applicant did not complete in time. */
  lapsed: z.object({}),
  withdrawn: z.object({ reason, fee: FeeEstimate.nullable() }),
  appealed: z.object({ reason, due: IsoDate }),
  'appeal-decided': z.object({ upheld: z.boolean(), reason, due: z.record(track, IsoDate) }),
} as const

type Schemas = typeof schemas
export type CaseEventType = keyof Schemas
export type CaseEvent<T extends CaseEventType = CaseEventType> = {
  [K in T]: { type: K; payload: z.infer<Schemas[K]> }
}[T]

/** Every type, its version and the way from older ones. */
export const CASE_EVENTS = Object.fromEntries(
  Object.entries(schemas).map(([type, schema]) => [type, { version: 1, schema, upgrade: {} }]),
) as unknown as Readonly<Record<CaseEventType, EventType>>
