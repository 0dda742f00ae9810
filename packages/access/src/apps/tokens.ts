/**
 * What the sign-in of apps remembers across restarts: codes, access and refresh tokens, and the context of each sign-in. Rows are found by the hash of what
 * unlocks them, so that a copy of the table opens nothing.
 */
import { createHash } from 'node:crypto'
import type { Clock } from '@sund/model'
import type { Selectable } from 'kysely'
import type { Store, Tables } from '../store.js'

export interface KeptState {
  payload: Record<string, unknown>
  family: string | null
  grant: string | null
  consumedAt: Date | null
}

export interface TokenState {
  /** Keeps a value until it expires, in the place of what was there. */
  keep(kind: string, key: string, state: Omit<KeptState, 'consumedAt'> & { seconds: number }): Promise<void>
  /** What is kept under a key and has not expired, or null. */
  find(kind: string, key: string): Promise<KeptState | null>
  /** Marks a value as used: true for the first who does, false for everybody after. */
  consume(kind: string, key: string): Promise<boolean>
  forget(kind: string, key: string): Promise<void>
  /** Forgets all of a kind that were signed in for together. */
  forgetFamily(kind: string, family: string): Promise<void>
}

/** Expired rows are swept with one write in so many. */
const SWEEP = 64

/** What sign-in remembers, in an open store. */
export function tokenState(store: Store, clock: Clock): TokenState {
  let writes = 0
  const now = () => clock.now().toISOString()
  return {
    async keep(kind, key, { payload, family, grant, seconds }) {
      const row = {
        payload: JSON.stringify(payload),
        family,
        grant_id: grant,
        expires_at: new Date(clock.now().getTime() + seconds * 1000).toISOString(),
      }
      await store.use(async (database) => {
        if (writes++ % SWEEP === 0)
          await database.deleteFrom('app_token').where('expires_at', '<', now()).execute()
        await database
          .insertInto('app_token')
          .values({ kind, hash: hashed(key), consumed_at: null, ...row })
          .onConflict((conflict) => conflict.columns(['kind', 'hash']).doUpdateSet(row))
          .execute()
      })
    },
    async find(kind, key) {
      const row = await store.use((database) =>
        database
          .selectFrom('app_token')
          .selectAll()
          .where('kind', '=', kind)
          .where('hash', '=', hashed(key))
          .where('expires_at', '>', now())
          .executeTakeFirst(),
      )
      return row === undefined ? null : kept(row)
    },
    async consume(kind, key) {
      const { numUpdatedRows } = await store.use((database) =>
        database
          .updateTable('app_token')
          .set({ consumed_at: now() })
          .where('kind', '=', kind)
          .where('hash', '=', hashed(key))
          .where('consumed_at', 'is', null)
          .executeTakeFirstOrThrow(),
      )
      return numUpdatedRows > 0n
    },
    async forget(kind, key) {
      await store.use((database) =>
        database.deleteFrom('app_token').where('kind', '=', kind).where('hash', '=', hashed(key)).execute(),
      )
    },
    async forgetFamily(kind, family) {
      await store.use((database) =>
        database.deleteFrom('app_token').where('kind', '=', kind).where('family', '=', family).execute(),
      )
    },
  }
}

const hashed = (key: string): string => createHash('sha256').update(key).digest('hex')

const kept = (row: Selectable<Tables['app_token']>): KeptState => ({
  payload: JSON.parse(row.payload),
  family: row.family,
  grant: row.grant_id,
  consumedAt: row.consumed_at === null ? null : new Date(row.consumed_at),
})
