/**
 * All that is shown, made anew from events, while others read and write: a batch of streams at a time, each in a transaction of its own that
 * holds those streams alone. Until a batch is done its readers see what was there before.
 */
import { sql } from 'kysely'
import type { Store } from '../../store.js'
import { KINDS, type Kinds } from './ports.js'
import { type Change, rowsOf, writeProjections } from './projections.js'
import { eventsOfMany, shownAfter } from './streams.js'
import type { Kind } from './tables.js'

const BATCH = 200

/** Makes all projections anew. */
export async function rebuild(store: Store, kinds: Kinds): Promise<{ streams: number; events: number }> {
  const made = { streams: 0, events: 0 }
  for (const kind of KINDS)
    for (let after: string | null = ''; after !== null; ) {
      const batch = await rebuildAfter(store, kinds, kind, after)
      made.streams += batch.streams
      made.events += batch.events
      after = batch.last
    }
  await store.use(async (database) => {
    for (const table of ['inbox_item', 'party', 'exclusion', 'public_part'] as const)
      await sql`delete from ${sql.table(table)} shown where not exists (
        select from stream where stream.kind = shown.kind and stream.id = shown.id)`.execute(database)
  })
  return made
}

function rebuildAfter(store: Store, kinds: Kinds, kind: Kind, after: string) {
  return store.use((database) =>
    database.transaction().execute(async (transaction) => {
      const held = await transaction
        .selectFrom('stream')
        .select('id')
        .where('kind', '=', kind)
        .where('id', '>', after)
        .orderBy('id')
        .limit(BATCH)
        .forUpdate()
        .execute()
      const ids = held.map(({ id }) => id)
      const streams = await eventsOfMany(transaction, kinds[kind], ids)
      const changes: Change[] = []
      let events = 0
      for (const [id, its] of streams) {
        const shown = shownAfter(kinds[kind], id, its)
        if (shown !== null) changes.push({ kind, id, inbox: true, parties: true, exclusions: true, ...shown })
        events += its.length
      }
      await writeProjections(transaction, changes)
      const wakes = changes.map(({ id, projection }) => ({ id, wakes: projection.wakes }))
      await sql`update stream set wakes = row.wakes from ${rowsOf(wakes, 'id text, wakes text')}
        where stream.kind = ${kind} and stream.id = row.id and stream.wakes is distinct from row.wakes`.execute(
        transaction,
      )
      return { streams: ids.length, events, last: ids.length < BATCH ? null : (ids.at(-1) ?? null) }
    }),
  )
}
