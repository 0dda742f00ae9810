/** Codes, identifiers and yes or no: found by what they are, in their system or in any. Case makes no difference, as the specification advises. */
import { type RawBuilder, sql } from 'kysely'
import type { Source } from '../definitions.js'
import { hash32, hash64 } from '../hash.js'
import type { Place, Rows } from '../rows.js'
import { among, badValue, type Kind, listOf, type Match, ofSources, plain, split, v } from './kind.js'
import { addText, matchText } from './string.js'

/** What has no system; no system's number is 0 but by a chance of one in four thousand million. */
const NO_SYSTEM = 0
const systemOf = (system: unknown) =>
  typeof system === 'string' && system !== '' ? hash32(system) : NO_SYSTEM

/** Sources that stand beside one: what is written of its codes, what an identifier is with its type, and what a reference says by an identifier. */
type Aspect = 'text' | 'of-type' | 'identifier' | `identifier of ${string}`

const besides = new WeakMap<Source, Map<Aspect, Source>>()

function beside(aspect: Aspect, source: Source): Source {
  let aspects = besides.get(source)
  if (aspects === undefined) {
    aspects = new Map()
    besides.set(source, aspects)
  }
  let found = aspects.get(aspect)
  if (found === undefined) {
    const { path } = source
    found = {
      ...{ id: hash32(`${aspect}:${path}`), path: `${aspect} ${path}`, kind: 'token' },
      ...{ leaves: [], single: false, affirmed: false },
    }
    aspects.set(aspect, found)
  }
  return found
}

interface Coding {
  system?: string
  code?: string
  display?: string
}
interface Identifier {
  system?: string
  value?: string
  type?: { text?: string; coding?: Coding[] }
}

/** What is there without a code is found by its system, or by `:missing` alone. */
function add(
  rows: Rows,
  { key, item }: Place,
  source: Source,
  code: unknown,
  system: string | undefined,
): void {
  const coded = typeof code === 'string' ? codeOf(source, code) : null
  rows.add('search_token', key, coded, systemOf(system), source.id, item)
}

function codeOf({ path }: Source, code: string): string {
  return hash64(`${path}|${code.toLowerCase()}`)
}

function addCoding(rows: Rows, place: Place, { code, system }: Coding, source: Source): void {
  add(rows, place, source, code, system)
}

function addTexts(rows: Rows, place: Place, texts: readonly (string | undefined)[], source: Source): void {
  const text = beside('text', source)
  for (const one of new Set(texts)) if (typeof one === 'string') addText(rows, place, one, text)
}

function addIdentifier(rows: Rows, place: Place, identifier: Identifier, source: Source): void {
  const { system, value, type } = identifier
  add(rows, place, source, value, system)
  if (typeof value === 'string')
    for (const { system, code } of listOf(type?.coding))
      if (code !== undefined) add(rows, place, beside('of-type', source), `${code}|${value}`, system)
  if (type?.text !== undefined) addTexts(rows, place, [type.text], source)
}

const addCode = (rows: Rows, place: Place, code: string | boolean, source: Source) =>
  add(rows, place, source, `${code}`, undefined)

export const token: Kind = {
  table: 'search_token',
  datatypes: {
    code: addCode,
    string: addCode,
    id: addCode,
    uri: addCode,
    canonical: addCode,
    boolean: addCode,
    Coding(rows, place, coding: Coding, source) {
      addCoding(rows, place, coding, source)
      addTexts(rows, place, [coding.display], source)
    },
    CodeableConcept(rows, place, concept: { coding?: Coding[]; text?: string }, source) {
      const codings = listOf(concept.coding)
      for (const one of codings) addCoding(rows, place, one, source)
      if (codings.length === 0) add(rows, place, source, null, undefined)
      addTexts(rows, place, [concept.text, ...codings.map(({ display }) => display)], source)
    },
    Identifier: addIdentifier,
    ContactPoint(rows, place, { value }: { value?: string }, source) {
      add(rows, place, source, value, undefined)
    },
  },
  modifiers: ['text', 'not', 'of-type'],
  match(value, { name, sources, modifier }) {
    if (modifier === 'text')
      return matchText(
        value,
        sources.map((source) => beside('text', source)),
      )
    if (modifier === 'of-type') {
      const [system, code, identifier, ...more] = split(value, '|').map(plain)
      if (!system || !code || !identifier || more.length > 0)
        badValue(
          name,
          'token',
          'system|code|value, of the type of an identifier and then the identifier itself',
        )
      return coded(
        sources.map((source) => beside('of-type', source)),
        `${code}|${identifier}`,
        system,
      )
    }
    const [system, code, ...more] = split(value, '|').map(plain) as [string, ...string[]]
    if (more.length > 0 || value === '' || value === '|')
      badValue(name, 'token', 'code, system|code, |code or system|')
    if (code === undefined) return coded(sources, system, null)
    if (code === '')
      return [{ table: 'search_token', where: sql`${ofSources(sources)} and ${inSystem(system)}` }]
    return coded(sources, code, system)
  },
}

function inSystem(system: string): RawBuilder<unknown> {
  return sql`${v('system')} = ${systemOf(system)}::integer`
}

/** `system`: null where any will do, empty where there must be none. */
function coded(sources: readonly Source[], code: string, system: string | null): Match[] {
  const codes = among(
    'code',
    'bigint',
    sources.map((source) => codeOf(source, code)),
  )
  return [
    {
      table: 'search_token',
      where: system === null ? codes : sql`${codes} and ${inSystem(system)}`,
      ordered: sources.length === 1,
    },
  ]
}

/** The identifier by which a reference says what it means where it does not point to it, with the type of that where it is known. */
export function addLogical(
  rows: Rows,
  place: Place,
  { system, value }: Identifier,
  type: string | null,
  source: Source,
): void {
  if (typeof value !== 'string') return
  add(rows, place, beside('identifier', source), value, system)
  if (type !== null) add(rows, place, beside(`identifier of ${type}`, source), value, system)
}

/** `:identifier` of references, where `types` are given of those that are known to refer to one of them. */
export function matchLogical(
  value: string,
  name: string,
  sources: readonly Source[],
  types: readonly string[] | null,
): readonly Match[] {
  const logical = sources.flatMap((source) =>
    types === null
      ? beside('identifier', source)
      : types.map((type) => beside(`identifier of ${type}`, source)),
  )
  return token.match(value, { name, sources: logical, targets: [], restricted: false, modifier: null })
}
