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
  Window,
} from '../plan/types.js'
import { aggregateSql, conditionSql, type Dialect, expressionSql, type Operand } from './dialect.js'
import { id, list, type Sql, sql, value } from './sql.js'

/** An input: where its rows are and which columns they have besides the three. */
export interface Input {
  from: Sql
  columns: readonly Column[]
}

/** A stored table, and the pseudonyms of the units that its rows are about and link to. */
export interface Stored {
  from: Sql
  unitType: string
  links: readonly { name: string; unitType: string }[]
  /** Columns `from_day` and `until_day` exist. */
  hasFrom: boolean
  hasUntil: boolean
  /** Table (unit, pseudonym, key) of a unit type, null when its units are numbered by row. */
  units(unitType: string): Sql | null
  /** Makes digests of this workplace differ from any other's. */
  seed: string
}

/** The three columns of every relation. */
export const SYSTEM = [id('__unit'), id('__subject'), id('__key')]

/** Rows of a stored table with pseudonyms in place of numbers. A row whose subject is unknown is left out. */
export function scanSql(dialect: Dialect, scan: Scan, stored: Stored): Sql {
  const joins: Sql[] = []
  const seen = new Map<string, { pseudonym: Sql; key: Sql }>()
  const unitsOf = (link: string | null, required: boolean) => {
    const name = link ?? ''
    const known = seen.get(name)
    if (known) return known
    const column = sql`t.${id(link === null ? UNIT_COLUMN : linkColumn(link))}`
    const unitType = link === null ? stored.unitType : stored.links.find((l) => l.name === link)?.unitType
    if (unitType === undefined) throw new Error('a link that the table does not have')
    const units = stored.units(unitType)
    const alias = id(`u${seen.size}`)
    if (units)
      joins.push(
        sql`${required ? sql`JOIN` : sql`LEFT JOIN`} ${units} AS ${alias} ON ${alias}.unit = ${column}`,
      )
    const made = units
      ? { pseudonym: sql`${alias}.pseudonym`, key: sql`${alias}.key` }
      : {
          pseudonym: dialect.digest(sql`${value(`${stored.seed}:${unitType}:`)} || ${column}`),
          key: sql`CAST(${dialect.digest(sql`${value(`${scan.register}:${unitType}:`)} || ${column}`)} % 65536 AS INTEGER)`,
        }
    seen.set(name, made)
    return made
  }
  const subject = unitsOf(scan.subjectLink, true)
  const unit = unitsOf(null, true)
  const until = stored.hasUntil ? sql`t.${id(UNTIL_COLUMN)}` : sql`t.${id(FROM_COLUMN)}`
  const columns = scan.read.map(({ as, read }) => {
    const type = scan.columns.find((column) => column.name === as)?.type ?? 'number'
    const from =
      read.what === 'variable'
        ? sql`t.${id(read.name)}`
        : read.what === 'link'
          ? unitsOf(read.name, false).pseudonym
          : { unit: unit.pseudonym, from: sql`t.${id(FROM_COLUMN)}`, until }[read.what]
    return sql`CAST(${from} AS ${dialect.types[type]}) AS ${id(as)}`
  })
  const where = [sql`TRUE`]
  if (scan.present.length > 0)
    where.push(
      sql`(${list(
        scan.present.map((name) => sql`t.${id(name)} IS NOT NULL`),
        sql` OR `,
      )})`,
    )
  if (scan.when.kind !== 'fixed' && stored.hasFrom) {
    const [first, last] =
      scan.when.kind === 'day' ? [scan.when.day, scan.when.day] : [scan.when.from, scan.when.until]
    where.push(
      sql`t.${id(FROM_COLUMN)} <= ${value(last)}`,
      sql`(${until} IS NULL OR ${until} >= ${value(first)})`,
    )
  }
  return sql`SELECT ${list([
    sql`${unit.pseudonym} AS __unit`,
    sql`${subject.pseudonym} AS __subject`,
    sql`CAST(${subject.key} AS INTEGER) AS __key`,
    ...columns,
  ])} FROM ${stored.from} AS t ${list(joins, sql` `)} WHERE ${list(where, sql` AND `)}`
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

export function extendSql(dialect: Dialect, extend: Extend, input: Input): Sql {
  const before = input.columns.find((column) => column.name === extend.name)
  const type = dialect.types[extend.value.type]
  const made = sql`CAST(${expressionSql(dialect, extend.value, extend.position)} AS ${type})`
  const column = extend.condition
    ? sql`CASE WHEN ${conditionSql(dialect, extend.condition, extend.position)} THEN ${made} ELSE ${before ? sql`CAST(${id(extend.name)} AS ${type})` : sql`NULL`} END`
    : made
  const others = input.columns.filter(({ name }) => name !== extend.name).map(({ name }) => id(name))
  return sql`SELECT ${list([...SYSTEM, ...others])}, ${column} AS ${id(extend.name)} FROM ${input.from}`
}

export function filterSql(dialect: Dialect, filter: Filter, input: Input): Sql {
  const columns = [...SYSTEM, ...input.columns.map(({ name }) => id(name))]
  return sql`SELECT ${list(columns)} FROM ${input.from} WHERE ${conditionSql(dialect, filter.condition, filter.position)}`
}

export function selectSql(select: Select, input: Input): Sql {
  const columns = select.take.map(({ column, as }) => sql`${id(column)} AS ${id(as)}`)
  return sql`SELECT ${list([...SYSTEM, ...columns])} FROM ${input.from}`
}

/**
 * One row a group. Its unit is the first key, its subject the one person behind it where every group has one (and the
 * unit otherwise), its record key the sum of its subjects' keys, so that it is the same in every run.
 */
export function collapseSql(dialect: Dialect, collapse: Collapse, input: Input): Sql {
  const first = collapse.by[0] as string
  const key = input.columns.find((column) => column.name === first)
  const unit =
    key?.type === 'key'
      ? id(first)
      : dialect.digest(sql`${value(`${first}:`)} || CAST(${id(first)} AS VARCHAR)`)
  const subject =
    collapse.unit === PERSON && key?.type === 'key'
      ? sql`any_value(${unit})`
      : sql`CASE WHEN bool_and(min(__subject) = max(__subject)) OVER () THEN min(__subject) ELSE any_value(${unit}) END`
  const aggregates = aggregateColumns(dialect, collapse, input)
  return sql`SELECT ${list([
    sql`any_value(${unit}) AS __unit`,
    sql`${subject} AS __subject`,
    sql`${recordKeys()} AS __key`,
    ...collapse.by.map(id),
    ...aggregates.map(({ name, made }) => sql`${made} AS ${id(name)}`),
  ])} FROM ${input.from} WHERE ${present(collapse.by)} GROUP BY ${list(collapse.by.map(id))}`
}

/** The same statistics beside every row; rows with a missing key get none. */
export function windowSql(dialect: Dialect, window: Window, input: Input): Sql {
  const aggregates = aggregateColumns(dialect, window, input)
  const made = new Set(aggregates.map(({ name }) => name))
  const kept = [...SYSTEM, ...input.columns.filter(({ name }) => !made.has(name)).map(({ name }) => id(name))]
  const groups = sql`SELECT ${list(window.by.map((name, i) => sql`${id(name)} AS ${id(`k${i}`)}`))}, ${list(aggregates.map((a, i) => sql`${a.made} AS ${id(`a${i}`)}`))} FROM ${input.from} WHERE ${present(window.by)} GROUP BY ${list(window.by.map(id))}`
  const on = window.by.map((name, i) => sql`l.${id(name)} = g.${id(`k${i}`)}`)
  return sql`SELECT ${list(kept.map((name) => sql`l.${name}`))}, ${list(aggregates.map((a, i) => sql`g.${id(`a${i}`)} AS ${id(a.name)}`))} FROM ${input.from} AS l LEFT JOIN (${groups}) AS g ON ${list(on, sql` AND `)}`
}

/** How many units a condition touches and leaves: people when rows are several a person. */
export function editSql(condition: Sql, input: Sql, manyRows: boolean): Sql {
  const counted = manyRows ? sql`count(DISTINCT __subject)` : sql`count(*)`
  return sql`SELECT ${counted} FILTER (WHERE touched) AS touched, ${counted} FILTER (WHERE NOT touched) AS untouched FROM (SELECT __subject, ${condition} AS touched FROM ${input})`
}

/** Sum of the record keys of the distinct subjects, modulo 65,536: the subject's own bits vanish in the remainder. */
export function recordKeys(where?: Sql): Sql {
  const filter = where ? sql` FILTER (WHERE ${where})` : sql``
  return sql`CAST((sum(DISTINCT CAST(__subject AS HUGEINT) * 65536 + __key)${filter} % 65536 + 65536) % 65536 AS INTEGER)`
}

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
): { name: string; made: Sql }[] {
  return of.aggregates.map(({ statistic, column, as, order, to, n }) => {
    const type = input.columns.find(({ name }) => name === column)?.type ?? 'number'
    const operand: Operand = { sql: id(column), type, simple: true }
    const made = aggregateSql(
      dialect,
      statistic,
      operand,
      {
        order: order === undefined ? null : id(order),
        to: to && (to.kind === 'day' ? sql`CAST(${value(to.day)} AS DOUBLE)` : id(to.name)),
        n,
      },
      of.position,
    )
    return { name: as, made }
  })
}
