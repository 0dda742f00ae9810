/**
 * The permit as a kind of stream: what may be done to it by whom, in one table as for cases, and who is told. Whether a run may use it is
 * decided where runs are (`decide.ts`).
 */
import {
  type Actor,
  type CaseAction,
  fail,
  type PermitCommand,
  type PermitCommandName,
  type PermitView,
  type PublicEntry,
  type TimelineEntry,
} from '@sund/model'
import { addDays, addLimit, dayOf, dueDay } from '../clocks/index.js'
import { rulesById } from '../rules/index.js'
import { accessBodyOf } from './directory.js'
import { type Letter, type LetterTemplate, lettersTo, type Recipient } from './letters.js'
import { PERMIT_EVENTS, type PermitEvent } from './permit-events.js'
import { evolvePermit, type PermitState } from './permit-state.js'
import { refuseSecondRenewal } from './permit-terms.js'
import type { Context, InboxRow, Recorded, StreamKind } from './stream.js'
import { APPLICANT, clockView, earliest, nextStage, running, stagesDue } from './timers.js'
import { has } from './who.js'

type Part = 'named' | 'lead' | 'access-body' | 'access-decider' | 'holder' | 'system'

const HAS_PART: Record<Part, (state: PermitState, actor: Actor) => boolean> = {
  system: (_state, { subject }) => subject === 'system',
  named: ({ permit, removed }, { subject }) =>
    permit.persons.some((one) => one.subject === subject) && !removed.includes(subject),
  lead: ({ permit, removed }, { subject }) =>
    permit.persons[0]?.subject === subject && !removed.includes(subject),
  'access-body': ({ accessBody }, actor) => has(actor, accessBody, 'handler', 'decider'),
  'access-decider': ({ accessBody }, actor) => has(actor, accessBody, 'decider'),
  holder: ({ permit }, actor) =>
    permit.registers.some(({ holder }) => has(actor, holder, 'handler', 'decider')),
}

interface Now {
  state: PermitState
  context: Context
  today: string
}

interface Transition<N extends PermitCommandName> {
  /** `valid`: while it may be used; `any`: also after it ended. */
  while: 'valid' | 'any'
  who: readonly Part[]
  open?(now: Now): boolean
  happens(now: Now, command: PermitCommand<N>): PermitEvent[]
}

const ENDED: readonly string[] = ['REVOKED', 'EXPIRED']
const waits = ({ state }: Now, holder: string): boolean =>
  state.timers.some((one) => one.clock === 'delivery' && one.track === holder && running(one))
const limits = ({ state }: Now) => rulesById(state.rules).limits

const TRANSITIONS: { [N in Exclude<PermitCommandName, 'issue'>]: Transition<N> } = {
  'remove-person': {
    while: 'valid',
    who: ['lead', 'access-body'],
    open: ({ state }) => state.removed.length < state.permit.persons.length,
    happens: ({ state }, { subject, reason }) => {
      if (!state.permit.persons.some((one) => one.subject === subject) || state.removed.includes(subject))
        fail('usage.not-found', 'The permit does not name this person.', 'Read the permit again.')
      return [{ type: 'person-removed', payload: { subject, reason } }]
    },
  },
  revoke: {
    while: 'valid',
    who: ['access-decider'],
    happens: (_now, { reason }) => [{ type: 'revoked', payload: { reason } }],
  },
  'suspect-breach': {
    while: 'valid',
    who: ['access-body', 'holder'],
    open: ({ state }) => state.breach === null || state.breach.outcome !== null,
    happens: (now, { text, stop }) => [
      {
        type: 'breach-suspected',
        payload: { text, stop, due: dueDay(now.today, limits(now).breachReply, now.state.permit.country) },
      },
    ],
  },
  'reply-to-breach': {
    while: 'any',
    who: ['named'],
    open: ({ state }) =>
      state.breach !== null && state.breach.outcome === null && state.breach.reply === null,
    happens: (_now, { text }) => [{ type: 'breach-replied', payload: { text } }],
  },
  'decide-breach': {
    while: 'any',
    who: ['access-decider'],
    // Whoever is suspected has been heard, or has let the time pass (Art 63(2)).
    open: ({ state, today }) =>
      state.breach !== null &&
      state.breach.outcome === null &&
      (state.breach.reply !== null || today > state.breach.due),
    happens: (now, { outcome, excludedUntil, reason }) => {
      const longest = addLimit(now.today, limits(now).exclusion)
      if ((outcome === 'excluded') !== (excludedUntil !== null))
        fail(
          'usage.request',
          'An exclusion has a last day, and nothing else has.',
          `Give a day until ${longest}, or another outcome.`,
        )
      if (excludedUntil !== null && (excludedUntil > longest || excludedUntil < now.today))
        fail('usage.request', 'An exclusion lasts at most five years.', `Give a day until ${longest}.`)
      return [{ type: 'breach-decided', payload: { outcome, excludedUntil, reason } }]
    },
  },
  'register-result': {
    while: 'any',
    who: ['named'],
    happens: (_now, { do: _, ...result }) => [{ type: 'result-registered', payload: result }],
  },
  'report-finding': {
    while: 'any',
    who: ['named'],
    happens: (_now, { text }) => [{ type: 'finding-reported', payload: { text } }],
  },
  'confirm-delivery': {
    while: 'valid',
    who: ['holder', 'access-body', 'system'],
    open: (now) => now.state.deliveries.some(({ holder }) => mayDeliver(now, holder)),
    happens: (now, { holder }) => {
      if (!mayDeliver(now, holder)) noDelivery()
      return [{ type: 'delivery-confirmed', payload: { holder } }]
    },
  },
  'extend-delivery': {
    while: 'valid',
    who: ['holder'],
    open: (now) => now.state.deliveries.some((one) => !one.extended && mayDeliver(now, one.holder)),
    happens: (now, { holder, reason }) => {
      const own = now.state.deliveries.find((one) => one.holder === holder && !one.extended)
      if (own === undefined || !mayDeliver(now, holder)) return noDelivery()
      const due = dueDay(own.due, limits(now).deliveryExtension, now.state.permit.country)
      return [{ type: 'delivery-extended', payload: { holder, due, reason } }]
    },
  },
  'confirm-deletion': {
    while: 'any',
    who: ['access-body'],
    open: ({ state }) => ENDED.includes(state.status) && state.deletedOn === null,
    happens: () => [{ type: 'deletion-confirmed', payload: {} }],
  },
  tick: { while: 'any', who: ['system'], happens: ticked },
}

/** A holder answers for its own delivery; the access body for an answer in statistics. */
const mayDeliver = (now: Now, holder: string): boolean =>
  waits(now, holder) &&
  (now.context.actor.subject === 'system' ||
    has(
      now.context.actor,
      now.state.permit.path === 'request' ? now.state.accessBody : holder,
      'handler',
      'decider',
    ))

function noDelivery(): never {
  return fail(
    'usage.not-found',
    'No delivery of that holder waits for you.',
    'Read the permit again: it lists what is to be delivered.',
  )
}

function ticked({ state, today }: Now): PermitEvent[] {
  if (!ENDED.includes(state.status) && today > state.permit.until) return [{ type: 'expired', payload: {} }]
  return state.timers.flatMap((one): PermitEvent[] => {
    const last = stagesDue(one, rulesById(state.rules), today).at(-1)
    if (last === undefined) return []
    const { clock, track, due } = one
    const payload = { clock, track, due, day: last.day }
    return last.escalates
      ? [{ type: 'escalated', payload }]
      : [{ type: 'reminded', payload: { ...payload, stage: last.stage } }]
  })
}

const allowed = (name: Exclude<PermitCommandName, 'issue'>, now: Now): boolean => {
  const row = TRANSITIONS[name]
  return (
    (row.while === 'any' || !ENDED.includes(now.state.status)) &&
    row.who.some((part) => HAS_PART[part](now.state, now.context.actor)) &&
    (row.open?.(now) ?? true)
  )
}

const NAMES = Object.keys(TRANSITIONS) as Exclude<PermitCommandName, 'issue'>[]

function actions(state: PermitState, context: Context): CaseAction[] {
  const now: Now = { state, context, today: dayOf(context.now, state.permit.country) }
  return NAMES.filter((name) => allowed(name, now)).map((name) => ({ do: name, track: null }))
}

function decide(state: PermitState | null, command: PermitCommand, context: Context): PermitEvent[] {
  if (command.do === 'issue') return issue(state, command, context)
  if (state === null)
    return fail('usage.not-found', 'There is no such permit.', 'Look at your list of permits.')
  const now: Now = { state, context, today: dayOf(context.now, state.permit.country) }
  if (!allowed(command.do, now))
    return fail(
      'permission.denied',
      `You cannot ${command.do} now.`,
      'Read the permit again: it lists what you can do.',
    )
  return (TRANSITIONS[command.do] as Transition<PermitCommandName>).happens(now, command)
}

/** Only a decision issues, and each revision follows the one before. */
function issue(
  state: PermitState | null,
  { record: { permit, jws }, kind }: PermitCommand<'issue'>,
  context: Context,
): PermitEvent[] {
  if (context.actor.subject !== 'system')
    fail('permission.denied', 'Only a decision issues a permit.', 'Decide the case.')
  if (permit.revision !== (state?.permit.revision ?? 0) + 1)
    fail('conflict.exists', 'The permit has changed meanwhile.', 'Decide the case again.')
  refuseSecondRenewal(kind, state?.permit ?? null)
  const accessBody = accessBodyOf(context.directory, permit.country)
  if (accessBody === undefined)
    return fail('data.metadata', `There is no access body for ${permit.country}.`, 'Add one.')
  const today = dayOf(context.now, permit.country)
  const rules = context.rules(permit.country, today)
  const request = permit.path === 'request'
  const due = (limit: typeof rules.limits.delivery) => dueDay(today, limit, permit.country)
  const deliveries = request
    ? [{ holder: accessBody.id, due: due(rules.limits.requestAnswer) }]
    : [...new Set(permit.registers.map(({ holder }) => holder))].map((holder) => ({
        holder,
        due: due(rules.limits.delivery),
      }))
  return [
    {
      type: 'issued',
      payload: { permit, jws, as: kind, rules: rules.id, accessBody: accessBody.id, deliveries },
    },
  ]
}

/** What the actor may see: all of it for who is named and for the bodies concerned, else `usage.not-found`. */
function view(
  _id: string,
  state: PermitState,
  events: readonly Recorded<PermitEvent>[],
  context: Context,
): PermitView {
  const { permit, jws, status, removed, stopped, breach, results, findings, deliveries, deletedOn } = state
  const { actor } = context
  const sees =
    permit.persons.some((one) => one.subject === actor.subject) ||
    [state.accessBody, ...permit.registers.map(({ holder }) => holder)].some((body) =>
      has(actor, body, 'handler', 'reviewer', 'decider', 'auditor'),
    )
  if (!sees) return fail('usage.not-found', 'There is no such permit.', 'Look at your list of permits.')
  const today = dayOf(context.now, permit.country)
  const named = HAS_PART.named(state, actor) || permit.persons.some((one) => one.subject === actor.subject)
  const anonymous =
    context.directory.bodies.find(({ id }) => id === state.accessBody)?.anonymousHandlers ?? true
  const timeline = events.map(({ number, at, type, payload, actor: by }): TimelineEntry => {
    const own = by.subject === 'system' || permit.persons.some((one) => one.subject === by.subject)
    return {
      number,
      at,
      type,
      by: own || !named || !anonymous ? by.name : state.accessBody,
      track: null,
      with: Object.fromEntries(
        Object.entries(payload).filter(
          ([key, value]) =>
            key !== 'jws' && key !== 'subject' && (value === null || typeof value !== 'object'),
        ),
      ) as TimelineEntry['with'],
    }
  })
  return {
    permit,
    jws,
    status,
    removed: [...removed],
    revision: state.revision,
    stopped,
    clocks: state.timers.map((one) => clockView(one, today)),
    breach,
    results: [...results],
    findings: [...findings],
    deliveries: [...deliveries],
    deletedOn,
    timeline,
    actions: actions(state, context),
  }
}

function inbox(id: string, state: PermitState): InboxRow[] {
  const { permit, status, removed } = state
  const base = {
    of: 'permit' as const,
    id,
    reference: permit.id,
    title: permit.title,
    kind: 'new' as const,
    status,
  }
  const named = permit.persons.map(({ subject }) => subject).filter((subject) => !removed.includes(subject))
  const waiting = state.timers.filter(running).flatMap(({ clock, track, due, desk }): InboxRow[] =>
    desk === APPLICANT
      ? named.map((subject) => ({
          ...base,
          clock,
          track,
          due,
          body: null,
          for: { subject },
          assigned: subject,
        }))
      : [{ ...base, clock, track, due, body: desk, for: { organisation: desk }, assigned: null }],
  )
  const { breach } = state
  const toDecide: InboxRow[] =
    breach !== null && breach.outcome === null && breach.reply !== null
      ? [
          {
            ...base,
            clock: 'breach-reply',
            track: null,
            due: breach.due,
            body: state.accessBody,
            for: { organisation: state.accessBody },
            assigned: null,
          },
        ]
      : []
  return [...waiting, ...toDecide]
}

function publicPart(state: PermitState): Partial<PublicEntry> & { reference: string } {
  const { permit, status, results, updatedAt } = state
  const { id, from, until, conditions, optOutException } = permit
  return {
    reference: permit.case,
    permit: { id, status, from, until, conditions, ...(optOutException ? { optOutException } : {}) },
    results: [...results],
    updatedAt,
  }
}

function letters(id: string, state: PermitState, event: Recorded<PermitEvent>): Letter[] {
  const { permit, removed, accessBody } = state
  const body: Recipient = { organisation: accessBody }
  const holders = [...new Set(permit.registers.map(({ holder }) => holder))].map(
    (organisation): Recipient => ({ organisation }),
  )
  const persons = permit.persons
    .filter(({ subject }) => !removed.includes(subject))
    .map(({ subject }): Recipient => ({ subject, email: null }))
  const send = (template: LetterTemplate, to: readonly Recipient[], holes: Letter['with'] = {}): Letter[] =>
    lettersTo(`permit:${id}`, event.number, template, to, { reference: permit.id, permit: id, ...holes })
  const desk = (track: string | null, clock: string): Recipient[] => {
    const at = state.timers.findLast((one) => one.track === track && one.clock === clock)?.desk
    return at === undefined || at === APPLICANT ? persons : [{ organisation: at }]
  }
  switch (event.type) {
    case 'issued':
      return [...send('permit-issued', [...persons, ...holders], { until: permit.until })]
    case 'person-removed':
      return send('person-removed', [{ subject: event.payload.subject, email: null }, ...holders])
    case 'revoked':
      return send('permit-revoked', [...persons, ...holders])
    case 'expired':
      return send('permit-expired', [...persons, body], { due: permit.deletedBy })
    case 'breach-suspected':
      return send('breach-suspected', [...persons, body], { due: event.payload.due })
    case 'breach-replied':
      return send('breach-replied', [body])
    case 'breach-decided':
      return send('breach-decided', [...persons, ...holders], { outcome: event.payload.outcome })
    case 'finding-reported':
      return send('finding-reported', [body, ...holders])
    case 'reminded':
      return send('reminder', desk(event.payload.track, event.payload.clock), {
        clock: event.payload.clock,
        due: event.payload.due,
      })
    case 'escalated':
      return send('escalated', [body], { clock: event.payload.clock, due: event.payload.due })
    default:
      return []
  }
}

/** Streams of permits. */
export const PERMIT_STREAM: StreamKind<PermitState, PermitCommand, PermitEvent, PermitView> = {
  name: 'permit',
  events: PERMIT_EVENTS,
  evolve: evolvePermit,
  decide,
  actions,
  view,
  inbox,
  wakes: (state) =>
    earliest([
      ...state.timers.map((one) => nextStage(one, rulesById(state.rules))),
      ENDED.includes(state.status) ? null : addDays(state.permit.until, 1),
    ]),
  parties: ({ permit, accessBody }) => [
    ...permit.persons.map(({ subject }) => subject),
    ...new Set(
      [accessBody, ...permit.registers.map(({ holder }) => holder)].map((id) => `organisation:${id}`),
    ),
  ],
  publicPart,
  followUps: () => [],
  letters,
  exclusions: ({ permit, excludedUntil }) =>
    excludedUntil === null ? [] : permit.persons.map(({ subject }) => ({ subject, until: excludedUntil })),
}
