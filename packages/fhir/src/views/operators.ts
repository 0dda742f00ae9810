/** The operators of FHIRPath as SQL: for which types each is, and what it gives. Empty in, empty out, but for conditions, which know three values as SQL does. */
import { failAt } from './definition.js'
import { type Family, familyOf } from './elements.js'
import { compareMoments, compareTimes } from './moments.js'
import { condition, described, type Scope, single } from './scope.js'
import { bound, isNothing, listOf, nothing, type Value } from './values.js'

type Operator = (left: Value, right: Value, scope: Scope, operator: string) => Value

export const OPERATORS: Record<string, Operator> = {
  '=': equality('='),
  '!=': equality('<>'),
  '~': equivalence(''),
  '!~': equivalence('NOT '),
  '<': ordering,
  '<=': ordering,
  '>': ordering,
  '>=': ordering,
  '+': (left, right, scope, operator) =>
    familyOf(left.type) === 'string' && familyOf(right.type) === 'string'
      ? { sql: `(${single(left, scope)} || ${single(right, scope)})`, type: 'string', many: false }
      : arithmetic(left, right, scope, operator),
  '-': arithmetic,
  '*': arithmetic,
  '/': numeric('decimal', (a, b) => `round(${a} / nullif(${b}, 0), 8)`),
  div: numeric('integer', (a, b) => `CAST(trunc(${a} / nullif(${b}, 0)) AS BIGINT)`),
  mod: numeric(null, (a, b) => `(${a} % nullif(${b}, 0))`),
  '&': (left, right, scope) => ({
    sql: `(${[left, right].map((side) => `coalesce(CAST(${single(side, scope)} AS VARCHAR), '')`).join(' || ')})`,
    type: 'string',
    many: false,
  }),
  and: logic((a, b) => `(${a} AND ${b})`),
  or: logic((a, b) => `(${a} OR ${b})`),
  xor: logic((a, b) => `(${a} <> ${b})`),
  implies: logic((a, b) => `(NOT ${a} OR ${b})`),
  '|': (left, right, scope) => {
    if (isNothing(left)) return right
    if (isNothing(right)) return left
    sameFamily(left, right, scope, '|')
    return { sql: distinct(`list_concat(${listOf(left)}, ${listOf(right)})`), type: left.type, many: true }
  },
  in: membership,
  contains: (left, right, scope, operator) => membership(right, left, scope, operator),
}

/** Items of a list, each once, in their order. */
export function distinct(list: string): string {
  return `list_reduce(list_concat([[]], list_transform(${list}, lambda e: [e])), lambda d, e: CASE WHEN list_contains(d, e[1]) THEN d ELSE list_concat(d, e) END)`
}

/** How two of a family are compared, where not as SQL does. */
const COMPARED: Partial<Record<Family, (operator: string, a: string, b: string) => string>> = {
  date: compareMoments,
  dateTime: compareMoments,
  time: compareTimes,
}

const KINDS: Record<Family, 'truth' | 'number' | 'text' | 'moment' | 'time'> = {
  boolean: 'truth',
  integer: 'number',
  decimal: 'number',
  string: 'text',
  date: 'moment',
  dateTime: 'moment',
  time: 'time',
}

/** The family in which two values can be compared. */
function sameFamily(left: Value, right: Value, scope: Scope, operator: string): Family {
  const [a, b] = [familyOf(left.type), familyOf(right.type)]
  if (a === null || b === null || left.choices || right.choices || KINDS[a] !== KINDS[b])
    return failAt(
      scope.place,
      `${operator} cannot take ${described(left)} and ${described(right)}`,
      'Compare primitive values of one kind; of an element with parts name the part.',
    )
  return a
}

function equality(operator: '=' | '<>'): Operator {
  return (left, right, scope, written) => {
    if (isNothing(left) || isNothing(right)) return { ...nothing, type: 'boolean' }
    const family = sameFamily(left, right, scope, written)
    if (!left.many && !right.many) {
      const sql = bound(left.sql, (a) => bound(right.sql, (b) => (COMPARED[family] ?? plain)(operator, a, b)))
      return { sql: `(${sql})`, type: 'boolean', many: false }
    }
    const [a, b] = [listOf(left), listOf(right)]
    return {
      sql: `CASE WHEN len(${a}) > 0 AND len(${b}) > 0 THEN ${a} ${operator} ${b} END`,
      type: 'boolean',
      many: false,
    }
  }
}

/** Text is equivalent whatever its case and however its words are spaced; nothing is equivalent to nothing. */
function equivalence(not: string): Operator {
  return (left, right, scope, written) => {
    const family = isNothing(left) || isNothing(right) ? null : sameFamily(left, right, scope, written)
    const alike = (sql: string) =>
      family === 'string' ? `lower(trim(regexp_replace(${sql}, '\\s+', ' ', 'g')))` : sql
    const [a, b] = [alike(single(left, scope)), alike(single(right, scope))]
    return { sql: `(${not}(${a} IS NOT DISTINCT FROM ${b}))`, type: 'boolean', many: false }
  }
}

function ordering(left: Value, right: Value, scope: Scope, operator: string): Value {
  if (isNothing(left) || isNothing(right)) return { ...nothing, type: 'boolean' }
  const family = sameFamily(left, right, scope, operator)
  if (family === 'boolean') failAt(scope.place, `${operator} cannot take conditions`, 'Compare them with =.')
  const sql = bound(single(left, scope), (a) =>
    bound(single(right, scope), (b) => (COMPARED[family] ?? plain)(operator, a, b)),
  )
  return { sql: `(${sql})`, type: 'boolean', many: false }
}

const plain = (operator: string, a: string, b: string): string => `${a} ${operator} ${b}`

/** Numbers are held to eight decimals, as FHIRPath does; `as` null: of whole numbers a whole number. */
function numeric(as: 'decimal' | 'integer' | null, sql: (a: string, b: string) => string): Operator {
  return (left, right, scope, operator) => {
    if (isNothing(left) || isNothing(right)) return nothing
    for (const side of [left, right])
      if (side.choices || !['integer', 'decimal'].includes(familyOf(side.type) ?? ''))
        failAt(scope.place, `${operator} cannot take ${described(side)}`, 'Compute with numbers.')
    const whole = familyOf(left.type) === 'integer' && familyOf(right.type) === 'integer'
    const type = as ?? (whole ? 'integer' : 'decimal')
    return { sql: sql(single(left, scope), single(right, scope)), type, many: false }
  }
}

function arithmetic(left: Value, right: Value, scope: Scope, operator: string): Value {
  const value = numeric(null, (a, b) => `(${a} ${operator} ${b})`)(left, right, scope, operator)
  return value.type === 'decimal' ? { ...value, sql: `round(${value.sql}, 8)` } : value
}

function logic(sql: (a: string, b: string) => string): Operator {
  return (left, right, scope) => ({
    sql: sql(`CAST(${condition(left, scope)} AS BOOLEAN)`, `CAST(${condition(right, scope)} AS BOOLEAN)`),
    type: 'boolean',
    many: false,
  })
}

function membership(item: Value, list: Value, scope: Scope, operator: string): Value {
  if (isNothing(item)) return { ...nothing, type: 'boolean' }
  if (isNothing(list)) return { sql: 'false', type: 'boolean', many: false }
  sameFamily(item, list, scope, operator)
  const one = single(item, scope)
  return {
    sql: `CASE WHEN ${one} IS NOT NULL THEN coalesce(list_contains(${listOf(list)}, ${one}), false) END`,
    type: 'boolean',
    many: false,
  }
}
