/** What functions are made of: how one is described, values of the commonest types, and parameters of the type that is asked for. */
import { failAt } from './definition.js'
import { type Family, familyOf, NOTHING } from './elements.js'
import { described, type Scope, single } from './scope.js'
import type { Expression } from './syntax.js'
import { sqlType, type Value } from './values.js'

export interface PathFunction {
  /** Fewest and most parameters. */
  takes: readonly [number, number]
  value(input: Value, parameters: readonly Expression[], scope: Scope): Value
}

export const truth = (sql: string): Value => ({ sql, type: 'boolean', many: false })
export const words = (sql: string, many = false): Value => ({ sql, type: 'string', many })
export const whole = (sql: string): Value => ({ sql, type: 'integer', many: false })

/** SQL of a parameter that is a text; parameters are about where the call stands, not about its items. */
export function textOf(expression: Expression, scope: Scope): string {
  return single(ofFamily(scope.evaluate(expression, scope), 'string', 'a parameter', scope), scope)
}

export function number(expression: Expression | undefined, scope: Scope): string {
  return single(
    ofFamily(scope.evaluate(expression as Expression, scope), 'integer', 'a parameter', scope),
    scope,
  )
}

export function primitive(input: Value, scope: Scope): Value {
  if (input.choices || sqlType(input.type) === null)
    failAt(
      scope.place,
      `needs a primitive value and finds ${described(input)}`,
      'Name an element that has no parts.',
    )
  return input
}

export function ofFamily(input: Value, family: Family, what: string, scope: Scope): Value {
  if (input.type !== NOTHING && (input.choices || familyOf(input.type) !== family))
    failAt(
      scope.place,
      `${what} is of ${family}, and finds ${described(input)}`,
      'Name an element of that type.',
    )
  return input
}
