/**
 * Staged rows become a stored table: identifiers replaced by unit numbers, rows sorted by unit and day (and then by
 * everything else, so that the same rows give the same file), ZSTD Parquet. The physical form is that of model/holdings.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FROM_COLUMN, linkColumn, type Table, UNIT_COLUMN, UNTIL_COLUMN } from '@sund/model'
import { type Database, filesToRead, identifier, text } from './database.js'
import { isTimed, staged } from './parse.js'
import { goodRows, passesOver, type Stage } from './stage.js'
import type { Numbering } from './units.js'

/** Columns of a stored table before its variables. */
export function keyColumns(table: Table): string[] {
  return [
    UNIT_COLUMN,
    ...table.links.map(({ name }) => linkColumn(name)),
    ...(isTimed(table) ? [FROM_COLUMN, UNTIL_COLUMN] : []),
  ]
}

/**
 * Writes one table. A unit type without identifiers is numbered by row from `offset`, in the order of the stored rows.
 * Numbering and sorting are two passes over files in `work`, so that each has all the memory; staged files go as they
 * are used.
 */
export async function storeTable(
  database: Database,
  stage: Stage,
  numberings: ReadonlyMap<string, Numbering>,
  offset: number,
  files: { target: string; work: string },
  onShare: (share: number) => void,
): Promise<void> {
  const { table } = stage
  const work = (name: string) => join(files.work, `${name}-${table.name}.parquet`)
  const ranges = rangesOf(table, numberings, await passesOver(database, [stage]))
  const numbered = work('numbered')
  await numberRows(database, stage, numberings, { target: numbered, work }, (share) => onShare(share / 2))
  const columns = [
    ...keyColumns(table).filter((name) => table.unitColumn !== undefined || name !== UNIT_COLUMN),
    ...table.variables.map(({ name }) => name),
  ].map(identifier)
  const until = untilOf(table)
  const sorted = (range: string) => `
    SELECT ${columns.join(', ')}
    FROM (SELECT * ${until ? `REPLACE (${until} AS ${UNTIL_COLUMN})` : ''} FROM ${filesToRead([numbered])} WHERE ${range})
    ORDER BY ${orderOf(table).map(identifier).join(', ')}`
  const unit = `CAST(row_number() OVER () - 1 + ${offset} AS INTEGER) AS ${UNIT_COLUMN}`
  const store = (rows: string, onStored?: (share: number) => void) =>
    database.run(
      `COPY (${table.unitColumn ? rows : `SELECT ${unit}, * FROM (${rows})`})
       TO ${text(files.target)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`,
      onStored,
    )
  const [only, ...others] = ranges as [string, ...string[]]
  if (others.length === 0) await store(sorted(only), (share) => onShare(0.5 + share / 2))
  else {
    const runs = ranges.map((_, i) => work(`sorted-${i}`))
    for (const [i, range] of ranges.entries()) {
      await database.run(
        `COPY (${sorted(range)}) TO ${text(runs[i] as string)} (FORMAT parquet, COMPRESSION snappy)`,
      )
      onShare(0.5 + (0.4 * (i + 1)) / ranges.length)
    }
    await database.run('SET preserve_insertion_order = true')
    await store(`SELECT * FROM ${filesToRead(runs)}`)
    await database.run('SET preserve_insertion_order = false')
    for (const run of runs) await rm(run)
  }
  await rm(numbered)
}

/**
 * Conditions that cut the rows into `passes` ranges of the first column they are sorted by, in its order, so that sorted
 * ranges put after one another are the sorted rows. A table that is not sorted by units first is one range.
 */
function rangesOf(table: Table, numberings: ReadonlyMap<string, Numbering>, passes: number): string[] {
  const [link] = table.links
  const [column, unitType] = table.unitColumn
    ? [UNIT_COLUMN, table.unit]
    : link
      ? [linkColumn(link.name), link.unit]
      : [null, null]
  if (column === null || passes === 1) return ['TRUE']
  const count = (numberings.get(unitType) as Numbering).set.count
  const bound = (pass: number) => Math.round((pass * count) / passes)
  return Array.from({ length: passes }, (_, pass) => {
    const range = `${identifier(column)} >= ${bound(pass)} AND ${identifier(column)} < ${bound(pass + 1)}`
    // Missing links come last, as in ORDER BY.
    return pass === passes - 1 ? `(${range} OR ${identifier(column)} IS NULL)` : range
  })
}

/**
 * Writes the staged rows with unit numbers for identifiers and variables under their own names, and removes the staged files. Identifiers
 * are looked up in one column after another: looking up several at once would hold as many tables of all units in memory.
 */
async function numberRows(
  database: Database,
  stage: Stage,
  numberings: ReadonlyMap<string, Numbering>,
  files: { target: string; work: (name: string) => string },
  onShare: (share: number) => void,
): Promise<void> {
  const { table } = stage
  const lookups = [
    ...(table.unitColumn ? [{ column: staged.unit, as: UNIT_COLUMN, unit: table.unit, join: 'JOIN' }] : []),
    ...table.links.map(({ name, unit }, i) => ({
      column: staged.link(i),
      as: linkColumn(name),
      unit,
      join: 'LEFT JOIN',
    })),
  ]
  const columns = [
    ...lookups.map(({ as }) => identifier(as)),
    ...(isTimed(table)
      ? [FROM_COLUMN, `${table.untilColumn ? staged.until : 'CAST(NULL AS INTEGER)'} AS ${UNTIL_COLUMN}`]
      : []),
    ...table.variables.map(({ name }, i) => `${staged.variable(i)} AS ${identifier(name)}`),
  ].join(', ')
  let rows = goodRows(stage)
  let used: readonly string[] = stage.parts
  const steps = Math.max(1, lookups.length)
  for (let step = 0; step < steps; step++) {
    const lookup = lookups[step]
    if (lookup) {
      const { relation } = numberings.get(lookup.unit) as Numbering
      rows = `(SELECT s.* EXCLUDE (${lookup.column}), u.unit AS ${identifier(lookup.as)}
               FROM ${rows} AS s ${lookup.join} ${relation} AS u ON u.id = s.${lookup.column})`
    }
    const last = step === steps - 1
    const file = last ? files.target : files.work(`lookup-${step}`)
    await database.run(
      `COPY (SELECT ${last ? columns : '*'} FROM ${rows})
       TO ${text(file)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 61440)`,
      (share) => onShare((step + share) / steps),
    )
    for (const done of used) await rm(done)
    rows = filesToRead([file])
    used = [file]
  }
}

/** By unit and day, then by everything else; rows that are units of their own lie by whom they link to. */
function orderOf(table: Table): string[] {
  const days = isTimed(table) ? [FROM_COLUMN, UNTIL_COLUMN] : []
  const links = table.links.map(({ name }) => linkColumn(name))
  const variables = table.variables.map(({ name }) => name)
  return table.unitColumn ? [UNIT_COLUMN, ...days, ...links, ...variables] : [...links, ...days, ...variables]
}

/**
 * SQL of the last day of a row where the source gives none: a status holds until the day before the unit's next one, an
 * event or a sum is of its own day. Null where nothing is to be computed.
 */
function untilOf(table: Table): string | null {
  if (!isTimed(table) || table.untilColumn) return null
  if (table.variables.every(({ temporality }) => temporality !== 'STATUS')) return FROM_COLUMN
  if (!table.unitColumn) return null
  return `CAST(min(${FROM_COLUMN}) OVER (PARTITION BY ${UNIT_COLUMN} ORDER BY ${FROM_COLUMN}
    RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) - 1 AS INTEGER)`
}
