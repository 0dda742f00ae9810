/**
 * FHIR XML into the JSON that everything else reads (R4, xml.html and json.html). What repeats, of which type a value is and how extensions of a primitive are
 * written in JSON is known by the definitions alone. A document type is refused, and with it every entity but the five that XML has, so nothing expands.
 */
import { fail } from '@sund/model'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { type ElementDefinition, elementsOf, isPrimitive } from '../definitions/elements.js'
import { RESOURCE_TYPES } from '../definitions/types.js'
import { keepText } from '../json.js'
import type { Resource } from '../resource.js'
import { MAX_DEPTH } from '../store/content.js'
import { NAMESPACE, XHTML } from './namespaces.js'

/** An element as the parser gives it: one name with its children, attributes beside. */
type Node = { [name: string]: Node[] | string } & { ':@'?: Record<string, string> }

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  trimValues: true,
  // Narrative is kept as it was written.
  stopNodes: ['*.div'],
})

/** The resource of an XML document. Throws `usage.request` with the path of the element for what is no FHIR, and never with its value. */
export function fromXml(text: string): Resource {
  if (/<!\s*(DOCTYPE|ENTITY)/i.test(text))
    refuse('The document declares a type or entities, which are not read.', 'Leave <!DOCTYPE …> out.')
  if (XMLValidator.validate(text) !== true) refuse('The body is not well-formed XML.')
  const [root, ...more] = nodesOf(text).filter((node) => nameOf(node) !== '#text')
  if (root === undefined || more.length > 0) return refuse('The body is not one resource.')
  if (attributes(root)['xmlns'] !== NAMESPACE) refuse(`The root is not in the namespace ${NAMESPACE}.`)
  return resource(root, '', 0)
}

function nodesOf(text: string): Node[] {
  try {
    return parser.parse(text) as Node[]
  } catch {
    // Its own limits: of nesting, and of what is written in a way that it does not know.
    return refuse('The body is XML that is not read here: nested too deep, perhaps.')
  }
}

function resource(node: Node, path: string, depth: number): Resource {
  const type = nameOf(node)
  if (!RESOURCE_TYPES.has(type) && type !== 'Parameters')
    refuse(`${path === '' ? 'The root' : path} is no type of resource.`)
  return { resourceType: type, ...complex(node, type, path === '' ? type : path, depth + 1) }
}

function complex(node: Node, type: string, path: string, depth: number): Record<string, unknown> {
  if (depth > MAX_DEPTH) refuse(`The body is nested deeper than ${MAX_DEPTH}.`)
  const elements = elementsOf(type) ?? refuse(`${path} is of a type that is not known.`)
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(attributes(node)))
    if (name !== 'xmlns') {
      if (!(name === 'id' || (name === 'url' && type === 'Extension')))
        refuse(`${path} has an attribute that FHIR has not.`)
      result[name] = decoded(value)
    }
  for (const child of children(node)) {
    const name = nameOf(child)
    const element = elements.get(name) ?? refuse(`${path} has an element that ${type} has not.`)
    add(result, element, child, `${path}.${name}`, depth)
  }
  return result
}

/** Adds what an element says to its parent: a primitive's value and what else is said of it are apart in JSON. */
function add(
  parent: Record<string, unknown>,
  { name, type, many }: ElementDefinition,
  node: Node,
  path: string,
  depth: number,
): void {
  const primitive = isPrimitive(type)
  const value = primitive ? primitiveOf(node, type, path) : whole(node, type, path, depth)
  const more = primitive ? aside(node, path, depth) : undefined
  if (!many) {
    if (name in parent || `_${name}` in parent) refuse(`${path} may be there only once.`)
    if (value !== undefined) put(parent, name, value, node)
    if (more !== undefined) parent[`_${name}`] = more
    return
  }
  const values = list(parent, name)
  const at = Math.max(values.length, list(parent, `_${name}`, false).length)
  values.push(...Array(at - values.length).fill(null))
  put(values, at, value ?? null, node)
  if (more !== undefined) {
    const asides = list(parent, `_${name}`)
    asides.push(...Array(at - asides.length).fill(null), more)
  }
  if (values.every((one) => one === null)) delete parent[name]
}

/** Puts a value, and how it was written where it is a number. */
function put(holder: object, key: string | number, value: unknown, node: Node): void {
  ;(holder as Record<string, unknown>)[key] = value
  if (typeof value === 'number') keepText(holder, key, attributes(node)['value'] ?? '')
}

function list(parent: Record<string, unknown>, name: string, keep = true): unknown[] {
  const there = parent[name] as unknown[] | undefined
  if (there !== undefined || !keep) return there ?? []
  const made: unknown[] = []
  parent[name] = made
  return made
}

function whole(node: Node, type: string, path: string, depth: number): unknown {
  if (type === 'xhtml') return narrative(node)
  if (type !== 'Resource') return complex(node, type, path, depth + 1)
  const [inner, ...more] = children(node)
  if (inner === undefined || more.length > 0) return refuse(`${path} does not hold one resource.`)
  return resource(inner, path, depth + 1)
}

const VALUES: Record<string, (text: string, path: string) => unknown> = {
  boolean: (text, path) =>
    text === 'true' ? true : text === 'false' ? false : refuse(`${path} is neither true nor false.`),
  integer: numeric,
  unsignedInt: numeric,
  positiveInt: numeric,
  decimal: numeric,
}

function numeric(text: string, path: string): number {
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : refuse(`${path} is not a number.`)
}

function primitiveOf(node: Node, type: string, path: string): unknown {
  const { value } = attributes(node)
  return value === undefined ? undefined : (VALUES[type] ?? ((text) => text))(decoded(value), path)
}

/** The identifier and extensions of a primitive. */
function aside(node: Node, path: string, depth: number): Record<string, unknown> | undefined {
  const { value: _, ...others } = attributes(node)
  const inner = children(node)
  if (inner.length === 0 && Object.keys(others).length === 0) return undefined
  const bare = { ...node, ':@': others } as Node
  return complex(bare, 'Element', path, depth + 1)
}

function narrative(node: Node): string {
  const inner = (node[nameOf(node)] as Node[]).map((one) => one['#text'] ?? '').join('')
  const said = Object.entries({ xmlns: XHTML, ...attributes(node) })
  return `<div${said.map(([name, value]) => ` ${name}="${value.replaceAll('"', '&quot;')}"`).join('')}>${inner}</div>`
}

const nameOf = (node: Node): string => Object.keys(node).find((name) => name !== ':@') ?? ''
const attributes = (node: Node): Record<string, string> => node[':@'] ?? {}

function children(node: Node): Node[] {
  const inner = node[nameOf(node)]
  if (!Array.isArray(inner)) return []
  if (inner.some((one) => typeof one['#text'] === 'string' && one['#text'].trim() !== ''))
    refuse('There is text between elements, where FHIR has values in attributes.')
  return inner.filter((one) => !('#text' in one))
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The five entities of XML and characters by number. */
function decoded(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);/gi, (_, name: string) => {
    if (!name.startsWith('#'))
      return ENTITIES[name] ?? refuse('The document uses an entity that XML has not.')
    const point = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return point > 0 && point <= 0x10ffff
      ? String.fromCodePoint(point)
      : refuse('The document names a character that there is not.')
  })
}

function refuse(message: string, next = 'Send one resource as FHIR XML (R4, xml.html).'): never {
  return fail('usage.request', message, next)
}
