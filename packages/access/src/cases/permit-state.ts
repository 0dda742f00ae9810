/** What a permit is after its events, and how each event changes it. */
import type { Permit, PermitStatus } from '@sund/model'
import { dayOf } from '../clocks/index.js'
import type { PermitEvent, PermitEventType } from './permit-events.js'
import type { Recorded } from './stream.js'
import { APPLICANT, afterTold, changed, type Timer, timer } from './timers.js'

export interface Breach {
  text: string
  reply: string | null
  due: string
  outcome: 'cleared' | 'revoked' | 'excluded' | null
}

export interface PermitState {
  permit: Permit
  jws: string
  status: PermitStatus
  rules: string
  accessBody: string
  removed: readonly string[]
  /** Nothing runs under it while a breach is looked into. */
  stopped: boolean
  breach: Breach | null
  excludedUntil: string | null
  results: readonly { title: string; summary: string; link: string | null; on: string }[]
  findings: readonly { text: string; on: string }[]
  deliveries: readonly { holder: string; due: string; on: string | null; extended: boolean }[]
  deletedOn: string | null
  timers: readonly Timer[]
  revision: number
  updatedAt: string
}

type Evolve<T extends PermitEventType> = (
  state: PermitState,
  payload: PermitEvent<T>['payload'],
  day: string,
) => Partial<PermitState>

const unmet = ({ met }: Timer): boolean => met === null
const of =
  (clock: Timer['clock'], track: string | null = null) =>
  (one: Timer): boolean =>
    one.clock === clock && one.track === track && unmet(one)

/** Nothing more is waited for but that rows are deleted and results registered. */
const ended = ({ timers, permit, accessBody, deletedOn }: PermitState, day: string): Timer[] => [
  ...changed(timers, (one) => unmet(one) && one.clock !== 'results', { met: day }),
  ...(deletedOn === null
    ? [timer({ clock: 'deletion', desk: accessBody, started: day, due: permit.deletedBy })]
    : []),
]

const EVOLVE: { [T in Exclude<PermitEventType, 'issued'>]: Evolve<T> } = {
  'person-removed': ({ removed }, { subject }) => ({ removed: [...removed, subject] }),
  revoked: (state, _payload, day) => ({ status: 'REVOKED', timers: ended(state, day) }),
  expired: (state, _payload, day) => ({ status: 'EXPIRED', timers: ended(state, day) }),
  'breach-suspected': (state, { text, stop, due }, day) => ({
    stopped: state.stopped || stop,
    breach: { text, reply: null, due, outcome: null },
    timers: [...state.timers, timer({ clock: 'breach-reply', desk: APPLICANT, started: day, due })],
  }),
  'breach-replied': (state, { text }, day) => ({
    breach: state.breach === null ? null : { ...state.breach, reply: text },
    timers: changed(state.timers, of('breach-reply'), { met: day }),
  }),
  'breach-decided': (state, { outcome, excludedUntil }, day) => {
    const after: PermitState = {
      ...state,
      breach: state.breach === null ? null : { ...state.breach, outcome },
      timers: changed(state.timers, of('breach-reply'), { met: day }),
    }
    return outcome === 'cleared'
      ? { ...after, stopped: false }
      : { ...after, status: 'REVOKED', stopped: true, excludedUntil, timers: ended(after, day) }
  },
  'result-registered': (state, result, day) => ({
    results: [...state.results, { ...result, on: day }],
    timers: changed(state.timers, of('results'), { met: day }),
  }),
  'finding-reported': ({ findings }, { text }, day) => ({ findings: [...findings, { text, on: day }] }),
  'delivery-confirmed': (state, { holder }, day) => ({
    deliveries: state.deliveries.map((one) => (one.holder === holder ? { ...one, on: day } : one)),
    timers: changed(state.timers, of('delivery', holder), { met: day }),
  }),
  'delivery-extended': (state, { holder, due }) => ({
    deliveries: state.deliveries.map((one) =>
      one.holder === holder ? { ...one, due, extended: true } : one,
    ),
    timers: changed(state.timers, of('delivery', holder), { due, extended: true, told: null }),
  }),
  'deletion-confirmed': (state, _payload, day) => ({
    deletedOn: day,
    timers: changed(state.timers, of('deletion'), { met: day }),
  }),
  reminded: (state, told) => ({ timers: afterTold(state.timers, told) }),
  escalated: (state, told) => ({ timers: afterTold(state.timers, told) }),
}

const AS = { new: 'GRANTED', amendment: 'AMENDED', renewal: 'RENEWED' } as const

function issued(
  state: PermitState | null,
  { payload, number, at }: Recorded<PermitEvent<'issued'>>,
): PermitState {
  const { permit, jws, as, rules, accessBody, deliveries } = payload
  const day = dayOf(new Date(at), permit.country)
  const had = state?.deliveries ?? []
  const fresh = deliveries.filter(({ holder }) => !had.some((one) => one.holder === holder))
  const desk = (holder: string) => (permit.path === 'request' ? accessBody : holder)
  return {
    permit,
    jws,
    status: AS[as],
    rules,
    accessBody,
    // Whoever was removed and is named again in a later decision is named again.
    removed: [],
    stopped: state?.stopped ?? false,
    breach: state?.breach ?? null,
    excludedUntil: state?.excludedUntil ?? null,
    results: state?.results ?? [],
    findings: state?.findings ?? [],
    deliveries: [...had, ...fresh.map((one) => ({ ...one, on: null, extended: false }))],
    deletedOn: null,
    timers: [
      ...(state?.timers ?? []).filter(({ clock }) => clock !== 'permit-end' && clock !== 'results'),
      ...fresh.map(({ holder, due }) =>
        timer({ clock: 'delivery', track: holder, desk: desk(holder), started: day, due }),
      ),
      timer({ clock: 'permit-end', desk: APPLICANT, started: day, due: permit.until }),
      ...((state?.results.length ?? 0) > 0
        ? []
        : [timer({ clock: 'results', desk: APPLICANT, started: day, due: permit.resultsBy })]),
    ],
    revision: number,
    updatedAt: at,
  }
}

/** The permit after one event more. */
export function evolvePermit(state: PermitState | null, event: Recorded<PermitEvent>): PermitState {
  if (event.type === 'issued') return issued(state, event)
  if (state === null) throw new Error('a permit begins when it is issued')
  const change = EVOLVE[event.type] as Evolve<PermitEventType>
  const day = dayOf(new Date(event.at), state.permit.country)
  return {
    ...state,
    ...change(state, event.payload, day),
    revision: event.number,
    updatedAt: event.at,
  }
}
