/** Elements of values: what a name finds in a type, in SQL, and what of a resource is read for it. */
import { nearestName } from '@sund/model'
import { failAt } from './definition.js'
import { elementNames, elementOf, type FhirType, familyOf, isA } from './elements.js'
import { described, type Scope } from './scope.js'
import { choiceField, fresh, identifier, isNothing, nothing, present, type Value } from './values.js'

/** The element of that name; all of them where there are several. Throws `data.metadata` for a name that the type does not have. */
export function member(of: Value, name: string, scope: Scope): Value {
  if (isNothing(of)) return nothing
  if (of.choices)
    return failAt(
      scope.place,
      `looks for ${name} in ${described(of)}`,
      `Write which type is meant: ${of.choices.name}.ofType(Quantity).${name}.`,
    )
  const element = elementOf(of.type, name)
  if (element === null) {
    const near = nearestName(name, elementNames(of.type))
    return failAt(
      scope.place,
      `${of.type} has no element ${name}`,
      near ? `Did you mean ${near}?` : 'See the definition of the type in FHIR R4.',
    )
  }
  if (element.choices) return { ...of, choices: { name, types: element.choices } }
  return field(of, name, element.type, element.repeating)
}

/** What of a value has a type: of an element that may have several, the one; else it or nothing. */
export function ofType(value: Value, type: string, scope: Scope): Value {
  if (isNothing(value)) return nothing
  if (value.choices === undefined) {
    if (isA(value.type, type)) return value
    if (isA(type, value.type))
      failAt(
        scope.place,
        `cannot tell which of several ${value.type} are ${type}`,
        'Name an element of one type.',
      )
    return nothing
  }
  const { name, types } = value.choices
  const found = types.find((one) => one.toLowerCase() === type.toLowerCase())
  if (found === undefined)
    return failAt(scope.place, `${name} is never ${type}`, `It may be ${types.join(', ')}.`)
  const { choices: _, ...parent } = value
  return field(parent, choiceField(name, found), found, false)
}

function field(of: Value, name: string, type: FhirType, repeating: boolean): Value {
  const family = familyOf(type)
  const shape = of.shape?.element(name, family !== null, repeating)
  const written = inAll(of, name, repeating, family !== null)
  const cast = family === null ? undefined : CASTS[family]
  const many = of.many || repeating
  return {
    sql: cast === undefined ? written : many ? castEach(written, cast) : `CAST(${written} AS ${cast})`,
    type,
    many,
    ...(shape && family === null ? { shape } : {}),
    ...(family === 'decimal' ? { written } : {}),
    ...(family === null || repeating ? {} : { from: { parent: of, name } }),
  }
}

const CASTS: Partial<Record<string, string>> = { boolean: 'BOOLEAN', integer: 'BIGINT', decimal: 'DOUBLE' }

function castEach(list: string, type: string): string {
  const x = fresh()
  return `list_transform(${list}, lambda ${x}: CAST(${x} AS ${type}))`
}

/** SQL that can be followed by a field without brackets. */
const SIMPLE = /^[\w."]+$/

/** A field of one value or of all in a list. A list of primitives may have gaps where only an extension stands. */
function inAll(of: Value, name: string, repeating: boolean, primitive: boolean): string {
  const quoted = identifier(name)
  if (!of.many) {
    const found = `${SIMPLE.test(of.sql) ? of.sql : `(${of.sql})`}.${quoted}`
    return repeating && primitive ? present(found) : found
  }
  const x = fresh()
  const all = `list_transform(${of.sql}, lambda ${x}: ${x}.${quoted})`
  if (!repeating) return present(all)
  return primitive ? present(`flatten(${all})`) : `flatten(${all})`
}
