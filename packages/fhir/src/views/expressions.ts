/** From the syntax of an expression to its value in SQL. The words of the language are tables of their own: `functions.ts`, `operators.ts`. */
import { nearestName } from '@sund/model'
import { failAt } from './definition.js'
import { familyOf } from './elements.js'
import { FUNCTIONS } from './functions.js'
import { member, ofType } from './members.js'
import { OPERATORS } from './operators.js'
import { described, type Scope, single } from './scope.js'
import { type Expression, parseExpression } from './syntax.js'
import { chosen, isNothing, nothing, text, type Value } from './values.js'

/** The value of an expression, written at the scope's place. Throws `data.metadata` there for what is no FHIRPath, unknown or of the wrong type. */
export function evaluateText(expression: string, scope: Scope): Value {
  return evaluate(parseExpression(expression, scope.place), scope)
}

export function evaluate(expression: Expression, scope: Scope): Value {
  return (READINGS[expression.kind] as Reading<Expression['kind']>)(expression, scope)
}

type Reading<K extends Expression['kind']> = (
  expression: Extract<Expression, { kind: K }>,
  scope: Scope,
) => Value

const READINGS: { [K in Expression['kind']]: Reading<K> } = {
  nothing: () => nothing,
  this: (_, { focus }) => focus,
  index: (_, { index, place }) =>
    index === null
      ? failAt(
          place,
          'asks for $index outside of a function',
          'Use it inside where() or select(), or %rowIndex.',
        )
      : { sql: index, type: 'integer', many: false },
  literal: ({ type, value }) => literal(type, value),
  constant: ({ name }, scope) => constant(name, scope),
  member({ of, name }, scope) {
    if (of !== null) return member(evaluate(of, scope), name, scope)
    // `Patient.name` is the name of this patient.
    if (name === scope.focus.type && /^[A-Z]/.test(name)) return scope.focus
    return member(scope.focus, name, scope)
  },
  call({ of, name, parameters }, scope) {
    const called = FUNCTIONS[name]
    if (called === undefined || !Object.hasOwn(FUNCTIONS, name)) {
      const near = nearestName(name, Object.keys(FUNCTIONS))
      return failAt(
        scope.place,
        `a view cannot call ${name}()`,
        near ? `Did you mean ${near}?` : `It can call ${Object.keys(FUNCTIONS).join(', ')}.`,
      )
    }
    const [fewest, most] = called.takes
    if (parameters.length < fewest || parameters.length > most)
      failAt(
        scope.place,
        `${name}() takes ${fewest === most ? fewest : `${fewest} to ${most}`} parameters, not ${parameters.length}`,
        'Mend the call.',
      )
    return called.value(of === null ? scope.focus : evaluate(of, scope), parameters, scope)
  },
  item({ of, index }, scope) {
    const value = evaluate(of, scope)
    const place = evaluate(index, scope)
    if (isNothing(value) || isNothing(place)) return nothing
    if (familyOf(place.type) !== 'integer')
      failAt(scope.place, `[ ] takes a whole number, not ${described(place)}`, 'Write one, from 0.')
    const at = single(place, scope)
    return chosen(value, false, (sql) =>
      value.many
        ? `CASE WHEN ${at} >= 0 THEN (${sql})[${at} + 1] END`
        : `CASE WHEN ${at} = 0 THEN ${sql} END`,
    )
  },
  operator({ operator, left, right }, scope) {
    const compute = OPERATORS[operator]
    if (!compute) return failAt(scope.place, `a view does not know ${operator}`, 'Say it in another way.')
    return compute(evaluate(left, scope), evaluate(right, scope), scope, operator)
  },
  sign({ sign, of }, scope) {
    const value = evaluate(of, scope)
    if (isNothing(value)) return nothing
    if (!['integer', 'decimal'].includes(familyOf(value.type) ?? ''))
      failAt(scope.place, `${sign} cannot take ${described(value)}`, 'Compute with numbers.')
    return { sql: `(${sign}${single(value, scope)})`, type: value.type, many: false }
  },
  type({ operator, of, type }, scope) {
    const value = evaluate(of, scope)
    if (operator === 'as') return ofType(value, type, scope)
    return (FUNCTIONS.is as (typeof FUNCTIONS)[string]).value(
      value,
      [{ kind: 'member', of: null, name: type }],
      scope,
    )
  },
}

/** SQL of what is written out. */
export function literal(type: string, value: string): Value {
  const family = familyOf(type)
  const number = family === 'integer' || family === 'decimal'
  const cast = family === 'integer' ? 'BIGINT' : 'DOUBLE'
  return {
    sql: number ? `CAST(${text(value)} AS ${cast})` : family === 'boolean' ? value : text(value),
    type,
    many: false,
    ...(family === 'decimal' ? { written: text(value) } : {}),
  }
}

/** Names that FHIRPath and SQL on FHIR give a meaning. */
const GIVEN: Record<string, (scope: Scope) => Value> = {
  rowIndex: ({ rowIndex }) => ({ sql: rowIndex, type: 'integer', many: false }),
  resource: ({ root }) => root,
  rootResource: ({ root }) => root,
  context: ({ root }) => root,
  ucum: () => literal('string', 'http://unitsofmeasure.org'),
  sct: () => literal('string', 'http://snomed.info/sct'),
  loinc: () => literal('string', 'http://loinc.org'),
}

function constant(name: string, scope: Scope): Value {
  const own = scope.constants.get(name)
  if (own) return own
  const given = Object.hasOwn(GIVEN, name) ? GIVEN[name] : undefined
  if (given) return given(scope)
  const near = nearestName(name, scope.constants.keys())
  return failAt(
    scope.place,
    `there is no constant %${name}`,
    near ? `Did you mean %${near}?` : 'Define it in constant.',
  )
}
