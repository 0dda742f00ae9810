/**
 * Streams that were read lately, as their events make them: a case is read and changed many times in a row. What is remembered is never older
 * than it says, since it carries where its chain stood: what was appended since is read and put on top.
 */
import type { Recorded } from '../stream.js'
import type { AnyEvent, StreamHead } from './events.js'
import type { StreamKey } from './tables.js'

/** A stream as its events make it. Nothing in it is ever changed: what comes next is another one. */
export interface Loaded {
  head: StreamHead
  events: readonly Recorded<AnyEvent>[]
  state: unknown
}

export interface Memory {
  get(key: StreamKey): Loaded | undefined
  /** Only what was committed. */
  put(key: StreamKey, loaded: Loaded): void
}

/** As many as a hub's people work on at once. */
const MOST = 500

/** Forgets what was not asked for longest. */
export function createMemory(most = MOST): Memory {
  const kept = new Map<string, Loaded>()
  const placeOf = ({ kind, id }: StreamKey) => `${kind} ${id}`
  const keep = (place: string, loaded: Loaded) => {
    kept.delete(place)
    kept.set(place, loaded)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
  }
  return {
    get(key) {
      const place = placeOf(key)
      const found = kept.get(place)
      if (found !== undefined) keep(place, found)
      return found
    },
    put(key, loaded) {
      const known = kept.get(placeOf(key))
      if (known === undefined || known.head.revision <= loaded.head.revision) keep(placeOf(key), loaded)
    },
  }
}
