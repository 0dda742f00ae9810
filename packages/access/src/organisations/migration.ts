/** The tables of organisations, of the roles of their people, and of where people are reached. */
import type { Kysely, Migration } from 'kysely'

export const ORGANISATIONS: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('organisation')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('document', 'text', (column) => column.notNull())
      .execute()
    await database.schema
      .createTable('membership')
      .addColumn('organisation', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('roles', 'text', (column) => column.notNull())
      .addColumn('claimed', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('membership_key', ['organisation', 'subject'])
      .execute()
    await database.schema.createIndex('membership_by_subject').on('membership').column('subject').execute()
  },
}

export const PEOPLE: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('person')
      .addColumn('subject', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('email', 'text')
      .addColumn('language', 'text')
      .addColumn('at', 'text', (column) => column.notNull())
      .execute()
  },
}
