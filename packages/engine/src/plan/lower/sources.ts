/** Registers, datasets, imports and merges: commands that decide which rows there are and where values come from. */
import { inLanguage, PERSON, type Sensitivity } from '@sund/model'
import { Mistake, quote } from '../../language/reader.js'
import type { Day, Path, Word } from '../../language/tree.js'
import {
  findRegister,
  findSource,
  isPublic,
  manyRows,
  registerNames,
  type Source,
  sourceNames,
  versionsOf,
} from '../catalogue.js'
import {
  type Compilation,
  columnsOf,
  type Dataset,
  Explained,
  emptyDataset,
  freshColumn,
  list,
  once,
  unitKeyColumn,
  unitKeyName,
  unknown,
  type Variable,
  variableOf,
} from '../state.js'
import type { Column, Relation, Scan } from '../types.js'
import { option } from './options.js'
import type { Lowering } from './types.js'

export const require: Lowering<'require'> = (statement, compilation) => {
  const { register, version, alias } = statement.arguments
  compilation.fresh('register', alias, compilation.bindings)
  const entry = findRegister(compilation.catalogue, register.text, version?.text)
  if (entry) {
    compilation.bindings.set(alias.text, {
      alias: alias.text,
      register: entry.register,
      version: entry.version,
      public: isPublic(entry.register),
    })
    return
  }
  const versions = versionsOf(compilation.catalogue, register.text)
  if (versions.length === 0)
    throw unknown(
      'register',
      register,
      registerNames(compilation.catalogue),
      'Look registers up in the catalogue: sund catalogue.',
    )
  throw new Mistake(
    'script.unknown-name',
    `${register.text} has no version ${version?.text}.`,
    `It has ${list(versions)}.`,
    version ?? register,
    versions.at(-1),
  )
}

export const createDataset: Lowering<'create-dataset'> = ({ arguments: { name } }, compilation) => {
  compilation.fresh('dataset', name, compilation.datasets)
  const dataset = emptyDataset(name.text)
  compilation.datasets.set(name.text, dataset)
  compilation.activate(dataset)
}

export const use: Lowering<'use'> = ({ arguments: { name } }, compilation) => {
  compilation.activate(compilation.dataset(name))
}

export const deleteDataset: Lowering<'delete-dataset'> = ({ arguments: { name } }, compilation) => {
  compilation.forget(compilation.dataset(name))
}

export const renameDataset: Lowering<'rename-dataset'> = ({ arguments: { first, second } }, compilation) => {
  const dataset = compilation.dataset(first)
  compilation.fresh('dataset', second, compilation.datasets)
  compilation.datasets.delete(first.text)
  dataset.name = second.text
  compilation.datasets.set(second.text, dataset)
}

export const cloneDataset: Lowering<'clone-dataset'> = ({ arguments: { first, second } }, compilation) => {
  const dataset = compilation.dataset(first)
  compilation.fresh('dataset', second, compilation.datasets)
  compilation.datasets.set(second.text, {
    ...dataset,
    name: second.text,
    variables: new Map(dataset.variables),
    doubtful: new Set(dataset.doubtful),
  })
}

export const cloneUnits: Lowering<'clone-units'> = (statement, compilation) => {
  const { first, second } = statement.arguments
  const dataset = compilation.dataset(first)
  compilation.fresh('dataset', second, compilation.datasets)
  const { head, unitKey } = dataset
  if (!head || !unitKey) {
    if (dataset.lost) throw new Explained()
    throw new Mistake(
      'script.dataset',
      `The dataset ${first.text} has no units to copy.`,
      'Import into it first.',
      first,
    )
  }
  const variables = new Map([[unitKey, variableOf(dataset, { ...first, text: unitKey })]])
  const relation = compilation.emit({
    ...compilation.over(statement, head),
    op: 'select',
    input: head.id,
    columns: columnsOf(variables),
    take: [{ column: unitKey, as: unitKey }],
  })
  compilation.datasets.set(second.text, { ...dataset, name: second.text, head: relation, variables })
}

export const importValue: Lowering<'import'> = (statement, compilation) => {
  const { source: path, day, as } = statement.arguments
  const dataset = compilation.active(statement.command)
  const source = sourceOf(path, compilation)
  checkDay(source, path, day)
  freshColumn(dataset, as)
  checkUnit(source, path, dataset)
  const scan = scanOf(source, as, statement, compilation, day)
  const right = fixedOnce(source, as, scan, statement, compilation)
  const outer = option(statement, 'outer_join') !== undefined
  adopt(dataset, right, new Map([[as.text, valueVariable(source, as.text)]]), outer, statement, compilation)
}

export const importEvent: Lowering<'import-event'> = (statement, compilation) => {
  const { source: path, from, until, as } = statement.arguments
  const dataset = compilation.active(statement.command)
  const source = sourceOf(path, compilation)
  if (source.temporality === 'FIXED')
    throw new Mistake(
      'script.date',
      `${path.variable.text} is fixed: it has no dates.`,
      `Write import ${path.alias.text}/${path.variable.text} instead.`,
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
    when: { kind: 'window', from: from.day, until: until.day },
    read: [
      { as: unitKeyName(source.table.unit), read: { what: 'unit' } },
      { as: as.text, read: readOf(source) },
      { as: start, read: { what: 'from' } },
      { as: stop, read: { what: 'until' } },
    ],
  })
  adopt(dataset, scan, variables, false, statement, compilation)
}

export const merge: Lowering<'merge'> = (statement, compilation) => {
  const { names, into, on } = statement.arguments
  const source = compilation.filled(statement.command)
  const target = compilation.dataset(into)
  if (!target.head) {
    if (target.lost) throw new Explained()
    throw new Mistake(
      'script.dataset',
      `The dataset ${into.text} is empty.`,
      'Import its population first.',
      into,
    )
  }
  if (target === source)
    throw new Mistake(
      'script.dataset',
      'A dataset cannot be merged into itself.',
      'Write use and the dataset to bring from first.',
      into,
    )
  once(names)
  const taken = compilation.each(names, (name) => {
    const variable = variableOf(source, name)
    freshColumn(target, name)
    return [name.text, variable] as const
  })
  const keys =
    on.length > 0
      ? matchOnKeys(source, target, on, compilation)
      : matchOnUnit(source, target, statement.command, into)
  const variables = new Map([...target.variables, ...taken])
  target.head = compilation.emit({
    ...compilation.over(statement, target.head, source.head),
    op: 'join',
    left: target.head.id,
    right: source.head.id,
    kind: 'left',
    on: keys,
    take: taken.map(([name]) => ({ column: name, as: name })),
    columns: columnsOf(variables),
  })
  target.variables = variables
}

interface Match {
  left: string
  right: string
}

function matchOnUnit(source: Filled, target: Dataset, at: Word, into: Word): Match[] {
  const head = target.head as Relation
  const shared = source.uniqueOn
  if (source.head.unit !== head.unit) {
    const linking = [...target.variables.values()].filter(
      ({ column }) => column.type === 'key' && column.unitType === source.head.unit,
    )
    const names = linking.map(({ column }) => column.name)
    throw new Mistake(
      'script.dataset',
      `The dataset ${source.name} is about ${source.head.unit}, and ${into.text} is about ${head.unit}.`,
      names.length > 0
        ? `Say which variable of ${into.text} links them: write on ${list(names)} at the end.`
        : `Collapse ${source.name} to ${head.unit} first, with by() a variable whose values are of ${head.unit}.`,
      at,
    )
  }
  if (source.unitKey && source.head.rowsPerUnit === 'one') return []
  if (!source.unitKey && shared && shared.every((key) => target.variables.has(key)))
    return shared.map((key) => ({ left: key, right: key }))
  throw new Mistake(
    'script.dataset',
    `The dataset ${source.name} has several rows for each ${source.head.unit}, so it cannot be merged as it is.`,
    `Collapse it first, such as collapse (first) x, by(${source.unitKey ?? 'key'}).`,
    at,
  )
}

function matchOnKeys(
  source: Filled,
  target: Dataset,
  on: readonly Word[],
  compilation: Compilation,
): Match[] {
  const keys = compilation.each(on, (name): Match => {
    const left = variableOf(target, name).column
    if (
      left.type === 'key' &&
      left.unitType === source.head.unit &&
      source.unitKey &&
      !keyNamed(source, name, left)
    )
      return { left: name.text, right: source.unitKey }
    const right = variableOf(source, name).column
    if (left.type !== right.type || left.unitType !== right.unitType)
      throw new Mistake(
        'script.type',
        `${quote(name.text)} is of another kind in ${target.name} than in ${source.name}.`,
        'Match on variables that hold the same.',
        name,
      )
    return { left: name.text, right: name.text }
  })
  const matched = new Set(keys.map((key) => key.right))
  if (source.uniqueOn?.every((key) => matched.has(key))) return keys
  const first = on[0] as Word
  throw new Mistake(
    'script.dataset',
    `The dataset ${source.name} may have several rows for each ${list([...matched])}.`,
    `Collapse it first: collapse (first) x, by(${[...matched].join(' ')}).`,
    { from: first.from, to: (on.at(-1) as Word).to },
  )
}

/** The source has a column of the same name and kind that is no alias of its unit. */
function keyNamed(source: Dataset, name: Word, left: Column): boolean {
  const same = source.variables.get(name.text)?.column
  return (
    same?.type === 'key' && same.unitType === left.unitType && source.uniqueOn?.includes(name.text) === true
  )
}

type Filled = Dataset & { head: Relation }

function sourceOf(path: Path, compilation: Compilation): Source {
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

function checkUnit(source: Source, path: Path, dataset: Dataset): void {
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
  statement: { from: number; to: number },
  compilation: Compilation,
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
  const read = outer ? null : readTogether(left, right)
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
  statement: { from: number; to: number },
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
    edit: false,
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
  statement: { from: number; to: number },
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

function scanOf(
  source: Source,
  as: Word,
  statement: { from: number; to: number },
  compilation: Compilation,
  day: Day | null,
): Scan {
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
  statement: { from: number; to: number },
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
    },
    codes: codes && dataType === 'STRING' ? codes.map(({ code }) => code) : null,
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
