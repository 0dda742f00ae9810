/**
 * What a register of the country is: metadata for people and machines, and how its rows follow from lives. Each stands in a
 * file of its own in `registers/` and is named once, in `registers/index.ts`.
 */
import type { Register } from '@sund/model'
import type { Person } from './person.js'
import type { Random } from './random.js'
import type { Rows, TableShape } from './tables.js'

/** The three languages, side by side: `words('Sex', 'Kjønn', 'Køn')`. */
export const words = (en: string, nb: string, da: string) => ({ en, nb, da })

/** A code with its title in the three languages, as `codes/` lists them. */
export type CodeRow = readonly [code: string, en: string, nb: string, da: string]

export interface CountryRegister {
  /** The register with its holder, as an import reads it. */
  metadata: Register
  /** One for each table of the metadata, with the same source columns. */
  tables: readonly TableShape[]
  /** The number of this register's own stream of chance; no two share one. */
  stream: number
  /** Writes the rows of one person. `rows` has one entry for each table, by name. */
  write(person: Person, rows: Readonly<Record<string, Rows>>, random: Random): void
}
