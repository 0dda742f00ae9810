/**
 * Panels: made by import or from wide data, turned back, and described over their times. The times are known when a
 * script is compiled, so a panel is ordinary relations: one for each time, stacked.
 */
import { mostSensitive } from '@sund/model'
import { Mistake, quote } from '../../language/reader.js'
import type { Day, Span, StatementHead, Word } from '../../language/tree.js'
import type { Source } from '../catalogue.js'
import {
  type Compilation,
  columnsOf,
  type Dataset,
  type Filled,
  freshColumn,
  list,
  once,
  PANEL_TIME,
  type Panel,
  shownVariable,
  type Variable,
} from '../state.js'
import type { Column, Expression, Relation } from '../types.js'
import { shown, showOf, summarizeSpec, tabulateSpec } from './describing.js'
import { call, extendWith } from './extend.js'
import { bring, checkUnit, sourceOf } from './imports.js'
import { flag } from './options.js'
import type { Lowering } from './types.js'
import { some } from './variables.js'

const MOST_TIMES = 400
const TITLE = { en: 'Time in the panel', nb: 'Tidspunkt i panelet', da: 'Tidspunkt i panelet' }

export const importPanel: Lowering<'import-panel'> = (statement, compilation) => {
  const { sources: paths, days } = statement.arguments
  const dataset = compilation.active(statement.command)
  const times = timesOf(days)
  once(paths.map(({ as }) => as))
  freshColumn(dataset, { ...statement.command, text: PANEL_TIME })
  const sources = compilation.each(paths, ({ source: path, as }) => {
    const source = sourceOf(path, compilation)
    freshColumn(dataset, as)
    checkUnit(source, path, dataset)
    if (source.temporality === 'EVENT')
      throw new Mistake(
        'script.date',
        `${path.variable.text} is an event: a unit may have several on one day.`,
        `Write import-event ${path.alias.text}/${path.variable.text} instead, and collapse it.`,
        path,
      )
    return { source, as, path }
  })
  const changing = sources.filter(({ source }) => source.temporality !== 'FIXED')
  if (changing.length === 0)
    throw new Mistake(
      'script.date',
      'None of these variables changes over time.',
      'Name one that does, or write import without dates.',
      statement,
    )
  oneRowEach(dataset, statement)
  const inputs = times.map((day) => {
    const made: Dataset = { ...dataset, variables: new Map(dataset.variables) }
    const value = (source: Source, as: Word, on: Day | null, outer: boolean): void => {
      bring(made, source, as, on, outer && made.head !== null, statement, compilation)
    }
    const outer = dataset.head === null
    for (const { source, as, path } of changing) {
      checkUnit(source, path, made)
      value(source, as, { day, from: path.from, to: path.to }, outer)
    }
    for (const { source, as, path } of sources) {
      if (source.temporality !== 'FIXED') continue
      checkUnit(source, path, made)
      value(source, as, null, false)
    }
    return at(made as Filled, day, true, statement, compilation)
  })
  const fixed = sources.flatMap(({ source, as }) => (source.temporality === 'FIXED' ? [as.text] : []))
  stack(
    dataset,
    inputs,
    { times, days: true, fixed: new Set([...dataset.variables.keys(), ...fixed]) },
    statement,
    compilation,
  )
}

export const reshapeToPanel: Lowering<'reshape-to-panel'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const prefixes = some(statement.arguments.names, statement.command, statement.name)
  once(prefixes)
  freshColumn(dataset, { ...statement.command, text: PANEL_TIME })
  oneRowEach(dataset, statement)
  const measured = compilation.each(prefixes, (prefix) => measurementsOf(prefix, dataset))
  const wide = new Set(
    measured.flatMap(({ byTime }) => [...byTime.values()].map(({ column }) => column.name)),
  )
  const times = [...new Set(measured.flatMap(({ byTime }) => [...byTime.keys()]))].sort((a, b) => a - b)
  const others = [...dataset.variables].filter(([name]) => !wide.has(name))
  const inputs = times.map((time) => {
    const there = measured.filter(({ byTime }) => byTime.has(time))
    const variables = new Map([...others, ...there.map(({ long }) => [long.column.name, long] as const)])
    const made: Filled = { ...dataset, variables }
    made.head = compilation.emit({
      op: 'select',
      ...compilation.over(statement, dataset.head),
      input: dataset.head.id,
      take: [
        ...others.map(([name]) => ({ column: name, as: name })),
        ...there.map(({ long, byTime }) => ({
          column: (byTime.get(time) as Variable).column.name,
          as: long.column.name,
        })),
      ],
      columns: columnsOf(variables),
    })
    for (const { long, byTime } of measured) {
      if (byTime.has(time)) continue
      const missing: Expression = { kind: 'literal', type: long.column.type, value: null }
      extendWith(made, long, missing, null, statement, compilation)
    }
    return at(made, time, false, statement, compilation)
  })
  stack(
    dataset,
    inputs,
    { times, days: false, fixed: new Set(others.map(([name]) => name)) },
    statement,
    compilation,
  )
}

export const reshapeFromPanel: Lowering<'reshape-from-panel'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const panel = panelOf(dataset, statement.command)
  const changing = [...dataset.variables.values()].filter(
    ({ column: { name } }) => name !== PANEL_TIME && name !== dataset.unitKey && !panel.fixed.has(name),
  )
  const fixed = [...dataset.variables.values()].filter(
    ({ column: { name } }) => panel.fixed.has(name) && name !== dataset.unitKey,
  )
  const wide = widened(
    dataset,
    panel,
    changing,
    fixed,
    (name, time) => `${name}${time}`,
    statement,
    compilation,
  )
  Object.assign(dataset, wide)
}

export const tabulatePanel: Lowering<'tabulate-panel'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  panelOf(dataset, statement.command)
  const words = some(statement.arguments.names, statement.command, statement.name)
  showOf(
    statement,
    dataset,
    tabulateSpec(statement, dataset, [...words, timeWord(statement)], compilation),
    compilation,
  )
}

export const summarizePanel: Lowering<'summarize-panel'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  panelOf(dataset, statement.command)
  const words = some(statement.arguments.names, statement.command, statement.name)
  showOf(statement, dataset, summarizeSpec(statement, dataset, words, [PANEL_TIME], compilation), compilation)
}

export const transitionsPanel: Lowering<'transitions-panel'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const panel = panelOf(dataset, statement.command)
  const words = some(statement.arguments.names, statement.command, statement.name)
  once(words)
  shown(dataset, words, compilation)
  if (panel.times.length < 2)
    throw new Mistake(
      'script.dataset',
      'A transition is from one date to the next, and this panel has one date.',
      'Make the panel of several dates.',
      statement.command,
    )
  const variables = words.map((name) => shownVariable(dataset, name))
  const named = (name: string, time: string): string => `${name}@${time}`
  const wide = widened(dataset, panel, variables, [], named, statement, compilation)
  const labels = suffixes(panel)
  for (const { text } of words)
    for (const [i, from] of labels.slice(0, -1).entries())
      compilation.show(statement, dataset, {
        kind: 'statistic',
        relation: wide.head.id,
        condition: null,
        spec: {
          show: 'tabulate',
          dimensions: [named(text, from), named(text, labels[i + 1] as string)],
          missing: flag(statement, 'missing'),
          frequency: true,
          shares: ['rowpct'],
          measure: null,
          chi2: false,
          labels: !flag(statement, 'nolabels'),
          order: { rowsort: null, colsort: null, top: null, bottom: null },
        },
      })
}

/** The days, ascending, each once. */
function timesOf(days: readonly Day[]): number[] {
  const seen = new Set<number>()
  for (const day of days) {
    if (seen.has(day.day))
      throw new Mistake('script.duplicate-name', 'This date stands twice.', 'Name each date once.', day, '')
    seen.add(day.day)
    if (seen.size > MOST_TIMES)
      throw new Mistake('script.limit', `A panel has at most ${MOST_TIMES} dates.`, 'Name fewer.', day)
  }
  return [...seen].sort((a, b) => a - b)
}

interface Measurements {
  /** The one variable that they become. */
  long: Variable
  byTime: Map<number, Variable>
}

/** Variables named by `prefix` and a whole number. */
function measurementsOf(prefix: Word, dataset: Dataset): Measurements {
  const byTime = new Map<number, Variable>()
  for (const [name, variable] of dataset.variables) {
    const digits = name.startsWith(prefix.text) ? name.slice(prefix.text.length) : ''
    if (!/^\d{1,15}$/.test(digits)) continue
    const other = byTime.get(Number(digits))
    if (other)
      throw new Mistake(
        'script.duplicate-name',
        `${quote(other.column.name)} and ${quote(name)} are of the same time.`,
        'Rename or drop one of them.',
        prefix,
      )
    byTime.set(Number(digits), variable)
  }
  const [first, ...rest] = [...byTime.values()]
  if (!first)
    throw new Mistake(
      'script.unknown-name',
      `No variable of the dataset ${dataset.name} is named ${quote(prefix.text)} and a whole number.`,
      `Name them ${prefix.text}2018, ${prefix.text}2019 and so on; the dataset has ${list([...dataset.variables.keys()])}.`,
      prefix,
    )
  if (byTime.size > MOST_TIMES)
    throw new Mistake(
      'script.limit',
      `A panel has at most ${MOST_TIMES} times.`,
      'Drop some variables.',
      prefix,
    )
  const odd = rest.find(
    ({ column }) => column.type !== first.column.type || column.unitType !== first.column.unitType,
  )
  if (odd)
    throw new Mistake(
      'script.type',
      `${quote(first.column.name)} and ${quote(odd.column.name)} are of different kinds.`,
      'Make all of them text or all of them numbers.',
      prefix,
    )
  const columns = [...byTime.values()].map(({ column }) => column)
  const gone = new Set(columns.map(({ name }) => name))
  const kept = new Map([...dataset.variables].filter(([name]) => !gone.has(name)))
  freshColumn({ ...dataset, variables: kept }, prefix)
  const { whole, ...column } = first.column
  return {
    byTime,
    long: {
      column: {
        ...column,
        name: prefix.text,
        sensitivity: mostSensitive(columns.map(({ sensitivity }) => sensitivity)),
        ...(columns.every((each) => each.whole) && whole ? { whole } : {}),
      },
      codes: [...byTime.values()].every(({ codes }) => codes === first.codes) ? first.codes : null,
    },
  }
}

/** The rows of a dataset as those of one time. */
function at(dataset: Filled, time: number, days: boolean, statement: Span, compilation: Compilation): Filled {
  const column: Column = {
    name: PANEL_TIME,
    type: 'number',
    title: TITLE,
    sensitivity: 'PUBLIC',
    whole: true,
    ...(days ? { date: true } : {}),
  }
  const value: Expression = { kind: 'literal', type: 'number', value: time }
  extendWith(dataset, { column, codes: null }, value, null, statement, compilation)
  return dataset
}

/** Puts the rows of several times under one another: the dataset is a panel from then on. */
function stack(
  dataset: Dataset,
  inputs: readonly Filled[],
  panel: Panel,
  statement: Span,
  compilation: Compilation,
): void {
  const [first, ...rest] = inputs as [Filled, ...Filled[]]
  const many = inputs.length > 1 ? 'many' : undefined
  dataset.head = compilation.emit({
    op: 'stack',
    ...compilation.over(statement, first.head, ...rest.map(({ head }) => head)),
    inputs: inputs.map(({ head }) => head.id),
    columns: columnsOf(first.variables),
    ...(many ? { rowsPerUnit: many, rowsPerSubject: many } : {}),
  })
  dataset.variables = first.variables
  dataset.unitKey = first.unitKey
  dataset.uniqueOn = first.unitKey ? [first.unitKey, PANEL_TIME] : null
  dataset.panel = panel
}

/**
 * One row a unit: each of `changing` once for each time, under `named(name, suffix)`, and `fixed` once. A value is that of the
 * unit's row at the time; where it has none, missing.
 */
function widened(
  dataset: Filled,
  panel: Panel,
  changing: readonly Variable[],
  fixed: readonly Variable[],
  named: (name: string, suffix: string) => string,
  statement: StatementHead,
  compilation: Compilation,
): Filled {
  const unitKey = dataset.unitKey
  const key = unitKey === null ? undefined : dataset.variables.get(unitKey)
  if (!key)
    throw new Mistake(
      'script.dataset',
      `The rows of ${dataset.name} are of no unit that could be followed.`,
      'Follow persons or other units of a register.',
      statement.command,
    )
  const labels = suffixes(panel)
  const made: Filled = { ...dataset, variables: new Map(dataset.variables) }
  const columns: Variable[] = [...fixed]
  for (const variable of changing)
    for (const [i, time] of panel.times.entries()) {
      const { column } = variable
      const name = named(column.name, labels[i] as string)
      if (name.includes('@')) made.variables.delete(name)
      freshColumn(made, { ...statement.command, text: name })
      const wide: Variable = { ...variable, column: { ...column, name } }
      const isThen = call('==', 'boolean', [
        { kind: 'column', type: 'number', name: PANEL_TIME },
        { kind: 'literal', type: 'number', value: time },
      ])
      const value: Expression = { kind: 'column', type: column.type, name: column.name }
      const missing: Expression = { kind: 'literal', type: column.type, value: null }
      extendWith(made, wide, call('if', column.type, [isThen, value, missing]), null, statement, compilation)
      columns.push(wide)
    }
  const { head } = made
  const variables = new Map<string, Variable>([key, ...columns].map((each) => [each.column.name, each]))
  const collapsed = compilation.emit<Extract<Relation, { op: 'collapse' }>>({
    op: 'collapse',
    ...compilation.over(statement, head),
    input: head.id,
    by: [key.column.name],
    aggregates: columns.map(({ column: { name } }) => ({
      statistic: 'first',
      column: name,
      as: name,
      order: PANEL_TIME,
    })),
    rowsPerUnit: 'one',
    rowsPerSubject: head.unit === 'PERSON' ? 'one' : 'many',
    columns: columnsOf(variables),
  })
  return { ...dataset, head: collapsed, variables, uniqueOn: [key.column.name], panel: null }
}

/** What the times are called after a variable's name. */
function suffixes({ times, days }: Panel): string[] {
  if (!days) return times.map(String)
  const iso = times.map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))
  const years = iso.map((date) => date.slice(0, 4))
  return new Set(years).size === years.length ? years : iso.map((date) => date.replaceAll('-', ''))
}

function panelOf(dataset: Dataset, command: Word): Panel {
  if (dataset.panel && dataset.variables.has(PANEL_TIME)) return dataset.panel
  throw new Mistake(
    'script.dataset',
    `The dataset ${dataset.name} is not a panel.`,
    'Make one with import-panel or reshape-to-panel.',
    command,
  )
}

function oneRowEach(dataset: Dataset, statement: StatementHead): void {
  if (!dataset.head || dataset.head.rowsPerUnit === 'one') return
  throw new Mistake(
    'script.dataset',
    `The dataset ${dataset.name} has several rows for each ${dataset.head.unit} already.`,
    'Collapse it to one row each first, or begin with a new dataset.',
    statement.command,
  )
}

const timeWord = ({ command }: StatementHead): Word => ({ ...command, text: PANEL_TIME })
