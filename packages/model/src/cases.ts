/**
 * A case: an application on its way to decisions, and a permit on its way to its end. Here is what is asked of them (commands) and what is
 * shown of them (views); how they change is `access`'s business.
 */
import { z } from 'zod'
import { Application, ApplicationKind, FeeEstimate } from './applications.js'
import { Country, OrganisationId } from './organisations.js'
import { OptOutException, PermitId, PermitRecord } from './permits.js'
import { IsoDate, RegisterName, VariableName } from './registers.js'

/** Art 75: the states of a case, as countries tell each other. */
export const CASE_STATUSES = [
  'SUBMITTED',
  'PRE_SCREENING',
  'AWAITING_ADDITIONAL_INFORMATION',
  'PROCESSING',
  'DECISION_ISSUED',
  'WITHDRAWN',
] as const
export const CaseStatus = z.enum(CASE_STATUSES)
export type CaseStatus = z.infer<typeof CaseStatus>

/** Art 68(1)–(2): what is assessed, each with a reason and an assessor. */
export const CRITERIA_OF_ASSESSMENT = [
  'purpose',
  'necessity',
  'minimisation',
  'legal-basis',
  'identifiability',
  'expertise',
  'safeguards',
  'risk',
] as const
export const AssessmentCriterion = z.enum(CRITERIA_OF_ASSESSMENT)
export type AssessmentCriterion = z.infer<typeof AssessmentCriterion>

export const TrackKind = z.enum(['access-body', 'holder', 'dispensation', 'ethics'])
export type TrackKind = z.infer<typeof TrackKind>
export const Outcome = z.enum(['granted', 'partial', 'refused'])
export type Outcome = z.infer<typeof Outcome>

const words = z.string().trim().min(1).max(4000)
const track = z.string().min(1).max(80)
const Person = z.object({ subject: z.string().min(1).max(255), name: z.string().min(1).max(200) })
/** What a body says of one variable. */
export const VariableDecision = z.object({
  register: RegisterName,
  variable: VariableName,
  granted: z.boolean(),
  reason: z.string().trim().max(2000).default(''),
})
export type VariableDecision = z.infer<typeof VariableDecision>

const decision = {
  track,
  outcome: Outcome,
  reason: words,
  /** Needed where the outcome is `partial`: every variable of the track. */
  variables: z.array(VariableDecision).max(2000).default([]),
  conditions: z.array(words).max(30).default([]),
}

/** Everything that can be asked of a case, by name. The actor and the moment come from elsewhere. */
export const CASE_COMMANDS = {
  submit: z.object({ application: Application }),
  take: z.object({ track: track.nullable() }),
  assign: z.object({ track: track.nullable(), person: Person }),
  /** All that is missing, at once. */
  'ask-completion': z.object({
    points: z
      .array(z.object({ at: z.string(), text: words }))
      .min(1)
      .max(60),
  }),
  supplement: z.object({ application: Application }),
  'find-complete': z.object({}),
  /** Urgent public health (Art 68(4)): asked by the applicant, granted or not by the access body. */
  'set-urgency': z.object({ urgent: z.boolean(), reason: words }),
  assess: z.object({
    track,
    criterion: AssessmentCriterion,
    met: z.enum(['yes', 'in-part', 'no']),
    reason: words,
  }),
  'ask-review': z.object({ track, person: Person }),
  review: z.object({ track, advice: Outcome, reason: words }),
  ask: z.object({ track, text: words }),
  answer: z.object({ question: z.string(), text: words }),
  /** Seen by the track's own body only. */
  note: z.object({ track, text: words }),
  'declare-conflict': z.object({ track: track.nullable(), reason: words }),
  delegate: z.object({ track, person: Person }),
  extend: z.object({ track, reason: words }),
  /** Art 72: a trusted holder's proposal, which the access body confirms or changes. */
  propose: z.object(decision),
  decide: z.object(decision),
  withdraw: z.object({ reason: words }),
  appeal: z.object({ reason: words }),
  'decide-appeal': z.object({ upheld: z.boolean(), reason: words }),
  /** What clocks ask: remind, escalate, decide by default where the law allows, let lapse. */
  tick: z.object({}),
} as const
/** What a command says besides its name; an object without fields says nothing, and forbids none. */
type Said<T extends z.ZodType> = string extends keyof z.infer<T> ? unknown : z.infer<T>
export type CaseCommandName = keyof typeof CASE_COMMANDS
export type CaseCommand<N extends CaseCommandName = CaseCommandName> = {
  [K in N]: { do: K } & Said<(typeof CASE_COMMANDS)[K]>
}[N]

/** Everything that can be asked of a permit. */
export const PERMIT_COMMANDS = {
  /** By the decision of a case: grants, amends or renews. */
  issue: z.object({ record: PermitRecord.pick({ permit: true, jws: true }), kind: ApplicationKind }),
  'remove-person': z.object({ subject: z.string(), reason: words }),
  revoke: z.object({ reason: words }),
  /** Art 63: four weeks to reply; may stop the work at once. */
  'suspect-breach': z.object({ text: words, stop: z.boolean() }),
  'reply-to-breach': z.object({ text: words }),
  'decide-breach': z.object({
    outcome: z.enum(['cleared', 'revoked', 'excluded']),
    /** At most five years on (Art 63). */
    excludedUntil: IsoDate.nullable(),
    reason: words,
  }),
  'register-result': z.object({ title: words, summary: words, link: z.url().max(500).nullable() }),
  /** Art 61(5): something that matters to the health of those in the data. */
  'report-finding': z.object({ text: words }),
  'confirm-delivery': z.object({ holder: OrganisationId }),
  'extend-delivery': z.object({ holder: OrganisationId, reason: words }),
  'confirm-deletion': z.object({}),
  tick: z.object({}),
} as const
export type PermitCommandName = keyof typeof PERMIT_COMMANDS
export type PermitCommand<N extends PermitCommandName = PermitCommandName> = {
  [K in N]: { do: K } & Said<(typeof PERMIT_COMMANDS)[K]>
}[N]

/** Clocks, by what must have happened when one runs out. */
export const CLOCKS = [
  'screening',
  'completion',
  'decision',
  'proposal',
  'confirmation',
  'appeal',
  'delivery',
  'breach-reply',
  'permit-end',
  'deletion',
  'results',
] as const
export const ClockName = z.enum(CLOCKS)
export type ClockName = z.infer<typeof ClockName>

/** A clock as it stands. Days are calendar days of the body's own country; `due` is the last day, included. */
export const ClockView = z.object({
  clock: ClockName,
  track: z.string().nullable(),
  /** Whose turn it is. */
  desk: z.string(),
  started: IsoDate,
  due: IsoDate,
  /** `void`: does not count while the applicant completes; it begins anew afterwards (Art 68(4)). */
  state: z.enum(['running', 'void', 'met', 'overdue']),
  extended: z.boolean(),
})
export type ClockView = z.infer<typeof ClockView>

/** Something an actor may do now: what buttons are drawn from, by the same table that permits it. */
export const CaseAction = z.object({ do: z.string(), track: z.string().nullable() })
export type CaseAction = z.infer<typeof CaseAction>

/** Whose desk it lies on: an organisation, `applicant` or nobody; and since when. */
export const Desk = z.object({
  at: z.string(),
  person: z.string().nullable(),
  since: IsoDate,
  days: z.int().nonnegative(),
})
export type Desk = z.infer<typeof Desk>

/** A line of a case's timeline: which event, by whom as the reader may know it, and words it carries. */
export const TimelineEntry = z.object({
  number: z.int().positive(),
  at: z.iso.datetime(),
  type: z.string(),
  by: z.string(),
  track: z.string().nullable(),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

const TrackDecisionView = z.object({
  outcome: Outcome,
  reason: z.string(),
  variables: z.array(VariableDecision),
  conditions: z.array(z.string()),
  by: z.string(),
  on: IsoDate,
  byDefault: z.boolean(),
})

export const TrackView = z.object({
  id: z.string(),
  kind: TrackKind,
  body: OrganisationId,
  country: Country,
  registers: z.array(RegisterName),
  state: z.enum(['open', 'proposed', 'decided']),
  /** Null where the reader is not told who. */
  handler: z.string().nullable(),
  due: IsoDate,
  extended: z.boolean(),
  assessments: z.array(
    z.object({
      criterion: AssessmentCriterion,
      met: z.enum(['yes', 'in-part', 'no']),
      reason: z.string(),
      by: z.string(),
    }),
  ),
  reviews: z.array(z.object({ advice: Outcome, reason: z.string(), by: z.string() })),
  notes: z.array(z.object({ at: z.iso.datetime(), text: z.string(), by: z.string() })),
  /** What it decides about, and what it must assess before. */
  variables: z.array(VariableDecision.pick({ register: true, variable: true })),
  criteria: z.array(AssessmentCriterion),
  /** Of a trusted holder, for those who confirm it (Art 72). */
  proposal: TrackDecisionView.nullable(),
  decision: TrackDecisionView.nullable(),
})
export type TrackView = z.infer<typeof TrackView>

/** A case as one reader may see it. */
export const CaseView = z.object({
  id: z.uuid(),
  reference: z.string(),
  /** Number of its last event: say it with a command, and one that was overtaken is refused. */
  revision: z.int().positive(),
  status: CaseStatus,
  kind: ApplicationKind,
  application: Application,
  applicant: z.string(),
  /** Takes it in, and gathers what the others decide. */
  accessBody: OrganisationId,
  submittedOn: IsoDate,
  urgent: z.boolean(),
  points: z.array(z.object({ at: z.string(), text: z.string() })),
  fee: FeeEstimate.nullable(),
  desks: z.array(Desk),
  clocks: z.array(ClockView),
  tracks: z.array(TrackView),
  questions: z.array(
    z.object({
      id: z.string(),
      track: z.string(),
      text: z.string(),
      askedAt: z.iso.datetime(),
      answer: z.string().nullable(),
    }),
  ),
  decision: z
    .object({
      outcome: Outcome,
      variables: z.array(VariableDecision),
      conditions: z.array(z.string()),
      on: IsoDate,
      appealBy: IsoDate,
    })
    .nullable(),
  appeal: z.object({ reason: z.string(), upheld: z.boolean().nullable() }).nullable(),
  permit: PermitId.nullable(),
  timeline: z.array(TimelineEntry),
  actions: z.array(CaseAction),
})
export type CaseView = z.infer<typeof CaseView>

/** A permit as those may see it who are named in it or watch over it. */
export const PermitView = z.object({
  ...PermitRecord.shape,
  revision: z.int().positive(),
  stopped: z.boolean(),
  clocks: z.array(ClockView),
  breach: z
    .object({ text: z.string(), reply: z.string().nullable(), due: IsoDate, outcome: z.string().nullable() })
    .nullable(),
  results: z.array(
    z.object({ title: z.string(), summary: z.string(), link: z.string().nullable(), on: IsoDate }),
  ),
  findings: z.array(z.object({ text: z.string(), on: IsoDate })),
  deliveries: z.array(
    z.object({ holder: OrganisationId, due: IsoDate, on: IsoDate.nullable(), extended: z.boolean() }),
  ),
  deletedOn: IsoDate.nullable(),
  timeline: z.array(TimelineEntry),
  actions: z.array(CaseAction),
})
export type PermitView = z.infer<typeof PermitView>

/** A line of an inbox: what waits for the reader, the soonest due first. */
export const InboxItem = z.object({
  of: z.enum(['case', 'permit']),
  id: z.string(),
  reference: z.string(),
  title: z.string(),
  kind: ApplicationKind,
  status: z.string(),
  track: z.string().nullable(),
  body: OrganisationId.nullable(),
  clock: ClockName,
  due: IsoDate,
  /** Negative: days left; positive: days over time; 0: today is the last. */
  late: z.int(),
  mine: z.boolean(),
})
export type InboxItem = z.infer<typeof InboxItem>

/** Art 57: what everyone sees of a case, from the moment it is received. */
export const PublicEntry = z.object({
  reference: z.string(),
  kind: ApplicationKind,
  path: z.string(),
  title: z.string(),
  summary: z.string(),
  organisation: z.string(),
  purpose: z.string(),
  registers: z.array(RegisterName),
  receivedOn: IsoDate,
  status: CaseStatus,
  decision: z.object({ outcome: Outcome, on: IsoDate, reasons: z.array(z.string()) }).nullable(),
  permit: z
    .object({
      id: PermitId,
      status: z.string(),
      from: IsoDate,
      until: IsoDate,
      conditions: z.array(z.string()),
      /** Left out where opt-outs hold. */
      optOutException: OptOutException.optional(),
    })
    .nullable(),
  results: z.array(
    z.object({ title: z.string(), summary: z.string(), link: z.string().nullable(), on: IsoDate }),
  ),
  updatedAt: z.iso.datetime(),
})
export type PublicEntry = z.infer<typeof PublicEntry>
