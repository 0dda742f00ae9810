/** Streams in the database: locking, reading and appending. The only statements that touch `stream` and `stream_event`. */
import { isDeepStrictEqual } from 'node:util'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../store.js'
import type { Letter } from '../letters.js'
import type { Recorded } from '../stream.js'
import { type AnyEvent, NO_EVENTS, read, type StreamHead } from './events.js'
import type { Loaded } from './memory.js'
import type { AnyKind } from './ports.js'
import { type Projection, project, publicPart, rowsOf } from './projections.js'
import type { LetterOf, StreamEventRow, StreamKey } from './tables.js'

/** Takes a stream for this transaction, waiting for whoever has it; where there is none, its row is made. */
export async function lockStream(database: Kysely<Tables>, { kind, id }: StreamKey): Promise<StreamHead> {
  const find = () =>
    database
      .selectFrom('stream')
      .select(['revision', 'head as hash'])
      .where('kind', '=', kind)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
  const found = await find()
  if (found !== undefined) return found
  await database
    .insertInto('stream')
    .values({ kind, id, revision: 0, head: NO_EVENTS.hash, wakes: null, ticked: null, updated_at: '' })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await find()) ?? NO_EVENTS
}

/**
 * A stream with all its events; `known` is what was remembered of it, on top of which only what came since is read. With `head`, where the
 * chain of a stream that this transaction holds stands, nothing is read when nothing came.
 */
export async function load(
  database: Kysely<Tables>,
  kind: AnyKind,
  id: string,
  known: Loaded | undefined,
  head?: StreamHead,
): Promise<Loaded> {
  const base = known ?? NOTHING
  if (head !== undefined && head.revision === base.head.revision && head.hash === base.head.hash) return base
  const rows = (await database
    .selectFrom('stream_event')
    .selectAll()
    .where('kind', '=', kind.name)
    .where('id', '=', id)
    .where('number', '>', base.head.revision)
    .orderBy('number')
    .execute()) as StreamEventRow[]
  const [first] = rows
  const last = rows.at(-1)
  if (first === undefined || last === undefined) return base
  // What is remembered is of another chain: it is read whole.
  if (first.previous_hash !== base.head.hash) return load(database, kind, id, undefined)
  const events = rows.map((row) => read(kind.events, row))
  return {
    head: { revision: last.number, hash: last.hash },
    events: [...base.events, ...events],
    state: stateAfter(kind, events, base.state),
  }
}

const NOTHING: Loaded = { head: NO_EVENTS, events: [], state: null }

/** The events of several streams of one kind, by stream. */
export async function eventsOfMany(
  database: Kysely<Tables>,
  kind: AnyKind,
  ids: readonly string[],
): Promise<Map<string, Recorded<AnyEvent>[]>> {
  const rows = await database
    .selectFrom('stream_event')
    .selectAll()
    .where('kind', '=', kind.name)
    .where('id', '=', sql<string>`any(${ids})`)
    .orderBy('id')
    .orderBy('number')
    .execute()
  const byStream = new Map<string, Recorded<AnyEvent>[]>(ids.map((id) => [id, []]))
  for (const row of rows) byStream.get(row.id)?.push(read(kind.events, row as StreamEventRow))
  return byStream
}

/** A stream of these events, when it is read and not gone on with. */
export const loadedOf = (kind: AnyKind, events: readonly Recorded<AnyEvent>[]): Loaded => ({
  ...NOTHING,
  events,
  state: stateAfter(kind, events),
})

/** The state after some events; null after none. */
export const stateAfter = (
  kind: AnyKind,
  events: readonly Recorded<AnyEvent>[],
  before: unknown = null,
): unknown => events.reduce<unknown>((state, event) => kind.evolve(state, event), before)

/** What is shown of a stream after all its events, and when its public part changed last. */
export function shownAfter(
  kind: AnyKind,
  id: string,
  events: readonly Recorded<AnyEvent>[],
): { projection: Projection; publicAt: string } | null {
  let state: unknown = null
  let part: unknown = null
  let publicAt = ''
  for (const event of events) {
    state = kind.evolve(state, event)
    const next = publicPart(kind, state)
    if (!isDeepStrictEqual(next, part)) publicAt = event.at
    part = next
  }
  return state === null ? null : { projection: project(kind, id, state), publicAt }
}

/** What becomes of a stream: new events, where its chain stands after them, and when its clocks wake. */
export interface Appended extends StreamKey {
  rows: readonly StreamEventRow[]
  head: StreamHead
  wakes: string | null
  ticked: string | null
  at: string
}

const EVENT_COLUMNS =
  'kind text, id text, number integer, at text, actor text, type text, version integer, payload text, previous_hash text, hash text'
const STREAM_COLUMNS =
  'kind text, id text, revision integer, head text, wakes text, ticked text, updated_at text'
const STREAM = sql.raw('kind, id, revision, head, wakes, ticked, updated_at')
const EVENT = sql.raw('kind, id, number, at, actor, type, version, payload, previous_hash, hash')

/**
 * Appends to streams that this transaction holds, and tells the webhooks of organisations that take part what happened: which event, and nothing
 * of it. Who takes part is written before.
 */
export async function append(database: Kysely<Tables>, appended: readonly Appended[]): Promise<void> {
  const events = appended.flatMap(({ rows }) => rows)
  const streams = appended.map(({ kind, id, head, wakes, ticked, at }) => ({
    kind,
    id,
    revision: head.revision,
    head: head.hash,
    wakes,
    ticked,
    updated_at: at,
  }))
  await sql`with appended as (
      insert into stream_event (${EVENT}) select ${EVENT} from ${rowsOf(events, EVENT_COLUMNS)}
      returning kind, id, number, type, at),
    announced as (
      insert into webhook_delivery (webhook, kind, id, number, type, state, next_at)
      select webhook.id, appended.kind, appended.id, appended.number, appended.type, 'waiting', appended.at
      from webhook
      join party on party.key = 'organisation:' || webhook.organisation
      join appended on appended.kind = party.kind and appended.id = party.id
      where webhook.disabled_at is null
      on conflict do nothing)
    insert into stream (${STREAM}) select ${STREAM} from ${rowsOf(streams, STREAM_COLUMNS)}
    on conflict (kind, id) do update set revision = excluded.revision, head = excluded.head, wakes = excluded.wakes,
      ticked = excluded.ticked, updated_at = excluded.updated_at`.execute(database)
}

/** A letter and the event that it is about. */
export interface Posted {
  kind: LetterOf
  id: string
  number: number
  at: string
  letter: Letter
}

/** Puts letters where the outbox finds them; one that is there already stays as it is. */
export async function post(database: Kysely<Tables>, posted: readonly Posted[]): Promise<void> {
  if (posted.length === 0) return
  await database
    .insertInto('letter')
    .values(
      posted.map(({ kind, id, number, at, letter: { key, to, template, with: holes } }) => ({
        key,
        kind,
        id,
        number,
        template,
        recipient: JSON.stringify(to),
        holes: JSON.stringify(holes),
        state: 'waiting' as const,
        made_at: at,
        next_at: at,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
