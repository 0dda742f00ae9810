/**
 * Where a page of a search begins. It stands in links, which end up in logs, and says what the last resource is sorted by, which may be somebody's name: so it is
 * sealed with a key that the store keeps, and bound to the query it was made for. What comes back is either what was sealed, or refused.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { fail } from '@sund/model'
import { type QueryExecutorProvider, sql } from 'kysely'

export interface Cursor {
  /** What the last resource is sorted by; null where it has no such value. */
  readonly values: readonly (string | null)[]
  readonly key: string
  /** The last key that there was when the search began. */
  readonly upTo: string
}

const CIPHER = 'aes-256-gcm'
const NONCE = 12
const TAG = 16

/** Seals a cursor for the next page of a query. */
export async function sealCursor(
  database: QueryExecutorProvider,
  cursor: Cursor,
  query: string,
): Promise<string> {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv(CIPHER, await keyOf(database), nonce).setAAD(Buffer.from(query))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(cursor)), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** Opens a cursor of this query. Throws `usage.request` for anything that this store has not sealed for it. */
export async function openCursor(
  database: QueryExecutorProvider,
  text: string,
  query: string,
): Promise<Cursor> {
  const key = await keyOf(database)
  try {
    const bytes = Buffer.from(text, 'base64url')
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE), { authTagLength: TAG })
      .setAAD(Buffer.from(query))
      .setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
    const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()])
    return JSON.parse(opened.toString()) as Cursor
  } catch {
    return fail(
      'usage.request',
      'The link to a page of a search is damaged, or of another search.',
      'Search anew.',
    )
  }
}

const keys = new WeakMap<QueryExecutorProvider, Promise<Buffer>>()

/** A store has one key for ever: it is asked for once. */
function keyOf(database: QueryExecutorProvider): Promise<Buffer> {
  let key = keys.get(database)
  if (key === undefined) {
    key = sql<{ key: string }>`select key from search_key`
      .execute(database)
      .then(({ rows }) => Buffer.from((rows[0] as { key: string }).key, 'hex'))
    key.catch(() => keys.delete(database))
    keys.set(database, key)
  }
  return key
}
