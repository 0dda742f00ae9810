/**
 * `quantile(x, n)`: the one function that needs all rows at once. Before an expression is checked, each call in it becomes
 * an operation of its own and, in the expression, the column that the operation makes.
 */
import { Mistake } from '../../language/reader.js'
import type { Span, Syntax } from '../../language/tree.js'
import { noKey, valueOf } from '../expressions.js'
import { type Compilation, columnsOf, type Filled, type Variable } from '../state.js'
import type { Column } from '../types.js'

const MOST = 1000

/** The expression without calls of quantile, and the dataset with the columns that stand for them, which no script sees. */
export function withoutQuantiles(
  syntax: Syntax,
  dataset: Filled,
  statement: Span,
  compilation: Compilation,
): { syntax: Syntax; dataset: Filled } {
  let filled = dataset
  const recur = (of: Syntax): Syntax => {
    if (of.kind === 'unary') return { ...of, operand: recur(of.operand) }
    if (of.kind === 'binary') return { ...of, left: recur(of.left), right: recur(of.right) }
    if (of.kind !== 'call') return of
    const call = { ...of, arguments: of.arguments.map(recur) }
    if (call.function.text !== 'quantile') return call
    const made = grouped(call, filled, statement, compilation)
    filled = made.dataset
    return { kind: 'name', name: made.column.name, from: of.from, to: of.to }
  }
  return { syntax: recur(syntax), dataset: filled }
}

function grouped(
  call: Syntax & { kind: 'call' },
  dataset: Filled,
  statement: Span,
  compilation: Compilation,
): { dataset: Filled; column: Column } {
  const [inner, count] = call.arguments
  if (!inner || !count || call.arguments.length > 2)
    throw new Mistake(
      'script.type',
      `quantile() takes 2 arguments, not ${call.arguments.length}.`,
      'Write quantile(x, 4).',
      call,
    )
  if (count.kind !== 'number' || !Number.isInteger(count.value) || count.value < 2 || count.value > MOST)
    throw new Mistake(
      'script.type',
      `The number of groups is a whole number from 2 to ${MOST}.`,
      'Write such a number, as in quantile(x, 4).',
      count,
    )
  const value = noKey(valueOf(inner, dataset, compilation))
  if (value.type === 'text')
    throw new Mistake(
      'script.type',
      'quantile() works on numbers, and this is text.',
      'Make numbers of it first with destring.',
      inner,
    )
  const origin = compilation.over(statement, dataset.head)
  const hidden = (name: string, sensitivity: Column['sensitivity']): Column => ({
    name,
    type: 'number',
    title: { en: compilation.textOf(call) },
    sensitivity,
    whole: true,
  })
  const inside = hidden(`__value_${origin.id}`, value.sensitivity)
  const groups = hidden(`__group_${origin.id}`, value.sensitivity)
  const add = (column: Column): Map<string, Variable> =>
    new Map(dataset.variables).set(column.name, { column, codes: null })
  const extended = compilation.emit({
    op: 'extend',
    ...origin,
    input: dataset.head.id,
    name: inside.name,
    value:
      value.type === 'boolean'
        ? { kind: 'call', type: 'number', call: 'to_int', arguments: [value.expression] }
        : value.expression,
    condition: null,
    columns: columnsOf(add(inside)),
  })
  const variables = add(groups)
  const head = compilation.emit({
    op: 'quantile',
    ...compilation.over(statement, extended),
    input: extended.id,
    column: inside.name,
    as: groups.name,
    groups: count.value,
    columns: columnsOf(variables),
  })
  return { dataset: { ...dataset, head, variables }, column: groups }
}
