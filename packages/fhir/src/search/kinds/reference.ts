/** References: by the type and identifier, or the address, of what they point to; or by an identifier where they only name it. */

import { sql } from 'kysely'
import { RESOURCE_TYPES } from '../../definitions/types.js'
import type { Source } from '../definitions.js'
import { hash32, hash64 } from '../hash.js'
import type { Place, Rows } from '../rows.js'
import { among, badValue, type Kind, ofSources, plain } from './kind.js'
import { addLogical, matchLogical } from './token.js'

interface Reference {
  reference?: string
  type?: string
  identifier?: { system?: string; value?: string }
}

const POINTER =
  /^(?<base>https?:\/\/.+\/)?(?<type>[A-Z][A-Za-z]+)\/(?<id>[A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/

/** What stands for a resource of this store wherever it is referred to. */
export function selfOf(type: string, id: string): string {
  return hash64(`${type}/${id}`)
}

/** What a reference points to: the address without a version, and the type where that can be seen. */
function pointed(reference: string): { to: string; type: string | null } {
  const { base = '', type, id } = POINTER.exec(reference)?.groups ?? {}
  if (type === undefined || !RESOURCE_TYPES.has(type)) return { to: reference, type: null }
  return { to: `${base}${type}/${id}`, type }
}

function addReference(rows: Rows, place: Place, written: Reference, source: Source): void {
  const { reference, type, identifier } = written
  const points = typeof reference === 'string' && !reference.startsWith('#')
  const { to, type: seen } = points ? pointed(reference) : { to: null, type: null }
  const what = seen ?? (typeof type === 'string' ? type : null)
  rows.add(
    'search_reference',
    place.key,
    to === null ? null : hash64(to),
    source.id,
    what === null ? null : hash32(what),
    place.item,
  )
  if (identifier instanceof Object) addLogical(rows, place, identifier, what, source)
}

/** A canonical address is found with its version and without. */
function addCanonical(rows: Rows, place: Place, address: string, source: Source): void {
  if (typeof address !== 'string') return
  const [bare] = address.split('|') as [string]
  for (const one of new Set([address, bare]))
    rows.add('search_reference', place.key, hash64(pointed(one).to), source.id, null, place.item)
}

export const reference: Kind = {
  table: 'search_reference',
  datatypes: { Reference: addReference, canonical: addCanonical, uri: addCanonical },
  modifiers: ['identifier', 'type'],
  match(value, { name, sources, targets, restricted, modifier }) {
    if (modifier === 'identifier') return matchLogical(value, name, sources, restricted ? targets : null)
    const written = plain(value)
    if (written === '') badValue(name, 'reference', 'an identifier, Type/identifier or an address')
    const bare = /^[A-Za-z0-9.-]{1,64}$/.test(written)
    const { to, type } = pointed(written)
    if (type !== null && targets.length > 0 && !targets.includes(type)) return []
    const hashes = bare ? targets.map((one) => selfOf(one, written)) : [hash64(to)]
    return [
      {
        table: 'search_reference',
        where: sql`${among('target', 'bigint', hashes)} and ${ofSources(sources)}`,
        ordered: hashes.length === 1 && sources.length === 1,
      },
    ]
  },
}
