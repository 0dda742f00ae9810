/** Streams in the database: locking, reading and appending. The only statements that touch `stream` and `stream_event`. */
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../store.js'
import type { Letter } from '../letters.js'
import type { Recorded } from '../stream.js'
import { type AnyEvent, NO_EVENTS, read, type StreamHead } from './events.js'
import type { AnyKind } from './ports.js'
import { type Projection, partOf, project, rowsOf } from './projections.js'
import type { StreamEventRow, StreamKey } from './tables.js'

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

/** The events of a stream, the oldest first. */
export async function eventsOf(
  database: Kysely<Tables>,
  kind: AnyKind,
  id: string,
): Promise<Recorded<AnyEvent>[]> {
  const rows = await database
    .selectFrom('stream_event')
    .selectAll()
    .where('kind', '=', kind.name)
    .where('id', '=', id)
    .orderBy('number')
    .execute()
  return rows.map((row) => read(kind.events, row as StreamEventRow))
}

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

/** The state after some events; null after none. */
export const stateAfter = (kind: AnyKind, events: readonly Recorded<AnyEvent>[]): unknown =>
  events.reduce<unknown>((state, event) => kind.evolve(state, event), null)

/** What is shown of a stream after all its events, and when its public part changed last. */
export function shownAfter(
  kind: AnyKind,
  id: string,
  events: readonly Recorded<AnyEvent>[],
): { projection: Projection; publicAt: string } | null {
  let state: unknown = null
  let part = ''
  let publicAt = ''
  for (const event of events) {
    state = kind.evolve(state, event)
    const next = partOf(kind, state).part
    if (next !== part) publicAt = event.at
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

/** Appends to streams that this transaction holds. */
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
      insert into stream_event (${EVENT}) select ${EVENT} from ${rowsOf(events, EVENT_COLUMNS)})
    insert into stream (${STREAM}) select ${STREAM} from ${rowsOf(streams, STREAM_COLUMNS)}
    on conflict (kind, id) do update set revision = excluded.revision, head = excluded.head, wakes = excluded.wakes,
      ticked = excluded.ticked, updated_at = excluded.updated_at`.execute(database)
}

/** A letter and the event that it is about. */
export interface Posted extends StreamKey {
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

/** Tells the webhooks of organisations that take part what happened: which event, and nothing of it. */
export async function announce(database: Kysely<Tables>, events: readonly StreamEventRow[]): Promise<void> {
  const rows = events.map(({ kind, id, number, type, at }) => ({
    kind,
    id,
    number,
    type,
    at,
  }))
  await sql`insert into webhook_delivery (webhook, kind, id, number, type, state, next_at)
    select webhook.id, row.kind, row.id, row.number, row.type, 'waiting', row.at
    from webhook
    join party on party.key = 'organisation:' || webhook.organisation
    join ${rowsOf(rows, 'kind text, id text, number integer, type text, at text')}
      on row.kind = party.kind and row.id = party.id
    where webhook.disabled_at is null
    on conflict do nothing`.execute(database)
}
