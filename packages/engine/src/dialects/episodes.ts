/**
 * Time at risk cut where a value changes, as a SELECT: what `Episodes` promises in plan/types.ts. Kept apart from the other relations
 * because it is the only one that walks through the days of a unit.
 */
import type { Episodes } from '../plan/types.js'
import type { Input } from './relations.js'
import { id, list, type Sql, sql } from './sql.js'

/** The one value of a column over the rows of a unit, missing where they differ. */
const only = (column: Sql): Sql => sql`CASE WHEN min(${column}) = max(${column}) THEN min(${column}) END`

export function episodesSql(episodes: Episodes, input: Input): Sql {
  const { varying, entry, time } = episodes
  const [index, exit, event] = [episodes.index, episodes.exit, episodes.event].map(id) as [Sql, Sql, Sql]
  const values = varying.map((name, k) => ({
    name: id(name),
    start: id(`START@${name}`),
    stop: id(`STOP@${name}`),
    history: id(`h${k}`),
    v: id(`v${k}`),
  }))
  const apart = new Set([...varying, entry, time, episodes.event])
  const kept = episodes.columns.filter(({ name }) => !apart.has(name)).map(({ name }) => id(name))
  const people = sql`SELECT __unit, min(__subject) AS __subject, min(__key) AS __key, ${list([
    sql`${only(index)} AS "__index"`,
    sql`${only(exit)} AS "__exit"`,
    sql`${only(sql`CAST(${event} <> 0 AS DOUBLE)`)} AS "__event"`,
    ...kept.map((name) => sql`${only(name)} AS ${name}`),
  ])} FROM ${input.from} GROUP BY __unit`
  const watched = sql`SELECT __unit, "__index" AS i, "__exit" AS x FROM people WHERE "__index" < "__exit" AND "__event" IS NOT NULL`
  // From day `b` on the value is `v`, before day `f` (missing: until another begins).
  const histories = values.map(
    ({ name, start, stop, history }) =>
      sql`${history} AS MATERIALIZED (SELECT __unit, ${start} AS b, ${name} AS v, CASE WHEN ${stop} > ${start} THEN ${stop} + 1 END AS f FROM ${input.from} WHERE ${name} IS NOT NULL AND ${start} IS NOT NULL QUALIFY row_number() OVER (PARTITION BY __unit, ${start} ORDER BY ${name} DESC, f DESC NULLS FIRST) = 1)`,
  )
  const days = list(
    [
      sql`SELECT __unit, i AS b FROM watched`,
      ...values.flatMap(({ history }) => [
        sql`SELECT __unit, b FROM ${history}`,
        sql`SELECT __unit, f FROM ${history} WHERE f IS NOT NULL`,
      ]),
    ],
    sql` UNION `,
  )
  const found = values.map(
    ({ history, v }) =>
      sql`CASE WHEN ${history}.f IS NULL OR ${history}.f > cuts.b THEN ${history}.v END AS ${v}`,
  )
  const joins = values.map(
    ({ history }) =>
      sql`ASOF LEFT JOIN ${history} ON cuts.__unit = ${history}.__unit AND cuts.b >= ${history}.b`,
  )
  const changed = list(
    [sql`lag(b) OVER days IS NULL`, ...values.map(({ v }) => sql`${v} IS DISTINCT FROM lag(${v}) OVER days`)],
    sql` OR `,
  )
  const columns = episodes.columns.map(({ name }) => {
    const made = id(name)
    if (name === entry) return sql`b - i AS ${made}`
    if (name === time) return sql`LEAST(e, x) - i AS ${made}`
    if (name === episodes.event)
      return sql`CASE WHEN i IS NULL THEN NULL WHEN e IS NULL THEN "__event" ELSE 0 END AS ${made}`
    const k = varying.indexOf(name)
    return k < 0 ? sql`people.${made}` : sql`${(values[k] as (typeof values)[number]).v} AS ${made}`
  })
  return sql`WITH people AS MATERIALIZED (${people}), watched AS MATERIALIZED (${watched}), ${list(histories)},
    cuts AS (SELECT __unit, b, i, x FROM (${days}) JOIN watched USING (__unit) WHERE b >= i AND b < x),
    valued AS (SELECT cuts.*, ${list(found)} FROM cuts ${list(joins, sql` `)}),
    stretches AS (SELECT *, lead(b) OVER (PARTITION BY __unit ORDER BY b) AS e FROM (SELECT * FROM valued WINDOW days AS (PARTITION BY __unit ORDER BY b) QUALIFY ${changed}))
    SELECT ${list([sql`people.__unit, people.__subject, people.__key`, ...columns])} FROM people LEFT JOIN stretches ON people.__unit = stretches.__unit`
}
