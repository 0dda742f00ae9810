/** Columns added or replaced: what generate, replace, recode and others have in common. */
import type { Span } from '../../language/tree.js'
import type { Typed } from '../expressions.js'
import { type Compilation, columnsOf, type Filled, type Variable } from '../state.js'
import type { Call, Expression, ValueType } from '../types.js'

/** Adds or replaces a column where `condition` holds; with a condition that is an edit (rule P2). */
export function extend(
  dataset: Filled,
  variable: Variable,
  value: Expression,
  condition: Typed | null,
  statement: Span,
  compilation: Compilation,
): void {
  extendWith(dataset, variable, value, condition?.expression ?? null, statement, compilation)
}

export function extendWith(
  dataset: Filled,
  variable: Variable,
  value: Expression,
  condition: Expression | null,
  statement: Span,
  compilation: Compilation,
): void {
  const { name } = variable.column
  const variables = new Map(dataset.variables).set(name, variable)
  dataset.head = compilation.emit({
    op: 'extend',
    ...compilation.over(statement, dataset.head),
    input: dataset.head.id,
    name,
    value,
    condition,
    columns: columnsOf(variables),
  })
  dataset.variables = variables
  if (dataset.uniqueOn?.includes(name)) dataset.uniqueOn = null
  if (dataset.panel?.fixed.has(name)) {
    const { panel } = dataset
    dataset.panel = { ...panel, fixed: new Set([...panel.fixed].filter((other) => other !== name)) }
  }
}

export function kindOf(type: ValueType): string {
  return type === 'text' ? 'text' : 'numbers'
}

export function call(name: Call, type: ValueType, parts: Expression[]): Expression {
  return { kind: 'call', type, call: name, arguments: parts }
}
