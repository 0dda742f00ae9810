/**
 * The audit as a chain of hashes, so that what was read or written cannot be taken out or changed unseen. Entries that come while others are being written
 * wait and go together, so that thousands a second cost tens of commits; whoever appends is told when theirs is on disk.
 */
import { fail } from '@sund/model'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import { together } from '../together.js'
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
const LOCK = sql`pg_advisory_xact_lock(7861300)`
/** Entries of one commit at most. */
const TOGETHER = 2000
/** Entries read at a time when the chain is walked. */
const STEP = 2000

export function auditLog(use: Use): AuditLog {
  let known: AuditHead | null = null
  const append = together(TOGETHER, async (all: readonly Said[]) => {
    const before = known
    // Until it is known what came of this.
    known = null
    known = await use(
      async (database) => (before && (await follow(database, before, all))) ?? queued(database, all),
    )
    return all.map(() => undefined)
  })

  const list: AuditLog['list'] = ({ any, before, limit }) =>
    use(async (database) => {
      let query = database.selectFrom('audit_entry').select(['position', 'said'])
      query = query.where((of) => of.or(any.map((wanted) => of.and(matches(of, wanted)))))
      if (before !== undefined) query = query.where('position', '<', String(before))
      const rows = await query.orderBy('position', 'desc').limit(limit).execute()
      return rows.map(entryOf)
    })

  return {
    append,
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
          head = step(head, row)
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
function queued(database: AuditDatabase, all: readonly Said[]): Promise<AuditHead> {
  return database.transaction().execute(async (transaction) => {
    await sql`select ${LOCK}`.execute(transaction)
    const { rows, head } = chained(await headOf(transaction), all)
    await sql`insert into audit_entry ${rows}`.execute(transaction)
    return head
  })
}

/**
 * Appends in one statement, which is a fifth of the way, while the chain still ends as this process left it. Null where another has appended: the one statement may
 * not see that, since it began before it had the lock, but then the place of its first entry is taken.
 */
async function follow(
  database: AuditDatabase,
  before: AuditHead,
  all: readonly Said[],
): Promise<AuditHead | null> {
  const { rows, head } = chained(before, all)
  const { numAffectedRows } = await sql`
    with locked as materialized (select ${LOCK})
    insert into audit_entry select entry.* from locked, (${rows}) as entry
    where (${before.position}, ${before.hash}) = (select position, hash from audit_entry order by position desc limit 1)`
    .execute(database)
    .catch(taken)
  return numAffectedRows === BigInt(all.length) ? head : null
}

function taken(error: unknown): { numAffectedRows: bigint } {
  if ((error as { code?: unknown }).code !== '23505') throw error
  return { numAffectedRows: 0n }
}

/** Entries after a head, as rows, and the head that they make. */
function chained(after: AuditHead, all: readonly Said[]): { rows: RawBuilder<unknown>; head: AuditHead } {
  let { position, hash } = after
  const rows = all.map((said) => {
    const text = textOf(said)
    position++
    hash = hashOf(hash, position, text)
    const { at, subject, action, interaction } = said
    return { position, at, subject, action, interaction, patients: patientsIn(said), said: text, hash }
  })
  return {
    // One parameter whatever the number of rows.
    rows: sql`select * from json_to_recordset(${JSON.stringify(rows)}::json) as row (position bigint, at timestamptz, subject text, action text,
      interaction text, patients text[], said text, hash text)`,
    head: { position, hash },
  }
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
function step(head: AuditHead, row: Selectable<AuditTables['audit_entry']>): AuditHead {
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
