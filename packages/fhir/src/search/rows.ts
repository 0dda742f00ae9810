/**
 * Rows of the index, gathered for many resources and then written at once: a column of each table is one text that PostgreSQL reads as an array, which is
 * the fastest way in that both databases have.
 */
import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely'

/** Columns of the tables of the index, in their order, each with its type. */
export const INDEX = {
  search_resource: { key: 'bigint', self: 'bigint', updated: 'bigint', type: 'integer' },
  search_token: { key: 'bigint', code: 'bigint', system: 'integer', source: 'integer', item: 'smallint' },
  search_string: { key: 'bigint', exact: 'bigint', source: 'integer', item: 'smallint', value: 'text' },
  search_date: { key: 'bigint', low: 'bigint', high: 'bigint', source: 'integer', item: 'smallint' },
  search_quantity: {
    key: 'bigint',
    low: 'double precision',
    high: 'double precision',
    base_low: 'double precision',
    base_high: 'double precision',
    source: 'integer',
    system: 'integer',
    code: 'integer',
    unit: 'integer',
    base: 'integer',
    item: 'smallint',
  },
  search_reference: { key: 'bigint', target: 'bigint', source: 'integer', type: 'integer', item: 'smallint' },
} as const

export type IndexTable = keyof typeof INDEX

/** Where a row belongs: the resource's key, where in the resource its value stands, and in which of a list of elements that a composite parameter goes through. */
export interface Place {
  readonly key: string
  readonly source: number
  readonly item: number | null
}

type Cell = string | number | null

/** Rows that wait to be written. */
export class Rows {
  readonly #columns = new Map<IndexTable, Cell[][]>()

  /** A row, its cells in the order of the columns. */
  add(table: IndexTable, ...cells: readonly Cell[]): void {
    let columns = this.#columns.get(table)
    if (columns === undefined) {
      columns = cells.map(() => [])
      this.#columns.set(table, columns)
    }
    for (let index = 0; index < columns.length; index++)
      (columns[index] as (Cell | undefined)[]).push(cells[index])
  }

  /** The inserts of all, as parts of a statement (`name as (insert …)`): one for each table. */
  inserts(): RawBuilder<unknown>[] {
    return [...this.#columns].map(([table, columns]) => {
      const types = Object.values(INDEX[table])
      const arrays = columns.map((column, index) => {
        const type = types[index] as string
        const cells = type === 'text' ? column.map(quoted) : column.map((cell) => cell ?? 'NULL')
        return sql`${`{${cells.join(',')}}`}::${sql.raw(type)}[]`
      })
      return sql`${sql.raw(`into_${table}`)} as (insert into ${sql.table(table)} select * from unnest(${sql.join(arrays)}))`
    })
  }

  /** Writes all in one statement, so that the database works through while what comes next is gathered. */
  async write(database: QueryExecutorProvider): Promise<void> {
    const inserts = this.inserts()
    this.#columns.clear()
    if (inserts.length > 0) await sql`with ${sql.join(inserts)} select 1`.execute(database)
  }
}

/** A text as it stands in an array. PostgreSQL keeps no NUL in a text. */
function quoted(text: Cell): string {
  return text === null ? 'NULL' : `"${`${text}`.replaceAll('\0', '').replace(/["\\]/g, '\\$&')}"`
}
