/**
 * One person as those who write records see them: the rows that a register has of the person, the very same as in the register, and whoever looks after
 * them. Records are made of rows and not of lives, so that they agree with the registers also where these are wrong.
 */
import { MISSING_INTEGER } from '@sund/model'
import type { Reference } from 'fhir/r4.js'
import type { Day } from '../days.js'
import type { Person } from '../person.js'
import { Random } from '../random.js'
import type { CountryRegister } from '../register.js'
import { Rows } from '../tables.js'
import type { Places } from './places.js'

/** A row by column: codes as text, days and numbers as they are, what is missing as null. */
export class Line {
  readonly #values: Readonly<Record<string, string | number | null>>
  constructor(values: Readonly<Record<string, string | number | null>>) {
    this.#values = values
  }
  code(column: string): string | null {
    const value = this.#values[column]
    return typeof value === 'string' ? value : null
  }
  number(column: string): number | null {
    const value = this.#values[column]
    return typeof value === 'number' ? value : null
  }
  /** The day of the row, which no row lacks. */
  day(column: string): Day {
    return this.number(column) as Day
  }
}

export interface Life {
  person: Person
  /** The person's own record, for whatever is about them. */
  subject: Reference
  places: Places
  /** The identifier of a record: stable from one making to the next. */
  id(kind: string, number: number): string
  /** Chance of its own for what only records have. */
  random(stream: number): Random
  /** What a register wrote of the person, table by table. */
  lines(register: CountryRegister): Record<string, Line[]>
}

export const patientId = ({ index }: Person): string => `p${index}`

export function lifeOf(person: Person, seed: number, places: Places): Life {
  const patient = patientId(person)
  return {
    person,
    subject: { reference: `Patient/${patient}` },
    places,
    id: (kind, number) => `${patient}-${kind}-${number}`,
    random: (stream) => new Random(seed, stream, person.index),
    lines(register) {
      const rows = Object.fromEntries(register.tables.map((shape) => [shape.name, new Rows(shape)]))
      register.write(person, rows, new Random(seed, register.stream, person.index))
      return Object.fromEntries(Object.entries(rows).map(([name, table]) => [name, linesOf(table)]))
    },
  }
}

function linesOf(table: Rows): Line[] {
  const columns = table.columns()
  return Array.from(
    { length: table.rows },
    (_, row) =>
      new Line(
        Object.fromEntries(
          table.shape.columns.map(({ name, codes }, column) => {
            const value = columns[column]?.[row] ?? MISSING_INTEGER
            const missing = Number.isNaN(value) || value === MISSING_INTEGER
            return [name, missing ? null : codes === undefined ? value : (codes[value] ?? null)]
          }),
        ),
      ),
  )
}
