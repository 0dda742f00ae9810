/** The functions of FHIRPath that views can call, as a table: how many parameters each takes, and the SQL of its value. What is not here fails by its name. */
import { failAt } from './definition.js'
import { type Family, familyOf, isA, isResource, NOTHING } from './elements.js'
import { member, ofType } from './members.js'
import { BOUNDARIES } from './moments.js'
import { distinct } from './operators.js'
import { condition, described, type Scope, single } from './scope.js'
import type { Expression } from './syntax.js'
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

interface PathFunction {
  /** Fewest and most parameters. */
  takes: readonly [number, number]
  value(input: Value, parameters: readonly Expression[], scope: Scope): Value
}

const truth = (sql: string): Value => ({ sql, type: 'boolean', many: false })
const words = (sql: string, many = false): Value => ({ sql, type: 'string', many })
const whole = (sql: string): Value => ({ sql, type: 'integer', many: false })

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
        sql: each(reference, (sql) => referenceKey(sql, type && namedType(type, scope))),
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
  startsWith: asked('starts_with'),
  endsWith: asked('ends_with'),
  contains: asked('contains'),
  matches: asked('regexp_matches'),
  matchesFull: asked('regexp_full_match'),
  upper: {
    takes: [0, 0],
    value: (input, _, scope) => spelt(input, 'upper', scope, (sql) => `upper(${sql})`),
  },
  lower: {
    takes: [0, 0],
    value: (input, _, scope) => spelt(input, 'lower', scope, (sql) => `lower(${sql})`),
  },
  trim: { takes: [0, 0], value: (input, _, scope) => spelt(input, 'trim', scope, (sql) => `trim(${sql})`) },
  length: {
    takes: [0, 0],
    value: (input, _, scope) => whole(`length(${single(ofFamily(input, 'string', 'length', scope), scope)})`),
  },
  indexOf: {
    takes: [1, 1],
    value: (input, [part], scope) =>
      whole(
        `(strpos(${single(ofFamily(input, 'string', 'indexOf', scope), scope)}, ${textOf(part as Expression, scope)}) - 1)`,
      ),
  },
  substring: {
    takes: [1, 2],
    value(input, [start, length], scope) {
      const from = number(start, scope)
      return spelt(
        input,
        'substring',
        scope,
        (sql) =>
          `CASE WHEN ${from} >= 0 AND ${from} < length(${sql}) THEN substr(${sql}, ${from} + 1${length ? `, greatest(${number(length, scope)}, 0)` : ''}) END`,
      )
    },
  },
  replace: {
    takes: [2, 2],
    value: (input, [part, by], scope) =>
      spelt(
        input,
        'replace',
        scope,
        (sql) => `replace(${sql}, ${textOf(part as Expression, scope)}, ${textOf(by as Expression, scope)})`,
      ),
  },
  split: {
    takes: [1, 1],
    value: (input, [separator], scope) =>
      words(
        `string_split(${single(ofFamily(input, 'string', 'split', scope), scope)}, ${textOf(separator as Expression, scope)})`,
        true,
      ),
  },
  // A name that every object has.
  ['toString' as string]: {
    takes: [0, 0],
    value: (input: Value, _: readonly Expression[], scope: Scope) =>
      words(`CAST(${single(primitive(input, scope), scope)} AS VARCHAR)`),
  },
  toInteger: {
    takes: [0, 0],
    value(input, _, scope) {
      const one = single(primitive(input, scope), scope)
      return whole(
        familyOf(input.type) === 'string'
          ? `CASE WHEN regexp_full_match(${one}, '[-+]?[0-9]+') THEN TRY_CAST(${one} AS BIGINT) END`
          : `CAST(${one} AS BIGINT)`,
      )
    },
  },
  toDecimal: {
    takes: [0, 0],
    value: (input, _, scope) => ({
      sql: `TRY_CAST(${single(primitive(input, scope), scope)} AS DOUBLE)`,
      type: 'decimal',
      many: false,
    }),
  },
  abs: {
    takes: [0, 0],
    value: (input, _, scope) => ({
      ...counted(input, scope),
      sql: `abs(${single(input, scope)})`,
      many: false,
    }),
  },
  round: {
    takes: [0, 1],
    value: (input, [places], scope) => ({
      sql: `round(${single(counted(input, scope), scope)}, ${places ? number(places, scope) : 0})`,
      type: 'decimal',
      many: false,
    }),
  },
  floor: {
    takes: [0, 0],
    value: (input, _, scope) => whole(`CAST(floor(${single(counted(input, scope), scope)}) AS BIGINT)`),
  },
  ceiling: {
    takes: [0, 0],
    value: (input, _, scope) => whole(`CAST(ceil(${single(counted(input, scope), scope)}) AS BIGINT)`),
  },
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
    sql: `${from.parent.sql}."_${from.name}"`,
    type: 'Element',
    many: false,
    ...(shape ? { shape } : {}),
  }
}

function asked(name: string): PathFunction {
  return {
    takes: [1, 1],
    value: (input, [of], scope) =>
      truth(
        `${name}(${single(ofFamily(input, 'string', name, scope), scope)}, ${textOf(of as Expression, scope)})`,
      ),
  }
}

function spelt(input: Value, name: string, scope: Scope, sql: (sql: string) => string): Value {
  return words(sql(single(ofFamily(input, 'string', name, scope), scope)))
}

const asList = (input: Value): Value => (input.many ? input : { ...input, sql: listOf(input), many: true })

function truths(input: Value, scope: Scope): string {
  return `coalesce(${listOf(ofFamily(input, 'boolean', 'allTrue', scope))}, [])`
}

/** SQL of a parameter that is a text; parameters are about where the call stands, not about its items. */
function textOf(expression: Expression, scope: Scope): string {
  return single(ofFamily(scope.evaluate(expression, scope), 'string', 'a parameter', scope), scope)
}

function number(expression: Expression | undefined, scope: Scope): string {
  return single(
    ofFamily(scope.evaluate(expression as Expression, scope), 'integer', 'a parameter', scope),
    scope,
  )
}

function counted(input: Value, scope: Scope): Value {
  return familyOf(input.type) === 'integer' ? input : ofFamily(input, 'decimal', 'a number', scope)
}

function primitive(input: Value, scope: Scope): Value {
  if (input.choices || sqlType(input.type) === null)
    failAt(
      scope.place,
      `needs a primitive value and finds ${described(input)}`,
      'Name an element that has no parts.',
    )
  return input
}

function ofFamily(input: Value, family: Family, what: string, scope: Scope): Value {
  if (input.type !== NOTHING && (input.choices || familyOf(input.type) !== family))
    failAt(
      scope.place,
      `${what} is of ${family}, and finds ${described(input)}`,
      'Name an element of that type.',
    )
  return input
}
