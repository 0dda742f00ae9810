/**
 * One command with all that follows from it, in one transaction: what was decided, what that does to other streams, what is shown of them and
 * which letters go out are kept together or not at all. Apart from how transactions are begun and tried again.
 *
 * Streams are locked as they are reached: a case before the permits that its events lead to, permits by identifier. Nothing leads back from a
 * permit to a case, so two transactions never wait for one another.
 */
import { type Actor, type Clock, fail, type Identifiers, type PermitCommand, SYSTEM } from '@sund/model'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../store.js'
import type { FollowUp, Recorded } from '../stream.js'
import { type AnyEvent, chain, type StreamHead } from './events.js'
import { type Found, settled } from './lookups.js'
import type { Loaded, Memory } from './memory.js'
import { type AnyKind, type Kinds, type Ports, today, type World } from './ports.js'
import { type Change, changeOf, type Projection, project, writeProjections } from './projections.js'
import { append, load, lockStream, type Posted, post } from './streams.js'
import type { StreamEventRow, StreamKey } from './tables.js'

/** A command on a stream, by whom, and the last event that they had seen. */
export interface Asked extends StreamKey {
  command: { do: string }
  actor: Actor
  revision?: number
}

/** What the store works with. */
export interface Setting {
  kinds: Kinds
  ports: Ports
  clock: Clock
  identifiers: Identifiers
  memory: Memory
}

/** A stream that a transaction holds. */
interface Held extends StreamKey {
  type: AnyKind
  head: StreamHead
  events: Recorded<AnyEvent>[]
  state: unknown
  /** As it was when it was taken. */
  before: Projection | null
  rows: StreamEventRow[]
  ticked: string | null
}

/** What came of a command: the stream it was about, and every one that has new events. */
export interface Done {
  main: StreamKey & Loaded
  changed: readonly (StreamKey & Loaded)[]
}

/** Carries out one command. Throws what `decide` throws, and `conflict.revision` when the stream has gone on since `revision`. */
export async function carryOut(
  database: Kysely<Tables>,
  setting: Setting,
  world: World,
  asked: Asked,
): Promise<Done> {
  const { ports, clock, identifiers, kinds, memory } = setting
  const now = clock.now()
  const at = now.toISOString()
  const uuid = () => identifiers.next()
  const held = new Map<string, Held>()
  const letters: Posted[] = []
  const found: Found = new Map()

  async function take({ kind, id }: StreamKey): Promise<Held> {
    const place = `${kind} ${id}`
    const known = held.get(place)
    if (known !== undefined) return known
    const type = kinds[kind]
    const at = await lockStream(database, { kind, id })
    const { head, events, state } = await load(database, type, id, memory.get({ kind, id }), at)
    const before = state === null ? null : project(type, id, state)
    const taken: Held = { kind, id, type, head, events: [...events], state, before, rows: [], ticked: null }
    held.set(place, taken)
    return taken
  }

  async function change(stream: Held, command: { do: string }, actor: Actor): Promise<void> {
    const { type, kind, id } = stream
    const reference = stream.state === null && kind === 'case' ? await nextReference(database, now) : ''
    const decided = await settled(database, setting, found, (lookups) =>
      type.decide(stream.state, command, { ...world, ...lookups, actor, now, id, reference, uuid }),
    )
    const { rows, recorded, head } = chain(type.events, stream, stream.head, decided, { at, actor })
    stream.head = head
    stream.rows.push(...rows)
    const followUps: FollowUp[] = []
    for (const event of recorded) {
      stream.events.push(event)
      stream.state = type.evolve(stream.state, event)
      letters.push(
        ...type
          .letters(id, stream.state, event)
          .map((letter) => ({ kind, id, number: event.number, at, letter })),
      )
      followUps.push(...type.followUps(stream.state, event))
    }
    for (const next of followUps.sort((a, b) => (a.id < b.id ? -1 : 1)))
      await change(await take(next), await commandOf(next, ports), SYSTEM)
  }

  const main = await take(asked)
  const { revision = main.head.revision } = asked
  if (revision !== main.head.revision) overtaken()
  if (main.state === null && asked.command.do !== 'submit' && asked.command.do !== 'issue') absent()
  await change(main, asked.command, asked.actor)
  if (asked.command.do === 'tick') main.ticked = today(now)

  const written = [...held.values()].filter(({ rows, ticked }) => rows.length > 0 || ticked !== null)
  const changes = written.map((stream) => shown(stream, at))
  await writeProjections(database, changes)
  await append(
    database,
    written.map((stream, index) => ({
      kind: stream.kind,
      id: stream.id,
      rows: stream.rows,
      head: stream.head,
      wakes: (changes[index] as Change).projection.wakes,
      ticked: stream.ticked,
      at: stream.events.at(-1)?.at ?? at,
    })),
  )
  await post(database, letters)
  return { main, changed: written.filter(({ rows }) => rows.length > 0) }
}

function shown({ kind, id, type, state, before }: Held, at: string): Change {
  const after = project(type, id, state)
  return changeOf({ kind, id }, before, after, before?.part === after.part ? null : at)
}

/** What an event asks of another stream, as a command: a permit is issued with its signature. */
async function commandOf({ permit, as: kind }: FollowUp, { sign }: Ports): Promise<PermitCommand<'issue'>> {
  return { do: 'issue', kind, record: { permit, jws: await sign(permit) } }
}

/** What people call a new case: `2026-0041`, without gaps. Of two that begin at once, one waits for the other. */
async function nextReference(database: Kysely<Tables>, now: Date): Promise<string> {
  const year = Number(today(now).slice(0, 4))
  const { last } = await database
    .insertInto('reference')
    .values({ year, last: 1 })
    .onConflict((conflict) => conflict.column('year').doUpdateSet({ last: sql`reference.last + 1` }))
    .returning('last')
    .executeTakeFirstOrThrow()
  return `${year}-${String(last).padStart(4, '0')}`
}

function overtaken(): never {
  return fail(
    'conflict.revision',
    'Somebody else has changed this since you opened it.',
    'Look at it as it is now, then decide again.',
  )
}

export function absent(): never {
  return fail('usage.not-found', 'There is no such case or permit.', 'Open one from your list.')
}
