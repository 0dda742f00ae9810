/**
 * The audit as a chain of hashes, so that what was read or written cannot be taken out or changed unseen. Entries that come while others are being written
 * wait and go together, so that thousands a second cost tens of commits; whoever appends is told when theirs is on disk.
 */
import { fail } from '@sund/model'
import { type Selectable, sql } from 'kysely'
import { type AuditEntry, hashOf, patientsIn, type Said, START, saidIn, textOf } from './entry.js'
import { matches, type Wanted } from './search.js'
import type { AuditDatabase, AuditTables } from './tables.js'

/** Where the chain stands. */
export interface AuditHead {
  position: number
  hash: string
}

export interface AuditLog {
  /** Resolves when it is on disk and in the chain. Whoever answers waits for it, so nothing is answered that is not logged. */
  append(said: Said): Promise<void>
  /** Who looked at or changed what of a patient, the latest first: a hundred at most, from before a position. */
  seen(of: { patient: string; before?: number; limit?: number }): Promise<AuditEntry[]>
  /** Entries that are wanted by any of these, the latest first, from before a position. */
  list(of: { any: readonly Wanted[]; before?: number | undefined; limit: number }): Promise<AuditEntry[]>
  head(): Promise<AuditHead>
  /**
   * Walks the whole chain; throws `conflict.chain` at the first entry that is not as it was appended. That its end was cut off shows only beside heads that were
   * kept elsewhere: give these.
   */
  verify(known?: readonly AuditHead[]): Promise<{ entries: number; head: AuditHead }>
}

/** How a database is used: failures of it become errors with what to do. */
export type Use = <T>(work: (database: AuditDatabase) => Promise<T>) => Promise<T>

/** Whoever appends holds this advisory lock until commit, in whichever process. The number means nothing. */
const APPENDING = 7_861_300
/** Entries of one commit at most. */
const TOGETHER = 2000
/** Entries read at a time when the chain is walked. */
const STEP = 2000

export function auditLog(use: Use): AuditLog {
  let waiting: { said: Said; done(): void; failed(error: unknown): void }[] = []
  let writing = false

  async function write(): Promise<void> {
    if (writing) return
    writing = true
    while (waiting.length > 0) {
      const some = waiting.slice(0, TOGETHER)
      waiting = waiting.slice(TOGETHER)
      try {
        await use((database) =>
          appendAll(
            database,
            some.map(({ said }) => said),
          ),
        )
        for (const { done } of some) done()
      } catch (error) {
        for (const { failed } of some) failed(error)
      }
    }
    writing = false
  }

  const list: AuditLog['list'] = ({ any, before, limit }) =>
    use(async (database) => {
      let query = database.selectFrom('audit_entry').select(['position', 'said'])
      query = query.where((of) => of.or(any.map((wanted) => of.and(matches(of, wanted)))))
      if (before !== undefined) query = query.where('position', '<', String(before))
      const rows = await query.orderBy('position', 'desc').limit(limit).execute()
      return rows.map(entryOf)
    })

  return {
    append: (said) =>
      new Promise((done, failed) => {
        waiting.push({ said, done, failed })
        void write()
      }),
    list,
    seen: ({ patient, before, limit = 100 }) =>
      list({ any: [{ patient }], before, limit: Math.min(Math.max(limit, 1), 100) }),
    head: () => use(headOf),
    async verify(known = []) {
      const expected = new Map(known.map(({ position, hash }) => [position, hash]))
      let head: AuditHead = START
      for (;;) {
        const after = String(head.position)
        const rows = await use((database) =>
          database
            .selectFrom('audit_entry')
            .selectAll()
            .where('position', '>', after)
            .orderBy('position')
            .limit(STEP)
            .execute(),
        )
        for (const row of rows) {
          head = follow(head, row)
          if ((expected.get(head.position) ?? head.hash) !== head.hash)
            broken(head.position, 'is another entry')
          expected.delete(head.position)
        }
        if (rows.length < STEP) break
      }
      expected.delete(START.position)
      const [missing] = [...expected.keys()].sort((a, b) => a - b)
      if (missing !== undefined) broken(missing, 'is missing')
      return { entries: head.position, head }
    },
  }
}

/** Appends in one transaction, behind whoever else appends. */
function appendAll(database: AuditDatabase, all: readonly Said[]): Promise<void> {
  return database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${APPENDING})`.execute(transaction)
    let { position, hash } = await headOf(transaction)
    const rows = all.map((said) => {
      const text = textOf(said)
      position++
      hash = hashOf(hash, position, text)
      const { at, subject, action, interaction } = said
      return { position, at, subject, action, interaction, patients: patientsIn(said), said: text, hash }
    })
    // One parameter whatever the number of rows.
    await sql`insert into audit_entry
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as row (position bigint, at timestamptz, subject text, action text,
        interaction text, patients text[], said text, hash text)`.execute(transaction)
  })
}

async function headOf(database: AuditDatabase): Promise<AuditHead> {
  const last = await database
    .selectFrom('audit_entry')
    .select(['position', 'hash'])
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last === undefined ? START : { position: Number(last.position), hash: last.hash }
}

function entryOf({ position, said }: { position: string; said: string }): AuditEntry {
  return { position: Number(position), ...(saidIn(said) ?? broken(Number(position), 'was changed')) }
}

/** The next head, if the row is the entry after `head` and as it was appended. */
function follow(head: AuditHead, row: Selectable<AuditTables['audit_entry']>): AuditHead {
  const position = head.position + 1
  if (Number(row.position) !== position) return broken(position, 'is missing')
  const said = saidIn(row.said)
  const asAppended =
    said !== null &&
    hashOf(head.hash, position, row.said) === row.hash &&
    said.subject === row.subject &&
    said.action === row.action &&
    said.interaction === row.interaction &&
    Date.parse(said.at) === row.at.getTime() &&
    patientsIn(said).join() === row.patients.join()
  return asAppended ? { position, hash: row.hash } : broken(position, 'was changed after it was appended')
}

function broken(position: number, how: string): never {
  return fail(
    'conflict.chain',
    `The audit is not as it was written: entry ${position} ${how}.`,
    `Trust nothing from entry ${position} on. Restore the store from a backup and find out who could write to it.`,
  )
}
