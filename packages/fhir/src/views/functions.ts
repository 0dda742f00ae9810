/** The functions of FHIRPath that views can call, as a table: how many parameters each takes, and the SQL of its value. What is not here fails by its name. */
import { failAt } from './definition.js'
import { familyOf, isA, isResource } from './elements.js'
import { member, ofType } from './members.js'
import { BOUNDARIES } from './moments.js'
import { distinct } from './operators.js'
import { number, ofFamily, type PathFunction, primitive, textOf, truth, whole, words } from './parameters.js'
import { condition, described, type Scope, single } from './scope.js'
import type { Expression } from './syntax.js'
import { TEXT_FUNCTIONS } from './text-functions.js'
import {
  bound,
  chosen,
  each,
  fresh,
  isNothing,
  isThere,
  listOf,
  nothing,
  present,
  sqlType,
  text,
  type Value,
} from './values.js'

export const FUNCTIONS: Record<string, PathFunction> = {
  where: {
    takes: [1, 1],
    value: (input, [criteria], scope) => filtered(input, criteria as Expression, scope),
  },
  select: {
    takes: [1, 1],
    value: (input, [projection], scope) => projected(input, projection as Expression, scope),
  },
  exists: {
    takes: [0, 1],
    value: (input, [criteria], scope) => truth(isThere(criteria ? filtered(input, criteria, scope) : input)),
  },
  empty: { takes: [0, 0], value: (input) => truth(`(NOT ${isThere(input)})`) },
  all: {
    takes: [1, 1],
    value: (input, [criteria], scope) =>
      truth(
        `(NOT ${isThere(filtered(input, criteria as Expression, scope, (sql) => `NOT coalesce(${sql}, false)`))})`,
      ),
  },
  allTrue: {
    takes: [0, 0],
    value: (input, _, scope) => truth(`(NOT list_contains(${truths(input, scope)}, false))`),
  },
  anyTrue: {
    takes: [0, 0],
    value: (input, _, scope) => truth(`list_contains(${truths(input, scope)}, true)`),
  },
  not: {
    takes: [0, 0],
    value: (input, _, scope) => truth(`(NOT CAST(${condition(input, scope)} AS BOOLEAN))`),
  },
  count: {
    takes: [0, 0],
    value: (input) =>
      whole(input.many ? `coalesce(len(${input.sql}), 0)` : `CAST(${isThere(input)} AS BIGINT)`),
  },
  first: {
    takes: [0, 0],
    value: (input) => (input.many ? chosen(input, false, (list) => `(${list})[1]`) : input),
  },
  last: {
    takes: [0, 0],
    value: (input) => (input.many ? chosen(input, false, (list) => `(${list})[-1]`) : input),
  },
  single: {
    takes: [0, 0],
    value: (input, _, scope) =>
      input.many ? { ...chosen(input, false, (list) => list), sql: single(input, scope) } : input,
  },
  tail: { takes: [0, 0], value: (input) => chosen(asList(input), true, (list) => `(${list})[2:]`) },
  skip: {
    takes: [1, 1],
    value: (input, [count], scope) =>
      chosen(asList(input), true, (list) => `(${list})[greatest(${number(count, scope)}, 0) + 1:]`),
  },
  take: {
    takes: [1, 1],
    value: (input, [count], scope) =>
      chosen(asList(input), true, (list) => `(${list})[1:greatest(${number(count, scope)}, 0)]`),
  },
  distinct: {
    takes: [0, 0],
    value: (input, _, scope) => ({ ...primitive(input, scope), sql: distinct(listOf(input)), many: true }),
  },
  isDistinct: {
    takes: [0, 0],
    value: (input, _, scope) =>
      truth(
        `(coalesce(len(${listOf(primitive(input, scope))}), 0) = coalesce(len(list_distinct(${listOf(input)})), 0))`,
      ),
  },
  ofType: {
    takes: [1, 1],
    value: (input, [type], scope) => ofType(input, namedType(type as Expression, scope), scope),
  },
  as: {
    takes: [1, 1],
    value: (input, [type], scope) => ofType(input, namedType(type as Expression, scope), scope),
  },
  is: {
    takes: [1, 1],
    value: (input, [type], scope) => isType(input, namedType(type as Expression, scope), scope),
  },
  extension: {
    takes: [1, 1],
    value: (input, [url], scope) => {
      const owner = familyOf(input.type) === null ? input : besidePrimitive(input, scope)
      const wanted = textOf(url as Expression, scope)
      const all = member(owner, 'extension', scope)
      if (isNothing(all)) return nothing
      const x = fresh()
      const shape = all.shape?.element('url', true, false)
      return shape
        ? chosen(all, true, (list) => `list_filter(${list}, lambda ${x}: ${x}."url" = ${wanted})`)
        : nothing
    },
  },
  getResourceKey: {
    takes: [0, 0],
    value(input, _, scope) {
      if (!isResource(input.type))
        failAt(
          scope.place,
          `getResourceKey() is of a resource, not of ${described(input)}`,
          'Call it at the root.',
        )
      return { ...member(input, 'id', scope), type: 'string' }
    },
  },
  getReferenceKey: {
    takes: [0, 1],
    value(input, [type], scope) {
      if (isNothing(input)) return nothing
      if (!isA(input.type, 'Reference'))
        failAt(
          scope.place,
          `getReferenceKey() is of a Reference, not of ${described(input)}`,
          'Call it on an element that refers.',
        )
      const reference = member(input, 'reference', scope)
      return {
        sql: each(reference, (sql) => referenceKey(sql, type && namedResource(type, scope))),
        type: 'string',
        many: input.many,
      }
    },
  },
  lowBoundary: { takes: [0, 0], value: (input, _, scope) => boundary(input, 'low', scope) },
  highBoundary: { takes: [0, 0], value: (input, _, scope) => boundary(input, 'high', scope) },
  join: {
    takes: [0, 1],
    value: (input, [separator], scope) =>
      words(
        `coalesce(array_to_string(${listOf(ofFamily(input, 'string', 'join', scope))}, ${separator ? textOf(separator, scope) : "''"}), '')`,
      ),
  },
  iif: {
    takes: [2, 3],
    value(_, [test, yes, no], scope) {
      const found = scope.evaluate(yes as Expression, scope)
      const other = no ? scope.evaluate(no, scope) : nothing
      const [a, b] = [sqlType(found.type), sqlType(other.type)]
      if (a === null || b === null || (a !== b && !isNothing(found) && !isNothing(other)))
        failAt(
          scope.place,
          `iif() would give ${described(found)} or ${described(other)}`,
          'Give values of one primitive type.',
        )
      const many = found.many || other.many
      const [then, otherwise] = [found, other].map((value) =>
        many && !isNothing(value) ? listOf(value) : value.sql,
      )
      const asked = condition(scope.evaluate(test as Expression, scope), scope)
      return {
        sql: `CASE WHEN ${asked} THEN ${then} ELSE ${otherwise} END`,
        type: isNothing(found) ? other.type : found.type,
        many,
      }
    },
  },
  ...TEXT_FUNCTIONS,
}

/** Items of which a condition holds; `holds` says how it must. */
function filtered(input: Value, criteria: Expression, scope: Scope, holds = (sql: string) => sql): Value {
  if (isNothing(input)) return nothing
  const item = input.many ? fresh() : input.sql
  const i = fresh()
  const focus: Value = { ...input, sql: item, many: false }
  const inside = { ...scope, focus, index: input.many ? `(${i} - 1)` : '0' }
  const met = holds(condition(scope.evaluate(criteria, inside), inside))
  return chosen(input, input.many, (sql) =>
    input.many ? `list_filter(${sql}, lambda ${item}, ${i}: ${met})` : `CASE WHEN ${met} THEN ${sql} END`,
  )
}

/** What an expression gives of each item, in one list. */
function projected(input: Value, projection: Expression, scope: Scope): Value {
  if (isNothing(input)) return nothing
  const item = input.many ? fresh() : input.sql
  const i = fresh()
  const inside = {
    ...scope,
    focus: { ...input, sql: item, many: false },
    index: input.many ? `(${i} - 1)` : '0',
  }
  const found = scope.evaluate(projection, inside)
  if (!input.many || isNothing(found)) return found
  const list = `list_transform(${input.sql}, lambda ${item}, ${i}: ${found.sql})`
  const { written: _written, from: _from, ...rest } = found
  return { ...rest, many: true, sql: found.many ? `flatten(${list})` : present(list) }
}

function isType(input: Value, type: string, scope: Scope): Value {
  if (!input.choices)
    return truth(isNothing(input) ? 'NULL' : `CASE WHEN ${isThere(input)} THEN ${isA(input.type, type)} END`)
  const found = ofType(input, type, scope)
  return truth(`CASE WHEN ${isThere(input)} THEN ${isThere(found)} END`)
}

/** A type that is named as a parameter: `Quantity`, `FHIR.Quantity`. */
function namedType(expression: Expression, { place }: Scope): string {
  if (expression.kind === 'member') {
    if (expression.of === null) return expression.name
    if (expression.of.kind === 'member' && expression.of.of === null) return expression.name
  }
  return failAt(place, 'has something else where the name of a type is asked for', 'Write it as Quantity.')
}

/** A type of resource that is named as a parameter. */
function namedResource(expression: Expression, scope: Scope): string {
  const name = namedType(expression, scope)
  if (isResource(name)) return name
  return failAt(scope.place, `${name} is no type of resource`, 'Name one of FHIR R4.')
}

function boundary(input: Value, side: 'low' | 'high', scope: Scope): Value {
  if (isNothing(input)) return nothing
  const family = input.choices ? null : familyOf(input.type)
  const sql = family === null ? undefined : BOUNDARIES[family]?.[side]
  if (!sql)
    return failAt(
      scope.place,
      `${side}Boundary() cannot be of ${described(input)}`,
      'Name a decimal, date, dateTime or time.',
    )
  const source = {
    ...input,
    sql: input.written ?? (family === 'decimal' ? `CAST(${input.sql} AS VARCHAR)` : input.sql),
  }
  return {
    sql: each(source, (one) => bound(one, sql)),
    type: family === 'integer' ? 'decimal' : input.type,
    many: input.many,
  }
}

/** The key in a reference: of `Patient/1` or `urn:uuid:…`; none of what is contained, searched for, or on another server. */
function referenceKey(sql: string, type: string | undefined): string {
  const key = '([A-Za-z0-9.-]{1,64})(/_history/.*)?$'
  const found = (of: string) => `nullif(regexp_extract(${sql}, ${text(`^${of}/${key}`)}, 1), '')`
  if (type === undefined)
    return `coalesce(${found('[A-Za-z]+')}, nullif(regexp_extract(${sql}, '^urn:(uuid|oid):(.+)$', 2), ''))`
  // Most say just type and key, which needs no pattern.
  const after = `substr(${sql}, ${type.length + 2})`
  return `CASE WHEN starts_with(${sql}, ${text(`${type}/`)}) AND NOT contains(${after}, '/') THEN ${after} ELSE ${found(type)} END`
}

/** The element that has the extensions of a primitive: `_birthDate`. */
function besidePrimitive({ from }: Value, scope: Scope): Value {
  if (!from || from.parent.many)
    return failAt(scope.place, 'asks for extensions of values in a list', 'Choose one element first.')
  const shape = from.parent.shape?.element(`_${from.name}`, false, false)
  return {
    sql: `(${from.parent.sql})."_${from.name}"`,
    type: 'Element',
    many: false,
    ...(shape ? { shape } : {}),
  }
}

const asList = (input: Value): Value => (input.many ? input : { ...input, sql: listOf(input), many: true })

function truths(input: Value, scope: Scope): string {
  return `coalesce(${listOf(ofFamily(input, 'boolean', 'allTrue', scope))}, [])`
}
