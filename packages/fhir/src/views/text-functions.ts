/** Functions of one text or one number: they know nothing of elements or lists. */
import { familyOf } from './elements.js'
import { number, ofFamily, type PathFunction, primitive, textOf, truth, whole, words } from './parameters.js'
import { type Scope, single } from './scope.js'
import type { Expression } from './syntax.js'
import type { Value } from './values.js'

export const TEXT_FUNCTIONS: Record<string, PathFunction> = {
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

function counted(input: Value, scope: Scope): Value {
  return familyOf(input.type) === 'integer' ? input : ofFamily(input, 'decimal', 'a number', scope)
}
