/**
 * Files of applications, in the database and by the hash of what they contain, so that what a decision rested on cannot be exchanged. Apart
 * from drafts, since a file is read by those who decide, long after the draft has become a case.
 */
import { type Attachment, type Clock, fail } from '@sund/model'
import { sql, type Transaction } from 'kysely'
import type { Store, Tables } from '../store.js'
import { draftRow, FILES_LOCK, readApplication } from './drafts.js'
import { FILE_LIMITS, inspect } from './files.js'

export interface KeptFile {
  name: string
  mediaType: Attachment['mediaType']
  content: Uint8Array
}

export interface AttachmentStore {
  /**
   * Keeps a file for a draft that this person may edit, and says what it is: its type as its contents have it, its name made harmless. It belongs to the
   * application once that is saved with it. `usage.request` for another type, `usage.too-large` beyond 10 MB, or 50 MB together.
   */
  attach(
    subject: string,
    draft: string,
    file: { name: string; kind: Attachment['kind']; content: Uint8Array },
  ): Promise<Attachment>
  /**
   * A file, for who may see the draft that it was uploaded for, or by `mayRead` a case whose application lists it. `usage.not-found` for anyone else:
   * whether there is such a file is not told.
   */
  read(subject: string, hash: string, mayRead: (caseId: string) => Promise<boolean>): Promise<KeptFile>
}

/** Files of a draft that it no longer lists are kept so that it can go back; beyond so many times the limit they are dropped. */
const KEPT_TIMES = 4
/** Milliseconds for which a file that was uploaded waits for the draft to be saved with it. */
const WAITS = 10 * 60_000

export function attachmentStore(store: Store, clock: Clock, limits = FILE_LIMITS): AttachmentStore {
  const most = limits.together
  const now = () => clock.now().toISOString()

  /** Bytes kept for a draft besides this file. */
  async function kept(transaction: Transaction<Tables>, draft: string, hash: string): Promise<number> {
    const { sum } = await transaction
      .selectFrom('draft_attachment')
      .innerJoin('attachment', 'attachment.hash', 'draft_attachment.hash')
      .select(({ fn }) => fn.sum('attachment.bytes').as('sum'))
      .where('draft', '=', draft)
      .where('attachment.hash', '!=', hash)
      .executeTakeFirstOrThrow()
    return Number(sum ?? 0)
  }

  /** Lets go of files that no kept revision lists. Their contents go when no draft has them. */
  async function letGo(transaction: Transaction<Tables>, draft: string): Promise<void> {
    const revisions = await transaction
      .selectFrom('draft_revision')
      .select('application')
      .where('draft', '=', draft)
      .execute()
    const listed = new Set(
      revisions.flatMap(({ application }) =>
        readApplication(application).attachments.map(({ hash }) => hash),
      ),
    )
    let query = transaction
      .deleteFrom('draft_attachment')
      .where('draft', '=', draft)
      .where('at', '<', new Date(clock.now().getTime() - WAITS).toISOString())
    if (listed.size > 0) query = query.where('hash', 'not in', [...listed])
    await query.execute()
  }

  return {
    async attach(subject, draft, { name, kind, content }) {
      const attachment = await inspect(content, name, kind, limits)
      const { hash, bytes, mediaType } = attachment
      await store.use((database) =>
        database.transaction().execute(async (transaction) => {
          await sql`select pg_advisory_xact_lock_shared(${FILES_LOCK})`.execute(transaction)
          const row = await draftRow(transaction, subject, draft, { lock: true })
          const listed = readApplication(row.application).attachments.filter((one) => one.hash !== hash)
          const together = listed.reduce((sum, one) => sum + one.bytes, bytes)
          if (together <= most && (await kept(transaction, draft, hash)) + bytes > KEPT_TIMES * most)
            await letGo(transaction, draft)
          if (together > most || (await kept(transaction, draft, hash)) + bytes > KEPT_TIMES * most)
            fail(
              'usage.too-large',
              'The files are larger than 50 MB together.',
              'Take some of them out, or wait a few minutes after taking many out.',
            )
          await transaction
            .insertInto('attachment')
            .values({ hash, media_type: mediaType, bytes, content: Buffer.from(content) })
            .onConflict((conflict) => conflict.column('hash').doNothing())
            .execute()
          await transaction
            .insertInto('draft_attachment')
            .values({ draft, hash, name: attachment.name, at: now() })
            .onConflict((conflict) =>
              conflict.columns(['draft', 'hash']).doUpdateSet({ name: attachment.name, at: now() }),
            )
            .execute()
        }),
      )
      return attachment
    },
    async read(subject, hash, mayRead) {
      const rows = await store.use((database) =>
        database
          .selectFrom('draft_attachment')
          .innerJoin('draft', 'draft.id', 'draft_attachment.draft')
          .leftJoin('draft_person', (join) =>
            join.onRef('draft_person.draft', '=', 'draft.id').on('draft_person.subject', '=', subject),
          )
          .select(['name', 'owner', 'case_id', 'application', 'draft_person.subject as named'])
          .where('hash', '=', hash)
          .where('deleted_at', 'is', null)
          .execute(),
      )
      for (const row of rows) {
        const own = row.owner === subject || row.named !== null
        const listed = () => readApplication(row.application).attachments.some((one) => one.hash === hash)
        if (!own && (row.case_id === null || !listed() || !(await mayRead(row.case_id)))) continue
        const { media_type, content } = await store.use((database) =>
          database
            .selectFrom('attachment')
            .select(['media_type', 'content'])
            .where('hash', '=', hash)
            .executeTakeFirstOrThrow(),
        )
        return { name: row.name, mediaType: media_type as KeptFile['mediaType'], content }
      }
      return fail('usage.not-found', 'There is no such file.', 'Open it from the application it belongs to.')
    },
  }
}
