/**
 * Drafts that are never lost: every save is a revision, and the last fifty are kept. Apart from cases, which begin when a draft is submitted
 * and keep what they were told; a draft belongs to its owner and to those whom it names as co-applicants, and nobody else learns that it is there.
 */
import { Application, type Clock, type Draft, fail, type Identifiers } from '@sund/model'
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import type { Store, Tables } from '../store.js'
import { FILE_LIMITS } from './files.js'
import type { Begun } from './prefill.js'

/** Revisions that are kept of each draft, the present one included. */
export const KEPT_REVISIONS = 50
/** Days in which a deleted draft can be brought back. */
export const KEPT_DAYS = 30
/** A person's drafts that are not deleted or submitted. */
const MOST_DRAFTS = 200

/** A draft in a list. */
export interface DraftSummary {
  id: string
  title: string
  kind: Application['kind']
  path: Application['path']
  savedAt: string
  own: boolean
  case: string | null
  /** When the owner deleted it; null where it is there. */
  deletedAt: string | null
}

/** A version of a draft: when it was saved, and by whom. */
export interface DraftRevision {
  revision: number
  savedAt: string
  by: string
}

export interface DraftStore {
  /** Keeps a new draft. `usage.too-large` for who has too many. */
  create(owner: string, begun: Begun): Promise<Draft>
  /** Drafts of this person's own, deleted ones too, and those that name them as co-applicant; the latest saved first, at most 200. */
  list(subject: string): Promise<DraftSummary[]>
  /** A draft and how it began. `usage.not-found` for who is neither owner nor co-applicant, and where it is deleted. */
  open(subject: string, id: string): Promise<{ draft: Draft; begun: Begun }>
  /**
   * Keeps the next revision. `conflict.revision` where `revision` is no longer the last: somebody saved in between, and nothing of theirs is
   * overwritten. `usage.request` for a change of what a draft is about, and for files that were not uploaded for it.
   */
  save(subject: string, id: string, revision: number, application: Application): Promise<Draft>
  /** Revisions that can be gone back to, the newest first. */
  revisions(subject: string, id: string): Promise<DraftRevision[]>
  /** What stood in one of them. */
  revision(subject: string, id: string, revision: number): Promise<Application>
  /** Puts a draft aside for thirty days, or brings it back. The owner's alone, and not of one that was submitted (`conflict.exists`). */
  remove(owner: string, id: string): Promise<void>
  restore(owner: string, id: string): Promise<void>
  /** The latest that was submitted by a person, on behalf of an organisation, or as a case. */
  latest(by: { owner: string } | { organisation: string } | { case: string }): Promise<Application | null>
  /** Says which case a draft has become; saying the same again changes nothing. */
  submitted(owner: string, id: string, caseId: string): Promise<void>
}

/** Whoever takes files away holds this lock alone until commit, and whoever adds one shares it. The number means nothing. */
export const FILES_LOCK = 7_310_482_931

type Database = Kysely<Tables> | Transaction<Tables>

/** A draft's row that this person may see, locked where it is to be changed. */
export async function draftRow(
  database: Database,
  subject: string,
  id: string,
  more: { lock?: true; ownerOnly?: true; deleted?: true } = {},
): Promise<Selectable<Tables['draft']>> {
  let query = database.selectFrom('draft').selectAll().where('id', '=', id)
  if (more.lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  const gone = row === undefined || (row.deleted_at !== null && !more.deleted)
  if (!gone && row.owner === subject) return row
  if (!gone && !more.ownerOnly) {
    const named = await database
      .selectFrom('draft_person')
      .select('draft')
      .where('draft', '=', id)
      .where('subject', '=', subject)
      .executeTakeFirst()
    if (named) return row
  }
  return fail('usage.not-found', 'You have no such draft.', 'List your drafts and pick one.')
}

/** The application of a kept text. */
export function readApplication(text: string): Application {
  const read = Application.safeParse(JSON.parse(text))
  return read.success
    ? read.data
    : fail('data.version', 'This draft was kept by another version of Sund.', 'Begin a new application.')
}

export function draftStore(
  store: Store,
  clock: Clock,
  identifiers: Identifiers,
  limits = FILE_LIMITS,
): DraftStore {
  const now = () => clock.now().toISOString()
  const together = <T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> =>
    store.use((database) => database.transaction().execute(work))

  /** Deletes for good what was put aside long ago, and files that then belong to nothing. */
  async function forget(): Promise<void> {
    const before = new Date(clock.now().getTime() - KEPT_DAYS * 86_400_000).toISOString()
    const gone = await store.use((database) =>
      database.selectFrom('draft').select('id').where('deleted_at', '<', before).limit(1).executeTakeFirst(),
    )
    if (gone === undefined) return
    await together(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${FILES_LOCK})`.execute(transaction)
      await transaction.deleteFrom('draft').where('deleted_at', '<', before).execute()
      await transaction
        .deleteFrom('attachment')
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('draft_attachment')
                .select('hash')
                .whereRef('draft_attachment.hash', '=', 'attachment.hash'),
            ),
          ),
        )
        .execute()
    })
  }

  async function keepRevision(
    transaction: Transaction<Tables>,
    draft: string,
    revision: number,
    by: string,
    application: Application,
  ): Promise<void> {
    await transaction
      .insertInto('draft_revision')
      .values({ draft, revision, at: now(), by, application: JSON.stringify(application) })
      .execute()
    await transaction
      .deleteFrom('draft_revision')
      .where('draft', '=', draft)
      .where('revision', '<=', revision - KEPT_REVISIONS)
      .execute()
    await transaction.deleteFrom('draft_person').where('draft', '=', draft).execute()
    const subjects = application.persons.flatMap(({ subject, part }) =>
      subject !== null && part === 'co-applicant' ? [subject] : [],
    )
    if (subjects.length > 0)
      await transaction
        .insertInto('draft_person')
        .values([...new Set(subjects)].map((subject) => ({ draft, subject })))
        .execute()
  }

  return {
    async create(owner, begun) {
      await forget()
      return together(async (transaction) => {
        const { count } = await transaction
          .selectFrom('draft')
          .select(({ fn }) => fn.countAll().as('count'))
          .where('owner', '=', owner)
          .where('deleted_at', 'is', null)
          .where('case_id', 'is', null)
          .executeTakeFirstOrThrow()
        if (Number(count) >= MOST_DRAFTS)
          fail(
            'usage.too-large',
            `You have ${MOST_DRAFTS} drafts already.`,
            'Delete some that you do not need.',
          )
        const id = identifiers.next()
        const application = JSON.stringify(begun.application)
        await transaction
          .insertInto('draft')
          .values({
            id,
            owner,
            revision: 1,
            saved_at: now(),
            application,
            begun: JSON.stringify(begun),
            organisation: begun.application.organisation,
            case_id: null,
            deleted_at: null,
          })
          .execute()
        await keepRevision(transaction, id, 1, owner, begun.application)
        // Files of the application that this one changes belong to it too.
        const hashes = begun.application.attachments.map(({ hash }) => hash)
        if (hashes.length > 0) {
          await sql`select pg_advisory_xact_lock_shared(${FILES_LOCK})`.execute(transaction)
          const kept = await transaction
            .selectFrom('attachment')
            .select('hash')
            .where('hash', 'in', hashes)
            .execute()
          const names = new Map(begun.application.attachments.map(({ hash, name }) => [hash, name]))
          if (kept.length > 0)
            await transaction
              .insertInto('draft_attachment')
              .values(
                kept.map(({ hash }) => ({ draft: id, hash, name: names.get(hash) ?? 'file', at: now() })),
              )
              .execute()
        }
        return { id, owner, revision: 1, savedAt: now(), application: begun.application, case: null }
      })
    },
    async list(subject) {
      await forget()
      const rows = await store.use((database) =>
        database
          .selectFrom('draft')
          .select(['id', 'owner', 'saved_at', 'application', 'case_id', 'deleted_at'])
          .where(({ eb, and, or, exists, selectFrom }) =>
            or([
              eb('owner', '=', subject),
              and([
                eb('deleted_at', 'is', null),
                exists(
                  selectFrom('draft_person')
                    .select('draft')
                    .whereRef('draft', '=', 'draft.id')
                    .where('subject', '=', subject),
                ),
              ]),
            ]),
          )
          .orderBy('saved_at', 'desc')
          .limit(200)
          .execute(),
      )
      return rows.map((row) => {
        const { answers, kind, path } = readApplication(row.application)
        return {
          id: row.id,
          title: answers.title ?? '',
          kind,
          path,
          savedAt: row.saved_at,
          own: row.owner === subject,
          case: row.case_id,
          deletedAt: row.deleted_at,
        }
      })
    },
    async open(subject, id) {
      const row = await store.use((database) => draftRow(database, subject, id))
      return { draft: draftOf(row), begun: JSON.parse(row.begun) as Begun }
    },
    save: (subject, id, revision, application) =>
      together(async (transaction) => {
        const row = await draftRow(transaction, subject, id, { lock: true })
        if (row.revision !== revision)
          fail(
            'conflict.revision',
            `This draft was saved elsewhere after you opened it (revision ${row.revision}).`,
            'Open it again; what you had is still in this page.',
          )
        checkSameMatter(readApplication(row.application), application)
        await checkFiles(transaction, id, application, limits.together)
        const { organisation } = application
        const next = {
          ...row,
          organisation,
          revision: revision + 1,
          saved_at: now(),
          application: JSON.stringify(application),
        }
        await transaction
          .updateTable('draft')
          .set({
            revision: next.revision,
            saved_at: next.saved_at,
            organisation,
            application: next.application,
          })
          .where('id', '=', id)
          .execute()
        await keepRevision(transaction, id, next.revision, subject, application)
        return draftOf(next)
      }),
    async revisions(subject, id) {
      const rows = await store.use(async (database) => {
        await draftRow(database, subject, id)
        return database
          .selectFrom('draft_revision')
          .select(['revision', 'at', 'by'])
          .where('draft', '=', id)
          .orderBy('revision', 'desc')
          .execute()
      })
      return rows.map(({ revision, at, by }) => ({ revision, savedAt: at, by }))
    },
    async revision(subject, id, revision) {
      const row = await store.use(async (database) => {
        await draftRow(database, subject, id)
        return database
          .selectFrom('draft_revision')
          .select('application')
          .where('draft', '=', id)
          .where('revision', '=', revision)
          .executeTakeFirst()
      })
      return row === undefined
        ? fail('usage.not-found', 'That version is no longer kept.', `The last ${KEPT_REVISIONS} are.`)
        : readApplication(row.application)
    },
    async latest(by) {
      const [column, value] =
        'owner' in by
          ? (['owner', by.owner] as const)
          : 'case' in by
            ? (['case_id', by.case] as const)
            : (['organisation', by.organisation] as const)
      const row = await store.use((database) =>
        database
          .selectFrom('draft')
          .select('application')
          .where(column, '=', value)
          .where('case_id', 'is not', null)
          .orderBy('saved_at', 'desc')
          .limit(1)
          .executeTakeFirst(),
      )
      return row === undefined ? null : readApplication(row.application)
    },
    remove: (owner, id) =>
      together(async (transaction) => {
        const row = await draftRow(transaction, owner, id, { lock: true, ownerOnly: true, deleted: true })
        if (row.case_id !== null)
          fail('conflict.exists', 'This draft was submitted.', 'Withdraw the case instead.')
        if (row.deleted_at !== null) return
        await transaction.updateTable('draft').set({ deleted_at: now() }).where('id', '=', id).execute()
      }),
    restore: (owner, id) =>
      together(async (transaction) => {
        await draftRow(transaction, owner, id, { lock: true, ownerOnly: true, deleted: true })
        await transaction.updateTable('draft').set({ deleted_at: null }).where('id', '=', id).execute()
      }),
    submitted: (owner, id, caseId) =>
      together(async (transaction) => {
        const row = await draftRow(transaction, owner, id, { lock: true, ownerOnly: true })
        if (row.case_id === caseId) return
        if (row.case_id !== null)
          fail('conflict.exists', 'This draft was submitted already.', 'Open its case.')
        await transaction.updateTable('draft').set({ case_id: caseId }).where('id', '=', id).execute()
      }),
  }
}

const draftOf = (row: Selectable<Tables['draft']>): Draft => ({
  id: row.id,
  owner: row.owner,
  revision: row.revision,
  savedAt: row.saved_at,
  application: readApplication(row.application),
  case: row.case_id,
})

/** A draft stays on its form and about its permit, and what changes a permit on the permit's path: these decide what it is. */
function checkSameMatter(before: Application, after: Application): void {
  const matter = ({ form, kind, permit, path }: Application) =>
    `${form.id} ${form.version} ${kind} ${permit} ${kind === 'new' || path}`
  if (matter(before) !== matter(after))
    fail(
      'usage.request',
      'The form of a draft, its kind and its permit cannot be changed.',
      'Begin another application for that.',
    )
}

/** Only files that were uploaded for this very draft, as they were found to be: knowing a hash opens nothing. */
async function checkFiles(
  transaction: Transaction<Tables>,
  draft: string,
  { attachments }: Application,
  most: number,
): Promise<void> {
  if (attachments.length === 0) return
  const rows = await transaction
    .selectFrom('draft_attachment')
    .innerJoin('attachment', 'attachment.hash', 'draft_attachment.hash')
    .select(['attachment.hash', 'attachment.media_type', 'attachment.bytes'])
    .where('draft', '=', draft)
    .execute()
  const uploaded = new Map(rows.map((row) => [row.hash, row]))
  for (const { hash, mediaType, bytes } of attachments) {
    const row = uploaded.get(hash)
    if (row === undefined || row.media_type !== mediaType || row.bytes !== bytes)
      fail('usage.request', 'A file of the application was not uploaded for it.', 'Attach the file again.')
  }
  if (attachments.reduce((sum, { bytes }) => sum + bytes, 0) > most)
    fail('usage.too-large', 'The files are larger than 50 MB together.', 'Take some of them out.')
}
