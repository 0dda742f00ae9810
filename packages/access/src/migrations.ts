/**
 * How the tables came to be, step by step. A step that has been released is never edited: the next change is a
 * new step.
 */
import { type Kysely, type Migration, sql } from 'kysely'
import { DRAFTS } from './applications/migration.js'
import { APPS } from './apps/migration.js'
import { CASES } from './cases/store/migration.js'
import { CHOICES } from './choices/migration.js'
import { ORGANISATIONS, PEOPLE } from './organisations/migration.js'

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
  '0002-release-ledger': {
    async up(database: Kysely<unknown>) {
      await database.schema
        .createTable('ledger_result')
        .addColumn('number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
        .addColumn('run', 'text', (column) => column.notNull())
        .addColumn('place', 'integer', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('parties', 'text', (column) => column.notNull())
        .addColumn('registers', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('difference', 'integer', (column) => column.notNull())
        .addColumn('question', 'text', (column) => column.notNull())
        .addColumn('body', 'text')
        .addColumn('counted', 'boolean', (column) => column.notNull())
        .addColumn('sensitive', 'text', (column) => column.notNull())
        .addColumn('verdicts', 'text', (column) => column.notNull())
        .addColumn('told', 'integer', (column) => column.notNull())
        .addUniqueConstraint('ledger_result_once', ['run', 'place'])
        .execute()
      for (const [name, column] of [
        ['ledger_result_by_day', 'at'],
        ['ledger_result_by_question', 'question'],
        ['ledger_result_by_body', 'body'],
      ] as const)
        await database.schema.createIndex(name).on('ledger_result').columns(['subject', column]).execute()
      await sql`create index ledger_result_reserved on ledger_result (at) where state = 'reserved'`.execute(
        database,
      )
      await sql`create sequence ledger_told`.execute(database)
      await database.schema
        .createTable('ledger_set')
        .addColumn('result', 'bigint', (column) => column.notNull().references('ledger_result.number'))
        .addColumn('place', 'integer', (column) => column.notNull())
        .addColumn('identity', 'bytea', (column) => column.notNull())
        .addColumn('slots', 'bytea', (column) => column.notNull())
        .addColumn('told', 'bigint', (column) => column.unique())
        .addPrimaryKeyConstraint('ledger_set_key', ['result', 'place'])
        .execute()
      await database.schema
        .createTable('ledger_link')
        .addColumn('number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('one', 'text', (column) => column.notNull())
        .addColumn('other', 'text', (column) => column.notNull())
        .addUniqueConstraint('ledger_link_once', ['one', 'other'])
        .execute()
      await database.schema
        .createTable('run_reader')
        .addColumn('run', 'text', (column) => column.notNull())
        .addColumn('reader', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('run_reader_key', ['reader', 'run'])
        .execute()
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
  '0004-told-sets': {
    async up(database: Kysely<unknown>) {
      await database.schema
        .alterTable('ledger_result')
        .addColumn('own', 'integer', (column) => column.notNull().defaultTo(0))
        .addColumn('magnitude', 'integer', (column) => column.notNull().defaultTo(0))
        .execute()
    },
  },
  '0005-told-counts': {
    async up(database: Kysely<unknown>) {
      // Sets of before have no count, and identities that know no definitions: nothing can be told as they were.
      await sql`delete from ledger_set`.execute(database)
      await database.schema
        .alterTable('ledger_set')
        .addColumn('sealed', 'bytea', (column) => column.notNull())
        .execute()
      await sql`create index ledger_set_withheld on ledger_set (identity) where told is null`.execute(
        database,
      )
    },
  },
  '0006-every-set-counts': {
    async up(database: Kysely<unknown>) {
      await database.schema.alterTable('ledger_result').dropColumn('own').execute()
    },
  },
  '0007-collections': {
    async up(database: Kysely<unknown>) {
      await database.schema
        .createTable('collection')
        .addColumn('owner', 'text', (column) => column.primaryKey())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('variables', 'text', (column) => column.notNull())
        .execute()
    },
  },
  '0007-harvests': {
    async up(database: Kysely<unknown>) {
      await database.schema
        .createTable('harvest')
        .addColumn('source', 'text', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('datasets', 'text', (column) => column.notNull())
        .execute()
    },
  },
  '0008-drafts': DRAFTS,
  '0009-cases': CASES,
  '0010-organisations': ORGANISATIONS,
  '0011-people': PEOPLE,
  '0012-choices': CHOICES,
  '0013-harvest-sources': {
    async up(database: Kysely<unknown>) {
      await database.schema
        .createTable('harvest_source')
        .addColumn('source', 'text', (column) => column.primaryKey())
        .addColumn('url', 'text', (column) => column.notNull())
        .addColumn('tried_at', 'text')
        .addColumn('problem', 'text')
        .execute()
    },
  },
  '0014-apps': APPS,
}
