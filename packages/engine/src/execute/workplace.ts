/**
 * Where a fragment of a plan is done: one database, the stored tables and deliveries it may read, and the steps in
 * order. Numbers of units become pseudonyms as rows are read, so no relation ever holds another name of a person. It is long because all of it
 * shares one state that nothing else may touch: which relations were made, what lies in the database for them, and who reads it yet.
 */
import { copyFileSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  type BoundedStatistic,
  type Edit,
  type EditEffect,
  Failure,
  FROM_COLUMN,
  fail,
  type ModelStatistic,
  type Once,
  type Shown,
  type Statistic,
  UNTIL_COLUMN,
  type ValueRules,
} from '@sund/model'
import { conditionSql, expressionSql, whereSql } from '../dialects/dialect.js'
import { duckdb } from '../dialects/duckdb.js'
import { episodesSql } from '../dialects/episodes.js'
import { matchSql } from '../dialects/matching.js'
import * as relations from '../dialects/relations.js'
import * as rows from '../dialects/rows.js'
import { id, list, type Sql, sql, textLiteral, value } from '../dialects/sql.js'
import { completed, lacking, settled, withoutErrors } from '../plan/presence.js'
import { columnsOfSpec, groupingColumns, inputsOf } from '../plan/prune.js'
import type {
  Column,
  Expression,
  Extend,
  Fragment,
  Join,
  Predict,
  Relation,
  Scan,
  Show,
  ShowSpec,
} from '../plan/types.js'
import { bounded } from '../statistics/bounded.js'
import { compute } from '../statistics/compute.js'
import { predictions } from '../statistics/predict.js'
import { everyone } from '../statistics/record-sets.js'
import { ofLevelsIn, withoutFew } from '../statistics/small-levels.js'
import type { Counting, Source } from '../statistics/source.js'
import {
  type CodedCounts,
  type CodedTable,
  codedTables,
  countCoded,
  type StoredIndex,
} from './coded-tables.js'
import { Database, type DatabaseSettings } from './database.js'
import { columnsOf, isEdit, isKept, isLight, type Made, peopleOf, readings } from './made.js'
import { onceIn, onceInScan, UNKNOWN } from './once.js'
import { personsIn, personsInScan } from './persons.js'
import { type Numbering, sourceOf, type UnitSource } from './units.js'

export type WorkplaceSettings = DatabaseSettings

/** What of a policy the work itself must know. */
export interface Rules {
  readonly values: ValueRules
  /** People from which on it does not matter how many more an edit touches or leaves; all are counted where it is left out. */
  readonly minimumEdit?: number
  /** What becomes of an edit; without it every edit is made as asked. What it throws ends the run. */
  effectOf?(edit: Edit): EditEffect
}

/** What a fragment makes, in script order. */
export type Outcome =
  /** A model that is fitted so that its predictions become variables: refused where it would not be shown. */
  | { kind: 'fit'; shown: Shown; fit: () => Promise<ModelStatistic> }
  /** A relation that the fragment delivers is made: `deliver` can write it from now on. */
  | { kind: 'made'; relation: string }
  /** The statistic is computed when it is asked for, before the next outcome is. */
  | { kind: 'statistic'; shown: Shown; statistic: () => Promise<Statistic> }
  /** Sums for differential privacy, computed when they are asked for, at the cost that the script named. */
  | { kind: 'bounded'; shown: Shown; rho: number; statistic: () => Promise<BoundedStatistic> }
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
  /** The last day of each row is its first: only one need be read. */
  moments?: boolean
  /** The variable that orders rows of one subject and day as they lie in the file, where one does. */
  ordered?: string | null
  /** Every unit of the table has one row. */
  oneRow?: boolean
  /** No two rows of a unit hold on the same day. */
  apart?: boolean
  /** Days that rows must have to do with, both included: others are never read. */
  within?: { from: number; until: number } | null
}

/** A relation that a holder made: its rows as Parquet, and what the holder knows of them. */
export interface Delivered {
  file: string
  once?: Once
  /** Columns that hold people. */
  persons?: readonly string[]
  /** Only rows of the population take part. */
  ofPopulation?: boolean
}

export class Workplace {
  readonly #database: Database
  readonly #settings: WorkplaceSettings
  readonly #tables = new Map<string, StoredTable>()
  readonly #indexes = new Map<string, StoredIndex>()
  readonly #units = new Map<string, number>()
  #population: (() => Promise<BigInt64Array>) | null = null
  #populated: Promise<void> | undefined
  readonly #deliveries = new Map<string, string | Delivered | (() => Promise<Delivered>)>()
  readonly #made = new Map<string, Made>()
  /** Tables of relations, in memory until nobody needs them. */
  readonly #temporary = new Set<string>()
  /** How often the rows of each relation of the fragment will be read. */
  #readings: ReadonlyMap<string, number> = new Map()
  /** Statistics of the fragment that indexes tell. */
  #coded: ReadonlyMap<Show, CodedTable> = new Map()
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

  /** The index of a variable of a stored table: tables of people by its codes may then be counted without reading rows. */
  addIndex(variable: TableName & { variable: string }, index: StoredIndex): void {
    this.#open()
    this.#indexes.set(indexKey(variable, variable.variable), index)
  }

  /**
   * The units of one type in one register. Record keys are asked for when their rows are read, pseudonyms when they are delivered, drawn or
   * found in another register.
   */
  addUnits(
    set: { register: string; version: string; unitType: string },
    units: UnitSource | { pseudonyms: BigInt64Array; recordKeys: Uint16Array },
  ): void {
    this.#open()
    this.#units.set(
      unitKey(set.register, set.version, set.unitType),
      this.#database.units.add(set.unitType, 'count' in units ? units : sourceOf(units)),
    )
  }

  /**
   * A relation that a holder made, as Parquet. It is read when a fragment receives it. A function is asked for the file then; the file
   * must lie in the workplace's own folder, and what the function throws ends the run.
   */
  addDelivery(relation: string, delivered: string | Delivered | (() => Promise<Delivered>)): void {
    this.#open()
    const kept =
      typeof delivered === 'string'
        ? resolve(delivered)
        : typeof delivered === 'object'
          ? { ...delivered, file: resolve(delivered.file) }
          : delivered
    this.#deliveries.set(relation, kept)
  }

  /** The pseudonyms of those of whom deliveries that say so may have rows here. Asked for once, when such a delivery is read. */
  addPopulation(population: () => Promise<BigInt64Array>): void {
    this.#open()
    this.#population = population
  }

  /**
   * Does the steps of a fragment. Stopping early (or throwing into it) stops the work. Statistics are of winsorised
   * values unless their relation is public; `rules` are read anew for each, since what is received may make them stricter.
   * The people that an edit touches and leaves are counted as far as the rules need.
   */
  async *run(fragment: Fragment, rules: Rules): AsyncGenerator<Outcome> {
    const files = [...this.#tables.values()].map(({ file }) => file)
    const here = [...this.#deliveries.values()].flatMap((of) =>
      typeof of === 'string' ? [of] : typeof of === 'object' ? [of.file] : [],
    )
    await this.#database.lock([...files, ...here])
    const lastUse = lastUses(fragment)
    this.#coded = await codedTables(fragment, {
      index: (scan, variable) => this.#indexes.get(indexKey(scan, variable)),
      subjectType: (scan) => subjectTypeOf(scan, this.#table(scan)),
      isOneRow: (scan) => this.#table(scan).oneRow === true,
    })
    this.#readings = readings(fragment, this.#coded)
    const delivered = new Set(fragment.deliver.map(({ relation }) => relation))
    for (const [index, step] of fragment.steps.entries()) {
      if (step.do === 'show') yield* this.#show(step.show, rules)
      else {
        const { relation } = step
        if (relation.op === 'predict') yield* this.#predict(relation, rules)
        else await this.#relation(relation, rules)
        if (delivered.has(relation.id)) yield { kind: 'made', relation: relation.id }
      }
      await this.#release(lastUse, index)
    }
  }

  /** Writes a relation with the three columns that travel, and the named ones, as Parquet. */
  async deliver(
    relation: string,
    columns: readonly string[],
    file: string,
  ): Promise<{ rows: number; once: Once; persons: string[] }> {
    if (this.#input(relation).depth > 0) await this.#keep(this.#input(relation))
    const made = this.#input(relation)
    const written = join(this.#settings.folder, `${this.#name('delivery')}.parquet`)
    const keys = new Set(made.columns.filter(({ type }) => type === 'key').map(({ name }) => name))
    const named = (name: string) =>
      keys.has(name) ? sql`${relations.pseudonymOf(id(name))} AS ${id(name)}` : id(name)
    const chosen = ['__unit', '__subject'].map(
      (name) => sql`${relations.pseudonymOf(id(name))} AS ${id(name)}`,
    )
    chosen.push(id('__key'), ...columns.map(named))
    await this.#loadPseudonyms(made, ['__unit', '__subject', ...columns.filter((name) => keys.has(name))])
    const rows = await this.#database.run(
      sql`COPY (SELECT ${list(chosen)} FROM ${made.from}) TO ${textLiteral(written)} (FORMAT parquet, COMPRESSION zstd)`,
      made.relation.position,
    )
    move(written, file)
    const once = { ...made.once, subject: await this.#isOnce(made) }
    return { rows, once, persons: columns.filter((name) => made.persons.has(name)) }
  }

  /** Frees everything. Safe to call twice. */
  close(): void {
    this.#database.close()
  }

  /** The relation as it is made when rules have had their say about what it edits. */
  async #edited<R extends Exclude<Relation, Predict>>(relation: R, rules: Rules): Promise<R> {
    if (relation.op === 'sample') {
      const input = this.#input(relation.input)
      await this.#effect(relation, input, rows.leftOut(duckdb, relation, input), rules, 'drawn')
      return relation
    }
    if (relation.op !== 'filter' && relation.op !== 'extend') return relation
    const input = this.#input(relation.input)
    const condition = await this.#allowed(relation, relation.condition, input, rules)
    if (relation.op === 'filter') return { ...relation, condition }
    const value = await this.#present({ ...relation, condition }, input, rules)
    return { ...relation, condition, value }
  }

  /**
   * The value of an extend, which nobody alone lacks or has: where the rules take those without a value, of the people who have all that it takes, for
   * nobody, they get the usual one of the others; where for everybody, nobody has one.
   */
  async #present(extend: Extend, input: Made, rules: Rules): Promise<Expression> {
    const { value, condition, position } = extend
    if (!rules.effectOf || extend.public) return value
    const sqlOf = (expression: Expression) => expressionSql(duckdb, expression, position)
    return await settled(withoutErrors(value), async (part) => {
      const lacks = sqlOf(lacking(part, condition))
      const effect = await this.#effect(extend, input, lacks, rules, 'value')
      if (effect === 'asked') return part.value
      if (effect === 'everybody') return completed(part, null)
      const { type } = part.value
      const others = relations.usualSql(sqlOf(part.value), type, sql`NOT ${lacks}`, input.from)
      const [found] = await this.#database.ask(others, position)
      const usual = found?.['usual']
      return typeof usual === 'number' || typeof usual === 'string' || typeof usual === 'boolean'
        ? completed(part, { kind: 'literal', type, value: usual })
        : part.value
    })
  }

  /** A condition of the user's, or nobody or everybody in its place; none stays none. */
  async #allowed(
    of: Pick<Edit, 'command' | 'position' | 'public'>,
    condition: Expression | null,
    input: Made,
    rules: Rules,
  ): Promise<Expression | null> {
    if (condition === null) return null
    const meets = conditionSql(duckdb, condition, of.position)
    const effect = await this.#effect(of, input, meets, rules, 'condition')
    return effect === 'asked'
      ? condition
      : { kind: 'literal', type: 'boolean', value: effect === 'everybody' }
  }

  async #relation(asked: Exclude<Relation, Predict>, rules: Rules): Promise<void> {
    const relation = await this.#edited(asked, rules)
    const inputs = inputsOf(relation).map((input) => this.#input(input))
    const multiplies = relation.op === 'join' && (await this.#multiplies(relation, inputs[1] as Made))
    if (relation.op === 'sample' || relation.op === 'match')
      for (const input of inputs) await this.#loadPseudonyms(input, ['__unit'])
    const {
      select,
      people = peopleOf(relation, inputs),
      places = [],
      once = UNKNOWN,
      persons = [],
    } = await this.#select(relation, inputs)
    const made: Made = {
      relation,
      from: sql`(${select})`,
      columns: [...columnsOf(relation, inputs), ...places],
      people,
      depth: 1 + Math.max(0, ...inputs.map((input) => input.depth)),
      tables: inputs.flatMap((input) => input.tables),
      stored: relation.op === 'scan' || (isLight(relation) && inputs.some(({ stored }) => stored)),
      edited: isEdit(asked) || relation.op === 'received' || inputs.some(({ edited }) => edited),
      ...(relation.op === 'scan' || relation.op === 'received'
        ? { once, persons: new Set(persons) }
        : {
            once: onceIn(relation, inputs, multiplies),
            persons: personsIn(
              relation,
              inputs.map((input) => input.persons),
            ),
          }),
    }
    const mustKeep = relation.op === 'match' || isKept(made, this.#readings.get(relation.id) ?? 0)
    if (mustKeep) await this.#keep(made)
    else this.#made.set(relation.id, made)
  }

  /** The rows of a SELECT as a table, which lies until no relation needs it. */
  async #temporaryTable(select: Sql, position: Relation['position']): Promise<string> {
    const table = this.#name('relation')
    await this.#database.run(sql`CREATE TEMP TABLE ${id(table)} AS ${select}`, position)
    this.#temporary.add(table)
    return table
  }

  async #select(
    relation: Exclude<Relation, Predict>,
    inputs: readonly Made[],
  ): Promise<{
    select: Sql
    people?: relations.People
    places?: Column[]
    once?: Once
    persons?: Iterable<string>
  }> {
    if (relation.op === 'scan') return await this.#scan(relation)
    const [first, second] = inputs as [Made, Made]
    switch (relation.op) {
      case 'received':
        return await this.#received(relation.id, relation.columns)
      case 'join':
        return { select: relations.joinSql(relation, first, second) }
      case 'extend':
        return { select: relations.extendSql(duckdb, relation, first) }
      case 'filter':
        return { select: relations.filterSql(duckdb, relation, first) }
      case 'select':
        return { select: relations.selectSql(relation, first) }
      case 'collapse':
        return { select: relations.collapseSql(duckdb, relation, first) }
      case 'window':
        return { select: relations.windowSql(duckdb, relation, first) }
      case 'episodes':
        return { select: episodesSql(relation, first) }
      case 'match':
        return {
          select: await matchSql(relation, first, second, {
            ask: (statement) => this.#database.ask(statement, relation.position),
            keep: async (rows) => id(await this.#temporaryTable(rows, relation.position)),
          }),
        }
      case 'stack':
        return { select: rows.stackSql(duckdb, relation, inputs) }
      case 'sample':
        return { select: rows.sampleSql(duckdb, relation, first) }
      case 'quantile':
        return { select: rows.quantileSql(duckdb, relation, first) }
    }
  }

  async #scan(scan: Scan): Promise<{
    select: Sql
    people: relations.People
    places: Column[]
    once: Once
    persons: ReadonlySet<string>
  }> {
    const table = this.#table(scan)
    const place = relations.placeColumn(scan, table)
    const from = sql`read_parquet(${value(table.file)}${place ? sql`, file_row_number = true` : sql``})`
    const described = await this.#database.ask(sql`DESCRIBE SELECT * FROM ${from}`)
    const names = new Set(described.map((row) => row['column_name']))
    const subjectType = subjectTypeOf(scan, table)
    const unitTypes = new Set([
      table.unitType,
      subjectType,
      ...scan.read.flatMap(({ read }) => (read.what === 'link' ? [typeOf(table, read.name)] : [])),
    ])
    const units = new Map<string, relations.StoredUnits>()
    for (const unitType of unitTypes) {
      const { map, ...numbering } = await this.#numbering(scan, unitType)
      units.set(unitType, { ...numbering, map: map === null ? null : id(map) })
    }
    await this.#database.units.loadRecordKeys(subjectType)
    const subjects = units.get(subjectType) as relations.StoredUnits
    const { base, count, named: keyed, map } = subjects
    const isSubject = (read: Scan['read'][number]['read']) =>
      read.what === 'unit'
        ? scan.subjectLink === null
        : read.what === 'link' && read.name === scan.subjectLink
    return {
      select: relations.scanSql(duckdb, scan, {
        from,
        unitType: table.unitType,
        links: table.links,
        hasFrom: names.has(FROM_COLUMN),
        hasUntil: table.moments !== true && names.has(UNTIL_COLUMN),
        within: table.within ?? null,
        units: (unitType) => units.get(unitType) as relations.StoredUnits,
        place,
      }),
      places: place ? [place] : [],
      once: onceInScan(scan, table),
      persons: personsInScan(scan, table),
      people: {
        keyed,
        columns: new Set(scan.read.filter(({ read }) => isSubject(read)).map(({ as }) => as)),
        range: keyed && map === null ? { first: base, count } : null,
      },
    }
  }

  /** Brings the pseudonyms of the sets that columns of units name. */
  async #loadPseudonyms({ from, relation }: Made, columns: readonly string[]): Promise<void> {
    const { units } = this.#database
    if (units.sets === 0) return
    // What a room receives is no number of a set: nobody's pseudonyms are brought for it, and it is not listed.
    const sets = list(
      columns.map(
        (name) =>
          sql`SELECT DISTINCT ${id(name)} >> 32 AS unit_set FROM ${from} WHERE ${id(name)} >> 32 BETWEEN 0 AND ${value(BigInt(units.sets - 1))}`,
      ),
      sql` UNION `,
    )
    const answers = await this.#database.ask(sets, relation.position)
    await units.loadPseudonyms(answers.map((answer) => Number(answer['unit_set'])))
  }

  /** How the units of a type in a register are numbered; units that nobody named have no identity but their number. */
  async #numbering({ register, version }: Scan, unitType: string): Promise<Numbering> {
    const { units } = this.#database
    const added = this.#units.get(unitKey(register, version, unitType))
    const unnamed = unitKey(unitType)
    const of = added ?? this.#units.get(unnamed) ?? units.add(unitType, null)
    if (added === undefined) this.#units.set(unnamed, of)
    const stored = ({ map, ...numbering }: Numbering) => ({
      ...numbering,
      map: map === null ? null : id(map),
    })
    return units.numbering(of, async (own, earlier) => {
      const table = this.#name('units')
      await this.#database.run(
        sql`CREATE TEMP TABLE ${id(table)} AS ${relations.sharedUnitsSql(stored(own), earlier.map(stored))}`,
      )
      return table
    })
  }

  async #received(
    relation: string,
    columns: readonly Column[],
  ): Promise<{ select: Sql } & Omit<Delivered, 'file'>> {
    const delivery = this.#deliveries.get(relation)
    if (delivery === undefined) return unknown('a delivered relation')
    const {
      file,
      ofPopulation = false,
      ...known
    }: Delivered = typeof delivery === 'string'
      ? { file: delivery }
      : typeof delivery === 'object'
        ? delivery
        : await delivery()
    const typed = columns.map(
      ({ name, type }) => sql`CAST(${id(name)} AS ${duckdb.types[type]}) AS ${id(name)}`,
    )
    const system = sql`CAST(__unit AS BIGINT) AS __unit, CAST(__subject AS BIGINT) AS __subject, CAST(__key AS INTEGER) AS __key`
    if (ofPopulation) await this.#populate()
    const where = ofPopulation ? sql` WHERE sund_in_population(CAST(__subject AS BIGINT)) = 1` : sql``
    const select = sql`SELECT ${list([system, ...typed])} FROM read_parquet(${value(file)})${where}`
    return { select, ...known }
  }

  async #populate(): Promise<void> {
    if (this.#population === null) throw new Error('a delivery of a population that nobody named')
    const population = this.#population
    this.#populated ??= population().then((pseudonyms) => this.#database.units.populate(pseudonyms))
    await this.#populated
  }

  /** Whether rows are matched with the units of a stored table in which each unit has one row. */
  #isOneRow({ on }: Join, { relation }: Made): boolean {
    if (relation.op !== 'scan' || !this.#table(relation).oneRow) return false
    const units = new Set(relation.read.filter(({ read }) => read.what === 'unit').map(({ as }) => as))
    return on.length === 0 || on.some(({ right }) => units.has(right))
  }

  /** Whether a row may match several: only where a plan says so that brings events to units; elsewhere it is refused. */
  async #multiplies(join: Join, right: Made): Promise<boolean> {
    if (this.#isOneRow(join, right)) return false
    if (join.on.length === 0 && right.relation.rowsPerUnit === 'many') return !right.once.unit
    const several = await this.#database.ask(relations.multiplyingSql(join, right), join.position)
    if (several.length > 0)
      fail(
        'script.dataset',
        'Several rows of the dataset that is merged match the same row.',
        'Make it one row per key first, with collapse … , by().',
        { position: join.position },
      )
    return false
  }

  /**
   * Whether each person has one row, so that rows can be counted for people. What is not known is looked up where the plan says that it is
   * so: a plan that says too much costs time, and counts nobody twice.
   */
  async #isOnce(made: Made): Promise<boolean> {
    const { once, relation } = made
    if (once.subject || relation.rowsPerSubject === 'many') return once.subject
    if (made.onceSeen === undefined) {
      const [seen] = await this.#database.ask(
        sql`SELECT count(*) = count(DISTINCT __subject) AS once FROM ${made.from}`,
        relation.position,
      )
      made.onceSeen = seen?.['once'] === true
    }
    return made.onceSeen
  }

  /** How people are counted among the rows of a relation. */
  async #counting(made: Made): Promise<Counting> {
    const { keyed, range } = made.people
    return { manyRows: !(await this.#isOnce(made)), keyed, range }
  }

  async *#show(show: Show, rules: Rules): AsyncGenerator<Outcome> {
    const { index, command, position, dataset, definition, what } = show
    if (what.kind === 'text') {
      yield { kind: 'text', index, command, position, dataset, markdown: what.markdown }
      return
    }
    const made = this.#input(what.relation)
    const of = { command, position, public: made.relation.public }
    const condition = await this.#allowed(of, what.condition, made, rules)
    const counts = await this.#counts(show, what.spec, made.relation.public)
    if (counts) made.population = counts.everyone
    const shown = await this.#shown(made, condition, {
      index,
      command,
      position,
      dataset: dataset ?? '',
      ...(definition ? { definition } : {}),
    })
    const { source, drop } = await this.#source(
      made,
      condition,
      what.spec,
      position,
      rules.values,
      counts?.cells,
    )
    try {
      const { spec } = what
      yield spec.show === 'bounded'
        ? { kind: 'bounded', shown, rho: spec.rho, statistic: () => bounded(source, spec) }
        : { kind: 'statistic', shown, statistic: () => compute(source, spec) }
    } finally {
      await drop()
    }
  }

  /** Fits a model to a relation and adds what it says of each row. */
  async *#predict(relation: Predict, rules: Rules): AsyncGenerator<Outcome> {
    const { position, command, spec } = relation
    const made = this.#input(relation.input)
    const condition = await this.#allowed(relation, relation.condition, made, rules)
    const met = condition ? conditionSql(duckdb, condition, position) : sql`TRUE`
    const shown = await this.#shown(made, condition, { index: 0, command, position, dataset: '' })
    const { source: all, drop } = await this.#source(made, condition, spec, position, rules.values)
    try {
      const source = await withoutFew(all, groupingColumns(spec))
      let fitted: Promise<ModelStatistic> | undefined
      const fit = () => (fitted ??= compute(source, spec) as Promise<ModelStatistic>)
      yield { kind: 'fit', shown, fit }
      const { from, columns } = await predictions(source, relation, await fit(), {
        from: made.from,
        met: sql`${met} AND ${ofLevelsIn(source, all, groupingColumns(spec))}`,
      })
      const names = new Set(relation.take.map(({ as }) => as))
      const others = made.columns.filter(({ name }) => !names.has(name)).map(({ name }) => id(name))
      const added = columns.map(({ as, of }) => sql`${of} AS ${as}`)
      await this.#keep({
        ...made,
        relation,
        from: sql`(SELECT ${list([...relations.SYSTEM, ...others, ...added])} FROM ${from})`,
        columns: columnsOf(relation, [made]),
        people: peopleOf(relation, [made]),
        persons: personsIn(relation, [made.persons]),
        edited: made.edited || condition !== null,
      })
    } finally {
      await drop()
    }
  }

  /** What indexes tell of a statistic; null where rows must be read. */
  async #counts(show: Show, spec: ShowSpec, open: boolean): Promise<CodedCounts | null> {
    const table = this.#coded.get(show)
    if (!table || spec.show !== 'tabulate') return null
    const { register, version } = table.scan
    const subjects = this.#units.get(
      unitKey(register, version, subjectTypeOf(table.scan, this.#table(table.scan))),
    )
    const keys = subjects === undefined ? null : await this.#database.units.recordKeys(subjects)
    if (keys?.length !== table.coded.persons) return null
    return countCoded(table, keys, { missing: spec.missing, public: open }, () => this.#database.check())
  }

  /** A relation as a table of its own. */
  async #keep(made: Made): Promise<void> {
    const columns = made.columns.filter(({ name }) => !relations.isPlace(name))
    const names = columns.map(({ name }) => id(name))
    const { stored, read } = withKeys(made, names)
    const table = await this.#temporaryTable(
      sql`SELECT ${list(stored)} FROM ${made.from}`,
      made.relation.position,
    )
    this.#made.set(made.relation.id, {
      ...made,
      columns,
      from: read(id(table)),
      depth: 0,
      tables: [table],
      stored: false,
    })
  }

  async #shown(
    made: Made,
    condition: Expression | null,
    of: Pick<Shown, 'index' | 'command' | 'position' | 'dataset' | 'definition'>,
  ): Promise<Shown> {
    const { public: open } = made.relation
    made.population ??= await everyone(
      {
        ...(await this.#counting(made)),
        dialect: duckdb,
        public: open,
        ask: (statement) => this.#database.ask(statement, of.position),
      },
      made.from,
    )
    return { ...of, population: made.population, public: open, edited: made.edited || condition !== null }
  }

  /** The rows of a relation that meet a condition, as statistics want them; `drop` frees what was kept for them. */
  async #source(
    made: Made,
    condition: Expression | null,
    spec: ShowSpec,
    position: Shown['position'],
    values: ValueRules,
    cells?: Source['cells'],
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
    const where = condition ? sql` WHERE ${whereSql(duckdb, condition, position)}` : sql``
    const columns = columnsOfSpec(spec).map(id)
    const { stored, read } = withKeys(made, columns)
    const once = cells !== undefined || (readsOnce(spec) && (made.stored || made.depth === 0))
    const rows = once
      ? sql`(SELECT ${list([...relations.SYSTEM, ...columns])} FROM ${made.from}${where})`
      : condition || made.depth > 0
        ? read(await keep(sql`SELECT ${list(stored)} FROM ${made.from}${where}`))
        : made.from
    const source: Source = {
      dialect: duckdb,
      rows,
      ...(cells ? { cells } : {}),
      columns: made.columns,
      ...(await this.#counting(made)),
      public: made.relation.public,
      ...values,
      position,
      ask: (statement) => this.#database.ask(statement, position),
      keep,
    }
    return { source, drop }
  }

  /**
   * What becomes of an edit, by the people whom its condition touches and leaves: exactly where they are fewer than the rules ask for,
   * else at least so many. The first rows mostly say so; where they do not, all are counted. The condition of a value is that it is not there, which
   * is nothing to decide where everybody has one.
   */
  async #effect(
    of: Pick<Edit, 'command' | 'position' | 'public'>,
    input: Made,
    meets: Sql,
    rules: Rules,
    by: 'condition' | 'drawn' | 'value',
  ): Promise<EditEffect> {
    if (!rules.effectOf || of.public) return 'asked'
    const { command, position } = of
    const enough = rules.minimumEdit ?? Number.POSITIVE_INFINITY
    const some = async (condition: Sql): Promise<number | null> => {
      const { looked, select } = relations.someUnitsSql(condition, input.from, enough)
      const [found] = await this.#database.ask(select, position)
      const units = Number(found?.['units'])
      return units >= enough || Number(found?.['rows']) < looked ? units : null
    }
    const counted = async (): Promise<[number, number]> => {
      const many = !(await this.#isOnce(input))
      const [counts] = await this.#database.ask(relations.editSql(meets, input.from, many), position)
      return [Number(counts?.['touched'] ?? 0), Number(counts?.['untouched'] ?? 0)]
    }
    const touched = Number.isFinite(enough) ? await some(meets) : null
    if (by === 'value' && touched === 0) return 'asked'
    const untouched = touched === null ? null : await some(sql`NOT ${meets}`)
    const [all, others] = touched === null || untouched === null ? await counted() : [touched, untouched]
    if (by === 'value' && all === 0) return 'asked'
    const drawn = by === 'drawn'
    return rules.effectOf({ command, position, touched: all, untouched: others, public: of.public, drawn })
  }

  #input(relation: string): Made {
    return this.#made.get(relation) ?? unknown(`the relation ${relation}`)
  }

  #table(scan: Scan): StoredTable {
    return (
      this.#tables.get(tableKey(scan)) ?? unknown(`the table ${scan.register}:${scan.version}/${scan.table}`)
    )
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

const typeOf = ({ links }: StoredTable, link: string): string =>
  links.find(({ name }) => name === link)?.unitType ?? unknown(`the link ${link}`)
const subjectTypeOf = ({ subjectLink }: Scan, table: StoredTable): string =>
  subjectLink === null ? table.unitType : typeOf(table, subjectLink)
const tableKey = ({ register, version, table }: TableName): string =>
  JSON.stringify([register, version, table])
const indexKey = (table: TableName, variable: string): string => JSON.stringify([tableKey(table), variable])
const unitKey = (...parts: string[]): string => JSON.stringify(parts)

/** A statistic that reads its rows in one statement, or in parts that are apart. */
const readsOnce = (spec: ShowSpec): boolean =>
  spec.show === 'tabulate' && spec.measure === null && spec.order.top === null && spec.order.bottom === null

/**
 * What a table of rows needs to hold, and how it is read. A record key that follows from the subject is not stored with each of many rows,
 * nor looked up while a stored table is filtered, where few rows of each block are left: a look-up has its price for each block.
 */
function withKeys({ relation, stored: fromFile, people: { keyed } }: Made, columns: readonly Sql[]) {
  const [unit, subject, key] = relations.SYSTEM as [Sql, Sql, Sql]
  if (!keyed || (relation.rowsPerSubject === 'one' && !fromFile))
    return { stored: [unit, subject, key, ...columns], read: (table: Sql) => table }
  const read = (table: Sql): Sql =>
    sql`(SELECT ${list([unit, subject, sql`${relations.keyOf(subject)} AS ${key}`, ...columns])} FROM ${table})`
  return { stored: [unit, subject, ...columns], read }
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
