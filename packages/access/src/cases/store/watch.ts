/**
 * Who is told that a stream has gone on: those in this process at once, other processes by PostgreSQL's NOTIFY. It is a hint and no promise,
 * sent after the commit: within it, NOTIFY would make all commits wait for one another. Whoever listens reads the stream again.
 */

import { sql } from 'kysely'
import pg from 'pg'
import { z } from 'zod'
import type { Store } from '../../store.js'
import type { StreamKey } from './tables.js'

type Changed = StreamKey & { revision: number }
export type Listener = (revision: number) => void

export interface Watch {
  listen(key: StreamKey, listener: Listener): () => void
  /** Tells everyone, soon: what happens meanwhile goes along. */
  tell(changed: readonly Changed[]): void
  close(): Promise<void>
}

const CHANNEL = 'sund_streams'
/** A notification holds less than 8000 bytes. */
const MOST = 60
const AGAIN_MS = 2000
const Told = z.object({
  from: z.string(),
  changed: z.array(z.object({ kind: z.enum(['case', 'permit']), id: z.string(), revision: z.int() })),
})

export function createWatch(
  store: Store,
  mine: string,
  trouble: (what: string, error: unknown) => void,
): Watch {
  const listeners = new Map<string, Set<Listener>>()
  const waiting: Changed[] = []
  let sending: Promise<void> | null = null
  let connection: Promise<pg.Client | null> | null = null
  let closed = false

  const placeOf = ({ kind, id }: StreamKey) => `${kind} ${id}`
  function hear(changed: readonly Changed[]): void {
    for (const one of changed)
      for (const listener of listeners.get(placeOf(one)) ?? [])
        try {
          listener(one.revision)
        } catch (error) {
          trouble('a listener of a case', error)
        }
  }

  async function send(): Promise<void> {
    while (waiting.length > 0) {
      const changed = waiting.splice(0, MOST)
      await store
        .use((database) =>
          sql`select pg_notify(${CHANNEL}, ${JSON.stringify({ from: mine, changed })})`.execute(database),
        )
        .catch((error) => trouble('telling other processes of a case', error))
    }
    sending = null
  }

  /** Listens to other processes as long as somebody here does; a connection that breaks is made again. */
  async function connect(url: string): Promise<pg.Client | null> {
    const client = new pg.Client({ connectionString: url, application_name: 'sund-watch' })
    const lost = () => {
      connection = null
      void client.end().catch(() => undefined)
      if (!closed && listeners.size > 0)
        setTimeout(() => {
          if (!closed && listeners.size > 0) connection ??= connect(url)
        }, AGAIN_MS).unref()
    }
    client.on('error', lost)
    client.on('notification', ({ payload = '' }) => {
      try {
        const { from, changed } = Told.parse(JSON.parse(payload))
        if (from !== mine) hear(changed)
      } catch (error) {
        trouble('a notification from another process', error)
      }
    })
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
      return client
    } catch (error) {
      trouble('listening to other processes', error)
      lost()
      return null
    }
  }

  return {
    listen(key, listener) {
      const place = placeOf(key)
      const those = listeners.get(place) ?? new Set()
      listeners.set(place, those.add(listener))
      if (store.url !== null) connection ??= connect(store.url)
      return () => {
        those.delete(listener)
        if (those.size === 0) listeners.delete(place)
      }
    },
    tell(changed) {
      if (changed.length === 0) return
      hear(changed)
      if (store.url === null || closed) return
      waiting.push(...changed)
      sending ??= new Promise<void>((resolve) => setImmediate(resolve)).then(send)
    },
    async close() {
      closed = true
      await sending
      await (await connection)?.end().catch(() => undefined)
    },
  }
}
