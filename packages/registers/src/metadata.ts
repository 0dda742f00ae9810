/**
 * Metadata files: Sund's own JSON or Statistics Norway's, and what a register must fulfil beyond its schema before it can be
 * stored. A folder that holds `register.json` beside its tables is a register ready to import.
 */
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import {
  Failure,
  FROM_COLUMN,
  fail,
  isStatisticsNorway,
  linkColumn,
  metadataFailure,
  Register,
  registerFromStatisticsNorway,
  type SundError,
  UNIT_COLUMN,
  UNTIL_COLUMN,
} from '@sund/model'
import type { SourceFile } from './import.js'
import { isTimed } from './parse.js'

const DEFAULT_HOLDER: Register['holder'] = {
  name: 'statistics-norway',
  title: { en: 'Statistics Norway', nb: 'Statistisk sentralbyrå', da: 'Norges statistiske centralbureau' },
}

/**
 * Reads a metadata file in either format. `holder` is who will answer for a register in Statistics Norway's format,
 * which does not say. Throws `data.metadata` naming each field that is wrong, or `data.file`.
 */
export async function readMetadata(file: string, holder = DEFAULT_HOLDER): Promise<Register> {
  const name = basename(file)
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) =>
    fail(
      'data.file',
      error.code === 'ENOENT' ? `${name} does not exist.` : `${name} cannot be read.`,
      'Check the path and who may read it.',
      { file: { file: name } },
    ),
  )
  const document = parseJson(content, name)
  if (isStatisticsNorway(document))
    return registerFromStatisticsNorway(document, basename(file, '.json'), name, holder)
  const parsed = Register.safeParse(document)
  if (!parsed.success) throw metadataFailure(parsed.error, name)
  checkStorable(parsed.data, name)
  return parsed.data
}

/**
 * A folder with `register.json` and, for each table, TABLE.parquet or TABLE.csv, or files numbered TABLE-0001.parquet and so on: all
 * that an import needs.
 */
export async function readRegisterFolder(
  folder: string,
): Promise<{ metadata: Register; files: SourceFile[] }> {
  const metadata = await readMetadata(join(folder, 'register.json'))
  const names = (await readdir(folder)).sort()
  const files = metadata.tables.flatMap(({ name }) => {
    const numbered = names.filter(
      (file) => file.startsWith(`${name}-`) && NUMBERED.test(file.slice(name.length)),
    )
    const whole = [`${name}.parquet`, `${name}.csv`].find((candidate) => names.includes(candidate))
    if (whole !== undefined && numbered.length > 0)
      fail(
        'data.file',
        `${basename(folder)} holds both ${whole} and ${numbered[0]}.`,
        'Keep the table as one file or as numbered ones.',
      )
    const found = whole === undefined ? numbered : [whole]
    if (found.length === 0)
      fail('data.file', `There is no ${name}.parquet or ${name}.csv in ${basename(folder)}.`, 'Add the file.')
    return found.map((file) => ({ table: name, path: join(folder, file) }))
  })
  return { metadata, files }
}

/** What follows the table in the name of one of several files. */
const NUMBERED = /^-\d{4,}\.(parquet|csv)$/

/** The register without date columns of tables whose variables are all FIXED: nothing is read from them. */
export function withoutUnusedDates(register: Register): Register {
  return {
    ...register,
    tables: register.tables.map((table) => {
      if (isTimed(table)) return table
      const { fromColumn: _from, untilColumn: _until, ...rest } = table
      return rest
    }),
  }
}

/** Throws `data.metadata` when the register's tables could not be stored side by side. */
export function checkStorable(register: Register, file = 'the metadata'): void {
  const errors: SundError[] = []
  const complain = (field: string, message: string, next: string) =>
    errors.push({ code: 'data.metadata', message: `${field}: ${message}`, next, file: { file, field } })
  const identified = new Set(register.tables.flatMap(({ links }) => links.map(({ unit }) => unit)))
  for (const table of register.tables) if (table.unitColumn) identified.add(table.unit)
  const tables = new Set<string>()
  for (const [t, table] of register.tables.entries()) {
    if (tables.has(table.name))
      complain(`tables.${t}.name`, `${table.name} is used twice`, 'Rename one table.')
    tables.add(table.name)
    if (!table.unitColumn && identified.has(table.unit))
      complain(
        `tables.${t}.unitColumn`,
        `units of type ${table.unit} have identifiers elsewhere in this register`,
        'Name the column that identifies them here too, or give these rows a unit type of their own.',
      )
    // Column names of a stored table do not differ by case alone.
    const taken = new Map([UNIT_COLUMN, FROM_COLUMN, UNTIL_COLUMN].map((name) => [name, name]))
    const names = [
      ...table.links.map(({ name }, i) => [`links.${i}`, name, linkColumn(name)] as const),
      ...table.variables.map(({ name }, i) => [`variables.${i}`, name, name] as const),
    ]
    for (const [place, name, column] of names) {
      const before = taken.get(column.toLowerCase())
      if (before !== undefined)
        complain(
          `tables.${t}.${place}.name`,
          `${name} cannot stand beside ${before} in one table`,
          'Rename it; upper and lower case alone do not tell names apart.',
        )
      taken.set(column.toLowerCase(), column)
    }
  }
  const [first, ...rest] = errors
  if (first) throw new Failure(first, ...rest.slice(0, 19))
}

function parseJson(content: string, name: string): unknown {
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''))
  } catch (error) {
    // V8 says where, and quotes the text: keep the place only.
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    const row = at === undefined ? undefined : content.slice(0, Number(at)).split('\n').length
    return fail(
      'data.metadata',
      `${name} is not JSON${row ? ` (line ${row})` : ''}.`,
      'Mend it and import again.',
      {
        file: { file: name, ...(row ? { row } : {}) },
      },
    )
  }
}
