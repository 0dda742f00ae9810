/**
 * A register of the country, said once: its metadata and the shape of its rows come from the same lines, so that they cannot
 * part. Rows are pushed as person, then other persons linked to, then the day and the last day where there are any, then the
 * columns in order; the source column of each is its name in lower case.
 */
import type { Table, Variable } from '@sund/model'
import { PERSON } from '@sund/model'
import { recordOf } from './catalogue-records.js'
import { SEX } from './codes/sex.js'
import { COUNTRY_NAME } from './country.js'
import { yearOf } from './days.js'
import { type CodeRow, type CountryRegister, words } from './register.js'
import type { ColumnShape, TableShape } from './tables.js'

type Words = ReturnType<typeof words>

interface Described {
  name: string
  title: Words
  description: Words
}

/** A variable: codes of a list (with the system they are from), numbers (in a unit of UCUM unless each row says its own), or a day. */
export type Column = Described &
  (
    | {
        codes: readonly CodeRow[]
        source?: string /** The code that stands for not known. */
        unknown?: string
      }
    | {
        kind: 'integer' | 'decimal'
        unit?: string /** What the numbers are; the description where left out. */
        means?: Words
      }
    | { kind: 'day' }
  )

/** A table whose rows are persons, or are about them over time, or (`about`) are units of their own that link to them. */
export interface CountryTable extends Described {
  /** What a row is about where that is no person: the unit type, the title of its link to the person, and its name where `PERSON` is another table's. */
  about?: { unit: string; person: Words; link?: string }
  /** Other persons that a row links to. */
  links?: readonly { name: string; title: Words }[]
  /** Source column of the day that rows hold for; variables are fixed for life without. */
  day?: string
  /** Source column of the last day, where rows hold longer than one. */
  until?: string
  /** Rows with a day are events where left out. */
  temporality?: 'STATUS' | 'ACCUMULATED'
  columns: readonly Column[]
}

interface Said extends Pick<CountryRegister, 'stream' | 'write'> {
  /** After `sundland.` in the catalogue. */
  name: string
  title: Words
  description: Words
  holder: { name: string; title: Words }
  population: Words
  /** Of every variable. Health is `PERSON_SPECIAL`. */
  sensitivity: Variable['sensitivity']
  tables: readonly CountryTable[]
  /** A table of the patients with sex and year of birth is added. */
  patients?: boolean
}

/**
 * The patients of a register as its records say who they are, so that a study by sex and age needs no other register.
 */
const PATIENT: CountryTable = {
  name: 'PATIENT',
  title: words('Patients', 'Pasienter', 'Patienter'),
  description: words(
    'One row for each person with a record in the register, as the records say.',
    'Én rad for hver person med en oppføring i registeret, slik oppføringene sier.',
    'Én række for hver person med en registrering i registret, som registreringerne angiver.',
  ),
  columns: [
    {
      name: 'PATIENT_SEX',
      title: words("The patient's sex", 'Pasientens kjønn', 'Patientens køn'),
      description: words(
        'Sex by the third digit of the individual number.',
        'Kjønn etter det tredje sifferet i individnummeret.',
        'Køn efter det tredje ciffer i individnummeret.',
      ),
      codes: SEX,
      source: 'Population register',
    },
    {
      name: 'PATIENT_BIRTH_YEAR',
      title: words("The patient's year of birth", 'Pasientens fødselsår', 'Patientens fødselsår'),
      description: words('Calendar year.', 'Kalenderår.', 'Kalenderår.'),
      kind: 'integer',
      unit: 'a',
    },
  ],
}

/** Also writes the row of each person who has others. */
const withPatients =
  (write: CountryRegister['write']): CountryRegister['write'] =>
  (person, rows, random) => {
    const written = () => Object.values(rows).reduce((sum, table) => sum + table.rows, 0)
    const before = written()
    write(person, rows, random)
    if (written() > before) rows[PATIENT.name]?.push(person.identifier, person.sex - 1, yearOf(person.birth))
  }

/** The register with metadata and shapes. */
export function countryRegister(said: Said): CountryRegister {
  const { title, description, holder, population, stream, sensitivity } = said
  const tables = said.patients ? [...said.tables, PATIENT] : said.tables
  return {
    metadata: {
      name: `sundland.${said.name}`,
      title,
      description,
      holder,
      source: 'Synthetic: made by sund generate',
      licence: 'CC0-1.0',
      population,
      spatialCoverage: words(COUNTRY_NAME, COUNTRY_NAME, COUNTRY_NAME),
      synthetic: true,
      record: recordOf(said.name, holder),
      tables: tables.map((table) => metadataOf(table, sensitivity)),
    },
    tables: tables.map(shapeOf),
    stream,
    write: said.patients ? withPatients(said.write) : said.write,
  }
}

const PERSON_COLUMN = 'person'
const columnOf = ({ name }: { name: string }): string => name.toLowerCase()

function metadataOf(table: CountryTable, sensitivity: Variable['sensitivity']): Table {
  const { name, title, description, about, links = [], day, until, columns } = table
  const others = links.map((link) => ({ ...link, unit: PERSON, column: columnOf(link) }))
  const person = about && {
    name: about.link ?? PERSON,
    unit: PERSON,
    title: about.person,
    column: PERSON_COLUMN,
  }
  return {
    name,
    title,
    description,
    ...(about ? { unit: about.unit } : { unit: PERSON, unitColumn: PERSON_COLUMN }),
    links: person ? [person, ...others] : others,
    ...(day ? { fromColumn: day } : {}),
    ...(until ? { untilColumn: until } : {}),
    variables: columns.map((column) => ({
      name: column.name,
      title: column.title,
      description: column.description,
      temporality: day ? (table.temporality ?? 'EVENT') : 'FIXED',
      dataType: 'codes' in column ? 'STRING' : DATA_TYPES[column.kind],
      domain: domainOf(column),
      sensitivity,
      column: columnOf(column),
    })),
  }
}

const DATA_TYPES = { integer: 'LONG', decimal: 'DOUBLE', day: 'DATE' } as const

function domainOf(column: Column): Variable['domain'] {
  if ('codes' in column) {
    const codes = column.codes.map(([code, en, nb, da]) => ({
      code,
      title: words(en, nb, da),
      ...(code === column.unknown ? { sentinel: true } : {}),
    }))
    return { codes, ...(column.source ? { source: column.source } : {}) }
  }
  if (column.kind === 'day') return {}
  return {
    ...(column.unit ? { unitOfMeasure: column.unit } : {}),
    description: column.means ?? column.description,
  }
}

function shapeOf({ name, links = [], day, until, columns }: CountryTable): TableShape {
  return {
    name,
    columns: [
      { name: PERSON_COLUMN, kind: 'identifier' },
      ...links.map((link) => ({ name: columnOf(link), kind: 'identifier' }) as const),
      ...(day ? [{ name: day, kind: 'day' } as const] : []),
      ...(until ? [{ name: until, kind: 'day' } as const] : []),
      ...columns.map(
        (column): ColumnShape =>
          'codes' in column
            ? { name: columnOf(column), kind: 'code', codes: column.codes.map(([code]) => code) }
            : { name: columnOf(column), kind: column.kind },
      ),
    ],
  }
}
