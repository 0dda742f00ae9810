/** A register of views: those that are taken become its tables, and what it is about stands beside them. */
import { type FlatView, fail, metadataFailure, nearestName, Register } from '@sund/model'
import { compileView } from '../compile.js'
import type { ReadyView } from './columns.js'
import { PERSON_IDENTIFIER, READY_VIEWS } from './tables.js'

/** What a register is, without its tables. */
export type About = Omit<Register, 'tables'>

/** A register whose tables are views: what is told to who keeps the tables of views, and what to who imports them. */
export interface ViewedRegister {
  metadata: Register
  /** The view of each table. */
  tables: Record<string, string>
  views: FlatView[]
  /** The view that has a row for each Patient, and its column with the person's national identifier. */
  persons: { view: string; identifier: string }
}

/** A register of ready views, by the names of their tables. `PATIENT` is always among its views, since persons are known by it. Throws `usage.not-found` or `data.metadata`. */
export function registerOfViews(about: About, tables: readonly string[]): ViewedRegister {
  const taken = tables.map((name) => [name, readyOf(name)] as const)
  const parsed = Register.safeParse({ ...about, tables: taken.map(([, { table }]) => table) })
  if (!parsed.success) throw metadataFailure(parsed.error, 'the metadata')
  const used = new Map([...taken, ['PATIENT', readyOf('PATIENT')] as const])
  const views = [...used.values()].map(({ view }) => compileView(view))
  return {
    metadata: parsed.data,
    tables: Object.fromEntries(taken.map(([name, { view }]) => [name, view.name as string])),
    views,
    persons: { view: readyOf('PATIENT').view.name as string, identifier: PERSON_IDENTIFIER },
  }
}

function readyOf(name: string): ReadyView {
  const found = READY_VIEWS[name]
  if (found) return found
  const near = nearestName(name, Object.keys(READY_VIEWS))
  return fail(
    'usage.not-found',
    `There is no ready view ${name}.`,
    near ? `Did you mean ${near}?` : `There are ${Object.keys(READY_VIEWS).join(', ')}.`,
  )
}
