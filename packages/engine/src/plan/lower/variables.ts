/** Commands that make, change, keep and name variables. */
import { inLanguage, mostSensitive } from '@sund/model'
import { Mistake, quote } from '../../language/reader.js'
import type { Span, Word } from '../../language/tree.js'
import { conditionOf, stored, valueOf } from '../expressions.js'
import {
  type Compilation,
  columnsOf,
  type Dataset,
  type Filled,
  freshColumn,
  type LabelList,
  once,
  PANEL_TIME,
  shownVariable,
  type Variable,
  variableOf,
} from '../state.js'
import type { Column, Expression } from '../types.js'
import { call, extend, extendWith, kindOf } from './extend.js'
import { flag, oneName, textOf } from './options.js'
import { withoutQuantiles } from './quantile.js'
import type { Lowering } from './types.js'

export const generate: Lowering<'generate'> = (statement, compilation) => {
  const { target } = statement.arguments
  const dataset = compilation.filled(statement.command)
  freshColumn(dataset, target)
  const wide = withoutQuantiles(statement.arguments.value, dataset, statement, compilation)
  const value = stored(valueOf(wide.syntax, wide.dataset, compilation))
  const condition = statement.condition && conditionOf(statement.condition, dataset, compilation)
  dataset.head = wide.dataset.head
  const from = value.variable?.column
  const column: Column = {
    name: target.text,
    type: value.type,
    title: from?.title ?? { en: target.text },
    sensitivity: mostSensitive([value, ...(condition ? [condition] : [])].map((part) => part.sensitivity)),
    ...(value.date ? { date: true } : {}),
    ...(value.whole ? { whole: true } : {}),
    ...(from?.unitOfMeasure ? { unitOfMeasure: from.unitOfMeasure } : {}),
    ...(from?.labels ? { labels: from.labels } : {}),
    ...(from?.partial ? { partial: true } : {}),
  }
  extend(
    dataset,
    { column, codes: value.variable?.codes ?? null },
    value.expression,
    condition,
    statement,
    compilation,
  )
}

export const replace: Lowering<'replace'> = (statement, compilation) => {
  const { target, value: syntax } = statement.arguments
  const dataset = compilation.filled(statement.command)
  const { column } = shownVariable(dataset, target)
  const wide = withoutQuantiles(syntax, dataset, statement, compilation)
  const value = stored(valueOf(wide.syntax, wide.dataset, compilation))
  const missing = syntax.kind === 'missing'
  if (!missing && value.type !== column.type)
    throw new Mistake(
      'script.type',
      `${quote(target.text)} holds ${kindOf(column.type)}, and this is ${value.type === 'text' ? 'text' : 'a number'}.`,
      column.type === 'text'
        ? 'Write the value between quotation marks.'
        : 'Write a number, or generate a new variable.',
      syntax,
      syntax.kind === 'number' ? `'${syntax.value}'` : undefined,
    )
  const condition = statement.condition && conditionOf(statement.condition, dataset, compilation)
  dataset.head = wide.dataset.head
  const { whole, date, ...rest } = column
  const changed: Column = {
    ...rest,
    sensitivity: mostSensitive(
      [column, value, ...(condition ? [condition] : [])].map((part) => part.sensitivity),
    ),
    ...(date && (missing || value.date) ? { date } : {}),
    ...(whole && value.whole ? { whole } : {}),
  }
  const expression: Expression = missing
    ? { kind: 'literal', type: column.type, value: null }
    : value.expression
  extend(dataset, { column: changed, codes: null }, expression, condition, statement, compilation)
}

export const destring: Lowering<'destring'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const prefix = oneName(statement, 'prefix')
  const names = some(statement.arguments.names, statement.command, statement.name)
  once(names)
  const variables = compilation.each(names, (name) => {
    const variable = shownVariable(dataset, name)
    if (variable.column.type !== 'text')
      throw new Mistake('script.type', `${quote(name.text)} holds numbers already.`, 'Leave it out.', name)
    const target = { ...name, text: `${prefix?.text ?? ''}${name.text}` }
    if (prefix) freshColumn(dataset, target)
    return { variable, name: target.text }
  })
  for (const { variable, name } of variables) {
    const { labels, ...column } = variable.column
    const value = call('parse-number', 'number', [
      { kind: 'column', type: 'text', name: variable.column.name },
      { kind: 'literal', type: 'text', value: textOf(statement, 'ignore') ?? '' },
      { kind: 'literal', type: 'boolean', value: flag(statement, 'dpcomma') },
      { kind: 'literal', type: 'boolean', value: flag(statement, 'force') },
    ])
    const changed: Column = {
      ...column,
      name,
      type: 'number',
      ...(labels ? { labels: numericLabels(labels) } : {}),
    }
    extendWith(dataset, { column: changed, codes: null }, value, null, statement, compilation)
  }
}

export const keep: Lowering<'keep'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  if (rowsOrVariables(statement) === 'rows') return filter(dataset, statement, false, compilation)
  const kept = compilation.each(statement.arguments.names, (name) => {
    variableOf(dataset, name)
    return name.text
  })
  const wanted = new Set([...kept, dataset.unitKey])
  choose(dataset, (name) => (wanted.has(name) ? name : null), statement, compilation)
}

export const drop: Lowering<'drop'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  if (rowsOrVariables(statement) === 'rows') return filter(dataset, statement, true, compilation)
  const dropped = new Set(
    compilation.each(statement.arguments.names, (name) => {
      variableOf(dataset, name)
      notUnitKey(dataset, name)
      return name.text
    }),
  )
  choose(dataset, (name) => (dropped.has(name) ? null : name), statement, compilation)
}

export const rename: Lowering<'rename'> = (statement, compilation) => {
  const { first, second } = statement.arguments
  const dataset = compilation.filled(statement.command)
  variableOf(dataset, first)
  notUnitKey(dataset, first)
  freshColumn(dataset, second)
  choose(dataset, (name) => (name === first.text ? second.text : name), statement, compilation)
}

export const cloneVariables: Lowering<'clone-variables'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  once(statement.arguments.pairs.map(({ to }) => to))
  const copies = compilation.each(statement.arguments.pairs, ({ from, to }) => {
    const variable = variableOf(dataset, from)
    freshColumn(dataset, to)
    return { variable, name: to.text }
  })
  for (const { variable, name } of copies) {
    const { column } = variable
    const value: Expression = { kind: 'column', type: column.type, name: column.name }
    extendWith(dataset, { ...variable, column: { ...column, name } }, value, null, statement, compilation)
  }
}

export const defineLabels: Lowering<'define-labels'> = (statement, compilation) => {
  const { name, labels } = statement.arguments
  compilation.fresh('list of labels', name, compilation.labels)
  const seen = new Set<string>()
  const list = compilation.each(labels, ({ code, label }) => {
    const key = String(code.value)
    if (seen.has(key))
      throw new Mistake(
        'script.duplicate-name',
        `The code ${quote(key)} has two labels.`,
        'Keep one of them.',
        code,
      )
    seen.add(key)
    return { code: key, label: { en: label || key } }
  })
  compilation.labels.set(name.text, list)
}

export const assignLabels: Lowering<'assign-labels'> = (statement, compilation) => {
  const { first, second } = statement.arguments
  const dataset = compilation.filled(statement.command)
  const variable = shownVariable(dataset, first)
  const labels = compilation.labelList(second)
  const { partial: _partial, ...own } = variable.column
  const column = { ...own, labels }
  // Labels change no row: the head is the same relation with another description of its column.
  const take = dataset.head.columns.map(({ name }) => ({ column: name, as: name }))
  const variables = new Map(dataset.variables).set(first.text, { column, codes: null })
  dataset.head = compilation.emit({
    op: 'select',
    ...compilation.over(statement, dataset.head),
    input: dataset.head.id,
    take,
    columns: columnsOf(variables),
  })
  dataset.variables = variables
}

export const listLabels: Lowering<'list-labels'> = (statement, compilation) => {
  const labels = compilation.labelList(statement.arguments.name)
  const rows = labels.map(({ code, label }) => `| ${cell(code)} | ${cell(inLanguage(label, 'en'))} |`)
  const markdown = ['| code | label |', '| --- | --- |', ...rows].join('\n')
  compilation.show(statement, null, { kind: 'text', markdown })
}

export const dropLabels: Lowering<'drop-labels'> = (statement, compilation) => {
  const names = some(statement.arguments.names, statement.command, statement.name)
  compilation.each(names, (name) => compilation.labelList(name))
  for (const name of names) compilation.labels.delete(name.text)
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

function filter(
  dataset: Filled,
  statement: Parameters<Lowering<'keep'>>[0],
  negate: boolean,
  compilation: Compilation,
): void {
  if (!statement.condition) return
  const { expression } = conditionOf(statement.condition, dataset, compilation)
  // `drop if` drops where the condition is true; where it is missing the row stays.
  const literal = (value: boolean): Expression => ({ kind: 'literal', type: 'boolean', value })
  const condition = negate ? call('if', 'boolean', [expression, literal(false), literal(true)]) : expression
  dataset.head = compilation.emit({
    op: 'filter',
    ...compilation.over(statement, dataset.head),
    input: dataset.head.id,
    condition,
  })
}

/** Keeps, drops and renames columns: `as` gives a column's new name, null to leave it out. */
function choose(
  dataset: Filled,
  as: (name: string) => string | null,
  statement: Span,
  compilation: Compilation,
): void {
  const take: { column: string; as: string }[] = []
  const variables = new Map<string, Variable>()
  for (const [name, variable] of dataset.variables) {
    const renamed = as(name)
    if (renamed === null) continue
    take.push({ column: name, as: renamed })
    variables.set(renamed, { ...variable, column: { ...variable.column, name: renamed } })
  }
  dataset.head = compilation.emit({
    op: 'select',
    ...compilation.over(statement, dataset.head),
    input: dataset.head.id,
    take,
    columns: columnsOf(variables),
  })
  dataset.variables = variables
  if (dataset.panel) {
    const fixed = [...dataset.panel.fixed].flatMap((name) => as(name) ?? [])
    dataset.panel = as(PANEL_TIME) === PANEL_TIME ? { ...dataset.panel, fixed: new Set(fixed) } : null
  }
  const unique = dataset.uniqueOn?.map(as)
  dataset.uniqueOn = unique?.every((name) => name !== null) ? (unique as string[]) : null
}

function notUnitKey(dataset: Dataset, name: Word): void {
  if (name.text !== dataset.unitKey) return
  throw new Mistake(
    'script.key-shown',
    `${quote(name.text)} is the unit of the dataset ${dataset.name}: it always goes with it.`,
    'Leave it out.',
    name,
  )
}

function rowsOrVariables(statement: Parameters<Lowering<'keep'>>[0]): 'rows' | 'variables' {
  const { names } = statement.arguments
  if (statement.condition && names.length > 0)
    throw new Mistake(
      'script.syntax',
      `${statement.name} takes variables or a condition, not both.`,
      'Write two lines.',
      names[0] as Word,
    )
  if (statement.condition) return 'rows'
  some(names, statement.command, statement.name)
  return 'variables'
}

/** Names of which there must be at least one. */
export function some(names: readonly Word[], at: Word, command: string): readonly Word[] {
  if (names.length > 0) return names
  throw new Mistake('script.syntax', `${command} needs the name of a variable.`, `Write ${command} x.`, {
    from: at.to,
    to: at.to,
  })
}

/** Labels of codes written as numbers write them: `01` becomes `1`. */
function numericLabels(labels: LabelList): LabelList {
  return labels.map(({ code, label }) => ({
    code: code.trim() !== '' && Number.isFinite(Number(code)) ? String(Number(code)) : code,
    label,
  }))
}
