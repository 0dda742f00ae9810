/** Statements as documents: Turtle for people who read it, JSON-LD for programs that know JSON. */
import { type Quad, Writer } from 'n3'
import { PREFIXES } from './vocabulary.js'

/** Formats by their media types. */
export const FORMATS = { ttl: 'text/turtle', jsonld: 'application/ld+json' } as const
export type Format = keyof typeof FORMATS

export function writeTurtle(quads: readonly Quad[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const writer = new Writer({ prefixes: { ...PREFIXES } })
    writer.addQuads([...quads])
    writer.end((error, text) => (error ? reject(error) : resolve(text)))
  })
}

export async function writeJsonLd(quads: readonly Quad[]): Promise<string> {
  const { default: jsonld } = await import('jsonld')
  const expanded = await jsonld.fromRDF([...quads] as object)
  const compact = await jsonld.compact(expanded as object, { ...PREFIXES })
  return `${JSON.stringify(compact, null, 1)}\n`
}

export const write: Record<Format, (quads: readonly Quad[]) => Promise<string>> = {
  ttl: writeTurtle,
  jsonld: writeJsonLd,
}
