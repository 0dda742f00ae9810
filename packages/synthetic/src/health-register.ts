/**
 * A register of health, said once: its metadata and the shape of its rows come from the same lines, so that they cannot part.
 * Rows are pushed as person, then the day and the last day where there are any, then the columns in order.
 */
import type { Table, Variable } from '@sund/model'
import { PERSON } from '@sund/model'
import { SEX } from './codes/sex.js'
import { COUNTRY_NAME } from './country.js'
import { yearOf } from './days.js'
import type { CodeRow, CountryRegister } from './register.js'
import { words } from './register.js'
import type { ColumnShape, TableShape } from './tables.js'

type Words = ReturnType<typeof words>

interface Described {
  name: string
  title: Words
  description: Words
}

/** A variable: codes of a list (with the system they are from), or numbers in a unit of UCUM, or in one that each row says. */
export type HealthColumn = Described &
  (
    | { codes: readonly CodeRow[]; source?: string }
    | { kind: 'integer' | 'decimal'; unit?: string }
    | { kind: 'decimal'; means: Words }
  )

export interface HealthTable extends Described {
  /** What a row is about where that is no person: the unit type, the title of its link to the person, and its name where `PERSON` is another table's. */
  about?: { unit: string; person: Words; link?: string }
  /** Source column of the day that rows hold for; variables are fixed for life without. */
  day?: string
  /** Source column of the last day, where rows hold longer than one. */
  until?: string
  columns: readonly HealthColumn[]
}

export interface HealthRegister extends Pick<CountryRegister, 'stream' | 'write'> {
  /** After `sundland.` in the catalogue. */
  name: string
  title: Words
  description: Words
  holder: { name: string; title: Words }
  population: Words
  tables: readonly HealthTable[]
  /** A table of the patients with sex and year of birth is added. */
  patients?: boolean
}

/**
 * The patients of a register as its records say who they are, so that a study by sex and age needs no other register.
 */
const PATIENT: HealthTable = {
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

/** The register with metadata and shapes. Every variable is as sensitive as health is. */
export function healthRegister(said: HealthRegister): CountryRegister {
  const { title, description, holder, population, stream } = said
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
      tables: tables.map(metadataOf),
    },
    tables: tables.map(shapeOf),
    stream,
    write: said.patients ? withPatients(said.write) : said.write,
  }
}

const PERSON_COLUMN = 'person'

const metadataOf = ({ name, title, description, about, day, until, columns }: HealthTable): Table => ({
  name,
  title,
  description,
  ...(about
    ? {
        unit: about.unit,
        links: [{ name: about.link ?? PERSON, unit: PERSON, title: about.person, column: PERSON_COLUMN }],
      }
    : { unit: PERSON, unitColumn: PERSON_COLUMN, links: [] }),
  ...(day ? { fromColumn: day } : {}),
  ...(until ? { untilColumn: until } : {}),
  variables: columns.map((column) => ({
    name: column.name,
    title: column.title,
    description: column.description,
    temporality: day ? 'EVENT' : 'FIXED',
    dataType: 'codes' in column ? 'STRING' : column.kind === 'integer' ? 'LONG' : 'DOUBLE',
    domain: domainOf(column),
    sensitivity: 'PERSON_SPECIAL',
    column: column.name.toLowerCase(),
  })),
})

const domainOf = (column: HealthColumn): Variable['domain'] =>
  'codes' in column
    ? {
        codes: column.codes.map(([code, en, nb, da]) => ({ code, title: words(en, nb, da) })),
        ...(column.source ? { source: column.source } : {}),
      }
    : 'means' in column
      ? { description: column.means }
      : { ...(column.unit ? { unitOfMeasure: column.unit } : {}), description: column.description }

const shapeOf = ({ name, day, until, columns }: HealthTable): TableShape => ({
  name,
  columns: [
    { name: PERSON_COLUMN, kind: 'identifier' },
    ...(day ? [{ name: day, kind: 'day' } as const] : []),
    ...(until ? [{ name: until, kind: 'day' } as const] : []),
    ...columns.map((column): ColumnShape => {
      const named = { name: column.name.toLowerCase() }
      return 'codes' in column
        ? { ...named, kind: 'code', codes: column.codes.map(([code]) => code) }
        : { ...named, kind: column.kind }
    }),
  ],
})
