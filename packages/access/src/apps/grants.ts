/**
 * What people let apps do. One grant for a person, app, holder and record: the person's last word, which bounds everything that the app was ever given under
 * it, on whichever device. Apart from keys to it (`tokens.ts`), which come and go.
 */
import { AppGrant, type Clock, fail, type Identifiers } from '@sund/model'
import { type Kysely, type Selectable, sql } from 'kysely'
import { appendEvent } from '../log.js'
import type { Store, Tables } from '../store.js'

export type GivenGrant = Pick<AppGrant, 'subject' | 'app' | 'holder' | 'role' | 'patient' | 'scopes'>

export interface AppGrants {
  /** Lets an app do this and no more from now on; kept and in the log when it resolves. */
  give(grant: GivenGrant): Promise<AppGrant>
  /**
   * Ends a grant of one's own and all keys to it, in one step. For so many seconds it stays known of each sign-in under it that it was ended, and nothing else
   * of it. `usage.not-found` for anyone else's. Ending it again changes nothing.
   */
  revoke(subject: string, id: string, seconds: number): Promise<AppGrant>
  /** All that a person gave, the newest first, with what has ended. */
  of(subject: string): Promise<AppGrant[]>
  /** One that is in force, or null. */
  inForce(id: string): Promise<AppGrant | null>
  /** Notes that the app got a key to it. */
  used(id: string): Promise<void>
}

/** Whoever gives or ends a grant holds this advisory lock until commit. The number means nothing. */
const GRANTING = 7_861_171

/** Grants in an open store. */
export function appGrants(store: Store, clock: Clock, identifiers: Identifiers): AppGrants {
  const now = () => clock.now().toISOString()
  const changing = (work: (transaction: Kysely<Tables>) => Promise<AppGrant>): Promise<AppGrant> =>
    store.use((database) =>
      database.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${GRANTING})`.execute(transaction)
        return await work(transaction)
      }),
    )
  const log = (transaction: Kysely<Tables>, { id, subject, app, holder }: AppGrant, scopes: string[]) =>
    appendEvent(transaction, clock, {
      type: 'app-granted',
      actor: subject,
      payload: { grant: id, app, holder, scopes },
    })

  return {
    give: ({ scopes, ...who }) =>
      changing(async (transaction) => {
        const before = (await grantsOf(transaction, 'subject', who.subject)).find(
          (one) =>
            one.revokedAt === null &&
            one.app === who.app &&
            one.holder === who.holder &&
            one.role === who.role &&
            one.patient === who.patient,
        )
        if (before === undefined) {
          const row = {
            ...who,
            id: identifiers.next(),
            scopes: JSON.stringify(scopes),
            given_at: now(),
            changed_at: now(),
            used_at: null,
            revoked_at: null,
          }
          await transaction.insertInto('app_grant').values(row).execute()
          await log(transaction, kept(row), scopes)
          return kept(row)
        }
        const changed = { ...before, scopes, changedAt: now() }
        await transaction
          .updateTable('app_grant')
          .set({ scopes: JSON.stringify(scopes), changed_at: changed.changedAt })
          .where('id', '=', before.id)
          .execute()
        await log(transaction, changed, scopes)
        return changed
      }),
    revoke: (subject, id, seconds) =>
      changing(async (transaction) => {
        const [found] = await grantsOf(transaction, 'id', id)
        if (found === undefined || found.subject !== subject)
          return fail('usage.not-found', 'You have given no such access.', 'Look at the list of your apps.')
        if (found.revokedAt !== null) return found
        const revokedAt = now()
        await transaction
          .updateTable('app_grant')
          .set({ revoked_at: revokedAt })
          .where('id', '=', id)
          .execute()
        const until = new Date(clock.now().getTime() + seconds * 1000).toISOString()
        await transaction
          .updateTable('app_token')
          .set({ payload: '{}', consumed_at: revokedAt, expires_at: until })
          .where('grant_id', '=', id)
          .execute()
        await log(transaction, found, [])
        return { ...found, revokedAt }
      }),
    of: (subject) => store.use((database) => grantsOf(database, 'subject', subject)),
    async inForce(id) {
      const [found] = await store.use((database) => grantsOf(database, 'id', id))
      return found?.revokedAt === null ? found : null
    },
    async used(id) {
      await store.use((database) =>
        database.updateTable('app_grant').set({ used_at: now() }).where('id', '=', id).execute(),
      )
    },
  }
}

async function grantsOf(database: Kysely<Tables>, by: 'id' | 'subject', value: string): Promise<AppGrant[]> {
  const rows = await database
    .selectFrom('app_grant')
    .selectAll()
    .where(by, '=', value)
    .orderBy('given_at', 'desc')
    .execute()
  return rows.map(kept)
}

const kept = ({
  scopes,
  given_at,
  changed_at,
  used_at,
  revoked_at,
  ...row
}: Selectable<Tables['app_grant']>): AppGrant =>
  AppGrant.parse({
    ...row,
    scopes: JSON.parse(scopes),
    givenAt: given_at,
    changedAt: changed_at,
    usedAt: used_at,
    revokedAt: revoked_at,
  })
