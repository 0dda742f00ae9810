/**
 * Whether every stream is as it was written. Each has a chain of hashes; so that no chain's end is cut off unseen, their heads are anchored in
 * the log, of which receipts are held elsewhere. An anchor covers the heads that moved since the one before: its root is SHA-256 over the root
 * before (zeros before the first) and the canonical JSON of `[kind, id, revision, hash]` of each, ordered by kind and identifier.
 */
import { createHash } from 'node:crypto'
import { type Clock, canonicalJson, EVENTS, fail } from '@sund/model'
import { type Kysely, sql } from 'kysely'
import { appendEvent } from '../../log.js'
import type { Store, Tables } from '../../store.js'
import { broken, follow, NO_EVENTS } from './events.js'
import { KINDS } from './ports.js'
import { rowsOf } from './projections.js'
import type { StreamEventRow, StreamKey } from './tables.js'

const HOUR = 3_600_000
/** Whoever anchors holds this advisory lock until commit, in whichever process. The number means nothing. */
const ANCHORING = 7_861_102
const BATCH = 200
const START = '0'.repeat(64)

interface AnchoredHead extends StreamKey {
  revision: number
  hash: string
}

/** Anchors the heads that moved, unless that was done within the hour and is not `due` otherwise. True when an anchor was made. */
export function anchor(store: Store, clock: Clock, due: 'hourly' | 'now'): Promise<boolean> {
  return store.use((database) =>
    database.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${ANCHORING})`.execute(transaction)
      const last = await transaction
        .selectFrom('event')
        .select(['at', 'payload'])
        .where('type', '=', 'cases-anchored')
        .orderBy('position', 'desc')
        .limit(1)
        .executeTakeFirst()
      if (due === 'hourly' && last !== undefined && clock.now().getTime() - Date.parse(last.at) < HOUR)
        return false
      const before = last && EVENTS['cases-anchored'].parse(JSON.parse(last.payload))
      const { rows: moved } = await sql<AnchoredHead>`select kind, id, revision, head as hash from stream
        where revision > 0 and not exists (
          select from anchored_head known
          where known.kind = stream.kind and known.id = stream.id and known.revision = stream.revision)`.execute(
        transaction,
      )
      if (moved.length === 0) return false
      const payload = {
        anchor: (before?.anchor ?? 0) + 1,
        heads: moved.length,
        root: rootOf(before?.root ?? START, moved),
      }
      const columns = 'kind text, id text, revision integer, hash text'
      await sql`insert into anchored_head (anchor, kind, id, revision, hash)
        select ${payload.anchor}::integer, kind, id, revision, hash from ${rowsOf(moved, columns)}`.execute(
        transaction,
      )
      await appendEvent(transaction, clock, { type: 'cases-anchored', actor: 'system', payload })
      return true
    }),
  )
}

/** Walks the chain of one stream: how many events it holds and the hash of the last. Throws `conflict.chain` at the first that is not as it was written. */
export async function verifyStream(store: Store, key: StreamKey): Promise<{ events: number; head: string }> {
  const { heads, rows } = await store.use((database) =>
    database
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (transaction) => ({
        heads: await transaction
          .selectFrom('stream')
          .select(['revision', 'head'])
          .where('kind', '=', key.kind)
          .where('id', '=', key.id)
          .execute(),
        rows: await transaction
          .selectFrom('stream_event')
          .selectAll()
          .where('kind', '=', key.kind)
          .where('id', '=', key.id)
          .orderBy('number')
          .execute(),
      })),
  )
  const end = (rows as StreamEventRow[]).reduce(follow, NO_EVENTS)
  const [kept] = heads
  if (kept === undefined || end.revision !== kept.revision || end.hash !== kept.head)
    return broken(key, kept?.revision ?? 0, 'is not the last that was kept')
  return { events: end.revision, head: end.hash }
}

/** Walks every chain and every anchor. Throws `conflict.chain` at the first event or anchor that is not as it was written. */
export async function verifyChains(
  store: Store,
): Promise<{ streams: number; events: number; anchors: number }> {
  const anchors = await verifyAnchors(store)
  let streams = 0
  let events = 0
  for (const kind of KINDS)
    for (let after = ''; ; ) {
      const { heads, rows } = await batchAfter(store, kind, after)
      const chains = new Map<string, StreamEventRow[]>(heads.map(({ id }) => [id, []]))
      for (const row of rows) chains.get(row.id)?.push(row)
      for (const { id, revision, head } of heads) {
        const end = (chains.get(id) ?? []).reduce(follow, NO_EVENTS)
        if (end.revision < revision) broken({ kind, id }, end.revision + 1, 'is missing')
        if (end.revision > revision || end.hash !== head)
          broken({ kind, id }, revision, 'is not the last that was kept')
        after = id
      }
      streams += heads.length
      events += rows.length
      if (heads.length < BATCH) break
    }
  await nothingBeside(store)
  return { streams, events, anchors }
}

/** Streams and their events as they were at one moment, though others append. */
function batchAfter(store: Store, kind: StreamKey['kind'], after: string) {
  return store.use((database) =>
    database
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (transaction) => {
        const heads = await transaction
          .selectFrom('stream')
          .select(['id', 'revision', 'head'])
          .where('kind', '=', kind)
          .where('id', '>', after)
          .orderBy('id')
          .limit(BATCH)
          .execute()
        const rows = await transaction
          .selectFrom('stream_event')
          .selectAll()
          .where('kind', '=', kind)
          .where('id', '=', sql<string>`any(${heads.map(({ id }) => id)})`)
          .orderBy('id')
          .orderBy('number')
          .execute()
        return { heads, rows: rows as StreamEventRow[] }
      }),
  )
}

async function verifyAnchors(store: Store): Promise<number> {
  const logged = await store.use((database) =>
    database
      .selectFrom('event')
      .select('payload')
      .where('type', '=', 'cases-anchored')
      .orderBy('position')
      .execute(),
  )
  let root = START
  for (const [index, { payload }] of logged.entries()) {
    const said = EVENTS['cases-anchored'].parse(JSON.parse(payload))
    const heads = await store.use((database) => headsOf(database, said.anchor))
    root = rootOf(root, heads)
    if (said.anchor !== index + 1 || said.heads !== heads.length || said.root !== root)
      fail(
        'conflict.chain',
        `Anchor ${index + 1} of cases and permits is not as the log has it.`,
        'Restore the store from a backup and find out who could write to it.',
      )
  }
  return logged.length
}

const headsOf = (database: Kysely<Tables>, number: number): Promise<AnchoredHead[]> =>
  database
    .selectFrom('anchored_head')
    .select(['kind', 'id', 'revision', 'hash'])
    .where('anchor', '=', number)
    .execute()

/** Anchored heads that are in no chain, and events that are in no stream. */
async function nothingBeside(store: Store): Promise<void> {
  const { rows: lost } = await store.use((database) =>
    sql<AnchoredHead>`select kind, id, revision from anchored_head anchored where not exists (
      select from stream_event event where event.kind = anchored.kind and event.id = anchored.id
        and event.number = anchored.revision and event.hash = anchored.hash) limit 1`.execute(database),
  )
  for (const { revision, ...key } of lost) broken(key, revision, 'is not the one that was anchored')
  const { rows: stray } = await store.use((database) =>
    sql<StreamKey>`select kind, id from stream_event event where number = 1 and not exists (
      select from stream where stream.kind = event.kind and stream.id = event.id) limit 1`.execute(database),
  )
  for (const key of stray) broken(key, 1, 'belongs to no stream')
}

/** Ordered here and not by the database, whose order depends on its language. */
function rootOf(before: string, heads: readonly AnchoredHead[]): string {
  const said = heads
    .map(({ kind, id, revision, hash }) => [kind, id, revision, hash] as const)
    .sort(([kind, id], [otherKind, other]) => (`${kind} ${id}` < `${otherKind} ${other}` ? -1 : 1))
  return createHash('sha256').update(before).update(canonicalJson(said)).digest('hex')
}
