/**
 * Apps as their publishers register them, version by version: a new version waits for review while the one before stays in force. Who may register and
 * decide is for whoever asks; this keeps the versions, and that each change is in the log.
 */
import { AppDetails, AppRevision, type AppStatus, type Clock, fail } from '@sund/model'
import { type Kysely, type Selectable, sql } from 'kysely'
import { appendEvent } from '../log.js'
import type { Store, Tables } from '../store.js'

export interface AppRegistry {
  /** A first or later version, waiting for review. `conflict.exists` where another publisher has that name, or the last version still waits. */
  submit(said: { app: string; publisher: string; by: string; details: AppDetails }): Promise<AppRevision>
  /** Decides over one version: `conflict.revision` where it cannot become that from what it is. */
  decide(said: {
    app: string
    revision: number
    status: Exclude<AppStatus, 'submitted'>
    reviewer: string
    reason: string
  }): Promise<AppRevision>
  /** All versions, the newest first; of one app or of all. */
  revisions(app?: string): Promise<AppRevision[]>
  /** The version that is in force, or null: none was approved, or it is suspended. */
  inForce(app: string): Promise<AppRevision | null>
}

/** What a version may become from what it is. */
const BECOMES: Record<AppStatus, readonly AppStatus[]> = {
  submitted: ['approved', 'rejected'],
  approved: ['suspended'],
  suspended: ['approved'],
  rejected: [],
}

/** Whoever changes a registration holds this advisory lock until commit. The number means nothing. */
const REGISTERING = 7_861_170

/** The registry in an open store. */
export function appRegistry(store: Store, clock: Clock): AppRegistry {
  const changing = (work: (transaction: Kysely<Tables>) => Promise<AppRevision>): Promise<AppRevision> =>
    store.use((database) =>
      database.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${REGISTERING})`.execute(transaction)
        const { app, publisher, revision, status, reviewer, by, ...rest } = await work(transaction)
        await appendEvent(transaction, clock, {
          type: 'app-changed',
          actor: reviewer ?? by,
          payload: { app, publisher, revision, status },
        })
        return { app, publisher, revision, status, reviewer, by, ...rest }
      }),
    )
  return {
    submit: ({ app, publisher, by, details }) =>
      changing(async (transaction) => {
        const [last] = await revisionsOf(transaction, app)
        if (last !== undefined && last.publisher !== publisher)
          fail('conflict.exists', 'Another organisation has an app of that name.', 'Choose another name.')
        if (last?.status === 'submitted')
          fail(
            'conflict.exists',
            'The version before this one is still waiting for review.',
            'Wait for its decision.',
          )
        const row = {
          app,
          publisher,
          revision: (last?.revision ?? 0) + 1,
          at: clock.now().toISOString(),
          by_subject: by,
          details: JSON.stringify(AppDetails.parse(details)),
          status: 'submitted' as const,
          reviewer: null,
          decided_at: null,
          reason: null,
        }
        await transaction.insertInto('app_revision').values(row).execute()
        return kept(row)
      }),
    decide: ({ app, revision, status, reviewer, reason }) =>
      changing(async (transaction) => {
        const found = (await revisionsOf(transaction, app)).find((one) => one.revision === revision)
        if (found === undefined)
          return fail('usage.not-found', 'There is no such version of an app.', 'Look in the gallery.')
        if (!BECOMES[found.status].includes(status))
          fail(
            'conflict.revision',
            `A version that is ${found.status} cannot become ${status}.`,
            'Load the page again: somebody may have decided meanwhile.',
          )
        const decision = { status, reviewer, reason, decidedAt: clock.now().toISOString() }
        await transaction
          .updateTable('app_revision')
          .set({ status, reviewer, reason, decided_at: decision.decidedAt })
          .where('app', '=', app)
          .where('revision', '=', revision)
          .execute()
        return { ...found, ...decision }
      }),
    revisions: (app) => store.use((database) => revisionsOf(database, app)),
    async inForce(app) {
      const [last] = (await store.use((database) => revisionsOf(database, app))).filter(({ status }) =>
        ['approved', 'suspended'].includes(status),
      )
      return last?.status === 'approved' ? last : null
    },
  }
}

async function revisionsOf(database: Kysely<Tables>, app?: string): Promise<AppRevision[]> {
  let query = database.selectFrom('app_revision').selectAll()
  if (app !== undefined) query = query.where('app', '=', app)
  return (await query.orderBy('app').orderBy('revision', 'desc').execute()).map(kept)
}

const kept = ({ by_subject, decided_at, details, ...row }: Selectable<Tables['app_revision']>): AppRevision =>
  AppRevision.parse({ ...row, by: by_subject, decidedAt: decided_at, details: JSON.parse(details) })
