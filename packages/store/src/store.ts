/**
 * A database that a part of Sund keeps: where it is, how it opens, and what its failures mean. PostgreSQL by URL, or
 * the same PostgreSQL compiled to WebAssembly (PGlite) in a folder; both speak through `pg`, so everything
 * above knows one dialect. Which tables there are is for each part to say.
 */
import fs from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { type ErrorCode, Failure, fail } from '@sund/model'
import { Kysely, type Migration, Migrator, PostgresDialect } from 'kysely'
import pg from 'pg'
import { ensureDatabase } from './empty.js'
import { lockFolder } from './lock.js'

/** A folder of this machine, or the URL of a PostgreSQL database (13 or newer). */
export type StorePlace = { folder: string } | { url: string }

/** How tables came to be, in the order of their names; each runs in a transaction. One that has been released is never edited. */
export type Migrations = Readonly<Record<string, Migration>>

export interface Store<Tables> {
  /** Where other processes meet this one; null in a folder, which is one process's own. */
  readonly url: string | null
  /** Does something in the database; failures of the database itself become errors with what to do about them. */
  use<T>(work: (database: Kysely<Tables>) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Opens the store and brings its tables up to date. Processes that open it together wait for one another. */
export async function openStore<Tables>(place: StorePlace, migrations: Migrations): Promise<Store<Tables>> {
  const { pool, release } =
    'url' in place ? openPostgres(place.url) : await explained(openFolder(place.folder))
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  let closing: Promise<void> | undefined
  const store: Store<Tables> = {
    url: 'url' in place ? place.url : null,
    use: (work) => explained(work(database)),
    close: () => {
      closing ??= database.destroy().then(release)
      return closing
    },
  }
  try {
    await migrate(store, migrations)
  } catch (error) {
    await store.close().catch(() => undefined)
    throw error
  }
  return store
}

/** Brings the tables up to date; a store that is ahead of this program is left alone. */
export function migrate<Tables>(store: Store<Tables>, migrations: Migrations): Promise<void> {
  return store.use(async (database) => {
    const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } })
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
