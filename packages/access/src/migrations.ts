/**
 * How the tables came to be, step by step. A step that has been released is never edited: the next change is a
 * new step.
 */
import { type Kysely, type Migration, sql } from 'kysely'

/** In the order of their names. Each runs in a transaction. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-events-and-runs': {
    async up(database: Kysely<unknown>) {
      await database.schema
        .createTable('event')
        .addColumn('position', 'bigint', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('actor', 'text', (column) => column.notNull())
        .addColumn('payload', 'text', (column) => column.notNull())
        .addColumn('previous_hash', 'text', (column) => column.notNull().unique())
        .addColumn('hash', 'text', (column) => column.notNull())
        .execute()
      await sql`create function event_is_kept() returns trigger language plpgsql as $$
        begin raise exception 'events are appended, never changed' using errcode = 'restrict_violation'; end $$`.execute(
        database,
      )
      await sql`create trigger event_is_kept before update or delete or truncate on event
        for each statement execute function event_is_kept()`.execute(database)
      await database.schema.createIndex('event_by_actor').on('event').columns(['actor', 'position']).execute()
      await database.schema.createIndex('event_by_type').on('event').columns(['type', 'position']).execute()

      await database.schema
        .createTable('run')
        .addColumn('number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
        .addColumn('run', 'text', (column) => column.notNull().unique())
        .addColumn('owner', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('title', 'text', (column) => column.notNull())
        .addColumn('results', 'integer', (column) => column.notNull())
        .addColumn('document', 'text', (column) => column.notNull())
        .execute()
      await database.schema.createIndex('run_by_owner').on('run').columns(['owner', 'number']).execute()
    },
  },
  '0003-budgets': {
    async up(database: Kysely<unknown>) {
      await database.schema
        .createTable('budget_spending')
        .addColumn('number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
        .addColumn('purpose', 'text', (column) => column.notNull())
        .addColumn('holder', 'text', (column) => column.notNull())
        .addColumn('parts', 'bigint', (column) => column.notNull())
        .addColumn('question', 'text', (column) => column.notNull())
        .addColumn('run', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute()
      await database.schema
        .createIndex('budget_spending_by_purpose')
        .on('budget_spending')
        .columns(['purpose', 'holder'])
        .execute()
      await database.schema
        .createTable('budget_answer')
        .addColumn('purpose', 'text', (column) => column.notNull())
        .addColumn('question', 'text', (column) => column.notNull())
        .addColumn('result', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('budget_answer_key', ['purpose', 'question'])
        .execute()
    },
  },
}
