/** The tables of apps, of what people let them do, and of what their sign-in remembers. */
import { type Kysely, type Migration, sql } from 'kysely'

export const APPS: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('app_revision')
      .addColumn('app', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('publisher', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('by_subject', 'text', (column) => column.notNull())
      .addColumn('details', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('reviewer', 'text')
      .addColumn('decided_at', 'text')
      .addColumn('reason', 'text')
      .addPrimaryKeyConstraint('app_revision_key', ['app', 'revision'])
      .execute()
    await database.schema
      .createTable('app_grant')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('app', 'text', (column) => column.notNull())
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('patient', 'text')
      .addColumn('scopes', 'text', (column) => column.notNull())
      .addColumn('given_at', 'text', (column) => column.notNull())
      .addColumn('changed_at', 'text', (column) => column.notNull())
      .addColumn('used_at', 'text')
      .addColumn('revoked_at', 'text')
      .execute()
    // One that holds for each person, app, holder and record.
    await sql`create unique index app_grant_in_force on app_grant (subject, app, holder, role, coalesce(patient, ''))
      where revoked_at is null`.execute(database)
    await database.schema
      .createIndex('app_grant_by_subject')
      .on('app_grant')
      .columns(['subject', 'given_at'])
      .execute()
    await database.schema
      .createTable('app_token')
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('payload', 'text', (column) => column.notNull())
      .addColumn('family', 'text')
      .addColumn('grant_id', 'text')
      .addColumn('expires_at', 'text', (column) => column.notNull())
      .addColumn('consumed_at', 'text')
      .addPrimaryKeyConstraint('app_token_key', ['kind', 'hash'])
      .execute()
    for (const column of ['family', 'grant_id', 'expires_at'])
      await database.schema.createIndex(`app_token_by_${column}`).on('app_token').column(column).execute()
  },
}
