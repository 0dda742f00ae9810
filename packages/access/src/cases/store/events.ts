/**
 * Events as they are kept: chained by hashes, each stream for itself, and read through the upgraders of their types. Apart from what is done
 * with them, so that there is one place that says what bytes a hash is over.
 *
 * The hash of an event is SHA-256 over the previous event's hash (64 hexadecimal digits; zeros before the first) followed by the canonical
 * JSON (RFC 8785) of `{ kind, id, number, at, actor, type, version, payload }`.
 */
import { createHash } from 'node:crypto'
import { canonicalJson, fail } from '@sund/model'
import type { EventType, Recorded } from '../stream.js'
import type { StreamEventRow, StreamKey } from './tables.js'

/** Any event, as the store sees it: what is in it is the kind's business. */
export interface AnyEvent {
  type: string
  payload: unknown
}
export type EventTypes = Readonly<Record<string, EventType>>

/** Where a stream's chain stands. */
export interface StreamHead {
  revision: number
  hash: string
}
export const NO_EVENTS: StreamHead = { revision: 0, hash: '0'.repeat(64) }

/** New events after `head` as rows, and as they will be read. Throws where an event is not what its type says: a mistake of the kind. */
export function chain<E extends AnyEvent>(
  types: EventTypes,
  { kind, id }: StreamKey,
  head: StreamHead,
  events: readonly E[],
  { at, actor }: { at: string; actor: { subject: string; name: string } },
): { rows: StreamEventRow[]; recorded: Recorded<E>[]; head: StreamHead } {
  const rows: StreamEventRow[] = []
  const recorded: Recorded<E>[] = []
  let { revision, hash } = head
  const by = { subject: actor.subject, name: actor.name }
  for (const event of events) {
    const { version, schema } = typeOf(types, event.type)
    const payload = canonicalJson(schema.parse(event.payload))
    const number = ++revision
    const said = { kind, id, number, at, actor: canonicalJson(by), type: event.type, version, payload }
    const previous_hash = hash
    hash = hashOf(previous_hash, said)
    rows.push({ ...said, previous_hash, hash })
    recorded.push({
      type: event.type,
      payload: JSON.parse(payload),
      number,
      at,
      actor: by,
    } as unknown as Recorded<E>)
  }
  return { rows, recorded, head: { revision, hash } }
}

/** An event as its kind knows it today, whichever version it was kept with. */
export function read<E extends AnyEvent>(types: EventTypes, row: StreamEventRow): Recorded<E> {
  const { number, at, type, version } = row
  const payload = upgraded(types, type, version, JSON.parse(row.payload))
  return { type, payload, number, at, actor: JSON.parse(row.actor) } as unknown as Recorded<E>
}

/**
 * A payload as the newest version has it. What was kept with the newest was checked when it was kept, and its chain shows any change; what was
 * kept with an older one goes through each upgrader in turn and is checked after. Throws `data.version` where there is no way.
 */
export function upgraded(types: EventTypes, type: string, version: number, payload: unknown): unknown {
  const current = typeOf(types, type)
  if (version === current.version) return payload
  if (version > current.version) return unreadable(type, version)
  for (let from = version; from < current.version; from++)
    payload = (current.upgrade[from] ?? unreadable(type, from))(payload)
  const checked = current.schema.safeParse(payload)
  return checked.success ? checked.data : unreadable(type, version)
}

/** The next head, if `row` is the event after `head` and as it was appended; else throws `conflict.chain`. */
export function follow(head: StreamHead, row: StreamEventRow): StreamHead {
  const expected = head.revision + 1
  if (row.number !== expected) return broken(row, expected, 'is missing')
  if (row.previous_hash !== head.hash) return broken(row, expected, 'does not follow the one before it')
  const kept = isCanonical(row.payload) && isCanonical(row.actor) && hashOf(head.hash, row) === row.hash
  return kept
    ? { revision: expected, hash: row.hash }
    : broken(row, expected, 'was changed after it was appended')
}

/** Says which event of which stream is not as it was written. */
export function broken({ kind, id }: StreamKey, number: number, how: string): never {
  return fail(
    'conflict.chain',
    `The events of ${kind} ${id} are not as they were written: event ${number} ${how}.`,
    'Trust nothing of it from there on. Restore the store from a backup and find out who could write to it.',
  )
}

function typeOf(types: EventTypes, type: string): EventType {
  return (Object.hasOwn(types, type) ? types[type] : undefined) ?? unreadable(type, 1)
}

function unreadable(type: string, version: number): never {
  return fail(
    'data.version',
    `An event of type ${type}, version ${version}, cannot be read by this version of Sund.`,
    'Install the version of Sund that wrote it, or a newer one.',
  )
}

/** Put together of parts that are canonical JSON already, in the order of their names: the same bytes as of the whole. */
function hashOf(
  previousHash: string,
  { actor, at, id, kind, number, payload, type, version }: Omit<StreamEventRow, 'hash' | 'previous_hash'>,
): string {
  const json = JSON.stringify
  return createHash('sha256')
    .update(previousHash)
    .update(`{"actor":${actor},"at":${json(at)},"id":${json(id)},"kind":${json(kind)},"number":${number}`)
    .update(`,"payload":${payload},"type":${json(type)},"version":${version}}`)
    .digest('hex')
}

function isCanonical(json: string): boolean {
  try {
    return canonicalJson(JSON.parse(json)) === json
  } catch {
    return false
  }
}
