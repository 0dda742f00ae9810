/** Where an expression stands: what its names mean, and how what can go wrong with a resource is told. */
import type { FlatView } from '@sund/model'
import { failAt } from './definition.js'
import { NOTHING } from './elements.js'
import type { Expression } from './syntax.js'
import { bound, isNothing, text, type Value } from './values.js'

export interface Scope {
  /** The resource. */
  root: Value
  /** What names of elements are looked up in; `$this`. */
  focus: Value
  /** SQL of `$index`, and of `%rowIndex`, from 0. */
  index: string | null
  rowIndex: string
  constants: ReadonlyMap<string, Value>
  /** The place of the expression in the view. */
  place: string
  failures: Failures
  evaluate(expression: Expression, scope: Scope): Value
  /** SQL that is known only when the whole view is compiled, and stands where this does. */
  later(sql: () => string): string
}

/** What resources can make go wrong; SQL raises the number of one. */
export interface Failures {
  readonly all: FlatView['failures'][number][]
  /** SQL that raises this. */
  raise(place: string, message: string, next: string): string
}

export function createFailures(): Failures {
  const all: FlatView['failures'][number][] = []
  return {
    all,
    raise(place, message, next) {
      let at = all.findIndex((one) => one.place === place && one.message === message)
      if (at < 0) at = all.push({ place, message, next }) - 1
      return `error(${text(`view failure ${at}`)})`
    },
  }
}

/** The one value there is, as SQL; a resource with several fails (FHIRPath, singleton evaluation of collections). */
export function single(value: Value, scope: Scope): string {
  if (value.choices)
    return failAt(scope.place, untyped(value), 'Write which type is meant: .ofType(Quantity).')
  return value.many ? onlyOf(value.sql, scope) : value.sql
}

/** The one item of a list, in SQL. */
export function onlyOf(list: string, { failures, place }: Scope): string {
  const raised = failures.raise(
    place,
    'has several values in some resource where there can be one',
    'Choose one with .first() or .where(), make rows of them with forEach, or a list with collection.',
  )
  return bound(list, (all) => `CASE WHEN len(${all}) > 1 THEN ${raised} ELSE (${all})[1] END`)
}

/** SQL of a condition; what is no condition fails while it is compiled. */
export function condition(value: Value, scope: Scope): string {
  if (value.type !== 'boolean' && !isNothing(value))
    failAt(scope.place, `asks for a condition and finds ${described(value)}`, 'Compare it, or ask .exists().')
  return single(value, scope)
}

/** How a value is called in what is said of it. */
export function described(value: Value): string {
  if (value.choices) return untyped(value)
  return value.type === NOTHING ? 'nothing' : `${value.many ? 'a list of ' : ''}${value.type}`
}

function untyped({ choices }: Value): string {
  return `${choices?.name} may have one of several types`
}
