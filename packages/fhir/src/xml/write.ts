/**
 * FHIR JSON into XML (R4, xml.html): elements in the order of the definitions, which JSON has not, values as attributes, and what JSON keeps beside a primitive
 * within it. What has no place in XML, such as an element that FHIR has not, is refused rather than left out.
 */
import { fail } from '@sund/model'
import { XMLValidator } from 'fast-xml-parser'
import { type ElementDefinition, elementsOf, isPrimitive } from '../definitions/elements.js'
import { numberText } from '../json.js'
import type { Resource } from '../resource.js'
import { NAMESPACE, XHTML } from './namespaces.js'

type Parts = Readonly<Record<string, unknown>>

/** The XML of a resource. Throws `usage.not-acceptable` with the path of what XML cannot hold, and never with its value. */
export function toXml(resource: Resource): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${resourceXml(resource, ` xmlns="${NAMESPACE}"`, '')}`
}

function resourceXml(resource: unknown, attributes: string, path: string): string {
  const { resourceType: type } = parts(resource, path)
  if (typeof type !== 'string' || elementsOf(type) === null) return refuse(path)
  const here = path === '' ? type : path
  return tag(type, attributes, children(parts(resource, here), type, here, ['resourceType']))
}

/** The elements within one, in their order; `done` are those that are said otherwise. */
function children(value: Parts, type: string, path: string, done: readonly string[]): string {
  const elements = elementsOf(type) ?? refuse(path)
  const known = new Set(done)
  let made = ''
  for (const element of elements.values()) {
    if (done.includes(element.name)) continue
    known.add(element.name).add(`_${element.name}`)
    made += several(value, element, `${path}.${element.name}`)
  }
  const unknown = Object.keys(value).some((name) => value[name] !== undefined && !known.has(name))
  return unknown ? refuse(path) : made
}

/** An element, once or as often as it is there. */
function several(parent: Parts, element: ElementDefinition, path: string): string {
  const { name, many } = element
  const [values, asides] = [parent[name], parent[`_${name}`]]
  if (values === undefined && asides === undefined) return ''
  if (!many) return one(parent, name, asides, element, path)
  const [all, beside] = [values ?? [], asides ?? []]
  if (!Array.isArray(all) || !Array.isArray(beside)) return refuse(path)
  return Array.from({ length: Math.max(all.length, beside.length) }, (_, index) =>
    one(all, index, beside[index], element, path),
  ).join('')
}

function one(
  holder: object,
  key: string | number,
  aside: unknown,
  { name, type }: ElementDefinition,
  path: string,
): string {
  const value = (holder as Record<string | number, unknown>)[key]
  if (isPrimitive(type)) {
    const none = value === undefined || value === null
    if (none && (aside === undefined || aside === null)) return refuse(path)
    const said = none
      ? ''
      : attribute('value', typeof value === 'number' ? numberText(holder, key) : value, path)
    return complex(name, aside ?? {}, 'Element', path, said)
  }
  if (aside !== undefined) return refuse(path)
  if (type === 'xhtml') return narrative(value, path)
  return type === 'Resource' ? tag(name, '', resourceXml(value, '', path)) : complex(name, value, type, path)
}

/** Elements have their identifiers, and extensions their addresses, as attributes. */
function complex(name: string, value: unknown, type: string, path: string, said = ''): string {
  const attributes = type === 'Extension' ? ['id', 'url'] : ['id']
  const own = parts(value, path)
  const named = attributes.map((key) => (own[key] === undefined ? '' : attribute(key, own[key], path)))
  return tag(name, named.join('') + said, children(own, type, path, attributes))
}

const tag = (name: string, attributes: string, inner: string): string =>
  inner === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${inner}</${name}>`

function parts(value: unknown, path: string): Parts {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Parts)
    : refuse(path)
}

/** Characters that XML 1.0 has not (§ 2.2). */
const NONE =
  /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
/** What would end the attribute, or would be read as another character or as none. */
const SPECIAL = /[&<>"\t\n\r]|^\s+|\s+$/g

function attribute(name: string, value: unknown, path: string): string {
  if (typeof value === 'object') return refuse(path)
  const text = String(value)
  if (NONE.test(text)) refuse(path)
  const special = (found: string) => found.replace(/./gs, (one) => `&#${one.charCodeAt(0)};`)
  return ` ${name}="${text.replace(SPECIAL, special)}"`
}

/** Narrative is XML already, if it is what it should be. */
function narrative(value: unknown, path: string): string {
  if (
    typeof value !== 'string' ||
    !/^\s*<div[\s/>]/.test(value) ||
    /<!DOCTYPE|&(?!(amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i.test(value)
  )
    return refuse(path)
  if (NONE.test(value) || XMLValidator.validate(value) !== true) return refuse(path)
  return /^\s*<div[^>]*\sxmlns\s*=/.test(value) ? value : value.replace('<div', `<div xmlns="${XHTML}"`)
}

function refuse(path: string): never {
  return fail(
    'usage.not-acceptable',
    `${path === '' ? 'The resource' : path} cannot be written as XML.`,
    'Ask for application/fhir+json.',
  )
}
