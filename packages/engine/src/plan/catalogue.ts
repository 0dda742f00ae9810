/** What a script may name in the catalogue: registers by name and version, their variables and links. */

import type { Link, Register, Table, Temporality, Variable, Version } from '@sund/model'
import { type Catalogue, type CatalogueEntry, pickVersion, subjectLinkOf } from '@sund/model'

/** A register bound to an alias. */
export interface Bound {
  alias: string
  register: Register
  version: Version
  /** Every variable is PUBLIC: no disclosure control. */
  public: boolean
}

/** A variable or a link of a register, with what a scan needs to know of its table. */
export interface Source {
  bound: Bound
  table: Table
  name: string
  /** What kind of date an import of it needs. A link changes as its table does. */
  temporality: Temporality
  item: { what: 'variable'; variable: Variable } | { what: 'link'; link: Link }
  /** The link to the person behind the row, when the unit is no person. */
  subjectLink: string | null
}

export function registerNames(catalogue: Catalogue): Set<string> {
  return new Set(catalogue.map((entry) => entry.register.name))
}

export function versionsOf(catalogue: Catalogue, name: string): Version[] {
  return catalogue.filter((entry) => entry.register.name === name).map((entry) => entry.version)
}

/** The entry of the newest version that `wanted` allows. */
export function findRegister(
  catalogue: Catalogue,
  name: string,
  wanted?: string,
): CatalogueEntry | undefined {
  const version = pickVersion(versionsOf(catalogue, name), wanted)
  return catalogue.find((entry) => entry.register.name === name && entry.version === version)
}

/** Names that may follow `alias/`. */
export function sourceNames(register: Register): string[] {
  return register.tables.flatMap((table) => [...table.variables, ...table.links].map((item) => item.name))
}

export function findSource(bound: Bound, name: string): Source | undefined {
  for (const table of bound.register.tables) {
    const subjectLink = subjectLinkOf(table)
    const variable = table.variables.find((candidate) => candidate.name === name)
    if (variable)
      return {
        bound,
        table,
        name,
        temporality: variable.temporality,
        item: { what: 'variable', variable },
        subjectLink,
      }
    const link = table.links.find((candidate) => candidate.name === name)
    if (link)
      return {
        bound,
        table,
        name,
        temporality: linkTemporality(table),
        item: { what: 'link', link },
        subjectLink,
      }
  }
  return undefined
}

/** Whether a unit may have several rows in a table. */
export function manyRows(table: Table): boolean {
  return table.fromColumn !== undefined && table.unitColumn !== undefined
}

function linkTemporality(table: Table): Temporality {
  if (!manyRows(table)) return 'FIXED'
  return table.variables.some((variable) => variable.temporality === 'EVENT') ? 'EVENT' : 'STATUS'
}
