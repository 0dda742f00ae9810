/**
 * What an import saw, counted over the stored tables: rows, units, missing values, values outside the code list,
 * overlapping periods, identical rows. Every count is exact, and a query whose memory can spill.
 */
import {
  type Code,
  type DataType,
  FROM_COLUMN,
  linkColumn,
  PERSON,
  type Table,
  type TableQuality,
  UNIT_COLUMN,
  UNTIL_COLUMN,
  type Variable,
  type VariableQuality,
} from '@sund/model'
import { type Database, identifier, pathToRead, text } from './database.js'
import { isTimed } from './parse.js'
import { keyColumns } from './store.js'

/** Days of an open end and of the origin when unit and day are packed into one integer that orders like both. */
const OPEN_DAY = 2 ** 31
const UNIT_WIDTH = 2 ** 33
/** A value that must be remembered weighs as much as this many rows that are sorted. */
const ROWS_A_VALUE = 20

export async function measureTable(database: Database, table: Table, file: string): Promise<TableQuality> {
  const stored = `read_parquet(${pathToRead(file)})`
  // Rows are compared with the row before them in the file, so they must come in the file's order.
  await database.run('SET preserve_insertion_order = true')
  const [whole] = await database.rows(overallQuery(table, stored))
  await database.run('SET preserve_insertion_order = false')
  const rows = Number(whole?.rows)
  const variables: VariableQuality[] = []
  for (const variable of table.variables) {
    const { missing, distinct } = await countValues(database, identifier(variable.name), stored)
    const codes = await countCodes(database, table, variable, stored)
    variables.push({
      variable: variable.name,
      rows,
      missing,
      outOfCodeList: await countOutside(database, table, variable, stored),
      distinct,
      ...(codes ? { codes } : {}),
    })
  }
  const person = personColumn(table)
  const [linked] = person
    ? await database.rows(
        `SELECT count(*)::DOUBLE AS people FROM (SELECT DISTINCT ${person} AS s FROM ${stored}) WHERE s IS NOT NULL`,
      )
    : []
  const day = (value: unknown) => (value === null || value === undefined ? null : String(value))
  return {
    table: table.name,
    rows,
    units: Number(whole?.units),
    ...(linked ? { people: Number(linked.people) } : {}),
    duplicates: Number(whole?.duplicates),
    overlappingPeriods: Number(whole?.overlapping),
    earliest: day(whole?.earliest),
    latest: day(whole?.latest),
    variables,
  }
}

/**
 * Counts over the sorted file in one ordered pass. A row overlaps when it begins before the latest end of the unit's
 * earlier rows; a running maximum of (unit, end) packed into one integer is that end, since units ascend.
 */
function overallQuery(table: Table, stored: string): string {
  const timed = isTimed(table)
  const status = table.variables.some(({ temporality }) => temporality === 'STATUS')
  const compared = [...keyColumns(table), ...table.variables.map(({ name }) => name)]
    .filter((name) => table.unitColumn !== undefined || name !== UNIT_COLUMN)
    .map(identifier)
  const packed = (day: string) => `(${UNIT_COLUMN}::BIGINT * ${UNIT_WIDTH} + ${day} + ${OPEN_DAY})`
  const until = timed ? `coalesce(${UNTIL_COLUMN}, ${OPEN_DAY})` : '0'
  const from = timed ? FROM_COLUMN : '0'
  const iso = (day: string) => `strftime(DATE '1970-01-01' + ${day}, '%Y-%m-%d')`
  return `
    SELECT count(*)::DOUBLE AS rows,
      count(*) FILTER (${UNIT_COLUMN} IS DISTINCT FROM unit_before)::DOUBLE AS units,
      count(*) FILTER (h = h_before)::DOUBLE AS duplicates,
      ${status ? `count(*) FILTER (ends_before >= ${packed(from)})::DOUBLE` : '0'} AS overlapping,
      ${timed ? `${iso(`min(${FROM_COLUMN})`)} AS earliest, ${iso(`max(greatest(${FROM_COLUMN}, coalesce(${UNTIL_COLUMN}, ${FROM_COLUMN})))`)} AS latest` : 'NULL AS earliest, NULL AS latest'}
    FROM (SELECT *, lag(h) OVER () AS h_before, lag(${UNIT_COLUMN}) OVER () AS unit_before, lag(ends) OVER () AS ends_before
      FROM (SELECT *, max(${packed(until)}) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS ends
        FROM (SELECT ${UNIT_COLUMN}${timed ? `, ${FROM_COLUMN}, ${UNTIL_COLUMN}` : ''}, hash(${compared.join(', ')}) AS h FROM ${stored})))`
}

/** Rows without a value, and different values. Many are counted in passes, each over a share of the values. */
async function countValues(
  database: Database,
  column: string,
  stored: string,
): Promise<{ missing: number; distinct: number }> {
  const [about] = await database.rows(
    `SELECT count(*) FILTER (${column} IS NULL)::DOUBLE AS missing, approx_count_distinct(${column})::DOUBLE AS near FROM ${stored}`,
  )
  const passes = Math.max(1, Math.ceil((Number(about?.near) * ROWS_A_VALUE) / database.rowsAPass))
  let distinct = 0
  for (let pass = 0; pass < passes; pass++) {
    const [counted] = await database.rows(
      `SELECT count(*)::DOUBLE AS n FROM (SELECT DISTINCT ${column} FROM ${stored}
       WHERE ${column} IS NOT NULL AND hash(${column}) % ${passes} = ${pass})`,
    )
    distinct += Number(counted?.n)
  }
  return { missing: Number(about?.missing), distinct }
}

/** The column that links a row to a person, where its unit is not one. */
function personColumn({ unit, links }: Table): string | undefined {
  const link = unit === PERSON ? undefined : links.find((one) => one.unit === PERSON)
  return link && identifier(linkColumn(link.name))
}

/** Rows with each code of the list, and the people behind them. Values that are no code are data, and stay uncounted. */
async function countCodes(
  database: Database,
  table: Table,
  variable: Variable,
  stored: string,
): Promise<VariableQuality['codes']> {
  if (!('codes' in variable.domain)) return undefined
  const codes = [...new Set(variable.domain.codes.map(({ code }) => code))]
  const values = codes.map((code, i) => `(${i}, ${codeValue(code, variable.dataType)})`)
  const found = await database.rows(
    `SELECT i, sum(n)::DOUBLE AS rows, count(s)::DOUBLE AS units FROM (
       SELECT c.i, ${personColumn(table) ?? `t.${UNIT_COLUMN}`} AS s, count(*) AS n
       FROM ${stored} AS t JOIN (VALUES ${values.join(', ')}) AS c(i, code) ON c.code = t.${identifier(variable.name)}
       GROUP BY ALL) GROUP BY i ORDER BY i`,
  )
  return found.map(({ i, rows, units }) => ({
    code: codes[Number(i)] as string,
    rows: Number(rows),
    units: Number(units),
  }))
}

/** Values that are no code of the list, or not one on the day from which the row holds. */
async function countOutside(
  database: Database,
  table: Table,
  variable: Variable,
  stored: string,
): Promise<number> {
  if (!('codes' in variable.domain) || variable.domain.partial) return 0
  const codes = variable.domain.codes.map((code) => codeRow(code, variable.dataType))
  const day = isTimed(table) ? FROM_COLUMN : '0'
  const [counts] = await database.rows(
    `SELECT coalesce(sum(n), 0)::DOUBLE AS outside
     FROM (SELECT ${identifier(variable.name)} AS v, ${day} AS day, count(*) AS n FROM ${stored} WHERE v IS NOT NULL GROUP BY ALL) AS s
     WHERE NOT EXISTS (
       SELECT 1 FROM (VALUES ${codes.join(', ')}) AS c(code, first_day, last_day)
       WHERE c.code = s.v AND s.day BETWEEN c.first_day AND c.last_day)`,
  )
  return Number(counts?.outside)
}

const SQL_TYPES: Record<DataType, string> = {
  STRING: 'VARCHAR',
  LONG: 'BIGINT',
  DOUBLE: 'DOUBLE',
  DATE: 'INTEGER',
}

/** A code as a stored value. */
function codeValue(code: string, dataType: DataType): string {
  return dataType === 'DATE'
    ? `TRY_CAST(${text(code)} AS DATE) - DATE '1970-01-01'`
    : `TRY_CAST(${text(code)} AS ${SQL_TYPES[dataType]})`
}

function codeRow({ code, validFrom, validUntil }: Code, dataType: DataType): string {
  const day = (date: string | undefined, none: number) => (date ? Date.parse(date) / 86_400_000 : none)
  return `(${codeValue(code, dataType)}, ${day(validFrom, -OPEN_DAY)}, ${day(validUntil, OPEN_DAY)})`
}
