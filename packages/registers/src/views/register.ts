/**
 * A register made of tables of views: written as files in the form that every import reads, with people named by their national identifier instead of the key of a resource,
 * so that they are the same people as in other registers.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, PERSON, type Register, type Table } from '@sund/model'
import { identifier } from '../database.js'
import { withDiskErrors } from '../folder.js'
import type { ImportOptions } from '../import.js'
import { type CodeListing, withCodeLists } from './codes.js'
import { type ViewQuery, type ViewTables, WORK } from './tables.js'

/** Which views a register is of. */
export interface ViewSource {
  metadata: Register
  /** The view that gives the rows of each table. Its columns are the source columns that the metadata names. */
  tables: Readonly<Record<string, string>>
  /** The view with a row for each Patient, and its column with the national identifier; who has none there is known by the key. */
  persons: { view: string; identifier: string }
  /** Variables whose code lists are drawn up from rows, and the columns of their views with what a code is called. */
  displays?: Readonly<Record<string, string>>
}

/**
 * Writes the tables of a register and hands them to `use`, an import of a holding or a holder; they are gone when it has ended. Columns that identify persons hold keys of
 * Patients in the views. Rows about a person whose Patient is not in the views are left out: they may not be shown, or nobody knows whom they are about.
 */
export async function registerFromViews<T>(
  views: ViewTables,
  source: ViewSource,
  folder: string,
  use: (files: Pick<ImportOptions, 'files' | 'metadata'>) => Promise<T>,
  listing?: CodeListing,
): Promise<T> {
  const work = await withDiskErrors(() => mkdtemp(join(folder, WORK)))
  try {
    const files = []
    const tables: Table[] = []
    for (const table of source.metadata.tables) {
      const view = source.tables[table.name]
      if (view === undefined)
        fail(
          'usage.arguments',
          `No view gives the rows of ${table.name}.`,
          'Name one for each table of the register.',
        )
      const rows: ViewQuery = (tableOf) =>
        rowsOf(table, tableOf(view), tableOf(source.persons.view), source.persons.identifier)
      const path = join(work, `${table.name}.parquet`)
      await views.write(rows, path)
      files.push({ table: table.name, path })
      const person = personColumns(table)[0]
      tables.push(
        listing === undefined || person === undefined
          ? table
          : await withCodeLists(views, table, { rows, person, displays: source.displays ?? {}, ...listing }),
      )
    }
    return await use({ files, metadata: { ...source.metadata, tables } })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** SQL of the rows of a table, with identifiers of people for keys. */
function rowsOf(table: Table, rows: string, patients: string, national: string): string {
  const columns = personColumns(table)
  const person = `SELECT _resource AS key, coalesce(min(${identifier(national)}), _resource) AS person FROM ${patients} GROUP BY _resource`
  const joins = columns.map((column, i) => `LEFT JOIN person AS p${i} ON p${i}.key = t.${identifier(column)}`)
  const known = columns.map((column, i) => `(t.${identifier(column)} IS NULL OR p${i}.key IS NOT NULL)`)
  const named = columns.map((column, i) => `p${i}.person AS ${identifier(column)}`)
  return `WITH person AS (${person}) SELECT t.* EXCLUDE (_resource, _version)${named.length > 0 ? ` REPLACE (${named.join(', ')})` : ''}
    FROM ${rows} AS t ${joins.join(' ')}${known.length > 0 ? ` WHERE ${known.join(' AND ')}` : ''}`
}

function personColumns({ unit, unitColumn, links }: Table): string[] {
  return [
    ...(unit === PERSON && unitColumn !== undefined ? [unitColumn] : []),
    ...links.filter((link) => link.unit === PERSON).map(({ name, column }) => column ?? name),
  ]
}
