/**
 * The event log: append-only and chained by hashes, so that what happened cannot be changed afterwards unseen.
 * Apart from the runs, which are people's documents; the log is the evidence.
 *
 * The hash of an event is SHA-256 over the previous event's hash (64 hexadecimal digits; zeros before the
 * first) followed by the canonical JSON (RFC 8785) of `{ position, at, type, actor, payload }`. Positions count
 * from 1 without gaps.
 */
import { createHash } from 'node:crypto'
import {
  type Clock,
  canonicalJson,
  EVENTS,
  type EventType,
  fail,
  type LoggedEvent,
  type NewEvent,
} from '@sund/model'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Store, Tables } from './store.js'

/** Where the chain stands: the last event, or position 0 and zeros when there is none. */
export interface Head {
  position: number
  hash: string
}

/**
 * Which events; the oldest first, or with `newestFirst` the newest. At most a hundred unless `limit` (1000 at
 * most) says more.
 */
export interface EventFilter {
  after?: number
  before?: number
  limit?: number
  type?: EventType
  actor?: string
  newestFirst?: boolean
}

export interface EventLog {
  /**
   * Appends one event. When this resolves, the event is on disk and in the chain; concurrent appends never fork
   * it.
   */
  append<T extends EventType>(event: NewEvent<T>): Promise<LoggedEvent<T>>
  list(filter?: EventFilter): Promise<LoggedEvent[]>
  head(): Promise<Head>
  /**
   * Walks the whole chain and throws `conflict.chain` at the first event that is not as it was appended. The
   * chain alone cannot show that its end was cut off: give `known` heads (receipts hold them) that must be in it.
   */
  verify(known?: readonly Head[]): Promise<{ events: number; head: Head }>
}

const START: Head = { position: 0, hash: '0'.repeat(64) }
const BATCH = 500
/** `system`, or a subject: at most 255 printable ASCII characters (OpenID Connect Core § 2). */
const ACTOR = /^[\x21-\x7e]{1,255}$/

/** Whoever appends holds this advisory lock until commit, in whichever process. The number means nothing. */
const APPENDING = 7_861_100

/** The log in an open store. */
export function eventLog(store: Store, clock: Clock): EventLog {
  return {
    append: async <T extends EventType>(event: NewEvent<T>) =>
      await store.use((database) =>
        database.transaction().execute((transaction) => appendEvent(transaction, clock, event)),
      ),
    async list({ after, before, limit = 100, type, actor, newestFirst = false } = {}) {
      const rows = await store.use((database) => {
        let query = database.selectFrom('event').selectAll()
        if (after !== undefined) query = query.where('position', '>', String(after))
        if (before !== undefined) query = query.where('position', '<', String(before))
        if (type !== undefined) query = query.where('type', '=', type)
        if (actor !== undefined) query = query.where('actor', '=', actor)
        return query
          .orderBy('position', newestFirst ? 'desc' : 'asc')
          .limit(Math.min(Math.max(limit, 0), 1000))
          .execute()
      })
      return rows.map(eventOf)
    },
    async head() {
      const last = await store.use((database) =>
        database
          .selectFrom('event')
          .select(['position', 'hash'])
          .orderBy('position', 'desc')
          .limit(1)
          .executeTakeFirst(),
      )
      return last === undefined ? START : { position: Number(last.position), hash: last.hash }
    },
    async verify(known = []) {
      const expected = new Map(known.map(({ position, hash }) => [position, hash]))
      let head = START
      for (;;) {
        const after = String(head.position)
        const rows = await store.use((database) =>
          database
            .selectFrom('event')
            .selectAll()
            .where('position', '>', after)
            .orderBy('position')
            .limit(BATCH)
            .execute(),
        )
        for (const row of rows) {
          head = follow(head, row)
          if ((expected.get(head.position) ?? head.hash) !== head.hash)
            broken(head.position, 'is another event')
          expected.delete(head.position)
        }
        if (rows.length < BATCH) break
      }
      expected.delete(START.position)
      const [missing] = [...expected.keys()].sort((a, b) => a - b)
      if (missing !== undefined) broken(missing, 'is missing, though a receipt names it')
      return { events: head.position, head }
    },
  }
}

/** Appends within a transaction that keeps more: the event is in the chain if all of that is kept. Others wait until it ends. */
export async function appendEvent<T extends EventType>(
  transaction: Kysely<Tables>,
  clock: Clock,
  { type, actor, payload }: NewEvent<T>,
): Promise<LoggedEvent<T>> {
  if (!ACTOR.test(actor))
    fail('usage.request', 'The actor of an event is not a subject.', 'Sign in with another account.')
  const checked = EVENTS[type].parse(payload) as NewEvent<T>['payload']
  await sql`select pg_advisory_xact_lock(${APPENDING})`.execute(transaction)
  const last = await transaction
    .selectFrom('event')
    .select(['position', 'hash'])
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  const previousHash = last?.hash ?? START.hash
  const said = {
    position: Number(last?.position ?? START.position) + 1,
    at: clock.now().toISOString(),
    type,
    actor,
    payload: checked,
  }
  const hash = hashOf(previousHash, said)
  const row = { ...said, payload: canonicalJson(checked), previous_hash: previousHash, hash }
  await transaction.insertInto('event').values(row).execute()
  return { ...said, previousHash, hash }
}

/** The next head, if `row` is the event after `head` and as it was appended. */
function follow(head: Head, row: Selectable<Tables['event']>): Head {
  const expected = head.position + 1
  if (Number(row.position) !== expected) return broken(expected, 'is missing')
  if (row.previous_hash !== head.hash) return broken(expected, 'does not follow the one before it')
  const payload = parsed(row.payload)
  const said = { position: expected, at: row.at, type: row.type, actor: row.actor, payload }
  if (payload === undefined || canonicalJson(payload) !== row.payload || hashOf(head.hash, said) !== row.hash)
    return broken(expected, 'was changed after it was appended')
  return { position: expected, hash: row.hash }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

interface Said {
  position: number
  at: string
  type: string
  actor: string
  payload: unknown
}

function hashOf(previousHash: string, said: Said): string {
  return createHash('sha256').update(previousHash).update(canonicalJson(said)).digest('hex')
}

function eventOf({ position, payload, previous_hash, ...rest }: Selectable<Tables['event']>): LoggedEvent {
  return {
    ...rest,
    position: Number(position),
    payload: JSON.parse(payload),
    previousHash: previous_hash,
  } as LoggedEvent
}

function broken(position: number, how: string): never {
  return fail(
    'conflict.chain',
    `The log is not as it was written: event ${position} ${how}.`,
    `Trust nothing from event ${position} on. Restore the store from a backup and find out who could write to it.`,
  )
}
