/**
 * Who must decide of an application, side by side: each holder whose variables it asks for, the access body of each country concerned, and the
 * authorities that a dated rule requires. And what follows from their decisions together.
 */
import {
  type Application,
  type AssessmentCriterion,
  type Country,
  fail,
  type Outcome,
  type PermitRecord,
  type TrackKind,
  type VariableDecision,
} from '@sund/model'
import { dueDay } from '../clocks/index.js'
import type { AccessRules, Limit } from '../rules/rules.js'
import type { CaseEvent } from './case-events.js'
import type { Track } from './case-state.js'
import { accessBodyOf, type DirectoryBody, holderOf } from './directory.js'
import type { Context } from './stream.js'

/** What must be assessed, with a reason each, before a body decides (Art 68(1)–(2)). */
export const ASSESSED: Readonly<Record<TrackKind, readonly AssessmentCriterion[]>> = {
  'access-body': [
    'purpose',
    'necessity',
    'minimisation',
    'legal-basis',
    'identifiability',
    'expertise',
    'safeguards',
    'risk',
  ],
  holder: ['necessity', 'minimisation'],
  dispensation: ['necessity', 'legal-basis', 'risk'],
  ethics: ['purpose', 'risk'],
}

type NewTrack = CaseEvent<'found-complete'>['payload']['tracks'][number]
type Asked = { register: string; variable: string }

const sameVariable = (one: Asked, other: Asked): boolean =>
  one.register === other.register && one.variable === other.variable

/** The variables that are asked for and that the permit to be amended does not have. */
export function newVariables({ collection }: Application, permit: PermitRecord | null): Asked[] {
  const had = permit?.permit.registers ?? []
  return collection
    .filter(
      ({ register, variable }) =>
        !had.some((one) => one.register === register && one.variables.includes(variable)),
    )
    .map(({ register, variable }) => ({ register, variable }))
}

/** How long a body has, without its extension: by its country's rules, what is asked for, and whether it is urgent. */
export function decisionLimit(
  { limits }: AccessRules,
  { path, collection }: Pick<Application, 'path' | 'collection'>,
  urgent: boolean,
): Limit {
  if (path === 'request') return limits.requestDecision
  if (urgent) return limits.urgentDecision
  const linked = new Set(collection.map(({ register }) => register)).size > 1
  return linked ? (limits.linkedDecision ?? limits.decision) : limits.decision
}

/** What of a case decides how long its bodies have. */
export interface Timing {
  today: string
  /** The rules of this day hold, whatever has changed since. */
  submittedOn: string
  urgent: boolean
}

/** Everyone who must decide, each with its own last day. Throws `data.metadata` where the law requires a body that is not there. */
export function openTracks(
  application: Application,
  { today, submittedOn, urgent }: Timing,
  context: Pick<Context, 'directory' | 'rules' | 'permit'>,
): NewTrack[] {
  const permit = application.permit === null ? null : context.permit(application.permit)
  const asked = newVariables(application, permit)
  const holders = holdersOf(asked, context)
  const countries = [...new Set([application.country, ...holders.map(({ body }) => body.country)])]
  const of = (country: Country): Asked[] =>
    holders.filter(({ body }) => body.country === country).flatMap(({ variables }) => variables)
  const accessBody = (country: Country) => accessBodyOf(context.directory, country)

  const make = (kind: TrackKind, body: DirectoryBody, variables: readonly Asked[]): NewTrack => {
    const rules = context.rules(body.country, submittedOn)
    const confirmedBy = kind === 'holder' && body.trusted ? (accessBody(body.country)?.id ?? null) : null
    const limit = confirmedBy === null ? decisionLimit(rules, application, urgent) : rules.limits.proposal
    return {
      id: `${kind}:${body.id}`,
      kind,
      body: body.id,
      confirmedBy,
      country: body.country,
      rules: rules.id,
      registers: [...new Set(variables.map(({ register }) => register))],
      variables: [...variables],
      due: dueDay(today, limit, body.country),
    }
  }
  return [
    ...countries.flatMap((country) => {
      const body = accessBody(country)
      if (body === undefined) return country === application.country ? [missing('access-body', country)] : []
      return [make('access-body', body, of(country))]
    }),
    ...countries.flatMap((country) =>
      requiredBeside(application, of(country), context.rules(country, submittedOn)).map((kind) => {
        const body = context.directory.bodies.find((one) => one.body === kind && one.country === country)
        return body === undefined ? missing(kind, country) : make(kind, body, of(country))
      }),
    ),
    ...holders.map(({ body, variables }) => make('holder', body, variables)),
  ]
}

/** The authorities that decide beside holders and access body, by the rules in force (access to rows of new variables only). */
export function requiredBeside(
  { path, answers }: Application,
  variables: readonly Asked[],
  { parallel }: AccessRules,
): Extract<TrackKind, 'dispensation' | 'ethics'>[] {
  if (path === 'request' || variables.length === 0) return []
  return parallel
    .filter(
      ({ kind, purposes, identifiability }) =>
        answers.purpose !== undefined &&
        purposes.includes(answers.purpose) &&
        identifiability.includes(answers.identifiability ?? 'anonymous') &&
        !(kind === 'ethics' && answers.ethics === 'approved'),
    )
    .map(({ kind }) => kind)
}

function holdersOf(asked: readonly Asked[], { directory }: Pick<Context, 'directory'>) {
  const holders = new Map<DirectoryBody, Asked[]>()
  for (const one of asked) {
    const body =
      holderOf(directory, one.register) ??
      fail(
        'usage.not-found',
        `No holder answers for the register ${one.register} any more.`,
        'Leave it out of the collection, or ask the access body what became of it.',
      )
    holders.set(body, [...(holders.get(body) ?? []), one])
  }
  return [...holders].map(([body, variables]) => ({ body, variables }))
}

const missing = (kind: TrackKind, country: Country): never =>
  fail(
    'data.metadata',
    `The law of ${country} requires a decision by a body of the kind ${kind}, and there is none.`,
    'An administrator adds it: sund organisation add.',
  )

/** What a body says of each variable of its track: all, none, or what it lists. */
export function variablesOf(
  { variables }: Pick<Track, 'variables'>,
  {
    outcome,
    reason,
    variables: listed,
  }: { outcome: Outcome; reason: string; variables: readonly VariableDecision[] },
): VariableDecision[] {
  if (outcome !== 'partial')
    return variables.map((one) => ({
      ...one,
      granted: outcome === 'granted',
      reason: outcome === 'granted' ? '' : reason,
    }))
  const complaint = variables.every((one) => listed.filter((each) => sameVariable(each, one)).length === 1)
    ? listed.length !== variables.length
      ? 'names a variable that is not of this track'
      : !listed.some(({ granted }) => granted) || listed.every(({ granted }) => granted)
        ? 'grants all or nothing'
        : listed.some(({ granted, reason: why }) => !granted && why === '')
          ? 'refuses a variable without a reason'
          : null
    : 'does not name each variable of the track once'
  if (complaint !== null)
    fail(
      'usage.request',
      `A partial decision ${complaint}.`,
      'Grant some variables and refuse the others, each with its reason.',
    )
  return [...listed]
}

/** What all decisions come to: a variable is granted when every body that it is before grants it. */
export function combined(
  { collection }: Application,
  tracks: readonly Track[],
  permit: PermitRecord | null,
): { outcome: Outcome; variables: VariableDecision[]; conditions: string[] } {
  const had = permit?.permit.registers ?? []
  const variables = collection.map(({ register, variable }): VariableDecision => {
    const said = tracks.flatMap(
      ({ decision }) => decision?.variables.filter((one) => sameVariable(one, { register, variable })) ?? [],
    )
    const refusals = said.filter(({ granted }) => !granted)
    const before = had.some((one) => one.register === register && one.variables.includes(variable))
    return {
      register,
      variable,
      granted: (said.length > 0 || before) && refusals.length === 0,
      reason: refusals.map(({ reason }) => reason).join(' '),
    }
  })
  // An amendment of dates or persons asks for no new variable: the bodies' own words decide.
  const refusedWhole = tracks.some(
    ({ decision }) => decision?.outcome === 'refused' && decision.variables.length === 0,
  )
  const granted = variables.filter((one) => one.granted).length
  const outcome: Outcome =
    refusedWhole || granted === 0 ? 'refused' : granted === variables.length ? 'granted' : 'partial'
  return {
    outcome,
    variables: refusedWhole ? variables.map((one) => ({ ...one, granted: false })) : variables,
    conditions: [...new Set(tracks.flatMap(({ decision }) => decision?.conditions ?? []))],
  }
}
