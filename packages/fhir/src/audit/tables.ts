/** The table of the audit, in the store's own database: what it is about is not elsewhere either. */
import type { Kysely } from 'kysely'

export interface AuditTables {
  audit_entry: {
    position: string
    at: Date
    subject: string
    action: string
    interaction: string
    patients: string[]
    /** All that is said, as it is hashed; the columns above repeat it for those who look something up. */
    said: string
    hash: string
  }
}
export type AuditDatabase = Kysely<AuditTables>

/** Statements, one by one. */
export const AUDIT_TABLES: readonly string[] = [
  `create table audit_entry (
    position bigint primary key,
    at timestamptz not null,
    subject text not null,
    action text not null,
    interaction text not null,
    patients text[] not null,
    said text not null,
    hash text not null)`,
  'create index audit_entry_by_patient on audit_entry using gin (patients)',
  'create index audit_entry_by_subject on audit_entry (subject, position)',
  'create index audit_entry_by_time on audit_entry (at)',
  `create function audit_entry_is_kept() returns trigger language plpgsql as $$
    begin raise exception 'the audit is added to, never changed' using errcode = 'restrict_violation'; end $$`,
  `create trigger audit_entry_is_kept before update or delete or truncate on audit_entry
    for each statement execute function audit_entry_is_kept()`,
]
