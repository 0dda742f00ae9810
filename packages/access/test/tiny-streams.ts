/**
 * Kinds of streams as small as they can be, for tests of the store alone: a case collects letters in the order in which they were added, and
 * a permit is issued by it. What real ones do is tested with them.
 */
import { fail, type InboxItem, type Permit, type PermitRecord } from '@sund/model'
import { z } from 'zod'
import type { Kinds, Ports } from '../src/cases/store/index.js'
import type { Recorded, StreamKind } from '../src/cases/stream.js'

interface TinyCase {
  reference: string
  owner: string
  letters: string
  /** The next day to be reminded of, and how often that was done. */
  due: string | null
  reminded: number
  granted: string | null
}
type TinyEvent =
  | { type: 'submitted'; payload: { reference: string; due: string | null } }
  | { type: 'added'; payload: { letter: string } }
  | { type: 'granted'; payload: { permit: string; case: string } }
  | { type: 'reminded'; payload: { next: string | null } }
export type TinyCommand =
  | { do: 'submit'; due?: string }
  | { do: 'add'; letter: string }
  | { do: 'grant'; permit: string }
  | { do: 'tick' }

const version1 = <S extends z.ZodType>(schema: S) => ({ version: 1, schema, upgrade: {} })
const item = (id: string, due: string): Omit<InboxItem, 'late' | 'mine'> => ({
  of: 'case',
  id,
  reference: 'x',
  title: 't',
  kind: 'new',
  status: 'SUBMITTED',
  track: null,
  body: null,
  clock: 'decision',
  due,
})

export const tinyCase: StreamKind<TinyCase, TinyCommand, TinyEvent, TinyCase> = {
  name: 'case',
  events: {
    submitted: version1(z.object({ reference: z.string(), due: z.string().nullable() })),
    // Once a letter was a list.
    added: {
      version: 2,
      schema: z.object({ letter: z.string() }),
      upgrade: { 1: (payload) => ({ letter: (payload as { letters: string[] }).letters.join('') }) },
    },
    granted: version1(z.object({ permit: z.string(), case: z.string() })),
    reminded: version1(z.object({ next: z.string().nullable() })),
  },
  evolve(state, { type, payload, actor }: Recorded<TinyEvent>) {
    if (type === 'submitted')
      return { ...payload, owner: actor.subject, letters: '', reminded: 0, granted: null }
    if (state === null) throw new Error('not submitted')
    if (type === 'added') return { ...state, letters: state.letters + payload.letter }
    if (type === 'granted') return { ...state, granted: payload.permit }
    return { ...state, due: payload.next, reminded: state.reminded + 1 }
  },
  decide(state, command, { id, reference, permit, excludedUntil, actor }) {
    if (command.do === 'submit')
      return state === null
        ? [{ type: 'submitted', payload: { reference, due: command.due ?? null } }]
        : fail('conflict.exists', 'It is there.', 'Open it.')
    if (excludedUntil(actor.subject) !== null) fail('permission.denied', 'Excluded.', 'Wait.')
    if (command.do === 'add') return [{ type: 'added', payload: { letter: command.letter } }]
    if (command.do === 'grant')
      return permit(command.permit) === null
        ? [{ type: 'granted', payload: { permit: command.permit, case: id } }]
        : fail('conflict.exists', 'Issued before.', 'Take another.')
    if (state?.due === 'never') throw new Error('a mistake of the kind')
    return [{ type: 'reminded', payload: { next: null } }]
  },
  actions: () => [],
  view: (_id, state, _events, { actor }) =>
    actor.subject === 'stranger' ? fail('usage.not-found', 'No.', 'None.') : state,
  wakes: ({ due }) => (due === 'never' ? '2020-01-01' : due),
  inbox: (id, { owner, letters, due }) => [
    ...(due === null ? [] : [{ ...item(id, due), for: { organisation: 'hdab' }, assigned: null }]),
    ...[...letters.slice(0, 3)].map((title) => ({
      ...item(id, '2026-02-01'),
      title,
      for: { subject: owner },
      assigned: owner,
    })),
  ],
  parties: ({ owner, granted }) => [
    owner,
    'organisation:hdab',
    ...(granted === null ? [] : ['organisation:b']),
  ],
  publicPart: ({ reference, letters }) => ({
    reference,
    status: 'SUBMITTED',
    title: `Ørret ${letters.slice(0, 2)}`,
    kind: 'new',
    path: 'permit',
    summary: '',
    organisation: '',
    purpose: '',
    registers: [],
    receivedOn: '2026-01-01',
    decision: null,
    permit: null,
    results: [],
  }),
  followUps: (_state, { type, payload }) =>
    type === 'granted'
      ? [
          {
            kind: 'permit',
            id: payload.permit,
            permit: { id: payload.permit, case: payload.case } as Permit,
            as: 'new',
          },
        ]
      : [],
  letters: (id, _state, { type, number }) =>
    type === 'added' || type === 'granted'
      ? []
      : [
          {
            key: `case:${id}:${number}:hdab`,
            to: { organisation: 'hdab' },
            template: type === 'reminded' ? 'reminder' : 'received',
            with: { case: id, reference: 'x', due: '2026-02-01', clock: 'decision' },
          },
        ],
  exclusions: ({ letters }) => (letters.includes('!') ? [{ subject: 'bad', until: '2030-01-01' }] : []),
}

type TinyPermit = { jws: string; id: string; case: string }
type PermitIssued = { type: 'issued'; payload: TinyPermit }

const tinyPermit: StreamKind<TinyPermit, { do: string; record?: PermitRecord }, PermitIssued, TinyPermit> = {
  name: 'permit',
  events: { issued: version1(z.object({ id: z.string(), case: z.string(), jws: z.string() })) },
  evolve: (_state, { payload }) => payload,
  decide(_state, { record }) {
    const { permit, jws } = record as PermitRecord
    if (permit.id === 'P-REFUSED000') fail('permission.denied', 'Not this one.', 'Take another.')
    return [{ type: 'issued', payload: { id: permit.id, case: permit.case, jws } }]
  },
  actions: () => [],
  view: (_id, state) => state,
  wakes: () => null,
  inbox: () => [],
  parties: () => ['organisation:hdab'],
  publicPart: (state) => ({
    reference: state.case,
    permit: { id: state.id, status: 'GRANTED', from: '2026-01-01', until: '2027-01-01', conditions: [] },
  }),
  followUps: () => [],
  letters: () => [],
  exclusions: () => [],
}

export const TINY: Kinds = {
  case: tinyCase as Kinds['case'],
  permit: tinyPermit as Kinds['permit'],
  record: (state) => state as PermitRecord,
}

/** Ports of which the small kinds ask nothing but signatures. */
export const tinyPorts = (
  trouble: Ports['trouble'] = (what, error) => console.error(what, error),
): Ports => ({
  world: async () => ({}) as Awaited<ReturnType<Ports['world']>>,
  sign: async ({ id }) => `signed ${id}`,
  ...(trouble === undefined ? {} : { trouble }),
})
