/** The value of an expression of the plan over one row. */
import type { Position } from '@sund/model'
import type { Expression } from '../plan/types.js'
import { type Row, type Value, valueOf } from './data.js'
import { RULES, type Rule } from './functions.js'

export function evaluate(expression: Expression, row: Row, position: Position): Value {
  if (expression.kind === 'column') return valueOf(row, expression.name)
  if (expression.kind === 'literal') return expression.value
  const values = expression.arguments.map((argument) => evaluate(argument, row, position))
  return (RULES[expression.call] as Rule)(values, position)
}

/** Whether a condition is true: missing is false, and a number is true unless it is 0. */
export function meets(condition: Expression, row: Row, position: Position): boolean {
  const value = evaluate(condition, row, position)
  return value !== null && Number(value) !== 0
}
