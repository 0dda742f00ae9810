/**
 * The links between the entries of a transaction, put right: names that a client made up become the identifiers that the store has given, and references by a
 * condition those of what it finds (R4, http.html § 3.1.0.11.2).
 */
import { fail } from '@sund/model'
import type { Reader } from '../../reader.js'
import { type Planned, theOne } from '../change.js'
import { nameOf } from '../content.js'
import type { WritingSession } from '../session.js'
import { type Asked, blamed, blaming } from './entries.js'
import { referencesOf, relinked } from './links.js'

/** Puts the identifiers that the resources have got into the links to them, and those of resources found by a condition into references that hold one. */
export async function link(
  session: WritingSession,
  reader: Reader,
  plans: ReadonlyMap<Asked, Planned[]>,
): Promise<void> {
  const named = new Map<string, string>()
  for (const [{ fullUrl }, [planned]] of plans) {
    if (fullUrl === undefined || planned === undefined) continue
    const key = planned.write ?? (planned.found && { type: planned.found.resourceType, id: planned.found.id })
    if (key !== null) named.set(fullUrl, nameOf(key))
  }
  const conditional = new Map<string, string>()
  for (const [one, planned] of plans)
    for (const { write } of planned) {
      if (write === null || write.resource === null) continue
      const base = /^(https?:\/\/.+\/)[A-Z]\w*\/[^/]+$/.exec(one.fullUrl ?? '')?.[1]
      for (const reference of referencesOf(write.resource)) {
        const [, type, query] = /^([A-Z]\w*)\?(.+)$/.exec(reference) ?? []
        if (type === undefined || query === undefined || conditional.has(reference)) continue
        const found = await blamed(one, () => theOne(session, reader, type, query))
        if (found === undefined)
          blaming(one.place, one.method, () =>
            fail(
              'usage.not-found',
              `A reference by a condition finds no resource of the type ${type}.`,
              'See that what it refers to is there, or put it into the transaction.',
            ),
          )
        else conditional.set(reference, nameOf(found))
      }
      write.resource = relinked(write.resource, (text, of) => {
        const [, stem = text, version = ''] = /^(.*?)(\/_history\/[^/]+)?$/.exec(text) ?? []
        const found =
          named.get(stem) ?? (base === undefined || of === 'address' ? undefined : named.get(base + stem))
        if (found !== undefined) return found + (named.has(text) ? '' : version)
        if (of === 'address') return text
        if (/^urn:(uuid|oid):/.test(text))
          blaming(one.place, one.method, () =>
            fail(
              'usage.request',
              'It refers to a resource by a name that no entry has.',
              'Put what it refers to into the transaction, under that “fullUrl”.',
            ),
          )
        return conditional.get(text) ?? text
      })
    }
}
