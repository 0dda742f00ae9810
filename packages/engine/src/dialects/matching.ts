/**
 * Matches drawn for cases, as `Match` promises in plan/types.ts. Without calipers one statement numbers cases and candidates and pairs
 * them; calipers take rounds, of which each is a statement over the cases that still have a place open.
 */
import type { Match } from '../plan/types.js'
import { type Input, pseudonymOf } from './relations.js'
import { id, list, type Sql, sql, value } from './sql.js'

const MOST_ROUNDS = 200
const RING = sql`CAST(4503599627370496 AS DOUBLE)`

interface Place {
  ask(statement: Sql): Promise<Record<string, unknown>[]>
  /** Keeps the rows of a SELECT until the relation is made. */
  keep(select: Sql): Promise<Sql>
}

/** The SELECT of the cases and their matches, drawn among pseudonyms, whose order all places share; what it needs has been kept in `place`. */
export async function matchSql(match: Match, cases: Input, pool: Input, place: Place): Promise<Sql> {
  const exact = match.exact.map((name, k) => sql`${id(name)} AS ${id(`x${k}`)}`)
  const near = match.calipers.map(({ column }, k) => sql`${id(column)} AS ${id(`c${k}`)}`)
  const lots = (from: Sql, where: Sql) =>
    sql`SELECT ${pseudonymOf(sql`__unit`)} AS __unit, __unit AS own, ${lotOf(match.seed)} AS lot${list([sql``, ...exact, ...near])} FROM ${from} AS r${where}`
  const wanting = await place.keep(lots(cases.from, sql``))
  const free = await place.keep(
    lots(pool.from, sql` WHERE r.__unit NOT IN (SELECT __unit FROM ${cases.from})`),
  )
  const chosen = await place.keep(
    match.calipers.length === 0
      ? numbered(match, wanting, free)
      : match.replace
        ? firstChoices(match, wanting, free)
        : await rounds(match, wanting, free, place),
  )
  const columns = match.columns.filter(({ name }) => name !== match.set && name !== match.role)
  const taken = [sql`t.__unit, t.__subject, t.__key`, ...columns.map(({ name }) => sql`t.${id(name)}`)]
  const has = new Set(match.columns.map(({ name }) => name))
  const marks = (role: number) =>
    list([
      sql``,
      ...(has.has(match.set) ? [sql`CAST(number AS DOUBLE) AS ${id(match.set)}`] : []),
      ...(has.has(match.role) ? [sql`CAST(${value(role)} AS DOUBLE) AS ${id(match.role)}`] : []),
    ])
  return sql`WITH sets AS (SELECT __unit, own, row_number() OVER (ORDER BY lot, __unit) AS number FROM ${wanting})
    SELECT ${list(taken)}${marks(1)} FROM ${cases.from} AS t JOIN sets ON sets.own = t.__unit
    UNION ALL SELECT ${list(taken)}${marks(0)} FROM ${pool.from} AS t JOIN ${free} AS f ON f.own = t.__unit JOIN ${chosen} AS m ON m.candidate = f.__unit JOIN sets ON sets.__unit = m.wanting`
}

/** The first 13 hex digits of md5 of `seed:key` as a number of 52 bits. */
function lotOf(seed: number): Sql {
  return sql`CAST(CAST('0x' || substr(md5(${value(`${seed}:`)} || CAST(__key AS VARCHAR)), 1, 13) AS BIGINT) AS DOUBLE)`
}

const equal = (match: Match): Sql[] => match.exact.map((_, k) => sql`w.${id(`x${k}`)} = f.${id(`x${k}`)}`)
const within = (match: Match): Sql[] =>
  match.calipers.map(
    ({ distance }, k) => sql`abs(w.${id(`c${k}`)} - f.${id(`c${k}`)}) <= CAST(${value(distance)} AS DOUBLE)`,
  )
const every = (conditions: readonly Sql[]): Sql => list([sql`TRUE`, ...conditions], sql` AND `)

/** Pairs (wanting, candidate) where only equality counts. */
function numbered(match: Match, wanting: Sql, free: Sql): Sql {
  const groups =
    match.exact.length > 0 ? sql`PARTITION BY ${list(match.exact.map((_, k) => id(`x${k}`)))}` : sql``
  const rank = (from: Sql) =>
    sql`(SELECT *, row_number() OVER (${groups} ORDER BY lot, __unit) - 1 AS place, count(*) OVER (${groups}) AS size FROM ${from})`
  const ratio = sql`CAST(${value(BigInt(match.ratio))} AS BIGINT)`
  // Each case with the numbers of the candidates it wants.
  const wants = match.replace
    ? sql`(SELECT w.*, (w.place * ${ratio} + i) % n.size AS number FROM (SELECT *, unnest(range(${ratio})) AS i FROM ${rank(wanting)}) AS w JOIN (SELECT DISTINCT size${list([sql``, ...match.exact.map((_, k) => id(`x${k}`))])} FROM ${rank(free)}) AS n ON ${every(match.exact.map((_, k) => sql`w.${id(`x${k}`)} = n.${id(`x${k}`)}`))} WHERE i < n.size)`
    : sql`(SELECT *, i * size + place AS number FROM (SELECT *, unnest(range(${ratio})) AS i FROM ${rank(wanting)}))`
  return sql`SELECT w.__unit AS wanting, f.__unit AS candidate FROM ${wants} AS w JOIN ${rank(free)} AS f ON ${every([sql`w.number = f.place`, ...equal(match)])}`
}

/** Pairs of each case and a candidate that it may take, with how far down its wishes the candidate stands. */
const wishes = (match: Match, wanting: Sql, free: Sql): Sql =>
  sql`SELECT w.__unit AS wanting, f.__unit AS candidate, (f.lot - w.lot + ${RING}) % ${RING} AS wish FROM ${wanting} AS w JOIN ${free} AS f ON ${every([...equal(match), ...within(match)])}`

const firstChoices = (match: Match, wanting: Sql, free: Sql): Sql =>
  sql`SELECT wanting, candidate FROM (${wishes(match, wanting, free)}) QUALIFY row_number() OVER (PARTITION BY wanting ORDER BY wish, candidate) <= ${value(BigInt(match.ratio))}`

async function rounds(match: Match, wanting: Sql, free: Sql, place: Place): Promise<Sql> {
  const made: Sql[] = []
  const all = () =>
    made.length === 0
      ? sql`(SELECT CAST(0 AS BIGINT) AS wanting, CAST(0 AS BIGINT) AS candidate WHERE FALSE)`
      : sql`(${list(
          made.map((round) => sql`SELECT wanting, candidate FROM ${round}`),
          sql` UNION ALL `,
        )})`
  for (let round = 0, places = 1; round < MOST_ROUNDS && places <= match.ratio; round++) {
    const open = sql`(SELECT * FROM ${wanting} WHERE __unit NOT IN (SELECT wanting FROM ${all()} GROUP BY wanting HAVING count(*) >= ${value(BigInt(places))}))`
    const left = sql`(SELECT * FROM ${free} WHERE __unit NOT IN (SELECT candidate FROM ${all()}))`
    const asked = sql`SELECT wanting, arg_min(candidate, {'wish': wish, 'candidate': candidate}) AS candidate, min(wish) AS wish FROM (${wishes(match, open, left)}) GROUP BY wanting`
    const taken = await place.keep(
      sql`SELECT candidate, arg_min(wanting, {'wish': wish, 'wanting': wanting}) AS wanting FROM (${asked}) GROUP BY candidate`,
    )
    const [count] = await place.ask(sql`SELECT count(*) AS n FROM ${taken}`)
    if (Number(count?.['n']) === 0) places++
    else made.push(taken)
  }
  return sql`SELECT * FROM ${all()}`
}
