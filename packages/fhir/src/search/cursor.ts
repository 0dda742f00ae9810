/** Where a page of a search begins. It stands in links, so whatever comes back is read as anything that anybody may have written. */
import { fail } from '@sund/model'
import { z } from 'zod'

const Key = z.string().regex(/^\d{1,18}$/)
const Cursor = z.object({
  /** What the last resource is sorted by; null where it has no such value. */
  values: z.array(z.string().max(2000).nullable()),
  key: Key,
  /** The last key that there was when the search began. */
  upTo: Key,
})
export type Cursor = z.infer<typeof Cursor>

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/** Reads one that was made for so many sort rules. Throws `usage.request` for anything else. */
export function readCursor(text: string, rules: number): Cursor {
  try {
    const cursor = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    if (cursor.values.length === rules) return cursor
  } catch {}
  return fail('usage.request', 'The link to a page of a search is damaged.', 'Search anew.')
}
