/**
 * A register of health, said once: its metadata and the shape of its rows come from the same lines, so that they cannot part.
 * Rows are pushed as person, then the day where there is one, then the columns in order.
 */
import type { Table, Variable } from '@sund/model'
import { PERSON } from '@sund/model'
import { COUNTRY_NAME } from './country.js'
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
  /** What a row is about where that is no person: the unit type, and the title of its link to the person. */
  about?: { unit: string; person: Words }
  /** Source column of the day that rows hold for; variables are fixed for life without. */
  day?: string
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
}

/** The register with metadata and shapes. Every variable is as sensitive as health is. */
export function healthRegister(said: HealthRegister): CountryRegister {
  const { title, description, holder, population, stream, write } = said
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
      tables: said.tables.map(metadataOf),
    },
    tables: said.tables.map(shapeOf),
    stream,
    write,
  }
}

const PERSON_COLUMN = 'person'

const metadataOf = ({ name, title, description, about, day, columns }: HealthTable): Table => ({
  name,
  title,
  description,
  ...(about
    ? {
        unit: about.unit,
        links: [{ name: PERSON, unit: PERSON, title: about.person, column: PERSON_COLUMN }],
      }
    : { unit: PERSON, unitColumn: PERSON_COLUMN, links: [] }),
  ...(day ? { fromColumn: day } : {}),
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

const shapeOf = ({ name, day, columns }: HealthTable): TableShape => ({
  name,
  columns: [
    { name: PERSON_COLUMN, kind: 'identifier' },
    ...(day ? [{ name: day, kind: 'day' } as const] : []),
    ...columns.map((column): ColumnShape => {
      const named = { name: column.name.toLowerCase() }
      return 'codes' in column
        ? { ...named, kind: 'code', codes: column.codes.map(([code]) => code) }
        : { ...named, kind: column.kind }
    }),
  ],
})
