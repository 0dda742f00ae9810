/**
 * What FHIR R4 says of types and their elements, from the tables that HL7's FHIRPath evaluator makes of the StructureDefinitions: half a megabyte, where the definitions
 * themselves are thirty-five. Kept apart so that only this file knows their form.
 */
import model from 'fhirpath/fhir-context/r4'

/** A type of FHIR (`HumanName`, `code`), or the path of elements that are written out in their parent (`Patient.contact`). */
export type FhirType = string

/** What a path of no elements has; nothing is found in it. */
export const NOTHING: FhirType = '{}'

/** An element of a type; with `choices` its name in JSON ends with one of these types (`value[x]`). */
export type Element =
  | { type: FhirType; repeating: boolean; choices?: undefined }
  | { type?: undefined; choices: readonly FhirType[]; repeating: false }

/** The element of a type; null where it has none of that name. */
export function elementOf(type: FhirType, name: string): Element | null {
  for (let owner: string | undefined = type; owner !== undefined; owner = parentOf(owner)) {
    const path = `${owner}.${name}`
    const choices = model.choiceTypePaths[path]
    if (choices) return { choices: choices.map(asType), repeating: false }
    const elsewhere: string | undefined = model.pathsDefinedElsewhere[path]
    const found = typeAt(elsewhere ?? path)
    if (found) return { type: found, repeating: model.path2Repeating[elsewhere ?? path] === true }
  }
  return null
}

/** Elements written out in their parent are known by path, all others by their type. */
function typeAt(path: string): FhirType | null {
  // References are written with what they may refer to, which the evaluator's own types do not say.
  const known = model.path2Type[path] as string | { code: string } | undefined
  if (known === undefined) return null
  const type = typeof known === 'string' ? known : known.code
  if (type === 'BackboneElement' || type === 'Element') return path
  return type.replace(/^System\.String$/, 'string')
}

function parentOf(type: FhirType): FhirType | undefined {
  if (type.includes('.')) return 'BackboneElement'
  return model.type2Parent[type]
}

/** The tables write `String` where the type is `string`: as it stands in names of elements. */
function asType(suffix: string): FhirType {
  const primitive = `${suffix.slice(0, 1).toLowerCase()}${suffix.slice(1)}`
  return familyOf(primitive) === null ? suffix : primitive
}

/** Whether a type is another, or derived from it. */
export function isA(type: FhirType, ancestor: FhirType): boolean {
  for (let t: string | undefined = type; t !== undefined; t = parentOf(t))
    if (t.toLowerCase() === ancestor.toLowerCase()) return true
  return false
}

/** Whether there is a resource of this type. */
export const isResource = (type: FhirType): boolean => !type.includes('.') && isA(type, 'Resource')

/** How values of primitive types behave; null for types that have elements. */
export type Family = 'boolean' | 'integer' | 'decimal' | 'string' | 'date' | 'dateTime' | 'time'

const FAMILIES: Record<string, Family> = {
  boolean: 'boolean',
  integer: 'integer',
  integer64: 'integer',
  decimal: 'decimal',
  date: 'date',
  dateTime: 'dateTime',
  instant: 'dateTime',
  time: 'time',
  string: 'string',
  uri: 'string',
  base64Binary: 'string',
  xhtml: 'string',
}

export function familyOf(type: FhirType): Family | null {
  for (let t: string | undefined = type; t !== undefined && t !== 'Element'; t = model.type2Parent[t]) {
    const family = FAMILIES[t]
    if (family) return family
  }
  return null
}

/** All names of elements of a type: for suggestions. */
export function elementNames(type: FhirType): string[] {
  const names = new Set<string>()
  for (let owner: string | undefined = type; owner !== undefined; owner = parentOf(owner))
    for (const table of [model.path2Type, model.choiceTypePaths, model.pathsDefinedElsewhere])
      for (const path of Object.keys(table))
        if (path.startsWith(`${owner}.`) && !path.slice(owner.length + 1).includes('.'))
          names.add(path.slice(owner.length + 1))
  return [...names]
}
