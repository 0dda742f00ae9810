/**
 * The database of events and runs: where it is, how it opens, and what its failures mean. PostgreSQL by URL, or
 * the same PostgreSQL compiled to WebAssembly (PGlite) in a folder; both speak through `pg`, so everything
 * above knows one dialect.
 */
import fs from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { type ChoiceMaker, type ErrorCode, Failure, fail } from '@sund/model'
import { type ColumnType, Kysely, Migrator, PostgresDialect, type RawBuilder } from 'kysely'
import pg from 'pg'
import type { CaseTables } from './cases/store/tables.js'
import { ensureDatabase } from './empty.js'
import { lockFolder } from './lock.js'
import { MIGRATIONS } from './migrations.js'

/** A folder of this machine, or the URL of a PostgreSQL database (13 or newer). */
export type StorePlace = { folder: string } | { url: string }

export interface Tables extends CaseTables {
  event: {
    position: ColumnType<string, number, never>
    at: string
    type: string
    actor: string
    /** Canonical JSON. */
    payload: string
    previous_hash: string
    hash: string
  }
  run: {
    number: ColumnType<string, never, never>
    run: string
    owner: string
    at: string
    state: string
    title: string
    results: number
    /** JSON, as saved. */
    document: string
  }
  /** Somebody whom the owner of a run lets open it. */
  run_reader: { run: string; reader: string; at: string }
  /** A result for which the release ledger was asked. Lists are JSON. */
  ledger_result: {
    number: ColumnType<string, never, never>
    run: string
    /** The result's index among those of its script; −1 for a feasibility count. */
    place: number
    at: string
    state: 'reserved' | 'told' | 'dropped'
    subject: string
    parties: string
    registers: string
    kind: string
    difference: number
    /** Hash of the question. */
    question: string
    /** Hash of what was released. */
    body: string | null
    /** Whether it counts towards the quota of its person. */
    counted: boolean
    sensitive: string
    verdicts: string
    /** How many of its sets were told. */
    told: number
    /** The power of ten of its population's size. */
    magnitude: number
  }
  /** A set that a result reserved, or with a number in `told`, in the order of telling, told. */
  ledger_set: {
    result: string
    place: number
    identity: Uint8Array
    slots: Uint8Array
    /** The count of the set, for places to open. */
    sealed: Uint8Array
    told: ColumnType<string | null, null, RawBuilder<string>>
  }
  /** Two circle keys that have been linked. */
  ledger_link: { number: ColumnType<string, never, never>; at: string; one: string; other: string }
  budget_spending: {
    number: ColumnType<string, never, never>
    purpose: string
    holder: string
    /** Billionths of ρ. */
    parts: ColumnType<string, number, never>
    question: string
    run: string
    at: string
  }
  /** What someone has chosen of the catalogue: JSON of the variables. */
  collection: { owner: string; revision: number; at: string; variables: string }
  /** What another catalogue describes: JSON of its data sets. */
  harvest: { source: string; at: string; datasets: string }
  budget_answer: {
    purpose: string
    question: string
    /** Canonical JSON of a released result. */
    result: string
    at: string
  }
  draft: {
    id: string
    owner: string
    revision: number
    saved_at: string
    /** JSON of `Application`. */
    application: string
    /** JSON of how it began, so that it is known what nobody has typed. */
    begun: string
    /** On whose behalf. */
    organisation: string | null
    case_id: string | null
    deleted_at: string | null
  }
  draft_revision: { draft: string; revision: number; at: string; by: string; application: string }
  /** A co-applicant. */
  draft_person: { draft: string; subject: string }
  attachment: { hash: string; media_type: string; bytes: number; content: Uint8Array }
  /** A file that was uploaded for a draft, whether or not its application still lists it. */
  draft_attachment: { draft: string; hash: string; name: string; at: string }
  organisation: {
    id: string
    /** Canonical JSON. */
    document: string
  }
  person: { subject: string; name: string; email: string | null; language: string | null; at: string }
  /** What a citizen chose of their own data, in one chain. Levels are JSON. */
  choice: {
    position: ColumnType<string, number, never>
    at: string
    mark: string
    levels: string
    via: ChoiceMaker
    /** Subject of whoever made it. */
    actor: string
    hash: string
  }
  /** Roles that an administrator gave, and those that the last sign-in told of, as JSON. */
  membership: {
    organisation: string
    subject: string
    name: string
    roles: string
    claimed: string
    at: string
  }
}

export interface Store {
  /** Where other processes meet this one; null in a folder, which is one process's own. */
  readonly url: string | null
  /** Does something in the database; failures of the database itself become errors with what to do about them. */
  use<T>(work: (database: Kysely<Tables>) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Opens the store and brings its tables up to date. Processes that open it together wait for one another. */
export async function openStore(place: StorePlace): Promise<Store> {
  const { pool, release } =
    'url' in place ? openPostgres(place.url) : await explained(openFolder(place.folder))
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  let closing: Promise<void> | undefined
  const store: Store = {
    url: 'url' in place ? place.url : null,
    use: (work) => explained(work(database)),
    close: () => {
      closing ??= database.destroy().then(release)
      return closing
    },
  }
  try {
    await migrate(store)
  } catch (error) {
    await store.close().catch(() => undefined)
    throw error
  }
  return store
}

/** Brings the tables up to date; a store that is ahead of this program is left alone. */
export function migrate(store: Store): Promise<void> {
  return store.use(async (database) => {
    const migrator = new Migrator({ db: database, provider: { getMigrations: async () => MIGRATIONS } })
    const { error } = await migrator.migrateToLatest()
    if (error === undefined) return
    if (/corrupted migrations/.test(String(error)))
      fail(
        'environment.install',
        'The store was written by a newer version of Sund.',
        'Install that version, or point Sund at another store.',
      )
    throw error
  })
}

interface Opened {
  pool: pg.Pool
  release(): Promise<void>
}

function openPostgres(url: string): Opened {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'sund',
  })
  // A connection may break at any moment, and an error that nobody listens to ends the process; who uses it
  // next is told.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return { pool, release: async () => undefined }
}

async function openFolder(folder: string): Promise<Opened> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const unlock = await lockFolder(folder)
  try {
    const data = join(folder, 'data')
    await ensureDatabase(data)
    const database = await PGlite.create({
      fs: new DurableFolder(data),
      startParams: [...PGlite.defaultStartParams.filter((flag) => flag !== '-F'), ...SETTINGS],
    })
    return {
      pool: new pg.Pool({ ...createPgConfig(database), idleTimeoutMillis: 0 }),
      async release() {
        await database.close().finally(unlock)
      },
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

/** One connection with small tables needs little; `-F`, taken out above, would turn flushing to disk off. */
const SETTINGS = ['-c', 'shared_buffers=8MB', '-c', 'wal_sync_method=fsync']

/**
 * PGlite's folder, but what the database flushes reaches the disk: its bridge to the file system has no such
 * operation of its own, and an acknowledged event must survive the machine, not only the process.
 */
class DurableFolder extends NodeFS {
  override async init(...[database, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(database, options)
    const flush = ({ NODEFS }: { NODEFS?: Bridge }) => {
      if (NODEFS === undefined) throw new Error('PGlite has no bridge to the file system')
      NODEFS.stream_ops.fsync = ({ nfd }) => {
        if (nfd !== undefined) fs.fsyncSync(nfd)
        return 0
      }
    }
    return {
      emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), flush as never] },
    }
  }
}

interface Bridge {
  stream_ops: { fsync?: (stream: { nfd?: number }) => number }
}

async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw explain(error)
  }
}

/** By SQLSTATE (PostgreSQL manual, appendix A) or the system's error code: which of our errors it is. */
const FAILURES: readonly [RegExp, ErrorCode, string, string][] = [
  [
    /^(22021|22P05)$/,
    'usage.request',
    'A name or text holds a character that cannot be kept.',
    'Leave control characters out.',
  ],
  [
    /^(53100|ENOSPC|EDQUOT)$/,
    'environment.disk',
    'There is no room left on the disk of the store.',
    'Free some space, then try again.',
  ],
  [
    /^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|42501)$/,
    'environment.permission',
    'The store cannot be written.',
    'Give this user a folder that it may write, or permission to make and change tables in the database.',
  ],
  [
    /^(28...|3D000|ERR_INVALID_URL)$/,
    'unavailable.store',
    'The database refuses the user, the password or the name of the database.',
    'Correct the database URL.',
  ],
  [
    /^(08...|53...|57...|58...|25006|E[A-Z]+|.*CERT.*|UNABLE_TO_.*)$/,
    'unavailable.store',
    'The database of events and runs cannot be reached.',
    'See that PostgreSQL runs at the database URL and takes connections, then try again.',
  ],
]

function explain(error: unknown): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error
  const { code } = error as { code?: unknown }
  const key =
    typeof code === 'string' ? code : /timeout|terminated|connection error/.test(error.message) ? '08006' : ''
  for (const [pattern, ours, message, next] of FAILURES)
    if (pattern.test(key)) return new Failure({ code: ours, message: `${message} (${key})`, next })
  return error
}
