/**
 * A register of views: what it is about, and for each table a ready view by its name, or a view of one's own with its metadata. Kept apart from views and from registers,
 * which know nothing of each other.
 */
import { type FlatView, metadataFailure, nearestName, Register, Table } from '@sund/model'
import { z } from 'zod'
import { compileView } from '../compile.js'
import { failAt } from '../definition.js'
import type { ReadyView } from './columns.js'
import { PERSON_IDENTIFIER } from './person.js'
import { readyView } from './tables.js'

const TableOfView = Table.extend({
  /** A ViewDefinition. Columns that the table names are its columns; keys of Patients stand for persons. */
  view: z.looseObject({}),
  /** Variables whose code list is what the records hold, and the columns with what codes are called there. */
  displays: z.record(z.string(), z.string()).optional(),
})

/** As a holder writes it down. */
const RegisterOfViews = z.object({
  ...Register.shape,
  tables: z.array(z.union([z.string(), TableOfView])).min(1),
  /** The table with a row for each Patient, and its column with the identifier that persons have in other registers; else the national one. */
  persons: z.object({ table: z.string(), identifier: z.string() }).optional(),
  /** How long a version is the newest before there is another of what was written since; with 0 there is one within seconds of each write. */
  hoursBetweenVersions: z.number().min(0).max(8760).default(24),
})
export type RegisterOfViews = z.input<typeof RegisterOfViews>

/** A register whose tables are views: what is told to who keeps the tables of views, and what to who imports them. */
export interface ViewedRegister {
  metadata: Register
  /** The view of each table. */
  tables: Record<string, string>
  views: FlatView[]
  /** The view that has a row for each Patient, and its column with the person's national identifier. */
  persons: { view: string; identifier: string }
  /** Variables whose codes are known from rows, and the columns of their views with what a code is called. */
  displays: Record<string, string>
  hoursBetweenVersions: number
}

/** Reads a document, without looking at its views. Throws `data.metadata` naming each field that is wrong. */
export function readRegisterOfViews(document: unknown): z.output<typeof RegisterOfViews> {
  const parsed = RegisterOfViews.safeParse(document)
  if (!parsed.success) throw metadataFailure(parsed.error, 'the register of views')
  return parsed.data
}

/** Compiles the views of a register. Throws `usage.not-found` for a ready view that there is not, `data.metadata` with the place for all that is wrong. */
export function registerOfViews(document: RegisterOfViews): ViewedRegister {
  const { tables, persons, hoursBetweenVersions, ...about } = readRegisterOfViews(document)
  const taken = tables.map(taking)
  const parsed = Register.safeParse({ ...about, tables: taken.map(({ table }) => table) })
  if (!parsed.success) throw metadataFailure(parsed.error, 'the register of views')
  const views = new Map(taken.map((one) => [one.table.name, compiled(one)]))
  const known = persons ?? { table: 'PATIENT', identifier: PERSON_IDENTIFIER }
  // Persons are known by their Patients, whether these are a table or not.
  if (persons === undefined && !tables.includes('PATIENT')) {
    if (views.has('PATIENT'))
      failAt('persons', 'a table PATIENT of one’s own needs a column that identifies persons', 'Name it.')
    views.set('PATIENT', compiled(taking('PATIENT')))
  }
  const view = views.get(known.table)
  if (view === undefined || !view.columns.some(({ name }) => name === known.identifier))
    return failAt('persons', 'there is no such table, or no such column in it', 'Name a table of Patients.')
  return {
    metadata: parsed.data,
    tables: Object.fromEntries(taken.map(({ table: { name } }) => [name, viewName(name)])),
    views: [...views.values()],
    persons: { view: view.name, identifier: known.identifier },
    displays: Object.assign({}, ...taken.map(({ displays }) => displays)),
    hoursBetweenVersions,
  }
}

/** Views of a register are called as its tables are. */
const viewName = (table: string): string => table.toLowerCase()

function taking(table: string | z.output<typeof TableOfView>): ReadyView {
  if (typeof table === 'string') return readyView(table)
  const { view, displays = {}, ...rest } = table
  return { table: rest, view, displays }
}

/** The view of a table, which must have all columns that the table names. */
function compiled({ table, view, displays }: ReadyView): FlatView {
  const flat = compileView({ ...view, name: viewName(table.name) })
  const columns = flat.columns.map(({ name }) => name)
  const { unitColumn, fromColumn, untilColumn, links, variables } = table
  const named = [
    ...[unitColumn, fromColumn, untilColumn].filter((name) => name !== undefined),
    ...[...links, ...variables].map(({ name, column }) => column ?? name),
    ...Object.values(displays),
  ]
  const missing = named.find((name) => !columns.includes(name))
  if (missing === undefined) return flat
  const near = nearestName(missing, columns)
  return failAt(
    `tables.${table.name}`,
    `its view has no column ${missing}`,
    near ? `Did you mean ${near}?` : `It has ${columns.join(', ')}.`,
  )
}
