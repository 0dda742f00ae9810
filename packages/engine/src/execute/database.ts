/**
 * One DuckDB in memory, and the only file that talks to it. It reads and writes the files it was opened for and no
 * others, loads no extension, and turns every error of the database into one of ours, since a message of the database may quote
 * a value of a row.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  BIGINT,
  DOUBLE,
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBType,
  VARCHAR,
} from '@duckdb/node-api'
import { Failure, fail, type Position } from '@sund/model'
import { MISTAKE } from '../dialects/dialect.js'
import { list, render, type Sql, sql, textLiteral } from '../dialects/sql.js'
import { registerDistributions } from './distributions.js'
import { Units } from './units.js'

export interface DatabaseSettings {
  /** Memory in MiB beyond which DuckDB spills to `folder`. */
  memoryMiB: number
  threads: number
  /** A private folder for spilling and for deliveries. */
  folder: string
  /** Aborting stops the running statement and every later one. */
  signal?: AbortSignal | undefined
}

/** Milliseconds after which a statement that was interrupted and goes on is interrupted again. */
const INTERRUPT_AGAIN = 50

/** One row of an answer. Whole numbers of any width come as `number`. */
type Row = Record<string, unknown>

export class Database {
  /** The units that rows are about. */
  readonly units = new Units()
  readonly #connection: DuckDBConnection
  readonly #instance: DuckDBInstance
  readonly #settings: DatabaseSettings
  readonly #interrupt: () => void
  /** Statements under way. */
  #running = 0
  #locked = false
  #closed = false

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, settings: DatabaseSettings) {
    this.#instance = instance
    this.#connection = connection
    this.#settings = settings
    // An interrupt that comes before a statement has begun is lost, so it is repeated until none is left.
    this.#interrupt = () => {
      if (this.#closed || this.#running === 0) return
      connection.interrupt()
      setTimeout(this.#interrupt, INTERRUPT_AGAIN).unref()
    }
    settings.signal?.addEventListener('abort', this.#interrupt)
  }

  static async open(given: DatabaseSettings): Promise<Database> {
    const settings = { ...given, folder: resolve(given.folder) }
    const spill = join(settings.folder, 'spill')
    try {
      mkdirSync(spill, { recursive: true, mode: 0o700 })
    } catch {
      fail(
        'environment.permission',
        'The folder for intermediate files cannot be written.',
        'Choose another folder in the settings.',
      )
    }
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${Math.max(64, Math.floor(settings.memoryMiB))}MiB`,
      threads: String(Math.max(1, Math.floor(settings.threads))),
      temp_directory: spill,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      preserve_insertion_order: 'false',
    })
    const connection = await instance.connect()
    registerDistributions(connection)
    const database = new Database(instance, connection, settings)
    database.units.register(connection)
    await database.run(sql`SET TimeZone = 'UTC'`)
    return database
  }

  /** Runs a statement and gives its rows: few, since statistics are computed where the data are. */
  async ask(statement: Sql, position?: Position): Promise<Row[]> {
    const { text, values } = render(statement)
    this.check()
    this.#running++
    try {
      const reader = await this.#connection.runAndReadAll(text, values, values.map(typeOf))
      return reader.getRowObjectsJS().map((row) => plainRow(row))
    } catch (thrown) {
      throw this.#failure(thrown, position)
    } finally {
      this.#running--
    }
  }

  /** Runs a statement for what it does. Gives the number of rows that it made. */
  async run(statement: Sql, position?: Position): Promise<number> {
    const rows = await this.ask(statement, position)
    return Number(rows[0]?.['Count'] ?? 0)
  }

  /** From here on no file but `files` and those of the folder can be touched, and no setting be changed. */
  async lock(files: readonly string[]): Promise<void> {
    if (this.#locked) return
    this.#locked = true
    await this.run(sql`SET allowed_directories = [${textLiteral(this.#settings.folder)}]`)
    if (files.length > 0) await this.run(sql`SET allowed_paths = [${list(files.map(textLiteral))}]`)
    await this.run(sql`SET enable_external_access = false`)
    await this.run(sql`SET lock_configuration = true`)
  }
  get locked(): boolean {
    return this.#locked
  }

  /** Frees the memory and removes what was spilled. Safe to call twice. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#settings.signal?.removeEventListener('abort', this.#interrupt)
    this.#connection.closeSync()
    this.#instance.closeSync()
    rmSync(join(this.#settings.folder, 'spill'), { recursive: true, force: true })
  }

  /** Throws where the run was cancelled or the database closed. */
  check(): void {
    if (this.#settings.signal?.aborted) throw cancelled()
    if (this.#closed) throw new Error('the workplace is closed')
  }

  #failure(thrown: unknown, position?: Position): Failure | Error {
    const message = thrown instanceof Error ? thrown.message : String(thrown)

    if (this.#settings.signal?.aborted || /^INTERRUPT/i.test(message)) return cancelled()
    const where = position ? { position } : {}
    const mistake = MISTAKE.exec(message)
    if (mistake) {
      const [, , line, column, endLine, endColumn] = mistake.map(Number) as number[]
      return new Failure({
        code: 'script.type',
        message: 'A text is not a number.',
        next: 'Add force to make such values missing, or ignore() with the characters to leave out.',
        ...(line ? { position: { line, column, endLine, endColumn } as Position } : where),
      })
    }
    const known = ERRORS.find(([pattern]) => pattern.test(message))
    if (known) return new Failure({ ...known[1], ...where })
    // The kind of error is safe to tell; the rest of the message may quote a value.
    return new Error(
      `the database refused a statement: ${/^[A-Za-z ]+ Error/.exec(message)?.[0] ?? 'unknown'}`,
    )
  }
}

function cancelled(): Failure {
  return new Failure({
    code: 'unavailable.cancelled',
    message: 'The run was cancelled.',
    next: 'Run it again when you want its results.',
  })
}

const ERRORS: readonly (readonly [
  RegExp,
  {
    code: 'unavailable.memory' | 'environment.disk' | 'data.file' | 'script.degenerate'
    message: string
    next: string
  },
])[] = [
  [
    /nobody numbered|outside of provided min and max/,
    {
      code: 'data.file',
      message: 'A stored table has rows about a unit that its register does not know.',
      next: 'Import the register again.',
    },
  ],
  [
    /No space left|max_temp_directory_size|temp directory|ENOSPC/i,
    {
      code: 'environment.disk',
      message: 'The disk for intermediate files is full.',
      next: 'Free space in the folder for intermediate files, or choose another.',
    },
  ],
  [
    /^Out of Memory|bad_alloc|failed to allocate/i,
    {
      code: 'unavailable.memory',
      message: 'The analysis needs more memory than it may use.',
      next: 'Import fewer variables or a smaller population, or ask for more memory.',
    },
  ],
  [
    /^(IO|Permission|Invalid) (Error|Input).*(file|parquet)/i,
    {
      code: 'data.file',
      message: 'A stored table cannot be read.',
      next: 'Import the register again; the log says which version was read.',
    },
  ],
  [
    /^(Out of Range|Conversion|Invalid Input|Overflow)/i,
    {
      // Something about the values of people: whoever protects results decides who may hear it.
      code: 'script.degenerate',
      message: 'A value is too large or of the wrong kind for this computation.',
      next: 'Look for extreme or mistyped values with summarize or tabulate, and recode them.',
    },
  ],
]

/** Numbers are DOUBLE however whole they are, so that a statement means the same for every value. */
const typeOf = (of: unknown): DuckDBType =>
  typeof of === 'number' ? DOUBLE : typeof of === 'bigint' ? BIGINT : VARCHAR

function plainRow(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, of]) => [name, plain(of)]))
}

function plain(of: unknown): unknown {
  if (typeof of === 'bigint') return Number(of)
  if (Array.isArray(of)) return of.map(plain)
  return of
}
