/**
 * Data sets that another catalogue describes, read from its DCAT as Turtle or JSON-LD. What comes is anyone's text: it is bounded in size before it is
 * parsed and in number after, no context is fetched, nothing is followed from statement to statement but one step, and every title becomes plain text. A
 * broken document is refused whole, with the place; a data set without a title is left out and counted.
 */
import { Readable } from 'node:stream'
import { Failure, fail, LANGUAGES, type LocalisedText } from '@sund/model'
import { type Quad, Store, StreamParser, type Term } from 'n3'
import { PREFIXES } from '../dcat/vocabulary.js'
import type { Format } from '../dcat/write.js'

/** A data set of another catalogue, as a search shows it. */
export interface ElsewhereDataset {
  /** Its own address or, where it has none, its place in the document. */
  id: string
  /** Name of the catalogue that it came from. */
  source: string
  title: LocalisedText
  description: LocalisedText | null
  keywords: string[]
  publisher: string | null
  /** Where people read about it: http or https. */
  page: string | null
}

export interface Harvest {
  datasets: ElsewhereDataset[]
  /** Data sets that have no title, and those beyond the most. */
  leftOut: number
}

export const HARVEST_LIMITS = {
  bytes: 20_000_000,
  quads: 500_000,
  datasets: 20_000,
  /** Letters of a title and of a description. */
  title: 300,
  description: 2000,
  keywords: 30,
  /** Nesting of JSON. */
  depth: 60,
} as const

const { dcat, dct, foaf, rdf } = PREFIXES

/** Reads a document of `source`. Throws `usage.too-large`, or `data.file` with why it cannot be read. */
export async function readHarvest(text: string, format: Format, source: string): Promise<Harvest> {
  if (Buffer.byteLength(text) > HARVEST_LIMITS.bytes)
    fail('usage.too-large', `The catalogue of ${source} is larger than 20 MB.`, 'Harvest a part of it.')
  const store = new Store(await (format === 'ttl' ? readTurtle(text, source) : readJsonLd(text, source)))
  const about = store.getSubjects(`${rdf}type`, `${dcat}Dataset`, null)
  const datasets = about
    .slice(0, HARVEST_LIMITS.datasets)
    .flatMap((one, place) => datasetOf(store, one, place, source) ?? [])
  return { datasets, leftOut: about.length - datasets.length }
}

/** Piece by piece, giving way to other work, and no further than the most statements. */
async function readTurtle(text: string, source: string): Promise<Quad[]> {
  const quads: Quad[] = []
  try {
    const parser = new StreamParser({ format: 'text/turtle', baseIRI: 'urn:harvested:' })
    for await (const quad of Readable.from(piecesOf(text)).pipe(parser) as AsyncIterable<Quad>)
      if (quads.push(quad) > HARVEST_LIMITS.quads) tooMany(source)
  } catch (thrown) {
    throw thrown instanceof Failure ? thrown : unreadable(source, 'Turtle', thrown)
  }
  return quads
}

function* piecesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE)
}
const PIECE = 65_536

async function readJsonLd(text: string, source: string): Promise<Quad[]> {
  const { default: jsonld } = await import('jsonld')
  try {
    const document: unknown = JSON.parse(text)
    if (tooDeep(document))
      fail('data.file', `The catalogue of ${source} is nested too deep.`, 'Ask for Turtle instead.')
    const documentLoader = async (address: string) =>
      fail(
        'data.file',
        `The catalogue of ${source} has its context elsewhere (${new URL(address).host}).`,
        'Ask for a document with its context in it, or for Turtle.',
      )
    const quads = (await jsonld.toRDF(
      document as object,
      { documentLoader, safe: false } as object,
    )) as Quad[]
    if (quads.length > HARVEST_LIMITS.quads) tooMany(source)
    return quads
  } catch (thrown) {
    const own = thrown instanceof Failure ? thrown : causeOf(thrown)
    throw own ?? unreadable(source, 'JSON-LD', thrown)
  }
}

/** The library wraps what a loader throws. */
function causeOf(thrown: unknown): Failure | null {
  const { details, cause } = (thrown ?? {}) as { details?: { cause?: unknown }; cause?: unknown }
  for (const one of [details?.cause, cause]) if (one instanceof Failure) return one
  return null
}

function tooMany(source: string): never {
  return fail(
    'usage.too-large',
    `The catalogue of ${source} has more than 500,000 statements.`,
    'Harvest a part of it.',
  )
}

function unreadable(source: string, format: string, thrown: unknown): Failure {
  // A parser's message quotes the document: only its line is kept.
  const line = /line (\d+)/.exec(thrown instanceof Error ? thrown.message : '')?.[1]
  return new Failure({
    code: 'data.file',
    message: `The catalogue of ${source} is not ${format}${line ? ` (line ${line})` : ''}.`,
    next: 'Tell whoever publishes it, or ask for the other format.',
  })
}

/** Level by level, so that no document is too deep to be refused. */
function tooDeep(document: unknown): boolean {
  let level: unknown[] = [document]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > HARVEST_LIMITS.depth) return true
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
  return false
}

function datasetOf(store: Store, about: Term, place: number, source: string): ElsewhereDataset | null {
  const values = (of: Term, property: string): Term[] => store.getObjects(of as never, property, null)
  const title = textOf(values(about, `${dct}title`), HARVEST_LIMITS.title)
  if (title === null) return null
  const [publisher] = values(about, `${dct}publisher`)
  const named =
    publisher && (publisher.termType === 'Literal' ? publisher : values(publisher, `${foaf}name`)[0])
  const own = about.termType === 'NamedNode' ? about.value : null
  return {
    id: own ?? `${source}#${place}`,
    source,
    title,
    description: textOf(values(about, `${dct}description`), HARVEST_LIMITS.description),
    keywords: values(about, `${dcat}keyword`)
      .flatMap((one) => (one.termType === 'Literal' ? plainText(one.value, 100) : ''))
      .filter((word) => word !== '')
      .slice(0, HARVEST_LIMITS.keywords),
    publisher: named === undefined ? null : plainText(named.value, HARVEST_LIMITS.title) || null,
    page: webAddress(values(about, `${dcat}landingPage`)[0]?.value) ?? webAddress(own),
  }
}

/** By language; what has none, or one that Sund does not speak, stands for English where there is nothing better. */
function textOf(terms: readonly Term[], most: number): LocalisedText | null {
  const text: LocalisedText = {}
  let other: string | undefined
  for (const one of terms) {
    if (one.termType !== 'Literal') continue
    const said = plainText(one.value, most)
    if (said === '') continue
    const tag = one.language.toLowerCase().split('-')[0] ?? ''
    const language = LANGUAGES.find((known) => known === (tag === 'no' || tag === 'nn' ? 'nb' : tag))
    if (language === undefined) other ??= said
    else text[language] ??= said
  }
  if (text.en === undefined && other !== undefined) text.en = other
  return Object.keys(text).length === 0 ? null : text
}

/** Without markup and control characters, in one line, at most so long. */
export function plainText(text: string, most: number): string {
  const plain = text
    .slice(0, 20 * most)
    .replace(/<(script|style)\b[\s\S]*?(<\/\1\s*>|$)/gi, ' ')
    .replace(/<[a-z/!?][^>]*>?/gi, ' ')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  const letters = [...plain]
  return letters.length <= most ? plain : `${letters.slice(0, most - 1).join('')}…`
}

function webAddress(address: string | null | undefined): string | null {
  if (!address || !URL.canParse(address)) return null
  const { protocol, href } = new URL(address)
  return /^https?:$/.test(protocol) ? href : null
}
