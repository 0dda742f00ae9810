/**
 * Code lists of codes that nobody can list, drawn up from what rows hold. A catalogue is for everyone to read, so a code is in the list when as many people have it as a
 * cell of a table must have, and is called what as many of them say it is called: a name that only few write may name them.
 */
import type { Code, Register, Table } from '@sund/model'
import { identifier } from '../database.js'
import type { ViewQuery, ViewTables } from './tables.js'

export interface CodeListing {
  /** People who must have a code before it is listed. */
  least: number
  /** The version before. What it lists stays listed: that a code has left would tell of who has withdrawn. */
  before: Register | null
}

interface Rows extends CodeListing {
  /** The rows of the table, and the column of the person. */
  rows: ViewQuery
  person: string
  /** Variables whose codes are known from rows, and the columns with what a code is called. */
  displays: Readonly<Record<string, string>>
}

/** Most codes of a list; those that most people have. */
const MOST = 2000

/** A table with these code lists. */
export async function withCodeLists(
  views: Pick<ViewTables, 'query'>,
  table: Table,
  { rows, person, displays, least, before }: Rows,
): Promise<Table> {
  const variables: Table['variables'] = []
  for (const variable of table.variables) {
    const { name, column = name } = variable
    const display = displays[name]
    const codes =
      display === undefined
        ? []
        : together(
            listedIn(before, name),
            await codesIn(views, rows, { person, code: column, display, least }),
          )
    variables.push(codes.length === 0 ? variable : { ...variable, domain: { codes, partial: true } })
  }
  return { ...table, variables }
}

async function codesIn(
  views: Pick<ViewTables, 'query'>,
  rows: ViewQuery,
  { person, code, display, least }: { person: string; code: string; display: string; least: number },
): Promise<Code[]> {
  const [p, c, d] = [person, code, display].map(identifier)
  const enough = `HAVING count(DISTINCT person) >= ${Math.max(1, Math.ceil(least))}`
  const found = await views.query(
    (
      tableOf,
    ) => `WITH said AS (SELECT ${p} AS person, ${c} AS code, ${d} AS called FROM (${rows(tableOf)}) WHERE ${c} IS NOT NULL AND ${p} IS NOT NULL),
      named AS (SELECT code, called FROM said WHERE called IS NOT NULL GROUP BY code, called ${enough}
        QUALIFY row_number() OVER (PARTITION BY code ORDER BY count(DISTINCT person) DESC, called) = 1)
      SELECT code, any_value(named.called) AS called FROM said LEFT JOIN named USING (code) GROUP BY code ${enough}
      ORDER BY count(DISTINCT person) DESC, code LIMIT ${MOST}`,
  )
  return found.map(({ code: value, called }) => ({
    code: String(value),
    title: { en: String(called ?? value) },
  }))
}

function listedIn(before: Register | null, name: string): readonly Code[] {
  const domain = before?.tables
    .flatMap(({ variables }) => variables)
    .find((variable) => variable.name === name)?.domain
  return domain && 'codes' in domain && domain.partial ? domain.codes : []
}

/** By code; each is called what it is called now, where it is listed now. */
function together(before: readonly Code[], now: readonly Code[]): Code[] {
  const byCode = new Map([...before, ...now].map((one) => [one.code, one]))
  return [...byCode.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
}
