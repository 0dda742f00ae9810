/** `import` and `import-event`: values of registers at a day or in a window, as the population or beside it. */
import { inLanguage, PERSON, type Sensitivity, termsOf } from '@sund/model'
import { Mistake } from '../../language/reader.js'
import type { Day, OptionValue, Path, Span, StatementHead, Word } from '../../language/tree.js'
import { findSource, manyRows, type Source, sourceNames } from '../catalogue.js'
import {
  type Compilation,
  columnsOf,
  type Dataset,
  Explained,
  freshColumn,
  list,
  numericVariable,
  unitKeyColumn,
  unitKeyName,
  unknown,
  type Variable,
} from '../state.js'
import type { Column, Join, Relation, Scan } from '../types.js'
import { option } from './options.js'
import type { Lowering } from './types.js'

export const importValue: Lowering<'import'> = (statement, compilation) => {
  const { source: path, day, as } = statement.arguments
  const dataset = compilation.active(statement.command)
  const source = sourceOf(path, compilation)
  checkDay(source, path, day)
  freshColumn(dataset, as)
  checkUnit(source, path, dataset)
  bring(dataset, source, as, day, option(statement, 'outer_join') !== undefined, statement, compilation)
}

/** One value for each unit beside the dataset's rows; `outer` adds the units that only this variable has. */
export function bring(
  dataset: Dataset,
  source: Source,
  as: Word,
  day: Day | null,
  outer: boolean,
  statement: Span,
  compilation: Compilation,
): void {
  const scan = scanOf(source, as, statement, compilation, day)
  const right = fixedOnce(source, as, scan, statement, compilation)
  adopt(dataset, right, new Map([[as.text, valueVariable(source, as.text)]]), outer, statement, compilation)
  if (dataset.panel) dataset.panel = { ...dataset.panel, fixed: new Set([...dataset.panel.fixed, as.text]) }
}

export const importEvent: Lowering<'import-event'> = (statement, compilation) => {
  const { source: path, from, until, as } = statement.arguments
  const within = withinOf(statement)
  const dataset = within ? compilation.filled(statement.command) : compilation.active(statement.command)
  const source = sourceOf(path, compilation)
  if (source.temporality === 'FIXED')
    throw new Mistake(
      'script.date',
      `${path.variable.text} is fixed: it has no dates.`,
      `Write import ${path.alias.text}/${path.variable.text} instead.`,
      path,
    )
  if (within) numericVariable(dataset, within.of, 'within()')
  else if (!from)
    throw new Mistake(
      'script.date',
      'The events need a window.',
      `Write import-event ${path.alias.text}/${path.variable.text} 2000-01-01 to 2000-12-31, or within(-365 0 of x) after a comma.`,
      path,
    )
  const [start, stop] = [`START@${as.text}`, `STOP@${as.text}`]
  for (const name of [as.text, start, stop]) freshColumn(dataset, { ...as, text: name })
  checkUnit(source, path, dataset)
  const value = valueVariable(source, as.text)
  const variables = new Map<string, Variable>([
    [as.text, value],
    [start, dateVariable(start, value.column, 'START')],
    [stop, dateVariable(stop, value.column, 'STOP')],
  ])
  const scan = compilation.emit<Scan>({
    ...scanBase(
      source,
      [...variables.values()],
      manyRows(source.table) ? 'many' : 'one',
      statement,
      compilation,
    ),
    when: from && until ? { kind: 'window', from: from.day, until: until.day } : { kind: 'fixed' },
    read: [
      { as: unitKeyName(source.table.unit), read: { what: 'unit' } },
      { as: as.text, read: readOf(source) },
      { as: start, read: { what: 'from' } },
      { as: stop, read: { what: 'until' } },
    ],
  })
  const match = within && { start, stop, index: within.of.text, from: within.first, until: within.last }
  adopt(dataset, scan, variables, false, statement, compilation, match ?? undefined)
}

/** The window relative to a date of each row, if there is one. */
function withinOf(statement: StatementHead): Extract<OptionValue, { kind: 'window' }> | null {
  const value = option(statement, 'within')?.value
  return value?.kind === 'window' ? value : null
}

/** The variable or link that a path names; it counts as used. */
export function sourceOf(path: Path, compilation: Compilation): Source {
  const bound = compilation.bindings.get(path.alias.text)
  if (!bound) {
    if (compilation.doubtful.has(path.alias.text)) throw new Explained()
    throw unknown(
      'register',
      path.alias,
      compilation.bindings.keys(),
      `Write require REGISTER:VERSION as ${path.alias.text} above.`,
    )
  }
  const source = findSource(bound, path.variable.text)
  if (!source)
    throw unknown(
      `variable in ${bound.register.name}`,
      path.variable,
      sourceNames(bound.register),
      `It has ${list(sourceNames(bound.register))}.`,
    )
  compilation.uses.push({
    register: bound.register.name,
    version: bound.version,
    holder: bound.register.holder.name,
    table: source.table.name,
    variable: source.name,
    sensitivity: sensitivityOf(source),
    terms: termsOf(bound.register, source.name),
    position: compilation.tree.positionOf(path),
  })
  return source
}

function checkDay(source: Source, path: Path, day: Day | null): void {
  const name = `${path.alias.text}/${path.variable.text}`
  if (source.temporality === 'FIXED' && day)
    throw new Mistake(
      'script.date',
      `${path.variable.text} is fixed, so it takes no date.`,
      `Write import ${name}.`,
      day,
      '',
    )
  if (source.temporality === 'FIXED' || day) return
  throw new Mistake(
    'script.date',
    `${path.variable.text} changes over time, so the import needs a date.`,
    source.temporality === 'EVENT'
      ? `Write import-event ${name} 2000-01-01 to 2000-12-31 for all events of a time, or import ${name} 2000-01-01 for those of a day.`
      : `Write import ${name} 2000-01-01, with the day that you want.`,
    path,
  )
}

export function checkUnit(source: Source, path: Path, dataset: Dataset): void {
  const { unit, links } = source.table
  const head = dataset.head
  if (!head || head.unit === unit) return
  const link = links.find((candidate) => candidate.unit === head.unit)
  throw new Mistake(
    'script.dataset',
    `${path.variable.text} is about ${unit}, and the dataset ${dataset.name} is about ${head.unit}.`,
    link
      ? `Import it into a dataset of its own together with ${path.alias.text}/${link.name} as ${link.name.toLowerCase()}, collapse it by(${link.name.toLowerCase()}), and merge the result into ${dataset.name}.`
      : `Import it into a dataset of its own, and merge it into ${dataset.name} on a variable that holds ${unit} keys.`,
    path,
  )
}

/** Puts the columns of `right` beside those of the dataset; in an empty dataset `right` is the population. */
function adopt(
  dataset: Dataset,
  right: Relation,
  added: Map<string, Variable>,
  outer: boolean,
  statement: Span,
  compilation: Compilation,
  within?: Join['within'],
): void {
  const left = dataset.head
  const key = unitKeyColumn(right.unit, right.public)
  if (!left) {
    dataset.head = right
    dataset.unitKey = key.name
    dataset.uniqueOn = right.rowsPerUnit === 'one' ? [key.name] : null
    dataset.variables = new Map([[key.name, { column: key, codes: null }], ...added])
    return
  }
  if (outer && right.rowsPerUnit === 'many')
    throw new Mistake(
      'script.dataset',
      'outer_join needs one value for each unit.',
      'Import the events into a dataset of their own and collapse them first.',
      statement,
    )
  const variables = new Map([...dataset.variables, ...added])
  const read = outer || within ? null : readTogether(left, right)
  if (read && left.op === 'scan') {
    const origin = compilation.origin(statement)
    dataset.head = compilation.emit({ ...left, ...origin, read, columns: columnsOf(variables) })
    dataset.variables = variables
    return
  }
  const multiplies = right.rowsPerUnit === 'many'
  const unitKey = dataset.unitKey
  const spare = `${key.name}@other`
  const joined = compilation.emit({
    ...compilation.over(statement, left, right),
    op: 'join',
    left: left.id,
    right: right.id,
    kind: outer ? 'full' : 'left',
    on: [],
    take: [
      ...[...added.keys()].map((name) => ({ column: name, as: name })),
      ...(outer && unitKey ? [{ column: key.name, as: spare }] : []),
    ],
    ...(within ? { within } : {}),
    rowsPerUnit: multiplies ? 'many' : left.rowsPerUnit,
    rowsPerSubject: multiplies ? 'many' : left.rowsPerSubject,
    columns: [...columnsOf(variables), ...(outer && unitKey ? [{ ...key, name: spare }] : [])],
  })
  dataset.head = outer && unitKey ? coalesced(joined, unitKey, spare, statement, compilation) : joined
  dataset.variables = variables
  if (multiplies) dataset.uniqueOn = null
}

/** What one scan would read for both, when both read the same rows of one table, one for each unit; else null. */
function readTogether(left: Relation, right: Relation): Scan['read'] | null {
  if (left.op !== 'scan' || right.op !== 'scan') return null
  if (left.rowsPerUnit === 'many' || right.rowsPerUnit === 'many') return null
  const table = (scan: Scan): string => `${scan.register}:${scan.version}/${scan.table}`
  if (table(left) !== table(right)) return null
  if (right.when.kind !== 'fixed' && JSON.stringify(left.when) !== JSON.stringify(right.when)) return null
  return [...left.read, ...right.read.filter(({ read }) => read.what !== 'unit')]
}

/** The unit key of a full join, whichever side it came from. */
function coalesced(
  joined: Relation,
  unitKey: string,
  spare: string,
  statement: Span,
  compilation: Compilation,
): Relation {
  const column = (name: string) => ({ kind: 'column' as const, type: 'key' as const, name })
  const filled = compilation.emit({
    ...compilation.over(statement, joined),
    op: 'extend',
    input: joined.id,
    name: unitKey,
    value: {
      kind: 'call',
      type: 'key',
      call: 'if',
      arguments: [
        { kind: 'call', type: 'boolean', call: 'sysmiss', arguments: [column(unitKey)] },
        column(spare),
        column(unitKey),
      ],
    },
    condition: null,
  })
  const columns = joined.columns.filter(({ name }) => name !== spare)
  return compilation.emit({
    ...compilation.over(statement, filled),
    op: 'select',
    input: filled.id,
    take: columns.map(({ name }) => ({ column: name, as: name })),
    columns,
  })
}

type ScanBase = Omit<Scan, 'when' | 'read'>

function scanBase(
  source: Source,
  values: readonly Variable[],
  rows: 'one' | 'many',
  statement: Span,
  compilation: Compilation,
): ScanBase {
  const { bound, table } = source
  return {
    op: 'scan',
    ...compilation.origin(statement),
    place: bound.register.holder.name,
    unit: table.unit,
    rowsPerUnit: rows,
    rowsPerSubject: table.unit !== PERSON && source.subjectLink ? 'many' : rows,
    public: bound.public,
    columns: [unitKeyColumn(table.unit, bound.public), ...values.map(({ column }) => column)],
    register: bound.register.name,
    version: bound.version,
    table: table.name,
    subjectLink: source.subjectLink,
    present: source.item.what === 'variable' ? [source.name] : [],
  }
}

function scanOf(source: Source, as: Word, statement: Span, compilation: Compilation, day: Day | null): Scan {
  const several = manyRows(source.table) && (source.temporality === 'FIXED' || source.temporality === 'EVENT')
  const value = valueVariable(source, as.text)
  const base = scanBase(source, [value], several ? 'many' : 'one', statement, compilation)
  const order = several && source.temporality === 'FIXED' ? [orderColumn(as.text, value.column)] : []
  return compilation.emit<Scan>({
    ...base,
    columns: [...base.columns, ...order],
    when: day ? { kind: 'day', day: day.day } : { kind: 'fixed' },
    read: [
      { as: unitKeyName(source.table.unit), read: { what: 'unit' } },
      { as: as.text, read: readOf(source) },
      ...order.map(({ name }) => ({ as: name, read: { what: 'from' as const } })),
    ],
  })
}

/** A fixed variable that stands in a table with several rows for each unit: its earliest value. */
function fixedOnce(
  source: Source,
  as: Word,
  scan: Scan,
  statement: Span,
  compilation: Compilation,
): Relation {
  if (source.temporality !== 'FIXED' || scan.rowsPerUnit === 'one') return scan
  const key = unitKeyName(scan.unit)
  return compilation.emit({
    ...compilation.over(statement, scan),
    op: 'collapse',
    input: scan.id,
    by: [key],
    aggregates: [
      {
        statistic: 'first',
        column: as.text,
        as: as.text,
        order: orderColumn(as.text, scan.columns[0] as Column).name,
      },
    ],
    rowsPerUnit: 'one',
    rowsPerSubject: scan.unit === PERSON ? 'one' : scan.rowsPerSubject,
    columns: scan.columns.slice(0, 2),
  })
}

function orderColumn(name: string, value: Column): Column {
  return dateVariable(`START@${name}`, value, 'START').column
}

function readOf(source: Source): Scan['read'][number]['read'] {
  return { what: source.item.what, name: source.name }
}

function sensitivityOf({ bound, item }: Source): Sensitivity {
  if (item.what === 'variable') return item.variable.sensitivity
  return bound.public ? 'PUBLIC' : item.link.unit === PERSON ? 'PERSON_GENERAL' : 'NONPUBLIC'
}

function valueVariable(source: Source, name: string): Variable {
  const { item } = source
  const sensitivity = sensitivityOf(source)
  if (item.what === 'link')
    return {
      column: { name, type: 'key', unitType: item.link.unit, title: item.link.title, sensitivity },
      codes: null,
    }
  const { title, dataType, domain } = item.variable
  const codes = 'codes' in domain ? domain.codes : null
  const partial = 'codes' in domain && domain.partial === true
  const measure = 'unitOfMeasure' in domain ? domain.unitOfMeasure : undefined
  return {
    column: {
      name,
      type: dataType === 'STRING' ? 'text' : 'number',
      title,
      sensitivity,
      ...(dataType === 'DATE' ? { date: true } : {}),
      ...(dataType === 'DATE' || dataType === 'LONG' ? { whole: true } : {}),
      ...(measure ? { unitOfMeasure: measure } : {}),
      ...(codes ? { labels: codes.map((code) => ({ code: code.code, label: code.title })) } : {}),
      ...(partial ? { partial } : {}),
    },
    codes: codes && dataType === 'STRING' && !partial ? codes.map(({ code }) => code) : null,
  }
}

const ENDS = {
  START: { en: 'first day', nb: 'første dag', da: 'første dag' },
  STOP: { en: 'last day', nb: 'siste dag', da: 'sidste dag' },
}

function dateVariable(name: string, value: Column, end: keyof typeof ENDS): Variable {
  const words = ENDS[end]
  return {
    column: {
      name,
      type: 'number',
      date: true,
      whole: true,
      title: {
        en: `${inLanguage(value.title, 'en')}, ${words.en}`,
        nb: `${inLanguage(value.title, 'nb')}, ${words.nb}`,
        da: `${inLanguage(value.title, 'da')}, ${words.da}`,
      },
      sensitivity: value.sensitivity,
    },
    codes: null,
  }
}
