/** A source of statistics over rows made by a SELECT, without a workplace. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { duckdb } from '../src/dialects/duckdb.js'
import { id, type Sql, sql } from '../src/dialects/sql.js'
import { Database } from '../src/execute/database.js'
import type { Column } from '../src/plan/types.js'
import type { Source } from '../src/statistics/source.js'
import { AT, VALUES } from './world.js'

export interface Bench {
  database: Database
  source(rows: Sql, columns: readonly Column[], more?: Partial<Source>): Source
  close(): void
}

export async function openBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'sund-statistics-'))
  const database = await Database.open({ memoryMiB: 512, threads: 2, folder })
  let names = 0
  const keep = async (select: Sql): Promise<Sql> => {
    const table = id(`kept_${names++}`)
    await database.run(sql`CREATE TEMP TABLE ${table} AS ${select}`)
    return table
  }
  return {
    database,
    source: (rows, columns, more = {}) => ({
      dialect: duckdb,
      rows,
      columns,
      manyRows: false,
      public: true,
      ...VALUES,
      position: AT,
      ask: (statement) => database.ask(statement),
      keep,
      ...more,
    }),
    close() {
      database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Rows with a unit, subject and key each, from a SELECT whose rows have the column `range`. */
export const people = (select: Sql): Sql =>
  sql`(SELECT range AS __unit, range AS __subject, CAST((range * 40503 + 11) % 65536 AS INTEGER) AS __key, * FROM (${select}))`
