/** The tables of drafts, the versions before, who may edit them, and the files that belong to them. */
import type { Kysely, Migration } from 'kysely'

export const DRAFTS: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('draft')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('saved_at', 'text', (column) => column.notNull())
      .addColumn('application', 'text', (column) => column.notNull())
      .addColumn('begun', 'text', (column) => column.notNull())
      .addColumn('organisation', 'text')
      .addColumn('case_id', 'text')
      .addColumn('deleted_at', 'text')
      .execute()
    await database.schema.createIndex('draft_by_owner').on('draft').columns(['owner', 'saved_at']).execute()
    await database.schema
      .createIndex('draft_by_organisation')
      .on('draft')
      .columns(['organisation', 'saved_at'])
      .execute()
    await database.schema.createIndex('draft_by_case').on('draft').column('case_id').execute()
    await database.schema.createIndex('draft_by_deletion').on('draft').column('deleted_at').execute()
    await database.schema
      .createTable('draft_revision')
      .addColumn('draft', 'text', (column) => column.notNull().references('draft.id').onDelete('cascade'))
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('application', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('draft_revision_key', ['draft', 'revision'])
      .execute()
    await database.schema
      .createTable('draft_person')
      .addColumn('draft', 'text', (column) => column.notNull().references('draft.id').onDelete('cascade'))
      .addColumn('subject', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('draft_person_key', ['subject', 'draft'])
      .execute()
    await database.schema.createIndex('draft_person_by_draft').on('draft_person').column('draft').execute()
    await database.schema
      .createTable('attachment')
      .addColumn('hash', 'text', (column) => column.primaryKey())
      .addColumn('media_type', 'text', (column) => column.notNull())
      .addColumn('bytes', 'integer', (column) => column.notNull())
      .addColumn('content', 'bytea', (column) => column.notNull())
      .execute()
    await database.schema
      .createTable('draft_attachment')
      .addColumn('draft', 'text', (column) => column.notNull().references('draft.id').onDelete('cascade'))
      .addColumn('hash', 'text', (column) => column.notNull().references('attachment.hash'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('draft_attachment_key', ['draft', 'hash'])
      .execute()
    await database.schema
      .createIndex('draft_attachment_by_hash')
      .on('draft_attachment')
      .column('hash')
      .execute()
  },
}
