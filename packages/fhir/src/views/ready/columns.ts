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
  /** All codes that there can be. */
  codes?: readonly Code[]
  /** Where records say what the code is called, for codes that nobody can list: what there are is known from them alone. */
  display?: string
  /** In UCUM. */
  unit?: string
  /** It happened or held when the row says; all else is a fact of the record, whenever one asks. */
  timed?: boolean
  /** Its path within each of the table's parts, where these have one too. */
  part?: string
}

export interface ReadyTable {
  /** Name of the table; the view's is the same in lower case, and the resource's the same in one word. */
  table: string
  title: Words
  description: Words
  /** What a row is about, with the path of its key; rows are units of their own when left out. */
  unit?: { type: string; key: string }
  links: readonly { name: string; unit: string; path: string; title: Words }[]
  /** Of the variables that are `timed`. */
  temporality: Temporality
  /** The moment or period for which a row holds; none for what is for life. */
  from?: string
  until?: string
  where: string
  columns: readonly ReadyColumn[]
  /** Elements of which each has a row of its own beside that of the resource. */
  parts?: string
  constant?: ViewDefinition['constant']
  /** Columns of the view that are no variables: what other tables need of it. */
  also?: readonly Column[]
}

/** A view with its metadata: a table of a register. */
export interface ReadyView {
  view: object
  table: Table
  /** Variables whose code list is what the records hold, and the columns with what codes are called there. */
  displays: Readonly<Record<string, string>>
}

export const localised = ([en, nb, da]: Words): LocalisedText => ({ en, nb, da })

/** Descriptions are written without their full stop. */
const sentence = (words: Words): LocalisedText => localised(words.map((one) => `${one}.`) as unknown as Words)

const DAY = [{ name: 'ansi/type', value: 'DATE' }]
const columnName = (variable: string): string => variable.toLowerCase()
const displayName = (variable: string): string => `${columnName(variable)}_display`
/** `MEDICATION_REQUEST` is of MedicationRequests. */
const resourceOf = ({ table }: ReadyTable): string =>
  table.toLowerCase().replace(/(?:^|_)(.)/g, (_, first: string) => first.toUpperCase())

export function readyView(ready: ReadyTable): ReadyView {
  const displays = ready.columns.flatMap(({ name, display }) =>
    display === undefined ? [] : [[name, displayName(name)] as const],
  )
  return { view: viewOf(ready), table: tableOf(ready), displays: Object.fromEntries(displays) }
}

function viewOf(ready: ReadyTable): ViewDefinition {
  const { unit, links, from, until, also = [], parts, constant, where } = ready
  const own = ready.columns.filter(({ part }) => part === undefined)
  const both = ready.columns.filter(({ part }) => part !== undefined)
  const unionAll: Select[] = [
    { column: both.flatMap(columnsOf) },
    { forEach: parts, column: both.flatMap((one) => columnsOf({ ...one, path: one.part ?? one.path })) },
  ]
  return {
    resourceType: 'ViewDefinition',
    name: columnName(ready.table),
    resource: resourceOf(ready),
    ...(constant ? { constant } : {}),
    select: [
      {
        column: [
          ...(unit === undefined ? [] : [{ name: 'key', path: unit.key, type: 'string' }]),
          ...links.map(({ name, path }) => ({ name: columnName(name), path, type: 'string' })),
          ...(from === undefined ? [] : [{ name: 'from_date', path: from, tag: DAY }]),
          ...(until === undefined ? [] : [{ name: 'until_date', path: until, tag: DAY }]),
          ...own.flatMap(columnsOf),
          ...also,
        ],
      },
      ...(parts === undefined ? [] : [{ unionAll }]),
    ],
    where: [{ path: where }],
  }
}

function columnsOf({ name, holds, path, display }: ReadyColumn): Column[] {
  const { type } = HOLDS[holds]
  return [
    { name: columnName(name), path, type, ...(holds === 'day' ? { tag: DAY } : {}) },
    ...(display === undefined ? [] : [{ name: displayName(name), path: display, type: 'string' }]),
  ]
}

function tableOf(ready: ReadyTable): Table {
  const { table, title, description, unit, links, from, until, columns } = ready
  return {
    name: table,
    title: localised(title),
    description: sentence(description),
    unit: unit?.type ?? table,
    ...(unit === undefined ? {} : { unitColumn: 'key' }),
    links: links.map((link) => ({
      name: link.name,
      unit: link.unit,
      title: localised(link.title),
      column: columnName(link.name),
    })),
    ...(from === undefined ? {} : { fromColumn: 'from_date' }),
    ...(until === undefined ? {} : { untilColumn: 'until_date' }),
    variables: columns.map((column) => variableOf(column, ready)),
  }
}

/** Of health and of persons, so as sensitive as can be; what was found at its source is said in FHIR's own words. */
function variableOf(column: ReadyColumn, ready: ReadyTable): Variable {
  const { name, holds, title, description, codes, unit, path, timed = false } = column
  const provenance = `FHIR R4, ${resourceOf(ready)}: ${path}`
  return {
    name,
    title: localised(title),
    description: sentence(description),
    temporality: timed ? ready.temporality : 'FIXED',
    dataType: HOLDS[holds].dataType,
    domain: codes
      ? { codes: [...codes] }
      : { ...(unit === undefined ? {} : { unitOfMeasure: unit }), description: sentence(description) },
    sensitivity: 'PERSON_SPECIAL',
    column: columnName(name),
    provenance: localised([provenance, provenance, provenance]),
  }
}
