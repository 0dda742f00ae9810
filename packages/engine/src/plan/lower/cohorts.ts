/** Datasets that survival analyses start from: matched cohorts, and time at risk in rows. */
import { Mistake, quote } from '../../language/reader.js'
import type { Span, StatementHead, Word } from '../../language/tree.js'
import {
  type Compilation,
  columnsOf,
  type Dataset,
  Explained,
  emptyDataset,
  type Filled,
  freshColumn,
  list,
  numericVariable,
  once,
  shownVariable,
  type Variable,
  variableOf,
} from '../state.js'
import type { Column, Match } from '../types.js'
import { count, flag, names, number, oneName, option, textOf } from './options.js'
import type { Lowering } from './types.js'

const SET: Column = {
  name: 'match_set',
  type: 'number',
  whole: true,
  title: { en: 'Matched set', nb: 'Matchet sett', da: 'Matchet sæt' },
  sensitivity: 'PUBLIC',
}
const ROLE: Column = {
  name: 'match_case',
  type: 'number',
  whole: true,
  title: { en: 'Case', nb: 'Kasus', da: 'Case' },
  sensitivity: 'PUBLIC',
  labels: [
    { code: '0', label: { en: 'Match', nb: 'Kontroll', da: 'Kontrol' } },
    { code: '1', label: { en: 'Case', nb: 'Kasus', da: 'Case' } },
  ],
}
const MOST_MATCHES = 100
const DEFAULT_SEED = 1

export const match: Lowering<'match'> = (statement, compilation) => {
  const { cases: name, into, on } = statement.arguments
  const pool = compilation.filled(statement.command)
  const cases = compilation.dataset(name)
  if (!cases.head) {
    if (cases.lost) throw new Explained()
    throw new Mistake(
      'script.dataset',
      `The dataset ${name.text} is empty.`,
      'Import its population first.',
      name,
    )
  }
  const { head } = cases
  compilation.fresh('dataset', into, compilation.datasets)
  if (head.unit !== pool.head.unit)
    throw new Mistake(
      'script.dataset',
      `The dataset ${name.text} is about ${head.unit}, and ${pool.name} is about ${pool.head.unit}.`,
      'Match datasets about the same units.',
      name,
    )
  for (const dataset of [cases as Filled, pool])
    if (dataset.head.rowsPerUnit !== 'one')
      throw new Mistake(
        'script.dataset',
        `The dataset ${dataset.name} has several rows for each ${dataset.head.unit}.`,
        `Collapse it first, such as collapse (first) x, by(${dataset.unitKey ?? 'key'}).`,
        name,
      )
  once(on)
  const calipers = calipersOf(statement, cases, pool)
  const apart = new Set(calipers.map(({ column }) => column))
  const exact = compilation.each(on, (word) => {
    const [left, right] = [cases, pool].map((dataset) => shownVariable(dataset, word).column) as [
      Column,
      Column,
    ]
    if (left.type !== right.type)
      throw new Mistake(
        'script.type',
        `${quote(word.text)} is of another kind in ${cases.name} than in ${pool.name}.`,
        'Match on variables that hold the same.',
        word,
      )
    return word.text
  })
  const variables = new Map<string, Variable>(
    [...cases.variables].filter(([own, { column }]) => {
      const other = pool.variables.get(own)?.column
      return other?.type === column.type && other.unitType === column.unitType
    }),
  )
  for (const column of [SET, ROLE]) {
    freshColumn({ ...cases, variables }, { ...into, text: column.name })
    variables.set(column.name, { column, codes: null })
  }
  const replace = flag(statement, 'replace')
  const relation = compilation.emit<Match>({
    ...compilation.over(statement, head, pool.head),
    op: 'match',
    cases: head.id,
    input: pool.head.id,
    exact: exact.filter((column) => !apart.has(column)),
    calipers,
    ratio: count(statement, 'ratio', MOST_MATCHES) ?? 1,
    replace,
    seed: seedOf(statement),
    set: SET.name,
    role: ROLE.name,
    rowsPerUnit: replace ? 'many' : 'one',
    rowsPerSubject: replace || pool.head.rowsPerSubject === 'many' ? 'many' : head.rowsPerSubject,
    columns: columnsOf(variables),
  })
  const { unitKey } = cases
  enter(compilation, into, {
    head: relation,
    variables,
    unitKey: unitKey && variables.has(unitKey) ? unitKey : null,
    uniqueOn: !replace && unitKey && variables.has(unitKey) ? [unitKey] : null,
  })
}

/** `age 2 bmi 1.5`: variables with the distance that a match may have. */
function calipersOf(statement: StatementHead, cases: Dataset, pool: Dataset): Match['calipers'] {
  const written = textOf(statement, 'caliper')
  const span = option(statement, 'caliper') as Span
  if (written === null) return []
  const words = written.split(/[\s,]+/).filter((word) => word !== '')
  return Array.from({ length: Math.ceil(words.length / 2) }, (_, i) => {
    const [name, distance] = [words[2 * i] as string, Number(words[2 * i + 1] ?? Number.NaN)]
    if (!(distance >= 0))
      throw new Mistake(
        'script.type',
        'caliper() takes a variable and a distance of 0 or more.',
        'Write such as caliper(age 2).',
        span,
      )
    for (const dataset of [cases, pool]) numericVariable(dataset, { ...span, text: name }, 'caliper()')
    return { column: name, distance }
  })
}

function seedOf(statement: StatementHead): number {
  const seed = number(statement, 'seed')
  if (!seed) return DEFAULT_SEED
  if (Number.isSafeInteger(seed.value)) return seed.value
  throw new Mistake('script.type', 'A seed is a whole number.', 'Write such as seed(1).', seed)
}

const ENTRY = {
  en: 'Days since the index date, start',
  nb: 'Dager siden indeksdatoen, start',
  da: 'Dage siden indeksdatoen, start',
}
const TIME = {
  en: 'Days since the index date, end',
  nb: 'Dager siden indeksdatoen, slutt',
  da: 'Dage siden indeksdatoen, slut',
}

export const survivalData: Lowering<'survival-data'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const { name } = statement.arguments
  compilation.fresh('dataset', name, compilation.datasets)
  const [index, exit, event] = (['index', 'exit', 'event'] as const).map((what) => {
    const word = oneName(statement, what)
    if (!word) throw lacking(what, statement)
    numericVariable(dataset, word, `${what}()`)
    return word.text
  }) as [string, string, string]
  const varying = names(statement, 'time-varying')
  if (varying.length === 0) throw lacking('time-varying', statement)
  once(varying)
  compilation.each(varying, (word) => historyOf(dataset, word))
  const ends = new Set(varying.flatMap(({ text }) => [`START@${text}`, `STOP@${text}`]))
  const variables = new Map([...dataset.variables].filter(([own]) => !ends.has(own)))
  const days = (own: string, title: Column['title']): Column => ({
    name: own,
    type: 'number',
    title,
    sensitivity: variableOf(dataset, { ...name, text: exit }).column.sensitivity,
    unitOfMeasure: 'd',
  })
  for (const column of [days('entry', ENTRY), days('time', TIME)]) {
    freshColumn({ ...dataset, variables }, { ...name, text: column.name })
    variables.set(column.name, { column, codes: null })
  }
  const relation = compilation.emit({
    ...compilation.over(statement, dataset.head),
    op: 'episodes',
    input: dataset.head.id,
    index,
    exit,
    event,
    varying: varying.map(({ text }) => text),
    entry: 'entry',
    time: 'time',
    rowsPerUnit: 'many',
    rowsPerSubject: 'many',
    columns: columnsOf(variables),
  })
  enter(compilation, name, { head: relation, variables, unitKey: dataset.unitKey, uniqueOn: null })
}

/** A variable with the days on which each of its values began and ended. */
function historyOf(dataset: Filled, word: Word): void {
  const { column } = shownVariable(dataset, word)
  const ends = [`START@${column.name}`, `STOP@${column.name}`]
  if (ends.every((end) => dataset.variables.get(end)?.column.type === 'number')) return
  throw new Mistake(
    'script.dataset',
    `${quote(column.name)} does not change over time: the dataset has no ${list(ends)}.`,
    'Bring it with import-event, or leave it out: other variables follow by themselves.',
    word,
  )
}

function lacking(what: string, statement: StatementHead): Mistake {
  return new Mistake(
    'script.syntax',
    `survival-data needs ${what}().`,
    'Write such as survival-data spells, index(start) exit(end) event(death) time-varying(x).',
    { from: statement.to, to: statement.to },
  )
}

/** A new dataset, made active. */
function enter(
  compilation: Compilation,
  { text }: Word,
  made: Pick<Dataset, 'head' | 'variables' | 'unitKey' | 'uniqueOn'>,
): void {
  const dataset = { ...emptyDataset(text), ...made }
  compilation.datasets.set(text, dataset)
  compilation.activate(dataset)
}
