/** The table of choices: appended to, never changed. */
import { type Kysely, type Migration, sql } from 'kysely'

export const CHOICES: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('choice')
      .addColumn('position', 'bigint', (column) => column.primaryKey())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('mark', 'text', (column) => column.notNull())
      .addColumn('levels', 'text', (column) => column.notNull())
      .addColumn('via', 'text', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute()
    await database.schema.createIndex('choice_by_mark').on('choice').columns(['mark', 'position']).execute()
    await sql`create trigger choice_is_kept before update or delete or truncate on choice
      for each statement execute function event_is_kept()`.execute(database)
  },
}
