/** `merge`: columns of one dataset beside another's, matched on the unit or on keys that name each row of the source once. */
import { Mistake, quote } from '../../language/reader.js'
import type { Word } from '../../language/tree.js'
import {
  type Compilation,
  columnsOf,
  type Dataset,
  Explained,
  type Filled,
  freshColumn,
  list,
  once,
  PANEL_TIME,
  variableOf,
} from '../state.js'
import type { Column, Relation } from '../types.js'
import type { Lowering } from './types.js'

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
  const { panel } = target
  if (panel && !keys.some(({ left }) => left === PANEL_TIME))
    target.panel = { ...panel, fixed: new Set([...panel.fixed, ...taken.map(([name]) => name)]) }
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
