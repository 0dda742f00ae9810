/**
 * Tables of the index and how they are looked into. One row for each value of a resource, narrow, and numbered by what it is found by: a code together with
 * where it stands is one number, so an equality on it finds keys in their order from the index alone. `item` is null but inside lists that
 * composite parameters go through.
 */
import { INDEX } from './rows.js'

/** Longer texts are found by their beginning and then compared whole: an index keeps no text longer than a third of a page. */
export const INDEXED_TEXT = 80

/** Periods longer than a day have an index of their own, so that the others are found by when they begin. */
export const LONG_PERIOD = 86_400_000

const tables = Object.entries(INDEX).map(
  ([table, columns]) =>
    `create table ${table} (${Object.entries(columns)
      .map(([name, type]) => `${name} ${type}${name === 'key' || name === 'source' ? ' not null' : ''}`)
      .join(', ')})`,
)

/** The statements that make the tables of the index; they go into the migration that makes `resource`. */
export const SEARCH_TABLES: readonly string[] = [
  ...tables,
  'alter table search_resource add primary key (key)',
  'create unique index search_resource_self on search_resource (self)',
  'create index search_resource_type on search_resource (type, key)',
  'create index search_resource_updated on search_resource (type, updated, key)',
  'create index search_token_code on search_token (code, key, system)',
  'create index search_token_key on search_token (key)',
  `create index search_string_value on search_string (source, left(value, ${INDEXED_TEXT}) collate "C")`,
  'create index search_string_key on search_string (key)',
  'create index search_date_low on search_date (source, low, high, key)',
  `create index search_date_long on search_date (source, high, low) where high - low > ${LONG_PERIOD}`,
  'create index search_date_key on search_date (key)',
  'create index search_quantity_low on search_quantity (source, low)',
  'create index search_quantity_base on search_quantity (source, base, base_low)',
  'create index search_quantity_key on search_quantity (key)',
  'create index search_reference_target on search_reference (target, source, key)',
  'create index search_reference_key on search_reference (key)',
  // What links to further pages are sealed with.
  'create table search_key (key text not null)',
  "insert into search_key values (replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''))",
  // A few codes are most of all codes: what the planner knows of them decides how a search goes.
  'alter table search_token alter column code set statistics 1000',
]

/** Since 0004: a range of amounts is found in the index alone. */
export const AMOUNTS_IN_INDEX: readonly string[] = [
  'drop index search_quantity_base',
  'create index search_quantity_base on search_quantity (source, base, base_low) include (base_high, key)',
]
