/** `collapse` and `aggregate`: statistics of groups, as a new dataset or as columns beside the old. */
import { inLanguage, type LocalisedText, nearestName, PERSON } from '@sund/model'
import { Mistake, quote } from '../../language/reader.js'
import type {
  Span,
  Statement,
  StatementHead,
  StatisticArgument,
  StatisticItem,
  Word,
} from '../../language/tree.js'
import {
  type Compilation,
  columnsOf,
  type Dataset,
  type Filled,
  freshColumn,
  keyShown,
  numericVariable,
  once,
  PANEL_TIME,
  unitKeyColumn,
  unitKeyName,
  type Variable,
  variableOf,
} from '../state.js'
import { type Aggregate, AggregateName, type Column } from '../types.js'
import { names, oneName } from './options.js'
import type { Lowering } from './types.js'

/** What each statistic takes and gives. `same` gives what it takes. */
const RULES: Record<
  AggregateName,
  { takes: 'numbers' | 'shown' | 'anything'; gives: 'same' | 'number' | 'whole' }
> = {
  count: { takes: 'anything', gives: 'whole' },
  sum: { takes: 'numbers', gives: 'number' },
  mean: { takes: 'numbers', gives: 'number' },
  sd: { takes: 'numbers', gives: 'number' },
  median: { takes: 'numbers', gives: 'number' },
  min: { takes: 'numbers', gives: 'same' },
  max: { takes: 'numbers', gives: 'same' },
  p25: { takes: 'numbers', gives: 'number' },
  p75: { takes: 'numbers', gives: 'number' },
  iqr: { takes: 'numbers', gives: 'number' },
  gini: { takes: 'numbers', gives: 'number' },
  percent: { takes: 'numbers', gives: 'number' },
  first: { takes: 'anything', gives: 'same' },
  last: { takes: 'anything', gives: 'same' },
  any: { takes: 'shown', gives: 'whole' },
  nearest: { takes: 'anything', gives: 'same' },
  nth: { takes: 'anything', gives: 'same' },
}
/** Statistics of dates that are dates. */
const DATES: ReadonlySet<AggregateName> = new Set(['mean', 'median', 'p25', 'p75'])
/** Statistics that take the value of one row by its place in an order. */
const ORDERED: ReadonlySet<AggregateName> = new Set(['first', 'last', 'nearest', 'nth'])
/** What people write instead of the right name. */
const ALIASES: Record<string, AggregateName> = {
  std: 'sd',
  stddev: 'sd',
  average: 'mean',
  avg: 'mean',
  n: 'count',
}

export const collapse: Lowering<'collapse'> = (statement, compilation) => {
  const { dataset, keys, aggregates } = read(statement, compilation)
  const sorted = [...keys].sort((a, b) => rank(a.column) - rank(b.column))
  const first = sorted[0] as Variable
  const input = dataset.head
  const unit = first.column.type === 'key' ? (first.column.unitType as string) : unitOf(first.column.name)
  const single = sorted.length === 1
  const person = first.column.type === 'key' && unit === PERSON
  const variables = new Map<string, Variable>(sorted.map((key) => [key.column.name, key]))
  for (const { column } of aggregates) variables.set(column.name, { column, codes: null })
  const head = compilation.emit({
    op: 'collapse',
    ...compilation.over(statement, input),
    input: input.id,
    by: sorted.map(({ column }) => column.name),
    aggregates: aggregates.map(({ aggregate }) => aggregate),
    unit,
    rowsPerUnit: single ? 'one' : 'many',
    rowsPerSubject: single && person ? 'one' : 'many',
    columns: columnsOf(variables),
  })
  dataset.head = head
  dataset.variables = variables
  dataset.uniqueOn = sorted.map(({ column }) => column.name)
  dataset.panel =
    dataset.panel && variables.has(PANEL_TIME) ? { ...dataset.panel, fixed: new Set<string>() } : null
  dataset.unitKey = null
  if (first.column.type === 'key') addUnitKey(dataset as Filled, first.column, unit, statement, compilation)
}

export const aggregate: Lowering<'aggregate'> = (statement, compilation) => {
  const { dataset, keys, aggregates } = read(statement, compilation)
  const variables = new Map(dataset.variables)
  for (const { column } of aggregates) variables.set(column.name, { column, codes: null })
  dataset.head = compilation.emit({
    op: 'window',
    ...compilation.over(statement, dataset.head),
    input: dataset.head.id,
    by: keys.map(({ column }) => column.name),
    aggregates: aggregates.map((item) => item.aggregate),
    columns: columnsOf(variables),
  })
  dataset.variables = variables
}

/** People first, other units next, plain variables last: the first key becomes the unit, and people are what rules count. */
function rank(column: Column): number {
  if (column.type !== 'key') return 2
  return column.unitType === PERSON ? 0 : 1
}

/** Gives a collapsed dataset the key under its usual name, if the key had another. */
function addUnitKey(
  dataset: Filled,
  key: Column,
  unit: string,
  statement: StatementHead,
  compilation: Compilation,
): void {
  dataset.unitKey = unitKeyName(unit)
  if (key.name === dataset.unitKey) return
  const column = { ...unitKeyColumn(unit, dataset.head.public), sensitivity: key.sensitivity }
  const variables = new Map([[column.name, { column, codes: null }], ...dataset.variables])
  dataset.head = compilation.emit({
    op: 'extend',
    ...compilation.over(statement, dataset.head),
    input: dataset.head.id,
    name: column.name,
    value: { kind: 'column', type: 'key', name: key.name },
    condition: null,
    columns: columnsOf(variables),
  })
  dataset.variables = variables
}

/** A unit type made of a variable's name: `kommune` gives `KOMMUNE`, `år` gives `AAR`. */
function unitOf(name: string): string {
  const plain = name
    .toUpperCase()
    .replaceAll('Æ', 'AE')
    .replaceAll('Ø', 'OE')
    .replaceAll('Å', 'AA')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Z0-9_]/g, '_')
    .replace(/^[^A-Z]+/, '')
    .slice(0, 40)
  return plain === '' || plain === PERSON ? 'GROUP' : plain
}

interface Item {
  column: Column
  aggregate: Aggregate
}

function read(
  statement: Statement<'statistics'>,
  compilation: Compilation,
): { dataset: Filled; keys: Variable[]; aggregates: Item[] } {
  const dataset = compilation.filled(statement.command)
  const by = names(statement, 'by')
  if (by.length === 0)
    throw new Mistake(
      'script.syntax',
      `${statement.name} needs to know its groups.`,
      `Write by() after a comma, such as by(${dataset.unitKey ?? 'key'}).`,
      { from: statement.to, to: statement.to },
    )
  const keys = compilation.each(by, (name) => variableOf(dataset, name))
  once(by)
  const order = oneName(statement, 'order')
  if (order) orderable(variableOf(dataset, order), order)
  const collapses = statement.name === 'collapse'
  const taken = new Set(by.map(({ text }) => text.toLowerCase()))
  const aggregates = compilation.each(statement.arguments.items, (item) => {
    const target = item.target
    if (!collapses) freshColumn(dataset, target)
    if (taken.has(target.text.toLowerCase()))
      throw new Mistake(
        'script.duplicate-name',
        `Two columns would be named ${quote(target.text)}.`,
        'Give the result a name of its own: (mean) x -> mean_x.',
        target,
      )
    if (collapses) freshColumn({ ...dataset, variables: new Map() }, target)
    taken.add(target.text.toLowerCase())
    return itemOf(item, dataset, order)
  })
  return { dataset, keys, aggregates }
}

function itemOf(
  { statistic: word, argument, source, target }: StatisticItem,
  dataset: Dataset,
  order: Word | null,
): Item {
  const statistic = statisticOf(word)
  const { column } = variableOf(dataset, source)
  const { takes, gives } = RULES[statistic]
  if (takes !== 'anything' && column.type === 'key') throw keyShown(source)
  if (takes === 'numbers' && column.type !== 'number')
    throw new Mistake(
      'script.type',
      `The statistic ${statistic} is of numbers, and ${quote(source.text)} is text.`,
      'Use count, first, last, nearest, nth or any, or make numbers of it with destring.',
      source,
    )
  const aggregate: Aggregate = {
    statistic,
    column: source.text,
    as: target.text,
    ...(ORDERED.has(statistic) ? { order: orderOf(dataset, source, statistic, order) } : {}),
    ...choiceOf(statistic, word, argument, dataset),
  }
  const { labels, unitOfMeasure, whole, date, unitType, ...rest } = column
  if (gives === 'same') return { aggregate, column: { ...column, name: target.text } }
  const measured =
    statistic !== 'count' && statistic !== 'any' && statistic !== 'percent' && statistic !== 'gini'
  return {
    aggregate,
    column: {
      ...rest,
      name: target.text,
      type: 'number',
      title: titleOf(statistic, column.title),
      ...(measured && unitOfMeasure ? { unitOfMeasure } : {}),
      ...(gives === 'whole' || (statistic === 'sum' && whole) ? { whole: true } : {}),
      ...(date && DATES.has(statistic) ? { date } : {}),
    },
  }
}

function statisticOf(word: Word): AggregateName {
  const known = AggregateName.safeParse(word.text)
  if (known.success) return known.data
  const near = ALIASES[word.text] ?? nearestName(word.text, AggregateName.options)
  throw new Mistake(
    'script.statistics',
    `There is no statistic ${quote(word.text)}.${near ? ` Did you mean ${near}?` : ''}`,
    `The statistics are ${AggregateName.options.join(', ')}.`,
    word,
    near,
  )
}

/** What stands in the parentheses of `nearest` and `nth`; no other statistic takes anything there. */
function choiceOf(
  statistic: AggregateName,
  word: Word,
  argument: StatisticArgument | null,
  dataset: Dataset,
): Pick<Aggregate, 'to' | 'n'> {
  if (statistic === 'nearest') {
    if (argument?.kind === 'day') return { to: { kind: 'day', day: argument.day } }
    if (argument?.kind === 'name') {
      numericVariable(dataset, argument, 'nearest')
      return { to: { kind: 'column', name: argument.text } }
    }
    throw wrongArgument(
      'nearest needs a date to be near to.',
      'Write (nearest(2018-06-30)) x, or the name of a date variable in place of the date.',
      argument ?? word,
    )
  }
  if (statistic === 'nth') {
    if (argument?.kind === 'number' && Number.isSafeInteger(argument.value) && argument.value !== 0)
      return { n: argument.value }
    throw wrongArgument(
      'nth needs to know which row: 1 is the first, -1 the last.',
      'Write (nth(2)) x for the second.',
      argument ?? word,
    )
  }
  if (argument)
    throw wrongArgument(
      `The statistic ${statistic} takes nothing in parentheses.`,
      `Write (${statistic}) x.`,
      argument,
    )
  return {}
}

const wrongArgument = (message: string, next: string, at: Span): Mistake =>
  new Mistake('script.statistics', message, next, at)

/** What orders `first`, `last`, `nearest` and `nth`: asked for, else the start of what is collapsed, else the only start there is. */
function orderOf(dataset: Dataset, source: Word, statistic: string, order: Word | null): string {
  if (order) return order.text
  if (source.text.startsWith('START@')) return source.text
  const own = `START@${source.text.replace(/^STOP@/, '')}`
  if (dataset.variables.has(own)) return own
  const starts = [...dataset.variables.keys()].filter((name) => name.startsWith('START@'))
  if (starts.length === 1) return starts[0] as string
  throw new Mistake(
    'script.statistics',
    `${statistic} of ${quote(source.text)} needs an order.`,
    'Say what orders the rows, such as order(START@x).',
    source,
  )
}

function orderable(variable: Variable, name: Word): void {
  if (variable.column.type === 'key') throw keyShown(name)
}

const WORDS: Partial<Record<AggregateName, { en: string; nb: string; da: string }>> = {
  count: { en: 'number', nb: 'antall', da: 'antal' },
  sum: { en: 'sum', nb: 'sum', da: 'sum' },
  mean: { en: 'mean', nb: 'gjennomsnitt', da: 'gennemsnit' },
  sd: { en: 'standard deviation', nb: 'standardavvik', da: 'standardafvigelse' },
  median: { en: 'median', nb: 'median', da: 'median' },
  p25: { en: 'first quartile', nb: 'første kvartil', da: 'første kvartil' },
  p75: { en: 'third quartile', nb: 'tredje kvartil', da: 'tredje kvartil' },
  iqr: { en: 'interquartile range', nb: 'kvartilavstand', da: 'kvartilafstand' },
  gini: { en: 'Gini coefficient', nb: 'Gini-koeffisient', da: 'Gini-koefficient' },
  percent: { en: 'percent', nb: 'prosent', da: 'procent' },
  any: { en: 'any', nb: 'noen', da: 'nogen' },
}

function titleOf(statistic: AggregateName, title: LocalisedText): LocalisedText {
  const words = WORDS[statistic]
  if (!words) return title
  return {
    en: `${inLanguage(title, 'en')}, ${words.en}`,
    nb: `${inLanguage(title, 'nb')}, ${words.nb}`,
    da: `${inLanguage(title, 'da')}, ${words.da}`,
  }
}
