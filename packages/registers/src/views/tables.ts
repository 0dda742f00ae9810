/**
 * Tables of views of FHIR resources, in a database file that stays: brought up to date by what changed, a batch at a time, whole or not at all. What a view means is SQL
 * that came as data; here are storing, replacing and forgetting. The file holds what the resources hold, so its folder is for this user alone.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure, type FlatResource, type FlatView, fail } from '@sund/model'
import {
  type Database,
  type DatabaseOptions,
  identifier,
  openDatabase,
  pathToRead,
  text,
  UnreadableError,
} from '../database.js'
import { withDiskErrors } from '../folder.js'

export interface ViewTablesOptions {
  /** Where the tables stay; in memory, spilling nowhere, when null. */
  folder: string | null
  views: readonly FlatView[]
  memoryMiB?: number
  threads?: number
}

/** A resource that a view could not be made of: it is in none of the views of its type. */
export interface LeftOut {
  type: string
  id: string
  /** Of the ViewDefinition, or empty where a value is not of its type. */
  place: string
  reason: string
}

/** Changes of resources of any types, in the order in which they were made. */
export interface ViewChange extends FlatResource {
  type: string
}

/** SQL over tables of views, which `table` names. */
export type ViewQuery = (table: (view: string) => string) => string

export interface ViewTables {
  readonly views: readonly FlatView[]
  /** The place in the order of changes up to which the tables are; 0 where a view is new, and all has to be told again. */
  position(): Promise<bigint>
  /**
   * Replaces the rows of these resources in all views: all at once, or nothing. A resource of which a view cannot be made is left out of the views of its type
   * and named; the others go on.
   */
  apply(changes: readonly ViewChange[], position?: bigint): Promise<{ leftOut: LeftOut[] }>
  /**
   * Adds the resources of NDJSON files, as of a bulk export, to tables that do not have them. Throws `data.file` where a line is no JSON, `data.rows` where a
   * view cannot be made of a resource; nothing is added then.
   */
  load(files: readonly string[]): Promise<{ rows: Record<string, number> }>
  /** Rows of a view as JSON, in no order: its columns after `_resource` and `_version`. For few rows. */
  rows(view: string): Promise<Record<string, unknown>[]>
  /** Writes the rows that a query gives to a Parquet file. `table(view)` names the table of a view in it. */
  write(query: ViewQuery, path: string): Promise<void>
  /** The few rows that a query gives. */
  query(query: ViewQuery): Promise<Record<string, unknown>[]>
  close(): void
}

const DEFAULT_MEMORY_MIB = 512
const FILE = 'views.duckdb'
/** Begins the names of folders in which registers are written from the tables. */
export const WORK = 'register-'

/**
 * Opens the tables of some views. A view that is not what it was starts anew, and so do all of them where the file is damaged: it is a copy. What a process that was
 * killed left half done is removed. Throws `conflict.busy` while another process has them.
 */
export async function openViewTables(options: ViewTablesOptions): Promise<ViewTables> {
  const { folder, views, memoryMiB = DEFAULT_MEMORY_MIB, threads = 2 } = options
  if (folder !== null) await prepareFolder(folder)
  const open = () =>
    opened(views, {
      folder: folder ?? '',
      memoryMiB,
      threads,
      ...(folder === null ? {} : { file: join(folder, FILE) }),
    })
  const database = await open().catch(async (thrown: unknown) => {
    if (folder === null || !(thrown instanceof UnreadableError)) throw thrown
    for (const name of [FILE, `${FILE}.wal`]) await rm(join(folder, name), { force: true })
    return open()
  })
  const of = (name: string): FlatView =>
    views.find((view) => view.name === name) ??
    fail('usage.not-found', `There is no view ${name} here.`, 'List them first.')
  let last: Promise<unknown> = Promise.resolve()
  /** One thing at a time: there is one connection, and a transaction is of it. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
  return {
    views,
    position: () =>
      inTurn(async () =>
        BigInt(String((await database.rows('SELECT position FROM kept.state'))[0]?.position ?? 0)),
      ),
    apply: (changes, position) =>
      inTurn(async () => {
        const leftOut: LeftOut[] = []
        await replace(database, views, latest(changes), position, leftOut)
        return { leftOut }
      }),
    load: (files) => inTurn(() => load(database, views, files)),
    rows: (view) =>
      inTurn(async () => {
        const found = await database.rows(
          `SELECT CAST(to_json(t) AS VARCHAR) AS row FROM ${tableOf(of(view).name)} AS t`,
        )
        return found.map(({ row }) => JSON.parse(String(row)) as Record<string, unknown>)
      }),
    write: (query, path) =>
      inTurn(() =>
        database.run(`COPY (${query((view) => tableOf(of(view).name))}) TO ${text(path)} (FORMAT parquet)`),
      ),
    query: (query) => inTurn(() => database.rows(query((view) => tableOf(of(view).name)))),
    close: () => database.close(),
  }
}

async function prepareFolder(folder: string): Promise<void> {
  await withDiskErrors(async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const name of await readdir(folder))
      if (name.startsWith(WORK)) await rm(join(folder, name), { recursive: true, force: true })
  })
}

async function opened(views: readonly FlatView[], options: DatabaseOptions): Promise<Database> {
  const database = await openDatabase(options)
  try {
    await prepare(database, views)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

const tableOf = (view: string): string => `kept.${identifier(view)}`

/** Tables of views as they are now; others are dropped. */
async function prepare(database: Database, views: readonly FlatView[]): Promise<void> {
  await database.run(
    `SET TimeZone = 'UTC';
     CREATE SCHEMA IF NOT EXISTS kept;
     CREATE TABLE IF NOT EXISTS kept.state (position BIGINT, views VARCHAR);
     INSERT INTO kept.state SELECT 0, '{}' WHERE NOT EXISTS (FROM kept.state);
     CREATE TEMP TABLE changed (type VARCHAR, id VARCHAR, version BIGINT, content VARCHAR)`,
  )
  const [state] = await database.rows('SELECT views FROM kept.state')
  const before = JSON.parse(String(state?.views)) as Record<string, string>
  const now = Object.fromEntries(views.map((view) => [view.name, hashOf(view)]))
  const statements = [
    ...Object.keys(before)
      .filter((name) => before[name] !== now[name])
      .map((name) => `DROP TABLE ${tableOf(name)}`),
    ...views
      .filter(({ name }) => before[name] !== now[name])
      .map((view) => `CREATE TABLE ${tableOf(view.name)} (${columnsOf(view)})`),
  ]
  if (statements.length === 0) return
  const fresh = views.some(({ name }) => before[name] !== now[name])
  statements.push(
    `UPDATE kept.state SET views = ${text(JSON.stringify(now))}${fresh ? ', position = 0' : ''}`,
  )
  await inTransaction(database, async () => {
    for (const statement of statements) await database.run(statement)
  })
}

function columnsOf({ columns }: FlatView): string {
  const own = columns.map(
    ({ name, type, collection }) => `${identifier(name)} ${type}${collection ? '[]' : ''}`,
  )
  return ['_resource VARCHAR', '_version BIGINT', ...own].join(', ')
}

const hashOf = (view: FlatView): string => createHash('sha256').update(JSON.stringify(view)).digest('hex')

/** The last change of each resource. */
function latest(changes: readonly ViewChange[]): ViewChange[] {
  return [...new Map(changes.map((change) => [`${change.type}/${change.id}`, change])).values()]
}

/** Replaces rows. A batch that fails for one resource is halved until that is found, which is then left out. */
async function replace(
  database: Database,
  views: readonly FlatView[],
  changes: readonly ViewChange[],
  position: bigint | undefined,
  leftOut: LeftOut[],
): Promise<void> {
  try {
    await stage(database, changes)
    await inTransaction(database, async () => {
      for (const view of views) {
        const ofType = `FROM changed WHERE type = ${text(view.resource)}`
        if (!changes.some(({ type }) => type === view.resource)) continue
        await database.run(`DELETE FROM ${tableOf(view.name)} WHERE _resource IN (SELECT id ${ofType})`)
        await insert(
          database,
          view,
          `SELECT id AS _resource, version AS _version, content, from_json(content, ${text(view.structure)}) AS r ${ofType} AND content IS NOT NULL`,
        )
      }
      if (position !== undefined) await database.run(`UPDATE kept.state SET position = ${position}`)
    })
  } catch (error) {
    if (!(error instanceof Failure) || error.errors[0].code !== 'data.rows') throw error
    const [only] = changes
    if (changes.length === 1 && only) {
      const { message, file } = error.errors[0]
      leftOut.push({ type: only.type, id: only.id, place: file?.field ?? '', reason: message })
      return replace(database, views, [{ ...only, content: null }], position, leftOut)
    }
    const half = Math.ceil(changes.length / 2)
    await replace(database, views, changes.slice(0, half), undefined, leftOut)
    await replace(database, views, changes.slice(half), position, leftOut)
  }
}

async function stage(database: Database, changes: readonly ViewChange[]): Promise<void> {
  await database.run('DELETE FROM changed')
  const appender = await database.appender('changed')
  for (const { type, id, version, content } of changes) {
    appender.appendVarchar(type)
    appender.appendVarchar(id)
    appender.appendBigInt(BigInt(version))
    if (content === null) appender.appendNull()
    else appender.appendVarchar(content)
    appender.endRow()
  }
  appender.closeSync()
}

/** Adds the rows of a view over a relation `(_resource, _version, content, r)`. */
async function insert(database: Database, view: FlatView, resources: string): Promise<void> {
  await database
    .run(`INSERT INTO ${tableOf(view.name)} WITH resource AS (${resources}) ${view.sql}`)
    .catch((error: unknown) => explain(error, view))
}

/** A resource's own identifier, version and type, read of a line with the rest of it. */
const KEPT_OF_ITSELF = { resourceType: 'VARCHAR', id: 'VARCHAR', meta: { versionId: 'VARCHAR' } }

async function load(database: Database, views: readonly FlatView[], files: readonly string[]) {
  const read = `read_ndjson_objects([${files.map(pathToRead).join(', ')}])`
  const rows: Record<string, number> = {}
  await inTransaction(database, async () => {
    for (const view of views) {
      const used = JSON.parse(view.structure) as Record<string, unknown>
      const meta =
        typeof used.meta === 'object' ? { ...used.meta, ...KEPT_OF_ITSELF.meta } : KEPT_OF_ITSELF.meta
      const structure = JSON.stringify({ ...used, ...KEPT_OF_ITSELF, meta })
      await insert(
        database,
        view,
        `SELECT r.id AS _resource, coalesce(TRY_CAST(r.meta.versionId AS BIGINT), 1) AS _version, content, r
         FROM (SELECT json AS content, from_json(json, ${text(structure)}) AS r FROM ${read} WHERE ${isOfType(view.resource)})`,
      )
      const [counted] = await database.rows(`SELECT count(*)::DOUBLE AS n FROM ${tableOf(view.name)}`)
      rows[view.name] = Number(counted?.n)
    }
  })
  return { rows }
}

/** SQL that tells by its text whether a line is a resource of this type: most begin with it, and only of the others must the JSON be read. */
function isOfType(type: string): string {
  return `CASE WHEN regexp_matches(json, ${text(`^\\s*\\{\\s*"resourceType"\\s*:\\s*"${type}"`)}) THEN true
    WHEN NOT contains(json, ${text(`"${type}"`)}) THEN false ELSE (json ->> '$.resourceType') = ${text(type)} END`
}

/** What a resource made go wrong, in the words of the view; what it holds is in no message. */
function explain(error: unknown, view: FlatView): never {
  if (error instanceof UnreadableError) {
    const known = error.failure === undefined ? undefined : view.failures[error.failure]
    throw new Failure({
      code: 'data.rows',
      message: known
        ? `${known.place}: ${known.message}.`
        : 'A resource has a value that is not of its type, or is no JSON.',
      next: known?.next ?? 'Validate the resources.',
      file: { file: `the view ${view.name}`, ...(known ? { field: known.place } : {}) },
    })
  }
  throw error
}

async function inTransaction(database: Database, work: () => Promise<void>): Promise<void> {
  await database.run('BEGIN')
  try {
    await work()
    await database.run('COMMIT')
  } catch (error) {
    await database.run('ROLLBACK').catch(() => {})
    throw error
  }
}
