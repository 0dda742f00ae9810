/**
 * A whole small country for the comparison with public figures: its registers' rows, read back as columns, and what most
 * figures ask of them: who lived there on a day, how old, for how long. Nothing here looks at a `Person`: figures are of
 * registers.
 */
import { MISSING_INTEGER } from '@sund/model'
import { makePart, partsOf } from '../src/country.js'
import { type Day, dateNumber, FIRST_DAY, LAST_DAY } from '../src/days.js'
import { COUNTRY_REGISTERS } from '../src/registers/index.js'
import type { ColumnValues, Rows } from '../src/tables.js'

export type Sex = 'men' | 'women'

/** Someone as the population register knows them. */
export interface Resident {
  identifier: number
  sex: Sex
  birth: Day
  yearOfBirth: number
  bornIn: string
  /** First and last day of living in the country. */
  from: Day
  until: Day
  death: Day | null
  mother: number | null
}

/** Columns of one table, and codes behind them. */
export class Columns {
  readonly rows: number
  readonly #columns: Map<string, ColumnValues>
  readonly #codes: Map<string, readonly string[]>

  constructor(rows: Rows) {
    this.rows = rows.rows
    const values = rows.columns()
    this.#columns = new Map(rows.shape.columns.map(({ name }, i) => [name, values[i] ?? new Int32Array()]))
    this.#codes = new Map(rows.shape.columns.map(({ name, codes }) => [name, codes ?? []]))
  }

  /** The numbers of a column. Throws for a column that there is none of. */
  of(name: string): ColumnValues {
    const column = this.#columns.get(name)
    if (!column) throw new Error(`no column ${name}`)
    return column
  }

  /** For each code of a column, by its place, whether it passes. */
  passing(name: string, passes: (code: string) => boolean): readonly boolean[] {
    return (this.#codes.get(name) ?? []).map(passes)
  }
}

export class Country {
  readonly persons: number
  readonly residents: readonly Resident[]
  readonly byIdentifier: ReadonlyMap<number, Resident>
  readonly #tables = new Map<string, Columns>()

  constructor(persons: number, seed: number) {
    this.persons = persons
    const settings = { persons, seed }
    const parts = partsOf(settings)
    const part = parts[0]
    if (parts.length !== 1 || !part) throw new Error('a country for comparison is one part')
    for (const [register, tables] of makePart(settings, part, COUNTRY_REGISTERS))
      for (const [name, rows] of Object.entries(tables))
        this.#tables.set(`${register.metadata.name}/${name}`, new Columns(rows))
    this.residents = this.#residents()
    this.byIdentifier = new Map(this.residents.map((resident) => [resident.identifier, resident]))
  }

  /** A table by register and name: `sundland.income/INCOME`. */
  table(name: string): Columns {
    const table = this.#tables.get(name)
    if (!table) throw new Error(`no table ${name}`)
    return table
  }

  tables(): ReadonlyMap<string, Columns> {
    return this.#tables
  }

  /** Who lives in the country on a day. */
  on(day: Day): Resident[] {
    return this.residents.filter(({ from, until }) => from <= day && day <= until)
  }

  #residents(): Resident[] {
    const home = this.table('sundland.population/RESIDENCE')
    const spans = new Map<number, { from: Day; until: Day }>()
    const [lived, from, until] = [home.of('person'), home.of('from_date'), home.of('until_date')]
    for (let i = 0; i < home.rows; i++) {
      const span = { from: from[i] ?? 0, until: until[i] === MISSING_INTEGER ? LAST_DAY : (until[i] ?? 0) }
      const known = spans.get(lived[i] ?? 0)
      if (known) {
        known.from = Math.min(known.from, span.from)
        known.until = Math.max(known.until, span.until)
      } else spans.set(lived[i] ?? 0, span)
    }
    const table = this.table('sundland.population/PERSON')
    const column = (name: string) => table.of(name)
    const man = table.passing('sex', (code) => code === '1')
    const countries: string[] = []
    table.passing('country_of_birth', (code) => countries.push(code) > 0)
    return Array.from({ length: table.rows }, (_, i): Resident => {
      const identifier = column('person')[i] ?? 0
      const birth = column('birth_date')[i] ?? 0
      const died = column('death_date')[i] ?? MISSING_INTEGER
      const mother = column('mother')[i] ?? Number.NaN
      const span = spans.get(identifier) ?? { from: LAST_DAY + 1, until: LAST_DAY }
      return {
        identifier,
        sex: man[column('sex')[i] ?? 0] ? 'men' : 'women',
        birth,
        yearOfBirth: Math.floor(dateNumber(birth) / 10_000),
        bornIn: countries[column('country_of_birth')[i] ?? -1] ?? '',
        from: Math.max(span.from, birth),
        until: died === MISSING_INTEGER ? span.until : Math.min(died, span.until),
        death: died === MISSING_INTEGER ? null : died,
        mother: Number.isNaN(mother) ? null : mother,
      }
    })
  }
}

/** Completed years on a day, to within a day. */
export const ageOf = ({ birth }: Resident, day: Day): number => Math.floor((day - birth + 0.5) / 365.2425)

/** Years that each resident lived in the country between two days, at each completed year of age. */
export function* lived(residents: readonly Resident[], first: Day = FIRST_DAY, last: Day = LAST_DAY) {
  for (const resident of residents) {
    let from = Math.max(first, resident.from)
    const until = Math.min(last, resident.until)
    while (from <= until) {
      const age = ageOf(resident, from)
      const birthday = Math.max(from + 1, Math.ceil(resident.birth + (age + 1) * 365.2425 - 0.5))
      yield { resident, age, years: (Math.min(birthday, until + 1) - from) / 365.2425 }
      from = birthday
    }
  }
}
