/**
 * One DuckDB of one import: bounded memory, spilling to the import's own folder, cancellable. Kept apart so that quoting,
 * limits and the translation of DuckDB's errors (whose messages may quote data) stand in one place.
 */
import { type DuckDBAppender, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import { Failure, fail } from '@sund/model'

export interface DatabaseOptions {
  /** A file that stays; in memory when left out. */
  file?: string | undefined
  /** Where to spill; it must exist and is not cleaned up here. */
  folder: string
  memoryMiB: number
  threads: number
  rowsAPass?: number | undefined
  signal?: AbortSignal | undefined
}

export interface Database {
  /** Rows to group or sort at once: in one pass over more, DuckDB needs more memory the more rows there are. */
  readonly rowsAPass: number
  /** Runs a statement; `onShare` hears how far it is, from 0 to 1, about three times a second. */
  run(sql: string, onShare?: (share: number) => void): Promise<void>
  /** All rows of a small answer. */
  rows(sql: string): Promise<Record<string, unknown>[]>
  /** The columns of a large answer, a batch of rows at a time; other statements may run meanwhile. */
  batches(sql: string): AsyncGenerator<DuckDBValue[][]>
  appender(table: string): Promise<DuckDBAppender>
  /** Throws `unavailable.cancelled` once the import is cancelled. */
  checkCancelled(): void
  close(): void
}

/** Rows a MiB of memory sorts in one pass, measured on rows of a hundred bytes, with room to spare. */
const ROWS_A_MIB = 125_000

/** A file could not be read to its end; who asked knows which. */
export class UnreadableError extends Error {
  /** The number that a view raised (`view failure N`). */
  failure?: number
}

/** A quoted SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A quoted SQL string. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** A path for `read_csv` and `read_parquet`, whose globs it must not trigger. */
export const pathToRead = (path: string): string => text(path.replaceAll(/[[*?]/g, '[$&]'))

/** The relation of some Parquet files. */
export const filesToRead = (paths: readonly string[]): string =>
  `read_parquet([${paths.map(pathToRead).join(', ')}])`

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { signal } = options
  const instance = await DuckDBInstance.create(options.file ?? ':memory:', {
    memory_limit: `${options.memoryMiB}MiB`,
    threads: String(options.threads),
    temp_directory: options.folder,
    preserve_insertion_order: 'false',
    // Freed memory goes back to the system at once, so that the process stays near the limit.
    allocator_background_threads: 'true',
    allocator_flush_threshold: '16MiB',
    allocator_bulk_deallocation_flush_threshold: '32MiB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  }).catch((error: unknown) => {
    throw databaseFailure(error)
  })
  const connection = await instance.connect()
  await connection.run('SET enable_progress_bar = true; SET enable_progress_bar_print = false')
  const connections = new Set([connection])
  const interrupt = () => {
    for (const open of connections) open.interrupt()
  }
  signal?.addEventListener('abort', interrupt)
  const checkCancelled = () => {
    if (signal?.aborted)
      fail(
        'unavailable.cancelled',
        'The import was cancelled.',
        'Nothing was changed; start it again any time.',
      )
  }
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    checkCancelled()
    try {
      return await work()
    } catch (error) {
      checkCancelled()
      throw databaseFailure(error)
    }
  }
  return {
    rowsAPass: options.rowsAPass ?? options.memoryMiB * ROWS_A_MIB,
    async run(sql, onShare) {
      const timer =
        onShare &&
        setInterval(() => {
          const { percentage } = connection.progress
          if (percentage > 0) onShare(Math.min(percentage / 100, 1))
        }, 300)
      try {
        await guarded(() => connection.run(sql))
      } finally {
        clearInterval(timer)
      }
    },
    rows: (sql) => guarded(async () => (await connection.runAndReadAll(sql)).getRowObjects()),
    async *batches(sql) {
      const own = await instance.connect()
      connections.add(own)
      try {
        const result = await guarded(() => own.stream(sql))
        for (;;) {
          const chunk = await guarded(() => result.fetchChunk())
          if (!chunk || chunk.rowCount === 0) return
          yield chunk.getColumns()
        }
      } finally {
        connections.delete(own)
        own.closeSync()
      }
    },
    appender: (table) => guarded(() => connection.createAppender(table)),
    checkCancelled,
    close() {
      signal?.removeEventListener('abort', interrupt)
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** What went wrong in DuckDB, without its message, which may quote a row. */
function databaseFailure(thrown: unknown): Error {
  if (thrown instanceof Failure) return thrown
  const message = thrown instanceof Error ? thrown.message : ''
  if (/no space left|max_temp_directory_size/i.test(message))
    return new Failure({
      code: 'environment.disk',
      message: 'The disk of the holding is full.',
      next: 'Make room (an import needs about twice the size of its files while it runs) and import again.',
    })
  if (/^Out of Memory/i.test(message))
    return new Failure({
      code: 'unavailable.memory',
      message: 'The import needs more memory than it may use.',
      next: 'Import again with a higher memory limit.',
    })
  if (/^IO Error: Could not set lock/i.test(message))
    return new Failure({
      code: 'conflict.busy',
      message: 'Another process has this database open.',
      next: 'Stop it first, or wait until it ends.',
    })
  // Binder, parser and internal errors are Sund's own mistakes; these are what a file can cause.
  const kind = /^[A-Za-z ]+ Error/.exec(message)?.[0] ?? 'error'
  if (['Invalid Input Error', 'IO Error', 'Conversion Error', 'Serialization Error'].includes(kind)) {
    const unreadable = new UnreadableError(kind)
    const raised = /: view failure (\d+)$/m.exec(message)?.[1]
    if (raised !== undefined) unreadable.failure = Number(raised)
    return unreadable
  }
  return new Error(`DuckDB: ${kind}`)
}
