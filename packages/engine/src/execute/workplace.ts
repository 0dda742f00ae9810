/**
 * Where a fragment of a plan is done: one database, the stored tables and deliveries it may read, and the steps in
 * order. Numbers of units become pseudonyms as rows are read, so no relation ever holds another name of a person.
 */
import { copyFileSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BIGINT, INTEGER } from '@duckdb/node-api'
import {
  type Edit,
  Failure,
  FROM_COLUMN,
  fail,
  type ModelStatistic,
  type RecordSet,
  type Shown,
  type Statistic,
  UNTIL_COLUMN,
} from '@sund/model'
import { conditionSql } from '../dialects/dialect.js'
import { duckdb } from '../dialects/duckdb.js'
import { episodesSql } from '../dialects/episodes.js'
import { matchSql } from '../dialects/matching.js'
import * as relations from '../dialects/relations.js'
import * as rows from '../dialects/rows.js'
import { id, list, type Sql, sql, textLiteral, value } from '../dialects/sql.js'
import { columnsOfSpec, inputsOf } from '../plan/prune.js'
import type { Column, Expression, Fragment, Predict, Relation, Scan, Show } from '../plan/types.js'
import { compute } from '../statistics/compute.js'
import { predictions } from '../statistics/predict.js'
import { recordSetOf, recordSetSql, type Source } from '../statistics/source.js'
import { Database, type DatabaseSettings } from './database.js'

export type WorkplaceSettings = DatabaseSettings

/** What a fragment makes, in script order. An edit comes before anything that rests on it, so that it can be refused. */
export type Outcome =
  | { kind: 'edit'; edit: Edit }
  /** A model that is fitted so that its predictions become variables: refused where it would not be shown. */
  | { kind: 'fit'; shown: Shown; fit: () => Promise<ModelStatistic> }
  /** A relation that the fragment delivers is made: `deliver` can write it from now on. */
  | { kind: 'made'; relation: string }
  /** The statistic is computed when it is asked for, before the next outcome is. */
  | { kind: 'statistic'; shown: Shown; statistic: () => Promise<Statistic> }
  | {
      kind: 'text'
      index: number
      command: string
      position: Show['position']
      dataset: string | null
      markdown: string
    }

interface TableName {
  register: string
  version: string
  table: string
}
interface StoredTable {
  file: string
  unitType: string
  links: readonly { name: string; unitType: string }[]
}

/** A relation as it lies: a table, or a SELECT over tables that nobody needed as a table yet. */
interface Made {
  relation: Relation
  from: Sql
  columns: readonly Column[]
  /** SELECTs upon one another since the last table. */
  depth: number
  tables: readonly string[]
  /** Everyone in it, once somebody asked. */
  population?: RecordSet
}

/** Beyond this many SELECTs upon one another a relation becomes a table. */
const MOST_DEPTH = 16

export class Workplace {
  readonly #database: Database
  readonly #settings: WorkplaceSettings
  readonly #tables = new Map<string, StoredTable>()
  readonly #units = new Map<string, string>()
  readonly #deliveries = new Map<string, string | (() => Promise<string>)>()
  readonly #made = new Map<string, Made>()
  /** Tables of relations, in memory until nobody needs them. */
  readonly #temporary = new Set<string>()
  readonly #seed = globalThis.crypto.randomUUID()
  #names = 0

  private constructor(database: Database, settings: WorkplaceSettings) {
    this.#database = database
    this.#settings = settings
  }

  /** Opens an empty workplace. `folder` must be private to it; nothing outlives `close()` there but deliveries. */
  static async open(settings: WorkplaceSettings): Promise<Workplace> {
    return new Workplace(await Database.open(settings), { ...settings, folder: resolve(settings.folder) })
  }

  /** Names a stored table. Everything that may be read is added before the first run. */
  addTable(name: TableName, table: StoredTable): void {
    this.#open()
    this.#tables.set(tableKey(name), { ...table, file: resolve(table.file) })
  }

  /** Pseudonyms and record keys of the units of one type in one register, in the order of their numbers. */
  async addUnits(
    set: { register: string; version: string; unitType: string },
    { pseudonyms, recordKeys }: { pseudonyms: BigInt64Array; recordKeys: Uint16Array },
  ): Promise<void> {
    this.#open()
    if (pseudonyms.length !== recordKeys.length) throw new Error('as many pseudonyms as record keys')
    const table = this.#name('units')
    await this.#database.run(sql`CREATE TABLE ${id(table)} (unit INTEGER, pseudonym BIGINT, key INTEGER)`)
    await this.#database.append(table, [INTEGER, BIGINT, INTEGER], pseudonyms.length, (row, column) =>
      column === 0 ? row : column === 1 ? (pseudonyms[row] as bigint) : (recordKeys[row] as number),
    )
    this.#units.set(unitKey(set.register, set.version, set.unitType), table)
  }

  /**
   * A relation that a holder made, as Parquet. It is read when a fragment receives it. A function is asked for the file then; the file
   * must lie in the workplace's own folder, and what the function throws ends the run.
   */
  addDelivery(relation: string, parquetFile: string | (() => Promise<string>)): void {
    this.#open()
    this.#deliveries.set(relation, typeof parquetFile === 'string' ? resolve(parquetFile) : parquetFile)
  }

  /**
   * Does the steps of a fragment. Stopping early (or throwing into it) stops the work. Statistics are of winsorised
   * values unless their relation is public; `rules` are read anew for each, since what is received may make them stricter.
   */
  async *run(
    fragment: Fragment,
    rules: { readonly winsorise: readonly [number, number] },
  ): AsyncGenerator<Outcome> {
    const files = [...this.#tables.values()].map(({ file }) => file)
    const here = [...this.#deliveries.values()].filter((file) => typeof file === 'string')
    await this.#database.lock([...files, ...here])
    const lastUse = lastUses(fragment)
    const delivered = new Set(fragment.deliver.map(({ relation }) => relation))
    for (const [index, step] of fragment.steps.entries()) {
      if (step.do === 'show') yield* this.#show(step.show, rules.winsorise)
      else {
        const { relation } = step
        yield* relation.op === 'predict' ? this.#predict(relation, rules.winsorise) : this.#relation(relation)
        if (delivered.has(relation.id)) yield { kind: 'made', relation: relation.id }
      }
      await this.#release(lastUse, index)
    }
  }

  /** Writes a relation with the three columns that travel, and the named ones, as Parquet. */
  async deliver(relation: string, columns: readonly string[], file: string): Promise<{ rows: number }> {
    const made = this.#input(relation)
    const written = join(this.#settings.folder, `${this.#name('delivery')}.parquet`)
    const chosen = [...relations.SYSTEM, ...columns.map(id)]
    const rows = await this.#database.run(
      sql`COPY (SELECT ${list(chosen)} FROM ${made.from}) TO ${textLiteral(written)} (FORMAT parquet, COMPRESSION zstd)`,
      made.relation.position,
    )
    move(written, file)
    return { rows }
  }

  /** Frees everything. Safe to call twice. */
  close(): void {
    this.#database.close()
  }

  async *#relation(relation: Exclude<Relation, Predict>): AsyncGenerator<Outcome> {
    if (relation.op === 'filter' || (relation.op === 'extend' && relation.edit && relation.condition))
      yield {
        kind: 'edit',
        edit: await this.#edit(
          relation,
          this.#input(relation.input),
          conditionSql(duckdb, relation.condition as Expression, relation.position),
        ),
      }
    if (relation.op === 'sample') {
      const input = this.#input(relation.input)
      yield { kind: 'edit', edit: await this.#edit(relation, input, rows.leftOut(duckdb, relation, input)) }
    }
    const inputs = inputsOf(relation).map((input) => this.#input(input))
    if (relation.op === 'join') await this.#refuseMultiplying(relation, inputs[1] as Made)
    const select = await this.#select(relation, inputs)
    const depth = 1 + Math.max(0, ...inputs.map((input) => input.depth))
    const light = relation.op === 'extend' || relation.op === 'filter' || relation.op === 'select'
    if (light && depth < MOST_DEPTH) {
      const tables = inputs.flatMap((input) => input.tables)
      const columns = columnsOf(relation, inputs)
      this.#made.set(relation.id, { relation, from: sql`(${select})`, columns, depth, tables })
      return
    }
    await this.#keepRelation(relation, inputs, select)
  }

  /** The rows of a SELECT as a table, which lies until no relation needs it. */
  async #temporaryTable(select: Sql, position: Relation['position']): Promise<string> {
    const table = this.#name('relation')
    await this.#database.run(sql`CREATE TEMP TABLE ${id(table)} AS ${select}`, position)
    this.#temporary.add(table)
    return table
  }

  async #select(relation: Exclude<Relation, Predict>, inputs: readonly Made[]): Promise<Sql> {
    const [first, second] = inputs as [Made, Made]
    switch (relation.op) {
      case 'scan':
        return relations.scanSql(duckdb, relation, await this.#stored(relation))
      case 'received':
        return await this.#received(relation.id, relation.columns)
      case 'join':
        return relations.joinSql(relation, first, second)
      case 'extend':
        return relations.extendSql(duckdb, relation, first)
      case 'filter':
        return relations.filterSql(duckdb, relation, first)
      case 'select':
        return relations.selectSql(relation, first)
      case 'collapse':
        return relations.collapseSql(duckdb, relation, first)
      case 'window':
        return relations.windowSql(duckdb, relation, first)
      case 'episodes':
        return episodesSql(relation, first)
      case 'match':
        return matchSql(relation, first, second, {
          ask: (statement) => this.#database.ask(statement, relation.position),
          keep: async (rows) => id(await this.#temporaryTable(rows, relation.position)),
        })
      case 'stack':
        return rows.stackSql(duckdb, relation, inputs)
      case 'sample':
        return rows.sampleSql(duckdb, relation, first)
      case 'quantile':
        return rows.quantileSql(duckdb, relation, first)
    }
  }

  async #stored(scan: Scan): Promise<relations.Stored> {
    const table = this.#tables.get(tableKey(scan))
    if (!table) return unknown(`the table ${scan.register}:${scan.version}/${scan.table}`)
    const from = sql`read_parquet(${value(table.file)})`
    const described = await this.#database.ask(sql`DESCRIBE SELECT * FROM ${from}`)
    const names = new Set(described.map((row) => row['column_name']))
    return {
      from,
      unitType: table.unitType,
      links: table.links,
      hasFrom: names.has(FROM_COLUMN),
      hasUntil: names.has(UNTIL_COLUMN),
      units: (unitType) => {
        const units = this.#units.get(unitKey(scan.register, scan.version, unitType))
        return units === undefined ? null : id(units)
      },
      seed: this.#seed,
    }
  }

  async #received(relation: string, columns: readonly Column[]): Promise<Sql> {
    const delivery = this.#deliveries.get(relation)
    if (delivery === undefined) return unknown('a delivered relation')
    const file = typeof delivery === 'string' ? delivery : await delivery()
    const typed = columns.map(
      ({ name, type }) => sql`CAST(${id(name)} AS ${duckdb.types[type]}) AS ${id(name)}`,
    )
    const system = sql`CAST(__unit AS BIGINT) AS __unit, CAST(__subject AS BIGINT) AS __subject, CAST(__key AS INTEGER) AS __key`
    return sql`SELECT ${list([system, ...typed])} FROM read_parquet(${value(file)})`
  }

  async #refuseMultiplying(join: Extract<Relation, { op: 'join' }>, right: Made): Promise<void> {
    if (join.on.length === 0 && right.relation.rowsPerUnit === 'many') return
    const several = await this.#database.ask(relations.multiplyingSql(join, right), join.position)
    if (several.length > 0)
      fail(
        'script.dataset',
        'Several rows of the dataset that is merged match the same row.',
        'Make it one row per key first, with collapse … , by().',
        { position: join.position },
      )
  }

  async *#show(show: Show, winsorise: readonly [number, number]): AsyncGenerator<Outcome> {
    const { index, command, position, dataset, what } = show
    if (what.kind === 'text') {
      yield { kind: 'text', index, command, position, dataset, markdown: what.markdown }
      return
    }
    const made = this.#input(what.relation)
    if (what.condition)
      yield {
        kind: 'edit',
        edit: await this.#edit(
          { command, position, public: made.relation.public },
          made,
          conditionSql(duckdb, what.condition, position),
        ),
      }
    const shown = await this.#shown(made, { index, command, position, dataset: dataset ?? '' })
    const { source, drop } = await this.#source(
      made,
      what.condition,
      columnsOfSpec(what.spec),
      position,
      winsorise,
    )
    try {
      yield { kind: 'statistic', shown, statistic: () => compute(source, what.spec) }
    } finally {
      await drop()
    }
  }

  /** Fits a model to a relation and adds what it says of each row. */
  async *#predict(relation: Predict, winsorise: readonly [number, number]): AsyncGenerator<Outcome> {
    const { position, command, condition, spec } = relation
    const made = this.#input(relation.input)
    const met = condition ? conditionSql(duckdb, condition, position) : sql`TRUE`
    if (condition) yield { kind: 'edit', edit: await this.#edit(relation, made, met) }
    const shown = await this.#shown(made, { index: 0, command, position, dataset: '' })
    const { source, drop } = await this.#source(made, condition, columnsOfSpec(spec), position, winsorise)
    try {
      let fitted: Promise<ModelStatistic> | undefined
      const fit = () => (fitted ??= compute(source, spec) as Promise<ModelStatistic>)
      yield { kind: 'fit', shown, fit }
      const { from, columns } = await predictions(source, relation, await fit(), { from: made.from, met })
      const names = new Set(relation.take.map(({ as }) => as))
      const others = made.columns.filter(({ name }) => !names.has(name)).map(({ name }) => id(name))
      await this.#keepRelation(
        relation,
        [made],
        sql`SELECT ${list([...relations.SYSTEM, ...others, ...columns.map(({ as, of }) => sql`${of} AS ${as}`)])} FROM ${from}`,
      )
    } finally {
      await drop()
    }
  }

  /** A relation as a table of its own. */
  async #keepRelation(relation: Relation, inputs: readonly Made[], select: Sql): Promise<void> {
    const table = await this.#temporaryTable(select, relation.position)
    const columns = columnsOf(relation, inputs)
    this.#made.set(relation.id, { relation, from: id(table), columns, depth: 0, tables: [table] })
  }

  async #shown(made: Made, of: Pick<Shown, 'index' | 'command' | 'position' | 'dataset'>): Promise<Shown> {
    const manyRows = made.relation.rowsPerSubject === 'many'
    made.population ??= recordSetOf(
      (
        await this.#database.ask(
          sql`SELECT ${recordSetSql({ manyRows }, 'all')} FROM ${made.from}`,
          of.position,
        )
      )[0],
      'all',
    )
    return { ...of, population: made.population, public: made.relation.public }
  }

  /** The rows of a relation that meet a condition, as statistics want them; `drop` frees what was kept for them. */
  async #source(
    made: Made,
    condition: Expression | null,
    columns: readonly string[],
    position: Shown['position'],
    winsorise: readonly [number, number],
  ): Promise<{ source: Source; drop: () => Promise<void> }> {
    const kept: string[] = []
    const keep = async (select: Sql): Promise<Sql> => {
      const table = this.#name('kept')
      await this.#database.run(sql`CREATE TEMP TABLE ${id(table)} AS ${select}`, position)
      kept.push(table)
      return id(table)
    }
    const drop = async () => {
      for (const table of kept) await this.#drop(table)
    }
    const where = condition ? sql` WHERE ${conditionSql(duckdb, condition, position)}` : sql``
    const read = [...relations.SYSTEM, ...columns.map(id)]
    const source: Source = {
      dialect: duckdb,
      rows:
        condition || made.depth > 0
          ? await keep(sql`SELECT ${list(read)} FROM ${made.from}${where}`)
          : made.from,
      columns: made.columns,
      manyRows: made.relation.rowsPerSubject === 'many',
      public: made.relation.public,
      winsorise,
      position,
      ask: (statement) => this.#database.ask(statement, position),
      keep,
    }
    return { source, drop }
  }

  async #edit(of: Pick<Edit, 'command' | 'position' | 'public'>, input: Made, meets: Sql): Promise<Edit> {
    const { command, position } = of
    const many = input.relation.rowsPerSubject === 'many'
    const [counts] = await this.#database.ask(relations.editSql(meets, input.from, many), position)
    return {
      command,
      position,
      touched: Number(counts?.['touched'] ?? 0),
      untouched: Number(counts?.['untouched'] ?? 0),
      public: of.public,
    }
  }

  #input(relation: string): Made {
    return this.#made.get(relation) ?? unknown(`the relation ${relation}`)
  }

  /** Drops the tables that no later step and no delivery reads. */
  async #release(lastUse: ReadonlyMap<string, number>, done: number): Promise<void> {
    for (const relation of this.#made.keys())
      if ((lastUse.get(relation) ?? -1) <= done) this.#made.delete(relation)
    const needed = new Set([...this.#made.values()].flatMap(({ tables }) => tables))
    for (const table of this.#temporary) if (!needed.has(table)) await this.#drop(table)
  }

  async #drop(table: string): Promise<void> {
    this.#temporary.delete(table)
    await this.#database.run(sql`DROP TABLE IF EXISTS ${id(table)}`)
  }

  #open(): void {
    if (this.#database.locked) throw new Error('everything a workplace reads is added before its first run')
  }

  #name(kind: string): string {
    return `${kind}_${this.#names++}`
  }
}

const tableKey = ({ register, version, table }: TableName): string =>
  JSON.stringify([register, version, table])
const unitKey = (...parts: string[]): string => JSON.stringify(parts)

/** The columns that a relation really has, with what is known of them. */
function columnsOf(relation: Relation, inputs: readonly Made[]): readonly Column[] {
  const known = new Map(
    [...inputs.flatMap((input) => input.columns), ...relation.columns].map((c) => [c.name, c]),
  )
  const named = (names: readonly string[]) => names.flatMap((name) => known.get(name) ?? [])
  const before = inputs[0]?.columns.map(({ name }) => name) ?? []
  switch (relation.op) {
    case 'scan':
      return named(relation.read.map(({ as }) => as))
    case 'received':
      return relation.columns
    case 'join':
      return named([...new Set([...before, ...relation.take.map(({ as }) => as)])])
    case 'extend':
      return named([...new Set([...before, relation.name])])
    case 'filter':
    case 'sample':
      return named(before)
    case 'stack':
      return relation.columns
    case 'quantile':
      return named([...new Set([...before, relation.as])])
    case 'select':
      return named(relation.take.map(({ as }) => as))
    case 'collapse':
      return named([...relation.by, ...relation.aggregates.map(({ as }) => as)])
    case 'match':
    case 'episodes':
      return named(relation.columns.map(({ name }) => name))
    case 'window':
      return named([...new Set([...before, ...relation.aggregates.map(({ as }) => as)])])
    case 'predict':
      return named([...new Set([...before, ...relation.take.map(({ as }) => as)])])
  }
}

/** The last step that reads each relation; what is delivered is needed to the end. */
function lastUses(fragment: Fragment): Map<string, number> {
  const last = new Map<string, number>()
  for (const [index, step] of fragment.steps.entries()) {
    if (step.do === 'relation') for (const input of inputsOf(step.relation)) last.set(input, index)
    else if (step.show.what.kind === 'statistic') last.set(step.show.what.relation, index)
  }
  for (const { relation } of fragment.deliver) last.set(relation, Number.POSITIVE_INFINITY)
  return last
}

/** Moves a file, also from one file system to another. */
function move(from: string, to: string): void {
  if (from === to) return
  try {
    renameSync(from, to)
  } catch {
    copyFileSync(from, to)
    rmSync(from, { force: true })
  }
}

function unknown(what: string): never {
  throw new Failure({
    code: 'permission.refused-by-holder',
    message: `The plan reads ${what}, which is not here.`,
    next: 'Run the script again; if it happens again, the catalogue and the holder disagree.',
  })
}
