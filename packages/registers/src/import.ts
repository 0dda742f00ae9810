/**
 * One import, from files to a published version: read, number, store, measure. Each step has files of the working folder
 * before it and after it, so that none needs more memory than its own.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import {
  type Clock,
  compareVersions,
  fail,
  type IndexFile,
  type LinkageTokens,
  type Manifest,
  metadataFailure,
  nearestName,
  PERSON,
  type Progress,
  pickVersion,
  Register,
  type TableQuality,
  type UnitSet,
  type Vault,
  Version,
} from '@sund/model'
import { type Database, openDatabase } from './database.js'
import { publishVersion } from './folder.js'
import { indexTable } from './index-codes.js'
import { checkStorable, withoutUnusedDates } from './metadata.js'
import { neededColumns } from './parse.js'
import { measureTable } from './quality.js'
import { inspectSource, type Source } from './source.js'
import { LISTED_BAD_ROWS, type Stage, stageTable } from './stage.js'
import { storeTable } from './store.js'
import { identifiedTypes, type Numbering, numberUnits } from './units.js'

/** A file of a table's rows. `table` may be left out when the register has one table. */
export interface SourceFile {
  table?: string
  path: string
}

export interface ImportOptions {
  /** Files of rows, one or more a table: CSV (any delimiter) or Parquet. */
  files: readonly SourceFile[]
  metadata: Register
  /** The version to make; the next minor one when left out, `1.0.0` at first. */
  version?: Version
  progress?: Progress
  signal?: AbortSignal
  /** Memory that sorting and joining may take before they spill to disk, in MiB. The process takes some more. */
  memoryMiB?: number
  /** Rows grouped or sorted in one pass; what fits the memory when left out. Fewer make more passes, and the same version. */
  rowsAPass?: number
}

/** Whom the holdings trust with identifiers, and what time it is. */
export interface HoldingPorts {
  vault: Vault
  tokens: LinkageTokens
  clock: Clock
}

const DEFAULT_MEMORY_MIB = 320
/** Each thread holds buffers beyond the memory limit. */
const MOST_THREADS = 2

/** An import under way. */
interface Work {
  database: Database
  register: Register
  version: Version
  /** What becomes the version. */
  target: string
  /** What is thrown away. */
  scratch: string
  progress: Progress
}

/** Imports into `root`, as `Holdings.import` promises. */
export async function importRegister(
  root: string,
  ports: HoldingPorts,
  options: ImportOptions,
): Promise<Manifest> {
  const parsed = Register.safeParse(options.metadata)
  if (!parsed.success) throw metadataFailure(parsed.error, 'the metadata')
  const register = withoutUnusedDates(parsed.data)
  checkStorable(register)
  const files = filesByTable(register, options.files)
  const { progress = () => {}, signal, rowsAPass, memoryMiB = DEFAULT_MEMORY_MIB } = options
  return publishVersion(
    join(root, register.name),
    (versions) => nextVersion(versions, options.version),
    async (version, target, scratch) => {
      const threads = Math.min(availableParallelism(), MOST_THREADS)
      const database = await openDatabase({ folder: scratch, memoryMiB, threads, rowsAPass, signal })
      try {
        return await makeVersion({ database, register, version, target, scratch, progress }, files, ports)
      } finally {
        database.close()
      }
    },
  )
}

async function makeVersion(
  work: Work,
  files: ReadonlyMap<string, string[]>,
  ports: HoldingPorts,
): Promise<Manifest> {
  const { database, register, version, target } = work
  const stages = await readTables(work, files)
  const numberings = new Map<string, Numbering>()
  for (const unitType of identifiedTypes(register)) {
    work.progress(`sealing the identifiers of ${unitType}`)
    const holding = { register: register.name, version, target, work: work.scratch }
    numberings.set(unitType, await numberUnits(database, unitType, stages, ports, holding))
  }
  const { tables, qualities, rowUnits } = await storeTables(work, stages, numberings)
  const indexes = await indexTables(work, qualities, numberings.get(PERSON)?.set.count ?? 0)
  const numberedByRow = [...rowUnits].map(
    ([unitType, count]): UnitSet => ({ unitType, count, identifiers: null, tokens: null }),
  )
  const manifest: Manifest = {
    format: 1,
    register,
    version,
    importedAt: ports.clock.now().toISOString(),
    contentHash: await hashTables(target, tables),
    tables,
    unitSets: [...[...numberings.values()].map(({ set }) => set), ...numberedByRow],
    indexes,
    quality: {
      tables: qualities,
      badRows: stages.flatMap(({ bad }) => bad),
      badRowCount: stages.reduce((sum, { badCount }) => sum + badCount, 0),
    },
  }
  database.checkCancelled()
  await writeFile(join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
  return manifest
}

/** Looks at every file before it reads any: a column that is missing should not cost an hour. */
async function readTables(work: Work, files: ReadonlyMap<string, string[]>): Promise<Stage[]> {
  const { database, register, scratch, progress } = work
  const sources = new Map<string, Source[]>()
  for (const table of register.tables) {
    const found: Source[] = []
    for (const path of files.get(table.name) ?? [])
      found.push(await inspectSource(database, path, neededColumns(table)))
    sources.set(table.name, found)
  }
  const stages: Stage[] = []
  let listed = 0
  for (const table of register.tables) {
    const step = `reading ${table.name}`
    progress(step, 0)
    const onShare = (share: number) => progress(step, share)
    const found = sources.get(table.name) ?? []
    const stage = await stageTable(database, table, found, scratch, LISTED_BAD_ROWS - listed, onShare)
    listed += stage.bad.length
    stages.push(stage)
  }
  return stages
}

/** Stores and measures each table. Tables that share a unit type without identifiers are numbered one after another. */
async function storeTables(work: Work, stages: readonly Stage[], numberings: ReadonlyMap<string, Numbering>) {
  const { database, target, scratch, progress } = work
  const rowUnits = new Map<string, number>()
  const tables: Manifest['tables'] = []
  const qualities: TableQuality[] = []
  for (const stage of stages) {
    const { name, unit, unitColumn } = stage.table
    const file = `${name}.parquet`
    const offset = rowUnits.get(unit) ?? 0
    const step = `sorting ${name}`
    progress(step, 0)
    const paths = { target: join(target, file), work: scratch }
    await storeTable(database, stage, numberings, offset, paths, (share) => progress(step, share))
    progress(`measuring ${name}`)
    const quality = await measureTable(database, stage.table, paths.target)
    qualities.push(quality)
    tables.push({ name, file, rows: quality.rows })
    if (!unitColumn) rowUnits.set(unit, offset + quality.rows)
  }
  return { tables, qualities, rowUnits }
}

/** Indexes the coded variables of tables with persons behind them. */
async function indexTables(
  { database, register, target, scratch, progress }: Work,
  qualities: readonly TableQuality[],
  persons: number,
): Promise<IndexFile[]> {
  const indexes: IndexFile[] = []
  for (const [i, table] of register.tables.entries()) {
    progress(`indexing ${table.name}`)
    const quality = qualities[i] as TableQuality
    const indexing = { file: join(target, `${table.name}.parquet`), persons, target, work: scratch }
    indexes.push(...(await indexTable(database, table, quality, indexing)))
  }
  return indexes
}

/** Paths by table; every table must have some. */
function filesByTable(register: Register, files: readonly SourceFile[]): Map<string, string[]> {
  const names = register.tables.map(({ name }) => name)
  const byTable = new Map<string, string[]>()
  for (const { table = names.length === 1 ? names[0] : undefined, path } of files) {
    if (table === undefined)
      fail(
        'usage.arguments',
        `${register.name} has several tables; say which one a file is for.`,
        `Its tables are ${names.join(', ')}.`,
      )
    if (!names.includes(table)) {
      const near = nearestName(table, names)
      fail(
        'usage.not-found',
        `${register.name} has no table ${table}.`,
        near ? `Did you mean ${near}?` : `Its tables are ${names.join(', ')}.`,
      )
    }
    byTable.set(table, [...(byTable.get(table) ?? []), path])
  }
  const without = names.find((name) => !byTable.has(name))
  if (without)
    fail(
      'data.file',
      `There is no file for table ${without} of ${register.name}.`,
      'Give a file for each table.',
    )
  return byTable
}

/** The version to make: the one asked for if it is newer than all, else the next minor one. */
function nextVersion(versions: readonly Version[], wanted?: string): Version {
  const newest = pickVersion(versions)
  if (wanted === undefined) {
    if (newest === undefined) return '1.0.0'
    const [major, minor] = newest.split('.').map(Number)
    return `${major}.${(minor as number) + 1}.0`
  }
  if (!Version.safeParse(wanted).success)
    fail('data.version', `${wanted} is not a version.`, 'Write three numbers with dots between them: 1.2.0.')
  if (newest !== undefined && compareVersions(wanted, newest) <= 0)
    fail(
      'data.version',
      `Version ${wanted} is not newer than ${newest}, which is there already.`,
      `Choose a version after ${newest}, or leave it out.`,
    )
  return wanted
}

/** SHA-256 over the names and the SHA-256 of the tables' files, hex. */
async function hashTables(folder: string, tables: Manifest['tables']): Promise<string> {
  const all = createHash('sha256')
  for (const { file } of tables) {
    const one = createHash('sha256')
    await pipeline(createReadStream(join(folder, file)), one)
    all.update(`${file}\n${one.digest('hex')}\n`)
  }
  return all.digest('hex')
}
