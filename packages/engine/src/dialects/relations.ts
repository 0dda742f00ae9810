/**
 * Relations of the plan as SELECT statements. Each reads its inputs by name and says its columns one by one, so a
 * column that nobody asked for never moves. The three columns that no script can name travel in every relation.
 */
import { FROM_COLUMN, linkColumn, PERSON, UNIT_COLUMN, UNTIL_COLUMN } from '@sund/model'
import type {
  Aggregate,
  Collapse,
  Column,
  Extend,
  Filter,
  Join,
  Scan,
  Select,
  ValueType,
  Window,
} from '../plan/types.js'
import { aggregateSql, conditionSql, type Dialect, expressionSql, type Operand, whereSql } from './dialect.js'
import { id, list, type Sql, sql, value } from './sql.js'

/** An input: where its rows are and which columns they have besides the three. */
export interface Input {
  from: Sql
  columns: readonly Column[]
  /** Whose rows they are, where that is known. */
  people?: People
  /** Columns that hold people, where that is known. */
  persons?: ReadonlySet<string>
}

/** What is known of the subjects of rows. */
export interface People {
  /** `__key` is the record key of `__subject`, so that rows need not carry it. */
  keyed: boolean
  /** Columns that hold the subject of each row. */
  columns: ReadonlySet<string>
  /** Subjects are the numbers from `first` on, at most `count` of them; null where they may be any. */
  range: { first: bigint; count: number } | null
}

/** A stored table, and how the units that its rows are about and link to are numbered here. */
export interface Stored {
  from: Sql
  unitType: string
  links: readonly { name: string; unitType: string }[]
  /** A row has a first day. */
  hasFrom: boolean
  /** It may last longer than that. */
  hasUntil: boolean
  /** Days that rows must have to do with, both included: others are never read. Null where all may be. */
  within: { from: number; until: number } | null
  units(unitType: string): StoredUnits
  /** The column of the places of rows in the file, if it is to be read. */
  place: Column | null
}

/** The number of a unit is its stored number and `base`, unless the table `map` (unit, number) has another for it. */
export interface StoredUnits {
  base: bigint
  count: number
  /** Somebody said who they are; otherwise they have no record keys. */
  named: boolean
  /** What is added to the stored number to ask whether the unit may take part; null where everyone may. */
  members: bigint | null
  /** The same, to ask whether nothing may be said of the unit; null where there is no such unit. */
  barred: bigint | null
  map: Sql | null
}

/** The three columns of every relation. */
export const SYSTEM = [id('__unit'), id('__subject'), id('__key')]

/** The record key of a unit, and its pseudonym: what orders units as they are ordered elsewhere in the run. */
export const keyOf = (unit: Sql): Sql => sql`sund_key(${unit})`
export const pseudonymOf = (unit: Sql): Sql => sql`sund_pseudonym(${unit})`

const PLACE = 'PLACE@'
const placeOf = (value: string): string => `${PLACE}${value}`
export const isPlace = (name: string): boolean => name.startsWith(PLACE)

/**
 * The column that says where rows lie in a file in which the rows of a subject lie by the first day and then by a variable: the place then
 * stands for the pair of both, and the first or last value of a subject is found by one number. Null where a scan does not read both.
 */
export function placeColumn(
  scan: Scan,
  { moments, ordered }: { moments?: boolean; ordered?: string | null },
): Column | null {
  if (!ordered || moments !== true) return null
  const read = scan.read.find(({ read }) => read.what === 'variable' && read.name === ordered)
  const column = scan.columns.find(({ name }) => name === `START@${read?.as}`)
  if (!read || !column || !scan.read.some(({ as, read }) => as === column.name && read.what === 'from'))
    return null
  return { ...column, name: placeOf(read.as) }
}

/**
 * Rows of a stored table with the numbers of this workplace in place of stored ones. A row whose subject is unknown is left out. The
 * record key is looked up by whoever reads it: a reader that does not pays nothing.
 */
export function scanSql(dialect: Dialect, scan: Scan, stored: Stored): Sql {
  const joins: Sql[] = []
  const seen = new Map<string, { number: Sql; stored: Sql; unitType: string; units: StoredUnits }>()
  const unitsOf = (link: string | null) => {
    const name = link ?? ''
    const known = seen.get(name)
    if (known) return known
    const column = sql`t.${id(link === null ? UNIT_COLUMN : linkColumn(link))}`
    const unitType = link === null ? stored.unitType : stored.links.find((l) => l.name === link)?.unitType
    if (unitType === undefined) throw new Error('a link that the table does not have')
    const units = stored.units(unitType)
    const own =
      units.base === 0n
        ? sql`CAST(${column} AS BIGINT)`
        : sql`(CAST(${column} AS BIGINT) + ${value(units.base)})`
    const alias = id(`u${seen.size}`)
    if (units.map) joins.push(sql` LEFT JOIN ${units.map} AS ${alias} ON ${alias}.unit = ${column}`)
    const number = units.map ? sql`COALESCE(${alias}.number, ${own})` : own
    const made = { number, stored: column, unitType, units }
    seen.set(name, made)
    return made
  }
  const subject = unitsOf(scan.subjectLink)
  const unit = unitsOf(null)
  const until = stored.hasUntil ? sql`t.${id(UNTIL_COLUMN)}` : sql`t.${id(FROM_COLUMN)}`
  const columns = scan.read.map(({ as, read }) => {
    const type = scan.columns.find((column) => column.name === as)?.type ?? 'number'
    const from =
      read.what === 'variable'
        ? sql`t.${id(read.name)}`
        : read.what === 'link'
          ? named(unitsOf(read.name))
          : { unit: unit.number, from: sql`t.${id(FROM_COLUMN)}`, until }[read.what]
    return sql`CAST(${from} AS ${dialect.types[type]}) AS ${id(as)}`
  })
  // A column that is compared is read for every row; the unit of a row is never missing.
  const where = scan.subjectLink === null ? [sql`TRUE`] : [sql`${subject.stored} IS NOT NULL`]
  if (scan.present.length > 0)
    where.push(
      sql`(${list(
        scan.present.map((name) => sql`t.${id(name)} IS NOT NULL`),
        sql` OR `,
      )})`,
    )
  const between = (first: number, last: number) => {
    if (!stored.hasFrom) return
    where.push(
      sql`t.${id(FROM_COLUMN)} <= ${day(last)}`,
      stored.hasUntil ? sql`(${until} IS NULL OR ${until} >= ${day(first)})` : sql`${until} >= ${day(first)}`,
    )
  }
  if (scan.when.kind === 'day') between(scan.when.day, scan.when.day)
  if (scan.when.kind === 'window') between(scan.when.from, scan.when.until)
  if (stored.within) between(stored.within.from, stored.within.until)
  const { members, barred } = subject.units
  if (barred !== null) where.push(sql`${isBarred(subject.stored, barred)} = 0`)
  if (members !== null)
    where.push(sql`sund_member(CAST(${subject.stored} AS BIGINT) + ${value(members)}) = 1`)
  // Units without record keys of their own get uniform ones, the same in every run.
  const key = !subject.units.named
    ? sql`CAST(${dialect.digest(sql`${value(`${scan.register}:${subject.unitType}:`)} || ${subject.stored}`)} % 65536 AS INTEGER)`
    : keyOf(subject.number)
  return sql`SELECT ${list([
    sql`${unit.number} AS __unit`,
    sql`${subject.number} AS __subject`,
    sql`${key} AS __key`,
    ...columns,
    ...(stored.place ? [sql`CAST(t.file_row_number AS DOUBLE) AS ${id(stored.place.name)}`] : []),
  ])} FROM ${stored.from} AS t${list(joins, sql``)} WHERE ${list(where, sql` AND `)}`
}

const isBarred = (stored: Sql, barred: bigint): Sql =>
  sql`sund_barred(CAST(${stored} AS BIGINT) + ${value(barred)})`

/** The unit that a row links to, which is unknown where nothing may be said of it. */
const named = ({
  number,
  stored,
  units: { barred },
}: {
  number: Sql
  stored: Sql
  units: StoredUnits
}): Sql => (barred === null ? number : sql`CASE WHEN ${isBarred(stored, barred)} = 0 THEN ${number} END`)

/** A day as it is stored, so that it can be compared with the least and greatest of a block of rows. */
const day = (of: number): Sql => sql`CAST(${value(BigInt(of))} AS INTEGER)`

/**
 * Rows of `table` (unit, number): the units of a set that earlier ones of its type have under another number. Each is a stored number and
 * its numbering.
 */
export function sharedUnitsSql(own: StoredUnits, earlier: readonly StoredUnits[]): Sql {
  const numbers = (of: StoredUnits): Sql => {
    const all = sql`SELECT CAST(range AS INTEGER) AS unit, range + ${value(of.base)} AS number FROM range(CAST(${value(BigInt(of.count))} AS BIGINT))`
    return of.map ? sql`SELECT * FROM (${all}) WHERE unit NOT IN (SELECT unit FROM ${of.map})` : all
  }
  const named = (of: Sql) => sql`(SELECT unit, number, ${pseudonymOf(sql`number`)} AS pseudonym FROM (${of}))`
  return sql`SELECT a.unit, b.number FROM ${named(numbers({ ...own, map: null }))} AS a JOIN (${list(
    earlier.map((of) => sql`SELECT * FROM ${named(numbers(of))}`),
    sql` UNION ALL `,
  )}) AS b ON a.pseudonym = b.pseudonym`
}

const matching = (join: Join) => (join.on.length > 0 ? join.on : [{ left: '__unit', right: '__unit' }])

export function joinSql(join: Join, left: Input, right: Input): Sql {
  const taken = new Set(join.take.map(({ as }) => as))
  const full = join.kind === 'full'
  const system = SYSTEM.map((name) =>
    full ? sql`COALESCE(l.${name}, r.${name}) AS ${name}` : sql`l.${name}`,
  )
  const keys = new Map(join.on.map((pair) => [pair.left, pair.right]))
  const kept = left.columns
    .filter(({ name }) => !taken.has(name))
    .map(({ name }) => {
      const match = keys.get(name)
      return full && match !== undefined
        ? sql`COALESCE(l.${id(name)}, r.${id(match)}) AS ${id(name)}`
        : sql`l.${id(name)}`
    })
  const brought = join.take.map(({ column, as }) => sql`r.${id(column)} AS ${id(as)}`)
  const on = matching(join).map((pair) => sql`l.${id(pair.left)} = r.${id(pair.right)}`)
  if (join.within) {
    const { index, start, stop, from, until } = join.within
    on.push(
      sql`r.${id(start)} <= l.${id(index)} + ${value(until)}`,
      sql`(r.${id(stop)} IS NULL OR r.${id(stop)} >= l.${id(index)} + ${value(from)})`,
    )
  }
  return sql`SELECT ${list([...system, ...kept, ...brought])} FROM ${left.from} AS l ${full ? sql`FULL JOIN` : sql`LEFT JOIN`} ${right.from} AS r ON ${list(on, sql` AND `)}`
}

/** One row when the right side of a join has several rows for a match. */
export function multiplyingSql(join: Join, right: Input): Sql {
  const keys = matching(join).map((pair) => id(pair.right))
  return sql`SELECT 1 AS several FROM ${right.from} WHERE ${list(
    keys.map((key) => sql`${key} IS NOT NULL`),
    sql` AND `,
  )} GROUP BY ${list(keys)} HAVING count(*) > 1 LIMIT 1`
}

/** Columns that stay as they are beside a new one: a place goes with the value, or the day, that it stands for. */
export const keptBy = ({ name: made }: Extend, columns: readonly Column[]): Column[] =>
  columns.filter(({ name }) => name !== made && name !== placeOf(made.replace(/^START@/, '')))

export function extendSql(dialect: Dialect, extend: Extend, input: Input): Sql {
  const before = input.columns.find((column) => column.name === extend.name)
  const type = dialect.types[extend.value.type]
  const made = sql`CAST(${expressionSql(dialect, extend.value, extend.position)} AS ${type})`
  const column = extend.condition
    ? sql`CASE WHEN ${conditionSql(dialect, extend.condition, extend.position)} THEN ${made} ELSE ${before ? sql`CAST(${id(extend.name)} AS ${type})` : sql`NULL`} END`
    : made
  const others = keptBy(extend, input.columns).map(({ name }) => id(name))
  return sql`SELECT ${list([...SYSTEM, ...others])}, ${column} AS ${id(extend.name)} FROM ${input.from}`
}

export function filterSql(dialect: Dialect, filter: Filter, input: Input): Sql {
  const columns = [...SYSTEM, ...input.columns.map(({ name }) => id(name))]
  return sql`SELECT ${list(columns)} FROM ${input.from} WHERE ${whereSql(dialect, filter.condition, filter.position)}`
}

export function selectSql(select: Select, input: Input): Sql {
  const columns = select.take.map(({ column, as }) => sql`${id(column)} AS ${id(as)}`)
  return sql`SELECT ${list([...SYSTEM, ...columns])} FROM ${input.from}`
}

/** The key of a collapse that is the subject of each group, if one is known to be: then nothing need be asked of the rows. */
export function subjectKey({ by, unit }: Collapse, { people, columns }: Input): string | null {
  if (!people?.keyed) return null
  const [first] = by as [string]
  const isPerson = unit === PERSON && columns.find(({ name }) => name === first)?.type === 'key'
  const subject = isPerson ? first : by.find((name) => people.columns.has(name))
  return subject !== undefined && people.columns.has(subject) ? subject : null
}

/**
 * One row a group. Its unit is the first key, its subject the one person behind it where every group has one (and the
 * unit otherwise), its record key the sum of the keys of the subjects of all groups of its unit, so that it is the same in every run.
 */
export function collapseSql(dialect: Dialect, collapse: Collapse, input: Input): Sql {
  const first = collapse.by[0] as string
  const key = input.columns.find((column) => column.name === first)
  const unit =
    key?.type === 'key'
      ? id(first)
      : madeUnit(dialect.digest(sql`${value(`${first}:`)} || CAST(${id(first)} AS VARCHAR)`))
  const own = subjectKey(collapse, input)
  // Groups of one unit have one record key between them, since one subject has one.
  const apart = own === null && collapse.by.length > 1
  const ofUnit = apart ? sql`min(${UNIT_KEY})` : recordKeys(sql``)
  const single = sql`bool_and(min(__subject) = max(__subject)) OVER ()`
  const [subject, recordKey] =
    own !== null
      ? [id(own), keyOf(id(own))]
      : input.persons?.has(first)
        ? [unit, ofUnit]
        : [
            sql`CASE WHEN ${single} THEN min(__subject) ELSE ${unit} END`,
            sql`CASE WHEN ${single} THEN ${recordKeys(sql``)} ELSE ${ofUnit} END`,
          ]
  const aggregates = aggregateColumns(dialect, collapse, input, own !== null)
  // The subject is never missing.
  const mayMiss = collapse.by.filter((name) => !input.people?.columns.has(name))
  const where = mayMiss.length > 0 ? sql` WHERE ${present(mayMiss)}` : sql``
  const from = apart
    ? sql`(SELECT *, ${recordKeys(sql` OVER (PARTITION BY ${id(first)})`)} AS ${UNIT_KEY} FROM ${input.from}${where})`
    : sql`${input.from}${where}`
  return sql`SELECT ${list([
    sql`${unit} AS __unit`,
    sql`${subject} AS __subject`,
    sql`${recordKey} AS __key`,
    ...collapse.by.map(id),
    ...aggregates.map(({ name, made }) => sql`${made} AS ${id(name)}`),
  ])} FROM ${from} GROUP BY ${list(collapse.by.map(id))}`
}

/** A unit that a script makes has a high bit that no number of a unit has. */
const madeUnit = (digest: Sql): Sql => sql`(${digest} | CAST(${value(2n ** 62n)} AS BIGINT))`

/** The same statistics beside every row; rows with a missing key get none. */
export function windowSql(dialect: Dialect, window: Window, input: Input): Sql {
  const aggregates = aggregateColumns(dialect, window, input)
  const made = new Set(aggregates.map(({ name }) => name))
  const kept = [...SYSTEM, ...input.columns.filter(({ name }) => !made.has(name)).map(({ name }) => id(name))]
  const groups = sql`SELECT ${list(window.by.map((name, i) => sql`${id(name)} AS ${id(`k${i}`)}`))}, ${list(aggregates.map((a, i) => sql`${a.made} AS ${id(`a${i}`)}`))} FROM ${input.from} WHERE ${present(window.by)} GROUP BY ${list(window.by.map(id))}`
  const on = window.by.map((name, i) => sql`l.${id(name)} = g.${id(`k${i}`)}`)
  return sql`SELECT ${list(kept.map((name) => sql`l.${name}`))}, ${list(aggregates.map((a, i) => sql`g.${id(`a${i}`)} AS ${id(a.name)}`))} FROM ${input.from} AS l LEFT JOIN (${groups}) AS g ON ${list(on, sql` AND `)}`
}

/** How many units a condition touches and leaves, of those of whom it says either: people when rows are several a person. */
export function editSql(condition: Sql, input: Sql, manyRows: boolean): Sql {
  const counted = manyRows ? sql`count(DISTINCT __subject)` : sql`count(*)`
  return sql`SELECT ${counted} FILTER (WHERE touched) AS touched, ${counted} FILTER (WHERE NOT touched) AS untouched FROM (SELECT __subject, ${condition} AS touched FROM ${input})`
}

/**
 * The usual value of a column expression over rows that meet a condition: of numbers the median, the lower of two in the middle, so that it is
 * one that somebody has; else the most frequent, of several the least. No row where nobody has one.
 */
export function usualSql(of: Sql, type: ValueType, condition: Sql, input: Sql): Sql {
  const values = sql`SELECT ${of} AS usual FROM ${input} WHERE ${condition}`
  return type === 'number'
    ? sql`SELECT quantile_disc(usual, 0.5) AS usual FROM (${values})`
    : sql`SELECT usual FROM (${values}) GROUP BY usual ORDER BY count(*) DESC, usual LIMIT 1`
}

/** Rows looked at, for each unit asked for, before all of them are counted. */
const ROWS_A_UNIT = 200

/** How many units stand behind the first rows that meet a condition (`units`), and whether these are all such rows (`rows` < `looked`). */
export function someUnitsSql(condition: Sql, input: Sql, units: number): { looked: number; select: Sql } {
  const looked = units * ROWS_A_UNIT
  const rows = sql`SELECT __subject FROM ${input} WHERE ${condition} LIMIT CAST(${value(looked)} AS BIGINT)`
  return { looked, select: sql`SELECT count(DISTINCT __subject) AS units, count(*) AS rows FROM (${rows})` }
}

/** Sum of the record keys of the distinct subjects, modulo 65,536: the subject's own bits vanish in the remainder. */
const recordKeys = (over: Sql): Sql =>
  sql`CAST((sum(DISTINCT CAST(__subject AS HUGEINT) * 65536 + __key)${over} % 65536 + 65536) % 65536 AS INTEGER)`
const UNIT_KEY = id('__unit_key')

function present(names: readonly string[]): Sql {
  return list(
    names.map((name) => sql`${id(name)} IS NOT NULL`),
    sql` AND `,
  )
}

function aggregateColumns(
  dialect: Dialect,
  of: { aggregates: readonly Aggregate[]; position: Collapse['position'] },
  input: Input,
  ofSubjects = false,
): { name: string; made: Sql }[] {
  const has = (wanted: string) => input.columns.some(({ name }) => name === wanted)
  return of.aggregates.map(({ statistic, column, as, order, to, n }) => {
    const type = input.columns.find(({ name }) => name === column)?.type ?? 'number'
    const place =
      ofSubjects && order === `START@${column}` && has(placeOf(column)) ? id(placeOf(column)) : null
    const rank = type === 'key' ? { rank: pseudonymOf(id(column)) } : {}
    const operand: Operand = { sql: id(column), type, simple: true, ...rank }
    const made = aggregateSql(
      dialect,
      statistic,
      operand,
      {
        order: order === undefined ? null : id(order),
        ...(place ? { place } : {}),
        to: to && (to.kind === 'day' ? sql`CAST(${value(to.day)} AS DOUBLE)` : id(to.name)),
        n,
      },
      of.position,
    )
    return { name: as, made }
  })
}
