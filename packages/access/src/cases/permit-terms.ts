/** The permit that a decision makes: which data, for whom, where, from when until when (Art 68(10)–(12)), and what of it an earlier one had. */
import {
  type ApplicationKind,
  fail,
  type Permit,
  type PermitRecord,
  type PermitRegister,
  type VariableDecision,
} from '@sund/model'
import { addLimit, dayOf, lastDayOf } from '../clocks/index.js'
import { isExcepted, rulesById } from '../rules/index.js'
import type { AccessRules, Limits } from '../rules/rules.js'
import type { CaseState } from './case-state.js'
import { holderOf } from './directory.js'
import type { Context } from './stream.js'

/**
 * The last day that a permit may have (Art 68(12)): ten years from its first day, and where it is renewed ten more from its end. What amends a
 * permit that was renewed does not take the renewal back.
 */
export function longestUntil(
  { kind, from }: { kind: ApplicationKind; from: string },
  earlier: Pick<Permit, 'until'> | null,
  { permit, renewal }: Pick<Limits, 'permit' | 'renewal'>,
): string {
  const first = lastDayOf(from, permit)
  if (earlier === null) return first
  const renewed = kind === 'renewal' ? addLimit(earlier.until, renewal) : earlier.until
  return [first, renewed].sort().at(-1) as string
}

/** A permit is renewed once (Art 68(12)). Throws `conflict.exists` for a second time. */
export function refuseSecondRenewal(
  kind: ApplicationKind,
  earlier: Pick<Permit, 'id' | 'renewedOn'> | null,
): void {
  if (kind === 'renewal' && earlier?.renewedOn !== undefined)
    fail(
      'conflict.exists',
      `The permit ${earlier.id} was renewed on ${earlier.renewedOn}, and a permit is renewed once.`,
      'Apply for a new permit.',
    )
}

/** Not signed yet. Throws `usage.not-found` when a register has gone, `usage.request` for one that would end before it begins, and `conflict.exists` for a second renewal. */
export function permitOf(
  state: CaseState,
  { variables, conditions }: { variables: readonly VariableDecision[]; conditions: readonly string[] },
  before: PermitRecord | null,
  context: Pick<Context, 'directory' | 'now' | 'permitId' | 'pseudonym' | 'id'>,
): Permit {
  const { application, applicant, country, fee } = state
  const { answers, path } = application
  // What an appeal gives is a change of what this case was given already.
  const kind = state.permit === null ? application.kind : 'amendment'
  const rules = rulesById(state.rules)
  const { limits } = rules
  const today = dayOf(context.now, country)
  const earlier = before?.permit ?? null
  const from = earlier?.from ?? (answers.from !== undefined && answers.from > today ? answers.from : today)
  refuseSecondRenewal(kind, earlier)
  const longest = longestUntil({ kind, from }, earlier, limits)
  const renewedOn = kind === 'renewal' ? today : earlier?.renewedOn
  const until = answers.until !== undefined && answers.until < longest ? answers.until : longest
  if (until < today)
    fail(
      'usage.request',
      'The permit would have ended before it begins.',
      'Ask for completion with a later last day, or refuse.',
    )
  const named = application.persons.flatMap(({ subject, name }) =>
    subject === null ? [] : [{ subject, name }],
  )
  const persons = new Map([applicant, ...named].map((one) => [one.subject, one]))
  return {
    id: earlier?.id ?? context.permitId(),
    revision: (earlier?.revision ?? 0) + 1,
    case: earlier?.case ?? context.id,
    path,
    country,
    title: answers.title ?? '',
    purpose:
      answers.purpose ?? fail('usage.request', 'The application names no purpose.', 'Ask for completion.'),
    identifiability: path === 'request' ? 'anonymous' : (answers.identifiability ?? 'anonymous'),
    registers: registersOf(variables, context),
    population: { text: answers.population ?? '', criteria: answers.populationCriteria ?? null },
    years: answers.years ?? null,
    room: answers.room ?? 'room',
    persons: [...persons.values()].map(({ subject, name }) => ({
      subject,
      pseudonym: context.pseudonym(subject),
      name,
    })),
    conditions: [...conditions],
    relaxations: [...(answers.relaxations ?? [])],
    ...exceptionOf(application, rules, context),
    from,
    until,
    ...(renewedOn === undefined ? {} : { renewedOn }),
    deletedBy: addLimit(until, limits.deletion),
    resultsBy: addLimit(until, limits.results),
    fee: fee === null ? null : { currency: fee.currency, total: fee.total },
    decisions: state.tracks.flatMap(({ body, decision }) =>
      decision === null ? [] : [{ body, decidedOn: decision.on }],
    ),
    issuedAt: context.now.toISOString(),
  }
}

/**
 * The provision of law by which opt-outs do not hold, where it was asked for. Throws `usage.request` where the rules of the case make no such exception for the
 * applicant and the purpose, though somebody found the application complete.
 */
function exceptionOf(
  { answers, organisation }: CaseState['application'],
  { optOutException: law }: AccessRules,
  { directory }: Pick<Context, 'directory'>,
): Pick<Permit, 'optOutException'> {
  if (answers.optOutException !== true) return {}
  const kind = directory.bodies.find(({ id }) => id === organisation)?.kind
  if (law === null || !isExcepted(law, answers.purpose, kind))
    fail(
      'usage.request',
      'No law makes an exception from opting out for this applicant and purpose.',
      'Ask for completion without it, or refuse.',
    )
  const { provision, text } = law
  return { optOutException: { provision, text } }
}

/** What was granted, by register, each bound to the major version that is newest now: later releases of it are the same data kept up. */
function registersOf(
  variables: readonly VariableDecision[],
  { directory }: Pick<Context, 'directory'>,
): PermitRegister[] {
  const granted = variables.filter((one) => one.granted)
  return [...new Set(granted.map(({ register }) => register))].map((register) => {
    const holder =
      holderOf(directory, register) ??
      fail('usage.not-found', `No holder answers for ${register} any more.`, 'Refuse its variables.')
    const version = holder.registers.find(({ name }) => name === register)?.version ?? null
    return {
      register,
      holder: holder.id,
      version: version?.split('.')[0] ?? null,
      variables: granted.filter((one) => one.register === register).map(({ variable }) => variable),
    }
  })
}
