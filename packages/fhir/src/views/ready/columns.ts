/**
 * A ready view and its metadata are one list: each row is a column of the ViewDefinition and a variable of the register. Kept apart from the views, so that neither can say
 * what the other does not.
 */
import type { Code, LocalisedText, Table, Temporality, Variable } from '@sund/model'
import type { Column, Select, ViewDefinition } from '../definition.js'

/** A title in the three languages: `en`, `nb`, `da`. */
export type Words = readonly [en: string, nb: string, da: string]

/** What a variable holds: its data type, and the column that gives it. */
const HOLDS = {
  code: { dataType: 'STRING', type: 'code' },
  text: { dataType: 'STRING', type: 'string' },
  number: { dataType: 'DOUBLE', type: 'decimal' },
  whole: { dataType: 'LONG', type: 'integer' },
  truth: { dataType: 'LONG', type: 'boolean' },
  day: { dataType: 'DATE', type: 'dateTime' },
} as const

export interface ReadyColumn {
  name: string
  holds: keyof typeof HOLDS
  path: string
  title: Words
  description: Words
  codes?: readonly Code[]
  /** In UCUM. */
  unit?: string
  /** It happened or held when the row says; all else is a fact of the record, whenever one asks. */
  timed?: boolean
}

export interface ReadyTable {
  /** Name of the table; the view's is the same in lower case. */
  table: string
  resource: string
  title: Words
  description: Words
  /** `unit`: what a row is about, with the path of its key where it has one; rows without a key are units of their own. */
  unit: { type: string; key?: string }
  links: readonly { name: string; unit: string; path: string; title: Words }[]
  /** Of the variables that are `timed`. */
  temporality: Temporality
  /** The moment or period for which a row holds; none for what is for life. */
  from?: string
  until?: string
  where: string
  columns: readonly ReadyColumn[]
  /** Columns that are different in each branch of a union: names and paths by branch, with what it goes through. */
  branches?: readonly { forEach?: string; paths: Readonly<Record<string, string>> }[]
  constant?: ViewDefinition['constant']
  /** Columns of the view that are no variables: what other tables need of it. */
  also?: readonly Column[]
}

/** A view with its metadata: a table of a register. */
export interface ReadyView {
  view: ViewDefinition
  table: Table
}

export const localised = ([en, nb, da]: Words): LocalisedText => ({ en, nb, da })

const DAY = [{ name: 'ansi/type', value: 'DATE' }]
const columnName = (variable: string): string => variable.toLowerCase()

export function readyView(ready: ReadyTable): ReadyView {
  return { view: viewOf(ready), table: tableOf(ready) }
}

function viewOf(ready: ReadyTable): ViewDefinition {
  const inBranches = new Set(ready.branches?.flatMap(({ paths }) => Object.keys(paths)))
  const columns: Column[] = [
    ...(ready.unit.key === undefined ? [] : [{ name: 'key', path: ready.unit.key, type: 'string' }]),
    ...ready.links.map(({ name, path }) => ({ name: columnName(name), path, type: 'string' })),
    ...(ready.from === undefined ? [] : [{ name: 'from_date', path: ready.from, tag: DAY }]),
    ...(ready.until === undefined ? [] : [{ name: 'until_date', path: ready.until, tag: DAY }]),
    ...ready.columns
      .filter(({ name }) => !inBranches.has(name))
      .map((column) => columnOf(column, column.path)),
    ...(ready.also ?? []),
  ]
  const unionAll = ready.branches?.map(
    ({ forEach, paths }): Select => ({
      ...(forEach === undefined ? {} : { forEach }),
      column: ready.columns
        .filter(({ name }) => inBranches.has(name))
        .map((column) => columnOf(column, paths[column.name] ?? column.path)),
    }),
  )
  return {
    resourceType: 'ViewDefinition',
    name: columnName(ready.table),
    resource: ready.resource,
    ...(ready.constant ? { constant: ready.constant } : {}),
    select: [{ column: columns }, ...(unionAll ? [{ unionAll }] : [])],
    where: [{ path: ready.where }],
  }
}

function columnOf({ name, holds }: ReadyColumn, path: string): Column {
  const { type } = HOLDS[holds]
  return { name: columnName(name), path, type, ...(holds === 'day' ? { tag: DAY } : {}) }
}

function tableOf(ready: ReadyTable): Table {
  return {
    name: ready.table,
    title: localised(ready.title),
    description: localised(ready.description),
    unit: ready.unit.type,
    ...(ready.unit.key === undefined ? {} : { unitColumn: 'key' }),
    links: ready.links.map(({ name, unit, title }) => ({
      name,
      unit,
      title: localised(title),
      column: columnName(name),
    })),
    ...(ready.from === undefined ? {} : { fromColumn: 'from_date' }),
    ...(ready.until === undefined ? {} : { untilColumn: 'until_date' }),
    variables: ready.columns.map((column) => variableOf(column, ready)),
  }
}

/** Of health and of persons, so as sensitive as can be; what was found at its source is said in FHIR's own words. */
function variableOf(column: ReadyColumn, { temporality, resource }: ReadyTable): Variable {
  const { name, holds, title, description, codes, unit, path, timed = false } = column
  return {
    name,
    title: localised(title),
    description: localised(description),
    temporality: timed ? temporality : 'FIXED',
    dataType: HOLDS[holds].dataType,
    domain: codes
      ? { codes: [...codes] }
      : { ...(unit === undefined ? {} : { unitOfMeasure: unit }), description: localised(description) },
    sensitivity: 'PERSON_SPECIAL',
    column: columnName(name),
    provenance: localised([
      `FHIR R4, ${resource}: ${path}`,
      `FHIR R4, ${resource}: ${path}`,
      `FHIR R4, ${resource}: ${path}`,
    ]),
  }
}

/** A code list: code, and its title in the three languages. */
export const codes = (...all: readonly (readonly [code: string, ...Words])[]): Code[] =>
  all.map(([code, ...title]) => ({ code, title: localised(title) }))

/** 0 and 1, as a truth of FHIR is stored. */
export const YES_NO = codes(['0', 'No', 'Nei', 'Nej'], ['1', 'Yes', 'Ja', 'Ja'])
