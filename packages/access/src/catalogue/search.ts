/**
 * Finding variables in a whole catalogue: every word must occur somewhere, words in a name or title weigh more than words in a description, and facets
 * narrow what was found. One index for a catalogue as it stands, built once and asked many times; a hundred thousand variables are searched in
 * milliseconds (`bench/catalogue.mjs`).
 */
import {
  type Catalogue,
  type CatalogueEntry,
  inLanguage,
  LANGUAGES,
  type Language,
  type LocalisedText,
  PERSON,
  type Table,
  type Variable,
} from '@sund/model'
import { fold, matchAll, textIndexBuilder } from './text-index.js'
import { newest } from './versions.js'

/** A variable where it stands. */
export interface PlacedVariable {
  entry: CatalogueEntry
  table: Table
  variable: Variable
}

/** What narrows a search. Each variable has some of each facet's values; years by their decade, `2010`. */
const FACET_VALUES = {
  register: ({ entry }) => [entry.register.name],
  holder: ({ entry }) => [entry.register.holder.name],
  category: ({ entry }) => entry.register.record?.healthCategories ?? [],
  sensitivity: ({ variable }) => [variable.sensitivity],
  temporality: ({ variable }) => [variable.temporality],
  dataType: ({ variable }) => [variable.dataType],
  years: decadesOf,
} as const satisfies Record<string, (placed: PlacedVariable) => readonly string[]>
export type Facet = keyof typeof FACET_VALUES
export const FACETS = Object.keys(FACET_VALUES) as Facet[]

/** Chosen values by facet: a variable fits that has one of them in every facet where some are chosen. */
export type Chosen = Partial<Record<Facet, readonly string[]>>

export interface SearchQuery {
  query: string
  language: Language
  chosen?: Chosen
  offset?: number
  limit?: number
}

export interface FoundVariable extends PlacedVariable {
  /** Codes in which words were found, at most three; told where they were found nowhere nearer. */
  codes: { code: string; title: LocalisedText }[]
}

export interface Found {
  /** Best first; among equals, and without words, those of the registers with most people first. */
  variables: FoundVariable[]
  total: number
  /** How many would be found with each value, given what is chosen in the other facets. */
  facets: Record<Facet, { value: string; count: number }[]>
  /** What to mark in texts, folded. */
  marks: string[]
  /** Words that stand nowhere in the catalogue, and what they were read as. */
  read: { word: string; as: string[] }[]
}

export interface CatalogueIndex {
  find(query: SearchQuery): Found
  readonly variables: number
  /** Bytes of the index, without the catalogue itself. */
  readonly bytes: number
}

const FIELDS = ['name', 'en', 'nb', 'da', 'description', 'codes', 'register'] as const
const FIELD_WORTH: Record<(typeof FIELDS)[number], number> = {
  name: 8,
  en: 6,
  nb: 6,
  da: 6,
  description: 3,
  codes: 2,
  register: 1,
}
const IN_OWN_LANGUAGE = 7

/** Variables between which others get their turn while an index is built. */
const AT_ONCE = 1000

/** Indexes the newest versions of a catalogue's registers, giving way to other work in between. */
export async function createCatalogueIndex(catalogue: Catalogue): Promise<CatalogueIndex> {
  const placed: PlacedVariable[] = newest(catalogue)
    .map((entry) => ({ entry, size: sizeOf(entry) }))
    .sort((one, other) => other.size - one.size)
    .flatMap(({ entry }) =>
      entry.register.tables.flatMap((table) =>
        table.variables.map((variable) => ({ entry, table, variable })),
      ),
    )
  const builder = textIndexBuilder()
  const groups = FACETS.map(() => groupsOf(placed.length))
  for (const [document, one] of placed.entries()) {
    for (const [field, text] of textsOf(one)) builder.add(document, FIELDS.indexOf(field), text)
    for (const [f, facet] of FACETS.entries()) groups[f]?.add(document, FACET_VALUES[facet](one))
    if (document % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve))
  }
  const index = builder.build()
  const all = new Uint16Array(placed.length).fill(1)

  return {
    variables: placed.length,
    bytes: index.bytes + groups.reduce((sum, { of }) => sum + of.byteLength, 0),
    find({ query, language, chosen = {}, offset = 0, limit = 50 }) {
      const worth = FIELDS.map((field) => (field === language ? IN_OWN_LANGUAGE : FIELD_WORTH[field]))
      const match = matchAll(index, placed.length, query, worth)
      const scores = match?.scores ?? all
      const { fitting, counts } = narrow(scores, groups, chosen)
      const best = bestOf(fitting, scores, offset, limit)
      const marks = match?.marks ?? []
      return {
        variables: best.map((document) => {
          const one = placed[document] as PlacedVariable
          return { ...one, codes: codesMarked(one, marks, language) }
        }),
        total: fitting.length,
        facets: Object.fromEntries(FACETS.map((facet, f) => [facet, counts[f] ?? []])) as Found['facets'],
        marks,
        read: match?.read ?? [],
      }
    },
  }
}

/** How many people a register has, as it may be told: those of the table with most of them. */
function sizeOf({ register, figures }: CatalogueEntry): number {
  const ofPeople = new Set(register.tables.filter(({ unit }) => unit === PERSON).map(({ name }) => name))
  const counts = figures
    .filter(({ table }) => ofPeople.has(table))
    .map(({ units }) => ('value' in units ? (units.value ?? 0) : 0))
  return Math.max(0, ...counts)
}

type Field = (typeof FIELDS)[number]

function* textsOf({ entry, table, variable }: PlacedVariable): Generator<[Field, string]> {
  yield ['name', variable.name]
  for (const language of LANGUAGES) yield [language, variable.title[language] ?? '']
  yield ['description', everyLanguage(variable.description)]
  if ('codes' in variable.domain)
    for (const { code, title } of variable.domain.codes) yield ['codes', `${code} ${everyLanguage(title)}`]
  yield [
    'register',
    `${entry.register.name} ${everyLanguage(entry.register.title)} ${everyLanguage(table.title)}`,
  ]
  for (const keyword of entry.register.record?.keywords ?? []) yield ['register', everyLanguage(keyword)]
}

const everyLanguage = (text: LocalisedText) => LANGUAGES.map((tag) => text[tag] ?? '').join(' ')

function decadesOf({ entry, table }: PlacedVariable): string[] {
  const figures = entry.figures.find((of) => of.table === table.name)
  if (figures?.earliest == null || figures.latest == null) return []
  const decade = (date: string) => Math.floor(Number(date.slice(0, 4)) / 10) * 10
  const [from, to] = [decade(figures.earliest), decade(figures.latest)]
  return Array.from({ length: Math.min(50, (to - from) / 10 + 1) }, (_, i) => String(from + 10 * i))
}

/** Which combination of a facet's values each document has: combinations are few, so that documents are counted by number. */
interface Groups {
  of: Uint16Array
  values: (readonly string[])[]
  add(document: number, values: readonly string[]): void
}

function groupsOf(documents: number): Groups {
  const numbers = new Map<string, number>()
  const groups: Groups = {
    of: new Uint16Array(documents),
    values: [],
    add(document, values) {
      const key = values.join('\n')
      let number = numbers.get(key)
      if (number === undefined) {
        number = groups.values.push(values) - 1
        numbers.set(key, number)
      }
      groups.of[document] = number
    },
  }
  return groups
}

/** The documents that score and fit what is chosen, and for each facet how many fit all the others by its values. */
function narrow(scores: Uint16Array, groups: readonly Groups[], chosen: Chosen) {
  const allowed = FACETS.map((facet, f) => {
    const values = chosen[facet] ?? []
    if (values.length === 0) return null
    return Uint8Array.from(groups[f]?.values ?? [], (has) =>
      has.some((one) => values.includes(one)) ? 1 : 0,
    )
  })
  const counts = groups.map(({ values }) => new Uint32Array(values.length))
  const count = (f: number, document: number) => {
    const group = groups[f]?.of[document] as number
    const of = counts[f] as Uint32Array
    of[group] = (of[group] as number) + 1
  }
  const fitting = new Uint32Array(scores.length)
  let fit = 0
  for (let document = 0; document < scores.length; document++) {
    if (scores[document] === 0) continue
    let misses = 0
    let missed = -1
    for (let f = 0; f < groups.length && misses < 2; f++)
      if (allowed[f]?.[groups[f]?.of[document] as number] === 0) {
        misses++
        missed = f
      }
    if (misses === 0) {
      fitting[fit++] = document
      for (let f = 0; f < groups.length; f++) count(f, document)
    } else if (misses === 1) count(missed, document)
  }
  return {
    fitting: fitting.subarray(0, fit),
    counts: counts.map((count, f) => byValue(count, groups[f]?.values ?? [])),
  }
}

function byValue(counts: Uint32Array, values: readonly (readonly string[])[]) {
  const sums = new Map<string, number>()
  values.forEach((of, group) => {
    const count = counts[group] as number
    if (count > 0) for (const value of of) sums.set(value, (sums.get(value) ?? 0) + count)
  })
  return [...sums]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}

/** A page of documents by falling score, among equals in their own order: scores are small, so that none are compared. */
function bestOf(documents: Uint32Array, scores: Uint16Array, offset: number, limit: number): number[] {
  const least = new Map<number, number[]>()
  let most = 0
  for (const document of documents) {
    const score = scores[document] as number
    const same = least.get(score)
    if (same === undefined) least.set(score, [document])
    // Of one score no page ever needs more than these.
    else if (same.length < offset + limit) same.push(document)
    most = Math.max(most, score)
  }
  const page: number[] = []
  for (let score = most; score > 0 && page.length < offset + limit; score--)
    page.push(...(least.get(score) ?? []))
  return page.slice(offset, offset + limit)
}

const MOST_CODES = 3

/** Codes in which a mark stands, where name, title and description have none: why this variable was found. */
function codesMarked({ variable }: PlacedVariable, marks: readonly string[], language: Language) {
  if (marks.length === 0 || !('codes' in variable.domain)) return []
  const nearer = fold(
    `${variable.name} ${inLanguage(variable.title, language)} ${inLanguage(variable.description, language)}`,
  )
  const wanted = marks.filter((mark) => !nearer.includes(mark))
  const found: FoundVariable['codes'] = []
  if (wanted.length === 0) return found
  for (const { code, title } of variable.domain.codes) {
    const text = `${code} ${title.en ?? ''} ${title.nb ?? ''} ${title.da ?? ''}`.toLowerCase()
    if (wanted.some((mark) => text.includes(mark)) && found.push({ code, title }) === MOST_CODES) break
  }
  return found
}
