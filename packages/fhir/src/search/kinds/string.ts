/** Texts and addresses on the web. A text is found by how it begins, whatever its case and accents; an address (URI) only as it is, or by its path. */
import { type RawBuilder, sql } from 'kysely'
import type { Source } from '../definitions.js'
import { hash64 } from '../hash.js'
import type { Place, Rows } from '../rows.js'
import { INDEXED_TEXT } from '../tables.js'
import { badValue, type Kind, type Match, ofSources, plain, v } from './kind.js'

/** A text without case, accents and doubled space: how texts are compared. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replaceAll('\0', '')
}

const REMEMBERED = new Map<string, string>()

/** Names and displays come again and again. */
function fold(text: string): string {
  const found = REMEMBERED.get(text)
  if (found !== undefined) return found
  const made = folded(text)
  if (REMEMBERED.size > 50_000) REMEMBERED.clear()
  if (text.length < 200) REMEMBERED.set(text, made)
  return made
}

export function addText(rows: Rows, { key, item }: Place, text: string, { id }: Source): void {
  if (typeof text !== 'string') return
  rows.add('search_string', key, hash64(text), id, item, `${fold(text)}`)
}

const texts =
  (...elements: string[]) =>
  (rows: Rows, place: Place, element: Record<string, unknown>, source: Source) => {
    const seen = new Set<string>()
    for (const name of elements)
      for (const text of [element[name] ?? []].flat())
        if (typeof text === 'string' && !seen.has(text)) {
          seen.add(text)
          addText(rows, place, text, source)
        }
    // What is there without a text is found by `:missing` alone.
    if (seen.size === 0) rows.add('search_string', place.key, null, source.id, place.item, null)
  }

/** Of a text that begins with `start`, which is folded. By an index on its first characters, and then whole. */
function begins(start: string): RawBuilder<unknown> {
  const indexed = sql`left(${v('value')}, ${sql.lit(INDEXED_TEXT)}) collate "C"`
  const short = [...start].slice(0, INDEXED_TEXT).join('')
  const last = after(short)
  const near =
    last === null ? sql`${indexed} >= ${short}` : sql`${indexed} >= ${short} and ${indexed} < ${last}`
  return short === start ? near : sql`${near} and starts_with(${v('value')}, ${start})`
}

/** The least text that is after all that begin with this one; null where there is none. */
function after(start: string): string | null {
  const characters = [...start]
  for (let last = characters.pop(); last !== undefined; last = characters.pop()) {
    const next = (last.codePointAt(0) as number) + 1
    if (next <= 0x10ffff)
      return characters.join('') + String.fromCodePoint(next >= 0xd800 && next <= 0xdfff ? 0xe000 : next)
  }
  return null
}

/** Texts of these sources that begin so. */
export function matchText(value: string, sources: readonly Source[]): readonly Match[] {
  return [{ table: 'search_string', where: sql`${ofSources(sources)} and ${begins(fold(plain(value)))}` }]
}

/** Texts of these sources that are exactly so. */
function matchExact(value: string, sources: readonly Source[], kept: string): readonly Match[] {
  return [
    {
      table: 'search_string',
      where: sql`${ofSources(sources)} and ${begins(kept)} and ${v('exact')} = ${hash64(value)}::bigint`,
    },
  ]
}

export const string: Kind = {
  table: 'search_string',
  datatypes: {
    string: addText,
    markdown: addText,
    HumanName: texts('family', 'given', 'prefix', 'suffix', 'text'),
    Address: texts('line', 'city', 'district', 'state', 'postalCode', 'country', 'text'),
  },
  modifiers: ['exact', 'contains'],
  match(value, { name, sources, modifier }) {
    const text = plain(value)
    if (fold(text) === '') badValue(name, 'string', 'a text that is not empty')
    if (modifier === 'exact') return matchExact(text, sources, fold(text))
    if (modifier === 'contains')
      return [
        {
          table: 'search_string',
          where: sql`${ofSources(sources)} and strpos(${v('value')}, ${fold(text)}) > 0`,
        },
      ]
    return matchText(value, sources)
  },
}

function addUri(rows: Rows, { key, item }: Place, uri: string, { id }: Source): void {
  if (typeof uri !== 'string') return
  rows.add('search_string', key, hash64(uri), id, item, uri)
}

export const uri: Kind = {
  table: 'search_string',
  datatypes: { uri: addUri, url: addUri, canonical: addUri, oid: addUri, uuid: addUri },
  modifiers: ['above', 'below'],
  match(value, { name, sources, modifier }) {
    const address = plain(value)
    if (address === '') badValue(name, 'uri', 'an address')
    if (modifier === 'above') return ancestors(address).flatMap((one) => matchExact(one, sources, one))
    if (modifier === 'below') {
      const folder = address.endsWith('/') ? address : `${address}/`
      return [
        ...matchExact(address, sources, address),
        { table: 'search_string', where: sql`${ofSources(sources)} and ${begins(folder)}` },
      ]
    }
    return matchExact(address, sources, address)
  },
}

/** An address and those above it, each with and without the slash at its end. */
function ancestors(address: string): string[] {
  const root = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(address)?.[0]
  if (root === undefined) return [address]
  const above = new Set([address])
  for (let at = address.length; at >= root.length; at = address.lastIndexOf('/', at - 1)) {
    above.add(address.slice(0, at))
    if (at < address.length) above.add(address.slice(0, at + 1))
    if (at === 0) break
  }
  return [...above].slice(0, 100)
}
