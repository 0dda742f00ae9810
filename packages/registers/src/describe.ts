/**
 * A first description of a file of persons that has none: what a newcomer would otherwise write by hand. Types are
 * those that the import itself would read without a bad row, so a draft can be imported as it is. Values go into the draft
 * only as codes that several rows share; everything is PERSON_SPECIAL until someone decides otherwise.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import {
  type DataType,
  fail,
  type Link,
  PERSON,
  type Register,
  Register as RegisterSchema,
  type Table,
  type Temporality,
  type ValueDomain,
  type Variable,
} from '@sund/model'
import { type Database, openDatabase } from './database.js'
import { MISSING_WORDS, rawText, VALUE } from './parse.js'
import { inspectSource, type Source } from './source.js'
import { rethrowUnreadable } from './stage.js'

export interface DescribeOptions {
  /** Who will answer for the register. */
  holder?: Register['holder']
  /** Catalogue name; made from the file's name when left out. */
  name?: string
  /** Column that identifies the person; guessed when left out. */
  identifier?: string
}

/** Most codes that make a code list, and fewest rows that a code in it has. */
const MOST_CODES = 40
const LEAST_CODE_ROWS = 5

const IDENTIFIER_NAMES =
  /^(id|pid|fnr|fodselsnummer|fødselsnummer|cpr|cpr_?n[or]|personnummer|(person|patient|pasient|subject|case|national)[._ -]?(id|nr|no|number)|ident|lopenr|løpenr|løbenr)$/i
const FROM_NAMES =
  /^(from|start|fra|fom|date|dato|day|dag|visit|time)([._ -]?(date|dato|day|dag))?$|_(from|start|date|dato)$/i
const UNTIL_NAMES =
  /^(to|until|til|tom|stop|end|slut|slutt)([._ -]?(date|dato|day|dag))?$|_(to|until|stop|end|slut|slutt)$/i
const DATE_NAMES = /date|dato|dag|day|from|until|start|stop|fra|til/i

/** What one pass over the file says of a column. */
interface Seen {
  column: string
  dataType: DataType
  present: number
  distinct: number
}

/** Draft metadata of any CSV (or Parquet) file of persons. Throws `data.file` where the file cannot be read. */
export async function describeCsv(file: string, options: DescribeOptions = {}): Promise<Register> {
  const folder = await mkdtemp(join(tmpdir(), 'sund-describe-'))
  const database = await openDatabase({ folder, memoryMiB: 512, threads: 2 })
  try {
    const { identifier } = options
    const source = await inspectSource(database, file, identifier === undefined ? [] : [identifier])
    const { rows, columns } = await look(database, source).catch((error: unknown) =>
      rethrowUnreadable(error, source),
    )
    const key = identifier ?? guessIdentifier(columns, rows)
    const unique = key === undefined || (await isUnique(database, source, key))
    const table = await draftTable(database, source, columns, key, unique)
    return draftRegister(source, table, options)
  } finally {
    database.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function look(database: Database, source: Source): Promise<{ rows: number; columns: Seen[] }> {
  const names = [...new Set(source.columns)].filter((name) => name !== '')
  if (names.length === 0)
    fail('data.file', `${source.name} has no column names.`, 'Write them in the first line.', {
      file: { file: source.name },
    })
  const raw = names.map((name, i) => `${rawText(source, name, MISSING_WORDS)} AS r${i}`)
  const counts = names.map((_, i) => {
    const readable = (['LONG', 'DOUBLE', 'DATE'] as const).map(
      (type) => `count(${VALUE[type](`r${i}`, source)})::DOUBLE AS ${type}_${i}`,
    )
    // 0301 is a code, not the number 301.
    return `count(r${i})::DOUBLE AS present_${i}, approx_count_distinct(r${i})::DOUBLE AS distinct_${i}, ${readable.join(', ')},
      (count(*) FILTER (r${i}[1] = '0' AND length(r${i}) > 1 AND r${i}[2] NOT IN ('.', ',')))::DOUBLE AS zeros_${i}`
  })
  const [row = {}] = await database.rows(
    `SELECT count(*)::DOUBLE AS rows, ${counts.join(',\n')} FROM (SELECT ${raw.join(',\n')} FROM ${source.relation})`,
  )
  const rows = Number(row.rows)
  if (rows === 0)
    fail(
      'data.file',
      `${source.name} has no rows.`,
      'The first line must hold the column names, the rest rows.',
      {
        file: { file: source.name },
      },
    )
  const columns = names.map((column, i): Seen => {
    const present = Number(row[`present_${i}`])
    const all = (what: string) => present > 0 && Number(row[`${what}_${i}`]) === present
    const zeros = Number(row[`zeros_${i}`]) > 0
    const whole = all('LONG') && !zeros
    const date = all('DATE') && (!whole || DATE_NAMES.test(column))
    const dataType = date ? 'DATE' : whole ? 'LONG' : all('DOUBLE') && !zeros ? 'DOUBLE' : 'STRING'
    return { column, dataType, present, distinct: Number(row[`distinct_${i}`]) }
  })
  return { rows, columns }
}

/** A column named like an identifier, else the first whose values are (about) all different. */
function guessIdentifier(columns: readonly Seen[], rows: number): string | undefined {
  const full = columns.filter(
    ({ present, dataType }) => present === rows && (dataType === 'LONG' || dataType === 'STRING'),
  )
  const named = full.find(({ column }) => IDENTIFIER_NAMES.test(column))
  // The count of different values is an estimate: within 10%.
  return (named ?? full.find(({ distinct }) => distinct > rows * 0.9))?.column
}

async function isUnique(database: Database, source: Source, column: string): Promise<boolean> {
  const [row] = await database.rows(
    `SELECT coalesce(max(n), 0)::DOUBLE AS most FROM
     (SELECT count(*) AS n FROM (SELECT ${source.field(column)} AS id FROM ${source.relation}) WHERE id IS NOT NULL GROUP BY id)`,
  )
  return Number(row?.most) <= 1
}

/**
 * A person a row: everything FIXED. Several rows a person: statuses or events where there is a date; else each row is a
 * record of its own that links to the person.
 */
async function draftTable(
  database: Database,
  source: Source,
  columns: readonly Seen[],
  key: string | undefined,
  unique: boolean,
): Promise<Table> {
  const dates = columns.filter(({ dataType, column }) => dataType === 'DATE' && column !== key)
  const from = unique
    ? undefined
    : (dates.find(({ column }) => FROM_NAMES.test(column)) ??
      dates.find(({ column }) => !UNTIL_NAMES.test(column)))
  const until = from && dates.find((seen) => seen !== from && UNTIL_NAMES.test(seen.column))
  const temporality: Temporality = from ? (until ? 'STATUS' : 'EVENT') : 'FIXED'
  const records = key !== undefined && !unique && !from
  const linkName = 'PERSON'
  const taken = new Set(['unit', 'from_day', 'until_day', ...(records ? ['person', 'link_person'] : [])])
  const variables: Variable[] = []
  for (const seen of columns) {
    const { column, dataType } = seen
    if (column === key || seen === from || seen === until) continue
    variables.push({
      name: variableName(column, taken),
      title: { en: column.replaceAll(/[_.]+/g, ' ').trim() || column },
      description: { en: `Column ${column} of ${source.name}.` },
      temporality,
      dataType,
      domain: dataType === 'STRING' ? await codeList(database, source, seen) : {},
      sensitivity: 'PERSON_SPECIAL',
      column,
    })
  }
  if (variables.length === 0)
    fail('data.file', `${source.name} has no column besides the identifier.`, 'Add columns to analyse.', {
      file: { file: source.name },
    })
  const link: Link = { name: linkName, unit: PERSON, title: { en: 'Person' }, column: key ?? '' }
  return {
    name: tableName(source.name),
    title: { en: stem(source.name) },
    description: { en: `Rows of ${source.name}.` },
    unit: records ? 'RECORD' : PERSON,
    ...(key !== undefined && !records ? { unitColumn: key } : {}),
    links: records ? [link] : [],
    ...(from ? { fromColumn: from.column } : {}),
    ...(until ? { untilColumn: until.column } : {}),
    variables,
  }
}

/** The values of a column with few of them as codes. Rare values are left out: a draft is shown to others. */
async function codeList(database: Database, source: Source, seen: Seen): Promise<ValueDomain> {
  if (seen.distinct > MOST_CODES * 1.5) return {}
  const found = await database.rows(
    `SELECT v, count(*)::DOUBLE AS n FROM (SELECT ${rawText(source, seen.column, MISSING_WORDS)} AS v FROM ${source.relation})
     WHERE v IS NOT NULL GROUP BY v ORDER BY v LIMIT ${MOST_CODES + 1}`,
  )
  const codes = found
    .filter(({ n }) => Number(n) >= LEAST_CODE_ROWS)
    .map(({ v }) => ({ code: String(v), title: { en: String(v) } }))
  return found.length > MOST_CODES || codes.length === 0 ? {} : { codes }
}

function draftRegister(source: Source, table: Table, options: DescribeOptions): Register {
  const name = options.name ?? `my.${slug(source.name)}`
  if (!RegisterSchema.shape.name.safeParse(name).success)
    fail(
      'usage.arguments',
      `${name} is no name of a register.`,
      `Write lower-case words with dots between them, such as my.${slug(source.name)}.`,
    )
  return RegisterSchema.parse({
    name,
    title: { en: stem(source.name) },
    description: {
      en: `Made from ${source.name}. A draft: describe what the register holds and who is in it.`,
    },
    holder: options.holder ?? { name: 'my-organisation', title: { en: 'My organisation' } },
    source: source.name,
    licence: 'not stated',
    tables: [table],
  })
}

const stem = (name: string) => name.slice(0, name.length - extname(name).length) || name

/** ASCII lower-case words with hyphens. */
function slug(name: string): string {
  const plain = plainLetters(stem(name)).toLowerCase()
  return (
    plain
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 40) || 'register'
  )
}

function tableName(name: string): string {
  const words = slug(name).toUpperCase().replaceAll('-', '_')
  return (/^[A-Z]/.test(words) ? words : `T_${words}`).slice(0, 40)
}

/** A column's name as scripts can write it, different from all before it. */
function variableName(column: string, taken: Set<string>): string {
  const words = column
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}_]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
  const base = (/^\p{L}/u.test(words) ? words : `V_${words}`).slice(0, 58)
  let name = base
  for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${base}_${i}`
  taken.add(name.toLowerCase())
  return name
}

const NORDIC: Record<string, string> = { æ: 'ae', ø: 'o', å: 'a', Æ: 'Ae', Ø: 'O', Å: 'A' }
const plainLetters = (name: string) =>
  name
    .replaceAll(/[æøåÆØÅ]/g, (letter) => NORDIC[letter] as string)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
